"""The guard at the door: who may ask, by which name, with which method, and what every response forbids.

In: requests. Out: problems, or requests passed on. Promise: on loopback only local names are answered, so that a page
elsewhere cannot reach in by a name of its own; beyond loopback a token is demanded; nothing but reading without
`--review`, and no writing from another site's page; every response carries a strict Content-Security-Policy.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from anello.web.problems import PROBLEM, problem_body
from anello.web.sending import App, Header, Message, Receive, Scope, Send, header, send_whole

API = "/api/v1"
REVIEW = f"{API}/review"
READING = ("GET", "HEAD")
WRITING = ("POST", "DELETE")
LOCAL = ("localhost", "127.0.0.1", "::1")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of every response."""

SECURITY: tuple[Header, ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


def is_loopback(host: str) -> bool:
    """Tell whether a server on this host is reached from this machine alone.

    >>> is_loopback("localhost"), is_loopback("127.0.0.2"), is_loopback("0.0.0.0"), is_loopback("maps.example")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class House:
    """How a server is open: the names that it answers to (None: all), the token it demands, whether one may write."""

    names: frozenset[str] | None = frozenset(LOCAL)
    token: str | None = None
    review: bool = False

    @classmethod
    def at(cls, host: str, token: str | None, review: bool) -> House:
        """Return how a server at a host is open: only local names on loopback, any name beyond it."""
        names = frozenset((*LOCAL, host.strip("[]").lower())) if is_loopback(host) else None
        return cls(names, token, review)


class Guard:
    """The layer before everything else."""

    def __init__(self, app: App, house: House) -> None:
        self.app, self.house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; add what every response forbids."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *SECURITY]
            await send(message)

        refused = refusal(scope, self.house)
        if refused is None:
            await self.app(scope, receive, safely)
            return
        status, detail, more = refused
        headers = [(b"content-type", PROBLEM.encode()), (b"cache-control", b"no-store"), *more]
        await send_whole(scope, safely, status, headers, problem_body(status, detail))


def refusal(scope: Scope, house: House) -> tuple[int, str, Iterable[Header]] | None:
    """Return why a request is refused: status, words, further headers; None where it is not."""
    if house.names is not None and host_of(header(scope, b"host")) not in house.names:
        return 421, "this server answers to local names alone; open it as http://localhost or http://127.0.0.1", ()
    path, method = scope["path"], scope["method"]
    if path.startswith(API) and not _has_token(scope, house.token):
        said = "a token is demanded here: Authorization: Bearer TOKEN, or ?token=TOKEN in the address"
        return 401, said, ((b"www-authenticate", b'Bearer realm="anello"'),)
    if method in READING and (path != REVIEW or house.review):
        return None
    if path == REVIEW or path.startswith(f"{REVIEW}/"):
        return _refused_review(scope, house)
    return 405, f"{method} is not known here; this part can only be read", ((b"allow", b"GET, HEAD"),)


def _refused_review(scope: Scope, house: House) -> tuple[int, str, Iterable[Header]] | None:
    if not house.review:
        return 403, "this server is read-only; start it with --review to decide on claims, parties and deals", ()
    if scope["method"] not in WRITING:
        return 405, f"{scope['method']} is not known here", ((b"allow", b"GET, HEAD, POST, DELETE"),)
    if header(scope, b"sec-fetch-site") in ("cross-site", "same-site") or not _is_own(scope):
        return 403, "a decision can only come from a page of this server", ()
    sent = (header(scope, b"content-type") or "").partition(";")[0].strip().lower()
    if scope["method"] == "POST" and sent != "application/json":
        return 415, "a decision is sent as application/json", ()
    return None


def _is_own(scope: Scope) -> bool:
    """Tell whether a request comes from no page, or from one of this server."""
    origin = header(scope, b"origin")
    return origin is None or urlsplit(origin).netloc.lower() == (header(scope, b"host") or "").lower()


def _has_token(scope: Scope, token: str | None) -> bool:
    if token is None:
        return True
    scheme, _, sent = (header(scope, b"authorization") or "").partition(" ")
    given = sent.strip() if scheme.lower() == "bearer" else ""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[-1]
    return any(hmac.compare_digest(one.encode(), token.encode()) for one in (given, asked))


def host_of(sent: str | None) -> str:
    """Return the name in a Host header, without port and brackets.

    >>> host_of("localhost:8765"), host_of("[::1]:8765"), host_of(None)
    ('localhost', '::1', '')
    """
    text = (sent or "").strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0].rstrip(".")
