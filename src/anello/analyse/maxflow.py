"""The greatest flow from one node to another, exact on decimals.

In: arcs with capacities, infinity for no limit. Out: a `Stream`: the total and what each arc carries; its paths.
Promise: exact (no floating point), the same arcs give the same flow; it ends for every capacity, since each phase makes
the shortest way longer (Dinic 1970).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Node: TypeAlias = Hashable
Arc: TypeAlias = tuple[Node, Node, Decimal]
"""From, to, capacity."""

ZERO, ENDLESS = Decimal(0), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Stream:
    """A greatest flow: `total` is infinite where nothing limits it; `carried` is in the order of the arcs.

    What an arc carries is finite in any case: where nothing limits the total, it is at least `limit`.
    """

    total: Decimal
    carried: tuple[Decimal, ...]
    limit: Decimal


def greatest_flow(arcs: Sequence[Arc], start: Node, end: Node) -> Stream:
    """Return the greatest flow from start to end.

    A capacity without limit is replaced by one above the sum of all others: the least cut is either without limit or
    made of limited arcs, so nothing else changes.

    >>> ten, four = Decimal(10), Decimal(4)
    >>> greatest_flow([("s", "a", ten), ("a", "t", four), ("a", "b", ENDLESS), ("b", "t", four)], "s", "t").total
    Decimal('8')
    """
    limit = sum((capacity for _, _, capacity in arcs if capacity.is_finite()), Decimal(1))
    work = _Residual(arcs, limit)
    total = ZERO
    while start != end and (level := work.levels(start, end)):
        total += work.fill(start, end, level)
    return Stream(ENDLESS if total >= limit else total, tuple(work.room[2 * i + 1] for i in range(len(arcs))), limit)


def reached_from(start: Node, arcs: Sequence[Arc]) -> set[Node]:
    """Return what arcs with capacity lead to from a node, the node itself among it."""
    after: dict[Node, list[Node]] = defaultdict(list)
    for tail, head, capacity in arcs:
        if capacity:
            after[tail].append(head)
    met, waiting = {start}, [start]
    while waiting:
        fresh = [head for head in after[waiting.pop()] if head not in met]
        met.update(fresh)
        waiting += fresh
    return met


class _Residual:
    """What room is left: arc i of the network is 2i here, and 2i + 1 is its way back."""

    def __init__(self, arcs: Sequence[Arc], limit: Decimal) -> None:
        self.heads: list[Node] = []
        self.room: list[Decimal] = []
        self.after: dict[Node, list[int]] = defaultdict(list)
        for tail, head, capacity in arcs:
            for a, b, room in ((tail, head, min(capacity, limit)), (head, tail, ZERO)):
                self.after[a].append(len(self.heads))
                self.heads.append(b)
                self.room.append(room)

    def levels(self, start: Node, end: Node) -> dict[Node, int]:
        """Return how many arcs with room lead to each node; nothing where none leads to the end."""
        level = {start: 0}
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for arc in self.after[node]:
                if self.room[arc] and self.heads[arc] not in level:
                    level[self.heads[arc]] = level[node] + 1
                    waiting.append(self.heads[arc])
        return level if end in level else {}

    def fill(self, start: Node, end: Node, level: dict[Node, int]) -> Decimal:
        """Send all that fits over shortest ways, and return how much that is."""
        tried = dict.fromkeys(level, 0)
        total, way = ZERO, list[int]()
        while True:
            node = self.heads[way[-1]] if way else start
            if node == end:
                total += self._send(way)
                way.clear()
                continue
            step = self._next_step(node, tried, level)
            if step is not None:
                way.append(step)
            elif way:
                tried[self.heads[way.pop() ^ 1]] += 1
            else:
                return total

    def _next_step(self, node: Node, tried: dict[Node, int], level: dict[Node, int]) -> int | None:
        """Return the first arc not given up that leads one level on; arcs before it are given up for this phase."""
        arcs = self.after[node]
        while tried[node] < len(arcs):
            arc = arcs[tried[node]]
            if self.room[arc] and level.get(self.heads[arc]) == level[node] + 1:
                return arc
            tried[node] += 1
        return None

    def _send(self, way: Sequence[int]) -> Decimal:
        amount = min(self.room[arc] for arc in way)
        for arc in way:
            self.room[arc] -= amount
            self.room[arc ^ 1] += amount
        return amount


def ways_of(arcs: Sequence[Arc], carried: Sequence[Decimal], start: Node, end: Node) -> list[tuple[list[int], Decimal]]:
    """Return the ways that make up a flow, as places of arcs with the amount; flow in circles is left out.

    >>> ways_of([("s", "a", ZERO), ("a", "t", ZERO)], [Decimal(3), Decimal(3)], "s", "t")
    [([0, 1], Decimal('3'))]
    """
    left = list(carried)
    after: dict[Node, list[int]] = defaultdict(list)
    for place in reversed(range(len(arcs))):
        after[arcs[place][0]].append(place)
    found = []
    way: list[int] = []
    met = {start: 0}
    while True:
        node = arcs[way[-1]][1] if way else start
        if way and node != end and met.setdefault(node, len(way)) < len(way):
            _take(way[met[node] :], left)
            for place in way[met[node] :]:
                if arcs[place][1] != node:
                    del met[arcs[place][1]]
            del way[met[node] :]
        elif node == end:
            found.append((list(way), _take(way, left)))
            way, met = [], {start: 0}
        else:
            while after[node] and not left[after[node][-1]]:
                after[node].pop()
            if not after[node]:
                return found
            way.append(after[node][-1])


def _take(way: Sequence[int], left: list[Decimal]) -> Decimal:
    amount = min(left[place] for place in way)
    for place in way:
        left[place] -= amount
    return amount
