"""The ladder and the calendar of commitments (analysis 1.5, 3.5 and 6.2; docs/ladder.md)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.analyse.dues import find_calendar, split_instalments
from anello.analyse.ladder import Parts, find_ladder, minus, plus, within
from anello.errors import SettingsError
from anello.model import CalendarRow, Commitment, Instalment, Ladder, Rung

D = Decimal
BINDINGNESS = ("none", "non-binding", "conditional", "binding", "performed")


def rung(low: object, high: object = "same") -> Rung:
    """Return a rung in billions; one figure stands for both bounds, None for an open end."""
    return Rung(D(str(low)), D(str(low)) if high == "same" else None if high is None else D(str(high)))


# --- the published ladder ---------------------------------------------------------------------------------------------

LUCENT = {
    "2000": (("1.3", "3.3", "2.1", "6.7"), ("0.7", "0.6", "0.1", "1.4"), ("2.0", "3.9", "2.2", "8.1"), "0.247"),
    "2001": (None, None, ("3.0", "1.4", "0.9", "5.3"), "0.566"),
}
"""Customer financing of Lucent at 30 September (10-K): loans, guarantees and both together, in billions of dollars,
each drawn, available, not available, total; and the drawn share of the total."""


@pytest.mark.parametrize("year", LUCENT)
def test_the_published_rows_come_out_of_their_parts(year: str) -> None:
    *rows, share = LUCENT[year]
    for row in rows:
        if row is None:
            continue
        drawn, available, waiting, total = (rung(v) for v in row)
        ladder = find_ladder(total, "binding", Parts(drawn=drawn, available=available))
        assert (ladder.binding, ladder.drawn, ladder.available, ladder.waiting) == (total, drawn, available, waiting)
        assert ladder.untold == Rung()
        assert not ladder.clashing
    found = ladder.drawn.share_of(ladder.headline)
    assert found is not None
    assert [round(float(part), 3) for part in found] == [float(share)] * 2
    exact = D(rows[-1][0]) / D(rows[-1][3])
    assert float(found[0]) == pytest.approx(float(exact), abs=1e-6)


def test_loans_and_guarantees_add_up_to_the_published_total() -> None:
    loans, guarantees, both, _ = LUCENT["2000"]
    assert [plus([rung(a), rung(b)]) for a, b in zip(loans, guarantees, strict=True)] == [rung(v) for v in both]


@pytest.mark.parametrize("missing", ["drawn", "available", "waiting"])
def test_two_parts_told_give_the_third(missing: str) -> None:
    told = {"drawn": rung(2), "available": rung("3.9"), "waiting": rung("2.2")}
    third = told.pop(missing)
    assert getattr(find_ladder(rung("8.1"), "binding", Parts(**told)), missing) == third


# --- what is told and what is not -------------------------------------------------------------------------------------


def test_what_no_claim_says_is_unknown() -> None:
    ladder = find_ladder(rung(8), "binding")
    assert ladder.binding == ladder.untold == rung(8)
    assert ladder.drawn == ladder.available == ladder.waiting == rung(0, 8)
    one = find_ladder(rung(8), "binding", Parts(drawn=rung(2)))
    assert (one.drawn, one.available, one.waiting, one.untold) == (rung(2), rung(0, 6), rung(0, 6), rung(6))


def test_an_unknown_headline_stays_unknown() -> None:
    ladder = find_ladder(rung(0, None), "binding")
    assert ladder.headline == ladder.binding == ladder.drawn == ladder.untold == rung(0, None)
    known = find_ladder(rung(0, None), "binding", Parts(drawn=rung(2)))
    assert (known.headline, known.drawn, known.untold) == (rung(2, None), rung(2), rung(0, None))


@pytest.mark.parametrize(
    ("bindingness", "split"),
    [
        ("none", (0, 0, 100)),
        ("non-binding", (0, 0, 100)),
        ("conditional", (0, 100, 0)),
        ("binding", (100, 0, 0)),
        ("performed", (100, 0, 0)),
    ],
)
def test_the_headline_splits_by_how_binding_it_is(bindingness: str, split: tuple[int, int, int]) -> None:
    ladder = find_ladder(rung(100), bindingness)
    assert (ladder.binding, ladder.conditional, ladder.announced) == tuple(rung(part) for part in split)


def test_a_part_that_is_binding_leaves_the_rest_open() -> None:
    """One of six GW is a binding purchase: 16.7 per cent (OpenAI and AMD, October 2025)."""
    ladder = find_ladder(rung(6), "binding", Parts(binding=rung(1)))
    assert (ladder.binding, ladder.conditional, ladder.announced) == (rung(1), rung(0, 5), rung(0, 5))
    share = ladder.binding.share_of(ladder.headline)
    assert share is not None
    assert [float(s) for s in share] == pytest.approx([1 / 6, 1 / 6], abs=1e-6)


def test_money_drawn_of_a_letter_is_binding() -> None:
    ladder = find_ladder(rung(0, 100), "non-binding", Parts(drawn=rung(5)))
    assert (ladder.headline, ladder.binding, ladder.drawn) == (rung(5, 100), rung(5), rung(5))
    assert ladder.announced == rung(0, 95)


def test_a_conditional_tranche_bounds_what_may_be_binding() -> None:
    ladder = find_ladder(rung(50), "conditional", Parts(conditional=rung(35, None)))
    assert (ladder.binding, ladder.conditional) == (rung(0, 15), rung(35, 50))


def test_contingent_money_counts_in_no_other_rung() -> None:
    ladder = find_ladder(rung("6.3"), "performed", performed=True, contingent=True)
    assert ladder == Ladder(None, contingent=rung(0, "6.3"))


def test_a_deal_that_is_performed_is_drawn_unless_parts_are_told() -> None:
    assert find_ladder(rung(10), "performed", performed=True).drawn == rung(10)
    assert find_ladder(rung(10), "performed", Parts(drawn=rung(4)), performed=True).drawn == rung(4)


def test_parts_that_clash_bound_from_above_only() -> None:
    ladder = find_ladder(rung(8), "binding", Parts(drawn=rung(6), available=rung(5)))
    assert ladder.clashing
    assert (ladder.headline, ladder.drawn, ladder.available) == (rung(8), rung(0, 6), rung(0, 5))


def test_shares_of_nothing_and_of_the_unknown() -> None:
    assert rung(0).share_of(rung(0)) is None
    assert rung(0).share_of(rung(5)) == (0, 0)
    assert rung(0, None).share_of(rung(5, None)) == (0, 1)
    assert rung(2).share_of(rung(8, None)) == (0, D("0.25"))


# --- properties -------------------------------------------------------------------------------------------------------

amounts = st.integers(0, 40) | st.sampled_from([0, 10**15, D("0.01"), D("33.33")])
bounds = st.one_of(
    st.tuples(amounts, amounts).map(lambda pair: rung(min(pair), max(pair))),
    amounts.map(rung),
    amounts.map(lambda low: rung(low, None)),
)
told = st.builds(
    Parts,
    drawn=st.none() | bounds,
    available=st.none() | bounds,
    waiting=st.none() | bounds,
    binding=st.none() | bounds,
    conditional=st.none() | bounds,
)


def at_most(value: Decimal | None, cap: Decimal | None) -> bool:
    return cap is None or (value is not None and value <= cap)


@given(bounds, st.sampled_from(BINDINGNESS), told, st.booleans(), st.booleans())
def test_the_parts_always_fit_into_the_headline(
    headline: Rung, bindingness: str, parts: Parts, performed: bool, contingent: bool
) -> None:
    ladder = find_ladder(headline, bindingness, parts, performed=performed, contingent=contingent)
    forces = (ladder.binding, ladder.conditional, ladder.announced)
    drawn = (ladder.drawn, ladder.available, ladder.waiting)
    for one in (ladder.headline, *forces, *drawn, ladder.untold):
        assert one.low >= 0
        assert one.high is None or one.low <= one.high
        assert at_most(one.high, ladder.headline.high)
    for whole, pieces in ((ladder.headline, forces), (ladder.binding, drawn)):
        assert at_most(plus(pieces).low, whole.high)
        assert all(at_most(one.high, whole.high) for one in pieces)
    assert at_most(ladder.headline.low, plus(forces).high)
    assert at_most(ladder.binding.low, plus([*drawn, ladder.untold]).high)
    if not contingent:
        assert ladder.headline.high == headline.high
        assert ladder.headline.low >= headline.low


@given(bounds, bounds)
def test_a_share_lies_between_its_bounds(part: Rung, whole: Rung) -> None:
    share = part.share_of(whole)
    if share is None:
        return
    assert 0 <= share[0] <= 1
    assert 0 <= share[1] <= 1
    for p in (part.low, part.high):
        for w in (whole.low, whole.high):
            if p is not None and w and p <= w:
                assert share[0] - D("1e-11") <= p / w <= share[1] + D("1e-11")


@given(bounds, bounds)
def test_what_is_left_and_what_was_taken_make_the_whole(whole: Rung, part: Rung) -> None:
    taken = within(part, whole.high)
    again = plus([minus(whole, taken), taken])
    assert at_most(again.low, whole.high) or again.low <= taken.low
    assert at_most(whole.low, again.high)


def is_within(inner: Rung, outer: Rung) -> bool:
    return outer.low <= inner.low and at_most(inner.high, outer.high)


@given(bounds, st.integers(0, 20), st.none() | st.integers(0, 20), st.sampled_from(BINDINGNESS), told)
def test_a_hedge_shrinks_no_rung(
    headline: Rung, lower: int, higher: int | None, bindingness: str, parts: Parts
) -> None:
    high = None if higher is None or headline.high is None else headline.high + higher
    hedged = find_ladder(Rung(max(D(0), headline.low - lower), high), bindingness, parts)
    plain = find_ladder(headline, bindingness, parts)
    for name in ("headline", "binding", "conditional", "announced", "drawn", "available", "waiting", "untold"):
        assert plain.clashing or is_within(getattr(plain, name), getattr(hedged, name))


def test_a_rung_beside_which_nothing_stands_holds_all() -> None:
    ladder = find_ladder(rung(54, 68), "binding")
    assert (ladder.share_of("binding"), ladder.share_of("announced")) == ((1, 1), (0, 0))
    assert find_ladder(rung(0), "binding").share_of("binding") is None
    drawn = find_ladder(rung(54, 68), "performed", performed=True)
    assert drawn.share_of("drawn") == (1, 1)


# --- the calendar -----------------------------------------------------------------------------------------------------


def committed(ladder: Ladder, first: str | None, last: str | None, dated: tuple[Instalment, ...] = ()) -> Commitment:
    window = tuple(None if text is None else date.fromisoformat(text) for text in (first, last))
    return Commitment("d", ladder, split_instalments(ladder, window, dated))  # type: ignore[arg-type]


def calendar(*commitments: Commitment, window: tuple[date | None, date | None] = (None, None)) -> list[CalendarRow]:
    return list(find_calendar(commitments, lambda pick: plus(pick(one) for one in commitments), window))


def test_an_amount_is_spread_evenly_over_its_days() -> None:
    rows = calendar(committed(find_ladder(rung(300), "binding"), "2027-01-01", "2031-12-31"))
    assert [row.year for row in rows] == [2027, 2028, 2029, 2030, 2031]
    assert float(rows[0].due.low) == pytest.approx(300 * 365 / 1826, abs=1e-6)
    assert float(rows[1].binding.high or 0) == pytest.approx(300 * 366 / 1826, abs=1e-6)
    assert sum(row.due.low for row in rows) == 300


def test_open_ends_have_rows_of_their_own() -> None:
    one = find_ladder(rung(5), "binding")
    cases = [("2026-01-01", None), (None, "2025-06-30"), (None, None), ("2027-01-01", "2026-01-01")]
    rows = calendar(*(committed(one, *case) for case in cases))
    assert [(row.kind, row.first, row.last, row.due) for row in rows] == [
        ("no end known", date(2026, 1, 1), None, rung(5)),
        ("no beginning known", None, date(2025, 6, 30), rung(5)),
        ("no dates", None, None, rung(10)),
    ]


def test_a_window_cuts_years_and_leaves_out_what_cannot_fall_into_it() -> None:
    deals = [
        committed(find_ladder(rung(365), "conditional"), "2026-01-01", "2026-12-31"),
        committed(find_ladder(rung(5), "none"), "2027-01-01", None),
    ]
    (row,) = calendar(*deals, window=(date(2026, 12, 1), date(2026, 12, 31)))
    assert (row.first, row.last, row.conditional, row.binding) == (
        date(2026, 12, 1),
        date(2026, 12, 31),
        rung(31),
        Rung(),
    )
    assert [r.kind for r in calendar(*deals, window=(date(2027, 1, 1), None))] == ["no end known"]
    with pytest.raises(SettingsError, match="swap"):
        calendar(window=(date(2027, 1, 1), date(2026, 1, 1)))


def test_instalments_with_dates_of_their_own_come_first_and_the_rest_in_the_window() -> None:
    ladder = find_ladder(rung(50), "conditional", Parts(conditional=rung(35, None)))
    upfront = Instalment(date(2026, 3, 1), date(2026, 3, 1), rung(15), binding=rung(15))
    rows = calendar(committed(ladder, "2027-01-01", "2027-12-31", (upfront,)))
    assert [(row.year, row.due, row.binding) for row in rows] == [(2026, rung(15), rung(15)), (2027, rung(35), Rung())]
    assert rows[1].conditional == rung(35, 50)


def test_instalments_that_do_not_fit_count_nothing() -> None:
    two = tuple(Instalment(date(y, 1, 1), date(y, 1, 1), rung(30), announced=rung(30)) for y in (2026, 2027))
    (row,) = calendar(committed(find_ladder(rung(50), "none"), "2028-01-01", "2028-12-31", two))
    assert (row.year, row.due) == (2028, rung(50))


def test_what_is_contingent_is_a_ceiling_of_each_year_and_due_in_none() -> None:
    rows = calendar(committed(find_ladder(rung("6.3"), "binding", contingent=True), "2025-09-01", "2032-12-31"))
    assert [row.year for row in rows] == list(range(2025, 2033))
    assert {(row.due, row.binding, row.contingent) for row in rows} == {(Rung(), Rung(), rung(0, "6.3"))}


def test_nothing_and_nobody_have_no_calendar() -> None:
    assert calendar() == []
    assert calendar(committed(find_ladder(rung(0), "binding"), "2026-01-01", "2026-12-31")) == []
    (row,) = calendar(committed(find_ladder(rung(0, None), "binding"), "2026-01-01", "2026-12-31"))
    assert row.due == rung(0, None)


def test_ten_thousand_commitments() -> None:
    one = committed(find_ladder(rung(1), "binding"), "2026-01-01", "2027-12-31")
    rows = calendar(*[one] * 10_000)
    assert [row.year for row in rows] == [2026, 2027]
    assert sum(row.due.low for row in rows) == 10_000


@given(bounds, st.sampled_from(BINDINGNESS), told, st.integers(0, 3000), st.integers(0, 3000))
def test_the_years_add_up_to_the_headline(
    headline: Rung, bindingness: str, parts: Parts, start: int, length: int
) -> None:
    ladder = find_ladder(headline, bindingness, parts)
    first = date(2020, 1, 1) + timedelta(start)
    last = first + timedelta(length)
    rows = calendar(Commitment("d", ladder, split_instalments(ladder, (first, last))))
    for name in ("due", "binding", "conditional", "announced"):
        whole: Rung = getattr(ladder, "headline" if name == "due" else name)
        years = plus(getattr(row, name) for row in rows)
        assert years.low == whole.low
        assert years.high == whole.high or float(years.high or 0) == pytest.approx(float(whole.high or 0))
