"""A canvas: lines, shapes and text with their places, written as SVG.

In: numbers in pixels, colours, text from anywhere. Out: an SVG document. Promise: text is cleaned and escaped, always;
the document is valid XML, names no font but the generic sans-serif, loads nothing from elsewhere, has its own
background, a title and a description; the same calls give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from anello.plot.advances import shortened
from anello.plot.style import DEFS, INK, PAPER, RULE
from anello.show.words import clean


@dataclass(frozen=True, slots=True)
class Font:
    """How text is set: its size in pixels, colour, weight."""

    size: float = 13
    colour: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn: its colour, its width in pixels, and its dashes as of SVG ("" is solid)."""

    colour: str = INK
    width: float = 1
    dashes: str = ""


Point = tuple[float, float]


def number(value: float) -> str:
    """Return a place with one decimal at most, never a negative zero.

    >>> number(3.0), number(2.55), number(-0.01)
    ('3', '2.5', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@dataclass(slots=True)
class Canvas:
    """What has been drawn so far, `width` pixels wide; `height` is told where it is written."""

    width: float
    parts: list[str] = field(default_factory=list)

    def rectangle(
        self, place: Point, size: Point, fill: str, *, pen: Pen | None = None, radius: float = 0, title: str = ""
    ) -> None:
        """Draw a rectangle with its upper left corner at a place."""
        named = {"x": place[0], "y": place[1], "width": size[0], "height": size[1], "rx": radius}
        places = " ".join(f'{name}="{number(value)}"' for name, value in named.items() if value or name != "rx")
        self._shape(f'rect {places} fill="{fill}"{_stroke(pen)}', title)

    def line(self, start: Point, end: Point, pen: Pen) -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self._shape(
            f'line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"{_stroke(pen)}',
        )

    def curve(self, points: Sequence[Point], pen: Pen, title: str = "") -> None:
        """Draw a quadratic Bézier curve from its three points."""
        (x0, y0), (x1, y1), (x2, y2) = points
        drawn = f"M{number(x0)} {number(y0)}Q{number(x1)} {number(y1)} {number(x2)} {number(y2)}"
        self._shape(f'path d="{drawn}" fill="none"{_stroke(pen)}', title)

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """Draw a filled polygon."""
        drawn = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._shape(f'polygon points="{drawn}" fill="{fill}"')

    def circle(self, centre: Point, radius: float, fill: str, pen: Pen | None = None) -> None:
        """Draw a circle."""
        x, y = map(number, centre)
        self._shape(f'circle cx="{x}" cy="{y}" r="{number(radius)}" fill="{fill}"{_stroke(pen)}')

    def text(
        self, place: Point, words: str, font: Font | None = None, *, anchor: str = "start", most: float | None = None
    ) -> None:
        """Write a line of text from a place on its baseline; what is wider than `most` is cut, its title is whole.

        `anchor` is "start", "middle" or "end".
        """
        font = font or Font()
        said = clean(words)
        shown = said if most is None else shortened(said, font.size, most, bold=font.bold)
        look = f'font-size="{number(font.size)}" fill="{font.colour}"'
        look += ' font-weight="bold"' if font.bold else ""
        look += f' text-anchor="{anchor}"' if anchor != "start" else ""
        title = f"<title>{escape(said)}</title>" if shown != said else ""
        self.parts.append(
            f'<text x="{number(place[0])}" y="{number(place[1])}" {look}>{title}{escape(shown)}</text>',
        )

    def svg(self, height: float, title: str, description: str) -> str:
        """Return the document, `height` pixels high, with a title and a description for those who do not see it."""
        size = f'width="{number(self.width)}" height="{number(height)}"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {number(self.width)} {number(height)}" '
            'role="img" aria-labelledby="picture-title picture-description" font-family="sans-serif">'
        )
        sheet = (
            f'<rect x="0.5" y="0.5" width="{number(self.width - 1)}" height="{number(height - 1)}" rx="6" '
            f'fill="{PAPER}" stroke="{RULE}"/>'
        )
        named = f'<title id="picture-title">{escape(clean(title))}</title>'
        described = f'<desc id="picture-description">{escape(clean(description))}</desc>'
        return "\n".join([head, named, described, DEFS, sheet, *self.parts, "</svg>", ""])

    def _shape(self, drawn: str, title: str = "") -> None:
        name = drawn.partition(" ")[0]
        inside = f"><title>{escape(clean(title))}</title></{name}>" if title else "/>"
        self.parts.append(f"<{drawn}{inside}")


def _stroke(pen: Pen | None) -> str:
    if pen is None:
        return ""
    dashes = f' stroke-dasharray="{pen.dashes}"' if pen.dashes else ""
    return f' stroke="{pen.colour}" stroke-width="{number(pen.width)}"{dashes}'
