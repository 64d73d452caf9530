"""Mail: newsletters and forwarded articles saved as .eml.

In: a byte stream. Out: one `Draft`: subject as title, sender as outlet, Date as publication. Promise: plain text is
preferred to HTML, attachments are not opened; headers are cut before they are parsed, for the parser of the standard
library takes time and memory with the square of their length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import BinaryIO

from anello.errors import SourceError
from anello.read.dates import parse_date
from anello.read.decoding import decode
from anello.read.draft import Draft
from anello.read.limits import MAX_PAGE, read_capped
from anello.read.pages import check_nesting, find_text

MAX_PARTS = 1_000
MAX_HEADER = 2_000
"""Characters of one header line, its continuations included."""

_TYPE = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)


def read_mail(document: str, stream: BinaryIO) -> Iterator[Draft]:
    """Yield the one article of a mail.

    Raises:
        SourceError: it is too large, is no mail, or has no text part.
    """
    data = read_capped(stream, MAX_PAGE).replace(b"\r\n", b"\n")
    _check_shape(data)
    message = message_from_bytes(data)
    if not (message["From"] or message["Subject"] or message["Date"]):
        raise SourceError("no mail: it has neither From, Subject nor Date; give text as .txt and pages as .html")
    sender, address = parseaddr(_header(message, "From"))
    yield Draft(
        document,
        body=_body(message),
        title=_header(message, "Subject"),
        outlet=sender or address.rpartition("@")[2] or None,
        url=_header(message, "Archived-At").strip("<> ") or None,
        published=parse_date(_header(message, "Date")),
    )


def _check_shape(data: bytes) -> None:
    if data.count(b"\n--") > MAX_PARTS:
        raise SourceError(f"a mail of more than {MAX_PARTS} parts; save the article itself as text or HTML")
    if any(len(match[0]) > MAX_HEADER for match in _TYPE.finditer(data)):
        raise SourceError(f"a mail with a Content header of more than {MAX_HEADER} bytes; save the article itself")


def _header(message: Message, name: str) -> str:
    raw = str(message[name] or "")[:MAX_HEADER]
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (ValueError, LookupError):
        return " ".join(raw.split())


def _body(message: Message) -> str:
    parts = [p for p in message.walk() if not p.is_multipart() and p.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() != kind:
                continue
            payload = part.get_payload(decode=True)
            text = decode(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""
            if kind == "text/html":
                check_nesting(text)
                text = find_text(text)
            if text.strip():
                return text
    raise SourceError("no text in the mail; save the article itself as text or HTML")
