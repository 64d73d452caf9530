"""Places in the plane for the nodes of a graph: near what they deal with, apart from all others.

In: how many nodes, weighted pairs of them, a radius for each. Out: an array of centres, in units of the radii. Promise:
the same input gives the same places on every machine, since nothing but sums, products and square roots is used; no
two discs overlap; parts that no pair joins stand side by side; time and memory are bounded, because no more than
`HUBS` nodes are laid out in full and every other one stands in a ring of satellites round its nearest hub.

Full layout is stress majorisation (Gansner, Koren and North, Graph Drawing 2004) of the distances along the pairs.
Why not a library: docs/decisions/0020-places.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Pairs: TypeAlias = Mapping[tuple[int, int], float]
"""Two nodes, the lesser first -> how strongly they belong together; 1 is one deal."""

HUBS = 600
"""Nodes that are laid out in full, over all parts together; a part has its share, but `FEW` in any case."""

FEW = 24
ROUNDS = 150
PUSHES = 400
GAP = 1.2
"""How far apart two discs are at least, in sums of their radii."""

APART = 2.8
"""How far apart two parties of one deal are to be, in sums of radii."""

SMALL = 0.5
"""Part of its room that a satellite takes: a map shows the largest first, and few of these at a time."""

WIDE = 1.5
"""Width of the whole, in heights: screens are wide."""

TURN = (-0.7373688780783197, 0.6754902942615238)
"""Cosine and sine of the golden angle."""

SPACING = 1.54
"""Distance of the nearest two points of a sunflower, at least (measured for 10 to 4,000 points: 1.546)."""


def lay_out(radii: Sequence[float], pairs: Pairs) -> Array:
    """Return a centre for each node."""
    centres = np.zeros((len(radii), 2))
    parts = _parts(len(radii), pairs)
    inside = _within(parts, pairs)
    rank = {node: place for place, node in enumerate(sorted(range(len(radii)), key=lambda n: (-radii[n], n)))}
    boxes = []
    for part, joined in zip(parts, inside, strict=True):
        found = _lay_out_part([radii[node] for node in part], joined, [rank[node] for node in part])
        reach = np.array([radii[node] for node in part])[:, None] * GAP
        low = (found - reach).min(axis=0)
        centres[part] = found - low
        width, height = (found + reach).max(axis=0) - low
        boxes.append((float(width), float(height)))
    for part, corner in zip(parts, _pack(boxes), strict=True):
        centres[part] += corner
    return centres


def _parts(count: int, pairs: Pairs) -> list[list[int]]:
    """Return the connected parts, the largest first; all nodes without a pair are the last one."""
    ways: list[list[int]] = [[] for _ in range(count)]
    for one, other in pairs:
        ways[one].append(other)
        ways[other].append(one)
    seen = [not near for near in ways]
    parts = []
    for first in range(count):
        if seen[first]:
            continue
        seen[first], part = True, [first]
        for node in part:
            fresh = [other for other in ways[node] if not seen[other]]
            for other in fresh:
                seen[other] = True
            part += fresh
        parts.append(sorted(part))
    parts.sort(key=lambda part: (-len(part), part[0]))
    alone = [node for node in range(count) if not ways[node]]
    return parts + ([alone] if alone else [])


def _within(parts: Sequence[Sequence[int]], pairs: Pairs) -> list[dict[tuple[int, int], float]]:
    """Return the pairs of each part by the places of their nodes in it."""
    place = {node: (number, index) for number, part in enumerate(parts) for index, node in enumerate(part)}
    found: list[dict[tuple[int, int], float]] = [{} for _ in parts]
    for (one, other), weight in pairs.items():
        number, index = place[one]
        found[number][index, place[other][1]] = weight
    return found


def _lay_out_part(radii: Sequence[float], pairs: Pairs, rank: Sequence[int]) -> Array:
    if not pairs:
        return _in_rows(radii)
    if len(radii) == 2:
        return np.array([(0.0, 0.0), (sum(radii) * APART, 0.0)])
    order = sorted(range(len(radii)), key=lambda node: rank[node])
    most = sum(place < HUBS for place in rank)
    hubs = order[: max(most, FEW)]
    anchor = _anchors(len(radii), pairs, hubs)
    around: list[list[int]] = [[] for _ in hubs]
    for node in order:
        if node != hubs[anchor[node]]:
            around[anchor[node]].append(node)
    reach = [_reach(radii[hub], [radii[node] for node in near]) for hub, near in zip(hubs, around, strict=True)]
    weights = np.zeros((len(hubs), len(hubs)))
    for (a, b), weight in sorted(pairs.items()):
        weights[anchor[a], anchor[b]] += weight
        weights[anchor[b], anchor[a]] += weight
    np.fill_diagonal(weights, 0.0)
    room = np.array(reach)
    # A hub with a thousand satellites would be sent to the rim by its size; it belongs in the middle, with room made.
    middle = _push_apart(_turn(_settle(weights, np.minimum(room, 1.5 * float(np.median(room))))), room)
    centres = np.zeros((len(radii), 2))
    for hub, near, (x, y) in zip(hubs, around, middle, strict=True):
        centres[hub] = (x, y)
        if near:
            centres[near] = np.array((x, y)) + _satellites(radii[hub], [radii[node] for node in near])
    return centres


def _in_rows(radii: Sequence[float]) -> Array:
    """Return nodes that nothing joins in rows, as wide as the whole is to be."""
    step = 2 * GAP * max(radii)
    across = max(1, round((len(radii) * WIDE) ** 0.5))
    return np.array([(index % across * step, index // across * step) for index in range(len(radii))], dtype=float)


# --- hubs and satellites ----------------------------------------------------------------------------------------------


def _anchors(count: int, pairs: Pairs, hubs: Sequence[int]) -> list[int]:
    """Return for each node the number of the hub to which it belongs, hop by hop: one it deals much with, and which has
    few so far."""
    near: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    for (a, b), weight in sorted(pairs.items()):
        near[a].append((weight, b))
        near[b].append((weight, a))
    found = [-1] * count
    for number, hub in enumerate(hubs):
        found[hub] = number
    loads, wave = [0] * len(hubs), list(hubs)
    while wave:
        met = sorted({other for node in wave for _, other in near[node] if found[other] < 0})
        ways = [[(weight, found[other]) for weight, other in near[node] if found[other] >= 0] for node in met]
        for node, way in zip(met, ways, strict=True):
            found[node] = min((loads[number] / weight, number) for weight, number in way)[1]
            loads[found[node]] += 1
        wave = met
    return found


def _satellites(radius: float, radii: Sequence[float]) -> Array:
    """Return places round the origin for discs beside a disc of that radius: points of a sunflower beyond it."""
    step = 2 * GAP * SMALL * max(radii) / SPACING
    first = int(((radius + SMALL * max(radii)) * GAP / step) ** 2) + 1
    return _sunflower(first + len(radii))[first:] * step


def _reach(radius: float, radii: Sequence[float]) -> float:
    """Return the radius of a hub together with its satellites."""
    if not radii:
        return radius
    far = _satellites(radius, radii)[-1]
    return float((far * far).sum() ** 0.5) + SMALL * max(radii)


def _sunflower(count: int) -> Array:
    """Return points that fill a disc evenly, from the middle outwards (Vogel, Mathematical Biosciences 1979)."""
    points = np.empty((count, 2))
    (cosine, sine), x, y = TURN, 1.0, 0.0
    for index in range(count):
        points[index] = (x, y)
        x, y = x * cosine - y * sine, x * sine + y * cosine
    scaled: Array = points * np.sqrt(np.arange(count) + 0.5)[:, None]
    return scaled


# --- the full layout --------------------------------------------------------------------------------------------------


def _settle(weights: Array, radii: Array) -> Array:
    """Return centres whose distances are as near as can be to those along the pairs."""
    goal = _distances(weights, radii)
    heavy = np.argsort(-weights.sum(axis=1), kind="stable")
    centres = np.empty((len(radii), 2))
    centres[heavy] = _sunflower(len(radii)) * float(np.median(radii)) * 2
    pull = 1 / np.where(goal > 0, goal * goal, 1.0)
    np.fill_diagonal(pull, 0.0)
    total = pull.sum(axis=1)
    goal *= pull
    for _ in range(ROUNDS if len(radii) > 1 else 0):
        x, y, apart = _offsets(centres)
        force = goal / np.maximum(apart, 1e-9)
        centres = np.stack(
            [
                ((pull * centres[None, :, 0]).sum(axis=1) + (force * x).sum(axis=1)) / total,
                ((pull * centres[None, :, 1]).sum(axis=1) + (force * y).sum(axis=1)) / total,
            ],
            axis=1,
        )
    return centres


def _distances(weights: Array, radii: Array) -> Array:
    """Return the lengths of the shortest ways; a pair is the shorter the stronger, and never shorter than its discs."""
    joined = weights > 0
    room = radii[:, None] + radii[None, :]
    between = float(np.median(radii)) * 2 * (APART - 1)
    ways = np.where(joined, room + between / np.sqrt(np.where(joined, weights, 1.0)), np.inf)
    np.fill_diagonal(ways, 0.0)
    for via in range(len(radii)):
        np.minimum(ways, ways[:, via, None] + ways[None, via, :], out=ways)
    return ways


def _offsets(centres: Array) -> tuple[Array, Array, Array]:
    x = centres[:, 0, None] - centres[None, :, 0]
    y = centres[:, 1, None] - centres[None, :, 1]
    return x, y, np.sqrt(x * x + y * y)


def _turn(centres: Array) -> Array:
    """Return the centres turned so that they are wider than high, with the first on the left and the second above.

    A study that grows by little keeps its orientation so.
    """
    centres = centres - centres.sum(axis=0) / len(centres)
    x, y = centres[:, 0], centres[:, 1]
    across, along, both = float((x * x).sum()), float((y * y).sum()), float((x * y).sum())
    size = ((across - along) ** 2 + 4 * both**2) ** 0.5
    if size > 0:
        cosine = max(0.0, (1 + (across - along) / size) / 2) ** 0.5
        sine = max(0.0, 1 - cosine * cosine) ** 0.5 * (1 if both >= 0 else -1)
        centres = np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=1)
    if centres[0, 0] > 0:
        centres[:, 0] *= -1
    if len(centres) > 1 and centres[1, 1] < 0:
        centres[:, 1] *= -1
    return centres


def _push_apart(centres: Array, radii: Array) -> Array:
    """Return the centres moved as little as needed so that no discs overlap; where they are crowded all spread out."""
    room = (radii[:, None] + radii[None, :]) * GAP
    np.fill_diagonal(room, 0.0)
    area = radii * radii
    share = 0.7 * area[None, :] / (area[:, None] + area[None, :])  # the larger stays where it is
    centres = centres + _sunflower(len(radii)) * 1e-6  # two in one spot have no direction to part
    for turn in range(PUSHES):
        x, y, apart = _offsets(centres)
        over = np.maximum(room - apart, 0.0)
        if float(over.max()) <= 1e-3 * float(room.max()):
            break
        push = over / np.maximum(apart, 1e-9) * share
        centres = centres + np.stack([(push * x).sum(axis=1), (push * y).sum(axis=1)], axis=1)
        if turn > PUSHES // 10:
            centres *= 1.01
    return centres


# --- parts side by side -----------------------------------------------------------------------------------------------


def _pack(boxes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a corner for each box so that none overlaps: where it comes lowest, then leftmost (skyline packing)."""
    area = sum(width * height for width, height in boxes)
    wide = max([max((width for width, _ in boxes), default=0.0), (area * WIDE) ** 0.5])
    sky: list[tuple[float, float]] = [(0.0, 0.0)]
    corners = []
    for width, height in boxes:
        base, left = _lowest(sky, width, wide)
        corners.append((left, base))
        sky = _raised(sky, left, left + width, base + height)
    return corners


def _lowest(sky: Sequence[tuple[float, float]], width: float, wide: float) -> tuple[float, float]:
    """Return base and left edge of the lowest gap for a box; the skyline is steps (left edge, height)."""
    best = (max(height for _, height in sky), 0.0)
    for index, (left, base) in enumerate(sky):
        if left + width > wide * (1 + 1e-9) or base >= best[0]:
            continue
        for start, height in sky[index + 1 :]:
            if start >= left + width - 1e-9:
                break
            base = max(base, height)
        best = min(best, (base, left))
    return best


def _raised(sky: Sequence[tuple[float, float]], left: float, right: float, top: float) -> list[tuple[float, float]]:
    """Return the skyline with a box on it."""
    after = [height for start, height in sky if start <= right + 1e-9][-1]
    kept = [step for step in sky if step[0] < left - 1e-9]
    rest = [step for step in sky if step[0] > right + 1e-9]
    return [*kept, (left, top), (right, after), *rest]
