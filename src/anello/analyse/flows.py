"""The circular share: how much of the money that moves only goes round.

In: a `DealGraph`, or plain weighted arcs. Out: a `Flow`, or a `Compression`. Promise: the maximum circulation by a
linear program solved to optimality (cancelling cycles greedily falls short of it); bounds hold for every amount within
its interval; nothing moved gives a share of None, not zero. Formulas and sources: docs/flows.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from anello.analyse.mincost import circulate
from anello.analyse.slices import (
    CONTINGENT,
    DIGITS,
    Window,
    amount_in,
    components_of,
    groups_of,
    joined,
    least_together,
    money_legs,
    tidy,
)
from anello.errors import EngineError
from anello.model import DealGraph, Flow, Leg

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Compression:
    """What netting could do to a network of payments (D'Errico & Roukny 2017).

    `gross` is all that is paid, `net` the least that keeps every net position, `excess` their difference, `circular`
    the maximum circulation, `left` what remains without it. `excess` is no circular share: a chain has one too.
    """

    gross: Decimal
    net: Decimal
    excess: Decimal
    circular: Decimal
    left: Decimal


def compress(arcs: Iterable[tuple[str, str, Decimal]]) -> Compression:
    """Return the compression figures of a network; payments to oneself are left out first.

    >>> compress([("a", "b", Decimal(5)), ("b", "c", Decimal(10)), ("c", "a", Decimal(20))]).circular
    Decimal('15')
    """
    merged: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for payer, payee, amount in arcs:
        if payer != payee:
            merged[payer, payee] += amount
    position: dict[str, Decimal] = defaultdict(Decimal)
    for (payer, payee), amount in merged.items():
        position[payer] += amount
        position[payee] -= amount
    gross = sum(merged.values(), ZERO)
    net = sum((p for p in position.values() if p > 0), ZERO)
    circular = sum(circulation(merged).values(), ZERO)
    return Compression(gross, net, gross - net, circular, gross - circular)


def measure_flow(
    graph: DealGraph,
    *,
    currency: str = "USD",
    window: Window = (None, None),
    consolidate: Mapping[str, str] | None = None,
) -> Flow:
    """Return how much of the money in one currency and window is circular.

    `circular_low` and `circular_high` are exact: the maximum circulation never falls when an amount grows. `share_high`
    is the exact maximum of the share over all amounts within their bounds; `share_low` is a safe outer bound, least
    circulation over greatest gross. A leg without an upper bound counts with its lower one and among `unpriced`, like a
    leg without amount. Transfers within a group are left out, and so are warrants and guarantees, which may never be
    paid.

    Args:
        consolidate: unit -> group; by default from the parties' parents, `{}` keeps every unit apart.

    Raises:
        SettingsError: the window ends before it begins.
    """
    legs = counted_legs(graph, currency, window)
    arcs = joined(legs, groups_of(graph, legs) if consolidate is None else consolidate)
    lows, highs = _corners(arcs, window)
    inner = _within_components(highs)
    flow = circulation({pair: highs[pair] for pair in inner})
    circular_low = sum(circulation(lows).values(), ZERO)
    gross_low, gross_high = sum(lows.values(), ZERO), sum(highs.values(), ZERO)
    return Flow(
        gross_low=gross_low,
        gross_high=gross_high,
        circular_low=circular_low,
        circular_high=sum(flow.values(), ZERO),
        share_low=float(circular_low / gross_high) if gross_high else None,
        share_high=greatest_share(lows, highs),
        currency=currency,
        floor=graph.floor,
        first=window[0],
        last=window[1],
        edges=_shared_out(flow, arcs, window),
        unpriced=sum(leg.high is None for bundle in arcs.values() for leg in bundle),
    )


def counted_legs(graph: DealGraph, currency: str, window: Window) -> list[Leg]:
    """Return the legs that count: money of the currency, or without one, that may be paid within the window."""
    legs = money_legs(graph, window)
    return [leg for leg in legs if leg.currency in (currency, None) and leg.kind not in CONTINGENT]


def flow_by_year(
    graph: DealGraph, *, currency: str = "USD", consolidate: Mapping[str, str] | None = None
) -> tuple[tuple[Flow, ...], int]:
    """Return the flow of each year in which legs move, and of how many legs the first or last day is not told.

    A leg is spread evenly over its days. One whose end nobody tells moves anything from nothing to all of it in each
    year that it may touch, so that its bounds hold however it is paid. `consolidate` is that of `measure_flow`.
    """
    legs = counted_legs(graph, currency, (None, None))
    days = [day for leg in legs for day in (leg.first, leg.last) if day is not None]
    years = range(min(days).year, max(days).year + 1) if days else range(0)
    found = []
    for year in years if len(years) <= MOST_YEARS else ():
        window = date(year, 1, 1), date(year, 12, 31)
        found.append(measure_flow(graph, currency=currency, window=window, consolidate=consolidate))
    return tuple(flow for flow in found if flow.gross_high), sum(not _is_dated(leg) for leg in legs)


def _is_dated(leg: Leg) -> bool:
    return leg.first is not None and leg.last is not None and leg.last >= leg.first


MOST_YEARS = 200
"""A wider span is a wrong date."""


def leg_bounds(leg: Leg, window: Window) -> tuple[Decimal, Decimal]:
    """Return both corners of a leg: a missing lower bound is zero, a missing upper bound the lower one."""
    low, high = amount_in(leg, window)
    least = max(low or ZERO, ZERO)
    return least, max(least if high is None else high, ZERO)


Arcs = Mapping[tuple[str, str], Sequence[Leg]]
Weights = dict[tuple[str, str], Decimal]


def _corners(arcs: Arcs, window: Window) -> tuple[Weights, Weights]:
    bounds = {pair: [leg_bounds(leg, window) for leg in legs] for pair, legs in arcs.items()}
    lows = {
        pair: least_together([(leg, low) for leg, (low, _) in zip(arcs[pair], both, strict=True)])
        for pair, both in bounds.items()
    }
    return lows, {pair: sum((high for _, high in both), ZERO) for pair, both in bounds.items()}


def _within_components(weights: Mapping[tuple[str, str], Decimal]) -> list[tuple[str, str]]:
    """Return the arcs that can lie on a cycle: those of some weight inside a strongly connected component."""
    heavy = [pair for pair in sorted(weights) if weights[pair] > 0 and pair[0] != pair[1]]
    component = components_of(heavy)
    return [(u, v) for u, v in heavy if component[u] == component[v]]


def _shared_out(flow: Weights, arcs: Arcs, window: Window) -> tuple[tuple[str, Decimal], ...]:
    """Return how much of each leg circulates: parallel legs share by size, since nothing tells them apart."""
    out: list[tuple[str, Decimal]] = []
    for pair, amount in flow.items():
        sizes = [(leg.id, leg_bounds(leg, window)[1]) for leg in arcs[pair]]
        whole = sum((size for _, size in sizes), ZERO)
        out += [(leg, tidy(amount * size / whole)) for leg, size in sizes if size and amount]
    return tuple(sorted(out))


def circulation(weights: Mapping[tuple[str, str], Decimal]) -> Weights:
    """Return the maximum circulation: how much of each arc can be taken off without changing any net position.

    max sum f, 0 <= f <= w, what enters a node leaves it (D'Errico & Roukny 2017). The program is totally unimodular, so
    a vertex solution is a sum of the weights, and rounding to their last digit makes it exact.
    """
    arcs = _within_components(weights)
    if not arcs:
        return {}
    scale = max(weights[a] for a in arcs)
    most = float(scale)
    grid = _grid([weights[a] for a in arcs], scale)
    if len(arcs) > LARGE:
        ends, number = _numbered(arcs)
        whole = circulate(ends, [int(weights[a] / grid) for a in arcs], len(number))
        if whole is not None:
            return {arc: grid * amount for arc, amount in zip(arcs, whole, strict=True)}
    solved = _best_flow(arcs, [[(1.0, float(weights[a]) / most)] for a in arcs])
    taken = {a: min(_snap(Decimal(f) * scale, grid), weights[a]) for a, f in zip(arcs, solved, strict=True)}
    return {arc: max(amount, ZERO) for arc, amount in taken.items()}


LARGE = 100_000
"""Arcs above which OR-Tools is faster, where it is installed."""


def _numbered(arcs: Sequence[tuple[str, str]]) -> tuple[list[tuple[int, int]], dict[str, int]]:
    """Return the arcs with their parties numbered from zero, and the number of each party."""
    number: dict[str, int] = {}
    for arc in arcs:
        for node in arc:
            number.setdefault(node, len(number))
    return [(number[payer], number[payee]) for payer, payee in arcs], number


def _best_flow(arcs: Sequence[tuple[str, str]], bands: Sequence[Sequence[tuple[float, float]]]) -> list[float]:
    """Return the circulation of greatest worth; each arc has bands of (worth of a unit, room), the best band first."""
    plain, number = _numbered(arcs)
    ends = [pair for pair, of_arc in zip(plain, bands, strict=True) for _ in of_arc]
    solved = iter(_maximise(ends, [band for of_arc in bands for band in of_arc], len(number)))
    return [sum(next(solved) for _ in of_arc) for of_arc in bands]


def _grid(weights: Sequence[Decimal], scale: Decimal) -> Decimal:
    """Return the last digit that all weights share, not finer than floating point can tell."""
    exponents = [w.normalize().as_tuple().exponent for w in weights]
    finest = min(e for e in exponents if isinstance(e, int))
    return Decimal(1).scaleb(max(finest, scale.adjusted() - DIGITS))


def _snap(value: Decimal, grid: Decimal) -> Decimal:
    if not value:
        return ZERO
    return (value / grid).to_integral_value() * grid


def greatest_share(lows: Mapping[tuple[str, str], Decimal], highs: Mapping[tuple[str, str], Decimal]) -> float | None:
    """Return the greatest circular share that amounts within their bounds allow, None where nothing can move.

    The share does not grow with every amount, so the corner of all upper bounds does not give it. The answer is the
    optimum of the linear-fractional program max sum f / sum w, lo <= w <= hi, f <= w (Charnes & Cooper 1962), found by
    Dinkelbach's steps (1967): for a share r, maximise sum f - r sum w, take the share of the solution as the next r,
    and stop where nothing is left to gain. Of an arc, what must be paid anyway circulates at worth 1, what need not be
    paid at worth 1 - r, so that each step is a plain circulation.
    """
    scale = max(highs.values(), default=ZERO)
    if not scale:
        return None
    arcs = _within_components(highs)
    inner = set(arcs)
    outer = float(sum((low for pair, low in lows.items() if pair not in inner), ZERO) / scale)
    must = [float(lows[a] / scale) for a in arcs]
    may = [float(highs[a] / scale) - low for a, low in zip(arcs, must, strict=True)]
    share = 0.0
    for _ in range(MOST_STEPS if arcs else 0):
        flow = _best_flow(arcs, [[(1.0, low), (1.0 - share, more)] for low, more in zip(must, may, strict=True)])
        gross = outer + sum(max(low, f) for low, f in zip(must, flow, strict=True))
        gained = sum(flow) - share * gross
        if gained <= ENOUGH * gross:
            break
        share = sum(flow) / gross
    return min(1.0, share)


MOST_STEPS = 64
"""Dinkelbach's steps converge faster than linearly; this many only keep a rounding error from looping for ever."""

ENOUGH = 1e-12


def _maximise(ends: Sequence[tuple[int, int]], bands: Sequence[tuple[float, float]], nodes: int) -> list[float]:
    """Return an optimal vertex: how much runs over each arc where what enters a node leaves it.

    The only place that knows HiGHS. Its presolve is left out: it takes longer than it saves on a circulation.

    Args:
        ends: payer and payee of each arc, numbered from zero.
        bands: the worth of a unit on the arc, and the room there is.

    Raises:
        EngineError: the solver stopped before it had proved an optimum; its last value would be no answer.
    """
    import highspy

    # The wrapper class `Highs` prints a banner when it is made, before it can be told to be silent.
    make: Any = vars(highspy)["_Highs"]
    solver = make()
    for option, value in (("output_flag", False), ("solver", "simplex"), ("presolve", "off")):
        solver.setOptionValue(option, value)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-10)
    solver.passModel(_model(highspy, ends, bands, nodes))
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        said = solver.modelStatusToString(status)
        raise EngineError(f"the circulation of {len(ends)} arcs was not solved: {said}; narrow the window")
    return [float(value) for value in solver.getSolution().col_value]


def _model(highspy: Any, ends: Sequence[tuple[int, int]], bands: Sequence[tuple[float, float]], nodes: int) -> Any:
    """Return the program as whole arrays: a list would be taken over number by number."""
    import numpy as np

    columns = len(ends)
    costs, rooms = np.array(bands, np.float64).reshape(-1, 2).T.copy()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, nodes
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = costs, np.zeros(columns), rooms
    model.row_lower_ = model.row_upper_ = np.zeros(nodes)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.arange(0, 2 * columns + 1, 2, dtype=np.int32)
    matrix.index_ = np.array(ends, np.int32).ravel()
    matrix.value_ = np.tile([1.0, -1.0], columns)
    return model
