"""Simple directed cycles up to a length: a plain search for small graphs, compiled kernels for large ones.

In: arcs between nodes. Out: cycles, and whether the search was completed. Promise: every simple cycle of 2 to `longest`
nodes once, beginning at its smallest node, whichever search found it; no recursion; work is counted and stops at the
budget. Nothing is compiled or loaded for a graph that the plain search settles within a second.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import TypeAlias

from anello.analyse.slices import components_of

_log = logging.getLogger(__name__)

PLAIN_ARCS = 50_000
"""A graph of more arcs goes to the compiled kernels at once."""
PLAIN_BUDGET = 2_000_000
"""So many arcs are looked at in about a second without them: less than it takes to load or to compile them."""
Cycles: TypeAlias = list[tuple[str, ...]]


def find_cycles(
    arcs: Sequence[tuple[str, str]], longest: int, budget: int, most: int = sys.maxsize
) -> tuple[Cycles, bool]:
    """Return the cycles of a graph without parallel arcs, sorted, and whether these are all.

    The search stops once the budget is spent or more than `most` cycles are found. The plain search answers where that
    takes about a second at most; beyond that the compiled one begins anew, with the same answer.
    """
    if len(arcs) <= PLAIN_ARCS or budget <= PLAIN_BUDGET:
        cycles, complete = find_plainly(arcs, longest, min(budget, PLAIN_BUDGET), most)
        if complete or budget <= PLAIN_BUDGET or len(cycles) >= most:
            return cycles, complete
    return find_compiled(arcs, longest, budget, most)


def find_compiled(
    arcs: Sequence[tuple[str, str]], longest: int, budget: int, most: int = sys.maxsize
) -> tuple[Cycles, bool]:
    """Return what `find_cycles` does, by the compiled kernels."""
    _log.info(
        "many ways to look at: the search for rings goes on compiled; its first run on a machine compiles for 20 s"
    )
    from anello.analyse.search.listed import list_cycles  # loads numpy and numba

    nodes = sorted({node for pair in arcs for node in pair})
    number = {node: i for i, node in enumerate(nodes)}
    found, complete = list_cycles(len(nodes), [(number[u], number[v]) for u, v in arcs], longest, budget, most)
    return sorted(_from_smallest([nodes[i] for i in cycle]) for cycle in found), complete


def find_plainly(
    arcs: Sequence[tuple[str, str]], longest: int, budget: int, most: int = sys.maxsize
) -> tuple[Cycles, bool]:
    """Return what `find_cycles` does, by the plain search.

    Nodes with many arcs are taken first and then retired: what is left falls apart sooner (docs/rings.md).
    """
    component = components_of(arcs)
    inner = [(u, v) for u, v in arcs if u != v and component[u] == component[v]]
    degree: dict[str, int] = {}
    for pair in inner:
        for node in pair:
            degree[node] = degree.get(node, 0) + 1
    nodes = sorted(degree, key=lambda n: (-degree[n], n))
    number = {node: i for i, node in enumerate(nodes)}
    ahead: list[list[int]] = [[] for _ in nodes]
    behind: list[list[int]] = [[] for _ in nodes]
    for u, v in sorted(inner, key=lambda p: (number[p[0]], number[p[1]])):
        ahead[number[u]].append(number[v])
        behind[number[v]].append(number[u])
    found, complete = _search(ahead, behind, longest, budget, most)
    return sorted(_from_smallest([nodes[i] for i in cycle]) for cycle in found[:most]), complete


def _from_smallest(cycle: list[str]) -> tuple[str, ...]:
    at = cycle.index(min(cycle))
    return (*cycle[at:], *cycle[:at])


def _search(
    ahead: list[list[int]], behind: list[list[int]], longest: int, budget: int, most: int
) -> tuple[list[list[int]], bool]:
    """Return the cycles of each root among the nodes not yet retired."""
    found: list[list[int]] = []
    for root in range(len(ahead)):
        distance, spent = _distances(behind, root, longest)
        budget -= spent
        if budget >= 0:
            budget -= _cycles_of(root, ahead, distance, longest, budget, found, most)
        if budget < 0 or len(found) > most:
            return found, False
    return found, True


def _distances(behind: list[list[int]], root: int, longest: int) -> tuple[dict[int, int], int]:
    """Return how many arcs lead from each node back to the root over nodes after it, and how many were looked at."""
    distance = {root: 0}
    level = [root]
    spent = 0
    for steps in range(1, longest):
        following = []
        for node in level:
            spent += len(behind[node])
            for before in behind[node]:
                if before > root and before not in distance:
                    distance[before] = steps
                    following.append(before)
        level = following
    return distance, spent


def _cycles_of(
    root: int,
    ahead: list[list[int]],
    distance: dict[int, int],
    longest: int,
    budget: int,
    found: list[list[int]],
    most: int,
) -> int:
    """Append the cycles through the root; return the arcs looked at, more than the budget where it was cut short."""
    path = [root]
    on_path = {root}
    position = [0]
    spent = 0
    while path:
        heads = ahead[path[-1]]
        at = position[-1]
        if at == len(heads):
            on_path.discard(path.pop())
            position.pop()
            continue
        position[-1] = at + 1
        spent += 1
        if spent > budget or len(found) > most:
            return spent
        head = heads[at]
        if head == root:
            found.append(list(path))
        elif head in distance and head not in on_path and len(path) + distance[head] <= longest:
            path.append(head)
            on_path.add(head)
            position.append(0)
    return spent
