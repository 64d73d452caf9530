"""Dates of headers and metadata, and the table of month names."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.read.dates import parse_date, parse_date_line

TABLES = tomllib.loads((files("anello.lang") / "months.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-12-17T10:00:00+03:00", date(2025, 12, 17)),
        ("2025-12-17 10:00", date(2025, 12, 17)),
        ("2025/12/17", date(2025, 12, 17)),
        ("20251217", date(2025, 12, 17)),
        ("Wed, 02 Oct 2002 23:59:00 -0500", date(2002, 10, 2)),
        ("1700000000", date(2023, 11, 14)),
        ("1700000000000", date(2023, 11, 14)),
        ("31/5/2025", date(2025, 5, 31)),
        ("5/31/2025", date(2025, 5, 31)),
        ("3/3/2025", date(2025, 3, 3)),
        ("Friday, May 1st, 2009 at 10:30 AM", date(2009, 5, 1)),
        ("Lunedì 3 marzo 2025, ore 18.30", date(2025, 3, 3)),
    ],
)
def test_dates(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3/4/2025",
        "2025-02-30",
        "31 giugno 2025",
        "May 2009",
        "yesterday",
        "12 May 2009 Alpha buys Beta",
        "٣",
        "9" * 90,
    ],
)
def test_no_dates(text):
    assert parse_date(text) is None


@pytest.mark.parametrize("code", TABLES)
def test_every_language_has_twelve_months_in_lower_case(code):
    months = TABLES[code]["months"]
    assert len(months) == 12
    assert all(name == name.casefold() and name for names in months for name in names)


def test_no_word_is_two_months():
    seen: dict[str, int] = {}
    for table in TABLES.values():
        for number, names in enumerate(table["months"], start=1):
            for name in names:
                assert seen.setdefault(name, number) == number, name


@pytest.mark.parametrize("code", TABLES)
def test_every_month_name_is_read(code):
    for number, names in enumerate(TABLES[code]["months"], start=1):
        for name in names:
            assert parse_date_line(f"7 {name} 2019") == date(2019, number, 7)
            assert parse_date_line(f"{name.capitalize()} 07, 2019") == date(2019, number, 7)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 86_399))
def test_iso_is_read_back(day, seconds):
    stamp = f"{day}T{timedelta(seconds=seconds)!s:0>8}Z"
    assert parse_date(stamp) == parse_date(str(day)) == day


@given(st.text(max_size=100))
def test_any_text_is_a_date_or_none(text):
    assert parse_date(text) is None or isinstance(parse_date(text), date)
