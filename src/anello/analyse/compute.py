"""Who depends on one supplier of chips or cloud: shares, concentration, a switch, and the chain behind it.

In: orders, and supplies (their totals by buyer, supplier and unit). Out: `Concentration`s, a `Switch`, `ChainStep`s.
Promise: pure; one unit at a time; what has no amount is named and counted in no figure; an edge of the chain rests on a
deal, or on the maker of a product as the directory knows it, and says so. Definitions: docs/compute.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from anello.analyse.concentration import (
    ONE,
    WHOLE,
    ZERO,
    Bounds,
    Edition,
    Pair,
    band_of,
    index_bounds,
    share_bounds,
    with_rest,
)
from anello.errors import SettingsError
from anello.model import ChainStep, Concentration, Order, SupplierShare, Supply, Switch

NO_UNIT = "not stated"
"""The unit of a buyer's supplies of which no amount is told."""

FOLLOWED = frozenset({"chips", "cloud", "data centres", "foundry", "memory", "power"})
"""Goods that a chain follows; a licence or a holding supplies nobody."""

BEHIND_CHIPS = ("foundry", "memory")


def concentrations(
    supplies: Iterable[Supply], edition: Edition, rest: tuple[Decimal, Decimal | None] | None = None
) -> tuple[Concentration, ...]:
    """Return how concentrated the suppliers of each buyer are, one for each class of goods and unit.

    The buyer with the most suppliers comes first. A unit in which nothing is told is left out where another has an
    amount.

    Args:
        rest: an assumed rest of other firms, in per cent of the whole, and the most that one of them may have.

    Raises:
        SettingsError: the rest is no part of a whole.
    """
    grouped: dict[tuple[str, str, str], list[Supply]] = defaultdict(list)
    for supply in supplies:
        grouped[supply.buyer, supply.goods, supply.unit].append(supply)
    found = [_concentration(key, grouped[key], edition, rest) for key in sorted(grouped)]
    told = {(one.buyer, one.goods) for one in found if one.shares}
    kept = [one for one in found if one.shares or (one.buyer, one.goods) not in told]
    size = {
        buyer: len({s.supplier for key in grouped if key[0] == buyer for s in grouped[key]}) for buyer, _, _ in grouped
    }
    return tuple(sorted(kept, key=lambda c: (-size[c.buyer], c.buyer, c.goods, -len(c.shares), c.unit)))


def _concentration(
    key: tuple[str, str, str],
    supplies: Sequence[Supply],
    edition: Edition,
    rest: tuple[Decimal, Decimal | None] | None,
) -> Concentration:
    priced = [supply for supply in supplies if supply.low is not None]
    amounts = [bounds_of(supply) for supply in priced]
    closed: list[Bounds] = [(low, low if high is None else high) for low, high in amounts]
    listed = _shares(priced, amounts, closed)
    index = index_bounds(amounts)
    stated = index_bounds(closed) if closed != amounts else None
    unpriced = tuple(sorted((supply.supplier, order) for supply in supplies for order in supply.unpriced))
    hhi = _beside(index[0], rest) if index else None
    return Concentration(
        *key,
        shares=tuple(listed),
        hhi=hhi,
        stated=_beside(stated[0], rest) if stated else None,
        band=_band(listed, hhi, edition, rest is not None),
        edition=edition.name,
        unpriced=unpriced,
        exact=index is None or index[1],
    )


def _shares(priced: Sequence[Supply], amounts: Sequence[Bounds], closed: Sequence[Bounds]) -> list[SupplierShare]:
    """Return the shares, the largest figure first; nothing where all amounts are nothing."""
    shares, told = share_bounds(amounts), share_bounds(closed)
    if shares is None:
        return []
    order = sorted(range(len(priced)), key=lambda i: (-sum(map(_finite, closed[i])), priced[i].supplier))
    is_open = closed != amounts
    return [SupplierShare(priced[i], *shares[i], told[i] if told is not None and is_open else None) for i in order]


def _finite(bound: Decimal | None) -> Decimal:
    return ZERO if bound is None else bound


def bounds_of(supply: Supply) -> Bounds:
    """Return the bounds of a supply; a missing lower bound is zero, a missing upper one stays open."""
    return max(supply.low or ZERO, ZERO), None if supply.high is None else max(supply.high, ZERO)


def _beside(index: Pair, rest: tuple[Decimal, Decimal | None] | None) -> Pair:
    """Return an HHI of named suppliers as one of the whole that has an unnamed rest."""
    if rest is None:
        return index
    with_rest((ZERO, ZERO), *rest)
    named = ((100 - rest[0]) / 100) ** 2
    return with_rest((index[0] * named, index[1] * named), *rest)


def _band(shares: Sequence[SupplierShare], hhi: Pair | None, edition: Edition, assumed: bool) -> str:
    if hhi is None:
        return NO_UNIT
    return "one supplier told" if len(shares) == 1 and not assumed else band_of(hhi, edition)


# --- a switch ---------------------------------------------------------------------------------------------------------


def switch(
    found: Concentration,
    off: str,
    onto: str,
    moved: Decimal,
    equivalence: Pair = (ONE, ONE),
    bound: Decimal | None = None,
) -> Switch:
    """Return what changes where a part of what one supplier delivers comes from another.

    a_off (1 - x), a_onto + k x a_off. Bounds hold for all amounts within theirs; they are exact where all amounts are
    points, and else safe: both new amounts are taken as free of each other. The direction of the change is exact at
    k = 1, where the HHI falls just if a_onto < a_off (1 - x).

    Args:
        moved: x, the part that moves, above zero and at most one.
        equivalence: bounds of k, how much of the new supplier does the work of one unit of the old.
        bound: the part that contracts bind, where the user knows better than the deals.

    Raises:
        SettingsError: a number is out of its range, or nobody gets anything from `off` in this unit.
    """
    _check(found, off, onto, moved, equivalence, bound)
    supplies = {one.supply.supplier: one.supply for one in found.shares}
    before = {supplier: bounds_of(supply) for supplier, supply in supplies.items()}
    before.setdefault(onto, (ZERO, ZERO))
    after = dict(before) | {off: _times(before[off], 1 - moved)}
    after[onto] = _plus(before[onto], _times(before[off], moved * equivalence[0], moved * equivalence[1]))
    free = supplies[off].free if bound is None else (1 - bound, 1 - bound)
    hhi = (_index(before), _index(after))
    return Switch(
        found.buyer,
        found.goods,
        found.unit,
        off,
        onto,
        moved,
        equivalence,
        free,
        "yes" if moved <= free[0] else "unsure" if moved <= free[1] else "no",
        (_share(before, off), _share(after, off)),
        (_share(before, onto), _share(after, onto)),
        hhi,
        _change(before[off], before[onto], moved, equivalence, hhi),
        tuple(order for supplier, order in found.unpriced if supplier in (off, onto)),
    )


def _check(found: Concentration, off: str, onto: str, moved: Decimal, equivalence: Pair, bound: Decimal | None) -> None:
    if off not in {one.supply.supplier for one in found.shares}:
        raise SettingsError(f"{found.buyer} gets nothing from {off} in {found.unit}: there is nothing to move")
    if off == onto:
        raise SettingsError(f"{off} is both what is left and what is gone to; name two suppliers")
    if not ZERO < moved <= ONE:
        raise SettingsError(f"{moved * 100:f}% cannot move; give more than 0 and at most 100")
    if not ZERO < equivalence[0] <= equivalence[1]:
        raise SettingsError("an equivalence is above 0, its lower bound first, as in 0.8-1.2")
    if bound is not None and not ZERO <= bound <= ONE:
        raise SettingsError(f"contracts cannot bind {bound * 100:f}%; give 0 to 100")


def _times(pair: Bounds, least: Decimal, most: Decimal | None = None) -> Bounds:
    high = least if most is None else most
    return pair[0] * least, None if pair[1] is None and high else (pair[1] or ZERO) * high


def _plus(one: Bounds, other: Bounds) -> Bounds:
    return one[0] + other[0], None if one[1] is None or other[1] is None else one[1] + other[1]


def _index(amounts: Mapping[str, Bounds]) -> Pair:
    found = index_bounds(list(amounts.values()))
    return (ZERO, WHOLE) if found is None else found[0]


def _share(amounts: Mapping[str, Bounds], supplier: str) -> Pair:
    found = share_bounds(list(amounts.values()))
    return (ZERO, ONE) if found is None else found[list(amounts).index(supplier)]


def _change(off: Bounds, onto: Bounds, moved: Decimal, equivalence: Pair, hhi: tuple[Pair, Pair]) -> str:
    """Return where the HHI goes; at k = 1 the sum stays, and 2 x a_off (a_onto - a_off (1 - x)) is added to squares."""
    before, after = hhi
    if after[1] < before[0] or after[0] > before[1]:
        return "falls" if after[1] < before[0] else "rises"
    if equivalence != (ONE, ONE):
        return "unsure"
    left = _times(off, 1 - moved)
    if onto[1] is not None and onto[1] < left[0]:
        return "falls"
    if left[1] is not None and onto[0] > left[1] and off[0]:
        return "rises"
    return "stays" if left == onto and left[0] == left[1] else "unsure"


# --- the chain --------------------------------------------------------------------------------------------------------


def chain_of(party: str, orders: Iterable[Order]) -> tuple[ChainStep, ...]:
    """Return the tree of suppliers behind a party, down to foundry and memory as far as it is told.

    A supplier whose own suppliers were shown before is marked as repeated and not followed again, so circles end.
    """
    edges: dict[str, dict[str, list[Order]]] = defaultdict(lambda: defaultdict(list))
    makers: dict[str, dict[str, list[Order]]] = defaultdict(lambda: defaultdict(list))
    for order in orders:
        if order.supplier is not None and order.goods in FOLLOWED:
            edges[order.buyer][order.supplier].append(order)
            if order.maker is not None and order.maker not in (order.supplier, order.buyer):
                makers[order.supplier][order.maker].append(order)
    steps: list[ChainStep] = []
    followed = {party}
    waiting = _edges(party, 1, edges, makers)[::-1]
    while waiting:
        step = waiting.pop()
        known = step.supplier in followed
        below = [] if known else _edges(step.supplier, step.depth + 1, edges, makers)
        steps.append(_closed(step, known, below))
        followed.add(step.supplier)
        waiting += below[::-1]
    return tuple(steps)


Edges = Mapping[str, Mapping[str, Sequence[Order]]]


def _edges(buyer: str, depth: int, edges: Edges, makers: Edges) -> list[ChainStep]:
    """Return the steps from one buyer; a deal outranks what the directory says of the maker of a product."""
    told = dict(edges.get(buyer, {}))
    known = {maker: orders for maker, orders in makers.get(buyer, {}).items() if maker not in told}
    steps = [_step(depth, buyer, supplier, told[supplier], "deal") for supplier in told]
    steps += [_step(depth, buyer, maker, orders, "directory") for maker, orders in known.items()]
    return sorted(steps, key=lambda step: (step.ground, step.goods, step.supplier))


def _step(depth: int, buyer: str, supplier: str, orders: Sequence[Order], ground: str) -> ChainStep:
    goods = {order.goods for order in orders} if ground == "deal" else {"chips"}
    return ChainStep(
        depth,
        buyer,
        supplier,
        tuple(sorted(goods)),
        tuple(sorted({order.record for order in orders})),
        ground,
        tuple(sorted({order.product for order in orders if order.product})),
    )


def _closed(step: ChainStep, repeated: bool, below: Sequence[ChainStep]) -> ChainStep:
    """Return a step with what is not told behind it: foundry and memory of chips, chips of a cloud."""
    told = {goods for one in below for goods in one.goods}
    missing: tuple[str, ...] = ()
    if "chips" in step.goods:
        missing = tuple(goods for goods in BEHIND_CHIPS if goods not in told)
    elif "cloud" in step.goods or "data centres" in step.goods:
        missing = () if "chips" in told else ("chips",)
    return ChainStep(
        step.depth,
        step.buyer,
        step.supplier,
        step.goods,
        step.records,
        step.ground,
        step.products,
        repeated,
        () if repeated else missing,
    )
