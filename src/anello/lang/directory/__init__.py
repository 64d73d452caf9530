"""The directory of names: who the parties, outlets, regulators, states, places and products of business news are.

In: the JSON Lines files beside this module, one file a kind of thing, and `forms.tsv`, the inflected Cyrillic forms
(made by `bench/build_forms.py`). Out: a `Directory` of `Entry` records, looked up by any known spelling. Promise: read
once a process, no third-party package, same answer on every machine. Facts are common knowledge written down by hand; a
spelling leads to one entry only, except where both entries are ambiguous and say so in their `note`.

Case: a surface of at most four letters ("GM", "TIM") counts only in its exact case; the name of an ambiguous entry
("Apple", "The Information") and each of its one-word surfaces in their exact case or wholly in capitals.
`case_matters` says which these are.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from itertools import chain
from types import MappingProxyType
from typing import Any

from anello.errors import PackError

FILES = ("organisations", "regulators", "states", "persons", "products", "outlets", "places")
"""The data files in the order of precedence: a spelling shared by two ambiguous entries leads to the earlier one."""

SHORT = 4
"""Surfaces with at most this many letters must match in case."""

_QUOTES = "\"'`´«»„“”‚‘’‹›"


def _folding() -> dict[int, str | None]:
    """Return the table behind `key_of`, made once: marks away, hyphens to spaces, Latin letters without accents."""
    table: dict[int, str | None] = {ord(mark): None for mark in _QUOTES + ".®™✴*"}
    table |= {ord(mark): " " for mark in "-‐‑–—,/\u00a0\t\n"}
    # Only Latin letters lose their accents: й and ї are letters of their own, while ё is as often written е.
    for code in range(0xC0, 0x250):
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare != chr(code):
            table[code] = bare
    return table | {ord("ё"): "е", ord("ø"): "o", ord("ł"): "l", ord("ı"): "i", ord("æ"): "ae"}


_FOLDING = _folding()


@dataclass(frozen=True, slots=True)
class Entry:
    """One known name. `id` is the slug of the usual English name, `kind` is one of `model.MENTION_KINDS`.

    `aliases` are all other spellings (legal, short, former, foreign, Cyrillic in the base form) without `name`;
    `cyrillic` and `former` are those parts of it. `parent` is the id of the group whose unit it is; `employer` belongs
    to a person, `maker` to a product, `owner` to an outlet. `products` are the names of what it makes. `adjectives`
    are lower-case words for a state ("italian", "italiano", "итальянский"), never surfaces. `descriptors` maps a
    language code to role nouns that mean this party and no other. `homes` are further countries that it is called
    after. `ambiguous` marks a common word or a shared name;
    `note` says why.
    """

    id: str
    name: str
    kind: str = "organisation"
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    products: tuple[str, ...] = ()
    sector: str | None = None
    country: str | None = None
    homes: tuple[str, ...] = ()
    ambiguous: bool = False
    cyrillic: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    descriptors: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    employer: str | None = None
    maker: str | None = None
    owner: str | None = None
    note: str | None = None


_FIELDS = frozenset(f.name for f in fields(Entry))


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """All entries by id, with an index over every spelling; get it from `load_directory`."""

    entries: Mapping[str, Entry]
    _forms: tuple[tuple[str, str], ...]
    _index: Mapping[str, tuple[tuple[str, str], ...]]
    _legal: frozenset[str]

    def find_entry(self, name: str) -> Entry | None:
        """Return the entry that bears this name in any spelling, or None.

        Case, accents, quotation marks, dots, hyphens and legal forms do not matter; case does for strict surfaces.

        >>> load_directory().find_entry("ООО «Яндекс»").id
        'yandex'
        """
        for words in _without_legal_forms(name, self._legal):
            hits = self._index.get(key_of(words))
            found = hits and _pick(hits, words, self.entries)
            if found:
                return found
        return None

    def surfaces(self) -> Iterator[tuple[str, str]]:
        """Yield (surface as written, entry id) for every spelling, inflected Cyrillic forms last.

        A surface shared by ambiguous entries comes once for each, in order of precedence.
        """
        for entry in self.entries.values():
            for surface in (entry.name, *entry.aliases):
                yield surface, entry.id
        yield from self._forms

    def descriptors(self, code: str) -> Iterator[tuple[str, str]]:
        """Yield (role noun, entry id) for a language, such as ("the ChatGPT maker", "openai")."""
        for entry in self.entries.values():
            for phrase in entry.descriptors.get(code, ()):
                yield phrase, entry.id

    def adjectives(self) -> Iterator[tuple[str, str]]:
        """Yield (lower-case adjective in its base form, id of the state)."""
        for entry in self.entries.values():
            for word in entry.adjectives:
                yield word, entry.id


@cache
def load_directory() -> Directory:
    """Return the directory, read on the first call.

    Raises:
        PackError: a data file is malformed.
    """
    rows = [row for name in FILES for row in _rows(name)]
    makes: dict[str, list[str]] = {}
    for row in rows:
        if "maker" in row:
            makes.setdefault(row["maker"], []).append(row["name"])
    entries: dict[str, Entry] = {}
    for row in rows:
        entry = _as_entry(row, tuple(makes.get(row["id"], ())))
        if entry.id in entries:
            raise PackError(f"directory: two entries have the id {entry.id}; rename one")
        entries[entry.id] = entry
    forms = _forms()
    return Directory(MappingProxyType(entries), forms, _index(entries, forms), _legal_forms())


def case_matters(surface: str, entry: Entry) -> bool:
    """Tell whether a surface stands for the entry only in its exact case (or wholly in capitals)."""
    return (entry.ambiguous and (surface == entry.name or surface.isalpha())) or sum(map(str.isalnum, surface)) <= SHORT


def key_of(name: str) -> str:
    """Return the lookup key: folded case and accents, no quotes and dots, hyphens and commas as spaces.

    >>> key_of("«Crédit Agricole»")
    'credit agricole'
    """
    text = name if name.isascii() else unicodedata.normalize("NFC", name)
    return " ".join(text.casefold().translate(_FOLDING).split())


def _without_legal_forms(name: str, legal: frozenset[str]) -> Iterator[str]:
    """Yield the name, then the name with ever fewer legal forms at its end, then at its beginning."""
    words = name.split()
    yield " ".join(words)
    while len(words) > 1 and key_of(words[-1]) in legal:
        words = words[:-1]
        yield " ".join(words).rstrip(" ,&")
    while len(words) > 1 and key_of(words[0]) in legal:
        words = words[1:]
        yield " ".join(words).rstrip(" ,&")


def _pick(hits: Iterable[tuple[str, str]], name: str, entries: Mapping[str, Entry]) -> Entry | None:
    bare = name.strip(_QUOTES + " ,")
    for surface, entry_id in hits:
        entry = entries[entry_id]
        if bare == surface or not case_matters(surface, entry):
            return entry
        if len(surface) > SHORT and bare == surface.upper():
            return entry
    return None


def _index(entries: Mapping[str, Entry], forms: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    index: dict[str, tuple[tuple[str, str], ...]] = {}
    spelt = ((surface, entry.id) for entry in entries.values() for surface in (entry.name, *entry.aliases))
    for pair in chain(spelt, forms):
        key = key_of(pair[0])
        index[key] = (*index[key], pair) if key in index else (pair,)
    return index


def _as_entry(row: dict[str, Any], products: tuple[str, ...]) -> Entry:
    unknown = row.keys() - _FIELDS
    if unknown:
        raise PackError(f"directory: entry {row.get('id')} has unknown fields {sorted(unknown)}; see Entry")
    for name in ("cyrillic", "former", "adjectives"):
        row[name] = tuple(row.get(name, ()))
    spellings = (*row.get("aliases", ()), *row["former"], *row["cyrillic"])
    row["aliases"] = tuple(dict.fromkeys(s for s in spellings if s != row["name"]))
    if "descriptors" in row:
        row["descriptors"] = MappingProxyType({code: tuple(said) for code, said in row["descriptors"].items()})
    return Entry(**row, products=products)


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (files(__package__) / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    try:
        rows: list[dict[str, Any]] = json.loads("[" + ",".join(line for line in lines if line) + "]")
    except json.JSONDecodeError as error:
        raise PackError(f"directory: {name}.jsonl is malformed: {error}") from error
    return rows


def _forms() -> tuple[tuple[str, str], ...]:
    lines = (files(__package__) / "forms.tsv").read_text(encoding="utf-8").split("\n")
    pairs = (line.partition("\t") for line in lines if line)
    return tuple((form, entry_id) for form, _, entry_id in pairs)


def _legal_forms() -> frozenset[str]:
    text = (files(__package__) / "legal_forms.txt").read_text(encoding="utf-8")
    return frozenset(key_of(line) for line in text.split("\n") if line)
