"""Amount statements, their intervals and their agreement (analysis 3.5)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from claims_told import BILLION, money
from hypothesis import given
from hypothesis import strategies as st

from anello.model import Money
from anello.reconcile.amounts import (
    Interval,
    agree,
    as_interval,
    hull,
    meet,
    overlap_total,
    reading_of,
    slot_key,
    unit_of,
)

D = Decimal


def interval(low: float | None, high: float | None) -> Interval:
    return Interval(None if low is None else D(str(low)), None if high is None else D(str(high)))


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("10", 9.5, 10.5),
        ("5.83", 5.825, 5.835),
        ("38", 37.5, 38.5),
        ("~10", 9, 11),
        ("~1.5", 1.35, 1.65),
        ("<=10", 0, 10),
        (">=10", 10, None),
        ("8-12", 8, 12),
        ("20-99", 20, 99),
    ],
)
def test_statements_become_intervals(said: str, low: float, high: float | None) -> None:
    found = as_interval(money(said))
    assert found == Interval(D(str(low)) * BILLION, None if high is None else D(str(high)) * BILLION)


def test_the_last_digit_written_counts() -> None:
    def stated(value: str, text: str) -> Decimal:
        return unit_of(Money(D(value), D(value), "USD", text=text))

    assert stated("1000000000000", "1.000 miliardi") == D("1e9")
    assert stated("5830000000", "$5.83 billion") == D("1e7")
    assert stated("10000000000", "ten billion") == D("1e9")
    assert stated("97400000000", "97,4 млрд") == D("1e8")
    assert stated("0", "0") == 0


@pytest.mark.parametrize(
    ("stated", "best", "support"),
    [
        ([(8, 12), (11, 13), (10, 12)], (11, 12), (0, 1, 2)),
        ([(8, 12), (11, 13), (14, 15)], (11, 12), (0, 1)),
        ([(8, 9), (8, 12), (10, 12)], (8, 9), (0, 1)),
        ([(0, 10), (10, None)], (0, 10), (0,)),
        ([(10, 10), (10, None), (0, 10)], (10, 10), (0, 1, 2)),
        ([(None, 5), (3, None)], (3, 5), (0, 1)),
    ],
)
def test_agreement_is_marzullos(stated: list[tuple[float, float]], best: tuple[float, float], support: object) -> None:
    found = agree([interval(*s) for s in stated])
    assert found.best == interval(*best)
    assert found.support == support
    assert found.dissent == tuple(i for i in range(len(stated)) if i not in found.support)


def test_overlapping_announcements_are_not_added_up() -> None:
    assert overlap_total([interval(300, 300), interval(500, 500)]) == interval(500, 800)
    assert overlap_total([interval(300, None), interval(500, 500)]) == interval(500, None)
    assert overlap_total([]) == interval(0, 0)


def test_a_ceiling_and_a_floor_that_touch_do_not_meet() -> None:
    assert not as_interval(money("<=10")).meets(as_interval(money(">=10")))
    assert as_interval(money("<=10")).meets(as_interval(money("~10")))
    assert as_interval(money("10")).meets(as_interval(money(">=10")))


def test_keys_keep_apart_what_does_not_compare() -> None:
    keys = {
        slot_key(money("10")),
        slot_key(money("10", "EUR")),
        slot_key(money("10", per="year")),
        slot_key(money("10", basis="tranche")),
        slot_key(money("20", basis="tranche")),
        slot_key(money("10", basis="pre_money")),
    }
    assert len(keys) == 6
    assert slot_key(money("10", basis="total")) == slot_key(money("10"))


def test_readings_are_plain() -> None:
    assert reading_of(money("<=10")) == "<= 10000000000 USD"
    assert reading_of(money("~10")) == "~ 10000000000 USD"
    assert reading_of(money("8-12")) == "8000000000 to 12000000000 USD"
    assert reading_of(Money(None, None, "USD")) == "unknown"


values = st.decimals(min_value=0, max_value=10**6, places=2)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(values), draw(values)))
    return Interval(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))


@given(values)
def test_a_hedge_never_shrinks_an_interval(value: Decimal) -> None:
    bare = as_interval(Money(value, value, "USD", text=str(value)))
    hedged = as_interval(Money(value, value, "USD", approximate=True, text=str(value)))
    assert meet(bare, hedged) == bare


@given(st.lists(intervals(), min_size=1, max_size=12), st.randoms())
def test_agreement_holds_and_ignores_order(stated: list[Interval], random: object) -> None:
    found = agree(stated)
    assert found.support
    assert all(meet(stated[i], found.best) == found.best for i in found.support)
    assert hull(stated) == found.hull
    turned = sorted(stated, key=repr)
    assert agree(turned).best == found.best


@given(st.lists(intervals(), min_size=1, max_size=8))
def test_no_point_is_held_by_more(stated: list[Interval]) -> None:
    found = agree(stated)
    points = [p for s in stated for p in (s.low, s.high) if p is not None]
    crowd = max((sum(s.holds(p) for s in stated) for p in points), default=len(stated))
    floors = sum(s.high is None and s.low is not None for s in stated)
    assert len(found.support) >= crowd - floors
    assert len(found.support) <= max(crowd, sum(s.low is None for s in stated), sum(s.high is None for s in stated))


@given(st.lists(intervals().filter(lambda i: i.high is not None), min_size=1, max_size=8))
def test_the_overlap_total_holds_both_extremes(parts: list[Interval]) -> None:
    total = overlap_total(parts)
    assert total.low == max(p.low or D(0) for p in parts)
    assert total.high == sum(p.high or D(0) for p in parts)
