"""What moves between groups in a window: the legs with bounds that can be added.

In: a `DealGraph`, a currency, a window. Out: `Counted` legs and the group of each party. Promise: what is contingent
moves nothing; nothing is known of a sum in another currency; a sum that nothing bounds has an infinite bound, never one
made up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from anello.analyse.maxflow import ENDLESS, ZERO
from anello.analyse.prorata import Span
from anello.analyse.slices import FINANCING, Window, amount_in, groups_of, least_each, money_legs
from anello.model import DealGraph, Leg

LOW, HIGH = 0, 1


@dataclass(frozen=True, slots=True)
class Counted:
    """A leg between two groups, with the bounds of what it moves in the window; `span` may end in infinity."""

    leg: Leg
    payer: str
    payee: str
    span: Span

    @property
    def contracts(self) -> frozenset[str]:
        """The labels of its contracts; one announcement is no contract."""
        return frozenset(label for label in (self.leg.tie or "").split(";") if label and label[:8] != "article:")


def counted_legs(
    graph: DealGraph,
    currency: str,
    window: Window,
    consolidate: Mapping[str, str] | None,
    called: Collection[str],
) -> tuple[list[Counted], Mapping[str, str]]:
    """Return the legs that move money between groups, and the groups; what is contingent moves none."""
    legs = money_legs(graph, window)
    groups = groups_of(graph, legs) if consolidate is None else consolidate
    moved = [leg for leg in legs if leg.kind != "warrant" and (leg.kind != "guarantee" or leg.deal in called)]
    by_pair: dict[tuple[str, str, bool], list[Counted]] = defaultdict(list)
    for leg in moved:
        payer, payee = groups.get(leg.payer, leg.payer), groups.get(leg.payee, leg.payee)
        if payer != payee:
            one = Counted(_in_window(leg, currency, window), payer, payee, (ZERO, ZERO))
            by_pair[payer, payee, leg.kind in FINANCING].append(replace(one, span=_span(one.leg)))
    return [one for pair in sorted(by_pair) for one in _without_doubles(by_pair[pair])], groups


def _in_window(leg: Leg, currency: str, window: Window) -> Leg:
    """Return the leg with what it moves in the window; nothing is known of a sum in another currency or in none."""
    if leg.currency != currency:
        return replace(leg, low=None, high=None)
    low, high = amount_in(leg, window)
    return replace(leg, low=ZERO if leg.kind == "guarantee" else low, high=high)


def _span(leg: Leg) -> Span:
    low = max(leg.low or ZERO, ZERO)
    return low, ENDLESS if leg.high is None else max(low, leg.high)


def _without_doubles(bundle: Sequence[Counted]) -> list[Counted]:
    """Return parallel legs with lower bounds that can be added: a running total may hold the others."""
    lows = least_each([(one.leg, one.span[LOW]) for one in bundle])
    return [replace(one, span=(low, one.span[HIGH])) for one, low in zip(bundle, lows, strict=True)]


def finances(one: Counted) -> bool:
    """Tell whether a leg finances its payee."""
    return one.leg.kind in FINANCING


def total_of(legs: Iterable[Counted]) -> Span:
    """Return the sum of legs as bounds."""
    spans = [one.span for one in legs]
    return sum((low for low, _ in spans), ZERO), sum((high for _, high in spans), ZERO)
