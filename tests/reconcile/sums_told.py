"""Short ways to write articles with sums in them, and claims that rest on those sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims_told import article, tell

from anello.model import Article, Claim, Money, Span, claim_id


def written(text: str, language: str = "en", day: str | None = "2026-01-10", name: str = "") -> Article:
    return replace(article(name or text, day), text=text, language=language)


def sum_in(art: Article, said: str, value: float, currency: str = "USD", **more: object) -> Money:
    """Return the money that stands in an article as `said`."""
    start = art.text.index(said)
    figure = Decimal(str(value)) * 10**9
    bounds = {"low": figure, "high": figure} | more
    return Money(currency=currency, text=said, start=start, end=start + len(said), **bounds)  # type: ignore[arg-type]


def tell_sum(
    art: Article,
    pair: tuple[str, str | Sequence[str]],
    said: str,
    value: float,
    type_: str = "supply",
    **more: object,
) -> Claim:
    """Return a claim of a sum that stands in the text; its evidence is the sum."""
    bounds = {key: more.pop(key) for key in ("low", "high", "per", "basis", "currency") if key in more}
    money = sum_in(art, said, value, **bounds)  # type: ignore[arg-type]
    claim = tell(art, *pair, type_, amount=money, **{"status": "agreed", **more})
    evidence = (Span(money.start, money.end, said), Span(money.start, money.end, said, "amount"))
    return replace(claim, evidence=evidence, id=claim_id(art.id, type_, claim.roles, evidence))
