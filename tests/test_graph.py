"""Deals become legs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anello.errors import SettingsError
from anello.graph import build_graph, legs_of, price_of, window_of
from anello.model import STATUSES, AmountSlot, Deal, Party, StatusEvent

D = Decimal
JAN = date(2026, 1, 1)


def deal(type_: str = "investment", status: str = "agreed", *slots: AmountSlot, **more: object) -> Deal:
    given: dict[str, object] = {
        "id": f"{type_}-{status}",
        "payer": "p",
        "payee": "q",
        "parties": ("p", "q"),
        "bindingness": "binding",
        "history": (StatusEvent(JAN, status, "c"),),
        "claims": ("c",),
        **more,
    }
    return Deal(type=type_, status=status, amounts=slots, **given)  # type: ignore[arg-type]


def slot(key: str, low: object, high: object) -> AmountSlot:
    bounds = [None if v is None else D(str(v)) for v in (low, high)]
    return AmountSlot(key, bounds[0], bounds[1], key.rpartition("/")[2])


@pytest.mark.parametrize(
    ("type_", "kind", "layer"),
    [
        ("investment", "equity", "money"),
        ("loan", "loan", "money"),
        ("guarantee", "guarantee", "money"),
        ("supply", "purchase", "money"),
        ("licence", "licence", "money"),
        ("right", "warrant", "money"),
        ("acquisition", "ownership", "ownership"),
        ("stake", "ownership", "ownership"),
        ("control", "ownership", "ownership"),
    ],
)
def test_each_type_has_its_leg(type_: str, kind: str, layer: str) -> None:
    leg = legs_of(deal(type_))[0]
    assert (leg.kind, leg.layer, leg.payer, leg.payee) == (kind, layer, "p", "q")


@pytest.mark.parametrize("type_", ["supply", "licence"])
def test_what_is_delivered_goes_the_other_way_in_its_own_layer(type_: str) -> None:
    paid, goods = legs_of(deal(type_, "agreed", slot("total/USD", 5, 5)))
    assert (goods.payer, goods.payee, goods.layer) == (paid.payee, paid.payer, "goods")
    assert (goods.low, goods.high, goods.settlement) == (None, None, "non_cash")


@pytest.mark.parametrize("type_", ["partnership", "project", "ipo"])
def test_what_moves_nothing_has_no_leg(type_: str) -> None:
    assert legs_of(deal(type_)) == ()


def test_an_open_side_has_no_leg() -> None:
    assert legs_of(deal(payer=None)) == ()
    assert legs_of(deal("right", payee=None)) == ()


def test_the_floor_follows_the_order_of_statuses() -> None:
    deals = [deal(status=s) for s in STATUSES]

    def standing(floor: str | None) -> set[str]:
        return {leg.status for leg in build_graph(deals, (), floor=floor).legs}

    assert standing(None) == set(STATUSES) - {"denied", "ended"}
    assert standing("agreed") == {"agreed", "completed"}
    assert standing("ended") == set(STATUSES) - {"denied"}
    assert standing("denied") == set(STATUSES)
    with pytest.raises(SettingsError, match="signed"):
        build_graph(deals, (), floor="signed")


def test_what_was_reported_later_was_not_known() -> None:
    later = deal(history=(StatusEvent(date(2026, 3, 1), "agreed", "c"),), id="later")
    undated = deal(history=(StatusEvent(None, "agreed", "c"),), id="undated")
    graph = build_graph([deal(), later, undated], (), as_of=date(2026, 2, 1))
    assert {leg.deal for leg in graph.legs} == {"investment-agreed"}
    assert graph.as_of == date(2026, 2, 1)


def test_legs_and_parties_are_sorted_and_ties_travel() -> None:
    graph = build_graph(
        [deal(), deal("loan")], [Party("q", "Q"), Party("p", "P")], ties={"loan-agreed": ("contract:1", "article:2")}
    )
    assert [p.id for p in graph.parties] == ["p", "q"]
    assert [leg.id for leg in graph.legs] == sorted(leg.id for leg in graph.legs)
    assert {leg.deal: leg.tie for leg in graph.legs} == {
        "investment-agreed": None,
        "loan-agreed": "contract:1;article:2",
    }


@pytest.mark.parametrize(
    ("slots", "price"),
    [
        ([], (None, None, None)),
        ([slot("total/USD", 10, 12), slot("tranche 5/USD", 5, 5)], (10, 12, "USD")),
        ([slot("tranche 1.25/USD", 1.25, 1.25), slot("tranche 2.75/USD", 2.75, 2.75)], (D("2.75"), 4, "USD")),
        ([slot("tranche 1/USD", 1, None)], (1, None, "USD")),
        ([slot("joint/total/USD", 15, 15)], (None, 15, "USD")),
        ([slot("post_money/USD", 380, 380), slot("aggregate/total/USD", 22, 22)], (None, None, None)),
        ([slot("total/per year/USD", 2, 3)], (4, 6, "USD")),
    ],
)
def test_prices(slots: list[AmountSlot], price: tuple[object, ...]) -> None:
    low, high, currency = price_of(slots, date(2026, 1, 1), date(2027, 12, 31))
    assert currency == price[2]
    for found, expected in ((low, price[0]), (high, price[1])):
        assert found == (None if expected is None else pytest.approx(D(str(expected)), rel=D("0.001")))


def test_a_rate_without_a_term_prices_nothing() -> None:
    assert price_of([slot("total/per year/USD", 2, 3)], JAN, None) == (None, None, "USD")
    assert price_of([slot("total/per gigawatt/USD", 2, 3)], JAN, JAN) == (None, None, "USD")


@pytest.mark.parametrize(
    ("type_", "kind", "status", "first", "last", "window"),
    [
        ("investment", "equity", "agreed", None, None, (JAN, None)),
        ("investment", "equity", "completed", None, None, (None, JAN)),
        ("supply", "purchase", "completed", None, None, (None, None)),
        ("supply", "purchase", "agreed", date(2025, 11, 1), date(2025, 11, 30), (date(2025, 11, 1), None)),
        ("supply", "purchase", "agreed", date(2027, 1, 1), date(2031, 12, 31), (date(2027, 1, 1), date(2031, 12, 31))),
        (
            "investment",
            "equity",
            "agreed",
            date(2025, 11, 1),
            date(2025, 11, 30),
            (date(2025, 11, 1), date(2025, 11, 30)),
        ),
    ],
)
def test_windows(
    type_: str, kind: str, status: str, first: date | None, last: date | None, window: tuple[date | None, date | None]
) -> None:
    assert window_of(deal(type_, status, first=first, last=last), kind) == window
