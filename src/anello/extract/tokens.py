"""Tokens and phrase tables: the ground on which the value grammars stand.

In: a text, phrases of a language pack. Out: tokens with offsets, phrases found at or before a token. Promise: one
linear pass over the text; folding (case, "ё", apostrophes, dashes) never moves an offset; no language is named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar

V = TypeVar("V")
Row: TypeAlias = tuple[list[str], bool, V]

_TOKEN = re.compile(r"([0-9]+)|([^\W\d_]+)|(\S)")
_FOLD = str.maketrans({"ё": "е", "Ё": "Е", "’": "'", "ʼ": "'", "‑": "-", "–": "-", "—": "-", "−": "-"})


class Tokens:
    """The tokens of a text as parallel lists: `kind` is "d" (digits), "w" (letters) or "s" (one other character)."""

    __slots__ = ("end", "kind", "low", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.kind: list[str] = []
        for match in _TOKEN.finditer(text.translate(_FOLD)):
            self.low.append(match.group().lower())
            self.start.append(match.start())
            self.end.append(match.end())
            self.kind.append("dws"[(match.lastindex or 1) - 1])

    def __len__(self) -> int:
        return len(self.low)

    def word(self, i: int) -> str:
        """Return the folded lower-case token, "" outside the text."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def is_kind(self, i: int, kind: str) -> bool:
        """Tell whether there is a token of that kind at `i`."""
        return 0 <= i < len(self.kind) and self.kind[i] == kind

    def glued(self, i: int) -> bool:
        """Tell whether token `i` touches token `i + 1`."""
        return 0 <= i < len(self.end) - 1 and self.end[i] == self.start[i + 1]

    def gap(self, i: int) -> str:
        """Return what stands between token `i` and the next."""
        return self.text[self.end[i] : self.start[i + 1]] if 0 <= i < len(self.end) - 1 else ""

    def upper(self, i: int) -> bool:
        """Tell whether the token starts with a capital as written."""
        return self.text[self.start[i]].isupper()


def split_phrase(phrase: str) -> tuple[str, ...]:
    """Split a phrase of a pack as texts are split; a trailing `*` on a word stays and means "any ending".

    >>> split_phrase("all'anno")
    ('all', "'", 'anno')
    """
    words: list[str] = []
    tokens = Tokens(phrase)
    for i, low in enumerate(tokens.low):
        if low == "*" and words and tokens.glued(i - 1):
            words[-1] += "*"
        else:
            words.append(low)
    return tuple(words)


class Phrases(Generic[V]):
    """Phrases with a value, found at or right before a token, the longest first; a word may end in `*`."""

    __slots__ = ("_first", "_last", "_longest")

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._first: dict[str, list[Row[V]]] = {}
        self._last: dict[str, list[Row[V]]] = {}
        for phrase, value in entries:
            words = list(split_phrase(phrase))
            if words:
                row = (words, any(word[-1] == "*" and len(word) > 1 for word in words), value)
                self._first.setdefault(words[0], []).append(row)
                self._last.setdefault(words[-1], []).append(row)
        for index in (self._first, self._last):
            for rows in index.values():
                rows.sort(key=lambda row: -len(row[0]))
        self._longest = max((len(k) for k in (*self._first, *self._last) if k.endswith("*")), default=0)

    def at(self, tokens: Tokens, i: int) -> tuple[V, int] | None:
        """Return the value of the longest phrase that starts at token `i`, and the index after it."""
        low = tokens.low
        rows = self._rows(self._first, low[i] if 0 <= i < len(low) else "")
        for words, loose, value in rows:
            found = low[i : i + len(words)]
            if found == words or (loose and _fits(words, found)):
                return value, i + len(words)
        return None

    def before(self, tokens: Tokens, i: int) -> tuple[V, int] | None:
        """Return the value of the longest phrase that ends right before token `i`, and the index of its first token."""
        low = tokens.low
        for words, loose, value in self._rows(self._last, low[i - 1] if 0 < i <= len(low) else ""):
            first = i - len(words)
            if first >= 0 and (low[first:i] == words or (loose and _fits(words, low[first:i]))):
                return value, first
        return None

    def heads(self) -> frozenset[str]:
        """Return the first words of all phrases, those with an open ending left out."""
        return frozenset(word for word in self._first if not word.endswith("*") or word == "*")

    def _rows(self, index: Mapping[str, list[Row[V]]], word: str) -> Sequence[Row[V]]:
        rows = index.get(word, ())
        if not self._longest or not word:
            return rows
        sizes = range(min(len(word), self._longest - 1), 0, -1)
        loose = [row for size in sizes for row in index.get(word[:size] + "*", ())]
        return sorted((*rows, *loose), key=lambda row: -len(row[0])) if loose else rows


def _fits(words: Sequence[str], found: Sequence[str]) -> bool:
    if len(words) != len(found):
        return False
    pairs = zip(words, found, strict=True)
    return all(w == f or (w[-1] == "*" and len(w) > 1 and f.startswith(w[:-1])) for w, f in pairs)
