"""Pictures as PNG, drawn from the same SVG.

In: an SVG document. Out: the bytes of a PNG. Promise: nothing but the extra `anello[png]` and a font of the machine is
needed; without either the error says what to install; the only module that imports resvg.
"""

from __future__ import annotations

from collections.abc import Callable

from anello.errors import MissingExtra, SettingsError

SCALE = 2
"""Pixels of the PNG for one of the SVG, so that it stays sharp on paper."""

FAMILIES = (
    *("DejaVu Sans", "Noto Sans", "Liberation Sans", "Arial", "Helvetica", "Helvetica Neue", "Segoe UI"),
    *("Verdana", "Roboto", "Ubuntu", "Open Sans", "FreeSans"),
)
"""What may stand for sans-serif, the first that the machine has: resvg does not ask the system which one it is."""

PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" font-family="sans-serif">{}</svg>'
SIGN = '<text x="2" y="15" font-size="14">A</text>'


def as_png(svg: str) -> bytes:
    """Return a picture as PNG, two pixels for one.

    Raises:
        MissingExtra: the extra is not installed.
        SettingsError: there is no font on this machine, so that nothing written could be read.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise MissingExtra("PNG needs an extra: pip install 'anello[png]'; or write an .svg") from error
    family = find_family(svg_to_bytes)
    if family is None:
        raise SettingsError("no font here to draw text with; install one, such as DejaVu Sans, or write an .svg")
    return bytes(svg_to_bytes(svg_string=svg, zoom=SCALE, sans_serif_family=family))


def find_family(draw: Callable[..., bytes]) -> str | None:
    """Return the first of `FAMILIES` in which a letter leaves a mark, None where none does."""
    blank = draw(svg_string=PROBE.format(""))
    drawn = PROBE.format(SIGN)
    return next((f for f in FAMILIES if draw(svg_string=drawn, sans_serif_family=f) != blank), None)
