"""Rings (analysis 1.4, docs/rings.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legs_drawn import CHIPS, COMPUTE, EQUITY, OUTSIDE, RESOLD, SIGNED, TRANCHES, graph, leg

from anello.analyse.cycles import find_cycles
from anello.analyse.rings import find_rings
from anello.errors import SettingsError
from anello.model import Leg, Party, Ring

YEAR = 365


def found(*legs: Leg, **more: object) -> dict[tuple[str, ...], Ring]:
    search = find_rings(graph(legs), **more)  # type: ignore[arg-type]
    assert search.complete
    return {ring.parties: ring for ring in search.rings}


def test_signed_rings_of_the_reference_run() -> None:
    rings = found(*SIGNED, span_days=3 * YEAR)
    assert rings.keys() == {("N", "O"), ("N", "O", "R")}
    assert rings["N", "O"].legs == tuple(sorted((EQUITY.id, CHIPS.id)))
    assert rings["N", "O", "R"].legs == tuple(sorted((EQUITY.id, COMPUTE.id, RESOLD.id)))
    assert found(*SIGNED, span_days=146) == {}


def test_the_letter_of_intent_joins_the_rings_it_runs_along() -> None:
    rings = found(*SIGNED, TRANCHES, span_days=3 * YEAR)
    assert rings.keys() == {("N", "O"), ("N", "O", "R")}
    assert all(TRANCHES.id in ring.legs for ring in rings.values())
    sooner = found(*SIGNED, TRANCHES, span_days=146)
    assert sooner.keys() == rings.keys()
    assert found(*SIGNED, TRANCHES, span_days=0).keys() == {("N", "O")}


def test_at_the_floor_closed_there_is_no_ring() -> None:
    assert found(OUTSIDE, span_days=9 * YEAR) == {}


def test_tie_grade_and_strength_of_the_reference_run() -> None:
    rings = found(*SIGNED)
    assert (rings["N", "O"].kind, rings["N", "O"].tie) == ("round-trip", "contractual")
    assert (rings["N", "O", "R"].kind, rings["N", "O", "R"].tie) == ("circular exposure", "coincident")
    assert (rings["N", "O"].low, rings["N", "O"].high) == (4, 4)
    assert (rings["N", "O", "R"].low, rings["N", "O", "R"].high) == (10, 10)
    assert {ring.grade for ring in rings.values()} == {"binding"}


def test_an_ordinary_sale_a_loan_and_a_holding_are_no_rings() -> None:
    goods = leg("B", "A", 5, layer="goods")
    owned = leg("C", "A", 5, kind="ownership", layer="ownership")
    assert found(leg("A", "B", 5), goods, leg("A", "C", 7, kind="loan"), owned) == {}


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        (("equity", "equity"), "cross-holding loop"),
        (("purchase", "purchase"), "reciprocal trade"),
        (("purchase", "licence"), "reciprocal trade"),
        (("loan", "purchase"), "circular exposure"),
        (("warrant", "licence"), "circular exposure"),
        (("guarantee", "purchase"), "circular exposure"),
    ],
)
def test_rings_bear_the_name_of_what_runs_in_them(kinds: tuple[str, str], name: str) -> None:
    assert found(leg("A", "B", 1, kind=kinds[0]), leg("B", "A", 1, kind=kinds[1]))["A", "B"].kind == name


def test_a_mixed_choice_of_parallel_legs_is_enough() -> None:
    legs = (leg("A", "B", 1), leg("A", "B", 1, kind="equity"), leg("B", "A", 1))
    assert found(*legs)["A", "B"].kind == "circular exposure"


@pytest.mark.parametrize(
    ("status", "kind", "more", "grade"),
    [
        ("completed", "equity", {}, "performed"),
        ("agreed", "equity", {}, "binding"),
        ("agreed", "equity", {"bindingness": "conditional"}, "conditional"),
        ("agreed", "warrant", {}, "contingent"),
        ("completed", "guarantee", {}, "contingent"),
        ("planned", "equity", {}, "non-binding"),
        ("talks", "warrant", {}, "non-binding"),
    ],
)
def test_a_ring_is_as_firm_as_its_weakest_arc(status: str, kind: str, more: dict[str, str], grade: str) -> None:
    back = leg("B", "A", 1, status="completed")
    assert found(leg("A", "B", 1, kind=kind, status=status, **more), back)["A", "B"].grade == grade  # type: ignore[arg-type]


def test_one_announcement_links_and_does_not_tie() -> None:
    legs = (leg("A", "B", 1, kind="equity", tie="article:1;article:2"), leg("B", "A", 1, tie="article:2"))
    assert found(*legs)["A", "B"].tie == "linked"
    assert found(*legs)["A", "B"].kind == "circular exposure"


def test_strength_adds_parallel_legs_and_knows_what_it_does_not_know() -> None:
    legs = (leg("A", "B", 3, 4, "equity"), leg("A", "B", 2, 9, "loan"), leg("B", "A", 6))
    assert (found(*legs)["A", "B"].low, found(*legs)["A", "B"].high) == (5, 6)
    unknown = found(leg("A", "B", 3, kind="equity"), leg("B", "A"))["A", "B"]
    assert (unknown.low, unknown.high, unknown.currency) == (None, 3, "USD")
    mixed = found(leg("A", "B", 3, kind="equity"), leg("B", "A", 3, currency="EUR"))["A", "B"]
    assert (mixed.low, mixed.high, mixed.currency) == (None, None, None)


def test_what_is_contingent_adds_to_no_firm_arc() -> None:
    backed = (leg("A", "B", 2, kind="equity"), leg("A", "B", 6, kind="guarantee"), leg("B", "A", 9))
    assert (found(*backed)["A", "B"].low, found(*backed)["A", "B"].high) == (2, 2)
    only = (leg("A", "B", 6, kind="guarantee"), leg("B", "A", 9))
    assert (found(*only)["A", "B"].low, found(*only)["A", "B"].high, found(*only)["A", "B"].grade) == (
        None,
        6,
        "contingent",
    )


def test_only_the_part_in_the_window_counts() -> None:
    window = (date(2027, 1, 1), date(2027, 12, 31))
    legs = (leg("A", "B", 100, kind="equity", when=("2027-01-01", "2027-12-31")), COMPUTE_BACK)
    assert found(*legs, window=window)["A", "B"].high == pytest.approx(Decimal(300) * 365 / 1826)
    assert found(EQUITY, CHIPS, window=window) == {}


COMPUTE_BACK = leg("B", "A", 300, when=("2027-01-01", "2031-12-31"))


def test_instants_must_follow_one_another() -> None:
    def ring(*days: str) -> list[Leg]:
        kinds = ("equity", "purchase", "purchase")
        return [
            leg(a, b, 1, kind=k, when=(d, d))
            for (a, b), k, d in zip((("A", "B"), ("B", "C"), ("C", "A")), kinds, days, strict=True)
        ]

    assert found(*ring("2026-01-01", "2026-02-01", "2026-03-01"), span_days=100)
    assert found(*ring("2026-03-01", "2026-01-01", "2026-02-01"), span_days=100)
    assert found(*ring("2026-01-01", "2026-03-01", "2026-02-01"), span_days=100) == {}
    assert found(*ring("2026-01-01", "2026-02-01", "2026-03-01"), span_days=30) == {}


def test_no_ring_comes_from_nothing() -> None:
    assert found() == {}
    assert found(leg("A", "A", 5, kind="equity")) == {}
    assert found(leg("A", "B", 0, kind="equity"), leg("B", "A", 5)) == {}


def test_ten_thousand_parallel_legs_are_one_ring() -> None:
    many = [leg("A", "B", 1, kind="equity", name=str(n)) for n in range(10_000)]
    ring = found(*many, leg("B", "A", 5))["A", "B"]
    assert len(ring.legs) == 10_001
    assert ring.high == 5


def test_a_bomb_of_cycles_stops_at_the_budget_and_says_so() -> None:
    names = [f"P{n:02}" for n in range(40)]
    bomb = graph([leg(a, b, 1, kind="equity" if a < b else "purchase") for a, b in permutations(names, 2)])
    search = find_rings(bomb, budget=20_000)
    assert not search.complete
    assert 0 < len(search.rings) < 20_000
    assert find_rings(bomb, budget=20_000) == search
    assert find_rings(bomb, max_parties=2).complete


def test_a_chain_of_a_hundred_thousand_parties_needs_no_recursion() -> None:
    arcs = [(f"{n:06}", f"{n + 1:06}") for n in range(100_000)]
    assert find_cycles([*arcs, ("100000", "000000")], 5, 1_000_000) == ([], True)


def test_units_close_a_ring_of_groups_and_keep_their_legs() -> None:
    parties = [Party("aws", "AWS", parent="amazon"), Party("amazon", "Amazon"), Party("openai", "OpenAI")]
    legs = [leg("openai", "aws", 38), leg("amazon", "openai", 10, kind="equity")]
    (ring,) = find_rings(graph(legs, parties)).rings
    assert ring.parties == ("amazon", "openai")
    assert find_rings(graph(legs, parties), consolidate={}).rings == ()


def test_a_lone_unit_keeps_its_name() -> None:
    parties = [Party("google", "Google", parent="alphabet"), Party("alphabet", "Alphabet")]
    legs = [leg("google", "x", 1, kind="equity"), leg("x", "google", 1)]
    assert find_rings(graph(legs, parties)).rings[0].parties == ("google", "x")


def test_units_of_a_group_that_is_absent_meet_in_it() -> None:
    parties = [Party(p, p, parent="alphabet") for p in ("google", "waymo")] + [Party("alphabet", "Alphabet")]
    legs = [leg("google", "x", 1, kind="equity"), leg("x", "waymo", 1)]
    assert find_rings(graph(legs, parties)).rings[0].parties == ("alphabet", "x")


def test_parents_in_a_loop_do_not_hang() -> None:
    parties = [Party("a", "A", parent="b"), Party("b", "B", parent="a")]
    assert find_rings(graph([leg("a", "b", 1), leg("b", "a", 1)], parties)).complete


@pytest.mark.parametrize("wrong", [{"max_parties": 1}, {"max_parties": 99}, {"budget": -1}, {"span_days": -1}])
def test_bounds_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(SettingsError):
        find_rings(graph([]), **wrong)  # type: ignore[arg-type]


drawn_arcs = st.sets(st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from("ABCDEFG")), max_size=26)


@given(drawn_arcs, st.integers(2, 6))
@settings(max_examples=80, deadline=None)
def test_every_cycle_is_found_once(arcs: set[tuple[str, str]], longest: int) -> None:
    cycles, complete = find_cycles(sorted(arcs), longest, 1_000_000)
    expected = {
        tuple(c[c.index(min(c)) :] + c[: c.index(min(c))])
        for c in nx.simple_cycles(nx.DiGraph([a for a in arcs if a[0] != a[1]]), length_bound=longest)
    }
    assert complete
    assert len(cycles) == len(set(cycles))
    assert set(cycles) == expected


@given(drawn_arcs, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_legs_does_not_matter_and_goods_add_nothing(arcs: set[tuple[str, str]], random: object) -> None:
    legs = [leg(a, b, 1, kind="equity" if a < b else "purchase") for a, b in sorted(arcs)]
    goods = [leg(b, a, 1, layer="goods") for a, b in sorted(arcs)]
    mixed = legs + goods
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert find_rings(graph(mixed)) == find_rings(graph(legs))


def test_a_running_total_may_hold_the_deals_beside_it() -> None:
    sums = leg("A", "B", 8, kind="equity", when=("2023-01-01", None), status="completed")
    one = leg("A", "B", 4, kind="equity", when=("2024-11-22", "2024-11-22"))
    two = leg("A", "B", 5, kind="equity", when=(None, "2026-04-20"), status="completed")
    back = leg("B", "A", 100)
    assert [found(*legs, back)["A", "B"].low for legs in ((sums, one), (sums, one, two), (one, two))] == [8, 9, 9]
    assert found(sums, one, two, back)["A", "B"].high == 17


def test_a_ring_is_undated_only_where_a_leg_has_no_date_at_all() -> None:
    done = leg("A", "B", 2, kind="equity", when=(None, "2026-01-08"), status="completed")
    order, undated = leg("B", "A", 3, when=("2026-01-08", None)), leg("B", "A", 3)
    ring = found(done, order)["A", "B"]
    assert (ring.first, ring.last) == (date(2026, 1, 8), None)
    ring = found(done, undated)["A", "B"]
    assert (ring.first, ring.last) == (None, None)
