"""The picture of funded: what vendors put out and sold, and what of it is tied, central, or could come back.

In: a `FundingAnswer`'s vendors. Out: a picture. Promise: all sums on one axis; what the vendor put out has the colour
of financing, what it sold that of purchases, the three measures that of a sum; an open bound is drawn open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from anello.model import Funding, Leg
from anello.plot.bars import KEYS, Bar, Panel, Row, panels_drawing
from anello.plot.sheet import Key, Sheet, command_of, compose, day_of, floor_of, short_ids
from anello.plot.style import CONTINGENT, FINANCE, PURCHASE, SUM
from anello.show import View
from anello.show.funded import MEASURES, bounds_words, deals_of, period_words, portion_words


def draw_funded(
    found: Sequence[Funding], view: View, legs: Mapping[str, Leg], *, hidden: int = 0, rates: str = ""
) -> str:
    """Return the picture of vendors; `hidden` more were left out, `rates` say how sums were converted."""
    one = found[0]
    name = view.names.get(one.vendor, one.vendor)
    title = f"How much of its sales {name} may have paid for itself"
    rows = tuple(row for funding in found for row in _vendor_rows(funding, view))
    notes = [MEANT, *([rates] if rates else [])]
    notes += [f"{hidden} more vendors are not drawn; --limit draws more."] if hidden else []
    deals = [deals_of((leg.id for leg in (*f.financing_legs, *f.revenue_legs)), legs) for f in found]
    called = any(funding.guarantees for funding in found)
    guaranteed = (Key("contingent: in no sum", CONTINGENT, "maybe"),) if called else ()
    sheet = Sheet(
        title=title if len(found) == 1 else "How much of their sales vendors may have paid for themselves",
        story="What a vendor put into others, what it sold, and how much of the one may have come back as the other.",
        window=period_words(one),
        floor=floor_of(view),
        unit=f"{one.currency}, money layer",
        as_of=day_of(view),
        records=short_ids(deal for some in deals for deal in some),
        command=command_of(view, "funded", name if len(found) == 1 else ""),
        keys=(Key("put into others", FINANCE), Key("sold", PURCHASE), *KEYS, *guaranteed),
        notes=tuple(notes),
    )
    return compose(sheet, panels_drawing([Panel("In the window", rows, one.currency)]))


MEANT = (
    "Tied: comes back under the same contract. Central: that, and in proportion to all that customers spend. "
    "Could: the most that can come back over anybody, whatever the tie. Shares are of what the vendor sold in this "
    "study. It is exposure, not wrongdoing."
)
"""What the three measures are."""


def _vendor_rows(one: Funding, view: View) -> list[Row]:
    bars = [
        Bar(*one.financing, bounds_words(one.financing, one.currency), FINANCE, "put out"),
        Bar(*one.revenue, bounds_words(one.revenue, one.currency), PURCHASE, "sold"),
    ]
    for name in MEASURES:
        share = portion_words(getattr(one.of_revenue, name))
        low, high = getattr(one, name)
        said = bounds_words((low, high), one.currency)
        beside = f" ({share} of sold)" if share not in ("not known", "none to share") else ""
        bars.append(Bar(low, high, f"{said}{beside}", SUM, name))
    for leg in one.guarantees:
        said = bounds_words((Decimal(0), leg.high), one.currency)
        bars.append(Bar(None, leg.high, f"{said}, not called", CONTINGENT, "guarantee"))
    return [Row(view.names.get(one.vendor, one.vendor), tuple(bars))]
