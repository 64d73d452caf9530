"""Whose money it is, in proportion: which part of what parties spend came from one payer.

In: for each party what it gets and spends, as bounds. Out: bounds of the marked money that comes back. Promise: where
all sums are known, the solution of the linear system to twelve digits; else outer bounds that hold for all sums within
theirs.

With s the marked share of what a party has, s = (I - D M)^-1 D src: `src` is the marked money paid in, M_ij what j pays
to i, D one over the larger of what comes in and what goes out, since spending that nothing explains came out of own
funds. It is the look-through of Leontief (1936) and of Elliott, Golub and Jackson (2014).
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Span: TypeAlias = tuple[Decimal, Decimal]
"""Lower and upper bound of a sum; infinity where nothing bounds it from above."""

ZERO = Decimal(0)
ENDLESS = float("inf")

SWEEPS = 60
"""Each sweep makes the bounds tighter and none makes them wrong; so many bring them close wherever money leaks away."""

CLOSE = 1e-14
"""Bounds of a share that lie so close are one point, and sweeps that move less are over."""


@dataclass(frozen=True, slots=True)
class Purse:
    """What a party gets and spends: `marked` from the payer asked about, `plain` from elsewhere or own, `fed` by other
    purses (which may hold marked money); `back` goes back to the payer, `spent` to anybody else."""

    marked: Span
    plain: Span
    fed: tuple[tuple[str, Span], ...]
    spent: Span
    back: Span


def marked_back(purses: Mapping[str, Purse]) -> Span:
    """Return bounds of the marked money that comes back, in proportion.

    >>> def of(x): return (Decimal(x), Decimal(x))
    >>> a = Purse(of(10), of(15), (), of(30), of(4))
    >>> b = Purse(of(0), of(0), (("a", of(30)),), of(0), of(20))
    >>> round(marked_back({"a": a, "b": b})[0], 4)
    Decimal('7.0588')
    """
    used = _used(purses)
    places = {party: place for place, party in enumerate(used)}
    lines = [_line(purse, places) for purse in used.values()]
    least, most = _share_bounds(lines)
    if not any(line.open for line in lines):
        shares = list(map(Decimal, least)) if _meet(least, most) else list(solve_shares(used).values())
        back = sum((share * purse.back[0] for share, purse in zip(shares, used.values(), strict=True)), ZERO)
        return back, back
    low = sum(_least_back(line, least) for line in lines)
    return Decimal(low), Decimal(sum(_most_back(line, most) for line in lines))


def _meet(least: Sequence[float], most: Sequence[float]) -> bool:
    return all(high - low <= CLOSE for low, high in zip(least, most, strict=True))


def _used(purses: Mapping[str, Purse]) -> dict[str, Purse]:
    """Return the purses that marked money can reach and leave for the payer; what else feeds them is plain.

    Without the others the system always has one solution: every purse that is left has a leak.
    """
    after: dict[str, list[str]] = {party: [] for party in purses}
    for party, purse in purses.items():
        for feeder, span in purse.fed:
            if span[1] > 0 and feeder in purses:
                after[feeder].append(party)
    before: dict[str, list[str]] = {party: [] for party in purses}
    for feeder, fed in after.items():
        for party in fed:
            before[party].append(feeder)
    reached = _walk([party for party, purse in purses.items() if purse.marked[1] > 0], after)
    leading = _walk([party for party, purse in purses.items() if purse.back[1] > 0], before)
    kept = {party: None for party in reached if party in leading}
    return {party: _narrowed(purses[party], kept) for party in kept}


def _walk(roots: list[str], steps: Mapping[str, list[str]]) -> dict[str, None]:
    """Return what can be reached, nearest first."""
    met = dict.fromkeys(roots)
    waiting = list(met)
    for party in waiting:
        for following in steps[party]:
            if following not in met:
                met[following] = None
                waiting.append(following)
    return met


def _narrowed(purse: Purse, kept: Container[str]) -> Purse:
    strange = [span for feeder, span in purse.fed if feeder not in kept]
    plain = (sum((s[0] for s in strange), purse.plain[0]), sum((s[1] for s in strange), purse.plain[1]))
    fed = tuple((feeder, span) for feeder, span in purse.fed if feeder in kept)
    return Purse(purse.marked, plain, fed, purse.spent, purse.back)


# --- all sums known ---------------------------------------------------------------------------------------------------


def solve_shares(purses: Mapping[str, Purse]) -> dict[str, Decimal]:
    """Return the marked share of each purse where all sums are known, by elimination.

    Rows are T_i s_i - sum w_ji s_j = src_i. The matrix is weakly dominant with a leak in every part, so no pivot has to
    be searched for.
    """
    order = sorted(purses, key=lambda party: (len(purses[party].fed), party))
    rows: dict[str, dict[str, Decimal]] = {}
    right: dict[str, Decimal] = {}
    for party in order:
        purse = purses[party]
        inflow = purse.marked[0] + purse.plain[0] + sum((span[0] for _, span in purse.fed), ZERO)
        rows[party] = {party: max(inflow, purse.spent[0] + purse.back[0])}
        right[party] = purse.marked[0]
        for feeder, span in purse.fed:
            rows[party][feeder] = rows[party].get(feeder, ZERO) - span[0]
    for place, pivot in enumerate(order):
        for party in order[place + 1 :]:
            factor = rows[party].pop(pivot, ZERO) / rows[pivot][pivot]
            if factor:
                right[party] -= factor * right[pivot]
                for column, entry in rows[pivot].items():
                    if column != pivot:
                        rows[party][column] = rows[party].get(column, ZERO) - factor * entry
    shares: dict[str, Decimal] = {}
    for party in reversed(order):
        known = sum((entry * shares[c] for c, entry in rows[party].items() if c != party), ZERO)
        shares[party] = (right[party] - known) / rows[party][party]
    return {party: shares[party] for party in purses}


# --- sums within bounds -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A purse in floating point: `fed` are (place of the feeder, at least), `room` (place, how much more)."""

    marked: tuple[float, float]
    plain: tuple[float, float]
    spent: tuple[float, float]
    back: tuple[float, float]
    fed: tuple[tuple[int, float], ...]
    room: tuple[tuple[int, float], ...]
    fed_least: float

    @property
    def open(self) -> bool:
        """Whether a sum is not known."""
        return bool(self.room) or any(low != high for low, high in (self.marked, self.plain, self.spent, self.back))


def _line(purse: Purse, places: Mapping[str, int]) -> _Line:
    def both(span: Span) -> tuple[float, float]:
        return float(span[0]), float(span[1])

    fed = [(places[feeder], float(low)) for feeder, (low, _) in purse.fed]
    room = [(places[feeder], float(high - low)) for feeder, (low, high) in purse.fed if high > low]
    return _Line(
        both(purse.marked),
        both(purse.plain),
        both(purse.spent),
        both(purse.back),
        tuple(fed),
        tuple(room),
        sum(low for _, low in fed),
    )


def _share_bounds(lines: Sequence[_Line]) -> tuple[list[float], list[float]]:
    """Return outer bounds of the share of each purse.

    A share never falls when the share of a feeder grows. So the greatest value that a purse can take, given upper
    bounds of its feeders, is an upper bound again, and likewise below: sweeps from 1 and from 0 only tighten. The sums
    of one purse are taken as free of those of another, which makes the bounds wider and never wrong.
    """
    least, most = [0.0] * len(lines), [1.0] * len(lines)
    for _ in range(SWEEPS):
        moved = 0.0
        for place, line in enumerate(lines):
            low = max(least[place], _least_share(line, least, line.back[1]))
            high = min(most[place], _most_share(line, most, line.back[0]))
            moved = max(moved, low - least[place], most[place] - high)
            least[place], most[place] = low, high
        if moved <= CLOSE:
            break
    return least, most


def _ratio(marked: float, inflow: float, spent: float) -> float:
    whole = max(inflow, spent)
    return marked / whole if whole else 0.0


def _most_share(line: _Line, shares: Sequence[float], back: float) -> float:
    """Return the greatest share: as much as can be of the marked money, then of the feeders, the most marked first.

    Until the inflow covers what is spent, more of any feeder raises the share; beyond that only what is more marked
    than the purse. So the greatest value lies where a feeder is used up, or where the inflow meets the spending.
    """
    if line.marked[1] == ENDLESS:
        return 1.0
    marked = line.marked[1] + sum(low * shares[place] for place, low in line.fed)
    inflow = line.marked[1] + line.plain[0] + line.fed_least
    spent = line.spent[0] + back
    best = _ratio(marked, inflow, spent)
    for share, room in sorted(((shares[place], room) for place, room in line.room), reverse=True):
        gap = spent - inflow
        if 0 < gap < room:
            best = max(best, _ratio(marked + gap * share, spent, spent))
        if room == ENDLESS:
            return max(best, share)
        marked, inflow = marked + room * share, inflow + room
        best = max(best, _ratio(marked, inflow, spent))
    return best


def _least_share(line: _Line, shares: Sequence[float], back: float) -> float:
    """Return the least share: as little as can be of the marked money, and of feeders the least marked first."""
    spent = line.spent[1] + back
    if ENDLESS in (line.plain[1], spent):
        return 0.0
    marked = line.marked[0] + sum(low * shares[place] for place, low in line.fed)
    inflow = line.marked[0] + line.plain[1] + line.fed_least
    best = _ratio(marked, inflow, spent)
    for share, room in sorted((shares[place], room) for place, room in line.room):
        if room == ENDLESS:
            return min(best, share)
        marked, inflow = marked + room * share, inflow + room
        best = min(best, _ratio(marked, inflow, spent))
    return best


def _least_back(line: _Line, shares: Sequence[float]) -> float:
    return line.back[0] * _least_share(line, shares, line.back[0])


def _most_back(line: _Line, shares: Sequence[float]) -> float:
    """Return the most marked money that a purse sends back.

    Share times payment never falls as the payment grows; without an upper bound it ends at all the marked money.
    """
    if line.back[1] < ENDLESS:
        return line.back[1] * _most_share(line, shares, line.back[1])
    room = sum(room * shares[place] for place, room in line.room if shares[place])
    return line.marked[1] + room + sum(low * shares[place] for place, low in line.fed)
