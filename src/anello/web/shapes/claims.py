"""Shapes of claims and articles.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`; a claim is in the claim format of docs/model.md.
"""

from __future__ import annotations

from anello.web.shapes.parts import Article, Paged, Sentence, Voice
from anello.web.shaping import Number, TypedDict


class Mention(TypedDict):
    """A party where an article names it."""

    name: str
    id: str
    text: str
    start: int
    end: int


class Money(TypedDict):
    """An amount as told."""

    low: Number | None
    high: Number | None
    currency: str | None
    approximate: bool
    per: str | None
    basis: str | None
    text: str


class Percent(TypedDict):
    """A percentage as told."""

    low: Number | None
    high: Number | None
    approximate: bool
    basis: str | None
    text: str


class Quantity(TypedDict):
    """A count as told."""

    low: Number | None
    high: Number | None
    unit: str
    text: str


class Period(TypedDict):
    """A stretch of days as told."""

    start: str | None
    end: str | None
    text: str


class Passage(TypedDict):
    """A passage of evidence."""

    start: int
    end: int
    text: str
    part: str


class Claim(TypedDict):
    """What one article says about one thing; a role is one mention, several, or null.

    `review` tells whether a person confirmed or rejected it.
    """

    document: str
    id: str
    type: str
    roles: dict[str, Mention | list[Mention] | None]
    amount: Money | None
    percent: Percent | None
    quantity: Quantity | None
    product: str | None
    metric: str | None
    basis: str | None
    right: str | None
    time: Period | None
    status: str
    mode: str
    conditional: bool
    attribution: list[Voice]
    evidence: list[Passage]
    extractor: str
    review: str | None


class ClaimPage(Paged):
    """A page of claims, by date."""

    items: list[Claim]


class OpenedClaim(Claim):
    """A claim with its sentences (`evidence` are the passages of the claim format)."""

    sentences: list[Sentence]


class ClaimSpan(TypedDict):
    """Where a claim stands in the text of its article."""

    id: str
    start: int
    end: int
    part: str


class OpenedArticle(Article):
    """An article with its text, and where the claims stand in it."""

    text: str
    claims: list[ClaimSpan]
