"""Voting power: who can turn a vote, which is not the same as how many votes there are.

In: weights and a quota, or shares as intervals. Out: Banzhaf and Shapley-Shubik indices. Promise: exact fractions;
where the bounds of the shares leave it open who wins with whom there is no number. Worked numbers: docs/owners.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import factorial

from anello.errors import SettingsError
from anello.model import VotingPower

MOST_VOTERS = 16
"""Coalitions double with each voter; a register of more names is left without an index."""

WHOLE, HALF = Decimal(100), Decimal(50)


def voting_power(weights: Sequence[Decimal], quota: Decimal) -> VotingPower:
    """Return the power of voters where a coalition wins that has the quota (Banzhaf 1965; Shapley & Shubik 1954).

    >>> voting_power([Decimal(50), Decimal(49), Decimal(1)], Decimal(51)).banzhaf
    (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))

    Raises:
        SettingsError: there are too many voters to go through all coalitions.
    """
    if len(weights) > MOST_VOTERS:
        raise SettingsError(f"{len(weights)} voters are too many for an index; the most is {MOST_VOTERS}")
    return _indices(len(weights), [total >= quota for total in _sums(weights)])


def power_of_shares(lows: Sequence[Decimal], highs: Sequence[Decimal]) -> VotingPower | None:
    """Return the power of holders and, last, of the rest as one bloc, where more than half of all votes decides.

    Each percent is taken for a vote. None where the bounds leave open whether some coalition wins, or where there are
    too many holders.
    """
    if not lows or len(lows) >= MOST_VOTERS:
        return None
    least, most = _sums(lows), _sums(highs)
    everybody = (1 << len(lows)) - 1
    wins: list[bool] = []
    for with_rest in (False, True):
        for mask in range(everybody + 1):
            # With the rest a coalition has what those outside it leave over.
            against = everybody ^ mask
            sure = most[against] < HALF if with_rest else least[mask] > HALF
            never = least[against] >= HALF if with_rest else most[mask] <= HALF
            if not sure and not never:
                return None
            wins.append(sure)
    return _indices(len(lows) + 1, wins)


def _sums(weights: Sequence[Decimal]) -> list[Decimal]:
    """Return the weight of every coalition; bit i of its number tells whether voter i is in it."""
    sums = [Decimal(0)]
    for weight in weights:
        sums += [total + weight for total in sums]
    return sums


def _indices(voters: int, wins: Sequence[bool]) -> VotingPower:
    swings = [0] * voters
    pivots = [Fraction(0)] * voters
    weight = [Fraction(factorial(k) * factorial(voters - k - 1), factorial(voters)) for k in range(voters)]
    for mask, winning in enumerate(wins):
        if winning:
            continue
        size = mask.bit_count()
        for voter in range(voters):
            if not mask >> voter & 1 and wins[mask | 1 << voter]:
                swings[voter] += 1
                pivots[voter] += weight[size]
    whole = sum(swings)
    return VotingPower(tuple(Fraction(n, whole) if whole else Fraction(0) for n in swings), tuple(pivots))
