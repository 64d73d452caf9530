"""The mathematics of holdings (analysis 1.6, 2.3, 2.4, 2.6 and 4; docs/owners.md)."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anello.analyse.holdings import (
    Firms,
    FirmValues,
    column_sums,
    controlled,
    dependency,
    firm_values,
    gross_up,
    integrated,
    integrated_share,
    inverse_of_rest,
    market_values,
    oversold,
    raw_values,
    solve,
    times,
)
from anello.analyse.offering import diluted, implied_issue, kept, net_shares, part_issued
from anello.analyse.votes import power_of_shares, voting_power
from anello.errors import DataError, SettingsError
from anello.model import NewShares, Offering

D = Decimal


# --- cross-holdings (2.3) ---------------------------------------------------------------------------------------------

EUROPE = ("FR", "DE", "GR", "IT", "PT", "ES")
HOLDINGS = (
    (0, 174862, 1960, 40311, 6679, 27015),
    (198304, 0, 2663, 227813, 2271, 54178),
    (39458, 32977, 0, 2302, 8077, 1001),
    (329550, 133954, 444, 0, 2108, 29938),
    (21817, 30208, 51, 3188, 0, 78005),
    (115162, 146096, 292, 26939, 21620, 0),
)
"""What each country (row) owes the others; a third of it stands for its foreign holders."""
PRINTED = (
    (0.71, 0.13, 0.13, 0.17, 0.07, 0.11),
    (0.18, 0.72, 0.12, 0.11, 0.09, 0.14),
    (0, 0, 0.67, 0, 0, 0),
    (0.07, 0.12, 0.03, 0.70, 0.03, 0.05),
    (0.01, 0, 0.02, 0, 0.67, 0.02),
    (0.03, 0.03, 0.02, 0.02, 0.14, 0.68),
)


def europe() -> list[list[float]]:
    """C_ij = (1/3) holdings of i in j / all foreign holdings in j."""
    return [[HOLDINGS[j][i] / sum(HOLDINGS[j]) / 3 for j in range(6)] for i in range(6)]


def test_two_firms_that_own_half_of_each_other() -> None:
    assert dependency([[0, 0.5], [0.5, 0]]) == [
        pytest.approx([2 / 3, 1 / 3], abs=1e-6),
        pytest.approx([1 / 3, 2 / 3], abs=1e-6),
    ]


def test_recalled_european_dependencies() -> None:
    for row, printed in zip(dependency(europe()), PRINTED, strict=True):
        assert row == pytest.approx(printed, abs=0.01)
    assert dependency(europe())[0] == pytest.approx([0.71, 0.13, 0.13, 0.17, 0.07, 0.11], abs=0.01)


def test_columns_of_the_dependency_add_up_to_one() -> None:
    assert column_sums(dependency(europe())) == pytest.approx([1] * 6, abs=1e-9)


def test_without_an_outside_owner_there_is_no_dependency() -> None:
    with pytest.raises(DataError, match="owner outside"):
        dependency([[0, 1], [0.5, 0]])


def test_failures_come_in_waves_from_none() -> None:
    depends = dependency([[0, 0.5], [0.5, 0]])
    assert market_values(depends, [1, 1], [0, 0], [1, 1]) == ([pytest.approx(1), pytest.approx(1)], [])
    values, waves = market_values(depends, [0.5, 1], [0.7, 0.8], [0.5, 0.5])
    assert waves == [(0,), (1,)]
    assert values == pytest.approx(times(depends, [0, 0.5]), abs=1e-9)


# --- equity and debt together (2.4) -----------------------------------------------------------------------------------

STAKES = ((0, 0.2, 0.3, 0.1), (0.2, 0, 0.2, 0.1), (0.1, 0.1, 0, 0.3), (0.1, 0.1, 0.1, 0))
LOANS = ((0, 0, 0.1, 0), (0, 0, 0, 0.1), (0.1, 0, 0, 0.1), (0, 0.1, 0, 0))


def four(first: float = 2.0) -> Firms:
    return Firms((first, 0.5, 0.6, 0.6), STAKES, LOANS, (0.8,) * 4)


def residual(firms: Firms, found: FirmValues) -> float:
    again = firms.step(found)
    pairs = zip((*again.equity, *again.debt), (*found.equity, *found.debt), strict=True)
    return max(abs(one - other) for one, other in pairs)


def test_the_first_step_of_four_firms() -> None:
    first = four().step(FirmValues((0,) * 4, (0,) * 4))
    assert first.equity == pytest.approx((1.2, 0, 0, 0), abs=1e-6)
    assert first.debt == pytest.approx((0.8, 0.5, 0.6, 0.6), abs=1e-6)


def test_the_fixed_point_of_four_firms() -> None:
    found = firm_values(four())
    assert found.equity == pytest.approx((1.3301, 0.0710, 0.1094, 0.0311), abs=1e-4)
    assert found.debt == pytest.approx((0.8,) * 4, abs=1e-6)
    assert residual(four(), found) < 1e-6
    # All can pay, so s = (I - Ms)^-1 (a + Md d - d).
    paid = [a + more - 0.8 for a, more in zip(four().assets, times(LOANS, [0.8] * 4), strict=True)]
    assert found.equity == pytest.approx(times(inverse_of_rest(STAKES), paid), abs=1e-6)


def test_the_fixed_point_after_a_shock_to_the_first_firm() -> None:
    found = firm_values(four(1.0))
    assert found.equity == pytest.approx((0.2777, 0, 0, 0), abs=1e-4)
    assert found.debt == pytest.approx((0.8, 0.6246, 0.7768, 0.6902), abs=1e-4)
    assert residual(four(1.0), found) < 1e-6


def test_over_a_quarter_of_the_value_of_four_firms_is_counted_twice() -> None:
    found = firm_values(four())
    assert sum(found.whole) == pytest.approx(4.7417, abs=1e-4)
    assert sum(four().assets) == pytest.approx(3.7)
    assert gross_up(found.whole, four().assets) == pytest.approx(1.2815, abs=1e-4)
    assert gross_up([], []) is None


def outside_value(firms: Firms, found: FirmValues) -> float:
    equity = sum((1 - held) * s for held, s in zip(column_sums(firms.stakes), found.equity, strict=True))
    return equity + sum((1 - held) * r for held, r in zip(column_sums(firms.loans), found.debt, strict=True))


def test_what_outsiders_own_is_what_stands_under_it() -> None:
    assert outside_value(four(), firm_values(four())) == pytest.approx(3.7, abs=1e-9)


def test_firms_that_cannot_be_are_refused() -> None:
    with pytest.raises(DataError, match="negative"):
        firm_values(Firms((-1.0,), ((0,),), ((0,),), (0.0,)))
    with pytest.raises(DataError, match="holder outside"):
        firm_values(Firms((1.0, 1.0), ((0, 1), (0, 0)), ((0, 0), (0, 0)), (0.0, 0.0)))
    assert firm_values(Firms((), (), (), ())).whole == ()


# --- integrated ownership and control (2.6) ---------------------------------------------------------------------------

SIX = (
    (0, 0.1, 0, 0, 0, 0),
    (0, 0, 0.5, 0.5, 0.2, 0),
    (0, 0.3, 0, 0, 0.2, 0),
    (0, 0.3, 0, 0, 0.6, 0),
    (0, 0.3, 0.5, 0.5, 0, 1.0),
    (0, 0, 0, 0, 0, 0),
)


def pairs(matrix: tuple[tuple[float, ...], ...]) -> dict[tuple[str, str], float]:
    return {(str(i), str(j)): share for i, row in enumerate(matrix) for j, share in enumerate(row) if share}


def test_counting_every_way_is_absurd_in_six_units() -> None:
    assert raw_values(SIX, [1] * 6) == pytest.approx([5, 49, 26, 48, 54, 0], abs=1e-6)


def test_integrated_ownership_without_self_return() -> None:
    shares = integrated(SIX)
    assert times(shares, [1] * 6) == pytest.approx([5, 4, 3.3783784, 3.6666667, 3.7142857, 0], abs=1e-6)
    apart = [[integrated_share(pairs(SIX), str(i), str(j)) for j in range(6)] for i in range(6)]
    for row, other in zip(shares, apart, strict=True):
        assert row == pytest.approx(other, abs=1e-9)
    # A stake of 10 % is entitled to all the cash flow of the five others, and controls none of them.
    assert times(shares, [1] * 6)[0] == pytest.approx(5, abs=1e-6)
    assert controlled("0", by_holder(SIX)) == {}


def by_holder(matrix: tuple[tuple[float, ...], ...]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for (holder, company), share in pairs(matrix).items():
        found.setdefault(holder, {})[company] = D(str(share)) * 100
    return found


def test_above_half_only_two_firms_of_six_hold_something() -> None:
    above = {pair: 1.0 for pair, share in pairs(SIX).items() if share > 0.5}
    held = [sum(integrated_share(above, str(i), str(j)) for j in range(6)) for i in range(6)]
    assert held == pytest.approx([0, 0, 0, 2, 1, 0], abs=1e-9)


def test_firms_that_own_each_other_entirely_have_no_value_of_their_own() -> None:
    with pytest.raises(DataError, match="entirely"):
        integrated([[0, 1], [1, 0]])
    closed = {("a", "b"): 1.0, ("b", "a"): 1.0, ("c", "a"): 0.5}
    assert integrated_share(closed, "c", "b") == 1.0
    assert integrated_share(closed, "x", "b") == 0.0


COMPANIES = {
    (1, 2): 0.9,
    (2, 3): 1.0,
    (3, 2): 0.1,
    (3, 4): 0.9,
    (4, 5): 1.0,
    (5, 1): 0.1,
    (1, 6): 0.9,
    (6, 5): 1.0,
    (5, 10): 0.9,
    (10, 20): 1.0,
    (20, 1): 0.5,
    (1, 10): 0.9,
    (19, 5): 1.0,
    (10, 19): 0.5,
}


def test_the_majority_closure_of_the_company_control_example() -> None:
    stakes: dict[str, dict[str, Decimal]] = {}
    for (holder, company), share in COMPANIES.items():
        stakes.setdefault(str(holder), {})[str(company)] = D(str(share)) * 100
    assert sorted(map(int, controlled("1", stakes))) == [2, 3, 4, 5, 6, 10, 20]


def test_its_inbound_sums_above_the_whole_are_named() -> None:
    shares = {(str(one), str(other)): D(str(share)) for (one, other), share in COMPANIES.items()}
    assert oversold(shares, D(1)) == {"10": D("1.8"), "5": D("3.0")}


def test_four_small_majorities_are_all_the_control_and_little_of_the_cash() -> None:
    names = "abcde"
    shares = dict.fromkeys(pairwise(names), 0.51)
    assert integrated_share(shares, "a", "e") == pytest.approx(0.51**4, abs=1e-9)
    assert integrated_share(shares, "a", "e") == pytest.approx(0.06765201, abs=1e-6)
    stakes = {one: {other: D(51)} for one, other in shares}
    found = controlled("a", stakes)
    assert sorted(found) == list("bcde")
    assert found["e"].through == ("d",)


def test_control_counts_the_group_together_and_never_the_bare_half() -> None:
    stakes = {"x": {"a": D(60), "b": D(30)}, "a": {"b": D(21)}, "y": {"c": D(50)}}
    found = controlled("x", stakes)
    assert (found["b"].share, found["b"].through) == (D(51), ("a",))
    assert controlled("y", stakes) == {}
    assert sorted(controlled("x", stakes, closed=("b",))) == ["a"]
    assert controlled("y", stakes, given={"y": ("z",)})["z"].given


def test_voting_power_is_not_votes() -> None:
    power = voting_power([D(50), D(49), D(1)], D(51))
    assert power.banzhaf == (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    assert power.shapley == (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    with pytest.raises(SettingsError, match="too many"):
        voting_power([D(1)] * 17, D(9))
    assert voting_power([D(1)], D(5)).banzhaf == (0,)


def test_voting_power_within_bounds_is_told_only_where_they_decide_it() -> None:
    exact = power_of_shares([D(26), D(27)], [D(26), D(27)])
    assert exact is not None
    assert exact.banzhaf == (Fraction(1, 3),) * 3
    assert power_of_shares([D(49)], [D(51)]) is None
    assert power_of_shares([D(51)], [D(60)]).banzhaf == (1, 0)  # type: ignore[union-attr]
    assert power_of_shares([], []) is None
    assert power_of_shares([D(1)] * 16, [D(1)] * 16) is None


# --- dilution and offerings (4) ---------------------------------------------------------------------------------------


def test_dilution_by_a_primary_issue() -> None:
    issued = implied_issue(D("32.5"), D(27))
    assert float(issued) == pytest.approx(0.169230769, abs=1e-6)
    assert float(D("32.5") * (1 - issued)) == pytest.approx(27, abs=1e-9)
    assert float(part_issued(D(60), D(1000))) == pytest.approx(60 / 1060, abs=1e-9)
    for before, after in ((0, 0), (27, 32), (27, -1)):
        with pytest.raises(SettingsError):
            implied_issue(D(before), D(after))
    with pytest.raises(SettingsError):
        part_issued(D(0), D(0))


def test_disclosures_agree_on_one_equity_value() -> None:
    assert D(130) / D("0.26") == D(135) / D("0.27") == 500


def test_an_offering_of_sixty_on_a_thousand() -> None:
    assert float(diluted(D(27), D(60), D(1000))) == pytest.approx(25.4716981, abs=1e-6)
    bare, _ = kept(Offering(D(1000), D(60)), "issued")
    assert float(27 * bare) == pytest.approx(25.4716981, abs=1e-6)
    extra, _ = kept(Offering(D(1000), D(60), warrants=(NewShares(percent=D(5)),)), "issued")
    assert float(27 * extra) == pytest.approx(24.1981132, abs=1e-6)


def test_old_shares_that_are_sold_dilute_nobody() -> None:
    assert kept(Offering(D(1000), D(60), D(200)), "issued") == kept(Offering(D(1000), D(60)), "issued")


def test_shares_that_a_basis_counts_are_not_counted_again() -> None:
    terms = Offering(D(100), warrants=(NewShares(percent=D(5)),), convertible=(NewShares(percent=D(10)),))
    assert kept(terms, "issued") == (D("0.85"), D("0.85"))
    assert kept(terms, "as_converted") == (D("0.95"), D("0.95"))
    assert kept(terms, "fully_diluted") == (D(1), D(1))
    assert kept(terms, None) == (D("0.85"), D(1))


def test_warrants_count_by_the_treasury_method() -> None:
    assert net_shares(NewShares(count=D(100), strike=D(5)), D(20)) == 75
    assert net_shares(NewShares(count=D(100), strike=D(30)), D(20)) == 0
    terms = Offering(D(1000), D(60), shares=D(100), warrants=(NewShares(count=D(10), strike=D(5)),))
    assert float(kept(terms, "issued")[0]) == pytest.approx(100 / (106 + 5), abs=1e-9)


def test_recalled_amd_warrant_before_and_after_the_issue() -> None:
    assert float(D("0.160") / D("1.6")) == pytest.approx(0.10, abs=0.01)
    assert 100 * float(part_issued(D("0.160"), D("1.6"))) == pytest.approx(9.09, abs=0.01)


@pytest.mark.parametrize(
    "terms",
    [
        Offering(D(0)),
        Offering(D(10), D(-1)),
        Offering(D(10), secondary=D(11)),
        Offering(D(10), warrants=(NewShares(count=D(5)),)),
        Offering(D(10), warrants=(NewShares(percent=D(60)),), convertible=(NewShares(percent=D(40)),)),
    ],
)
def test_terms_that_cannot_be_are_refused(terms: Offering) -> None:
    with pytest.raises(SettingsError):
        kept(terms, "issued")


# --- properties (8) ---------------------------------------------------------------------------------------------------


@st.composite
def networks(draw: st.DrawFn, most: float = 0.95) -> list[list[float]]:
    """Holdings in which outsiders own a part of everything."""
    size = draw(st.integers(1, 5))
    weights = [[draw(st.integers(0, 5)) if i != j else 0 for j in range(size)] for i in range(size)]
    parts = [draw(st.floats(0, most)) for _ in range(size)]
    sums = [sum(row[j] for row in weights) for j in range(size)]
    return [[parts[j] * weights[i][j] / sums[j] if sums[j] else 0.0 for j in range(size)] for i in range(size)]


@given(networks())
@settings(max_examples=80, deadline=None)
def test_dependencies_are_additive_and_integrated_shares_never_above_one(shares: list[list[float]]) -> None:
    assert column_sums(dependency(shares)) == pytest.approx([1] * len(shares), abs=1e-9)
    found = integrated(shares)
    assert all(-1e-9 <= share <= 1 + 1e-9 for row in found for share in row)
    named = {(str(i), str(j)): s for i, row in enumerate(shares) for j, s in enumerate(row) if s}
    for i, j in product(range(len(shares)), repeat=2):
        if i != j:
            assert found[i][j] == pytest.approx(integrated_share(named, str(i), str(j)), abs=1e-9)
            assert found[i][j] >= shares[i][j] - 1e-9


@given(networks(), st.floats(1, 1.3), st.data())
@settings(max_examples=60, deadline=None)
def test_integrated_shares_grow_with_every_share_and_the_bound_holds(
    shares: list[list[float]], more: float, data: st.DataObject
) -> None:
    named = {(str(i), str(j)): s for i, row in enumerate(shares) for j, s in enumerate(row) if s}
    assume(len(shares) > 1)
    wide = {pair: share * more for pair, share in named.items()}
    i, j = data.draw(st.permutations(range(len(shares))))[:2]
    least = integrated_share(named, str(i), str(j))
    assert least - 1e-9 <= integrated_share(wide, str(i), str(j)) <= 1 + 1e-9


@given(networks(0.9), networks(0.9), st.data())
@settings(max_examples=80, deadline=None)
def test_what_outsiders_own_of_firms_is_what_stands_under_them(
    stakes: list[list[float]], loans: list[list[float]], data: st.DataObject
) -> None:
    size = min(len(stakes), len(loans))
    cut = [[row[:size] for row in matrix[:size]] for matrix in (stakes, loans)]
    amounts = st.lists(st.floats(0, 1e3), min_size=size, max_size=size).map(tuple)
    firms = Firms(data.draw(amounts), cut[0], cut[1], data.draw(amounts))
    found = firm_values(firms)
    assert residual(firms, found) <= 1e-6 * max(1, *found.whole)
    assert outside_value(firms, found) == pytest.approx(sum(firms.assets), rel=1e-9, abs=1e-6)
    ratio = gross_up(found.whole, firms.assets)
    assert ratio is None or ratio >= 1 - 1e-9


weights = st.lists(st.integers(0, 60), min_size=1, max_size=5)


@given(weights, st.integers(1, 100))
@settings(max_examples=80, deadline=None)
def test_power_is_that_of_going_through_all_orders(listed: list[int], quota: int) -> None:
    power = voting_power([D(weight) for weight in listed], D(quota))
    pivots = [0] * len(listed)
    for order in permutations(range(len(listed))):
        total = 0
        for voter in order:
            if total < quota <= total + listed[voter]:
                pivots[voter] += 1
            total += listed[voter]
    assert power.shapley == tuple(Fraction(n, math.factorial(len(listed))) for n in pivots)
    assert sum(power.banzhaf) in (0, 1)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(0, 60)), max_size=10))
@settings(max_examples=80, deadline=None)
def test_control_never_shrinks_when_a_stake_grows(listed: list[tuple[str, str, int]]) -> None:
    stakes: dict[str, dict[str, Decimal]] = {}
    larger: dict[str, dict[str, Decimal]] = {}
    for holder, company, share in listed:
        stakes.setdefault(holder, {})[company] = D(share)
        larger.setdefault(holder, {})[company] = D(share) + 5
    for holder in "abcd":
        assert set(controlled(holder, stakes)) <= set(controlled(holder, larger))


@given(networks())
@settings(max_examples=40, deadline=None)
def test_solving_gives_back_what_was_put_in(shares: list[list[float]]) -> None:
    size = len(shares)
    rest = [[float(i == j) - shares[i][j] for j in range(size)] for i in range(size)]
    ways = inverse_of_rest(shares)
    for i in range(size):
        product_row = [sum(rest[i][k] * ways[k][j] for k in range(size)) for j in range(size)]
        assert product_row == pytest.approx([float(i == j) for j in range(size)], abs=1e-9)
    assert solve([], []) == []
