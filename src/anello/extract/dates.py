"""Dates, periods and durations of a text.

In: a text, its language pack and the day of publication. Out: `Period` records whose two ends are included, an open end
being None; durations in years; the date of a date line. Promise: a partial date is the interval it means ("November
2025" is thirty days), relative dates give nothing without a day of publication, linear time, never an exception.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from anello.extract.calendars import as_date, month_span, year_span
from anello.extract.datepoints import DateReader, Point
from anello.extract.numbers import read_digits, read_words
from anello.extract.tokens import Tokens
from anello.lang import Language
from anello.model import Period, Span

Days = tuple[date | None, date | None]
_YEARS: dict[str, Decimal] = {
    "day": Decimal(1) / 365,
    "week": Decimal(7) / 365,
    "month": Decimal(1) / 12,
    "quarter": Decimal("0.25"),
    "year": Decimal(1),
    "decade": Decimal(10),
}


def find_periods(text: str, language: Language, published: date | None) -> tuple[Period, ...]:
    """Find the dates and periods of a text, in order; an operator ("by", "since", "from ... to") is part of the span.

    Relative dates and dates without a year are read from the day of publication and left out where that is None. A
    weekday or month without a year lies in the past unless a word of the future stands shortly before it.
    """
    tokens = Tokens(text)
    reader = DateReader(tokens, language, published)
    found: list[Period] = []
    i = 0
    while i < len(tokens):
        hit = _operated(reader, i) or _ranged(reader, i)
        if hit is None:
            i += 1
            continue
        days, first, end = hit
        start, stop = tokens.start[first], tokens.end[end - 1]
        found.append(Period(days[0], days[1], text[start:stop], start, stop))
        i = end
    return tuple(found)


def _operated(reader: DateReader, i: int) -> tuple[Days, int, int] | None:
    """Read an operator and what it opens: "by 2030", "since 2019", "from 2026 to 2029"."""
    words, tokens = reader.words, reader.tokens
    if tokens.word(i) not in words.operator_heads:
        return None
    between = words.between.at(tokens, i)
    if between:
        span = _span(reader, _past_article(reader, between[1]))
        if span:
            return span[0], i, span[1]
    operator = words.operators.at(tokens, i)
    if operator is None:
        return None
    kind, j = operator
    whole = reader.whole_year(j) or reader.part_of_this("late", j) if kind == "until_end" else None
    point = whole or reader.point(j) or reader.point(_past_article(reader, j))
    if point is None:
        return None
    if kind == "at":
        ranged = _ranged(reader, j) or _ranged(reader, _past_article(reader, j))
        return (ranged[0], ranged[1], ranged[2]) if ranged else None
    return _open(kind, point), i, point.end


def _open(kind: str, point: Point) -> Days:
    if kind.startswith("until"):
        return None, point.last
    if kind == "since":
        return point.first, None
    if kind == "after":
        return point.last + timedelta(days=1), None
    return None, point.first - timedelta(days=1)


def _past_article(reader: DateReader, j: int) -> int:
    for _ in range(2):
        found = reader.words.articles.at(reader.tokens, j)
        if found is None:
            break
        j = found[1]
    return j


def _span(reader: DateReader, i: int) -> tuple[Days, int] | None:
    """Read the two ends of "between A and B"; a bare first end takes the year of the second."""
    days = _days_of_month(reader, i)
    if days:
        return days
    first = reader.point(i)
    joint = reader.words.to.at(reader.tokens, first.end) if first else None
    if first is None or joint is None:
        return None
    second = (
        reader.point(joint[1]) or reader.point(_past_article(reader, joint[1])) or _short_year(reader, first, joint[1])
    )
    if second is None or second.last < first.first:
        return None
    return (first.first, second.last), second.end


def _days_of_month(reader: DateReader, i: int) -> tuple[Days, int] | None:
    """Read "3 to 12 September" and "3 по 12 сентября 2014 года": a first day that leaves its month to the second."""
    tokens = reader.tokens
    joint = reader.words.to.at(tokens, i + 1) if tokens.is_kind(i, "d") and len(tokens.low[i]) <= 2 else None
    second = reader.point(_past_article(reader, joint[1])) if joint else None
    if second is None or second.first != second.last:
        return None
    first = as_date(second.first.year, second.first.month, int(tokens.low[i]))
    return ((first, second.last), second.end) if first and first <= second.last else None


def _short_year(reader: DateReader, first: Point, i: int) -> Point | None:
    """Read the second end of "2010-11"."""
    tokens = reader.tokens
    whole = first.first.month == 1 and first.last == date(first.first.year, 12, 31)
    if (
        not whole
        or not tokens.is_kind(i, "d")
        or len(tokens.low[i]) != 2
        or not tokens.glued(i - 1)
        or tokens.word(i - 1) != "-"
    ):
        return None
    year = first.first.year // 100 * 100 + int(tokens.low[i])
    return Point(*year_span(year), i + 1) if 0 < year - first.first.year < 30 else None


def _ranged(reader: DateReader, i: int) -> tuple[Days, int, int] | None:
    """Read a date, and a second one after a hyphen ("2014-2018", "January-March 2020")."""
    point = reader.point(i)
    if point is None:
        return None
    tokens = reader.tokens
    if tokens.word(point.end) == "-" and (point.first.year == point.last.year) and point.first != point.last:
        second = reader.point(point.end + 1) or _short_year(reader, point, point.end + 1)
        if second:
            first = point
            if second.dated and not point.dated:
                first = Point(*month_span(second.first.year, point.first.month), point.end)
            if first.first <= second.last:
                return (first.first, second.last), i, second.end
    return (point.first, point.last), i, point.end


def find_durations(text: str, language: Language) -> tuple[tuple[Decimal, Span], ...]:
    """Find lengths of time ("over five years", "a 27-year contract") as years with their span; "ago" makes a date.

    Years are 365 days and twelve months here: the length serves to spread an amount, not to count days.
    """
    tokens = Tokens(text)
    reader = DateReader(tokens, language, None)
    found: list[tuple[Decimal, Span]] = []
    i = 0
    while i < len(tokens):
        hit = _duration(reader, i)
        if hit is None:
            i += 1
            continue
        years, end = hit
        opener = reader.words.openers.before(tokens, i)
        first = opener[1] if opener else i
        start, stop = tokens.start[first], tokens.end[end - 1]
        found.append((years, Span(start, stop, text[start:stop], "time")))
        i = end
    return tuple(found)


def _duration(reader: DateReader, i: int) -> tuple[Decimal, int] | None:
    tokens = reader.tokens
    if tokens.is_kind(i, "d"):
        count = read_digits(tokens, i, reader.numbers)
        number = (count[0], count[1]) if count and not tokens.glued(i - 1) else None
    else:
        word = tokens.word(i)
        number = read_words(tokens, i, reader.numbers) if word in reader.numbers.simple else None
    if number is None or not 0 < number[0] <= 200:
        return None
    j = number[1] + 1 if tokens.word(number[1]) in ("-",) else number[1]
    unit = reader.words.units.at(tokens, j)
    if unit is None or reader.words.ago.at(tokens, unit[1]) or reader.words.aged.at(tokens, unit[1]):
        return None
    return number[0] * _YEARS[unit[0]], unit[1]


def parse_date_line(text: str, language: Language) -> date | None:
    """Return the day that a date line states ("June 13, 2005", "13 giugno 2005", "date: 2025-12-13"), else None.

    Only a full day with its year counts; the first one of the line is taken.
    """
    reader = DateReader(Tokens(text[:200]), language, None)
    for i in range(len(reader.tokens)):
        point = reader.point(i)
        if point and point.first == point.last and point.dated:
            return point.first
    return None
