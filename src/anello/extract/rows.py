"""Rows of a table of deals: each row is one claim and its own evidence.

In: an article made of a row (`Article.row`). Out: an `Extraction` with one claim, or a Reject that says which cell is
wrong. Promise: names are resolved through the directory like any other; unknown types and bad amounts are refused, not
guessed; an empty status means "completed", as in most tables of closed deals.
"""

from __future__ import annotations

import re
import tomllib
from calendar import IllegalMonthError, monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation, Overflow
from functools import cache
from importlib.resources import files
from typing import Any

from anello.extract import Extraction
from anello.lang.directory import Directory
from anello.lang.transliteration import slug
from anello.model import (
    CLAIM_ROLES,
    RIGHTS,
    STATUSES,
    Article,
    Claim,
    Mention,
    Money,
    Percent,
    Period,
    Reject,
    Span,
    Voice,
    claim_id,
)

PAYER_SECOND = frozenset({"supply", "licence"})
"""Types whose first main role is paid: the payer of a supply is the customer."""
ONE_SIDED = frozenset({"valuation", "ipo", "financial", "holding", "maker"})
NUMBER = re.compile(r"\d(?:[\d.,' \u00a0\u202f]*\d)?(?:e\d+)?")
RANGE = re.compile(r"(\d)\s*(?:-|–|—|to)\s*(?=\d)")
SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[eE]\+?\d{1,3}")
YEAR, MONTH = re.compile(r"\d{4}"), re.compile(r"\d{4}-\d{2}")


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("anello.extract") / "tables.toml").read_text(encoding="utf-8"))


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
    voices = (Voice(_source(cells["source"]), "outlet"),) if cells.get("source") else ()
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
        percent=_percent(article, cells),
        right=_right(cells.get("right", "")) if type_ == "right" else None,
        time=_period(cells),
        published=article.published,
    )


def _source(cell: str) -> str:
    """Return who a row credits: the name as written, or the host of an address."""
    address = re.match(r"https?://(?:www\.)?([^/\s]+)", cell)
    return address.group(1) if address else cell


def _type(cell: str) -> str:
    if not cell:
        raise ValueError("no type; add a column 'type' that says what each row is, such as investment, supply or loan")
    return _known(cell, "type", tuple(CLAIM_ROLES), _words()["types"])


def _status(cell: str) -> str:
    return _known(cell or "completed", "status", STATUSES, _words()["statuses"])


def _known(cell: str, what: str, exact: Sequence[str], words: Mapping[str, Sequence[str]]) -> str:
    """Return the value a cell means: its own name, or the first whose words the cell begins or holds."""
    name = " ".join(cell.casefold().replace("-", " ").replace("_", " ").split())
    if name in exact:
        return name
    for value, stems in words.items():
        if any(f" {stem.replace('-', ' ')}" in f" {name}" for stem in stems):
            return value
    raise ValueError(f"unknown {what} {cell!r}; known are {', '.join(sorted(exact))}")


def _roles(
    article: Article, cells: Mapping[str, str], type_: str, directory: Directory
) -> dict[str, tuple[Mention, ...]]:
    payer, payee = cells.get("payer", ""), cells.get("payee", "")
    main = CLAIM_ROLES[type_]
    if type_ in ONE_SIDED or type_ == "partnership":
        named = [n for n in (payer, payee) if n]
        if not named:
            raise ValueError("payer and payee are both empty; a row needs at least one party")
        return {main[0]: tuple(m for cell in named for m in _mentions(article, cell, directory))}
    if not payer or not payee:
        raise ValueError(f"{'payer' if not payer else 'payee'} is empty; a row of type {type_} needs both")
    if payer.casefold() == payee.casefold():
        raise ValueError(f"payer and payee are both {payer!r}; a deal needs two")
    if type_ == "right":
        return {"grantor": _mentions(article, payer, directory), "holder": _mentions(article, payee, directory)}
    first, second = (payee, payer) if type_ in PAYER_SECOND else (payer, payee)
    return {main[0]: _mentions(article, first, directory), main[1]: _mentions(article, second, directory)}


def _mentions(article: Article, cell: str, directory: Directory) -> tuple[Mention, ...]:
    """Return the parties of a cell; a semicolon parts several that act together.

    Raises:
        ValueError: the cell holds semicolons and nothing else.
    """
    names = [name.strip() for name in cell.split(";") if name.strip()]
    if not names:
        raise ValueError(f"{cell!r} names nobody; a row needs its parties by name")
    return tuple(_mention(article, name, directory) for name in names)


def _mention(article: Article, name: str, directory: Directory) -> Mention:
    entry = directory.find_entry(name)
    start = max(article.text.find(name), 0)
    text = article.text[start : start + len(name)]
    if entry is None:
        return Mention(name, slug(name), text, start, start + len(name))
    return Mention(entry.name, entry.id, text, start, start + len(name), entry.kind, True)


def _amount(article: Article, cells: Mapping[str, str]) -> Money | None:
    """Return the amount of a row: a plain number, or one with a sign, a magnitude or a bound ("up to $38bn")."""
    cell = cells.get("amount", "")
    if not cell or cell.casefold() in EMPTY:
        return None
    low, high = _numbers(cell)
    text = cell.casefold()
    bounds = _words()["bounds"]
    start = max(article.text.find(cell), 0)
    return Money(
        None if _begins(text, bounds["high"]) else low,
        None if _begins(text, bounds["low"]) or "+" in text else high,
        _currency(cells.get("currency", ""), text),
        approximate=_begins(text, bounds["about"]),
        text=cell,
        start=start,
        end=start + len(cell),
    )


def _percent(article: Article, cells: Mapping[str, str]) -> Percent | None:
    """Return the share of a row, "27", "26-28 %" or "up to 10%", with the basis that its own column names.

    Raises:
        ValueError: it is no share of a whole, or the basis is unknown.
    """
    cell = cells.get("percent", "")
    if not cell or cell.casefold() in EMPTY:
        return None
    low, high = _numbers(cell.replace("%", "").strip())
    if high > 100:
        raise ValueError(f"percent {cell!r} is more than the whole; write 27, 26-28 or up to 10")
    basis = "_".join(cells.get("basis", "").casefold().replace("-", " ").replace("_", " ").split()) or None
    if basis is not None and basis not in BASES:
        raise ValueError(f"unknown basis {cells['basis']!r}; known are {', '.join(BASES)}")
    text, bounds = cell.casefold(), _words()["bounds"]
    start = max(article.text.find(cell), 0)
    return Percent(
        None if _begins(text, bounds["high"]) else low,
        None if _begins(text, bounds["low"]) or "+" in text else high,
        _begins(text, bounds["about"]),
        basis,
        cell,
        start,
        start + len(cell),
    )


BASES = ("issued", "as_converted", "fully_diluted")


def _right(cell: str) -> str:
    """Return the kind of a right, a warrant where the row does not say.

    Raises:
        ValueError: there is no such right.
    """
    name = "_".join(cell.casefold().replace("-", " ").replace("_", " ").split()) or "warrant"
    if name not in RIGHTS:
        raise ValueError(f"unknown right {cell!r}; known are {', '.join(RIGHTS)}")
    return name


def _numbers(cell: str) -> tuple[Decimal, Decimal]:
    """Return the one or two numbers of a cell, times their magnitude.

    Raises:
        ValueError: there is none, there are more, or one is negative or not finite.
    """
    problem = ValueError(f"amount {cell!r} is no number of zero or more; write 38000000000, 38bn or 5bn-6bn")
    if SCIENTIFIC.fullmatch(cell.strip()):
        return Decimal(cell.strip()), Decimal(cell.strip())
    text = RANGE.sub(r"\1 ~ ", cell.casefold())
    found = list(NUMBER.finditer(text))
    if not found or len(found) > 2 or "-" in text[: found[0].start()]:
        raise problem
    tails = [_times(text[m.end() :], problem) for m in found]
    times = [tails[0] or tails[-1] or Decimal(1), tails[-1] or Decimal(1)]
    try:
        values = [_decimal(m.group()) * factor for m, factor in zip(found, times, strict=False)]
    except (InvalidOperation, Overflow):
        raise problem from None
    return min(values), max(values)


def _times(rest: str, problem: ValueError) -> Decimal | None:
    """Return the magnitude that follows a number, None if there is none.

    Raises:
        ValueError: another word follows; a magnitude that is not known must not be read as one.
    """
    words = _words()
    following = re.match(r"\s*([^\W\d_]+)", rest)
    if not following:
        return None
    word = following.group(1)
    if word in words["magnitudes"]:
        return Decimal(words["magnitudes"][word])
    if word in words["signs"] or (len(word) == 3 and word.isascii()):
        return None
    raise problem


def _decimal(digits: str) -> Decimal:
    """Return a number in which a point or a comma parts the decimals, and the other or blanks part the thousands."""
    bare = re.sub(r"[' \u00a0\u202f]", "", digits).strip(".,")
    last = max(bare.rfind(","), bare.rfind("."))
    mark = bare[last] if last >= 0 else ""
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}", bare)
    if grouped or not mark:
        return Decimal(re.sub(r"[.,]", "", bare))
    if bare.count(mark) > 1:
        raise InvalidOperation
    return Decimal(re.sub(r"[.,]", "", bare[:last]) + "." + bare[last + 1 :])


EMPTY = frozenset({"n/a", "na", "-", "–", "unknown", "undisclosed", "tbd", "nan", "none", "null", "not disclosed"})


def _begins(text: str, words: Sequence[str]) -> bool:
    return any(text.strip().startswith(word) for word in words)


def _currency(cell: str, amount: str) -> str:
    """Return the currency of a row: its own cell, else the sign in the amount, else the dollar."""
    if cell:
        return str(_words()["signs"].get(cell.casefold(), cell.upper()))
    return next((code for sign, code in _words()["signs"].items() if sign in amount), "USD")


def _period(cells: Mapping[str, str]) -> Period | None:
    first, last = _day(cells.get("start", ""), False), _day(cells.get("end", ""), True)
    if first and last and last < first:
        raise ValueError(f"end {last} lies before start {first}")
    return Period(first, last) if first or last else None


def _day(cell: str, end: bool) -> date | None:
    """Return a day; a year or a month means its first day as a start and its last day as an end."""
    if not cell or cell.casefold() in EMPTY:
        return None
    try:
        if YEAR.fullmatch(cell):
            return date(int(cell), 12, 31) if end else date(int(cell), 1, 1)
        if MONTH.fullmatch(cell):
            year, month = int(cell[:4]), int(cell[5:])
            return date(year, month, monthrange(year, month)[1] if end else 1)
        return date.fromisoformat(cell[:10])
    except (ValueError, IllegalMonthError):
        raise ValueError(f"date {cell!r} is not of the form 2026-02-27, 2026-02 or 2026") from None
