"""Money, percents and quantities of a text.

In: a text and its language pack. Out: `Values` with `Money`, `Percent` and `Quantity` records. Promise: exact decimals,
`text == article[start:end]`, sorted and without overlaps over all three, linear time, never an exception on bad text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from anello.extract.amounts import Amount, amount_lexicon
from anello.extract.quantities import find_amounts
from anello.extract.tokens import Phrases, Tokens
from anello.lang import Language
from anello.model import Money, Percent, Quantity

_CHEAP = re.compile(r"[0-9$€£¥₽₴₸₹½¼¾%]")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a text, each list in text order."""

    money: tuple[Money, ...] = ()
    percents: tuple[Percent, ...] = ()
    quantities: tuple[Quantity, ...] = ()


class StakeLexicon:
    """How a language calls parts of a company without a number: half, a third, the majority."""

    def __init__(self, language: Language) -> None:
        table: Any = language.money.get("stakes", {})
        self.parts = Phrases((p, Decimal(v)) for v, ps in table.get("parts", {}).items() for p in ps)
        self.nouns = Phrases((p, True) for p in table.get("nouns", ()))
        self.fillers = frozenset(table.get("fillers", ()))
        self.majority = Phrases((p, Decimal(50)) for p in table.get("majority", ()))
        self.heads = self.parts.heads() | self.majority.heads()


@lru_cache(maxsize=64)
def _stake_lexicon(language: Language) -> StakeLexicon:
    return StakeLexicon(language)


def has_value(text: str) -> bool:
    """Tell cheaply whether a text has a digit, a currency sign or a percent sign.

    >>> has_value("They signed."), has_value("for $5")
    (False, True)
    """
    return _CHEAP.search(text) is not None


def find_values(text: str, language: Language) -> Values:
    """Find sums of money, percents and counted quantities, with bounds as the text words them.

    A bound word belongs to the value's span ("circa 10 miliardi di dollari"). A sum without any currency that can be
    told has `currency` None. Years, dates, times, ages, scores and model names are no values.
    """
    tokens = Tokens(text)
    amounts = find_amounts(tokens, amount_lexicon(language))
    stakes = _find_stakes(tokens, _stake_lexicon(language), amounts)
    money, percents, quantities = [], [], []
    for amount in sorted(amounts + stakes, key=lambda a: a.first):
        start, end = tokens.start[amount.first], tokens.end[amount.last - 1]
        low, high, about, said = _plain(amount.low), _plain(amount.high), amount.approximate, text[start:end]
        if amount.kind == "money":
            money.append(Money(low, high, amount.name or None, about, amount.per, amount.basis, said, start, end))
        elif amount.kind == "percent":
            percents.append(Percent(low, high, about, _share_basis(text, start, end, language), said, start, end))
        else:
            quantities.append(Quantity(low, high, amount.name, about, said, start, end))
    return Values(tuple(money), tuple(percents), tuple(quantities))


def _share_basis(text: str, start: int, end: int, language: Language) -> str | None:
    """Return of which shares a percentage is, where words near it in its sentence say so; the nearest words count.

    >>> from anello.lang import load
    >>> _share_basis("It holds 27% on an as-converted basis.", 9, 12, load("en"))
    'as_converted'
    """
    behind = STOP.split(text[end : end + BASIS_REACH])[0].casefold()
    before = STOP.split(text[max(start - BASIS_REACH, 0) : start])[-1].casefold()
    found = []
    for basis, phrases in language.money.get("share_basis", {}).items():
        for phrase in phrases:
            if phrase in behind:
                found.append((behind.index(phrase), basis))
            if phrase in before:
                found.append((len(before) - before.rindex(phrase), basis))
    return min(found)[1] if found else None


BASIS_REACH = 90
"""Characters on either side of a percentage in which its basis is looked for."""


def without_backlogs(money: Iterable[Money], text: str, language: Language) -> Iterator[Money]:
    """Yield the sums but those of a backlog ("its order book had grown to $4bn"), which no single deal has."""
    words = tuple(str(w) for w in language.money.get("backlog", ()))
    for sum_ in money:
        before = STOP.split(text[max(sum_.start - BACKLOG_REACH, 0) : sum_.start])[-1].casefold()
        if not any(word in before for word in words):
            yield sum_


STOP = re.compile(r"[.;!?]\s|\n")
BACKLOG_REACH = 140
"""Characters before a sum in which the word of a backlog is looked for, within its sentence."""


def _plain(value: Decimal | None) -> Decimal | None:
    """Return the value without exponent or trailing zeros, so that equal amounts also print alike."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value and abs(value) < Decimal(10) ** 27 else value.normalize()


def _find_stakes(tokens: Tokens, lexicon: StakeLexicon, amounts: list[Amount]) -> list[Amount]:
    """Find "half of the shares" and "a majority stake" where no percent of their own stands beside them."""
    taken = [(a.first, a.last, a.kind) for a in amounts]
    found: list[Amount] = []
    i, at = 0, 0
    while i < len(tokens):
        while at < len(taken) and taken[at][1] <= i - 4:
            at += 1
        hit = _stake_at(tokens, i, lexicon) if tokens.low[i] in lexicon.heads else None
        if hit and not _is_taken(taken[at : at + 4], i, hit.last):
            found.append(hit)
        i = hit.last if hit else i + 1
    return found


def _is_taken(near: list[tuple[int, int, str]], first: int, last: int) -> bool:
    return any(
        (a < last and first < b) or (kind == "percent" and a < last + 4 and first < b + 4) for a, b, kind in near
    )


def _stake_at(tokens: Tokens, i: int, lexicon: StakeLexicon) -> Amount | None:
    majority = lexicon.majority.at(tokens, i)
    if majority:
        return Amount(majority[0], None, "percent", "%", i, majority[1], (i, majority[1]))
    part = lexicon.parts.at(tokens, i)
    if part is None:
        return None
    for k in range(part[1], min(part[1] + 4, len(tokens))):
        noun = lexicon.nouns.at(tokens, k)
        if noun:
            return Amount(part[0], part[0], "percent", "%", i, noun[1], (i, part[1]))
        if tokens.low[k] not in lexicon.fillers:
            break
    return None
