"""Views of what vendors paid of their own sales: rows for programs, words for people.

In: `Funding`s and the names of parties. Out: dicts for JSON, flat rows, words. Promise: each share names its
denominator; a bound that nobody knows is null in JSON and said in words; ways are structure, and nobody is accused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from anello.model import Bounds, Funding, Leg, Portion, Portions, Rebate, Reported, Route
from anello.show.views import Json, Names, day, exact, leg_view
from anello.show.words import NO_FLOOR, ceiling_words, span_words, sum_words, window_words

MEASURES = ("tied", "central", "could")

MEANINGS: Mapping[str, str] = {
    "tied": "comes back under the same contract",
    "central": "tied, and of the rest in proportion",
    "could": "the most that can come back",
}

COLUMNS = (
    "vendor",
    "vendor_id",
    "currency",
    "financing_low",
    "financing_high",
    "revenue_low",
    "revenue_high",
    "reported_low",
    "reported_high",
    *(f"{measure}_{bound}" for measure in MEASURES for bound in ("low", "high")),
    *(
        f"{measure}_of_{whole}_{bound}"
        for whole in ("financing", "revenue", "reported")
        for measure in MEASURES
        for bound in ("low", "high")
    ),
    "unpriced",
    "first",
    "last",
    "floor",
    "layer",
    "as_of",
)
"""The columns of a row, the same for every vendor."""


def funding_view(one: Funding, names: Names, legs: Mapping[str, Leg]) -> Json:
    """Return the measures of a vendor with the legs they rest on, and with window, floor, layer and ties."""
    return {
        "vendor": _named(one.vendor, names),
        "currency": one.currency,
        "window": {"first": day(one.first), "last": day(one.last), "words": period_words(one)},
        "floor": one.floor,
        "layer": "money",
        "tie": {"tied": "contractual", "central": "any", "could": "any"},
        "financing": _bounds_view(one.financing),
        "revenue": _bounds_view(one.revenue),
        "reported": None if one.reported is None else _reported_view(one.reported),
        **{measure: _bounds_view(getattr(one, measure)) for measure in MEASURES},
        "share_of_financing": _portions_view(one.of_financing),
        "share_of_revenue": _portions_view(one.of_revenue),
        "share_of_reported": None if one.of_reported is None else _portions_view(one.of_reported),
        "financing_legs": [leg_view(leg, names) for leg in one.financing_legs],
        "revenue_legs": [leg_view(leg, names) for leg in one.revenue_legs],
        "ways": [_route_view(route, names, legs) for route in one.routes],
        "warrants": [_rebate_view(rebate, names, legs) for rebate in one.rebates],
        "guarantees_not_called": [leg_view(leg, names) for leg in one.guarantees],
        "unpriced": one.unpriced,
    }


def _named(party: str, names: Names) -> Json:
    return {"id": party, "name": names.get(party, party)}


def _bounds_view(bounds: Bounds) -> Json:
    return {"low": exact(bounds[0]), "high": exact(bounds[1])}


def _portion_view(portion: Portion) -> Json | None:
    return None if portion is None else {"low": portion[0], "high": portion[1]}


def _portions_view(portions: Portions) -> Json:
    return {measure: _portion_view(getattr(portions, measure)) for measure in MEASURES}


def _reported_view(told: Reported) -> Json:
    period = {"first": day(told.first), "last": day(told.last)}
    figure = {"low": exact(told.low), "high": exact(told.high), "currency": told.currency}
    return figure | {"period": period, "claims": list(told.claims), "converted": told.converted}


def _route_view(route: Route, names: Names, legs: Mapping[str, Leg]) -> Json:
    return {
        "parties": [_named(party, names) for party in route.parties],
        "legs": [list(step) for step in route.legs],
        "deals": [deals_of(step, legs) for step in route.legs],
        "at_most": exact(route.amount),
        "by_contract": route.by_contract,
    }


def _rebate_view(rebate: Rebate, names: Names, legs: Mapping[str, Leg]) -> Json:
    return {
        "warrant": leg_view(rebate.warrant, names),
        "contracts": list(rebate.contracts),
        "deals": deals_of(rebate.contracts, legs),
        "tie": rebate.tie,
        "value": _bounds_view(rebate.value),
        "contract_value": _bounds_view(rebate.contract_value),
        "rebate_share": _portion_view(rebate.share),
    }


def deals_of(ids: Iterable[str], legs: Mapping[str, Leg]) -> list[str]:
    """Return the deals of legs, each once, in order."""
    return list(dict.fromkeys(legs[leg].deal for leg in ids if leg in legs))


def funding_row(one: Funding, names: Names, as_of: date | None = None) -> dict[str, str]:
    """Return one flat row of `COLUMNS` with exact figures; what nobody knows is empty."""
    cells: dict[str, object] = {
        "vendor": names.get(one.vendor, one.vendor),
        "vendor_id": one.vendor,
        "currency": one.currency,
        "unpriced": one.unpriced,
        "first": one.first,
        "last": one.last,
        "floor": one.floor or NO_FLOOR,
        "layer": "money",
        "as_of": as_of,
    }
    sums: dict[str, Bounds | None] = {measure: getattr(one, measure) for measure in MEASURES}
    sums |= {"financing": one.financing, "revenue": one.revenue}
    sums["reported"] = None if one.reported is None else (one.reported.low, one.reported.high)
    for name, bounds in sums.items():
        cells[f"{name}_low"], cells[f"{name}_high"] = bounds or (None, None)
    shares = {"financing": one.of_financing, "revenue": one.of_revenue, "reported": one.of_reported}
    for whole, portions in shares.items():
        for measure in MEASURES:
            portion = None if portions is None else getattr(portions, measure)
            cells[f"{measure}_of_{whole}_low"], cells[f"{measure}_of_{whole}_high"] = portion or (None, None)
    return {column: _cell(cells[column]) for column in COLUMNS}


def _cell(value: object) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


# --- words ------------------------------------------------------------------------------------------------------------


def bounds_words(bounds: Bounds, currency: str) -> str:
    """Return a sum as bounds in words; where nothing is known at all that is said.

    >>> bounds_words((Decimal(0), None), "USD"), bounds_words((Decimal(0), Decimal(0)), "USD")
    ('not known', '$0')
    >>> bounds_words((Decimal(0), Decimal(10**10)), "USD"), bounds_words((Decimal(10**10), None), "USD")
    ('up to $10bn', '$10bn+')
    """
    low, high = bounds
    if high is None:
        return f"{sum_words(low, low, currency)}+" if low else "not known"
    return ceiling_words(low, high, currency)


def portion_words(portion: Portion) -> str:
    """Return a share in words: "29.4%", "up to 40.0%", "10.0%–40.0%", or why there is none.

    >>> portion_words((0.0, 1.0)), portion_words((0.4, None)), portion_words((0.1, 0.4)), portion_words(None)
    ('not known', '40.0%+', '10.0%–40.0%', 'none to share')
    """
    if portion is None:
        return "none to share"
    low, high = portion
    if high is None:
        return f"{_percent(low)}+" if low else "not known"
    if low == 0 and high == 1:
        return "not known"
    if _percent(low) == _percent(high):
        return _percent(low)
    return f"{_percent(low)}–{_percent(high)}" if low else f"up to {_percent(high)}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%" if share != 1 else "100%"


def period_words(one: Funding) -> str:
    """Return the window in words."""
    return span_words(one.first, one.last)


def way_words(route: Route, names: Names) -> str:
    """Return the parties of a way in order, from the vendor back to it; a contract between two is named as such."""
    said = names.get(route.parties[0], route.parties[0])
    for step, party in zip(route.legs, route.parties[1:], strict=True):
        said += f" {'→' if step else '⇢ (contract)'} {names.get(party, party)}"
    return said


def reported_words(told: Reported) -> str:
    """Return the reported revenue in words, with its period and how it was converted."""
    said = f"{bounds_words((told.low, told.high), told.currency)} in {window_words(told.first, told.last)}"
    return f"{said}, converted at {told.converted}" if told.converted else said
