"""The calendar of commitments: how much falls due in which year.

In: commitments with their instalments, a window. Out: instalments, `CalendarRow`s. Promise: an instalment is spread
evenly over its days, which is an assumption and printed as one; its years add up to it to the last digit; what has no
end, no beginning or no date is in a row of its own and in no year. Rules: docs/ladder.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from anello.analyse.ladder import NOTHING, minus, plus
from anello.analyse.slices import Window, tidy
from anello.errors import SettingsError
from anello.model import CALENDAR_KINDS, CalendarRow, Commitment, Instalment, Ladder, Rung

FORCES = ("due", "binding", "conditional", "announced")
"""The rungs of an instalment that are spread over time; beside them stands what is contingent."""

RUNGS = (*FORCES, "contingent")
EMPTY = dict.fromkeys(RUNGS, NOTHING)

Pick: TypeAlias = Callable[[Commitment], Rung]
Totaller: TypeAlias = Callable[[Pick], Rung]
"""Returns the total of what is picked of each commitment, counting nothing twice."""


def split_instalments(ladder: Ladder, window: Window, dated: Sequence[Instalment] = ()) -> tuple[Instalment, ...]:
    """Return the instalments of one commitment: those told with a date of their own, and the rest in its window.

    Dated instalments are taken to be apart from each other where together they fit into the headline; else they count
    nothing and all falls into the window. A window that ends before it begins is no date.
    """
    told = plus(one.due for one in dated)
    fits = ladder.headline.high is None or told.low <= ladder.headline.high
    kept = tuple(_dated(one) for one in dated) if fits else ()
    whole = {"due": ladder.headline} | {force: getattr(ladder, force) for force in FORCES[1:]}
    left: dict[str, Any] = {f: minus(whole[f], plus(getattr(one, f) for one in kept)) for f in FORCES}
    rest = Instalment(*window, **left, contingent=ladder.contingent)
    return (*kept, _dated(rest)) if rest.due.high != 0 or rest.contingent.high != 0 else kept


def _dated(instalment: Instalment) -> Instalment:
    first, last = instalment.first, instalment.last
    if first is not None and last is not None and last < first:
        return replace(instalment, first=None, last=None)
    return instalment


def find_calendar(
    commitments: Sequence[Commitment], total: Totaller, window: Window = (None, None)
) -> tuple[CalendarRow, ...]:
    """Return a row for each year in which something falls due, then those for what has no end, no beginning, no date.

    Rows of years hold only what falls into the window; what has an open end is left out only where it cannot fall into
    it.

    Raises:
        SettingsError: the window ends before it begins.
    """
    first, last = window
    if first is not None and last is not None and last < first:
        raise SettingsError(f"the window ends ({last}) before it begins ({first}); swap the dates")
    found = []
    for year, due in sorted(_by_year(commitments, window).items()):
        begin = max(date(year, 1, 1), first or date.min)
        end = min(date(year, 12, 31), last or date.max)
        found.append(_row(CALENDAR_KINDS[0], (begin, end), due, total, _spread_over(begin, end)))
    for kind in CALENDAR_KINDS[1:]:
        found.append(_row(kind, (None, None), commitments, total, _open_of(kind, window)))
    return tuple(row for row in found if row is not None)


def _by_year(commitments: Sequence[Commitment], window: Window) -> dict[int, list[Commitment]]:
    """Return for each year in the window the commitments with an instalment that begins and ends and falls into it."""
    found: dict[int, list[Commitment]] = defaultdict(list)
    for one in commitments:
        years: set[int] = set()
        for due in one.instalments:
            if due.first is not None and due.last is not None:
                first = due.first if window[0] is None else max(due.first, window[0])
                last = due.last if window[1] is None else min(due.last, window[1])
                years.update(range(first.year, last.year + 1))
        for year in years:
            found[year].append(one)
    return found


Cut: TypeAlias = Callable[[Instalment, str], Rung]
"""What of an instalment, by the name of a rung, belongs into a row."""


def _row(kind: str, span: Window, commitments: Sequence[Commitment], total: Totaller, cut: Cut) -> CalendarRow | None:
    """Return a row with the totals of what is cut for it; None where nothing is."""
    involved = [one for one in commitments if _is_in(one, cut)]
    if not involved:
        return None
    first, last = _known(kind, span, involved)
    year = first.year if first and kind == CALENDAR_KINDS[0] else None
    cuts = _Cuts(cut)
    due, binding, conditional, announced, contingent = (total(cuts.picking(r)) for r in RUNGS)
    deals = tuple(sorted(one.deal for one in involved))
    return CalendarRow(kind, year, first, last, due, binding, conditional, announced, contingent, deals)


def _is_in(one: Commitment, cut: Cut) -> bool:
    return any(cut(due, rung).high != 0 for due in one.instalments for rung in ("due", "contingent"))


class _Cuts:
    """What of commitments belongs into a row, each cut once for all its rungs."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._made: dict[int, Mapping[str, Rung]] = {}

    def picking(self, rung: str) -> Pick:
        """Return what picks a rung of the part of a commitment that belongs into the row."""
        return lambda one: self._of(one)[rung]

    def _of(self, one: Commitment) -> Mapping[str, Rung]:
        # By identity: a shared amount stands in two commitments of one deal, its part and as if its own.
        found = self._made.get(id(one))
        if found is None:
            found = EMPTY
            if _is_in(one, self._cut):
                found = {rung: plus([self._cut(due, rung) for due in one.instalments]) for rung in RUNGS}
            self._made[id(one)] = found
        return found


def _known(kind: str, span: Window, involved: Sequence[Commitment]) -> Window:
    """Return the days of a row: its year, or the end that is known of what has only one."""
    dues = [due for one in involved for due in one.instalments]
    if kind == CALENDAR_KINDS[1]:
        return min((d.first for d in dues if d.first is not None and d.last is None), default=None), None
    if kind == CALENDAR_KINDS[2]:
        return None, max((d.last for d in dues if d.last is not None and d.first is None), default=None)
    return span


def _spread_over(begin: date, end: date) -> Cut:
    def cut(due: Instalment, force: str) -> Rung:
        rung: Rung = getattr(due, force)
        if rung.high == 0 or due.first is None or due.last is None or due.first > end or due.last < begin:
            return NOTHING
        if force == "contingent":
            return rung
        low = _spread(rung.low, due.first, due.last, begin, end)
        if rung.high is None or rung.high == rung.low:
            return Rung(low, None if rung.high is None else low)
        return Rung(low, max(low, _spread(rung.high, due.first, due.last, begin, end)))

    return cut


def _spread(amount: Decimal, first: date, last: date, begin: date, end: date) -> Decimal:
    """Return what of an amount, spread evenly over its days, falls between two days.

    It is the difference of what is due by each day, so that neighbouring stretches add up without a gap.
    """
    days = (last - first).days + 1

    def due_by(passed: int) -> Decimal:
        passed = min(max(passed, 0), days)
        return amount if passed == days else tidy(amount * passed / days)

    return due_by((end - first).days + 1) - due_by((begin - first).days)


def _open_of(kind: str, window: Window) -> Cut:
    """Return what has no end, no beginning or no date, and may fall into the window."""

    def cut(due: Instalment, force: str) -> Rung:
        if _openness(due) != kind or _outside(due, window):
            return NOTHING
        rung: Rung = getattr(due, force)
        return NOTHING if rung.high == 0 else rung

    return cut


def _openness(due: Instalment) -> str:
    if due.first is not None:
        return CALENDAR_KINDS[0] if due.last is not None else CALENDAR_KINDS[1]
    return CALENDAR_KINDS[2] if due.last is not None else CALENDAR_KINDS[3]


def _outside(due: Instalment, window: Window) -> bool:
    late = window[1] is not None and due.first is not None and due.first > window[1]
    early = window[0] is not None and due.last is not None and due.last < window[0]
    return late or early
