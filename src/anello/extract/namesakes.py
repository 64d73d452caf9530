"""Namesakes: two firms of one name, told apart by what an article says of them.

In: the mentions of an article. Out: the same, with those of a listed party that the article means otherwise replaced.
Promise: only short names that others bear too (`Entry.ambiguous`); only where the article never gives the listed party
an unmistakable name, and either names a longer one first ("Delta Electronics ... Delta") or calls the firm one of
another country right beside its name ("Orange, the Californian maker"). In doubt the listed party stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from anello.extract.governments import state_of_adjective
from anello.extract.nametokens import Token
from anello.extract.namewords import NameWords, holds
from anello.lang.directory import Directory, Entry
from anello.lang.transliteration import slug
from anello.model import Mention

BESIDE, WITHIN = 3, 8
"""Words of a description in which the country must stand, and in which a word for a part of a firm takes it back."""


def tell_apart(
    mentions: Sequence[Mention], tokens: Sequence[Token], text: str, words: NameWords, directory: Directory
) -> list[Mention]:
    """Return the mentions, those of namesakes of listed parties under their own name."""
    instead: dict[str, Mention] = {}
    for entry, short in _in_doubt(mentions, directory):
        other = _longer(entry, short, mentions, tokens, text, words, directory) or _abroad(
            entry, short, tokens, text, words, directory
        )
        if other is not None:
            instead[entry.id] = other
    return [_renamed(m, instead.get(m.id)) if m.known else m for m in mentions]


def _renamed(mention: Mention, other: Mention | None) -> Mention:
    if other is None:
        return mention
    return replace(mention, name=other.name, id=other.id, kind=other.kind, known=other.known)


def _in_doubt(mentions: Sequence[Mention], directory: Directory) -> Iterator[tuple[Entry, list[Mention]]]:
    """Yield the ambiguous firms that an article names by one and the same word only."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        entry = directory.entries.get(mention.id) if mention.known else None
        if entry is not None and entry.ambiguous and entry.kind == "organisation":
            found[mention.id].append(mention)
    for party, named in found.items():
        if len({m.text.casefold() for m in named}) == 1 and " " not in named[0].text and named[0].text[0].isupper():
            yield directory.entries[party], named


def _longer(
    entry: Entry,
    short: Sequence[Mention],
    mentions: Iterable[Mention],
    tokens: Sequence[Token],
    text: str,
    words: NameWords,
    directory: Directory,
) -> Mention | None:
    """Return the one firm with a longer name that the article names first, if it is no part of the listed one.

    Where the short word is the usual name of the listed party ("Meta"), the longer one has to be of another country.
    """
    fits: dict[str, Mention] = {}
    for mention in mentions:
        if mention.id != entry.id and mention.kind == "organisation" and mention.text.startswith(short[0].text + " "):
            listed = directory.entries.get(mention.id)
            if listed is None or listed.parent != entry.id:
                fits.setdefault(mention.id, mention)
    if len(fits) != 1:
        return None
    (other,) = fits.values()
    if other.start > min(m.start for m in short):
        return None
    if entry.name.casefold() == short[0].text.casefold():
        found = _countries([other], tokens, text, words, directory)
        return other if found and not _at_home(entry, found) else None
    return other


def _abroad(
    entry: Entry, short: Sequence[Mention], tokens: Sequence[Token], text: str, words: NameWords, directory: Directory
) -> Mention | None:
    """Return the firm of another country that the article means, called after it: "Orange (United States)"."""
    found = _countries(short, tokens, text, words, directory)
    if entry.country is None or len(found) != 1 or _at_home(entry, found):
        return None
    (country,) = found
    name = f"{short[0].text} ({_states_by_country(directory).get(country, country)})"
    return replace(short[0], name=name, id=slug(name), known=False)


def _at_home(entry: Entry, countries: set[str]) -> bool:
    return not countries.isdisjoint((entry.country, *entry.homes))


def _countries(
    named: Iterable[Mention], tokens: Sequence[Token], text: str, words: NameWords, directory: Directory
) -> set[str]:
    """Return the countries that stand in the descriptions right before and right behind some mentions."""
    at = {token.start: number for number, token in enumerate(tokens)}
    found = set[str]()
    for mention in named:
        first = at.get(mention.start)
        if first is None:
            continue
        last = next((n for n in range(first, len(tokens)) if tokens[n].end >= mention.end), first) + 1
        before = tokens[first - 1 : first] if first and text[tokens[first - 1].end : mention.start].isspace() else ()
        for token in (*before, *_apposition(tokens, last, text, mention.end, words)):
            country = _country_of(token, directory)
            if country is not None:
                found.add(country)
    return found


def _apposition(tokens: Sequence[Token], last: int, text: str, end: int, words: NameWords) -> Sequence[Token]:
    """Return the first words of the description behind a name, none where it is a part of the firm or a clause."""
    if last >= len(tokens) or text[end : tokens[last].start].strip("»”\"’' ") != ",":
        return ()
    behind: list[Token] = []
    for token in tokens[last : last + WITHIN]:
        if behind and any(mark in text[behind[-1].end : token.start] for mark in ",.;:\n"):
            break
        behind.append(token)
    if words.articles and behind and behind[0].low not in words.articles and behind[0].low not in words.definite:
        behind = behind if _is_adjective(behind[0], words) else []
    if any(holds(words.unit_words, token.text) for token in behind):
        return ()
    return behind[:BESIDE]


def _is_adjective(token: Token, words: NameWords) -> bool:
    """Tell whether a description may begin with this word without an article: "Orange, Finnish maker of"."""
    return token.of_state or words.is_role(token.text)


def _country_of(token: Token, directory: Directory) -> str | None:
    """Return the country that a word names by an adjective or a place: "Finnish", "California", "Milan-based"."""
    if token.known is not None:
        entry = directory.entries.get(token.known.id)
    elif "-" in token.text:
        entry = directory.find_entry(token.text.partition("-")[0])
    else:
        entry = directory.entries.get((state_of_adjective(token.text, directory) if token.of_state else None) or "")
    return entry.country if entry is not None and entry.kind in ("place", "state") else None


@lru_cache(maxsize=4)
def _states_by_country(directory: Directory) -> Mapping[str, str]:
    """Return the name of the state for each code of a country."""
    found: dict[str, str] = {}
    for entry in directory.entries.values():
        if entry.kind == "state" and entry.country and entry.adjectives:
            found.setdefault(entry.country, entry.name)
    return found
