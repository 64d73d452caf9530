"""Amount statements to intervals, and the interval that independent origins agree on.

In: `Money` as stated, with the origin that states it. Out: `Interval`s, `Agreement`s, amount slots. Promise: exact
decimals; amounts under different keys (scope, period, currency) never meet; origins vote, documents do not; what lies
outside the agreed interval is kept as dissent. Rules: docs/deals.md; Marzullo (1984) for the agreement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from anello.model import Claim, Money

ZERO = Decimal(0)
ENDLESS = Decimal("Infinity")
HALF = Decimal("0.5")
ABOUT = Decimal("0.1")
"""An approximate figure stands for at least ten per cent on either side (docs/deals.md)."""

_FIGURE = re.compile(r"\d(?:[\d.,'’\s]*\d)?")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; None is unbounded."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        """Tell whether the two share a point; a floor and a ceiling that only touch do not meet.

        "Up to 10" and "more than 10" share the point 10 and yet say different things (docs/deals.md).
        """
        both = meet(self, other)
        if both is None:
            return False
        touching = both.low == both.high and self.low != self.high and other.low != other.high
        return not (touching and _opposed(self, other))

    def holds(self, point: Decimal) -> bool:
        """Tell whether a point lies inside."""
        return (self.low is None or self.low <= point) and (self.high is None or point <= self.high)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The interval on which most origins agree, who supports it, who dissents, and the hull of all."""

    best: Interval
    support: tuple[int, ...]
    dissent: tuple[int, ...]
    hull: Interval


def _opposed(a: Interval, b: Interval) -> bool:
    return (a.high is None and b.high is not None) or (b.high is None and a.high is not None)


def meet(a: Interval, b: Interval) -> Interval | None:
    """Return the intersection, or None where there is none."""
    low = b.low if a.low is None else a.low if b.low is None else max(a.low, b.low)
    high = b.high if a.high is None else a.high if b.high is None else min(a.high, b.high)
    return None if low is not None and high is not None and low > high else Interval(low, high)


@lru_cache(maxsize=1 << 16)
def as_interval(money: Money) -> Interval:
    """Return what a statement commits to: bounds as stated, a lone figure within its rounding.

    "Up to x" is [0, x], "at least x" [x, oo), "about x" x +- max(half the last digit written, 10 %), a bare x +- half
    the last digit written. A hedge never makes the interval smaller.
    """
    if money.low is None or money.high is None or money.low != money.high:
        return _stated_bounds(money)
    margin = HALF * unit_of(money)
    if money.approximate:
        margin = max(margin, ABOUT * money.low)
    return Interval(max(ZERO, money.low - margin), money.low + margin)


def _stated_bounds(money: Money) -> Interval:
    low = ZERO if money.low is None and money.high is not None else money.low
    if not money.approximate:
        return Interval(low, money.high)
    floor = None if low is None else max(ZERO, low - ABOUT * low)
    return Interval(floor, None if money.high is None else money.high + ABOUT * money.high)


def unit_of(money: Money) -> Decimal:
    """Return the worth of the last digit written: 1e9 for "38 billion", 1e7 for "5.83 billion".

    Where the text shows no figure ("ten billion"), the second significant digit is taken to be the last one written.
    """
    value = money.low if money.low is not None else money.high
    if not value:
        return ZERO
    for found in _FIGURE.finditer(money.text):
        digits = Decimal(re.sub(r"\D", "", found.group()))
        if digits and (value / digits).normalize().as_tuple().digits == (1,):
            return value / digits
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, value.adjusted() - 1))


def agree(stated: Sequence[Interval]) -> Agreement:
    """Return the interval held by most statements (Marzullo 1984); of several, the one that begins first.

    If all meet, that is their intersection. One sweep over the sorted ends, so time is n log n. Of equal ends a start
    comes before an end, except that a floor starts after a ceiling ends (see `Interval.meets`).
    """
    ends = sorted(event for s in stated for event in _ends_of(s))
    count = most = 0
    low: Decimal | None = None
    high: Decimal | None = None
    awaiting = False
    for infinite, value, order in ends:
        if order in (_START, _FLOOR):
            count += 1
            if count > most:
                most, awaiting, low, high = count, True, None if infinite else value, None
            continue
        if awaiting and not infinite:
            awaiting, high = False, value
        count -= 1
    best = Interval(low, high)
    support = tuple(i for i, s in enumerate(stated) if meet(s, best) == best)
    return Agreement(best, support, tuple(sorted(set(range(len(stated))) - set(support))), hull(stated))


_START, _END, _FLOOR, _POINT_END = range(4)


def _ends_of(interval: Interval) -> tuple[tuple[int, Decimal, int], tuple[int, Decimal, int]]:
    """Return both ends as (-1, 0 or 1 for infinite, value, order at equal values)."""
    low, high = interval.low, interval.high
    start = (-1, ZERO, _START) if low is None else (0, low, _FLOOR if high is None else _START)
    end = (1, ZERO, _END) if high is None else (0, high, _POINT_END if low == high else _END)
    return start, end


def hull(stated: Iterable[Interval]) -> Interval:
    """Return the smallest interval that holds them all."""
    listed = list(stated)
    lows = [s.low for s in listed]
    highs = [s.high for s in listed]
    low = None if None in lows or not lows else min(v for v in lows if v is not None)
    high = None if None in highs or not highs else max(v for v in highs if v is not None)
    return Interval(low, high)


def overlap_total(amounts: Sequence[Interval]) -> Interval:
    """Return the bounds of a total whose parts may overlap: [largest, sum] (Frechet bounds; docs/deals.md)."""
    if not amounts:
        return Interval(ZERO, ZERO)
    highs = [a.high for a in amounts]
    total = None if None in highs else sum((h for h in highs if h is not None), ZERO)
    return Interval(max(a.low or ZERO for a in amounts), total)


def slot_key(money: Money) -> str:
    """Return the key under which an amount may be compared: scope, period and currency.

    Each tranche is its own scope, since two tranches of different size do not contradict each other.
    """
    scope = money.basis or "total"
    if scope == "tranche":
        scope = f"tranche {figure_of(money)}"
    return "/".join((scope, *((f"per {money.per}",) if money.per else ()), money.currency or "?"))


def figure_of(money: Money) -> Decimal | None:
    """Return the figure that a statement names, whatever stands before it."""
    return money.high if money.high is not None else money.low


def reading_of(money: Money) -> str:
    """Return a statement in plain signs: "<= 10", ">= 10", "~ 10", "8 to 12", "10", with the currency."""
    low, high = money.low, money.high
    if low is None and high is None:
        return "unknown"
    if low is None:
        said = f"<= {_plain(high)}"
    elif high is None:
        said = f">= {_plain(low)}"
    else:
        said = _plain(low) if low == high else f"{_plain(low)} to {_plain(high)}"
    return f"{'~ ' if money.approximate else ''}{said} {money.currency or '?'}"


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Settled:
    """One amount of a deal as settled: its interval as stated, who supports it, who dissents."""

    low: Decimal | None
    high: Decimal | None
    approximate: bool
    support: tuple[Claim, ...]
    dissent: tuple[Claim, ...]


def settle(claims: Sequence[Claim], origin_of: Mapping[str, str]) -> Settled:
    """Return what the priced claims of one slot agree on, one vote an origin.

    The statements of one origin are first narrowed to what they share; where they share nothing, its earliest claim
    speaks for it, on one day the lowest: so a copy, whatever its id, changes no vote.
    """
    votes: dict[str, Interval] = {}
    for claim in sorted(claims, key=_vote_order):
        assert claim.amount is not None
        said, origin = as_interval(claim.amount), origin_of.get(claim.id, claim.article)
        before = votes.get(origin, said)
        votes[origin] = (meet(before, said) or before) if before.meets(said) else before
    best = agree([votes[o] for o in sorted(votes)]).best
    support = tuple(c for c in claims if c.amount is not None and as_interval(c.amount).meets(best))
    agreeing = {c.id for c in support}
    dissent = tuple(c for c in claims if c.id not in agreeing)
    low, high, approximate = _as_stated(support, best)
    return Settled(low, high, approximate, support, dissent)


def _vote_order(claim: Claim) -> tuple[date, Decimal, Decimal]:
    """Return the place of a priced claim among those of its origin: by day, then by what it states."""
    assert claim.amount is not None
    said = as_interval(claim.amount)
    low, high = said.low, said.high
    return (claim.published or date.max, -ENDLESS if low is None else low, ENDLESS if high is None else high)


def _as_stated(support: Sequence[Claim], best: Interval) -> tuple[Decimal | None, Decimal | None, bool]:
    """Return the agreed interval without the rounding that only served to compare.

    Bare figures inside it are the answer; a ceiling alone leaves the lower end open, as it was said.
    """
    said = [c.amount for c in support if c.amount is not None]
    points = {m.low for m in said if m.low is not None and m.low == m.high and not m.approximate and best.holds(m.low)}
    if points:
        return _trimmed(min(points)), _trimmed(max(points)), False
    caps_only = all(m.low is None for m in said)
    return (None if caps_only else _trimmed(best.low)), _trimmed(best.high), any(m.approximate for m in said)


def _trimmed(value: Decimal | None) -> Decimal | None:
    """Return an equal number written plainly: no exponent, no zeros after the point."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def by_key(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Group priced claims by slot key, keeping their order."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.amount is not None and figure_of(claim.amount) is not None:
            groups[slot_key(claim.amount)].append(claim)
    return {key: groups[key] for key in sorted(groups)}
