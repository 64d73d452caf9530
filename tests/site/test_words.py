"""The words of the map: the same texts in three languages, each used, each with the same gaps to fill."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "site" / "src"
LANGUAGES = ("en", "it", "ru")
FORMS = {"en": {"one", "other"}, "it": {"one", "other"}, "ru": {"one", "few", "many", "other"}}
"""The plural forms that each language needs."""
PLURAL = re.compile(r"\.(one|few|many|other)$")


@cache
def words(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((SITE / "words" / f"{language}.json").read_text(encoding="utf-8"))
    return found


@cache
def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SITE.rglob("*.ts")))


def plurals(language: str) -> set[str]:
    """Return the texts that depend on a number."""
    bases: dict[str, set[str]] = {}
    for key in words(language):
        if PLURAL.search(key):
            bases.setdefault(PLURAL.sub("", key), set()).add(key.rpartition(".")[2])
    return {base for base, forms in bases.items() if {"one", "other"} <= forms}


def keys(language: str) -> set[str]:
    """Return the keys of a language, a text that depends on a number once."""
    counted = plurals(language)
    return {PLURAL.sub("", key) if PLURAL.sub("", key) in counted else key for key in words(language)}


def prefixes() -> set[str]:
    """Return the beginnings of keys that are put together as the map runs: of a closed list, or of a template."""
    lists = {f"{name}." for name in re.findall(r'named\(\s*"(\w+)"', source())}
    return lists | set(re.findall(r"`([a-z_]+\.[a-z_]*)\$\{", source()))


def test_the_three_languages_have_the_same_texts() -> None:
    for language in LANGUAGES[1:]:
        assert keys(language) ^ keys("en") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_says_something_and_is_in_order(language: str) -> None:
    assert [key for key, text in words(language).items() if not text.strip()] == []
    assert list(words(language)) == sorted(words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_depends_on_a_number_has_the_forms_of_its_language(language: str) -> None:
    for base in plurals("en"):
        forms = {key.rpartition(".")[2] for key in words(language) if PLURAL.sub("", key) == base}
        assert forms == FORMS[language], base


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_translations_fill_the_same_gaps(language: str) -> None:
    for key, text in words("en").items():
        if key in words(language) and not PLURAL.search(key):
            gaps = re.compile(r"\{\w+\}")
            assert set(gaps.findall(words(language)[key])) == set(gaps.findall(text)), key


def test_every_text_is_used() -> None:
    put_together = tuple(prefixes())
    unused = {key for key in keys("en") if f'"{key}"' not in source() and not key.startswith(put_together)}
    assert unused == set()


def test_every_text_that_is_asked_for_is_there() -> None:
    asked = set(re.findall(r'\b(?:word|counted)\(\s*"([\w.]+)"', source()))
    assert asked - keys("en") == set()
    assert len(asked) > 200
