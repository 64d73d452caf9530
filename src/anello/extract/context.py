"""What one sentence brings to the choice of claims: its triggers, its drafts, the parties that came before.

In: placed sentences. Out: `Context` records, the candidate `Pair`s read from them, and `Carried` parties. Promise:
plain records; what they mean is decided in `pairs.py`, `rolefit.py` and `choosing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anello.extract.document import Entity, Sentence
from anello.extract.drafts import Draft
from anello.extract.frames import DealWords, Trigger
from anello.lang.directory import Directory


@dataclass(frozen=True, slots=True)
class Carried:
    """A party of an earlier sentence that this one may speak of, and why it comes to mind: "prev", "title", "main"."""

    entity: Entity
    source: str


@dataclass(slots=True)
class Context:
    """What one sentence brings: its triggers, the drafts that the frames make of it, the parties that came before."""

    sentence: Sentence
    triggers: Sequence[Trigger]
    drafts: Sequence[Draft]
    words: DealWords
    code: str
    directory: Directory
    ranks: Mapping[str, int]
    titled: frozenset[str]
    before: Sequence[Carried] = ()
    more: Sequence[Draft] = ()


@dataclass(slots=True)
class Pair:
    """Two parties in text order.

    `absent` counts the parties of the two that stand in an earlier sentence: none, the left one, both.
    `readings` maps each class that the triggers allow ("supply:0": the left one has the first role of a supply) to what
    speaks for it alone; `features` speak for any type, first where the left one has the first role, then the other way.
    """

    left: Entity
    right: Entity
    features: tuple[list[str], list[str]]
    readings: dict[str, list[str]]
    absent: int = 0


def carried(sentences: Sequence[Sentence], number: int, mains: Sequence[Entity]) -> list[Carried]:
    """Return the parties that a sentence may speak of without naming them, those of the sentence before first."""
    found = [e for e in sentences[number - 1].entities if e.is_party()] if number else []
    found.sort(key=lambda e: bool(e.marks or e.possessive))
    title = [e for e in sentences[0].entities if e.is_party()] if number else []
    out: dict[str, Carried] = {}
    sources = (("prev", found[:MAX_CARRIED]), ("main", mains), ("title", title[:MAX_CARRIED]))
    for source, entity in ((s, e) for s, entities in sources for e in entities):
        if entity.mention is not None:
            out.setdefault(entity.mention.id, Carried(entity, source))
    return list(out.values())[:MAX_ABSENT]


MAX_CARRIED, MAX_ABSENT = 3, 5
