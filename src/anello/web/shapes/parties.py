"""Shapes of parties.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.parts import Paged
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
