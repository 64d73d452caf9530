"""Longer names that hold a known one: "Banca Generali", "Bupa Australia", "Serum Institute of India", "Oman Broadband".

In: the tokens of a run of capitalised words with the known mentions noted. Out: the parts of the run. Promise: a known
name stays whole; what stands beside it joins it only where words of firms or the order of a name say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anello.extract.morphology import is_cyrillic, nominative
from anello.extract.nametokens import Token
from anello.extract.namewords import NameWords, holds
from anello.model import Mention

SENTENCE_END = frozenset(".!?:\n…•|")
OPENING = "\"'«“„—–-([ \u00a0\t"

SEAT = re.compile(r"-(?:based|listed|linked|owned|backed|led|controlled|run|born|headquartered|registered)$")
"""What makes a name the adjective of another: "Perth-based Nordvale Energy"."""

MERGING = frozenset({"organisation", "fund", "place", "state", "outlet", "regulator"})
UNIT_OWNERS = frozenset({"organisation", "fund"})


def parts_of_run(
    text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords, headline: bool
) -> Iterator[tuple[int, int, Mention | None]]:
    """Yield the parts of a run; one that is a longer name of a firm comes with the known mention inside it."""
    begin, i = first, first
    while i < last:
        known = tokens[i].known
        if known is not None and known.end < tokens[i].end and SEAT.search(tokens[i].text):
            yield begin, i, None
            begin = i = i + 1
            continue
        if known is None or known.kind not in MERGING:
            i += 1
            continue
        stop = _end_of(tokens, i, last, known)
        end = _tail(text, tokens, stop, last, known, words)
        if end == stop and not headline:
            end = _called_after(text, tokens, stop, last, known, words)
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
    if _is_of_head(tokens, begin, i, known, words):
        return begin
    before = tokens[i - 1]
    if not before.text[0].isupper() or before.known is not None or before.of_state or before.noun:
        return i
    if known.kind in UNIT_OWNERS or (known.kind == "place" and before.low in words.heads):
        return i - 1 if before.low in words.heads and not opens_sentence(text, tokens, i - 1) else i
    if known.kind == "place" and (
        opens_sentence(text, tokens, begin) or is_cyrillic(known.text) or words.capital_nouns
    ):
        return i
    branch = known.kind in ("state", "place") and known.text[0].isupper() and known.end == tokens[i].end
    branch = branch and (not known.text.isupper() or known.text in BRANCHES) and before.text[1:].islower()
    return begin if branch and not _is_plain(before, words) and not _has_known(tokens, begin, i) else i


def _is_plain(word: Token, words: NameWords) -> bool:
    """Tell whether a word is no name by itself, whatever its first letter."""
    lexicons = (words.stop, words.titles, words.roles, words.place_words, words.common)
    return any(holds(lexicon, word.text) for lexicon in lexicons)


def _is_of_head(tokens: Sequence[Token], begin: int, i: int, known: Mention, words: NameWords) -> bool:
    """Tell whether a state or a place ends the name of a body: "Serum Institute of India"."""
    joined = known.kind in ("place", "state") and tokens[i - 1].low in words.joiners and i - 1 > begin
    named = joined and not _has_known(tokens, begin, i) and tokens[i - 2].is_name_like()
    return named and any(base_of_word(t.text) in words.heads for t in tokens[begin : i - 1] if t.is_name_like())


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
        named = after.known.name.isalpha() and not after.text.isupper()
        whole = unit and (named or after.text in BRANCHES) and not after.possessive
        return stop + 1 if whole and text[tokens[stop - 1].end : after.start] == " " else stop
    end = _unit_end(text, tokens, stop, last, known, words)
    for at in range(stop, last):
        token = tokens[at]
        if token.low in words.joiners and base_of_word(tokens[at - 1].text) in words.heads:
            return last
        if token.known is not None or token.text.islower():
            break
        if words.ends_firm(token.text) or (token.low in words.organisation_parts and _may_end(tokens, at, last, known)):
            end = at + 1
        if token.possessive or holds(words.titles, token.text):
            break
    return end


def _called_after(text: str, tokens: Sequence[Token], stop: int, last: int, known: Mention, words: NameWords) -> int:
    """Return where the name of a firm ends that begins with a state or a place: "Oman Broadband"; else `stop`."""
    first = tokens[stop - 1]
    if known.kind not in ("state", "place") or first.possessive or known.end != first.end or known.text.isupper():
        return stop
    if words.capital_nouns or is_cyrillic(known.text) or known.text.casefold() in words.first_names:
        return stop
    end = stop
    while end < min(stop + UNIT_WORDS, last) and text[tokens[end - 1].end : tokens[end].start] == " ":
        token = tokens[end]
        plain = _is_plain(token, words) or token.low in words.first_names or holds(words.product_words, token.text)
        if token.known is not None or token.of_state or plain or not token.text[1:].islower():
            break
        end += 1
        if token.possessive:
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
BRANCHES = frozenset(("UK", "USA"))
"""States that a branch is called after in capitals: "Hachette UK"."""


def _may_end(tokens: Sequence[Token], at: int, last: int, known: Mention) -> bool:
    """Tell whether a word that firms share with others ends a firm's name: "China Mobile", not "Paris Air Show"."""
    return known.kind in ("place", "state") and (at + 1 == last or not tokens[at + 1].is_name_like())


def base_of_word(word: str) -> str:
    """Return the form under which lexicons hold a word."""
    return nominative(word).casefold() if is_cyrillic(word) else word.casefold()


def opens_sentence(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Tell whether word i begins a sentence, a line or a quotation."""
    near = text[max(tokens[i].start - 6, 0) : tokens[i].start]
    before = near.rstrip(OPENING)
    if not before or before[-1] in SENTENCE_END:
        abbreviated = i > 0 and before[-1:] == "." and len(tokens[i - 1].text) <= 3 and tokens[i - 1].text[0].isupper()
        return not abbreviated
    return near.rstrip(" \u00a0")[-1:] in ('"', "“", "„") and not before.endswith(",")
