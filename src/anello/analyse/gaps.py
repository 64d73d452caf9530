"""Funding gaps: what each party must pay in a window, and what it has for it.

In: the dues of a window, balance sheets. Out: `FundingGap`s. Promise: binding sums only, as intervals from end to end;
what depends on a condition counts only where the scenario says that it occurs; a figure that nobody states leaves the
gap open on its side. Formula: docs/stress.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from anello.analyse.obligations import FINANCING, Due, Span, added, deals_in_order, less
from anello.model import BalanceSheet, Bound, FundingGap
from anello.model.stress import NOTHING

UNKNOWN = Bound(Decimal(0), None)
"""What is not stated: nothing or more."""

FIELDS = ("cash", "operating_inflow", "external_liabilities")


def find_gaps(
    dues: Iterable[Due],
    window: Span,
    sheets: Mapping[str, BalanceSheet],
    raised: Mapping[str, Bound] | None = None,
) -> tuple[FundingGap, ...]:
    """Return the gap of everybody who must pay something in the window, the greatest dues first.

    Args:
        raised: party -> new money that the scenario brings.
    """
    listed = list(dues)
    payers = {due.payer for due in listed if due.state in ("due", "called")} | set(sheets)
    gaps = [_gap(party, listed, window, sheets.get(party), (raised or {}).get(party, NOTHING)) for party in payers]
    return tuple(sorted(gaps, key=lambda gap: (-(gap.dues.high or 0), -(gap.dues.low or 0), gap.party)))


def _gap(party: str, dues: Sequence[Due], window: Span, sheet: BalanceSheet | None, raised: Bound) -> FundingGap:
    out = [due for due in dues if due.payer == party]
    into = [due for due in dues if due.payee == party]
    owed = _sum(out, ("due", "called"))
    cash, inflow, outside = (_stated(sheet, name) for name in FIELDS)
    receipts = _sum([due for due in into if due.leg.kind not in FINANCING], ("due", "called"))
    financing = added([_sum([due for due in into if due.leg.kind in FINANCING], ("due",)), raised])
    counted = [due for due in (*out, *into) if due.state in ("due", "called")]
    return FundingGap(
        party=party,
        first=window[0],
        last=window[1],
        dues=owed,
        outside=outside,
        cash=cash,
        inflow=inflow,
        receipts=receipts,
        financing=financing,
        to_find=less(owed, added([receipts, financing])),
        gap=less(added([owed, outside]), added([cash, inflow, receipts, financing])),
        coverage=coverage(added([owed, outside]), added([cash, inflow, receipts, financing])),
        conditional_in=_sum(into, ("conditional",)),
        conditional_out=_sum(out, ("conditional",)),
        deals=deals_in_order(counted),
        unpriced_out=deals_in_order(due for due in counted if due.payer == party and not due.priced),
        unpriced_in=deals_in_order(due for due in counted if due.payee == party and not due.priced),
        missing=tuple(name for name in FIELDS if sheet is None or getattr(sheet, name) is None),
    )


def _sum(dues: Iterable[Due], states: Sequence[str]) -> Bound:
    return added(due.owed for due in dues if due.state in states)


def _stated(sheet: BalanceSheet | None, name: str) -> Bound:
    found: Bound | None = getattr(sheet, name) if sheet is not None else None
    if found is None:
        return UNKNOWN
    return Bound(found.low or Decimal(0), found.high) if name == "external_liabilities" else found


def coverage(dues: Bound, means: Bound) -> tuple[float | None, float | None]:
    """Return means over dues as an interval; None where a bound is open, or where nothing may be due.

    >>> coverage(Bound(Decimal(68), Decimal(68)), Bound(Decimal(45), Decimal(45)))[0]
    0.6617647058823529
    """
    low = None if means.low is None or not dues.high else float(means.low / dues.high)
    high = None if means.high is None or not dues.low else float(means.high / dues.low)
    if dues.high is None and means.low is not None and means.low >= 0:
        low = 0.0
    return low, high
