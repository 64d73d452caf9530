"""Answers kept as bytes: one for each address within one state of the study, with ETag and gzip.

In: requests for /api/v1. Out: responses. Promise: an answer is made once however many ask for it at the same time; what
is kept is bounded in bytes; an ETag names the study and the address, so it changes when either does; only what was
found is kept.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from anello.model import digest_of
from anello.web.sending import App, Header, Message, Receive, Scope, Send, header, send_whole

KEPT = 96 * 1024 * 1024
"""Bytes of answers that are kept."""

SMALL = 600
"""Bytes from which compressing pays."""

LEVEL = 2
"""How hard to compress: new answers come often, and most go no further than this machine."""

COMMON: tuple[Header, ...] = ((b"cache-control", b"no-cache"), (b"vary", b"accept-encoding, authorization"))


@dataclass(slots=True)
class Answer:
    """The bytes of an answer, compressed too where that is smaller."""

    media: bytes
    body: bytes
    packed: bytes = field(init=False)

    def __post_init__(self) -> None:
        packed = gzip.compress(self.body, LEVEL, mtime=0) if len(self.body) >= SMALL else self.body
        self.packed = packed if len(packed) < len(self.body) else b""

    @property
    def size(self) -> int:
        """Return how many bytes are held."""
        return len(self.body) + len(self.packed)


class Answers:
    """The answers that are kept, the one asked for last at the end."""

    def __init__(self, most: int = KEPT) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def get(self, tag: str) -> Answer | None:
        """Return the answer under a tag, None where it is not kept."""
        found = self._kept.get(tag)
        if found is not None:
            self._kept.move_to_end(tag)
        return found

    def keep(self, tag: str, answer: Answer) -> None:
        """Keep an answer, and forget the oldest beyond the bound; one beyond it alone is not kept."""
        if answer.size > self.most // 4 or tag in self._kept:
            return
        self._kept[tag] = answer
        self.size += answer.size
        while self.size > self.most:
            _, oldest = self._kept.popitem(last=False)
            self.size -= oldest.size


class Answering:
    """The layer that keeps answers, in front of an application.

    `digest` names the state of the study and may take a while; `known` is that name where it was reckoned already.
    """

    def __init__(
        self, app: App, prefix: str, digest: Callable[[], str], known: Callable[[], str | None] = lambda: None
    ) -> None:
        self.app, self.prefix, self.digest, self.known = app, prefix, digest, known
        self.answers = Answers()
        self._making: dict[str, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, else from the application."""
        wanted = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not wanted or not scope["path"].startswith(self.prefix):
            await self.app(scope, receive, send)
            return
        state = self.known() or await asyncio.to_thread(self.digest)
        tag = digest_of(state, scope["path"], query_of(scope))
        if _is_known(tag, header(scope, b"if-none-match")):
            await send_whole(scope, send, 304, (*COMMON, (b"etag", _etag(tag))), b"")
            return
        while tag in self._making:
            await self._making[tag].wait()
        answer = self.answers.get(tag)
        if answer is None:
            await self._make(tag, scope, receive, send)
        else:
            await send_answer(answer, tag, scope, send)

    async def _make(self, tag: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer; what it found is kept, a problem is sent on as it is."""
        self._making[tag] = asyncio.Event()
        try:
            status, headers, body = await _gather(self.app, {**scope, "method": "GET"}, receive)
            if status == 200:
                answer = await asyncio.to_thread(Answer, headers.get(b"content-type", b"application/json"), body)
                self.answers.keep(tag, answer)
        finally:
            self._making.pop(tag).set()
        if status == 200:
            await send_answer(answer, tag, scope, send)
        else:
            kept = [pair for pair in headers.items() if pair[0] != b"content-length"]
            await send_whole(scope, send, status, (*kept, *COMMON), body)


async def _gather(app: App, scope: Scope, receive: Receive) -> tuple[int, dict[bytes, bytes], bytes]:
    """Return the whole response of an application."""
    parts: list[bytes] = []
    began: Message = {}

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            began.update(message)
        else:
            parts.append(message.get("body", b""))

    try:
        await app(scope, receive, take)
    except Exception:
        # The framework raises again what it has answered already, for whoever keeps a log.
        logging.getLogger(__name__).exception("an answer could not be made")
        if not began:
            raise
    return began["status"], dict(began["headers"]), b"".join(parts)


async def send_answer(answer: Answer, tag: str, scope: Scope, send: Send, common: tuple[Header, ...] = COMMON) -> None:
    """Send an answer, compressed to who takes that; nothing but its tag to who has it already."""
    headers = [*common, (b"etag", _etag(tag))]
    if _is_known(tag, header(scope, b"if-none-match")):
        await send_whole(scope, send, 304, headers, b"")
        return
    packed = bool(answer.packed) and _takes_gzip(header(scope, b"accept-encoding"))
    headers.append((b"content-type", answer.media))
    headers += [(b"content-encoding", b"gzip")] if packed else []
    await send_whole(scope, send, 200, headers, answer.packed if packed else answer.body)


def query_of(scope: Scope) -> str:
    """Return the query in one order and without the token, so that one question is one address."""
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if pair[0] != "token"))


def _takes_gzip(accepted: str | None) -> bool:
    """Tell whether a client takes gzip: named, or by a star, and not with a weight of nothing."""
    for word in (accepted or "").lower().split(","):
        name, _, weight = word.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _etag(tag: str) -> bytes:
    # Weak, since the compressed and the plain answer are different bytes of one meaning.
    return f'W/"{tag}"'.encode()


def _is_known(tag: str, sent: str | None) -> bool:
    """Tell whether the client has this answer already."""
    return sent is not None and tag in {word.strip().removeprefix("W/").strip('"') for word in sent.split(",")}
