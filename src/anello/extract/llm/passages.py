"""Passages: what of an article is worth asking a model about.

In: an article with its sentences. Out: `Passage`s: sentences with a deal word and a party at hand, each with its
neighbours. Promise: an article without such a sentence gives none and costs nothing; no money is required; what is
sent is a part of the article, with offsets; tables pasted as text and overlong lines stay at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anello.extract.document import Sentence
from anello.extract.frames import find_triggers
from anello.extract.framewise import is_prose
from anello.lang import Language
from anello.model import Article

MAX_PASSAGE = 6_000
"""Characters of one passage; a longer selection is asked about in several."""
MAX_HEADLINE = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """Parts of one article, as character ranges [start, end): its headline and its excerpts, in text order."""

    headline: tuple[int, int]
    excerpts: tuple[tuple[int, int], ...]

    def parts(self) -> tuple[tuple[int, int], ...]:
        """Return everything that is sent, the body first: evidence is looked for there before the headline."""
        return (*self.excerpts, self.headline)


def choose_passages(sentences: Sequence[Sentence], language: Language) -> list[Passage]:
    """Return the passages of an article that may tell of a deal."""
    wanted = {near for at in _telling(sentences, language) for near in (at - 1, at, at + 1)}
    body = [s for s in sentences if s.index in wanted and not s.title and is_prose(s)]
    title = [s for s in sentences if s.title]
    headline = (title[0].start, min(title[-1].end, title[0].start + MAX_HEADLINE)) if title else (0, 0)
    packed = list(_packed(s for s in body if s.end - s.start <= MAX_PASSAGE))
    return [Passage(headline, _joined(group)) for group in packed or ([[]] if wanted else [])]


def _telling(sentences: Sequence[Sentence], language: Language) -> Iterable[int]:
    for at, sentence in enumerate(sentences):
        near = any(e.is_party() for s in sentences[max(at - 1, 0) : at + 1] for e in s.entities)
        if near and is_prose(sentence) and find_triggers(sentence, language):
            yield at


def _packed(sentences: Iterable[Sentence]) -> Iterable[list[Sentence]]:
    group: list[Sentence] = []
    size = 0
    for sentence in sentences:
        length = sentence.end - sentence.start
        if group and size + length > MAX_PASSAGE:
            yield group
            group, size = [], 0
        group.append(sentence)
        size += length
    if group:
        yield group


def _joined(sentences: Sequence[Sentence]) -> tuple[tuple[int, int], ...]:
    """Return the ranges of sentences; those that follow each other are one."""
    out: list[tuple[int, int]] = []
    before = -2
    for sentence in sentences:
        start = out.pop()[0] if sentence.index == before + 1 else sentence.start
        out.append((start, sentence.end))
        before = sentence.index
    return tuple(out)


def quote(article: Article, passage: Passage) -> str:
    """Return the text that is sent: headline, then excerpts with a mark where something is left out."""
    excerpts = "\n[...]\n".join(article.text[start:end] for start, end in passage.excerpts)
    return f"Headline: {article.text[slice(*passage.headline)]}\n\n{excerpts}"
