"""The picture of compute: how much of what a buyer gets comes from which supplier, and how concentrated that is.

In: concentrations of one buyer or of all. Out: a picture. Promise: one axis a unit, for money, accelerators and power
do not mix; shares and the HHI are intervals; a triangle marks the figure told where "more than" is taken as told;
purchases without an amount stand there as unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from anello.model import Concentration, OrderBook
from anello.plot.bars import KEYS, Bar, Panel, Row, panels_drawing
from anello.plot.sheet import Key, Sheet, command_of, compose, day_of, floor_of, short_ids
from anello.plot.style import OTHER, PURCHASE, SUM
from anello.show.compute import Frame, amount_words, index_cell, part_words
from anello.show.words import count_words, window_words

HUNDRED, ALL = Decimal(100), Decimal(10_000)
BANDS = ((Decimal(1000), "1,000"), (Decimal(1800), "1,800"))
"""Where the Merger Guidelines of 2023 call an HHI moderate, and high."""


def draw_compute(
    found: Sequence[Concentration], frame: Frame, book: OrderBook, buyer: str | None = None, *, hidden: int = 0
) -> str:
    """Return the picture of one buyer (its id), or of the top supplier of each; `hidden` more were left out."""
    priced = [one for one in found if one.shares]
    panels = [_buyer_panel(one, frame) for one in priced] if buyer else _top_panels(priced, frame)
    if buyer and not priced:
        panels = [_bare_panel(one, frame) for one in found]
    hhi = [_hhi_row(one, frame, buyer) for one in priced if one.hhi is not None]
    if hhi:
        title = "Concentration (HHI; 10,000 is one firm)"
        panels.append(Panel(title, tuple(hhi), "", ALL, BANDS))
    name = frame.name(buyer) if buyer else ""
    open_window = frame.first is None and frame.last is None
    sheet = Sheet(
        title=f"On whom {name} depends for computing" if name else "Who depends on one supplier of computing",
        story="Shares of what is told with an amount: chips, cloud and data centres together, one unit at a time.",
        window="all dates" if open_window else window_words(frame.first, frame.last),
        floor=floor_of(frame.view),
        unit=f"% of {', of '.join(dict.fromkeys(one.unit for one in priced)) or 'orders'}; HHI from 0 to 10,000",
        as_of=day_of(frame.view),
        records=short_ids(order for one in found for share in one.shares for order in share.supply.orders),
        command=command_of(frame.view, "compute", name),
        keys=(
            *(Key(key.words, PURCHASE, key.shape) for key in KEYS[:2]),
            Key("no amount told", OTHER, "maybe"),
        ),
        notes=_notes(priced, book, hidden),
    )
    return compose(sheet, panels_drawing(panels))


def _notes(priced: Sequence[Concentration], book: OrderBook, hidden: int) -> tuple[str, ...]:
    said = "HHI: Merger Guidelines 2023 (US DOJ and FTC): moderate from 1,000, high above 1,800."
    if any(one.stated for one in priced):
        said += " Triangle: the figure where “more than” counts as the figure told."
    said += f" Converted: {', '.join(book.converted)}." if book.converted else ""
    said += f" {hidden} more are not drawn; --limit draws more." if hidden else ""
    return (said,)


def _goods(one: Concentration) -> str:
    return "" if one.goods == "compute" else f" ({one.goods})"


def _buyer_panel(one: Concentration, frame: Frame) -> Panel:
    rows = [
        Row(
            frame.name(share.supply.supplier),
            (
                Bar(
                    HUNDRED * share.low,
                    HUNDRED * share.high,
                    f"{part_words((share.low, share.high))} ({amount_words(share.supply)})",
                    PURCHASE,
                    mark=HUNDRED * share.stated[0] if share.stated else None,
                ),
            ),
        )
        for share in one.shares
    ]
    return Panel(f"In {one.unit}{_goods(one)}", (*rows, *_unpriced_rows(one, frame)), "%", HUNDRED)


def _unpriced_rows(one: Concentration, frame: Frame) -> list[Row]:
    told = {share.supply.supplier for share in one.shares}
    orders: dict[str, int] = {}
    for supplier, _ in one.unpriced:
        orders[supplier] = orders.get(supplier, 0) + 1
    return [
        Row(
            f"{frame.name(supplier)}, more" if supplier in told else frame.name(supplier),
            (Bar(None, HUNDRED, f"{count_words(count, 'deal')}, no amount in {one.unit}", OTHER),),
        )
        for supplier, count in orders.items()
    ]


def _bare_panel(one: Concentration, frame: Frame) -> Panel:
    rows = [Row(r.label, (Bar(None, HUNDRED, "no amount told", OTHER),)) for r in _unpriced_rows(one, frame)]
    return Panel("No amount told in any unit", tuple(rows), "%", HUNDRED)


def _top_panels(priced: Sequence[Concentration], frame: Frame) -> list[Panel]:
    units = dict.fromkeys(one.unit for one in priced)
    return [
        Panel(
            f"The largest supplier, in {unit}",
            tuple(_top_row(one, frame) for one in priced if one.unit == unit),
            "%",
            HUNDRED,
        )
        for unit in units
    ]


def _top_row(one: Concentration, frame: Frame) -> Row:
    top = one.shares[0]
    what = "" if one.goods == "compute" else f", {one.goods}"
    said = f"{part_words((top.low, top.high))} ({frame.name(top.supply.supplier)}{what})"
    mark = HUNDRED * top.stated[0] if top.stated else None
    return Row(frame.name(one.buyer), (Bar(HUNDRED * top.low, HUNDRED * top.high, said, PURCHASE, mark=mark),))


def _hhi_row(one: Concentration, frame: Frame, buyer: str | None) -> Row:
    assert one.hhi is not None
    label = f"in {one.unit}{_goods(one)}" if buyer else f"{frame.name(one.buyer)}, {one.unit}"
    mark = one.stated[0] if one.stated else None
    return Row(label, (Bar(*one.hhi, f"{index_cell(one)}: {one.band}", SUM, span=True, mark=mark),))
