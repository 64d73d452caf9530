"""Problems: errors as application/problem+json (RFC 9457).

In: an error, or a status with words. Out: bytes and headers. Promise: a message says what, which and what to do, and
shows nothing of the inside of the program.
"""

from __future__ import annotations

from http import HTTPStatus

from anello.errors import AnelloError, NotFound, SettingsError
from anello.tables import to_json

PROBLEM = "application/problem+json"


def problem_body(status: int, detail: str) -> bytes:
    """Return a problem as JSON."""
    title = HTTPStatus(status).phrase
    return to_json({"type": "about:blank", "title": title, "status": status, "detail": _whole(detail)})


def _whole(text: str) -> str:
    """Return text without halves of characters, which have no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def status_of(error: AnelloError) -> int:
    """Return the status of an error: nothing found, wrongly asked, or ours."""
    if isinstance(error, NotFound):
        return 404
    return 422 if isinstance(error, SettingsError) else 500
