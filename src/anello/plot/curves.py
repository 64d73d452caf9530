"""Quadratic curves: points, directions and pieces of them.

In: three points. Out: points. Promise: pure mathematics, nothing is drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def around(centre: Point, size: Point) -> Box:
    """Return the rectangle of a size (width, height) around a point."""
    (x, y), (width, height) = centre, size
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


@dataclass(frozen=True, slots=True)
class Curve:
    """A quadratic Bézier curve from `start` to `end`, drawn towards `bend`."""

    start: Point
    bend: Point
    end: Point

    def at(self, part: float) -> Point:
        """Return the point at a part of the way, 0 to 1."""
        one, two, three = (1 - part) ** 2, 2 * part * (1 - part), part**2
        return (
            one * self.start[0] + two * self.bend[0] + three * self.end[0],
            one * self.start[1] + two * self.bend[1] + three * self.end[1],
        )

    def piece(self, first: float, last: float) -> Curve:
        """Return the curve between two parts of the way (the blossom of de Casteljau)."""
        return Curve(self.at(first), self._blossom(first, last), self.at(last))

    def _blossom(self, first: float, last: float) -> Point:
        left = _between(self.start, self.bend, first)
        right = _between(self.bend, self.end, first)
        return _between(left, right, last)

    def outside(self, first: Box, last: Box, steps: int = 240) -> Curve:
        """Return what lies between two rectangles around its ends."""
        parts = [at / steps for at in range(steps + 1)]
        begin = next((part for part in parts if not first.holds(self.at(part))), 0.0)
        end = next((part for part in reversed(parts) if not last.holds(self.at(part))), 1.0)
        return self.piece(begin, end) if begin < end else self

    def direction(self) -> Point:
        """Return the unit vector in which it ends; straight on where it has no length."""
        x, y = self.end[0] - self.bend[0], self.end[1] - self.bend[1]
        length = math.hypot(x, y)
        return (x / length, y / length) if length else (1.0, 0.0)


def _between(one: Point, other: Point, part: float) -> Point:
    return one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])


def bent(start: Point, end: Point, height: float, centre: Point) -> Curve:
    """Return the curve whose middle lies `height` pixels away from the straight line, seen from a centre outwards."""
    middle = _between(start, end, 0.5)
    x, y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(x, y) or 1.0
    normal = (y / length, -x / length)
    away = (middle[0] - centre[0]) * normal[0] + (middle[1] - centre[1]) * normal[1]
    side = -1.0 if away < -1e-6 else 1.0
    bend = (middle[0] + 2 * side * height * normal[0], middle[1] + 2 * side * height * normal[1])
    return Curve(start, bend, end)
