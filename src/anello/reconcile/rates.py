"""What a sum in one currency is in another: at the reference rate of the day, else by yearly averages.

In: a sum, its currency, a day. Out: a `Converted`, or None. Promise: what was stated is never replaced; the rate of the
day is the European Central Bank's (bundled by `currencyconverter`, read without a network), over weekends and holidays
that of the last day before; where the bank quotes none (the rouble since March 2022, the Taiwan dollar) the average of
the year in `rates.tsv` serves and says so; what neither knows is not converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

BASE = "USD"
"""The currency that the table of averages is in."""

CROSS = "EUR"
"""The currency that the daily rates are in."""

SLACK, SLACK_OF_YEAR = Decimal("0.1"), Decimal("0.15")
"""Two sums of one deal in two currencies may lie so far apart: writers round, and convert on other days. A day's rate
may lie as far from the average of its year as the second says."""

CARRIED = 1
"""Years after the last rate or the last average for which that one still serves."""

QUIET = 7
"""Days over which the last rate holds: a weekend with the longest holidays."""

REMEMBERED = 1 << 15
"""Days of currencies that are kept in mind."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A sum in another currency: what one unit of the first gives (`rate`), and the day of the rate.

    `day` is None where the rate is an average of `year`; `carried` tells that the rate is older than the sum.
    """

    value: Decimal
    rate: Decimal
    year: int
    carried: bool = False
    day: date | None = None

    @property
    def slack(self) -> Decimal:
        """Return how far another sum for the same may lie from this one, as a share."""
        return SLACK if self.day is not None else SLACK_OF_YEAR


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
    """Return what one unit of a currency gives in another on a day; None where unknown.

    >>> found = find_rate("EUR", date(2024, 5, 5))  # a Sunday
    >>> found.rate, found.day
    (Decimal('1.0744'), datetime.date(2024, 5, 3))
    >>> find_rate("TWD", date(2020, 5, 1)).day is None
    True
    >>> find_rate("XAU", date(2020, 5, 1)) is None, find_rate("EUR", None) is None
    (True, True)
    """
    if currency is not None and currency == to:
        return Converted(Decimal(1), Decimal(1), day.year if day else 0, day=day)
    if currency is None or day is None:
        return None
    return _of_day(currency, day, to) or _of_year(currency, day, to)


def convert(value: Decimal | None, currency: str | None, day: date | None, to: str = BASE) -> Converted | None:
    """Return a sum in another currency; None where the sum is open or the rate is unknown.

    >>> convert(Decimal(1000), "EUR", date(2024, 5, 3)).value
    Decimal('1074')
    >>> convert(Decimal(5), "GBP", date(1998, 1, 1)) is None, convert(Decimal(5), "USD", None).value
    (True, Decimal('5'))
    """
    found = find_rate(currency, day, to)
    if found is None or value is None:
        return None
    exact = value if currency == to else _rounded(value * found.rate)
    return Converted(exact, found.rate, found.year, found.carried, found.day)


@cache
def last_day() -> date:
    """Return the last day for which there is a reference rate: the edition of the daily table."""
    last: date = _daily().bounds[CROSS].last_date
    return last


@cache
def _daily() -> Any:
    # Reading the table takes a third of a second, and most studies convert nothing.
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


@lru_cache(maxsize=REMEMBERED)
def _of_day(currency: str, day: date, to: str) -> Converted | None:
    last = last_day()
    carried = last + timedelta(QUIET) < day <= last + timedelta(365 * CARRIED)
    asked = last if carried else day
    one, other = _per_euro(currency, asked), _per_euro(to, asked)
    if one is None or other is None:
        return None
    rate = other[0] / one[0]
    return Converted(rate, rate, asked.year, carried, min(one[1], other[1]))


@lru_cache(maxsize=REMEMBERED)
def _per_euro(currency: str, day: date) -> tuple[Decimal, date] | None:
    """Return what a euro gave on a day, or on the last day before on which the bank quoted it, with that day."""
    from currency_converter import RateNotFoundError

    if currency == CROSS:
        return Decimal(1), day
    if currency not in _daily().currencies:
        return None
    for back in range(QUIET + 1):
        try:
            return _daily().convert(1, CROSS, currency, day - timedelta(back)), day - timedelta(back)
        except RateNotFoundError:
            continue
    return None


def _of_year(currency: str, day: date, to: str) -> Converted | None:
    last = max(load_rates())
    carried = last < day.year <= last + CARRIED
    year = last if carried else day.year
    table = load_rates().get(year, {})
    if currency not in table or to not in table:
        return None
    rate = table[to] / table[currency]
    return Converted(rate, rate, year, carried)


def _rounded(value: Decimal) -> Decimal:
    """Return a value to four figures: a converted sum is no more exact than that."""
    if not value:
        return value
    return Decimal(f"{value.quantize(Decimal(1).scaleb(value.adjusted() - 3)):f}")
