"""The greatest flow against an independent solver, and its ways."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.analyse.maxflow import ENDLESS, Arc, greatest_flow, reached_from, ways_of

D = Decimal
NODES = "sabcdet"
WEIGHTS = st.one_of(st.integers(0, 12), st.integers(0, 10**17), st.none())
ARCS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), WEIGHTS), max_size=24)


def drawn(said: list[tuple[str, str, int | None]]) -> list[Arc]:
    return [(u, v, ENDLESS if w is None else D(w)) for u, v, w in said]


def oracle(arcs: list[Arc]) -> Decimal:
    graph = nx.DiGraph()
    graph.add_nodes_from(NODES)
    for u, v, w in arcs:
        if u == v:
            continue
        before = graph.edges[u, v].get("capacity", ENDLESS) if graph.has_edge(u, v) else D(0)
        both = before + w
        graph.remove_edges_from([(u, v)])
        graph.add_edge(u, v, **({} if both == ENDLESS else {"capacity": int(both)}))
    try:
        return D(nx.maximum_flow_value(graph, "s", "t"))
    except nx.NetworkXUnbounded:
        return ENDLESS


@given(ARCS)
@settings(max_examples=200, deadline=None)
def test_the_total_is_the_greatest(said: list[tuple[str, str, int | None]]) -> None:
    arcs = drawn(said)
    assert greatest_flow(arcs, "s", "t").total == oracle(arcs)


@given(ARCS)
@settings(max_examples=200, deadline=None)
def test_the_flow_keeps_to_the_arcs_and_its_ways_make_it_up(said: list[tuple[str, str, int | None]]) -> None:
    arcs = drawn(said)
    stream = greatest_flow(arcs, "s", "t")
    balance = dict.fromkeys(NODES, D(0))
    for (u, v, w), carried in zip(arcs, stream.carried, strict=True):
        assert 0 <= carried <= w
        balance[u] -= carried
        balance[v] += carried
    assert all(balance[node] == 0 for node in NODES if node not in "st")
    ways = ways_of(arcs, stream.carried, "s", "t")
    assert sum((amount for _, amount in ways), D(0)) == balance["t"]
    for way, amount in ways:
        assert amount > 0
        assert (arcs[way[0]][0], arcs[way[-1]][1]) == ("s", "t")
        assert all(arcs[a][1] == arcs[b][0] for a, b in pairwise(way))
        assert len({arcs[place][0] for place in way}) == len(way)
    if stream.total < ENDLESS:
        assert balance["t"] == stream.total
    else:
        assert balance["t"] >= stream.limit


def test_circles_in_a_flow_are_no_way() -> None:
    arcs = drawn([("s", "a", 9), ("a", "b", 9), ("b", "c", 9), ("c", "a", 9), ("b", "t", 9)])
    carried = [D(2), D(5), D(3), D(3), D(2)]
    assert ways_of(arcs, carried, "s", "t") == [([0, 1, 4], D(2))]


def test_cents_beside_thousands_of_billions_are_exact() -> None:
    arcs = [("s", "a", D("1e15") + D("0.01")), ("a", "t", D("1e15") + D("0.02")), ("s", "t", D("0.01"))]
    assert greatest_flow(arcs, "s", "t").total == D("1000000000000000.02")


def test_nothing_leads_anywhere() -> None:
    assert greatest_flow([], "s", "t").total == 0
    assert greatest_flow([("s", "s", D(4))], "s", "s").total == 0
    assert reached_from("s", [("s", "a", D(0)), ("s", "b", D(1)), ("b", "c", ENDLESS)]) == {"s", "b", "c"}


def test_ten_thousand_ways_take_seconds() -> None:
    arcs: list[Arc] = []
    for n in range(10_000):
        arcs += [("s", ("f", n), D(n)), (("f", n), ("r", n), ENDLESS), (("r", n), "t", D(5_000))]
    assert greatest_flow(arcs, "s", "t").total == sum(min(n, 5_000) for n in range(10_000))


@pytest.mark.parametrize("width", [60])
def test_a_dense_ladder(width: int) -> None:
    arcs: list[Arc] = [("s", (0, i), D(i + 1)) for i in range(width)]
    arcs += [((0, i), (1, j), D(1)) for i in range(width) for j in range(width)]
    arcs += [((1, j), "t", D(width - j)) for j in range(width)]
    assert greatest_flow(arcs, "s", "t").total == sum(range(width + 1))
