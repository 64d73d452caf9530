"""Which claims speak of one deal: by type, parties, direction, amount and time, never by likeness of words.

In: claims and the party of each mention. Out: `Slot`s (who deals with whom, in what), each with its claims cut into
deals. Promise: the order of claims does not matter; claims published later never change how earlier ones were grouped;
copies of a claim change nothing; time is linear in the number of claims. The rules stand in docs/deals.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import islice, product
from typing import TypeAlias

from anello.model import CLAIM_ROLES, Claim, Mention, Period, Quantity
from anello.reconcile.amounts import Interval, as_interval, figure_of
from anello.reconcile.houses import house_of
from anello.reconcile.rates import convert
from anello.reconcile.wording import PLAIN, Wording

TRANSFERS: Mapping[str, tuple[str, str]] = {
    "investment": ("investor", "target"),
    "acquisition": ("buyer", "target"),
    "supply": ("customer", "supplier"),
    "loan": ("lender", "borrower"),
    "guarantee": ("guarantor", "beneficiary"),
    "licence": ("licensee", "licensor"),
    "stake": ("holder", "target"),
    "control": ("controller", "controlled"),
    "right": ("grantor", "holder"),
}
"""Type -> the role that pays (or holds, for ownership) and the role that is paid."""

VALUED_RIGHTS = ("warrant", "option")
"""Rights that hand over value; the others (exclusivity, veto ...) move no money."""

FACTS = ("valuation", "financial", "holding", "maker")
"""Claim types that state a fact about one party and make no deal."""

MOST_PAIRS = 64
"""A claim with more pairs of parties than this is a list, not a deal; the first pairs are kept."""

STAGES = {"hypothetical": 0, "considered": 1, "talks": 2, "planned": 3, "agreed": 4, "completed": 5}
PLANNED, SIGNED = 3, 4

SAME_WEEKS = 14
"""Days after a signature in which a different figure is a disagreement and no second contract."""
LADDER = 60
"""Days in which talks may move from one figure to another and stay the same talks."""
KEPT_UP = 120
"""Days after the last report in which a compatible figure still belongs to the deal."""
AFTER_SIGNING = 30
"""Days after a signature in which reports of talks are late news; later ones are of new talks."""
STALE = 180
"""Days after which unsigned talks without news are over, and new talks are a new deal."""
CLOSING = 200
"""Days that may lie between the signing and the closing of one deal."""
EVENT_GAP = 60
"""Days between two stated event times from which figures that differ are two deals."""
LETTER = 2
"""A figure less than the ceiling of a letter of intent divided by this is of another contract (docs/deals.md)."""
PRECISE = 400
"""A stated time longer than this is a term of years and dates no event."""

TABLE = "table/"
"""How the extractor of table rows is named: a row is a deal by itself."""

RECENT = 8
"""How many of the latest deals of a pair a claim is held against, so that time stays linear."""


MOST_FIGURES = 64
"""How many figures of a deal a new one is held against."""

Measure: TypeAlias = tuple[str | None, str | None]
"""Currency and period of an amount: only equal measures compare."""


Named: TypeAlias = tuple[tuple[str, str], ...]
"""House and the party of it that a claim names."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Which houses deal with each other in what; a house is a party with all its units.

    `parties` in role order; `payer` and `payee` None where open or not a transfer.
    """

    type: str
    parties: tuple[str, ...]
    payer: str | None = None
    payee: str | None = None
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A claim in a slot: `joint` where its amount is for several pairs, `aggregate` where it sums over deals.

    `named` tells for each house of the slot which party of it the claim names; `wording` how its sum is meant.
    """

    claim: Claim
    day: date | None
    named: tuple[tuple[str, str], ...] = ()
    joint: bool = False
    aggregate: bool = False
    wording: Wording = PLAIN

    @property
    def is_part(self) -> bool:
        """Tell whether the amount is only a part of the deal's."""
        return bool(self.wording.part) or (self.claim.amount is not None and self.claim.amount.basis == "tranche")

    @property
    def stage(self) -> int:
        """Return the rank of the status, -1 for denied and ended."""
        return STAGES.get(self.claim.status, -1)

    @property
    def figure(self) -> Decimal | None:
        """Return the figure by which the claim can be recognised, None without one that is the pair's own."""
        return None if self.claim.amount is None or self.joint else figure_of(self.claim.amount)

    @property
    def measure(self) -> Measure:
        """Return currency and period of the amount."""
        amount = self.claim.amount
        return (None, None) if amount is None else (amount.currency, amount.per)


@dataclass(slots=True, eq=False)
class Episode:
    """The claims of one deal, gathered in order of publication."""

    told: list[Told] = field(default_factory=list)
    last: date | None = None
    stage: int = -1
    signed: date | None = None
    over: bool = False
    said: dict[Measure, dict[Decimal, Interval]] = field(default_factory=lambda: defaultdict(dict))
    times: dict[tuple[object, ...], Period] = field(default_factory=dict)
    signed_by: dict[str, Decimal] = field(default_factory=dict)
    signing: set[str] = field(default_factory=set)
    letters: dict[Measure, Decimal] = field(default_factory=dict)
    counted: dict[tuple[object, ...], Quantity] = field(default_factory=dict)
    products: dict[str, None] = field(default_factory=dict)
    has_row: bool = False
    bare: bool = True

    def add(self, told: Told) -> None:
        """Take a claim in."""
        self.told.append(told)
        self.last = told.day or self.last
        if told.stage >= SIGNED and self.stage < SIGNED:
            self.signed = told.day
        self.stage = max(self.stage, told.stage)
        self.over = self.over or told.claim.status == "ended"
        self.bare = self.bare and is_bare(told.claim)
        if told.stage >= SIGNED:
            self.signing.add(told.claim.article)
        figure = told.figure
        if figure is not None and not told.aggregate and told.claim.amount is not None:
            said = self.said[told.measure]
            added = told.wording.change == "by" and said
            if len(said) < MOST_FIGURES and not added:
                said[figure] = as_interval(told.claim.amount)
            if told.stage >= SIGNED and not told.is_part:
                self.signed_by.setdefault(told.claim.article, figure)
            if told.stage == PLANNED and told.claim.amount.low is None:
                self.letters[told.measure] = max(figure, self.letters.get(told.measure, figure))
        self._note(told.claim)

    def _note(self, claim: Claim) -> None:
        """Keep the first few different counts, days and products; what is told again takes no room."""
        self.has_row = self.has_row or is_row(claim)
        if claim.quantity is not None and len(self.counted) < RECENT:
            self.counted.setdefault((claim.quantity.low, claim.quantity.high, claim.quantity.unit), claim.quantity)
        if claim.time is not None and _precise(claim.time) and len(self.times) < RECENT:
            self.times.setdefault((claim.time.first, claim.time.last), claim.time)
        if claim.product is not None and len(self.products) < RECENT:
            self.products.setdefault(claim.product)


def find_slots(
    claims: Iterable[Claim], party_of: Mapping[str, str], wordings: Mapping[str, Wording] | None = None
) -> dict[Slot, list[Told]]:
    """Return the claims of each slot, sorted so that equal input gives equal order.

    `wordings` tell by claim how a sum is meant (`read_wordings`); what is not in them is plain.
    """
    slots: dict[Slot, list[Told]] = defaultdict(list)
    for claim in claims:
        if claim.type in FACTS or claim.type not in CLAIM_ROLES:
            continue
        found = slots_of(claim, party_of)
        for slot, named in found:
            wording = wordings.get(claim.id, PLAIN) if wordings else PLAIN
            slots[slot].append(Told(claim, claim.published, named, joint=len(found) > 1, wording=wording))
    for told in slots.values():
        told.sort(key=_order)
    return dict(slots)


def _order(told: Told) -> tuple[object, ...]:
    figure = told.figure
    return (told.day or date.max, figure is None, -told.stage, figure or Decimal(0), _said(told.claim), told.claim.id)


def _said(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says as far as grouping looks at it, so that copies stand side by side whatever their ids."""
    amount, time, count = claim.amount, claim.time, claim.quantity
    bounds = (None, None) if amount is None else (as_interval(amount).low, as_interval(amount).high)
    days = (None, None) if time is None else (time.first, time.last)
    counted = (None, None) if count is None else (count.low, count.high)
    said = (claim.status, claim.product, amount and amount.basis, count and count.unit, *bounds, *days, *counted)
    return tuple((value is not None, value) for value in said)


def slots_of(claim: Claim, party_of: Mapping[str, str]) -> tuple[tuple[Slot, Named], ...]:
    """Return the slots that a claim fills, with the parties it names in each.

    That is one a pair for transfers, one for everything else, and none without a party.
    """
    parties = {role: _parties_of(mentions, party_of) for role, mentions in claim.roles.items()}
    if claim.type in TRANSFERS:
        return tuple(_pairs(claim, parties))
    if claim.type == "project" and parties.get("project"):
        project = parties["project"][0]
        return ((Slot("project", (project,)), ((project, project),)),)
    named = {house_of(p): p for role in sorted(parties) for p in reversed(parties[role])}
    return ((Slot(claim.type, tuple(sorted(named))), tuple(sorted(named.items()))),) if named else ()


def _pairs(claim: Claim, parties: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[Slot, Named]]:
    first, second = CLAIM_ROLES[claim.type]
    payer_role, payee_role = TRANSFERS[claim.type]
    right = claim.right if claim.type == "right" else None
    moves = claim.type != "right" or right in VALUED_RIGHTS
    pairs = product(parties.get(payer_role) or (None,), parties.get(payee_role) or (None,))
    several = len(parties.get(payer_role, ())) * len(parties.get(payee_role, ())) > 1
    for payer, payee in islice(pairs, MOST_PAIRS):
        if (payer is None and payee is None) or (several and payer == payee):
            continue
        houses = _houses(payer, payee)
        by_role = {payer_role: houses[0], payee_role: houses[1]}
        both = tuple(p for role in (first, second) if (p := by_role[role]) is not None)
        slot = Slot(claim.type, both, houses[0] if moves else None, houses[1] if moves else None, right)
        yield (
            slot,
            tuple((h, p) for h, p in zip(houses, (payer, payee), strict=True) if h is not None and p is not None),
        )


def _houses(payer: str | None, payee: str | None) -> tuple[str | None, str | None]:
    """Return the houses of a pair, the parties themselves where both are of one house (a parent buying its unit)."""
    first, second = (None if p is None else house_of(p) for p in (payer, payee))
    return (payer, payee) if first == second else (first, second)


def _parties_of(mentions: Iterable[Mention], party_of: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({party_of_mention(m, party_of) for m in mentions}))


def party_of_mention(mention: Mention, party_of: Mapping[str, str]) -> str:
    """Return the party of a mention; one that nobody resolved stands for itself."""
    if mention.kind == "person" and (person := party_of.get(f"person:{mention.id}")):
        return person
    return party_of.get(mention.id, mention.id)


def cut_into_deals(told: Iterable[Told]) -> list[list[Told]]:
    """Cut the sorted claims of one slot into deals, each in order of publication.

    Each claim joins the best deal so far or opens one, so what is published later cannot regroup what came before.
    """
    shelf = _Shelf()
    for one in told:
        shelf.place(one)
    return [episode.told for episode in shelf.episodes]


class _Shelf:
    """The deals of a slot so far, found by recency and by figure."""

    def __init__(self) -> None:
        self.episodes: list[Episode] = []
        self.by_figure: dict[tuple[object, int], list[int]] = defaultdict(list)

    def place(self, told: Told) -> None:
        """Add a claim to the deal it fits best, or open one."""
        fits = [(fit, number) for number in self._candidates(told) if (fit := _fit(self.episodes[number], told))]
        if fits:
            number = max(fits)[1]
        elif (total := self._total_of(told)) is not None:
            number, told = total, replace(told, aggregate=True)
        else:
            number = len(self.episodes)
            self.episodes.append(Episode())
        self.episodes[number].add(told)
        self._note(told, number)

    def _candidates(self, told: Told) -> list[int]:
        recent = range(max(0, len(self.episodes) - RECENT), len(self.episodes))
        figure = told.figure
        if figure is None:
            return list(recent)
        near = {n for step in (-1, 0, 1) for n in self.by_figure.get((told.measure, _bucket(figure) + step), ())}
        return sorted(near | set(recent))

    def _note(self, told: Told, number: int) -> None:
        figure = told.figure
        if figure is not None and not told.aggregate:
            bucket = self.by_figure[told.measure, _bucket(figure)]
            if number not in bucket:
                bucket.append(number)
                del bucket[:-RECENT]

    def _total_of(self, told: Told) -> int | None:
        """Return the latest signed deal if the claim gives a total that is larger: a sum over deals, no new deal."""
        amount, figure = told.claim.amount, told.figure
        if amount is None or figure is None or not (amount.basis == "total" or told.wording.change == "to"):
            return None
        for number in range(len(self.episodes) - 1, max(-1, len(self.episodes) - 1 - RECENT), -1):
            said = self.episodes[number].said.get(told.measure)
            if self.episodes[number].stage >= SIGNED and said and max(said) < figure:
                return number
        return None


def _bucket(figure: Decimal) -> int:
    """Return the step of a scale on which figures within ten per cent lie at most one step apart."""
    return round(math.log(float(figure)) / math.log(1.11)) if figure > 0 else -(10**6)


def _fit(episode: Episode, told: Told) -> tuple[int, int, int, date] | None:
    """Return how well a claim fits a deal (figure, event time, product, recency), None where it does not."""
    figure = told.figure
    comparable = episode.said.get(told.measure) if figure is not None else None
    if figure is not None and comparable:
        rank = _priced_fit(episode, told, figure, comparable)
    elif figure is not None and (other := _in_other_currency(episode, told, figure)) is not None:
        rank = _unpriced_fit(episode, told) if other else 0
    else:
        rank = _unpriced_fit(episode, told)
    if not rank:
        return None
    same_time = any(_gap(time, told.claim.time) == 0 for time in episode.times.values()) if told.claim.time else False
    same_product = told.claim.product in episode.products
    return (rank, int(same_time), int(same_product), episode.last or date.min)


def _priced_fit(episode: Episode, told: Told, figure: Decimal, said: Mapping[Decimal, Interval]) -> int:
    """Return 3 where the figure was named before, 2 where it is compatible, 1 where it moved or is disputed, else 0."""
    amount = told.claim.amount
    assert amount is not None
    if any(is_like(figure, other) for other in said):
        return 0 if _events_apart(episode, told, CLOSING) else 3
    if _events_apart(episode, told, EVENT_GAP) or episode.over or _second_in_article(episode, told):
        return 0
    if _below_letter(episode, told, figure):
        return 0
    quiet = _days(episode.last, told.day)
    signed = episode.stage >= SIGNED
    stated = as_interval(amount)
    if told.is_part and figure <= max(said):
        return 2
    if told.wording.change == "by":
        return 2 if not signed and quiet <= LADDER else 0
    vague_cap = signed and amount.low is None
    if not vague_cap and any(stated.meets(other) for other in said.values()):
        return 2 if quiet <= KEPT_UP and not _new_talks(episode, told) else 0
    if signed:
        dated = episode.signed is not None and told.day is not None
        return 1 if dated and _days(episode.signed, told.day) <= SAME_WEEKS else 0
    return 1 if quiet <= LADDER else 0


def _below_letter(episode: Episode, told: Told, figure: Decimal) -> bool:
    """Tell whether a far smaller figure stands beside a letter of intent: another contract, unless it is a part."""
    letter = episode.letters.get(told.measure)
    plain = not told.is_part and told.wording.change != "by"
    return letter is not None and episode.stage < SIGNED and plain and figure * LETTER < letter


def _in_other_currency(episode: Episode, told: Told, figure: Decimal) -> bool | None:
    """Tell whether the deal was priced alike in another currency; None where there is no such price or no rate."""
    currency, per = told.measure
    converted = convert(figure, currency, told.day)
    if converted is None or told.is_part or told.wording.change == "by":
        return None
    others = [
        (other, convert(known, measure[0], told.day))
        for measure, said in episode.said.items()
        if measure[1] == per and measure[0] != currency
        for known, other in islice(said.items(), RECENT)
    ]
    worth = [(other, known) for other, known in others if known is not None]
    if not worth:
        return None
    amount = told.claim.amount
    if amount is None or None in (amount.low, amount.high) or any(o.low == 0 or o.high is None for o, _ in worth):
        return None
    return any(
        abs(converted.value - known.value) <= max(converted.slack, known.slack) * max(converted.value, known.value)
        for _, known in worth
    )


def is_like(figure: Decimal, other: Decimal) -> bool:
    """Tell whether two figures lie within ten per cent of the larger one.

    >>> is_like(Decimal(38), Decimal(40)), is_like(Decimal(38), Decimal(100))
    (True, False)
    """
    return abs(figure - other) * 10 <= max(figure, other)


def _second_in_article(episode: Episode, told: Told) -> bool:
    """Tell whether one article, or two rows of tables, name different signed figures: then these are two contracts."""
    if told.stage < SIGNED:
        return False
    return told.claim.article in episode.signed_by or (is_row(told.claim) and episode.has_row)


def is_row(claim: Claim) -> bool:
    """Tell whether a claim is a row of a table."""
    return claim.extractor.startswith(TABLE)


def _unpriced_fit(episode: Episode, told: Told) -> int:
    """Return 3 where the same number of things was named before, 2 where time and stage allow, 1 at a pinch, else 0."""
    quiet = _days(episode.last, told.day)
    if _events_apart(episode, told, CLOSING) or _after_bare(episode, told, quiet):
        return 0
    if told.stage < 1:
        return 1 if _signs_and_ends(episode, told) else 2
    if any(_same_count(told.claim.quantity, other) for other in episode.counted.values()):
        return 3
    if told.stage >= SIGNED:
        lasts = STALE if episode.stage > 0 else LADDER
        return 0 if episode.stage < SIGNED and quiet > lasts else 2
    return 2 if quiet <= STALE and not episode.over and not _new_talks(episode, told) else 0


def is_bare(claim: Claim) -> bool:
    """Tell whether a claim calls a deal performed with nothing to show for it: no figure, count, day or status word.

    "Amazon stays its supplier" is such a claim: it tells of a relation and of no contract. An amount that several
    parties share is no figure of this deal.
    """
    if claim.status != "completed" or is_row(claim):
        return False
    shared = any(len(mentions) > 1 for mentions in claim.roles.values())
    told = (None if shared else claim.amount, claim.percent, claim.quantity, claim.time)
    return all(value is None for value in told) and not any(span.part == "status" for span in claim.evidence)


def _after_bare(episode: Episode, told: Told, quiet: int) -> bool:
    """Tell whether a priced deal under way follows bare claims: what was performed before is not agreed now."""
    return episode.bare and told.figure is not None and 1 <= told.stage <= SIGNED and quiet > SAME_WEEKS


def _signs_and_ends(episode: Episode, told: Told) -> bool:
    """Tell whether an article that reports an end also reports this deal as signed: it may mean another one."""
    return told.claim.status == "ended" and told.claim.article in episode.signing


def _same_count(one: Quantity | None, other: Quantity) -> bool:
    if one is None or one.unit != other.unit:
        return False
    counts = [q.high if q.high is not None else q.low for q in (one, other)]
    return counts[0] is not None and counts[1] is not None and is_like(counts[0], counts[1])


def _new_talks(episode: Episode, told: Told) -> bool:
    """Tell whether a report of talks comes too long after a signature to be late news of it."""
    return 1 <= told.stage < SIGNED and episode.stage >= SIGNED and _days(episode.signed, told.day) > AFTER_SIGNING


def _events_apart(episode: Episode, told: Told, most: int) -> bool:
    time = told.claim.time
    if time is None or not _precise(time) or not episode.times:
        return False
    return all(_gap(other, time) > most for other in episode.times.values())


def _precise(time: Period) -> bool:
    return time.first is not None and time.last is not None and 0 <= (time.last - time.first).days <= PRECISE


def _gap(a: Period, b: Period | None) -> int:
    """Return the days between two periods, 0 where they overlap or an end is open."""
    if b is None:
        return 0
    after = (b.first - a.last).days if b.first and a.last else 0
    before = (a.first - b.last).days if a.first and b.last else 0
    return max(0, after, before)


def _days(earlier: date | None, later: date | None) -> int:
    """Return the days from one publication to another, 0 where either has no date."""
    return 0 if earlier is None or later is None else (later - earlier).days
