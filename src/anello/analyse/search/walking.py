"""The kernels of the bounded search: cycles of 2 to k nodes through each root among the nodes not yet retired.

In: `Rows`, a `Query`, a `Desk` to work on. Out: counts by length, or cycles in pages. Promise: each cycle once, at its
node of lowest rank; no recursion; arcs looked at are counted, and a search over its budget ends with the row at hand.

From a root the search spreads both ways, the smaller front first, until the depths meet; further on it keeps to nodes
that the other side has reached. What is left is indexed: each row holds only arcs that can still come back in time,
sorted by how far their head is from the root (PathEnum, Sun et al. 2021), so that a walk never checks a distance.
Counting stops two arcs early: how many last arcs a node has is known, less those that lead back into the path.
"""

from __future__ import annotations

from anello.analyse.search.compiling import bare_kernel, part_of_kernel
from anello.analyse.search.desks import COUNT, DEPTH, FAR, LAST, LEFT, NEXT

FEW = 8
"""A front of so few nodes goes on alone: it may well die out, and then the root is settled."""


@part_of_kernel
def _spread(start, head, mask, near, queue, span):  # type: ignore[no-untyped-def]
    """Give all unreached heads of a front their depth; return the end of the next front and the arcs looked at.

    `span` is (root, begin and end of the front, depth, need, any_of).
    """
    root, low, high, depth, need, any_of = span
    put, spent = high, 0
    for i in range(low, high):
        x = queue[i]
        for j in range(start[x], start[x + 1]):
            y = head[j]
            if y <= root:
                break
            spent += 1
            if near[y] != FAR:
                continue
            if (need | any_of) != 0 and ((mask[j] & need) != need or (any_of != 0 and (mask[j] & any_of) == 0)):
                continue
            near[y] = depth
            queue[put] = y
            put += 1
    return put, spent


@part_of_kernel
def _spread_back(rows, desk, span, longest):  # type: ignore[no-untyped-def]
    """Spread backward as `_spread` does, only to nodes whose way from the root leaves room."""
    root, low, high, depth, need, any_of = span
    mask, behind, ahead = rows.back_mask, desk.behind, desk.ahead
    put, spent = high, 0
    for i in range(low, high):
        x = desk.rear[i]
        if ahead[x] + depth - 1 > longest:
            continue
        for j in range(rows.back_start[x], rows.back_start[x + 1]):
            y = rows.tail[j]
            if y <= root:
                break
            spent += 1
            if behind[y] != FAR or ahead[y] + depth > longest:
                continue
            if (need | any_of) != 0 and ((mask[j] & need) != need or (any_of != 0 and (mask[j] & any_of) == 0)):
                continue
            behind[y] = depth
            desk.rear[put] = y
            put += 1
    return put, spent


@part_of_kernel
def _measure(rows, desk, query, root):  # type: ignore[no-untyped-def]
    """Find the distance to the root of all nodes that may lie on a cycle; return both queues' ends and the work."""
    k, need, any_of = query.longest, query.need, query.any_of
    desk.ahead[root] = desk.behind[root] = 0
    desk.front[0] = desk.rear[0] = root
    low, high, back_low, back_high = 0, 1, 0, 1
    ahead, behind, work = 0, 0, 0
    while ahead + behind < k:
        if high - low <= max(FEW, back_high - back_low):
            ahead += 1
            span = (root, low, high, ahead, need, any_of)
            put, spent = _spread(rows.start, rows.head, rows.mask, desk.ahead, desk.front, span)
            low, high = high, put
            if low == high:
                ahead = k
        else:
            behind += 1
            span = (root, back_low, back_high, behind, need, any_of)
            put, spent = _spread(rows.back_start, rows.tail, rows.back_mask, desk.behind, desk.rear, span)
            back_low, back_high = back_high, put
            if back_low == back_high:
                behind = k
        work += spent
    for depth in range(behind + 1, k):
        if back_low == back_high:
            break
        span = (root, back_low, back_high, depth, need, any_of)
        put, spent = _spread_back(rows, desk, span, k)
        back_low, back_high = back_high, put
        work += spent
    return high, back_high, work


@part_of_kernel
def _index_row(rows, desk, query, span):  # type: ignore[no-untyped-def]
    """Write one row of the index; return the index's new end and the number of its nodes."""
    root, own, used, count = span
    begin = used
    k, need, any_of = query.longest, query.need, query.any_of
    mask, behind, local, bucket = rows.mask, desk.behind, desk.local, desk.bucket
    x, depth, base = desk.members[own], desk.level[own] + 1, own * (k + 1)
    masked, weighed = (need | any_of) != 0, len(rows.weight) > 0
    several = len(rows.mask) > 0
    size = bucket[base : base + k + 1]
    size[:] = 0
    for turn in range(2):
        last, put = -1, -1
        for j in range(rows.start[x], rows.start[x + 1]):
            y = rows.head[j]
            if y < root:
                break
            far = behind[y]
            if depth + far > k:
                continue
            if masked and ((mask[j] & need) != need or (any_of != 0 and (mask[j] & any_of) == 0)):
                continue
            if several and y == last:
                if turn == 1 and weighed:
                    desk.widths[put] += rows.weight[j]
                continue
            last = y
            if turn == 0:
                size[far] += 1
                if local[y] < 0:
                    local[y] = count
                    desk.members[count] = y
                    desk.level[count] = depth
                    count += 1
                continue
            put = size[far]
            size[far] += 1
            desk.heads[put] = local[y]
            if weighed:
                desk.widths[put] = rows.weight[j]
        if turn == 0:
            for far in range(k + 1):
                more = size[far]
                size[far] = used
                used += more
    for far in range(k, 0, -1):
        size[far] = size[far - 1]
    size[0] = begin
    return used, count


@part_of_kernel
def _index(rows, desk, query, root):  # type: ignore[no-untyped-def]
    """Index what can lie on a cycle through the root; return the number of its nodes and the work."""
    if rows.start[root] == rows.start[root + 1] or rows.head[rows.start[root]] <= root:
        return 0, 1
    if rows.back_start[root] == rows.back_start[root + 1] or rows.tail[rows.back_start[root]] <= root:
        return 0, 1
    ends, back_ends, work = _measure(rows, desk, query, root)
    desk.members[0], desk.level[0], desk.local[root] = root, 0, 0
    used, count, own = 0, 1, 0
    while own < count:
        used, count = _index_row(rows, desk, query, (root, own, used, count))
        own += 1
        work += 1
    for i in range(ends):
        desk.ahead[desk.front[i]] = FAR
    for i in range(back_ends):
        desk.behind[desk.rear[i]] = FAR
    if count == 1:
        desk.local[root] = -1
        return 0, work
    return count, work + used


@part_of_kernel
def _clear(desk, count):  # type: ignore[no-untyped-def]
    for own in range(count):
        desk.local[desk.members[own]] = -1


@part_of_kernel
def _block(rows, desk, span, by):  # type: ignore[no-untyped-def]
    """Add `by` to all nodes of the index that pay a node of the path; return the work, zero where it is too much."""
    root, own, most, need, any_of = span
    x, last, seen = desk.members[own], -1, 0
    low, high = rows.back_start[x], rows.back_start[x + 1]
    if high - low > most and rows.tail[low + most] > root:
        return 0
    mask = rows.back_mask
    for j in range(low, high):
        y = rows.tail[j]
        if y <= root:
            break
        seen += 1
        if (need | any_of) != 0 and ((mask[j] & need) != need or (any_of != 0 and (mask[j] & any_of) == 0)):
            continue
        if y != last and desk.local[y] >= 0:
            desk.blocked[desk.local[y]] += by
        last = y
    return seen + 1


@part_of_kernel
def _count_from(rows, desk, query, root, budget, found):  # type: ignore[no-untyped-def]
    """Add the cycles through an indexed root to `found`, by length; return the work."""
    k, bucket, on_path = query.longest, desk.bucket, desk.on_path
    heads, blocked = desk.heads, desk.blocked
    path, at, end, marked = desk.path, desk.at, desk.end, desk.marked
    depth, work, loose, step = 1, 0, 0, k + 1
    path[1], at[1], end[1], marked[1] = 0, bucket[1], bucket[k], 2
    on_path[0] = 1
    while depth > 0:
        if depth + 1 >= k - 1:
            closed, ways = 0, 0
            for j in range(at[depth], end[depth]):
                x = heads[j]
                if on_path[x] == 0:
                    base = x * step
                    closed += bucket[base + 1] > bucket[base]
                    ways += bucket[base + 2] - bucket[base + 1] - blocked[x]
                    if loose > 0:
                        ways += blocked[x]
                        for i in range(bucket[base + 1], bucket[base + 2]):
                            ways -= on_path[heads[i]]
            found[depth + 1] += closed
            if depth + 1 < k:
                found[k] += ways
            work += end[depth] - at[depth] + 1
            at[depth] = end[depth]
        if at[depth] == end[depth] or work > budget:
            x = path[depth]
            on_path[x] = 0
            if marked[depth] == 1:
                _block(rows, desk, (root, x, len(rows.tail), query.need, query.any_of), -1)
            elif marked[depth] == 0:
                loose -= 1
            depth -= 1
            continue
        x = heads[at[depth]]
        at[depth] += 1
        work += 1
        if on_path[x] != 0:
            continue
        base = x * step
        closing = bucket[base + 1] > bucket[base]
        found[depth + 1] += closing
        low, high = bucket[base + 1], bucket[base + k - depth]
        if low == high:
            continue
        depth += 1
        path[depth], at[depth], end[depth], marked[depth] = x, low, high, 2
        on_path[x] = 1
        if closing:
            most = 8 + 2 * (high - low)
            spent = _block(rows, desk, (root, x, most, query.need, query.any_of), 1)
            marked[depth] = spent > 0
            loose += spent == 0
            work += spent
    return work


@bare_kernel
def count_roots(rows, desk, query, first, last, budget, found):  # type: ignore[no-untyped-def]
    """Count the cycles of a stretch of roots into `found`, by length; return the work, more than the budget if cut."""
    work = 0
    for root in range(first, last):
        count, spent = _index(rows, desk, query, root)
        work += spent
        if count > 0:
            if work <= budget:
                work += _count_from(rows, desk, query, root, budget - work, found)
            _clear(desk, count)
        if work > budget:
            break
    return work


@bare_kernel
def write_cycles(rows, desk, query, stand, page):  # type: ignore[no-untyped-def]
    """Fill the page from where the walk stands; return how many cycles it holds now, none where the walk is over."""
    written, room = 0, len(page.ends) - 1
    while True:
        if stand[DEPTH] == 0:
            _clear(desk, stand[COUNT])
            stand[COUNT] = 0
            if stand[NEXT] >= stand[LAST] or stand[LEFT] < 0:
                return written
            root = stand[NEXT]
            stand[NEXT] += 1
            count, spent = _index(rows, desk, query, root)
            stand[COUNT] = count
            stand[LEFT] -= spent
            if count == 0:
                continue
            stand[DEPTH] = 1
            desk.path[1], desk.at[1], desk.end[1] = 0, desk.bucket[1], desk.bucket[query.longest]
            desk.on_path[0] = 1
        written = _write_from(desk, query, stand, page, written)
        if written == room:
            return written


@part_of_kernel
def _write_last(desk, page, query, written):  # type: ignore[no-untyped-def]
    """Close the longest cycles, as all that the last row still holds pay the root; return how many the page holds."""
    k, least, weighed = query
    depth, room, members = k - 1, len(page.ends) - 1, page.members
    j, stop, put = desk.at[depth], desk.end[depth], page.ends[written]
    wide = desk.width[depth]
    while j < stop and written < room:
        x = desk.heads[j]
        j += 1
        if desk.on_path[x] != 0:
            continue
        if weighed:
            wide = min(desk.width[depth], desk.widths[j - 1], desk.widths[desk.bucket[x * (k + 1)]])
            if wide < least:
                continue
        for i in range(1, k):
            members[put] = desk.members[desk.path[i]]
            put += 1
        members[put] = desk.members[x]
        put += 1
        page.strength[written] = wide
        written += 1
        page.ends[written] = put
    desk.at[depth] = j
    return written


@part_of_kernel
def _write_from(desk, query, stand, page, written):  # type: ignore[no-untyped-def]
    """Walk on through one root until the page is full, the root is done or the budget is spent."""
    k, bucket, on_path = query.longest, desk.bucket, desk.on_path
    path, at, end, width = desk.path, desk.at, desk.end, desk.width
    room, weighed, least = len(page.ends) - 1, len(desk.widths) > 0, page.least[0]
    depth, left = stand[DEPTH], stand[LEFT]
    while depth > 0 and written < room:
        if depth + 1 == k:
            first, written = at[depth], _write_last(desk, page, (k, least, weighed), written)
            left -= at[depth] - first
            if written == room:
                break
        if at[depth] == end[depth] or left < 0:
            on_path[path[depth]] = 0
            depth -= 1
            continue
        j = at[depth]
        x = desk.heads[j]
        at[depth] += 1
        left -= 1
        if on_path[x] != 0:
            continue
        wide = min(width[depth], desk.widths[j]) if weighed else width[depth]
        if wide < least:
            continue
        base = x * (k + 1)
        closing = bucket[base]
        if bucket[base + 1] > closing:
            strength = min(wide, desk.widths[closing]) if weighed else wide
            if strength >= least:
                put = page.ends[written]
                for i in range(1, depth + 1):
                    page.members[put] = desk.members[path[i]]
                    put += 1
                page.members[put] = desk.members[x]
                page.strength[written] = strength
                written += 1
                page.ends[written] = put + 1
        low, high = bucket[base + 1], bucket[base + k - depth]
        if low < high:
            depth += 1
            path[depth], at[depth], end[depth], width[depth] = x, low, high, wide
            on_path[x] = 1
    stand[DEPTH], stand[LEFT] = depth, left
    return written
