"""Deals to legs: who moves what to whom, in which layer.

In: deals and parties. Out: a `DealGraph` as of a date at a status floor. Promise: every leg comes from one deal; what
is paid and what is delivered are in separate layers, so an ordinary sale is no ring; rights without value, partnerships
and projects move nothing; denied and ended deals stay out unless the floor names them. Rules: docs/rings.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from anello.errors import SettingsError
from anello.model import STATUSES, AmountSlot, Deal, DealGraph, Leg, Party, digest_of

LEG_KINDS: Mapping[str, tuple[str, str]] = {
    "investment": ("equity", "money"),
    "loan": ("loan", "money"),
    "guarantee": ("guarantee", "money"),
    "supply": ("purchase", "money"),
    "licence": ("licence", "money"),
    "right": ("warrant", "money"),
    "acquisition": ("ownership", "ownership"),
    "stake": ("ownership", "ownership"),
    "control": ("ownership", "ownership"),
}
"""Deal type -> kind and layer of its leg. An acquisition pays the owners of its target, whom deals do not name, so it
changes ownership and puts no money into the target."""

GOODS = ("supply", "licence")
"""Deal types that also deliver something, in the goods layer, from payee to payer."""

LASTING = ("purchase", "licence", "loan", "guarantee", "warrant")
SIGNING = 92
"""A stated time of at most this many days ("last autumn") dates the signing; what a lasting leg moves follows it."""

PARTS = ("drawn", "available", "binding")
"""Beginnings of keys whose amount is a part of the deal's."""

Price: TypeAlias = tuple[Decimal | None, Decimal | None, str | None]
"""Lower bound, upper bound, currency."""

DEFAULT_FLOOR = "hypothetical"
YEAR = Decimal("365.25")
PERIODS: Mapping[str, Decimal] = {
    "year": YEAR,
    "quarter": YEAR / 4,
    "month": YEAR / 12,
    "week": Decimal(7),
    "day": Decimal(1),
}


def build_graph(
    deals: Iterable[Deal],
    parties: Iterable[Party],
    *,
    as_of: date | None = None,
    floor: str | None = None,
    ties: Mapping[str, Sequence[str]] | None = None,
) -> DealGraph:
    """Return the legs of the deals that stand at or above the floor.

    `as_of` drops deals first reported later; reconcile from the claims known by then to get statuses and amounts of
    that day too. `ties` are the labels of `Ledger.ties`; a leg holds its deal's, joined by ";".

    Raises:
        SettingsError: the floor is no status.
    """
    if floor is not None and floor not in STATUSES:
        raise SettingsError(f"unknown floor {floor!r}; choose one of {', '.join(STATUSES)}")
    lowest = STATUSES.index(floor or DEFAULT_FLOOR)
    legs = [
        leg
        for deal in deals
        if STATUSES.index(deal.status) >= lowest and _known(deal, as_of)
        for leg in legs_of(deal, ";".join((ties or {}).get(deal.id, ())) or None)
    ]
    by_id = {party.id: party for party in parties}
    return DealGraph(tuple(by_id[i] for i in sorted(by_id)), tuple(sorted(legs, key=lambda leg: leg.id)), as_of, floor)


def at_floor(graph: DealGraph, floor: str) -> DealGraph:
    """Return the graph with only the legs that stand at or above a floor.

    Raises:
        SettingsError: the floor is no status.
    """
    if floor not in STATUSES:
        raise SettingsError(f"unknown floor {floor!r}; choose one of {', '.join(STATUSES)}")
    lowest = STATUSES.index(floor)
    return replace(graph, legs=tuple(g for g in graph.legs if STATUSES.index(g.status) >= lowest), floor=floor)


def _known(deal: Deal, as_of: date | None) -> bool:
    """Tell whether somebody had reported the deal by a date; undated reports are not known to have come before it."""
    return as_of is None or any(e.published is not None and e.published <= as_of for e in deal.history)


def legs_of(deal: Deal, tie: str | None = None) -> tuple[Leg, ...]:
    """Return the legs of one deal: what is paid, and for a supply or licence also what is delivered."""
    if deal.type not in LEG_KINDS or deal.payer is None or deal.payee is None:
        return ()
    kind, layer = LEG_KINDS[deal.type]
    first, last = window_of(deal, kind)
    low, high, currency = price_of(deal.amounts, first, last)
    paid = Leg(
        id=digest_of("leg", deal.id, layer),
        deal=deal.id,
        payer=deal.payer,
        payee=deal.payee,
        kind=kind,
        layer=layer,
        low=low,
        high=high,
        currency=currency,
        status=deal.status,
        bindingness=deal.bindingness,
        first=first,
        last=last,
        tie=tie,
    )
    return (paid, _delivery(paid)) if deal.type in GOODS else (paid,)


def _delivery(paid: Leg) -> Leg:
    """Return the goods leg that answers a payment; it carries no amount, or the deal would count twice."""
    return Leg(
        id=digest_of("leg", paid.deal, "goods"),
        deal=paid.deal,
        payer=paid.payee,
        payee=paid.payer,
        kind=paid.kind,
        layer="goods",
        low=None,
        high=None,
        currency=None,
        status=paid.status,
        bindingness=paid.bindingness,
        first=paid.first,
        last=paid.last,
        tie=paid.tie,
        settlement="non_cash",
    )


def window_of(deal: Deal, kind: str) -> tuple[date | None, date | None]:
    """Return the days in which a leg moves.

    A stated time counts. Without one, a completed transfer happened by its first report, and an agreed or planned one
    happens after it. A short stated time of a lasting leg is its signing: payments follow and have no known end.
    """
    first, last = deal.first, deal.last
    if first is None and last is None:
        reported = min((e.published for e in deal.history if e.published is not None), default=None)
        if deal.status != "completed":
            return reported, None
        return (None, None) if kind in LASTING else (None, reported)
    if kind in LASTING and first is not None and last is not None and (last - first).days <= SIGNING:
        return first, None
    return first, last


def price_of(amounts: Sequence[AmountSlot], first: date | None, last: date | None) -> Price:
    """Return the bounds and currency of what a deal moves in all.

    The total counts where one is stated; else the tranches (at least the largest, at most their sum); else a rate over
    the known window; else, from an amount shared with other pairs, only the upper bound, and from a part that is drawn,
    available or binding only the lower. A total that was reckoned (`AmountSlot.working`) counts after stated ones.
    Values of the whole company (pre-money, post-money), increases and sums over deals price nothing.
    """
    scopes = ("total", "derived", "tranche", "per", "joint", "part")
    by_scope: dict[str, list[AmountSlot]] = {scope: [] for scope in scopes}
    for slot in sorted(amounts, key=lambda s: s.key):
        scope = _scope(slot.key)
        if scope:
            by_scope[scope].append(slot)
    if whole := by_scope["total"] or by_scope["derived"]:
        return whole[0].low, whole[0].high, whole[0].currency
    if by_scope["tranche"]:
        return _tranches(by_scope["tranche"])
    if by_scope["per"]:
        return _rated(by_scope["per"][0], first, last)
    if by_scope["joint"]:
        return None, by_scope["joint"][0].high, by_scope["joint"][0].currency
    if by_scope["part"]:
        return by_scope["part"][0].low, None, by_scope["part"][0].currency
    return None, None, None


def _scope(key: str) -> str | None:
    scope, _, rest = key.partition("/")
    if scope == "total":
        return "per" if rest.startswith("per ") else "total"
    if scope == "derived":
        return "derived"
    if scope in PARTS:
        return "part" if rest.startswith("total/") and "/per " not in rest else None
    if scope == "joint":
        return "joint" if rest.startswith("total/") and "/per " not in rest else None
    return "tranche" if scope.startswith("tranche") and not rest.startswith("per ") else None


def _tranches(slots: Sequence[AmountSlot]) -> Price:
    """Return [largest, sum] of tranches in the currency of the first (Frechet bounds: tranches may overlap)."""
    same = [s for s in slots if s.currency == slots[0].currency]
    highs = [s.high for s in same]
    total = None if None in highs else sum((h for h in highs if h is not None), Decimal(0))
    return max((s.low for s in same if s.low is not None), default=None), total, slots[0].currency


def _rated(slot: AmountSlot, first: date | None, last: date | None) -> Price:
    """Return a rate times its window, unknown where the window is open or the period has no fixed length."""
    period = PERIODS.get(slot.key.split("/per ")[-1].split("/")[0])
    if period is None or first is None or last is None or last < first:
        return None, None, slot.currency
    times = Decimal((last - first).days + 1) / period
    low, high = (None if v is None else (v * times).quantize(Decimal("0.01")) for v in (slot.low, slot.high))
    return low, high, slot.currency
