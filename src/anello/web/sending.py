"""What answers are made of on the wire: requests and responses as ASGI knows them.

In: scopes, messages. Out: names for their types, headers by name, a response sent whole. Promise: standard library
only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Header: TypeAlias = tuple[bytes, bytes]


def header(scope: Scope, name: bytes) -> str | None:
    """Return the value of a request header, None where it is not sent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


async def send_whole(scope: Scope, send: Send, status: int, headers: Iterable[Header], body: bytes) -> None:
    """Send a response in one piece; for HEAD without its body."""
    length = [] if status == 304 else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" or status == 304 else body})
