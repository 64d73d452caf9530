"""Ground: what the text itself gives, against which every proposal of a model is held.

In: an article in a language with a pack. Out: a `Ground` with its sentences, mentions, values and voices, as our own
grammars read them. Promise: nothing in it comes from a model; `find_quote` returns exact offsets in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from anello.extract.document import Sentence
from anello.extract.framewise import read_sentences
from anello.extract.numbers import number_lexicon, read_number
from anello.extract.speech import Said, carry_voices, find_voices
from anello.extract.tokens import Tokens
from anello.lang import Language, load
from anello.lang.directory import Directory
from anello.model import Article, Mention, Money, Percent, Period, Quantity

V = TypeVar("V", Mention, Money, Percent, Quantity, Period)
Range = tuple[int, int]
"""Characters [start, end) of the article."""

FOLDING = str.maketrans("‘’‚“”„«»‐‑–—\u00a0\u202f", '\'\'\'"""""----  ')
"""Signs that a copy often changes, one for one, so that offsets stay what they are."""


@dataclass(frozen=True)
class Ground:
    """An article as our own grammars read it."""

    article: Article
    language: Language
    directory: Directory
    sentences: Sequence[Sentence]
    said: Sequence[Sequence[Said]]

    @cached_property
    def folded(self) -> str:
        """Return the text with quotation marks, dashes and blanks made plain; offsets are those of the article."""
        return self.article.text.translate(FOLDING)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Return everything that names, or stands for, a party, place, product or outlet, in text order."""
        placed = (self._placed(s, i) for s in self.sentences for i in range(len(s.entities)))
        return tuple(value for value in placed if isinstance(value, Mention))

    def _placed(self, sentence: Sentence, index: int) -> object:
        """Return a value, a mention with the words that stand in the text at its place."""
        entity = sentence.entities[index]
        mention = entity.mention
        if mention is None:
            return entity.value
        text = self.article.text[mention.start : mention.end]
        return Mention(mention.name, mention.id, text, mention.start, mention.end, mention.kind, mention.known)

    def sentences_in(self, spans: Iterable[Range]) -> Iterator[tuple[int, Sentence]]:
        """Yield the sentences that passages touch, with their numbers."""
        ranges = tuple(spans)
        for number, sentence in enumerate(self.sentences):
            if any(start < sentence.end and sentence.start < end for start, end in ranges):
                yield number, sentence

    def values_in(self, spans: Sequence[Range], kind: type[V]) -> list[V]:
        """Return the values of a kind that stand in passages; "the sum" counts where it stands, with what it means."""
        return [
            e.value
            for _, s in self.sentences_in(spans)
            for e in s.entities
            if isinstance(e.value, kind) and touches((s.tokens[e.first].start, s.tokens[e.last - 1].end), spans)
        ]

    def numbers_in(self, span: Range, wanted: Decimal) -> Iterator[Range]:
        """Yield where a number stands in a passage that is no part of a sum, percentage or date."""
        taken = [(v.start, v.end) for v in self.values_in([span], Money)]
        taken += [(v.start, v.end) for v in self.values_in([span], Percent)]
        taken += [(v.start, v.end) for v in self.values_in([span], Period)]
        tokens, lexicon, at = Tokens(self.article.text[slice(*span)]), number_lexicon(self.language), 0
        while at < len(tokens):
            number = read_number(tokens, at, lexicon)
            last = max(number.last, at + 1) if number else at + 1
            found = (span[0] + tokens.start[at], span[0] + tokens.end[last - 1])
            if number and number.low == number.high == wanted and not touches(found, taken):
                yield found
            at = last

    def find_quote(self, text: str, within: Iterable[Range]) -> Range | None:
        """Return where words stand in parts of the article, blanks and line breaks aside, or None.

        A word is found whole: "Intel" does not stand in "Intelsat".
        """
        words = text.translate(FOLDING).split()
        if not words:
            return None
        pattern = r"\s+".join(re.escape(word) for word in words)
        left = r"(?<!\w)" if words[0][0].isalnum() else ""
        right = r"(?!\w)" if words[-1][-1].isalnum() else ""
        whole = re.compile(left + pattern + right)
        found = (whole.search(self.folded, *span) for span in within)
        return next((hit.span() for hit in found if hit), None)


def touches(span: Range, spans: Iterable[Range]) -> bool:
    """Tell whether a passage shares a character with any of several."""
    return any(start < span[1] and span[0] < end for start, end in spans)


def lay_ground(article: Article, directory: Directory) -> Ground:
    """Return what our own grammars read in an article; its language has a pack."""
    language = load(article.language)
    sentences = read_sentences(article, language, directory)
    said = carry_voices(sentences, [find_voices(s, language, article.outlet) for s in sentences], language)
    return Ground(article, language, directory, sentences, said)
