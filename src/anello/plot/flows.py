"""The picture of flows: the circular share of all dates and of each year, what is signed beside everything.

In: flows at one floor or two, as `measure_flow` and `flow_by_year` give them. Out: a picture. Promise: shares are
intervals; the years and the whole stand on one axis from 0 to 100 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from anello.model import Flow
from anello.plot.bars import Bar, Panel, Row, panels_drawing
from anello.plot.sheet import Key, Sheet, command_of, compose, day_of, floor_of, short_ids
from anello.plot.style import OTHER, SUM
from anello.show import View
from anello.show.words import count_words, share_words, sum_words

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Floors:
    """The flows at one floor: of all dates, and of each year; `open_legs` have no known first or last day."""

    whole: Flow
    years: tuple[Flow, ...]
    open_legs: int


def draw_flows(floors: Sequence[Floors], view: View) -> str:
    """Return the picture of circular shares; of two floors the second is drawn dark, as what is signed."""
    first = floors[0]
    tones = (SUM,) if len(floors) == 1 else (OTHER, SUM)
    rows = [Row("all dates", _bars([one.whole for one in floors], tones))]
    yearly = [Row(label, _bars(flows, tones)) for label, flows in _by_year(floors)]
    panels = [Panel("All dates together", tuple(rows), "%", HUNDRED)]
    if yearly:
        panels.append(Panel("Year by year", tuple(yearly), "%", HUNDRED))
    keys = [
        key
        for one, tone in zip(floors, tones, strict=True)
        for key in (
            Key(f"{_floor_name(one.whole)}: surely circular", tone),
            Key("possibly circular", tone, "maybe"),
        )
    ]
    carried = [view.leg_of[leg].deal for leg, part in first.whole.edges if part and leg in view.leg_of]
    sheet = Sheet(
        title="How much of the money is circular",
        story="The largest circulation that fits into the money legs, over all that they move; by year and in all.",
        window="all dates, and each year by itself",
        floor=floor_of(view) if len(floors) == 1 else f"{floor_of(view)}; agreed or firmer beside it",
        unit=f"% of gross {first.whole.currency}, money layer, any tie",
        as_of=day_of(view),
        records=short_ids(carried),
        command=f"{command_of(view, 'flows')} --by-year",
        keys=tuple(keys),
        notes=_notes(first),
    )
    return compose(sheet, panels_drawing(panels))


def _notes(one: Floors) -> tuple[str, ...]:
    spread = "Each leg is spread evenly over its days, which is an assumption."
    if one.open_legs:
        spread += (
            f" {count_words(one.open_legs, 'leg')} without a known first or last day may move nothing or everything "
            "in any one year: that makes the hatched bars long."
        )
    return (f"{spread} Circular is structure, not wrongdoing.",)


def _floor_name(flow: Flow) -> str:
    return f"{flow.floor} or firmer" if flow.floor else "all but denied and ended"


def _by_year(floors: Sequence[Floors]) -> list[tuple[str, list[Flow | None]]]:
    """Return the flows of each year at each floor; years in which nothing can be circular are told together."""
    by_year = [{flow.first.year: flow for flow in one.years if flow.first} for one in floors]
    rows: list[tuple[str, list[Flow | None]]] = []
    empty: list[int] = []
    for year in sorted({year for flows in by_year for year in flows}):
        flows = [flows.get(year) for flows in by_year]
        idle = not any(flow and flow.circular_high for flow in flows)
        if idle and empty and rows[-1][0].endswith(str(year - 1)):
            rows.pop()
        empty = [*empty, year] if idle else []
        rows.append((f"{empty[0]}–{year}" if len(empty) > 1 else str(year), flows))
    return rows


def _bars(flows: Sequence[Flow | None], tones: Sequence[str]) -> tuple[Bar, ...]:
    names = ("",) if len(tones) == 1 else ("everything", "signed")
    return tuple(_bar(flow, tone, name) for flow, tone, name in zip(flows, tones, names, strict=True))


def _bar(flow: Flow | None, tone: str, name: str) -> Bar:
    if flow is None or flow.share_low is None or flow.share_high is None:
        return Bar(Decimal(0), Decimal(0), "no priced money leg", tone, name)
    low, high = (HUNDRED * Decimal(str(round(share, 4))) for share in (flow.share_low, flow.share_high))
    circular = sum_words(flow.circular_low, flow.circular_high, flow.currency)
    return Bar(low, high, f"{share_words(flow)} ({circular})", tone, name)
