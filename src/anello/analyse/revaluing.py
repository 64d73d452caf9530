"""Revaluing: what a change in the worth of one party does to those who hold it, and to those who hold them.

In: changes of value, stakes, what holders' shares are worth where that is stated. Out: the change for each holding, as
an interval. Promise: outer bounds that hold the difference of two Suzuki valuations at every value within them; a stake
that is not stated ranges from nothing to all that others do not surely hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from anello.analyse.obligations import added
from anello.model import Bound, Flotation, Holding, Revaluation

ROUNDS, ENOUGH = 300, Decimal("1e-15")
"""How often holders of holders are followed, and the part of a change that is a rounding error."""


def revalue(
    changes: Mapping[str, Bound],
    stakes: Sequence[Holding],
    equity: Mapping[str, Bound],
    offerings: Mapping[str, Flotation],
) -> tuple[Revaluation, ...]:
    """Return what each holding gains or loses, stated stakes first.

    A holding changes by its share of the change of the issuer. The worth of the holder's own shares changes by no more
    than that, since its creditors may bear a part of a loss, and by no more than they are worth; so it is handed on to
    the holder's own holders as an interval. Parties in `changes` change by what is said there and nothing else.

    Args:
        changes: party -> what its shares gain or lose.
        equity: party -> what its shares are worth, where stated.
    """
    bounded = bound_unstated(stakes)
    settled = _settled(changes, bounded, equity)
    reached = [stake for stake in bounded if stake.issuer in settled]
    return tuple(_revaluation(s, settled[s.issuer], offerings.get(s.issuer)) for s in reached)


def _settled(
    changes: Mapping[str, Bound], stakes: Sequence[Holding], equity: Mapping[str, Bound]
) -> Mapping[str, Bound]:
    """Return the change of every party that is reached, found round by round; a bound that never settles is open."""
    now = dict(changes)
    for _ in range(ROUNDS):
        after = _round(changes, now, stakes, equity)
        if after.keys() == now.keys() and all(_same(after[p], now[p]) for p in after):
            return after
        now = after
    last = _round(changes, now, stakes, equity)
    return {p: found if _same(found, now.get(p, Bound())) else Bound() for p, found in last.items()}


def _round(
    changes: Mapping[str, Bound], now: Mapping[str, Bound], stakes: Sequence[Holding], equity: Mapping[str, Bound]
) -> dict[str, Bound]:
    held: dict[str, list[Bound]] = {}
    for stake in stakes:
        if stake.issuer in now and stake.holder not in changes:
            held.setdefault(stake.holder, []).append(times(stake.share, now[stake.issuer]))
    return dict(changes) | {h: handed_on(added(all_), equity.get(h, Bound())) for h, all_ in held.items()}


def _same(one: Bound, other: Bound) -> bool:
    pairs = ((one.low, other.low), (one.high, other.high))
    return all(a == b if a is None or b is None else abs(a - b) <= ENOUGH * max(abs(a), abs(b)) for a, b in pairs)


def _revaluation(stake: Holding, change: Bound, offering: Flotation | None) -> Revaluation:
    return Revaluation(
        holder=stake.holder,
        issuer=stake.issuer,
        share=stake.share,
        after=stake.share if offering is None else diluted(stake.share, offering),
        change=times(stake.share, change),
        stated=stake.stated,
        deals=stake.deals,
    )


def bound_unstated(stakes: Sequence[Holding]) -> list[Holding]:
    """Return stakes where one that is not stated lies between nothing and what is surely not held by others."""
    taken: dict[str, Decimal] = {}
    for stake in stakes:
        if stake.stated:
            taken[stake.issuer] = taken.get(stake.issuer, Decimal(0)) + (stake.share.low or Decimal(0))
    left = {issuer: max(Decimal(0), 1 - share) for issuer, share in taken.items()}
    rest = [s if s.stated else replace(s, share=Bound(Decimal(0), left.get(s.issuer, Decimal(1)))) for s in stakes]
    return sorted(rest, key=lambda s: (not s.stated, s.issuer, s.holder))


def diluted(share: Bound, offering: Flotation) -> Bound:
    """Return a stake after new shares: share P / (P + I), P the value before the money and I the new money.

    >>> from anello.model import Flotation
    >>> bn = Decimal(10) ** 9
    >>> both = Bound(Decimal(1000) * bn, Decimal(1000) * bn), Bound(60 * bn, 60 * bn)
    >>> round(diluted(Bound(Decimal("0.27"), Decimal("0.27")), Flotation("x", *both)).low, 4)
    Decimal('0.2547')
    """
    raises, value = offering.raises or Bound(Decimal(0), None), offering.value
    low = None
    if share.low is not None and raises.high is not None and value.low:
        low = share.low * value.low / (value.low + raises.high)
    high = share.high
    if high is not None and raises.low and value.high:
        high = high * value.high / (value.high + raises.low)
    return Bound(low, high)


def times(share: Bound, change: Bound) -> Bound:
    """Return a share (zero or more) of a change, which may be a loss; open where a bound is open."""
    low, high = share.low or Decimal(0), share.high
    bottom = None if change.low is None else _times(low if change.low > 0 else high, change.low)
    top = None if change.high is None else _times(low if change.high < 0 else high, change.high)
    return Bound(bottom, top)


def _times(share: Decimal | None, value: Decimal) -> Decimal | None:
    if not value or share == 0:
        return Decimal(0)
    return None if share is None else share * value


def handed_on(change: Bound, equity: Bound) -> Bound:
    """Return how a change of its holdings moves the worth of a holder's shares.

    By no more than the change; by all of it where the shares are surely worth as much as is lost.
    """
    least = equity.low or Decimal(0)
    low, high = change.low, change.high
    if low is not None and low < 0 and equity.high is not None:
        low = max(low, -equity.high)
    if high is None or high < 0:
        high = None if high is None else max(high, -least)
    elif change.low is not None and change.low > 0 and not least:
        low = Decimal(0)
    return Bound(low, high)
