"""The base form of a name as one article writes it.

In: the tokens of a text, the words of a name. Out: the name in the nominative, in one alphabet, without its legal form.
Promise: forms that the article itself shows decide between readings ("Яндекса" is "Яндекс" where the text says so);
what no reading explains stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from anello.extract.morphology import (
    base_candidates,
    is_cyrillic,
    is_listed,
    name_class,
    nominative,
    person_nominative,
)
from anello.extract.nametokens import Token
from anello.extract.namewords import NameWords

LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
INDECLINABLE = "иоеэю"
"""Endings of unlisted foreign names that do not inflect: "Сяоми", "Теле"."""
PERSON_WORDS = 3
ACRONYM = re.compile(r"([А-ЯЁ]{2,})(?:а|у|ом|е|ы|ов|ам|ами|ах|и|ой)$")
"""An acronym that takes endings: "МАЗу"."""


class BaseForms:
    """Base forms within one article."""

    def __init__(self, tokens: Sequence[Token], words: NameWords) -> None:
        self.words = words
        capital = [t.text for t in tokens if t.text[0].isupper()]
        self.seen = frozenset(capital) | {part for word in capital if "-" in word for part in word.split("-")}

    def base_of(self, group: Sequence[str], *, inflected: bool = True) -> str:
        """Return the base form of a name; not inflected is what stands in quotation marks after its role noun."""
        bare = self._without_legal(group)
        straight = [one_script(w, self.seen) for w in bare]
        if not inflected or not all(is_cyrillic(w) for w in straight):
            return " ".join(straight)
        if 1 < len(straight) <= PERSON_WORDS and name_class(straight[0]) == "given":
            return " ".join(person_nominative(tuple(straight)))
        return " ".join(self._word(w) for w in straight)

    def _without_legal(self, group: Sequence[str]) -> Sequence[str]:
        last = len(group)
        while last > 1 and (self.words.is_legal(group[last - 1].rstrip(",")) or group[last - 1] == "&"):
            last -= 1
        first = 0
        while first < last - 1 and self.words.is_legal(group[first]):
            first += 1
        return group[first:last]

    def _word(self, word: str) -> str:
        if len(word) > 1 and word[1:] == word[1:].upper():
            return word
        acronym = ACRONYM.match(word)
        if acronym:
            return acronym.group(1)
        known = [c for c in base_candidates(word) if c != word and c in self.seen]
        if known:
            return known[0]
        if not is_listed(word) and word[-1] in INDECLINABLE:
            return word
        return nominative(word)


def one_script(word: str, seen: frozenset[str]) -> str:
    """Return a word that is typed partly, or against the rest of the text wholly, in letters that only look Latin."""
    if not is_cyrillic(word):
        return word
    if "-" in word:
        return "-".join(one_script(part, seen) for part in word.split("-"))
    latin = word.translate(LOOKALIKES)
    mixed = any(c.isascii() and c.isalpha() for c in word)
    return latin if not is_cyrillic(latin) and (mixed or (word.isupper() and latin in seen)) else word


def in_one_script(text: str, tokens: Sequence[Token]) -> str:
    """Return the text with the words repaired that mix two alphabets; no offset moves."""
    seen = frozenset(t.text for t in tokens if t.text.isascii())
    repaired = [(t, one_script(t.text, seen)) for t in tokens if not t.text.isascii()]
    changed = [(t, word) for t, word in repaired if word != t.text]
    out, at = [], 0
    for token, word in changed:
        out += [text[at : token.start], word]
        at = token.end
    return "".join([*out, text[at:]]) if changed else text
