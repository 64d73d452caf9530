"""What the kernels of the bounded search are asked, work on and write to.

In: rows and a bound on length. Out: a `Query`, a `Desk`, a `Page`. Promise: memory is taken up only as it is touched.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from anello.analyse.search.ordering import Rows
from anello.analyse.search.ranking import Array

FAR = 127
"""The distance of a node that was not reached."""


class Query(NamedTuple):
    """What is asked: the bound on length, and the bits that an arc must all have, and of which it must have one."""

    longest: int
    need: int
    any_of: int


class Desk(NamedTuple):
    """What one thread works on. Arrays over all nodes or arcs are touched only as far as a root reaches."""

    ahead: Array
    behind: Array
    local: Array
    front: Array
    rear: Array
    members: Array
    level: Array
    bucket: Array
    heads: Array
    widths: Array
    on_path: Array
    blocked: Array
    path: Array
    at: Array
    end: Array
    width: Array
    marked: Array


def make_desk(rows: Rows, longest: int) -> Desk:
    """Return a desk; memory is taken up only as it is touched."""
    nodes, arcs = len(rows.start) - 1, len(rows.head)
    return Desk(
        ahead=np.full(nodes, FAR, np.int8),
        behind=np.full(nodes, FAR, np.int8),
        local=np.full(nodes, -1, np.int32),
        front=np.empty(nodes, np.int32),
        rear=np.empty(nodes, np.int32),
        members=np.empty(nodes, np.int32),
        level=np.empty(nodes, np.int8),
        bucket=np.empty(nodes * (longest + 1), np.int32),
        heads=np.empty(arcs, np.int32),
        widths=np.empty(arcs if len(rows.weight) else 0),
        on_path=np.zeros(nodes, np.uint8),
        blocked=np.zeros(nodes, np.int32),
        path=np.zeros(longest + 2, np.int32),
        at=np.zeros(longest + 2, np.int32),
        end=np.zeros(longest + 2, np.int32),
        width=np.full(longest + 2, np.inf),
        marked=np.zeros(longest + 2, np.uint8),
    )


class Page(NamedTuple):
    """Room for cycles: ranks one after another, where each ends, its weakest arc; `least` leaves out weaker ones."""

    members: Array
    ends: Array
    strength: Array
    least: Array


def make_page(cycles: int, longest: int) -> Page:
    """Return an empty page for so many cycles."""
    return Page(
        np.empty(cycles * longest, np.int32), np.zeros(cycles + 1, np.int32), np.empty(cycles), np.full(1, -np.inf)
    )


NEXT, LAST, LEFT, DEPTH, COUNT = range(5)
"""Where a walk stands, in an array: next and last root, budget left, depth in the path, nodes of the index."""
