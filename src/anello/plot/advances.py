"""How wide text is, by a small table of advance widths, so that nothing needs a font to lay out a picture.

In: text, a size. Out: widths in pixels. Promise: the widths are those of DejaVu Sans, one of the widest families in
use as sans-serif, so that text drawn in another one leaves room and does not overlap; the same on every machine.
"""

from __future__ import annotations

import unicodedata
from functools import cache

BOLD = 1.13
"""How much wider bold text is."""

ADVANCES = {
    "'": 27,
    "ijl": 28,
    "IJ": 29,
    " ,.·": 32,
    "/:;\\|": 34,
    "f": 35,
    "-": 36,
    "()[]t": 39,
    "!": 40,
    "r": 41,
    '"': 46,
    "*_`–": 50,
    "sz": 52,
    "?": 53,
    "c": 55,
    "L": 56,
    "Fk": 58,
    "vxy•": 59,
    "P": 60,
    "TYao": 61,
    "e": 62,
    "ESbdghnpqu": 63,
    "$0123456789{}€£¥₽₹": 64,
    "K": 66,
    "AV": 68,
    "BRXZ": 69,
    "C": 70,
    "U": 73,
    "HN": 75,
    "DG": 77,
    "&": 78,
    "OQ": 79,
    "w": 82,
    "#+<=>^~→×≥≤": 84,
    "M": 86,
    "%": 95,
    "m": 97,
    "W₩": 99,
    "@—…": 100,
}
"""Signs -> their advance width in hundredths of the size."""

OF_SIGN = {sign: width for signs, width in ADVANCES.items() for sign in signs}
WIDE, LOWER, OTHER = 100, 70, 80
"""Widths of what is not in the table: signs of East Asian scripts, small letters, the rest."""

ELLIPSIS = "…"


@cache
def _advance(sign: str) -> int:
    if sign in OF_SIGN:
        return OF_SIGN[sign]
    plain = unicodedata.normalize("NFD", sign)[0]
    if plain in OF_SIGN:
        return OF_SIGN[plain]
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return WIDE
    return LOWER if sign.islower() else OTHER


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is at a size, both in pixels.

    >>> text_width("Oracle", 10) < text_width("Oracle", 10, bold=True) < text_width("OpenAI and Oracle", 10)
    True
    """
    return sum(map(_advance, text)) * size / 100 * (BOLD if bold else 1)


def shortened(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """Return the text, or as much of its beginning as fits into `most` pixels, with an ellipsis.

    >>> shortened("Oracle", 10, 1000), shortened("Valor Compute Infrastructure", 10, 80)
    ('Oracle', 'Valor Comp…')
    """
    if text_width(text, size, bold=bold) <= most:
        return text
    kept = text
    while kept and text_width(kept + ELLIPSIS, size, bold=bold) > most:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrapped(text: str, size: float, most: float, *, bold: bool = False) -> list[str]:
    """Return the text on as many lines as it takes; a word that is wider than a line is shortened."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= most:
            lines[-1] = longer
        else:
            lines.append(shortened(word, size, most, bold=bold))
    return lines
