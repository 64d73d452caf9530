"""Words of a text as names see them: elided articles and possessives cut off, nouns told from names.

In: a text, the name words of its language. Out: tokens. Promise: linear in the text; where a language writes all nouns
with a capital, a noun is marked as one unless it is part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anello.extract.namewords import NameWords, holds
from anello.model import Mention

WORD = re.compile(r"[^\W\d_][\w’'.&-]*[\w]|[^\W\d_]|(?<!\d)\d+[A-ZА-Я]\w*", re.UNICODE)
DOMAIN = re.compile(r"[\w-]{2,}\.(?:com|org|net|ru|it|de|fr|es|uk|eu|io|ai|biz|info|tv|me)$", re.IGNORECASE)
CAMEL = re.compile(r"[a-z]{1,4}[A-Z]\w+")
APOSTROPHES = "'’"
LONGEST = 80
"""Letters of the longest word that is looked at; what is longer is no prose."""


@dataclass(slots=True, eq=False)
class Token:
    """A word; `possessive` if an 's was cut off, `known` the mention that covers it, `of_state` if it is "German".

    `noun` if the capital only tells a common noun.
    """

    text: str
    start: int
    end: int
    possessive: bool = False
    known: Mention | None = None
    of_state: bool = False
    noun: bool = False

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.casefold()

    def is_name_like(self) -> bool:
        """Tell whether the word is written as a name: a capital, an inner capital, a web address."""
        if self.noun:
            return False
        first = self.text[0]
        return first.isupper() or first.isdigit() or bool(CAMEL.match(self.text) or DOMAIN.match(self.text))


def read_tokens(text: str, words: NameWords) -> list[Token]:
    """Return the words of a text; elided articles, possessives and a glued sentence are cut off."""
    out: list[Token] = []
    for m in WORD.finditer(text):
        if m.end() - m.start() <= LONGEST:
            cut = _cut(m.group(), m.start(), words)
            out.extend(_cut_compound(cut, words) if words.capital_nouns else cut)
    if words.capital_nouns:
        for before, token in zip([None, *out], out, strict=False):
            named = before is not None and before.low in words.first_names
            token.noun = token.text[0].isupper() and not named and words.is_noun(token.text)
        _join_nouns(text, out, words)
    return out


def _cut_compound(tokens: Iterator[Token], words: NameWords) -> Iterator[Token]:
    """Cut a name off the noun that a hyphen joins it to: "DEME-Gruppe", "Helvetic-Eignerin"."""
    for token in tokens:
        head, hyphen, tail = token.text.rpartition("-")
        joined = hyphen and len(head) > 1 and head[0].isupper() and tail[:1].isupper()
        plain = not words.ends_firm(tail) and (words.is_noun(tail) or words.is_role(tail))
        if joined and (plain or tail.casefold() in words.generic_tails):
            yield Token(head, token.start, token.start + len(head))
            yield Token(tail, token.start + len(head) + 1, token.end, token.possessive)
        else:
            yield token


def _join_nouns(text: str, tokens: Sequence[Token], words: NameWords) -> None:
    """Take a noun for part of the name that it stands in: "Spedition Ahlers", "Glarner Kantonalbank"."""
    goes_on: set[int] = set()
    for i, token in enumerate(tokens):
        if not token.noun or words.is_role(token.text) or token.low in words.stop or token.low in words.common:
            continue
        after = tokens[i + 1] if i + 1 < len(tokens) and text[token.end : tokens[i + 1].start] == " " else None
        before = tokens[i - 1] if i and text[tokens[i - 1].end : token.start] == " " else None
        named = before is not None and before.text[0].isupper() and _introduces(before, words)
        capital = after is not None and after.text[0].isupper() and after.low not in words.stop
        strange = capital and after is not None and not after.noun
        corporate = words.heads_firm(token.text)
        if named or i in goes_on or (corporate and (strange or (before is not None and _is_proper(before, words)))):
            token.noun = False
            goes_on |= {i + 1} if capital and (named or i in goes_on) else set()
        elif (
            capital
            and after is not None
            and (words.ends_firm(after.text) or corporate or (after.noun and _are_one_name(tokens, i, words)))
        ):
            token.noun = words.is_role(after.text) and not words.ends_firm(after.text)
            goes_on |= {i + 1} if not token.noun else set()


def _introduces(before: Token, words: NameWords) -> bool:
    """Tell whether a noun says what the next word names: "Rivale Dyckerhoff", "Gründerin Lilo Haselböck"."""
    return words.is_role(before.text) or (before.noun and holds(words.titles, before.text))


def _are_one_name(tokens: Sequence[Token], i: int, words: NameWords) -> bool:
    """Tell whether two nouns in a row are one name: no measure, no object beside a dative."""
    return i > 0 and tokens[i].low not in words.measures and tokens[i - 1].low in words.bare_before


def _is_proper(before: Token, words: NameWords) -> bool:
    """Tell whether a word is a name or the adjective of a town: "Hamburger", "Glarner"."""
    town = before.text[0].isupper() and before.low.endswith("er") and not words.is_role(before.text)
    return town or (before.is_name_like() and before.low not in words.stop)


def _cut(word: str, start: int, words: NameWords) -> Iterator[Token]:
    for mark in APOSTROPHES:
        left, found, right = word.partition(mark)
        if found and left.casefold() in words.elisions and right:
            yield Token(left, start, start + len(left))
            yield from _cut(right, start + len(left) + 1, words)
            return
    left, _, right = word.rpartition(".")
    if len(left) > 1 and len(right) > 1 and right[0].isupper() and (left.islower() or right.casefold() in words.stop):
        yield Token(left, start, start + len(left))
        yield Token(right, start + len(left) + 1, start + len(word))
        return
    possessive = len(word) > 2 and word[-1] in "sSаыуе" and word[-2] in APOSTROPHES
    bare = word[:-2] if possessive else word
    yield Token(bare, start, start + len(bare), possessive)
