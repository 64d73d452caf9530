"""Runs of capitalised words: where a name may stand.

In: a text, the mentions that are known, the name words of the language. Out: tokens, and pieces: runs of name-like
words cut where one name ends and the next begins. Promise: linear in the text; a possessive ends a name; a known name
stays whole unless a longer name of a firm holds it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from anello.extract.morphology import is_cyrillic, name_class, nominative
from anello.extract.nametokens import APOSTROPHES, Token
from anello.extract.namewords import NameWords, holds
from anello.model import Mention

GAPS = frozenset((" ", "\u00a0", " & "))
SENTENCE_END = frozenset(".!?:\n…•|")
OPENING = "\"'«“„—–-([ \u00a0\t"
MAX_WORDS = 8
SHORT_HEADLINE = 4


@dataclass(slots=True, eq=False)
class Piece:
    """Words [first, last) of the tokens that may be one name."""

    first: int
    last: int
    opens: bool = False
    headline: bool = False
    quoted: bool = False
    part: Mention | None = None
    votes: dict[str, float] = field(default_factory=dict)


def mark_known(tokens: Sequence[Token], known: Sequence[Mention]) -> None:
    """Note at each word the known mention that covers it; both are sorted by start."""
    at = 0
    for token in tokens:
        while at < len(known) and known[at].end <= token.start:
            at += 1
        if at < len(known) and known[at].start < token.end:
            token.known = known[at]


def find_pieces(text: str, tokens: Sequence[Token], words: NameWords) -> list[Piece]:
    """Return the candidate names of a text in order; known mentions are pieces only inside a longer name."""
    headlines = headline_spans(text, tokens, words)
    pieces: list[Piece] = []
    for first, last in _runs(text, tokens, words):
        if last - first <= 2 * MAX_WORDS:
            pieces.extend(_pieces(text, tokens, first, last, words))
    for piece in pieces:
        at = tokens[piece.first].start
        piece.headline = covers(headlines, at)
        piece.opens = _opens(text, tokens, piece.first)
    return pieces


def covers(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Tell whether one of the spans, sorted and apart, covers an offset."""
    i = bisect_right(spans, (at, at)) - 1
    return any(start <= at < end for start, end in spans[max(i, 0) : i + 2])


def headline_spans(text: str, tokens: Sequence[Token], words: NameWords) -> list[tuple[int, int]]:
    """Return the lines in Title Case or in capitals, where a capital says nothing; a headline ends without a stop."""
    spans, start, at = [], 0, 0
    for line in text.split("\n"):
        end, inside = start + len(line), []
        while at < len(tokens) and tokens[at].start < end:
            inside.append(tokens[at])
            at += 1
        content = [t for t in inside if t.text[0].isupper() or (t.low not in words.stop and len(t.text) > 2)]
        strange = [t for t in content[1:] if t.known is None]
        capital = sum(t.text[0].isupper() for t in strange)
        closed = line.rstrip().endswith((".", "!", ";", ","))
        if not closed and len(content) > SHORT_HEADLINE and len(strange) > 2 and capital > 0.7 * len(strange):
            spans.append((start, end))
        start = end + 1
    return spans


def _runs(text: str, tokens: Sequence[Token], words: NameWords) -> Iterator[tuple[int, int]]:
    first: int | None = None
    head = False
    for i, token in enumerate(tokens):
        if first is not None and not _continues(text, tokens, i, words, head):
            yield first, i
            first, head = None, False
        if first is None and (token.is_name_like() or token.known is not None):
            first = i
        head = first is not None and (head or token.low in words.heads or _base(token.text) in words.heads)
    if first is not None:
        yield first, len(tokens)


def _base(word: str) -> str:
    return nominative(word).casefold() if is_cyrillic(word) else word.casefold()


def _continues(text: str, tokens: Sequence[Token], i: int, words: NameWords, head: bool) -> bool:
    """Tell whether word i goes on with the run that ends before it."""
    last, token = tokens[i - 1], tokens[i]
    gap = text[max(last.end, last.known.end if last.known is not None else 0) : token.start]
    if last.known is not None and last.known is token.known:
        return True
    if last.possessive:
        return False
    if gap not in GAPS:
        initial = gap == ". " and len(last.text) == 1 and last.text.isupper() and token.is_name_like()
        return (
            initial
            or (gap in (", ", ". ") and words.is_legal(token.text))
            or (gap in APOSTROPHES and last.low in words.elisions)
        )
    if token.is_name_like() or token.known is not None:
        return True
    joins = token.low in words.particles or (head and token.low in words.joiners)
    if token.low in CONJUNCTIONS:
        joins = joins and head and _in_one_name(tokens, i, words)
    return joins and i + 1 < len(tokens) and _leads_on(text, tokens, i, words, head)


CONJUNCTIONS = frozenset(("and", "und", "et", "e", "ed", "y", "и"))


def _in_one_name(tokens: Sequence[Token], i: int, words: NameWords) -> bool:
    """Tell whether a conjunction joins two fields of one body ("Ministry of Health and Welfare") and not two names."""
    before = next((j for j in range(i - 1, max(i - 5, -1), -1) if tokens[j].low in words.joiners), None)
    after = [t for t in tokens[i + 1 : i + 3] if t.is_name_like()]
    own = any(_base(t.text) in words.heads or words.ends_firm(t.text) or t.known is not None for t in after)
    return before is not None and bool(after) and not own


def _leads_on(text: str, tokens: Sequence[Token], i: int, words: NameWords, head: bool) -> bool:
    """Tell whether a capitalised word follows the particle at i, after at most one more particle."""
    for nearer, further in zip(tokens[i : i + 3], tokens[i + 1 : i + 3], strict=False):
        if text[nearer.end : further.start] not in (" ", "'", "’"):
            return False
        if further.is_name_like():
            return True
        if not (head and further.low in words.joiners):
            return False
    return False


def _pieces(text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords) -> Iterator[Piece]:
    """Cut one run into pieces: firms that hold a known name, then what is left between known names."""
    first, last = _trim(tokens, first, last, words)
    for begin, end, part in _holding(text, tokens, first, last, words):
        if part is not None:
            yield Piece(begin, end, part=part)
            continue
        for start, stop in _strangers(tokens, begin, end, words):
            start, stop = _trim(tokens, start, stop, words)
            for a, b in _at_first_names(tokens, start, stop, words):
                a, b = _trim(tokens, a, b, words)
                if a < b and b - a <= MAX_WORDS:
                    yield Piece(a, b)


def _trim(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> tuple[int, int]:
    """Leave out the words at both ends that belong to the sentence and not to a name."""
    while first < last and tokens[first].known is None and _is_outer(tokens, first, last, words):
        first += 1
    while last > first and tokens[last - 1].known is None and _is_outer_end(tokens[last - 1], words):
        last -= 1
    return first, last


def _is_outer(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> bool:
    """Tell whether the first word of a run stands before the name and not in it."""
    word, more = tokens[first], last - first > 1
    capital = word.text[0].isupper()
    if (
        more
        and capital
        and (_base(word.text) in words.heads or (word.low in words.first_names and not word.text.isupper()))
    ):
        return False
    if not word.is_name_like() or word.low in words.joiners or (more and SEAT.search(word.text)):
        return True
    if more and words.capital_nouns and words.is_role(word.text):
        return True
    if word.text.isupper() and len(word.text) > 1 and not more:
        return False
    if more and word.of_state:
        return not any(words.ends_firm(t.text) and t.known is None for t in tokens[first + 1 : last])
    if more and word.low in words.organisation_parts and words.ends_firm(tokens[last - 1].text):
        return False
    lexicons = (words.stop, words.titles, words.elisions, words.roles) if more else (words.stop, words.elisions)
    return any(holds(lexicon, word.text) for lexicon in lexicons)


SEAT = re.compile(r"-(?:based|listed|linked|owned|backed|led|controlled|run|born|headquartered|registered)$")
"""What makes a name the adjective of another: "Perth-based Nordvale Energy"."""


def _is_outer_end(word: Token, words: NameWords) -> bool:
    """Tell whether the last word of a run stands behind the name and not in it."""
    if not word.is_name_like():
        return True
    return holds(words.titles, word.text) and word.low not in words.organisation_parts


MERGING = frozenset({"organisation", "fund", "place", "state", "outlet", "regulator"})
UNIT_OWNERS = frozenset({"organisation", "fund"})


def _holding(
    text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords
) -> Iterator[tuple[int, int, Mention | None]]:
    """Yield the parts of a run; one that is a longer name of a firm comes with the known mention inside it."""
    begin, i = first, first
    while i < last:
        known = tokens[i].known
        if known is None or known.kind not in MERGING:
            i += 1
            continue
        stop = _end_of(tokens, i, last, known)
        end = _tail(text, tokens, stop, last, known, words)
        named = _named_before(text, tokens, begin, i, known, words)
        if (end > stop and not tokens[i].possessive) or named < i:
            joined = known.kind in ("place", "state") and not _has_known(tokens, begin, i)
            start = min(named, begin if joined else i)
            yield begin, start, None
            yield start, end, known
            begin = end
        i = max(end, stop)
    yield begin, last, None


def _named_before(text: str, tokens: Sequence[Token], begin: int, i: int, known: Mention, words: NameWords) -> int:
    """Return where a longer name begins that a known one ends: "Banca Generali", "Bupa Australia"; else `i`."""
    if i == begin or text[tokens[i - 1].end : tokens[i].start] != " " or tokens[i - 1].possessive:
        return i
    before = tokens[i - 1]
    if not before.text[0].isupper() or before.known is not None or before.of_state or before.noun:
        return i
    if known.kind in UNIT_OWNERS or known.kind == "place":
        return i - 1 if before.low in words.heads and not _opens(text, tokens, i - 1) else i
    plain = any(holds(w, before.text) for w in (words.stop, words.titles, words.roles, words.place_words, words.common))
    branch = (
        known.kind == "state" and known.text[0].isupper() and not known.text.isupper() and known.end == tokens[i].end
    )
    return begin if branch and not plain and not _has_known(tokens, begin, i) and before.text[1:].islower() else i


def _end_of(tokens: Sequence[Token], i: int, last: int, known: Mention) -> int:
    while i < last and tokens[i].known is known:
        i += 1
    return i


def _has_known(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(t.known is not None for t in tokens[first:last])


def _tail(text: str, tokens: Sequence[Token], stop: int, last: int, known: Mention, words: NameWords) -> int:
    """Return where the longer name ends that begins with a known one, or `stop` if there is none."""
    if stop >= last or tokens[stop - 1].possessive:
        return stop
    after = tokens[stop]
    if after.known is not None:
        unit = known.kind in UNIT_OWNERS and after.known.kind == "state" and after.known.end == after.end
        whole = unit and not after.text.isupper() and after.known.name.isalpha() and not after.possessive
        return stop + 1 if whole and text[tokens[stop - 1].end : after.start] == " " else stop
    end = _unit_end(text, tokens, stop, last, known, words)
    for at in range(stop, last):
        token = tokens[at]
        if token.low in words.joiners and _base(tokens[at - 1].text) in words.heads:
            return last
        if token.known is not None or token.text.islower():
            break
        if words.ends_firm(token.text) or (token.low in words.organisation_parts and _may_end(tokens, at, last, known)):
            end = at + 1
        if token.possessive or holds(words.titles, token.text):
            break
    return end


def _unit_end(text: str, tokens: Sequence[Token], stop: int, last: int, known: Mention, words: NameWords) -> int:
    """Return where the name of a unit ends that begins with its owner's: "Ansaldo Nucleare", "SNCF Voyageurs"."""
    if known.kind not in UNIT_OWNERS or known.end != tokens[stop - 1].end or known.text.islower():
        return stop
    end = stop
    while end < min(stop + UNIT_WORDS, last) and text[tokens[end - 1].end : tokens[end].start] == " ":
        token = tokens[end]
        plain = token.low in words.first_names or token.low in words.generic_tails or words.is_legal(token.text)
        plain = plain or any(holds(w, token.text) for w in (words.titles, words.stop, words.roles, words.product_words))
        if token.known is not None or plain or not token.text[1:].islower() or any(c.isdigit() for c in token.text):
            return stop if token.low in words.first_names or holds(words.titles, token.text) else end
        end += 1
        if token.possessive:
            break
    return end


UNIT_WORDS = 2


def _may_end(tokens: Sequence[Token], at: int, last: int, known: Mention) -> bool:
    """Tell whether a word that firms share with others ends a firm's name: "China Mobile", not "Paris Air Show"."""
    return known.kind in ("place", "state") and (at + 1 == last or not tokens[at + 1].is_name_like())


def _strangers(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> Iterator[tuple[int, int]]:
    """Yield the stretches without known mentions, cut at the titles that stand between a firm and a person."""
    begin = first
    for i in range(first, last):
        token = tokens[i]
        title = i > begin and holds(words.titles, token.text) and token.low not in words.organisation_parts
        if token.known is not None or title:
            yield begin, i
            begin = i + 1
        elif i > begin and _other_script(tokens[i - 1].text, token.text):
            yield begin, i
            begin = i
    yield begin, last


def _other_script(before: str, here: str) -> bool:
    """Tell whether one name ends between two words: at a change of alphabet, or "ФИФА" before a person."""
    if is_cyrillic(here) != is_cyrillic(before):
        return before.isalpha() and here.isalpha()
    return is_cyrillic(here) and before.isupper() and len(before) > 1 and not here.isupper()


def _at_first_names(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> Iterator[tuple[int, int]]:
    """Cut before a first name that follows something else: "Miller Capital | Charles Smith"."""
    for i in range(first + 1, last - 1):
        before, here = tokens[i - 1], tokens[i]
        if not _is_given(here.text, words) or before.text.islower():
            continue
        given = _is_given(before.text, words) or len(before.text) <= 2 or before.low in words.particles
        rest = [t.text for t in tokens[i:last]]
        if not given and len(rest) <= 3 and not words.sounds_corporate(rest):
            yield first, i
            yield i, last
            return
    yield first, last


def _is_given(word: str, words: NameWords) -> bool:
    return _base(word) in words.first_names or name_class(word) == "given"


def _opens(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Tell whether word i begins a sentence, a line or a quotation."""
    near = text[max(tokens[i].start - 6, 0) : tokens[i].start]
    before = near.rstrip(OPENING)
    if not before or before[-1] in SENTENCE_END:
        abbreviated = i > 0 and before[-1:] == "." and len(tokens[i - 1].text) <= 3 and tokens[i - 1].text[0].isupper()
        return not abbreviated
    return near.rstrip(" \u00a0")[-1:] in ('"', "“", "„") and not before.endswith(",")
