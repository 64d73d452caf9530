"""Cycles up to a bound on length: how many, how many through each node, the strongest, or all of them in batches.

In: a `Net`, a bound on length, a budget, a `Sieve`. Out: a `Tally`, totals, or pages of cycles. Promise: exact where
`complete` is True; else what was found until the budget was spent, and nothing that is not there. Cycles are cycles of
nodes: parallel edges make no difference to their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from anello.analyse.search.desks import LEFT, Page, Query, make_desk, make_page
from anello.analyse.search.ordering import Net, later_stages
from anello.analyse.search.ranking import Array
from anello.analyse.search.sharing import Shared, made_ahead, share_roots
from anello.analyse.search.short import SHORT, count_short, make_slate
from anello.analyse.search.walking import count_roots, write_cycles
from anello.errors import SettingsError
from anello.tables import Batch, cycles_to_arrow

LONGEST = 12
"""Longest cycle that may be asked for: their number grows with the power of the length."""
PAGE = 16_384
"""Cycles in a page, so that a page fits into the cache."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which edges count, by the bits of their masks: those that have all of `need`, and one of `any_of` if any is set.

    Layers, statuses and times become bits where the masks are made: a bit for each layer, a bit for each status that
    the edge has reached (so that one bit is a floor), a bit for each stretch of time in which it moves.
    """

    need: int = 0
    any_of: int = 0


EVERYTHING = Sieve()


@dataclass(frozen=True, slots=True)
class Tally:
    """Cycles by length: `by_length[n]` have n nodes. `work` is how many arcs were looked at."""

    by_length: tuple[int, ...]
    complete: bool
    work: int

    @property
    def cycles(self) -> int:
        """All cycles together."""
        return sum(self.by_length)


@dataclass(frozen=True, slots=True)
class Cycles:
    """Some cycles: node numbers one after another, where each ends (from 0), and the weight of its weakest arc."""

    members: Array
    ends: Array
    strength: Array

    def __len__(self) -> int:
        """Return how many cycles there are."""
        return len(self.strength)

    def lists(self) -> list[list[int]]:
        """Return the cycles as lists of node numbers."""
        ends = self.ends.tolist()
        members = self.members.tolist()
        return [members[low:high] for low, high in pairwise(ends)]


def count_cycles(net: Net, longest: int, *, budget: int, sieve: Sieve = EVERYTHING, threads: int = 1) -> Tally:
    """Return how many cycles of 2 to `longest` nodes there are.

    Raises:
        SettingsError: a bound is out of range, or the sieve asks for masks that the net does not have.
    """
    query = make_query(net, longest, budget, sieve)
    if threads < 1:
        raise SettingsError(f"{threads} threads cannot work; give 1 or more")

    found = np.zeros(longest + 2, np.int64)
    spent = 0
    stages = later_stages(net)
    for stage, roots in made_ahead(stages) if threads > 1 else stages:
        shared = _count_stage(stage, roots, query, budget - spent, threads)
        found += sum(shared.results)
        spent += shared.work
        if not shared.complete:
            return Tally(tuple(found[: longest + 1].tolist()), False, spent)
    return Tally(tuple(found[: longest + 1].tolist()), True, spent)


def _count_stage(net: Net, roots: int, query: Query, budget: int, threads: int) -> Shared:
    short = query.longest <= SHORT and not len(net.rows.mask)

    def work(desk: Any, first: int, last: int, left: int) -> tuple[Array, int]:
        found = np.zeros(query.longest + 2, np.int64)
        if short:
            return found, int(count_short(net.rows, desk, query.longest, first, last, left, found))
        return found, int(count_roots(net.rows, desk, query, first, last, left, found))

    def desk() -> Any:
        return make_slate(net.rows) if short else make_desk(net.rows, query.longest)

    return share_roots(roots, budget, work, desk, threads)


def make_query(net: Net, longest: int, budget: int, sieve: Sieve) -> Query:
    """Return the query for the kernels.

    Raises:
        SettingsError: a bound is out of range, or the sieve asks for masks that the net does not have.
    """
    if not 2 <= longest <= LONGEST:
        raise SettingsError(f"the longest cycle is {longest}; choose 2 to {LONGEST}")
    if budget < 0:
        raise SettingsError("the budget must be zero or more")
    if (sieve.need | sieve.any_of) and net.arcs and not len(net.rows.mask):
        raise SettingsError("a sieve needs a net that was prepared with masks")
    return Query(longest, sieve.need, sieve.any_of)


@dataclass(slots=True)
class Walk:
    """A walk over all cycles, page by page; after its end `complete` says whether the budget sufficed."""

    net: Net
    query: Query
    budget: int
    page: Page = field(init=False)
    complete: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.page = make_page(PAGE, self.query.longest)

    def pages(self) -> Iterator[Cycles]:
        """Yield the cycles; a page is good until the next one is asked for."""
        left = self.budget
        page = self.page
        for net, roots in later_stages(self.net):
            desk = make_desk(net.rows, self.query.longest)
            stand = np.array([0, roots, left, 0, 0], np.int64)
            while written := write_cycles(net.rows, desk, self.query, stand, page):
                ends = page.ends[: written + 1]
                yield Cycles(net.order[page.members[: ends[-1]]], ends, page.strength[:written])
            left = int(stand[LEFT])
            if left < 0:
                return
        self.complete = True


def walk_cycles(net: Net, longest: int, *, budget: int, sieve: Sieve = EVERYTHING) -> Walk:
    """Return a walk over all cycles, in no particular order but always the same.

    Raises:
        SettingsError: a bound is out of range, or the sieve asks for masks that the net does not have.
    """
    return Walk(net, make_query(net, longest, budget, sieve), budget)


def stream_cycles(walk: Walk, names: Sequence[str]) -> Iterator[Batch]:
    """Yield the cycles of a walk as Arrow batches: `parties` by name, and `strength`, the weight of the weakest arc."""
    for page in walk.pages():
        yield cycles_to_arrow(page.members, page.ends, page.strength, names)


def total_cycles(net: Net, nodes: int, longest: int, *, budget: int, sieve: Sieve = EVERYTHING) -> tuple[Array, bool]:
    """Return how many cycles run through each of the `nodes`, and whether all were seen.

    Raises:
        SettingsError: a bound is out of range, or the sieve asks for masks that the net does not have.
    """
    walk = walk_cycles(net, longest, budget=budget, sieve=sieve)
    totals = np.zeros(nodes, np.int64)
    for page in walk.pages():
        np.add.at(totals, page.members, 1)
    return totals, walk.complete


def strongest_cycles(
    net: Net, longest: int, most: int, *, budget: int, sieve: Sieve = EVERYTHING
) -> tuple[Cycles, bool]:
    """Return the `most` cycles whose weakest arc is heaviest, in falling order, and whether no other can be among them.

    Of equally strong ones those found first are kept. Once there are enough, an arc no heavier than the weakest of the
    best so far is never walked.

    Raises:
        SettingsError: a bound is out of range, the net has no weights, or no masks that the sieve asks for.
    """
    if net.arcs and not len(net.rows.weight):
        raise SettingsError("the strongest cycles need a net that was prepared with weights")
    if most < 1:
        raise SettingsError(f"{most} cycles cannot be listed; give 1 or more")
    walk = walk_cycles(net, longest, budget=budget, sieve=sieve)
    best: list[tuple[float, tuple[int, ...]]] = []
    for page in walk.pages():
        best = sorted(best + _strongest(page, most), key=lambda one: -one[0])[:most]
        if len(best) == most:
            walk.page.least[0] = np.nextafter(best[-1][0], np.inf)
    members = [node for _, cycle in best for node in cycle]
    ends = np.cumsum([0, *(len(cycle) for _, cycle in best)])
    return Cycles(np.array(members, np.int32), ends, np.array([width for width, _ in best])), walk.complete


def _strongest(found: Cycles, most: int) -> list[tuple[float, tuple[int, ...]]]:
    """Return the strongest cycles of a page in the order in which they were found."""
    chosen = np.sort(np.argsort(-found.strength, kind="stable")[:most]).tolist()
    return [
        (float(found.strength[at]), tuple(found.members[found.ends[at] : found.ends[at + 1]].tolist())) for at in chosen
    ]
