"""What one sum may hold of another: a question, never a merger.

In: deals. Out: `Link`s of the kind "overlaps". Promise: linked are only one sum told as two kinds of deal (same payer
and payee or one side open, reports within months); a round told without its investors and what one of them put in
within months; and a running total ("13 since 2019") and what the same pair moved in its time. Time is near-linear.
Rule: docs/deals.md.
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

MOST_WHOLES = 64
"""How many rounds or running totals of one company are held against its deals, the largest, so that time stays linear.
"""

PAID_IN = ("investment", "loan")
STANDING = ("denied", "hypothetical")


def find_doubles(deals: Iterable[Deal]) -> Iterator[Link]:
    """Yield a link for each two deals that may be one told twice.

    >>> list(find_doubles(()))
    []
    """
    told = list(deals)
    groups: dict[tuple[str, ...], list[tuple[Decimal, str, Deal]]] = defaultdict(list)
    for deal in told:
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
    for one, other, cue in _wholes(told):
        if (pair := (min(one.id, other.id), max(one.id, other.id))) not in seen:
            seen.add(pair)
            yield Link(pair[0], "overlaps", pair[1], "figure", cue=cue)


def _wholes(deals: Iterable[Deal]) -> Iterator[tuple[Deal, Deal, str]]:
    """Yield a round or a running total with each deal whose sum may be within it, and why."""
    by_payee: dict[tuple[str, str], list[Deal]] = defaultdict(list)
    for deal in deals:
        if deal.type in PAID_IN and deal.payee and _whole(deal) and deal.status not in (*STANDING, "ended"):
            by_payee[deal.type, deal.payee].append(deal)
    for group in by_payee.values():
        ordered = sorted(group, key=lambda d: (-_least(d), d.id))
        for one in [d for d in ordered if d.payer is None or _is_running(d)][:MOST_WHOLES]:
            for other in ordered:
                cue = _cue(one, other)
                if cue and _least(other) <= _most(one):
                    yield one, other, cue


def _cue(whole: Deal, part: Deal) -> str:
    """Return why a deal may be within another, "" where nothing says so."""
    days = (_first_report(whole), _first_report(part))
    if whole.payer is None:
        near = None not in days and abs((days[0] - days[1]).days) <= REPORTED  # type: ignore[operator]
        return "a round told without its investors" if part.payer is not None and near else ""
    day, last = part.first or days[1], max((e.published for e in whole.history if e.published), default=None)
    within = day is not None and last is not None and whole.first is not None and whole.first <= day <= last
    return "a running total" if within and part.id != whole.id and part.payer == whole.payer else ""


def _is_running(deal: Deal) -> bool:
    return deal.status == "completed" and deal.first is not None and deal.last is None


def _least(deal: Deal) -> Decimal:
    slot = _whole(deal)
    return (slot.low if slot else None) or Decimal(0)


def _most(deal: Deal) -> Decimal:
    slot = _whole(deal)
    return slot.high if slot and slot.high is not None else Decimal("Infinity")


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
