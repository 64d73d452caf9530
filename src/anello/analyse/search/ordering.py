"""Edges into rows that a search can run on: components, hubs first, parallel edges bundled.

In: payers and payees as node numbers from zero, with a mask and a weight an edge where wanted. Out: a `Net`. Promise:
only arcs inside strongly connected components are kept; nodes are renumbered by falling number of arcs; every row falls
from the last node to the first, so that what is left once the first nodes are retired is a prefix of every row. Time
and memory are linear in the edges: sorting is by counting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from anello.analyse.search.compiling import kernel
from anello.analyse.search.ranking import Array, rank_nodes
from anello.errors import SettingsError

MOST_EDGES = 2**31 - 2
"""Positions are kept in 32 bits."""
FEW_ARCS = 1_000_000
"""So few arcs are searched to the end without preparing anew what is left of them."""


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
    """Rows over ranks; `order` gives the node number of each rank."""

    rows: Rows
    order: Array

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
    mask = np.empty(0, np.int64) if masks is None else np.ascontiguousarray(masks, np.int64)
    weight = np.empty(0) if weights is None else np.ascontiguousarray(weights, np.float64)
    payers, payees = np.ascontiguousarray(payers, np.int32), np.ascontiguousarray(payees, np.int32)
    carried = len(mask) + len(weight) > 0
    start, head, _ = sort_edges(nodes, payers, payees, False)
    back_start, tail, edge = sort_edges(nodes, payees, payers, carried)
    place, order = rank_nodes(start, head, back_start, tail)
    del head
    start, head, mask, weight = _bundles((back_start, tail, edge), start, place, order, mask, weight)
    back_start, tail, back_mask = _turned(start, head, mask)
    return Net(Rows(start, head, mask, weight, back_start, tail, back_mask), order)


def later_stages(net: Net) -> Iterator[tuple[Net, int]]:
    """Yield the net and how many of its roots to search, then what is left of it once these are retired, and so on.

    Once half of many arcs are gone, what is left falls into smaller components and is ranked anew: most of a sparse
    graph is on no cycle once its hubs are gone.
    """
    while net.arcs > FEW_ARCS:
        roots, left = half_of_arcs(net.rows)
        yield net, roots
        kept, payers, payees, mask, weight = _rest(net.rows, roots, left)
        rest = prepare_net(len(kept), payers, payees, mask if len(mask) else None, weight if len(weight) else None)
        net = Net(rest.rows, net.order[kept[rest.order]])
    yield net, len(net.order)


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


def inner_edges(nodes: int, payers: Array, payees: Array, times: Array) -> tuple[Array, Array]:
    """Return the node of each rank, and the edges inside components in the order of time, as (payer, payee, time).

    Args:
        times: from zero.
    """
    start, head, _ = sort_edges(nodes, payers, payees, False)
    back_start, tail, _ = sort_edges(nodes, payees, payers, False)
    place, order = rank_nodes(start, head, back_start, tail)
    del start, head, back_start, tail
    edges = _inner(payers, payees, times, place)
    if (edges[1:, 2] < edges[:-1, 2]).any():
        other = np.empty_like(edges)
        for shift in range(0, int(edges[:, 2].max()).bit_length(), DIGIT):
            _by_digit(edges, other, shift)
            edges, other = other, edges
    return order, edges


DIGIT = 11
"""Bits sorted at once: so many places to write to stay in the cache."""


@kernel
def _by_digit(edges, other, shift):  # type: ignore[no-untyped-def]
    """Write the edges in the order of some bits of their times, as they come where these are equal."""
    after = np.zeros((1 << DIGIT) + 1, np.int64)
    for e in range(len(edges)):
        after[(edges[e, 2] >> shift & (1 << DIGIT) - 1) + 1] += 1
    for d in range(1 << DIGIT):
        after[d + 1] += after[d]
    for e in range(len(edges)):
        d = edges[e, 2] >> shift & (1 << DIGIT) - 1
        put = after[d]
        other[put, 0], other[put, 1], other[put, 2] = edges[e, 0], edges[e, 1], edges[e, 2]
        after[d] += 1


@kernel
def _inner(payers, payees, times, place):  # type: ignore[no-untyped-def]
    edges = np.empty((len(payers), 3), np.int32)
    put = 0
    for e in range(len(payers)):
        x, y = payers[e], payees[e]
        here, there = place[x], place[y]
        if x != y and here >= 0 and (here ^ there) >> 32 == 0:
            edges[put, 0], edges[put, 1], edges[put, 2] = here, there, times[e]
            put += 1
    return edges[:put]


@kernel
def sort_edges(nodes, keys, others, carried):  # type: ignore[no-untyped-def]
    """Return rows by key: where each starts, the other ends, and if `carried` the numbers of the edges."""
    start = np.zeros(nodes + 1, np.int32)
    for e in range(len(keys)):
        if keys[e] != others[e]:
            start[keys[e] + 1] += 1
    for x in range(nodes):
        start[x + 1] += start[x]
    at = start[:-1].copy()
    row, edge = np.empty(start[nodes], np.int32), np.empty(start[nodes] if carried else 0, np.int32)
    for e in range(len(keys)):
        x = keys[e]
        if x == others[e]:
            continue
        row[at[x]] = others[e]
        if carried:
            edge[at[x]] = e
        at[x] += 1
    return start, row, edge


@kernel
def _bundles(back, room, place, order, mask, weight):  # type: ignore[no-untyped-def]
    """Turn rows by payee into rows by payer and rank that fall, an edge like the one before it joining it."""
    back_start, tail, edge = back
    nodes = len(order)
    start, at = np.zeros(nodes + 1, np.int32), np.zeros((nodes, 2), np.int32)
    for x in range(nodes):
        start[x + 1] = start[x] + room[order[x] + 1] - room[order[x]]
        at[x, 0], at[x, 1] = start[x], -1
    masked, weighed = len(mask) > 0, len(weight) > 0
    head = np.empty(start[nodes], np.int32)
    masks = np.empty(len(head) if masked else 0, np.int64)
    weights = np.empty(len(head) if weighed else 0, np.float64)
    for y in range(nodes - 1, -1, -1):
        node = order[y]
        here = place[node]
        for j in range(back_start[node], back_start[node + 1]):
            there = place[tail[j]]
            if (here ^ there) >> 32 != 0:
                continue
            x = there & 0xFFFFFFFF
            put = at[x, 0]
            if at[x, 1] == y and (not masked or masks[put - 1] == mask[edge[j]]):
                if weighed:
                    weights[put - 1] += weight[edge[j]]
                continue
            head[put] = y
            if masked:
                masks[put] = mask[edge[j]]
            if weighed:
                weights[put] = weight[edge[j]]
            at[x, 0], at[x, 1] = put + 1, y
    return _closed_up(start, at[:, 0], head, masks, weights)


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


@kernel
def half_of_arcs(rows):  # type: ignore[no-untyped-def]
    """Return how many roots retire half of the arcs, and how many arcs are left then."""
    nodes = len(rows.start) - 1
    left = len(rows.head)
    for root in range(nodes):
        if left <= len(rows.head) // 2:
            return root, left
        j = rows.start[root]
        while j < rows.start[root + 1] and rows.head[j] > root:
            j += 1
        left -= j - rows.start[root]
        j = rows.back_start[root]
        while j < rows.back_start[root + 1] and rows.tail[j] > root:
            j += 1
        left -= j - rows.back_start[root]
    return nodes, left


@kernel
def _rest(rows, roots, left):  # type: ignore[no-untyped-def]
    """Return the nodes after so many roots that pay one of them and are paid, and the arcs among these."""
    nodes = len(rows.start) - 1
    number, count = np.full(nodes, -1, np.int32), 0
    for x in range(roots, nodes):
        pays = rows.start[x] < rows.start[x + 1] and rows.head[rows.start[x]] >= roots
        if pays and rows.back_start[x] < rows.back_start[x + 1] and rows.tail[rows.back_start[x]] >= roots:
            number[x] = count
            count += 1
    kept = np.empty(count, np.int32)
    payers, payees = np.empty(left, np.int32), np.empty(left, np.int32)
    mask = np.empty(left if len(rows.mask) else 0, np.int64)
    weight = np.empty(left if len(rows.weight) else 0, np.float64)
    put = 0
    for x in range(roots, nodes):
        if number[x] < 0:
            continue
        kept[number[x]] = x
        for j in range(rows.start[x], rows.start[x + 1]):
            if rows.head[j] < roots:
                break
            if number[rows.head[j]] < 0:
                continue
            payers[put], payees[put] = number[x], number[rows.head[j]]
            if len(mask):
                mask[put] = rows.mask[j]
            if len(weight):
                weight[put] = rows.weight[j]
            put += 1
    most_masks, most_weights = min(put, len(mask)), min(put, len(weight))
    return kept, payers[:put], payees[:put], mask[:most_masks], weight[:most_weights]
