"""Contagion: clearing where dues and means are known within bounds only, and what would break whom.

In: a `Web` of dues with what each party is known to have, and who does not pay. Out: a `Spread`: for each due and each
party the least and the most that is left unpaid. Promise: whatever the true figures within the bounds, the greatest
clearing vector lies within the result (outer bounds by monotone maps, docs/stress.md); where all is known the result is
that vector; the set of those who fail only grows. Floating point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf

Interval = tuple[float, float]
"""Least and most, the most `inf` where nothing bounds it."""

TINY = 1e-10
"""What is smaller, as a part of what a party owes in all, is a rounding error."""

SETTLED = 1e-14
"""A shortfall that grows by a smaller part than this has settled."""

STEPS = 5_000
"""Steps of one wave; whoever still moves then counts with all it owes, which bounds it for certain."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What `payer` owes `payee` in the window; `added` where only the scenario makes it due (a guarantee called)."""

    payer: str
    payee: str
    owed: Interval
    added: bool = False


@dataclass(frozen=True, slots=True)
class Unpaid:
    """What a party leaves unpaid by the scenario: a share of some edges, or a sum over them, by their places."""

    edges: tuple[int, ...]
    share: Interval | None = None
    amount: Interval | None = None


@dataclass(frozen=True, eq=False)
class Web:
    """Who owes what to whom, and what each has to pay with.

    `means` and `outside` hold what a party has and what it owes to others; a party that is not in both is unknown: it
    is taken to be able to pay before the scenario, with a reserve between nothing and no end. `lost` is financing that
    the scenario stops, `spared` what a party no longer owes since it stopped (neither is among the edges), `fresh` new
    money that it brings to an unknown party.
    """

    edges: tuple[Edge, ...]
    means: Mapping[str, Interval] = field(default_factory=dict)
    outside: Mapping[str, Interval] = field(default_factory=dict)
    lost: Mapping[str, Interval] = field(default_factory=dict)
    spared: Mapping[str, Interval] = field(default_factory=dict)
    fresh: Mapping[str, Interval] = field(default_factory=dict)
    shocks: tuple[Unpaid, ...] = ()

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Return all parties, sorted."""
        ends = {end for edge in self.edges for end in (edge.payer, edge.payee)}
        return tuple(sorted(ends.union(self.means, self.outside, self.lost, self.spared, self.fresh)))

    @cached_property
    def out(self) -> Mapping[str, tuple[int, ...]]:
        """Return for each party the places of what it owes."""
        return _by_end(self.parties, [edge.payer for edge in self.edges])

    @cached_property
    def into(self) -> Mapping[str, tuple[int, ...]]:
        """Return for each party the places of what it is owed."""
        return _by_end(self.parties, [edge.payee for edge in self.edges])

    @cached_property
    def due(self) -> Mapping[str, Interval]:
        """Return what each party owes in all."""
        return {
            party: _sum([self.outside.get(party, (0.0, 0.0)), *(self.edges[k].owed for k in self.out[party])])
            for party in self.parties
        }

    def knows(self, party: str) -> bool:
        """Tell whether the balance sheet of a party bounds what it can pay."""
        return party in self.means and party in self.outside and self.outside[party][1] < inf


def _by_end(parties: Sequence[str], ends: Sequence[str]) -> dict[str, tuple[int, ...]]:
    places: dict[str, list[int]] = {party: [] for party in parties}
    for place, end in enumerate(ends):
        places[end].append(place)
    return {party: tuple(found) for party, found in places.items()}


def _sum(bounds: Iterable[Interval]) -> Interval:
    listed = list(bounds)
    return sum(low for low, _ in listed), sum(high for _, high in listed)


@dataclass(frozen=True, slots=True)
class Spread:
    """What follows: for each edge what is left unpaid and what is paid, for each party what it cannot pay, the `loss`
    that the scenario brings it, the `reserve` that it then needs to pay its own dues, what it leaves unpaid on its
    edges, by its own lack or by the scenario, and in which round each can first fail."""

    unpaid: tuple[Interval, ...]
    received: tuple[Interval, ...]
    shortfall: Mapping[str, Interval]
    loss: Mapping[str, Interval]
    reserve: Mapping[str, Interval]
    leaves: Mapping[str, Interval]
    waves: tuple[tuple[str, ...], ...]

    def wave_of(self, party: str) -> int | None:
        """Return the wave in which a party can first fail, None where it cannot."""
        return next((number for number, wave in enumerate(self.waves, 1) if party in wave), None)


def spread(web: Web, alpha: float = 1.0, beta: float = 1.0) -> Spread:
    """Return the least and the most that is left unpaid at one pair of default costs."""
    best, worst = _Side(web, alpha, beta, worst=False), _Side(web, alpha, beta, worst=True)
    best.run()
    worst.run()
    sides = best, worst
    every = range(len(web.edges))
    return Spread(
        unpaid=tuple(_ordered(*(side.unpaid(k) for side in sides)) for k in every),
        received=tuple(_ordered(*(side.received(k) for side in reversed(sides))) for k in every),
        shortfall={p: _ordered(*(side.short[p] for side in sides)) for p in web.parties},
        loss={p: _ordered(*(max(side.loss(p), 0.0) for side in sides)) for p in web.parties},
        reserve={p: _ordered(*(side.reserve(p) for side in sides)) for p in web.parties},
        leaves={p: _ordered(*(side.leaves(p) for side in sides)) for p in web.parties},
        waves=tuple(worst.waves),
    )


def _ordered(low: float, high: float) -> Interval:
    """Return both ends of an interval; rounding alone can have put them the wrong way round."""
    return min(low, high), max(low, high)


class _Side:
    """One side of the bounds: the most (`worst`) or the least that is left unpaid, found from nothing upwards.

    All its maps grow with the shortfalls, so that the least fixed point bounds the truth from that side: it is the
    greatest clearing vector of a case that is as bad (or as good) as each figure allows by itself.
    """

    def __init__(self, web: Web, alpha: float, beta: float, *, worst: bool) -> None:
        self.web, self.alpha, self.beta, self.worst = web, alpha, beta, worst
        self.short = dict.fromkeys(web.parties, 0.0)
        self.waves: list[tuple[str, ...]] = []
        far, near = (1, 0) if worst else (0, 1)
        # Each due at its bad end and at its good end: what is lost is reckoned on the first, what is paid on the other.
        self.far = [edge.owed[far] for edge in web.edges]
        self.near = [edge.owed[near] for edge in web.edges]
        # The rest of what the payer owes: the smaller it is, the greater is the part of a shortfall that falls here.
        self.rest = [self._rest(edge, owed, near) for edge, owed in zip(web.edges, self.near, strict=True)]
        self.forced, self.held_back = self._forced(far)

    def _rest(self, edge: Edge, owed: float, side: int) -> float:
        whole = self.web.due[edge.payer][side]
        return inf if whole == inf else max(whole - owed, 0.0)

    def _forced(self, side: int) -> tuple[list[float], list[float]]:
        """Return what the scenario leaves unpaid on each edge, reckoned on what may be owed and on what surely is."""
        forced, held_back = [0.0] * len(self.far), [0.0] * len(self.far)
        for shock in self.web.shocks:
            among = sum(self.near[k] for k in shock.edges)
            for k in shock.edges:
                others = max(among - self.near[k], 0.0)
                for found, owed in ((forced, self.far[k]), (held_back, self.near[k])):
                    found[k] = max(found[k], _left(shock, side, owed, others))
        return forced, held_back

    def run(self) -> None:
        """Find the fixed point wave by wave."""
        failed: set[str] = set()
        while new := [p for p in self.web.parties if p not in failed and self._shortfall(p) > 0]:
            self.waves.append(tuple(new))
            failed |= set(new)
            self._settle(sorted(failed))

    def _settle(self, failed: Sequence[str]) -> None:
        for _ in range(STEPS):
            moved = False
            for party in failed:
                after = max(self._shortfall(party), self.short[party])
                moved = moved or after - self.short[party] > SETTLED * after
                self.short[party] = after
            if not moved:
                return
        if self.worst:
            self.short.update({party: self.web.due[party][1] for party in failed})

    def unpaid(self, k: int) -> float:
        """Return what is left unpaid on an edge."""
        return self._lost(k, self.far[k], self.forced[k])

    def received(self, k: int) -> float:
        """Return what is paid on an edge: as little (worst) or as much (best) as it may be."""
        return max(self.near[k] - self._lost(k, self.near[k], self.held_back[k]), 0.0)

    def leaves(self, party: str) -> float:
        """Return what a party leaves unpaid on its edges: no more than what it cannot and what it does not pay."""
        each = sum(self.unpaid(k) for k in self.web.out[party])
        return min(each, self.short[party] + self._withheld(party)) if self.worst else each

    def _withheld(self, party: str) -> float:
        """Return the most that a scenario lets a party leave unpaid."""
        found = 0.0
        for shock in self.web.shocks:
            owed = sum(self.web.edges[k].owed[1] for k in shock.edges if self.web.edges[k].payer == party)
            found += shock.share[1] * owed if shock.share else min(owed, shock.amount[1] if shock.amount else 0.0)
        return found

    def _lost(self, k: int, owed: float, forced: float) -> float:
        short = self.short[self.web.edges[k].payer]
        shared = min(owed, _part(owed, self.rest[k]) * short) if short else 0.0
        return max(forced, shared)

    def _shortfall(self, party: str) -> float:
        """Return what a party cannot pay, given what the others leave unpaid."""
        web, side = self.web, 1 if self.worst else 0
        whole = web.due[party][side]
        received = sum(self.received(k) for k in web.into[party])
        if web.knows(party):
            means = web.means[party][1 - side]
            lacking = whole - means - received
        elif not self.worst:
            return 0.0
        else:
            means = self._least_means(party)
            lacking = min(whole - received, self.loss(party))
        if lacking <= TINY * whole or whole == 0:
            return 0.0
        left = whole - self.alpha * means - self.beta * received
        if web.knows(party):
            return min(whole, left)
        # An unknown party may have more than the least and lose it to the costs: two bounds, and the smaller holds.
        return min(whole, left, lacking + (1 - min(self.alpha, self.beta)) * whole)

    def loss(self, party: str) -> float:
        """Return what the scenario takes from a party: unpaid claims, lost financing, calls less what calls bring."""
        web, far, near = self.web, (1 if self.worst else 0), (0 if self.worst else 1)
        taken = web.lost.get(party, (0.0, 0.0))[far] - web.spared.get(party, (0.0, 0.0))[near]
        taken -= web.fresh.get(party, (0.0, 0.0))[near]
        taken += sum(self.far[k] for k in web.out[party] if web.edges[k].added)
        for k in web.into[party]:
            taken += -self.received(k) if web.edges[k].added else self.unpaid(k)
        return taken

    def reserve(self, party: str) -> float:
        """Return what a party needs, beyond what it had to have before, to pay its dues: no more than it lacks."""
        received = sum(self.received(k) for k in self.web.into[party])
        lacking = self.web.due[party][1 if self.worst else 0] - received
        return max(min(lacking, self.loss(party)), 0.0)

    def _least_means(self, party: str) -> float:
        """Return what an unknown party surely had, since it could pay before: what it owed beyond what it was owed."""
        web = self.web
        owed = sum(web.edges[k].owed[0] for k in web.out[party] if not web.edges[k].added)
        owed += web.spared.get(party, (0.0, 0.0))[0]
        paid = sum(web.edges[k].owed[1] for k in web.into[party] if not web.edges[k].added)
        paid += web.lost.get(party, (0.0, 0.0))[1]
        return max(owed - paid, 0.0)


def _part(owed: float, rest: float) -> float:
    """Return which part of a payer's shortfall falls on an edge: its part of all that is owed."""
    return owed / (owed + rest) if owed else 0.0


def _left(shock: Unpaid, side: int, owed: float, others: float) -> float:
    if shock.share is not None:
        return shock.share[side] * owed if owed else 0.0
    assert shock.amount is not None
    return min(owed, _part(owed, others) * shock.amount[side])


def smallest_break(web: Web, payer: str, broken: str, alpha: float = 1.0, beta: float = 1.0) -> tuple[float, float]:
    """Return the least sum that `payer` must leave unpaid so that `broken` can fail, and so that it must; `inf`: never.

    What fails at one sum fails at every greater one, since all payments fall with it, so halving finds the edge.
    """
    return tuple(_edge_of(web, payer, broken, (alpha, beta), worst) for worst in (True, False))  # type: ignore[return-value]


def _edge_of(web: Web, payer: str, broken: str, costs: tuple[float, float], worst: bool) -> float:
    top = web.due[payer][1]
    if not _breaks(web, payer, broken, top, costs, worst):
        return inf
    if _breaks(web, payer, broken, 0.0, costs, worst):
        return 0.0
    low, high = 0.0, top
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _breaks(web, payer, broken, middle, costs, worst) else (middle, high)
    return high


HALVINGS = 44
"""Times that halving is done: the answer is then exact to a part in ten million million."""


def _breaks(web: Web, payer: str, broken: str, amount: float, costs: tuple[float, float], worst: bool) -> bool:
    shock = Unpaid(web.out[payer], amount=(amount, amount))
    side = _Side(replace(web, shocks=(shock,)), *costs, worst=worst)
    side.run()
    return any(broken in wave for wave in side.waves)
