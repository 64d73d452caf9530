"""The picture of a ring: its parties in a circle, every leg with what it moves, when, and how firm it is.

In: one ring with the view that it is from. Out: a picture. Promise: every leg stands in the
table below with amount, days, status, bindingness and deal; its number, and what it moves where that covers nothing
else, stand on its line; colour says what a leg is, the line how firm it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from anello.model import Leg, Ring
from anello.plot.advances import text_width
from anello.plot.canvas import Canvas, Font, Pen
from anello.plot.curves import Box, Curve, Point, around, bent
from anello.plot.sheet import (
    INNER,
    LINE,
    MARGIN,
    WIDTH,
    Drawing,
    Key,
    Sheet,
    command_of,
    compose,
    day_of,
    floor_of,
    short_ids,
)
from anello.plot.style import (
    CONTINGENT,
    DASHED,
    DOTTED,
    FAINT,
    FINANCE,
    INK,
    OTHER,
    PAPER,
    PURCHASE,
    RULE,
    TONE_OF_KIND,
    TONES,
    dashes_of,
)
from anello.show import View
from anello.show.words import count_words, sum_words, window_words

NAME, LABEL, CELL, HEADER = Font(15, INK, True), Font(12.5, INK), Font(13, INK), Font(12.5, FAINT, True)
PILL, NAMED, BADGE = 40, 230, 22.0
"""Height of a party, how wide one may be, and the height of a label."""

SPREAD, NEAR, APART = 390, 140, 46
"""Half the width of the circle, its least half height, and how far parallel legs lie apart."""

ON_AN_ARC = 5
"""Legs drawn between the same two parties; the table has more."""

ROWS = 24
"""Legs in the table."""

PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
"""Where on its line a leg's label may stand, the best place first."""

KEYS = (
    Key("financing", FINANCE, "leg"),
    Key("purchase, licence", PURCHASE, "leg"),
    Key("contingent", CONTINGENT, "leg"),
    Key("performed or signed", OTHER, "leg"),
    Key("announced, not binding", OTHER, "leg", DASHED),
    Key("talks or less", OTHER, "leg", DOTTED),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A leg with its number and its line; None where the arc has no room for it."""

    number: int
    leg: Leg
    line: Curve | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parties stand, and the lines between them, in a space of its own."""

    pills: tuple[tuple[str, Box], ...]
    legs: tuple[Drawn, ...]

    @property
    def edges(self) -> tuple[float, float]:
        """Return the upper and the lower end of the drawing."""
        tops = [box.top for _, box in self.pills]
        bottoms = [box.bottom for _, box in self.pills]
        points = [one.line.at(at / 10) for one in self.legs if one.line for at in range(11)]
        return min([*tops, *(y - 24 for _, y in points)]), max([*bottoms, *(y + 24 for _, y in points)])


def draw_ring(ring: Ring, view: View) -> str:
    """Return the picture of a ring."""
    legs = sorted(
        (view.leg_of[leg] for leg in ring.legs if leg in view.leg_of), key=lambda leg: _place(leg, ring, view)
    )
    layout = lay_out(ring.parties, legs, view)
    names = [view.names.get(party, party) for party in ring.parties]
    grade = f"weakest leg: {ring.grade}; tie: {ring.tie}; strength {sum_words(ring.low, ring.high, ring.currency)}"
    sheet = Sheet(
        title=f"{ring.kind[:1].upper()}{ring.kind[1:]}: {' → '.join([*names, names[0]])}",
        story=f"Where money may come back to whoever paid it; {grade}, the smallest arc and never a sum.",
        window=window_words(ring.first, ring.last),
        floor=floor_of(view),
        unit=f"{ring.currency or 'no currency told'}, money layer",
        as_of=day_of(view),
        records=_records(ring, legs, view),
        command=command_of(view, "rings"),
        keys=KEYS,
        notes=(
            "Circular exposure is structure, not wrongdoing; a round-trip is only where one contract ties the legs.",
        ),
    )
    return compose(sheet, _drawing(layout, view))


def _records(ring: Ring, legs: Sequence[Leg], view: View) -> tuple[str, ...]:
    """Return what `anello show` opens: the ring, or the deals of one that is found only within the window asked for."""
    known = any(ring.id == other.id for other in view.rings)
    return (ring.id,) if known else short_ids(leg.deal for leg in legs)


def strongest(rings: Sequence[Ring]) -> Ring:
    """Return the ring of which most is sure, then the one that may be the largest."""
    return min(rings, key=lambda ring: (-(ring.low or 0), -(ring.high or 0), ring.id))


def _place(leg: Leg, ring: Ring, view: View) -> tuple[object, ...]:
    """Return the order of legs: along the ring, the largest of an arc first."""
    payer, _ = _ends(leg, ring.parties, view)
    return (payer, -(leg.high or leg.low or 0), leg.id)


def _ends(leg: Leg, parties: Sequence[str], view: View) -> tuple[int, int]:
    """Return the places in the ring of a leg's payer and payee, units standing for their groups."""
    parents = {party.id: party.parent for party in view.parties}
    payer, payee = (party if party in parties else parents.get(party) for party in (leg.payer, leg.payee))
    first = parties.index(payer) if payer in parties else 0
    return first, parties.index(payee) if payee in parties else (first + 1) % len(parties)


# --- places -----------------------------------------------------------------------------------------------------------


def lay_out(parties: Sequence[str], legs: Sequence[Leg], view: View) -> Layout:
    """Return where parties stand and legs run; the centre is at (half the width, 0)."""
    centre = (WIDTH / 2, 0.0)
    most = max(2, min(NAMED, int(2400 / len(parties))))
    tall = NEAR if len(parties) <= 3 else NEAR + 28 * (len(parties) - 3)
    pills = []
    for at, party in enumerate(parties):
        turn = math.pi + 2 * math.pi * at / len(parties) if len(parties) == 2 else _turn(at, len(parties))
        place = (centre[0] + SPREAD * math.cos(turn), centre[1] + (tall * math.sin(turn) if len(parties) > 2 else 0))
        width = min(most, text_width(view.names.get(party, party), NAME.size, bold=True) + 36)
        pills.append((party, around(place, (max(90, width), PILL))))
    drawn, arcs = [], dict[tuple[int, int], int]()
    for number, leg in enumerate(legs, 1):
        ends = _ends(leg, parties, view)
        beside = arcs[ends] = arcs.get(ends, -1) + 1
        line = _line(pills[ends[0]][1], pills[ends[1]][1], beside, centre, len(parties))
        drawn.append(Drawn(number, leg, line if beside < ON_AN_ARC else None))
    return Layout(tuple(pills), tuple(drawn))


def _turn(at: int, parties: int) -> float:
    """Return the angle of a party, clockwise from the left end of a level upper side."""
    return -math.pi / 2 - math.pi / parties + 2 * math.pi * at / parties


def _line(first: Box, last: Box, beside: int, centre: Point, parties: int) -> Curve:
    """Return the line of a leg; parallel ones bend further and further away from the centre."""
    start, end = _middle(first), _middle(last)
    height = (APART if parties == 2 else 26) + APART * beside
    curve = bent(start, end, height, centre)
    if parties == 2 and start[0] > end[0]:
        curve = Curve(start, (curve.bend[0], abs(curve.bend[1])), end)
    elif parties == 2:
        curve = Curve(start, (curve.bend[0], -abs(curve.bend[1])), end)
    return curve.outside(_grown(first, 3), _grown(last, 6))


def _middle(box: Box) -> Point:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _grown(box: Box, by: float) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)


# --- drawing ----------------------------------------------------------------------------------------------------------


def _drawing(layout: Layout, view: View) -> Drawing:
    def draw(canvas: Canvas, height: float) -> float:
        top, bottom = layout.edges
        moved = _moved(layout, height + 10 - top)
        for one in moved.legs:
            if one.line is not None:
                _draw_line(canvas, one, one.line)
        taken = [box for _, box in moved.pills]
        for party, box in moved.pills:
            _draw_party(canvas, view.names.get(party, party), box)
        _draw_labels(canvas, moved.legs, taken)
        return _draw_table(canvas, moved.legs, height + 10 + bottom - top + 30, view)

    return draw


def _moved(layout: Layout, down: float) -> Layout:
    """Return the layout that far down."""

    def point(place: Point) -> Point:
        return place[0], place[1] + down

    pills = tuple((party, Box(b.left, b.top + down, b.right, b.bottom + down)) for party, b in layout.pills)
    legs = tuple(
        replace(one, line=one.line and Curve(point(one.line.start), point(one.line.bend), point(one.line.end)))
        for one in layout.legs
    )
    return Layout(pills, legs)


def _draw_line(canvas: Canvas, one: Drawn, line: Curve) -> None:
    colour = TONES[TONE_OF_KIND.get(one.leg.kind, OTHER)]
    x, y = line.direction()
    tip = line.end
    base = (tip[0] - 12 * x, tip[1] - 12 * y)
    pen = Pen(colour, 2.6, dashes_of(one.leg.status, one.leg.bindingness))
    canvas.curve((line.start, line.bend, base), pen, title=_leg_words(one.leg))
    canvas.polygon([tip, (base[0] - 6 * y, base[1] + 6 * x), (base[0] + 6 * y, base[1] - 6 * x)], colour)


def _draw_party(canvas: Canvas, name: str, box: Box) -> None:
    width = box.right - box.left
    canvas.rectangle((box.left, box.top), (width, PILL), "#f4f6f8", pen=Pen(INK, 1.4), radius=PILL / 2)
    canvas.text(((box.left + box.right) / 2, box.top + 26), name, NAME, anchor="middle", most=width - 24)


def _draw_labels(canvas: Canvas, legs: Sequence[Drawn], taken: Sequence[Box]) -> None:
    """Write number, amount, days and class of each leg on its line, or as much of it as covers nothing else."""
    covered = list(taken)
    for one in legs:
        if one.line is None:
            continue
        others = [*covered, *_on_lines(other for other in legs if other is not one), around(one.line.end, (34, 34))]
        for said in (_label(one.leg), sum_words(one.leg.low, one.leg.high, one.leg.currency), ""):
            size = (text_width(said, LABEL.size) + 40 if said else BADGE, BADGE)
            box = _free(one.line, size, others if said else covered)
            if box is not None:
                break
        box = box or around(one.line.at(0.5), (BADGE, BADGE))
        covered.append(box)
        _draw_label(canvas, one, box, said)


def _free(line: Curve, size: Point, others: Sequence[Box]) -> Box | None:
    """Return the first place on a line where a box covers nothing and lies within the margins.

    It stands with its middle on the line, else with its left or its right end.
    """
    aside = (size[0] - BADGE) / 2
    boxes = (around((x + shift, y), size) for shift in (0, aside, -aside) for x, y in map(line.at, PLACES))
    return next((b for b in boxes if _within(b) and not any(b.meets(other) for other in others)), None)


def _within(box: Box) -> bool:
    return box.left > MARGIN / 2 and box.right < WIDTH - MARGIN / 2


def _draw_label(canvas: Canvas, one: Drawn, box: Box, said: str) -> None:
    colour = TONES[TONE_OF_KIND.get(one.leg.kind, OTHER)]
    size = (box.right - box.left, box.bottom - box.top)
    canvas.rectangle((box.left, box.top), size, PAPER, pen=Pen(colour, 1.2), radius=size[1] / 2)
    middle = (box.top + box.bottom) / 2 + 4.4
    canvas.text((box.left + 11, middle), str(one.number), Font(11.5, colour, True), anchor="middle")
    if said:
        canvas.text((box.left + 24, middle), said, LABEL)


def _on_lines(legs: Iterable[Drawn]) -> Iterator[Box]:
    """Yield small boxes along the lines, so that no label covers another leg."""
    for one in legs:
        if one.line is not None:
            yield from (around(one.line.at(at / 40), (7, 7)) for at in range(41))


def _label(leg: Leg) -> str:
    said = sum_words(leg.low, leg.high, leg.currency)
    when = window_words(leg.first, leg.last)
    return f"{said}, {when}, {leg.bindingness if leg.bindingness != 'none' else leg.status}"


def _leg_words(leg: Leg) -> str:
    said = sum_words(leg.low, leg.high, leg.currency)
    return f"{leg.kind}, {said}, {window_words(leg.first, leg.last)}, {leg.status}, {leg.bindingness}, deal {leg.deal}"


# --- the table --------------------------------------------------------------------------------------------------------

COLUMNS = (
    ("", 36),
    ("leg", 304),
    ("kind", 100),
    ("amount", 170),
    ("moves", 196),
    ("status", 100),
    ("class", 110),
    ("deal", 84),
)


def _draw_table(canvas: Canvas, legs: Sequence[Drawn], top: float, view: View) -> float:
    _draw_cells(canvas, [title for title, _ in COLUMNS], top, HEADER)
    canvas.line((MARGIN, top + 7), (MARGIN + INNER, top + 7), Pen(RULE))
    height = top + LINE + 6
    for one in legs[:ROWS]:
        leg = one.leg
        names = f"{view.names.get(leg.payer, leg.payer)} → {view.names.get(leg.payee, leg.payee)}"
        cells = [str(one.number), names, leg.kind, sum_words(leg.low, leg.high, leg.currency)]
        cells += [window_words(leg.first, leg.last), leg.status, leg.bindingness, leg.deal[:8]]
        colour = TONES[TONE_OF_KIND.get(leg.kind, OTHER)]
        canvas.rectangle((MARGIN, height - 12), (4, 15), colour)
        _draw_cells(canvas, cells, height, CELL)
        height += LINE + 3
    if len(legs) > ROWS:
        canvas.text((MARGIN + 36, height), f"and {count_words(len(legs) - ROWS, 'more leg')}", HEADER)
        height += LINE
    return height


def _draw_cells(canvas: Canvas, cells: Sequence[str], height: float, font: Font) -> None:
    left: float = MARGIN
    for said, (title, width) in zip(cells, COLUMNS, strict=True):
        inset = 12 if not title else 0
        canvas.text((left + inset, height), said, font, most=width - 12)
        left += width
