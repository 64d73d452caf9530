"""Tables and lists of records: a row is a deal, or an article.

In: CSV, TSV, JSON Lines or Parquet. Out: one `Draft` for each row as it is met, a `Reject` for each row that is
broken. Promise: no table is held whole; a row with a payer and a payee column is a deal and keeps all its cells, as
written; any other row needs a text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from anello.errors import SourceError
from anello.model import Reject
from anello.read.cleaning import normalise
from anello.read.dates import parse_date
from anello.read.decoding import find_encoding
from anello.read.draft import Draft
from anello.read.limits import MAX_PAGE, MIB
from anello.read.pages import find_links, looks_like_markup, parse_fragment

DEAL_COLUMNS = (
    *("payer", "payee", "type", "amount", "currency", "percent", "basis", "right"),
    *("start", "end", "status", "published", "source", "note"),
)
"""The columns of a table of deals that the program reads; others are kept as they are."""

TEXT_COLUMNS = ("text", "body", "content", "article", "maintext", "description")
"""The columns one of which holds the text of an article."""

_TITLE = ("title", "headline")
_PUBLISHED = ("published", "date", "published_at", "date_publish", "pubdate", "publication_date")
_MODIFIED = ("modified", "date_modify", "updated", "updated_at")
_OUTLET = ("outlet", "source", "publisher", "source_name", "site_name")
_URL = ("url", "link")
_BYLINE = ("byline", "author", "authors")
_SAMPLE = 1 << 20
_DELIMITERS = ",;\t|"

Row = Mapping[str, str]


def read_csv(document: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    """Yield the rows of a table with a header line; the separator is the one the header uses most.

    Raises:
        SourceError: the table is empty, in an unknown encoding, or breaks off in a way that later rows cannot survive.
    """
    head = stream.read(_SAMPLE)
    if not head.strip() and len(head) < _SAMPLE:
        raise SourceError("empty; give a table with a header line")
    text = io.TextIOWrapper(_Rejoined(head, stream), encoding=find_encoding(head), newline="")  # type: ignore[type-var]
    csv.field_size_limit(MAX_PAGE)
    first = text.readline(_SAMPLE)
    delimiter = max(_DELIMITERS, key=first.count)
    header = [_column(name) for name in next(csv.reader([first], delimiter=delimiter), [])]
    known = {*TEXT_COLUMNS, *_TITLE, *DEAL_COLUMNS}
    if not known.intersection(header):
        raise SourceError(
            f"a table without a column named payer and payee, or text; its header is {first.strip()[:80]!r}"
        )
    yield from _csv_rows(document, csv.reader(_lines(text), delimiter=delimiter), header)


def _csv_rows(document: str, reader: Iterator[list[str]], header: list[str]) -> Iterator[Draft | Reject]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except (csv.Error, UnicodeDecodeError) as error:
            raise SourceError(f"row {number} and what follows cannot be read ({error}); repair the table") from error
        if cells is None:
            return
        if len(cells) > len(header) and any(cells[len(header) :]):
            yield _reject(f"{document}#row={number}", f"row {number} has {len(cells)} cells, the header {len(header)}")
        elif any(cell.strip() for cell in cells):
            yield draft_of(document, number, dict(zip(header, cells, strict=False)))


def read_jsonl(document: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    """Yield the objects of JSON Lines; a broken line is a `Reject` with its number and the rest goes on.

    Raises:
        SourceError: the file is empty or in an unknown encoding.
    """
    head = stream.read(_SAMPLE)
    if not head.strip() and len(head) < _SAMPLE:
        raise SourceError("empty; give one JSON object a line")
    rejoined = io.BufferedReader(_Rejoined(head, stream))
    encoding = _encoding_of(head)
    lines = _wide_lines(rejoined, encoding) if encoding.startswith(("utf-16", "utf-32")) else _byte_lines(rejoined)
    for number, line in enumerate(lines, start=1):
        name = f"{document}#row={number}"
        try:
            if row := _parse_line(line, encoding):
                yield draft_of(document, number, row)
        except SourceError as error:
            yield _reject(name, f"line {number}: {error}")


def _encoding_of(head: bytes) -> str:
    try:
        return find_encoding(head)
    except SourceError:
        # One broken line must not cost the others: each is judged by itself.
        if head.lstrip().startswith(b"{"):
            return "utf-8"
        raise


def _parse_line(line: bytes | str | None, encoding: str) -> Row | None:
    """Return the row of one line, None for a blank one."""
    if line is None:
        raise SourceError(f"longer than {MAX_PAGE // MIB} MB, the limit for one line; split the file")
    try:
        text = line if isinstance(line, str) else line.decode(encoding)
        # Numbers stay as written: an amount must not pass through a float.
        value = json.loads(text, parse_float=str, parse_int=str) if text.strip("\ufeff \r\n\t") else None
        if isinstance(value, dict):
            return {_column(key): as_cell(cell) for key, cell in value.items()}
    except (ValueError, RecursionError) as error:
        raise SourceError(f"no JSON ({error}); repair or remove the line") from error
    if value is not None:
        raise SourceError("no JSON object; give one object a line")
    return None


def draft_of(document: str, number: int, row: Row) -> Draft | Reject:
    """Return the deal or article of a row, or a `Reject` if it is neither."""
    name = f"{document}#row={number}"
    try:
        return _deal(name, row) if "payer" in row and "payee" in row else _article(document, name, row)
    except SourceError as error:
        return _reject(name, f"row {number}: {error}")


def _deal(name: str, row: Row) -> Draft:
    cells = tuple((column, cell) for column, value in row.items() if (cell := normalise(value).strip()))
    given = dict(cells)
    if not (given.get("payer") or given.get("payee")):
        raise SourceError("neither payer nor payee is filled in")
    body = " | ".join(f"{column}: {' '.join(cell.split())}" for column, cell in cells)
    return Draft(
        name,
        body=body,
        outlet=given.get("source"),
        url=given.get("url"),
        published=parse_date(given.get("published", "")),
        row=cells,
    )


def _article(document: str, name: str, row: Row) -> Draft:
    title, body = _first(row, _TITLE), _first(row, TEXT_COLUMNS)
    if not (title or body):
        raise SourceError(
            f"no text: an article needs one of the fields {', '.join(TEXT_COLUMNS)}, a deal payer and payee"
        )
    stamp = _first(row, _PUBLISHED)
    published = parse_date(stamp)
    if stamp and not published:
        raise SourceError(f"the date {stamp[:40]!r} cannot be read; write it as 2025-12-13")
    language = row.get("language", "")[:2].lower() if row.get("language", "")[2:3] in ("", "-", "_") else ""
    is_markup = looks_like_markup(body)
    text = parse_fragment(body) if is_markup else body
    return Draft(
        f"{document}#id={row['id']}" if row.get("id") else name,
        body=text,
        title=title or text.strip().split("\n", 1)[0],
        language=language,
        outlet=_first(row, _OUTLET) or None,
        url=_first(row, _URL) or None,
        published=published,
        modified=parse_date(_first(row, _MODIFIED)),
        byline=_first(row, _BYLINE) or None,
        original=body if is_markup else None,
        links=find_links(body) if is_markup else (),
    )


def as_cell(value: Any) -> str:
    """Return a value of a record as the text of a cell; no value is "", a list is joined by "; "."""
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (float, Decimal)):
        return _plain_number(value)
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(as_cell, value)))
    if isinstance(value, dict):
        return as_cell(value.get("name", "")) or json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _plain_number(value: float | Decimal) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite() or abs(exact.adjusted()) > 40:
        return str(value)
    return f"{exact.quantize(Decimal(1)):f}" if exact == exact.to_integral_value() else f"{exact:f}"


def _first(row: Row, columns: tuple[str, ...]) -> str:
    return next((row[column].strip() for column in columns if row.get(column, "").strip()), "")


def _column(name: str) -> str:
    return normalise(name).strip().strip('"').casefold()


def _reject(document: str, reason: str) -> Reject:
    return Reject("read", document, reason)


class _Rejoined(io.RawIOBase):
    """A stream whose beginning has been read already, given back first."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            count = min(len(buffer), len(self._head))
            buffer[:count] = self._head[:count]
            self._head = self._head[count:]
            return count
        part = self._rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _lines(text: io.TextIOBase) -> Iterator[str]:
    """Yield the lines of a text; a line beyond the limit is an error, for it may be the whole file."""
    while line := text.readline(MAX_PAGE):
        if len(line) >= MAX_PAGE:
            raise csv.Error(f"a line longer than {MAX_PAGE // MIB} MB")
        yield line.replace("\0", "")


def _byte_lines(stream: io.BufferedReader[Any]) -> Iterator[bytes | None]:
    """Yield the lines of a stream, None for one beyond the limit, which is skipped block by block."""
    while line := stream.readline(MAX_PAGE + 1):
        if len(line) <= MAX_PAGE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MIB)
        yield None


def _wide_lines(stream: io.BufferedReader[Any], encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace")
    return iter(lambda: text.readline(MAX_PAGE), "")


def rows_of(records: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Yield records of typed values as rows of text."""
    for record in records:
        yield {_column(str(key)): as_cell(value) for key, value in record.items()}
