"""The kernel that counts cycles of at most four nodes without walking them.

In: `Rows` without masks, a `Slate` to work on. Out: counts by length. Promise: the counts of the walking kernels, in
time that grows with the paths of two arcs from and to each root among later nodes, however many cycles these close.

A cycle of four, root - a - x - b - root, is a path of two arcs from the root and one of two arcs to it that meet in x:
so the ways back are counted for each x, and then taken up by each way there (after Chiba and Nishizeki 1985). Where b
would be a itself, the way back is taken off again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from anello.analyse.search.compiling import bare_kernel, part_of_kernel
from anello.analyse.search.ordering import Rows
from anello.analyse.search.ranking import Array

SHORT = 4
"""The longest cycle that is counted so."""
ONE_ARC, TWO_ARCS = 1 << 32, (1 << 32) - 1
"""Ways back to the root in one number, so that one look tells both: in the upper half by one arc, below by two."""


class Slate(NamedTuple):
    """What one thread works on: ways back from each node, none between two roots, and who paid it last."""

    ways: Array
    paid_by: Array


def make_slate(rows: Rows) -> Slate:
    """Return a clean slate."""
    nodes = len(rows.start) - 1
    return Slate(np.zeros(nodes, np.int64), np.zeros(nodes, np.int32))


@part_of_kernel
def _add_ways(rows, ways, span, by):  # type: ignore[no-untyped-def]
    """Add the ways back to the root, or with a negative `by` take them off; return the arcs looked at."""
    root, longest = span
    work = 0
    for i in range(rows.back_start[root], rows.back_start[root + 1]):
        b = rows.tail[i]
        if b <= root:
            break
        ways[b] += by * ONE_ARC
        work += 1
        if longest < SHORT:
            continue
        for j in range(rows.back_start[b], rows.back_start[b + 1]):
            x = rows.tail[j]
            if x <= root:
                break
            ways[x] += by
            work += 1
    return work


@part_of_kernel
def _take_up(rows, slate, span, found):  # type: ignore[no-untyped-def]
    """Add the cycles that the ways from the root close; return the arcs looked at."""
    root, longest = span
    ways, paid_by = slate.ways, slate.paid_by
    work = 0
    for i in range(rows.start[root], rows.start[root + 1]):
        a = rows.head[i]
        if a <= root:
            break
        work += 1
        both = ways[a] >= ONE_ARC
        found[2] += both
        if longest == 2:
            continue
        three, four, begin = 0, 0, rows.start[a]
        end = begin
        while end < rows.start[a + 1] and rows.head[end] > root:
            back = ways[rows.head[end]]
            three += back >> 32
            four += back & TWO_ARCS
            end += 1
        work += end - begin
        found[3] += three
        if longest < SHORT:
            continue
        if both:
            for j in range(begin, end):
                paid_by[rows.head[j]] = a
            for j in range(rows.back_start[a], rows.back_start[a + 1]):
                if rows.tail[j] <= root:
                    break
                four -= paid_by[rows.tail[j]] == a
                work += 1
        found[4] += four
    return work


@bare_kernel
def count_short(rows, slate, longest, first, last, budget, found):  # type: ignore[no-untyped-def]
    """Count the cycles of a stretch of roots into `found`, by length; return the work, more than the budget if cut."""
    work = 0
    for root in range(first, last):
        work += 1
        if rows.start[root] == rows.start[root + 1] or rows.head[rows.start[root]] <= root:
            continue
        span = (root, longest)
        work += _add_ways(rows, slate.ways, span, 1)
        work += _take_up(rows, slate, span, found)
        _add_ways(rows, slate.ways, span, -1)
        if work > budget:
            break
    return work
