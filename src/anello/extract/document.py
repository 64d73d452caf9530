"""The working view of one article: sentences, tokens, and what stands where.

In: the text of an article, its mentions, values and periods. Out: `Sentence` objects whose tokens know which entity
covers them and which preposition marks it. Promise: offsets are those of the article
text; time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anello.extract.phrases import whole_characters
from anello.lang import Language
from anello.model import Mention, Money, Percent, Period, Quantity

Value = Mention | Money | Percent | Quantity | Period

TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,]\d+)*|['’]s\b|[^\w\s]")
MAX_SENTENCE_TOKENS = 160
"""A longer run without a sentence end (tables, lists) is cut here, so that no step is quadratic in a text's length."""
MAX_LINE = 5_000
"""Characters of a line that are split into sentences at a time: unclosed quotes cost the square of what is seen."""
WIDE_SPACE = re.compile(r"[^\S ]")
MAX_MARK_GAP = 7


@dataclass(slots=True)
class Token:
    """A word or sign with its offsets; `low` is case-folded with typographic apostrophes made plain."""

    start: int
    end: int
    text: str
    low: str


@dataclass(slots=True)
class Entity:
    """A mention or value inside a sentence: tokens [first, last), its marks (prepositions before it) and their gap."""

    value: Value
    first: int
    last: int
    marks: frozenset[str] = frozenset()
    gap: int = 0
    possessive: bool = False
    anaphor: bool = False

    @property
    def mention(self) -> Mention | None:
        """Return the mention, or None if this entity is a value."""
        return self.value if isinstance(self.value, Mention) else None

    def is_party(self) -> bool:
        """Tell whether this can take part in a deal as a party."""
        return self.mention is not None and self.mention.kind in PARTY_KINDS


PARTY_KINDS = frozenset({"organisation", "person", "state", "fund", "regulator", "project"})


@dataclass(slots=True)
class Sentence:
    """One sentence: token texts, entities in order, and for each token the index of the entity covering it (or -1)."""

    index: int
    start: int
    end: int
    title: bool
    tokens: list[Token]
    entities: list[Entity] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)

    def lows(self) -> list[str]:
        """Return the case-folded token texts."""
        return [t.low for t in self.tokens]


def split_sentences(text: str, language: Language, cuts: frozenset[int] = frozenset()) -> list[Sentence]:
    """Return the sentences of a text; the first line is the title and a sentence of its own.

    `cuts` are offsets where a token must end even inside a word: names glued together by bad typesetting.
    """
    out: list[Sentence] = []
    offset = 0
    for number, line in enumerate(text.split("\n")):
        for start, end in _pieces(line, language.code) if line.strip() else ():
            out.extend(_cut(text, (offset + start, offset + end), len(out), number == 0, cuts))
        offset += len(line) + 1
    return out


def _pieces(line: str, code: str) -> Iterable[tuple[int, int]]:
    """Yield where the sentences of a line stand in it."""
    from sentencex import segment

    # The segmenter refuses halves of characters and dies of an initial with a wide space before its full stop.
    shown = whole_characters(WIDE_SPACE.sub(" ", line))
    for first, last in _stretches(shown):
        at = first
        for piece in segment(code, shown[first:last]):
            found = shown.find(piece, at, last)
            if found >= 0 and piece.strip():
                at = found + len(piece)
                yield found, at


def _stretches(line: str) -> Iterable[tuple[int, int]]:
    """Cut a line of more than `MAX_LINE` characters after a full stop, or between two words where it has none."""
    first = 0
    while len(line) - first > MAX_LINE:
        limit = first + MAX_LINE
        stop = next((at for mark in (". ", " ") if (at := line.rfind(mark, first, limit)) >= first), limit - 1)
        last = stop + 1
        yield first, last
        first = last
    yield first, len(line)


def _cut(text: str, span: tuple[int, int], index: int, title: bool, cuts: frozenset[int]) -> Iterable[Sentence]:
    tokens = [t for m in TOKEN.finditer(text, *span) for t in _tokens(text, m.start(), m.end(), cuts)]
    for step, at in enumerate(range(0, len(tokens), MAX_SENTENCE_TOKENS)):
        part = tokens[at : at + MAX_SENTENCE_TOKENS]
        yield Sentence(index + step, part[0].start, part[-1].end, title, part)


def _tokens(text: str, start: int, end: int, cuts: frozenset[int]) -> Iterable[Token]:
    for at in range(start + 1, end):
        if at in cuts:
            yield from _tokens(text, start, at, frozenset())
            start = at
    piece = text[start:end]
    yield Token(start, end, piece, piece.casefold().replace("’", "'"))


def place(
    sentences: Sequence[Sentence],
    values: Iterable[Value],
    marks: Mapping[str, frozenset[str]],
    conjunctions: frozenset[str],
    language: Language,
    opens_clause: Callable[[list[str], int], bool] = lambda lows, at: False,
    is_verb: Callable[[str], bool] = lambda low: False,
) -> None:
    """Put each value into its sentence, longest first where they overlap, and find the marks before each."""
    at = 0
    ordered = sorted(values, key=lambda v: (v.start, v.start - v.end))
    for sentence in sentences:
        while at < len(ordered) and ordered[at].start < sentence.start:
            at += 1
        inside = at
        while inside < len(ordered) and ordered[inside].start < sentence.end:
            inside += 1
        _cover(sentence, ordered[at:inside])
        for entity in sentence.entities:
            mark_entity(sentence, entity, marks, language.deals, is_verb)
        share_marks(sentence, conjunctions, opens_clause)
        at = inside


def share_marks(
    sentence: Sentence, conjunctions: frozenset[str], opens_clause: Callable[[list[str], int], bool]
) -> None:
    """Let the members of a list share the preposition in front of its first one: "with Nvidia and Oracle"."""
    for left, right in zip(sentence.entities, sentence.entities[1:], strict=False):
        between = [t.low for t in sentence.tokens[left.last : right.first]]
        if right.marks or not left.marks or not (left.is_party() and right.is_party()) or len(between) > 3:
            continue
        if "," in between and opens_clause(sentence.lows(), right.last):
            continue
        if between and all(low == "," or low in conjunctions for low in between):
            right.marks, right.gap = left.marks, left.gap


def _cover(sentence: Sentence, values: Sequence[Value]) -> None:
    sentence.owner = [-1] * len(sentence.tokens)
    chosen: list[tuple[int, int, Value]] = []
    first = 0
    for value in values:
        while first < len(sentence.tokens) and sentence.tokens[first].end <= value.start:
            first += 1
        last = first
        while last < len(sentence.tokens) and sentence.tokens[last].start < value.end:
            last += 1
        if last == first:
            continue
        if chosen and chosen[-1][1] > first:
            if not _stronger(value, chosen[-1][2]):
                continue
            chosen.pop()
        chosen.append((first, last, value))
    for first, last, value in chosen:
        sentence.owner[first:last] = [len(sentence.entities)] * (last - first)
        sentence.entities.append(Entity(value, first, last))


def _stronger(new: Value, old: Value) -> bool:
    """Tell whether an overlapping value beats the earlier one: money and names before dates and counts."""
    return _rank(new) > _rank(old)


def _rank(value: Value) -> int:
    if isinstance(value, Mention):
        return 3 if value.known else 1
    return {Money: 4, Percent: 4, Quantity: 2, Period: 0}[type(value)]


def mark_entity(
    sentence: Sentence,
    entity: Entity,
    marks: Mapping[str, frozenset[str]],
    deals: Mapping[str, Any],
    is_verb: Callable[[str], bool] = lambda low: False,
) -> None:
    """Find the preposition that governs an entity, walking left over articles, adjectives and descriptors."""
    tokens, owner = sentence.tokens, sentence.owner
    entity.possessive = entity.last < len(tokens) and tokens[entity.last].low in deals.get("possessive", ())
    for gap in range(MAX_MARK_GAP + 1):
        at = entity.first - 1 - gap
        if (
            at < 0
            or tokens[at].text in ",;:"
            or (owner[at] >= 0 and not (gap and _is_modifier(sentence.entities, owner[at])))
        ):
            return
        if is_verb(tokens[at].low):
            return
        for length in (3, 2, 1):
            found = marks.get(" ".join(t.low for t in tokens[max(at - length + 1, 0) : at + 1]))
            if found and gap and at - length + 1 <= 0:
                return
            if found:
                entity.marks, entity.gap = found, gap
                return
        if tokens[at].low in deals.get("opens_noun", ()):
            return


def _is_modifier(entities: Sequence[Entity], index: int) -> bool:
    """Tell whether an entity only qualifies the one behind it: "from New York-based Cerberus"."""
    mention = entities[index].mention if index < len(entities) else None
    return mention is not None and mention.kind == "place"
