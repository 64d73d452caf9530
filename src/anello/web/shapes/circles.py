"""Shapes of legs, rings and flows.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.parts import Bounds, MoneyBounds, Named, Paged, Sentence, Window
from anello.web.shaping import Number, TypedDict


class Leg(TypedDict):
    """One directed transfer."""

    id: str
    deal: str
    payer: Named
    payee: Named
    kind: str
    layer: str
    low: Number | None
    high: Number | None
    currency: str | None
    words: str
    status: str
    bindingness: str
    first: str | None
    last: str | None
    tie: str | None
    settlement: str


class Ring(TypedDict):
    """A circle of parties in which money may come back to its payer."""

    id: str
    kind: str
    parties: list[Named]
    strength: MoneyBounds
    yearly: Bounds
    words: str
    grade: str
    tie: str
    layer: str
    floor: str | None
    as_of: str | None
    window: Window
    legs: list[Leg]


class RingEvent(TypedDict):
    """What became of a ring on a day."""

    day: str
    kind: str
    level: str | None
    deal: str
    claim: str


class RingEvidence(TypedDict):
    """What a ring rests on: each sentence with its deal, and what became of the ring by day."""

    sentences: list[Sentence]
    events: list[RingEvent]


class OpenedRing(Ring):
    """A ring with its evidence."""

    evidence: RingEvidence


class RingPage(Paged):
    """A page of rings; `complete` is false where the search ran out of its budget."""

    items: list[Ring]
    complete: bool


class CircularLeg(Leg):
    """A leg with how much of it circulates."""

    circular: Number


class Flow(TypedDict):
    """How much of the money is circular, with all that it depends on.

    `legs` are those that carry most of the circulation, at most 500 of `legs_of`.
    """

    share: Bounds
    circular: Bounds
    gross: Bounds
    currency: str
    layer: str
    tie: str
    floor: str | None
    as_of: str | None
    window: Window
    unpriced: int
    legs: list[CircularLeg]
    legs_of: int


class FlowYear(TypedDict):
    """The flow of one year, signed and all."""

    year: int
    signed: Flow | None
    all: Flow | None


class Flows(TypedDict):
    """What is signed beside everything, and the years where they are asked for."""

    signed: Flow
    all: Flow
    years: list[FlowYear]
