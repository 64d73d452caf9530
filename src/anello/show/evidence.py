"""Evidence in its sentence: the passages that a claim rests on, with their surroundings.

In: a claim and its article. Out: `Passage` records, one a sentence. Promise: the text is a slice of the article, each
mark lies in it, and a very long sentence is cut around its marks, never through them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from anello.model import Article, Claim, Span

SENTENCE_END = re.compile(r"[.!?…。]+[\"'”»)\]]*(?=\s)|\n")
REACH = 240
"""Characters of context on either side of a mark; a sentence longer than that is cut there."""

ABBREVIATED = re.compile(r"(?:^|[\s(«\"“])(?:\w|[A-Za-zÀ-ÿ]{2}|\w+\.\w+|[Cc]orp|[Ll]td|[Ii]nc|млрд|млн|трлн|руб)[.]$")
"""A stop after so short a word is as often an abbreviation; joining two sentences harms less than cutting one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its evidence: `text` starts at `start` in the article; marks are (start, end, part) within it."""

    text: str
    start: int
    marks: tuple[tuple[int, int, str], ...]


def passages_of(claim: Claim, article: Article) -> tuple[Passage, ...]:
    """Return every sentence that a claim rests on, in the order of the article.

    >>> from anello.model import Article
    >>> article = Article("a", "a.txt", "A first. Acme bought Bolt for $1bn. A last.")
    >>> span = Span(9, 25, "Acme bought Bolt")
    >>> claim = Claim("c", "a", "a.txt", "acquisition", {}, "completed", "asserted", (span,), "x")
    >>> [passage.text for passage in passages_of(claim, article)]
    ['Acme bought Bolt for $1bn.']
    """
    found: list[tuple[int, int, list[Span]]] = []
    for span in sorted(claim.evidence, key=lambda s: (s.start, s.end)):
        start, end = sentence_around(article.text, span.start, span.end)
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]), [*found[-1][2], span])
        else:
            found.append((start, end, [span]))
    return tuple(_passage(article.text, start, end, spans) for start, end, spans in found)


def _passage(text: str, start: int, end: int, spans: list[Span]) -> Passage:
    return Passage(text[start:end], start, tuple((s.start - start, s.end - start, s.part) for s in spans))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence (or sentences) that hold a span, within `REACH` of it."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    left = first
    for stop in SENTENCE_END.finditer(text, first, start):
        if not ABBREVIATED.search(text[max(0, stop.end() - 12) : stop.end()]):
            left = stop.end()
    right = last
    for stop in SENTENCE_END.finditer(text, max(end - 1, start), last):
        if stop.end() >= end and not ABBREVIATED.search(text[max(0, stop.end() - 12) : stop.end()]):
            right = stop.end()
            break
    return _trimmed(text, min(left, start), max(right, end), start, end)


def _trimmed(text: str, left: int, right: int, start: int, end: int) -> tuple[int, int]:
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right
