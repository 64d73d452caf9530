"""Names that no directory lists, found by their shape and by what stands beside them.

In: a text, the spans that are already taken, a language pack. Out: mentions of organisations and persons. Promise: data
tells first names, titles, role nouns and organisation words; a capital at the start of a sentence alone is no name; the
kind of a name is voted over the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from anello.extract.morphology import is_common, is_cyrillic, name_class, nominative
from anello.lang import Language, load
from anello.lang.transliteration import slug
from anello.model import Mention

WORD = re.compile(r"[^\W\d_][\w’'.&-]*[\w]|[^\W\d_]", re.UNICODE)
QUOTED = re.compile(r"«([^«»\n]{2,60})»|\"([^\"\n]{2,40})\"|“([^“”\n]{2,40})”")
SENTENCE_END = frozenset(".!?:\n…")
OPENING_QUOTES = frozenset('"“„')
MAX_WORDS = 6


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """The compiled name words of one language."""

    first_names: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    organisation_words: frozenset[str]
    legal: frozenset[str]
    particles: frozenset[str]
    stop: frozenset[str]
    speech: frozenset[str]
    outlet_roles: frozenset[str]


@cache
def name_words(code: str) -> NameWords:
    """Return the compiled name words of a language."""
    t = load(code).names

    def words(key: str) -> frozenset[str]:
        return frozenset(str(w).casefold() for w in t.get(key, ()))

    return NameWords(
        words("first_names"),
        words("titles"),
        words("roles"),
        words("organisation_words"),
        frozenset(t.get("legal", ())),
        words("particles"),
        words("stop"),
        words("speech"),
        words("outlet_roles"),
    )


@dataclass(slots=True)
class Shape:
    """A run of capitalised words [start, end), with the words beside it and whether it opens a sentence."""

    start: int
    end: int
    words: list[str]
    before: str
    after: str
    opens: bool
    quoted: bool = False
    slug: bool = False


def find_shapes(text: str, taken: Sequence[tuple[int, int]], language: Language) -> list[Mention]:
    """Return mentions of names that nobody listed, sorted by start."""
    words = name_words(language.code)
    title_end = text.find("\n") if "\n" in text else 0
    lower = Counter(m.group().casefold() for m in WORD.finditer(text) if m.group()[0].islower())
    shapes = [s for s in _shapes(text, taken, words) if _is_name(s, words, lower, title_end)]
    known = {" ".join(s.words) for s in shapes if s.start > title_end}
    kept = [
        s for s in shapes if s.start > title_end or " ".join(s.words) in known or s.quoted or _has_evidence(s, words)
    ]
    return _as_mentions(text, kept, words)


def _shapes(text: str, taken: Sequence[tuple[int, int]], words: NameWords) -> Iterator[Shape]:
    spans = sorted(taken)
    at = 0
    for m in QUOTED.finditer(text):
        inner = next(g for g in m.groups() if g)
        start = m.start() + 1
        if inner[:1].isupper() and len(inner.split()) <= 4 and not _overlaps(spans, start, start + len(inner)):
            before = _word_before(text, m.start())
            if is_cyrillic(inner) or text[m.start()] != '"' or before in words.roles:
                yield Shape(start, start + len(inner), inner.split(), before, _word_after(text, m.end()), False, True)
                spans.append((start, start + len(inner)))
    spans.sort()
    run: list[re.Match[str]] = []
    for m in WORD.finditer(text):
        while at < len(spans) and spans[at][1] <= m.start():
            at += 1
        covered = at < len(spans) and spans[at][0] < m.end()
        if run and (covered or not _continues(text, run[-1], m, words)):
            yield from _close(text, run, words)
            run = []
        if not covered and (m.group()[0].isupper() or (run and m.group().casefold() in words.particles)):
            run.append(m)
    if run:
        yield from _close(text, run, words)


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in spans)


def _continues(text: str, last: re.Match[str], m: re.Match[str], words: NameWords) -> bool:
    gap = text[last.end() : m.start()]
    if gap not in (" ", "\u00a0", " & ", "-", " - "):
        return False
    return m.group()[0].isupper() or m.group().casefold() in words.particles


def _close(text: str, run: list[re.Match[str]], words: NameWords) -> Iterator[Shape]:
    while run and run[-1].group().casefold() in words.particles:
        run = run[:-1]
    opens = bool(run) and _opens(text, run[0].start())
    while run and (run[0].group().casefold() in words.stop or run[0].group().casefold() in words.titles):
        run, opens = run[1:], False
    while run and run[0].group().casefold() in words.particles:
        run = run[1:]
    if run and len(run) <= MAX_WORDS:
        start, end = run[0].start(), run[-1].end()
        group = [m.group() for m in run]
        yield Shape(
            start, end, group, _word_before(text, start), _word_after(text, end), opens, slug=_is_slug(text, start, end)
        )


def _is_slug(text: str, start: int, end: int) -> bool:
    """Tell whether a name in brackets opens a paragraph and a dash follows: the slug of a wire."""
    line = text.rfind("\n", 0, start) + 1
    return (
        start - line <= 40
        and text[start - 1 : start] == "("
        and text[end : end + 1] == ")"
        and text[end + 1 : end + 4].strip()[:1] in DASHES
    )


DASHES = frozenset("-–—")


def _opens(text: str, start: int) -> bool:
    near = text[max(start - 4, 0) : start].rstrip(" \u00a0")
    before = near.rstrip("\"'«“„—–-(")
    return not before or before[-1] in SENTENCE_END or near[-1:] in OPENING_QUOTES


def _word_before(text: str, at: int) -> str:
    found = WORD.findall(text[max(at - 30, 0) : at])
    return found[-1].casefold() if found else ""


def _word_after(text: str, at: int) -> str:
    found = WORD.search(text, at, min(at + 30, len(text)))
    return found.group().casefold() if found else ""


def _is_name(shape: Shape, words: NameWords, lower: Counter[str], title_end: int) -> bool:
    """Tell a name from a capitalised common word."""
    head = shape.words[0].casefold()
    if shape.quoted:
        return shape.before in words.roles or (not is_common(shape.words[0]) and len(shape.words) <= 3)
    if all(w.casefold() in words.stop or w.casefold() in words.roles or _is_form(w, words) for w in shape.words):
        return False
    if all(is_common(w) or w.casefold() in words.stop for w in shape.words) and not shape.quoted:
        return False
    if len(shape.words) > 1 and is_cyrillic(shape.words[-1]) and not is_cyrillic(head) and is_common(shape.words[-1]):
        return False
    if "-" in shape.words[-1] and shape.words[-1].rsplit("-", 1)[1].islower() and is_cyrillic(shape.words[-1]):
        return False
    if len(shape.words) == 1:
        if len(head) < 2 or (lower[head] and not shape.words[0].isupper()):
            return False
        if is_cyrillic(head) and is_common(shape.words[0]) and not shape.words[0].isupper():
            return False
        return not shape.opens or _has_evidence(shape, words) or shape.words[0][1:] != shape.words[0][1:].lower()
    return not (shape.start < title_end and all(lower[w.casefold()] for w in shape.words))


def _is_form(word: str, words: NameWords) -> bool:
    """Tell whether a word is only a legal form or a generic part of firm names: no name by itself."""
    return word in words.legal or word + "." in words.legal or word.casefold() in words.organisation_words


def _has_evidence(shape: Shape, words: NameWords) -> bool:
    tail = shape.words[-1]
    beside = shape.before in words.roles or shape.before in words.titles or shape.after in words.speech
    return (
        beside
        or tail in words.legal
        or shape.words[0].casefold() in words.first_names
        or _sounds_corporate(shape, words)
    )


def _sounds_corporate(shape: Shape, words: NameWords) -> bool:
    return any(
        w.casefold() in words.organisation_words or w.rstrip(".") in words.legal or w in words.legal
        for w in shape.words
    )


def _as_mentions(text: str, shapes: Iterable[Shape], words: NameWords) -> list[Mention]:
    """Vote the kind of each name over the document and link short forms to the full name."""
    kinds: dict[str, Counter[str]] = {}
    based = [(s, _base(s)) for s in sorted(shapes, key=lambda s: s.start)]
    for shape, base in based:
        kinds.setdefault(base, Counter())[_kind(shape, words)] += 1
    full = _full_names(kinds)
    out = []
    for shape, base in based:
        name = full.get(base, base)
        kind = (kinds.get(name) or kinds[base]).most_common(1)[0][0]
        out.append(Mention(name, slug(name), text[shape.start : shape.end], shape.start, shape.end, kind))
    return out


def _base(shape: Shape) -> str:
    return " ".join(nominative(w) for w in shape.words) if is_cyrillic(shape.words[0]) else " ".join(shape.words)


def _kind(shape: Shape, words: NameWords) -> str:
    first = shape.words[0].casefold()
    if shape.before in words.outlet_roles or shape.slug:
        return "outlet"
    if any(c.isdigit() for c in shape.words[-1]) and not _sounds_corporate(shape, words):
        return "product"
    if shape.quoted or _sounds_corporate(shape, words) or shape.before in words.roles:
        return "organisation"
    if shape.before in words.titles or (len(shape.words) > 1 and first in words.first_names):
        return "person"
    classes = [name_class(w) for w in shape.words]
    if "given" in classes or (len(classes) > 1 and "surname" in classes):
        return "person"
    if classes[0] == "place":
        return "place"
    if classes[0] == "surname" or (first in words.first_names and len(shape.words) == 1):
        return "person"
    return "organisation"


def _full_names(kinds: dict[str, Counter[str]]) -> dict[str, str]:
    """Map a surname to the full person and a first word or acronym to the longer name, where only one fits."""
    out: dict[str, str] = {}
    longer = [n for n in kinds if " " in n]
    for name in kinds:
        if " " in name:
            continue
        fits = [n for n in longer if name in (n.split()[-1], n.split()[0], _initials(n))]
        persons = [n for n in fits if kinds[n].most_common(1)[0][0] == "person" and n.split()[-1] == name]
        others = [
            n
            for n in fits
            if kinds[n].most_common(1)[0][0] != "person" and (n.split()[0] == name or _initials(n) == name)
        ]
        chosen = persons or others
        if len(chosen) == 1:
            out[name] = chosen[0]
    return out


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.split() if w[0].isupper())
