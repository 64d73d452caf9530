"""What a vendor grants that is no financing: warrants to its customers, and guarantees that were not called.

In: a `DealGraph` and a vendor. Out: `Rebate`s and legs. Promise: neither is ever money that moved. A warrant granted
with a sale lowers the price of the sale (ASC 606-10-32-25 and 25A, at the fair value of the day it was granted, ASC
718), so it is set against the customer's contracts; what it is worth is what reports say, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from anello.analyse.slices import REVENUE, Window, money_legs
from anello.model import Bounds, DealGraph, Leg, Portion, Rebate

ZERO = Decimal(0)


def rebates_of(
    graph: DealGraph, vendor: str, groups: Mapping[str, str], currency: str, window: Window
) -> tuple[tuple[Rebate, ...], tuple[Leg, ...]]:
    """Return the warrants that a vendor granted to its customers, and its guarantees, of a window.

    Both have their whole amounts: a rebate is on the contract and not on what falls into the window.

    Raises:
        SettingsError: the window ends before it begins.
    """
    legs = money_legs(graph, window)
    granted = [g for g in legs if _group(g.payer, groups) == vendor and _group(g.payee, groups) != vendor]
    sales: dict[str, list[Leg]] = {}
    for leg in legs:
        if leg.kind in REVENUE and _group(leg.payee, groups) == vendor:
            sales.setdefault(_group(leg.payer, groups), []).append(leg)
    rebates = [
        _rebate(leg, sales[_group(leg.payee, groups)], currency)
        for leg in granted
        if leg.kind == "warrant" and _group(leg.payee, groups) in sales
    ]
    return tuple(rebates), tuple(leg for leg in granted if leg.kind == "guarantee")


def _group(party: str, groups: Mapping[str, str]) -> str:
    return groups.get(party, party)


def _rebate(warrant: Leg, sales: Sequence[Leg], currency: str) -> Rebate:
    tie, contracts = _tied_to(warrant, sales)
    value = _sum([warrant], currency)
    price = _sum(contracts, currency)
    return Rebate(warrant, tuple(leg.id for leg in contracts), tie, value, price, _share(value, price))


def _tied_to(warrant: Leg, sales: Sequence[Leg]) -> tuple[str, Sequence[Leg]]:
    """Return the sales that a warrant goes with: under one contract, in one announcement, else all."""
    labels = set((warrant.tie or "").split(";")) - {""}
    for tie, own in (("contractual", {x for x in labels if not x.startswith("article:")}), ("linked", labels)):
        if joined := [leg for leg in sales if own & set((leg.tie or "").split(";"))]:
            return tie, joined
    return "coincident", sales


def _sum(legs: Sequence[Leg], currency: str) -> Bounds:
    """Return the sum of whole amounts in a currency; an amount in another one or in none is unknown."""
    known = [(leg.low, leg.high) if leg.currency == currency else (None, None) for leg in legs]
    low = sum((max(low or ZERO, ZERO) for low, _ in known), ZERO)
    highs = [high for _, high in known if high is not None]
    return low, max(low, sum(highs, ZERO)) if len(highs) == len(known) else None


def _share(value: Bounds, price: Bounds) -> Portion:
    """Return bounds of the rebate over the contract, None where nothing is known of it."""
    if value == (ZERO, None) or price == (ZERO, None) or price[1] == 0:
        return None
    low = float(value[0] / price[1]) if price[1] else 0.0
    return low, float(value[1] / price[0]) if value[1] is not None and price[0] else None
