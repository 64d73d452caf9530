"""The kernels of the search in time: cycles whose edges follow one another strictly within a window.

In: `Trails`, a bound on length, a window. Out: counts by length. Promise: each cycle of edges once, at its first edge;
no recursion; edges looked at are counted, and a search over its budget ends with the row at hand.

Every edge is a root (Kumar & Calders 2018). From it the search spreads forward by earliest arrival and backward by
latest departure, the smaller front first, until the hops meet; further on it keeps to nodes that the other side can
still meet in time. What is left is indexed, parallel edges as one bundle, and the walk carries along how many ways lead
to each time of a bundle, so that the choices among parallel edges are counted and never listed.

Backward times are kept with a minus sign: both ways are then the same search for least labels, and a node is of use
where its two labels add up to less than zero.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from anello.analyse.search.compiling import bare_kernel, kernel, part_of_kernel
from anello.analyse.search.ranking import Array

NEVER = 2**31 - 1
"""The label of a node that was not reached."""
FEW = 8
"""A front of so few nodes goes on alone: it may well die out, and then the root is settled."""


class Trails(NamedTuple):
    """Edges by payer, (payee, time), times rising; and by payee, (payer, less the time), times falling."""

    start: Array
    ahead: Array
    back_start: Array
    behind: Array


class Desk(NamedTuple):
    """What one thread works on; arrays over all nodes or edges are touched only as far as a root reaches.

    `label` holds the earliest arrival and less the latest departure of each node; `index` and `row` the edges of use:
    each row of bundles, (head, where its times begin).
    """

    label: Array
    hops: Array
    queued: Array
    queue: Array
    seen: Array
    local: Array
    members: Array
    size: Array
    row: Array
    bundle: Array
    times: Array
    ways: Array
    on_path: Array
    stack: Array


def make_desk(trails: Trails, longest: int) -> Desk:
    """Return a desk; memory is taken up only as it is touched."""
    nodes, edges = len(trails.start) - 1, len(trails.ahead)
    return Desk(
        label=np.full((nodes, 2), NEVER, np.int32),
        hops=np.zeros((nodes, 2), np.int8),
        queued=np.zeros((nodes, 2), np.uint8),
        queue=np.empty((4, nodes), np.int32),
        seen=np.empty((2, nodes), np.int32),
        local=np.full(nodes, -1, np.int32),
        members=np.empty(nodes + 1, np.int32),
        size=np.zeros(nodes + 1, np.int32),
        row=np.empty(nodes + 2, np.int32),
        bundle=np.empty((edges + 1, 2), np.int32),
        times=np.empty(edges, np.int32),
        ways=np.empty(edges + 2, np.int64),
        on_path=np.zeros(nodes + 1, np.uint8),
        stack=np.zeros((longest + 2, 5), np.int64),
    )


@kernel
def sort_in_time(nodes, edges, sign):  # type: ignore[no-untyped-def]
    """Return rows of (other node, its time with the sign), by payer as given or, for a minus, by payee from the end."""
    start = np.zeros(nodes + 1, np.int32)
    own = 0 if sign > 0 else 1
    for e in range(len(edges)):
        start[edges[e, own] + 1] += 1
    for x in range(nodes):
        start[x + 1] += start[x]
    at = start[:-1].copy()
    row = np.empty((len(edges), 2), np.int32)
    for step in range(len(edges)):
        e = step if sign > 0 else len(edges) - 1 - step
        x, y = edges[e, own], edges[e, 1 - own]
        row[at[x], 0], row[at[x], 1] = y, sign * edges[e, 2]
        at[x] += 1
    return start, row


@part_of_kernel
def _after(row, low, high, time):  # type: ignore[no-untyped-def]
    """Return the first position of a row later than a time."""
    while low < high:
        middle = (low + high) >> 1
        if row[middle, 1] <= time:
            low = middle + 1
        else:
            high = middle
    return low


@part_of_kernel
def _spread(start, row, desk, side, span):  # type: ignore[no-untyped-def]
    """Lower the labels that a front reaches over one edge; return the next front's size, all reached and the work."""
    root, limit, depth, front, reached, kept = span
    label, queued = desk.label, desk.queued
    now, following = desk.queue[2 * side + (depth & 1)], desk.queue[2 * side + 1 - (depth & 1)]
    put, work = 0, 0
    for i in range(front):
        x = now[i]
        queued[x, side] = 0
        if kept and x != root and np.int64(label[x, 0]) + label[x, 1] >= 0:
            continue
        for j in range(_after(row, start[x], start[x + 1], label[x, side]), start[x + 1]):
            y, time = row[j, 0], row[j, 1]
            if time > limit:
                break
            work += 1
            if y == root or time >= label[y, side] or (kept and np.int64(time) + label[y, 1 - side] >= 0):
                continue
            if label[y, side] == NEVER:
                desk.seen[side, reached] = y
                reached += 1
                desk.hops[y, side] = depth + 1
            label[y, side] = time
            if queued[y, side] == 0:
                queued[y, side] = 1
                following[put] = y
                put += 1
    return put, reached, work + front


@part_of_kernel
def _meet(trails, desk, edge, span):  # type: ignore[no-untyped-def]
    """Label all nodes by which the edge can come back; return how many each side reached, and the work."""
    root, node, time = edge
    last, hops = span
    desk.label[node, 0], desk.label[root, 1] = time, -(last + 1)
    desk.hops[root, 1] = 0
    desk.queue[0, 0], desk.queue[2, 0] = node, root
    desk.seen[0, 0], desk.seen[1, 0] = node, root
    ahead, behind, front, rear, reached, met, work = 0, 0, 1, 1, 1, 1, 0
    while ahead + behind < hops and front > 0 and rear > 0:
        if front <= max(FEW, rear):
            sent = (root, last, ahead, front, reached, False)
            front, reached, spent = _spread(trails.start, trails.ahead, desk, 0, sent)
            ahead += 1
        else:
            sent = (root, -time - 1, behind, rear, met, False)
            rear, met, spent = _spread(trails.back_start, trails.behind, desk, 1, sent)
            behind += 1
        work += spent
    while behind < hops and rear > 0:
        sent = (root, -time - 1, behind, rear, met, True)
        rear, met, spent = _spread(trails.back_start, trails.behind, desk, 1, sent)
        behind += 1
        work += spent
    while ahead < hops - 1 and front > 0 and time + np.int64(desk.label[node, 1]) < 0:
        sent = (root, last, ahead, front, reached, True)
        front, reached, spent = _spread(trails.start, trails.ahead, desk, 0, sent)
        ahead += 1
        work += spent
    for i in range(front):
        desk.queued[desk.queue[ahead & 1, i], 0] = 0
    for i in range(rear):
        desk.queued[desk.queue[2 + (behind & 1), i], 1] = 0
    return reached, met, work


@part_of_kernel
def _index(trails, desk, root, reached, last):  # type: ignore[no-untyped-def]
    """Write the rows of all nodes of use, edges of one head together; return the number of the nodes and the work."""
    label, local, members, size = desk.label, desk.local, desk.members, desk.size
    count = 1
    local[root], members[0] = 0, root
    for i in range(reached):
        x = desk.seen[0, i]
        if np.int64(label[x, 0]) + label[x, 1] < 0:
            local[x], members[count] = count, x
            count += 1
    used, bundles, work = 0, 0, 0
    desk.row[1] = 0
    for own in range(1, count):
        x = members[own]
        low = _after(trails.ahead, trails.start[x], trails.start[x + 1], label[x, 0])
        first = bundles
        for j in range(low, trails.start[x + 1]):
            y, time = trails.ahead[j, 0], trails.ahead[j, 1]
            if time > last:
                break
            work += 1
            if local[y] >= 0 and np.int64(time) + label[y, 1] < 0:
                if size[local[y]] == 0:
                    desk.bundle[bundles, 0] = local[y]
                    bundles += 1
                size[local[y]] += 1
        for i in range(first, bundles):
            head = desk.bundle[i, 0]
            desk.bundle[i, 1] = used
            used += size[head]
            size[head] = desk.bundle[i, 1]
        for j in range(low, low if first == bundles else trails.start[x + 1]):
            y, time = trails.ahead[j, 0], trails.ahead[j, 1]
            if time > last:
                break
            if local[y] >= 0 and np.int64(time) + label[y, 1] < 0:
                desk.times[size[local[y]]] = time
                size[local[y]] += 1
        for i in range(first, bundles):
            size[desk.bundle[i, 0]] = 0
        desk.row[own + 1] = bundles
    desk.bundle[bundles, 1] = used
    return count, work


PLACE, NODE, LOW, HIGH, BASE = range(5)
"""Columns of the stack: next bundle, node, the bundle by which it was reached from and to, where its ways are kept."""


@part_of_kernel
def _walk(desk, node, time, longest, budget, found):  # type: ignore[no-untyped-def]
    """Count the cycles of the indexed root into `found`, by length; return the work.

    `times[LOW:HIGH]` are the times of the bundle by which a node was reached, `ways[BASE:]` how many ways lead to each.
    """
    stack, times, ways, bundle, on_path = desk.stack, desk.times, desk.ways, desk.bundle, desk.on_path
    start = desk.local[node]
    depth, work = 1, 0
    stack[1, PLACE], stack[1, NODE] = desk.row[start], start
    stack[1, LOW], stack[1, HIGH], stack[1, BASE] = 0, 1, 0
    ways[0], on_path[start] = 1, 1
    while depth > 0:
        x, place = stack[depth, NODE], stack[depth, PLACE]
        if place == desk.row[x + 1] or work > budget:
            on_path[x] = 0
            depth -= 1
            continue
        stack[depth, PLACE] += 1
        work += 1
        head = bundle[place, 0]
        if on_path[head] != 0 or depth + 1 + desk.hops[desk.members[head], 1] > longest:
            continue
        low, high = bundle[place, 1], bundle[place + 1, 1]
        came, ended, base = stack[depth, LOW], stack[depth, HIGH], stack[depth, BASE]
        earliest = time if depth == 1 else times[came]
        while low < high and times[low] <= earliest:
            low += 1
        if low == high:
            continue
        put = base + ended - came
        total, so_far = 0, 0
        for j in range(low, high):
            while came < ended and (depth == 1 or times[came] < times[j]):
                so_far += ways[base]
                base += 1
                came += 1
            total += so_far
            ways[put + j - low] = so_far
        work += high - low
        if head == 0:
            found[depth + 1] += total
            continue
        depth += 1
        stack[depth, PLACE], stack[depth, NODE] = desk.row[head], head
        stack[depth, LOW], stack[depth, HIGH], stack[depth, BASE] = low, high, put
        on_path[head] = 1
    return work


@part_of_kernel
def _clear(desk, root, counts):  # type: ignore[no-untyped-def]
    reached, met, count = counts
    for i in range(reached):
        desk.label[desk.seen[0, i], 0] = NEVER
    for i in range(met):
        desk.label[desk.seen[1, i], 1] = NEVER
    for i in range(count):
        desk.local[desk.members[i]] = -1


@bare_kernel
def count_in_time(trails, desk, ask, first, last, budget, found):  # type: ignore[no-untyped-def]
    """Count the cycles of a stretch of first edges by length; return the work, more than the budget if cut.

    `ask` is the bound on length and the window in the unit of the times.
    """
    longest, window = ask
    work, root = 0, 0
    back = 0
    for edge in range(first, last):
        if edge == first or edge >= trails.start[root + 1]:
            root = int(np.searchsorted(trails.start, edge, side="right")) - 1
            back = trails.back_start[root + 1] - 1
        node, time = trails.ahead[edge, 0], trails.ahead[edge, 1]
        while back >= trails.back_start[root] and -trails.behind[back, 1] <= time:
            back -= 1
        work += 1
        if back < trails.back_start[root] or -trails.behind[back, 1] > time + window:
            continue
        till = time + window
        if trails.start[node] == trails.start[node + 1] or trails.ahead[trails.start[node + 1] - 1, 1] <= time:
            continue
        reached, met, spent = _meet(trails, desk, (root, node, time), (till, longest - 1))
        work += spent
        count = 0
        if np.int64(time) + desk.label[node, 1] < 0:
            count, spent = _index(trails, desk, root, reached, till)
            work += spent
            if work <= budget:
                work += _walk(desk, node, time, longest, budget - work, found)
        _clear(desk, root, (reached, met, count))
        if work > budget:
            break
    return work
