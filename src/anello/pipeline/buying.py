"""Who depends on whom for computing: the order book measured, and the power that a buyer's orders bring.

In: a view, a window, what is assumed. Out: an `OrderBook` with `Concentration`s; `Power`s. Promise: one composition for
the command line, the pictures and the web.
"""

from __future__ import annotations

from decimal import Decimal

from anello.analyse.compute import concentrations
from anello.analyse.concentration import EDITIONS, Pair
from anello.analyse.power import power_of
from anello.analyse.slices import Window
from anello.model import Concentration, OrderBook, Power
from anello.pipeline.computing import open_book
from anello.show import View

GUIDELINES = "2023"
"""Whose thresholds name an index, unless others are asked for."""


def measure_buyers(
    view: View,
    window: Window = (None, None),
    *,
    currency: str = "USD",
    guidelines: str = GUIDELINES,
    pue: Pair | None = None,
    rest: tuple[Decimal, Decimal | None] | None = None,
) -> tuple[OrderBook, list[Concentration]]:
    """Return the order book of a view, and how concentrated each buyer's suppliers are.

    `rest` are the percentages that unnamed firms deliver, and none of them more than.
    """
    book = open_book(view, window, currency=currency, pue=pue)
    return book, list(concentrations(book.supplies, EDITIONS[guidelines], rest))


def powers_of(buyer: str, book: OrderBook, pue: Pair | None = None, price: Pair | None = None) -> list[Power]:
    """Return the power that each order of a buyer brings, where it is told."""
    found = (power_of(order, pue, price) for order in book.orders if order.buyer == buyer)
    return [one for one in found if one is not None]
