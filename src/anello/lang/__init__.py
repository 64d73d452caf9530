"""Language packs: what Anello knows of each language, as data.

In: a language code. Out: a `Language` with the parsed tables of its pack. Promise: packs are TOML and JSON Lines beside
this file, read once a process; Python here names no language, and a new folder under `packs` is a new language.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from anello.errors import PackError

TABLES = ("language", "deals", "stance", "sources", "money", "names", "relations", "scopes", "compute")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language pack: each table is the parsed TOML file of the same name; `examples` are shown triggers."""

    code: str
    language: Mapping[str, Any]
    deals: Mapping[str, Any]
    stance: Mapping[str, Any]
    sources: Mapping[str, Any]
    money: Mapping[str, Any]
    names: Mapping[str, Any]
    examples: tuple[Mapping[str, Any], ...]
    relations: Mapping[str, Any] = field(default_factory=dict)
    scopes: Mapping[str, Any] = field(default_factory=dict)
    compute: Mapping[str, Any] = field(default_factory=dict)


@cache
def pack_codes() -> tuple[str, ...]:
    """Return the codes of the packs that are installed, sorted."""
    packs = files(__package__) / "packs"
    return tuple(sorted(p.name for p in packs.iterdir() if p.is_dir() and (p / "language.toml").is_file()))


@cache
def load(code: str) -> Language:
    """Return the pack of a language.

    Raises:
        PackError: there is no such pack, or one of its files is malformed.
    """
    if code not in pack_codes():
        raise PackError(f"no pack for {code or 'an unknown language'}; there are packs for {', '.join(pack_codes())}")
    tables = {name: _table(code, name) for name in TABLES}
    return Language(code=code, examples=_examples(code), **tables)


def _table(code: str, name: str) -> Mapping[str, Any]:
    path = files(__package__) / "packs" / code / f"{name}.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"pack {code}: {name}.toml is malformed: {error}") from error


def _examples(code: str) -> tuple[Mapping[str, Any], ...]:
    path = files(__package__) / "packs" / code / "examples.jsonl"
    if not path.is_file():
        return ()
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
