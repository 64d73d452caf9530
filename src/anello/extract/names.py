"""Names: every party, place, product and outlet that an article names.

In: a text, a language pack, the directory. Out: mentions, sorted and without overlap. Promise: the directory first, by
exact phrases; then the shape of what it does not list; then short forms of what was found; ambiguous words need the
right case and company. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anello.extract.phrases import PhraseMatcher
from anello.extract.shapes import WORD, find_shapes, name_words
from anello.lang import Language
from anello.lang.directory import Directory, Entry, case_matters
from anello.model import Mention

GLUED = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
PRECEDENCE = ("organisation", "fund", "project", "regulator", "state", "person", "product", "outlet", "place")


@dataclass(frozen=True, slots=True, eq=False)
class _Surfaces:
    matcher: PhraseMatcher
    ids: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4)
def _surfaces(directory: Directory) -> _Surfaces:
    """Compile the directory once: each surface with the entries that bear it, in order of precedence."""
    ids: dict[str, list[str]] = {}
    for surface, entry_id in directory.surfaces():
        if any(c.isupper() for c in surface):
            ids.setdefault(surface, []).append(entry_id)
            if not case_matters(surface, directory.entries[entry_id]) and not surface.isupper():
                ids.setdefault(surface.upper(), []).append(entry_id)
    ordered = {s: tuple(dict.fromkeys(sorted(i, key=lambda e: _rank(directory.entries[e])))) for s, i in ids.items()}
    matcher = PhraseMatcher(ordered)
    return _Surfaces(matcher, tuple(ordered[p] for p in matcher.phrases))


def _rank(entry: Entry) -> int:
    return PRECEDENCE.index(entry.kind) if entry.kind in PRECEDENCE else len(PRECEDENCE)


@lru_cache(maxsize=16)
def _descriptors(directory: Directory, code: str) -> tuple[PhraseMatcher, tuple[str, ...]]:
    pairs = {phrase.casefold(): entry_id for phrase, entry_id in directory.descriptors(code)}
    matcher = PhraseMatcher(pairs)
    return matcher, tuple(pairs[p] for p in matcher.phrases)


def find_mentions(text: str, language: Language, directory: Directory) -> tuple[Mention, ...]:
    """Return all mentions of a text, sorted by start; none overlap."""
    known = _known(text, language, directory)
    known += _governments(text, known, language, directory)
    known += _glued(text, known, language, directory)
    shaped = [
        _recognised(m, text, known, directory) for m in find_shapes(text, [(m.start, m.end) for m in known], language)
    ]
    short = _short_forms(text, known, shaped, directory)
    described = _described(text, language, directory)
    return tuple(_without_overlap([*known, *short, *shaped, *described]))


def _known(text: str, language: Language, directory: Directory) -> list[Mention]:
    surfaces = _surfaces(directory)
    found: list[tuple[int, int, str]] = []
    for start, end, number in surfaces.matcher.find(text):
        chosen = _choose(text, start, end, [directory.entries[i] for i in surfaces.ids[number]], language)
        if chosen is not None:
            found.append((start, end, chosen.id))
    mentions = [_as_mention(directory.entries[i], text, start, end) for start, end, i in found]
    return _without_overlap(mentions)


def _choose(text: str, start: int, end: int, entries: Sequence[Entry], language: Language) -> Entry | None:
    """Return the entry that a surface means here, or None where it is a common word or part of another name."""
    surface = text[start:end]
    if surface.islower() or _is_elision(text, end):
        return None
    entry = entries[0]
    if entry.ambiguous and " " not in surface and _belongs_to_longer(text, start, end, language):
        return None
    return entry


def _is_elision(text: str, end: int) -> bool:
    """Tell whether a surface is an article joined to the next word ("Dell'azienda")."""
    return (
        end + 1 < len(text)
        and text[end] in "'’"
        and text[end + 1].isalpha()
        and not text[end + 1 : end + 3].startswith("s ")
    )


def _belongs_to_longer(text: str, start: int, end: int, language: Language) -> bool:
    """Tell whether a capitalised neighbour makes an ambiguous word part of an unknown name: "Leonardo Rossi"."""
    words = name_words(language.code)
    before, after = text[max(start - 24, 0) : start], WORD.match(text, end + 1)
    last = WORD.findall(before)[-1:] if before.endswith(" ") else []
    if last and last[0][:1].isupper() and last[0].casefold() in words.first_names:
        return True
    if after is None or text[end : end + 1] != " " or not after.group()[:1].isupper():
        return False
    word = after.group().casefold()
    return word not in words.organisation_words and after.group() not in words.legal and word not in words.titles


@lru_cache(maxsize=16)
def _state_words(directory: Directory) -> dict[str, str]:
    return {word[: max(len(word) - ENDING, ENDING)]: state for word, state in directory.adjectives()}


@lru_cache(maxsize=16)
def _government_ids(directory: Directory) -> dict[str, str]:
    """Return the id of each state's government by the id of the state."""
    found = (e for e in directory.entries.values() if e.kind == "state" and e.id.endswith("-government"))
    return {e.parent: e.id for e in found if e.parent}


ENDING = 2
"""Letters that an adjective may lose or change when it agrees: "russo", "russa", "российского"."""


def _governments(text: str, known: Sequence[Mention], language: Language, directory: Directory) -> list[Mention]:
    """Find governments named by an adjective or a country: "il governo russo", "правительство Германии"."""
    nouns = language.names.get("government", ())
    if not nouns:
        return []
    states = {m.start: m for m in known if m.kind == "state"}
    out = []
    for found in re.finditer(rf"\b(?:{'|'.join(nouns)})\b", text, re.IGNORECASE):
        state, start, end = _state_beside(text, found.start(), found.end(), states, _state_words(directory))
        entry = directory.entries.get(_government_ids(directory).get(state or "", ""))
        if entry is not None:
            out.append(_as_mention(entry, text, start, end))
    return out


def _state_beside(
    text: str, start: int, end: int, states: dict[int, Mention], adjectives: dict[str, str]
) -> tuple[str | None, int, int]:
    """Return the state that a government word belongs to and the span of both."""
    before, after = list(WORD.finditer(text, max(start - 24, 0), start)), WORD.match(text, end + 1)
    for word in (before[-1] if before else None, after):
        if word is not None:
            low = word.group().casefold()
            state = adjectives.get(low[: max(len(low) - ENDING, ENDING)])
            if state is not None:
                return state, min(start, word.start()), max(end, word.end())
    owner = next((m for at, m in sorted(states.items()) if end < at <= end + 8), None)
    return (owner.id, start, owner.end) if owner is not None else (None, start, end)


def _glued(text: str, known: Sequence[Mention], language: Language, directory: Directory) -> list[Mention]:
    """Find a known name glued to its neighbour by bad typesetting: "The InformationOpenAI would"."""
    out: list[Mention] = []
    covered = {m.start for m in known}
    for word in WORD.finditer(text):
        if word.start() in covered or not GLUED.search(word.group()):
            continue
        for cut in GLUED.finditer(word.group()):
            at = word.start() + cut.start()
            right = directory.find_entry(text[at : word.end()])
            if right is None or right.kind not in ("organisation", "fund") or text[at : word.end()][:1].islower():
                continue
            out.append(_as_mention(right, text, at, word.end()))
            left_start = max((m.end() for m in re.finditer(r"(?:^|[.,;:]\s|\n|\b[a-z]+\s)", text[:at])), default=0)
            left = directory.find_entry(text[left_start:at])
            if left is not None:
                out.append(_as_mention(left, text, left_start, at))
            break
    return out


def _recognised(m: Mention, text: str, known: Sequence[Mention], directory: Directory) -> Mention:
    """Give a shaped name the identity that the directory, or a known acronym in brackets behind it, tells."""
    entry = directory.find_entry(m.text)
    if entry is not None:
        return _as_mention(entry, text, m.start, m.end)
    if text[m.end : m.end + 2] == " (":
        inside = next((k for k in known if k.start == m.end + 2 and text[k.end : k.end + 1] == ")"), None)
        if inside is not None and inside.kind in ("organisation", "fund", "state", "regulator"):
            return Mention(inside.name, inside.id, m.text, m.start, m.end, inside.kind, True)
    return m


def _short_forms(text: str, known: Sequence[Mention], shaped: Sequence[Mention], directory: Directory) -> list[Mention]:
    """Link a surname alone, or an acronym in brackets, to the known party it stands for."""
    persons = {m.name.split()[-1]: m for m in known if m.kind == "person" and " " in m.name}
    out: list[Mention] = []
    for m in shaped:
        whole = persons.get(m.name)
        if whole is not None:
            out.append(Mention(whole.name, whole.id, m.text, m.start, m.end, "person", True))
            continue
        if m.text.isupper() and text[m.start - 1 : m.start] == "(" and text[m.end : m.end + 1] == ")":
            before = next((k for k in reversed(known) if 0 <= m.start - k.end <= 3), None)
            if before is not None and before.kind in ("organisation", "fund", "regulator"):
                out += _all_of(text, m.text, before)
    return out


def _all_of(text: str, acronym: str, party: Mention) -> list[Mention]:
    pattern = re.compile(rf"\b{re.escape(acronym)}\b")
    return [
        Mention(party.name, party.id, acronym, f.start(), f.end(), party.kind, True) for f in pattern.finditer(text)
    ]


def _described(text: str, language: Language, directory: Directory) -> list[Mention]:
    matcher, ids = _descriptors(directory, language.code)
    lowered = text.casefold()
    if len(lowered) != len(text):
        lowered = text.lower() if len(text.lower()) == len(text) else text
    return [_as_mention(directory.entries[ids[n]], text, start, end) for start, end, n in matcher.find(lowered)]


def _as_mention(entry: Entry, text: str, start: int, end: int) -> Mention:
    return Mention(entry.name, entry.id, text[start:end], start, end, entry.kind, True)


def _without_overlap(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep the longest of overlapping mentions, the first given of equals."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, m.start - m.end)):
        if kept and m.start < kept[-1].end:
            if m.end - m.start > kept[-1].end - kept[-1].start:
                kept[-1] = m
            continue
        kept.append(m)
    return kept
