"""How parties and kinds of deals differ: amounts swapped, a contract told as an investment, two deals fused.

In: `Reports`. Out: `Draft`s. Promise: sayings are found by a shared party and a figure, never by walking all pairs; an
article that tells both readings knows of two deals, and gives no difference.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeAlias

from anello.reconcile.differences.drafting import Draft, draft
from anello.reconcile.differences.sayings import (
    Pair,
    Reports,
    Saying,
    alike,
    by_measure,
    most_told,
    name_each_other,
    near,
    times_apart,
    together,
)
from anello.reconcile.slots import STAGES

SWAPPED = 60
"""Days between reports that give two parties each other's amounts."""
ROUND_FIGURE, TELLING_FIGURE = 45, 365
"""Days between a contract and an investment of equal size: few for a round figure, more for one like 11.9 billion."""
FUSED, OTHER_DEAL = 60, 120
"""Days between the two figures of one pair, and between a figure and the other deal it belongs to."""
EVENT = 30
SEASON = 120
"""Days of a drawer of reports; what is compared lies in one drawer or in the next."""
SPELT = 0.85
"""Names more alike than this may be one name with a slip."""
MOST_PARTIES = 8
"""Counterparties of one party in one article that are compared."""

OWNING = ("investment",)
CONTRACTS = ("supply", "guarantee", "licence", "loan")
WORDS = {"supply": "a purchase", "guarantee": "a guarantee", "licence": "a licence", "loan": "a loan"}

Hub: TypeAlias = tuple[str, bool, str, str]
"""Type, whether the shared party pays, the shared party, measure."""


def find_swapped_amounts(reports: Reports) -> Iterator[Draft]:
    """Yield two parties whose amounts one article gives the other way round than others do."""
    for hub, sayings in _hubs(reports).items():
        yield from _swaps(hub, sayings, reports)


def _hubs(reports: Reports) -> dict[Hub, list[Saying]]:
    """Return the sayings with an amount of their own by the party they share."""
    hubs: dict[Hub, list[Saying]] = defaultdict(list)
    for matter, told in reports.sayings.items():
        if matter.payer is None or matter.payee is None:
            continue
        live = (s for s in told if s.stage >= STAGES["talks"] and not s.scope & {"part", "addition"})
        for measure, sayings in by_measure(live, "amount").items():
            hubs[matter.type, True, matter.payer, measure] += sayings
            hubs[matter.type, False, matter.payee, measure] += sayings
    return {hub: hubs[hub] for hub in sorted(hubs)}


def other(saying: Saying, pays: bool) -> str:
    """Return the counterparty of a shared party that pays, or is paid."""
    party = saying.matter.payee if pays else saying.matter.payer
    assert party is not None
    return party


def step_of(figure: Decimal) -> int:
    """Return the step of a scale on which figures within ten per cent lie at most one step apart."""
    return round(math.log(float(figure)) / math.log(1.11)) if figure > 0 else -(10**6)


class _ByFigure:
    """Sayings found by figure and season, of one counterparty or of any; each drawer holds so many at most."""

    def __init__(self, sayings: Iterable[Saying], pays: bool) -> None:
        drawers: dict[tuple[str, int, int], list[Saying]] = defaultdict(list)
        for saying in sayings:
            assert saying.figure is not None
            for season in _seasons(saying):
                for party in (other(saying, pays), ""):
                    drawers[party, step_of(saying.figure), season].append(saying)
        self.drawers = {key: most_told(drawer) for key, drawer in drawers.items()}

    def like(self, party: str, saying: Saying, of: Saying | None = None) -> list[Saying]:
        """Return what is said of a party, about when a saying was made, with nearly its figure (or that of another).

        The empty party stands for all.
        """
        figure = (of or saying).figure
        assert figure is not None
        at = step_of(figure)
        seasons = {season + move for season in _seasons(saying) for move in (-1, 0, 1)}
        keys = ((party, at + move, season) for move in (-1, 0, 1) for season in sorted(seasons))
        found = dict.fromkeys(s for key in keys for s in self.drawers.get(key, ()))
        return [s for s in found if alike(s.figure, figure)]

    def elsewhere(self, party: str, saying: Saying) -> list[Saying]:
        """Return what is said with nearly the figure of a saying, about when it was made, of other parties."""
        return [s for s in self.like("", saying) if party not in s.matter.parties]


def _seasons(saying: Saying) -> list[int]:
    return sorted({day.toordinal() // SEASON for day in saying.days})


def _swaps(hub: Hub, sayings: Sequence[Saying], reports: Reports) -> Iterator[Draft]:
    pays = hub[1]
    index = _ByFigure(sayings, pays)
    for first, second in _side_by_side(sayings, pays):
        told = index.like(other(first, pays), first) + index.like(other(second, pays), second)
        knowing = frozenset(article for s in told for article in s.articles)
        crossed = [
            [s for s in index.like(other(mine, pays), mine, theirs) if _against(s, mine, knowing)]
            for mine, theirs in ((first, second), (second, first))
        ]
        if all(crossed):
            yield _swap(hub, (first, second), (crossed[0], crossed[1]), reports)


def _side_by_side(sayings: Sequence[Saying], pays: bool) -> Iterator[tuple[Saying, Saying]]:
    """Yield each two sayings that one article makes of two parties with different amounts, once."""
    by_article: dict[str, dict[str, list[Saying]]] = defaultdict(lambda: defaultdict(list))
    for saying in sayings:
        for article in saying.articles:
            by_article[article][other(saying, pays)].append(saying)
    seen: set[tuple[int, int]] = set()
    for article in sorted(by_article):
        named = by_article[article]
        for one, two in combinations(sorted(named)[:MOST_PARTIES], 2):
            for pair in ((a, b) for a in named[one] for b in named[two]):
                mark = (id(pair[0]), id(pair[1]))
                if mark not in seen and not alike(pair[0].figure, pair[1].figure):
                    seen.add(mark)
                    yield pair


def _against(saying: Saying, mine: Saying, knowing: frozenset[str]) -> bool:
    return not saying.articles <= knowing and near(saying, mine, SWAPPED) and not times_apart(saying, mine, EVENT)


def _swap(
    hub: Hub, pair: tuple[Saying, Saying], crossed: tuple[Sequence[Saying], Sequence[Saying]], reports: Reports
) -> Draft:
    names = [reports.name(other(s, hub[1])) for s in pair]
    figures = [f"{s.figure.normalize():f} {hub[3]}" for s in pair if s.figure is not None]
    sides = (
        (f"{names[0]} {figures[0]}, {names[1]} {figures[1]}", list(pair)),
        (f"{names[0]} {figures[1]}, {names[1]} {figures[0]}", [*crossed[0], *crossed[1]]),
    )
    reason = f"the amounts of {names[0]} and {names[1]} stand the other way round"
    return draft("swapped_amounts", sides, f"Who gives how much differs: {reason}.")


def find_contract_or_investment(reports: Reports) -> Iterator[Draft]:
    """Yield amounts that one tells as an investment and another as a contract between the same two, the same way."""
    pairs: dict[Pair, dict[str, list[Saying]]] = defaultdict(lambda: defaultdict(list))
    for matter, told in reports.sayings.items():
        if matter.type in OWNING + CONTRACTS and None not in (matter.payer, matter.payee):
            live = [s for s in told if s.stage >= STAGES["talks"]]
            pairs[matter.payer, matter.payee][matter.type] += [
                s for group in by_measure(live, "amount").values() for s in group
            ]
    for pair in sorted(pairs, key=repr):
        by_type = pairs[pair]
        for kind in (k for k in CONTRACTS if by_type.get(k)):
            yield from _two_types(by_type.get("investment", ()), by_type[kind], kind, reports)


def _two_types(owning: Sequence[Saying], contract: Sequence[Saying], kind: str, reports: Reports) -> Iterator[Draft]:
    index = defaultdict(list)
    for saying in contract:
        assert saying.figure is not None
        index[saying.measure, step_of(saying.figure)].append(saying)
    for one in owning:
        assert one.figure is not None
        at = step_of(one.figure)
        same = most_told(s for step in (-1, 0, 1) for s in index.get((one.measure, at + step), ()) if _equal(one, s))
        if not same or any(together(one, s) for s in same):
            continue
        found = [s for s in same if near(one, s, _patience(one, s)) and not times_apart(one, s, EVENT)]
        if found:
            payer, payee = reports.name(one.matter.payer), reports.name(one.matter.payee)
            sides = [(f"investment, {one.reading}", [one]), (f"{kind}, {found[0].reading}", found)]
            reason = f"{one.reading} of {payer} to {payee} is an investment in one report, {WORDS[kind]} in another"
            yield draft("contract_or_investment", sides, f"What the money is for differs: {reason}.")


def _equal(a: Saying, b: Saying) -> bool:
    return (
        alike(a.figure, b.figure) and a.interval is not None and b.interval is not None and a.interval.meets(b.interval)
    )


def _patience(a: Saying, b: Saying) -> int:
    """Return how many days may lie between; a figure of two digits and more does not meet another by chance."""
    digits = max(len(s.figure.normalize().as_tuple().digits) for s in (a, b) if s.figure is not None)
    return TELLING_FIGURE if digits > 1 else ROUND_FIGURE


def find_fused_deals(reports: Reports) -> Iterator[Draft]:
    """Yield a figure told of one counterparty that others tell of another, while they give this one a different one."""
    for hub, sayings in _hubs(reports).items():
        pays = hub[1]
        firm = [s for s in sayings if s.signed]
        index = _ByFigure(firm, pays)
        own: dict[str, list[Saying]] = defaultdict(list)
        for saying in firm:
            own[other(saying, pays)].append(saying)
        for party in sorted(own):
            yield from _fusions(most_told(own[party]), party, index, reports)


def _fusions(told: Sequence[Saying], party: str, index: _ByFigure, reports: Reports) -> Iterator[Draft]:
    for fused in told:
        known = index.like(party, fused)
        rivals = [s for s in told if _other_figure(fused, s, known)]
        if not rivals:
            continue
        lent = [s for s in index.elsewhere(party, fused) if _lends(s, fused, known) and _named_apart(s, fused, reports)]
        for rival in (r for r in rivals if lent and not _lent_too(r, party, index) and not name_each_other(fused, r)):
            for deal in lent:
                yield _fusion(fused, rival, deal, reports)


def _other_figure(fused: Saying, rival: Saying, known: Sequence[Saying]) -> bool:
    """Tell whether a saying gives the same pair another figure at the same time, and no article tells both."""
    assert fused.figure is not None
    assert rival.figure is not None
    if max(fused.figure, rival.figure) < 2 * min(fused.figure, rival.figure):
        return False
    close = near(fused, rival, FUSED) and not times_apart(fused, rival, EVENT)
    return close and not any(together(k, rival) for k in known)


def _lends(deal: Saying, fused: Saying, known: Sequence[Saying]) -> bool:
    """Tell whether a deal of another counterparty was told before, and by nobody beside the same figure of this one."""
    before = bool(deal.days and fused.days) and deal.days[0] < fused.days[0]
    return before and near(deal, fused, OTHER_DEAL) and not any(together(k, deal) for k in known)


def _named_apart(a: Saying, b: Saying, reports: Reports) -> bool:
    """Tell whether no party of one is a misspelt party of the other."""
    names = [[reports.name(p).casefold() for p in s.matter.parties] for s in (a, b)]
    return not any(SPELT < SequenceMatcher(None, x, y).ratio() < 1 for x in names[0] for y in names[1])


def _lent_too(rival: Saying, party: str, index: _ByFigure) -> bool:
    """Tell whether the rival figure is itself that of another counterparty: then either may be meant."""
    return bool(index.elsewhere(party, rival))


def _fusion(fused: Saying, rival: Saying, lent: Saying, reports: Reports) -> Draft:
    who, whom = _between(fused, reports), _between(lent, reports)
    sides = [
        (f"{who}: {fused.reading}", [fused]),
        (f"{who}: {rival.reading}", [rival]),
        (f"{whom}: {lent.reading}", [lent]),
    ]
    reason = f"{fused.reading} is told elsewhere of {whom}, and {rival.reading} of {who}"
    return draft("fused_deals", sides, f"Which deal a figure belongs to differs: {reason}.")


def _between(saying: Saying, reports: Reports) -> str:
    return f"{reports.name(saying.matter.payer)} and {reports.name(saying.matter.payee)}"
