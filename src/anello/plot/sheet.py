"""The sheet that every picture is drawn on: what a picture can never be quoted without.

In: a title, what the figures hold for, the records they rest on, a key, a drawing. Out: an SVG document. Promise:
title, window, floor, unit, the day of the study and the way to the sentences stand on every picture; text keeps
within the margins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from shlex import quote

from anello.plot.advances import text_width, wrapped
from anello.plot.canvas import Canvas, Font, Pen, Point
from anello.plot.style import EDGE, FAINT, INK, RULE, SOLID, SUM, TINTS, TONES, hatch
from anello.show import View
from anello.show.words import NO_FLOOR, count_words

WIDTH, MARGIN = 1200, 40
INNER = WIDTH - 2 * MARGIN

TITLE, STORY, FACT, SMALL = Font(25, INK, True), Font(15, FAINT), Font(13.5, INK), Font(12.5, FAINT)
LINE = 19
"""Height of a line of small text."""

MOST_IDS = 10
"""Deals named in the source line; the commands name them all."""

MOST_LINES = 3
"""Lines of a title."""

SWATCH, GAP = 30, 22


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the key: what a bar (`shape` "sure", "soft", "maybe", "open") or a leg ("leg") of a look means."""

    words: str
    tone: str = SUM
    shape: str = "sure"
    dashes: str = SOLID


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a drawing.

    `window`, `floor`, `unit` and `as_of` are in words; `records` are the ids that `anello show` opens; `command` is the
    one that prints the same figures; `notes` are sentences without which the figures would mislead.
    """

    title: str
    story: str
    window: str
    floor: str
    unit: str
    as_of: str
    records: tuple[str, ...]
    command: str
    keys: tuple[Key, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def facts(self) -> str:
        """Return what all figures hold for, in one line."""
        return f"Window: {self.window}  ·  Floor: {self.floor}  ·  Unit: {self.unit}  ·  As of: {self.as_of}"

    @property
    def source(self) -> str:
        """Return the way from the picture to the sentences behind it."""
        ids = ", ".join(record[:8] for record in self.records[:MOST_IDS])
        more = f" and {len(self.records) - MOST_IDS} more" if len(self.records) > MOST_IDS else ""
        opened = f"ID STUDY, where ID is one of {ids}{more}" if len(self.records) > 1 else f"{ids or 'ID'} STUDY"
        return f"Deals and sentences: anello show {opened}. Exact figures: {self.command}"


Drawing = Callable[[Canvas, float], float]
"""Draws from a height downwards and returns the height at which it ends."""


def floor_of(view: View) -> str:
    """Return the floor of a view in words."""
    return f"{view.floor} or firmer" if view.floor else f"{NO_FLOOR} (denied and ended left out)"


def day_of(view: View) -> str:
    """Return up to which day a view knows what was published, and from how many articles."""
    days = [article.published for article in view.articles.values() if article.published]
    day = view.as_of or max(days, default=None)
    return f"{day or 'undated'} ({count_words(len(view.articles), 'document')})"


def command_of(view: View, command: str, name: str = "") -> str:
    """Return the command that prints the same figures, with the day and the floor of the view."""
    options = f" --floor {view.floor}" if view.floor else ""
    options += f" --as-of {view.as_of}" if view.as_of else ""
    named = f" {quote(name)}" if name else ""
    return f"anello {command} STUDY{named}{options} --json"


def short_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Return ids, each once, in order."""
    return tuple(dict.fromkeys(ids))


def compose(sheet: Sheet, drawing: Drawing) -> str:
    """Return the whole picture as SVG."""
    canvas = Canvas(WIDTH)
    height = lines(canvas, 52, wrapped(sheet.title, TITLE.size, INNER, bold=True)[:MOST_LINES], TITLE, 30)
    height = lines(canvas, height - 4, wrapped(sheet.story, STORY.size, INNER), STORY)
    height = lines(canvas, height + 4, wrapped(sheet.facts, FACT.size, INNER), FACT)
    height = drawing(canvas, height + 6)
    height = _keys(canvas, height + 24, sheet.keys)
    canvas.line((MARGIN, height), (WIDTH - MARGIN, height), Pen(RULE))
    for note in sheet.notes:
        height = lines(canvas, height + 20, wrapped(note, SMALL.size, INNER), SMALL) - LINE
    height = lines(canvas, height + 20, wrapped(sheet.source, SMALL.size, INNER), SMALL) - LINE
    return canvas.svg(round(height + 22), sheet.title, f"{sheet.story} {sheet.facts}. {sheet.source}")


def lines(canvas: Canvas, height: float, said: Sequence[str], font: Font, step: float = LINE) -> float:
    """Write lines of text from a height downwards and return that of the line after them."""
    for line in said:
        canvas.text((MARGIN, height), line, font)
        height += step
    return height


def _keys(canvas: Canvas, height: float, keys: Sequence[Key]) -> float:
    """Draw the key on as many lines as it takes and return the height below it."""
    left: float = MARGIN
    for key in keys:
        width = SWATCH + 8 + text_width(key.words, SMALL.size) + GAP
        if left > MARGIN and left + width > WIDTH - MARGIN:
            left, height = MARGIN, height + LINE + 3
        _swatch(canvas, (left, height), key)
        canvas.text((left + SWATCH + 8, height), key.words, SMALL)
        left += width
    return height + 16 if keys else height


def _swatch(canvas: Canvas, place: Point, key: Key) -> None:
    left, base = place
    colour = TONES[key.tone]
    if key.shape == "leg":
        canvas.line((left, base - 4), (left + SWATCH, base - 4), Pen(colour, 3, key.dashes))
        return
    fill = {"sure": colour, "soft": TINTS[key.tone]}.get(key.shape, hatch(key.tone))
    width = SWATCH - 7 if key.shape == "open" else SWATCH
    canvas.rectangle((left, base - 10), (width, 11), fill, pen=Pen(colour, 1, EDGE if key.shape == "soft" else SOLID))
    if key.shape == "open":
        arrow(canvas, (left + width, base - 4.5), 5.5, colour)


def arrow(canvas: Canvas, base: Point, half: float, colour: str) -> None:
    """Draw the arrow that says that a bar has no known end."""
    left, middle = base
    canvas.polygon([(left, middle - half), (left + half * 1.3, middle), (left, middle + half)], colour)
