"""Stress tests on deals (analysis 6, 6.1 to 6.3): gaps, what enters clearing, values; degenerate input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legs_drawn import graph, leg

from anello.analyse.gaps import find_gaps
from anello.analyse.holdings import Firms, firm_values
from anello.analyse.obligations import added, find_dues, less
from anello.analyse.revaluing import diluted, revalue
from anello.analyse.stress import Known, run_stress, span_of
from anello.errors import SettingsError
from anello.model import (
    BalanceSheet,
    Bound,
    Call,
    Choice,
    Fall,
    Flotation,
    Holding,
    Leg,
    Party,
    Scenario,
    Strain,
    StressTest,
    Term,
    Unable,
)

D = Decimal
YEAR = ("2027-01-01", "2027-12-31")
CALM = Scenario("calm", "Nothing happens", (2027,))
ALL = Bound(D(1), D(1))


def just(value: object) -> Bound:
    return Bound(D(str(value)), D(str(value)))


def dues(legs: list[Leg], scenario: Scenario = CALM, today: str = "2026-06-30") -> dict[tuple[str, str], Bound]:
    found = find_dues(graph(legs), span_of(scenario.years), scenario, today=date.fromisoformat(today))
    return {(due.payer, due.payee): due.owed for due in found}


def strain(found: StressTest, party: str) -> Strain:
    return next(row for row in found.strains if row.party == party)


# --- funding gap ------------------------------------------------------------------------------------------------------


def test_the_gap_of_the_worked_example() -> None:
    """Dues 60 + 8, cash 30, committed equity 15: coverage .662."""
    legs = [
        leg("O", "R", 60, when=YEAR),
        leg("O", "N", 8, when=YEAR),
        leg("S", "O", 15, kind="equity", when=YEAR),
        leg("S", "O", 100, kind="equity", when=YEAR, status="planned"),
    ]
    window = span_of((2027,))
    sheet = BalanceSheet("O", just(30), just(0), just(0))
    gaps = find_gaps(find_dues(graph(legs), window, CALM, today=None), window, {"O": sheet})
    gap = next(g for g in gaps if g.party == "O")
    assert (gap.dues, gap.financing, gap.to_find, gap.gap) == (just(68), just(15), just(53), just(23))
    assert gap.coverage == pytest.approx((45 / 68, 45 / 68), abs=1e-6)
    assert round(45 / 68, 3) == 0.662


def test_a_missing_figure_leaves_the_gap_open_on_its_side() -> None:
    legs = [leg("O", "R", 60, 80, when=YEAR)]
    window = span_of((2027,))
    found = find_dues(graph(legs), window, CALM, today=None)

    def gap_with(**figures: Bound) -> tuple[Bound, tuple[float | None, float | None], tuple[str, ...]]:
        (gap,) = find_gaps(found, window, {"O": BalanceSheet("O", **figures)})
        return gap.gap, gap.coverage, gap.missing

    fields = ("cash", "operating_inflow", "external_liabilities")
    assert gap_with() == (Bound(), (0.0, None), fields)
    bounds, share, missing = gap_with(cash=just(20), external_liabilities=just(0))
    assert (bounds, share, missing) == (Bound(None, D(60)), (0.25, None), ("operating_inflow",))
    bounds, share, _ = gap_with(cash=just(20), operating_inflow=just(10))
    assert (bounds, share) == (Bound(D(30), None), (0.0, 0.5))


figures = st.tuples(*[st.tuples(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1))] * 4)


@given(figures)
def test_the_gap_holds_every_gap_within_its_figures(drawn: tuple[tuple[int, int, float], ...]) -> None:
    window = span_of((2027,))
    ends = [tuple(sorted(pair[:2])) for pair in drawn]
    owed, cash, inflow, outside = (Bound(D(low), D(high)) for low, high in ends)
    legs = [leg("O", "R", owed.low, owed.high, when=YEAR)]
    sheet = BalanceSheet("O", cash, inflow, outside)
    gap = find_gaps(find_dues(graph(legs), window, CALM, today=None), window, {"O": sheet})[0]
    true = [low + (high - low) * part for (low, high), (_, _, part) in zip(ends, drawn, strict=True)]
    value = true[0] + true[3] - true[1] - true[2]
    assert gap.gap.low is not None
    assert gap.gap.high is not None
    assert float(gap.gap.low) - 1e-6 <= value <= float(gap.gap.high) + 1e-6


def test_a_conditional_tranche_comes_only_where_its_milestone_occurs() -> None:
    legs = [
        leg("O", "R", 60, when=YEAR),
        leg("N", "O", 40, kind="equity", when=("2026-01-01", None), bindingness="conditional"),
    ]
    calm = run_stress(graph(legs), CALM, Known()).gaps
    built = run_stress(graph(legs), replace(CALM, occurs=(Choice("N", "O"),)), Known()).gaps
    assert [(g.party, g.financing.high, g.conditional_in.high) for g in calm if g.party == "O"] == [("O", 0, 40)]
    assert [(g.party, g.financing.high, g.conditional_in.high) for g in built if g.party == "O"] == [("O", 40, 0)]
    stopped = replace(CALM, occurs=(Choice("N", "O"),), stops=(Choice("N", "O"),))
    assert strain(run_stress(graph(legs), stopped, Known()), "O").stopped == Bound(D(0), D(40))
    assert run_stress(graph(legs), replace(CALM, stops=(Choice("N", "O"),)), Known()).strains == ()


# --- what is due ------------------------------------------------------------------------------------------------------


def test_only_binding_sums_of_the_window_are_due() -> None:
    assert dues([leg("A", "B", 50, when=("2027-01-01", "2031-12-31"))])["A", "B"].high == pytest.approx(
        D(50 * 365) / D(1826)
    )
    for nothing in (
        leg("A", "B", 50, when=YEAR, status="planned"),
        leg("A", "B", 50, when=YEAR, status="talks"),
        leg("A", "B", 50, when=YEAR, status="completed"),
        leg("A", "B", 50, when=("2028-01-01", None)),
        leg("A", "B", 50, when=("2026-07-01", "2026-12-31")),
        leg("A", "B", 50, kind="warrant", when=YEAR),
        leg("A", "B", 50, kind="guarantee", when=YEAR),
        leg("A", "B", 50, when=YEAR, layer="goods"),
        leg("A", "B", 50, when=YEAR, kind="ownership", layer="ownership"),
        leg("A", "A", 50, when=YEAR),
    ):
        assert dues([nothing]) == {}


def test_an_open_schedule_is_due_from_nothing_to_all() -> None:
    open_ = Bound(D(0), D(50))
    assert dues([leg("A", "B", 50, when=("2026-01-01", None))])["A", "B"] == open_
    assert dues([leg("A", "B", 50)])["A", "B"] == open_
    # Its time is over, and nobody reports the payment.
    assert dues([leg("A", "B", 50, when=("2025-01-01", "2025-12-31"))])["A", "B"] == open_


def test_a_supposed_term_spreads_what_the_deal_leaves_open() -> None:
    term = Term("A", "B", date(2027, 1, 1), date(2028, 12, 31), "said")
    scenario = replace(CALM, terms=(term,), unable=(Unable("A", share=ALL),))
    legs = [leg("A", "B", 731, when=("2026-01-01", None))]
    assert dues(legs, scenario)["A", "B"] == just(365)
    assert any("said" in note for note in run_stress(graph(legs), scenario, Known()).notes)
    assert dues(legs, replace(scenario, years=(2030,))) == {}


def test_what_is_not_stated_is_counted_and_in_no_figure() -> None:
    at_least = replace(leg("A", "B", 20, when=YEAR), high=None)
    (gap,) = run_stress(graph([at_least, leg("A", "C", when=YEAR)]), CALM, Known()).gaps
    assert (gap.dues, len(gap.unpriced_out)) == (just(20), 1)
    (due, other) = find_dues(graph([at_least, leg("A", "C", when=YEAR)]), span_of((2027,)), CALM, today=None)
    assert not due.priced
    assert not other.priced


def test_a_deal_within_another_counts_nothing() -> None:
    part = replace(leg("A", "B", 20, when=YEAR), deal="part")
    found = find_dues(graph([part, leg("A", "B", 50, when=YEAR)]), span_of((2027,)), CALM, today=None, inside=["part"])
    assert added(due.owed for due in found) == just(50)


def test_intervals_add_and_subtract_from_end_to_end() -> None:
    assert less(Bound(D(5), D(8)), Bound(D(1), D(2))) == Bound(D(3), D(7))
    assert added([]) == just(0)
    assert less(Bound(None, D(8)), Bound(D(1), None)) == Bound(None, D(7))


# --- regression facts of the real deals (analysis 6.3), as legs -----------------------------------------------------


def test_a_letter_of_intent_owes_nothing_and_a_backstop_only_when_called() -> None:
    letter = leg("nvidia", "openai", 0, 100, "equity", when=("2025-09-22", None), status="planned")
    backstop = leg("nvidia", "coreweave", 6.3, kind="guarantee", when=("2025-09-01", None), status="completed")
    assert dues([letter, backstop]) == {}
    called = replace(CALM, calls=(Call("nvidia", "coreweave"),))
    assert dues([letter, backstop], called) == {("nvidia", "coreweave"): Bound(D(0), D("6.3"))}
    much = replace(CALM, calls=(Call("nvidia", "coreweave", Bound(D(4), D(900))),))
    assert dues([backstop], much) == {("nvidia", "coreweave"): Bound(D(4), D("6.3"))}
    ended = replace(backstop, last=date(2026, 1, 1))
    assert dues([ended], called) == {}


# --- clearing on deals ------------------------------------------------------------------------------------------------


def test_a_vehicle_with_limited_recourse_costs_its_sponsor_nothing() -> None:
    """The lessee pays nothing; lenders of the vehicle lose, its sponsor, of whose group it is, does not."""
    parties = [Party("s", "S"), Party("v", "V", parent="s"), Party("l", "L"), Party("b", "B")]
    legs = [
        leg("l", "v", 10, when=YEAR),
        leg("v", "b", 9, when=YEAR),
        leg("s", "b", 5, when=YEAR),
        leg("l", "s", 1, when=YEAR),
    ]
    fails = replace(CALM, unable=(Unable("l", share=ALL, to=("v",)),))
    alone = run_stress(graph(legs, parties), replace(fails, apart=("v",)), Known())
    assert strain(alone, "v").loss == just(10)
    assert strain(alone, "b").loss == Bound(D(0), D(9))
    assert [row.party for row in alone.strains if row.party == "s"] == []
    joined = run_stress(graph(legs, parties), replace(fails, unable=(Unable("l", share=ALL),)), Known())
    assert strain(joined, "s").loss == just(11)


def test_a_balance_sheet_settles_who_stands() -> None:
    legs = [leg("A", "B", 10, when=YEAR), leg("B", "C", 8, when=YEAR)]
    scenario = replace(CALM, unable=(Unable("A", share=ALL),))
    blind = strain(run_stress(graph(legs), scenario, Known()), "B")
    assert (blind.loss, blind.reserve, blind.shortfall, blind.wave) == (just(10), just(8), Bound(D(0), D(8)), 1)
    assert (blind.certain, blind.known) == (False, False)
    poor = {"B": BalanceSheet("B", just(1), just(0), just(0))}
    found = run_stress(graph(legs), scenario, Known(sheets=poor))
    assert (strain(found, "B").certain, strain(found, "C").loss) == (True, just(7))
    (edge,) = found.breaking
    assert (edge.party, edge.broken) == ("A", "B")
    assert (edge.low, edge.high) == (pytest.approx(D(3), abs=D("1e-6")), pytest.approx(D(3), abs=D("1e-6")))
    rich = {"B": BalanceSheet("B", just(8), None, just(0))}
    safe = run_stress(graph(legs), scenario, Known(sheets=rich))
    assert (strain(safe, "B").wave, safe.breaking[0].low, strain(safe, "A").wave) == (None, None, 0)


def test_without_a_figure_on_means_there_is_no_point_loss() -> None:
    legs = [leg("A", "B", 10, when=YEAR), leg("B", "C", 8, when=YEAR)]
    found = run_stress(graph(legs), replace(CALM, unable=(Unable("A", share=ALL),)), Known())
    assert strain(found, "C").unpaid == Bound(D(0), D(8))


def test_default_costs_only_make_it_worse() -> None:
    legs = [leg("A", "B", 10, when=YEAR), leg("B", "C", 8, when=YEAR), leg("C", "A", 9, when=YEAR)]
    scenario = replace(CALM, unable=(Unable("A", share=just("0.3")),), alphas=(1.0, 0.5, 0.0), betas=(1.0, 0.5, 0.0))
    sweeps = run_stress(graph(legs), scenario, Known()).sweeps
    highs = [row.unpaid.high for row in sweeps]
    assert highs == sorted(highs)  # type: ignore[type-var]
    assert [row.unpaid.low for row in sweeps] == [3, 3, 3]


def test_stopping_takes_orders_from_one_and_money_from_the_other() -> None:
    legs = [leg("N", "O", 30, kind="equity", when=YEAR), leg("O", "N", 20, when=YEAR), leg("O", "R", 40, when=YEAR)]
    found = run_stress(graph(legs), replace(CALM, stops=(Choice("N"), Choice(None, "N"))), Known())
    # O no longer gets thirty and no longer spends twenty; N spares thirty and loses twenty.
    assert (strain(found, "O").stopped, strain(found, "O").loss) == (just(30), just(10))
    assert [row.party for row in found.strains if row.loss.high] == ["O", "R"]


def test_what_the_study_does_not_have_is_said() -> None:
    scenario = replace(
        CALM,
        unable=(Unable("X", share=ALL),),
        stops=(Choice("N", "O"),),
        calls=(Call("G", "B"),),
        occurs=(Choice("Q"),),
    )
    notes = run_stress(graph([leg("A", "B", 5, when=YEAR)], [Party("N", "Nova")]), scenario, Known()).notes
    assert len(notes) == 4
    assert any("Nova → O" in note for note in notes)


def test_two_balance_sheets_of_one_group_are_refused() -> None:
    parties = [Party("g", "G"), Party("u", "U", parent="g")]
    sheets = {name: BalanceSheet(name, just(1)) for name in ("g", "u")}
    with pytest.raises(SettingsError, match="two balance sheets"):
        run_stress(
            graph([leg("g", "x", 5, when=YEAR), leg("u", "x", 5, when=YEAR)], parties), CALM, Known(sheets=sheets)
        )


# --- values -----------------------------------------------------------------------------------------------------------


def test_an_offering_dilutes_and_revalues() -> None:
    """27 % at a thousand before the money and sixty of new money: 25.47 %."""
    offering = Flotation("O", just(1000), just(60))
    assert round(float(diluted(just("0.27"), offering).low or 0), 4) == 0.2547
    assert diluted(just("0.27"), Flotation("O", just(1000))) == Bound(None, D("0.27"))
    known = Known(stakes=[Holding("M", "O", just("0.27"), True)], values={"O": (just(500), "round")})
    found = run_stress(graph([]), replace(CALM, offerings=(offering,)), known)
    (row,) = found.revaluations
    assert row.change == just(135)
    assert found.repricings[0].after == just(1000)


def test_a_fall_goes_to_holders_and_their_holders() -> None:
    stakes = [
        Holding("M", "O", just("0.5"), True),
        Holding("H", "M", just("0.1"), True),
        Holding("Q", "O", Bound(), False),
    ]
    known = Known(stakes=stakes, values={"O": (just(100), "round")})
    found = run_stress(graph([]), replace(CALM, falls=(Fall("O", just("0.5")),)), known)
    changes = {row.holder: row.change for row in found.revaluations}
    assert changes["M"] == just(-25)
    assert changes["Q"] == Bound(D(-25), D(0))
    # What M's shares are worth is not stated, so its creditors may bear the loss.
    assert changes["H"] == Bound(D("-2.5"), D(0))
    sheet = {"M": BalanceSheet("M", equity=just(80))}
    sound = run_stress(graph([]), replace(CALM, falls=(Fall("O", just("0.5")),)), replace(known, sheets=sheet))
    assert {row.holder: row.change for row in sound.revaluations}["H"] == just("-2.5")


def test_a_value_that_nobody_tells_leaves_the_change_open() -> None:
    known = Known(stakes=[Holding("M", "O", just("0.5"), True)])
    (row,) = run_stress(graph([]), replace(CALM, falls=(Fall("O", just("0.5")),)), known).revaluations
    assert row.change == Bound(None, D(0))


firms = st.integers(2, 4).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.floats(0, 0.9 / n), min_size=n, max_size=n), min_size=n, max_size=n),
        st.lists(st.floats(0, 10), min_size=n, max_size=n),
        st.lists(st.floats(0, 6), min_size=n, max_size=n),
        st.floats(0, 1),
    )
)


@settings(deadline=None)
@given(firms)
def test_look_through_holds_the_difference_of_two_suzuki_valuations(
    drawn: tuple[list[list[float]], list[float], list[float], float],
) -> None:
    stakes, own, owed, part = drawn
    size, nothing = range(len(own)), [[0.0] * len(own) for _ in own]
    stakes = [[0.0 if i == j or i == 0 else stakes[i][j] for j in size] for i in size]
    then = firm_values(Firms(tuple(own), stakes, nothing, tuple(owed))).equity
    now = firm_values(Firms((own[0] * part, *own[1:]), stakes, nothing, tuple(owed))).equity
    rows = [Holding(str(i), str(j), just(stakes[i][j]), True) for i in size for j in size if stakes[i][j] > 1e-9]
    changes = {"0": Bound(D(now[0] - then[0]), D(now[0] - then[0]))}
    equity = {str(i): just(then[i]) for i in size}
    found = revalue(changes, rows, equity, {})
    for row in found:
        j, share = int(row.issuer), float(row.share.low or 0)
        assert row.change.low is not None
        assert row.change.high is not None
        assert float(row.change.low) - 1e-7 <= share * (now[j] - then[j]) <= float(row.change.high) + 1e-7


# --- degenerate input -------------------------------------------------------------------------------------------------


def test_nothing_at_all_gives_an_empty_answer() -> None:
    for legs in ([], [leg("A", "A", 5, when=YEAR)], [leg("A", "B", 0, when=YEAR)]):
        found = run_stress(graph(legs), CALM, Known())
        assert (found.strains, found.breaking, found.revaluations) == ((), (), ())
        assert [gap.dues.high for gap in found.gaps] in ([], [0])


def test_sums_without_amounts_and_great_ones_are_borne() -> None:
    legs = [leg("A", "B", when=YEAR), leg("B", "C", when=YEAR), leg("C", "A", 10**15, when=YEAR)]
    found = run_stress(graph(legs), replace(CALM, unable=(Unable("C", share=ALL),)), Known())
    assert strain(found, "A").loss == just(10**15)
    assert strain(found, "A").reserve == just(0)


def test_a_contradictory_window_counts_as_open() -> None:
    assert dues([leg("A", "B", 5, when=("2027-12-31", "2027-01-01"))]) == {("A", "B"): Bound(D(0), D(5))}


def test_ten_thousand_parallel_legs_are_one_due() -> None:
    legs = [leg("A", "B", 1, when=YEAR, name=str(n)) for n in range(10_000)]
    found = run_stress(graph(legs), replace(CALM, unable=(Unable("A", amount=just(400)),)), Known())
    assert strain(found, "B").loss == just(400)


def test_many_parties_in_circles_come_to_an_end() -> None:
    names = [f"p{n}" for n in range(120)]
    legs = [leg(a, names[(n * k + 1) % 120], n + k, when=YEAR) for n, a in enumerate(names) for k in (1, 7, 11)]
    found = run_stress(graph(legs), replace(CALM, unable=(Unable("p3", share=ALL),)), Known())
    assert strain(found, "p3").wave == 0
    assert all((row.loss.high or 0) >= (row.loss.low or 0) for row in found.strains)


def test_several_years_have_a_gap_each_and_clear_together() -> None:
    legs = [leg("A", "B", 20, when=("2027-01-01", "2028-12-31"))]
    found = run_stress(graph(legs), replace(CALM, years=(2027, 2028), unable=(Unable("A", share=ALL),)), Known())
    assert [gap.first.year for gap in found.gaps] == [2027, 2028]
    assert strain(found, "B").loss == just(20)
    assert float(sum((gap.dues.high or 0) for gap in found.gaps)) == pytest.approx(20, abs=1e-6)
