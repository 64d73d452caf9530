"""Circular flow (analysis 1.2 and 1.3, docs/flows.md)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legs_drawn import SIGNED, graph, leg

from anello.analyse import flows
from anello.analyse.flows import Compression, compress, flow_by_year, greatest_share, measure_flow
from anello.errors import SettingsError
from anello.model import Leg, Party

D = Decimal


def arcs(said: str) -> list[tuple[str, str, Decimal]]:
    return [(part[0], part[1], D(part[2:])) for part in said.split()]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("AB5 BC10 CA20", (35, 15, 20, 15, 20)),
        ("AB10 BC15 BA5", (30, 15, 15, 10, 20)),
        ("AB5 BC10 CA20 CD10 DB3", (48, 22, 26, 24, 24)),
        ("AB1 BC3 CD2 DA2 CA4", (12, 5, 7, 4, 8)),
        ("AB5 BC5", (10, 5, 5, 0, 10)),
        ("AA7 AB5 BC5", (10, 5, 5, 0, 10)),
        ("", (0, 0, 0, 0, 0)),
        ("AB0 BA0", (0, 0, 0, 0, 0)),
        ("AB0.1 BA0.3", (D("0.4"), D("0.2"), D("0.2"), D("0.2"), D("0.2"))),
    ],
)
def test_published_and_derived_networks(said: str, figures: tuple[object, ...]) -> None:
    assert compress(arcs(said)) == Compression(*(D(str(f)) for f in figures))


def test_the_share_is_greatest_inside_the_box_and_not_at_its_corner() -> None:
    box = graph([leg("N", "O", 0, 100, "equity"), leg("O", "R", 300), leg("R", "N", 0, 40)])
    flow = measure_flow(box)
    assert flow.share_high == pytest.approx(120 / 380, abs=1e-6)
    assert (flow.circular_low, flow.circular_high) == (0, 120)
    assert (flow.gross_low, flow.gross_high) == (300, 440)
    assert flow.share_low == 0


@pytest.mark.parametrize(
    ("window", "gross", "circular"),
    [
        (("2026-01-01", "2026-12-31"), 69, 8),
        (("2027-01-01", "2027-12-31"), None, 0),
        (("2026-01-01", "2031-12-31"), 369, 30),
    ],
)
def test_the_answer_changes_with_the_window(window: tuple[str, str], gross: int | None, circular: int) -> None:
    first, last = (date.fromisoformat(d) for d in window)
    flow = measure_flow(graph(SIGNED), window=(first, last))
    assert flow.circular_high == flow.circular_low == circular
    if gross is not None:
        assert flow.gross_high == flow.gross_low == gross
        assert flow.share_high == pytest.approx(circular / gross, abs=1e-6)
        assert flow.share_low == pytest.approx(circular / gross, abs=1e-6)
    assert (flow.first, flow.last) == (first, last)


def test_of_a_leg_without_an_end_nothing_is_sure_within_a_year() -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    signed = [
        leg("A", "B", 300, when=("2025-09-10", None)),
        leg("B", "A", 40, kind="equity", when=(None, "2026-03-31")),
    ]
    for window in (year, (None, year[1])):
        flow = measure_flow(graph(signed), window=window)
        assert (flow.gross_low, flow.gross_high, flow.circular_high) == (0 if window[0] else 40, 340, 80)
    (by_year,) = [flow for flow in flow_by_year(graph(signed))[0] if flow.first == year[0]]
    assert by_year == measure_flow(graph(signed), window=year)
    since = measure_flow(graph(signed[:1]), window=(date(2025, 1, 1), None))
    assert (since.gross_low, since.gross_high) == (300, 300)


def test_nothing_moved_has_no_share() -> None:
    for nothing in ([], [leg("A", "A", 5)], [leg("A", "B", 0)], [leg("A", "B", 5, currency="EUR")]):
        flow = measure_flow(graph(nothing))
        assert (flow.share_low, flow.share_high, flow.gross_high, flow.circular_high) == (None, None, 0, 0)
    assert measure_flow(graph([leg("A", "B", 5)])).share_high == 0


def test_legs_without_amount_or_ceiling_are_counted() -> None:
    flow = measure_flow(graph([leg("A", "B"), leg("B", "A", 5), leg("B", "C", currency=None)]))
    assert (flow.unpriced, flow.gross_high, flow.circular_high) == (2, 5, 0)


def test_an_open_ceiling_counts_with_its_floor() -> None:
    at_least = leg("A", "B", 5)
    at_least = Leg(**{**{f: getattr(at_least, f) for f in at_least.__slots__}, "high": None})
    flow = measure_flow(graph([at_least, leg("B", "A", 8)]))
    assert (flow.unpriced, flow.circular_high, flow.gross_high) == (1, 10, 13)


def test_goods_and_ownership_do_not_circulate() -> None:
    sale = [leg("A", "B", 5), leg("B", "A", 5, layer="goods"), leg("B", "A", 5, kind="ownership", layer="ownership")]
    assert measure_flow(graph(sale)).circular_high == 0


def test_ten_thousand_parallel_legs_share_what_circulates() -> None:
    many = [leg("A", "B", 1, name=str(n)) for n in range(10_000)]
    flow = measure_flow(graph([*many, leg("B", "A", 500)]))
    assert flow.circular_high == 1000
    assert len(flow.edges) == 10_001
    assert sum(amount for _, amount in flow.edges) == pytest.approx(1000)


def test_units_count_as_their_group_where_both_take_part() -> None:
    parties = [Party("aws", "AWS", parent="amazon"), Party("amazon", "Amazon")]
    deals = [leg("openai", "aws", 38), leg("amazon", "openai", 10, kind="equity")]
    assert measure_flow(graph(deals, parties)).circular_high == 20
    assert measure_flow(graph(deals, parties), consolidate={}).circular_high == 0


def test_a_window_must_not_end_before_it_begins() -> None:
    with pytest.raises(SettingsError, match="swap"):
        measure_flow(graph([]), window=(date(2026, 2, 1), date(2026, 1, 1)))


def test_the_solver_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    compress(arcs("AB5 BA5"))
    assert capfd.readouterr() == ("", "")


networks = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF"), st.integers(0, 50).map(D)), max_size=18
)


def greedy(network: list[tuple[str, str, Decimal]]) -> Decimal:
    """Cancel cycles as they are found, which is the tempting and wrong way."""
    left: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for payer, payee, amount in network:
        if payer != payee:
            left[payer, payee] += amount
    taken = D(0)
    while True:
        drawn = nx.DiGraph([pair for pair, amount in left.items() if amount > 0])
        try:
            cycle = nx.find_cycle(drawn)
        except nx.NetworkXNoCycle:
            return taken
        least = min(left[pair[0], pair[1]] for pair in cycle)
        taken += least * len(cycle)
        for pair in cycle:
            left[pair[0], pair[1]] -= least


@given(networks)
@settings(max_examples=60, deadline=None)
def test_the_program_never_falls_below_greedy_and_is_zero_without_cycles(
    network: list[tuple[str, str, Decimal]],
) -> None:
    found = compress(network)
    assert found.circular >= greedy(network)
    drawn = nx.DiGraph([(u, v) for u, v, w in network if w > 0 and u != v])
    assert (found.circular == 0) == nx.is_directed_acyclic_graph(drawn)
    assert found.circular <= found.gross
    assert found.excess == found.gross - found.net >= 0


@given(networks, st.permutations("ABCDEF"))
@settings(max_examples=40, deadline=None)
def test_names_and_split_payments_change_nothing(network: list[tuple[str, str, Decimal]], names: list[str]) -> None:
    renamed = dict(zip("ABCDEF", names, strict=True))
    split = [(renamed[u], renamed[v], w / 2) for u, v, w in network for _ in range(2)]
    assert compress(split).circular == compress(network).circular


boxes = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD"), st.integers(0, 20), st.integers(0, 20)), max_size=10
)


@given(boxes, st.lists(st.floats(0, 1), min_size=10, max_size=10))
@settings(max_examples=60, deadline=None)
def test_the_bounds_hold_for_every_amount_inside(box: list[tuple[str, str, int, int]], at: list[float]) -> None:
    drawn = [leg(u, v, low, low + more, name=str(n)) for n, (u, v, low, more) in enumerate(box)]
    flow = measure_flow(graph(drawn))
    sampled = [
        (u, v, D(low) + D(str(round(share * more, 3)))) for (u, v, low, more), share in zip(box, at, strict=False)
    ]
    inside = compress(sampled)
    assert flow.circular_low <= inside.circular <= flow.circular_high
    if inside.gross:
        assert flow.share_low is not None
        assert flow.share_high is not None
        assert flow.share_low - 1e-6 <= float(inside.circular / inside.gross) <= flow.share_high + 1e-6


def test_the_greatest_share_of_free_amounts_is_all() -> None:
    pairs = {("A", "B"): D(0), ("B", "A"): D(0), ("A", "C"): D(0)}
    assert greatest_share(pairs, dict.fromkeys(pairs, D(10))) == pytest.approx(1)


STATUSES = ("talks", "planned", "agreed", "completed")


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD"), st.integers(0, 20), st.sampled_from(STATUSES)),
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_a_higher_floor_never_lets_more_circulate(said: list[tuple[str, str, int, str]]) -> None:
    drawn = [leg(u, v, amount, status=status, name=str(n)) for n, (u, v, amount, status) in enumerate(said)]
    circling = [
        measure_flow(graph(one for one in drawn if STATUSES.index(one.status) >= floor)).circular_high
        for floor in range(len(STATUSES))
    ]
    assert circling == sorted(circling, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=4, max_size=4))
@settings(max_examples=20, deadline=None)
def test_the_greatest_share_is_reached_by_some_amounts(bounds: list[tuple[int, int]]) -> None:
    """With whole bounds the best amounts are whole too, so trying all of them finds the greatest share."""
    pairs = [("A", "B"), ("B", "A"), ("B", "C"), ("C", "A")]
    shares = []
    for weights in product(*(range(low, low + more + 1) for low, more in bounds)):
        if sum(weights):
            circular = compress([(*pair, D(w)) for pair, w in zip(pairs, weights, strict=True)]).circular
            shares.append(float(circular / sum(weights)))
    lows = {pair: D(low) for pair, (low, _) in zip(pairs, bounds, strict=True)}
    highs = {pair: D(low + more) for pair, (low, more) in zip(pairs, bounds, strict=True)}
    assert greatest_share(lows, highs) == (pytest.approx(max(shares)) if shares else None)


def test_what_is_contingent_is_in_no_sum() -> None:
    legs = [leg("A", "B", 5, kind="guarantee", status="completed"), leg("A", "B", 3, kind="warrant"), leg("B", "A", 8)]
    flow = measure_flow(graph(legs))
    assert (flow.gross_high, flow.circular_high, flow.unpriced) == (8, 0, 0)


def test_years_keep_units_apart_where_asked() -> None:
    parties = [Party("aws", "AWS", parent="amazon"), Party("amazon", "Amazon")]
    year = ("2026-01-01", "2026-12-31")
    deals = [leg("openai", "aws", 38, when=year), leg("amazon", "openai", 10, kind="equity", when=year)]
    (joined_up,), _ = flow_by_year(graph(deals, parties))
    (apart,), _ = flow_by_year(graph(deals, parties), consolidate={})
    assert (joined_up.circular_high, apart.circular_high) == (20, 0)


NETWORKS = st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), st.integers(0, 40)), max_size=14)


@given(NETWORKS)
@settings(deadline=None, max_examples=40)
def test_ortools_finds_the_same_circulation(said: list[tuple[str, str, int]]) -> None:
    pytest.importorskip("ortools", reason='no OR-Tools here; pip install "anello[large]" brings it')
    arcs_said = [(payer, payee, D(amount) / 4) for payer, payee, amount in said]
    with pytest.MonkeyPatch.context() as patch:
        plain = compress(arcs_said)
        patch.setattr(flows, "LARGE", -1)
        assert compress(arcs_said) == plain
