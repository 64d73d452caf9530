"""A client for an application in this process, and its answers held against their shapes."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

import httpx
from pydantic import ConfigDict, TypeAdapter

from anello.web.app import make_api, make_app
from anello.web.desk import Desk
from anello.web.guarding import API, House
from anello.web.sending import App


class Client:
    """Asks an application as a browser of this machine would."""

    def __init__(self, app: App, host: str = "localhost") -> None:
        self.app, self.base = app, f"http://{host}"

    def get(self, path: str, **headers: str | bytes) -> httpx.Response:
        return self.ask("GET", path, **headers)

    def api(self, path: str, **headers: str | bytes) -> httpx.Response:
        return self.get(API + path, **headers)

    def view(self, path: str) -> Any:
        answer = self.api(path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    def ask(self, method: str, path: str, content: bytes | None = None, **headers: str | bytes) -> httpx.Response:
        return asyncio.run(self._ask([(method, path)], content, headers))[0]

    def all_at_once(self, paths: list[str]) -> list[httpx.Response]:
        return asyncio.run(self._ask([("GET", API + path) for path in paths], None, {}))

    async def _ask(
        self, asked: list[tuple[str, str]], content: bytes | None, headers: dict[str, str | bytes]
    ) -> list[httpx.Response]:
        named = {name.replace("_", "-").encode(): _bytes(value) for name, value in headers.items()}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
            calls = (client.request(m, path, content=content, headers=named) for m, path in asked)
            return list(await asyncio.gather(*calls))


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


@cache
def api_of(desk: Desk) -> App:
    """The routes of a desk, which take a while to make."""
    return make_api(desk)


def client_of(desk: Desk, house: House | None = None, host: str = "localhost") -> Client:
    return Client(make_app(desk, house, api=api_of(desk)), host)


def fits(shape: Any, view: Any) -> Any:
    """Hold a view against a shape in which every key is known, and return it."""
    adapter_of(shape).validate_python([view])
    return view


@cache
def adapter_of(shape: Any) -> TypeAdapter[Any]:
    # A shape takes its settings from the list around it.
    return TypeAdapter(list[shape], config=ConfigDict(extra="forbid", strict=True))
