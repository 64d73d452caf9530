"""Claims gathered by what they say: who, what kind of deal, which figure, in which scope, at which stage.

In: claims, the party of each mention, articles, deals. Out: `Saying`s, each with all claims that say it, and `Reports`,
which finds those that speak of one matter. Promise: a copy of an article counts on the day of its original and makes no
saying of its own; the order of claims changes nothing; reports are found by parties, so time is near linear.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from anello.lang.directory import load_directory
from anello.model import Article, Claim, Deal, Mention, Money, Percent, Period, Quantity, Span
from anello.reconcile.amounts import Interval, as_interval, figure_of, reading_of
from anello.reconcile.differences.wording import scope_of
from anello.reconcile.houses import house_of, spoken_of
from anello.reconcile.origins import near_originals
from anello.reconcile.slots import FACTS, SIGNED, STAGES, party_of_mention, slots_of

SHORT = 3
"""Days that a stated time may cover and still be the day of an event."""

LONE_DIGIT = Decimal("0.05")
"""A bare figure of one significant digit ("100 billion") may be rounded by so much."""

MOST_SAYINGS = 32
"""Sayings of one matter that are held against each other; the best reported come first."""

_NUMBER = re.compile(r"\d(?:[\d.,\u00a0\u202f']*\d)?")

Days: TypeAlias = tuple[date, ...]
Pair: TypeAlias = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Matter:
    """Who deals with whom in what; for a fact about one party that party is the payee."""

    type: str
    parties: tuple[str, ...]
    payer: str | None
    payee: str | None
    right: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """Claims that say the same of one matter.

    `about` is "amount", "quantity", "percent" or "" where no figure is told; `measure` is what may be compared
    (currency and period, or unit). `days` are those of the originals, sorted. `joint`: the figure is for several pairs.
    """

    matter: Matter
    about: str
    measure: str
    reading: str
    figure: Decimal | None
    interval: Interval | None
    scope: frozenset[str]
    status: str
    conditional: bool
    joint: bool
    time: Period | None
    product: str | None
    basis: str | None
    claims: tuple[Claim, ...]
    days: Days
    articles: frozenset[str]

    @property
    def stage(self) -> int:
        """Return the rank of the status, -1 for denied and ended."""
        return STAGES.get(self.status, -1)

    @property
    def signed(self) -> bool:
        """Tell whether the deal is told as signed or performed."""
        return self.stage >= SIGNED

    @property
    def bare(self) -> bool:
        """Tell whether the text does not say what the figure counts."""
        return not self.scope


@dataclass(slots=True, eq=False)
class Reports:
    """All sayings, by matter.

    `deals_of` names the deals of each claim; `spoken` the party that stands for each house, `names` its name;
    `outlet_of` and `day_of` give outlet and day of the original; `explained` are claims that a kind has explained.
    """

    sayings: Mapping[Matter, Sequence[Saying]]
    deals_of: Mapping[str, tuple[str, ...]]
    spoken: Mapping[str, str]
    names: Mapping[str, str]
    outlet_of: Mapping[str, str | None]
    day_of: Mapping[str, date | None]
    articles: Mapping[str, Article]
    explained: set[str] = field(default_factory=set)

    def all(self) -> Iterator[Saying]:
        """Yield every saying, in the order of matters."""
        for told in self.sayings.values():
            yield from told

    def deals(self, saying: Saying) -> frozenset[str]:
        """Return the deals that the claims of a saying belong to."""
        return frozenset(deal for claim in saying.claims for deal in self.deals_of.get(claim.id, ()))

    def name(self, party: str | None) -> str:
        """Return a name for a party."""
        return "somebody" if party is None else self.names.get(party, party)


def read_reports(
    claims: Iterable[Claim], deals: Iterable[Deal], party_of: Mapping[str, str], articles: Mapping[str, Article]
) -> Reports:
    """Gather claims into sayings; claims with equal ids count once."""
    listed = sorted({claim.id: claim for claim in claims}.values(), key=lambda c: c.id)
    original = near_originals(articles)
    day_of = {c.id: _day(c, original, articles) for c in listed}
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    seeds: dict[tuple[object, ...], _Seed] = {}
    for claim in listed:
        for seed in _seeds(claim, party_of, articles.get(claim.article)):
            groups[seed.key].append(claim)
            seeds[seed.key] = seed
    found: dict[Matter, list[Saying]] = defaultdict(list)
    for key, told in groups.items():
        found[seeds[key].matter].append(_saying(seeds[key], told, day_of))
    ordered = {m: sorted(found[m], key=rank) for m in sorted(found, key=repr)}
    deals_of: dict[str, list[str]] = defaultdict(list)
    for deal in sorted(deals, key=lambda d: d.id):
        for claim_id in (*deal.claims, *deal.disputing):
            deals_of[claim_id].append(deal.id)
    outlets = {a: articles[original[a]].outlet for a in articles}
    spoken, names = _names(listed, party_of)
    return Reports(ordered, {c: tuple(d) for c, d in deals_of.items()}, spoken, names, outlets, day_of, articles)


def _day(claim: Claim, original: Mapping[str, str], articles: Mapping[str, Article]) -> date | None:
    article = articles.get(original.get(claim.article, claim.article))
    return article.published if article else claim.published


def _names(claims: Iterable[Claim], party_of: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return for each house the party that stands for it (the unit, if only that is named), and its name."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        for mentions in claim.roles.values():
            for mention in mentions:
                party = party_of_mention(mention, party_of)
                said[house_of(party)][party].add(mention.name)
    entries = load_directory().entries
    spoken = {house: spoken_of(parties) for house, parties in said.items()}
    names = {
        house: entries[party].name if party in entries else min(said[house].get(party, {party}))
        for house, party in spoken.items()
    }
    return spoken, names


@dataclass(frozen=True, slots=True, eq=False)
class _Seed:
    """What one claim says of one figure, before claims that say the same are put together."""

    matter: Matter
    claim: Claim
    about: str
    measure: str
    reading: str
    figure: Decimal | None
    interval: Interval | None
    scope: frozenset[str]
    joint: bool

    @property
    def key(self) -> tuple[object, ...]:
        """Return what claims must share to be one saying."""
        claim, time = self.claim, self.claim.time
        stated = (time.first, time.last) if time else None
        said = (self.about, self.measure, self.reading, tuple(sorted(self.scope)), self.joint)
        return (self.matter, *said, claim.status, claim.conditional, stated, claim.product, claim.basis, claim.metric)


def _seeds(claim: Claim, party_of: Mapping[str, str], article: Article | None) -> Iterator[_Seed]:
    matters = list(matters_of(claim, party_of))
    joint = len(matters) > 1
    for matter in matters:
        for about, figure in (("amount", claim.amount), ("quantity", claim.quantity), ("percent", claim.percent)):
            if figure is not None and (figure.low is not None or figure.high is not None):
                money = _as_money(figure)
                scope = frozenset() if isinstance(figure, Percent) else scope_of(figure, article)
                measure = _measure(figure)
                reading = reading_of(figure) if isinstance(figure, Money) else _count(figure, measure)
                yield _Seed(matter, claim, about, measure, reading, figure_of(money), interval_of(money), scope, joint)
        if claim.amount is None and claim.quantity is None and claim.percent is None:
            yield _Seed(matter, claim, "", "", "no figure", None, None, frozenset(), joint)


def matters_of(claim: Claim, party_of: Mapping[str, str]) -> Iterator[Matter]:
    """Yield what a claim is about: one matter a pair of houses, one a subject for facts about a party."""
    if claim.type in FACTS:
        houses = _houses((m for ms in claim.roles.values() for m in ms), party_of)
        if houses:
            yield Matter(claim.type, houses, None, houses[0] if len(houses) == 1 else None)
        return
    for slot, _ in slots_of(claim, party_of):
        yield Matter(claim.type, slot.parties, slot.payer, slot.payee, slot.right)


def _houses(mentions: Iterable[Mention], party_of: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({house_of(party_of_mention(m, party_of)) for m in mentions}))


def _as_money(figure: Money | Quantity | Percent) -> Money:
    """Return any figure as bounds with their text, so that one set of rules compares all."""
    if isinstance(figure, Money):
        return figure
    return Money(figure.low, figure.high, None, figure.approximate, text=figure.text)


def _measure(figure: Money | Quantity | Percent) -> str:
    if isinstance(figure, Money):
        return f"{figure.currency or '?'}{f' per {figure.per}' if figure.per else ''}"
    return figure.unit if isinstance(figure, Quantity) else "%"


def _count(figure: Quantity | Percent, unit: str) -> str:
    low, high = (None if v is None else f"{v.normalize():,f}" for v in (figure.low, figure.high))
    plain = f"<= {high}" if low is None else f">= {low}" if high is None else low if low == high else f"{low} to {high}"
    return f"{'~ ' if figure.approximate else ''}{plain} {unit}"


def interval_of(money: Money) -> Interval:
    """Return what a figure commits to; a lone digit may be rounded more than the last digit written says."""
    said = as_interval(money)
    low = money.low
    if low is None or low != money.high or not low or len(low.normalize().as_tuple().digits) > 1:
        return said
    assert said.low is not None
    assert said.high is not None
    return Interval(min(said.low, low - LONE_DIGIT * low), max(said.high, low + LONE_DIGIT * low))


def _saying(seed: _Seed, claims: Sequence[Claim], day_of: Mapping[str, date | None]) -> Saying:
    days = sorted({day for c in claims if (day := day_of[c.id]) is not None})
    ordered = sorted({c.id: c for c in claims}.values(), key=lambda c: (day_of[c.id] or date.max, c.id))
    first = ordered[0]
    return Saying(
        *(seed.matter, seed.about, seed.measure, seed.reading, seed.figure, seed.interval, seed.scope),
        *(first.status, first.conditional, seed.joint, first.time, first.product, first.basis or first.metric),
        *(tuple(ordered), tuple(days), frozenset(c.article for c in ordered)),
    )


def narrowed(saying: Saying, claims: Iterable[Claim]) -> Saying:
    """Return a saying with some of its claims alone; its days stay those of all reports."""
    kept = {c.id for c in claims}
    ordered = tuple(c for c in saying.claims if c.id in kept)
    return replace(saying, claims=ordered, articles=frozenset(c.article for c in ordered))


def rank(saying: Saying) -> tuple[object, ...]:
    """Return the place of a saying among those of its matter; it does not depend on the order of claims."""
    figure = saying.figure if saying.figure is not None else Decimal(-1)
    return (saying.days[:1] or (date.max,), figure, saying.reading, saying.status, saying.claims[0].id)


def span_of(claim: Claim, about: str) -> Span:
    """Return the passage that carries what was read: that of the figure or stage, else of the whole claim."""
    figure = {"amount": claim.amount, "quantity": claim.quantity, "percent": claim.percent}.get(about)
    if figure is not None and figure.end > figure.start:
        holding = [s for s in claim.evidence if s.start <= figure.start and figure.end <= s.end]
        if holding:
            return min(holding, key=lambda s: (s.end - s.start, s.start))
    part = {"amount": "amount", "": "status"}.get(about, "claim")
    return next((s for s in claim.evidence if s.part == part), claim.evidence[0])


def gap(a: Saying, b: Saying) -> int | None:
    """Return the least days between a report of one and of the other; None where either has no date."""
    best: int | None = None
    i = j = 0
    while i < len(a.days) and j < len(b.days):
        apart = abs((a.days[i] - b.days[j]).days)
        best = apart if best is None else min(best, apart)
        i, j = (i + 1, j) if a.days[i] <= b.days[j] else (i, j + 1)
    return best


def near(a: Saying, b: Saying, most: int) -> bool:
    """Tell whether both were reported within so many days of each other; undated reports are near nothing."""
    apart = gap(a, b)
    return apart is not None and apart <= most


def together(a: Saying, b: Saying) -> bool:
    """Tell whether one article says both: its author knows of two things, or tells a change."""
    return not a.articles.isdisjoint(b.articles)


def known_together(a: Saying, b: Saying, sayings: Iterable[Saying]) -> bool:
    """Tell whether one article gives the figures of both, in whatever stage or scope: it knows of two things."""
    telling: list[set[str]] = [set(a.articles), set(b.articles)]
    for saying in sayings:
        for place, one in enumerate((a, b)):
            if saying.measure == one.measure and saying.figure == one.figure:
                telling[place] |= saying.articles
    return not telling[0].isdisjoint(telling[1])


def name_each_other(a: Saying, b: Saying) -> bool:
    """Tell whether the passages of one also write the figure of the other: then its author knows of both.

    A claim may be put together from several sentences of an article, of which it has one figure.
    """
    return _names_figure(a, b) or _names_figure(b, a)


def _names_figure(saying: Saying, other: Saying) -> bool:
    own, wanted = (_numbers(_text_of(s.claims[0], s.about)) for s in (saying, other))
    if own & wanted:
        return False
    return any(wanted & _numbers(span.text) for claim in saying.claims for span in claim.evidence)


def _text_of(claim: Claim, about: str) -> str:
    figure = {"amount": claim.amount, "quantity": claim.quantity, "percent": claim.percent}.get(about)
    return figure.text if figure else ""


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"\D", "", number) for number in _NUMBER.findall(text))


def quoted_apart(a: Saying, b: Saying) -> bool:
    """Tell whether every article that says both lays them in different mouths, and so reports a disagreement."""
    voices = [{(c.article, c.attribution) for c in s.claims if c.article in a.articles & b.articles} for s in (a, b)]
    return bool(voices[0]) and voices[0].isdisjoint(voices[1])


def alike(a: Decimal | None, b: Decimal | None) -> bool:
    """Tell whether two figures lie within ten per cent of each other.

    >>> alike(Decimal(12), Decimal("11.9")), alike(Decimal(45), Decimal(40))
    (True, False)
    """
    return a is not None and b is not None and abs(a - b) * 10 <= max(a, b)


def times_apart(a: Saying, b: Saying, most: int) -> bool:
    """Tell whether both texts date the event and the dates lie further apart than so many days."""
    days = [event_day(s) for s in (a, b)]
    return days[0] is not None and days[1] is not None and abs((days[0] - days[1]).days) > most


def event_day(saying: Saying) -> date | None:
    """Return the day of the event as the text gives it, None where it gives none or a longer stretch."""
    time = saying.time
    if time is None or time.first is None or time.last is None or not 0 <= (time.last - time.first).days < SHORT:
        return None
    return time.first


def most_told(sayings: Iterable[Saying], most: int = MOST_SAYINGS) -> list[Saying]:
    """Return the sayings told on most days, so many at most, in their own order; copies of an article add no day."""
    listed = list(sayings)
    if len(listed) <= most:
        return listed
    kept = sorted(listed, key=lambda s: (-len(s.days), rank(s)))[:most]
    return sorted(kept, key=rank)


def by_measure(sayings: Iterable[Saying], about: str) -> dict[str, list[Saying]]:
    """Return the sayings with a figure of one sort by what may be compared, joint ones left out."""
    groups: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        if saying.about == about and not saying.joint and saying.figure is not None:
            groups[saying.measure].append(saying)
    return {measure: groups[measure] for measure in sorted(groups)}
