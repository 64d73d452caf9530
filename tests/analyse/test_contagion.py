"""Clearing within bounds: exact where all is known, and never too narrow where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.analyse.clearing import clear
from anello.analyse.contagion import Edge, Unpaid, Web, smallest_break, spread

NAMES = "ABCDEF"
Rows = list[list[float]]


def known(owed: Rows, means: list[float], outside: list[float]) -> Web:
    """The web of a network of which all is known."""
    size = range(len(means))
    edges = tuple(
        Edge(NAMES[i], NAMES[j], (owed[i][j], owed[i][j])) for i in size for j in size if owed[i][j] and i != j
    )
    return Web(
        edges,
        {NAMES[i]: (means[i], means[i]) for i in size},
        {NAMES[i]: (outside[i], outside[i]) for i in size},
    )


rows = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.sampled_from([0, 0, 1, 2.5, 7]), min_size=n, max_size=n), min_size=n, max_size=n),
        st.lists(st.sampled_from([0, 0.3, 1, 5]), min_size=n, max_size=n),
        st.lists(st.sampled_from([0, 2, 9]), min_size=n, max_size=n),
    )
)
shares = st.sampled_from([0.0, 0.5, 0.9, 1.0])


@settings(deadline=None)
@given(rows, shares, shares)
def test_where_all_is_known_the_bounds_are_the_clearing_vector(
    network: tuple[Rows, list[float], list[float]], alpha: float, beta: float
) -> None:
    truth = clear(*network, alpha=alpha, beta=beta)
    found = spread(known(*network), alpha, beta)
    for i, (paid, due) in enumerate(zip(truth.paid, truth.due, strict=True)):
        assert found.shortfall[NAMES[i]] == pytest.approx((due - paid, due - paid), abs=1e-6)
    assert [set(wave) for wave in found.waves] == [{NAMES[i] for i in wave} for wave in truth.waves]


STATES = ("kept", "kept", "kept", "added", "stopped")

boxes = st.integers(2, 5).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.tuples(*[st.sampled_from([0, 0, 1, 3, 8])] * 2), min_size=n * n, max_size=n * n),
        st.lists(st.sampled_from(STATES), min_size=n * n, max_size=n * n),
        st.lists(st.booleans(), min_size=n, max_size=n),
        st.lists(st.tuples(*[st.sampled_from([0, 1, 4, 10])] * 2), min_size=n, max_size=n),
        st.lists(st.tuples(*[st.sampled_from([0, 1, 6])] * 2), min_size=n, max_size=n),
        st.tuples(*[st.sampled_from([0.0, 0.25, 0.6, 1.0])] * 2),
        st.randoms(use_true_random=False),
    )
)


class Drawn:
    """A web of bounds in which A leaves a share unpaid, guarantees are called and payments stop; and one truth."""

    def __init__(self, drawn: tuple) -> None:  # type: ignore[type-arg]
        self.n, pairs, states, sheets, means, outside, share, self.chance = drawn
        size = range(self.n)
        self.places = [(i, j) for i in size for j in size if i != j]
        self.box = {(i, j): tuple(sorted(pairs[i * self.n + j])) for i, j in self.places}
        self.state = {(i, j): states[i * self.n + j] if i else "kept" for i, j in self.places}
        self.sheets = [bool(sheets[i] and i) for i in size]
        self.means = [tuple(sorted(m)) for m in means]
        self.outside = [tuple(sorted(o)) for o in outside]
        self.share = tuple(sorted(share))

    def web(self) -> Web:
        places = [place for place in self.places if self.state[place] != "stopped"]
        edges = tuple(Edge(NAMES[i], NAMES[j], self.box[i, j], self.state[i, j] == "added") for i, j in places)
        known_ = [i for i in range(self.n) if self.sheets[i]]
        first = tuple(k for k, (i, _) in enumerate(places) if i == 0)
        return Web(
            edges,
            {NAMES[i]: self.means[i] for i in known_},
            {NAMES[i]: self.outside[i] for i in known_},
            lost=self._stopped(1),
            spared=self._stopped(0),
            shocks=(Unpaid(first, share=self.share),),
        )

    def _stopped(self, end: int) -> dict[str, tuple[float, float]]:
        found: dict[str, tuple[float, float]] = {}
        for place in self.places:
            if self.state[place] == "stopped":
                low, high = found.get(NAMES[place[end]], (0.0, 0.0))
                found[NAMES[place[end]]] = (low + self.box[place][0], high + self.box[place][1])
        return found

    def loss_of(self, i: int, truly: dict[tuple[int, int], float], paid: dict[tuple[int, int], float]) -> float:
        """What the scenario takes from a party, straight from its definition."""
        loss = 0.0
        for place, amount in truly.items():
            state = self.state[place]
            if place[1] == i:
                loss += {"kept": amount - paid.get(place, 0.0), "stopped": amount, "added": -paid.get(place, 0.0)}[
                    state
                ]
            elif place[0] == i:
                loss += {"kept": 0.0, "stopped": -amount, "added": amount}[state]
        return loss

    def within(self, ends: tuple[float, float]) -> float:
        return float(self.chance.choice([ends[0], ends[1], self.chance.uniform(*ends)]))


@settings(deadline=None, max_examples=300)
@given(boxes, shares)
def test_every_truth_within_the_bounds_lies_within_the_answer(drawn: tuple, cost: float) -> None:  # type: ignore[type-arg]
    """Draw figures within the bounds, and clear exactly what they leave.

    A party without a balance sheet is given what it needed to pay before the scenario, and sometimes a reserve. Both
    costs are the same, since what A still pays stands among the means of its payees here.
    """
    case = Drawn(drawn)
    found, n = spread(case.web(), cost, cost), case.n
    truly = {place: case.within(case.box[place]) for place in case.places}
    left, have, out = case.within(case.share), [0.0] * n, [0.0] * n
    for i in range(1, n):
        if case.sheets[i]:
            have[i], out[i] = case.within(case.means[i]), case.within(case.outside[i])
        else:
            then = {place: v for place, v in truly.items() if case.state[place] != "added"}
            lacked = sum(v for (p, _), v in then.items() if p == i) - sum(v for (_, q), v in then.items() if q == i)
            have[i] = max(0.0, lacked) + case.chance.choice([0.0, 0.0, 1.0, 5.0])
    now = {place: v for place, v in truly.items() if case.state[place] != "stopped"}
    rest = [[now.get((i, j), 0.0) for j in range(1, n)] for i in range(1, n)]
    gets = [have[i] + (1 - left) * now.get((0, i), 0.0) for i in range(1, n)]
    truth = clear(rest, gets, [out[i] + now.get((i, 0), 0.0) for i in range(1, n)], alpha=cost, beta=cost)
    for i in range(1, n):
        low, high = found.shortfall[NAMES[i]]
        assert low - 1e-6 <= truth.due[i - 1] - truth.paid[i - 1] <= high + 1e-6
    paid = {}
    for place, unpaid, received in zip(now, found.unpaid, found.received, strict=True):
        i = place[0]
        part = 1 - left if i == 0 else truth.paid[i - 1] / truth.due[i - 1] if truth.due[i - 1] else 1.0
        paid[place] = now[place] * part
        assert unpaid[0] - 1e-6 <= now[place] - paid[place] <= unpaid[1] + 1e-6
        assert received[0] - 1e-6 <= paid[place] <= received[1] + 1e-6
    for i in range(n):
        loss = case.loss_of(i, truly, paid)
        owed = sum(v for (p, _), v in now.items() if p == i) + out[i]
        needed = max(0.0, min(owed - sum(v for (_, q), v in paid.items() if q == i), loss))
        assert found.loss[NAMES[i]][0] - 1e-6 <= max(loss, 0.0) <= found.loss[NAMES[i]][1] + 1e-6
        assert found.reserve[NAMES[i]][0] - 1e-6 <= needed <= found.reserve[NAMES[i]][1] + 1e-6


def test_a_loss_goes_down_a_chain_if_nobody_has_reserves() -> None:
    web = Web((Edge("A", "B", (10, 10)), Edge("B", "C", (8, 8)), Edge("C", "D", (8, 8))))
    found = spread(Web(web.edges, shocks=(Unpaid((0,), share=(0.5, 0.5)),)))
    # B is owed two more than it owes, so only three of the five that it loses can go on.
    assert found.unpaid == ((5, 5), (0, 3), (0, 3))
    assert found.loss == {"A": (0, 0), "B": (5, 5), "C": (0, 3), "D": (0, 3)}
    assert found.reserve == {"A": (0, 0), "B": (3, 3), "C": (0, 3), "D": (0, 0)}
    assert found.waves == (("B",), ("C",))


def test_a_share_and_a_sum_say_the_same_of_one_due() -> None:
    edges = (Edge("A", "B", (10, 10)), Edge("A", "C", (30, 30)))
    by_share = spread(Web(edges, shocks=(Unpaid((0, 1), share=(0.25, 0.25)),)))
    by_sum = spread(Web(edges, shocks=(Unpaid((0, 1), amount=(10, 10)),)))
    assert by_share.unpaid == by_sum.unpaid == ((2.5, 2.5), (7.5, 7.5))


def test_a_sum_over_open_dues_is_not_counted_for_each_payee() -> None:
    edges = (Edge("A", "B", (0, 30)), Edge("A", "C", (0, 30)))
    found = spread(Web(edges, shocks=(Unpaid((0, 1), amount=(10, 10)),)))
    assert found.unpaid == ((0, 10), (0, 10))
    assert found.leaves["A"] == (0, 10)


def test_a_called_guarantee_burdens_its_giver_and_helps_its_taker() -> None:
    edges = (Edge("X", "B", (10, 10)), Edge("G", "B", (6, 6), added=True))
    found = spread(Web(edges, {"G": (100, 100)}, {"G": (0, 0)}, shocks=(Unpaid((0,), share=(1, 1)),)))
    assert found.loss["B"] == (4, 4)
    assert found.loss["G"] == (6, 6)
    assert found.shortfall["G"] == (0, 0)
    poor = spread(Web(edges, {"G": (1, 1)}, {"G": (0, 0)}, shocks=(Unpaid((0,), share=(1, 1)),)))
    assert poor.received[1] == pytest.approx((1, 1))
    assert poor.loss["B"] == pytest.approx((9, 9))


def test_the_smallest_sum_that_breaks_another_is_its_reserve() -> None:
    edges = (Edge("A", "B", (10, 10)), Edge("B", "C", (8, 8)))
    web = Web(edges, {"B": (1, 2)}, {"B": (0, 0)})
    assert smallest_break(web, "A", "B") == pytest.approx((3, 4), abs=1e-6)
    strong = Web(edges, {"B": (9, 9)}, {"B": (0, 0)})
    assert smallest_break(strong, "A", "B") == (float("inf"), float("inf"))
    broken = Web(edges, {"B": (0, 0)}, {"B": (50, 50)})
    assert smallest_break(broken, "A", "B") == (0, 0)


@settings(deadline=None, max_examples=60)
@given(rows, st.floats(0, 40), st.floats(0, 40))
def test_what_a_greater_sum_spares_a_smaller_one_spares(
    network: tuple[Rows, list[float], list[float]], one: float, other: float
) -> None:
    web = known(*network)
    small, great = (
        (
            spread(Web(web.edges, web.means, web.outside, shocks=(Unpaid(web.out["A"], amount=(v, v)),)))
            for v in sorted((one, other))
        )
        if "A" in web.parties
        else (spread(web), spread(web))
    )
    assert all(small.shortfall[p][1] <= great.shortfall[p][1] + 1e-6 for p in web.parties)


def test_nothing_and_oneself_and_a_closed_circle_come_to_an_end() -> None:
    assert spread(Web(())).waves == ()
    circle = Web((Edge("A", "B", (1, 1)), Edge("B", "A", (1, 1))))
    found = spread(Web(circle.edges, shocks=(Unpaid((0,), share=(0.1, 0.1)),)))
    assert found.unpaid == (pytest.approx((0.1, 0.1)), pytest.approx((0, 0.1)))
    big = spread(Web((Edge("A", "B", (1e15, 1e15)), Edge("B", "C", (1, 1))), shocks=(Unpaid((0,), share=(1, 1)),)))
    assert big.unpaid[1] == (0, 1)
