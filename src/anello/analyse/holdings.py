"""The mathematics of holdings: look-through values, integrated ownership, control by majority.

In: shares as fractions of one, row holder, column company; or a mapping (holder, company) -> share. Out: plain numbers
and sets. Promise: pure; what cannot be (more than all of a company owned, a circle that nobody outside owns) is an
error or is named, never a number; each formula has its source. Formulas and worked numbers: docs/owners.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from anello.errors import DataError, EngineError

Matrix: TypeAlias = Sequence[Sequence[float]]
Pair: TypeAlias = tuple[str, str]
"""Holder and company."""

TINY = 1e-12
"""A pivot below this is zero, and a sum of shares above one by less than this is one."""

MOST_STEPS = 100_000
"""Steps of the fixed point before it is given up; each narrows the error by the largest column sum."""

HALF = Decimal(50)


# --- linear algebra ---------------------------------------------------------------------------------------------------


def solve(matrix: Matrix, right: Matrix) -> list[list[float]]:
    """Return X with matrix X = right, by elimination with row pivots; the matrices are small and dense.

    >>> solve([[2.0, 0.0], [0.0, 4.0]], [[2.0], [2.0]])
    [[1.0], [0.5]]

    Raises:
        DataError: the matrix is singular: companies own each other entirely, and nobody outside owns them.
    """
    size = len(matrix)
    rows = [[*map(float, matrix[i]), *map(float, right[i])] for i in range(size)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        if abs(rows[pivot][column]) < TINY:
            raise DataError(
                "companies own each other entirely; without an owner outside they have no value of their own"
            )
        rows[column], rows[pivot] = rows[pivot], rows[column]
        chosen = rows[column]
        for row in rows[column + 1 :]:
            factor = row[column] / chosen[column]
            if factor:
                row[column:] = [one - factor * other for one, other in zip(row[column:], chosen[column:], strict=True)]
    for column in range(size - 1, -1, -1):
        chosen = rows[column]
        chosen[size:] = [value / chosen[column] for value in chosen[size:]]
        for row in rows[:column]:
            if row[column]:
                row[size:] = [v - row[column] * c for v, c in zip(row[size:], chosen[size:], strict=True)]
    return [row[size:] for row in rows]


def inverse_of_rest(shares: Matrix) -> list[list[float]]:
    """Return (I - W)^-1, which adds up all ways through the holdings.

    Raises:
        DataError: some companies own each other entirely.
    """
    size = len(shares)
    one = [[float(i == j) for j in range(size)] for i in range(size)]
    return solve([[one[i][j] - shares[i][j] for j in range(size)] for i in range(size)], one)


def column_sums(shares: Matrix) -> list[float]:
    """Return how much of each company its holders own together."""
    return [sum(row[j] for row in shares) for j in range(len(shares))]


def times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    """Return the product of a matrix and a vector."""
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


# --- cross-holdings: Elliott, Golub and Jackson -----------------------------------------------------------------------


def dependency(shares: Matrix) -> list[list[float]]:
    """Return A = C^ (I - C)^-1: how much of each company's assets ends with the outside owners of each other one.

    Elliott, Golub & Jackson, Financial networks and contagion (AER 2014): C^ is what outsiders own of each company.
    Columns add up to 1, so this, unlike integrated ownership, may be added over owners.

    >>> [[round(v, 4) for v in row] for row in dependency([[0, 0.5], [0.5, 0]])]
    [[0.6667, 0.3333], [0.3333, 0.6667]]

    Raises:
        DataError: nobody outside owns a company.
    """
    outside = [1.0 - total for total in column_sums(shares)]
    if any(part <= TINY for part in outside):
        raise DataError("holders own all or more than all of a company; the method needs an owner outside")
    ways = inverse_of_rest(shares)
    return [[part * value for value in row] for part, row in zip(outside, ways, strict=True)]


def market_values(
    depends: Matrix, assets: Sequence[float], least: Sequence[float], losses: Sequence[float]
) -> tuple[list[float], list[tuple[int, ...]]]:
    """Return v = A (Dp - b(v)) and who falls below the least value, wave by wave.

    The best case: failures are iterated from none. A company whose value is below `least` loses `losses` of its assets,
    once (Elliott, Golub & Jackson 2014, section 2).
    """
    failed: set[int] = set()
    waves: list[tuple[int, ...]] = []
    while True:
        left = [value - (losses[i] if i in failed else 0.0) for i, value in enumerate(assets)]
        values = times(depends, left)
        fallen = tuple(i for i, value in enumerate(values) if i not in failed and value < least[i] - TINY)
        if not fallen:
            return values, waves
        waves.append(fallen)
        failed.update(fallen)


# --- equity and debt: Suzuki ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirmValues:
    """What equity and debt of each firm are worth once all holdings are looked through."""

    equity: tuple[float, ...]
    debt: tuple[float, ...]

    @property
    def whole(self) -> tuple[float, ...]:
        """Return the value of each firm, equity and debt together."""
        return tuple(s + r for s, r in zip(self.equity, self.debt, strict=True))


@dataclass(frozen=True, slots=True)
class Firms:
    """Firms that hold each other's shares and loans: `assets` outside, `due` what each owes in all.

    `stakes[i][j]` and `loans[i][j]` are the fractions of j's equity and of j's debt that i holds.
    """

    assets: tuple[float, ...]
    stakes: Matrix
    loans: Matrix
    due: tuple[float, ...]

    def step(self, now: FirmValues) -> FirmValues:
        """Return the next values: V = a + Ms s + Md r, s = max(0, V - d), r = min(d, V)."""
        stakes, loans = times(self.stakes, now.equity), times(self.loans, now.debt)
        worth = [a + s + r for a, s, r in zip(self.assets, stakes, loans, strict=True)]
        return self.split(worth)

    def split(self, worth: Sequence[float]) -> FirmValues:
        """Return what of each firm's worth its shareholders and its lenders have."""
        equity = tuple(max(0.0, v - d) for v, d in zip(worth, self.due, strict=True))
        return FirmValues(equity, tuple(min(d, v) for v, d in zip(worth, self.due, strict=True)))


def firm_values(firms: Firms) -> FirmValues:
    """Return the values of firms that hold each other (Suzuki 2002; unique where column sums are below 1).

    Fixed-point steps find who can pay; as soon as the linear system of that set agrees with it, its solution is the
    answer, exact up to rounding (the hybrid algorithm of Hain & Fischer 2015).

    Raises:
        DataError: assets or debts are negative, or others hold all of a firm's equity or debt.
        EngineError: the steps did not settle.
    """
    if any(value < 0 for value in (*firms.assets, *firms.due)):
        raise DataError("assets and debts must not be negative")
    if any(total >= 1.0 for total in (*column_sums(firms.stakes), *column_sums(firms.loans))):
        raise DataError("others hold all of a firm's equity or debt; the method needs a holder outside")
    zero = (0.0,) * len(firms.assets)
    now = FirmValues(zero, zero)
    tried: set[tuple[bool, ...]] = set()
    for _ in range(MOST_STEPS):
        before, now = now, firms.step(now)
        if _change(before, now) <= TINY:
            return now
        solvent = tuple(s > 0.0 for s in now.equity)
        if solvent not in tried:
            tried.add(solvent)
            worth = _worth_if(firms, solvent)
            if _agrees(worth, firms.due, solvent):
                return firms.split(worth)
    raise EngineError(f"the values of {len(firms.assets)} firms did not settle; their holdings are almost closed")


def _worth_if(firms: Firms, solvent: Sequence[bool]) -> list[float]:
    size = len(firms.assets)
    paid = [d if can else 0.0 for d, can in zip(firms.due, solvent, strict=True)]
    system = [
        [float(i == j) - (firms.stakes[i][j] if solvent[j] else firms.loans[i][j]) for j in range(size)]
        for i in range(size)
    ]
    known = [
        a - s + r for a, s, r in zip(firms.assets, times(firms.stakes, paid), times(firms.loans, paid), strict=True)
    ]
    return [row[0] for row in solve(system, [[value] for value in known])]


def _change(before: FirmValues, now: FirmValues) -> float:
    """Return by how much values changed, as a fraction of the largest."""
    apart = [abs(a - b) for a, b in zip((*before.equity, *before.debt), (*now.equity, *now.debt), strict=True)]
    return max(apart, default=0.0) / max((1.0, *now.equity, *now.debt))


def _agrees(worth: Sequence[float], due: Sequence[float], solvent: Sequence[bool]) -> bool:
    slack = TINY * max((1.0, *map(abs, worth)))
    return all(v >= d - slack if can else v <= d + slack for v, d, can in zip(worth, due, solvent, strict=True))


def gross_up(values: Iterable[float], underlying: Iterable[float]) -> float | None:
    """Return sum of book values over sum of what stands under them, None where nothing does.

    >>> gross_up([3.0, 3.0], [2.0, 2.0])
    1.5
    """
    under = sum(underlying)
    return sum(values) / under if under > 0 else None


# --- integrated ownership ---------------------------------------------------------------------------------------------


def raw_values(shares: Matrix, worth: Sequence[float]) -> list[float]:
    """Return (I - W)^-1 W v, what owners seem to hold where every way counts: circles count again and again."""
    return times(inverse_of_rest(shares), times(shares, worth))


def integrated(shares: Matrix) -> list[list[float]]:
    """Return integrated ownership without self-return: diag(V)^-1 (V - I) off the diagonal, V = (I - W)^-1.

    What i owns of j directly and through all others, with ways through i itself left out (Brioschi, Buzzacchi &
    Colombo 1989; Vitali, Glattfelder & Battiston 2011). It is never above 1, but several owners of one company overlap,
    so it must not be added over owners.

    Raises:
        DataError: some companies own each other entirely.
    """
    ways = inverse_of_rest(shares)
    return [[0.0 if i == j else row[j] / row[i] for j in range(len(row))] for i, row in enumerate(ways)]


def integrated_share(shares: Mapping[Pair, float], holder: str, company: str) -> float:
    """Return what a holder owns of a company directly and through others: d_i (I - B_i)^-1 with i's own owners removed.

    Only companies on a way from the holder to the company are looked at. The value grows with every share, so lower
    and upper shares give lower and upper bounds. Upper shares of one company may add up to more than the whole: then
    the answer is an upper bound for all shares below them that do not, and never more than 1.
    """
    inner = on_the_way(shares, holder, company)
    if not inner:
        return 0.0
    place = {name: number for number, name in enumerate(inner)}
    direct, between = [0.0] * len(inner), [[0.0] * len(inner) for _ in inner]
    for (owner, owned), share in shares.items():
        if owned in place and owner == holder:
            direct[place[owned]] += share
        elif owned in place and owner in place:
            between[place[owned]][place[owner]] += share
    closed = any(part + sum(row) > 1.0 + SLACK for part, row in zip(direct, between, strict=True))
    return (_bound_from_above if closed else _solved)(direct, between)[place[company]]


SLACK = 1e-9
BOUND_STEPS = 200
"""Every step from above is a bound; after so many the rest does not matter."""


def _solved(direct: Sequence[float], between: Matrix) -> list[float]:
    size = len(direct)
    rest = [[float(i == j) - between[i][j] for j in range(size)] for i in range(size)]
    try:
        return [row[0] for row in solve(rest, [[value] for value in direct])]
    except DataError:
        return _bound_from_above(direct, between)


def _bound_from_above(direct: Sequence[float], between: Matrix) -> list[float]:
    """Return an upper bound: x -> min(1, d + B x) from all ones falls towards the answer and never below it."""
    now = [1.0] * len(direct)
    for _ in range(BOUND_STEPS):
        now = [min(1.0, d + more) for d, more in zip(direct, times(between, now), strict=True)]
    return now


def on_the_way(shares: Iterable[Pair], holder: str, company: str) -> list[str]:
    """Return the companies on a way of holdings from a holder to a company, sorted; none where there is no way."""
    below: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for owner, owned in shares:
        below[owner].add(owned)
        above[owned].add(owner)
    down = reached(holder, below)
    return sorted(climb(company, above, down) | {company}) if company in down else []


def reached(start: str, steps: Mapping[str, Iterable[str]]) -> set[str]:
    """Return all that can be reached from a start, itself left out."""
    found: set[str] = set()
    work = [start]
    while work:
        for name in steps.get(work.pop(), ()):
            if name not in found and name != start:
                found.add(name)
                work.append(name)
    return found


def climb(start: str, steps: Mapping[str, set[str]], among: set[str]) -> set[str]:
    """Return all that can be reached from a start by way of members of a set; fast where that set is small."""
    found: set[str] = set()
    work = [start]
    while work:
        more = (steps.get(work.pop(), set()) & among) - found
        found |= more
        work += sorted(more)
    return found


# --- control by majority ----------------------------------------------------------------------------------------------


def oversold(shares: Mapping[Pair, Decimal], whole: Decimal = Decimal(100)) -> dict[str, Decimal]:
    """Return the companies of which more than the whole is owned, with the sum; their data cannot be right."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for (_, company), share in shares.items():
        total[company] += share
    return {company: total[company] for company in sorted(total) if total[company] > whole}


@dataclass(frozen=True, slots=True)
class Held:
    """How a company is controlled: `share` is what the group holds together, `through` who of it holds a part."""

    share: Decimal
    through: tuple[str, ...]
    given: bool = False


def controlled(
    holder: str,
    stakes: Mapping[str, Mapping[str, Decimal]],
    given: Mapping[str, Iterable[str]] | None = None,
    closed: Iterable[str] = (),
    limit: Decimal = HALF,
) -> dict[str, Held]:
    """Return the companies that a holder controls: it and what it controls hold more than `limit` percent of them.

    The least fixed point of the company control rule (Ceri, Gottlob & Tanca 1990; Vadalog), found by a work list in
    time linear in the stakes. Control is all or nothing: a chain of four stakes of 51 % is full control and 6.8 % of
    the cash flow.

    Args:
        stakes: holder -> company -> percent.
        given: holder -> companies that it is said to control, whatever it holds.
        closed: companies of which control is never inferred from percentages.
    """
    said, never = given or {}, set(closed)
    total: dict[str, Decimal] = defaultdict(Decimal)
    parts: dict[str, list[str]] = defaultdict(list)
    found: dict[str, Held] = {}
    by_word: dict[str, str] = {}
    work, group = [holder], {holder}
    while work:
        member = work.pop(0)
        for company in said.get(member, ()):
            by_word.setdefault(company, member)
        for company, share in stakes.get(member, {}).items():
            total[company] += share
            parts[company].append(member)
        for company in sorted({*said.get(member, ()), *stakes.get(member, {})} - group):
            if company in by_word or (company not in never and total[company] > limit):
                group.add(company)
                work.append(company)
    for company in sorted(group - {holder}):
        ways = [by_word[company]] if company in by_word else parts[company]
        through = tuple(way for way in ways if way != holder)
        found[company] = Held(total[company], through, company in by_word)
    return found
