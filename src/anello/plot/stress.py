"""The picture of a stress test: who is not paid, who can be short in which wave, and who leaves what unpaid.

In: a `StressTest` and the view that it was run on. Out: a picture. Promise: parties stand under the wave in which they
can first fail; what is not sure is hatched; a scenario is called one; guarantees that it calls are contingent money.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from anello.model import Bound, Repricing, Revaluation, Strain, StressTest
from anello.plot.bars import KEYS, Bar, Panel, Row, panels_drawing
from anello.plot.sheet import Key, Sheet, command_of, compose, day_of, short_ids
from anello.plot.style import CONTINGENT, FINANCE, OTHER, SUM
from anello.show import View
from anello.show.stress import floor_words, money_bounds, signed_words, summary, unstated, window_of

ZERO = Decimal(0)

MEASURES = (
    ("unpaid", "not paid to it", SUM),
    ("stopped", "stops coming", SUM),
    ("called", "called from it", CONTINGENT),
    ("received", "guarantees pay", CONTINGENT),
    ("reserve", "needs for dues", OTHER),
    ("leaves", "leaves unpaid", SUM),
)
"""Fields of a strain: words, and what they are."""

NEVER = -1
"""The group of those whom nothing can make fail."""


def draw_stress(found: StressTest, view: View, *, most: int) -> str:
    """Return the picture of a stress test with at most so many parties."""
    panels = [*_strain_panels(found, view, most), *_value_panels(found, view, most)]
    deals = [deal for strain in found.strains for deal in strain.deals]
    deals += [deal for row in found.revaluations for deal in row.deals]
    sheet = Sheet(
        title=f"What if: {found.scenario.title}",
        story=" ".join(summary(found, view.names)),
        window=window_of(found),
        floor=floor_words(found),
        unit=found.scenario.currency,
        as_of=day_of(view),
        records=short_ids(deals),
        command=command_of(view, f"stress {found.scenario.name}"),
        keys=tuple(_keys(found)),
        notes=_notes(found, len(found.strains) - most),
    )
    return compose(sheet, panels_drawing(panels))


def _keys(found: StressTest) -> Iterator[Key]:
    yield from KEYS[:2]
    bounds = [getattr(strain, name) for strain in found.strains for name, *_ in MEASURES]
    if any(bound.high is None for bound in bounds):
        yield KEYS[2]
    if any(strain.called.high != 0 or strain.received.high != 0 for strain in found.strains):
        yield Key("a guarantee that is called", CONTINGENT, "maybe")


def _notes(found: StressTest, hidden: int) -> tuple[str, ...]:
    said = "A scenario supposes; it foretells nothing. Only binding sums count."
    if found.strains:
        said += " Short is who has less in reserve than its own dues need; wave 1 can fail first, then wave 2."
    if unstated(found):
        said += (
            f" {unstated(found)} binding deals name no amount or no upper bound; what they do not state is in no bar."
        )
    more = (f"{hidden} more parties are not drawn; --limit draws more.",) if hidden > 0 else ()
    return (said, *found.notes, *more)


# --- who can fail -----------------------------------------------------------------------------------------------------


def _strain_panels(found: StressTest, view: View, most: int) -> list[Panel]:
    strains = found.strains[:most]
    waves = dict.fromkeys(NEVER if strain.wave is None else strain.wave for strain in strains)
    rows: list[Row] = []
    for wave in sorted(waves, key=lambda w: (w == NEVER, w)):
        members = [s for s in strains if (NEVER if s.wave is None else s.wave) == wave]
        rows.append(Row(_wave_words(wave)))
        rows += [_strain_row(strain, found, view) for strain in members]
    title = "Who loses, in the order in which they can fail"
    return [Panel(title, tuple(rows), found.scenario.currency)] if rows else []


def _wave_words(wave: int) -> str:
    if wave == NEVER:
        return "Cannot fail here: no dues of its own that are stated"
    return f"Wave {wave}: can fail if short" if wave else "The scenario: does not pay"


def _strain_row(strain: Strain, found: StressTest, view: View) -> Row:
    currency = found.scenario.currency
    bars = [
        Bar(bound.low, bound.high, money_bounds(bound, currency), tone, said)
        for name, said, tone in MEASURES
        if (bound := getattr(strain, name)).high != 0
    ]
    name = view.names.get(strain.party, strain.party)
    said = f"{name} (surely)" if strain.certain and strain.wave else name
    return Row(said, tuple(bars) or (Bar(ZERO, ZERO, "nothing", SUM),), 1)


# --- values -----------------------------------------------------------------------------------------------------------


def _value_panels(found: StressTest, view: View, most: int) -> list[Panel]:
    currency = found.scenario.currency
    panels = []
    if found.repricings:
        rows = tuple(_value_row(row, view, currency) for row in found.repricings)
        panels.append(Panel("Values before and in the scenario", rows, currency))
    if found.revaluations:
        held: Sequence[Revaluation] = found.revaluations[:most]
        rows = tuple(_holder_row(row, view, currency) for row in held)
        panels.append(Panel("What holders gain or lose on paper", rows, currency))
    return panels


def _value_row(row: Repricing, view: View, currency: str) -> Row:
    bars = [
        Bar(bound.low, bound.high, money_bounds(bound, currency), SUM, name)
        for name, bound in (("before", row.before), ("after", row.after))
    ]
    return Row(view.names.get(row.party, row.party), tuple(bars))


def _holder_row(row: Revaluation, view: View, currency: str) -> Row:
    size = _size_of(row.change)
    label = f"{view.names.get(row.holder, row.holder)} in {view.names.get(row.issuer, row.issuer)}"
    return Row(label, (Bar(size.low, size.high, signed_words(row.change, currency), FINANCE),))


def _size_of(change: Bound) -> Bound:
    """Return how large a change is, whichever way; the words beside it say which."""
    low, high = change.low, change.high
    if low is not None and low >= 0:
        return Bound(low, high)
    if high is not None and high <= 0:
        return Bound(-high, None if low is None else -low)
    return Bound(ZERO, None if low is None or high is None else max(-low, high))
