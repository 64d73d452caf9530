"""Shares and the Herfindahl-Hirschman index (HHI) where amounts are intervals.

In: bounds of amounts in one unit. Out: bounds of shares and of the HHI. Promise: pure mathematics on decimals;
every bound holds for all amounts within theirs; nothing to share gives None, not zero. Sources: docs/compute.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from anello.errors import SettingsError

Bounds: TypeAlias = tuple[Decimal, Decimal | None]
"""Lower bound of zero or more, and upper bound, None where it is open."""

Pair: TypeAlias = tuple[Decimal, Decimal]

ZERO, ONE = Decimal(0), Decimal(1)
WHOLE = Decimal(10_000)
"""The HHI of a single supplier."""

MOST_OPEN = 12
"""So many uncertain amounts are tried at both ends; with more the upper bound of the HHI is only a safe one."""


@dataclass(frozen=True, slots=True)
class Edition:
    """From which HHI on a market counts as moderately and as highly concentrated, and which rise is marked."""

    name: str
    moderate: Decimal
    high: Decimal
    rise: Decimal


EDITIONS = {
    "2023": Edition("Merger Guidelines 2023 (US DOJ and FTC)", Decimal(1000), Decimal(1800), Decimal(100)),
    "2010": Edition("Horizontal Merger Guidelines 2010 (US DOJ and FTC)", Decimal(1500), Decimal(2500), Decimal(200)),
}


def index_of(shares: Iterable[Decimal]) -> Decimal:
    """Return the HHI of shares in per cent: the sum of their squares.

    >>> index_of(map(Decimal, (30, 30, 20, 20)))
    Decimal('2600')
    """
    return sum((share * share for share in shares), ZERO)


def share_bounds(amounts: Sequence[Bounds]) -> list[Pair] | None:
    """Return the bounds of each share, as parts of one; None where nothing can be shared.

    A share is least with its own amount at the lower bound and all others at the upper, and greatest the other way.
    """
    lows = sum((low for low, _ in amounts), ZERO)
    open_ = [high is None for _, high in amounts]
    highs = sum((high for _, high in amounts if high is not None), ZERO)
    if not highs and not any(open_):
        return None
    found = []
    for (low, high), is_open in zip(amounts, open_, strict=True):
        others_open = sum(open_) - is_open > 0
        least = ZERO if others_open else _part(low, highs - (high or ZERO), certain=high != 0)
        most = ONE if high is None else _part(high, lows - low, certain=high != 0)
        found.append((least, most))
    return found


def _part(own: Decimal, others: Decimal, *, certain: bool) -> Decimal:
    """Return own / (own + others); where both are zero, a supplier that gets anything gets all."""
    return own / (own + others) if own + others else Decimal(certain)


def index_bounds(amounts: Sequence[Bounds]) -> tuple[Pair, bool] | None:
    """Return the bounds of the HHI of amounts within theirs, and whether the upper one is attained.

    With S = sum a and Q = sum a^2 the index Q / S^2 grows in a_i just where a_i > Q / S. So the least is at a_i = t cut
    to its bounds with t = Q / S, and the greatest at a corner of the box. With more than `MOST_OPEN` uncertain amounts
    the greatest is bounded by the largest share (sum s^2 <= max s); an amount without an upper bound can outgrow all.

    >>> (low, high), exact = index_bounds([(Decimal(40), Decimal(60)), (Decimal(40), Decimal(40))])
    >>> low, high, exact
    (Decimal('5000'), Decimal('5200.00'), True)
    """
    shares = share_bounds(amounts)
    if shares is None:
        return None
    least = _concentration(_evened(amounts))
    if any(high is None for _, high in amounts):
        return (least, WHOLE), True
    ends = [(low,) if low == high else (low, high) for low, high in amounts]
    if sum(len(pair) == 2 for pair in ends) > MOST_OPEN:
        return (least, WHOLE * max(most for _, most in shares)), False
    corners = (corner for corner in product(*ends) if any(corner))
    return (least, max(_concentration([a or ZERO for a in corner]) for corner in corners)), True


def _concentration(amounts: Sequence[Decimal]) -> Decimal:
    total = sum(amounts, ZERO)
    return WHOLE * sum((a * a for a in amounts), ZERO) / (total * total)


def _evened(amounts: Sequence[Bounds]) -> list[Decimal]:
    """Return the amounts at which the HHI is least: all as near to one level as their bounds allow."""
    ends = sorted({end for pair in amounts for end in pair if end is not None})
    at = bisect_right(ends, ZERO, key=lambda level: _excess(amounts, level)) - 1
    floor = ends[max(at, 0)]
    fixed = [_cut(pair, floor) for pair in amounts if not _moves_above(pair, floor)]
    total = sum(fixed, ZERO)
    level = sum((a * a for a in fixed), ZERO) / total if total else floor or ONE
    return [_cut(pair, max(level, floor)) for pair in amounts]


def _excess(amounts: Sequence[Bounds], level: Decimal) -> Decimal:
    """Return level * S - Q at amounts cut to a level: it never falls as the level rises, and is zero at the least."""
    return sum((a * (level - a) for a in (_cut(pair, level) for pair in amounts)), ZERO)


def _cut(pair: Bounds, level: Decimal) -> Decimal:
    low, high = pair
    return max(low, level if high is None else min(level, high))


def _moves_above(pair: Bounds, level: Decimal) -> bool:
    low, high = pair
    return low <= level and (high is None or high > level)


def with_rest(known: Pair, rest: Decimal, largest: Decimal | None = None) -> Pair:
    """Return the HHI bounds of known suppliers beside an unknown rest of other firms.

    The rest adds nothing where it is split among very many, and most where it is packed in blocks of the largest.

    Args:
        known: bounds of the sum of squares of the known shares, in per cent of the whole.
        rest: what the rest has together, in per cent of the whole.
        largest: the most that one firm of it can have, in per cent; None lets it be one firm.

    Raises:
        SettingsError: the rest or the largest is no part of the whole.

    >>> with_rest((Decimal(2000), Decimal(2000)), Decimal(40), Decimal(20))
    (Decimal('2000'), Decimal('2800'))
    """
    block = rest if largest is None else min(largest, rest)
    if not ZERO <= rest <= 100 or (rest and block <= 0):
        raise SettingsError(f"a rest of {rest}% with a largest firm of {block}% is no part of 100%; give 0 to 100")
    if not rest:
        return known
    whole, left = divmod(rest, block)
    return known[0], known[1] + whole * block * block + left * left


def band_of(bounds: Pair, edition: Edition) -> str:
    """Return how concentrated an HHI is by the guidelines: low, moderate or high, each one that the interval reaches.

    >>> band_of((Decimal(1540), Decimal(2540)), EDITIONS["2023"])
    'moderate to high'
    """
    words = [_band(value, edition) for value in bounds]
    return words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}"


def _band(value: Decimal, edition: Edition) -> str:
    return "high" if value > edition.high else "moderate" if value >= edition.moderate else "low"
