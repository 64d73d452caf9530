"""Who owns and controls whom, from deals (analysis 4, 1.6, 2.6; docs/owners.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from deals_told import parts, percent, shares, tell, until
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.analyse.control import find_controls, interests_in, interests_of, power_in, with_controls
from anello.analyse.mutual import find_agreements, latest_worths, measure_gross_up, stake_values
from anello.analyse.offering import after_offering, float_after
from anello.analyse.owners import Book, bounds_of, read_book
from anello.model import Claim, Deal, NewShares, Offering, Party, Percent, Valuation, Worth

D = Decimal
Told = tuple[Deal, Claim]


def book(told: Iterable[Told], parties: Iterable[Party] = (), as_of: date | None = None) -> Book:
    deals, claims = parts(told)
    return with_controls(read_book(deals, claims, parties, as_of))


def bounds(found: Book, holder: str, company: str) -> tuple[Decimal | None, Decimal | None]:
    stake = next(o.now for o in found.registers[company].owners if o.holder == holder)
    return stake.low, stake.high


# --- stakes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("27", 27, 27),
        ("~27", 26, 28),
        ("~99.5", "98.5", 100),
        ("~0.5", 0, "1.5"),
        ("<20", 0, 20),
        (">50", 50, None),
        ("10-20", 10, 20),
        ("0", 0, 0),
        ("100", 100, 100),
    ],
)
def test_what_a_percentage_commits_to(said: str, low: object, high: object) -> None:
    stated = percent(said)
    assert stated is not None
    found = bounds_of(stated)
    assert found == tuple(None if v is None else D(str(v)) for v in (low, high))


def test_what_is_no_share_of_a_company_is_refused_by_name() -> None:
    assert bounds_of(Percent(D(150), D(150))) is None
    assert bounds_of(Percent(D(30), D(20))) is None
    assert bounds_of(Percent(None, None)) == (None, None)
    found = book([tell("m", "o", "150")])
    (reject,) = found.rejects
    assert (reject.stage, reject.document, reject.reason) == ("owners", "o", "no share of a company")
    assert found.registers["o"].owners == ()


def test_the_latest_day_counts_and_older_figures_stay_as_a_series() -> None:
    told = [
        tell("m", "o", "49", "2023-01-23"),
        tell("m", "o", "32.5", "2025-10-01", basis="as_converted"),
        tell("m", "o", "~27", "2025-10-28", basis="as_converted"),
        tell("m", "o", "~27", "2025-12-17", basis="as_converted"),
        tell("m", "o", None, "2026-03-01"),
    ]
    (owner,) = book(told).registers["o"].owners
    assert (owner.now.low, owner.now.high, owner.now.basis) == (26, 28, "as_converted")
    assert (owner.now.first, owner.now.last) == (date(2025, 10, 28), date(2025, 12, 17))
    assert len(owner.now.claims) == 2
    assert [(stake.low, stake.basis) for stake in owner.older] == [(49, None), (D("32.5"), "as_converted")]
    assert book(reversed(told)).registers["o"].owners == (owner,)


def test_a_figure_of_an_earlier_time_speaks_of_that_time() -> None:
    told = [tell("m", "o", "27", "2025-12-01"), tell("m", "o", "49", "2026-01-01", time=until("2024-12-31"))]
    assert bounds(book(told), "m", "o") == (27, 27)


def test_reports_of_one_day_are_narrowed_or_told_to_differ() -> None:
    near = book([tell("m", "o", "27"), tell("m", "o", "~27")]).registers["o"].owners[0].now
    assert (near.low, near.high, near.disputed) == (27, 27, False)
    far = book([tell("m", "o", "27"), tell("m", "o", "33")]).registers["o"].owners[0].now
    assert (far.low, far.high, far.disputed) == (27, 33, True)
    two = book([tell("m", "o", "27", basis="as_converted"), tell("m", "o", "33", basis="issued")])
    assert (bounds(two, "m", "o"), two.registers["o"].bases) == ((33, 33), ("issued",))


def test_a_sale_ends_a_stake_and_a_mention_without_size_does_not_hide_one() -> None:
    sold = book([tell("s", "n", "5", "2025-01-01"), tell("s", "n", None, "2025-11-11", status="ended")])
    register = sold.registers["n"]
    assert register.owners[0].now.state == "ended"
    assert (register.known_low, register.known_high) == (0, 0)
    again = book([tell("s", "n", "5", "2025-01-01", status="ended"), tell("s", "n", None, "2025-11-11")])
    assert (again.registers["n"].owners[0].now.state, bounds(again, "s", "n")) == ("held", (None, None))


def test_what_is_only_talked_of_is_not_held() -> None:
    plan = book([tell("a", "o", "10", status="talks"), tell("a", "o", "12", "2025-12-01", status="agreed")])
    register = plan.registers["o"]
    assert (register.owners[0].now.state, register.owners[0].now.low, register.known_low) == ("to come", 12, 0)
    assert [stake.low for stake in register.owners[0].to_come] == [10]
    both = book([tell("a", "o", "10"), tell("a", "o", "12", "2025-12-01", status="planned")]).registers["o"].owners[0]
    assert (both.now.low, [stake.low for stake in both.to_come]) == (10, [12])
    done = [
        tell("a", "o", "10"),
        tell("a", "o", "10", status="planned"),
        tell("a", "o", None, "2025-12-01", status="talks"),
    ]
    assert book(done).registers["o"].owners[0].to_come == ()
    assert book([tell("a", "o", "10", status="denied")]).registers == {}
    assert book([tell("a", "o", "10", mode="negated")]).registers == {}


def test_a_purchase_is_a_lower_bound_and_a_joint_stake_an_upper_one() -> None:
    bought = book([tell("a", "o", "4", kind="investment"), tell("a", "o", kind="investment")])
    assert bounds(bought, "a", "o") == (4, None)
    assert bought.registers["o"].known_high is None
    joint = book([tell("a+b", "o", "20"), tell("a+b", "o", "20", as_holder="b")])
    assert (bounds(joint, "a", "o"), bounds(joint, "b", "o")) == ((0, 20), (0, 20))
    assert joint.registers["o"].known_low == 0
    both = book([tell("a+b", "o", "20", kind="investment")])
    assert (bounds(both, "a", "o"), both.registers["o"].known_high) == ((None, None), None)


# --- registers --------------------------------------------------------------------------------------------------------


def test_a_company_whose_owners_are_all_known() -> None:
    told = [tell(holder, "o", share, basis="as_converted") for holder, share in (("f", "26"), ("m", "27"), ("x", "47"))]
    register = book(told).registers["o"]
    assert (register.known_low, register.known_high) == (100, 100)
    assert [owner.holder for owner in register.owners] == ["x", "m", "f"]


def test_bases_do_not_mix_in_a_sum_without_saying_so() -> None:
    told = [tell("f", "o", "26", basis="issued"), tell("m", "o", "27", basis="as_converted"), tell("x", "o", "9")]
    register = book(told).registers["o"]
    assert register.bases == ("issued", "as_converted", None)
    assert (register.known_low, register.known_high) == (27, 62)


def test_more_than_the_whole_is_refused_and_left_out_of_everything() -> None:
    told = [tell("a", "o", "60"), tell("b", "o", "60"), tell("o", "p", "80")]
    found = book(told)
    register = found.registers["o"]
    assert register.refused
    (reject,) = found.rejects
    assert (reject.reason, reject.document) == ("more than 100 % owned", "o")
    assert "120 %" in reject.detail
    assert [(c.controller, c.company) for c in find_controls(found)] == [("o", "p")]
    assert interests_in(found, "o") == ()
    assert power_in(register) is None
    assert not book([tell("a", "o", "~60"), tell("b", "o", "~41")]).registers["o"].refused


def test_own_shares_own_nothing() -> None:
    found = book([tell("o", "o", "10"), tell("a", "o", "5")])
    assert [owner.holder for owner in found.registers["o"].owners] == ["a"]
    assert [reject.reason for reject in found.rejects] == ["own shares"]
    assert book([tell("o", "o", "10")]).rejects[0].document == "o"


def test_a_unit_and_its_group_may_speak_of_one_stake() -> None:
    parties = [Party("google", "Google", parent="alphabet"), Party("alphabet", "Alphabet")]
    register = book([tell("google", "x", "7"), tell("alphabet", "x", "7")], parties).registers["x"]
    assert register.known_low == 7
    assert {owner.holder: owner.within for owner in register.owners} == {"google": "alphabet", "alphabet": None}


# --- rights and control -----------------------------------------------------------------------------------------------


def control_of(found: Book, company: str) -> list[tuple[str, str, tuple[str, ...], bool]]:
    return [(c.controller, c.how, c.through, c.sure) for c in found.registers[company].controls]


def test_a_majority_controls_through_what_it_controls() -> None:
    found = book([tell("a", "b", "60"), tell("b", "c", "51"), tell("a", "c", "5"), tell("c", "a", "10")])
    assert control_of(found, "c") == [("b", "majority", (), True), ("a", "majority", ("b",), True)]
    (control,) = (c for c in find_controls(found) if (c.controller, c.company) == ("a", "c"))
    assert (control.low, control.high) == (56, 56)
    assert control_of(found, "a") == []


def test_claimed_rights_come_before_percentages() -> None:
    told = [tell("m", "o", "60"), tell("f", "o", "26")]
    assert control_of(book(told), "o") == [("m", "majority", (), True)]
    for right in ("board_seat", "veto", "golden_share", "voting", "first_refusal", "exclusivity"):
        found = book([*told, tell("f", "o", kind="right", right=right)])
        assert control_of(found, "o") == []
        assert found.registers["o"].governed
        assert power_in(found.registers["o"]) is None
    claimed = book([*told, tell("f", "o", kind="control"), tell("o", "u", "70")])
    assert control_of(claimed, "o") == [("f", "claimed", (), True)]
    assert control_of(claimed, "u") == [("o", "majority", (), True), ("f", "majority", ("o",), True)]


def test_a_right_that_is_over_or_to_come_governs_nothing() -> None:
    told = [tell("m", "o", "60")]
    ended = book([*told, tell("f", "o", kind="right", right="veto", status="ended")])
    to_come = book([*told, tell("f", "o", kind="right", right="veto", status="talks")])
    old = tell("f", "o", kind="right", right="first_refusal", first=date(2020, 1, 1), last=date(2025, 10, 28))
    assert book([*told, old]).registers["o"].rights[0].state == "in force"
    expired = book([*told, old], as_of=date(2026, 1, 1))
    for found, state in ((ended, "ended"), (to_come, "to come"), (expired, "expired")):
        assert found.registers["o"].rights[0].state == state
        assert control_of(found, "o") == [("m", "majority", (), True)]
    granted = tell("f", "o", kind="right", right="veto", first=date(2025, 10, 1), last=date(2025, 10, 31))
    assert book([granted], as_of=date(2026, 6, 1)).registers["o"].rights[0].state == "in force"


def test_a_warrant_is_a_right_in_shares_and_no_stake() -> None:
    found = book([tell("o", "amd", kind="right", right="warrant", quantity=shares(None, 160_000_000))])
    register = found.registers["amd"]
    (right,) = register.rights
    assert (right.holder, right.conditional, right.shares_low, right.shares_high) == ("o", True, None, 160_000_000)
    assert (register.owners, register.governed, control_of(found, "amd")) == ((), False, [])


def test_an_acquisition_is_control_once_it_is_done() -> None:
    done = book([tell("s", "x", kind="acquisition")])
    assert control_of(done, "x") == [("s", "acquired", (), True)]
    assert control_of(book([tell("s", "x", kind="acquisition", status="agreed")]), "x") == []
    assert book([tell("c", "x", kind="acquisition", status="ended")]).registers == {}
    assert control_of(book([tell("s", "x", "30", kind="acquisition")]), "x") == []


def test_an_acquisition_that_something_speaks_against_is_not_sure() -> None:
    bought = tell("r", "a", None, "2007-01-01", kind="acquisition")
    for told in (tell("r", "a", "25", "2007-06-09"), tell("x", "a", "60", "2007-06-09")):
        assert ("r", "acquired", (), False) in control_of(book([bought, told, tell("a", "u", "80")]), "a")
        assert ("r", "majority", ("a",), False) in control_of(book([bought, told, tell("a", "u", "80")]), "u")
    earlier = tell("r", "a", "25", "2006-06-09")
    assert control_of(book([bought, earlier]), "a") == [("r", "acquired", (), True)]
    resold = book([bought, tell("s", "a", None, "2009-01-01", kind="acquisition")])
    assert control_of(resold, "a") == [("s", "acquired", (), True), ("r", "acquired", (), False)]


def test_units_are_controlled_by_their_group() -> None:
    parties = [Party("google", "Google", parent="alphabet"), Party("alphabet", "Alphabet", parent="google")]
    found = book([tell("google", "x", "70")], parties)
    assert control_of(found, "x") == [("google", "majority", (), True), ("alphabet", "majority", ("google",), True)]


def test_control_that_depends_on_the_bounds_is_not_sure() -> None:
    assert control_of(book([tell("a", "b", "~50")]), "b") == [("a", "majority", (), False)]
    assert control_of(book([tell("a", "b", "50")]), "b") == []
    assert control_of(book([tell("a", "b", ">50")]), "b") == [("a", "majority", (), False)]
    assert control_of(book([tell("a", "b", ">49")]), "b") == []
    assert control_of(book([tell("a", "b", "40", kind="investment")]), "b") == []
    assert control_of(book([tell("a", "b", None)]), "b") == []


def test_voting_power_needs_one_basis_and_known_sizes() -> None:
    found = book([tell("a", "o", "50"), tell("b", "o", "49")])
    power = power_in(found.registers["o"])
    assert power is not None
    assert (power[0], [float(p) for p in power[1].banzhaf]) == (("a", "b"), pytest.approx([0.6, 0.2, 0.2]))
    assert power_in(book([tell("a", "o", "50"), tell("b", "o", None)]).registers["o"]) is None
    assert power_in(book([tell("a", "o", "~50"), tell("b", "o", "49")]).registers["o"]) is None


# --- interests --------------------------------------------------------------------------------------------------------


def test_control_is_all_and_the_cash_flow_little() -> None:
    found = book([tell(one, other, "51") for one, other in ("ab", "bc", "cd", "de")])
    (interest,) = (i for i in interests_of(found, "a") if i.company == "e")
    assert (interest.direct_low, interest.direct_high) == (0, 0)
    assert float(interest.low) == pytest.approx(6.765201, abs=1e-6)
    assert interest.low == interest.high
    assert ("a", "majority", ("d",), True) in control_of(found, "e")


def test_an_interest_has_bounds_and_no_upper_one_where_a_size_is_open() -> None:
    (interest,) = (
        i for i in interests_in(book([tell("a", "b", "~50"), tell("b", "c", "20-40")]), "c") if i.holder == "a"
    )
    assert (float(interest.low), float(interest.high or 0)) == (pytest.approx(9.8), pytest.approx(20.4))
    open_ = book([tell("a", "b", None), tell("b", "c", "40")])
    (interest,) = (i for i in interests_in(open_, "c") if i.holder == "a")
    assert (interest.low, interest.high, interest.direct_low) == (0, None, 0)
    (direct,) = interests_in(open_, "b")
    assert (direct.direct_low, direct.direct_high, direct.high) == (None, None, None)


# --- values -----------------------------------------------------------------------------------------------------------


def value(party: str, low: object, high: object = None, when: str = "2025-10-28", **more: object) -> Valuation:
    given: dict[str, object] = {"basis": "current", "money": None, "status": "completed", "currency": "USD", **more}
    low, high = (None if v is None else D(str(v)) for v in (low, low if high is None else high))
    day = date.fromisoformat(when)
    return Valuation(
        f"v-{party}-{when}-{low}",
        party,
        day,
        low=low,
        high=high,
        approximate=False,
        claims=(),
        **given,  # type: ignore[arg-type]
    )


def worth(party: str, low: object, high: object = None, currency: str = "USD") -> Worth:
    low, high = (None if v is None else D(str(v)) for v in (low, low if high is None else high))
    return Worth(party, low, high, currency, None, "current")


def test_the_latest_firm_value_counts() -> None:
    rows = [
        value("o", 300),
        value("o", 500, when="2025-11-01"),
        value("o", 450, when="2025-11-01", basis="implied"),
        value("o", 900, when="2026-01-01", status="talks"),
        value("o", 950, when="2026-01-01", basis="ipo"),
        value("o", 97, when="2026-01-01", basis="bid"),
        value("x", None, when="2026-01-01"),
    ]
    assert {party: (w.low, w.basis) for party, w in latest_worths(rows).items()} == {"o": (500, "current")}


def test_a_stake_on_paper_is_its_share_of_the_value() -> None:
    found = book([tell("m", "o", "~27"), tell("x", "o", None), tell("y", "o", "5", status="talks")])
    (one,) = stake_values(found, {"o": worth("o", 500)})
    assert (one.low, one.high, one.stake.holder) == (130, 140, "m")
    assert stake_values(found, {}) == ()
    assert stake_values(found, {"o": worth("o", 500)}, "z") == ()


def test_mutual_holdings_are_counted_twice() -> None:
    found = book([tell("a", "b", "50"), tell("b", "a", "50")])
    both = measure_gross_up(found, {"a": worth("a", 10), "b": worth("b", 10)}, "USD")
    assert (both.low, both.high, both.book_low) == (pytest.approx(2), pytest.approx(2), 20)
    assert both.mutual == (("a", "b"), ("b", "a"))
    assert both.missing == ()


def test_the_gross_up_of_the_four_firms_on_equity_alone() -> None:
    rows = ((0, 20, 30, 10), (20, 0, 20, 10), (10, 10, 0, 30), (10, 10, 10, 0))
    told = [tell(f"f{i}", f"f{j}", str(s)) for i, row in enumerate(rows) for j, s in enumerate(row) if s]
    equity = (1.3301, 0.0710, 0.1094, 0.0311)
    found = measure_gross_up(book(told), {f"f{i}": worth(f"f{i}", s) for i, s in enumerate(equity)}, "USD")
    under = sum((1 - part) * s for part, s in zip((0.4, 0.4, 0.6, 0.5), equity, strict=True))
    assert found.low == pytest.approx(sum(equity) / under, abs=1e-9)
    assert found.low == found.high


def test_what_is_missing_for_the_gross_up_is_named() -> None:
    found = book([tell("m", "o", "27"), tell("o", "c", None), tell("z", "y", "5")])
    nothing = measure_gross_up(found, {"o": worth("o", 500)}, "USD", "m")
    assert (nothing.low, nothing.high, nothing.mutual) == (None, None, ())
    assert set(nothing.missing) == {("m", "its value"), ("c", "its value"), ("o", "the size of its stake in c")}
    foreign = measure_gross_up(found, {"o": worth("o", 5, None, "EUR"), "m": worth("m", 5)}, "USD", "o")
    assert ("o", "its value in USD") in foreign.missing
    worths = {"o": worth("o", 500), "m": worth("m", 3800), "c": worth("c", 10)}
    open_ = measure_gross_up(found, worths, "USD", "m")
    assert (open_.low, open_.high) == (pytest.approx(4310 / (3800 + 10 + 365)), None)
    assert measure_gross_up(found, worths, "USD", "nobody").companies == ()


def test_prices_for_shares_that_agree_and_that_do_not() -> None:
    def implied(low: int, high: int, when: str) -> Valuation:
        return value("o", low, high, when, basis="implied")

    (agree,) = find_agreements([implied(490, 510, "2025-10-01"), implied(495, 505, "2025-10-28")])
    assert (agree.verdict, agree.low, agree.high) == ("agree", 495, 505)
    (apart,) = find_agreements([implied(490, 510, "2025-10-01"), value("o", 600, when="2025-10-28")])
    assert (apart.verdict, apart.low, apart.high) == ("disagree", None, None)
    (alone,) = find_agreements([implied(490, 510, "2025-10-01"), value("o", 852, when="2026-03-31")])
    assert alone.verdict == "unsure"
    assert find_agreements([value("o", 500), value("o", 600)]) == ()


def test_two_disclosures_agree_on_five_hundred() -> None:
    rows = [value("o", D(130) / D("0.26"), basis="implied"), value("o", D(135) / D("0.27"), basis="implied")]
    (found,) = find_agreements(rows)
    assert (found.verdict, found.low, found.high) == ("agree", 500, 500)


# --- offerings --------------------------------------------------------------------------------------------------------


def test_stakes_go_through_an_offering() -> None:
    found = book([tell("m", "o", "27", basis="issued"), tell("f", "o", ">26", basis="fully_diluted")])
    terms = Offering(D(1000), D(60), D(40), warrants=(NewShares(percent=D(5)),))
    f, m = after_offering([o.now for o in sorted(found.registers["o"].owners, key=lambda o: o.holder)], terms)
    assert float(m.low or 0) == pytest.approx(24.1981132, abs=1e-6)
    assert float(m.value_low or 0) == pytest.approx(256.5, abs=1e-6)
    assert (float(f.low or 0), f.high, f.value_high) == (pytest.approx(24.5283019, abs=1e-6), None, None)
    assert float(float_after(terms)) == pytest.approx(100 * 100 / 1060, abs=1e-9)


# --- degenerate input and properties ----------------------------------------------------------------------------------


def test_nothing_told_is_no_error() -> None:
    found = book([])
    assert (found.registers, find_controls(found), interests_in(found, "x"), interests_of(found, "x")) == (
        {},
        (),
        (),
        (),
    )
    assert measure_gross_up(found, {}, "USD").low is None
    nobody = tell("a", "o", "5")
    lone = replace(nobody[0], payer=None)
    assert book([(lone, nobody[1])]).registers == {}
    assert read_book([nobody[0]], {}, ()).registers == {}


def test_undated_reports_and_windows_that_contradict_break_nothing() -> None:
    told = [tell("a", "o", "5", None), tell("a", "o", "6"), tell("b", "o", "7", None)]
    told.append(tell("f", "o", kind="right", right="veto", first=date(2027, 1, 1), last=date(2020, 1, 1)))
    found = book(told, as_of=date(2026, 1, 1))
    assert (bounds(found, "a", "o"), bounds(found, "b", "o")) == ((6, 6), (7, 7))
    assert found.registers["o"].known_low == 13


def test_huge_values_and_closed_circles_have_an_answer() -> None:
    found = book([tell("a", "b", "100"), tell("b", "a", "100"), tell("c", "d", "100")])
    worths = {name: worth(name, 10**15, 2 * 10**15) for name in "abcd"}
    whole = measure_gross_up(found, worths, "USD")
    assert (whole.low, whole.high) == (pytest.approx(5 / 2), pytest.approx(7))
    closed = measure_gross_up(found, worths, "USD", "a")
    assert (closed.low, closed.high) == (None, None)
    assert {i.holder for i in interests_in(found, "a")} == {"b"}


def test_ten_thousand_reports_and_ten_thousand_holders() -> None:
    many = [tell("a", "o", f"{n % 50}.{n % 7}", "2025-10-28", basis="issued", right=str(n)) for n in range(10_000)]
    assert book(many).registers["o"].owners[0].now.disputed
    wide = book([tell(f"h{n}", "o", "0.01") for n in range(10_000)])
    assert wide.registers["o"].known_low == 100
    assert len(interests_in(wide, "o")) == 10_000
    assert power_in(wide.registers["o"]) is None


stakes = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(0, 40)),
    max_size=8,
    unique_by=lambda t: t[:2],
)


@given(stakes, st.permutations("abcde"))
@settings(max_examples=60, deadline=None)
def test_names_and_order_change_nothing(listed: list[tuple[str, str, int]], names: list[str]) -> None:
    renamed = dict(zip("abcde", names, strict=True))
    one = book([tell(a, b, str(s)) for a, b, s in listed])
    other = book([tell(renamed[a], renamed[b], str(s)) for a, b, s in reversed(listed)])
    assert {(renamed[c.controller], renamed[c.company]) for c in find_controls(one)} == {
        (c.controller, c.company) for c in find_controls(other)
    }
    for company in "abcde":
        found = {renamed[i.holder]: i.low for i in interests_in(one, company)}
        assert found == {i.holder: i.low for i in interests_in(other, renamed[company])}


@given(stakes)
@settings(max_examples=60, deadline=None)
def test_what_is_told_again_changes_nothing(listed: list[tuple[str, str, int]]) -> None:
    told = [tell(a, b, str(s)) for a, b, s in listed]
    copies = [tell(a, b, str(s), right="copy") for a, b, s in listed]
    once, twice = book(told), book([*told, *copies])
    for company, register in once.registers.items():
        assert (register.known_low, register.known_high) == (
            twice.registers[company].known_low,
            twice.registers[company].known_high,
        )
        assert register.controls == twice.registers[company].controls


@given(stakes)
@settings(max_examples=60, deadline=None)
def test_a_hedge_never_makes_less_of_what_is_possible(listed: list[tuple[str, str, int]]) -> None:
    sharp = book([tell(a, b, str(s)) for a, b, s in listed])
    vague = book([tell(a, b, f"~{s}") for a, b, s in listed])
    sure = {(c.controller, c.company) for c in find_controls(sharp)}
    possible = {(c.controller, c.company) for c in find_controls(vague)}
    if not any(register.refused for register in sharp.registers.values()):
        assert sure <= possible
    for company in "abcde":
        wide = {i.holder: (i.low, i.high) for i in interests_in(vague, company)}
        for interest in interests_in(sharp, company):
            if interest.holder in wide and not any(r.refused for r in sharp.registers.values()):
                low, high = wide[interest.holder]
                assert low <= interest.low
                assert high is None or high >= min(interest.low, 100)


@given(stakes, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=5, max_size=5), st.data())
@settings(max_examples=80, deadline=None)
def test_the_bounds_of_the_gross_up_hold_for_values_inside(
    listed: list[tuple[str, str, int]], values: list[tuple[int, int]], data: st.DataObject
) -> None:
    found = book([tell(a, b, str(s)) for a, b, s in listed if a < b])
    box = {name: tuple(sorted(v)) for name, v in zip("abcde", values, strict=True)}
    measured = measure_gross_up(found, {n: worth(n, low, high) for n, (low, high) in box.items()}, "USD")
    inside = {n: data.draw(st.integers(low, high)) for n, (low, high) in box.items()}
    point = measure_gross_up(found, {n: worth(n, v) for n, v in inside.items()}, "USD")
    if point.low is not None and measured.low is not None:
        assert measured.low <= point.low + 1e-9
        assert measured.high is None or point.low <= measured.high + 1e-9


@given(stakes)
@settings(max_examples=40, deadline=None)
def test_a_higher_status_never_adds_to_what_is_held(listed: list[tuple[str, str, int]]) -> None:
    held = book([tell(a, b, str(s)) for a, b, s in listed])
    planned = book([tell(a, b, str(s), status="planned") for a, b, s in listed])
    assert all(register.known_low == 0 for register in planned.registers.values())
    assert find_controls(planned) == ()
    assert all(register.known_low >= 0 for register in held.registers.values())
