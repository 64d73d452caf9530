"""Archives: gzip, zip and WARC.

In: a byte stream. Out: the documents inside, each read by its own format. Promise: unpacking is metered against bombs,
nothing is written to disc under a name from an archive, archives inside archives are refused.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from anello.errors import SourceError
from anello.model import Reject
from anello.read.decoding import decode, find_charset
from anello.read.draft import Draft
from anello.read.limits import MAX_PAGE, MIB, Bomb, GzipStream, Meter, MeteredStream, read_capped
from anello.read.pages import parse_page

Inner = Callable[[str, str, BinaryIO], Iterator[Draft | Reject]]
"""Reads a document inside an archive: (document, file name, stream)."""

MAX_MEMBERS = 1_000_000
_MAX_SPOOLED = 4 << 30
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


def open_gzip(stream: BinaryIO) -> BinaryIO:
    """Return the unpacked stream of a gzip stream; reading it raises `SourceError` on damage or a bomb."""
    return cast(BinaryIO, io.BufferedReader(GzipStream(stream), buffer_size=1 << 16))


def read_zip(document: str, stream: BinaryIO, inner: Inner) -> Iterator[Draft | Reject]:
    """Yield what is in the members of a zip archive, in order of their names; a member is named `document!/path`.

    Raises:
        SourceError: the archive is damaged or a bomb.
    """
    with _seekable(stream) as seekable:
        try:
            archive = zipfile.ZipFile(seekable)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SourceError(f"damaged zip archive ({error}); fetch it again") from error
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        if not members:
            raise SourceError("an empty zip archive; nothing to read")
        if len(members) > MAX_MEMBERS:
            raise SourceError(f"more than {MAX_MEMBERS} files in one zip archive; unpack it and read the folder")
        meter = Meter()
        for member in members:
            yield from _read_member(f"{document}!/{member.filename}", archive, member, meter, inner)


def _read_member(
    name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, meter: Meter, inner: Inner
) -> Iterator[Draft | Reject]:
    if member.flag_bits & 1:
        yield Reject("read", name, "encrypted; unpack the archive with its password and read the folder")
        return
    try:
        with archive.open(member) as opened:
            metered = MeteredStream(cast(BinaryIO, opened), meter, member.compress_size)
            yield from inner(name, member.filename, cast(BinaryIO, io.BufferedReader(metered)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        yield Reject("read", name, f"damaged member of a zip archive ({error}); fetch the archive again")
    except Bomb:
        raise
    except SourceError as error:
        yield Reject("read", name, str(error))


def _seekable(stream: BinaryIO) -> Any:
    """Return the stream, put aside on disc if it cannot be wound back, as a context manager."""
    if stream.seekable():
        return _Kept(stream)
    spooled = tempfile.SpooledTemporaryFile(max_size=16 * MIB)  # noqa: SIM115 - the caller closes it
    while block := stream.read(MIB):
        spooled.write(block)
        if spooled.tell() > _MAX_SPOOLED:
            spooled.close()
            raise SourceError(f"a stream of more than {_MAX_SPOOLED >> 30} GB; give it as a file")
    spooled.seek(0)
    return spooled


class _Kept:
    """A stream that somebody else closes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __enter__(self) -> BinaryIO:
        return self._stream

    def __exit__(self, *_: object) -> None:
        return None


def read_warc(document: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    """Yield the pages of a WARC file, its responses and resources of type HTML; page N is named `document#record=N`.

    Raises:
        SourceError: the file is no WARC, or is damaged or a bomb.
    """
    # Imported here because most commands never read an archive of the web.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type not in ("response", "resource") or not _is_page(record):
                continue
            number += 1
            yield from _read_record(f"{document}#record={number}", record)
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        raise SourceError(f"damaged WARC after page {number} ({error}); fetch it again") from error
    if not number:
        raise SourceError("a WARC file without pages of HTML; nothing to read")


def _is_page(record: Any) -> bool:
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").lower()
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return kind.startswith(_PAGE_TYPES) and status == "200"


def _read_record(name: str, record: Any) -> Iterator[Draft | Reject]:
    headers = record.http_headers or record.rec_headers
    try:
        data = read_capped(record.content_stream(), MAX_PAGE)
        html = decode(data, find_charset(headers.get_header("Content-Type") or ""))
        yield parse_page(name, html, record.rec_headers.get_header("WARC-Target-URI"))
    except SourceError as error:
        yield Reject("read", name, str(error))
