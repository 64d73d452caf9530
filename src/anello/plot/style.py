"""How pictures look: three colours for what money is, line styles for how firm it is, hatches for what is not sure.

In: kinds, statuses and degrees of bindingness. Out: colours, dashes, fills. Promise: the three colours differ in
lightness too, so that they can be told apart in grey; what is firm is solid, what is announced dashed, what is only
talked of dotted; nothing sure is ever hatched and nothing unsure ever plain.
"""

from __future__ import annotations

PAPER, INK, FAINT, RULE, GRID = "#ffffff", "#1c2530", "#5b6672", "#d4d9de", "#e9ecef"

FINANCE, PURCHASE, CONTINGENT, SUM, OTHER = "finance", "purchase", "contingent", "sum", "other"
"""What a bar or a leg is: financing, a purchase, what may never be paid, a sum of several, or anything else."""

TONES = {FINANCE: "#123f6d", CONTINGENT: "#7d4fb0", PURCHASE: "#d9730d", SUM: "#2f3b47", OTHER: "#8b97a3"}

TINTS = {FINANCE: "#a9bdd1", CONTINGENT: "#d3c4e3", PURCHASE: "#f2cfa9", SUM: "#b4bbc2", OTHER: "#d5dae0"}
"""The same, pale: what is told for sure and does not bind."""

TONE_OF_KIND = {
    **dict.fromkeys(("equity", "loan", "ownership"), FINANCE),
    **dict.fromkeys(("purchase", "licence"), PURCHASE),
    **dict.fromkeys(("guarantee", "warrant"), CONTINGENT),
}
"""Kind of a leg -> what it is."""

SOLID, DASHED, DOTTED, EDGE = "", "9 5", "2 4", "4 3"
"""Dashes of legs, and of the edges of bars."""

FIRM, ANNOUNCED = ("completed", "agreed"), ("planned",)
BOUND = ("performed", "binding", "conditional")


def dashes_of(status: str, bindingness: str) -> str:
    """Return the dashes of a leg: none where it is performed or signed, long ones if announced, dots if rumoured.

    >>> dashes_of("agreed", "binding"), dashes_of("planned", "non-binding"), dashes_of("talks", "none")
    ('', '9 5', '2 4')
    >>> dashes_of("agreed", "non-binding")
    '9 5'
    """
    if status in FIRM:
        return SOLID if bindingness in BOUND else DASHED
    return DASHED if status in ANNOUNCED else DOTTED


def hatch(tone: str) -> str:
    """Return the fill for what is possible and not sure, in the colour of a tone."""
    return f"url(#hatch-{tone})"


def _pattern(tone: str) -> str:
    return (
        f'<pattern id="hatch-{tone}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{TONES[tone]}" fill-opacity="0.14"/>'
        f'<line x1="1" y1="0" x2="1" y2="6" stroke="{TONES[tone]}" stroke-width="1.6"/></pattern>'
    )


DEFS = f"<defs>{''.join(map(_pattern, TONES))}</defs>"
"""The hatches, defined once in a document."""
