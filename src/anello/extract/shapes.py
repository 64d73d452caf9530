"""Names that no directory lists, found by their shape and by what stands beside them.

In: a text, its tokens with the known mentions noted, the name words of the language. Out: mentions. Promise: data tells
first names, titles, role nouns and organisation words; a capital that opens a sentence or stands in a headline proves
nothing by itself; the kind of a name is voted over all its places in the document, and a short form ("Musk", "UAW")
takes the name of the longer one that the document gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from anello.extract.evidence import Votes, add_votes
from anello.extract.morphology import is_common, is_cyrillic, name_class, nominative, person_nominative
from anello.extract.namewords import NameWords, holds
from anello.extract.phrases import PhraseMatcher
from anello.extract.runs import CAMEL, DOMAIN, Piece, Token, find_pieces
from anello.lang.directory import Directory
from anello.lang.transliteration import slug
from anello.model import Mention

QUOTED = re.compile(r"«([^«»\n]{2,60})»|(?<!\w)\"([^\"\n]{2,40})\"(?!\w)|“([^“”\n]{2,40})”|„([^„“\n]{2,40})“")
QUOTED_WORDS = 5
LONG_ENOUGH = 2
ROMAN = re.compile(r"[IVXLC]+")


@dataclass(slots=True, eq=False)
class Shape:
    """One candidate name at its place, with its base form and the votes for its kind."""

    start: int
    end: int
    words: tuple[str, ...]
    base: str
    piece: Piece
    votes: Votes = field(default_factory=Votes)


def find_shapes(text: str, tokens: Sequence[Token], words: NameWords, directory: Directory) -> list[Mention]:
    """Return mentions of names that nobody listed; some may hold a known mention as a part of a longer name."""
    lower = Counter(t.low for t in tokens if not t.is_name_like())
    everywhere = [*_quoted(text, tokens, words), *_unquoted(text, tokens, words)]
    shapes = [s for s in everywhere if _may_be_name(s, words, lower) and not _is_of_state(s, tokens)]
    for shape in shapes:
        add_votes(shape.votes, text, tokens, shape.piece.first, shape.piece.last, words)
    sure = [s for s in shapes if _is_sure(s, words, lower)]
    names = {s.base for s in sure}
    kept = [s for s in shapes if s.base in names or (" ".join(s.words) in names)]
    kept += _again(text, tokens, kept)
    return _as_mentions(text, tokens, kept, words, directory)


def _unquoted(text: str, tokens: Sequence[Token], words: NameWords) -> list[Shape]:
    out = []
    for piece in find_pieces(text, tokens, words):
        first, last = tokens[piece.first], tokens[piece.last - 1]
        group = tuple(t.text for t in tokens[piece.first : piece.last])
        out.append(Shape(first.start, last.end, group, _base(text[first.start : last.end], group), piece))
    return out


def _quoted(text: str, tokens: Sequence[Token], words: NameWords) -> list[Shape]:
    """Return names in quotation marks: after a role noun, or where quotes are how a script marks a firm."""
    out = []
    for m in QUOTED.finditer(text):
        inner = next(g for g in m.groups() if g).strip()
        start = text.index(inner, m.start())
        inside = (
            [i for i, t in enumerate(tokens) if start <= t.start < start + len(inner)] if inner[:1].isupper() else []
        )
        if not inside or len(inside) > QUOTED_WORDS or inner[-1] in ".,!?" or any(tokens[i].known for i in inside):
            continue
        before = tokens[inside[0] - 1] if inside[0] else None
        named = before is not None and (
            holds(words.roles, before.text) or words.is_legal(before.text) or before.known is not None
        )
        group = tuple(tokens[i].text for i in inside)
        if named or _looks_like_firm(group, m.group()[0] == "«", words):
            base = _in_one_script(inner) if named else _base(inner, group)
            piece = Piece(inside[0], inside[-1] + 1, quoted=True)
            out.append(Shape(start, start + len(inner), group, base, piece, Votes(organisation=2.0 if named else 1.0)))
    return out


def _looks_like_firm(group: Sequence[str], marked: bool, words: NameWords) -> bool:
    if not marked or not is_cyrillic(group[0]):
        return len(group) == 1 and words.sounds_corporate(group)
    return len(group) <= 3 and (
        not is_common(group[0]) or words.sounds_corporate(group) or all(w[0].isupper() for w in group)
    )


def _base(surface: str, group: Sequence[str]) -> str:
    """Return the base form of a name as written."""
    if not all(is_cyrillic(w) for w in group):
        return " ".join(_in_one_script(w) for w in surface.split())
    if 1 < len(group) <= 3 and name_class(group[0]) == "given":
        return " ".join(person_nominative(tuple(group)))
    return " ".join(_kept_case(w) for w in group)


LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")


def _in_one_script(word: str) -> str:
    """Return a word typed in two alphabets in the Latin one, where its Cyrillic letters only look Latin."""
    return word.translate(LOOKALIKES) if is_cyrillic(word) and not is_cyrillic(word.translate(LOOKALIKES)) else word


def _kept_case(word: str) -> str:
    found = nominative(word)
    return found if word[1:] != word[1:].upper() else word


def _may_be_name(shape: Shape, words: NameWords, lower: Mapping[str, int]) -> bool:
    """Tell whether the words can be a name at all."""
    if shape.piece.quoted or shape.piece.part is not None:
        return True
    if all(_is_plain(w, words) or words.ends_firm(w) for w in shape.words):
        return False
    if len(shape.words) > 1:
        if not is_cyrillic(shape.words[0]) and is_common(shape.words[-1]):
            return False
        return not all(_is_plain(w, words) or lower.get(w.casefold()) or is_common(w) for w in shape.words)
    word = shape.words[0]
    if len(word) < LONG_ENOUGH or ROMAN.fullmatch(word) or word[0].isdigit():
        return False
    return word.isupper() or not (lower.get(word.casefold()) or is_common(word) or _is_compound(word))


def _is_of_state(shape: Shape, tokens: Sequence[Token]) -> bool:
    """Tell whether all words are adjectives of states: "German", "Franco-German"."""
    return all(t.of_state for t in tokens[shape.piece.first : shape.piece.last])


def _is_plain(word: str, words: NameWords) -> bool:
    """Tell whether a word is no name by itself."""
    lexicons = (words.stop, words.common, words.roles, words.titles, words.organisation_parts, words.place_words)
    return any(holds(lexicon, word) for lexicon in lexicons)


def _is_compound(word: str) -> bool:
    """Tell whether a hyphen joins a name to a common word ("IT-корпораций"), which makes it no name."""
    head, hyphen, tail = word.rpartition("-")
    return bool(hyphen) and tail.islower() and is_cyrillic(tail) and bool(head)


def _is_sure(shape: Shape, words: NameWords, lower: Mapping[str, int]) -> bool:
    """Tell whether this place alone shows that the words are a name."""
    piece = shape.piece
    if piece.quoted or piece.part is not None:
        return True
    strong = max(shape.votes.values(), default=0.0) >= 2.0
    if piece.headline:
        return words.is_legal(shape.words[-1]) or any(CAMEL.match(w) or DOMAIN.search(w) for w in shape.words)
    if len(shape.words) > 1:
        return strong or not piece.opens or not _starts_common(shape, lower)
    word = shape.words[0]
    unusual = any(c.isupper() for c in word[1:]) or bool(DOMAIN.search(word))
    return not piece.opens or strong or unusual


def _starts_common(shape: Shape, lower: Mapping[str, int]) -> bool:
    return bool(lower.get(shape.words[0].casefold())) or is_common(shape.words[0])


def _again(text: str, tokens: Sequence[Token], kept: Sequence[Shape]) -> list[Shape]:
    """Find the names that are sure at one place at all their other places, headlines too."""
    by_surface = {text[s.start : s.end]: s for s in kept}
    taken = {i for s in kept for i in range(s.piece.first, s.piece.last)}
    starts = {t.start: i for i, t in enumerate(tokens)}
    matcher = PhraseMatcher(by_surface)
    out = []
    for start, end, number in matcher.find(text) if by_surface else ():
        first = starts.get(start)
        model = by_surface[matcher.phrases[number]]
        if first is None:
            continue
        last = first + model.piece.last - model.piece.first
        free = last <= len(tokens) and not any(i in taken or tokens[i].known is not None for i in range(first, last))
        if free and tokens[last - 1].end == end:
            out.append(Shape(start, end, model.words, model.base, Piece(first, last)))
            taken.update(range(first, last))
    return out


def _as_mentions(
    text: str, tokens: Sequence[Token], shapes: Iterable[Shape], words: NameWords, directory: Directory
) -> list[Mention]:
    """Link short forms to full names, vote the kinds, and write the mentions."""
    ordered = sorted(shapes, key=lambda s: s.start)
    votes: dict[str, Votes] = {}
    for shape in ordered:
        votes.setdefault(shape.base, Votes()).join(shape.votes)
    links = _links(text, ordered, votes, words)
    shared: dict[str, Votes] = {}
    for base, found in votes.items():
        shared.setdefault(links.get(base, base), Votes()).join(found)
    return [_mention(text, s, links.get(s.base, s.base), shared, directory, words) for s in ordered]


def _mention(
    text: str, shape: Shape, name: str, votes: Mapping[str, Votes], directory: Directory, words: NameWords
) -> Mention:
    surface = text[shape.start : shape.end]
    part = shape.piece.part
    if part is not None and part.kind in BODIES and _adds_nothing(surface, part, words):
        return replace(part, text=surface, start=shape.start, end=shape.end)
    entry = directory.find_entry(name)
    if entry is not None and not (entry.ambiguous and " " not in name and not name.isupper()):
        return Mention(entry.name, entry.id, surface, shape.start, shape.end, entry.kind, True)
    return Mention(name, slug(name), surface, shape.start, shape.end, kind_of(name, votes[name], words))


BODIES = frozenset({"organisation", "fund"})


def _adds_nothing(surface: str, part: Mention, words: NameWords) -> bool:
    """Tell whether only words as "Group" and "plc" stand around a known name."""
    rest = surface.replace(part.text, " ", 1).replace(",", " ").split()
    return all(w.casefold() in words.generic_tails or words.is_legal(w) for w in rest)


def kind_of(name: str, votes: Votes, words: NameWords) -> str:
    """Return the kind that the votes give; a name without any vote is taken for a firm."""
    best = max(votes.items(), key=lambda v: (v[1], v[0]), default=("organisation", 0.0))
    return best[0] if best[1] > 0 else "organisation"


def _links(text: str, shapes: Sequence[Shape], votes: dict[str, Votes], words: NameWords) -> dict[str, str]:
    """Map the short forms of a document to the longer name, where only one fits."""
    out: dict[str, str] = {}
    names = list(votes)
    longer = [n for n in names if " " in n]
    for name in names:
        fits = [n for n in longer if _is_short_of(name, n, votes, words)]
        if len(fits) == 1:
            out[name] = fits[0]
            _vote_by_short_form(name, fits[0], votes)
    out.update(_bracketed(text, shapes))
    return {name: out.get(full, full) for name, full in out.items() if name != out.get(full, full)}


def _is_short_of(name: str, full: str, votes: Mapping[str, Votes], words: NameWords) -> bool:
    if name == full:
        return False
    parts = full.split()
    person = kind_of(full, votes[full], words) == "person"
    if person:
        return name == parts[-1]
    acronym = name.isupper() and len(name) > 1 and name == initials(full)
    begins = (
        full.startswith(name + " ") and not words.ends_firm(name) and name.casefold() not in words.organisation_parts
    )
    surname = len(parts) == 2 and name == parts[-1] and not words.sounds_corporate(parts) and not name.isupper()
    return acronym or begins or surname


def _vote_by_short_form(name: str, full: str, votes: dict[str, Votes]) -> None:
    """Let the word that a document goes on with tell the kind: the last one for a person, the first for a firm."""
    parts = full.split()
    if len(parts) in (2, 3) and name == parts[-1]:
        votes[full]["person"] += 1.5
    elif name == parts[0]:
        votes[full]["organisation"] += 1.0


def initials(name: str) -> str:
    """Return the initials of the capitalised words of a name."""
    return "".join(w[0] for w in name.split() if w[0].isupper())


def _bracketed(text: str, shapes: Sequence[Shape]) -> dict[str, str]:
    """Read "Full Name (FN)" and "Название (Name)": the bracket names what stands before it."""
    out: dict[str, str] = {}
    for before, after in pairwise(shapes):
        gap = text[before.end : after.start].strip("»”\"’'")
        if gap.strip() != "(" or text[after.end : after.end + 1] != ")":
            continue
        if is_cyrillic(before.base) and not is_cyrillic(after.base):
            out[before.base] = after.base
        elif after.base.isupper() and " " in before.base:
            out[after.base] = before.base
    return out
