"""Rings: where money comes back to whoever paid it.

In: a `DealGraph`. Out: a `RingSearch`: rings, and whether the search saw everything. Promise: exact within the bound on
length (every party cycle once, with all parallel legs of each arc); work is bounded by a budget, and a search cut short
says so; the same graph gives the same rings in the same order. Definition: docs/rings.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from anello.analyse.cycles import find_cycles
from anello.analyse.slices import (
    CONTINGENT,
    FINANCING,
    REVENUE,
    Window,
    amount_in,
    groups_of,
    joined,
    least_together,
    money_legs,
    tidy,
)
from anello.errors import SettingsError
from anello.model import DealGraph, Leg, Ring, digest_of

GRADES = ("performed", "binding", "conditional", "contingent", "non-binding")
"""Classes of a leg from the firmest to the weakest; a ring is as firm as its weakest arc."""

LONGEST = 12
"""Longest ring that may be asked for: the number of cycles grows with the power of the length."""


@dataclass(frozen=True, slots=True)
class RingSearch:
    """The rings found; `complete` is False where the search ended before it was through."""

    rings: tuple[Ring, ...]
    complete: bool


def find_rings(
    graph: DealGraph,
    *,
    window: Window = (None, None),
    span_days: int | None = None,
    max_parties: int = 5,
    budget: int = 100_000_000,
    consolidate: Mapping[str, str] | None = None,
    most: int = 50_000,
) -> RingSearch:
    """Return the rings of 2 to `max_parties` parties in the money layer.

    One ring stands for one cycle of parties and holds all parallel legs of its arcs, so that their number is not
    multiplied by every instalment. With `span_days` the legs must also be possible one after another within that many
    days (Kumar & Calders 2018, on intervals). Rings come firmest and largest first.

    Args:
        budget: how many arcs the search may look at; some millions a second.
        consolidate: unit -> group; by default from the parties' parents, `{}` keeps every unit apart.
        most: how many cycles of parties are listed; a search that finds more is not complete.

    Raises:
        SettingsError: a bound is out of range, or the window ends before it begins.
    """
    if not 2 <= max_parties <= LONGEST:
        raise SettingsError(f"max_parties is {max_parties}; choose 2 to {LONGEST}")
    if budget < 0 or most < 0 or (span_days is not None and span_days < 0):
        raise SettingsError("budget, most and span_days must be zero or more")
    legs = [leg for leg in money_legs(graph, window) if leg.high is None or leg.high > 0]
    arcs = joined(legs, groups_of(graph, legs) if consolidate is None else consolidate)
    cycles, complete = find_cycles(tuple(arcs), max_parties, budget, most)
    rings = [ring for cycle in cycles if (ring := _ring(cycle, arcs, window, span_days))]
    return RingSearch(tuple(sorted(rings, key=_rank)), complete)


def _days(span: int) -> timedelta:
    return timedelta(days=min(span, timedelta.max.days))


def arcs_of(ring: Ring, graph: DealGraph) -> tuple[tuple[Leg, ...], ...]:
    """Return the legs of each arc of a ring, in the order of its parties."""
    leg_of = {leg.id: leg for leg in graph.legs}
    legs = [leg_of[name] for name in ring.legs if name in leg_of]
    place = {party: number for number, party in enumerate(ring.parties)}
    groups = groups_of(graph, money_legs(graph, (None, None)))
    arcs: list[list[Leg]] = [[] for _ in ring.parties]
    for leg in legs:
        payer = leg.payer if leg.payer in place else groups.get(leg.payer, leg.payer)
        arcs[place[payer]].append(leg)
    return tuple(map(tuple, arcs))


def _rank(ring: Ring) -> tuple[object, ...]:
    return (GRADES.index(ring.grade), -(ring.low or Decimal(0)), len(ring.parties), ring.parties)


def _ring(
    cycle: tuple[str, ...], arcs: Mapping[tuple[str, str], list[Leg]], window: Window, span_days: int | None
) -> Ring | None:
    """Return the ring of a cycle of parties, None where its legs cannot follow each other in time."""
    bundles = [arcs[pair] for pair in pairwise((*cycle, cycle[0]))]
    mixes = _mixes(bundles) if span_days is None else _timely_mixes(bundles, _days(span_days))
    if not mixes:
        return None
    legs = tuple(sorted(leg.id for bundle in bundles for leg in bundle))
    tie = _tie(bundles)
    moved = [_moved(bundle) for bundle in bundles]
    low, high, currency = _strength(moved, lambda leg: amount_in(leg, window))
    ends = all(leg.first is not None and leg.last is not None for bundle in moved for leg in bundle)
    yearly = _strength(moved, lambda leg: _a_year(leg, window)) if ends else (None, None, None)
    first, last = _bounds(bundles)
    return Ring(
        id=digest_of("ring", *cycle, *legs),
        kind=_kind(mixes, tie),
        parties=cycle,
        legs=legs,
        grade=max((min((grade_of(leg) for leg in b), key=GRADES.index) for b in bundles), key=GRADES.index),
        tie=tie,
        low=low,
        high=high,
        currency=currency,
        first=first,
        last=last,
        yearly_low=yearly[0],
        yearly_high=yearly[1],
    )


def grade_of(leg: Leg) -> str:
    """Return the class of a leg: what is contingent stays so even when signed.

    A leg of talks or of an announcement is non-binding whatever its kind.
    """
    if leg.bindingness in ("none", "non-binding"):
        return "non-binding"
    return "contingent" if leg.kind in CONTINGENT else leg.bindingness


F, R = 1, 2
"""Marks of a selection of legs: it holds a financing leg, it holds a revenue leg."""


def _mark(leg: Leg) -> int:
    return F if leg.kind in FINANCING else R if leg.kind in REVENUE else 0


def _mixes(bundles: Sequence[Sequence[Leg]]) -> set[int]:
    """Return which marks a choice of one leg an arc can bear."""
    mixes = {0}
    for bundle in bundles:
        marks = {_mark(leg) for leg in bundle}
        mixes = {mix | mark for mix in mixes for mark in marks}
    return mixes


def _timely_mixes(bundles: Sequence[Sequence[Leg]], span: timedelta) -> set[int]:
    """Return the marks of those choices of legs that can follow one another within the span, from any arc on."""
    slots = [sorted({_slot(leg) for leg in bundle}) for bundle in bundles]
    moments = sorted({day for arc in slots for first, last, _ in arc for day in (first, last)})
    found: set[int] = set()
    for turn in range(len(slots)):
        for start in moments:
            found |= _marks_from(slots[turn:] + slots[:turn], start, span)
    return found


def _slot(leg: Leg) -> tuple[date, date, int]:
    return (leg.first or date.min, leg.last or date.max, _mark(leg))


def _marks_from(arcs: Sequence[Sequence[tuple[date, date, int]]], start: date, span: timedelta) -> set[int]:
    """Return the marks that can come round if the first arc moves on the start day.

    For each mark it is enough to know the earliest day on which it can have come so far: moving sooner never hurts.
    """
    reached = {mark: start for first, last, mark in arcs[0] if first <= start <= last}
    for arc in arcs[1:]:
        following: dict[int, date] = {}
        for mark, day in reached.items():
            for first, last, own in arc:
                at = max(day, first)
                if at <= last and at - start <= span:
                    following[mark | own] = min(at, following.get(mark | own, date.max))
        reached = following
    return set(reached)


def _kind(mixes: set[int], tie: str) -> str:
    """Name the ring by the fullest choice of legs: financing and revenue, else financing alone, else revenue alone."""
    if F | R in mixes:
        return "round-trip" if tie == "contractual" else "circular exposure"
    return "cross-holding loop" if F in mixes else "reciprocal trade"


def _tie(bundles: Sequence[Sequence[Leg]]) -> str:
    """Return "contractual" or "linked" where one contract or announcement runs through all arcs, else "coincident"."""
    shared = set.intersection(*({label for leg in bundle for label in _labels(leg)} for bundle in bundles))
    if any(not label.startswith("article:") for label in shared):
        return "contractual"
    return "linked" if shared else "coincident"


def _labels(leg: Leg) -> Iterator[str]:
    yield from (label for label in (leg.tie or "").split(";") if label)


def _moved(bundle: Sequence[Leg]) -> list[Leg]:
    """Return the legs that say how much an arc moves.

    What is contingent adds to no arc that has other legs; an arc of nothing else moves anything up to its ceiling.
    """
    sure = [leg for leg in bundle if leg.kind not in CONTINGENT]
    return sure or [replace(leg, low=None) for leg in bundle]


def _a_year(leg: Leg, window: Window) -> Bounds:
    """Return what a leg moves in a year, spread evenly over its days in the window; a shorter time is a whole year."""
    first = max(day for day in (leg.first, window[0]) if day is not None)
    last = min(day for day in (leg.last, window[1]) if day is not None)
    years = max(Decimal(1), Decimal((last - first).days + 1) / DAYS_OF_YEAR)
    low, high = amount_in(leg, window)
    return (None if low is None else tidy(low / years), None if high is None else tidy(high / years))


DAYS_OF_YEAR = Decimal("365.25")
Bounds = tuple[Decimal | None, Decimal | None]


def _strength(
    bundles: Sequence[Sequence[Leg]], amount_of: Callable[[Leg], Bounds]
) -> tuple[Decimal | None, Decimal | None, str | None]:
    """Return the least that an arc of the ring moves, as bounds; unknown across currencies.

    Parallel legs add up, except that a running total ("since 2023") may hold the others: then the lower bound is the
    larger of the two. An arc without an upper bound does not limit the ring; a lower bound needs one on every arc.
    """
    currencies = {leg.currency for bundle in bundles for leg in bundle if leg.currency}
    if len(currencies) != 1:
        return None, None, None
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    for bundle in bundles:
        amounts = [amount_of(leg) for leg in bundle]
        known_highs = [high for _, high in amounts if high is not None]
        if any(low is not None for low, _ in amounts):
            lows.append(
                least_together([(leg, low) for leg, (low, _) in zip(bundle, amounts, strict=True) if low is not None])
            )
        if len(known_highs) == len(amounts):
            highs.append(sum(known_highs, Decimal(0)))
    low = min(lows) if len(lows) == len(bundles) else None
    return low, min(highs, default=None), currencies.pop()


def _bounds(bundles: Sequence[Sequence[Leg]]) -> tuple[date | None, date | None]:
    """Return the days within which all legs move, None where open; nothing where a leg has no date at all.

    A leg of which only its end is known counts from there, so that a ring of dated legs never looks undated.
    """
    firsts = [leg.first or leg.last for bundle in bundles for leg in bundle]
    lasts = [leg.last for bundle in bundles for leg in bundle]
    first = None if None in firsts else min(d for d in firsts if d is not None)
    return first, None if None in lasts else max(d for d in lasts if d is not None)
