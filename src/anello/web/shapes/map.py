"""Shapes of the study, the map and the search.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from typing import Literal

from anello.web.shapes.deals import Deal
from anello.web.shapes.parties import Party
from anello.web.shapes.parts import Mark
from anello.web.shaping import Number, TypedDict


class Day(TypedDict):
    """How many articles came in on a day."""

    day: str
    articles: int


class Study(TypedDict):
    """What a study holds; `floors` are the steps of the slider, null stands for all."""

    name: str
    digest: str
    version: str
    articles: int
    claims: int
    deals: int
    parties: int
    first: str | None
    last: str | None
    languages: list[str]
    days: list[Day]
    statuses: list[str]
    floors: list[str | None]
    review: bool
    places: bool


class Committed(TypedDict):
    """Money that is committed; high is null where it has no known end."""

    low: Number
    high: Number | None
    words: str


class MapParty(TypedDict):
    """A party with its place; x and y are from -1 to 1, null where it has none."""

    id: str
    name: str
    kind: str
    parent: str | None
    x: Number | None
    y: Number | None
    committed: Committed
    deals: int


class MapDeal(TypedDict):
    """An arrow of the map."""

    id: str
    payer: str
    payee: str
    type: str
    colour: Literal["finance", "purchase", "contingent", "other"]
    bindingness: str
    line: Literal["solid", "dashed", "dotted"]
    status: str
    words: str
    low: Number | None
    high: Number | None
    currency: str | None
    conditional: bool
    disputed: bool


class MapRing(TypedDict):
    """A ring of the map, by ids."""

    id: str
    kind: str
    words: str
    grade: str
    tie: str
    parties: list[str]
    deals: list[str]
    legs: int


class Map(TypedDict):
    """The map as of a day at a floor: `shown` parties of `of`; `unplaced` deals have no payer or no payee.

    `rings` are the first of those whose deals are drawn, of which there are `rings_of`.
    """

    as_of: str | None
    floor: str | None
    currency: str
    parties: list[MapParty]
    deals: list[MapDeal]
    rings: list[MapRing]
    rings_of: int
    shown: int
    of: int
    unplaced: int


class FoundSentence(TypedDict):
    """A sentence that holds what was searched."""

    claim: str
    article: str
    text: str
    marks: list[Mark]


class Found(TypedDict):
    """What a search found, at most twenty of each."""

    parties: list[Party]
    deals: list[Deal]
    sentences: list[FoundSentence]
