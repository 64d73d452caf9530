"""Names that no directory lists: what their shape and their neighbours say, and what the learned reader makes of it.

In: a text, its tokens with the known mentions noted, the name words of the language. Out: mentions. Promise: data tells
first names, titles, role nouns and organisation words; a capital that opens a sentence or stands in a headline proves
nothing by itself; the kind of a name is voted over all its places in the document, and a short form ("Musk", "UAW")
takes the name of the longer one that the document gives.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from anello.extract.baseforms import BaseForms
from anello.extract.evidence import Votes, add_votes, inside_votes, kind_of
from anello.extract.longnames import SEAT
from anello.extract.morphology import cases_of, is_common, is_cyrillic
from anello.extract.namesigns import LETTERS, Reading, Span
from anello.extract.nametokens import CAMEL, DOMAIN, Token
from anello.extract.namewords import NameWords, holds
from anello.extract.phrases import PhraseMatcher
from anello.extract.runs import Piece, find_pieces
from anello.extract.shortforms import find_links
from anello.extract.tagger import KINDS, NameModels, tag
from anello.lang.directory import Directory
from anello.lang.transliteration import romanise, slug
from anello.model import Mention

QUOTED = re.compile(r"«([^«»\n]{2,60})»|(?<!\w)\"([^\"\n]{2,40})\"(?!\w)|“([^“”\n]{2,40})”|„([^„“\n]{2,40})“")
QUOTED_WORDS = 5
LONG_ENOUGH = 2
CERTAIN = 2.0
"""Votes for one kind that make a name of words which a sentence opens."""
ROMAN = re.compile(r"L?X{0,3}(?:IX|IV|V?I{0,3})|[IVXLC]")


@dataclass(slots=True, eq=False)
class Shape:
    """One candidate name at its place, with its base form and the votes for its kind."""

    start: int
    end: int
    words: tuple[str, ...]
    base: str
    piece: Piece
    votes: Votes = field(default_factory=Votes)
    inside: Votes = field(default_factory=Votes)


def find_shapes(
    text: str, tokens: Sequence[Token], words: NameWords, directory: Directory, models: NameModels
) -> list[Mention]:
    """Return mentions of names that nobody listed; some may hold a known mention as a part of a longer name."""
    lower = Counter(t.low for t in tokens if not t.is_name_like())
    bases = BaseForms(tokens, words)
    kept = _by_rules(text, tokens, words, bases, lower)
    kept = _by_model(text, tokens, bases, kept, Reading(text, tokens, words, _marks(kept, words)), models)
    kept += _again(text, tokens, kept, _short_names(tokens, kept, words, lower))
    return _as_mentions(text, tokens, kept, words, directory)


def find_marks(text: str, tokens: Sequence[Token], words: NameWords) -> list[Span]:
    """Return what the rules take for names, with the letter of the kind that the place and the words speak for."""
    lower = Counter(t.low for t in tokens if not t.is_name_like())
    return _marks(_by_rules(text, tokens, words, BaseForms(tokens, words), lower), words)


def _marks(shapes: Sequence[Shape], words: NameWords) -> list[Span]:
    votes: dict[str, Votes] = {}
    for shape in shapes:
        votes.setdefault(shape.base, Votes(shape.inside)).join(shape.votes)
    kinds = {base: kind_of(base, found, words) for base, found in votes.items()}
    return [(s.piece.first, s.piece.last, LETTERS.get(kinds[s.base], "o")) for s in shapes]


def _by_rules(
    text: str, tokens: Sequence[Token], words: NameWords, bases: BaseForms, lower: Mapping[str, int]
) -> list[Shape]:
    """Return the candidates that some place of theirs shows to be names."""
    everywhere = [*_quoted(text, tokens, words, bases), *_unquoted(text, tokens, words, bases)]
    shapes = [s for s in everywhere if _may_be_name(s, words, lower) and not _is_of_state(s, tokens)]
    for shape in shapes:
        shape.inside = inside_votes(shape.words, words)
        add_votes(shape.votes, text, tokens, shape.piece.first, shape.piece.last, words)
    _cut_openers(shapes, tokens, bases, words)
    sure = [s for s in shapes if _is_sure(s, words, lower)]
    names = {s.base for s in sure}
    return [s for s in shapes if s.base in names or (" ".join(s.words) in names)]


def _by_model(
    text: str, tokens: Sequence[Token], bases: BaseForms, ruled: Sequence[Shape], reading: Reading, models: NameModels
) -> list[Shape]:
    """Return the names that the learned reader finds; what the rules found at the same place keeps its form."""
    at = {(s.piece.first, s.piece.last): s for s in reversed(ruled)}
    out: list[Shape] = []
    for first, last in tag(reading, models.extents):
        known = [k for t in tokens[first:last] if (k := t.known) is not None]
        if known and all(t.known is known[0] for t in tokens[first:last]):
            continue
        shape = at.get((first, last))
        if shape is None:
            group = tuple(t.text for t in tokens[first:last])
            part = max(known, key=lambda k: k.end - k.start, default=None)
            base = bases.base_of(_spelt(text, tokens, first, last))
            shape = Shape(tokens[first].start, tokens[last - 1].end, group, base, Piece(first, last, part=part))
        out.append(shape)
    places: dict[str, list[Shape]] = {}
    for shape in out:
        places.setdefault(shape.base, []).append(shape)
    for shapes in places.values():
        chances = models.kinds.chances(reading.signs([(s.piece.first, s.piece.last) for s in shapes]))
        for one in shapes:
            one.inside = Votes({KINDS[letter]: chance for letter, chance in chances.items()})
            one.votes = Votes()
    return out


def _unquoted(text: str, tokens: Sequence[Token], words: NameWords, bases: BaseForms) -> list[Shape]:
    out = []
    for piece in find_pieces(text, tokens, words):
        first, last = tokens[piece.first], tokens[piece.last - 1]
        group = tuple(t.text for t in tokens[piece.first : piece.last])
        base = bases.base_of(_spelt(text, tokens, piece.first, piece.last))
        out.append(Shape(first.start, last.end, group, base, piece))
    return out


def _spelt(text: str, tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """Return the words of a name with the signs between them ("&", a known "U.S.")."""
    return text[tokens[first].start : tokens[last - 1].end].split()


def _quoted(text: str, tokens: Sequence[Token], words: NameWords, bases: BaseForms) -> list[Shape]:
    """Return names in quotation marks: after a role noun, or where quotes are how a script marks a firm."""
    out = []
    starts = [t.start for t in tokens]
    for m in QUOTED.finditer(text):
        inner = next(g for g in m.groups() if g).strip()
        start = text.index(inner, m.start())
        first, last = bisect_left(starts, start), bisect_left(starts, start + len(inner))
        group = tuple(t.text for t in tokens[first:last])
        if not (inner[:1].isupper() and 0 < len(group) <= QUOTED_WORDS) or inner[-1] in ".,!?":
            continue
        if any(t.known is not None for t in tokens[first:last]):
            continue
        before = tokens[first - 1] if first else None
        named = before is not None and (holds(words.roles, before.text) or words.is_legal(before.text))
        named = named or (before is not None and before.known is not None)
        if named or _looks_like_firm(group, m.group()[0] == "«", words):
            base = bases.base_of(inner.split(), inflected=not named and not _is_base(group[0]))
            piece = Piece(first, last, quoted=True)
            out.append(Shape(start, start + len(inner), group, base, piece, Votes(organisation=2.0 if named else 1.0)))
    return out


def _is_base(word: str) -> bool:
    """Tell whether a word can stand in the nominative, and with it the quoted name that it opens."""
    return is_cyrillic(word) and "nomn" in cases_of(word)


def _looks_like_firm(group: Sequence[str], marked: bool, words: NameWords) -> bool:
    if not marked or not is_cyrillic(group[0]):
        return len(group) == 1 and words.sounds_corporate(group)
    return len(group) <= QUOTED_WORDS and (
        len(group) > 1 or not is_common(group[0]) or words.sounds_corporate(group) or all(w[0].isupper() for w in group)
    )


def _may_be_name(shape: Shape, words: NameWords, lower: Mapping[str, int]) -> bool:
    """Tell whether the words can be a name at all."""
    if shape.piece.quoted or shape.piece.part is not None:
        return True
    if all(_is_plain(w, words) or words.ends_firm(w) for w in shape.words):
        return _is_generic_firm(shape, words)
    if len(shape.words) > 1:
        return not all(_is_plain(w, words) or lower.get(w.casefold()) or is_common(w) for w in shape.words)
    word = shape.words[0]
    if len(word) < LONG_ENOUGH or ROMAN.fullmatch(word) or word[0].isdigit() or SEAT.search(word):
        return False
    return word.isupper() or not (lower.get(word.casefold()) or is_common(word) or _is_compound(word))


def _is_generic_firm(shape: Shape, words: NameWords) -> bool:
    """Tell whether words that are no name each are one together: "General Motors", "United National Bank"."""
    if len(shape.words) < LONG_ENOUGH or shape.piece.opens or shape.piece.headline:
        return False
    if holds(words.heads, shape.words[0]) and shape.words[1].casefold() in words.joiners - words.articles:
        return shape.words[-1][0].isupper() and len(shape.words) > LONG_ENOUGH
    first = all(w[0].isupper() and holds(words.organisation_parts, w) for w in shape.words[:-1])
    return first and words.ends_firm(shape.words[-1]) and not words.is_legal(shape.words[-1])


def _is_of_state(shape: Shape, tokens: Sequence[Token]) -> bool:
    """Tell whether all words are adjectives of states: "German", "Franco-German"."""
    return all(t.of_state for t in tokens[shape.piece.first : shape.piece.last])


def _cut_openers(shapes: Sequence[Shape], tokens: Sequence[Token], bases: BaseForms, words: NameWords) -> None:
    """Cut a word that only opens a sentence off a name which the text has without it elsewhere: "Finora Boeing"."""
    sure = {s.words for s in shapes if not s.piece.opens and not s.piece.headline}
    for shape in shapes:
        piece = shape.piece
        given = holds(words.first_names, shape.words[0])
        if piece.opens and len(shape.words) > 1 and not given and shape.words not in sure and shape.words[1:] in sure:
            piece.first, piece.opens = piece.first + 1, False
            shape.start, shape.words = tokens[piece.first].start, shape.words[1:]
            shape.base = bases.base_of(shape.words)


def _is_plain(word: str, words: NameWords) -> bool:
    """Tell whether a word is no name by itself."""
    lexicons = (words.stop, words.common, words.roles, words.titles, words.organisation_parts, words.place_words)
    return any(holds(lexicon, word) for lexicon in lexicons)


def _is_compound(word: str) -> bool:
    """Tell whether a hyphen joins a name to a common word ("IT-корпораций"), which makes it no name."""
    head, hyphen, tail = word.rpartition("-")
    if tail in BANKING:
        return False
    return bool(hyphen) and tail.islower() and is_cyrillic(tail) and bool(head)


BANKING = frozenset({"банк", "банка", "банку", "банком", "банке", "инвест", "инвеста", "групп"})
"""Endings behind a hyphen that make a firm of a name: "Гута-банк"."""


def _is_sure(shape: Shape, words: NameWords, lower: Mapping[str, int]) -> bool:
    """Tell whether this place alone shows that the words are a name."""
    piece = shape.piece
    if piece.quoted or piece.part is not None:
        return True
    strong = max((*shape.votes.values(), *shape.inside.values()), default=0.0) >= CERTAIN
    if piece.headline:
        return words.is_legal(shape.words[-1]) or any(CAMEL.match(w) or DOMAIN.search(w) for w in shape.words)
    if len(shape.words) > 1:
        return strong or not piece.opens or not _starts_common(shape, lower)
    word = shape.words[0]
    unusual = any(c.isupper() for c in word[1:]) or bool(DOMAIN.search(word)) or words.is_foreign(word)
    unusual = unusual or (piece.opens and (words.is_strange(word) or word.rpartition("-")[2] in BANKING))
    return not piece.opens or strong or unusual


def _starts_common(shape: Shape, lower: Mapping[str, int]) -> bool:
    return bool(lower.get(shape.words[0].casefold())) or is_common(shape.words[0])


def _short_names(
    tokens: Sequence[Token], kept: Sequence[Shape], words: NameWords, lower: Mapping[str, int]
) -> dict[str, Shape]:
    """Return the first words of the longer names, which may stand for them: "Palmetto" for "Palmetto Partners"."""
    listed = [s.split() for s in dict.fromkeys(t.known.text for t in tokens if t.known and _is_firm(t.known))]
    out: dict[str, Shape] = {}
    for group in (*(list(s.words) for s in kept), *listed):
        for n in range(1, len(group)):
            form, first = group[:n], group[0].casefold()
            plain = all(_is_plain(w, words) or lower.get(w.casefold()) or is_common(w) for w in form)
            if not plain and first not in words.first_names and len(form[0]) > LONG_ENOUGH and form[-1][0].isupper():
                name = " ".join(form)
                out.setdefault(name, Shape(0, 0, tuple(form), name, Piece(0, 0)))
    return out


def _is_firm(mention: Mention) -> bool:
    return mention.kind in BODIES and " " in mention.text


def _again(text: str, tokens: Sequence[Token], kept: Sequence[Shape], short: Mapping[str, Shape]) -> list[Shape]:
    """Find the names that are sure at one place at all their other places, headlines too, and their short forms."""
    by_surface = {**short, **{s.base: s for s in kept}, **{text[s.start : s.end]: s for s in kept}}
    taken = {i for s in kept for i in range(s.piece.first, s.piece.last)}
    starts = {t.start: i for i, t in enumerate(tokens)}
    ends = {t.end: i + 1 for i, t in enumerate(tokens)}
    matcher = PhraseMatcher(by_surface)
    out = []
    for start, end, number in matcher.find(text) if by_surface else ():
        first, last = starts.get(start), ends.get(end)
        model = by_surface[matcher.phrases[number]]
        if first is None or last is None:
            continue
        if not any(i in taken or tokens[i].known is not None for i in range(first, last)):
            out.append(Shape(start, end, model.words, model.base, Piece(first, last)))
            taken.update(range(first, last))
    return out


def _as_mentions(
    text: str, tokens: Sequence[Token], shapes: Iterable[Shape], words: NameWords, directory: Directory
) -> list[Mention]:
    """Link short forms to full names, vote the kinds, and write the mentions."""
    ordered = sorted(shapes, key=lambda s: s.start)
    places = Counter(s.base for s in ordered)
    votes: dict[str, Votes] = {}
    for shape in ordered:
        # The neighbours of one place are weak evidence, and repeated they are one author's habit.
        votes.setdefault(shape.base, Votes(shape.inside)).join(shape.votes, places[shape.base] ** -0.5)
    links = find_links([(x.base, x.start, x.end) for x in ordered], text, votes, words)
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
    entry, kind = directory.find_entry(name), kind_of(name, votes[name], words)
    if entry is not None and not (entry.ambiguous and kind == "person" and entry.kind != "person"):
        return Mention(entry.name, entry.id, surface, shape.start, shape.end, entry.kind, True)
    name = romanise(name)
    return Mention(name, slug(name), surface, shape.start, shape.end, kind)


BODIES = frozenset({"organisation", "fund"})


def _adds_nothing(surface: str, part: Mention, words: NameWords) -> bool:
    """Tell whether only words as "Group" and "plc" stand around a known name."""
    rest = surface.replace(part.text, " ", 1).replace(",", " ").split()
    return all(w.casefold() in words.generic_tails or words.is_legal(w) or w == "&" for w in rest)
