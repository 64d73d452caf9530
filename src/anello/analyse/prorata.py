"""Whose money it is, in proportion: which part of what parties spend came from one payer.

In: for each party what it gets and spends, as bounds. Out: bounds of the marked money that comes back. Promise: where
all sums are known, the exact solution of the linear system; else outer bounds that hold for all sums within theirs.

With s the marked share of what a party has, s = (I - D M)^-1 D src: `src` is the marked money paid in, M_ij what j pays
to i, D one over the larger of what comes in and what goes out, since spending that nothing explains came out of own
funds. It is the look-through of Leontief (1936) and of Elliott, Golub and Jackson (2014).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Span: TypeAlias = tuple[Decimal, Decimal]
"""Lower and upper bound of a sum; infinity where nothing bounds it from above."""

ZERO, ONE, ENDLESS = Decimal(0), Decimal(1), Decimal("Infinity")

SWEEPS = 60
"""Each sweep makes the bounds tighter and none makes them wrong; so many bring them close wherever money leaks away."""

CLOSE = Decimal("1e-12")


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
    if all(low == high for purse in used.values() for low, high in _spans(purse)):
        shares = solve_shares(used)
        back = sum((shares[party] * purse.back[0] for party, purse in used.items()), ZERO)
        return back, back
    least, most = _share_bounds(used)
    low = sum((_least_back(purse, least) for purse in used.values()), ZERO)
    return low, sum((_most_back(purse, most) for purse in used.values()), ZERO)


def _spans(purse: Purse) -> tuple[Span, ...]:
    return (purse.marked, purse.plain, purse.spent, purse.back, *(span for _, span in purse.fed))


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
    kept = [party for party in reached if party in leading]
    return {party: _narrowed(purses[party], set(kept)) for party in kept}


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


def _narrowed(purse: Purse, kept: set[str]) -> Purse:
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
    return shares


# --- sums within bounds -----------------------------------------------------------------------------------------------


def _share_bounds(purses: Mapping[str, Purse]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return outer bounds of the share of each purse.

    A share never falls when the share of a feeder grows. So the greatest value that a purse can take, given upper
    bounds of its feeders, is an upper bound again, and likewise below: sweeps from 1 and from 0 only tighten. The sums
    of one purse are taken as free of those of another, which makes the bounds wider and never wrong.
    """
    least, most = dict.fromkeys(purses, ZERO), dict.fromkeys(purses, ONE)
    for _ in range(SWEEPS):
        moved = ZERO
        for party, purse in purses.items():
            low = max(least[party], _least_share(purse, least, purse.back[1]))
            high = min(most[party], _most_share(purse, most, purse.back[0]))
            moved = max(moved, low - least[party], most[party] - high)
            least[party], most[party] = low, high
        if moved <= CLOSE:
            break
    return least, most


def _ratio(marked: Decimal, inflow: Decimal, spent: Decimal) -> Decimal:
    whole = max(inflow, spent)
    return marked / whole if whole else ZERO


def _most_share(purse: Purse, shares: Mapping[str, Decimal], back: Decimal) -> Decimal:
    """Return the greatest share: as much as can be of the marked money, then of the feeders, the most marked first.

    Until the inflow covers what is spent, more of any feeder raises the share; beyond that only what is more marked
    than the purse. So the greatest value lies where a feeder is used up, or where the inflow meets the spending.
    """
    if purse.marked[1] == ENDLESS:
        return ONE
    marked = purse.marked[1] + sum((span[0] * shares[feeder] for feeder, span in purse.fed), ZERO)
    inflow = purse.marked[1] + purse.plain[0] + sum((span[0] for _, span in purse.fed), ZERO)
    spent = purse.spent[0] + back
    best = _ratio(marked, inflow, spent)
    for share, room in sorted(((shares[feeder], span[1] - span[0]) for feeder, span in purse.fed), reverse=True):
        gap = spent - inflow
        if 0 < gap < room:
            best = max(best, _ratio(marked + gap * share, spent, spent))
        if room == ENDLESS:
            return max(best, share)
        marked, inflow = marked + room * share, inflow + room
        best = max(best, _ratio(marked, inflow, spent))
    return best


def _least_share(purse: Purse, shares: Mapping[str, Decimal], back: Decimal) -> Decimal:
    """Return the least share: as little as can be of the marked money, and of feeders the least marked first."""
    spent = purse.spent[1] + back
    if ENDLESS in (purse.plain[1], spent):
        return ZERO
    marked = purse.marked[0] + sum((span[0] * shares[feeder] for feeder, span in purse.fed), ZERO)
    inflow = purse.marked[0] + purse.plain[1] + sum((span[0] for _, span in purse.fed), ZERO)
    best = _ratio(marked, inflow, spent)
    for share, room in sorted((shares[feeder], span[1] - span[0]) for feeder, span in purse.fed):
        if room == ENDLESS:
            return min(best, share)
        marked, inflow = marked + room * share, inflow + room
        best = min(best, _ratio(marked, inflow, spent))
    return best


def _least_back(purse: Purse, shares: Mapping[str, Decimal]) -> Decimal:
    return purse.back[0] * _least_share(purse, shares, purse.back[0])


def _most_back(purse: Purse, shares: Mapping[str, Decimal]) -> Decimal:
    """Return the most marked money that a purse sends back.

    Share times payment never falls as the payment grows; without an upper bound it ends at all the marked money.
    """
    if purse.back[1] < ENDLESS:
        return purse.back[1] * _most_share(purse, shares, purse.back[1])
    fed = ((span[1], shares[feeder]) for feeder, span in purse.fed)
    return sum((most * share for most, share in fed if share), purse.marked[1])
