"""Which word of one name answers which word of the other, and how well.

In: two `Wording`s. Out: an `Alignment`: pairs with a grade, and the words left over on either side. Promise: pure and
symmetric; the only module that imports rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from anello.lang.likeness import load_likeness
from anello.resolve.wording import PLACE, Word, Wording, consonants_of

EQUAL, CASE, SOUND, SKELETON, NEAR = "equal", "case", "sound", "skeleton", "near"
GRADES = {EQUAL: 1.0, CASE: 0.97, SOUND: 0.95, SKELETON: 0.86, NEAR: 0.8}
"""How well two words of such a pair agree: the same word; the same but for the ending of a case; the same sound; the
same consonants; one or two letters changed."""

LEAST_SOUND, LEAST_SKELETON = 4, 4
"""Shorter sounds and consonants agree by chance."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of the left name with its word of the right one; `grade` is a key of `GRADES`."""

    left: Word
    right: Word
    grade: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """All pairs, in the order of the left name, and what is left over; `in_order`: the right one has it too."""

    pairs: tuple[Pair, ...]
    left_over: tuple[Word, ...]
    right_over: tuple[Word, ...]
    in_order: bool


def align(left: Wording, right: Wording) -> Alignment:
    """Pair the words of two names, the best pairs first.

    >>> from anello.resolve.wording import wording_of
    >>> [pair.grade for pair in align(wording_of("Gasprom Neft"), wording_of("Neft Gazprom")).pairs]
    ['sound', 'equal']
    """
    cross = left.cyrillic != right.cyrillic
    found = sorted(
        (-GRADES[grade], abs(i - j), min(a.text, b.text), max(a.text, b.text), i, j)
        for i, a in enumerate(left.words)
        for j, b in enumerate(right.words)
        if (grade := grade_of(a, b, cross))
    )
    mine: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, _, i, j in found:
        if i not in mine and j not in taken:
            mine[i] = j
            taken.add(j)
    pairs = tuple(
        Pair(left.words[i], right.words[j], grade_of(left.words[i], right.words[j], cross) or NEAR)
        for i, j in sorted(mine.items())
    )
    return Alignment(
        pairs,
        tuple(word for i, word in enumerate(left.words) if i not in mine),
        tuple(word for j, word in enumerate(right.words) if j not in taken),
        [mine[i] for i in sorted(mine)] == sorted(taken),
    )


def grade_of(a: Word, b: Word, cross: bool) -> str | None:
    """Return how two words agree, None where they do not; `cross` tells that the names are of two scripts."""
    if a.text == b.text or _one_place(a, b):
        return EQUAL
    if a.kind == PLACE == b.kind:
        return None
    one, other = a.stem or a.text, b.stem or b.text
    if (a.stem or b.stem) and one == other and len(one) >= load_likeness().least:
        return CASE
    if a.sound == b.sound and len(a.sound) >= LEAST_SOUND:
        return SOUND
    if cross:
        skeleton = consonants_of(a.sound)
        if skeleton == consonants_of(b.sound) and len(skeleton) >= LEAST_SKELETON:
            return SKELETON
        return NEAR if nearness(a.sound, b.sound) >= 0.8 and min(len(a.sound), len(b.sound)) >= LEAST_SOUND else None
    return NEAR if _near(a.text, b.text) else None


def _one_place(a: Word, b: Word) -> bool:
    places = load_likeness().places
    return a.kind == PLACE == b.kind and places[a.text] == places[b.text]


def _near(a: str, b: str) -> bool:
    """Tell whether two words differ by a slip: one letter in five or more, two in nine or more."""
    shorter = min(len(a), len(b))
    allowed = 2 if shorter >= 9 else 1 if shorter >= 5 else 0
    return bool(allowed) and OSA.distance(a, b, score_cutoff=allowed) <= allowed


def nearness(left: str, right: str) -> float:
    """Return how alike two strings are, from 0 to 1: one minus the restricted Damerau-Levenshtein distance by length.

    >>> nearness("abcd", "abdc")
    0.75
    """
    return float(OSA.normalized_similarity(left, right))


def initials_of(words: Sequence[str]) -> str:
    """Return the first letters of words.

    >>> initials_of(["south", "bay", "cars"])
    'sbc'
    """
    return "".join(word[0] for word in words)
