"""Plain text and Markdown files.

In: a byte stream. Out: one `Draft`. Promise: the first line that is not a header is the title; header lines and a line
that is nothing but a date leave the text and become fields; all other lines stay verbatim (in Markdown, marks of
headings, emphasis and links are taken off).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import BinaryIO

from anello.errors import SourceError
from anello.read.cleaning import is_address, is_boilerplate, normalise
from anello.read.dates import MAX_LENGTH, parse_date, parse_date_line
from anello.read.decoding import decode
from anello.read.draft import Draft
from anello.read.hyperlinks import TAIL, Found
from anello.read.limits import MAX_TEXT, read_capped

_LEADING_DATE = re.compile(r"\s*date[ :]\s*(\d{4}-\d{2}-\d{2})(?:\s|$)")
_HEADER = re.compile(r"([^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)?)\s*:\s*(.*)")
_HEADER_UP_TO = 300
_FENCE = "---"
_MARKS = re.compile(r"^(?:#{1,6}\s+|>\s?)|\*\*|__|`")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(([^()\s]{0,2000})\)")


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """The words before the colon of a header line -> field of the draft, and marks of byline lines."""

    keys: dict[str, str]
    byline_starts: tuple[str, ...]


@cache
def load_header_words() -> HeaderWords:
    """Return the words of header lines, read once a process."""
    tables = tomllib.loads((files("anello.read") / "headers.toml").read_text(encoding="utf-8"))
    keys = {word: field for field, words in tables["keys"].items() for word in words}
    return HeaderWords(keys, tuple(tables["bylines"]["starts"]))


def read_plain(document: str, stream: BinaryIO) -> Iterator[Draft]:
    """Yield the one article of a plain text file.

    Raises:
        SourceError: the file is empty, too large, in an unknown encoding, or has a header date that is none.
    """
    text = decode(read_capped(stream, MAX_TEXT))
    yield parse_plain(document, text)


def read_markdown(document: str, stream: BinaryIO) -> Iterator[Draft]:
    """Yield the one article of a Markdown file.

    Raises:
        SourceError: as `read_plain`.
    """
    text = decode(read_capped(stream, MAX_TEXT))
    draft = parse_plain(document, text)
    draft.links = tuple(_links(draft.body))
    draft.body = "\n".join(map(_without_marks, draft.body.split("\n")))
    draft.title = _without_marks(draft.title)
    yield draft


def parse_plain(document: str, text: str) -> Draft:
    """Return the draft of a text as it stands in a file.

    Raises:
        SourceError: it is empty, or a header line gives a date that is none.
    """
    if not text.strip("\ufeff \r\n\t\0"):
        raise SourceError("empty; give a document with at least a title")
    draft = Draft(document, body="", original=text)
    lines = normalise(text).split("\n")
    at = _take_headers(draft, lines, 0)
    if at < len(lines):
        lines[at] = _take_leading_date(draft, lines[at])
        if not lines[at].strip():
            at = _take_headers(draft, lines, at)
    body_at = at
    if not draft.title and at < len(lines):
        draft.title = lines[at].strip()
        body_at = _take_headers(draft, lines, at + 1)
    title_lines = lines[at : at + 1] if body_at > at else []
    if body_at > at + 1 and not lines[body_at - 1].strip():
        title_lines.append("")
    draft.body = "\n".join(title_lines + _take_bylines(draft, lines[body_at:]))
    return draft


def _take_headers(draft: Draft, lines: list[str], at: int) -> int:
    """Fill the draft from header lines, date lines and addresses; return where the text goes on."""
    while at < len(lines):
        line = lines[at].strip()
        if line and line != _FENCE and not _take_header(draft, line) and not _take_date_line(draft, line):
            if is_address(line):
                draft.url = draft.url or line
            elif not is_boilerplate(line):
                break
        at += 1
    return at


def _take_header(draft: Draft, line: str) -> bool:
    match = _HEADER.fullmatch(line) if len(line) <= _HEADER_UP_TO else None
    field = load_header_words().keys.get(match[1].casefold()) if match else None
    if not match or not field:
        return False
    value = match[2].strip().strip("\"'")
    if field in ("published", "modified"):
        setattr(draft, field, _header_date(line, value))
    elif field == "language":
        draft.language = value[:2].lower() if re.fullmatch(r"[A-Za-z]{2}(?:[-_]\w+)?", value) else ""
    elif field != "note" and value:
        setattr(draft, field, value)
    return True


def _header_date(line: str, value: str) -> object:
    if not value:
        return None
    found = parse_date(value)
    if found is None:
        raise SourceError(f"the header line {line[:MAX_LENGTH]!r} gives no date; write it as date: 2025-12-13")
    return found


def _take_leading_date(draft: Draft, line: str) -> str:
    match = _LEADING_DATE.match(line)
    found = parse_date(match[1]) if match else None
    if not match or not found:
        return line
    draft.published = draft.published or found
    return line[match.end() :]


def _take_date_line(draft: Draft, line: str) -> bool:
    found = parse_date_line(line)
    if found is None or draft.published is not None:
        return False
    draft.published = found
    return True


def _take_bylines(draft: Draft, lines: list[str]) -> list[str]:
    """Return the lines without those that name an author by a mark such as "BY "; the first such author is kept."""
    starts = load_header_words().byline_starts
    kept = []
    for line in lines:
        mark = next((s for s in starts if line.startswith(s)), None)
        if mark is None or len(line) > MAX_LENGTH or line.rstrip().endswith((".", "!", "?", ":")):
            kept.append(line)
        else:
            draft.byline = draft.byline or line[len(mark) :].strip()
    return kept


def _links(text: str) -> Iterator[Found]:
    for line in text.split("\n"):
        before, at = "", 0
        for link in _LINK.finditer(line):
            before = (before + _MARKS.sub("", line[at : link.start()]) + link[1])[-TAIL:]
            at = link.end()
            if not link[0].startswith("!"):
                yield before, link[2]


def _without_marks(line: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1", line)) if not is_boilerplate(line) else line
