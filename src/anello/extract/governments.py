"""Public bodies that a text names by what they do and whose they are: "il governo russo", "the government", "Минфин".

In: a text, its tokens with the known mentions noted, a language pack, the directory. Out: mentions. Promise: a body is
named only where its state is known: from the adjective or the state beside it, else from the state that the text is
about; which words mean which body is data, and which body a state has is the directory's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anello.extract.longnames import SENTENCE_END
from anello.extract.morphology import base_form, is_cyrillic
from anello.extract.nametokens import Token
from anello.lang import Language
from anello.lang.directory import Directory, Entry
from anello.model import Mention

ENDING = 2
"""Letters that an adjective may lose or change when it agrees: "russo", "russa", "russi"."""
STEM = 4
OFFICES = ("ministry", "department", "treasury")
GOVERNMENT = "government"
AIR_FORCE = "air force"
MAX_PHRASE = 5
LOOK_BACK = 60
"""Words before a body in which the state that it belongs to may be named."""
REACH = 3
"""Words after a body in which its state may stand: "правительство Федеративной Республики Германия"."""


@dataclass(frozen=True, slots=True, eq=False)
class _States:
    adjectives: Mapping[str, str]
    bodies: Mapping[tuple[str, str], str]


@lru_cache(maxsize=4)
def _states(directory: Directory) -> _States:
    adjectives: dict[str, str] = {}
    for word, state in directory.adjectives():
        adjectives.setdefault(word, state)
        adjectives.setdefault(_stem(word), state)
    bodies: dict[tuple[str, str], str] = {}
    for entry in directory.entries.values():
        for state, sector in _offices(entry):
            bodies.setdefault((state, sector), entry.id)
    return _States(adjectives, bodies)


def _offices(entry: Entry) -> list[tuple[str, str]]:
    """Return (state or country code, body) of an entry that is the office of a state."""
    if entry.kind == "state" and entry.id.endswith("-" + GOVERNMENT) and entry.parent:
        return [(entry.parent, GOVERNMENT)]
    if entry.country and entry.kind == "state" and AIR_FORCE in entry.name.casefold():
        return [(entry.country, AIR_FORCE)]
    if entry.sector and any(word in entry.name.casefold() for word in OFFICES) and entry.country:
        return [(entry.country, entry.sector)]
    if entry.sector == "central bank" and entry.country and "federal reserve bank" not in entry.name.casefold():
        return [(entry.country, entry.sector)]
    return []


def _stem(word: str) -> str:
    return word[: max(len(word) - ENDING, STEM)]


@lru_cache(maxsize=16)
def _phrases(code: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[tuple[str, ...], str]:
    return {tuple(phrase.casefold().split()): body for body, phrases in table for phrase in phrases}


def body_phrases(language: Language) -> Mapping[tuple[str, ...], str]:
    """Return the words of each phrase that means a public body, with the body's sector."""
    table = language.names.get("bodies", {})
    return _phrases(language.code, tuple((body, tuple(found)) for body, found in sorted(table.items())))


def find_bodies(text: str, tokens: Sequence[Token], language: Language, directory: Directory) -> list[Mention]:
    """Return the public bodies that a text names by function and state."""
    states = frozenset(str(w) for w in language.names.get("state_words", ()))
    alone: dict[tuple[str, ...], str] = {(word,): GOVERNMENT for word in states}
    phrases = {**body_phrases(language), **alone}
    firsts = {p[0] for p in phrases}
    definite = frozenset(str(w).casefold() for w in language.names.get("definite", ()))
    out: list[Mention] = []
    last_government: str | None = None
    usual = _usual_state(tokens, language, directory)
    for i, token in enumerate(tokens):
        if token.known is not None:
            if token.known.id.endswith("-" + GOVERNMENT):
                last_government = _state_of(token.known.id, directory)
            continue
        if token.low not in firsts:
            continue
        length, body = _longest(tokens, i, phrases)
        if not length or any(t.known is not None for t in tokens[i : i + length]):
            continue
        state, first, last = _owner(text, tokens, i, i + length, directory)
        if state is None and token.low in states and (not token.text[0].isupper() or not definite):
            continue
        if state is None and _may_stand_alone(text, tokens, i, i + length, body, definite):
            state = last_government or _state_before(text, tokens, i, directory) or usual
        entry = _entry(state, body, directory)
        if entry is not None:
            start, end = tokens[first].start, tokens[last - 1].end
            out.append(Mention(entry.name, entry.id, text[start:end], start, end, entry.kind, True))
            last_government = state if body == GOVERNMENT else last_government
    return out


def mark_states(tokens: Sequence[Token], language: Language, directory: Directory) -> None:
    """Note at each word whether it is the adjective of a state."""
    capital = bool(language.names.get("capital_adjectives", True))
    for token in tokens:
        if token.known is None and len(token.text) > STEM and (token.text[0].isupper() or not capital):
            token.of_state = state_of_adjective(token.text, directory) is not None


def _longest(tokens: Sequence[Token], i: int, phrases: Mapping[tuple[str, ...], str]) -> tuple[int, str]:
    for length in range(min(MAX_PHRASE, len(tokens) - i), 0, -1):
        body = phrases.get(tuple(t.low for t in tokens[i : i + length]))
        if body is not None:
            return length, body
    return 0, ""


def _state_of(government: str, directory: Directory) -> str | None:
    entry = directory.entries.get(government)
    return entry.parent if entry is not None else None


def _entry(state: str | None, body: str, directory: Directory) -> Entry | None:
    """Return the entry of the body of a state, or None where the directory has none."""
    if state is None:
        return None
    country = directory.entries[state].country if state in directory.entries else None
    bodies = _states(directory).bodies
    found = bodies.get((state, body)) or bodies.get((country or "", body))
    return directory.entries[found] if found else None


def state_of_adjective(word: str, directory: Directory) -> str | None:
    """Return the id of the state that an adjective belongs to, in any form of the adjective."""
    adjectives = _states(directory).adjectives
    low = word.casefold()
    exact = adjectives.get(low) or adjectives.get(base_form(low))
    if exact is not None or is_cyrillic(low) or len(low) <= STEM:
        return exact
    return adjectives.get(_stem(low))


def _owner(
    text: str, tokens: Sequence[Token], first: int, last: int, directory: Directory
) -> tuple[str | None, int, int]:
    """Return the state that stands beside the words [first, last), and the words that name body and state."""
    if first and _touch(text, tokens, first - 1, first):
        before = tokens[first - 1]
        if before.known is not None and before.known.kind == "state" and not before.known.id.endswith(GOVERNMENT):
            return before.known.id, _start_of(tokens, first - 1), last
        state = state_of_adjective(before.text, directory)
        if state is not None:
            return state, first - 1, last
    for at in range(last, min(last + REACH, len(tokens))):
        if not _touch(text, tokens, at - 1, at):
            break
        known = tokens[at].known
        if known is not None:
            if known.kind != "state" or known.id.endswith(GOVERNMENT):
                break
            return known.id, first, _end_of(tokens, at)
        state = state_of_adjective(tokens[at].text, directory)
        if state is not None and at == last:
            return state, first, at + 1
        if tokens[at].text[0].isupper():
            break
    return None, first, last


def _touch(text: str, tokens: Sequence[Token], left: int, right: int) -> bool:
    return len(text[tokens[left].end : tokens[right].start].strip(" \u00a0'’")) == 0 or tokens[left].possessive


def _start_of(tokens: Sequence[Token], at: int) -> int:
    while at and tokens[at - 1].known is tokens[at].known:
        at -= 1
    return at


def _end_of(tokens: Sequence[Token], at: int) -> int:
    known = tokens[at].known
    while at < len(tokens) and tokens[at].known is known:
        at += 1
    return at


def _may_stand_alone(
    text: str, tokens: Sequence[Token], first: int, last: int, body: str, definite: frozenset[str]
) -> bool:
    """Tell whether a body without its state is a party here: "the government said", not "a government plan"."""
    named = tokens[first].text[0].isupper()
    if definite:
        before = tokens[first - 1].low if first else ""
        if before not in definite:
            return named and last - first > 1
    elif is_other_body(text, tokens, last):
        return False
    after = tokens[last] if last < len(tokens) and _touch(text, tokens, last - 1, last) else None
    return after is None or not after.text[0].isupper() or after.known is not None


def is_other_body(text: str, tokens: Sequence[Token], last: int) -> bool:
    """Tell whether a capitalised word follows, so that the body is a town's or a region's."""
    return (
        last < len(tokens) and tokens[last].text[0].isupper() and text[tokens[last - 1].end : tokens[last].start] == " "
    )


def _state_before(text: str, tokens: Sequence[Token], at: int, directory: Directory) -> str | None:
    """Return the state named last before a body, one in its own sentence first."""
    named: list[str] = []
    for i in range(at - 1, max(at - LOOK_BACK, -1), -1):
        found = _state_at(tokens[i], directory)
        if found is not None:
            named.append(found)
        if named and i and any(c in SENTENCE_END for c in text[tokens[i - 1].end : tokens[i].start]):
            break
    return named[0] if named else None


def _usual_state(tokens: Sequence[Token], language: Language, directory: Directory) -> str | None:
    """Return the state that a text names most, or the home of its press where none is named twice."""
    home = language.names.get("home")
    counted = Counter(s for s in (_state_at(t, directory) for t in tokens) if s is not None)
    best = counted.most_common(1)[0] if counted else (None, 0)
    return best[0] if best[1] > 1 or not home else str(home)


def _state_at(token: Token, directory: Directory) -> str | None:
    if token.known is not None:
        known = token.known
        if known.kind == "state" and f"{known.id}" in directory.entries:
            entry = directory.entries[known.id]
            return entry.parent if known.id.endswith(GOVERNMENT) else (known.id if entry.adjectives else None)
        return None
    return state_of_adjective(token.text, directory) if token.of_state else None
