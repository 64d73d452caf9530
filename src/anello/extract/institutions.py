"""Institutions whose names go on in lower case: "Федеральная служба по надзору", "Американская ассоциация издателей".

In: tokens of a text in a language that inflects, the name words. Out: mentions in the base form. Promise: a name begins
with a capital and holds a noun that heads such names; adjectives before it and a genitive after it belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from anello.extract.morphology import (
    agreeing,
    base_form,
    is_adjective,
    is_common,
    is_cyrillic,
    is_genitive,
    nominative,
    singular_base,
)
from anello.extract.nametokens import Token
from anello.extract.namewords import NameWords
from anello.lang.transliteration import romanise, slug
from anello.model import Mention

ADJECTIVES_BEFORE = 3
WORDS_AFTER = 4
MIN_WORDS = 3
"""Words that an institution needs at the start of a sentence, where the capital proves nothing."""


def find_institutions(
    text: str, tokens: Sequence[Token], words: NameWords, adjectives: frozenset[str]
) -> list[Mention]:
    """Return the institutions named; `adjectives` are those that can open a sentence as part of a name."""
    out: list[Mention] = []
    i = 0
    while i < len(tokens):
        found = _institution(text, tokens, i, words, adjectives)
        if found is None:
            i += 1
            continue
        head, last = found
        name = romanise(_base(tokens, i, head, last))
        start, end = tokens[i].start, tokens[last - 1].end
        out.append(Mention(name, slug(name), text[start:end], start, end))
        i = last
    return out


def _institution(
    text: str, tokens: Sequence[Token], i: int, words: NameWords, adjectives: frozenset[str]
) -> tuple[int, int] | None:
    """Return (place of the head, end) of the institution that begins at word i, or None."""
    first = tokens[i]
    if first.known is not None or not first.text[0].isupper() or not is_cyrillic(first.text) or first.text.isupper():
        return None
    head = i
    while (
        head < min(i + ADJECTIVES_BEFORE, len(tokens) - 1)
        and _spaced(text, tokens, head)
        and is_adjective(tokens[head].text)
    ):
        head += 1
    base = singular_base(tokens[head].text)
    if tokens[head].known is not None or base is None:
        return None
    if head > i and base in words.firm_heads and base not in words.heads and not first.of_state:
        return None if _opens(text, first) and is_common(first.text) else (head, head + 1)
    if base not in words.heads:
        return None
    last = _tail(text, tokens, head, words)
    if head == i and (last < head + 2 or _phrase(tokens, i, last) in words.not_names):
        return None
    official = head > i and (first.of_state or base_form(first.text) in adjectives)
    if official and last < i + MIN_WORDS and _opens(text, first):
        return None
    return (head, last) if official or not _opens(text, first) else None


def _phrase(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(base_form(t.low) for t in tokens[first:last])


def _spaced(text: str, tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and text[tokens[at].end : tokens[at + 1].start] in (" ", "\u00a0")


def _tail(text: str, tokens: Sequence[Token], head: int, words: NameWords) -> int:
    """Return the end of the genitive, or of the phrase with a joining preposition, after the head."""
    last = head + 1
    at = last
    while at < min(head + 1 + WORDS_AFTER, len(tokens)) and _spaced(text, tokens, at - 1) and tokens[at].known is None:
        if tokens[at].low in words.joiners:
            at += 1
            continue
        joined = at > last and tokens[at - 1].low in words.joiners
        if joined and is_adjective(tokens[at].text) and _spaced(text, tokens, at):
            at += 1
        elif not joined and not is_genitive(tokens[at].text):
            break
        at += 1
        last = at
    return last


def _opens(text: str, token: Token) -> bool:
    before = text[max(token.start - 3, 0) : token.start].rstrip(' \u00a0«"(')
    return not before or before[-1] in ".!?\n:"


def _base(tokens: Sequence[Token], first: int, head: int, last: int) -> str:
    noun = nominative(tokens[head].text.casefold())
    before = [agreeing(t.text, tokens[head].text) for t in tokens[first:head]]
    whole = [*before, noun, *(t.text for t in tokens[head + 1 : last])]
    whole[0] = whole[0][:1].upper() + whole[0][1:]
    return " ".join(whole)
