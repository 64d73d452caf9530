"""The picture of valuations: what parties are said to be worth, by date.

In: a dated series. Out: a picture. Promise: each row is one statement with its day and basis, never an average; a value
that is implied by a price and a share, or only spoken of, looks less firm than one that is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from anello.model import Valuation
from anello.plot.bars import Bar, Panel, Row, panels_drawing
from anello.plot.sheet import Key, Sheet, command_of, compose, day_of, floor_of, short_ids
from anello.plot.style import FIRM, OTHER, SUM
from anello.show import View
from anello.show.words import sum_words

KEYS = (
    Key("told as done or agreed", SUM),
    Key("implied by a price and a share", OTHER),
    Key("told as less than agreed", OTHER, "soft"),
    Key("anything between the bounds", SUM, "maybe"),
    Key("no upper bound told", SUM, "open"),
)


def draw_valuations(found: Sequence[Valuation], view: View, *, hidden: int = 0) -> str:
    """Return the picture of a series, a panel for each currency; `hidden` more rows were left out."""
    currencies = dict.fromkeys(row.currency or "no currency told" for row in found)
    panels = []
    for currency in currencies:
        rows = [_row(one, view) for one in found if (one.currency or "no currency told") == currency]
        panels.append(Panel(f"In {currency}", tuple(rows), currency))
    sheet = Sheet(
        title="What parties are said to be worth",
        story="Each row is one statement with its day: rounds, current values, bids and offerings stand apart.",
        window="the day that each value is told for",
        floor=floor_of(view),
        unit=", ".join(currencies),
        as_of=day_of(view),
        records=short_ids(row.id for row in found),
        command=command_of(view, "valuations"),
        keys=KEYS,
        notes=(f"{hidden} more rows are not drawn; --limit draws more.",) if hidden else (),
    )
    return compose(sheet, panels_drawing(panels))


def _row(one: Valuation, view: View) -> Row:
    firm = one.status in FIRM and one.basis != "implied"
    money = f" {one.money.replace('_', '-')}" if one.money else ""
    said = f"{sum_words(one.low, one.high, one.currency, one.approximate)} ({one.basis}{money}, {one.status})"
    span = one.high is not None and one.low is not None and one.low != one.high
    tone, day = SUM if firm else OTHER, str(one.day or "undated")
    bar = Bar(one.low, one.high, said, tone, day, span, soft=one.status not in FIRM)
    return Row(view.names.get(one.party, one.party), (bar,))
