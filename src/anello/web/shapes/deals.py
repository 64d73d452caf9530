"""Shapes of deals and of what belongs to one: amounts, history, links, origins, evidence.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.origins import Echo
from anello.web.shapes.parts import Named, Origins, Paged, Sentence
from anello.web.shaping import NotRequired, Number, TypedDict


class Amount(TypedDict):
    """What is said of one amount of a deal."""

    key: str
    low: Number | None
    high: Number | None
    currency: str | None
    approximate: bool
    words: str
    claims: list[str]
    dissent: list[str]
    working: str


class Step(TypedDict):
    """One step in the life of a deal."""

    published: str | None
    status: str
    claim: str


class Denial(TypedDict):
    """A claim that denies a deal or one of its amounts."""

    claim: str
    published: str | None
    scope: str
    origin: str


class Ending(TypedDict):
    """How a deal ended."""

    kind: str
    claim: str
    published: str | None
    replaced_by: str | None


class Deal(TypedDict):
    """What many claims say together."""

    id: str
    type: str
    payer: Named | None
    payee: Named | None
    parties: list[Named]
    status: str
    bindingness: str
    conditional: bool
    amounts: list[Amount]
    product: str | None
    right: str | None
    first: str | None
    last: str | None
    history: list[Step]
    origins: Origins
    languages: list[str]
    claims: list[str]
    disputing: list[str]
    publicity: str
    denials: list[Denial]
    ending: Ending | None


class Link(TypedDict):
    """How one deal stands to another."""

    deal: str
    kind: str
    other: str
    by: str
    cue: str
    claims: list[str]


class DealEvidence(TypedDict):
    """What a deal rests on."""

    links: list[Link]
    sentences: list[Sentence]
    echo: NotRequired[Echo]


class OpenedDeal(Deal):
    """A deal with its evidence."""

    evidence: DealEvidence


class DealPage(Paged):
    """A page of deals, the largest first."""

    items: list[Deal]
