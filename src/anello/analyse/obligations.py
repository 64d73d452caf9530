"""What is due in a window: the binding payments of legs, as intervals, and which of them a scenario changes.

In: a `DealGraph`, a window, a scenario with party ids. Out: `Due`s. Promise: only binding sums are due; what depends on
a condition is due where the scenario says that it occurs; guarantees only where they are called, and capped; warrants,
options, letters of intent never. What the schedule of a deal leaves open is an interval from nothing to all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from anello.analyse.slices import groups_of, share_in, tidy
from anello.model import Bound, Call, Choice, DealGraph, Leg, Scenario, Term
from anello.model.stress import NOTHING

Span = tuple[date, date]

FINANCING = frozenset({"equity", "loan"})
PAYMENTS = frozenset({"purchase", "licence"})


@dataclass(frozen=True, slots=True)
class Due:
    """What `payer` owes `payee` (groups) of one leg within a window.

    `state` is "due", "conditional" (not met), "stopped" or "called"; `priced` is False where the leg states no amount
    or no upper bound: it then counts with its lower bound alone.
    """

    leg: Leg
    payer: str
    payee: str
    owed: Bound
    state: str
    priced: bool

    @property
    def low(self) -> Decimal:
        """Return the least that is due."""
        return self.owed.low or Decimal(0)

    @property
    def high(self) -> Decimal:
        """Return the most that is due of what is stated."""
        return self.owed.high or Decimal(0)


def find_dues(
    graph: DealGraph, window: Span, scenario: Scenario, *, today: date | None, inside: Iterable[str] = ()
) -> tuple[Due, ...]:
    """Return what is due within the window, one for each leg, in the order of legs.

    Args:
        today: the day of the latest news: a time that is over by then, of a payment that nobody reports, is still open.
        inside: deals that another deal holds or has replaced; they count nothing.
    """
    held = set(inside)
    legs = [leg for leg in graph.legs if leg.layer == "money" and leg.deal not in held]
    groups = groups_in(graph, scenario)
    found = []
    for leg in legs:
        ends = groups.get(leg.payer, leg.payer), groups.get(leg.payee, leg.payee)
        state = _state(leg, ends, scenario)
        if ends[0] == ends[1] or state is None or (state == "called" and leg.last is not None and leg.last < window[0]):
            continue
        owed = _called(leg, ends, scenario.calls) if state == "called" else owed_in(leg, window, today, ends, scenario)
        if owed is not None and (owed != NOTHING or leg.high is None):
            found.append(Due(leg, *ends, owed, state, leg.high is not None))
    return tuple(sorted(found, key=lambda due: due.leg.id))


def groups_in(graph: DealGraph, scenario: Scenario) -> dict[str, str]:
    """Return the group that each party of money legs counts as; vehicles with limited recourse stay alone."""
    money = [leg for leg in graph.legs if leg.layer == "money"]
    return groups_of(graph, money) | {party: party for party in scenario.apart}


def _state(leg: Leg, ends: tuple[str, str], scenario: Scenario) -> str | None:
    """Return how a leg stands in a scenario, None where nothing can be due of it."""
    if leg.kind == "guarantee":
        in_force = leg.bindingness in ("performed", "binding", "conditional")
        return "called" if in_force and any(is_called(leg, ends, call) for call in scenario.calls) else None
    if leg.kind not in FINANCING | PAYMENTS or leg.bindingness not in ("binding", "conditional"):
        return None
    if leg.bindingness == "conditional" and not any(fits(leg, ends, choice) for choice in scenario.occurs):
        return "conditional"
    return "stopped" if any(fits(leg, ends, choice) for choice in scenario.stops) else "due"


def fits(leg: Leg, ends: tuple[str, str], choice: Choice) -> bool:
    """Tell whether a choice means a leg: by the parties themselves, or by the groups that they count as."""
    return (
        choice.payer in (None, leg.payer, ends[0])
        and choice.payee in (None, leg.payee, ends[1])
        and (not choice.kinds or leg.kind in choice.kinds)
    )


def is_called(leg: Leg, ends: tuple[str, str], call: Call) -> bool:
    """Tell whether a call means a guarantee."""
    return call.guarantor in (leg.payer, ends[0]) and call.beneficiary in (leg.payee, ends[1])


def _called(leg: Leg, ends: tuple[str, str], calls: Sequence[Call]) -> Bound:
    """Return what a called guarantee makes due: what the scenario says, never more than its cap."""
    call = next(call for call in calls if is_called(leg, ends, call))
    cap = leg.high if leg.high is not None else leg.low or Decimal(0)
    if call.amount is None:
        return Bound(Decimal(0), cap)
    high = cap if call.amount.high is None else min(cap, call.amount.high)
    return Bound(min(call.amount.low or Decimal(0), high), high)


def owed_in(leg: Leg, window: Span, today: date | None, ends: tuple[str, str], scenario: Scenario) -> Bound | None:
    """Return what is due of a leg within a window, None where its time lies outside.

    Spread evenly over the days where both ends are told (or a term is supposed); else from nothing to all of it. So
    also where the time is over and nobody reports the payment, where it depends on a condition without a day, and
    where its days contradict each other.
    """
    low = leg.low or Decimal(0)
    high = low if leg.high is None else leg.high
    term = term_of(leg, ends, scenario.terms)
    first, last = (term.first, term.last) if term else (leg.first, leg.last)
    if leg.bindingness == "conditional" and term is None:
        last = None
    if first is not None and last is not None and last < first:
        first = last = None
    if first is not None and first > window[1]:
        return None
    if last is not None and last < window[0]:
        return None if term or today is None or last >= today else Bound(Decimal(0), high)
    if first is None or last is None:
        return Bound(Decimal(0), high)
    part = share_in(replace(leg, first=first, last=last), window)
    return Bound(tidy(low * part), tidy(high * part)) if part != 1 else Bound(low, high)


def term_of(leg: Leg, ends: tuple[str, str], terms: Sequence[Term]) -> Term | None:
    """Return the first term that a scenario supposes for a leg."""
    return next((t for t in terms if t.payer in (leg.payer, ends[0]) and t.payee in (leg.payee, ends[1])), None)


def added(bounds: Iterable[Bound]) -> Bound:
    """Return the sum of intervals; open where one of them is.

    >>> added([Bound(Decimal(1), Decimal(2)), Bound(Decimal(3), None)])
    Bound(low=Decimal('4'), high=None)
    """
    low, high = Decimal(0), Decimal(0)
    open_low = open_high = False
    for one in bounds:
        open_low, open_high = open_low or one.low is None, open_high or one.high is None
        low, high = low + (one.low or 0), high + (one.high or 0)
    return Bound(None if open_low else low, None if open_high else high)


def less(one: Bound, other: Bound) -> Bound:
    """Return the difference of intervals: its least is the least of one less the most of the other.

    >>> less(Bound(Decimal(5), Decimal(8)), Bound(Decimal(1), None))
    Bound(low=None, high=Decimal('7'))
    """
    low = None if one.low is None or other.high is None else one.low - other.high
    return Bound(low, None if one.high is None or other.low is None else one.high - other.low)


def by_pair(dues: Iterable[Due]) -> Mapping[tuple[str, str], tuple[Due, ...]]:
    """Return dues by payer and payee, pairs sorted."""
    found: dict[tuple[str, str], list[Due]] = {}
    for due in dues:
        found.setdefault((due.payer, due.payee), []).append(due)
    return {pair: tuple(found[pair]) for pair in sorted(found)}


def deals_in_order(dues: Iterable[Due]) -> tuple[str, ...]:
    """Return the deals of dues, the largest first."""
    ordered = sorted(dues, key=lambda due: (-due.high, -due.low, due.leg.deal))
    return tuple(dict.fromkeys(due.leg.deal for due in ordered))
