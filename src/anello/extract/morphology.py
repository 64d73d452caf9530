"""Base forms and word classes where a language inflects its names.

In: a word in Cyrillic. Out: its nominative and what it can name. Promise: the only module that imports pymorphy3; every
answer is cached, since one look-up costs a fraction of a millisecond; other scripts pass unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from anello.extract.phrases import whole_characters

CLASSES = {"Name": "given", "Surn": "surname", "Patr": "given", "Geox": "place", "Orgn": "organisation"}
GENITIVE = frozenset({"gent", "gen2"})


@cache
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=10_000)
def _parses(word: str) -> Sequence[Any]:
    found: Sequence[Any] = _analyser().parse(whole_characters(word))
    return found


def is_cyrillic(word: str) -> bool:
    """Tell whether a word is written in Cyrillic letters."""
    return any("Ѐ" <= c <= "ӿ" for c in word)


@lru_cache(maxsize=10_000)
def nominative(word: str) -> str:
    """Return the nominative of a word, keeping its number and its capital; the word itself where nothing is known."""
    if not is_cyrillic(word) or word.isupper():
        return word
    parse = _as_name(_parses(word), word[:1].isupper())
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


@lru_cache(maxsize=10_000)
def person_nominative(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of one person's name in the nominative, all in the gender and from the case of the first name.

    A surname alone is often feminine or masculine alike ("Иванова"), and an unknown one can stand in many cases.
    """
    first = next((p for w in words for p in (_given(w),) if p is not None), None)
    if first is None:
        return tuple(nominative(w) for w in words)
    return tuple(_in_agreement(w, str(first.tag.gender), str(first.tag.case)) for w in words)


def _given(word: str) -> Any:
    parses = _parses(word)[:4] if is_cyrillic(word) else ()
    return next((p for p in parses if "Name" in p.tag and "sing" in p.tag and p.tag.gender), None)


def _in_agreement(word: str, gender: str, case: str) -> str:
    """Return the nominative of the reading that has the gender and the case, else the word as written."""
    fits = [p for p in _parses(word) if gender in p.tag and case in p.tag and "sing" in p.tag and "NOUN" in p.tag]
    named = [p for p in fits if any(tag in p.tag for tag in CLASSES)]
    parse = next(iter(named or fits), None)
    form = parse.inflect({"nomn", "sing"}) if parse is not None else None
    found = str(form.word) if form is not None else word
    return "-".join(part[:1].upper() + part[1:] for part in found.split("-"))


@lru_cache(maxsize=10_000)
def base_candidates(word: str) -> tuple[str, ...]:
    """Return all nominatives that a word can come from, likely ones first, in the capitals of the word."""
    forms = (p.inflect({"nomn"}) for p in _parses(word) if "NOUN" in p.tag or "ADJF" in p.tag)
    found = dict.fromkeys(f.word for f in forms if f is not None)
    return tuple(f[:1].upper() + f[1:] if word[:1].isupper() else f for f in found)


@lru_cache(maxsize=10_000)
def is_listed(word: str) -> bool:
    """Tell whether the dictionary of the language has a word."""
    return bool(_parses(word)[0].is_known)


@lru_cache(maxsize=10_000)
def name_class(word: str) -> str | None:
    """Return what a capitalised word can name ("given", "surname", "place", "organisation"), or None for no name."""
    if not is_cyrillic(word):
        return None
    for parse in _parses(word)[:3]:
        for tag, kind in CLASSES.items():
            if tag in parse.tag:
                return kind
    return None


@lru_cache(maxsize=10_000)
def cases_of(word: str) -> frozenset[str]:
    """Return the cases that a word's form may stand in ("nomn", "gent", "datv", "accs", "ablt", "loct")."""
    if not is_cyrillic(word) or word.isupper():
        return frozenset()
    return frozenset(str(p.tag.case) for p in _parses(word)[:6] if p.tag.case is not None)


@lru_cache(maxsize=10_000)
def is_common(word: str) -> bool:
    """Tell whether a word is known to the dictionary as a common word (and not as a name)."""
    if not is_cyrillic(word):
        return False
    parse = _parses(word.casefold())[0]
    return bool(parse.is_known) and not any(tag in parse.tag for tag in CLASSES)


@lru_cache(maxsize=10_000)
def is_adjective(word: str) -> bool:
    """Tell whether a word is an adjective or participle in the singular."""
    return is_cyrillic(word) and any("ADJF" in p.tag and "sing" in p.tag for p in _parses(word)[:2])


@lru_cache(maxsize=10_000)
def is_genitive(word: str) -> bool:
    """Tell whether a word can be a noun or an adjective in the genitive."""
    if not is_cyrillic(word):
        return False
    return any(p.tag.case in GENITIVE and ("NOUN" in p.tag or "ADJF" in p.tag) for p in _parses(word)[:4])


@lru_cache(maxsize=10_000)
def singular_base(word: str) -> str | None:
    """Return the base form of a noun in the singular, or None."""
    for parse in _parses(word)[:3] if is_cyrillic(word) else ():
        if "NOUN" in parse.tag and "sing" in parse.tag:
            return str(parse.normal_form)
    return None


@lru_cache(maxsize=10_000)
def base_form(word: str) -> str:
    """Return the dictionary form of a word, masculine singular for an adjective; other scripts in lower case."""
    return str(_parses(word)[0].normal_form) if is_cyrillic(word) else word.casefold()


@lru_cache(maxsize=10_000)
def agreeing(adjective: str, noun: str) -> str:
    """Return the adjective in the nominative singular and the gender of the noun; as written where it has none."""
    gender = next(
        (str(p.tag.gender) for p in _parses(noun) if "NOUN" in p.tag and "sing" in p.tag and p.tag.gender), None
    )
    parse = next((p for p in _parses(adjective) if "ADJF" in p.tag), None)
    form = parse.inflect({"nomn", "sing", gender}) if parse is not None and gender else None
    if form is None:
        return adjective
    return str(form.word[:1].upper() + form.word[1:] if adjective[:1].isupper() else form.word)
