"""Amounts by reckoning, and amounts that stand for a part (docs/deals.md, Amounts)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from claims_told import BILLION, article, money, one_deal, period, settle_all, tell
from sums_told import tell_sum, written

from anello.graph import price_of
from anello.model import Deal
from anello.reconcile.terms import months_of

D = Decimal


def keyed(deal: Deal) -> dict[str, tuple[object, object]]:
    return {s.key: (s.low and s.low / BILLION, s.high and s.high / BILLION) for s in deal.amounts}


def test_a_monthly_rate_over_its_term_gives_a_derived_total_with_its_working() -> None:
    art = article("a", "2026-05-20")
    rate = money("1.25", per="month")
    term = period("2026-06-01", "2029-05-31")
    deal = one_deal(settle_all([tell(art, "B", "A", "supply", amount=rate, status="agreed", time=term)], [art]))
    assert keyed(deal) == {"derived/total/USD": (45, 45), "total/per month/USD": (D("1.25"), D("1.25"))}
    (derived,) = [s for s in deal.amounts if s.working]
    assert derived.working == "1250000000 USD a month x 36 months (2026-06 to 2029-05)"
    assert price_of(deal.amounts, deal.first, deal.last) == (45 * BILLION, 45 * BILLION, "USD")


def test_a_term_without_a_beginning_runs_from_the_report_on() -> None:
    art = article("a", "2026-05-20")
    term = period("2026-06-01", "2029-05-31")
    said = tell(art, "B", "A", "supply", amount=money("1", per="month"), status="agreed", time=term)
    opened = settle_all([said], [art]).deals[0]
    from dataclasses import replace

    assert said.time is not None
    untold = replace(said, time=replace(said.time, first=None))
    deal = one_deal(settle_all([untold], [art]))
    assert keyed(opened)["derived/total/USD"] == (36, 36)
    assert keyed(deal)["derived/total/USD"] == (37, 37)
    assert "from the report on" in next(s.working for s in deal.amounts if s.working)


def test_nothing_is_derived_where_a_total_was_told_or_the_term_is_open() -> None:
    art = article("a", "2026-05-20")
    rate = tell(art, "B", "A", "supply", amount=money("1", per="month"), status="agreed")
    assert not any(s.working for d in settle_all([rate], [art]).deals for s in d.amounts)
    term = period("2026-06-01", "2029-05-31")
    both = [
        tell(art, "B", "A", "supply", amount=money("1", per="month"), status="agreed", time=term),
        tell(art, "B", "A", "supply", amount="40", status="agreed", time=term, at=20),
    ]
    assert not any(s.working for d in settle_all(both, [art]).deals for s in d.amounts)


def test_quarters_and_years_are_counted_in_months() -> None:
    art = article("a", "2026-01-01")
    term = period("2026-01-01", "2027-12-31")
    for per, total in (("quarter", 8), ("year", 2)):
        said = tell(art, "B", "A", "supply", amount=money("1", per=per), status="agreed", time=term)
        assert keyed(one_deal(settle_all([said], [art])))["derived/total/USD"] == (total, total)
    assert months_of(date(2026, 1, 31), date(2026, 2, 1)) == 2


def test_an_increase_of_an_offer_is_added_and_shown_with_its_working() -> None:
    arts = [
        written("Alpha offers $10 billion for Beta.", day="2026-01-01"),
        written("Alpha has raised its offer by $2 billion.", day="2026-01-20"),
    ]
    said = [
        tell_sum(arts[0], ("Alpha", "Beta"), "$10 billion", 10, "acquisition", status="planned"),
        tell_sum(arts[1], ("Alpha", "Beta"), "$2 billion", 2, "acquisition", status="planned"),
    ]
    deal = one_deal(settle_all(said, arts))
    assert keyed(deal) == {"total/USD": (10, 10), "increase/total/USD": (2, 2), "derived/total/USD": (12, 12)}
    assert not settle_all(said, arts).conflicts
    assert next(s.working for s in deal.amounts if s.working) == "10000000000 USD and 2000000000 USD more"


def test_raised_to_gives_the_new_whole() -> None:
    arts = [
        written("Alpha offers $10 billion for Beta.", day="2026-01-01"),
        written("Alpha has raised its offer to $12 billion.", day="2026-02-10"),
    ]
    said = [
        tell_sum(arts[0], ("Alpha", "Beta"), "$10 billion", 10, "acquisition", status="planned"),
        tell_sum(arts[1], ("Alpha", "Beta"), "$12 billion", 12, "acquisition", status="planned"),
    ]
    assert keyed(one_deal(settle_all(said, arts))) == {"total/USD": (12, 12)}


def test_a_contract_raised_by_a_sum_is_a_second_one_apart_from_the_first() -> None:
    arts = [
        written("Alpha signed a $38 billion cloud contract with Beta.", day="2025-11-03"),
        written("Alpha has expanded its contract with Beta by $100 billion.", day="2026-02-27"),
    ]
    said = [
        tell_sum(arts[0], ("Beta", "Alpha"), "$38 billion", 38),
        tell_sum(arts[1], ("Beta", "Alpha"), "$100 billion", 100),
    ]
    ledger = settle_all(said, arts)
    assert sorted(keyed(d)["total/USD"] for d in ledger.deals) == [(38, 38), (100, 100)]
    assert [(k.kind, k.by) for k in ledger.links] == [("apart", "text")]


def test_what_is_drawn_and_what_is_free_meet_neither_each_other_nor_the_whole() -> None:
    arts = [
        written("Beta signed a $9 billion credit line with Alpha.", day="2026-01-01"),
        written("Of it Beta has drawn $2 billion.", day="2026-03-01"),
        written("A further look shows $7 billion still available.", day="2026-03-02"),
    ]
    said = [
        tell_sum(arts[0], ("Alpha", "Beta"), "$9 billion", 9, "loan"),
        tell_sum(arts[1], ("Alpha", "Beta"), "$2 billion", 2, "loan"),
        tell_sum(arts[2], ("Alpha", "Beta"), "$7 billion", 7, "loan"),
    ]
    ledger = settle_all(said, arts)
    assert keyed(one_deal(ledger)) == {
        "total/USD": (9, 9),
        "drawn/total/USD": (2, 2),
        "available/total/USD": (7, 7),
    }
    assert not ledger.conflicts
    only = one_deal(settle_all(said[1:2], arts))
    assert price_of(only.amounts, None, None) == (2 * BILLION, None, "USD")
