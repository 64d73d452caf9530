"""Ladders of a study's deals: facts that must come out right (analysis 6.3), overlaps, shared amounts, floors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from claims_told import BILLION, article, money, period, settle_all, tell
from hypothesis import given
from hypothesis import strategies as st

from anello.analyse.flows import measure_flow
from anello.committing import Commitments, commitment_of
from anello.errors import SettingsError
from anello.laddering import Ladders, ladders_of, sides_of
from anello.model import (
    STATUSES,
    AmountSlot,
    Article,
    Claim,
    Deal,
    DealGraph,
    Link,
    Rung,
    StatusEvent,
)
from anello.reconcile.lifecycle import bindingness_of
from anello.show import View, stands
from anello.summing import sums_of

D = Decimal
NOBODY = DealGraph((), ())


def view_of(
    deals: Iterable[Deal], links: Sequence[Link] = (), floor: str | None = None, claims: Sequence[Claim] = ()
) -> View:
    kept = tuple(deal for deal in deals if stands(deal.status, floor))
    shown = {deal.id for deal in kept}
    joined = tuple(link for link in links if {link.deal, link.other} <= shown)
    flow = measure_flow(NOBODY)
    return View({}, tuple(claims), (), (), kept, (), (), NOBODY, (), True, flow, floor=floor, links=joined)


def view_as_of(told: Sequence[tuple[Article, Claim]], day: str = "2026-12-31", floor: str | None = None) -> View:
    """Return what the claims say as of a day."""
    known = [(a, c) for a, c in told if a.published is not None and a.published <= date.fromisoformat(day)]
    claims = [claim for _, claim in known]
    ledger = settle_all(claims, {a.id: a for a, _ in known}.values())
    return view_of(ledger.deals, ledger.links, floor, claims)


def told(name: str, day: str, *given: object, **more: object) -> tuple[Article, Claim]:
    source = article(name, day)
    return source, tell(source, *given, **more)  # type: ignore[arg-type]


def deal(name: str, amount: object = None, status: str = "agreed", kind: str = "supply", **more: object) -> Deal:
    """Return a deal by hand; `amount` is a figure, bounds, or amounts by key, in billions of dollars."""
    by_key = amount if isinstance(amount, dict) else {} if amount is None else {"total/USD": amount}
    given: dict[str, object] = {"payer": "p", "payee": "q", "parties": ("p", "q"), **more}
    return Deal(
        id=name,
        type=kind,
        status=status,
        bindingness=str(given.pop("bindingness", bindingness_of(status, False))),
        history=(StatusEvent(date(2026, 1, 5), status, f"claim {name}"),),
        amounts=tuple(_slot(key, bounds, name) for key, bounds in sorted(by_key.items())),
        claims=(f"claim {name}",),
        **given,  # type: ignore[arg-type]
    )


def _slot(key: str, bounds: object, name: str) -> AmountSlot:
    low, high = bounds if isinstance(bounds, tuple) else (bounds, bounds)
    figures = [None if v is None else D(str(v)) * BILLION for v in (low, high)]
    claim = "claim shared" if key.startswith("joint") else f"claim {name}"
    return AmountSlot(key, *figures, key.rpartition("/")[2], claims=(claim,))


def rung(low: object, high: object = "same") -> Rung:
    ends = [None if v is None else D(str(v)) * BILLION for v in (low, low if high == "same" else high)]
    return Rung(ends[0] or D(0), ends[1])


def ladders(deals: Sequence[Deal], *links: Link, currency: str | None = None, **more: object) -> Ladders:
    view = view_of(deals, links, **more)  # type: ignore[arg-type]
    return ladders_of(view, view.deals, currency)


# --- facts ------------------------------------------------------------------------------------------------------------

LETTER = ("nvidia", "openai", "investment")
UP_TO_100 = money("<=100")


def letter_of_intent() -> list[tuple[Article, Claim]]:
    return [
        told("letter", "2025-09-22", *LETTER, status="planned", amount=UP_TO_100),
        told("no assurance", "2025-11-19", *LETTER, status="planned", amount=UP_TO_100),
        told("not definitive", "2025-12-02", *LETTER, status="planned"),
    ]


def test_a_letter_of_intent_for_up_to_100_binds_nobody() -> None:
    view = view_as_of(letter_of_intent(), "2025-12-31")
    (found,) = ladders_of(view, view.deals).sums
    assert (found.ladder.headline, found.ladder.announced) == (rung(0, 100), rung(0, 100))
    assert found.ladder.binding == found.ladder.drawn == Rung()
    signed = view_as_of(letter_of_intent(), "2025-12-31", floor="agreed")
    assert ladders_of(signed, signed.deals) == Ladders((), ())


def test_one_of_six_gigawatts_is_binding_and_the_warrant_contingent() -> None:
    chips = deal("chips", {"total/USD": 90, "binding/total/USD": 15})
    warrant = deal("warrant", (None, 35), kind="right", right="warrant")
    (found,) = ladders([chips, warrant]).sums
    assert (found.ladder.headline, found.ladder.binding) == (rung(90), rung(15))
    assert found.ladder.contingent == rung(0, 35)
    share = found.ladder.binding.share_of(found.ladder.headline)
    assert share is not None
    assert [float(part) for part in share] == pytest.approx([1 / 6, 1 / 6], abs=1e-6)


def test_a_backstop_is_contingent_through_its_last_year() -> None:
    when = {"first": date(2025, 9, 1), "last": date(2032, 12, 31)}
    (found,) = ladders([deal("backstop", (None, "6.3"), kind="guarantee", status="completed", **when)]).sums
    assert found.ladder.headline == found.ladder.binding == found.ladder.drawn == Rung()
    assert [row.year for row in found.calendar] == list(range(2025, 2033))
    assert {(row.due, row.contingent) for row in found.calendar} == {(Rung(), rung(0, "6.3"))}


def test_an_incremental_contract_binds_and_a_right_of_first_refusal_adds_nothing() -> None:
    facts = [
        told("azure", "2025-10-28", "openai", "microsoft", "supply", status="agreed", amount="250"),
        told("refusal", "2025-10-28", "openai", "microsoft", "right", status="ended", right="first_refusal"),
    ]
    view = view_as_of(facts, "2025-12-31", floor="agreed")
    (found,) = ladders_of(view, view.deals).sums
    assert found.ladder.headline == found.ladder.binding == found.ladder.untold == rung(250)
    assert found.ladder.contingent == Rung()


def test_a_contract_within_a_programme_by_an_unknown_amount() -> None:
    contract, programme = deal("oracle", 300), deal("stargate", 500, "planned", "project")
    (found,) = ladders([contract, programme], Link("oracle", "part_of", "stargate")).sums
    assert (found.ladder.headline, found.ladder.binding) == (rung(500, 800), rung(300))
    assert (found.ladder.announced, found.joined) == (rung(500), 2)


# --- deals ------------------------------------------------------------------------------------------------------------


def test_the_rows_of_a_filing_come_out_of_a_deal() -> None:
    parts = {"total/USD": "8.1", "drawn/total/USD": "2.0", "available/total/USD": "3.9"}
    (one,) = ladders([deal("credit", parts, kind="loan")]).commitments
    assert (one.ladder.drawn, one.ladder.available, one.ladder.waiting) == (rung(2), rung("3.9"), rung("2.2"))
    share = one.ladder.drawn.share_of(one.ladder.headline)
    assert share is not None
    assert [float(part) for part in share] == pytest.approx([2 / 8.1] * 2, abs=1e-6)


def test_a_supply_called_performed_is_under_way_until_its_last_day() -> None:
    (open_end,) = ladders([deal("a", 60, "completed")]).commitments
    assert (open_end.ladder.drawn, open_end.ladder.untold) == (rung(0, 60), rung(60))
    (over,) = ladders([deal("a", 60, "completed", first=date(2024, 1, 1), last=date(2025, 12, 31))]).commitments
    assert (over.ladder.drawn, over.ladder.untold) == (rung(60), Rung())
    (at_once,) = ladders([deal("a", 60, "completed", "investment")]).commitments
    assert at_once.ladder.drawn == rung(60)


def test_the_time_of_signing_is_no_term() -> None:
    source = article("deal", "2026-06-15")
    last_autumn = tell(
        source, "p", "q", "supply", status="agreed", amount="250", time=period("2025-09-01", "2025-11-30")
    )
    view = view_as_of([(source, last_autumn)])
    (one,) = ladders_of(view, view.deals).commitments
    assert [(due.first, due.last) for due in one.instalments] == [(date(2025, 9, 1), None)]
    term = replace(last_autumn, time=period("2026-09-01", "2029-08-31"))
    view = view_as_of([(source, term)])
    (one,) = ladders_of(view, view.deals).commitments
    assert [(due.first, due.last) for due in one.instalments] == [(date(2026, 9, 1), date(2029, 8, 31))]


def in_tranches(status: str, *tranches: tuple[int, str, bool, str]) -> View:
    """Return a deal of 50 that is told in tranches: figure, status, conditional, first and last day."""
    source = article("tranches", "2026-01-10")
    claims, slots = [], [_slot("total/USD", 50, "d")]
    for figure, stage, conditional, days in tranches:
        more = {"time": period(*days.split(" "))} if days else {}
        claim = tell(source, "p", "q", at=figure, status=stage, conditional=conditional, **more)
        claims.append(claim)
        slots.append(replace(_slot(f"tranche {figure}/USD", figure, "d"), claims=(claim.id,)))
    conditional = status == "agreed" and any(tranche[2] for tranche in tranches)
    one = deal("d", None, status, "investment", bindingness=bindingness_of(status, conditional))
    return view_of([replace(one, amounts=tuple(slots))], claims=claims)


def test_tranches_with_days_of_their_own_are_instalments() -> None:
    first, second = "2026-03-01 2026-03-31", "2028-01-01 2028-12-31"
    view = in_tranches("agreed", (15, "agreed", False, first), (35, "planned", True, second))
    found = ladders_of(view, view.deals)
    (one,) = found.commitments
    assert (one.ladder.binding, one.ladder.conditional) == (rung(15), rung(35))
    rows = {row.year: (row.due, row.binding, row.conditional) for row in found.sums[0].calendar}
    assert rows == {2026: (rung(15), rung(15), Rung()), 2028: (rung(35), Rung(), rung(35))}


def test_what_no_tranche_says_stays_open() -> None:
    view = in_tranches("agreed", (15, "planned", False, ""), (35, "planned", True, ""))
    (one,) = ladders_of(view, view.deals).commitments
    assert (one.ladder.binding, one.ladder.conditional) == (rung(0, 15), rung(35, 50))
    assert [(due.first, due.due) for due in one.instalments] == [(date(2026, 1, 5), rung(50))]


def test_a_tranche_that_was_paid_is_drawn_at_least() -> None:
    view = in_tranches("agreed", (15, "completed", False, ""))
    (one,) = ladders_of(view, view.deals).commitments
    assert (one.ladder.binding, one.ladder.drawn, one.ladder.untold) == (rung(50), rung(15, 50), rung(0, 35))


def test_a_rate_over_a_known_term_is_due_by_the_year() -> None:
    when = {"first": date(2026, 1, 1), "last": date(2027, 12, 31)}
    (found,) = ladders([deal("rent", {"total/per year/USD": 1}, **when)]).sums
    assert [float(row.due.low) for row in found.calendar] == pytest.approx([1e9, 1e9], rel=1e-3)


def test_stakes_are_left_out_and_deals_without_amount_are_named() -> None:
    found = ladders([deal("stake", 135, kind="stake"), deal("open"), deal("small", 1)])
    assert found.left_out == ("stake",)
    assert [one.deal for one in found.commitments] == ["small", "open"]
    assert [(one.deals, one.unpriced) for one in found.sums] == [(("small",), ("open",))]


def test_nothing_here() -> None:
    assert ladders([]) == Ladders((), ())
    assert ladders([deal("open")]).sums == ()
    (zero,) = ladders([deal("zero", 0)]).sums
    assert (zero.ladder.headline, zero.calendar) == (Rung(), ())


def test_a_party_that_pays_itself_is_its_payer_only_once() -> None:
    own = deal("own", 5, payer="p", payee="p")
    sides = dict(sides_of("p", [own, deal("x", 1, payer="q", payee="p"), deal("y", 1, payer=None, payee=None)]))
    assert {side: [d.id for d in deals] for side, deals in sides.items()} == {
        "payer": ["own"],
        "payee": ["x"],
        "other": ["y"],
    }


# --- currencies -------------------------------------------------------------------------------------------------------


def test_currencies_stay_apart_unless_one_is_asked_for() -> None:
    deals = [deal("a", 4), deal("b", {"total/EUR": 2, "drawn/total/EUR": 1}), deal("c", {"total/XAU": 1})]
    assert [one.ladder.currency for one in ladders(deals).sums] == ["EUR", "USD", "XAU"]
    (dollars,) = ladders(deals, currency="USD").sums
    assert dollars.converted == ("EUR 2026-01-05",)
    assert dollars.unconverted == ("c",)
    assert rung(6) != dollars.ladder.headline
    assert rung(6).low < dollars.ladder.headline.low < rung(7).low
    converted = next(one for one in ladders(deals, currency="USD").commitments if one.deal == "b")
    assert converted.ladder.drawn.low * 2 == pytest.approx(converted.ladder.headline.low, rel=D("0.001"))


def test_a_part_in_another_currency_is_not_mixed_in() -> None:
    (one,) = ladders([deal("a", {"total/USD": 4, "drawn/total/EUR": 1})]).commitments
    assert one.ladder.drawn == rung(0, 4)


# --- overlaps and shared amounts --------------------------------------------------------------------------------------


def test_what_a_user_puts_within_another_counts_once_on_every_rung() -> None:
    deals = [deal("part", 300), deal("whole", 500)]
    (found,) = ladders(deals, Link("part", "part_of", "whole", "user")).sums
    assert found.ladder.headline == found.ladder.binding == rung(500)
    assert found.inside == ("part",)
    (other,) = ladders(
        [deal("part", 300), deal("whole", 500, "planned")], Link("part", "part_of", "whole", "user")
    ).sums
    assert (other.ladder.headline, other.ladder.binding, other.ladder.announced) == (rung(500), rung(300), rung(500))


def test_the_calendar_counts_what_may_be_one_once_in_its_lower_bound() -> None:
    when = {"first": date(2027, 1, 1), "last": date(2027, 12, 31)}
    (found,) = ladders([deal("a", 300, **when), deal("b", 500, **when)], Link("a", "overlaps", "b")).sums
    assert [(row.year, row.due, row.binding) for row in found.calendar] == [(2027, rung(500, 800), rung(500, 800))]


def shared_round() -> list[tuple[Article, Claim]]:
    return [told("round", "2026-02-27", ["a", "n", "s"], "o", "investment", status="agreed", amount="110")]


def test_a_shared_amount_counts_once_and_is_nobody_s_alone() -> None:
    view = view_as_of(shared_round())
    assert len(view.deals) == 3
    (payee,) = ladders_of(view, view.deals).sums
    assert payee.ladder.headline == payee.ladder.binding == rung(110)
    assert [row.due for row in payee.calendar] == [rung(110)]
    (alone,) = ladders_of(view, [d for d in view.deals if d.payer == "a"]).sums
    assert alone.ladder.headline == rung(0, 110)
    (total,) = sums_of(view, [d for d in view.deals if d.payer == "a"])
    assert (total.total.low, total.total.high) == (0, 110 * BILLION)
    (whole,) = sums_of(view, view.deals)
    assert (whole.total.low, whole.total.high) == (110 * BILLION, 110 * BILLION)


def test_a_shared_amount_in_two_states_is_binding_at_most() -> None:
    view = view_as_of(shared_round())
    deals = [replace(d, status="planned", bindingness="non-binding") if d.payer == "a" else d for d in view.deals]
    mixed = view_of(deals, claims=view.claims)
    (found,) = ladders_of(mixed, mixed.deals).sums
    assert (found.ladder.headline, found.ladder.binding) == (rung(110), rung(0, 110))


# --- properties -------------------------------------------------------------------------------------------------------

TYPES = ("investment", "supply", "loan", "right", "guarantee", "project", "acquisition", "stake")
figures = st.one_of(
    st.none(),
    st.integers(0, 50),
    st.tuples(st.none(), st.integers(1, 50)),
    st.tuples(st.integers(0, 50), st.none()),
    st.tuples(st.integers(0, 20), st.integers(20, 50)),
)
days = st.none() | st.dates(date(2024, 1, 1), date(2032, 12, 31))


@st.composite
def studies(draw: st.DrawFn) -> tuple[list[Deal], list[Link]]:
    deals = []
    for number in range(draw(st.integers(1, 7))):
        stated = draw(figures)
        amount = {} if stated is None else {"total/USD": stated}
        if draw(st.integers(0, 3)) == 0:
            amount["joint/total/USD"] = 40
        for part in ("drawn", "available", "binding"):
            if draw(st.integers(0, 4)) == 0:
                amount[f"{part}/total/USD"] = draw(st.integers(0, 50))
        status, conditional = draw(st.sampled_from(STATUSES)), draw(st.booleans())
        more = {"first": draw(days), "last": draw(days), "bindingness": bindingness_of(status, conditional)}
        deals.append(deal(f"d{number}", amount, status, draw(st.sampled_from(TYPES)), **more))
    names = st.sampled_from([d.id for d in deals])
    pairs = draw(st.lists(st.tuples(names, names, st.sampled_from(("part_of", "overlaps", "apart"))), max_size=8))
    return deals, [Link(one, kind, other) for one, other, kind in pairs if one != other]


def shown(study: tuple[list[Deal], list[Link]], floor: str | None = None) -> Ladders:
    """Return the ladders of a drawn study; its shared amount is told by one claim of all who share it."""
    sharing = [d.id for d in study[0] if any(slot.key.startswith("joint") for slot in d.amounts)]
    claims = []
    if sharing:
        claim = tell(article("round"), sharing, "o", "investment", status="agreed", amount="40")
        claims = [replace(claim, id="claim shared")]
    return ladders(study[0], *study[1], floor=floor, claims=claims)


RUNGS = ("headline", "binding", "conditional", "announced", "drawn", "available", "waiting", "contingent")


def endless(value: Decimal | None) -> Decimal:
    return D("Infinity") if value is None else value


@given(studies())
def test_raising_the_floor_never_raises_a_sum(study: tuple[list[Deal], list[Link]]) -> None:
    found = []
    for floor in STATUSES[2:]:
        sums = shown(study, floor).sums
        found.append(sums[0] if sums else None)
    for lower, higher in pairwise(found):
        for name in RUNGS if higher is not None else ():
            assert lower is not None
            before, after = getattr(lower.ladder, name), getattr(higher.ladder, name)
            assert after.low <= before.low
            assert endless(after.high) <= endless(before.high)
        rows = {(row.kind, row.year): row for row in lower.calendar} if lower else {}
        for row in higher.calendar if higher else ():
            assert row.binding.low <= rows[row.kind, row.year].binding.low
            assert endless(row.binding.high) <= endless(rows[row.kind, row.year].binding.high)


@given(studies())
def test_sums_lie_between_the_largest_and_the_sum_of_all(study: tuple[list[Deal], list[Link]]) -> None:
    found = shown(study)
    for one in found.sums:
        for name in RUNGS:
            rungs = [getattr(c.ladder, name) for c in found.commitments if c.deal in one.deals]
            total = getattr(one.ladder, name)
            cap = endless(one.ladder.headline.high) if name != "contingent" else D("Infinity")
            shared = 40 * BILLION if any(c.ladder.headline.high == 40 * BILLION for c in found.commitments) else 0
            assert max(r.low for r in rungs) <= total.low <= sum(r.low for r in rungs) + shared
            assert max(endless(r.high) for r in rungs) <= endless(total.high) or endless(total.high) == cap
            assert endless(total.high) <= min(sum(endless(r.high) for r in rungs), cap)
        for name in RUNGS[1:-1]:
            assert endless(getattr(one.ladder, name).high) <= endless(one.ladder.headline.high)


@given(studies(), st.randoms())
def test_the_order_of_deals_and_links_changes_nothing(study: tuple[list[Deal], list[Link]], random: object) -> None:
    deals, links = list(study[0]), list(study[1])
    before = shown((deals, links))
    random.shuffle(deals)  # type: ignore[attr-defined]
    random.shuffle(links)  # type: ignore[attr-defined]
    assert shown((deals, links)) == before


def test_copies_of_articles_change_nothing() -> None:
    facts = [*letter_of_intent(), *shared_round(), told("azure", "2025-10-28", "o", "m", "supply", status="agreed")]
    before = view_as_of(facts)
    copied = list(facts)
    for number in range(10):
        for source, claim in facts:
            again = replace(source, id=f"{source.id}{number}", document=f"copy {number} of {source.document}")
            copied.append((again, replace(claim, id=f"{claim.id}{number}", article=again.id, document=again.document)))
    after = view_as_of(copied)
    assert ladders_of(after, after.deals) == ladders_of(before, before.deals)


def test_commitments_that_are_kept_are_those_made_anew() -> None:
    view = view_as_of(shared_round())
    deals = [*view.deals, deal("eur", {"total/EUR": 5}, first=date(2025, 5, 5)), deal("none", None), deal("usd", 7)]
    for currency in (None, "USD", "EUR", "USD"):
        kept = Commitments(view.claim_of)
        for _ in range(2):
            assert [kept.get(d, currency) for d in deals] == [commitment_of(d, view.claim_of, currency) for d in deals]


def test_ten_thousand_deals_and_great_amounts() -> None:
    when = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    many = [deal(f"d{n:05}", 10**6, **when) for n in range(10_000)]
    (found,) = ladders(many, *(Link(f"d{n:05}", "overlaps", f"d{n + 1:05}") for n in range(0, 200, 2))).sums
    assert found.ladder.headline == rung(9_900 * 10**6, 10_000 * 10**6)
    assert [row.year for row in found.calendar] == [2026]


def test_a_window_must_not_end_before_it_begins() -> None:
    view = view_of([deal("a", 1)])
    with pytest.raises(SettingsError, match="swap"):
        ladders_of(view, view.deals, window=(date(2027, 1, 1), date(2026, 1, 1)))
