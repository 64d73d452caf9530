"""Numbers as a language writes them: digits with their marks, number words, fractions, magnitudes.

In: tokens and a language pack. Out: the number that starts at a token. Promise: values are exact decimals, work per
token is bounded, no language is named here; digits glued to letters and over-long runs of digits are no numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from anello.extract.tokens import Phrases, Tokens
from anello.lang import Language

_SPACES = frozenset("  \u2009\u202f\u2007")
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3}
MAX_DIGITS = 24
MAX_GROUPS = 7


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text: bounds (equal but for "tens of billions"), token span, and how it is written.

    `power` is the ten's power of its magnitude word (0 without); `spelled` tells number words, `bare` a run of digits.
    """

    low: Decimal
    high: Decimal
    first: int
    last: int
    power: int = 0
    spelled: bool = False
    bare: bool = False
    vague: bool = False


class NumberLexicon:
    """What a language knows of numbers, compiled: marks, number words, fractions and magnitudes."""

    def __init__(self, language: Language) -> None:
        marks: Mapping[str, Any] = language.language.get("marks", {})
        words: Mapping[str, Any] = language.language.get("numerals", {})
        self.decimal: str = marks.get("decimal", ".")
        self.thousands: str = marks.get("thousands", ",")
        self.simple: dict[str, int] = _spread(words.get("words", {}))
        self.multipliers: dict[str, int] = _spread(words.get("multipliers", {}))
        self.joiners = frozenset(words.get("joiners", ()))
        self.articles = frozenset(words.get("articles", ()))
        self.hyphenated = bool(words.get("hyphenated", False))
        self.fused = bool(words.get("fused", False))
        self.fractions = Phrases((p, Decimal(v)) for v, ps in words.get("fractions", {}).items() for p in ps)
        self.halves = Phrases((p, Decimal(v)) for v, ps in words.get("added", {}).items() for p in ps)
        self.bare_fraction = Phrases((p, Decimal(v)) for v, ps in words.get("lone", {}).items() for p in ps)
        self._load_magnitudes(language.money.get("magnitudes", {}))
        self.elided: dict[str, int] = _spread(words.get("elided", {}))
        self._pieces = sorted({**self.simple, **self.multipliers, **self.elided}, key=len, reverse=True)
        self._heads = frozenset(p[:2] for p in self._pieces)

    def _load_magnitudes(self, table: Mapping[str, Any]) -> None:
        self.magnitudes = Phrases((p, int(power)) for power, ps in table.get("words", {}).items() for p in ps)
        self.singular = Phrases((p, int(power)) for power, ps in table.get("alone", {}).items() for p in ps)
        self.plural = Phrases((p, int(power)) for power, ps in table.get("plural", {}).items() for p in ps)
        self.suffixes: dict[str, int] = {s: int(power) for power, ss in table.get("suffixes", {}).items() for s in ss}
        self.links = frozenset(table.get("links", ()))
        self.sums = frozenset(table.get("sums", ()))
        self.amounts = Phrases((p, Decimal(v)) for v, ps in table.get("amounts", {}).items() for p in ps)
        self.vague = Phrases((p, int(power)) for power, ps in table.get("vague", {}).items() for p in ps)

    def fused_value(self, word: str) -> int | None:
        """Return the value of number words written as one word ("duecentoquaranta"), None if it is none."""
        if not self.fused or len(word) < 5 or len(word) > 60 or word[:2] not in self._heads:
            return None
        return _fused(self, word)

    def pieces(self) -> list[str]:
        """Return the words that a fused number is made of, the longest first."""
        return self._pieces


@lru_cache(maxsize=4096)
def _fused(lexicon: NumberLexicon, word: str) -> int | None:
    total, current, rest = 0, 0, word
    while rest:
        piece = next((p for p in lexicon.pieces() if rest.startswith(p)), None)
        if piece is None:
            return None
        rest = rest[len(piece) :]
        factor = lexicon.multipliers.get(piece) or (100 if lexicon.elided.get(piece) == 100 else None)
        if factor is None:
            current += lexicon.simple.get(piece) or lexicon.elided.get(piece, 0)
        elif factor < 1000:
            current = (current or 1) * factor
        else:
            total, current = total + (current or 1) * factor, 0
    return total + current


def _spread(table: Mapping[str, Any]) -> dict[str, int]:
    return {form: int(value) for value, forms in table.items() for form in forms}


@lru_cache(maxsize=64)
def number_lexicon(language: Language) -> NumberLexicon:
    """Return the compiled number words of a language; compiled once."""
    return NumberLexicon(language)


def read_digits(tokens: Tokens, i: int, lexicon: NumberLexicon) -> tuple[Decimal, int, bool] | None:
    """Return the value of the digits at token `i` with their marks, the index after them, and whether they are bare.

    A mark before exactly three digits groups thousands where the language uses it so; before other numbers of digits
    it is a decimal mark whatever the language, since newspapers mix both styles.
    """
    if not tokens.is_kind(i, "d") or len(tokens.low[i]) > MAX_DIGITS:
        return None
    groups, j = _read_groups(tokens, i, lexicon)
    if groups is None:
        return None
    whole, bare = "".join(groups), len(groups) == 1
    mark = tokens.word(j)
    if mark in (".", ",") and tokens.glued(j - 1) and tokens.glued(j) and tokens.is_kind(j + 1, "d"):
        if _more_groups(tokens, j + 2) or len(tokens.low[j + 1]) > MAX_DIGITS:
            return None
        return Decimal(f"{whole}.{tokens.low[j + 1]}"), j + 2, False
    return Decimal(whole), j, bare


def _read_groups(tokens: Tokens, i: int, lexicon: NumberLexicon) -> tuple[list[str] | None, int]:
    groups, j, used = [tokens.low[i]], i + 1, ""
    while len(groups) <= MAX_GROUPS:
        mark = _group_mark(tokens, j, len(groups[0]), lexicon)
        if not mark or (used and mark != used):
            break
        used = mark
        j += 0 if mark == " " else 1
        groups.append(tokens.low[j])
        j += 1
    return (groups, j) if len(groups) <= MAX_GROUPS else (None, j)


def _group_mark(tokens: Tokens, j: int, head: int, lexicon: NumberLexicon) -> str:
    """Return the mark between the digits before `j` and a following group of thousands, "" if there is none."""
    if head > 3:
        return ""
    if tokens.is_kind(j, "d"):
        spaced = tokens.gap(j - 1) in _SPACES and len(tokens.low[j]) == 3 and not _marked_after(tokens, j, lexicon)
        return " " if spaced else ""
    mark = tokens.word(j)
    if not (tokens.is_kind(j + 1, "d") and tokens.glued(j - 1) and tokens.glued(j)):
        return ""
    size = len(tokens.low[j + 1])
    if size == 3 and mark in ".," and _other_decimals(tokens, j + 2, mark):
        return mark
    if mark == "'" or mark == lexicon.thousands:
        lakh = size == 2 and mark == "," and head <= 2 and _lakh_follows(tokens, j + 2)
        return mark if size == 3 or lakh else ""
    repeated = mark == lexicon.decimal and size == 3 and tokens.word(j + 2) == mark and tokens.glued(j + 1)
    repeated = repeated or (
        mark == lexicon.decimal and size == 3 and tokens.word(j - 2) == mark and tokens.is_kind(j - 3, "d")
    )
    return mark if repeated and mark in ".," else ""


def _marked_after(tokens: Tokens, j: int, lexicon: NumberLexicon) -> bool:
    """Tell whether a group after a space goes on with a thousands mark of its own (then it is another number)."""
    return (
        tokens.word(j + 1) == lexicon.thousands
        and tokens.glued(j)
        and tokens.glued(j + 1)
        and tokens.is_kind(j + 2, "d")
    )


def _other_decimals(tokens: Tokens, j: int, mark: str) -> bool:
    """Tell whether the other mark and one or two last digits follow at `j`: then `mark` groups ("1.111,11")."""
    other = tokens.word(j) == ("," if mark == "." else ".") and tokens.glued(j - 1) and tokens.glued(j)
    return other and tokens.is_kind(j + 1, "d") and len(tokens.low[j + 1]) < 3


def _lakh_follows(tokens: Tokens, j: int) -> bool:
    """Tell whether groups of two end in one of three ("12,34,567")."""
    for k in range(j, j + 8, 2):
        if tokens.word(k) != "," or not (tokens.glued(k - 1) and tokens.glued(k) and tokens.is_kind(k + 1, "d")):
            return False
        if len(tokens.low[k + 1]) != 2:
            return len(tokens.low[k + 1]) == 3
    return False


def _more_groups(tokens: Tokens, j: int) -> bool:
    """Tell whether digits go on after a decimal part (addresses, versions, dates): then it is no number."""
    return tokens.word(j) in (".", ",") and tokens.glued(j - 1) and tokens.glued(j) and tokens.is_kind(j + 1, "d")


def read_words(tokens: Tokens, i: int, lexicon: NumberLexicon) -> tuple[Decimal, int] | None:
    """Return the value of the number words at token `i` and the index after them."""
    total, current, last, j, seen = 0, 0, 0, i, False
    while j < len(tokens) and j - i < 16:
        k = _after_joint(tokens, j, lexicon, seen and (last >= 20 or last == 0))
        word = tokens.word(k)
        value = lexicon.simple.get(word)
        factor = lexicon.multipliers.get(word)
        value = lexicon.fused_value(word) if value is None and factor is None else value
        if value is not None and (not seen or _may_add(value, last)):
            current, last = current + value, value
        elif factor is not None and (seen or factor >= 100) and (not seen or last < factor):
            if factor < 1000:
                current, last = (current or 1) * factor, factor
            else:
                total, current, last = total + (current or 1) * factor, 0, factor
        else:
            break
        seen, j = True, k + 1
    return (Decimal(total + current), j) if seen else None


def _may_add(value: int, last: int) -> bool:
    if last >= 100:
        return value < last
    return last >= 20 and last % 10 == 0 and value < 10


def _after_joint(tokens: Tokens, j: int, lexicon: NumberLexicon, seen: bool) -> int:
    """Step over a hyphen or "and" inside a spelled number; the index stays where no number word follows."""
    if not seen:
        return j
    word = tokens.word(j)
    if (word == "-" and lexicon.hyphenated) or word in lexicon.joiners:
        following = tokens.word(j + 1)
        if following in lexicon.simple or (word == "-" and following in lexicon.multipliers):
            return j + 1
    return j


def read_number(tokens: Tokens, i: int, lexicon: NumberLexicon, *, priced: bool = False) -> Number | None:
    """Return the number that starts at token `i`, with fractions and magnitudes, or None.

    Args:
        priced: a currency stands right before, so that one-letter suffixes after a space count ("€ 500 m").
    """
    word = tokens.word(i)
    if tokens.is_kind(i, "d"):
        return _digit_number(tokens, i, lexicon, priced)
    if word in _VULGAR:
        return _with_magnitude(tokens, i, i + 1, _VULGAR[word], lexicon, spelled=False, priced=priced)
    if not tokens.is_kind(i, "w"):
        return None
    return _vague_number(tokens, i, lexicon) or _word_number(tokens, i, lexicon, priced)


def _digit_number(tokens: Tokens, i: int, lexicon: NumberLexicon, priced: bool) -> Number | None:
    found = read_digits(tokens, i, lexicon)
    if found is None:
        return None
    value, j, bare = found
    if tokens.word(j) in _VULGAR:
        return _with_magnitude(tokens, i, j + 1, value + _VULGAR[tokens.word(j)], lexicon, spelled=False, priced=priced)
    half = lexicon.halves.at(tokens, j)
    if half and lexicon.magnitudes.at(tokens, half[1]):
        value, j = value + half[0], half[1]
    number = _with_magnitude(tokens, i, j, value, lexicon, spelled=False, priced=priced)
    return Number(value, value, i, j, bare=bare) if number.power == 0 and number.last == j else number


def _word_number(tokens: Tokens, i: int, lexicon: NumberLexicon, priced: bool) -> Number | None:
    fraction = lexicon.fractions.at(tokens, i)
    if fraction:
        magnitude = lexicon.magnitudes.at(tokens, fraction[1])
        if magnitude:
            value = fraction[0].scaleb(magnitude[0])
            return Number(value, value, i, magnitude[1], power=magnitude[0], spelled=True)
    amount = lexicon.amounts.at(tokens, i)
    if amount:
        return Number(amount[0], amount[0], i, amount[1], power=amount[0].adjusted(), spelled=True)
    alone = lexicon.singular.at(tokens, i)
    if alone and not tokens.is_kind(i - 1, "d"):
        return _finish(tokens, i, alone[1], Decimal(1).scaleb(alone[0]), alone[0], lexicon)
    start = i
    found = read_words(tokens, i, lexicon)
    if found is None and tokens.word(i) in lexicon.articles:
        magnitude = lexicon.magnitudes.at(tokens, i + 1)
        if magnitude:
            return _finish(tokens, i, magnitude[1], Decimal(1).scaleb(magnitude[0]), magnitude[0], lexicon)
        if tokens.word(i + 1) in lexicon.multipliers:
            found = read_words(tokens, i + 1, lexicon)
    if found is None:
        return None
    value, j = found
    half = lexicon.halves.at(tokens, j)
    if half and lexicon.magnitudes.at(tokens, half[1]):
        value, j = value + half[0], half[1]
    return _with_magnitude(tokens, start, j, value, lexicon, spelled=True, priced=priced)


def _vague_number(tokens: Tokens, i: int, lexicon: NumberLexicon) -> Number | None:
    """Read "tens of billions", "several million" and plain "billions": 2 to 9.9 times what the words name."""
    vague = lexicon.vague.at(tokens, i)
    power, j = vague or (0, i)
    if vague and tokens.word(j) in lexicon.links:
        j += 1
    magnitude = (lexicon.magnitudes if vague else lexicon.plural).at(tokens, j)
    if magnitude is None:
        return None
    power += magnitude[0]
    low, high = Decimal(2).scaleb(power), Decimal("9.9").scaleb(power)
    return Number(low, high, i, magnitude[1], power=power, spelled=True, vague=not vague or vague[0] == 0)


def _with_magnitude(
    tokens: Tokens, i: int, j: int, value: Decimal, lexicon: NumberLexicon, *, spelled: bool, priced: bool
) -> Number:
    found = read_magnitude(tokens, j, lexicon, priced)
    if found is None:
        return Number(value, value, i, j, spelled=spelled)
    power, j = found
    return _finish(tokens, i, j, value.scaleb(power), power, lexicon)


def _finish(tokens: Tokens, i: int, j: int, value: Decimal, power: int, lexicon: NumberLexicon) -> Number:
    """Take what may follow a magnitude: a second one ("thousand billion"), a half, or a smaller part."""
    joint = j + 1 if tokens.word(j) in lexicon.links else j
    second = lexicon.magnitudes.at(tokens, joint)
    if second and second[0] > power:
        return _finish(tokens, i, second[1], value.scaleb(second[0]), second[0], lexicon)
    half = lexicon.halves.at(tokens, j)
    if half:
        value += half[0].scaleb(power)
        return Number(value, value, i, half[1], power=power)
    k = j + 1 if tokens.word(j) in lexicon.sums else j
    part = read_digits(tokens, k, lexicon) if "" in lexicon.sums or k > j else None
    smaller = read_magnitude(tokens, part[1], lexicon, False) if part else None
    if part and smaller and smaller[0] < power and part[0] < 1000:
        value += part[0].scaleb(smaller[0])
        return Number(value, value, i, smaller[1], power=power)
    return Number(value, value, i, j, power=power)


def read_magnitude(tokens: Tokens, j: int, lexicon: NumberLexicon, priced: bool) -> tuple[int, int] | None:
    """Return the power of ten of the magnitude at `j` (a word, after a hyphen too, or a suffix) and the index after."""
    if tokens.word(j) == "-" and tokens.glued(j - 1) and tokens.glued(j):
        found = lexicon.magnitudes.at(tokens, j + 1)
        if found:
            return found
    found = lexicon.magnitudes.at(tokens, j)
    if found:
        power, k = found
        return (power, k + 1) if _is_dotted(tokens, j, k) else found
    power_of = lexicon.suffixes.get(tokens.word(j))
    if power_of is not None and (tokens.glued(j - 1) or priced):
        return power_of, j + 1
    return None


def _is_dotted(tokens: Tokens, j: int, k: int) -> bool:
    """Tell whether an abbreviation is followed by its own full stop ("млрд. рублей"), not by the sentence's end."""
    short = k == j + 1 and len(tokens.low[j]) <= 4 and tokens.word(k) == "." and tokens.glued(k - 1)
    return short and k + 1 < len(tokens) and not tokens.upper(k + 1)
