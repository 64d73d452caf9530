"""The picture of a ladder: the headline rung by rung, and when it is due.

In: sums of commitments by side, each with its calendar. Out: a picture. Promise: the rungs stand below each other on
one axis, each as an interval, for intervals cannot be stacked without claiming what nobody knows; what is contingent
has its own colour and counts in no other bar.
"""

from __future__ import annotations

from collections.abc import Sequence

from anello.model import CalendarRow, LadderSum, Rung
from anello.plot.bars import KEYS, SOFT, Bar, Panel, Row, panels_drawing
from anello.plot.sheet import Key, Sheet, command_of, compose, day_of, floor_of, short_ids
from anello.plot.style import CONTINGENT, SUM
from anello.show import View
from anello.show.ladder import SPREAD, row_words, rung_words, share_words
from anello.show.words import count_words

RUNGS = (
    ("headline", "headline", 0),
    ("binding", "binding", 1),
    ("drawn", "drawn (performed)", 2),
    ("available", "available, not drawn", 2),
    ("waiting", "not yet available", 2),
    ("untold", "on no rung by any claim", 2),
    ("conditional", "conditional", 1),
    ("announced", "not binding", 1),
    ("contingent", "contingent", 0),
)
"""Rungs in order: field, words, how far set in."""

ALWAYS = ("headline", "binding", "drawn")
UNBOUND = ("conditional", "announced")


def draw_ladder(sums: Sequence[LadderSum], view: View, *, whose: str = "", window: str = "all dates") -> str:
    """Return the picture of the ladders of a party (`whose`), or of all deals together, in one currency."""
    panels = [panel for found in sums for panel in _panels(found, whose)]
    currency = sums[0].ladder.currency or ""
    sheet = Sheet(
        title=f"What is behind the headlines of {whose}" if whose else "What is behind the headlines",
        story="How much of the sums told is binding and drawn, how much may never be paid, and when it falls due.",
        window=f"{window} (the calendar; headlines are of all dates)" if window != "all dates" else window,
        floor=floor_of(view),
        unit=currency,
        as_of=day_of(view),
        records=short_ids(deal for found in sums for deal in found.deals),
        command=command_of(view, "ladder", whose),
        keys=(KEYS[0], SOFT, *KEYS[1:], Key("contingent: may never be paid, in no sum", CONTINGENT, "maybe")),
        notes=_notes(sums),
    )
    return compose(sheet, panels_drawing(panels))


def _notes(sums: Sequence[LadderSum]) -> tuple[str, ...]:
    unpriced = len({deal for found in sums for deal in found.unpriced})
    rates = sorted({rate for found in sums for rate in found.converted})
    lost = len({deal for found in sums for deal in found.unconverted})
    notes = [f"Calendar: {SPREAD}."]
    notes += [f"{count_words(unpriced, 'deal')} without an amount are in no bar."] if unpriced else []
    notes += [f"Converted at the rate of the day: {', '.join(rates)}."] if rates else []
    notes += [f"{count_words(lost, 'deal')} without a rate are in no bar."] if lost else []
    return (" ".join(notes),)


def _panels(found: LadderSum, whose: str) -> list[Panel]:
    side = {
        "all": "All deals together",
        "payer": f"{whose} as payer",
        "payee": f"{whose} as payee",
        "other": f"{whose} as partner, or with an open side",
    }[found.side]
    currency = found.ladder.currency or ""
    rungs = [
        Row(said, (_rung_bar(found, name),), indent)
        for name, said, indent in RUNGS
        if name in ALWAYS or getattr(found.ladder, name).high != 0
    ]
    panels = [Panel(f"{side}: the rungs, {count_words(len(found.deals), 'deal')}", tuple(rungs), currency)]
    if found.calendar:
        due = [_due_row(row, currency) for row in found.calendar]
        panels.append(Panel(f"{side}: paid or due in each year", tuple(due), currency))
    return panels


def _rung_bar(found: LadderSum, name: str) -> Bar:
    rung: Rung = getattr(found.ladder, name)
    tone = CONTINGENT if name == "contingent" else SUM
    said = rung_words(rung, found.ladder.currency)
    share = found.ladder.share_of(name) if name not in ("headline", "contingent") and rung.high != 0 else None
    told = share_words(share) if share else ""
    beside = f" ({told} of the headline)" if told and told != "unknown" else ""
    low = None if name == "contingent" else rung.low
    return Bar(low, rung.high, f"{said}{beside}", tone, soft=name in UNBOUND)


def _due_row(row: CalendarRow, currency: str) -> Row:
    bars = [
        Bar(rung.low, rung.high, rung_words(rung, currency), SUM, name, soft=soft)
        for name, rung, soft in (
            ("binding", row.binding, False),
            ("conditional", row.conditional, True),
            ("not binding", row.announced, True),
        )
        if rung.high != 0
    ]
    if row.contingent.high != 0:
        bars.append(
            Bar(None, row.contingent.high, rung_words(row.contingent, currency), CONTINGENT, "contingent"),
        )
    said = str(row.year) if row.kind == "year" and row.year else row_words(row)
    return Row(said, tuple(bars) or (Bar(row.due.low, row.due.high, rung_words(row.due, currency), SUM, "due"),))
