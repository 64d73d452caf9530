"""Lists: which parties of a sentence stand together.

In: an entity of a placed sentence. Out: the list it belongs to. Promise: a list needs a conjunction; a possessive
anaphor ("Groq and most of its engineers") is no member of one.
"""

from __future__ import annotations

from itertools import pairwise

from anello.extract.document import Entity, Sentence
from anello.extract.frames import DealWords


def coordinated(sentence: Sentence, entity: Entity, words: DealWords) -> list[Entity]:
    """Return the list that an entity belongs to: parties joined by commas and conjunctions, in text order."""
    entities = sentence.entities
    at = next(i for i, e in enumerate(entities) if e is entity)
    low = high = at
    while low > 0 and _joined(sentence, entities[low - 1], entities[low], words):
        low -= 1
    while high + 1 < len(entities) and _joined(sentence, entities[high], entities[high + 1], words):
        high += 1
    group = entities[low : high + 1]
    has_conjunction = any(a.first == b.first for a, b in pairwise(group)) or any(
        t.low in words.conjunctions for a, b in pairwise(group) for t in sentence.tokens[a.last : b.first]
    )
    return [e for e in group if e.is_party()] if has_conjunction and entity.is_party() else [entity]


def _comma_before(sentence: Sentence, entity: Entity) -> bool:
    return any(t.text == "," for t in sentence.tokens[max(entity.first - 2, 0) : entity.first])


def _joined(sentence: Sentence, left: Entity, right: Entity, words: DealWords) -> bool:
    """Tell whether only a comma, a conjunction and at most two small words stand between two entities."""
    if not (left.is_party() and right.is_party()) or (right.possessive and right.anaphor):
        return False
    if left.first == right.first:
        return True
    if left.marks and _comma_before(sentence, right) and words.opens_clause(sentence.lows(), right.last):
        return False
    between = [t.low for t in sentence.tokens[left.last : right.first]]
    joins = [low for low in between if low == "," or low in words.conjunctions]
    rest = [low for low in between if low != "," and low not in words.conjunctions]
    content = [low for low in rest if low not in words.determiners]
    if not joins or len(content) > 2 or any(words.triggers.find(rest, i) for i in range(len(rest))):
        return False
    return not any(low in words.clause - words.conjunctions or low in words.relative for low in rest)
