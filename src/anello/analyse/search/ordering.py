"""Edges into rows that a search can run on: components, hubs first, parallel edges bundled.

In: payers and payees as node numbers from zero, with a mask and a weight an edge where wanted. Out: a `Net`. Promise:
only arcs inside strongly connected components are kept; nodes are renumbered by falling number of arcs; every row falls
from the last node to the first, so that what is left once the first nodes are retired is a prefix of every row. Time
and memory are linear in the edges: sorting is by counting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from anello.analyse.search.compiling import kernel
from anello.errors import SettingsError

Array: TypeAlias = np.ndarray[Any, Any]
MOST_EDGES = 2**31 - 2
"""Positions are kept in 32 bits."""


class Rows(NamedTuple):
    """Arcs by payer and by payee: row x of `head` is `start[x]` to `start[x + 1]`; masks and weights are empty or full.

    Arcs of one pair stand side by side, and are one arc where neither mask nor weight tells them apart.
    """

    start: Array
    head: Array
    mask: Array
    weight: Array
    back_start: Array
    tail: Array
    back_mask: Array


@dataclass(frozen=True, slots=True)
class Net:
    """Rows over ranks; `order` gives the node number of each rank, `edges` how many edges lie inside components."""

    rows: Rows
    order: Array
    edges: int

    @property
    def arcs(self) -> int:
        """How many arcs the rows hold."""
        return len(self.rows.head)


def prepare_net(
    nodes: int, payers: Array, payees: Array, masks: Array | None = None, weights: Array | None = None
) -> Net:
    """Return the rows of a graph of `nodes` nodes.

    Args:
        masks: up to 63 bits of attributes an edge, for `Sieve`; parallel edges of one mask are one arc.
        weights: an amount an edge; parallel edges of one mask add up.

    Raises:
        SettingsError: a node number is out of range, or there are too many edges.
    """
    check_edges(nodes, payers, payees)
    none = np.empty(0, np.int64)
    mask = none if masks is None else np.ascontiguousarray(masks, np.int64)
    weight = np.empty(0) if weights is None else np.ascontiguousarray(weights, np.float64)
    payers, payees = np.ascontiguousarray(payers, np.int32), np.ascontiguousarray(payees, np.int32)
    rank, order, component = rank_nodes(nodes, payers, payees)
    back_start, edge = _rows_by_payee(payers, payees, component, rank, len(order))
    start, head, mask, weight = _bundles(back_start, edge, payers, rank, mask, weight)
    back_start, tail, back_mask = _turned(start, head, mask)
    return Net(Rows(start, head, mask, weight, back_start, tail, back_mask), order, len(edge))


def check_edges(nodes: int, payers: Array, payees: Array) -> None:
    """Check that edges are edges.

    Raises:
        SettingsError: the arrays differ in length, a node number is out of range, or there are too many edges.
    """
    if len(payers) != len(payees):
        raise SettingsError(f"{len(payers)} payers and {len(payees)} payees; give one of each an edge")
    if len(payers) > MOST_EDGES or nodes > MOST_EDGES:
        raise SettingsError(f"{len(payers)} edges are more than {MOST_EDGES}; narrow the window")
    if len(payers) and (min(payers.min(), payees.min()) < 0 or max(payers.max(), payees.max()) >= nodes):
        raise SettingsError(f"node numbers must lie between 0 and {nodes - 1}")


def rank_nodes(nodes: int, payers: Array, payees: Array) -> tuple[Array, Array, Array]:
    """Return the rank of each node, the node of each rank, and the component of each node.

    Nodes on no arc inside a component have no rank and are told by -1.
    """
    start, head = _rows_by_payer(nodes, payers, payees)
    component = _components(start, head)
    degree = _inner_degrees(start, head, component)
    rank, order = _by_falling(degree)
    return rank, order, component


@kernel
def _rows_by_payer(nodes, payers, payees):  # type: ignore[no-untyped-def]
    start = np.zeros(nodes + 1, np.int32)
    for e in range(len(payers)):
        if payers[e] != payees[e]:
            start[payers[e] + 1] += 1
    for x in range(nodes):
        start[x + 1] += start[x]
    at = start[:-1].copy()
    head = np.empty(start[nodes], np.int32)
    for e in range(len(payers)):
        x = payers[e]
        if x != payees[e]:
            head[at[x]] = payees[e]
            at[x] += 1
    return start, head


@kernel
def _components(start, head):  # type: ignore[no-untyped-def]
    """Tarjan (1972) without recursion; a closed node gets a number beyond all others, so that it lowers nobody."""
    nodes = len(start) - 1
    closed = np.int32(2147483647)
    at = start[:-1].copy()
    number, low = np.zeros(nodes, np.int32), np.empty(nodes, np.int32)
    component = np.empty(nodes, np.int32)
    waiting, calls = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    count, open_nodes, found = np.int32(0), 0, np.int32(0)
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
    return component


@kernel
def _inner_degrees(start, head, component):  # type: ignore[no-untyped-def]
    degree = np.zeros(len(component), np.int32)
    for x in range(len(component)):
        own, count = component[x], 0
        for j in range(start[x], start[x + 1]):
            if component[head[j]] == own:
                count += 1
                degree[head[j]] += 1
        degree[x] += count
    return degree


@kernel
def _by_falling(degree):  # type: ignore[no-untyped-def]
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
    rank, order = np.full(nodes, -1, np.int32), np.empty(some, np.int32)
    for x in range(nodes):
        if degree[x] > 0:
            rank[x] = after[degree[x]]
            order[rank[x]] = x
            after[degree[x]] += 1
    return rank, order


@kernel
def _rows_by_payee(payers, payees, component, rank, nodes):  # type: ignore[no-untyped-def]
    """Return rows of edge numbers by the rank of the payee, of edges inside components."""
    start = np.zeros(nodes + 1, np.int32)
    for e in range(len(payers)):
        if component[payers[e]] == component[payees[e]] and payers[e] != payees[e]:
            start[rank[payees[e]] + 1] += 1
    for x in range(nodes):
        start[x + 1] += start[x]
    at = start[:-1].copy()
    edge = np.empty(start[nodes], np.int32)
    for e in range(len(payers)):
        if component[payers[e]] == component[payees[e]] and payers[e] != payees[e]:
            x = rank[payees[e]]
            edge[at[x]] = e
            at[x] += 1
    return start, edge


@kernel
def _bundles(back_start, edge, payers, rank, mask, weight):  # type: ignore[no-untyped-def]
    """Turn rows by payee into rows by payer that fall, an edge like the one before it joining it."""
    nodes = len(back_start) - 1
    start = np.zeros(nodes + 1, np.int32)
    for j in range(len(edge)):
        start[rank[payers[edge[j]]] + 1] += 1
    for x in range(nodes):
        start[x + 1] += start[x]
    at = start[:-1].copy()
    masked, weighed = len(mask) > 0, len(weight) > 0
    head = np.empty(len(edge), np.int32)
    masks = np.empty(len(edge) if masked else 0, np.int64)
    weights = np.empty(len(edge) if weighed else 0, np.float64)
    for y in range(nodes - 1, -1, -1):
        for j in range(back_start[y], back_start[y + 1]):
            e = edge[j]
            x = rank[payers[e]]
            last = at[x] - 1
            if last >= start[x] and head[last] == y and (not masked or masks[last] == mask[e]):
                if weighed:
                    weights[last] += weight[e]
                continue
            head[last + 1] = y
            if masked:
                masks[last + 1] = mask[e]
            if weighed:
                weights[last + 1] = weight[e]
            at[x] += 1
    return _closed_up(start, at, head, masks, weights)


@kernel
def _closed_up(start, end, head, masks, weights):  # type: ignore[no-untyped-def]
    """Close the gaps that joined edges left behind."""
    put = 0
    closed = np.empty_like(start)
    for x in range(len(end)):
        closed[x] = put
        for j in range(start[x], end[x]):
            head[put] = head[j]
            if len(masks):
                masks[put] = masks[j]
            if len(weights):
                weights[put] = weights[j]
            put += 1
    closed[len(end)] = put
    most_masks, most_weights = min(put, len(masks)), min(put, len(weights))
    return closed, head[:put].copy(), masks[:most_masks].copy(), weights[:most_weights].copy()


@kernel
def _turned(start, head, mask):  # type: ignore[no-untyped-def]
    nodes = len(start) - 1
    back_start = np.zeros(nodes + 1, np.int32)
    for j in range(len(head)):
        back_start[head[j] + 1] += 1
    for x in range(nodes):
        back_start[x + 1] += back_start[x]
    at = back_start[:-1].copy()
    tail, back_mask = np.empty(len(head), np.int32), np.empty(len(mask), np.int64)
    for x in range(nodes - 1, -1, -1):
        for j in range(start[x], start[x + 1]):
            y = head[j]
            tail[at[y]] = x
            if len(mask):
                back_mask[at[y]] = mask[j]
            at[y] += 1
    return back_start, tail, back_mask
