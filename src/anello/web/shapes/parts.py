"""Shapes that others are made of: names, bounds, windows, articles, sentences, pages, problems.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shaping import Number, TypedDict


class Named(TypedDict):
    """A party by id and name."""

    id: str
    name: str


class Bounds(TypedDict):
    """An interval; null is open or not known."""

    low: Number | None
    high: Number | None


class MoneyBounds(Bounds):
    """An interval in a currency."""

    currency: str | None


class Window(TypedDict):
    """A stretch of days; null is open."""

    first: str | None
    last: str | None
    words: str


class Days(TypedDict):
    """A stretch of days without words."""

    first: str | None
    last: str | None


class Paged(TypedDict):
    """Where a page stands in the whole list."""

    total: int
    offset: int
    limit: int


class Voice(TypedDict):
    """One link of an attribution chain."""

    name: str
    kind: str


class Article(TypedDict):
    """An article without its text."""

    id: str
    document: str
    title: str
    language: str
    outlet: str | None
    url: str | None
    published: str | None
    modified: str | None
    byline: str | None


class Mark(TypedDict):
    """A passage within the text of a sentence."""

    start: int
    end: int
    part: str


class Sentence(TypedDict):
    """A sentence that a claim rests on; `deal` is the deal that the claim belongs to.

    `review` tells whether a person confirmed or rejected the claim.
    """

    claim: str
    deal: str | None
    article: Article
    status: str
    mode: str
    review: str | None
    attribution: list[Voice]
    start: int
    text: str
    marks: list[Mark]


class Span(TypedDict):
    """A passage of an article."""

    start: int
    end: int
    text: str


class Origins(TypedDict):
    """Independent origins as an interval, the parties' own voices apart."""

    low: int
    high: int
    party: int
    articles: int
    roots: list[str]


class Problem(TypedDict):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
