"""Clearing: what everybody pays when some cannot pay all they owe.

In: dues between parties as rows (row i owes column j), what each has besides. Out: payments, and in which wave each
party fails. Promise: the greatest clearing vector, by the growing set of those who cannot pay and never by iterating
from below; pure mathematics in floating point. Sources: Eisenberg and Noe 2001, Rogers and Veraart 2013
(docs/stress.md). What shares are worth that hold each other stands in `holdings.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anello.errors import SettingsError

Vector = Sequence[float]
Matrix = Sequence[Sequence[float]]

TOLERANCE = 1e-12
"""How far, as a part of what is due, means may lie under dues before a party counts as unable to pay."""


@dataclass(frozen=True, slots=True)
class Clearing:
    """Payments of each party, what each owes in all, and the parties that fail, wave by wave."""

    paid: tuple[float, ...]
    due: tuple[float, ...]
    waves: tuple[tuple[int, ...], ...]


def clear(
    owed: Matrix, means: Vector, outside: Vector | None = None, *, alpha: float = 1.0, beta: float = 1.0
) -> Clearing:
    """Return the greatest clearing vector (Eisenberg & Noe 2001; with default costs Rogers & Veraart 2013).

    p = due where means + received >= due, else alpha means + beta received; all creditors of one party are paid the
    same share. First everybody pays; then those who cannot are found and their payments solved for; with less paid,
    others may fail, in the next wave. The set only grows, so there are at most as many waves as parties.

    Args:
        owed: row i holds what party i owes each other party, zero or more; what it owes itself does not count.
        means: what each has besides what it is paid, zero or more.
        outside: what each owes to others than these parties, in the same rank.
        alpha: which share of its means a failed party keeps, in [0, 1]; `beta`: of what it is paid.

    Raises:
        SettingsError: sizes differ, a figure is below zero, or alpha or beta is outside [0, 1].

    >>> clear([[0, 0.1, 0.7], [2, 0, 10.5], [0, 8.4, 0]], [1, 1, 1]).waves
    ((1,),)
    """
    rest = [0.0] * len(means) if outside is None else list(outside)
    _check(owed, means, rest, alpha, beta)
    due = [sum(v for j, v in enumerate(row) if j != i) + rest[i] for i, row in enumerate(owed)]
    shares = [[v / due[i] if due[i] and i != j else 0.0 for j, v in enumerate(row)] for i, row in enumerate(owed)]
    paid, failed = list(due), set[int]()
    waves: list[tuple[int, ...]] = []
    while new := [i for i in range(len(due)) if i not in failed and _falls_short(i, paid, shares, means, due)]:
        waves.append(tuple(new))
        failed |= set(new)
        paid = _payments(sorted(failed), due, shares, means, alpha, beta)
    return Clearing(tuple(paid), tuple(due), tuple(waves))


def _check(owed: Matrix, means: Vector, rest: Vector, alpha: float, beta: float) -> None:
    size = len(means)
    if len(rest) != size or len(owed) != size or any(len(row) != size for row in owed):
        raise SettingsError("dues, means and outside dues must be of the same number of parties")
    if any(v < 0 for row in owed for v in row) or any(v < 0 for v in (*means, *rest)):
        raise SettingsError("dues and means must be zero or more; what is missing already belongs into the dues")
    if not (0 <= alpha <= 1 and 0 <= beta <= 1):
        raise SettingsError(f"alpha {alpha} and beta {beta} must lie between 0 and 1")


def _received(i: int, paid: Vector, shares: Matrix) -> float:
    return sum(shares[k][i] * paid[k] for k in range(len(paid)))


def _falls_short(i: int, paid: Vector, shares: Matrix, means: Vector, due: Vector) -> bool:
    return means[i] + _received(i, paid, shares) < due[i] - TOLERANCE * due[i]


def _payments(
    failed: Sequence[int], due: Vector, shares: Matrix, means: Vector, alpha: float, beta: float
) -> list[float]:
    """Return what all pay when just these fail: (I - beta P') p = alpha e + beta (what the others pay)."""
    inside = set(failed)
    system = [[float(i == k) - beta * shares[k][i] for k in failed] for i in failed]
    given = [
        alpha * means[i] + beta * sum(shares[k][i] * due[k] for k in range(len(due)) if k not in inside) for i in failed
    ]
    solved = dict(zip(failed, solve(system, given), strict=True))
    return [min(max(solved[i], 0.0), due[i]) if i in solved else due[i] for i in range(len(due))]


def solve(system: Matrix, given: Vector) -> list[float]:
    """Return x with A x = b, by elimination with row pivots; unknowns that nothing fixes are zero.

    >>> solve([[2.0, 0.0], [1.0, 1.0]], [2.0, 3.0])
    [1.0, 2.0]
    """
    rows = [[*map(float, row), float(b)] for row, b in zip(system, given, strict=True)]
    size = len(rows)
    for column in range(size):
        best = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        if abs(pivot) <= TOLERANCE:
            continue
        for below in range(column + 1, size):
            times = rows[below][column] / pivot
            if times:
                rows[below] = [b - times * a for a, b in zip(rows[column], rows[below], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        rest = rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))
        found[i] = rest / rows[i][i] if abs(rows[i][i]) > TOLERANCE else 0.0
    return found
