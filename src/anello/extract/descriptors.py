"""Descriptors: "the Bengaluru-based firm", "la società lombarda", and what a text has said of each party before.

In: placed sentences, the name words of the language. Out: where a definite description of a firm ends, and how well it
fits a party by the words that stood beside it. Promise: no word of a language in Python; linear in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from anello.extract.document import Sentence
from anello.extract.frames import DealWords, deal_words
from anello.extract.namewords import NameWords, name_words

MODIFIERS = 3
"""Words that may stand between the article and the noun."""
BEFORE, BEHIND = 4, 7
STEM = 6
HEAD_WEIGHT, MODIFIER_WEIGHT = 2.0, 1.0

Profiles = Mapping[str, frozenset[str]]
"""Party id -> the stems of the words that stand beside its names."""


def end_of_descriptor(sentence: Sentence, at: int, code: str) -> int | None:
    """Return where a definite description of one firm ends that begins at a token; None where none does."""
    names, lows = name_words(code), sentence.lows()
    if lows[at] not in names.definite:
        return None
    for head in range(at + 1, min(at + MODIFIERS + 2, len(lows))):
        token = sentence.tokens[head]
        owner = sentence.owner[head]
        if owner >= 0 and (sentence.entities[owner].mention is None or sentence.entities[owner].is_party()):
            return None
        if lows[head] in descriptive_nouns(code):
            return head + 1
        if not (token.text[0].isalpha() and _may_modify(lows[head], names, deal_words(code))):
            return None
    return None


@cache
def descriptive_nouns(code: str) -> frozenset[str]:
    """Return the role nouns that describe a firm by itself: not "supplier", which is somebody's, and no plural."""
    names, words = name_words(code), deal_words(code)
    roles = names.roles - names.outlet_roles
    plural = {r for r in roles for n in (1, 2) if r[-1] in "sx" and len(r) > n + 2 and r[:-n] in roles}
    return frozenset(r for r in roles - plural if " " not in r and not words.triggers.find([r], 0))


def _may_modify(low: str, names: NameWords, words: DealWords) -> bool:
    small = low in words.marks or low in words.relative or low in words.conjunctions or low in words.auxiliaries
    return not small and not words.is_verb(low) and (low not in names.stop or not low.isalpha())


def profiles_of(sentences: Sequence[Sentence]) -> Profiles:
    """Return the stems of the words before, in and right behind the names of each party."""
    out: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        tokens = sentence.tokens
        for entity in sentence.entities:
            if entity.mention is None or not entity.is_party():
                continue
            first, last = entity.first, entity.last
            near = tokens[max(first - BEFORE, 0) : last]
            if last < len(tokens) and tokens[last].text == ",":
                near = [*near, *tokens[last + 1 : last + 1 + BEHIND]]
            out[entity.mention.id].update(_stem(t.low) for t in near)
    return {party: frozenset(stems) for party, stems in out.items()}


def fit(words: Sequence[str], stems: frozenset[str]) -> float:
    """Return how well a description (its words, the noun last) fits a party by the words beside its names."""
    if not words:
        return 0.0
    head = HEAD_WEIGHT * (_stem(words[-1]) in stems)
    return head + MODIFIER_WEIGHT * any(
        _stem(part) in stems for w in words[:-1] for part in w.split("-") if len(part) > 3
    )


def _stem(low: str) -> str:
    return low[:STEM]
