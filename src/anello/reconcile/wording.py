"""What the words round a sum make of it: an increase, a new whole, or the part of it that is drawn, free or binding.

In: a claim and the text of its article, with the pack of its language. Out: a `Wording`. Promise: only words that stand
directly beside the sum count, so that a word elsewhere in the sentence changes nothing; without a pack or a text
nothing is read into a sum. The words are data (`relations.toml` of each pack).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from anello.lang import load, pack_codes
from anello.model import Article, Claim, Money

BESIDE = 32
"""Characters on either side of a sum in which a word speaks of it."""
BEFORE = 90
"""Characters before a sum in which a word of growth is looked for."""

PARTS = ("available", "drawn", "binding")
"""What a part of a sum may be; in this order, since "not yet drawn" holds "drawn"."""

_SIGN = r"\s*(?:[A-Z]{0,3}[$€£¥₽₹])?\s*$"
_STOP = re.compile(r"[.;:!?\n]\s|\d")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a sum is meant: `change` is "by" (it is added), "to" (the new whole) or ""; `part` one of `PARTS` or ""."""

    change: str = ""
    part: str = ""


PLAIN = Wording()
"""A sum that stands for itself."""


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The compiled words of one language."""

    change: re.Pattern[str]
    by: re.Pattern[str]
    to: re.Pattern[str]
    further: re.Pattern[str]
    parts: tuple[tuple[str, re.Pattern[str]], ...]


def read_wordings(claims: Iterable[Claim], articles: Mapping[str, Article]) -> dict[str, Wording]:
    """Return the wording of each claim whose sum is not plain, by id.

    >>> read_wordings((), {})
    {}
    """
    found = {}
    for claim in claims:
        article = articles.get(claim.article)
        if claim.amount is not None and article is not None and not article.row:
            wording = wording_of(claim.amount, article.text, article.language)
            if wording != PLAIN:
                found[claim.id] = wording
    return found


def wording_of(money: Money, text: str, language: str) -> Wording:
    """Return how a sum is meant by the words beside it; `money.start` and `money.end` are places in `text`.

    >>> said = "The bank raised the credit line by $2 billion."
    >>> wording_of(Money(None, None, "USD", text="$2 billion", start=35, end=45), said, "en").change
    'by'
    """
    if language not in pack_codes() or text[money.start : money.end] != money.text or not money.text:
        return PLAIN
    words = _words(language)
    lead = _clause_before(text, money)
    return Wording(_change(words, lead, text[money.end : money.end + BESIDE]), _part(words, lead, text, money))


def _clause_before(text: str, money: Money) -> str:
    """Return what stands before the figure in its sentence, the words of its bound included."""
    figure = re.search(r"\d", money.text)
    end = money.start + (figure.start() if figure else 0)
    lead = text[max(0, end - BEFORE) : end]
    stops = [stop.end() for stop in re.finditer(r"[.;:!?\n]\s", lead)]
    return lead[stops[-1] :] if stops else lead


def _change(words: _Words, lead: str, after: str) -> str:
    near = lead[-BESIDE:]
    stop = _STOP.search(after)
    beside = after[: stop.start()] if stop else after
    # Some languages put the verb last.
    if words.change.search(lead) or words.change.match(beside.lstrip()):
        if words.to.search(lead):
            return "to"
        if words.by.search(lead):
            return "by"
    return "by" if words.further.match(beside.lstrip()) or _ends_with(words.further, near) else ""


def _ends_with(pattern: re.Pattern[str], lead: str) -> bool:
    return any(not _LETTERS.search(lead, found.end()) for found in pattern.finditer(lead))


def _part(words: _Words, lead: str, text: str, money: Money) -> str:
    near = lead[-BESIDE:]
    digit = max((found.end() for found in re.finditer(r"\d|,\s", near)), default=0)
    after = text[money.end : money.end + BESIDE]
    stop = re.search(r"[.;:!?\n,]\s|\d|[.;!?]$", after)
    beside = (near[digit:], after[: stop.start()] if stop else after)
    for part, pattern in words.parts:
        if any(pattern.search(said) for said in beside):
            return part
    return ""


@cache
def _words(language: str) -> _Words:
    table = load(language).relations
    return _Words(
        phrases(table["change"]),
        re.compile(_source(table["by"]) + _SIGN, re.IGNORECASE),
        re.compile(_source(table["to"]) + _SIGN, re.IGNORECASE),
        phrases(table["further"]),
        tuple((part, phrases(table[part])) for part in PARTS),
    )


def phrases(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words, the longest first; `*` is any ending.

    >>> bool(phrases(["part of"]).search("as part of it")), bool(phrases(["part"]).search("partner"))
    (True, False)
    """
    return re.compile(_source(words), re.IGNORECASE)


def _source(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    inner = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in ordered)
    return rf"(?<!\w)(?:{inner})(?!\w)"
