"""Endpoint: one question to an OpenAI-compatible `/chat/completions`, asked until it is answered or hopeless.

In: the bytes of a request. Out: an `Answer`. Promise: silence, total time and size are limited; 429, 5xx and lost
connections are tried again with growing pauses, or after what Retry-After asks for; redirects are not followed, so
that the key goes to the address that the user named and nowhere else; no message quotes the key or the server.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from socket import gaierror
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from anello.errors import EndpointError, SettingsError
from anello.extract.llm.cache import Answer
from anello.extract.llm.cost import Bill, Usage
from anello.extract.llm.settings import Settings

ATTEMPTS = 5
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before the second attempt, doubled each time; no pause is longer, whatever the server asks for."""
MAX_ANSWER = 2 * 1024 * 1024
"""Bytes of an answer; a longer one is no list of claims."""
CHUNK = 64 * 1024
AGAIN = frozenset({408, 409, 425, 429})
WRONG_SETTINGS = {
    401: "refuses the key; check ANELLO_LLM_KEY",
    403: "refuses the key; check ANELLO_LLM_KEY",
    404: "knows no such address or model; check ANELLO_LLM_URL and ANELLO_LLM_MODEL",
    405: "takes no questions at this address; check ANELLO_LLM_URL",
}


class _AsIs(urllib.request.HTTPErrorProcessor):
    """Hands every response on as it is: no redirect is followed, and an error status is no exception."""

    def http_response(self, request: urllib.request.Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How an attempt ended: an answer, or why not, whether it may have been billed, and the pause the server asks."""

    answer: Answer | None = None
    usage: Usage | None = None
    reason: str = ""
    billed: bool = False
    final: bool = False
    pause: float | None = None


@dataclass(slots=True)
class Endpoint:
    """A model at an address.

    Args:
        timeout: seconds that the server may be silent, and, three times as long, that one answer may take.
        sleep: called with the seconds of each pause.
    """

    settings: Settings
    bill: Bill
    timeout: float = 120.0
    sleep: Callable[[float], None] = time.sleep
    _opener: urllib.request.OpenerDirector = field(default_factory=lambda: urllib.request.build_opener(_AsIs))

    def ask(self, request: bytes, worst: Usage) -> Answer:
        """Return the answer to a request; whatever may have been billed is on the bill, at the worst if nobody says.

        Raises:
            BudgetSpent: an attempt could exceed the limit; it was not made.
            EndpointError: there is no answer to be had for this request.
            SettingsError: no request at all can succeed with these settings.
        """
        reason = ""
        for attempt in range(ATTEMPTS):
            self.bill.admit(worst)
            outcome = self._attempt(request)
            if outcome.billed:
                self.bill.charge(outcome.usage or worst)
            if outcome.answer is not None:
                return outcome.answer
            reason = outcome.reason
            if outcome.final:
                break
            if attempt + 1 < ATTEMPTS:
                asked = FIRST_PAUSE * 2**attempt if outcome.pause is None else outcome.pause
                self.sleep(min(asked, LONGEST_PAUSE))
        raise EndpointError(f"not read: the model at {urlsplit(self.settings.url).hostname} {reason}")

    def _attempt(self, request: bytes) -> _Outcome:
        try:
            with self._opener.open(self._post(request), timeout=self.timeout) as response:
                status, pause = response.status, _pause(response.headers.get("Retry-After"))
                data = _read(response, time.monotonic() + 3 * self.timeout) if 200 <= status < 300 else b""
        except (OSError, HTTPException) as error:
            cause = error.reason if isinstance(error, URLError) else error
            reached = not isinstance(cause, ConnectionRefusedError | gaierror)
            return _Outcome(reason=f"cannot be reached or fell silent ({type(cause).__name__})", billed=reached)
        if 200 <= status < 300:
            return _as_outcome(data)
        if status in WRONG_SETTINGS or 300 <= status < 400:
            what = WRONG_SETTINGS.get(status, "leads elsewhere; set ANELLO_LLM_URL to where it really is")
            raise SettingsError(f"the model at {urlsplit(self.settings.url).hostname} answers {status}: it {what}")
        final = status not in AGAIN and status < 500
        return _Outcome(reason=f"answers {status}", final=final, pause=pause)

    def _post(self, request: bytes) -> urllib.request.Request:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "anello"}
        post = urllib.request.Request(self.settings.url, data=request, headers=headers, method="POST")
        if self.settings.key:
            post.add_unredirected_header("Authorization", f"Bearer {self.settings.key}")
        return post


def _read(response: HTTPResponse, deadline: float) -> bytes | None:
    """Return the body, or None where it is too large."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if size > MAX_ANSWER:
            return None
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise ConnectionResetError
    return b"".join(parts)


def _pause(asked: str | None) -> float | None:
    """Return the seconds of a Retry-After header, which holds a number of them or a date (RFC 9110, 10.2.3)."""
    if not asked:
        return None
    if asked.strip().isdecimal():
        return min(float(asked[:9]), LONGEST_PAUSE)
    try:
        when = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max((when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def _as_outcome(data: bytes | None) -> _Outcome:
    if data is None:
        return _Outcome(reason=f"sends more than {MAX_ANSWER >> 20} MB", billed=True, final=True)
    try:
        body: Any = json.loads(data)
        choice = body["choices"][0]
        text, why = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _Outcome(reason="sends something else than a chat completion", billed=True, final=True)
    if not isinstance(text, str):
        return _Outcome(usage=_usage(body), reason="sends an answer without text", billed=True, final=True)
    return _Outcome(Answer(text, why == "length"), _usage(body), billed=True)


def _usage(body: dict[str, Any]) -> Usage | None:
    """Return the tokens that the endpoint says it counted, or None where it says nothing that can be believed."""
    told = body.get("usage")
    if not isinstance(told, dict):
        return None
    counts = [told.get("prompt_tokens"), told.get("completion_tokens")]
    sound = [n for n in counts if isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 10**9]
    return Usage(*sound) if len(sound) == 2 else None
