"""Dates in headers, metadata and lines that are nothing but a date.

In: a short text. Out: a `date`, or None where the text is no date or an ambiguous one. Promise: nothing is guessed
("03/04/2025" is two dates and therefore none); a time zone is not applied, the day is the one that was printed. The
month names of all languages are data in `anello/lang/months.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files

MAX_LENGTH = 80
"""A line longer than this is prose, whatever it starts with."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d-])(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ ,]+(?:\d{1,2}[:.]\d{2}.*))?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_WORD = re.compile(r"\d+:\d+(?::\d+)?|\d+|[^\W\d_]+(?:-[^\W\d_]+)*|[º°]")
_BETWEEN = re.compile(r"[\s.,:;|'’()–—-]*")
_YEARS = range(1800, 2200)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of dates in all languages together: month -> number, and words that may stand beside it."""

    months: dict[str, int]
    beside: frozenset[str]


@cache
def load_calendar() -> Calendar:
    """Return the words of dates of all languages, read once a process."""
    path = files("anello.lang") / "months.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")).values()
    months = {w: n for table in tables for n, names in enumerate(table["months"], start=1) for w in names}
    beside = {w for table in tables for key in ("weekdays", "fillers", "ordinals") for w in table[key]}
    return Calendar(months, frozenset(beside))


def parse_date(text: str) -> date | None:
    """Return the date of a metadata value or date line, None if it is none or could be two.

    Reads ISO 8601 (with or without time), RFC 2822, seconds since 1970, day-month-year with points, unambiguous
    numeric dates, and dates in words in any language of `months.toml`.

    >>> parse_date("13 giugno 2005"), parse_date("May 01, 2009"), parse_date("03/04/2025")
    (datetime.date(2005, 6, 13), datetime.date(2009, 5, 1), None)
    """
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    return _iso(text) or _compact(text) or _epoch(text) or parse_date_line(text) or _rfc(text)


def parse_date_line(line: str) -> date | None:
    """Return the date if the whole line is one, in digits or in words, else None."""
    line = line.strip()
    if not line or len(line) > MAX_LENGTH:
        return None
    return _iso(line) or _numeric(line) or _words(line)


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _iso(text: str) -> date | None:
    match = _ISO.fullmatch(text)
    return _day(*match.groups()) if match else None


def _compact(text: str) -> date | None:
    match = _COMPACT.fullmatch(text)
    return _day(*match.groups()) if match else None


def _epoch(text: str) -> date | None:
    if not text.isascii() or not _EPOCH.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), tz=UTC).date()


def _rfc(text: str) -> date | None:
    try:
        return _day(*parsedate_to_datetime(text).timetuple()[:3])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _numeric(line: str) -> date | None:
    match = _NUMERIC.fullmatch(line)
    if not match:
        return None
    first, mark, second, year = match.groups()
    # With points the day always stands first; with strokes the two customs of the world differ.
    if mark == "." or int(first) > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else None


def _words(line: str) -> date | None:
    calendar = load_calendar()
    words = _WORD.findall(line.casefold())
    if not _BETWEEN.fullmatch(_WORD.sub("", line.casefold())):
        return None
    months = {calendar.months[w] for w in words if w in calendar.months}
    numbers = [w for w in words if w.isdecimal()]
    years = [n for n in numbers if len(n) == 4]
    days = [n for n in numbers if len(n) <= 2]
    rest = [w for w in words if w not in calendar.months and w not in calendar.beside and not w[0].isdigit()]
    # A clock time written with a point ("18.30") leaves more small numbers; the first one is the day.
    if rest or len(months) != 1 or len(years) != 1 or not days or len(days) > 3 or len(words) > 12:
        return None
    return _day(years[0], months.pop(), days[0])
