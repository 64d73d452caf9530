"""The amounts of a text: what each number counts, its bounds ("up to", "circa"), its period and its basis.

In: tokens and a language pack. Out: `Amount` records in text order. Promise: linear in the text (every look ahead or
back is bounded), exact decimals, no language named; what has neither currency, percent, unit nor magnitude is dropped.
"""

from __future__ import annotations

from dataclasses import replace

from anello.extract.amounts import Amount, AmountLexicon, has_change, may_start, read_group, year_like
from anello.extract.tokens import Tokens

UNIT_REACH = 5
COUNTLESS = 9
"""From this power of ten on, a number without a noun counts money: nobody orders chips or aircraft by the billion."""


def find_amounts(tokens: Tokens, lexicon: AmountLexicon) -> list[Amount]:
    """Return the amounts of a text in order; ranges are one amount, the items of a list one each."""
    found: list[Amount] = []
    nouns: dict[str, str] = {}
    i, size, heads = 0, len(tokens), lexicon.heads
    while i < size:
        if tokens.kind[i] != "d" and tokens.low[i] not in heads and not may_start(tokens, i, lexicon):
            i += 1
            continue
        group = read_group(tokens, i, lexicon)
        kept = [a for a in (_with_context(tokens, a, lexicon, found) for a in group) if a is not None]
        found.extend(_as_before(a, nouns) for a in kept)
        i = max([a.last for a in group] + [a.last for a in kept], default=i + 1)
    return found


def _as_before(amount: Amount, nouns: dict[str, str]) -> Amount:
    """Read a bare currency noun as the text last said whose it is ("Swedish crowns ... 5 million crowns")."""
    if not amount.family:
        return amount
    if amount.qualified:
        nouns[amount.family] = amount.name
        return amount
    return replace(amount, name=nouns.get(amount.family, amount.name))


def _with_context(tokens: Tokens, amount: Amount, lexicon: AmountLexicon, earlier: list[Amount]) -> Amount | None:
    """Add unit, bounds, period and basis; None where the number counts nothing that concerns us."""
    if amount.kind == "plain":
        named = _parallel(tokens, amount, earlier) or _with_unit(tokens, amount, lexicon)
        named = named or _inherited(tokens, amount, lexicon, earlier)
        if named is None:
            return None
        amount = named
    if amount.kind == "percent" and amount.name != "%":
        return None
    amount = _bounded(tokens, amount, lexicon)
    return _with_period(tokens, amount, lexicon)


def _parallel(tokens: Tokens, amount: Amount, earlier: list[Amount]) -> Amount | None:
    """Give a bare number the magnitude and currency of the sum it is listed with: "$50bn from A, 30 from B"."""
    previous = earlier[-1] if earlier else None
    if previous is None or previous.kind != "money" or previous.power < 6 or amount.power or not amount.bare:
        return None
    near = amount.first - previous.last <= UNIT_REACH and tokens.word(amount.first - 1) == ","
    same = tokens.word(amount.last) == tokens.word(previous.last) and tokens.is_kind(amount.last, "w")
    if not near or not same or amount.low is None or amount.high is None or year_like(amount):
        return None
    low, high = amount.low.scaleb(previous.power), amount.high.scaleb(previous.power)
    return replace(amount, kind="money", name=previous.name, low=low, high=high, power=previous.power)


def _with_unit(tokens: Tokens, amount: Amount, lexicon: AmountLexicon) -> Amount | None:
    """Find the counted noun after the number, over a few describing words ("179 new aerial tankers")."""
    j = amount.last
    if amount.spelled and amount.low == 1 and tokens.word(amount.first) in lexicon.numbers.articles:
        return None
    reach = 1 if year_like(amount) else UNIT_REACH
    link = lexicon.of.at(tokens, j)
    j = link[1] if link and reach > 1 else j
    if tokens.word(j) == "-" and tokens.glued(j - 1):
        j += 1
    k = j
    while reach > 0 and k < j + 2 * UNIT_REACH:
        unit = lexicon.units.at(tokens, k)
        if unit and not (tokens.glued(unit[1] - 1) and tokens.is_kind(unit[1], "d")):
            return replace(amount, kind="unit", name=unit[0], last=unit[1], core=(amount.core[0], unit[1]))
        if not _may_describe(tokens, k, lexicon):
            break
        reach -= 0 if tokens.glued(k) else 1
        k += 1
    return None


def _may_describe(tokens: Tokens, k: int, lexicon: AmountLexicon) -> bool:
    if k >= len(tokens) or tokens.low[k] in lexicon.stops or "\n" in tokens.gap(k):
        return False
    return tokens.kind[k] in "wd" or tokens.low[k] in "-'\""


def _inherited(tokens: Tokens, amount: Amount, lexicon: AmountLexicon, earlier: list[Amount]) -> Amount | None:
    """Give a magnitude without a noun the currency of the amount before it in the sentence, or none."""
    if amount.power < 3 or not _is_noun_free(tokens, amount.last, lexicon):
        return None
    previous = next((a for a in reversed(earlier[-3:]) if a.kind in ("money", "unit")), None)
    if previous and previous.name and not _sentence_between(tokens, previous.last, amount.first):
        return replace(amount, kind=previous.kind, name=previous.name)
    noun = _noun_before(tokens, amount.first, lexicon)
    if noun and (amount.power < COUNTLESS or noun == "share"):
        return replace(amount, kind="unit", name=noun)
    return replace(amount, kind="money", name="") if amount.power >= 6 and not amount.approximate else None


def _is_noun_free(tokens: Tokens, j: int, lexicon: AmountLexicon) -> bool:
    return (
        j >= len(tokens)
        or tokens.kind[j] == "s"
        or "\n" in tokens.gap(j - 1)
        or tokens.low[j] in lexicon.nouns_after_bare
    )


def _sentence_between(tokens: Tokens, i: int, j: int) -> bool:
    if j - i > 60:
        return True
    return any(
        tokens.low[k] in ".!?" and not tokens.glued(k) and k + 1 < len(tokens) and tokens.upper(k + 1)
        for k in range(i, j)
    )


def _noun_before(tokens: Tokens, i: int, lexicon: AmountLexicon) -> str | None:
    """Return the unit of the last counted noun shortly before ("... of accelerators. They have 700,000")."""
    for k in range(i - 1, max(i - 18, -1), -1):
        unit = lexicon.units.at(tokens, k)
        if unit and tokens.kind[k] == "w" and len(tokens.low[k]) > 3:
            return unit[0]
    return None


def _bounded(tokens: Tokens, amount: Amount, lexicon: AmountLexicon) -> Amount:
    """Apply the bound words before and after ("up to", "circa", "or more"); of two that contradict the nearer holds."""
    first, kinds = _bounds_before(tokens, amount, lexicon)
    last = amount.last
    plus = tokens.word(last) == "+" and tokens.glued(last - 1)
    after = ("over", last + 1) if plus else lexicon.after.at(tokens, last)
    if after and (after[0] == "about" or not {"over", "up_to"} & kinds or after[0] in kinds):
        kinds, last = kinds | {after[0]}, after[1]
    low = None if "up_to" in kinds else amount.low
    high = None if "over" in kinds else amount.high
    about = amount.approximate or "about" in kinds
    return replace(amount, low=low, high=high, approximate=about, first=first, last=last)


def _bounds_before(tokens: Tokens, amount: Amount, lexicon: AmountLexicon) -> tuple[int, set[str]]:
    """Return the kinds of the bound words before an amount, and the index of the first one."""
    first, kinds = amount.first, set[str]()
    for _ in range(4):
        at = first - 1 if tokens.word(first - 1) in lexicon.skips else first
        found = lexicon.before.before(tokens, at)
        if found is None or "\n" in tokens.gap(first - 1):
            break
        kind, start = found
        if kind == "up_to_or_exact":
            kind = "exact" if has_change(tokens, start, lexicon) else "up_to"
        if kind == "exact" or (kind != "about" and {"over", "up_to"} & kinds):
            break
        kinds.add(kind)
        first = start
    return first, kinds


def _with_period(tokens: Tokens, amount: Amount, lexicon: AmountLexicon) -> Amount:
    """Set period and basis from the words that touch a sum of money."""
    if amount.kind != "money":
        return amount
    per, last = amount.per, amount.last
    found = lexicon.per.at(tokens, last)
    if found:
        per, last = found
    else:
        ahead = lexicon.per_before.before(tokens, amount.first)
        per = ahead[0] if ahead else None
    basis = None
    for k in range(last, min(last + 4, len(tokens))):
        hit = lexicon.basis.at(tokens, k)
        if hit:
            basis = hit[0]
            break
        if tokens.kind[k] == "s" and tokens.low[k] != "(":
            break
    if basis is None:
        hit = lexicon.basis.before(tokens, amount.first)
        basis = hit[0] if hit else None
    return replace(amount, per=per, last=last, basis=basis)
