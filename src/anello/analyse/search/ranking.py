"""Strongly connected components of plain rows, and a rank for each node that lies in one.

In: rows both ways. Out: the component and the rank of each node. Promise: linear in the edges, without recursion; the
component of the greatest hub is found by what it reaches and what reaches it, which is faster where it holds most.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from anello.analyse.search.compiling import kernel

Array: TypeAlias = np.ndarray[Any, Any]


def rank_nodes(start: Array, head: Array, back_start: Array, tail: Array) -> tuple[Array, Array]:
    """Return the place of each node, and the node of each rank.

    A place is the component in the upper 32 bits and the rank in the lower ones, so that one look tells both. Nodes
    that are a component of their own have no rank and are told by -1.
    """
    component, number = _largest_first(start, head, back_start, tail)
    _components(start, head, component, number)
    place: Array
    order: Array
    place, order = _by_falling(_inner_degrees(start, back_start, component), component)
    return place, order


@kernel
def _reached(start, row, root):  # type: ignore[no-untyped-def]
    seen, queue = np.zeros(len(start) - 1, np.uint8), np.empty(len(start) - 1, np.int32)
    seen[root], queue[0] = 1, root
    put = 1
    done = 0
    while done < put:
        x = queue[done]
        done += 1
        for j in range(start[x], start[x + 1]):
            if seen[row[j]] == 0:
                seen[row[j]] = 1
                queue[put] = row[j]
                put += 1
    return seen


@kernel
def _largest_first(start, head, back_start, tail):  # type: ignore[no-untyped-def]
    """Return components in which that of the greatest hub is closed: what it reaches and what reaches it."""
    nodes = len(start) - 1
    component, number = np.zeros(nodes, np.int32), np.zeros(nodes, np.int32)
    root, most = -1, np.int64(0)
    for x in range(nodes):
        weight = np.int64(start[x + 1] - start[x]) * np.int64(back_start[x + 1] - back_start[x])
        if weight > most:
            root, most = x, weight
    if root >= 0:
        ahead, behind = _reached(start, head, root), _reached(back_start, tail, root)
        for x in range(nodes):
            if ahead[x] & behind[x]:
                number[x] = 2147483647
    return component, number


@kernel
def _components(start, head, component, number):  # type: ignore[no-untyped-def]
    """Tarjan (1972) without recursion; a closed node has a number beyond all others, so that it lowers nobody."""
    nodes = len(start) - 1
    closed = np.int32(2147483647)
    at = start[:-1].copy()
    low = np.empty(nodes, np.int32)
    waiting, calls = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    count, open_nodes, found = np.int32(0), 0, np.int32(1)
    for root in range(nodes):
        if number[root] != 0:
            continue
        count += 1
        number[root] = low[root] = count
        waiting[open_nodes] = calls[0] = root
        open_nodes += 1
        depth = 1
        while depth > 0:
            x = calls[depth - 1]
            if at[x] < start[x + 1]:
                y = head[at[x]]
                at[x] += 1
                if number[y] == 0:
                    count += 1
                    number[y] = low[y] = count
                    waiting[open_nodes] = calls[depth] = y
                    open_nodes += 1
                    depth += 1
                elif number[y] < low[x]:
                    low[x] = number[y]
                continue
            depth -= 1
            if low[x] == number[x]:
                while number[x] != closed:
                    open_nodes -= 1
                    number[waiting[open_nodes]] = closed
                    component[waiting[open_nodes]] = found
                found += 1
            elif low[x] < low[calls[depth - 1]]:
                low[calls[depth - 1]] = low[x]


@kernel
def _inner_degrees(start, back_start, component):  # type: ignore[no-untyped-def]
    """Return how many edges each node has, none if it is a component of its own."""
    size = np.zeros(len(component) + 1, np.int32)
    for x in range(len(component)):
        size[component[x]] += 1
    degree = np.zeros(len(component), np.int32)
    for x in range(len(component)):
        if size[component[x]] > 1:
            degree[x] = min(start[x + 1] - start[x] + back_start[x + 1] - back_start[x], 1 << 20)
    return degree


@kernel
def _by_falling(degree, component):  # type: ignore[no-untyped-def]
    nodes = len(degree)
    most = 0
    for x in range(nodes):
        most = max(most, degree[x])
    after = np.zeros(most + 2, np.int32)
    for x in range(nodes):
        after[degree[x]] += 1
    total = np.int32(0)
    for d in range(most, -1, -1):
        count = after[d]
        after[d] = total
        total += count
    some = after[0] if nodes else np.int32(0)
    place, order = np.full(nodes, -1, np.int64), np.empty(some, np.int32)
    for x in range(nodes):
        if degree[x] > 0:
            rank = after[degree[x]]
            place[x] = np.int64(component[x]) << 32 | rank
            order[rank] = x
            after[degree[x]] += 1
    return place, order
