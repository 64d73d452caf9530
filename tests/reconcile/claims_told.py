"""Short ways to write claims, articles and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from anello.model import (
    CLAIM_ROLES,
    Article,
    Citation,
    Claim,
    Deal,
    Mention,
    Money,
    Period,
    Span,
    Voice,
    claim_id,
    digest_of,
)
from anello.reconcile import Ledger, reconcile

BILLION = Decimal(10) ** 9


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def mention(name: str, kind: str = "organisation") -> Mention:
    return Mention(name, name.casefold().replace(" ", "-"), name, 0, len(name), kind, False)


def money(said: str, currency: str = "USD", **more: object) -> Money:
    """Read "10", "<=10", ">=10", "~10", "8-12" as billions."""
    plain = said.lstrip("~<>=")
    low, _, high = plain.partition("-")
    first, last = Decimal(low) * BILLION, Decimal(high or low) * BILLION
    return Money(
        None if said.startswith("<") else first,
        None if said.startswith(">") else last,
        currency,
        approximate=said.startswith("~"),
        text=f"{plain} billion",
        **more,  # type: ignore[arg-type]
    )


def voices(*chain: str) -> tuple[Voice, ...]:
    """Read "outlet:Reuters" and so on; a bare kind has its own name."""
    return tuple(Voice(link.partition(":")[2] or link, link.partition(":")[0]) for link in chain)


def tell(
    article: Article,
    first: str | Sequence[str],
    second: str | Sequence[str] = (),
    type_: str = "investment",
    *,
    at: int = 0,
    **more: object,
) -> Claim:
    """Return a claim of an article; parties in the order of the type's roles."""
    named = [[p] if isinstance(p, str) else list(p) for p in (first, second)]
    roles = {r: tuple(mention(n) for n in names) for r, names in zip(CLAIM_ROLES[type_], named, strict=False) if names}
    evidence = (Span(at, at + 10, article.text[at : at + 10]),)
    given: dict[str, object] = {"status": "talks", "mode": "asserted", "extractor": "test/1", **more}
    if isinstance(given.get("amount"), str):
        given["amount"] = money(str(given["amount"]))
    return Claim(
        id=claim_id(article.id, type_, roles, evidence),
        article=article.id,
        document=article.document,
        type=type_,
        roles=roles,
        evidence=evidence,
        published=article.published,
        **given,  # type: ignore[arg-type]
    )


def article(name: str, published: str | None = "2026-01-01", outlet: str | None = None, **more: object) -> Article:
    text = f"An article that is named {name} and says something about a deal of somebody with somebody."
    given: dict[str, object] = {"language": "en", "near_key": digest_of("band", name), **more}
    return Article(digest_of(name), name, text, outlet=outlet, published=day(published), **given)  # type: ignore[arg-type]


def period(first: str, last: str) -> Period:
    return Period(day(first), day(last))


def settle_all(claims: Iterable[Claim], articles: Iterable[Article], citations: Iterable[Citation] = ()) -> Ledger:
    listed = list(claims)
    party_of: Mapping[str, str] = {m.id: m.id for c in listed for ms in c.roles.values() for m in ms}
    return reconcile(listed, party_of, {a.id: a for a in articles}, citations)


def one_deal(ledger: Ledger) -> Deal:
    assert len(ledger.deals) == 1, [(d.type, d.payer, d.payee, d.status, d.amounts) for d in ledger.deals]
    return ledger.deals[0]
