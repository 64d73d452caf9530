"""Families as parties: "the Vardakis family", "la famiglia Bozon", "семья Амбани".

In: the mentions of a text, its tokens, the family words of the language. Out: mentions in which a surname beside such a
word is the family. Promise: nothing else changes; linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from anello.extract.morphology import is_cyrillic, nominative
from anello.extract.nametokens import Token
from anello.extract.namewords import NameWords, holds
from anello.lang.transliteration import romanise, slug
from anello.model import Mention

KINDS = frozenset({"organisation", "person", "place"})


def as_families(mentions: Sequence[Mention], tokens: Sequence[Token], text: str, words: NameWords) -> Iterator[Mention]:
    """Yield the mentions; an unlisted name beside a family word covers both and is called "X family"."""
    starts = {t.start: i for i, t in enumerate(tokens)}
    ends = {t.end: i for i, t in enumerate(tokens)}
    for m in mentions:
        first, last = starts.get(m.start), ends.get(m.end)
        if (m.known and m.kind != "person") or m.kind not in KINDS or first is None or last is None:
            yield m
            continue
        before = tokens[first - 1] if first and text[tokens[first - 1].end : m.start] == " " else None
        after = tokens[last + 1] if last + 1 < len(tokens) and text[m.end : tokens[last + 1].start] == " " else None
        if before is not None and holds(words.family_before, before.text):
            yield _family(m, text, before.start, m.end)
        elif after is not None and holds(words.family_after, after.text) and not tokens[last].possessive:
            yield _family(m, text, m.start, after.end)
        else:
            yield m


def _family(m: Mention, text: str, start: int, end: int) -> Mention:
    surname = nominative(m.text) if is_cyrillic(m.text) and " " not in m.text else m.text
    name = f"{romanise(surname)} family"
    return replace(m, name=name, id=slug(name), text=text[start:end], start=start, end=end, kind="person", known=False)
