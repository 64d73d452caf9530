"""Rows of a table of deals: each row is one claim and its own evidence.

In: an article made of a row (`Article.row`). Out: an `Extraction` with one claim, or a Reject that says which cell is
wrong. Promise: names are resolved through the directory like any other; unknown types and bad amounts are refused, not
guessed; an empty status means "completed", as in most tables of closed deals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from anello.extract import Extraction
from anello.lang.directory import Directory
from anello.lang.transliteration import slug
from anello.model import CLAIM_ROLES, STATUSES, Article, Claim, Mention, Money, Period, Reject, Span, Voice, claim_id

PAYER_SECOND = frozenset({"supply", "licence"})
"""Types whose first main role is paid: the payer of a supply is the customer."""
ONE_SIDED = frozenset({"valuation", "ipo", "financial", "holding", "maker"})
ALIASES = {
    "equity": "investment",
    "funding": "investment",
    "debt": "loan",
    "credit": "loan",
    "purchase": "supply",
    "contract": "supply",
    "cloud": "supply",
    "chips": "supply",
    "compute": "supply",
    "license": "licence",
    "merger": "acquisition",
    "backstop": "guarantee",
    "ownership": "stake",
    "warrant": "right",
    "warrants": "right",
}


def claim_of_row(article: Article, directory: Directory) -> Extraction:
    """Return the one claim of a row, or a Reject."""
    cells = {key.casefold().strip(): value.strip() for key, value in article.row}
    try:
        return Extraction((_claim(article, cells, directory),))
    except ValueError as error:
        return Extraction(rejects=(Reject("extract", article.document, str(error)),))


def _claim(article: Article, cells: Mapping[str, str], directory: Directory) -> Claim:
    type_ = _type(cells.get("type", ""))
    roles = _roles(article, cells, type_, directory)
    evidence = (Span(0, len(article.text), article.text),)
    voices = (Voice(cells["source"], "outlet"),) if cells.get("source") else ()
    return Claim(
        id=claim_id(article.id, type_, roles, evidence),
        article=article.id,
        document=article.document,
        type=type_,
        roles=roles,
        status=_status(cells.get("status", "")),
        mode="attributed" if voices else "asserted",
        evidence=evidence,
        extractor="table/1",
        attribution=voices,
        amount=_amount(article, cells),
        right="warrant" if type_ == "right" else None,
        time=_period(cells),
        published=article.published,
    )


def _type(cell: str) -> str:
    name = cell.casefold().strip().replace("-", " ")
    found = ALIASES.get(name, name)
    if found not in CLAIM_ROLES:
        raise ValueError(f"unknown type {cell!r}; known are {', '.join(sorted(CLAIM_ROLES))}")
    return found


def _status(cell: str) -> str:
    status = cell.casefold().strip() or "completed"
    if status not in STATUSES:
        raise ValueError(f"unknown status {cell!r}; known are {', '.join(STATUSES)}")
    return status


def _roles(
    article: Article, cells: Mapping[str, str], type_: str, directory: Directory
) -> dict[str, tuple[Mention, ...]]:
    payer, payee = cells.get("payer", ""), cells.get("payee", "")
    main = CLAIM_ROLES[type_]
    if type_ in ONE_SIDED or type_ == "partnership":
        named = [n for n in (payer, payee) if n]
        if not named:
            raise ValueError("payer and payee are both empty; a row needs at least one party")
        return {main[0]: tuple(_mention(article, name, directory) for name in named)}
    if not payer or not payee:
        raise ValueError(f"{'payer' if not payer else 'payee'} is empty; a {type_} needs both")
    if type_ == "right":
        return {"grantor": (_mention(article, payer, directory),), "holder": (_mention(article, payee, directory),)}
    first, second = (payee, payer) if type_ in PAYER_SECOND else (payer, payee)
    return {main[0]: (_mention(article, first, directory),), main[1]: (_mention(article, second, directory),)}


def _mention(article: Article, name: str, directory: Directory) -> Mention:
    entry = directory.find_entry(name)
    start = max(article.text.find(name), 0)
    text = article.text[start : start + len(name)]
    if entry is None:
        return Mention(name, slug(name), text, start, start + len(name))
    return Mention(entry.name, entry.id, text, start, start + len(name), entry.kind, True)


def _amount(article: Article, cells: Mapping[str, str]) -> Money | None:
    cell = cells.get("amount", "")
    if not cell:
        return None
    plain = re.sub(r"[\s,' ]", "", cell)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"amount {cell!r} is no plain number; write 38000000000, not '38bn'") from None
    if not value.is_finite() or value < 0:
        raise ValueError(f"amount {cell!r} must be a number of zero or more")
    currency = (cells.get("currency") or "USD").upper()
    start = max(article.text.find(cell), 0)
    return Money(value, value, currency, text=cell, start=start, end=start + len(cell))


def _period(cells: Mapping[str, str]) -> Period | None:
    first, last = _day(cells.get("start", "")), _day(cells.get("end", ""))
    if first and last and last < first:
        raise ValueError(f"end {last} lies before start {first}")
    return Period(first, last) if first or last else None


def _day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        raise ValueError(f"date {cell!r} is not of the form 2026-02-27") from None
