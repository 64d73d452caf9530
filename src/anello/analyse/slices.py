"""Slices of the graph that every money question shares: the legs of a window, and units joined to their groups.

In: a graph. Out: money legs, the share of a leg that falls into a window, the group of each party. Promise: pure; a leg
without dates is neither early nor late: within a window it moves anything from nothing to all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from anello.errors import SettingsError
from anello.model import DealGraph, Leg

Window: TypeAlias = tuple[date | None, date | None]

FINANCING = frozenset({"equity", "loan", "guarantee", "warrant"})
REVENUE = frozenset({"purchase", "licence"})
CONTINGENT = frozenset({"warrant", "guarantee"})
"""Kinds that may never move anything, even when signed: 0 in every sum."""

DIGITS = 12
"""Significant digits kept of a quotient or of a solution in floating point; amounts of deals have fewer."""


def money_legs(graph: DealGraph, window: Window) -> tuple[Leg, ...]:
    """Return the money legs that move within the window, sorted by id.

    Raises:
        SettingsError: the window ends before it begins.
    """
    first, last = window
    if first is not None and last is not None and last < first:
        raise SettingsError(f"the window ends ({last}) before it begins ({first}); swap the dates")
    return tuple(sorted((g for g in graph.legs if g.layer == "money" and _moves(g, window)), key=lambda g: g.id))


def _moves(leg: Leg, window: Window) -> bool:
    late = window[1] is not None and leg.first is not None and leg.first > window[1]
    early = window[0] is not None and leg.last is not None and leg.last < window[0]
    return not late and not early


def share_in(leg: Leg, window: Window) -> Decimal:
    """Return which part of a leg falls into the window, spread evenly over its days; 1 where an end is open."""
    if leg.first is None or leg.last is None or leg.last < leg.first or window == (None, None):
        return Decimal(1)
    first = leg.first if window[0] is None else max(leg.first, window[0])
    last = leg.last if window[1] is None else min(leg.last, window[1])
    whole = leg.last - leg.first + timedelta(days=1)
    return Decimal(max(0, (last - first).days + 1)) / Decimal(whole.days)


def amount_in(leg: Leg, window: Window) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds of what a leg moves within the window.

    Where nobody tells when it begins or ends, it may move anything outside of the window: nothing of it is sure.
    """
    share = share_in(leg, window)
    if share == 1:
        return leg.low if leg.low is None or _is_within(leg, window) else Decimal(0), leg.high
    return (None if leg.low is None else tidy(leg.low * share), None if leg.high is None else tidy(leg.high * share))


def _is_within(leg: Leg, window: Window) -> bool:
    """Tell whether all days of a leg are sure to lie within the window."""
    begins = window[0] is None or (leg.first is not None and leg.first >= window[0])
    return begins and (window[1] is None or (leg.last is not None and leg.last <= window[1]))


def least_together(lows: Sequence[tuple[Leg, Decimal]]) -> Decimal:
    """Return the least that parallel legs move together, from the least of each.

    They add up, except that a running total ("8 since 2023") may hold all others: then the larger of the two counts.
    """
    running = [low for leg, low in lows if _is_running(leg)]
    return max((*running, sum((low for leg, low in lows if not _is_running(leg)), Decimal(0))))


def least_each(lows: Sequence[tuple[Leg, Decimal]]) -> list[Decimal]:
    """Return what parallel legs add to the least that they move together: the parts of `least_together`, in order.

    The largest running total adds what the other legs leave of it, the smaller ones nothing.
    """
    plain = sum((low for leg, low in lows if not _is_running(leg)), Decimal(0))
    running = [place for place, (leg, _) in enumerate(lows) if _is_running(leg)]
    largest = max(running, key=lambda place: lows[place][1], default=None)
    parts = [Decimal(0) if place in running else low for place, (_, low) in enumerate(lows)]
    if largest is not None:
        parts[largest] = max(Decimal(0), lows[largest][1] - plain)
    return parts


def _is_running(leg: Leg) -> bool:
    """Tell whether a leg is money paid since a day and up to the report, which may have come in several deals."""
    return leg.kind in ("equity", "loan") and leg.status == "completed" and leg.first is not None and leg.last is None


def tidy(value: Decimal) -> Decimal:
    """Return a value without the digits that a division made up, written plainly."""
    return Decimal(f"{round(value, DIGITS - value.adjusted()).normalize():f}") if value else Decimal(0)


def groups_of(graph: DealGraph, legs: Sequence[Leg]) -> dict[str, str]:
    """Return for each party of the legs the group it counts as.

    A unit counts as a group above it where that group takes part itself, or where several units of it do; a lone unit
    keeps its name. States and places stay apart from what they belong to.
    """
    parties = {party.id: party for party in graph.parties}
    parent = {p.id: p.parent for p in graph.parties if p.parent and p.kind not in ("state", "place", "person")}
    present = {party for leg in legs for party in (leg.payer, leg.payee)}
    lines = {party: _line(party, parent) for party in present}
    branches: dict[str, set[str]] = defaultdict(set)
    for line in lines.values():
        for below, above in pairwise(line):
            branches[above].add(below)
    shared = {p for p in branches if p in present or len(branches[p]) > 1}
    return {
        party: next((p for p in reversed(line[1:]) if p in shared and (p in parties or p in present)), party)
        for party, line in lines.items()
    }


def _line(party: str, parent: Mapping[str, str | None]) -> list[str]:
    """Return a party and the groups above it, nearest first; a loop of parents ends where it closes."""
    line = [party]
    while (above := parent.get(line[-1])) and above not in line:
        line.append(above)
    return line


def joined(legs: Sequence[Leg], groups: Mapping[str, str]) -> dict[tuple[str, str], list[Leg]]:
    """Return the legs of each ordered pair of distinct groups, pairs sorted; transfers within a group fall away."""
    arcs: dict[tuple[str, str], list[Leg]] = defaultdict(list)
    for leg in legs:
        pair = (groups.get(leg.payer, leg.payer), groups.get(leg.payee, leg.payee))
        if pair[0] != pair[1]:
            arcs[pair].append(leg)
    return {pair: arcs[pair] for pair in sorted(arcs)}


def components_of(arcs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the strongly connected component of each node (Tarjan 1972, without recursion).

    Every cycle lies within one component, so all other arcs can be dropped before a search.
    """
    after: dict[str, list[str]] = defaultdict(list)
    for payer, payee in arcs:
        after[payer].append(payee)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    component: dict[str, int] = {}
    open_nodes: list[str] = []
    count = 0
    for root in sorted(after):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        work = [(root, iter(after[root]))]
        while work:
            node, heads = work[-1]
            head = next((h for h in heads if h not in component), None)
            if head is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    count += 1
                    _close(node, open_nodes, component, count)
            elif head in index:
                low[node] = min(low[node], index[head])
            else:
                index[head] = low[head] = len(index)
                open_nodes.append(head)
                work.append((head, iter(after.get(head, ()))))
    return component


def _close(node: str, open_nodes: list[str], component: dict[str, int], number: int) -> None:
    while True:
        member = open_nodes.pop()
        component[member] = number
        if member == node:
            return
