"""Dictionaries: whether a word is a common word of a language.

In: a word, the code of a language as a pack gives it. Out: yes or no. Promise: the only module that imports simplemma;
answers are cached; a language without a dictionary knows no word.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def is_listed_word(word: str, codes: frozenset[str]) -> bool:
    """Tell whether the dictionary of one of the languages lists a word, in small letters."""
    from simplemma import is_known

    low = word.casefold() if "ß" not in word else word.lower()
    return any(is_known(low, lang=code) for code in codes)


PART = 4
"""Letters that each part of a compound has at least."""


@lru_cache(maxsize=20_000)
def is_noun_word(word: str, codes: frozenset[str]) -> bool:
    """Tell whether a word is listed, or is two listed words in one, with or without an "s" between them."""
    if is_listed_word(word, codes):
        return True
    low = word.lower()
    for at in range(PART, len(low) - PART + 1):
        head = low[:at]
        known = is_listed_word(low[at:], codes)
        if known and (is_listed_word(head, codes) or (head[-1] == "s" and is_listed_word(head[:-1], codes))):
            return True
    return False
