"""What a sum in one currency is about in another, by a small table of yearly averages.

In: a sum, its currency, a day. Out: a `Converted`, or None. Promise: what was stated is never replaced; a currency or
year that the table does not know is not converted; a year just after the table takes the last one and says so. Source
and edition of the figures stand at the head of `rates.tsv`; rounded averages serve to compare and to add up only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

BASE = "USD"
"""The currency that the table is in."""

SLACK = Decimal("0.15")
"""A day's rate may lie this far from the average of its year; two converted sums so near to each other may be one."""

CARRIED = 1
"""Years after the last one of the table for which that one still serves."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A sum in another currency: what one unit of the first gives (`rate`), and the year of the average."""

    value: Decimal
    rate: Decimal
    year: int
    carried: bool = False


@cache
def load_rates() -> Mapping[int, Mapping[str, Decimal]]:
    """Return for each year what one US dollar cost in each currency, on average.

    >>> load_rates()[2020]["EUR"]
    Decimal('0.876')
    """
    lines = files("anello.reconcile").joinpath("rates.tsv").read_text(encoding="utf-8").splitlines()
    head, *rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    table = {}
    for year, *cells in rows:
        named = zip(head[1:], cells, strict=True)
        table[int(year)] = {currency: Decimal(cell) for currency, cell in named if cell} | {BASE: Decimal(1)}
    return table


def find_rate(currency: str | None, day: date | None, to: str = BASE) -> Converted | None:
    """Return what one unit of a currency gives in another on average of the year of a day; None where unknown.

    >>> find_rate("EUR", date(2020, 5, 1)).rate.quantize(Decimal("0.001"))
    Decimal('1.142')
    >>> find_rate("XAU", date(2020, 5, 1)) is None, find_rate("EUR", None) is None
    (True, True)
    """
    if currency is not None and currency == to:
        return Converted(Decimal(1), Decimal(1), day.year if day else 0)
    if currency is None or day is None:
        return None
    last = max(load_rates())
    carried = last < day.year <= last + CARRIED
    year = last if carried else day.year
    table = load_rates().get(year, {})
    if currency not in table or to not in table:
        return None
    rate = table[to] / table[currency]
    return Converted(rate, rate, year, carried)


def convert(value: Decimal | None, currency: str | None, day: date | None, to: str = BASE) -> Converted | None:
    """Return a sum in another currency; None where the sum is open or the rate is unknown.

    >>> convert(Decimal(876), "EUR", date(2020, 5, 1)).value
    Decimal('1000')
    >>> convert(Decimal(5), "GBP", date(1999, 1, 1)) is None, convert(Decimal(5), "USD", None).value
    (True, Decimal('5'))
    """
    found = find_rate(currency, day, to)
    if found is None or value is None:
        return None
    if currency == to:
        return Converted(value, found.rate, found.year)
    exact = value * load_rates()[found.year][to] / load_rates()[found.year][currency or BASE]
    return Converted(_rounded(exact), found.rate, found.year, found.carried)


def _rounded(value: Decimal) -> Decimal:
    """Return a value to four figures: a converted sum is no more exact than that."""
    if not value:
        return value
    return Decimal(f"{value.quantize(Decimal(1).scaleb(value.adjusted() - 3)):f}")
