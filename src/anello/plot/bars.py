"""Interval bars: rows of names, bars from what is sure to what may be, and the figures in words beside them.

In: panels of rows with bounds as decimals. Out: the drawing of a sheet. Promise: a bar is plain up to its lower bound
and hatched up to its upper one; a bar without an upper bound runs out of the axis with an arrow; what nobody knows is
hatched all along; the axis begins at zero; nothing overlaps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from anello.plot.advances import text_width
from anello.plot.canvas import Canvas, Font, Pen
from anello.plot.sheet import INNER, MARGIN, Drawing, Key, arrow
from anello.plot.style import EDGE, FAINT, GRID, INK, SUM, TINTS, TONES, hatch
from anello.show.words import currency_sign, number_words

LEAST, LABELS, NAMES, OPEN, WORDS = 80, 285, 130, 34, 350
"""Widths of columns: the least of one, and the most of labels, names of bars, open ends and figures in words."""

HIGH, STEP, BETWEEN, INDENT = 13, 19, 9, 16
"""Height of a bar, from bar to bar, more between rows; how far a row is set in."""

HEAD, ROW, SMALL = Font(16, INK, True), Font(14, INK), Font(13, FAINT)
STEPS = (1, 2, 2.5, 5, 10)
ZERO = Decimal(0)

SURE = Key("surely: at least this much")
SOFT = Key("told, but not binding", shape="soft")
MAYBE = Key("possible: up to this much", shape="maybe")
ENDLESS = Key("no upper bound told", shape="open")
KEYS = (SURE, MAYBE, ENDLESS)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: bounds in the unit of the axis (`high` None is open), what it is, and its figures in words.

    `name` stands before it where a row has several. `span` draws from the lower bound and not from zero. `mark` is the
    figure told, where an open bound was taken as told. `soft` tells that it does not bind, `hollow` that even up to the
    lower bound it is a part that nobody knows.
    """

    low: Decimal | None
    high: Decimal | None
    words: str
    tone: str = SUM
    name: str = ""
    span: bool = False
    mark: Decimal | None = None
    soft: bool = False
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its bars, or a heading where there are none; `indent` sets it in by so many steps."""

    label: str
    bars: tuple[Bar, ...] = ()
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows on one axis. `unit` is a currency or "%" or ""; `most` sets the end of the axis; `marks` are lines on it."""

    title: str
    rows: tuple[Row, ...]
    unit: str
    most: Decimal | None = None
    marks: tuple[tuple[Decimal, str], ...] = ()

    @property
    def reach(self) -> float:
        """Return the end of the axis: what is set, else the largest bound there is."""
        ends = [end for row in self.rows for bar in row.bars for end in (bar.low, bar.high) if end is not None]
        return float(self.most if self.most is not None else max(ends, default=ZERO))


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide the columns of a picture are, the same in all its panels."""

    labels: float
    names: float
    words: float


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where an axis lies, and how many pixels one unit takes."""

    left: float
    right: float
    scale: float

    def at(self, value: Decimal) -> float:
        return min(self.right, self.left + float(value) * self.scale)


def panels_drawing(panels: Sequence[Panel]) -> Drawing:
    """Return the drawing of panels below each other."""

    columns = _columns_of(panels)

    def draw(canvas: Canvas, height: float) -> float:
        for panel in panels:
            height = _draw_panel(canvas, panel, columns, height + 14)
        return height

    return draw


def _columns_of(panels: Sequence[Panel]) -> _Columns:
    """Return columns as wide as what stands in them, within bounds."""
    rows = [row for panel in panels for row in panel.rows if row.bars]
    bars = [bar for row in rows for bar in row.bars]
    labels = max((text_width(row.label, ROW.size) + INDENT * row.indent for row in rows), default=0)
    names = max((text_width(bar.name, SMALL.size) for bar in bars), default=0)
    words = max((text_width(bar.words, ROW.size) for bar in bars), default=0)
    return _Columns(
        min(LABELS, max(LEAST, labels) + 16), min(NAMES, names + 16) if names else 0, min(WORDS, max(LEAST, words) + 8)
    )


def ticks_of(reach: float) -> list[float]:
    """Return round values from zero to at least the end of an axis, seven steps at most.

    >>> ticks_of(741.4)
    [0, 200, 400, 600, 800]
    >>> ticks_of(0)
    [0, 1]
    """
    if reach <= 0:
        return [0, 1]
    size = 10.0 ** math.floor(math.log10(reach / 6))
    step = next(size * s for s in STEPS if reach / (size * s) <= 6)
    return [round(at * step, 12) if step < 1 else at * step for at in range(math.ceil(reach / step - 1e-9) + 1)]


def axis_words(value: float, unit: str) -> str:
    """Return a value as an axis names it."""
    said = number_words(Decimal(repr(value)))
    if unit == "%":
        return f"{said}%"
    return f"{currency_sign(unit)}{said}" if len(unit) == 3 and unit.isupper() else said


def _draw_panel(canvas: Canvas, panel: Panel, columns: _Columns, top: float) -> float:
    canvas.text((MARGIN, top + 14), panel.title, HEAD, most=INNER)
    top += 36
    ticks = ticks_of(panel.reach)
    left = MARGIN + columns.labels + columns.names
    right = MARGIN + INNER - columns.words - OPEN
    axis = _Axis(left, right, (right - left) / ticks[-1])
    bottom = top + sum(map(_height_of, panel.rows))
    _draw_grid(canvas, panel, axis, ticks, (top, bottom))
    height = top + BETWEEN / 2
    for row in panel.rows:
        height = _draw_row(canvas, row, columns, axis, height)
    return bottom + 26 + (14 if panel.marks else 0)


def _height_of(row: Row) -> float:
    return STEP * max(1, len(row.bars)) + BETWEEN


def _draw_grid(canvas: Canvas, panel: Panel, axis: _Axis, ticks: Sequence[float], span: tuple[float, float]) -> None:
    """Draw the axis with its ticks and the lines that mark something on it."""
    top, bottom = span
    for tick in ticks:
        place = axis.at(Decimal(repr(tick)))
        canvas.line((place, top), (place, bottom), Pen(GRID if tick else "#aab3bc"))
        canvas.text((place, bottom + 16), axis_words(tick, panel.unit), SMALL, anchor="middle")
    for value, words in panel.marks:
        place = axis.at(value)
        canvas.line((place, top - 4), (place, bottom + 20), Pen(INK, 1, "3 3"))
        canvas.text((place, bottom + 33), words, SMALL, anchor="middle")


def _draw_row(canvas: Canvas, row: Row, columns: _Columns, axis: _Axis, top: float) -> float:
    inset = INDENT * row.indent
    font = Font(ROW.size, INK, not row.bars)
    most = (INNER if not row.bars else columns.labels - 12) - inset
    canvas.text((MARGIN + inset, top + 13), row.label, font, most=most)
    for at, bar in enumerate(row.bars):
        place = top + at * STEP
        if bar.name:
            canvas.text((MARGIN + columns.labels, place + 12), bar.name, SMALL, most=columns.names - 8)
        _draw_bar(canvas, bar, axis, place + (STEP - HIGH) / 2 - 1)
        canvas.text((axis.right + OPEN, place + 12), bar.words, ROW, most=columns.words)
    return top + _height_of(row)


def _draw_bar(canvas: Canvas, bar: Bar, axis: _Axis, top: float) -> None:
    """Draw a bar: plain as far as it is sure, hatched as far as it may be, with an arrow where it is open."""
    colour = TONES[bar.tone]
    sure, end = axis.at(bar.low or ZERO), axis.right + 8 if bar.high is None else axis.at(bar.high)
    said = f"{bar.name}: {bar.words}" if bar.name else bar.words
    pen = Pen(colour, 1, EDGE if bar.soft else "")
    if end > sure:
        canvas.rectangle((sure, top), (end - sure, HIGH), hatch(bar.tone), pen=pen, title=said)
    if bar.high is None:
        arrow(canvas, (end, top + HIGH / 2), HIGH / 2, colour)
    if bar.span:
        _draw_ends(canvas, (sure, end), top, colour)
    elif sure > axis.left:
        fill = hatch(bar.tone) if bar.hollow else TINTS[bar.tone] if bar.soft else colour
        canvas.rectangle((axis.left, top), (max(2, sure - axis.left), HIGH), fill, pen=pen, title=said)
    elif end <= axis.left:
        canvas.line((axis.left, top), (axis.left, top + HIGH), Pen(colour, 3))
    if bar.mark is not None:
        place = axis.at(bar.mark)
        canvas.polygon([(place - 5, top - 3), (place + 5, top - 3), (place, top + 5)], INK)


def _draw_ends(canvas: Canvas, ends: tuple[float, float], top: float, colour: str) -> None:
    """Draw the ends of an interval that does not begin at zero."""
    for place in dict.fromkeys(ends):
        canvas.line((place, top - 2), (place, top + HIGH + 2), Pen(colour, 3))
