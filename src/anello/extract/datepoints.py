"""The dates that start at a token: days, months, parts of a year, weekdays and relative dates.

In: tokens, a language pack, the day of publication. Out: `Point`, a stretch of days with the token after it. Promise:
work per token is bounded; a date that needs the day of publication is None without it; no language is named here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from anello.extract.calendars import (
    DateLexicon,
    as_date,
    date_lexicon,
    month_period,
    month_span,
    part_of,
    shifted,
    year_span,
)
from anello.extract.numbers import number_lexicon, read_digits, read_words
from anello.extract.tokens import Tokens
from anello.lang import Language


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of days read at some token, the index after it, and whether the text gave its year."""

    first: date
    last: date
    end: int
    dated: bool = True


class DateReader:
    """Reads dates at tokens; relative ones need `published`, the day the article appeared."""

    def __init__(self, tokens: Tokens, language: Language, published: date | None) -> None:
        self.tokens = tokens
        self.words: DateLexicon = date_lexicon(language)
        self.numbers = number_lexicon(language)
        self.published = published

    def point(self, i: int) -> Point | None:
        """Read the date, part of a year, relative day or year that starts at token `i`."""
        if self.tokens.is_kind(i, "d"):
            return self._digits(i)
        if self.tokens.word(i) not in self.words.heads:
            return None
        readers: tuple[Callable[[int], Point | None], ...] = (
            *(self._whole, self._day, self._part, self._quarter, self._shifted),
            *(self._weekday, self._season, self._month, self._worded, self._ago),
        )
        for read in readers:
            found = read(i)
            if found:
                return found
        return None

    def year_at(self, i: int, *, alone: bool) -> tuple[int, int] | None:
        """Return a year written at token `i` and the index after it with its word ("2013 года").

        Args:
            alone: nothing but the year itself says that it is one, so that what follows must not be counted by it.
        """
        tokens = self.tokens
        i = self._skip_links(i) if not alone else i
        if not tokens.is_kind(i, "d") or len(tokens.low[i]) != 4 or not "1900" <= tokens.low[i] <= "2099":
            return None
        if tokens.glued(i) and (tokens.is_kind(i + 1, "w") or self._goes_on(i + 1)):
            return None
        if alone and self._counts_something(i):
            return None
        after = self.words.year_after.at(tokens, i + 1)
        return int(tokens.low[i]), after[1] if after else i + 1

    def _goes_on(self, j: int) -> bool:
        """Tell whether digits follow a mark without a space (decimals, times, numeric dates)."""
        return self.tokens.word(j) in ".,:/" and self.tokens.glued(j) and self.tokens.is_kind(j + 1, "d")

    def _counts_something(self, i: int) -> bool:
        before = self.tokens.word(i - 1)
        if self.tokens.glued(i - 1) and before not in ("(", "'", '"', "«", "[", "-", "/"):
            return True
        if before in ("$", "€", "£", "¥", "#") or self.words.counted.at(self.tokens, i + 1):
            return True
        numeric = self.tokens.word(i + 1) == "-" == self.tokens.word(i + 3) and self.tokens.is_kind(i + 4, "d")
        return numeric or (before == "-" and self.tokens.glued(i - 1) and not self.tokens.is_kind(i - 2, "d"))

    def _skip_links(self, i: int) -> int:
        for _ in range(2):
            link = self.words.links.at(self.tokens, i)
            if link is None:
                break
            i = link[1]
        return i

    def _digits(self, i: int) -> Point | None:
        return self._numeric(i) or self._day_month(i) or self._decade(i) or self._plain_year(i) or self._ago(i)

    def _plain_year(self, i: int) -> Point | None:
        found = self.year_at(i, alone=True)
        return Point(*year_span(found[0]), found[1]) if found else None

    def _decade(self, i: int) -> Point | None:
        tokens = self.tokens
        ending = self.words.decades.at(tokens, i + 1) if tokens.glued(i) else None
        if ending and len(tokens.low[i]) == 4 and "1900" <= tokens.low[i] <= "2090":
            start = int(tokens.low[i]) // 10 * 10
            after = self.words.year_after.at(tokens, ending[1])
            return Point(date(start, 1, 1), date(start + 9, 12, 31), after[1] if after else ending[1])
        return None

    def _numeric(self, i: int) -> Point | None:
        """Read 2025-11-03, 3.11.2025, 11/3/25 in the order of the language unless a part says otherwise."""
        tokens, mark = self.tokens, self.tokens.word(i + 1)
        if mark == "-" and tokens.text[tokens.start[i + 1]] != "-":  # a long dash joins years or days, not their parts
            return None
        if (
            mark not in ("-", "/", ".")
            or tokens.word(i + 3) != mark
            or not all(tokens.glued(k) for k in range(i, i + 4))
        ):
            return None
        if not (tokens.is_kind(i + 2, "d") and tokens.is_kind(i + 4, "d")) or tokens.glued(i - 1):
            return None
        a, b, c = (tokens.low[k] for k in (i, i + 2, i + 4))
        if max(len(a), len(b), len(c)) > 4 or (
            tokens.glued(i + 4) and tokens.word(i + 5) == mark and tokens.is_kind(i + 6, "d")
        ):
            return None
        day = self._order(a, b, c)
        return Point(day, day, i + 5) if day else None

    def _order(self, a: str, b: str, c: str) -> date | None:
        if len(a) == 4:
            return as_date(int(a), int(b), int(c))
        if len(c) not in (2, 4) or len(a) > 2 or len(b) > 2:
            return None
        year = int(c) if len(c) == 4 else int(c) + (2000 if int(c) < 70 else 1900)
        first, second = int(a), int(b)
        if self.words.order == "mdy":
            return as_date(year, first, second) or as_date(year, second, first)
        return as_date(year, second, first) or as_date(year, first, second)

    def _day_month(self, i: int) -> Point | None:
        """Read "3 November 2025", "3-5 November", "3 ноября"."""
        tokens = self.tokens
        days = self._day_numbers(i)
        if days is None:
            return None
        first, last, j = days
        month = self.words.months.at(tokens, self._skip_links(j))
        if month is None or tokens.word(j) == ",":
            return None
        return self._with_year(month[0], first, last, month[1], i)

    def _day_numbers(self, i: int) -> tuple[int, int, int] | None:
        tokens = self.tokens
        if (
            len(tokens.low[i]) > 2
            or not 1 <= int(tokens.low[i]) <= 31
            or (tokens.glued(i - 1) and tokens.word(i - 1) in ".,:/")
        ):
            return None
        first = last = int(tokens.low[i])
        j = self._after_ordinal(i + 1)
        if tokens.word(j) == "-" and tokens.is_kind(j + 1, "d") and len(tokens.low[j + 1]) <= 2:
            last = int(tokens.low[j + 1])
            j = self._after_ordinal(j + 2)
        return (first, last, j) if first <= last <= 31 else None

    def _after_ordinal(self, j: int) -> int:
        found = self.words.day_words.at(self.tokens, j) if self.tokens.glued(j - 1) else None
        return found[1] if found else j

    def _with_year(self, month: int, first: int, last: int, end: int, start: int) -> Point | None:
        found = self.year_at(end, alone=False)
        year, end = found or self._year_after(month, end, start)
        days = (as_date(year, month, first), as_date(year, month, last)) if year else (None, None)
        if days[0] is None or days[1] is None:
            return None
        return Point(days[0], days[1], end, dated=found is not None)

    def _year_after(self, month: int, end: int, start: int) -> tuple[int, int]:
        """Return the year that words give ("of last year"), else the one nearest to the day of publication, else 0."""
        if self.published is None:
            return 0, end
        shift = self.words.shifts_after.at(self.tokens, end)
        if shift:
            return self._shift_year(shift[0], month), shift[1]
        year = self.published.year
        if self._is_future(start):
            return (year if month >= self.published.month else year + 1), end
        return (year if month <= self.published.month else year - 1), end

    def _shift_year(self, shift: int, month: int) -> int:
        assert self.published is not None
        return self.published.year + shift

    def _is_future(self, i: int) -> bool:
        """Tell whether a word shortly before speaks of what is to come ("will", "entro", "планирует")."""
        for k in range(i - 1, max(i - 13, -1), -1):
            if (self.tokens.low[k] in ".;!?" and not self.tokens.glued(k)) or "\n" in self.tokens.gap(k):
                return False
            if self.words.past.at(self.tokens, k):
                return False
            if self.words.future.at(self.tokens, k):
                return True
        return False

    def _month(self, i: int) -> Point | None:
        """Read "November", "November 2025", "November 3, 2025"."""
        tokens, found = self.tokens, self.words.months.at(self.tokens, i)
        if found is None or (len(tokens.low[i]) <= 5 and self.words.needs_capital and not tokens.upper(i)):
            return None
        month, j = found
        if tokens.is_kind(j, "d") and len(tokens.low[j]) <= 2 and self.words.order == "mdy":
            days = self._day_numbers(j)
            if days and not (tokens.glued(days[2] - 1) and tokens.is_kind(days[2], "w")):
                return self._with_year(month, days[0], days[1], days[2], i)
        year = self.year_at(j, alone=False)
        if year:
            return Point(*month_span(year[0], month), year[1])
        if self.published is None or (
            j < len(tokens) and tokens.is_kind(j, "d") and not tokens.glued(j - 1) and len(tokens.low[j]) <= 2
        ):
            return None
        number, end = self._year_after(month, j, i)
        return Point(*month_span(number, month), end, dated=False)

    def _weekday(self, i: int) -> Point | None:
        """Read a weekday, with a date after it if one stands there ("Friday, November 7")."""
        found = self.words.weekdays.at(self.tokens, i)
        if found is None:
            return None
        weekday, j = found
        k = j + 1 if self.tokens.word(j) == "," else j
        if "\n" not in self.tokens.gap(k - 1) and (self.tokens.is_kind(k, "d") or self.words.months.at(self.tokens, k)):
            dated = self._day_month(k) if self.tokens.is_kind(k, "d") else self._month(k)
            if dated and dated.first == dated.last:
                return dated
        if self.published is None:
            return None
        shift = self.words.shifts_after.at(self.tokens, j)
        day = self._nearest(weekday, shift[0] if shift else (1 if self._is_future(i) else -1), same_day=not shift)
        return Point(day, day, shift[1] if shift else j, dated=False)

    def _nearest(self, weekday: int, direction: int, *, same_day: bool) -> date:
        assert self.published is not None
        ahead = (weekday - self.published.isoweekday()) % 7
        if direction > 0:
            return self.published + timedelta(days=ahead or (0 if same_day else 7))
        back = (-ahead) % 7
        return self.published - timedelta(days=back or (0 if same_day else 7))

    def _day(self, i: int) -> Point | None:
        found = self.words.days.at(self.tokens, i)
        if found is None or self.published is None:
            return None
        day = self.published + timedelta(days=found[0])
        return Point(day, day, found[1], dated=False)

    def _whole(self, i: int) -> Point | None:
        found = self.words.whole.at(self.tokens, i)
        if found is None or self.published is None:
            return None
        unit, shift = found[0].split()
        return Point(*shifted(self.published, unit, int(shift)), found[1], dated=False)

    def _shifted(self, i: int) -> Point | None:
        """Read "last year", "next Tuesday", "this November", "quest'anno"."""
        shift = self.words.shifts.at(self.tokens, i)
        if shift is None:
            return self._shifted_after(i)
        if self.published is None:
            return None
        step, j = shift
        unit = self.words.units.at(self.tokens, j)
        if unit:
            return Point(*shifted(self.published, unit[0], step), unit[1], dated=False)
        weekday = self.words.weekdays.at(self.tokens, j)
        if weekday:
            monday = self.published - timedelta(days=self.published.weekday())
            day = self._nearest(weekday[0], step, same_day=False) if step else monday + timedelta(days=weekday[0] - 1)
            return Point(day, day, weekday[1], dated=False)
        return self._shifted_month(step, j)

    def _shifted_month(self, step: int, j: int) -> Point | None:
        assert self.published is not None
        month, season = self.words.months.at(self.tokens, j), self.words.seasons.at(self.tokens, j)
        quarter = self.words.quarters.at(self.tokens, j)
        found = month or season or ((quarter[0] * 3 - 2, quarter[1]) if quarter else None)
        if found is None:
            return None
        number, end, length = *found, 1 if month else 3
        year, now = self.published.year, self.published.month
        if step < 0:
            year -= 1 if number >= now else 0
        elif step > 0:
            year += 1 if number <= now else 0
        return Point(*month_period(year, number, length), end, dated=False)

    def _shifted_after(self, i: int) -> Point | None:
        """Read a unit with its shift behind it: "anno scorso", "settimana prossima"."""
        unit = self.words.units.at(self.tokens, i)
        shift = self.words.shifts_after.at(self.tokens, unit[1]) if unit else None
        if unit is None or shift is None or self.published is None:
            return None
        return Point(*shifted(self.published, unit[0], shift[0]), shift[1], dated=False)

    def _part(self, i: int) -> Point | None:
        """Read "early 2026", "the end of the year", "in the second half of 2024"."""
        found = self.words.parts.at(self.tokens, i)
        if found is None:
            return None
        j = self._skip_links(found[1])
        j = j + 1 if self.tokens.word(j) == "-" else j
        whole = self.whole_year(j) or (self.point(j) if not self.words.parts.at(self.tokens, j) else None)
        if whole is None or whole.first == whole.last:
            return self.part_of_this(found[0], j)
        return Point(*part_of(found[0], whole.first, whole.last), whole.end, dated=whole.dated)

    def whole_year(self, j: int) -> Point | None:
        """Read a decade, a year, or words that stand for one ("of last year")."""
        decade = self._decade(j) if self.tokens.is_kind(j, "d") else None
        if decade:
            return decade
        year = self.year_at(j, alone=False)
        if year:
            return Point(*year_span(year[0]), year[1])
        shift = self.words.shifts_after.at(self.tokens, j)
        if shift and self.published:
            return Point(*year_span(self.published.year + shift[0]), shift[1], dated=False)
        return None

    def part_of_this(self, part: str, j: int) -> Point | None:
        """Read "the end of the year", "fine anno": the current one of the unit named."""
        if self.words.articles.at(self.tokens, j):
            j += 1
        unit = self.words.units.at(self.tokens, j)
        if unit is None or self.published is None or unit[0] in ("day", "decade"):
            return None
        return Point(*part_of(part, *shifted(self.published, unit[0], 0)), unit[1], dated=False)

    def _quarter(self, i: int) -> Point | None:
        found = self.words.quarters.at(self.tokens, i)
        return self._three_months(found[0] * 3 - 2, found[1], i) if found else None

    def _season(self, i: int) -> Point | None:
        found = self.words.seasons.at(self.tokens, i)
        return self._three_months(found[0], found[1], i, needs_year=True) if found else None

    def _three_months(self, month: int, j: int, start: int, *, needs_year: bool = False) -> Point | None:
        whole = self.whole_year(j)
        if whole:
            return Point(*month_period(whole.first.year, month, 3), whole.end, dated=whole.dated)
        if self.published is None or needs_year:
            return None
        year, now, future = self.published.year, self.published.month, self._is_future(start)
        year += (1 if future and month + 2 < now else 0) - (1 if not future and month > now else 0)
        return Point(*month_period(year, month, 3), j, dated=False)

    def _worded(self, i: int) -> Point | None:
        """Read "fiscal 2025", "year 2025", "anno 2025"."""
        found = self.words.year_words.at(self.tokens, i)
        year = self.year_at(found[1], alone=False) if found else None
        return Point(*year_span(year[0]), year[1]) if year else None

    def _ago(self, i: int) -> Point | None:
        """Read "three years ago", "due mesi fa", "5 лет назад"."""
        if self.published is None:
            return None
        count = (
            read_digits(self.tokens, i, self.numbers)
            if self.tokens.is_kind(i, "d")
            else read_words(self.tokens, i, self.numbers)
        )
        unit = self.words.units.at(self.tokens, count[1]) if count else None
        ago = self.words.ago.at(self.tokens, unit[1]) if unit else None
        if count is None or unit is None or ago is None or not 0 < count[0] <= 400 or count[0] != int(count[0]):
            return None
        return Point(*shifted(self.published, unit[0], ago[0] * int(count[0])), ago[1], dated=False)
