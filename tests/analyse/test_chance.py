"""The circular share beside chance (analysis 1.7, docs/flows.md)."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from legs_drawn import graph, leg

from anello.analyse.chance import _shuffled, compare_with_chance
from anello.analyse.flows import measure_flow
from anello.errors import SettingsError
from anello.model import Leg

CLOSED = [leg("N", f"L{i}", 10, kind="equity") for i in range(4)] + [leg(f"L{i}", "N", 10) for i in range(4)]
"""Every lab buys of the one that funds it, and of nobody else."""
OTHERS = [leg(f"X{i}", f"Y{i}", 10) for i in range(12)]
"""Purchases of others, among which the payees are shuffled."""


def test_circles_that_no_shuffle_makes_stand_out() -> None:
    drawn = graph([*CLOSED, *OTHERS])
    found = compare_with_chance(drawn, 200)
    assert found.share == pytest.approx(measure_flow(drawn).share_high) == pytest.approx(80 / 200)
    assert found.mean is not None
    assert 0.05 < found.mean < 0.2
    assert found.z is not None
    assert found.z > 3
    assert compare_with_chance(drawn, 200) == found


def test_where_every_purchase_goes_to_one_party_there_is_no_score() -> None:
    found = compare_with_chance(graph(CLOSED), 50)
    assert (found.share, found.mean, found.deviation, found.z) == (1.0, 1.0, 0.0, None)


def test_shuffled_sales_without_circles_lie_below() -> None:
    chain = [leg("N", "L", 10, kind="equity"), leg("L", "R", 10), leg("Q", "N", 10)]
    found = compare_with_chance(graph(chain), 100)
    assert found.share == 0
    assert found.mean is not None
    assert 0 < found.mean < 1
    assert found.z is not None
    assert found.z < 0


def test_a_shuffle_keeps_what_is_paid_and_how_often_each_is_paid() -> None:
    bought = [(f"P{i % 5}", f"P{(i + 1 + i % 3) % 5}", Decimal(i + 1)) for i in range(20)]
    for seed in range(50):
        shuffled = _shuffled(bought, Random(seed))
        assert [(payer, amount) for payer, _, amount in shuffled] == [(payer, amount) for payer, _, amount in bought]
        assert sorted(payee for _, payee, _ in shuffled) == sorted(payee for _, payee, _ in bought)
        assert all(payer != payee for payer, payee, _ in shuffled)


def test_financing_warrants_and_groups_are_as_in_the_share() -> None:
    legs = [*CLOSED, *OTHERS, leg("N", "L0", 500, kind="warrant"), leg("L0", "L1", 90)]
    apart = compare_with_chance(graph(legs), 1)
    together = compare_with_chance(graph(legs), 1, consolidate={"L0": "L", "L1": "L"})
    assert apart.share == pytest.approx(measure_flow(graph(legs)).share_high)
    assert together.share == pytest.approx(measure_flow(graph(legs), consolidate={"L0": "L", "L1": "L"}).share_high)
    assert apart.share != together.share


@pytest.mark.parametrize("legs", [[], [leg("A", "B")], [leg("A", "A", 5)]])
def test_nothing_that_moves_has_no_share(legs: list[Leg]) -> None:
    found = compare_with_chance(graph(legs), 10)
    assert (found.share, found.mean, found.z) == (None, None, None)


def test_all_purchases_between_two_cannot_be_shuffled() -> None:
    found = compare_with_chance(graph([leg("A", "B", 5), leg("B", "A", 3)]), 20)
    assert found.share == pytest.approx(0.75)
    assert found.z is None


@pytest.mark.parametrize("draws", [0, -1, 10_001])
def test_draws_out_of_range_are_refused(draws: int) -> None:
    with pytest.raises(SettingsError, match="networks"):
        compare_with_chance(graph(CLOSED), draws)
