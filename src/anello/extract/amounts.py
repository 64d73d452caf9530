"""One amount as written: a number with its currency or percent sign, and the range or list that it opens.

In: tokens and a language pack. Out: `Amount` records. Promise: work per token is bounded, exact decimals, no language
named; years, times, model names and percentage points are no amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from anello.extract.currencies import SIGNS, currency_lexicon, prefix_scale
from anello.extract.numbers import Number, number_lexicon, read_magnitude, read_number
from anello.extract.tokens import Phrases, Tokens, split_phrase
from anello.lang import Language

LOOK_BACK = 14
LIST_ITEMS = 8


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts: `kind` is money, percent, unit or plain.

    `first`/`last` are its tokens with bound words and periods, `core` those without; `power` is that of its magnitude.
    """

    low: Decimal | None
    high: Decimal | None
    kind: str
    name: str
    first: int
    last: int
    core: tuple[int, int]
    power: int = 0
    approximate: bool = False
    per: str | None = None
    basis: str | None = None
    bare: bool = False
    spelled: bool = False
    family: str = ""
    qualified: bool = False
    fraction: bool = False


class AmountLexicon:
    """What a language knows of amounts beyond numbers, compiled from `money.toml`."""

    def __init__(self, language: Language) -> None:
        money = language.money
        self.numbers = number_lexicon(language)
        self.currencies = currency_lexicon(language)
        percent: Mapping[str, Any] = money.get("percent", {})
        self.percent = Phrases((p, True) for p in ("%", *percent.get("words", ())))
        self.points = Phrases((p, True) for p in percent.get("points", ()))
        bounds: Mapping[str, Any] = money.get("bounds", {})
        self.before = _table(bounds, ("over", "up_to", "about", "exact", "up_to_or_exact"))
        self.after = Phrases((p, k) for k in ("over", "up_to", "about") for p in bounds.get(f"{k}_after", ()))
        self.skips = frozenset(bounds.get("skips", ()))
        self.change = Phrases((p, True) for p in bounds.get("change", ()))
        ranges: Mapping[str, Any] = money.get("ranges", {})
        self.openers = _table(ranges, ("between", "from"))
        self.joints = _table(ranges, ("to", "either", "and"))
        self.dividers = frozenset(ranges.get("list", ()))
        self.per = _table(money.get("per", {}))
        self.per_before = _table(money.get("per_before", {}))
        self.basis = _table(money.get("basis", {}))
        self.units = _table(money.get("units", {}))
        counting: Mapping[str, Any] = money.get("counting", {})
        self.stops = frozenset(counting.get("stops", ()))
        self.of = Phrases((p, True) for p in counting.get("of", ()))
        self.nouns_after_bare = frozenset(split_phrase(p)[0] for p in counting.get("no_noun", ()))
        self.heads = self._heads()

    def _heads(self) -> frozenset[str]:
        numbers, heads = self.numbers, set(SIGNS) | set(self.currencies.magnitude_signs)
        heads |= set(numbers.simple) | set(numbers.multipliers) | numbers.articles | {"½", "¼", "¾", "⅓", "⅔"}
        for phrases in (
            numbers.fractions,
            numbers.amounts,
            numbers.singular,
            numbers.plural,
            numbers.vague,
            self.currencies.leading,
        ):
            heads |= phrases.heads()
        return frozenset(heads)


def _table(table: Mapping[str, Any], keys: Iterable[str] | None = None) -> Phrases[str]:
    return Phrases((p, k) for k in (table if keys is None else keys) for p in table.get(k, ()))


@lru_cache(maxsize=64)
def amount_lexicon(language: Language) -> AmountLexicon:
    """Return the compiled amount words of a language; compiled once."""
    return AmountLexicon(language)


def may_start(tokens: Tokens, i: int, lexicon: AmountLexicon) -> bool:
    """Tell whether a word may be a code or a fused number, which no set of first words lists."""
    if tokens.kind[i] != "w":
        return False
    word = tokens.low[i]
    if len(word) in (3, 4) and tokens.is_kind(i + 1, "d"):
        return tokens.is_kind(i + 1, "d") and lexicon.currencies.before(tokens, i) is not None
    return lexicon.numbers.fused_value(word) is not None


def read_group(tokens: Tokens, i: int, lexicon: AmountLexicon) -> list[Amount]:
    """Read an amount with the range or list that it opens; [] where no amount starts."""
    first = read_amount(tokens, i, lexicon)
    if first is None:
        return []
    ranged = _read_range(tokens, first, lexicon) or _read_change(tokens, first, lexicon)
    if ranged:
        return ranged
    return _read_list(tokens, first, lexicon)


def read_amount(tokens: Tokens, i: int, lexicon: AmountLexicon, *, inside: bool = False) -> Amount | None:
    """Read one number with its currency, percent sign or unit at token `i`.

    Args:
        inside: the token follows a joint of a range or list, so that a hyphen before it is no part of a name.
    """
    prefix = lexicon.currencies.before(tokens, i)
    at = prefix[1] if prefix else i
    if prefix and not (tokens.is_kind(at, "d") or tokens.word(at) in lexicon.heads):
        return None
    if not inside and not stands_free(tokens, i):
        return None
    number = read_number(tokens, at, lexicon.numbers, priced=prefix is not None)
    if number is None or (
        prefix and prefix[1] == i + 1 and tokens.word(i) in lexicon.currencies.magnitude_signs and not number.power
    ):
        return None
    return _named(tokens, i, number, prefix[0] if prefix else None, lexicon)


def stands_free(tokens: Tokens, i: int) -> bool:
    """Tell whether the token at `i` is no tail of a name ("A330"), a time, a date, a score or an address."""
    if not tokens.glued(i - 1):
        return True
    before = tokens.word(i - 1)
    if tokens.is_kind(i - 1, "w") or tokens.is_kind(i - 1, "d"):
        return False
    if before in "-:/_@&=.,%":
        return (before != "." and not tokens.glued(i - 2)) or (before == "." and tokens.is_kind(i - 2, "w"))
    return True


def _named(tokens: Tokens, i: int, number: Number, currency: str | None, lexicon: AmountLexicon) -> Amount | None:
    j = number.last
    low, high = number.low, number.high
    made = Amount(
        low, high, "plain", "", i, j, (i, j), number.power, number.vague, bare=number.bare, spelled=number.spelled
    )
    after = (
        None if _too_plain(tokens, number, lexicon) else lexicon.currencies.after(tokens, j, linked=number.power >= 6)
    )
    if currency is not None:
        j = after[1] if after and after[0].code == currency else j
        scale = prefix_scale(tokens.word(i))
        return replace(made, low=low * scale, high=high * scale, kind="money", name=currency, last=j, core=(i, j))
    percent = _percent_at(tokens, j, lexicon)
    if percent:
        return None if percent < 0 else replace(made, kind="percent", name="%", last=percent, core=(i, percent))
    if after:
        name, end = after
        late = None if number.power else read_magnitude(tokens, end, lexicon.numbers, False)
        factor = name.factor.scaleb(late[0]) if late else name.factor
        low, high, end = low * factor, high * factor, late[1] if late else end
        made = replace(made, low=low, high=high, kind="money", name=name.code, last=end, core=(i, end))
        return replace(made, family=name.family, qualified=name.qualified, fraction=name.factor < 1)
    if (
        tokens.is_kind(j, "w")
        and tokens.glued(j - 1)
        and tokens.is_kind(j - 1, "d")
        and not lexicon.units.at(tokens, j)
    ):
        return None
    if (
        tokens.word(j) in ":/"
        and tokens.word(j)
        and tokens.glued(j - 1)
        and tokens.glued(j)
        and tokens.is_kind(j + 1, "d")
    ):
        return None
    return made


def _too_plain(tokens: Tokens, number: Number, lexicon: AmountLexicon) -> bool:
    """Tell whether a currency word after the number is more likely another word ("in 2004 won", "5 won")."""
    return tokens.word(number.last) in lexicon.currencies.homonyms and (
        (number.power < 3 and number.low < 1000) or number.bare
    )


def _percent_at(tokens: Tokens, j: int, lexicon: AmountLexicon) -> int:
    """Return the index after a percent sign or word at `j`, 0 if there is none, -1 for percentage points."""
    if tokens.word(j) == "-" and tokens.glued(j - 1):
        j += 1
    if tokens.word(j) == "%" and tokens.glued(j) and (tokens.is_kind(j + 1, "d") or tokens.is_kind(j + 1, "w")):
        return 0
    if lexicon.points.at(tokens, j):
        return -1
    found = lexicon.percent.at(tokens, j)
    return found[1] if found else 0


def _read_range(tokens: Tokens, first: Amount, lexicon: AmountLexicon) -> list[Amount]:
    """Read "A to B" as one amount, or as two where the text tells of a move from A to B; [] where there is no range."""
    joint = lexicon.joints.at(tokens, first.last)
    if joint is None or (first.kind == "plain" and lexicon.units.at(tokens, first.last)):
        return []
    opener = lexicon.openers.before(tokens, first.first)
    how = opener[0] if opener else ""
    if joint[0] == "and" and how != "between":
        return []
    second = read_amount(tokens, joint[1], lexicon, inside=True)
    if second is None or not _agree(first, second):
        return []
    both_whole = first.kind == second.kind != "plain" and (first.power == second.power or _is_whole(first))
    first = _borrow(first, second)
    second = _borrow(second, first)
    if first.low is None or second.high is None or first.low >= second.high:
        return []
    if joint[0] == "to" and how != "between" and (how == "from" or both_whole):
        moved = (how == "from" and both_whole) or has_change(tokens, first.first, lexicon)
        if moved:
            return [first, second]
    start = opener[1] if opener and how else first.first
    core = (first.first, second.last)
    return [replace(second, low=first.low, first=start, core=core, approximate=first.approximate or second.approximate)]


def _read_change(tokens: Tokens, first: Amount, lexicon: AmountLexicon) -> list[Amount]:
    """Read "3 dollars and 50 cents" as one amount; [] where no sub-unit of the same money follows."""
    if first.kind != "money" or first.power or first.low is None or first.high is None:
        return []
    joint = lexicon.joints.at(tokens, first.last)
    second = read_amount(tokens, joint[1] if joint and joint[0] == "and" else first.last, lexicon)
    if second is None or second.kind != "money" or second.low is None or not second.fraction or second.low >= 1:
        return []
    if second.name != first.name and second.qualified:
        return []
    total = first.low + second.low
    return [replace(first, low=total, high=total, last=second.last, core=(first.first, second.last))]


def _agree(a: Amount, b: Amount) -> bool:
    """Tell whether two amounts may be ends of one range or items of one list."""
    if "plain" in (a.kind, b.kind):
        return not (a.kind == "percent" and b.power) and not (a.bare and year_like(a) and b.power >= 3)
    return a.kind == b.kind and a.name == b.name


def year_like(a: Amount) -> bool:
    """Tell whether a bare number may be a year."""
    return a.bare and a.low is not None and 1900 <= a.low <= 2100


def _is_whole(a: Amount) -> bool:
    return a.kind == "percent" or (a.kind == "money" and a.power > 0)


def _borrow(a: Amount, b: Amount) -> Amount:
    """Give an amount the currency, percent sign and magnitude that it leaves to its neighbour."""
    if a.low is None or a.high is None:
        return a
    kind, name = (b.kind, b.name) if a.kind == "plain" else (a.kind, a.name)
    power = a.power
    if power == 0 and b.power and a.low < _most_counted(b) and a.last <= b.first:
        power = b.power
    shift = power - a.power
    return replace(a, kind=kind, name=name, low=a.low.scaleb(shift), high=a.high.scaleb(shift), power=power)


def _most_counted(b: Amount) -> int:
    """Return what a number may count at most of the magnitude of `b`; some count thousands of millions."""
    return 1000 if b.low is None or b.low.scaleb(-b.power) < 1000 else 10**6


def has_change(tokens: Tokens, i: int, lexicon: AmountLexicon) -> bool:
    """Tell whether a word of change ("rose", "вырастет") stands shortly before token `i` in the same sentence."""
    for k in range(i - 1, max(i - 1 - LOOK_BACK, -1), -1):
        if tokens.low[k] in ".!?;" and not tokens.glued(k):
            return False
        if lexicon.change.at(tokens, k):
            return True
    return False


def _read_list(tokens: Tokens, first: Amount, lexicon: AmountLexicon) -> list[Amount]:
    """Read "5, 7 and 9 billion": items without a name of their own take it from the last one that has it."""
    if _is_whole(first) or first.kind == "percent" or (first.power and first.kind == "money") or year_like(first):
        return [first]
    items = [first]
    while len(items) < LIST_ITEMS:
        j = items[-1].last
        joint = lexicon.joints.at(tokens, j)
        comma = tokens.word(j) in lexicon.dividers
        if not comma and not (joint and joint[0] in ("and", "either")):
            break
        at = joint[1] if joint else j + 1
        following = read_amount(tokens, at, lexicon, inside=True)
        if following is None or not _agree(items[-1], following) or year_like(following):
            break
        items.append(following)
        if following.power or following.kind == "percent" or (following.kind == "money" and first.kind == "plain"):
            break
    last = items[-1]
    if len(items) == 1 or not (last.power or last.kind != "plain"):
        return items[:-1] or [first]  # nothing to borrow; the last may open a range of its own
    if last.kind == "plain":
        last = items[-1] = replace(last, kind=first.kind, name=first.name)
    return [_borrow(item, last) for item in items]
