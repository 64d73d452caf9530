"""Cycles in time: each edge strictly later than the one before, all within a window.

In: edges with times, a bound on length, a window, a budget. Out: a `Tally` by length. Promise: exact where `complete`
is True; every choice among parallel edges is a cycle of its own, as in Kumar & Calders (PVLDB 11(11), 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from anello.analyse.search.bounded import LONGEST, Tally
from anello.analyse.search.ordering import check_edges, inner_edges
from anello.analyse.search.ranking import Array
from anello.analyse.search.sharing import share_roots
from anello.analyse.search.timing import NEVER, Trails, count_in_time, make_desk, sort_in_time
from anello.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Timetable:
    """Edges inside components, by payer and by payee in the order of time; `span` is the time from first to last."""

    trails: Trails
    span: int


def prepare_timetable(nodes: int, payers: Array, payees: Array, times: Array) -> Timetable:
    """Return the rows of a graph in time; times are whole numbers of any unit.

    Raises:
        SettingsError: a node number is out of range, there are too many edges, or the times span more than 31 bits.
    """
    check_edges(nodes, payers, payees)
    if len(times) != len(payers):
        raise SettingsError(f"{len(payers)} edges and {len(times)} times; give one of each an edge")
    first, last = (int(times.min()), int(times.max())) if len(times) else (0, 0)
    if last - first >= NEVER // 2:
        raise SettingsError("the times span more than 31 bits; give them in a larger unit")
    shifted = (np.ascontiguousarray(times) - first).astype(np.int32)
    payers, payees = np.ascontiguousarray(payers, np.int32), np.ascontiguousarray(payees, np.int32)
    order, edges = inner_edges(nodes, payers, payees, shifted)
    start, ahead = sort_in_time(len(order), edges, 1)
    back_start, behind = sort_in_time(len(order), edges, -1)
    return Timetable(Trails(start, ahead, back_start, behind), last - first)


def count_timed(table: Timetable, longest: int, window: int, *, budget: int, threads: int = 1) -> Tally:
    """Return how many cycles of 2 to `longest` edges there are whose last edge is at most `window` after the first.

    Raises:
        SettingsError: a bound is out of range.
    """
    if not 2 <= longest <= LONGEST:
        raise SettingsError(f"the longest cycle is {longest}; choose 2 to {LONGEST}")
    if budget < 0 or window < 0 or threads < 1:
        raise SettingsError("budget and window must be zero or more, threads one or more")
    ask = (longest, min(window, table.span))

    def work(desk: Any, first: int, last: int, left: int) -> tuple[Array, int]:
        found = np.zeros(longest + 2, np.int64)
        return found, int(count_in_time(table.trails, desk, ask, first, last, left, found))

    edges = len(table.trails.ahead)
    shared = share_roots(edges, budget, work, lambda: make_desk(table.trails, longest), threads)
    found = sum(shared.results, np.zeros(longest + 2, np.int64))
    return Tally(tuple(found[: longest + 1].tolist()), shared.complete, shared.work)
