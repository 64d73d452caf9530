"""Two names side by side: "will SAP Celonis übernehmen", where nothing but the order of words tells them apart.

In: the mentions of an article. Out: the same, a name that runs over two parties cut in two. Promise: only in languages
whose verbs go before both parties (pack list `before_both`), only behind such a verb, only where the first word is the
whole name of a listed firm and the rest sounds like a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from anello.extract.nametokens import Token
from anello.extract.namewords import NameWords
from anello.lang.directory import Directory
from anello.lang.transliteration import slug
from anello.model import Mention


def cut_apart(
    mentions: Iterable[Mention], tokens: Sequence[Token], words: NameWords, directory: Directory
) -> Iterator[Mention]:
    """Yield the mentions, those that run over two parties as two."""
    number = {token.start: at for at, token in enumerate(tokens)}
    for mention in mentions:
        at = number.get(mention.start, 0)
        behind_verb = bool(words.before_both) and at > 0 and tokens[at - 1].low in words.before_both
        yield from _parts(mention, words, directory) if behind_verb and not mention.known else (mention,)


def _parts(mention: Mention, words: NameWords, directory: Directory) -> tuple[Mention, ...]:
    first, _, rest = mention.text.partition(" ")
    entry = directory.find_entry(first) if rest else None
    if entry is None or entry.kind != "organisation" or entry.ambiguous or not rest[0].isupper():
        return (mention,)
    if words.sounds_corporate(rest.split()) or not all(words.is_strange(word) for word in rest.split()):
        return (mention,)
    left = replace(mention, name=entry.name, id=entry.id, text=first, end=mention.start + len(first), known=True)
    start = mention.end - len(rest)
    return left, replace(mention, name=rest, id=slug(rest), text=rest, start=start)
