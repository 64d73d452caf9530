"""The compiled search for cycles: against the plain one, networkx and brute force; budgets, threads, sieves, output."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.analyse.cycles import find_compiled, find_cycles, find_plainly
from anello.analyse.search import ordering
from anello.analyse.search.bounded import (
    Sieve,
    Tally,
    count_cycles,
    stream_cycles,
    strongest_cycles,
    total_cycles,
    walk_cycles,
)
from anello.analyse.search.ordering import Net, prepare_net
from anello.analyse.search.timed import count_timed, prepare_timetable
from anello.errors import SettingsError

PLENTY = 10**9
names = st.sampled_from("ABCDEFG")
arc_sets = st.sets(st.tuples(names, names), max_size=30)
edges = st.lists(st.tuples(*[st.integers(0, 6)] * 2, st.integers(1, 9), st.integers(0, 3)), max_size=32)
timed_edges = st.lists(st.tuples(*[st.integers(0, 5)] * 2, st.integers(0, 25)), max_size=24)


def net_of(drawn: list[tuple[int, int, int, int]], nodes: int = 7) -> Net:
    rows = np.array(drawn, np.int64).reshape(-1, 4)
    return prepare_net(nodes, rows[:, 0], rows[:, 1], rows[:, 3], rows[:, 2].astype(float))


def bomb(nodes: int) -> Net:
    pairs = np.array(list(permutations(range(nodes), 2)))
    return prepare_net(nodes, pairs[:, 0], pairs[:, 1], weights=np.ones(len(pairs)))


def skewed(nodes: int, arcs: int, seed: int) -> list[tuple[str, str]]:
    draw = random.Random(seed)
    return sorted({(f"{nodes * draw.random() ** 2:05.0f}", f"{nodes * draw.random() ** 2:05.0f}") for _ in range(arcs)})


@given(arc_sets, st.integers(2, 7))
@settings(max_examples=100, deadline=None)
def test_both_searches_find_the_same(arcs: set[tuple[str, str]], longest: int) -> None:
    drawn = sorted(arcs)
    assert find_compiled(drawn, longest, PLENTY) == find_plainly(drawn, longest, PLENTY)


@pytest.mark.parametrize("few", [0, 1_000_000])
def test_both_searches_find_the_same_in_a_large_graph(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without preparing anew what is left of the graph."""
    monkeypatch.setattr(ordering, "FEW_ARCS", few)
    arcs = skewed(1000, 4000, 1)
    plain, complete = find_plainly(arcs, 4, PLENTY)
    assert complete
    assert len(plain) > 1000
    assert find_compiled(arcs, 4, PLENTY) == (plain, True)


def test_a_search_too_long_for_the_plain_one_goes_on_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    arcs = skewed(300, 1500, 2)
    whole = find_plainly(arcs, 4, PLENTY)
    monkeypatch.setattr("anello.analyse.cycles.PLAIN_BUDGET", 100)
    assert find_cycles(arcs, 4, PLENTY) == whole
    some, complete = find_cycles(arcs, 4, PLENTY, most=10)
    assert not complete
    assert set(some) <= set(whole[0])


@given(edges, st.integers(2, 6), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_counts_totals_and_strength_under_a_sieve(
    drawn: list[tuple[int, int, int, int]], longest: int, need: int, any_of: int
) -> None:
    sieve, net = Sieve(need, any_of), net_of(drawn)
    kept = nx.DiGraph()
    for u, v, weight, mask in drawn:
        if u != v and mask & need == need and (not any_of or mask & any_of):
            kept.add_edge(u, v, weight=weight + (kept[u][v]["weight"] if kept.has_edge(u, v) else 0))
    cycles = list(nx.simple_cycles(kept, length_bound=longest))
    by_length = Counter(map(len, cycles))
    for threads in (1, 2):
        tally = count_cycles(net, longest, budget=PLENTY, sieve=sieve, threads=threads)
        assert tally.by_length == tuple(by_length[n] for n in range(longest + 1))
        assert tally.complete
    totals, complete = total_cycles(net, 7, longest, budget=PLENTY, sieve=sieve)
    through = Counter(node for cycle in cycles for node in cycle)
    assert complete
    assert totals.tolist() == [through[n] for n in range(7)]
    widths = sorted((min(kept[a][b]["weight"] for a, b in pairwise([*c, c[0]])) for c in cycles), reverse=True)
    best, complete = strongest_cycles(net, longest, 3, budget=PLENTY, sieve=sieve)
    assert complete
    assert best.strength.tolist() == widths[:3]
    for cycle, width in zip(best.lists(), best.strength, strict=True):
        assert min(kept[a][b]["weight"] for a, b in pairwise([*cycle, cycle[0]])) == width


@given(edges, st.integers(2, 5))
@settings(max_examples=150, deadline=None)
def test_counts_without_a_sieve(drawn: list[tuple[int, int, int, int]], longest: int) -> None:
    """Up to four nodes these are not walked but counted where two ways meet."""
    pairs = np.array([edge[:2] for edge in drawn], np.int32).reshape(-1, 2)
    net = prepare_net(7, pairs[:, 0], pairs[:, 1])
    cycles = nx.simple_cycles(nx.DiGraph((u, v) for u, v in pairs.tolist() if u != v), length_bound=longest)
    by_length = Counter(map(len, cycles))
    for threads in (1, 2):
        tally = count_cycles(net, longest, budget=PLENTY, threads=threads)
        assert tally.by_length == tuple(by_length[n] for n in range(longest + 1))


def test_counting_where_two_ways_meet_ends_within_its_budget() -> None:
    cut = [count_cycles(bomb(60), 4, budget=20_000, threads=threads) for threads in (1, 2, 3)]
    assert cut[0] == cut[1] == cut[2]
    assert not cut[0].complete
    assert 0 < cut[0].cycles < count_cycles(bomb(60), 4, budget=PLENTY).cycles
    assert cut[0].work <= 20_000


def test_the_stream_holds_every_cycle_by_name() -> None:
    walk = walk_cycles(bomb(9), 5, budget=PLENTY)
    batches = list(stream_cycles(walk, list("ABCDEFGHI")))
    cycles = [row["parties"] for batch in batches for row in batch.to_pylist()]
    assert walk.complete
    assert len({tuple(c[c.index(min(c)) :] + c[: c.index(min(c))]) for c in cycles}) == len(cycles)
    assert len(cycles) == count_cycles(bomb(9), 5, budget=PLENTY).cycles == 36 + 168 + 756 + 3024
    assert {row["strength"] for batch in batches for row in batch.to_pylist()} == {1.0}


def test_a_graph_of_a_billion_cycles_ends_within_its_budget() -> None:
    net = bomb(60)
    whole = count_cycles(net, 4, budget=PLENTY)
    assert whole.cycles == 60 * 59 // 2 + 60 * 59 * 58 // 3 + 60 * 59 * 58 * 57 // 4
    cut = [count_cycles(net, 8, budget=200_000, threads=threads) for threads in (1, 2, 3)]
    assert cut[0] == cut[1] == cut[2]
    assert not cut[0].complete
    assert cut[0].cycles > 0
    assert cut[0].work <= 200_000
    walk = walk_cycles(net, 8, budget=200_000)
    assert 0 < sum(len(page) for page in walk.pages()) <= 200_000
    assert not walk.complete
    best, complete = strongest_cycles(net, 8, 5, budget=10_000_000)
    assert (len(best), complete) == (5, True)


def by_brute_force(drawn: list[tuple[int, int, int]], longest: int, window: int) -> list[int]:
    found = [0] * (longest + 1)

    def walk(root: int, node: int, first: int, time: int, path: tuple[int, ...]) -> None:
        for payer, payee, later in drawn:
            if payer != node or not time < later <= first + window:
                continue
            if payee == root:
                found[len(path)] += 1
            elif payee not in path and len(path) < longest:
                walk(root, payee, first, later, (*path, payee))

    for payer, payee, time in drawn:
        if payer != payee:
            walk(payer, payee, time, time, (payer, payee))
    return found


@given(timed_edges, st.integers(2, 6), st.integers(0, 26))
@settings(max_examples=200, deadline=None)
def test_cycles_in_time_against_brute_force(drawn: list[tuple[int, int, int]], longest: int, window: int) -> None:
    rows = np.array(drawn, np.int64).reshape(-1, 3)
    table = prepare_timetable(6, rows[:, 0], rows[:, 1], rows[:, 2])
    for threads in (1, 2):
        tally = count_timed(table, longest, window, budget=PLENTY, threads=threads)
        assert list(tally.by_length) == by_brute_force(drawn, longest, window)
        assert tally.complete


def test_parallel_edges_in_time_are_counted_and_not_listed() -> None:
    many = 3000
    payers = np.repeat([0, 1, 2], many)
    table = prepare_timetable(3, payers, (payers + 1) % 3, np.tile(np.arange(many), 3))
    tally = count_timed(table, 3, many, budget=PLENTY)
    assert tally == Tally((0, 0, 0, 3 * many * (many - 1) * (many - 2) // 6), True, tally.work)
    assert not count_timed(table, 3, many, budget=1000).complete


def test_nothing_gives_nothing() -> None:
    none = np.empty(0, np.int64)
    assert count_cycles(prepare_net(0, none, none), 5, budget=0) == Tally((0,) * 6, True, 0)
    assert count_timed(prepare_timetable(5, none, none, none), 5, 9, budget=0).complete
    assert total_cycles(prepare_net(3, none, none), 3, 5, budget=0)[0].tolist() == [0, 0, 0]
    same = np.zeros(5, np.int64)
    assert count_cycles(prepare_net(1, same, same), 5, budget=9).cycles == 0


def test_settings_out_of_range_are_refused() -> None:
    one = np.zeros(1, np.int64)
    with pytest.raises(SettingsError, match="node numbers"):
        prepare_net(1, one, one + 1)
    with pytest.raises(SettingsError, match="payers"):
        prepare_net(1, one, one[:0])
    with pytest.raises(SettingsError, match="31 bits"):
        prepare_timetable(2, np.array([0, 1]), np.array([1, 0]), np.array([0, 2**40]))
    net = bomb(3)
    for wrong in ({"longest": 1}, {"longest": 99}, {"budget": -1}, {"threads": 0}, {"sieve": Sieve(1)}):
        with pytest.raises(SettingsError):
            count_cycles(net, **{"longest": 3, "budget": 1, **wrong})  # type: ignore[arg-type]
    with pytest.raises(SettingsError):
        count_timed(prepare_timetable(1, one, one, one), 3, -1, budget=1)
    pairs = np.array([[0, 1], [1, 0]])
    with pytest.raises(SettingsError, match="weights"):
        strongest_cycles(prepare_net(2, pairs[:, 0], pairs[:, 1]), 3, 1, budget=1)
