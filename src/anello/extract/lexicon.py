"""Phrases over tokens: the pattern words of a language pack, compiled and found in a sentence.

In: phrases such as "buy", "negotiat*" or "take _ private", each with a payload. Out: hits (first token, last token,
payload). Promise: one dictionary look-up a token and stem length; the longest hit at a place comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic, TypeVar

P = TypeVar("P")
MAX_GAP_WORDS = 3


@dataclass(slots=True)
class Lexicon(Generic[P]):
    """A compiled set of phrases; `*` ends a stem, `_` stands for up to three words."""

    exact: dict[str, list[tuple[tuple[str, ...], P]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[tuple[str, ...], P]]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)

    def add(self, phrase: str, payload: P) -> None:
        """Add one phrase."""
        words = tuple(phrase.casefold().split())
        if words[0].endswith("*"):
            self.lengths.add(len(words[0]) - 1)
            self.stems.setdefault(words[0][:-1], []).append((words, payload))
        else:
            self.exact.setdefault(words[0], []).append((words, payload))

    def find(self, lows: Sequence[str], at: int) -> list[tuple[int, P]]:
        """Return (end token, payload) of every phrase that starts at a token, longest first."""
        word = lows[at]
        entries = self.exact.get(word)
        stemmed = [found for length in self.lengths if (found := self.stems.get(word[:length])) and len(word) >= length]
        if not entries and not stemmed:
            return []
        every = chain(entries or (), *stemmed)
        hits = [(end, payload) for words, payload in every if (end := _match(words, lows, at + 1, 1)) is not None]
        return sorted(hits, key=lambda hit: -hit[0]) if len(hits) > 1 else hits

    def has(self, lows: Sequence[str], start: int, stop: int) -> bool:
        """Tell whether any phrase starts in [start, stop)."""
        return any(self.find(lows, i) for i in range(max(start, 0), min(stop, len(lows))))


def compile_phrases(phrases: Iterable[str]) -> Lexicon[str]:
    """Return a lexicon whose payload is the phrase itself."""
    lexicon: Lexicon[str] = Lexicon()
    for phrase in phrases:
        lexicon.add(phrase, phrase)
    return lexicon


def _match(words: tuple[str, ...], lows: Sequence[str], at: int, k: int) -> int | None:
    if k == len(words):
        return at
    if words[k] == "_":
        for skipped in range(MAX_GAP_WORDS + 1):
            end = _match(words, lows, at + skipped, k + 1)
            if end is not None:
                return end
        return None
    if at < len(lows) and _same(words[k], lows[at]):
        return _match(words, lows, at + 1, k + 1)
    return None


def _same(word: str, low: str) -> bool:
    return low.startswith(word[:-1]) if word.endswith("*") else low == word
