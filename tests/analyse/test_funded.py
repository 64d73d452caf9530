"""How much of a vendor's sales the vendor paid for (analysis 1.4, 1.5, 6.2 and 8; docs/funded.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legs_drawn import CHIPS, EQUITY, SIGNED, TRANCHES, graph, leg

from anello.analyse.funded import find_funding, measure_funding
from anello.errors import SettingsError
from anello.model import Bounds, Funding, Leg, Party, Portion, Reported

D = Decimal
SIX_YEARS = (date(2026, 1, 1), date(2031, 12, 31))
TOY = (
    leg("N", "O", 10, kind="equity"),
    leg("X", "O", 15, kind="equity"),
    leg("O", "R", 30),
    leg("O", "N", 4),
    leg("R", "N", 20),
)


def near(bounds: Bounds, low: float, high: float | None = None) -> bool:
    high = low if high is None else high
    return bounds[1] is not None and abs(float(bounds[0]) - low) < 1e-6 and abs(float(bounds[1]) - high) < 1e-6


def both(share: float) -> Portion:
    return pytest.approx((share, share), abs=1e-6)  # type: ignore[return-value]


# --- the numbers of the analysis --------------------------------------------------------------------------------------


def test_the_toy_of_the_analysis() -> None:
    found = measure_funding(graph(TOY), "N")
    assert (found.financing, found.revenue) == ((10, 10), (24, 24))
    assert found.tied == (0, 0)
    assert near(found.central, 24 * 10 / 34)
    assert near(found.central, 7.058824)
    assert found.could == (10, 10)
    assert found.of_revenue.could == both(10 / 24)
    assert found.of_revenue.could == pytest.approx((0.417, 0.417), abs=5e-4)
    assert found.of_revenue.central == both(10 / 34)
    assert found.of_revenue.central == pytest.approx((0.294, 0.294), abs=5e-4)
    assert found.of_financing.could == both(1)


def test_own_revenue_dilutes_what_the_vendor_put_in() -> None:
    found = measure_funding(graph(TOY), "N", own={"R": D(30)})
    assert near(found.central, 4 * 10 / 34 + 20 * (30 * 10 / 34) / 60)
    assert near(found.central, 4.117647)
    assert found.of_revenue.central == pytest.approx((0.172, 0.172), abs=5e-4)
    assert found.could == (10, 10)


def test_the_fixture_of_rings_over_six_years() -> None:
    found = measure_funding(graph(SIGNED), "N", window=SIX_YEARS)
    assert (found.tied, found.could, found.financing, found.revenue) == ((4, 4), (10, 10), (10, 10), (44, 44))
    assert near(found.central, 4.8)
    assert found.of_financing.tied == both(0.4)
    assert found.of_revenue.could == both(10 / 44)
    assert (found.first, found.last, found.currency, found.reported, found.of_reported) == (
        *SIX_YEARS,
        "USD",
        None,
        None,
    )


def test_the_ways_carry_what_could_come_back() -> None:
    found = measure_funding(graph(SIGNED), "N", window=SIX_YEARS)
    ways = {route.parties: (route.amount, route.by_contract) for route in found.routes}
    assert ways == {("N", "O", "N"): (4, True), ("N", "O", "R", "N"): (6, False)}
    (short,) = [route for route in found.routes if len(route.parties) == 3]
    assert short.legs == ((EQUITY.id,), (CHIPS.id,))


def test_a_letter_of_intent_widens_the_bounds() -> None:
    found = measure_funding(graph((*SIGNED, TRANCHES)), "N", window=SIX_YEARS)
    assert (found.financing, found.tied, found.could) == ((10, 100), (4, 4), (10, 44))
    assert found.central[0] >= 4
    assert found.central[1] is not None
    assert found.central[0] <= D("4.8") <= found.central[1] <= 44


def test_a_window_without_the_money_has_none() -> None:
    found = measure_funding(graph(SIGNED), "N", window=(date(2027, 1, 1), date(2027, 12, 31)))
    assert (found.financing, found.revenue, found.could) == ((0, 0), (0, 0), (0, 0))
    assert found.of_revenue.could is None
    assert found.routes == ()


# --- what counts ------------------------------------------------------------------------------------------------------


def test_warrants_are_a_rebate_and_no_financing() -> None:
    warrant = leg("A", "O", 8, kind="warrant", tie="article:x")
    sale = leg("O", "A", 100, 120, tie="article:x")
    other = leg("O", "A", 60, name="other")
    found = measure_funding(graph([warrant, sale, other]), "A")
    assert (found.financing, found.could) == ((0, 0), (0, 0))
    (rebate,) = found.rebates
    assert (rebate.tie, rebate.contracts, rebate.value, rebate.contract_value) == (
        "linked",
        (sale.id,),
        (8, 8),
        (100, 120),
    )
    assert rebate.share == pytest.approx((8 / 120, 8 / 100), abs=1e-6)
    loose = measure_funding(graph([replace(warrant, tie=None), sale, other]), "A").rebates[0]
    assert (loose.tie, loose.contract_value) == ("coincident", (160, 180))
    by_contract = measure_funding(
        graph([replace(warrant, tie="contract:c;article:x"), sale, replace(other, tie="contract:c")]), "A"
    )
    assert (by_contract.rebates[0].tie, by_contract.rebates[0].contracts) == ("contractual", (other.id,))


def test_a_warrant_of_unknown_worth_has_no_rebate_share() -> None:
    for warrant in (leg("A", "O", kind="warrant"), leg("A", "O", 8, kind="warrant", currency="EUR")):
        assert measure_funding(graph([warrant, leg("O", "A", 100)]), "A").rebates[0].share is None
    (known,) = measure_funding(graph([leg("A", "O", 8, kind="warrant"), leg("O", "A")]), "A").rebates
    assert known.share is None
    (capped,) = measure_funding(graph([leg("A", "O", 0, 8, "warrant"), leg("O", "A", 100)]), "A").rebates
    assert capped.share == pytest.approx((0, 0.08), abs=1e-6)
    assert measure_funding(graph([leg("A", "X", 8, kind="warrant"), leg("O", "A", 100)]), "A").rebates == ()


def test_a_guarantee_counts_once_it_was_called() -> None:
    pledge = leg("N", "O", 6, kind="guarantee")
    legs = graph([pledge, leg("O", "N", 10)])
    before = measure_funding(legs, "N")
    assert (before.financing, before.could, before.guarantees) == ((0, 0), (0, 0), (pledge,))
    after = measure_funding(legs, "N", called={"deal"})
    assert (after.financing, after.could, after.guarantees) == ((0, 6), (0, 6), ())


def test_announcements_tie_nothing_and_contracts_do() -> None:
    told = [leg("N", "O", 10, kind="equity", tie="article:x"), leg("O", "N", 4, tie="article:x")]
    assert measure_funding(graph(told), "N").tied == (0, 0)
    contract = [
        leg("N", "O", 10, kind="loan", tie="contract:x;article:x"),
        leg("O", "N", 4, tie="article:x;contract:x"),
    ]
    assert measure_funding(graph(contract), "N").tied == (4, 4)


def test_a_leg_under_several_contracts_counts_once() -> None:
    legs = [
        leg("N", "O", 10, kind="equity", tie="contract:a;contract:b"),
        leg("O", "N", 6, tie="contract:a;contract:b"),
    ]
    assert measure_funding(graph(legs), "N").tied == (6, 6)
    chain = [
        leg("N", "O", 5, kind="equity", tie="contract:a", name="1"),
        leg("N", "O", 5, kind="equity", tie="contract:a;contract:b", name="2"),
        leg("O", "N", 4, tie="contract:a", name="3"),
        leg("O", "N", 9, tie="contract:b", name="4"),
    ]
    assert measure_funding(graph(chain), "N").tied == (9, 9)


def test_a_contract_between_three_is_a_way() -> None:
    legs = [leg("N", "O", 10, kind="equity", tie="contract:a"), leg("R", "N", 7, tie="contract:a")]
    found = measure_funding(graph(legs), "N")
    assert (found.tied, found.central, found.could) == ((7, 7), (7, 7), (7, 7))
    assert [(route.parties, route.by_contract) for route in found.routes] == [(("N", "O", "R", "N"), True)]
    assert found.routes[0].legs[1] == ()


def test_units_count_as_their_group_unless_kept_apart() -> None:
    parties = [Party("amazon", "Amazon"), Party("aws", "AWS", parent="amazon")]
    legs = graph([leg("amazon", "A", 8, kind="equity"), leg("A", "aws", 5), leg("amazon", "aws", 99)], parties)
    assert measure_funding(legs, "aws").could == (5, 5)
    assert measure_funding(legs, "aws").vendor == "amazon"
    apart = measure_funding(legs, "aws", consolidate={})
    assert (apart.financing, apart.revenue, apart.could) == ((0, 0), (104, 104), (0, 0))
    assert measure_funding(legs, "amazon", consolidate={}).revenue == (0, 0)


def test_a_running_total_may_hold_the_rounds_beside_it() -> None:
    legs = [
        leg("N", "O", 8, kind="equity", when=("2023-01-01", None), status="completed"),
        leg("N", "O", 4, kind="equity", when=("2024-01-01", "2024-01-31")),
        leg("O", "N", 20),
    ]
    found = measure_funding(graph(legs), "N")
    assert (found.financing, found.could) == ((8, 12), (8, 12))


def test_other_currencies_are_of_unknown_size() -> None:
    found = measure_funding(graph([leg("N", "O", 10, kind="equity", currency="EUR"), leg("O", "N", 4)]), "N")
    assert (found.financing, found.could, found.unpriced) == ((0, None), (0, 4), 1)
    assert measure_funding(graph([leg("O", "N", 4, currency=None)]), "N").revenue == (0, None)


def test_what_the_vendor_buys_and_who_finances_it_is_no_financing() -> None:
    legs = [
        leg("N", "O", 50),
        leg("O", "N", 10, kind="equity"),
        leg("N", "O", 10, kind="equity", name="f"),
        leg("O", "N", 30),
    ]
    found = measure_funding(graph(legs), "N")
    assert (found.financing, found.revenue) == ((10, 10), (30, 30))
    assert near(found.central, 30 * 10 / 60)


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_unknown_sales_are_bounded_by_what_was_put_out() -> None:
    found = measure_funding(graph([leg("N", "O", 30, kind="equity"), leg("O", "N")]), "N")
    assert (found.revenue, found.could, found.central) == ((0, None), (0, 30), (0, 30))
    assert found.of_revenue.could == (0, 1)
    assert found.of_financing.could == (0, 1)
    assert found.unpriced == 1


def test_sales_to_strangers_bound_the_share() -> None:
    legs = [leg("N", "O", 30, kind="equity"), leg("O", "N"), leg("Z", "N", 90)]
    assert measure_funding(graph(legs), "N").of_revenue.could == pytest.approx((0, 30 / 120), abs=1e-6)
    legs = [leg("N", "O", 0, 30, "equity"), leg("O", "N", 50), leg("N", "Z", 20, kind="loan")]
    assert measure_funding(graph(legs), "N").of_financing.could == pytest.approx((0, 30 / 50), abs=1e-6)


def test_everything_unknown_is_unknown() -> None:
    found = measure_funding(graph([leg("N", "O", kind="equity"), leg("O", "R"), leg("R", "N")]), "N")
    assert found.tied == (0, 0)
    assert (found.financing, found.revenue, found.central, found.could) == ((0, None),) * 4
    assert found.of_revenue.could == (0, 1)
    (route,) = found.routes
    assert route.amount is None


def test_reported_revenue_is_a_denominator_of_its_own() -> None:
    told = Reported(D(120), D(130), "USD", date(2026, 1, 1), date(2026, 12, 31), ("c1",))
    found = measure_funding(graph(TOY), "N", reported={"N": told, "O": told})
    assert found.reported == told
    assert found.of_reported is not None
    assert found.of_reported.could == pytest.approx((10 / 130, 10 / 120), abs=1e-6)
    assert found.of_reported.tied == (0, 0)
    open_ = measure_funding(graph(TOY), "N", reported={"N": replace(told, low=D(0), high=None)}).of_reported
    assert open_ is not None
    assert open_.could == (0, None)
    nothing = measure_funding(graph(TOY), "N", reported={"N": replace(told, low=D(0), high=D(0))}).of_reported
    assert nothing is not None
    assert nothing.could is None


# --- all vendors ------------------------------------------------------------------------------------------------------


def test_vendors_are_listed_by_the_share_that_may_come_back() -> None:
    legs = [
        leg("A", "O", 10, kind="equity"),
        leg("O", "A", 100),
        leg("B", "P", 10, kind="loan"),
        leg("P", "B", 20),
        leg("C", "Q", 10, kind="equity"),
        leg("Q", "C"),
        leg("E", "Z", 5, kind="equity"),
        leg("Y", "E", 5),
    ]
    assert [one.vendor for one in find_funding(graph(legs)).found] == ["B", "A", "C"]


def test_bounded_work_measures_first_those_to_whom_most_may_come_back() -> None:
    legs = [
        *(leg("A", "O", 90, kind="equity"), leg("O", "A", 10)),
        *(leg("B", "P", 20, kind="loan"), leg("P", "B", 30)),
        *(leg("C", "Q", 1, kind="loan"), leg("Q", "C")),
    ]
    for work, measured in ((1, ["B"]), (12, ["B", "A"]), (17, ["B", "A"]), (18, ["B", "C", "A"])):
        search = find_funding(graph(legs), work=work)
        assert (sorted(one.vendor for one in search.found), search.measured) == (sorted(measured), len(measured))
        assert search.vendors == 3


@pytest.mark.parametrize(
    "legs",
    [
        [],
        [leg("N", "N", 5, kind="equity")],
        [leg("N", "O", 0, kind="equity"), leg("O", "N", 0)],
        [leg("N", "O", 5, kind="equity")],
        [leg("O", "N", 5)],
        [leg("N", "O", -5, kind="equity"), leg("O", "N", 5)],
        [leg("N", "O", 5, kind="equity", layer="goods"), leg("O", "N", 5)],
    ],
)
def test_nothing_to_find(legs: list[Leg]) -> None:
    assert find_funding(graph(legs)).found == ()
    found = measure_funding(graph(legs), "N")
    assert (found.tied, found.central, found.could, found.routes) == ((0, 0), (0, 0), (0, 0), ())
    assert measure_funding(graph(legs), "nobody").financing == (0, 0)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(SettingsError, match="before it begins"):
        measure_funding(graph(TOY), "N", window=(date(2027, 1, 1), date(2026, 1, 1)))
    with pytest.raises(SettingsError, match="before it begins"):
        find_funding(graph(TOY), window=(date(2027, 1, 1), date(2026, 1, 1)))


def test_money_in_a_circle_of_others_is_not_the_vendors() -> None:
    closed = [leg("R", "S", 50), leg("S", "R", 50), leg("R", "N", 0, name="zero"), leg("N", "O", 5, kind="equity")]
    assert measure_funding(graph(closed), "N").central == (0, 0)
    tight = [leg("N", "O", 1, kind="equity"), leg("O", "P", 10**9), leg("P", "O", 10**9), leg("P", "N", 1)]
    assert near(measure_funding(graph(tight), "N").central, 1e9 / (2e9 + 1))


def test_thousands_of_billions_with_cents_stay_exact() -> None:
    big = D("1000000000000000.01")
    legs = [
        leg("N", "O", big, kind="equity", tie="contract:a"),
        leg("O", "N", big + 1, tie="contract:a"),
        leg("O", "R", big),
    ]
    found = measure_funding(graph(legs), "N")
    assert (found.tied, found.could, found.revenue) == ((big, big), (big, big), (big + 1, big + 1))
    assert found.tied[0] <= found.central[0] <= found.could[0]


def test_ten_thousand_parallel_legs() -> None:
    legs = [leg("N", "O", 1, kind="equity", name=f"f{n}", tie=f"contract:{n}") for n in range(5_000)]
    legs += [leg("O", "N", 2, name=f"r{n}", tie=f"contract:{n}") for n in range(5_000)]
    found = measure_funding(graph(legs), "N")
    assert (found.tied, found.central, found.could) == ((5_000, 5_000),) * 3


# --- properties -------------------------------------------------------------------------------------------------------

PARTIES = "NOPQR"
KINDS = ("equity", "loan", "purchase", "licence", "purchase", "guarantee", "warrant")
TIES = (None, None, "contract:a", "contract:b", "contract:a;contract:b", "article:x")
SUMS = st.integers(0, 40)


@st.composite
def drawn_legs(draw: st.DrawFn, exact: bool = False) -> list[Leg]:
    said = st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES), st.sampled_from(KINDS), st.sampled_from(TIES))
    legs = []
    for number, (payer, payee, kind, tie) in enumerate(draw(st.lists(said, max_size=14))):
        low = draw(SUMS)
        high = low if exact else draw(st.one_of(st.just(low), st.integers(low, 60), st.none()))
        one = leg(payer, payee, low, low, kind, name=str(number), tie=tie)
        legs.append(replace(one, high=None if high is None else D(high)))
    return legs


def in_order(found: Funding) -> None:
    bounds = [found.tied, found.central, found.could, found.financing]
    lows = [low for low, _ in bounds]
    highs = [D("Infinity") if high is None else high for _, high in bounds]
    assert lows == sorted(lows)
    assert highs == sorted(highs)
    assert found.could[0] <= found.revenue[0]
    assert found.revenue[1] is None or (found.could[1] is not None and found.could[1] <= found.revenue[1])
    assert all(low <= high for low, high in zip(lows, highs, strict=True))


@given(drawn_legs())
@settings(max_examples=200, deadline=None)
def test_tied_central_could_are_in_order_below_both_sides(legs: list[Leg]) -> None:
    found = measure_funding(graph(legs), "N")
    in_order(found)
    if found.could[1] is not None:
        assert sum((route.amount or D(0) for route in found.routes), D(0)) == found.could[1]


@given(drawn_legs(exact=True))
@settings(max_examples=200, deadline=None)
def test_known_sums_give_points_in_order(legs: list[Leg]) -> None:
    found = measure_funding(graph(legs), "N")
    in_order(found)
    for low, high in (found.tied, found.central, found.could):
        assert low == high


def inside(point: Bounds, bounds: Bounds) -> bool:
    slack = D("1e-6")
    high = point[1] if point[1] is not None else D("Infinity")
    return bounds[0] - slack <= point[0] and (bounds[1] is None or high <= bounds[1] + slack)


def share_inside(point: Portion, bounds: Portion) -> bool:
    if point is None or bounds is None:
        return point is None
    return bounds[0] - 1e-6 <= point[0] and (bounds[1] is None or (point[1] or 0) <= bounds[1] + 1e-6)


@given(drawn_legs(), st.data())
@settings(max_examples=300, deadline=None)
def test_the_bounds_hold_for_all_sums_within_theirs(legs: list[Leg], data: st.DataObject) -> None:
    bounds = measure_funding(graph(legs), "N")
    chosen = []
    for one in legs:
        sum_ = data.draw(st.integers(int(one.low or 0), 90 if one.high is None else int(one.high)))
        chosen.append(replace(one, low=D(sum_), high=D(sum_)))
    point = measure_funding(graph(chosen), "N")
    for measure in ("financing", "revenue", "tied", "central", "could"):
        assert inside(getattr(point, measure), getattr(bounds, measure)), measure
        if measure in ("tied", "central", "could"):
            assert share_inside(getattr(point.of_revenue, measure), getattr(bounds.of_revenue, measure))
            assert share_inside(getattr(point.of_financing, measure), getattr(bounds.of_financing, measure))


def proportional(legs: list[Leg], vendor: str) -> float:
    """The sum of s_i times what i pays the vendor, by fixed-point steps: independent of the elimination."""
    moving = [g for g in legs if g.payer != g.payee and g.kind not in ("warrant", "guarantee")]
    parties = sorted({p for g in moving for p in (g.payer, g.payee)} - {vendor})
    inflow = {p: sum((float(g.low or 0) for g in moving if g.payee == p), 0.0) for p in parties}
    outflow = {p: sum((float(g.low or 0) for g in moving if g.payer == p), 0.0) for p in parties}
    whole = {p: max(inflow[p], outflow[p]) for p in parties}
    marked = {g.id for g in moving if g.payer == vendor and g.kind in ("equity", "loan")}
    share = dict.fromkeys(parties, 0.0)
    for _ in range(4_000):
        got = dict.fromkeys(parties, 0.0)
        for one in moving:
            if one.payee != vendor:
                got[one.payee] += float(one.low or 0) * (1.0 if one.id in marked else share.get(one.payer, 0.0))
        share = {p: got[p] / whole[p] if whole[p] else 0.0 for p in parties}
    sold = [g for g in moving if g.payee == vendor and g.kind in ("purchase", "licence")]
    return sum(float(g.low or 0) * share[g.payer] for g in sold)


@given(drawn_legs(exact=True))
@settings(max_examples=40, deadline=None)
def test_without_contracts_central_is_the_look_through_and_could_the_greatest_flow(legs: list[Leg]) -> None:
    free = [replace(one, tie=None) for one in legs]
    found = measure_funding(graph(free), "N")
    assert found.tied == (0, 0)
    assert float(found.central[0]) == pytest.approx(proportional(free, "N"), abs=1e-4)
    network = nx.DiGraph()
    network.add_nodes_from(["start", "end"])
    for one in free:
        if one.payer == one.payee or one.kind in ("warrant", "guarantee"):
            continue
        ends = (one.payer, one.payee)
        if one.payer == "N":
            ends = ("start", one.payee) if one.kind in ("equity", "loan") else ("", "")
        elif one.payee == "N":
            ends = (one.payer, "end") if one.kind in ("purchase", "licence") else ("", "")
        if ends[0]:
            before = network.get_edge_data(*ends, {"capacity": 0})["capacity"]
            network.add_edge(*ends, capacity=before + int(one.low or 0))
    assert found.could[0] == nx.maximum_flow_value(network, "start", "end")


@given(drawn_legs(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_split_leg_and_other_names_change_nothing(legs: list[Leg], data: st.DataObject) -> None:
    before = measure_funding(graph(legs), "N")
    parts = [leg_ for one in legs for leg_ in halves(one)]
    names = dict(zip(PARTIES, data.draw(st.permutations("NOPQR")), strict=True))
    renamed = [replace(one, payer=names[one.payer], payee=names[one.payee]) for one in parts]
    after = measure_funding(graph(renamed), names["N"])
    for measure in ("financing", "revenue", "tied", "could"):
        assert getattr(before, measure) == getattr(after, measure)
    if all(one.low == one.high for one in legs):
        assert near(after.central, float(before.central[0]))


def halves(one: Leg) -> list[Leg]:
    low, high = one.low or D(0), one.high
    first = replace(one, id=one.id + "a", low=low / 4, high=None if high is None else high / 4)
    second = replace(one, id=one.id + "b", low=low - low / 4, high=None if high is None else high - high / 4)
    return [first, second]


@given(drawn_legs())
@settings(max_examples=100, deadline=None)
def test_goods_rights_and_guarantees_that_nobody_called_change_nothing(legs: list[Leg]) -> None:
    before = measure_funding(graph(legs), "N")
    idle = [leg(p, q, 30, kind=kind, name="idle") for p in "NO" for q in "OPN" for kind in ("warrant", "guarantee")]
    goods = [replace(one, id=f"g{one.id}", layer="goods", payer=one.payee, payee=one.payer) for one in legs]
    after = measure_funding(graph([*legs, *idle, *goods]), "N")
    for measure in ("financing", "revenue", "tied", "central", "could", "of_revenue", "routes"):
        assert getattr(before, measure) == getattr(after, measure)


@given(drawn_legs(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_higher_floor_never_raises_what_is_tied_or_could_come_back(legs: list[Leg], data: st.DataObject) -> None:
    kept = [one for one in legs if data.draw(st.booleans())]
    low, high = measure_funding(graph(kept), "N"), measure_funding(graph(legs), "N")
    for measure in ("tied", "could"):
        assert inside((D(0), getattr(low, measure)[1]), (D(0), getattr(high, measure)[1]))
        assert getattr(low, measure)[0] <= getattr(high, measure)[0]


@given(drawn_legs(exact=True), SUMS, st.sampled_from("OPQR"))
@settings(max_examples=100, deadline=None)
def test_own_money_never_raises_central(legs: list[Leg], money: int, party: str) -> None:
    before, after = (measure_funding(graph(legs), "N", own={party: D(m)}) for m in (0, money))
    assert after.central[0] <= before.central[0] + D("1e-6")
    assert (after.tied, after.could) == (before.tied, before.could)


def test_fractions_agree_with_the_elimination() -> None:
    legs = [leg("N", "O", 7, kind="equity"), leg("O", "P", 11), leg("P", "O", 5), leg("P", "N", 3), leg("X", "P", 2)]
    # O: (7 + 5 p) / 12, P: 11 o / 13
    o = Fraction(7 * 13, 12 * 13 - 55)
    assert near(measure_funding(graph(legs), "N").central, float(3 * o * Fraction(11, 13)))
