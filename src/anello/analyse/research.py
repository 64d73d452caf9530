"""Measures for research: DebtRank, and dependency on suppliers. They rank; their figures are no losses.

In: matrices and vectors. Out: vectors. Promise: pure mathematics after the papers; no command prints these as amounts,
for they need exposures and equity, and contracts for future services are neither. docs/stress.md says what for.
"""

from __future__ import annotations

from anello.analyse.clearing import Matrix, Vector, solve
from anello.errors import SettingsError

STEPS, ENOUGH = 100_000, 1e-14


def rank_distress(impact: Matrix, shocks: Vector, weights: Vector) -> tuple[list[float], float]:
    """Return the distress of each party, and how much of all worth it adds to the shock (Battiston et al. 2012).

    Each party hands its distress on once. `impact[i][j]` in [0, 1] is what i does to j, `weights` add up to 1.

    Raises:
        SettingsError: a shock is no share.

    >>> rank_distress([[0, 0.5], [0.5, 0]], [0.4, 0], [0.5, 0.5])[0]
    [0.5, 0.2]
    """
    size = range(len(shocks))
    if any(not 0 <= h <= 1 for h in shocks):
        raise SettingsError("shocks are shares of worth, between 0 and 1")
    distress, fresh, done = list(shocks), [i for i in size if shocks[i] > 0], set[int]()
    while fresh:
        after = [min(1.0, distress[j] + sum(impact[i][j] * distress[i] for i in fresh)) for j in size]
        done |= set(fresh)
        fresh = [j for j in size if j not in done and after[j] > 0]
        distress = after
    return distress, sum((h - s) * w for h, s, w in zip(distress, shocks, weights, strict=True))


def spread_losses(leverage: Matrix, shocks: Vector) -> list[float]:
    """Return the share of its equity that each party loses in the end (Bardoscia et al. 2015).

    h(t+1) = min(1, h(t) + leverage (h(t) - h(t-1))); whoever has lost all sends no more. `leverage[i][j]` is what i
    has at stake with j, over the equity of i. Where nobody loses all, h = (I - leverage)^-1 shocks; where the leverage
    grows round a circle by more than 1, every shock ruins that circle.

    >>> [round(h, 4) for h in spread_losses([[0, 0.5], [0.5, 0]], [0.4, 0])]
    [0.5333, 0.2667]
    """
    size = range(len(shocks))
    before, now = [0.0] * len(shocks), [min(1.0, h) for h in shocks]
    for _ in range(STEPS):
        steps = [now[j] - before[j] if before[j] < 1 else 0.0 for j in size]
        after = [min(1.0, now[i] + sum(leverage[i][j] * steps[j] for j in size)) for i in size]
        if max((abs(a - b) for a, b in zip(after, now, strict=True)), default=0.0) < ENOUGH:
            return after
        before, now = now, after
    return now


def output_for(flows: Matrix, output: Vector, demand: Vector) -> list[float]:
    """Return the output that a final demand takes, suppliers' suppliers included: x = (I - A)^-1 f (Leontief).

    A_ij = flows_ij / output_j. The parties of some deals are no closed economy: this tells of dependency on named
    suppliers and nothing of a country's product.
    """
    size = range(len(output))
    shares = [[flows[i][j] / output[j] for j in size] for i in size]
    return solve([[float(i == j) - shares[i][j] for j in size] for i in size], demand)


def output_without(flows: Matrix, output: Vector, demand: Vector, gone: int) -> float:
    """Return how much output is lost in all if one party buys and sells nothing (hypothetical extraction)."""
    kept = [i for i in range(len(output)) if i != gone]
    rest = output_for([[flows[i][j] for j in kept] for i in kept], [output[i] for i in kept], [demand[i] for i in kept])
    return sum(output) - sum(rest)


def supply_shares(flows: Matrix, output: Vector) -> list[list[float]]:
    """Return which part of its output each party sells to each other one: B_ij = flows_ij / output_i (Ghosh)."""
    return [[cell / whole for cell in row] for row, whole in zip(flows, output, strict=True)]
