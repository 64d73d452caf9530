"""Letters of intent that a contract took the place of.

In: the deals of one slot, each with its claims. Out: for each such letter the claim that signs the contract. Promise: a
letter that is signed itself, or that anybody still reports on a later day, stands; so does one that was not told before
the day of the signature. The rule stands in docs/deals.md, section Status.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from anello.model import Claim
from anello.reconcile.slots import LETTER, PLANNED, SIGNED, STALE, Measure, Told

MOST = 64
"""How many signatures after a letter are held against it, so that time stays linear."""


def find_successors(deals: Sequence[Sequence[Told]]) -> dict[int, tuple[int, Claim]]:
    """Return for each letter, by number, the number of the smaller contract that followed and the claim that signs."""
    signatures = sorted(_signatures(deals), key=lambda s: (s[0], s[1].claim.id))
    days = [day for day, _, _ in signatures]
    found: dict[int, tuple[int, Claim]] = {}
    for number, told in enumerate(deals):
        ceilings = _ceilings(told)
        if not ceilings or any(t.stage >= SIGNED for t in told):
            continue
        begin = bisect_right(days, min((t.day for t in told if t.day), default=date.max))
        for day, signed, by in signatures[begin : begin + MOST]:
            figure = signed.figure
            if figure and figure * LETTER < ceilings.get(signed.measure, 0) and _is_last_heard_before(told, day):
                found[number] = (by, signed.claim)
                break
    return found


def _is_last_heard_before(told: Sequence[Told], day: date) -> bool:
    """Tell whether a letter was news in the half year before a day and is not after it; looking back is no news."""
    reported = [t for t in told if t.day and t.stage > 0]
    before = [t.day for t in reported if t.day and t.day < day]
    after = [t for t in reported if t.day and t.day > day and not _looks_back(t, day)]
    return bool(before) and not after and (day - max(before)).days <= STALE


def _looks_back(told: Told, day: date) -> bool:
    time = told.claim.time
    return time is not None and time.last is not None and time.last < day


def _signatures(deals: Sequence[Sequence[Told]]) -> Iterator[tuple[date, Told, int]]:
    """Yield the first priced signature of each deal with its day and the number of the deal."""
    for number, told in enumerate(deals):
        signed = [(t.day, t) for t in told if t.day and t.stage >= SIGNED and t.figure is not None and not t.aggregate]
        if signed:
            yield *min(signed, key=lambda s: (s[0], s[1].claim.id)), number


def _ceilings(told: Sequence[Told]) -> dict[Measure, Decimal]:
    ceilings: dict[Measure, Decimal] = {}
    for one in told:
        amount, figure = one.claim.amount, one.figure
        if one.stage == PLANNED and amount is not None and amount.low is None and figure is not None:
            ceilings[one.measure] = max(figure, ceilings.get(one.measure, figure))
    return ceilings
