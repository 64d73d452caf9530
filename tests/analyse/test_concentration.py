"""Shares, HHI and power as intervals (analysis 5, docs/compute.md)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.analyse.concentration import (
    EDITIONS,
    MOST_OPEN,
    Bounds,
    band_of,
    index_bounds,
    index_of,
    share_bounds,
    with_rest,
)
from anello.analyse.power import it_power, kilowatts_each, overhead_cost, power_of, yearly_energy
from anello.errors import SettingsError
from anello.model import Measured, Order

D = Decimal
NEAR = D("1e-6")


def points(*amounts: object) -> list[Bounds]:
    return [(D(str(a)), D(str(a))) for a in amounts]


def hhi(amounts: list[Bounds]) -> tuple[Decimal, Decimal]:
    found = index_bounds(amounts)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((30, 30, 20, 20), 2600),
        ((25, 20, 15, 10, 8, 7, 6, 5, 4), 1540),
        ((25, 20, 15, 10, 8, 7, 6, 9), 1580),
        ((45, 15, 10, 8, 7, 6, 5, 4), 2540),
        ((40, 30, 20, 10), 3000),
        ((80, 20), 6800),
        ((60, 40), 5200),
        ((60, 20, 20), 4400),
        ((100,), 10000),
    ],
)
def test_published_and_derived_indices(shares: tuple[int, ...], expected: int) -> None:
    assert index_of(map(D, shares)) == expected
    assert all(abs(bound - expected) < NEAR for bound in hhi(points(*shares)))
    assert all(abs(bound - expected) < NEAR for bound in hhi(points(*(s * 10**15 for s in shares))))


@pytest.mark.parametrize(
    ("rest", "largest", "expected"),
    [(40, 20, (2000, 2800)), (40, 40, (2000, 3600)), (40, None, (2000, 3600)), (0, None, (2000, 2000))],
)
def test_an_unknown_rest_is_packed_in_blocks(rest: int, largest: int | None, expected: tuple[int, int]) -> None:
    known = index_of((D(40), D(20)))
    assert with_rest((known, known), D(rest), None if largest is None else D(largest)) == expected


def test_a_rest_that_does_not_divide_leaves_a_smaller_block() -> None:
    assert with_rest((D(0), D(0)), D(50), D(20)) == (0, 400 + 400 + 100)
    for rest, largest in ((D(-1), None), (D(101), None), (D(40), D(0)), (D(40), D(-3))):
        with pytest.raises(SettingsError):
            with_rest((D(0), D(0)), rest, largest)


def test_editions_name_bands_apart() -> None:
    new, old = EDITIONS["2023"], EDITIONS["2010"]
    assert (new.moderate, new.high, new.rise) == (1000, 1800, 100)
    assert (old.moderate, old.high, old.rise) == (1500, 2500, 200)
    assert [band_of((D(v), D(v)), new) for v in (999, 1000, 1800, 1801)] == ["low", "moderate", "moderate", "high"]
    assert band_of((D(2000), D(2000)), old) == "moderate"
    assert band_of((D(900), D(2000)), new) == "low to high"


def test_nothing_to_share_has_no_index() -> None:
    for nothing in ([], points(0), points(0, 0)):
        assert share_bounds(nothing) is None
        assert index_bounds(nothing) is None


def test_open_and_empty_amounts() -> None:
    at_least = [(D(100), None), (D(50), D(50))]
    shares = share_bounds(at_least)
    assert shares is not None
    assert [tuple(round(float(b), 6) for b in pair) for pair in shares] == [(0.666667, 1.0), (0.0, 0.333333)]
    low, high = hhi(at_least)
    assert (round(low, 3), high) == (D("5555.556"), 10000)
    assert share_bounds([(D(0), D(6))]) == [(1, 1)]
    assert hhi([(D(0), D(6))]) == (10000, 10000)
    assert share_bounds([(D(0), D(5)), (D(0), D(1))]) == [(0, 1), (0, 1)]
    assert hhi([(D(0), D(5)), (D(0), D(1))]) == (5000, 10000)
    assert hhi([(D(0), None)]) == (10000, 10000)
    assert share_bounds([(D(0), None), (D(0), None)]) == [(0, 1), (0, 1)]


def test_the_least_index_may_lie_inside_the_box() -> None:
    low, _ = hhi([(D(0), D(100)), *points(40, 40)])
    assert abs(low - D(10000) / 3) < NEAR


def test_many_open_amounts_give_a_safe_bound() -> None:
    amounts = [(D(1), D(3))] * (MOST_OPEN + 1)
    found = index_bounds(amounts)
    assert found is not None
    (low, high), exact = found
    assert not exact
    assert abs(low - D(10000) / (MOST_OPEN + 1)) < NEAR
    assert high >= hhi(amounts[:-1])[1] * D("0.8")


boxes = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda pair: tuple(sorted(pair))),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(boxes, st.data())
def test_bounds_hold_for_every_amount_within_its_bounds(box: list[tuple[int, int]], data: st.DataObject) -> None:
    drawn = [data.draw(st.integers(low, high)) for low, high in box]
    if not sum(drawn):
        return
    amounts: list[Bounds] = [(D(low), D(high)) for low, high in box]
    total = sum(drawn)
    shares, index = share_bounds(amounts), hhi(amounts)
    assert shares is not None
    for amount, (low, high) in zip(drawn, shares, strict=True):
        assert low - NEAR <= D(amount) / total <= high + NEAR
    exact = Fraction(10000 * sum(a * a for a in drawn), total * total)
    assert Fraction(index[0]) - Fraction(1, 10**6) <= exact <= Fraction(index[1]) + Fraction(1, 10**6)


@settings(max_examples=100, deadline=None)
@given(boxes, st.randoms(use_true_random=False), st.integers(1, 10**9))
def test_order_and_scale_change_nothing(box: list[tuple[int, int]], shuffle: object, scale: int) -> None:
    amounts: list[Bounds] = [(D(low), D(high)) for low, high in box]
    found = index_bounds(amounts)
    mixed = [(low * scale, high * scale) for low, high in amounts if high is not None]
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    again = index_bounds(list(mixed))
    assert (found is None) == (again is None)
    if found is not None and again is not None:
        assert all(abs(a - b) < NEAR for a, b in zip(found[0], again[0], strict=True))


@settings(max_examples=100, deadline=None)
@given(boxes, st.integers(0, 5), st.integers(0, 100))
def test_a_wider_amount_never_narrows_the_index(box: list[tuple[int, int]], place: int, more: int) -> None:
    amounts: list[Bounds] = [(D(low), D(high)) for low, high in box]
    wider = list(amounts)
    low, high = wider[place % len(wider)]
    wider[place % len(wider)] = (low, (high or D(0)) + more)
    if (found := index_bounds(amounts)) is not None:
        again = hhi(wider)
        assert again[0] <= found[0][0] + NEAR
        assert again[1] >= found[0][1] - NEAR


# --- power ------------------------------------------------------------------------------------------------------------


def test_a_gigawatt_of_a_site_at_the_machines() -> None:
    one, pue = (D(1), D(1)), (D("1.25"), D("1.25"))
    assert it_power(one, "facility", pue) == it_power(one, "utility", pue) == (D("0.8"), D("0.8"))
    assert it_power(one, "IT", pue) == one
    assert it_power(one, "unknown", pue) == (D("0.8"), 1)
    assert it_power((D(0), None), "facility", pue) == (0, None)
    assert it_power(one, "facility", (D(1), D(2))) == (D("0.5"), 1)


@pytest.mark.parametrize("pue", [(D("0.9"), D(1)), (D("1.4"), D("1.2"))])
def test_a_pue_below_one_or_out_of_order_is_refused(pue: tuple[Decimal, Decimal]) -> None:
    with pytest.raises(SettingsError, match="PUE"):
        it_power((D(1), D(1)), "facility", pue)


def test_energy_and_overhead_of_a_year() -> None:
    assert yearly_energy(D(1)) == D("8.76")
    assert overhead_cost(D(1), D("1.25"), D(60)) == 105_120_000
    assert yearly_energy(D(1)) * 10**6 * 60 == 525_600_000


def test_the_range_check_of_power_for_a_chip() -> None:
    assert kilowatts_each((D(10), D(10)), (D(4_000_000), D(5_000_000))) == (2, D("2.5"))
    assert kilowatts_each((D(10), None), (D(4_000_000), D(5_000_000))) == (2, None)
    assert kilowatts_each((D(10), D(10)), (D(0), D(5_000_000))) is None


def powered(basis: str, chips: tuple[object, object] | None = None) -> Order:
    counted = () if chips is None else (Measured("accelerators", *(D(str(c)) for c in chips)),)  # type: ignore[arg-type]
    return Order("o", "supply", "b", "s", "chips", "", "agreed", "binding", counted, power=(D(1), D(1)), basis=basis)


def test_power_of_an_order() -> None:
    pue, price = (D("1.25"), D("1.25")), (D(60), D(60))
    site = power_of(powered("facility", (400_000, 500_000)), pue, price)
    assert site is not None
    assert (site.at_machines, site.energy) == ((D("0.8"), D("0.8")), (D("8.76"), D("8.76")))
    assert (site.overhead, site.each, site.typical) == ((105_120_000, 105_120_000), (2, D("2.5")), "within")
    machines = power_of(powered("IT", (100_000, 100_000)), pue, price)
    assert machines is not None
    assert (machines.overhead, machines.typical) == ((131_400_000, 131_400_000), "outside")
    unknown = power_of(powered("unknown"), pue, price)
    assert unknown is not None
    assert (unknown.overhead, unknown.at_machines) == ((105_120_000, 131_400_000), (D("0.8"), 1))
    bare = power_of(powered("facility"), None, None)
    assert bare is not None
    assert (bare.at_machines, bare.overhead, bare.typical) == (None, None, "")
    assert power_of(Order("o", "supply", "b", "s", "chips", "", "agreed", "binding"), pue, price) is None
