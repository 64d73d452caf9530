"""Calendar arithmetic and the date words of a language.

In: a language pack, days. Out: the compiled words of its `dates` table, and spans of days (months, quarters, halves,
weeks that start on Monday). Promise: pure functions; a day that the calendar does not have is None, never an exception.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from anello.extract.numbers import number_lexicon
from anello.extract.tokens import Phrases
from anello.lang import Language

_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


class DateLexicon:
    """What a language knows of dates, compiled from the `dates` table of `language.toml`."""

    def __init__(self, language: Language) -> None:
        table: Mapping[str, Any] = language.language.get("dates", {})
        self.order: str = table.get("order", "dmy")
        self.months = _numbered(table, "months")
        self.weekdays = _numbered(table, "weekdays")
        self.days = _numbered(table, "days")
        self.shifts = _numbered(table, "shifts")
        self.shifts_after = _numbered(table, "shifts_after")
        self.quarters = _numbered(table, "quarters")
        self.seasons = _numbered(table, "seasons")
        self.ago = _numbered(table, "ago")
        self.units = _keyed(table, "units")
        self.parts = _keyed(table, "parts")
        self.whole = _keyed(table, "whole")
        operators: Mapping[str, Any] = table.get("operators", {})
        self.operators = Phrases(
            (p, k) for k in ("until", "until_end", "since", "after", "before", "at") for p in operators.get(k, ())
        )
        self.between = _listed(operators, "between")
        self.to = _listed(operators, "to")
        for name in ("links", "day_words", "year_words", "year_after", "articles", "future", "past", "aged", "decades"):
            setattr(self, name, _listed(table, name))
        self.needs_capital = bool(table.get("capital_months", False))
        self.openers = _listed(table.get("durations", {}), "openers")
        self.counted = _counted(language)
        self.heads = self._heads(language)
        self.operator_heads = self.operators.heads() | self.between.heads()

    links: Phrases[bool]
    day_words: Phrases[bool]
    year_words: Phrases[bool]
    year_after: Phrases[bool]
    articles: Phrases[bool]
    future: Phrases[bool]
    past: Phrases[bool]
    decades: Phrases[bool]
    aged: Phrases[bool]

    def _heads(self, language: Language) -> frozenset[str]:
        heads = set(number_lexicon(language).simple) | set(number_lexicon(language).multipliers)
        for phrases in (self.months, self.weekdays, self.days, self.shifts, self.quarters, self.seasons):
            heads |= phrases.heads()
        for named in (self.units, self.parts, self.whole):
            heads |= named.heads()
        return frozenset(heads | self.year_words.heads())


def _numbered(table: Mapping[str, Any], key: str) -> Phrases[int]:
    return Phrases((p, int(number)) for number, ps in table.get(key, {}).items() for p in ps)


def _keyed(table: Mapping[str, Any], key: str) -> Phrases[str]:
    return Phrases((p, name) for name, ps in table.get(key, {}).items() for p in ps)


def _listed(table: Mapping[str, Any], key: str) -> Phrases[bool]:
    return Phrases((p, True) for p in table.get(key, ()))


def _counted(language: Language) -> Phrases[bool]:
    """Collect the words after which a four-digit number is a count and no year: magnitudes, currencies, units."""
    money = language.money
    words = [p for ps in money.get("magnitudes", {}).get("words", {}).values() for p in ps]
    words += [p for ps in money.get("units", {}).values() for p in ps if len(p) > 1]
    words += [p for entry in money.get("currencies", {}).values() for p in entry["forms"]]
    words += [*money.get("percent", {}).get("words", ()), "%", "€", "£"]
    homonyms = frozenset(money.get("currency_homonyms", ()))
    return Phrases((p, True) for p in words if p not in homonyms)


@lru_cache(maxsize=64)
def date_lexicon(language: Language) -> DateLexicon:
    """Return the compiled date words of a language; compiled once."""
    return DateLexicon(language)


def as_date(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none such.

    >>> as_date(2019, 2, 29) is None
    True
    """
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def year_span(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def month_span(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def month_period(year: int, month: int, months: int) -> tuple[date, date]:
    """Return the first and last day of a run of months that starts at a month, which may lie past December."""
    start = year * 12 + month - 1
    end = start + months - 1
    return month_span(start // 12, start % 12 + 1)[0], month_span(end // 12, end % 12 + 1)[1]


def shifted(day: date, unit: str, steps: int) -> tuple[date, date]:
    """Return the day, week, month, quarter, year or decade that lies `steps` away from the one that holds `day`."""
    if unit == "day":
        moved = day + timedelta(days=steps)
        return moved, moved
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=steps)
        return monday, monday + timedelta(days=6)
    size = _MONTHS_OF[unit]
    start = (day.year * 12 + day.month - 1) // size * size + steps * size
    start = min(max(start, 12), 9998 * 12)
    return month_period(start // 12, start % 12 + 1, size)


def part_of(part: str, first: date, last: date) -> tuple[date, date]:
    """Return the early, middle or late part, or a half, of a span of days; quarters of a year, thirds of a month."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months >= 12 and months % 12 == 0:
        early = {"early": (0, 48), "mid": (36, 48), "late": (72, 48), "first_half": (0, 60), "second_half": (60, 60)}
        if months == 120:
            return month_period(first.year, first.month + early[part][0], early[part][1])
        start, size = {"early": (0, 3), "mid": (4, 4), "late": (9, 3), "first_half": (0, 6), "second_half": (6, 6)}[
            part
        ]
        scale = months // 12
        return month_period(first.year, first.month + start * scale, size * scale)
    length = (last - first).days + 1
    low, high = {"early": (0, 3), "mid": (3, 7), "late": (7, 10), "first_half": (0, 5), "second_half": (5, 10)}[part]
    return first + timedelta(days=length * low // 10), first + timedelta(days=max(length * high // 10 - 1, 0))
