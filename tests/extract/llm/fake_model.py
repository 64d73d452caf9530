"""A model that says what a test wants it to say, at an address of this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from anello.extract.llm.extractor import LlmExtractor
from anello.model import Article

SECRET = "sk-very-secret-4711"
Make = Callable[..., LlmExtractor]
Say = Callable[[BaseHTTPRequestHandler], None]

TEXT = (
    "Chip money goes round\n\n"
    "Amazon has agreed to invest $4 billion in Anthropic, Reuters reported on Monday.\n"
    "The deal gives Amazon a 12% stake in the company.\n"
    "Bystanders in Lisbon ate lunch and talked about the weather."
)
INVESTMENT: dict[str, Any] = {
    "type": "investment",
    "roles": {"investor": "Amazon", "target": "Anthropic"},
    "status": "agreed",
    "mode": "attributed",
    "amount": {"low": 4_000_000_000, "high": 4_000_000_000, "currency": "USD"},
    "attribution": ["Reuters"],
    "evidence": "Amazon has agreed to invest $4 billion in Anthropic",
}


def article(text: str = TEXT, name: str = "a", language: str = "en") -> Article:
    return Article(name, f"{name}.txt", text, language=language)


def completion(content: object, usage: object = None, finish: str = "stop") -> bytes:
    """The body of an answer as an endpoint sends it."""
    body: dict[str, Any] = {
        "choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]
    }
    if usage is not None:
        body["usage"] = usage
    return json.dumps(body).encode()


def sends(data: bytes, status: int = 200, **headers: str) -> Say:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return say


def claims(*found: object, usage: object = None) -> Say:
    return sends(completion(json.dumps({"claims": found}), usage))


def says(content: object, finish: str = "stop") -> Say:
    return sends(completion(content, finish=finish))


class FakeModel:
    """What was asked, and what is said next; the last thing to say is said for ever."""

    def __init__(self, url: str, closing: Event) -> None:
        self.url = url
        self.closing = closing
        self.script: list[Say] = [claims()]
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    def will(self, *script: Say) -> None:
        self.script = list(script)

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Say nothing until the test is over."""
        self.closing.wait(10)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(json.loads(handler.rfile.read(int(handler.headers["Content-Length"]))))
        self.headers.append(dict(handler.headers))
        say = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        say(handler)


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    closing = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                model.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model = FakeModel(f"http://127.0.0.1:{server.server_address[1]}/v1", closing)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield model
    finally:
        closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
