"""Names in one plain alphabet, so that spellings of one name meet.

In: a name in any script. Out: `fold`, lower-case ASCII words; `slug`, the same as an id. Promise: pure, idempotent, the
same on every machine; the only module that imports anyascii. Folding brings spellings together; it never decides alone
that two parties are one.
"""

from __future__ import annotations

import re

from anyascii import anyascii

from anello.model import digest_of

_GAP = re.compile(r"[^a-z0-9]+")
_DROPPED = re.compile(r"['’‘`´.]")
"""Apostrophes and dots join what they stand between: "O'Reilly" is one word, "S.p.A." is "spa"."""


def fold(name: str) -> str:
    """Return a name as lower-case ASCII words: no accents, no punctuation, other scripts transliterated.

    >>> fold("Crédit Agricole S.p.A.")
    'credit agricole spa'
    """
    plain = name if name.isascii() else anyascii(name)
    return " ".join(_GAP.sub(" ", _DROPPED.sub("", plain).casefold()).split())


def slug(name: str) -> str:
    """Return the id that a name gives: its folded words joined by hyphens.

    A name without any letter or digit gets an id from its digest, so that two of them stay apart.

    >>> slug("Core Scientific, Inc.")
    'core-scientific-inc'
    """
    return fold(name).replace(" ", "-") or f"x-{digest_of('name', name)}"


_ROMAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
_ENDINGS = (("ий", "y"), ("ый", "y"), ("ой", "oi"), ("ей", "ei"), ("ай", "ai"))


def romanise(name: str) -> str:
    """Return a Cyrillic name as the English-language press writes it; what is in Latin letters stays.

    A simplified BGN/PCGN romanisation: no apostrophes, "ий" and "ый" at the end are "y", "е" is always "e".

    >>> romanise("Виталий Богданов")
    'Vitaly Bogdanov'
    """
    return " ".join("-".join(map(_roman_word, word.split("-"))) for word in name.split())


def _roman_word(word: str) -> str:
    if not any("а" <= c <= "я" or c in "ёіїєґў" for c in word.casefold()):
        return word
    low = (
        word.casefold()
        .replace("ё", "е")
        .replace("і", "и")
        .replace("ї", "и")
        .replace("є", "е")
        .replace("ґ", "г")
        .replace("ў", "у")
    )
    tail = next((roman for ending, roman in _ENDINGS if low.endswith(ending) and len(low) > len(ending)), "")
    stem = low[: -len(next(e for e, r in _ENDINGS if r == tail and low.endswith(e)))] if tail else low
    out = "".join(_ROMAN.get(c, c) for c in stem).replace("_", "") + tail
    if word.isupper() and len(word) > 1:
        return out.upper()
    return out[:1].upper() + out[1:] if word[:1].isupper() else out
