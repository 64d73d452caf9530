"""Claims to deals: what many articles say of one deal, what they dispute, and on how many origins they rest.

In: claims, the party of each mention, articles, citations. Out: a `Ledger`. Promise: deals are found by type, parties,
amount and time, never by likeness of words; the result does not depend on the order of the input; copies of an article
change no amount, status, origin or conflict reading. Rules and worked examples: docs/deals.md, docs/origins.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from anello.lang.transliteration import fold
from anello.model import AmountSlot, Article, Citation, Claim, Conflict, Deal, Echo, digest_of
from anello.reconcile.amounts import Interval, Settled, as_interval, by_key, settle
from anello.reconcile.conflicts import amount_conflict, status_conflict
from anello.reconcile.houses import spoken_of
from anello.reconcile.letters import find_successors
from anello.reconcile.lifecycle import replay, succeed
from anello.reconcile.origins import Telling, claim_origins, grade_deal, read_press, trace
from anello.reconcile.slots import SIGNED, STAGES, Slot, Told, cut_into_deals, find_slots, party_of_mention
from anello.reconcile.ties import find_ties
from anello.reconcile.walk import Press

__all__ = ["Ledger", "reconcile"]

CURRENT = timedelta(days=28)
"""Of talks that move, only figures of the last four weeks before the newest count as current."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Deals, conflicts and echoes, each sorted by id; `ties` names the contracts and announcements of each deal."""

    deals: tuple[Deal, ...]
    conflicts: tuple[Conflict, ...]
    echoes: tuple[Echo, ...]
    ties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def reconcile(
    claims: Iterable[Claim],
    resolution_party_of: Mapping[str, str],
    articles: Mapping[str, Article],
    citations: Iterable[Citation],
) -> Ledger:
    """Return the deals that the claims tell of, with their conflicts and echoes.

    Claims with equal ids count once. Articles that are not in `articles` are treated as undated and without outlet.
    """
    listed = list({claim.id: claim for claim in claims}.values())
    press = read_press(articles, citations, _party_names(listed, resolution_party_of))
    deals, conflicts, echoes = [], [], []
    told_of: dict[str, list[Claim]] = {}
    for slot, told in find_slots(listed, resolution_party_of).items():
        cut = cut_into_deals(told)
        successors = find_successors(cut)
        for number, one in enumerate(cut):
            deal, found, echo = _deal(slot, number, one, press, resolution_party_of, successors.get(number))
            deals.append(deal)
            conflicts += found
            echoes.append(echo)
            told_of[deal.id] = [t.claim for t in one]
    ties = find_ties(told_of, press.original)
    return Ledger(
        tuple(sorted(deals, key=lambda d: d.id)),
        tuple(sorted(conflicts, key=lambda c: c.id)),
        tuple(sorted(echoes, key=lambda e: e.deal)),
        MappingProxyType(ties),
    )


def _party_names(claims: Iterable[Claim], party_of: Mapping[str, str]) -> dict[str, str]:
    names: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for mentions in claim.roles.values():
            for mention in mentions:
                names[fold(mention.name)].add(party_of_mention(mention, party_of))
    return {name: min(parties) for name, parties in names.items()}


def _deal(
    slot: Slot,
    number: int,
    told: Sequence[Told],
    press: Press,
    party_of: Mapping[str, str],
    successor: Claim | None,
) -> tuple[Deal, list[Conflict], Echo]:
    claims = [t.claim for t in told]
    key = (slot.type, ",".join(slot.parties), slot.payer, slot.payee, slot.right, number)
    deal_id = digest_of("deal", *key)
    spoken = _spoken(told)
    parties = _parties(slot, spoken, claims, party_of)
    telling = trace(claims, parties, press)
    life = replay(claims)
    if successor is not None:
        life = succeed(life, successor)
    amounts, disputes = _amounts(deal_id, told, telling)
    standing = [c for c in claims if c.id not in life.disputing]
    first, last = _bounds(standing)
    deal = Deal(
        deal_id,
        slot.type,
        _as_spoken(slot.payer, spoken),
        _as_spoken(slot.payee, spoken),
        parties,
        life.status,
        life.bindingness,
        life.history,
        amounts,
        claims=tuple(sorted(c.id for c in standing)),
        disputing=life.disputing,
        first=first,
        last=last,
        product=_most_told(claims, press),
        right=slot.right,
        conditional=life.conditional,
        origins=telling.origins,
        languages=_languages(claims, press),
    )
    status = status_conflict(deal_id, claims, life)
    found = [*disputes, *([status] if status else [])]
    articles = tuple(sorted({c.article for c in claims}))
    return deal, found, _echo(deal, claims, articles, telling)


def _echo(deal: Deal, claims: Sequence[Claim], articles: tuple[str, ...], telling: Telling) -> Echo:
    """Return how a deal is told, with its grade and the origins of each claim: of all that say what it says."""
    said = claim_origins(claims, telling, _saying_the_same(deal, claims))
    return Echo(
        deal.id,
        articles,
        deal.languages,
        telling.origins,
        telling.chains,
        grade_deal(deal.status, claims, telling),
        telling.edges,
        tuple(sorted(said.items())),
    )


def _saying_the_same(deal: Deal, claims: Sequence[Claim]) -> dict[str, frozenset[str]]:
    """Return for each claim those that support the same amount, or else those of the same status without an amount."""
    same = {claim: frozenset(slot.claims) for slot in deal.amounts for claim in slot.claims}
    by_status: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.id not in same:
            by_status[claim.status].add(claim.id)
    return same | {claim: frozenset(group) for group in by_status.values() for claim in group}


def _as_spoken(house: str | None, spoken: Mapping[str, str]) -> str | None:
    return None if house is None else spoken[house]


def _spoken(told: Sequence[Told]) -> dict[str, str]:
    """Return for each house of a deal the party that stands in it: the unit named, or the group where they differ."""
    named: dict[str, set[str]] = defaultdict(set)
    for one in told:
        for house, party in one.named:
            named[house].add(party)
    return {house: spoken_of(parties) for house, parties in named.items()}


def _parties(
    slot: Slot, spoken: Mapping[str, str], claims: Sequence[Claim], party_of: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the parties of a deal: those of its slot, then for a project all who take part."""
    main = tuple(spoken[house] for house in slot.parties)
    if slot.type != "project":
        return main
    named = {party_of_mention(m, party_of) for c in claims for ms in c.roles.values() for m in ms}
    return (*main, *sorted(named - set(main)))


def _amounts(deal: str, told: Sequence[Told], telling: Telling) -> tuple[tuple[AmountSlot, ...], list[Conflict]]:
    """Settle each amount of a deal under its own key; joint amounts and sums over deals are keyed apart."""
    slots: list[AmountSlot] = []
    conflicts: list[Conflict] = []
    for prefix, group in (("", _own(told)), ("joint/", _joint(told)), ("aggregate/", _aggregate(told))):
        for key, claims in by_key(group).items():
            settled, older = _settle_current(claims, telling.root_of)
            slot = _slot(prefix + key, settled, older)
            slots.append(slot)
            disputed = [(slot, settled), *_past(prefix + key, older, telling.root_of)]
            conflicts += [found for now in disputed if (found := amount_conflict(deal, *now))]
    return tuple(sorted(slots, key=lambda s: s.key)), conflicts


def _past(key: str, older: Sequence[Claim], root_of: Mapping[str, str]) -> Iterator[tuple[AmountSlot, Settled]]:
    """Yield what was settled in each earlier stretch of weeks: a dispute of its day stays on record."""
    left = [c for c in older if c.published is not None and c.status in ("considered", "talks", "planned")]
    while left:
        since = min(c.published for c in left if c.published)
        then = [c for c in left if c.published and c.published - since <= CURRENT]
        settled = settle(then, root_of)
        yield _slot(f"{key} in {since:%Y-%m}", settled, ()), settled
        left = _without(left, then)


def _own(told: Sequence[Told]) -> list[Claim]:
    return [t.claim for t in told if not t.joint and not t.aggregate]


def _joint(told: Sequence[Told]) -> list[Claim]:
    return [t.claim for t in told if t.joint]


def _aggregate(told: Sequence[Told]) -> list[Claim]:
    return [t.claim for t in told if t.aggregate]


def _settle_current(claims: Sequence[Claim], root_of: Mapping[str, str]) -> tuple[Settled, list[Claim]]:
    """Settle what is said now: signed figures where the deal is signed, else those of the last weeks; then the rest.

    Older figures that no longer fit are history: they come back as outdated, and contradict nothing said now.
    """
    told = [c for c in claims if c.status not in ("denied", "ended", "hypothetical")] or list(claims)
    signed = [c for c in told if STAGES.get(c.status, 0) >= SIGNED]
    newest = max((c.published for c in told if c.published), default=date.max)
    fresh = [c for c in told if c.published is None or newest - c.published <= CURRENT]
    current = signed or fresh
    settled = settle(current, root_of)
    return settled, _without(claims, current)


def _without(claims: Sequence[Claim], taken: Sequence[Claim]) -> list[Claim]:
    ids = {c.id for c in taken}
    return [c for c in claims if c.id not in ids]


def _slot(key: str, settled: Settled, older: Sequence[Claim]) -> AmountSlot:
    best = Interval(settled.low, settled.high)
    fits = {c.id for c in older if c.amount is not None and as_interval(c.amount).meets(best)}
    outdated = {c.id for c in older} - fits
    currency = settled.support[0].amount.currency if settled.support and settled.support[0].amount else None
    support = tuple(sorted({*(c.id for c in settled.support), *fits}))
    dissent = tuple(sorted({*(c.id for c in settled.dissent), *outdated}))
    return AmountSlot(key, settled.low, settled.high, currency, settled.approximate, support, dissent)


def _bounds(claims: Sequence[Claim]) -> tuple[date | None, date | None]:
    """Return the days within which the deal happens or holds, as far as a text says; None is open or unsaid."""
    times = [c.time for c in claims if c.time is not None]
    firsts = [t.first for t in times if t.first is not None]
    lasts = [t.last for t in times if t.last is not None]
    return min(firsts, default=None), max(lasts, default=None) if len(lasts) == len(times) else None


def _most_told(claims: Sequence[Claim], press: Press) -> str | None:
    """Return the product that most articles name, copies aside; the first by name where several do."""
    named: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.product:
            named[claim.product].add(press.original.get(claim.article, claim.article))
    return min(named, key=lambda p: (-len(named[p]), p), default=None)


def _languages(claims: Sequence[Claim], press: Press) -> tuple[str, ...]:
    found = {press.articles[c.article].language for c in claims if c.article in press.articles}
    return tuple(sorted(language for language in found if language))
