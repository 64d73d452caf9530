"""Which format a document is in, and its reader.

In: a name or the first bytes. Out: the reader. Promise: a file is read by its extension, a stream and a web answer by
type and first bytes; what is unknown is refused with the list of what is known.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from anello.errors import SourceError
from anello.model import Reject
from anello.read.archives import open_gzip, read_warc, read_zip
from anello.read.draft import Draft
from anello.read.feeds import read_feed
from anello.read.fetching import Fetched
from anello.read.mail import read_mail
from anello.read.pages import read_page
from anello.read.parquet import read_parquet
from anello.read.plain import read_markdown, read_plain
from anello.read.rows import TEXT_COLUMNS, read_csv, read_jsonl

Reader = Callable[[str, BinaryIO], Iterator[Draft | Reject]]

READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".eml": read_mail,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".warc": read_warc,
}
"""Extension -> reader. `.gz` and `.zip` are opened around these."""

KNOWN = ", ".join((*READERS, ".gz", ".zip"))

_KINDS: Mapping[str, Reader] = {
    "text/plain": read_plain,
    "text/markdown": read_markdown,
    "text/csv": read_csv,
    "message/rfc822": read_mail,
    "application/x-ndjson": read_jsonl,
    "application/jsonl": read_jsonl,
    "application/warc": read_warc,
    "application/rss+xml": read_feed,
    "application/atom+xml": read_feed,
}
_PEEK = 4096


def read_stream(document: str, name: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    """Yield what a stream holds, read by the extension of its name.

    Raises:
        SourceError: the extension is unknown, or the document is not what its extension says.
    """
    path = PurePosixPath(name.lower())
    if path.suffix == ".gz":
        inner = path.stem
        if PurePosixPath(inner).suffix in READERS:
            yield from read_stream(document, inner, open_gzip(stream))
        else:
            yield from read_unnamed(document, open_gzip(stream))
    elif path.suffix == ".zip":
        yield from read_zip(document, stream, _read_inside)
    else:
        yield from _reader_of(path.suffix)(document, stream)


def read_unnamed(document: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    """Yield what a stream without a name holds (standard input), read by what its first bytes look like.

    Raises:
        SourceError: as `read_stream`.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream), _PEEK)
    head = buffered.peek(_PEEK)[:_PEEK]
    if head.startswith(b"\x1f\x8b"):
        yield from read_unnamed(document, open_gzip(cast(BinaryIO, buffered)))
    elif head.startswith(b"PK\x03\x04"):
        yield from read_zip(document, cast(BinaryIO, buffered), _read_inside)
    else:
        yield from _sniff(head)(document, cast(BinaryIO, buffered))


def read_fetched(document: str, fetched: Fetched) -> Iterator[Draft | Reject]:
    """Yield what a web address gave, read by its media type, else by its first bytes, else by its extension.

    Raises:
        SourceError: as `read_stream`.
    """
    stream = io.BytesIO(fetched.data)
    suffix = PurePosixPath(fetched.url.partition("?")[0].partition("#")[0].lower()).suffix
    if "html" in fetched.kind or (not fetched.kind and _sniff(fetched.data[:_PEEK]) is read_page):
        yield from read_page(document, stream, charset=fetched.charset, url=fetched.url)
    elif suffix in READERS or suffix in (".gz", ".zip"):
        yield from read_stream(document, "x.warc.gz" if fetched.url.endswith(".warc.gz") else f"x{suffix}", stream)
    elif fetched.kind in _KINDS:
        yield from _KINDS[fetched.kind](document, stream)
    else:
        yield from read_unnamed(document, cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream))))


def is_known(name: str) -> bool:
    """Tell whether a file is read, by its name."""
    return PurePosixPath(name.lower()).suffix in (*READERS, ".gz", ".zip")


def _read_inside(document: str, name: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    # An archive in an archive multiplies what can be packed into few bytes, and no publisher sends one.
    if name.lower().endswith((".gz", ".zip")):
        raise SourceError("an archive inside an archive; unpack the outer one and read the folder")
    yield from read_stream(document, name, stream)


def _reader_of(suffix: str) -> Reader:
    try:
        return READERS[suffix]
    except KeyError:
        what = f"unknown extension {suffix}" if suffix else "a file name without extension"
        raise SourceError(f"{what}; rename or convert it to one of {KNOWN}") from None


def _sniff(head: bytes) -> Reader:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return read_page
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return read_page if b"<html" in start else read_feed
    for mark, reader in ((b"{", read_jsonl), (b"warc/", read_warc), (b"par1", read_parquet)):
        if start.startswith(mark):
            return reader
    if start.startswith((b"from:", b"received:", b"return-path:", b"delivered-to:", b"mime-version:")):
        return read_mail
    return read_csv if _is_table(start) else read_plain


def _is_table(start: bytes) -> bool:
    header = start.split(b"\n", 1)[0].decode("utf-8", "replace")
    for mark in ",;\t|":
        columns = {cell.strip().strip('"') for cell in header.split(mark)}
        if columns >= {"payer", "payee"} or (len(columns) > 1 and "title" in columns and columns & set(TEXT_COLUMNS)):
            return True
    return False
