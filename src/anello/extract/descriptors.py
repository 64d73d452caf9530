"""What a text has said of each party, and how well a description fits it: "the Bengaluru-based firm".

In: placed sentences. Out: for each party the words that stood beside its names, and how well a description agrees with
them. Promise: no word of a language in Python; linear in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from anello.extract.document import Sentence

BEFORE, BEHIND = 4, 7
STEM = 6
HEAD_WEIGHT, MODIFIER_WEIGHT = 2.0, 1.0

Profiles = Mapping[str, frozenset[str]]
"""Party id -> the stems of the words that stand beside its names."""


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
