"""Base forms and word classes where a language inflects its names.

In: a word in Cyrillic. Out: its nominative and what it can name. Promise: the only module that imports pymorphy3; every
answer is cached, since one look-up costs a fraction of a millisecond; other scripts pass unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

CLASSES = {"Name": "given", "Surn": "surname", "Patr": "given", "Geox": "place", "Orgn": "organisation"}


@cache
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def is_cyrillic(word: str) -> bool:
    """Tell whether a word is written in Cyrillic letters."""
    return any("Ѐ" <= c <= "ӿ" for c in word)


@lru_cache(maxsize=50_000)
def nominative(word: str) -> str:
    """Return the nominative of a word, keeping its number and its capital; the word itself where nothing is known."""
    if not is_cyrillic(word) or word.isupper():
        return word
    parse = _as_name(_analyser().parse(word), word[:1].isupper())
    if parse is None:
        return word
    form = parse.inflect({"nomn"})
    found = form.word if form is not None else parse.normal_form
    return found[:1].upper() + found[1:] if word[:1].isupper() else str(found)


def _as_name(parses: Sequence[Any], capital: bool) -> Any:
    """Return the reading to trust: a name before a word, a noun or adjective before a verb, one before many."""
    usable = [p for p in parses if "NOUN" in p.tag or "ADJF" in p.tag]
    if capital:
        named = [p for p in usable if any(tag in p.tag for tag in CLASSES)]
        usable = named or [p for p in usable if p.is_known or ("NOUN" in p.tag and "sing" in p.tag)]
    single = [p for p in usable if "sing" in p.tag]
    return next(iter(single or usable), None)


@lru_cache(maxsize=50_000)
def name_class(word: str) -> str | None:
    """Return what a capitalised word can name ("given", "surname", "place", "organisation"), or None for no name."""
    if not is_cyrillic(word):
        return None
    for parse in _analyser().parse(word)[:3]:
        for tag, kind in CLASSES.items():
            if tag in parse.tag:
                return kind
    return None


@lru_cache(maxsize=50_000)
def cases_of(word: str) -> frozenset[str]:
    """Return the cases that a word's form may stand in ("nomn", "gent", "datv", "accs", "ablt", "loct")."""
    if not is_cyrillic(word) or word.isupper():
        return frozenset()
    return frozenset(str(p.tag.case) for p in _analyser().parse(word)[:6] if p.tag.case is not None)


@lru_cache(maxsize=50_000)
def is_common(word: str) -> bool:
    """Tell whether a word is known to the dictionary as a common word (and not as a name)."""
    if not is_cyrillic(word):
        return False
    parse = _analyser().parse(word.casefold())[0]
    return bool(parse.is_known) and not any(tag in parse.tag for tag in CLASSES)
