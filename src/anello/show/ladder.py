"""Ladders and calendars in words and as plain views.

In: commitments and their sums, with the view they belong to. Out: dicts for JSON, rows for CSV, words. Promise: an
unknown amount reads "unknown" and never zero; each figure stands beside its currency, floor, window and deals; what the
calendar assumes is said with it. Definitions: docs/ladder.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from anello.model import CALENDAR_KINDS, CalendarRow, Commitment, Deal, Ladder, LadderSum, Rung
from anello.model.ladder import DRAWN
from anello.show.rows import as_cells
from anello.show.view import View
from anello.show.views import Json, day, exact
from anello.show.words import NO_FLOOR, currency_sign, interval_words, window_words

RUNG_WORDS = {
    "headline": "headline",
    "binding": "binding",
    "drawn": "drawn",
    "available": "available, not drawn",
    "waiting": "not yet available",
    "untold": "on no rung by any claim",
    "conditional": "conditional",
    "announced": "not binding",
    "contingent": "contingent",
}
"""Rung -> what it is called, in the order in which a ladder is printed."""

SPREAD = "spread evenly over the days of each window, which is an assumption"
"""What a calendar assumes; it is printed with each."""

ANY_SHARE = (Decimal(0), Decimal(1))
FORCES = ("binding", "conditional", "announced", "contingent")
COLUMNS = (
    *("record", "side", "currency", "kind", "year", "first", "last", "deal", "type", "payer", "payee", "status"),
    *("bindingness", "floor", "as_of"),
    *(f"{rung}_{end}" for rung in RUNG_WORDS for end in ("low", "high")),
    *("drawn_share_low", "drawn_share_high", "clashing", "deals", "unpriced", "converted", "unconverted"),
)
"""The columns of all three kinds of rows: deals, sums ("total"), and rows of the calendar ("due")."""


def rung_words(rung: Rung, currency: str | None) -> str:
    """Return a rung in words: a sum, "up to" a ceiling, a dash for nothing, "unknown" for anything.

    >>> rung_words(Rung(), "USD"), rung_words(Rung(Decimal(0), None), "USD")
    ('–', 'unknown')
    >>> rung_words(Rung(Decimal(0), Decimal(10) ** 9), "USD"), rung_words(Rung(Decimal(5), None), "USD")
    ('up to $1bn', '> $5')
    """
    if rung.high == 0:
        return "–"
    if not rung.low and rung.high is None:
        return "unknown"
    return interval_words(rung.low or None, rung.high, before=currency_sign(currency))


def share_words(share: tuple[Decimal, Decimal] | None) -> str:
    """Return a share as a percentage or a range of them; "unknown" where it may be anything.

    >>> share_words((Decimal("0.2469"), Decimal("0.2469"))), share_words((Decimal(0), Decimal(1)))
    ('24.7%', 'unknown')
    >>> share_words((Decimal(1), Decimal(1)))
    'all'
    """
    if share is None:
        return "–"
    if share == ANY_SHARE:
        return "unknown"
    if share[0] == share[1] == 1:
        return "all"
    low, high = (f"{100 * part:.1f}" for part in share)
    return f"{low}%" if low == high else f"{low}–{high}%"


def row_words(row: CalendarRow) -> str:
    """Return what a row of the calendar is about: a year, a part of one, or which end is not known."""
    if row.kind != CALENDAR_KINDS[0]:
        return row.kind if row.kind == CALENDAR_KINDS[3] else f"{row.kind}, {window_words(row.first, row.last)}"
    year = row.year or 0
    whole = row.first == date(year, 1, 1) and row.last == date(year, 12, 31)
    return str(year) if whole else window_words(row.first, row.last)


def force_words(deal: Deal, one: Commitment) -> str:
    """Return how a headline splits into what is binding, conditional and not binding, such as "all binding"."""
    if one.ladder.contingent.high != 0:
        return "contingent"
    if not one.priced:
        return "not binding" if deal.bindingness in ("none", "non-binding") else deal.bindingness
    return _split(one, ("binding", "conditional", "announced"))


def drawn_words(one: Commitment) -> str:
    """Return how the binding part splits, such as "all drawn"; "not told" where no claim says."""
    ladder = one.ladder
    if not one.priced or ladder.binding.high == 0:
        return ""
    told = [name for name in DRAWN if getattr(ladder, name).low or ladder.untold.high == 0]
    if not told:
        return "not told"
    said = _split(one, told)
    return said if ladder.untold.high == 0 else f"{said}; rest not told"


SHORT = {"announced": "not binding", "waiting": "not yet available"}


def _split(one: Commitment, names: Sequence[str]) -> str:
    """Return the rungs that hold something; one that holds all is told without its sum."""
    held = [name for name in names if getattr(one.ladder, name).high != 0]
    if len(held) == 1 and len(names) == len(DRAWN):
        return "not binding" if held[0] == "announced" else f"all {SHORT.get(held[0], held[0])}"
    currency = one.ladder.currency
    return "; ".join(f"{SHORT.get(name, name)} {rung_words(getattr(one.ladder, name), currency)}" for name in held)


# --- views ------------------------------------------------------------------------------------------------------------


def ladder_view(ladder: Ladder) -> Json:
    """Return a ladder with its bounds and shares of the headline; a high of null is unbounded."""
    rungs = {name: _rung_view(getattr(ladder, name)) for name in RUNG_WORDS}
    shares = {name: ladder.share_of(name) for name in SHARED}
    return {
        "currency": ladder.currency,
        **rungs,
        "shares": {name: share and {"low": exact(share[0]), "high": exact(share[1])} for name, share in shares.items()},
        "clashing": ladder.clashing,
    }


SHARED = ("binding", "drawn", "available", "waiting", "conditional", "announced")


def _rung_view(rung: Rung) -> Json:
    if rung.high == 0:
        return {"low": 0, "high": 0}
    return {"low": exact(rung.low), "high": exact(rung.high)}


def commitment_view(one: Commitment, view: View) -> Json:
    """Return the ladder and the instalments of one deal."""
    deal = view.deal_of[one.deal]
    return {
        "record": "deal",
        "deal": one.deal,
        "type": deal.type,
        "payer": _named(deal.payer, view),
        "payee": _named(deal.payee, view),
        "status": deal.status,
        "bindingness": deal.bindingness,
        "priced": one.priced,
        "ladder": ladder_view(one.ladder),
        "instalments": [
            {"first": day(due.first), "last": day(due.last), "due": _rung_view(due.due)}
            | {force: _rung_view(getattr(due, force)) for force in FORCES}
            for due in one.instalments
        ],
        "converted": list(one.converted),
        "floor": view.floor,
        "as_of": day(view.as_of),
    }


def _named(party: str | None, view: View) -> Json | None:
    return None if party is None else {"id": party, "name": view.names.get(party, party)}


def sum_view(found: LadderSum, view: View) -> Json:
    """Return the ladder and the calendar of several deals with what they count and leave out."""
    return {
        "record": "total",
        "side": found.side,
        "ladder": ladder_view(found.ladder),
        "calendar": [_row_view(row) for row in found.calendar],
        "assumes": SPREAD,
        "deals": list(found.deals),
        "unpriced": list(found.unpriced),
        "within_another": list(found.inside),
        "may_overlap": found.joined,
        "converted": list(found.converted),
        "unconverted": list(found.unconverted),
        "floor": view.floor,
        "as_of": day(view.as_of),
    }


def _row_view(row: CalendarRow) -> Json:
    rungs = {force: _rung_view(getattr(row, force)) for force in ("due", *FORCES)}
    window = {"first": day(row.first), "last": day(row.last)}
    return {"kind": row.kind, "year": row.year, "window": window, **rungs, "deals": list(row.deals)}


# --- rows -------------------------------------------------------------------------------------------------------------


def commitment_row(one: Commitment, view: View) -> dict[str, str]:
    """Return one deal as a flat row; its days are the hull of its instalments."""
    deal = view.deal_of[one.deal]
    firsts, lasts = ([getattr(due, end) for due in one.instalments] for end in ("first", "last"))
    return _cells(
        view,
        record="deal",
        deal=one.deal,
        type=deal.type,
        payer=view.names.get(deal.payer or "", deal.payer),
        payee=view.names.get(deal.payee or "", deal.payee),
        status=deal.status,
        bindingness=deal.bindingness,
        first=None if None in firsts else min(firsts, default=None),
        last=None if None in lasts else max(lasts, default=None),
        converted="; ".join(one.converted),
        **_ladder_cells(one.ladder, one.priced),
    )


def sum_rows(found: LadderSum, view: View) -> Iterator[dict[str, str]]:
    """Yield a sum as a row, then each row of its calendar, where "headline" is all that is due."""
    side = found.side
    yield _cells(
        view,
        record="total",
        side=side,
        deals="; ".join(found.deals),
        unpriced="; ".join(found.unpriced),
        converted="; ".join(found.converted),
        unconverted="; ".join(found.unconverted),
        **_ladder_cells(found.ladder),
    )
    for row in found.calendar:
        rungs = {"headline": row.due} | {force: getattr(row, force) for force in FORCES}
        ends = {f"{name}_{end}": getattr(rung, end) for name, rung in rungs.items() for end in ("low", "high")}
        named = {"kind": row.kind, "year": row.year, "first": row.first, "last": row.last}
        currency = found.ladder.currency
        yield _cells(view, record="due", side=side, currency=currency, **named, deals="; ".join(row.deals), **ends)


def _ladder_cells(ladder: Ladder, priced: bool = True) -> dict[str, object]:
    ends = {f"{name}_{end}": getattr(getattr(ladder, name), end) for name in RUNG_WORDS for end in ("low", "high")}
    low, high = (ladder.share_of("drawn") if priced else None) or (None, None)
    return {
        "currency": ladder.currency,
        **ends,
        "drawn_share_low": low,
        "drawn_share_high": high,
        "clashing": ladder.clashing or None,
    }


def _cells(view: View, **given: object) -> dict[str, str]:
    """Return a row of text; an empty cell is a bound that is open, or does not apply."""
    known = {"floor": view.floor or NO_FLOOR, "as_of": view.as_of} | given
    return as_cells(COLUMNS, None, **dict.fromkeys(COLUMNS) | known)
