"""Names: every party, place, product and outlet that an article names.

In: a text, a language pack, the directory. Out: mentions, sorted and without overlap. Promise: the directory first, by
exact phrases; then public bodies by function and state; then the shape of what it does not list; then short forms of
what was found. Ambiguous words need the right case and company. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from anello.extract.baseforms import in_one_script
from anello.extract.datelines import find_datelines
from anello.extract.families import as_families
from anello.extract.governments import find_bodies, mark_states
from anello.extract.institutions import find_institutions
from anello.extract.longnames import SENTENCE_END
from anello.extract.morphology import is_cyrillic, nominative
from anello.extract.namesakes import tell_apart
from anello.extract.namesigns import Span
from anello.extract.nametokens import Token, read_tokens
from anello.extract.namewords import NameWords, name_words
from anello.extract.phrases import PhraseMatcher
from anello.extract.runs import covers, headline_spans, mark_known
from anello.extract.shapes import find_marks, find_shapes
from anello.extract.shortforms import initials
from anello.extract.sidebyside import cut_apart
from anello.extract.tagger import NameModels, load_name_models
from anello.lang import Language
from anello.lang.directory import Directory, Entry, case_matters
from anello.model import Mention

GLUED = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
PRECEDENCE = ("organisation", "fund", "project", "regulator", "state", "person", "product", "outlet", "place")
BODIES = frozenset({"organisation", "fund", "regulator", "state"})
NEAR = 24
SPELT = {"&": (" and ",)}
"""How a sign inside a name may be spelt out."""


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
            for spelt in _spacings(surface):
                ids.setdefault(spelt, []).append(entry_id)
            if not case_matters(surface, directory.entries[entry_id]) and not surface.isupper():
                ids.setdefault(surface.upper(), []).append(entry_id)
    ordered = {s: tuple(dict.fromkeys(sorted(i, key=lambda e: _rank(directory.entries[e])))) for s, i in ids.items()}
    matcher = PhraseMatcher(ordered)
    return _Surfaces(matcher, tuple(ordered[p] for p in matcher.phrases))


def _spacings(surface: str) -> Sequence[str]:
    """Return a surface with the spacings that bad typesetting gives it: "Rolls- Royce", "AT & T"."""
    for mark in "-&":
        left, found, right = surface.partition(mark)
        if found and left.strip() and right.strip():
            left, right = left.strip(), right.strip()
            return list(
                dict.fromkeys(
                    (surface, *(left + m + right for m in (mark, mark + " ", " " + mark + " ", *SPELT.get(mark, ()))))
                )
            )
    return (surface,)


def _rank(entry: Entry) -> int:
    return PRECEDENCE.index(entry.kind) if entry.kind in PRECEDENCE else len(PRECEDENCE)


@lru_cache(maxsize=16)
def _descriptors(directory: Directory, code: str) -> tuple[PhraseMatcher, tuple[str, ...]]:
    pairs = {phrase.lower(): entry_id for phrase, entry_id in directory.descriptors(code)}
    matcher = PhraseMatcher(pairs, folded=True)
    return matcher, tuple(pairs[p] for p in matcher.phrases)


@lru_cache(maxsize=16)
def _blocked(code: str) -> PhraseMatcher:
    return PhraseMatcher(name_words(code).not_names, folded=True)


def find_mentions(
    text: str, language: Language, directory: Directory, models: NameModels | None = None
) -> tuple[Mention, ...]:
    """Return all mentions of a text, sorted by start; none overlap, the longest wins. The shipped models by default."""
    words = name_words(language.code)
    tokens = read_tokens(text, words)
    known = _listed(text, tokens, words, language, directory)
    starts = {m.start: m for m in known}
    shaped = [
        _identified(m, text, starts) for m in find_shapes(text, tokens, words, directory, models or load_name_models())
    ]
    linked = _without_overlap([*known, *_short_forms(text, known, shaped)])
    found = _without_overlap(as_families([m for m in linked if m.kind], tokens, text, words))
    return tuple(tell_apart([*cut_apart(found, tokens, words, directory)], tokens, text, words, directory))


def read_marked(text: str, language: Language, directory: Directory) -> tuple[list[Token], NameWords, list[Span]]:
    """Return the words of a text with the known mentions noted, and what the rules alone take for names."""
    words = name_words(language.code)
    tokens = read_tokens(text, words)
    _listed(text, tokens, words, language, directory)
    return tokens, words, find_marks(text, tokens, words)


def _listed(
    text: str, tokens: Sequence[Token], words: NameWords, language: Language, directory: Directory
) -> list[Mention]:
    """Return what the directory and the lists of public bodies name, and note it at the words."""
    known = [*_nothing(text, language), *_known(text, tokens, words, directory)]
    known = _whole(_without_overlap([*find_datelines(text), *known]), text)
    known = _without_overlap([*known, *_glued(text, tokens, known, directory), *_described(text, language, directory)])
    mark_known(tokens, known)
    mark_states(tokens, language, directory)
    known = _without_overlap([*known, *find_bodies(text, tokens, language, directory)])
    mark_known(tokens, known)
    official = frozenset(str(w) for w in language.names.get("official_adjectives", ()))
    known = _without_overlap([*known, *(find_institutions(text, tokens, words, official) if official else ())])
    mark_known(tokens, known)
    return known


def _nothing(text: str, language: Language) -> list[Mention]:
    """Return phrases that name no party as mentions without a kind, so that nothing is found inside them."""
    found = _blocked(language.code).find(text)
    return [Mention("", "", text[s:e], s, e, "") for s, e, _ in found if text[s].isupper()]


def _whole(known: Sequence[Mention], text: str) -> list[Mention]:
    """Drop known names that are but a part of a quoted or hyphenated one: «ВТБ Лизинг», «Орион-Сибирь»."""
    quoted = [(m.start(1), m.end(1)) for m in GUILLEMETS.finditer(text) if is_cyrillic(text)]
    out, at = [], 0
    for mention in sorted(known, key=lambda m: m.start):
        while at < len(quoted) and quoted[at][1] < mention.end:
            at += 1
        inside = at < len(quoted) and quoted[at][0] <= mention.start
        whole = not inside or quoted[at] == (mention.start, mention.end)
        before = text[max(mention.start - 14, 0) : mention.start - 1]
        named = (
            inside and whole and mention.kind in ("place", "state") and before[-1:] == " " and before[-2:-1].islower()
        )
        joined = is_cyrillic(mention.text) and JOINED.match(text, mention.end) is not None
        if whole and not named and not joined:
            out.append(mention)
    return out


GUILLEMETS = re.compile(r"«([^«»\n]{2,60})»")
JOINED = re.compile(r"-[А-ЯЁ][а-яё]")


def _known(text: str, tokens: Sequence[Token], words: NameWords, directory: Directory) -> list[Mention]:
    surfaces = _surfaces(directory)
    plain = in_one_script(text, tokens)
    found: list[Mention] = []
    place = _Placing(text, tokens, words)
    for start, end, number in surfaces.matcher.find(plain):
        entry = place.choose(start, end, [directory.entries[i] for i in surfaces.ids[number]])
        if entry is not None:
            found.append(_as_mention(entry, text, start, end))
    return _without_overlap(found)


class _Placing:
    """Decides what a directory surface means at its place in one text."""

    def __init__(self, text: str, tokens: Sequence[Token], words: NameWords) -> None:
        self.text, self.tokens, self.words = text, tokens, words
        self.at = {t.start: i for i, t in enumerate(tokens)}
        self.lower = frozenset(t.low for t in tokens if t.text[0].islower())
        self.headlines = headline_spans(text, tokens, words)

    def choose(self, start: int, end: int, entries: Sequence[Entry]) -> Entry | None:
        """Return the entry that a surface means here, or None where it is a common word or part of another name."""
        surface = self.text[start:end]
        if surface.islower() or self._is_elision(end):
            return None
        single = " " not in surface
        if single and self._after_first_name(start, entries[0]):
            return None
        entry = self._by_company(start, end, entries) if len(entries) > 1 else entries[0]
        if entry.ambiguous and single and (self._belongs_to_longer(start, end) or self._is_common_here(start, surface)):
            return None
        return entry

    def _is_elision(self, end: int) -> bool:
        """Tell whether a surface is an article joined to the next word ("Dell'azienda")."""
        text = self.text
        joined = end + 1 < len(text) and text[end] in "'’" and text[end + 1].isalpha()
        return (
            joined
            and not text[end + 1 : end + 3].lower().startswith("s ")
            and text[end + 1 : end + 2].islower()
            and len(
                re.match(r"\w*", text[end + 1 :]).group()  # type: ignore[union-attr]
            )
            > 2
        )

    def _after_first_name(self, start: int, entry: Entry) -> bool:
        """Tell whether a first name before a firm or a place makes it a person: "Michael Dell"."""
        i = self.at.get(start, 0)
        if entry.kind not in ("organisation", "place", "product", "outlet") or i == 0:
            return False
        if self.tokens[i - 1].low in self.words.particles and i > 1:
            i -= 1
            start = self.tokens[i].start
        before = self.tokens[i - 1]
        first = nominative(before.text).casefold() if is_cyrillic(before.text) else before.low
        beside = self.text[before.end : start] == " " and not before.possessive and before.text[0].isupper()
        return beside and first in self.words.first_names and first not in self.words.organisation_parts

    def _belongs_to_longer(self, start: int, end: int) -> bool:
        """Tell whether a capitalised neighbour makes an ambiguous word part of an unknown name: "Leonardo Rossi"."""
        i = self.at.get(start)
        after = self.tokens[i + 1] if i is not None and i + 1 < len(self.tokens) else None
        if after is None or self.text[end : after.start] != " " or not after.text[0].isupper():
            return False
        headline = covers(self.headlines, start)
        words = self.words
        ends = words.ends_firm(after.text) or after.low in words.organisation_parts or after.low in words.titles
        return not ends and not headline and after.low not in words.stop and not after.text.isupper()

    def _is_common_here(self, start: int, surface: str) -> bool:
        """Tell whether an ambiguous word opens a sentence of a text that also has it in lower case."""
        before = self.text[max(start - NEAR, 0) : start].rstrip(" \u00a0\"'«“")
        opens = not before or before[-1] in SENTENCE_END
        return opens and not surface.isupper() and surface.casefold() in self.lower

    def _by_company(self, start: int, end: int, entries: Sequence[Entry]) -> Entry:
        """Return the entry whose kind the neighbours speak for, the first where none does."""
        i = self.at.get(start, 0)
        before = self.tokens[i - 1].low if i else ""
        wanted = "place" if before in self.words.place_before else "person" if before in self.words.titles else ""
        earlier = {t.low for t in self.tokens[max(i - 5, 0) : i]}
        if wanted == "place" and earlier & self.words.stake_words:
            return entries[0]
        return next((e for e in entries if e.kind == wanted), entries[0])


def _glued(text: str, tokens: Sequence[Token], known: Sequence[Mention], directory: Directory) -> list[Mention]:
    """Find a known name glued to its neighbour by bad typesetting: "The InformationOpenAI would"."""
    out: list[Mention] = []
    covered = {m.start for m in known}
    for token in tokens:
        if token.start in covered or not GLUED.search(token.text):
            continue
        for cut in GLUED.finditer(token.text):
            at = token.start + cut.start()
            right = directory.find_entry(text[at : token.end])
            if right is None or right.kind not in ("organisation", "fund"):
                continue
            left = _left_of(text, at, directory)
            if left:
                out += [_as_mention(right, text, at, token.end), *left]
                break
    return out


def _left_of(text: str, at: int, directory: Directory) -> list[Mention]:
    """Return the known name that ends where another is glued to it, looked for in the words before."""
    for m in re.finditer(r"(?<!\w)[A-ZА-ЯЁ]", text[max(at - NEAR, 0) : at]):
        start = max(at - NEAR, 0) + m.start()
        entry = directory.find_entry(text[start:at])
        if entry is not None:
            return [_as_mention(entry, text, start, at)]
    return []


def _identified(m: Mention, text: str, starts: Mapping[int, Mention]) -> Mention:
    """Give a shaped name the identity that a known acronym in brackets behind it tells."""
    if not m.known and text[m.end : m.end + 2] == " (":
        inside = starts.get(m.end + 2)
        closed = inside is not None and text[inside.end : inside.end + 1] == ")"
        if inside is not None and closed and inside.kind in BODIES and inside.text.isupper():
            return Mention(inside.name, inside.id, m.text, m.start, m.end, inside.kind, True)
    return m


def _short_forms(text: str, known: Sequence[Mention], shaped: Sequence[Mention]) -> list[Mention]:
    """Link a surname alone, an acronym or a first word to the known party that it stands for in this text."""
    forms = _forms_of(text, known, shaped)
    out: list[Mention] = []
    for m in shaped:
        whole = forms.get(m.name) if not m.known and m.kind not in ("place", "product") else None
        out.append(m if whole is None else replace(m, name=whole.name, id=whole.id, kind=whole.kind, known=whole.known))
    return out


def _forms_of(text: str, known: Sequence[Mention], shaped: Sequence[Mention]) -> Mapping[str, Mention]:
    """Return the short forms that a text can use for the parties that it names in full."""
    forms: dict[str, Mention] = {}
    unsure: set[str] = set()

    def offer(form: str, party: Mention) -> None:
        if form in forms and forms[form].id != party.id:
            unsure.add(form)
        forms.setdefault(form, party)

    for m in known:
        parts = m.text.split()
        if m.kind == "person" and len(parts) > 1:
            for form in (nominative(parts[-1]), m.name.split()[-1], nominative(parts[0]), m.name.split()[0]):
                offer(form, m)
        elif m.kind in BODIES and len(parts) > 1 and not m.name.endswith("government"):
            offer(initials(m.text), m)
            offer(parts[0], m)
    ends = {k.end: k for k in known if k.kind in BODIES}
    for m in shaped:
        before = next((ends[m.start - gap] for gap in (1, 2, 3) if m.start - gap in ends), None)
        if m.text.isupper() and before is not None and text[before.end : m.start].strip('»” "') == "(":
            forms[m.name] = before
            unsure.discard(m.name)
    return {form: party for form, party in forms.items() if form not in unsure and len(form) > 1}


def _described(text: str, language: Language, directory: Directory) -> list[Mention]:
    matcher, ids = _descriptors(directory, language.code)
    return [_as_mention(directory.entries[ids[n]], text, start, end) for start, end, n in matcher.find(text)]


def _as_mention(entry: Entry, text: str, start: int, end: int) -> Mention:
    return Mention(entry.name, entry.id, text[start:end], start, end, entry.kind, True)


def _without_overlap(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep the longest of overlapping mentions, the first given of equals; sorted by start."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, m.start - m.end)):
        if kept and m.start < kept[-1].end:
            if m.end - m.start > kept[-1].end - kept[-1].start:
                kept[-1] = m
            continue
        kept.append(m)
    return kept
