"""The words of a name, sorted by what they say: legal form, number, place, trade, or the name proper.

In: a name as written, in any script. Out: a `Wording`. Promise: pure; the order of the words is kept; nothing is
judged here. What words are stands in `anello.lang.likeness`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from anello.lang.likeness import load_likeness
from anello.lang.transliteration import fold, romanise

PROPER, PLACE, TRADE, EMPTY = "proper", "place", "trade", "empty"
WEIGHTS = {PROPER: 1.0, PLACE: 0.8, TRADE: 0.35, EMPTY: 0.1}
"""How much of a name a word is, by its kind; a word of two letters weighs half."""

_POSSESSIVE = re.compile(r"['’]s\b")
_ELISION = re.compile(r"\b(\w{1,2})['’](?=\w\w)")
_SPLIT_FORM = re.compile(r"\b(\w)\s*\.\s*(?=\w\b)")
_GLUED_FORM = re.compile(r"(?<=[a-zà-ÿ]{3})(AG|SE|GmbH|SpA|Ltd|Inc)\b")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: folded, as its own script writes it, its kind, its weight, how it sounds."""

    text: str
    written: str
    kind: str
    weight: float
    sound: str
    stem: str | None


@dataclass(frozen=True, slots=True)
class Wording:
    """A name taken apart. `numbers` are figures as text; `forms` are short legal forms; `cyrillic` tells the script.

    `plain` are its folded words, small ones too.
    """

    words: tuple[Word, ...]
    numbers: tuple[str, ...]
    forms: frozenset[str]
    cyrillic: bool
    plain: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The folded words without blanks."""
        return "".join(self.plain)

    @property
    def proper(self) -> bool:
        """Whether a word is the name proper, and not a place or a trade."""
        return any(word.kind == PROPER for word in self.words)


def plain_name(name: str) -> str:
    """Return the key under which unknown names meet: folded, without legal forms at either end.

    >>> plain_name("ООО «Ромашка»") == plain_name("Romashka")
    True
    """
    words = fold(name).split()
    while len(words) > 1 and words[-1] in legal_words():
        words.pop()
    while len(words) > 1 and words[0] in legal_words():
        words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=1)
def legal_words() -> frozenset[str]:
    """Return the folded legal forms of one word."""
    text = (files("anello.lang.directory") / "legal_forms.txt").read_text(encoding="utf-8")
    return frozenset(fold(line).replace(" ", "") for line in text.splitlines() if line)


@lru_cache(maxsize=20_000)
def wording_of(name: str) -> Wording:
    """Take a name apart.

    >>> [word.text for word in wording_of("Zephyr Robotics, S.p.A.").words], sorted(wording_of("Fund II, LP").numbers)
    (['zephyr', 'robotics'], ['2'])
    """
    text = unicodedata.normalize("NFKC", name)
    text = _ELISION.sub(lambda found: f"{found[1]} " if fold(found[1]) in load_likeness().small else found[0], text)
    text = _SPLIT_FORM.sub(r"\1", _POSSESSIVE.sub("", text)).replace("&", " and ").replace("+", " and ")
    text = _GLUED_FORM.sub(r" \1", text)
    pairs = [(folded, part) for part in _parts(text) for folded in fold(part).split()]
    left, forms = _without_forms(pairs)
    words, numbers = _sorted_words(left)
    cyrillic = any("CYRILLIC" in unicodedata.name(c, "") for c in text if c.isalpha())
    return Wording(words, numbers, forms, cyrillic, tuple(folded for folded, _ in left))


def sound_of(word: str) -> str:
    """Return how a folded word sounds, roughly and alike in all scripts.

    >>> sound_of("maykrosoft") == sound_of("microsoft"), sound_of("gazprom") == sound_of("gasprom")
    (False, True)
    """
    tables = load_likeness()
    text = word
    for old, new in tables.sounds:
        text = text.replace(old, new)
    for end in tables.silent_ends:
        if len(text) > 4 and text.endswith(end):
            text = text.removesuffix(end)
    return re.sub(r"(.)\1+", r"\1", text)


def consonants_of(sound: str) -> str:
    """Return a sound without its vowels, but for one that opens it, which stands as "a"."""
    vowels = load_likeness().vowels
    kept = "".join(c for c in sound if c not in vowels)
    return "a" + kept if sound[:1] in vowels else kept


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s/,;()«»\"“”„–—-]+", text) if part]


def _without_forms(pairs: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, str]], frozenset[str]]:
    """Drop legal forms, long ones anywhere and short ones at either end."""
    tables, left, forms = load_likeness(), list(pairs), set()
    for long, short in sorted(tables.long_forms.items(), key=lambda item: -len(item[0])):
        size = len(long)
        for at in range(len(left) - size + 1):
            if len(left) > size and tuple(word for word, _ in left[at : at + size]) == long:
                del left[at : at + size]
                forms.add(short)
                break
    for at in (-1, 0):
        while len(left) > 1 and left[at][0] in legal_words() | tables.legal_forms.keys():
            forms.add(left.pop(at)[0])
    return left, frozenset(forms)


def _sorted_words(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    tables = load_likeness()
    words: list[Word] = []
    numbers: list[str] = []
    useful = [pair for pair in pairs if pair[0] not in tables.small] or list(pairs)
    for at, (folded, written) in enumerate(useful):
        late = at > 0 and at == len(useful) - 1
        number = tables.numbers.get(folded) or (tables.late_numbers.get(folded) if late else None)
        if number or folded.isdigit():
            numbers.append(number or str(int(folded)))
        else:
            if at and any(map(str.isdigit, folded)):
                numbers += [str(int(figure)) for figure in _NUMBER.findall(folded)]
            words.append(_word(folded, written))
    if not words:
        return tuple(_word(folded, written) for folded, written in useful), ()
    return tuple(words), tuple(sorted(numbers))


def _word(folded: str, written: str) -> Word:
    tables = load_likeness()
    text = tables.one_meaning.get(folded, folded)
    kind = (
        EMPTY if text in tables.empty else TRADE if text in tables.trade else PLACE if text in tables.places else PROPER
    )
    weight = WEIGHTS[kind] * (0.5 if len(text) < 3 and kind == PROPER else 1.0)
    return Word(text, written, kind, weight, sound_of(text), _stem_of(written))


def _stem_of(written: str) -> str | None:
    """Return a Cyrillic word without the ending of its case, None where none can be told."""
    tables, low = load_likeness(), written.casefold().replace("ё", "е")
    if not low.isalpha() or not all("а" <= c <= "я" for c in low):
        return None
    for ending in tables.endings:
        if low.endswith(ending) and len(low) - len(ending) >= tables.least:
            return romanise(low.removesuffix(ending))
    return romanise(low)
