"""Retelling across languages: the same figures and the same quotation in another language.

In: two articles with what they cite. Out: whether the later one retells the earlier. Promise: facts alone never make an
edge. Asked for are three figures in common that are half of those the poorer text has, and a quotation of like length
by the same speaker; a quotation is said once, so whoever prints it has it from one place. The edge is marked as the
weakest (`via` "numbers"). Nothing is translated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from anello.lang import load, pack_codes
from anello.model import Article, Citation

FIGURES = 3
"""Figures in common, at least."""

SOON = timedelta(days=7)
"""A retelling comes within a week."""

LONGER = 2.0
"""A translation is at most so many times longer than what it translates."""

LEAST_QUOTE = 20
"""Characters of the shortest quotation; shorter ones are single words in quotation marks."""

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d")
ANY_QUOTES = (("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'))


@dataclass(frozen=True, slots=True)
class Signature:
    """What survives a translation: the figures of a text, and (speaker, length) of each quotation."""

    figures: frozenset[str]
    quotes: tuple[tuple[str, int], ...]


def sign(article: Article, citations: Sequence[Citation]) -> Signature:
    """Return the signature of an article.

    Figures lose their separators ("1.250" and "1,250" are one); years and single digits say too little.

    >>> sorted(sign(Article("a", "a", "In 2026 it runs 1.250 sites, 32 of them new, for 4,5 in all."), ()).figures)
    ['1250', '32', '45']
    """
    found = (re.sub(r"\D", "", m.group()) for m in NUMBER.finditer(article.text))
    figures = frozenset(digits for digits in found if len(digits) > 1 and not YEAR.fullmatch(digits))
    quotes = []
    for start, end in _quoted(article):
        speakers = {c.name for c in citations if c.evidence and _beside(article.text, start, end, c)}
        quotes += [(name, end - start) for name in sorted(speakers)]
    return Signature(figures, tuple(quotes))


def retells(later: Article, earlier: Article, here: Signature, there: Signature) -> bool:
    """Tell whether an article retells an earlier one that is written in another language."""
    if later.language == earlier.language or later.published is None or earlier.published is None:
        return False
    if later.published - earlier.published > SOON:
        return False
    common, fewer = here.figures & there.figures, min(len(here.figures), len(there.figures))
    if len(common) < FIGURES or 2 * len(common) < fewer:
        return False
    return any(
        name == other and max(length, size) <= LONGER * min(length, size)
        for name, length in here.quotes
        for other, size in there.quotes
    )


def _beside(text: str, start: int, end: int, citation: Citation) -> bool:
    """Tell whether a citation stands in the sentence of a quotation, or right beside it."""
    said = citation.evidence
    if said is None or citation.kind not in ("person", "company"):
        return False
    gap = text[min(end, said.end) : max(start, said.start)] if start > said.end or said.start > end else ""
    return len(gap.strip()) <= 2


def _quoted(article: Article) -> list[tuple[int, int]]:
    """Return where the quotations of an article stand, without their marks."""
    found = {
        (m.start(1), m.end(1))
        for opening, closing in _marks(article.language)
        for m in re.finditer(
            f"{re.escape(opening)}([^{re.escape(opening + closing)}]+){re.escape(closing)}", article.text
        )
        if m.end(1) - m.start(1) >= LEAST_QUOTE
    }
    return sorted(found)


@cache
def _marks(language: str) -> tuple[tuple[str, str], ...]:
    if language not in pack_codes():
        return ANY_QUOTES
    pairs = load(language).language["marks"]["quotes"]
    return tuple((pair[0], pair[-1]) for pair in pairs if pair[0] not in "‘‚")
