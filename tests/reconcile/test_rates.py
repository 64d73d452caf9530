"""Rates of the day, else of the year: to compare, never to replace (docs/deals.md, Amounts)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from claims_told import article, money, settle_all, tell
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.reconcile.rates import CARRIED, convert, find_rate, last_day, load_rates

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


def test_a_sum_is_converted_at_the_rate_of_its_day() -> None:
    found = convert(D(1000), "EUR", date(2024, 5, 3))
    assert found is not None
    assert (found.value, found.rate, found.day) == (D(1074), D("1.0744"), date(2024, 5, 3))


@pytest.mark.parametrize(
    ("day", "quoted"),
    [
        (date(2024, 5, 4), date(2024, 5, 3)),
        (date(2024, 5, 5), date(2024, 5, 3)),
        (date(2024, 4, 1), date(2024, 3, 28)),
        (date(2024, 1, 1), date(2023, 12, 29)),
    ],
)
def test_weekends_and_holidays_take_the_last_rate_before(day: date, quoted: date) -> None:
    found = find_rate("GBP", day, "JPY")
    assert found is not None
    assert (found.day, found.carried) == (quoted, False)
    assert found.rate == find_rate("GBP", quoted, "JPY").rate  # type: ignore[union-attr]


@pytest.mark.parametrize(("currency", "day"), [("RUB", date(2024, 6, 30)), ("TWD", date(2019, 2, 4))])
def test_what_the_bank_does_not_quote_takes_the_average_of_the_year(currency: str, day: date) -> None:
    found = find_rate(currency, day)
    assert found is not None
    assert (found.day, found.year) == (None, day.year)
    assert found.rate == 1 / load_rates()[day.year][currency]
    assert found.slack > find_rate("EUR", day).slack  # type: ignore[union-attr]


@pytest.mark.parametrize(("currency", "day"), [("ISK", date(2012, 6, 1)), ("HRK", date(2023, 6, 1))])
def test_a_gap_of_years_is_not_bridged(currency: str, day: date) -> None:
    assert find_rate(currency, day) is None


def test_the_last_rate_serves_for_one_more_year_and_says_so() -> None:
    last = last_day()
    fresh, carried = find_rate("EUR", last + timedelta(3)), find_rate("EUR", last + timedelta(200))
    assert fresh is not None
    assert carried is not None
    assert (fresh.day, fresh.carried) == (last, False)
    assert (carried.day, carried.carried, carried.rate) == (last, True, fresh.rate)
    assert find_rate("EUR", last + timedelta(800)) is None
    year = max(load_rates())
    average = find_rate("RUB", date(year + CARRIED, 3, 1))
    assert average is not None
    assert (average.year, average.carried) == (year, True)
    assert find_rate("RUB", date(year + CARRIED + 1, 3, 1)) is None


@given(st.sampled_from(CURRENCIES), st.dates(date(2015, 1, 5), date(2025, 12, 31)))
@settings(deadline=None)
def test_the_rate_of_a_day_is_near_the_average_of_its_year(currency: str, day: date) -> None:
    found = find_rate(currency, day)
    assert found is not None
    average = 1 / load_rates()[day.year][currency]
    assert D("0.6") < found.rate / average < D("1.6")


@pytest.mark.parametrize(
    ("currency", "day"),
    [("XAU", DAY), (None, DAY), ("EUR", None), ("EUR", date(1998, 1, 1)), ("TWD", date(2014, 12, 31))],
)
def test_an_unknown_rate_converts_nothing(currency: str | None, day: date | None) -> None:
    assert convert(D(5), currency, day) is None


@given(
    st.decimals(min_value=1, max_value=10**12, places=2),
    st.sampled_from(CURRENCIES),
    st.dates(date(2015, 1, 5), date(2025, 12, 31)),
)
@settings(deadline=None)
def test_there_and_back_is_nearly_the_same(value: Decimal, currency: str, day: date) -> None:
    there = convert(value, currency, day)
    assert there is not None
    back = convert(there.value, "USD", day, currency)
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
