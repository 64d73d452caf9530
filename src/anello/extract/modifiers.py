"""Modifiers: states that only say where a firm is from or a thing stands: "Switzerland's Stadler Rail", "in Ohio".

In: placed sentences. Out: the same, with such a state noted as a place, which is no party. Promise: a government stays
a party; linear in the number of entities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from anello.extract.document import Entity, Sentence
from anello.extract.frames import DealWords
from anello.extract.namewords import NameWords

FIRMS = frozenset({"organisation", "fund", "product", "person"})
BETWEEN = 4
"""Words that may stand between a state and the firm that it qualifies: "Kenya's biggest listed bank KCB"."""


def mark_modifiers(sentences: Sequence[Sentence], words: DealWords, names: NameWords) -> None:
    """Note as a place each state that qualifies the name beside it, or in which something stands or happens."""
    for sentence in sentences:
        for entity in sentence.entities:
            if _is_state(entity) and _is_within(sentence, entity, names):
                _demote(entity)
        for left, right in pairwise(sentence.entities):
            if _is_state(left) and _is_firm(right) and left.possessive and _is_close(sentence, left, right, words):
                _demote(left)
            elif _is_state(right) and _is_firm(left) and "of" in right.marks and right.first - left.last <= 1:
                _demote(right)


def _is_state(entity: Entity) -> bool:
    mention = entity.mention
    return mention is not None and mention.kind == "state" and not mention.name.endswith("government")


def _is_within(sentence: Sentence, entity: Entity, names: NameWords) -> bool:
    """Tell whether a state stands behind a word of place: "a nuclear station in Ohio"."""
    at = entity.first - 1
    while at > 0 and sentence.tokens[at].low in names.articles:
        at -= 1
    return at >= 0 and sentence.tokens[at].low in names.place_before


def _is_firm(entity: Entity) -> bool:
    return entity.mention is not None and entity.mention.kind in FIRMS and not entity.anaphor


def _is_close(sentence: Sentence, left: Entity, right: Entity, words: DealWords) -> bool:
    between = [t for t in sentence.tokens[left.last : right.first] if t.low not in ("'s", "'")]
    small = any(t.low in words.marks or t.low in words.conjunctions or not t.text[0].isalnum() for t in between)
    return len(between) <= BETWEEN and not small and not any(words.is_verb(t.low) for t in between)


def _demote(entity: Entity) -> None:
    mention = entity.mention
    if mention is not None:
        entity.value = replace(mention, kind="place")
