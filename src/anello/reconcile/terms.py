"""What follows from stated amounts by plain reckoning: a rate times its term, a sum and its increase.

In: the settled slots of a deal and its claims. Out: further `AmountSlot`s. Promise: each is keyed "derived/" and shows
its working in words; nothing is derived where the term is open or where a total was stated itself. Formula: months of
the term, begun months included, times the monthly rate (docs/deals.md, section Amounts).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from anello.model import AmountSlot, Claim

MONTHS = {"month": Decimal(1), "quarter": Decimal(3), "year": Decimal(12)}
"""Period of a rate -> its length in months."""

LONGEST = 1200
"""Months beyond which a stated term is taken for an error."""


def reckon(slots: Sequence[AmountSlot], claims: Sequence[Claim]) -> list[AmountSlot]:
    """Return the amounts that follow from the settled ones; none where a total is stated in that currency."""
    stated = {slot.currency for slot in slots if slot.key.startswith("total/") and "/per " not in slot.key}
    found = [slot for slot in _rates(slots, claims) if slot.currency not in stated]
    return [*found, *_increases(slots, claims)]


def _rates(slots: Sequence[AmountSlot], claims: Sequence[Claim]) -> Iterator[AmountSlot]:
    by_id = {claim.id: claim for claim in claims}
    for slot in slots:
        scope, _, rest = slot.key.partition("/per ")
        period = rest.partition("/")[0]
        if scope == "total" and period in MONTHS:
            term = term_of(by_id[c] for c in slot.claims if c in by_id) or term_of(claims)
            if term is not None:
                yield _over_term(slot, period, *term)


def term_of(claims: Iterable[Claim]) -> tuple[date, date, bool] | None:
    """Return first and last day of the longest stated term, and whether it is taken to begin with its report.

    A term needs an end; "to May 2029" without a beginning is taken to begin on the day of its first report.
    """
    found = []
    for claim in claims:
        if claim.time is None or claim.time.last is None:
            continue
        first = claim.time.first or claim.published
        if first is not None and 0 < months_of(first, claim.time.last) <= LONGEST and first < claim.time.last:
            found.append((claim.time.last, claim.time.first is not None, -first.toordinal()))
    if not found:
        return None
    last, stated, begin = max(found)
    return date.fromordinal(-begin), last, not stated


def months_of(first: date, last: date) -> int:
    """Return the calendar months from one day to another, both months included.

    >>> months_of(date(2026, 6, 1), date(2029, 5, 31))
    36
    """
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _over_term(slot: AmountSlot, period: str, first: date, last: date, assumed: bool) -> AmountSlot:
    months = months_of(first, last)
    times = Decimal(months) / MONTHS[period]
    low, high = (None if v is None else _plain(v * times) for v in (slot.low, slot.high))
    span = f"{first:%Y-%m} to {last:%Y-%m}{', from the report on' if assumed else ''}"
    length = f"{months} months" if period == "month" else f"{months} months / {MONTHS[period]}"
    working = f"{_bounds(slot)} a {period} x {length} ({span})"
    key = f"derived/total/{slot.currency or '?'}"
    return AmountSlot(key, low, high, slot.currency, slot.approximate, slot.claims, working=working)


def _increases(slots: Sequence[AmountSlot], claims: Sequence[Claim]) -> Iterator[AmountSlot]:
    """Yield for each increase of talks under way the sum of old whole and increase, unless the new whole was told."""
    published = {claim.id: claim.published for claim in claims}
    for slot in slots:
        if not slot.key.startswith("increase/total/") or "/per " in slot.key:
            continue
        base = next((s for s in slots if s.key == slot.key.removeprefix("increase/")), None)
        if base is None or _latest(base.claims, published) >= _latest(slot.claims, published):
            continue
        low = _sum(base.low, slot.low)
        working = f"{_bounds(base)} and {_bounds(slot)} more"
        claims_of = tuple(sorted({*base.claims, *slot.claims}))
        approximate = base.approximate or slot.approximate
        key = f"derived/{base.key}"
        yield AmountSlot(key, low, _sum(base.high, slot.high), base.currency, approximate, claims_of, working=working)


def _latest(claims: Iterable[str], published: dict[str, date | None]) -> date:
    return max((day for c in claims if (day := published.get(c)) is not None), default=date.min)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else _plain(one + other)


def _plain(value: Decimal) -> Decimal:
    """Return an equal number without exponent, cut to cents."""
    return Decimal(f"{value.quantize(Decimal('0.01')).normalize():f}")


def _bounds(slot: AmountSlot) -> str:
    """Return the bounds of an amount in plain figures with the currency."""
    low, high = (None if v is None else f"{v.normalize():f}" for v in (slot.low, slot.high))
    said = high if low == high else f"{low or '0'} to {high or 'open'}"
    return f"{said} {slot.currency or '?'}"
