"""Claims to deals: what many articles say of one deal, what they dispute, and on how many origins they rest.

In: claims, the party of each mention, articles, citations. Out: a `Ledger`. Promise: deals are found by type, parties,
amount and time, never by likeness of words; the result does not depend on the order of the input; copies of an article
change no amount, status, origin or conflict reading. Rules and worked examples: docs/deals.md, docs/origins.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from anello.lang.transliteration import fold
from anello.model import Article, Citation, Claim, Conflict, Deal, Echo, Ending, Link, Valuation, digest_of
from anello.reconcile.conflicts import status_conflict
from anello.reconcile.doubles import find_doubles
from anello.reconcile.endings import ending_of, supersede
from anello.reconcile.houses import spoken_of
from anello.reconcile.letters import find_successors
from anello.reconcile.lifecycle import replay, succeed
from anello.reconcile.links import find_links, resolve_links
from anello.reconcile.origins import Telling, claim_origins, grade_deal, read_press, trace
from anello.reconcile.publicity import denials_of, publicity_of
from anello.reconcile.settling import settle_amounts
from anello.reconcile.slots import Slot, Told, cut_into_deals, find_slots, party_of_mention
from anello.reconcile.ties import find_ties
from anello.reconcile.totals import effective_links
from anello.reconcile.valuations import find_valuations
from anello.reconcile.walk import Press
from anello.reconcile.wording import Wording, read_wordings

__all__ = ["Ledger", "reconcile"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Deals, conflicts and echoes, each sorted by id; `ties` names the contracts and announcements of each deal.

    `links` tell how deals stand to each other, `valuations` what parties are said to be worth.
    """

    deals: tuple[Deal, ...]
    conflicts: tuple[Conflict, ...]
    echoes: tuple[Echo, ...]
    ties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    valuations: tuple[Valuation, ...] = ()


def reconcile(
    claims: Iterable[Claim],
    resolution_party_of: Mapping[str, str],
    articles: Mapping[str, Article],
    citations: Iterable[Citation],
    links: Iterable[Link] = (),
) -> Ledger:
    """Return the deals that the claims tell of, with their conflicts, echoes, links and valuations.

    Claims with equal ids count once. Articles that are not in `articles` are treated as undated and without outlet.
    `links` are those that a user set.
    """
    listed = list({claim.id: claim for claim in claims}.values())
    press = read_press(articles, citations, _party_names(listed, resolution_party_of))
    wordings = read_wordings(listed, articles)
    deals: dict[str, Deal] = {}
    conflicts, echoes = [], []
    told_of: dict[str, list[Claim]] = {}
    for slot, told in find_slots(listed, resolution_party_of, wordings).items():
        cut = cut_into_deals(told)
        successors = find_successors(cut)
        for number, one in enumerate(cut):
            deal, found, echo = _deal(slot, number, one, press, resolution_party_of, successors.get(number))
            deals[deal.id] = deal
            conflicts += found
            echoes.append(echo)
            told_of[deal.id] = [t.claim for t in one]
        _point(slot, successors, cut, deals)
    joined = _link(deals, told_of, resolve_links(links, told_of), articles, wordings)
    standing = supersede(deals.values(), effective_links(joined), {c.id: c for c in listed})
    return Ledger(
        tuple(sorted(standing, key=lambda d: d.id)),
        tuple(sorted(conflicts, key=lambda c: c.id)),
        tuple(sorted(echoes, key=lambda e: e.deal)),
        MappingProxyType(find_ties(told_of, press.original)),
        joined,
        find_valuations(listed, resolution_party_of, press),
    )


def _point(
    slot: Slot, successors: Mapping[int, tuple[int, Claim]], cut: Sequence[Sequence[Told]], deals: dict[str, Deal]
) -> None:
    """Let each letter of intent that a contract replaced point to that contract."""
    for number, (by, claim) in successors.items():
        old = deals[_deal_id(slot, number)]
        if old.history[-1].claim == claim.id or any(e.claim == claim.id for e in old.history):
            ending = Ending("superseded", claim.id, claim.published, _deal_id(slot, by))
            deals[old.id] = replace(old, ending=ending)


def _link(
    deals: Mapping[str, Deal],
    told_of: Mapping[str, Sequence[Claim]],
    said: Sequence[Link],
    articles: Mapping[str, Article],
    wordings: Mapping[str, Wording],
) -> tuple[Link, ...]:
    """Return all links, sorted: those that the user said, that texts say, and equal sums that may be one."""
    found = {*said, *find_links(deals, told_of, articles, wordings), *find_doubles(deals.values())}
    return tuple(sorted(found, key=lambda k: (k.deal, k.other, k.kind, k.by, k.claim)))


def _deal_id(slot: Slot, number: int) -> str:
    key = (slot.type, ",".join(slot.parties), slot.payer, slot.payee, slot.right, number)
    return digest_of("deal", *key)


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
    successor: tuple[int, Claim] | None,
) -> tuple[Deal, list[Conflict], Echo]:
    claims = [t.claim for t in told]
    deal_id = _deal_id(slot, number)
    spoken = _spoken(told)
    parties = _parties(slot, spoken, claims, party_of)
    telling = trace(claims, parties, press)
    life = replay(claims)
    if successor is not None:
        life = succeed(life, successor[1])
    amounts, disputes = settle_amounts(deal_id, told, telling)
    standing = [c for c in claims if c.id not in life.disputing]
    denials = denials_of(claims, telling.root_of)
    roots = set(telling.origins.roots) - {d.origin for d in denials} | {telling.root_of[c.id] for c in standing}
    first, last = _bounds(standing, life.status)
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
        publicity=publicity_of(standing, parties, roots, press.party_names),
        denials=denials,
        ending=ending_of(claims, life, press.articles),
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


def _bounds(claims: Sequence[Claim], status: str) -> tuple[date | None, date | None]:
    """Return the days within which the deal happens or holds, as far as a text says; None is open or unsaid.

    Once a deal is signed, the days of the talks before it are none of its own.
    """
    signed = status in ("agreed", "completed")
    times = [c.time for c in claims if c.time is not None and not (signed and _dates_talks(c))]
    firsts = [t.first for t in times if t.first is not None]
    lasts = [t.last for t in times if t.last is not None]
    return min(firsts, default=None), max(lasts, default=None) if len(lasts) == len(times) else None


def _dates_talks(claim: Claim) -> bool:
    """Tell whether the time of a claim is that of talks: it was over when they were told."""
    last = claim.time.last if claim.time is not None else None
    over = last is not None and claim.published is not None and last <= claim.published
    return over and claim.status in ("hypothetical", "considered", "talks")


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
