"""Shapes of parties, and of the page of one.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.circles import Ring
from anello.web.shapes.compute import Dependence
from anello.web.shapes.deals import Deal
from anello.web.shapes.ladder import Ladders
from anello.web.shapes.owners import OwnersPage, Valuation
from anello.web.shapes.parts import Paged, Sentence
from anello.web.shaping import TypedDict


class Party(TypedDict):
    """Who takes part, with the ids of its deals."""

    id: str
    name: str
    kind: str
    names: list[str]
    parent: str | None
    known: bool
    deals: list[str]


class PartyPage(Paged):
    """A page of parties, those with most deals first."""

    items: list[Party]


class PartyEvidence(TypedDict):
    """What is told of a party: the sentences of its deals, as many as fit."""

    sentences: list[Sentence]
    total: int


class OpenedParty(Party):
    """What a party pays, gets and otherwise takes part in, owes, owns, depends on, and is said to be worth.

    `rings` are the first of those it is in, of which there are `rings_of`.
    """

    pays: list[Deal]
    gets: list[Deal]
    other: list[Deal]
    rings: list[Ring]
    rings_of: int
    owes: Ladders
    owners: OwnersPage
    depends: Dependence
    valuations: list[Valuation]
    evidence: PartyEvidence
