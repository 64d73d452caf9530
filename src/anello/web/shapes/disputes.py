"""Shapes of conflicts and differences.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.parts import Named, Paged, Sentence
from anello.web.shaping import TypedDict


class ConflictSide(TypedDict):
    """One side of a conflict."""

    reading: str
    claims: list[str]


class Conflict(TypedDict):
    """Claims that cannot all hold."""

    id: str
    deal: str
    kind: str
    key: str
    sides: list[ConflictSide]
    reading: str


class ConflictPage(Paged):
    """A page of conflicts."""

    items: list[Conflict]


class SideSpan(TypedDict):
    """The passage that a side reads."""

    article: str
    start: int
    end: int
    text: str


class DifferenceSide(TypedDict):
    """One side of a difference, with its sentences."""

    reading: str
    words: str
    claims: list[str]
    spans: list[SideSpan]
    sentences: list[Sentence]


class Difference(TypedDict):
    """How reports differ; nobody is called wrong."""

    id: str
    kind: str
    word: str
    parties: list[Named]
    deals: list[str]
    explanation: str
    words: str
    sides: list[DifferenceSide]


class DifferencePage(Paged):
    """A page of differences."""

    items: list[Difference]
