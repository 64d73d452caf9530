"""Rates of yearly averages: to compare, never to replace (docs/deals.md, Amounts)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from claims_told import article, money, settle_all, tell
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.reconcile.rates import CARRIED, convert, find_rate, load_rates

D = Decimal
DAY = date(2024, 6, 30)
CURRENCIES = ("EUR", "GBP", "RUB", "CNY", "JPY", "CHF", "KRW", "INR", "SEK", "CAD", "AUD", "BRL", "TWD", "AED", "SAR")


def test_the_table_has_every_currency_in_every_year() -> None:
    table = load_rates()
    assert sorted(table) == list(range(2015, 2026))
    assert all(set(row) == {*CURRENCIES, "USD"} for row in table.values())
    assert all(rate > 0 for row in table.values() for rate in row.values())


def test_no_rate_leaps_by_half_from_one_year_to_the_next() -> None:
    table = load_rates()
    for year in range(2016, 2026):
        for currency in CURRENCIES:
            assert D("0.6") < table[year][currency] / table[year - 1][currency] < D("1.6"), (year, currency)


def test_a_sum_is_converted_at_the_average_of_its_year() -> None:
    found = convert(D(924), "EUR", DAY)
    assert found is not None
    assert (found.value, found.year, found.carried) == (D(1000), 2024, False)


def test_the_last_year_serves_for_one_more_and_says_so() -> None:
    last = max(load_rates())
    carried = find_rate("EUR", date(last + CARRIED, 3, 1))
    assert carried is not None
    assert (carried.year, carried.carried) == (last, True)
    assert find_rate("EUR", date(last + CARRIED + 1, 3, 1)) is None


@pytest.mark.parametrize(("currency", "day"), [("XAU", DAY), (None, DAY), ("EUR", None), ("EUR", date(1998, 1, 1))])
def test_an_unknown_rate_converts_nothing(currency: str | None, day: date | None) -> None:
    assert convert(D(5), currency, day) is None


@given(st.decimals(min_value=1, max_value=10**12, places=2), st.sampled_from(CURRENCIES), st.integers(2015, 2025))
@settings(deadline=None)
def test_there_and_back_is_nearly_the_same(value: Decimal, currency: str, year: int) -> None:
    there = convert(value, currency, date(year, 7, 1))
    assert there is not None
    back = convert(there.value, "USD", date(year, 7, 1), currency)
    assert back is not None
    assert abs(back.value - value) <= value * D("0.002")


def test_one_deal_told_in_two_currencies_is_one_and_keeps_both_figures() -> None:
    arts = [article("en", "2024-05-02"), article("it", "2024-05-03")]
    said = [
        tell(arts[0], "Alpha", "Beta", "acquisition", amount="10", status="agreed"),
        tell(arts[1], "Alpha", "Beta", "acquisition", amount=money("9.2", "EUR"), status="agreed"),
    ]
    (deal,) = settle_all(said, arts).deals
    assert {(s.key, s.high) for s in deal.amounts} == {("total/USD", D(10) ** 10), ("total/EUR", D("9.2") * 10**9)}


def test_far_sums_in_two_currencies_are_two_deals() -> None:
    arts = [article("en", "2024-05-02"), article("it", "2024-05-03")]
    said = [
        tell(arts[0], "Alpha", "Beta", "supply", amount="10", status="agreed"),
        tell(arts[1], "Alpha", "Beta", "supply", amount=money("90", "EUR"), status="agreed"),
    ]
    assert len(settle_all(said, arts).deals) == 2
    unknown = [said[0], tell(arts[1], "Alpha", "Beta", "supply", amount=money("90", "XAU"), status="agreed")]
    assert len(settle_all(unknown, arts).deals) == 1
