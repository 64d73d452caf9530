"""Web addresses that the user gives.

In: an http or https address. Out: its bytes and type. Promise: this room uses the network nowhere else, and only
for addresses on the command line; time and size are limited; a redirect leads to http(s) only.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException

from anello.errors import SourceError
from anello.read.decoding import find_charset
from anello.read.limits import MAX_PAGE, MIB

TIMEOUT = 20.0
"""Seconds that a server may be silent."""

MAX_SECONDS = 120.0
"""Seconds for one address in all."""

_HEADERS = {"User-Agent": "anello (news reader; one request for an address given by its user)", "Accept": "*/*"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: bytes, media type without parameters, declared encoding, address after redirects."""

    data: bytes
    kind: str
    charset: str | None
    url: str


def is_url(path: str) -> bool:
    """Tell whether a path is an address of the web."""
    return path.lower().startswith(("http://", "https://"))


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to web addresses only: a page must not lead to a file or another service."""

    def redirect_request(  # type: ignore[no-untyped-def]
        self, req, fp, code, msg, headers, newurl
    ):
        if not is_url(newurl):
            raise SourceError(f"redirects to {newurl[:80]}, which is no web address; check the address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str) -> Fetched:
    """Return what is at an address.

    Raises:
        SourceError: the server cannot be reached, refuses, is too slow or sends too much.
    """
    try:
        request = urllib.request.Request(url, headers=_HEADERS)
        with urllib.request.build_opener(_WebOnly).open(request, timeout=TIMEOUT) as answer:
            data = _read(answer)
            content_type = answer.headers.get("Content-Type") or ""
            kind = content_type.partition(";")[0].strip().lower()
            return Fetched(data, kind, find_charset(content_type), answer.url)
    except urllib.error.HTTPError as error:
        error.close()
        raise SourceError(f"the server answered {error.code} {error.reason}; check the address") from error
    except (OSError, HTTPException, ValueError) as error:
        raise SourceError(
            f"cannot be fetched ({error}); check the address and the network, or save the page"
        ) from error


def _read(answer: object) -> bytes:
    deadline = time.monotonic() + MAX_SECONDS
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(MIB):  # type: ignore[attr-defined]
        parts.append(part)
        size += len(part)
        if size > MAX_PAGE:
            raise SourceError(f"larger than {MAX_PAGE // MIB} MB, the limit for one document; save it as a file")
        if time.monotonic() > deadline:
            raise SourceError(f"not complete after {MAX_SECONDS:.0f} seconds; try again or save the page")
    return b"".join(parts)
