"""One sum told as two kinds of deal: a question whether they are one, never a merger.

In: deals. Out: `Link`s of the kind "overlaps". Promise: only deals with the same payer and payee (or with one side
open), an equal sum in one currency and reports within months are linked; time is near-linear. Rule: docs/deals.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from anello.model import AmountSlot, Deal, Link

REPORTED = 120
"""Days between the first reports within which equal sums of two deals may be one."""

NEAREST = 4
"""How many deals of the next larger sums a deal is held against, so that time stays linear."""

STANDING = ("denied", "hypothetical")


def find_doubles(deals: Iterable[Deal]) -> Iterator[Link]:
    """Yield a link for each two deals that may be one told twice.

    >>> list(find_doubles(()))
    []
    """
    groups: dict[tuple[str, ...], list[tuple[Decimal, str, Deal]]] = defaultdict(list)
    for deal in deals:
        slot = _whole(deal)
        if slot is not None and slot.high and deal.status not in STANDING:
            for key in _keys(deal):
                groups[*key, slot.currency or "?"].append((slot.high, deal.id, deal))
    seen = set()
    for group in groups.values():
        for one, other in _near(group):
            if (pair := (min(one.id, other.id), max(one.id, other.id))) not in seen:
                seen.add(pair)
                yield Link(pair[0], "overlaps", pair[1], "figure", cue="the same sum")


def _whole(deal: Deal) -> AmountSlot | None:
    return next((s for s in deal.amounts if s.key.startswith("total/") and "/per " not in s.key), None)


def _keys(deal: Deal) -> Iterator[tuple[str, ...]]:
    """Yield the keys under which a deal may meet its double: same pair, or same type and one side open."""
    if deal.payer and deal.payee:
        yield ("pair", deal.payer, deal.payee)
    if deal.payee:
        yield ("payee", deal.type, deal.payee)
    if deal.payer:
        yield ("payer", deal.type, deal.payer)


def _near(group: list[tuple[Decimal, str, Deal]]) -> Iterator[tuple[Deal, Deal]]:
    ordered = sorted(group, key=lambda item: item[:2])
    for place, (figure, _, one) in enumerate(ordered):
        for other_figure, _, other in ordered[place + 1 : place + 1 + NEAREST]:
            if (other_figure - figure) * 10 > other_figure:
                break
            if _may_be_one(one, other):
                yield one, other


def _may_be_one(one: Deal, other: Deal) -> bool:
    if one.type == other.type and (one.payer, one.payee) == (other.payer, other.payee):
        return False
    sides = ((one.payer, other.payer), (one.payee, other.payee))
    if any(a is not None and b is not None and a != b for a, b in sides):
        return False
    days = (_first_report(one), _first_report(other))
    return None in days or abs((days[0] - days[1]).days) <= REPORTED  # type: ignore[operator]


def _first_report(deal: Deal) -> date | None:
    return min((e.published for e in deal.history if e.published is not None), default=None)
