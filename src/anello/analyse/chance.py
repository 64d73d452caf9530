"""The circular share beside chance: would any network of these sums be as circular?

In: the graph, window and currency of a flow. Out: a `Chance`. Promise: the same draws for the same graph; each party
pays what it pays, and each purchase is paid in full; a network that cannot be shuffled has no score. A footnote to the
share and no proof: docs/flows.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from statistics import fmean, pstdev
from typing import TypeAlias

from anello.analyse.flows import compress, counted_legs, leg_bounds
from anello.analyse.slices import REVENUE, Window, groups_of, joined
from anello.errors import SettingsError
from anello.model import Chance, DealGraph, Leg

Paid: TypeAlias = tuple[str, str, Decimal]
"""Payer, payee, amount."""
MOST_DRAWS = 10_000
LEVEL = 1e-12
"""Shares that differ by less are equal but for rounding: a network of one possible share has no score."""


def compare_with_chance(
    graph: DealGraph,
    draws: int,
    *,
    currency: str = "USD",
    window: Window = (None, None),
    consolidate: Mapping[str, str] | None = None,
) -> Chance:
    """Return the share at the upper amounts beside that of networks in which the payees of purchases are shuffled.

    Every leg keeps its payer and its amount, as many purchases go to each payee as before, and financing stays.
    Nobody pays itself. `z` is (share - mean) / deviation, None where the shares do not differ.

    Args:
        draws: how many networks, 1 to 10,000.
        consolidate: that of `measure_flow`.

    Raises:
        SettingsError: too few or too many draws, or the window ends before it begins.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise SettingsError(f"{draws} networks cannot be drawn; choose 1 to {MOST_DRAWS:,}")
    legs = counted_legs(graph, currency, window)
    groups = groups_of(graph, legs) if consolidate is None else consolidate
    fixed = _paid([leg for leg in legs if leg.kind not in REVENUE], groups, window)
    bought = _paid([leg for leg in legs if leg.kind in REVENUE], groups, window)
    share = _share([*fixed, *bought])
    draw = Random(1)
    shares = [found for _ in range(draws) if (found := _share([*fixed, *_shuffled(bought, draw)])) is not None]
    if share is None:
        return Chance(len(shares), None, None, None, None)
    mean, deviation = fmean(shares), pstdev(shares)
    return Chance(draws, share, mean, deviation, (share - mean) / deviation if deviation > LEVEL else None)


def _paid(legs: Sequence[Leg], groups: Mapping[str, str], window: Window) -> list[Paid]:
    """Return what moves between groups at the upper amounts; transfers within a group fall away."""
    return [(*ends, leg_bounds(leg, window)[1]) for ends, side in joined(legs, groups).items() for leg in side]


def _share(paid: Sequence[Paid]) -> float | None:
    found = compress(paid)
    return float(found.circular / found.gross) if found.gross else None


def _shuffled(bought: Sequence[Paid], draw: Random) -> list[Paid]:
    """Return the purchases with their payees shuffled; one that came to its payer changes places with another.

    Where no place is left that both may have, as with a payer of most purchases that is their payee too, the payees
    stay as they are: so many draws do not change the network and speak against the score, not for it.
    """
    payees = [payee for _, payee, _ in bought]
    draw.shuffle(payees)
    for at, (payer, _, _) in enumerate(bought):
        if payees[at] != payer:
            continue
        others = [o for o, (other, _, _) in enumerate(bought) if payees[o] != payer and other != payer]
        if not others:
            return list(bought)
        swap = draw.choice(others)
        payees[at], payees[swap] = payees[swap], payees[at]
    return [(payer, payee, amount) for (payer, _, amount), payee in zip(bought, payees, strict=True)]
