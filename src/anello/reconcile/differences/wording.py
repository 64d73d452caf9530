"""What a text says a figure counts: an addition, a part, the whole, before or after the new money.

In: a figure with its place in an article. Out: scope words. Promise: only words of the figure's own sentence count,
with no other figure between; the words stand in the language packs (`scopes.toml`, and the bases of `money.toml`);
unsaid is the empty set.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from anello.lang import load, pack_codes
from anello.model import Article, Money, Quantity

SCOPES = ("addition", "part", "whole")
BASES = {"tranche": "part", "total": "whole", "pre_money": "pre_money", "post_money": "post_money"}
"""What the basis of an amount says of its scope."""

OPPOSED = ({"part", "whole"}, {"pre_money", "post_money"})
"""A text that says both says neither for sure."""

REACH = 48
"""Characters on either side of a figure in which a word belongs to it."""

_STOP = re.compile(r"[.;!?…\n](?=\s|$)|\d")


def scope_of(figure: Money | Quantity, article: Article | None) -> frozenset[str]:
    """Return what the text says the figure counts: a subset of addition, part, whole, pre_money and post_money.

    Empty where the text says nothing, or where its language has no pack.

    >>> text = "It signed for a further $100 billion."
    >>> said = Money(None, None, "USD", text="$100 billion", start=24, end=36)
    >>> sorted(scope_of(said, Article("a", "a.txt", text, language="en")))
    ['addition']
    """
    basis = BASES.get(figure.basis or "") if isinstance(figure, Money) else None
    found = {basis} if basis else set()
    if article is not None and figure.text and article.text[figure.start : figure.end] == figure.text:
        before, after = _around(article.text, figure.start, figure.end)
        cues = _cues(article.language)
        # What stands behind a figure is nearer to it than what may still belong to the figure before.
        behind = {scope for scope, (_, last) in cues.items() if last and last.search(after)}
        found |= behind or {scope for scope, (first, _) in cues.items() if first and first.search(before)}
    for both in OPPOSED:
        if both <= found:
            found -= both
    return frozenset(found)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = text[max(0, start - REACH) : start].casefold(), text[end : end + REACH].casefold()
    stops = [stop.end() for stop in _STOP.finditer(before)]
    following = _STOP.search(after)
    return before[stops[-1] if stops else 0 :], after[: following.start() if following else None]


@cache
def _cues(language: str) -> Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    if language not in pack_codes():
        return {}
    pack = load(language)
    cues = {scope: (pack.scopes[scope]["before"], pack.scopes[scope]["after"]) for scope in SCOPES}
    cues |= {scope: (pack.money["basis"][scope],) * 2 for scope in ("pre_money", "post_money")}
    return {scope: (_pattern(first), _pattern(last)) for scope, (first, last) in cues.items()}


def _pattern(phrases: list[str]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    spelled = "|".join(re.escape(p.casefold()).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for p in phrases)
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)")
