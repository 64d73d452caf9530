"""Dates, periods and durations, read from one day of publication: Wednesday 17 December 2025."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.extract.dates import find_durations, find_periods, parse_date_line
from anello.lang import load, pack_codes

TODAY = date(2025, 12, 17)

PERIODS = [
    ("en", "In 2024", "2024-01-01", "2024-12-31"),
    ("en", "by 2030", None, "2030-12-31"),
    ("en", "since 2019", "2019-01-01", None),
    ("en", "after 2011", "2012-01-01", None),
    ("en", "before 2011", None, "2010-12-31"),
    ("en", "from 2026 to 2029", "2026-01-01", "2029-12-31"),
    ("en", "between 2014 and 2016", "2014-01-01", "2016-12-31"),
    ("en", "2010-11", "2010-01-01", "2011-12-31"),
    ("en", "from 3 to 12 September 2024", "2024-09-03", "2024-09-12"),
    ("en", "November 3, 2025", "2025-11-03", "2025-11-03"),
    ("en", "3 November 2025", "2025-11-03", "2025-11-03"),
    ("en", "2025-11-03", "2025-11-03", "2025-11-03"),
    ("en", "11/3/2025", "2025-11-03", "2025-11-03"),
    ("en", "last November", "2025-11-01", "2025-11-30"),
    ("en", "in November", "2025-11-01", "2025-11-30"),
    ("en", "will close in March", "2026-03-01", "2026-03-31"),
    ("en", "in April of last year", "2024-04-01", "2024-04-30"),
    ("en", "yesterday", "2025-12-16", "2025-12-16"),
    ("en", "on Tuesday", "2025-12-16", "2025-12-16"),
    ("en", "will sign on Friday", "2025-12-19", "2025-12-19"),
    ("en", "next year", "2026-01-01", "2026-12-31"),
    ("en", "last week", "2025-12-08", "2025-12-14"),
    ("en", "third quarter of 2024", "2024-07-01", "2024-09-30"),
    ("en", "Q3 2025", "2025-07-01", "2025-09-30"),
    ("en", "late 2006", "2006-10-01", "2006-12-31"),
    ("en", "the second half of 2024", "2024-07-01", "2024-12-31"),
    ("en", "by the end of this year", None, "2025-12-31"),
    ("en", "three years ago", "2022-01-01", "2022-12-31"),
    ("en", "the 1990s", "1990-01-01", "1999-12-31"),
    ("it", "a novembre", "2025-11-01", "2025-11-30"),
    ("it", "entro il 2030", None, "2030-12-31"),
    ("it", "dal 2026 al 2029", "2026-01-01", "2029-12-31"),
    ("it", "dal 2019", "2019-01-01", None),
    ("it", "dal 3 al 12 settembre 2024", "2024-09-03", "2024-09-12"),
    ("it", "lo scorso anno", "2024-01-01", "2024-12-31"),
    ("it", "la settimana scorsa", "2025-12-08", "2025-12-14"),
    ("it", "alla fine del 2006", "2006-10-01", "2006-12-31"),
    ("it", "terzo trimestre del 2013", "2013-07-01", "2013-09-30"),
    ("it", "1° gennaio 2008", "2008-01-01", "2008-01-01"),
    ("it", "aprile dello scorso anno", "2024-04-01", "2024-04-30"),
    ("it", "entro fine anno", None, "2025-12-31"),
    ("ru", "в прошлом году", "2024-01-01", "2024-12-31"),
    ("ru", "в 2015 году", "2015-01-01", "2015-12-31"),
    ("ru", "с 2014 по 2016 год", "2014-01-01", "2016-12-31"),
    ("ru", "с 3 по 12 сентября 2024 года", "2024-09-03", "2024-09-12"),
    ("ru", "к 2030 году", None, "2030-12-31"),
    ("ru", "с 2019 года", "2019-01-01", None),
    ("ru", "в конце 2012 года", "2012-10-01", "2012-12-31"),
    ("ru", "в третьем квартале 2013 года", "2013-07-01", "2013-09-30"),
    ("ru", "во вторник", "2025-12-16", "2025-12-16"),
    ("ru", "летом 2011 года", "2011-06-01", "2011-08-31"),
    ("ru", "12.05.2013", "2013-05-12", "2013-05-12"),
    ("ru", "до конца года", None, "2025-12-31"),
    ("ru", "5 лет назад", "2020-01-01", "2020-12-31"),
]


@pytest.mark.parametrize(("code", "text", "first", "last"), PERIODS)
def test_period(code: str, text: str, first: str | None, last: str | None) -> None:
    found = find_periods(text, load(code), TODAY)
    said = [(p.first and str(p.first), p.last and str(p.last)) for p in found]
    assert said == [(first, last)]
    assert text[found[0].start : found[0].end] == found[0].text


RELATIVE = [
    ("en", "last November, yesterday, on Tuesday, next year"),
    ("it", "a novembre, ieri, lo scorso anno"),
    ("ru", "вчера, в ноябре"),
]


@pytest.mark.parametrize(("code", "text"), RELATIVE)
def test_relative_dates_need_a_day_of_publication(code: str, text: str) -> None:
    assert find_periods(text, load(code), None) == ()


NO_DATES = [("en", "2,005 planes, 2004 aircraft, $2005, A2005, it may be signed, 10:30, February 30, 2020-13-45")]


@pytest.mark.parametrize(("code", "text"), NO_DATES)
def test_no_dates(code: str, text: str) -> None:
    assert find_periods(text, load(code), None) == ()


DURATIONS = [
    ("en", "over five years", "5", "over five years"),
    ("en", "a 27-year contract", "27", "a 27-year"),
    ("it", "nei prossimi cinque anni", "5", "nei prossimi cinque anni"),
    ("ru", "в течение пяти лет", "5", "в течение пяти лет"),
]


@pytest.mark.parametrize(("code", "text", "years", "said"), DURATIONS)
def test_duration(code: str, text: str, years: str, said: str) -> None:
    found = find_durations(text, load(code))
    assert [(value, span.text) for value, span in found] == [(Decimal(years), said)]
    assert find_periods(text, load(code), TODAY) == ()


def test_an_age_or_a_past_year_is_no_duration() -> None:
    assert find_durations("a 44-year-old man, three years ago", load("en")) == ()


LINES = [
    ("en", "June 13, 2005", date(2005, 6, 13)),
    ("en", "date: 2025-12-13", date(2025, 12, 13)),
    ("en", "Friday, March 1, 2008", date(2008, 3, 1)),
    ("it", "13 giugno 2005", date(2005, 6, 13)),
    ("ru", "13 июня 2005 года", date(2005, 6, 13)),
    ("en", "June 2005", None),
    ("en", "Monday", None),
    ("en", "", None),
]


@pytest.mark.parametrize(("code", "text", "day"), LINES)
def test_date_line(code: str, text: str, day: date | None) -> None:
    assert parse_date_line(text, load(code)) == day


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from(pack_codes()))
def test_iso_days_are_read_in_every_language(day: date, code: str) -> None:
    assert parse_date_line(day.isoformat(), load(code)) == day


WORDS = [
    "in",
    "by",
    "from",
    "to",
    "2024",
    "2010",
    "-",
    "11",
    "November",
    "May",
    "3",
    ",",
    "last",
    "year",
    "the end of",
    "dal",
    "al",
    "scorso",
    "anno",
    "в",
    "году",
    "ноября",
    "Friday",
    "quarter",
    "Q3",
    "ago",
    "two",
    "/",
    ".",
    "9999",
    "31",
    "\n",
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.sampled_from(pack_codes()),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)) | st.none(),
)
def test_spans_are_true_sorted_and_apart(text: str, code: str, published: date | None) -> None:
    found = find_periods(text, load(code), published)
    assert all(text[p.start : p.end] == p.text for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(p.first is None or p.last is None or p.first <= p.last for p in found)
    assert all(p.first or p.last for p in found)


def test_long_dashes_make_no_numeric_date() -> None:
    assert find_periods("5—8—10 компаний", load("ru"), None) == ()
