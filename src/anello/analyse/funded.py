"""How much of a vendor's sales did the vendor pay for?

In: a `DealGraph`, a vendor, a window. Out: a `Funding`. Promise: tied <= central <= could <= the smaller of what the
vendor put out and what it sold; bounds hold for every amount within its own; warrants and guarantees that nobody called
are no financing and stand apart; a sum that nothing bounds stays unbounded. Formulas and sources: docs/funded.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from anello.analyse.counted import HIGH, LOW, Counted, counted_legs, finances, total_of
from anello.analyse.maxflow import ENDLESS, ZERO, Arc, Node, Stream, greatest_flow, reached_from, ways_of
from anello.analyse.prorata import Purse, Span, marked_back
from anello.analyse.rebates import rebates_of
from anello.analyse.slices import REVENUE, Window, tidy
from anello.model import Bounds, DealGraph, Funding, Portion, Portions, Reported, Route

PRECISE = 50
"""Digits of the reckoning: sums of 1e15 with cents, and their quotients, stay exact far beyond what is shown."""

START, END = "start", "end"


def measure_funding(
    graph: DealGraph,
    vendor: str,
    *,
    currency: str = "USD",
    window: Window = (None, None),
    consolidate: Mapping[str, str] | None = None,
    own: Mapping[str, Decimal] | None = None,
    called: Collection[str] = (),
    reported: Mapping[str, Reported] | None = None,
) -> Funding:
    """Return how much of the vendor's sales in a window it may have paid for (docs/funded.md).

    A leg in another currency counts as one without amount: convert first. `tied` and `could` are exact bounds, for
    both never fall when an amount grows; `central` and the shares are safe outer bounds, for they may.

    Args:
        vendor: a party; the group that it counts as is measured.
        consolidate: unit -> group; by default from the parties' parents, `{}` keeps every unit apart.
        own: party -> money of its own in the window, in `currency`; it dilutes what the vendor put in.
        called: deal ids of guarantees that were called; they count as financing, up to their amount.
        reported: party -> whole revenue in this window.

    Raises:
        SettingsError: the window ends before it begins.
    """
    legs, groups = counted_legs(graph, currency, window, consolidate, called)
    return _Case(legs, groups.get(vendor, vendor), _joined(own, groups)).funding(
        graph, currency, window, groups, reported or {}
    )


def find_funding(
    graph: DealGraph,
    *,
    currency: str = "USD",
    window: Window = (None, None),
    consolidate: Mapping[str, str] | None = None,
    own: Mapping[str, Decimal] | None = None,
    called: Collection[str] = (),
    reported: Mapping[str, Reported] | None = None,
    work: int | None = None,
) -> FundingSearch:
    """Return all vendors whose money may come back to them as sales, the largest share of the sales first.

    The share that surely may come back (the lower bound of `could` over the sales) counts first, then the upper one.

    Args:
        work: legs times vendors that are looked at, one vendor at least: first those that most may come back to, by
            the smaller of what they put out and what they sold, each at its upper bound. None looks at all.

    Raises:
        SettingsError: the window ends before it begins.
    """
    legs, groups = counted_legs(graph, currency, window, consolidate, called)
    vendors = _vendors(legs)
    measured = vendors if work is None else vendors[: max(1, work // max(1, len(legs)))]
    found = [
        _Case(legs, vendor, _joined(own, groups)).funding(graph, currency, window, groups, reported or {})
        for vendor in measured
    ]
    ranked = sorted((one for one in found if one.could[1] != 0), key=_rank)
    return FundingSearch(tuple(ranked), len(measured), len(vendors))


class FundingSearch(NamedTuple):
    """What was found, how many vendors were measured, and how many there are that finance somebody and sell."""

    found: tuple[Funding, ...]
    measured: int
    vendors: int


def _vendors(legs: Sequence[Counted]) -> list[str]:
    """Return who finances somebody and sells, those first to whom most may come back."""
    put, sold = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    for one in legs:
        if finances(one):
            put[one.payer] += one.span[HIGH]
        if one.leg.kind in REVENUE:
            sold[one.payee] += one.span[HIGH]
    return sorted(put.keys() & sold.keys(), key=lambda vendor: (-min(put[vendor], sold[vendor]), vendor))


def _rank(one: Funding) -> tuple[object, ...]:
    low, high = one.of_revenue.could or (0.0, 0.0)
    most = ENDLESS if one.could[1] is None else one.could[1]
    return (-low, -(high or 0.0), -one.could[0], -most, one.vendor)


def _joined(own: Mapping[str, Decimal] | None, groups: Mapping[str, str]) -> dict[str, Decimal]:
    """Return own money by group."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for party, money in (own or {}).items():
        found[groups.get(party, party)] += money
    return found


# --- one vendor -------------------------------------------------------------------------------------------------------

Key: TypeAlias = tuple[str, frozenset[str]]
"""Legs of one customer under the same contracts: nothing tells them apart in the reckoning."""

Bundle: TypeAlias = tuple[str, Key]
"""A node of the network: legs that the vendor "put" into a customer, or "sold" to it."""


class _Case:
    """The legs as one vendor sees them: what it puts out, what it sells, what others pay each other."""

    def __init__(self, legs: Sequence[Counted], vendor: str, own: Mapping[str, Decimal]) -> None:
        self.vendor, self.legs, self.own = vendor, legs, own
        self.financing = [one for one in legs if one.payer == vendor and finances(one)]
        self.revenue = [one for one in legs if one.payee == vendor and one.leg.kind in REVENUE]
        both = _labels(self.financing) & _labels(self.revenue)
        self.put = _bundles(self.financing, "payee", both)
        self.sold = _bundles(self.revenue, "payer", both)
        self.between = _bundles_between(legs, vendor)

    def funding(
        self,
        graph: DealGraph,
        currency: str,
        window: Window,
        groups: Mapping[str, str],
        reported: Mapping[str, Reported],
    ) -> Funding:
        """Return the measures of this vendor."""
        with localcontext() as context:
            context.prec = PRECISE
            put, sold = total_of(self.financing), total_of(self.revenue)
            could_arcs = self.arcs(HIGH)
            stream = greatest_flow(could_arcs, START, END)
            could = (greatest_flow(self.arcs(LOW), START, END).total, stream.total)
            tied = (self.tied(LOW).total, self.tied(HIGH).total)
            central = self.central(tied, could) if could[HIGH] else (ZERO, ZERO)
            triple = tied, central, could
            idle, strange = self.apart(could_arcs)
            told = reported.get(self.vendor)
            rebates, guarantees = rebates_of(graph, self.vendor, groups, currency, window)
            return Funding(
                vendor=self.vendor,
                currency=currency,
                floor=graph.floor,
                first=window[0],
                last=window[1],
                financing=_bounds(put),
                revenue=_bounds(sold),
                tied=_bounds(tied),
                central=_bounds(central),
                could=_bounds(could),
                of_financing=Portions(*(_portion(x, put, idle) for x in triple)),
                of_revenue=Portions(*(_portion(x, sold, strange) for x in triple)),
                reported=told,
                of_reported=None if told is None else Portions(*(_over(x, told) for x in triple)),
                financing_legs=tuple(one.leg for one in self.financing),
                revenue_legs=tuple(one.leg for one in self.revenue),
                routes=self.routes(could_arcs, stream),
                rebates=rebates,
                guarantees=tuple(leg for leg in guarantees if leg.id not in {one.leg.id for one in self.financing}),
                unpriced=sum(one.leg.high is None for one in (*self.financing, *self.revenue)),
            )

    def ties(self, corner: int) -> list[Arc]:
        """Return the network in which money comes back within a contract only."""
        arcs: list[Arc] = []
        for key, legs in self.put.items():
            arcs.append((START, ("put", key), total_of(legs)[corner]))
            arcs += [(("put", key), ("contract", label), ENDLESS) for label in sorted(key[1])]
        for key, legs in self.sold.items():
            arcs += [(("contract", label), ("sold", key), ENDLESS) for label in sorted(key[1])]
            arcs.append((("sold", key), END, total_of(legs)[corner]))
        return arcs

    def tied(self, corner: int) -> Stream:
        """Return the most that comes back within contracts.

        Where no leg is under two contracts that is the sum over contracts of the smaller side; a leg under several
        counts once.
        """
        return greatest_flow(self.ties(corner), START, END)

    def arcs(self, corner: int) -> list[Arc]:
        """Return the network in which money may come back over anybody; a contract is a way too."""
        arcs = self.ties(corner)
        arcs += [(("put", key), ("party", key[0]), ENDLESS) for key in self.put]
        arcs += [(("party", key[0]), ("sold", key), ENDLESS) for key in self.sold]
        for (payer, payee), legs in self.between.items():
            arcs.append((("party", payer), ("party", payee), total_of(legs)[corner]))
        return arcs

    def apart(self, arcs: Sequence[Arc]) -> tuple[Decimal, Decimal]:
        """Return the least of what was put out and cannot come back, and of what was sold to strangers to it."""
        forth = reached_from(START, arcs)
        back = reached_from(END, [(head, tail, room) for tail, head, room in arcs])
        idle = [one for key, legs in self.put.items() if ("put", key) not in back for one in legs]
        strange = [one for key, legs in self.sold.items() if ("sold", key) not in forth for one in legs]
        return total_of(idle)[LOW], total_of(strange)[LOW]

    def central(self, tied: Span, could: Span) -> Span:
        """Return what is tied, and of the rest what comes back in proportion.

        The bounds of the sum are sums of bounds, cut at `could`: the proportional flow of the rest is one flow of many.
        """
        rest = marked_back(self.purses(self.rest()))
        low, high = tied[LOW] + rest[LOW], tied[HIGH] + rest[HIGH]
        high = high if high == ENDLESS else tidy(high)
        return max(tied[LOW], min(tidy(low), could[LOW])), max(tied[HIGH], min(high, could[HIGH]))

    def rest(self) -> dict[Bundle, Span]:
        """Return what each bundle moves beyond its contracts.

        Where the sums are known, the flow within contracts says it. Else bounds: at least what its partners cannot take
        up at their most, at most what partners of its own leave of it at their least, for a greatest flow fills either
        the bundle or all of those.
        """
        spans: dict[Bundle, Span] = {("put", key): total_of(legs) for key, legs in self.put.items()}
        spans |= {("sold", key): total_of(legs) for key, legs in self.sold.items()}
        tied = [bundle for bundle in spans if bundle[1][1]]
        if all(spans[bundle][LOW] == spans[bundle][HIGH] for bundle in tied):
            carried = zip(self.ties(LOW), self.tied(LOW).carried, strict=True)
            taken = {
                head if tail == START else tail: flow
                for (tail, head, _), flow in carried
                if tail == START or head == END
            }
            return spans | {bundle: (spans[bundle][LOW] - taken[bundle],) * 2 for bundle in tied}
        partners = _partners(tied)
        rest = dict(spans)
        for bundle in tied:
            most = sum((spans[p][HIGH] for p in partners[bundle]), ZERO)
            least = sum((spans[p][LOW] for p in partners[bundle] if partners[p] == [bundle]), ZERO)
            low, high = spans[bundle]
            rest[bundle] = max(ZERO, low - most), max(ZERO, high - least)
        return rest

    def purses(self, rest: Mapping[Bundle, Span]) -> dict[str, Purse]:
        """Return what each party but the vendor gets and spends beyond contracts."""
        marked, plain, spent, back = (defaultdict[str, list[Span]](list) for _ in range(4))
        for key in self.put:
            marked[key[0]].append(rest["put", key])
        for key in self.sold:
            back[key[0]].append(rest["sold", key])
        for one in self.legs:
            if one.payer == self.vendor and not finances(one):
                plain[one.payee].append(one.span)
            if one.payer != self.vendor and not (one.payee == self.vendor and one.leg.kind in REVENUE):
                spent[one.payer].append(one.span)
        for party, sum_ in self.own.items():
            plain[party].append((sum_, sum_))
        fed: dict[str, list[tuple[str, Span]]] = defaultdict(list)
        for (payer, payee), legs in self.between.items():
            fed[payee].append((payer, total_of(legs)))
        parties = sorted({one.payer for one in self.legs} | {one.payee for one in self.legs} - {self.vendor})
        return {
            party: Purse(
                _add(marked[party]), _add(plain[party]), tuple(fed[party]), _add(spent[party]), _add(back[party])
            )
            for party in parties
            if party != self.vendor
        }

    def routes(self, arcs: Sequence[Arc], stream: Stream) -> tuple[Route, ...]:
        """Return the ways on which `could` comes back at its upper bound, the widest first."""
        found = []
        for way, amount in ways_of(arcs, stream.carried, START, END):
            nodes = [arcs[place][1] for place in way[:-1]]
            found.append(self._route(nodes, None if amount >= stream.limit else amount))
        return tuple(sorted(_merged(found), key=lambda r: (r.amount is not None, -(r.amount or ZERO), r.parties)))

    def _route(self, nodes: Sequence[Node], amount: Decimal | None) -> Route:
        put, sold = nodes[0][1], nodes[-1][1]  # type: ignore[index]
        parties = [put[0], *(node[1] for node in nodes[2:-1] if node[0] == "party"), sold[0]]  # type: ignore[index]
        chain = [party for place, party in enumerate(parties) if not place or party != parties[place - 1]]
        legs = [_ids(self.put[put])]
        legs += [_ids(self.between.get(pair, ())) for pair in pairwise(chain)]
        by_contract = any(node[0] == "contract" for node in nodes)  # type: ignore[index]
        return Route((self.vendor, *chain, self.vendor), (*legs, _ids(self.sold[sold])), amount, by_contract)


def _partners(tied: Sequence[Bundle]) -> dict[Bundle, list[Bundle]]:
    """Return for each bundle those of the other side that share a contract with it."""
    under: dict[tuple[str, str], list[Bundle]] = defaultdict(list)
    for bundle in tied:
        for label in bundle[1][1]:
            under[bundle[0], label].append(bundle)
    other = {"put": "sold", "sold": "put"}
    return {b: list(dict.fromkeys(p for label in b[1][1] for p in under[other[b[0]], label])) for b in tied}


def _labels(legs: Iterable[Counted]) -> set[str]:
    return {label for one in legs for label in one.contracts}


def _bundles(legs: Iterable[Counted], side: str, labels: Set[str]) -> dict[Key, list[Counted]]:
    """Return the legs by the party at the other end and by the contracts that can bring money back."""
    found: dict[Key, list[Counted]] = defaultdict(list)
    for one in legs:
        found[getattr(one, side), frozenset(one.contracts & labels)].append(one)
    return {key: found[key] for key in sorted(found, key=lambda key: (key[0], sorted(key[1])))}


def _bundles_between(legs: Iterable[Counted], vendor: str) -> dict[tuple[str, str], list[Counted]]:
    found: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for one in legs:
        if vendor not in (one.payer, one.payee):
            found[one.payer, one.payee].append(one)
    return {pair: found[pair] for pair in sorted(found)}


def _ids(legs: Iterable[Counted]) -> tuple[str, ...]:
    return tuple(sorted(one.leg.id for one in legs if one.span[HIGH] > 0))


def _merged(routes: Iterable[Route]) -> list[Route]:
    """Return routes with those over the same legs as one."""
    found: dict[tuple[object, ...], Route] = {}
    for route in routes:
        key = (route.parties, route.legs, route.by_contract)
        before = found.get(key)
        amount = route.amount
        if before is not None:
            amount = None if amount is None or before.amount is None else amount + before.amount
        found[key] = replace(route, amount=amount)
    return list(found.values())


def _add(spans: Iterable[Span]) -> Span:
    lows_highs = list(spans)
    return sum((low for low, _ in lows_highs), ZERO), sum((high for _, high in lows_highs), ZERO)


# --- bounds and shares ------------------------------------------------------------------------------------------------


def _bounds(span: Span) -> Bounds:
    return span[LOW], None if span[HIGH] == ENDLESS else span[HIGH]


def _portion(part: Span, whole: Span, apart: Decimal) -> Portion:
    """Return bounds of a part over its whole, where at least `apart` of the whole belongs to no part.

    The whole is at least the part and what is apart, so that a part without upper bound is still less than all.
    """
    if not whole[HIGH]:
        return None
    low = ZERO if whole[HIGH] == ENDLESS else part[LOW] / whole[HIGH]
    if part[HIGH] == ENDLESS:
        return float(low), 1.0
    least = max(whole[LOW], part[HIGH] + apart)
    return float(low), float(part[HIGH] / least) if least else 0.0


def _over(part: Span, whole: Reported) -> Portion:
    """Return bounds of a part over reported revenue; above 1 where contracts exceed what was booked."""
    if whole.high is not None and not whole.high:
        return None
    low = ZERO if whole.high is None else part[LOW] / whole.high
    if not part[HIGH]:
        return 0.0, 0.0
    return float(low), float(part[HIGH] / whole.low) if whole.low and part[HIGH] < ENDLESS else None
