"""Simple directed cycles up to a length, by a bounded search over plain integers.

In: arcs between nodes. Out: cycles, and whether the search was completed. Promise: every simple cycle of 2 to `longest`
nodes once, beginning at its smallest node; no recursion; work is counted and stops at the budget. The kernel takes and
gives lists of integers only, so that a compiled one can take its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from anello.analyse.slices import components_of


def find_cycles(arcs: Sequence[tuple[str, str]], longest: int, budget: int) -> tuple[list[tuple[str, ...]], bool]:
    """Return the cycles of a graph without parallel arcs, and whether all were found within the budget.

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
    found, complete = _search(ahead, behind, longest, budget)
    return [_from_smallest([nodes[i] for i in cycle]) for cycle in found], complete


def _from_smallest(cycle: list[str]) -> tuple[str, ...]:
    at = cycle.index(min(cycle))
    return (*cycle[at:], *cycle[:at])


def _search(ahead: list[list[int]], behind: list[list[int]], longest: int, budget: int) -> tuple[list[list[int]], bool]:
    """Return the cycles of each root among the nodes not yet retired."""
    found: list[list[int]] = []
    for root in range(len(ahead)):
        distance, spent = _distances(behind, root, longest)
        budget -= spent
        if budget < 0:
            return found, False
        spent = _cycles_of(root, ahead, distance, longest, budget, found)
        budget -= spent
        if budget < 0:
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
    root: int, ahead: list[list[int]], distance: dict[int, int], longest: int, budget: int, found: list[list[int]]
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
        if spent > budget:
            return spent
        head = heads[at]
        if head == root:
            found.append(list(path))
        elif head in distance and head not in on_path and len(path) + distance[head] <= longest:
            path.append(head)
            on_path.add(head)
            position.append(0)
    return spent
