"""The order book of a study: who buys compute from whom, how much of it, in which unit.

In: a view, a window, a currency. Out: an `OrderBook`. Promise: a composer of the graph's prices, the claims' counts,
the links and the rates; a supply counts nothing twice that a link joins; one unit at a time; what has no ground is no
order, what has no amount stays without one. Rules: docs/compute.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from anello.analyse.compute import NO_UNIT
from anello.analyse.concentration import ONE, ZERO, Pair
from anello.analyse.power import it_power
from anello.analyse.slices import Window, amount_in, groups_of, money_legs
from anello.lang.directory import Directory, load_directory
from anello.model import COMPUTE, Claim, Deal, Leg, Measured, Money, Order, OrderBook, Quantity, Supply
from anello.pipeline.goods import Goods, basis_of, goods_of, product_of, runs_computers, speaks_of_computing
from anello.reconcile.amounts import Interval, settle
from anello.reconcile.rates import convert
from anello.reconcile.totals import find_total
from anello.show import View, stands

UNITS: Mapping[str, tuple[str, Decimal]] = {
    "accelerator": ("accelerators", ONE),
    "chip": ("chips", ONE),
    "GW": ("GW", ONE),
    "MW": ("GW", Decimal("0.001")),
    "kW": ("GW", Decimal("0.000001")),
}
"""Unit of a count -> unit of an order, and how much of it one is. Accelerators and chips of any kind do not mix."""

BOUND = {"binding": (ZERO, ZERO), "performed": (ZERO, ZERO), "non-binding": (ONE, ONE), "none": (ONE, ONE)}
"""Bindingness -> the part that no contract binds; a conditional deal may bind all or nothing."""

EITHER = (ZERO, ONE)

Told: TypeAlias = tuple[Decimal | None, Decimal | None]
"""Bounds as told, None where one is open or missing."""


@dataclass(slots=True)
class _Book:
    """A book under way."""

    view: View
    window: Window
    currency: str
    pue: Pair | None
    group_of: Mapping[str, str]
    known: Directory = field(default_factory=load_directory)
    converted: set[str] = field(default_factory=set)
    unconverted: set[str] = field(default_factory=set)


def open_book(
    view: View, window: Window = (None, None), *, currency: str = "USD", pue: Pair | None = None
) -> OrderBook:
    """Return all orders of compute that a view tells of.

    Args:
        window: the days that count. Money is spread evenly over its days; chips and power are counted whole, since they
            stand and do not flow.
        currency: into which all money is converted, at the rates of the days.
        pue: bounds of the power usage effectiveness; with them all power is given at the machines.

    Raises:
        SettingsError: the window ends before it begins, or the PUE is none.
    """
    legs = [leg for leg in money_legs(view.graph, window) if leg.kind in ("purchase", "licence")]
    book = _Book(view, window, currency, pue, groups_of(view.graph, legs))
    found, unclear = _orders(book, legs)
    held, unmade = _holdings(book)
    orders = tuple(sorted((*found, *held), key=lambda o: (o.buyer, o.supplier or "", o.record)))
    return OrderBook(
        orders,
        _supplies(orders, view),
        book.group_of,
        tuple(sorted(book.converted)),
        tuple(sorted(book.unconverted)),
        tuple(sorted(unclear)),
        _undirected(book),
        tuple(unmade),
    )


def _orders(book: _Book, legs: Iterable[Leg]) -> tuple[list[Order], list[str]]:
    """Return the orders among purchases, and the deals of which nothing says what they are for."""
    read: list[tuple[Leg, Goods]] = []
    unclear = []
    for leg in legs:
        deal = book.view.deal_of.get(leg.deal)
        if deal is None or _group(book, leg.payer) == _group(book, leg.payee):
            continue
        goods = goods_of(_claims(book, deal), leg.payee, book.view.articles, book.known)
        if goods is None:
            unclear.append(deal.id)
        else:
            read.append((leg, goods))
    computing = {_group(book, p) for leg, goods in read if goods.kind in COMPUTE for p in (leg.payer, leg.payee)}
    kept = [
        (leg, goods)
        for leg, goods in read
        if goods.kind != "power" or _group(book, leg.payer) in computing or runs_computers(leg.payer, book.known)
    ]
    return [_order(book, leg, goods) for leg, goods in kept], unclear


def _order(book: _Book, leg: Leg, goods: Goods) -> Order:
    deal = book.view.deal_of[leg.deal]
    claims = _claims(book, deal)
    product = product_of(claims, book.known)
    basis = basis_of(claims, book.view.articles)
    counts, power = _counts(book, claims, basis, deal)
    maker = product.maker if product is not None else None
    return Order(
        deal.id,
        deal.type,
        _group(book, leg.payer),
        _group(book, leg.payee),
        "licences" if leg.kind == "licence" else goods.kind,
        goods.ground,
        deal.status,
        deal.bindingness,
        (*_money(book, leg, deal), *counts),
        product.name if product is not None else None,
        maker and _group(book, maker),
        power,
        basis,
        leg.first,
        leg.last,
    )


def _group(book: _Book, party: str) -> str:
    return book.group_of.get(party, party)


def _claims(book: _Book, deal: Deal) -> list[Claim]:
    return [book.view.claim_of[claim] for claim in deal.claims if claim in book.view.claim_of]


# --- amounts ----------------------------------------------------------------------------------------------------------


def _money(book: _Book, leg: Leg, deal: Deal) -> list[Measured]:
    """Return what a leg moves within the window, in the currency of the book."""
    low, high = amount_in(leg, book.window)
    if low is None and high is None:
        return []
    reported = min((e.published for e in deal.history if e.published is not None), default=None)
    bounds: list[Decimal | None] = []
    for value in (low, high):
        found = convert(value, leg.currency, leg.first or reported, book.currency)
        if value is not None and found is None:
            book.unconverted.add(deal.id)
            return []
        bounds.append(found.value if found is not None else None)
        if found is not None and leg.currency != book.currency:
            rate = str(found.day or f"{found.year} average")
            book.converted.add(f"{leg.currency} {rate}{' carried on' * found.carried}")
    return [Measured(book.currency, bounds[0], bounds[1], _free(deal, (low, high)))]


def _free(deal: Deal, planned: Told) -> Pair:
    """Return the part of an order that no contract binds: 1 - binding / planned, where a binding part is told.

    "Up to" binds somebody to nothing by itself, so the whole of such an order may be free or bound.
    """
    bound = next((slot for slot in deal.amounts if slot.key.startswith("binding/total/")), None)
    if bound is not None and planned[1]:
        most = _clipped(ONE - (bound.low or ZERO) / planned[1])
        least = _clipped(ONE - bound.high / planned[0]) if bound.high is not None and planned[0] else ZERO
        return min(least, most), most
    if deal.bindingness in ("binding", "performed") and not planned[0]:
        return EITHER
    return BOUND.get(deal.bindingness, EITHER)


def _clipped(part: Decimal) -> Decimal:
    return min(max(part, ZERO), ONE)


def _counts(
    book: _Book, claims: Iterable[Claim], basis: str, deal: Deal | None = None
) -> tuple[list[Measured], Told | None]:
    """Return what is delivered or held in chips and power, as most origins have it, and the power as it is told."""
    by_unit: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.quantity is not None and claim.quantity.unit in UNITS:
            unit, size = UNITS[claim.quantity.unit]
            by_unit[unit].append(replace(claim, amount=_as_money(claim.quantity, unit, size)))
    origin_of = {} if deal is None else _origins(book.view, deal.id, (c for group in by_unit.values() for c in group))
    found, power = [], None
    for unit in sorted(by_unit):
        settled = settle(by_unit[unit], origin_of)
        low, high = settled.low, settled.high
        free = (ZERO, ZERO) if deal is None else _free_count(deal, low)
        if unit == "GW":
            power = low, high
            unit, low, high = _power(book, low, high, basis)
        found.append(Measured(unit, low, high, free))
    return found, power


def _free_count(deal: Deal, low: Decimal | None) -> Pair:
    """Return the part of a count that no contract binds: contracts tell their binding part in money alone."""
    told = any(slot.key.startswith("binding/") for slot in deal.amounts)
    return EITHER if told else _free(deal, (low, None))


def _as_money(quantity: Quantity, unit: str, size: Decimal) -> Money:
    """Return a count as the kind of statement that is settled by the votes of origins."""
    low, high = (None if v is None else v * size for v in (quantity.low, quantity.high))
    return Money(low, high, unit, quantity.approximate, text=quantity.text)


def _power(
    book: _Book, low: Decimal | None, high: Decimal | None, basis: str
) -> tuple[str, Decimal | None, Decimal | None]:
    """Return power with its unit: at the machines where a PUE is given, else on the basis that is told."""
    if book.pue is None:
        return ("GW" if basis == "unknown" else f"GW {basis}"), low, high
    at = it_power((low or ZERO, high), basis, book.pue)
    return "GW IT", None if low is None else at[0], at[1]


def _origins(view: View, deal: str, claims: Iterable[Claim]) -> dict[str, str]:
    """Return for each claim the origin that it votes for: what its article rests on in the end."""
    echo = view.echo_of.get(deal)
    above = {edge.article: edge.rests_on for edge in echo.derivations[::-1]} if echo is not None else {}
    found = {}
    for claim in claims:
        at, seen = claim.article, {claim.article}
        while at in above and above[at] not in seen:
            at = above[at]
            seen.add(at)
        found[claim.id] = at
    return found


# --- holdings and what has no direction -------------------------------------------------------------------------------


def _holdings(book: _Book) -> tuple[list[Order], list[tuple[str, str]]]:
    """Return what parties are said to hold, the latest report of each, and the holdings whose maker is not told."""
    latest: dict[tuple[str, str, str], Claim] = {}
    told = [c for c in book.view.claims if c.type == "holding" and c.quantity and c.quantity.unit in UNITS]
    for claim in sorted(told, key=lambda c: (c.published or date.min, c.id)):
        counts = claim.status not in ("denied", "ended") and stands(claim.status, book.view.floor)
        for holder in claim.roles.get("holder", ()) if counts and claim.mode != "negated" else ():
            product = product_of([claim], book.known)
            maker = product.maker if product is not None and product.maker is not None else ""
            assert claim.quantity is not None
            latest[holder.id, maker, UNITS[claim.quantity.unit][0]] = claim
    orders, unmade = [], []
    for (party, maker, _), claim in sorted(latest.items()):
        if maker:
            orders.append(_holding(book, party, maker, claim))
        else:
            unmade.append((_group(book, party), claim.id))
    return orders, unmade


def _holding(book: _Book, holder: str, maker: str, claim: Claim) -> Order:
    product = product_of([claim], book.known)
    basis = basis_of([claim], book.view.articles)
    counts, power = _counts(book, [claim], basis)
    return Order(
        claim.id,
        "holding",
        _group(book, holder),
        _group(book, maker),
        "held",
        f"product {product.name}" if product is not None else "",
        claim.status,
        "performed",
        tuple(counts),
        product.name if product is not None else None,
        _group(book, maker),
        power,
        basis,
    )


def _undirected(book: _Book) -> tuple[str, ...]:
    """Return projects and partnerships that speak of computing: who supplies whom in them is not told."""
    floor = book.view.floor or "hypothetical"
    return tuple(
        deal.id
        for deal in book.view.deals
        if deal.type in ("project", "partnership")
        and stands(deal.status, floor)
        and speaks_of_computing(_claims(book, deal), book.view.articles, book.known)
    )


# --- supplies ---------------------------------------------------------------------------------------------------------


def _supplies(orders: Iterable[Order], view: View) -> tuple[Supply, ...]:
    """Return the totals of each buyer from each supplier, for every unit in which the buyer has an amount."""
    grouped: dict[tuple[str, str], dict[str, list[Order]]] = defaultdict(lambda: defaultdict(list))
    for order in orders:
        if order.supplier is not None:
            goods = "compute" if order.goods in COMPUTE else order.goods
            grouped[order.buyer, goods][order.supplier].append(order)
    found = []
    for (buyer, goods), suppliers in sorted(grouped.items()):
        units = {m.unit for listed in suppliers.values() for order in listed for m in order.measured}
        for unit in sorted(units) or [NO_UNIT]:
            found += [_supply(buyer, name, goods, unit, suppliers[name], view) for name in sorted(suppliers)]
    return tuple(found)


def _supply(buyer: str, supplier: str, goods: str, unit: str, orders: Sequence[Order], view: View) -> Supply:
    told = {order.record: m for order in orders for m in order.measured if m.unit == unit}
    priced = {record: Interval(m.low, m.high) for record, m in told.items()}
    total = find_total(priced, view.links)
    counted = [told[record] for record in priced if record not in total.inside]
    return Supply(
        buyer,
        supplier,
        goods,
        unit,
        total.low if priced else None,
        total.high if priced else None,
        _free_part(counted),
        tuple(sorted(priced)),
        tuple(sorted({order.record for order in orders} - set(priced))),
    )


def _free_part(measured: Sequence[Measured]) -> Pair:
    """Return the bounds of what no contract binds, over the whole, for amounts within theirs."""
    if not measured:
        return EITHER
    free = sum(((m.low or ZERO) * m.free[0] for m in measured), ZERO)
    bound = sum(((m.low or ZERO) * (1 - m.free[1]) for m in measured), ZERO)
    most_bound, most_free = _most(measured, lambda m: 1 - m.free[0]), _most(measured, lambda m: m.free[1])
    least = ONE if not most_bound else free / (free + most_bound)
    most = ZERO if not most_free else most_free / (most_free + bound)
    return ZERO if most_bound is None else least, ONE if most_free is None else most


def _most(measured: Iterable[Measured], part: Callable[[Measured], Decimal]) -> Decimal | None:
    """Return the most that a part of the amounts may come to, None where one of them is open."""
    highs = [(m.high, part(m)) for m in measured if part(m)]
    if any(high is None for high, _ in highs):
        return None
    return sum((high * share for high, share in highs if high is not None), ZERO)
