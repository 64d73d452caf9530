"""Make `forms.tsv`: the cases of every Cyrillic name of the directory.

In: the JSON Lines files of `anello.lang.directory`. Out: `forms.tsv` beside them, lines of "form, tab, entry id",
sorted, without the base forms. Promise: same input, same bytes; a form that belongs to two entries is left out unless
both are marked ambiguous. Run by hand after editing names: `python bench/build_forms.py`; a test compares a sample.

How a name declines. Short words in capitals, joining words and vowel endings that Russian leaves alone do not change.
Words of the dictionary decline as it says, brands and foreign surnames by their ending. After the head noun everything
stays ("Банк России"). Where the first word is no adjective, print also declines the last word alone ("Газпром нефти"),
so both ways are made: a form too many does no harm, a missing one loses a party.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pymorphy3

import anello.lang.directory
from anello.lang.directory import Entry, key_of, load_directory

CASES = ("gent", "datv", "accs", "ablt", "loct")
JOINTS = frozenset(
    {"и", "в", "на", "по", "о", "об", "для", "с", "из", "за", "де", "да", "фон", "ван", "ди", "бин", "аль"}
)
ADJECTIVE_ENDS = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")
INDECLINABLE = frozenset({"сони", "киа", "чили", "мали", "баку", "перу", "тата", "сомали", "марокко"})
"""Foreign names that look like forms of Russian words but never decline, or clash with a common word when they do."""
VOWELS = frozenset("аеёиоуыэюя")
HUSHING = frozenset("жшчщц")
AFTER_THESE_I = frozenset("гкхжшчщ")
Parse = Any


@cache
def _morph() -> Any:
    return pymorphy3.MorphAnalyzer()


def decline(name: str, *, person: bool = False) -> set[str]:
    """Return the inflected forms of a Cyrillic name, without the name itself."""
    words = name.split()
    forms: set[str] = set()
    for plan in _plans(words, person):
        woman = person and _is_woman(words[0])
        for case in CASES:
            choices = [
                _in_case(w, case, person, woman) if moves else (w,) for w, moves in zip(words, plan, strict=True)
            ]
            forms |= {" ".join(choice) for choice in _products(choices)}
    return forms - {name}


def _products(choices: list[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Pair the n-th readings of all words; a word with fewer readings repeats its first."""
    for n in range(max(map(len, choices))):
        yield tuple(choice[n] if n < len(choice) else choice[0] for choice in choices)


def _plans(words: list[str], person: bool) -> list[list[bool]]:
    """Say which words move, in one or two ways."""
    stays = [_stays(word) for word in words]
    if person:
        return [[not stay for stay in stays]]
    head = next((i for i, word in enumerate(words) if not stays[i] and _is_noun(word)), None)
    if head is None:
        both = [not stay for stay in stays]
    else:
        both = [
            not stay and (i == head or (i < head and _is_adjective(w)))
            for i, (w, stay) in enumerate(zip(words, stays, strict=True))
        ]
    last = [i == len(words) - 1 and not stay for i, stay in enumerate(stays)]
    if both == last or _is_adjective(words[0]) or (_reads_genitive(words[-1]) and head != len(words) - 1):
        return [both]
    return [both, last]


def _stays(word: str) -> bool:
    low = word.lower().rstrip("0123456789").rstrip("-") or word
    if low in JOINTS or low in INDECLINABLE or any("a" <= c <= "z" for c in low):
        return True
    if not ("а" <= low[-1] <= "я" or low[-1] == "ё"):
        return True
    return word.isupper() and (len(word) <= 4 or not VOWELS & set(low))


def _nominative(word: str, *parts: str) -> Parse | None:
    """Return the first nominative reading as one of the parts of speech, known words before guesses."""
    found = [p for p in _morph().parse(word) if p.tag.POS in parts and p.tag.case == "nomn"]
    return next((p for p in found if p.is_known), found[0] if found else None)


def _is_adjective(word: str) -> bool:
    if not word.lower().endswith(ADJECTIVE_ENDS):
        return False
    reading = _nominative(word, "ADJF", "PRTF")
    return reading is not None and not (_is_noun(word) and not reading.is_known)


def _is_noun(word: str) -> bool:
    reading = _nominative(word.rpartition("-")[2], "NOUN")
    return reading is not None and bool(reading.is_known) and not _adjective_first(word)


def _adjective_first(word: str) -> bool:
    return word.lower().endswith(ADJECTIVE_ENDS) and _morph().parse(word)[0].tag.POS in ("ADJF", "PRTF")


def _reads_genitive(word: str) -> bool:
    known = [p for p in _morph().parse(word) if p.is_known]
    return bool(known) and (known[0].tag.case == "gent" or not any(p.tag.case == "nomn" for p in known))


def _is_woman(first_name: str) -> bool:
    names = [p.tag for p in _morph().parse(first_name) if "Name" in p.tag and {"nomn", "sing"} in p.tag]
    return bool(names) and names[0].gender == "femn"


def _in_case(word: str, case: str, person: bool, woman: bool) -> tuple[str, ...]:
    if "-на-" in word:
        town, rest = word.split("-", 1)
        return tuple(f"{form}-{rest}" for form in _in_case(town, case, person, woman))
    before, hyphen, last = word.rpartition("-")
    if last.isdigit():
        return tuple(form + hyphen + last for form in _in_case(before, case, person, woman))
    if hyphen:
        return tuple(before + hyphen + form for form in _in_case(last, case, person, woman))
    if not person and _is_adjective(word):
        return (_from_dictionary(word, case, "ADJF", "PRTF") or word,)
    if person:
        return _name_in_case(word, case, woman)
    known = _from_dictionary(word, case, "NOUN") if _is_noun(word) else None
    return (known,) if known else (_by_ending(word, case),)


def _from_dictionary(word: str, case: str, *parts: str) -> str | None:
    reading = _nominative(word, *parts)
    if reading is None:
        return None
    lifeless = case == "accs" and reading.tag.POS != "NOUN" and reading.tag.gender != "femn"
    form = reading.inflect({case, "inan"} if lifeless else {case})
    return _as_cased(word, form.word) if form else None


def _name_in_case(word: str, case: str, woman: bool) -> tuple[str, ...]:
    """Decline a first name or surname; Russian surnames as adjectives do, foreign ones by their ending."""
    gender = "femn" if woman else "masc"
    for reading in _morph().parse(word):
        if reading.is_known and "Name" in reading.tag and reading.tag.case == "nomn" and reading.tag.gender == gender:
            form = reading.inflect({case})
            return (_as_cased(word, form.word),) if form else (word,)
    low = word.lower()
    if woman:
        return (_woman_surname(word, case),)
    if low.endswith(("ский", "цкий", "ый", "ной", "кий")):
        stem, soft = word[:-2], "и" if low.endswith("кий") else "ы"
        ends = {"gent": "ого", "datv": "ому", "accs": "ого", "ablt": soft + "м", "loct": "ом"}
        return (stem + ends[case],)
    form = _by_ending(word, "gent" if case == "accs" and low[-1] not in "ая" else case)
    if case == "ablt" and low.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return (word + "ым", form)
    return (form,)


def _woman_surname(word: str, case: str) -> str:
    low = word.lower()
    if low.endswith("ая"):
        return word[:-2] + ("ую" if case == "accs" else "ой")
    if low.endswith(("ова", "ева", "ёва", "ина", "ына")):
        return word[:-1] + ("у" if case == "accs" else "ой")
    return _by_ending(word, case) if low[-1] in "ая" else word


def _by_ending(word: str, case: str) -> str:
    """Decline a word that no dictionary has by its last letter; indeclinable endings give it back."""
    low, stem = word.lower(), word[:-1]
    last, before = low[-1], low[-2:-1]
    if last == "а":
        gent = "и" if before in AFTER_THESE_I else "ы"
        ablt = "ей" if before in HUSHING else "ой"
        return stem + {"gent": gent, "datv": "е", "accs": "у", "ablt": ablt, "loct": "е"}[case]
    if last == "я":
        soft = "и" if before == "и" else "е"
        return stem + {"gent": "и", "datv": soft, "accs": "ю", "ablt": "ей", "loct": soft}[case]
    if last == "ь":
        return stem + {"gent": "и", "datv": "и", "accs": "ь", "ablt": "ью", "loct": "и"}[case]
    if last == "й":
        return stem + {"gent": "я", "datv": "ю", "accs": "й", "ablt": "ем", "loct": "и" if before == "и" else "е"}[case]
    if last in VOWELS:
        return word
    ablt = "ем" if last in HUSHING else "ом"
    return word + {"gent": "а", "datv": "у", "accs": "", "ablt": ablt, "loct": "е"}[case]


def _as_cased(word: str, form: str) -> str:
    """Give a dictionary form the capitals of the word as far as both agree; ё stays as the word writes it."""
    shared = 0
    plain, low = form.replace("ё", "е"), word.lower().replace("ё", "е")
    while shared < min(len(plain), len(low)) and plain[shared] == low[shared]:
        shared += 1
    return word[:shared] + form[shared:]


def build(entries: Iterable[Entry]) -> dict[tuple[str, str], None]:
    """Return the (form, entry id) pairs of some entries, sorted, before the check of what other entries claim."""
    pairs = {
        (form, entry.id)
        for entry in entries
        for name in entry.cyrillic
        for form in decline(name, person=entry.kind == "person")
        if form not in entry.cyrillic
    }
    return dict.fromkeys(sorted(pairs))


def without_clashes(pairs: Iterable[tuple[str, str]], entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Drop the forms that also belong to another entry, unless every one of them is ambiguous."""
    by_id = {entry.id: entry for entry in entries}
    claims: dict[str, set[str]] = {}
    for entry in by_id.values():
        for surface in (entry.name, *entry.aliases):
            claims.setdefault(key_of(surface), set()).add(entry.id)
    listed = list(pairs)
    for form, entry_id in listed:
        claims.setdefault(key_of(form), set()).add(entry_id)
    return [
        (form, entry_id)
        for form, entry_id in listed
        if len(claims[key_of(form)]) == 1 or all(by_id[i].ambiguous for i in claims[key_of(form)])
    ]


def main() -> None:
    """Write `forms.tsv`."""
    path = Path(anello.lang.directory.__file__).with_name("forms.tsv")
    path.touch()
    entries = list(load_directory().entries.values())
    pairs = without_clashes(build(entries), entries)
    path.write_text("".join(f"{form}\t{entry_id}\n" for form, entry_id in pairs), encoding="utf-8")
    print(f"{len(pairs)} forms of {len(entries)} entries")


if __name__ == "__main__":
    main()
