"""Runs of capitalised words: where a name may stand.

In: a text, the mentions that are known, the name words of the language. Out: tokens, and pieces: runs of name-like
words cut where one name ends and the next begins. Promise: linear in the text; a possessive ends a name; a known name
stays whole unless a longer name of a firm holds it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from anello.extract.longnames import SEAT, base_of_word, opens_sentence, parts_of_run
from anello.extract.morphology import is_cyrillic, name_class
from anello.extract.nametokens import APOSTROPHES, Token
from anello.extract.namewords import NameWords, holds
from anello.model import Mention

GAPS = frozenset((" ", "\u00a0", " & "))
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
            pieces.extend(_pieces(text, tokens, first, last, words, covers(headlines, tokens[first].start)))
    for piece in pieces:
        at = tokens[piece.first].start
        piece.headline = covers(headlines, at)
        piece.opens = opens_sentence(text, tokens, piece.first)
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
        head = first is not None and (head or token.low in words.heads or base_of_word(token.text) in words.heads)
    if first is not None:
        yield first, len(tokens)


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
        joins = (joins and head and _in_one_name(tokens, i, words)) or _is_field_of_firm(tokens, i, words)
    return joins and i + 1 < len(tokens) and _leads_on(text, tokens, i, words, head)


CONJUNCTIONS = frozenset(("and", "und", "et", "e", "ed", "y", "и"))


def _in_one_name(tokens: Sequence[Token], i: int, words: NameWords) -> bool:
    """Tell whether a conjunction joins two fields of one body ("Ministry of Health and Welfare") and not two names."""
    joiners = words.joiners - words.articles
    before = next((j for j in range(i - 1, max(i - 5, -1), -1) if tokens[j].low in joiners), None)
    after = [t for t in tokens[i + 1 : i + 3] if t.is_name_like()]
    own = any(base_of_word(t.text) in words.heads or words.ends_firm(t.text) or t.known is not None for t in after)
    return before is not None and bool(after) and not own


def _is_field_of_firm(tokens: Sequence[Token], i: int, words: NameWords) -> bool:
    """Tell whether "the" and a firm's last word embrace both sides: "the Lusaka Water and Sewerage Company"."""
    first = i
    while first > max(i - 4, 0) and tokens[first - 1].text[0].isupper():
        first -= 1
    ends = i + 2 < len(tokens) and words.ends_firm(tokens[i + 2].text) and not words.is_legal(tokens[i + 2].text)
    named = any(words.ends_firm(t.text) or t.possessive for t in tokens[first : i + 1])
    plain = ends and tokens[i + 1].text[0].isupper() and tokens[i + 1].known is None
    return plain and not named and 0 < first < i and tokens[first - 1].low in words.articles


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


def _pieces(
    text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords, headline: bool
) -> Iterator[Piece]:
    """Cut one run into pieces: firms that hold a known name, then what is left between known names."""
    first, last = _trim(tokens, first, last, words)
    for begin, end, part in parts_of_run(text, tokens, first, last, words, headline):
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
        and (base_of_word(word.text) in words.heads or (word.low in words.first_names and not word.text.isupper()))
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
    if more and _begins_firm(tokens, first, last, words):
        return False
    lexicons = (words.stop, words.titles, words.elisions, words.roles) if more else (words.stop, words.elisions)
    return any(holds(lexicon, word.text) for lexicon in lexicons)


def _begins_firm(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> bool:
    """Tell whether a plain word is the first of a firm's name: "the Employees Provident Fund"."""
    word, ends = tokens[first], words.ends_firm(tokens[last - 1].text) and not words.is_legal(tokens[last - 1].text)
    if word.low in words.organisation_parts:
        return ends or words.is_legal(tokens[last - 1].text)
    after_article = first > 0 and tokens[first - 1].low in words.articles and word.text[0].isupper()
    plain = holds(words.stop, word.text) or holds(words.titles, word.text) or words.capital_nouns
    return ends and after_article and not plain and not word.of_state


def _is_outer_end(word: Token, words: NameWords) -> bool:
    """Tell whether the last word of a run stands behind the name and not in it."""
    if not word.is_name_like():
        return True
    return holds(words.titles, word.text) and word.low not in words.organisation_parts


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
    return base_of_word(word) in words.first_names or name_class(word) == "given"
