"""Answers of a report, packed: what many of them hold is kept once, and each book is compressed by itself.

In: answers by question, grouped into slices (a day and a floor). Out: `Book`s in base64, and what the page must know to
open them. Promise: exact, whatever is shared; a book that does not fit leaves nothing behind; the same answers give the
same bytes. `site/src/api/books.ts` reads it.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeAlias

from anello.errors import SchemaError
from anello.tables import to_json

MARK = "$"
"""The key of an object that stands for a shared value: `{"$": number}`."""

MARKED = b'"$":'

WORTH = 48
"""Bytes of JSON from which a value is kept once and pointed at."""

Slices: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Slice -> question -> answer."""


@dataclass(frozen=True, slots=True)
class Book:
    """Some slices with the values that no earlier book has."""

    start: int
    """The number of its first shared value."""
    needs: tuple[int, ...]
    """The books to whose values its own point, by their numbers, theirs included."""
    slices: tuple[str, ...]
    packed: str
    """gzip in base64 of `{"pool": [...], "slices": {slice: {question: answer}}}`."""


@dataclass(slots=True)
class Shelf:
    """The books so far, and every value that they hold."""

    books: list[Book] = field(default_factory=list)
    size: int = 0
    _known: dict[bytes, int] = field(default_factory=dict)
    _count: int = 0

    def add(self, slices: Slices, room: int) -> bool:
        """Bind slices as the next book, unless it takes more than so many bytes; tell whether it was bound.

        Raises:
            SchemaError: an answer has a key that is a mark here.
        """
        binding = _Binding(self._known, self._count)
        if any(_is_marked(answer) for asked in slices.values() for answer in asked.values()):
            raise SchemaError(f"an answer has the key {MARK!r}, which means something else in a report")
        told = {name: {q: binding.pack(answer) for q, answer in asked.items()} for name, asked in slices.items()}
        body = to_json({"pool": binding.pool, "slices": told})
        packed = base64.b64encode(_gzip(body)).decode("ascii")
        if len(packed) > room:
            return False
        book = Book(self._count, self._needed(binding.used), tuple(slices), packed)
        self.books.append(book)
        self.size += len(packed)
        self._known |= binding.fresh
        self._count += len(binding.pool)
        return True

    def _needed(self, used: set[int]) -> tuple[int, ...]:
        """Return the books that hold the values used, with those that they need."""
        found: set[int] = set()
        for number, book in enumerate(self.books):
            end = self.books[number + 1].start if number + 1 < len(self.books) else self._count
            if any(book.start <= value < end for value in used):
                found |= {number, *book.needs}
        return tuple(sorted(found))


def _is_marked(answer: Any) -> bool:
    """Tell whether some object of an answer has the key that is a mark here."""
    if MARKED not in to_json(answer):
        return False
    if isinstance(answer, dict):
        return MARK in answer or any(_is_marked(part) for part in answer.values())
    return isinstance(answer, list) and any(_is_marked(part) for part in answer)


class _Binding:
    """A book under way."""

    def __init__(self, known: Mapping[bytes, int], start: int) -> None:
        self.known, self.start = known, start
        self.fresh: dict[bytes, int] = {}
        self.pool: list[Any] = []
        self.used: set[int] = set()

    def pack(self, value: Any) -> Any:
        """Return a value, or where it is large the number under which it is kept once, its parts treated alike."""
        if not isinstance(value, dict | list | str):
            return value
        body = to_json(value)
        if len(body) < WORTH:
            return value
        key = blake2b(body, digest_size=16).digest()
        number = self.known.get(key)
        if number is not None:
            self.used.add(number)
            return {MARK: number}
        number = self.fresh.get(key)
        if number is None:
            packed = self._in_parts(value)
            number = self.fresh[key] = self.start + len(self.pool)
            self.pool.append(packed)
        return {MARK: number}

    def _in_parts(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.pack(part) for key, part in value.items()}
        return [self.pack(part) for part in value] if isinstance(value, list) else value


def _gzip(body: bytes) -> bytes:
    # By hand, since gzip.compress writes the system it ran on into the header of some versions.
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
