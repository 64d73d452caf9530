"""What words weigh when two names are compared: legal forms, words of a trade, numbers, sounds, endings of cases.

In: `likeness.toml` beside this module. Out: one `Likeness`, all words folded. Promise: read once a process; all
languages at once, since a name mixes them; no judgement here, only what words are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from anello.lang.directory import load_directory
from anello.lang.transliteration import fold


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form: `group` is stock, limited, partnership or association; no countries means any."""

    group: str
    countries: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """The tables of `likeness.toml`, folded; `places` are the one-word names and adjectives of states and places.

    `numbers` hold at any place in a name, `late_numbers` only at its end; `sounds` are replaced in their order.
    """

    long_forms: Mapping[tuple[str, ...], str]
    legal_forms: Mapping[str, LegalForm]
    small: frozenset[str]
    empty: frozenset[str]
    trade: frozenset[str]
    one_meaning: Mapping[str, str]
    numbers: Mapping[str, str]
    late_numbers: Mapping[str, str]
    sounds: tuple[tuple[str, str], ...]
    vowels: frozenset[str]
    silent_ends: tuple[str, ...]
    endings: tuple[str, ...]
    least: int
    titles: frozenset[str]
    particles: frozenset[str]
    patronymics: tuple[str, ...]
    one_name: Mapping[str, str]
    places: Mapping[str, str]


@cache
def load_likeness() -> Likeness:
    """Return the tables, read on the first call.

    >>> load_likeness().one_meaning["banque"]
    'bank'
    """
    raw = tomllib.loads((files(__package__) / "likeness.toml").read_text(encoding="utf-8"))
    words, persons, cases = raw["words"], raw["persons"], raw["cases"]
    one_meaning = _turned(raw["one_meaning"])
    return Likeness(
        long_forms=MappingProxyType({tuple(fold(k).split()): v for k, v in raw["long_forms"].items()}),
        legal_forms=MappingProxyType(
            {k: LegalForm(v[0], frozenset(v[1].split())) for k, v in raw["legal_forms"].items()}
        ),
        small=_folded(words["small"]),
        empty=_folded(words["empty"]) | {one_meaning.get(word, word) for word in _folded(words["empty"])},
        trade=_folded(words["trade"]) | {one_meaning.get(word, word) for word in _folded(words["trade"])},
        one_meaning=one_meaning,
        numbers=_turned(raw["numbers"]),
        late_numbers=_turned(raw["late_numbers"]),
        sounds=tuple((old, new) for old, new in raw["sounds"]["steps"]),
        vowels=frozenset(raw["sounds"]["vowels"]),
        silent_ends=tuple(raw["sounds"]["silent_ends"]),
        endings=tuple(cases["endings"]),
        least=cases["least"],
        titles=_folded(persons["titles"]),
        particles=_folded(persons["particles"]),
        patronymics=tuple(persons["patronymics"]),
        one_name=_turned(persons["one_name"]),
        places=_places(),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _turned(table: Mapping[str, Any]) -> Mapping[str, str]:
    """Return each word with the one that stands for it."""
    return MappingProxyType({fold(word): head for head, words in table.items() for word in words})


def _places() -> Mapping[str, str]:
    """Return the one-word names and adjectives of states and places, each with the id of what it means."""
    found: dict[str, str] = {}
    for entry in load_directory().entries.values():
        if entry.kind in ("state", "place"):
            for word in (entry.name, *entry.aliases, *entry.adjectives):
                folded = fold(word)
                if folded and " " not in folded and (len(folded) > 2 or word.isupper()):
                    found.setdefault(folded, entry.id)
    return MappingProxyType(found)
