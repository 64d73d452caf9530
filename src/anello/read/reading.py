"""The door of the read room: paths -> articles and rejects.

In: paths as given and today. Out: `Article | Reject`, streaming. Promise: every failure of a document ends here as a
`Reject` for that document, or as one `SourceError` under `strict`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO, cast

from anello.errors import SourceError
from anello.model import Article, Reject
from anello.read.draft import Draft, finish
from anello.read.fetching import fetch, is_url
from anello.read.formats import read_fetched, read_stream, read_unnamed
from anello.read.sources import find_files, reason_of

STDIN = "-"


def read_paths(
    paths: Iterable[str], *, today: date, strict: bool = False, stdin: BinaryIO | None = None
) -> Iterator[Article | Reject]:
    """Yield the articles at the paths, and a `Reject` for whatever is none.

    Args:
        paths: files, folders (walked whole, in order of names), patterns, "-" for standard input, http(s) addresses.
        today: articles dated later are refused; no clock is read.
        stdin: what "-" reads; the standard input of the process if not given.

    Raises:
        SourceError: something is refused and `strict` is set.

    >>> from io import BytesIO
    >>> [article.title for article in read_paths(["-"], today=date(2025, 1, 1), stdin=BytesIO(b"A title"))]
    ['A title']
    """
    for path in paths:
        for result in _read_path(path, today, stdin):
            if strict and isinstance(result, Reject):
                raise SourceError(f"{result.document}: {result.reason}")
            yield result


def _read_path(path: str, today: date, stdin: BinaryIO | None) -> Iterator[Article | Reject]:
    if path == STDIN:
        stream = stdin or sys.stdin.buffer
        yield from _finished(path, read_unnamed(path, stream), today)
    elif is_url(path):
        yield from _finished(path, _read_address(path), today)
    else:
        for found in find_files(path):
            if isinstance(found, Reject):
                yield found
            else:
                yield from _finished(found.document, _read_file(found.document, found.path), today)


def _read_address(url: str) -> Iterator[Draft | Reject]:
    yield from read_fetched(url, fetch(url))


def _read_file(document: str, path: str) -> Iterator[Draft | Reject]:
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below, and a failure to open has its own words
    except OSError as error:
        raise SourceError(reason_of(error)) from error
    with stream:
        yield from read_stream(document, path, cast(BinaryIO, stream))


def _finished(document: str, drafts: Iterator[Draft | Reject], today: date) -> Iterator[Article | Reject]:
    """Yield articles of drafts; the end of the document by whatever error is a `Reject`."""
    try:
        for draft in drafts:
            yield _finish(draft, today)
    except SourceError as error:
        yield Reject("read", document, str(error))
    except Exception as error:
        # A parser of somebody else's may fail on a broken document in any way; the run goes on.
        yield Reject("read", document, f"cannot be read ({type(error).__name__}: {error}); give it in another format")


def _finish(draft: Draft | Reject, today: date) -> Article | Reject:
    if isinstance(draft, Reject):
        return draft
    try:
        return finish(draft, today)
    except SourceError as error:
        return Reject("read", draft.document, str(error))
