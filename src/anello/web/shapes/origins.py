"""Shapes of origins: echoes, chains, circles, first reports.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.parts import Article, Named, Origins, Paged, Sentence, Span
from anello.web.shaping import TypedDict


class Grade(TypedDict):
    """An Admiralty-style grade, source and information apart."""

    source: str
    information: int
    information_at_best: int


class Report(TypedDict):
    """The first report of an outlet."""

    outlet: str
    article: str
    published: str | None
    delay: int | None
    own: bool


class CircleCitation(TypedDict):
    """A sentence of one outlet that rests on another."""

    article: str
    outlet: str | None
    cites: str
    sentence: str | None


class Circle(TypedDict):
    """Outlets that rest on each other."""

    id: str
    deal: str
    outlets: list[str]
    citations: list[CircleCitation]


class Copied(TypedDict):
    """A passage that stands in two articles."""

    here: Span
    there: Span


class ChainLink(TypedDict):
    """One link of the citation graph: an article rests on another, or on a root by its name."""

    article: Article | str
    rests_on: Article | str
    via: str
    weaker: bool
    extent: str | None
    sentence: Span | None
    copied: list[Copied]


class Echo(TypedDict):
    """How often a deal is told, on how many origins that rests, and the links between the articles."""

    deal: str
    type: str
    status: str
    parties: list[Named]
    articles: list[str]
    languages: list[str]
    origins: Origins
    chains: list[list[str]]
    words: str
    grade: Grade | None
    first_reports: list[Report]
    circles: list[Circle]
    links: list[ChainLink]


class EchoPage(Paged):
    """A page of echoes, the most told first."""

    items: list[Echo]


class OpenedEcho(Echo):
    """The chains of a deal opened, with the sentences of its claims."""

    sentences: list[Sentence]
