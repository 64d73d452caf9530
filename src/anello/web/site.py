"""The built map: files of the package at `/`, and its first page for every address of the map.

In: requests. Out: files. Promise: only what was built is served, no path leads out of it; where the map was not built a
page says so and the API answers all the same.
"""

from __future__ import annotations

import mimetypes
from importlib.resources import files
from pathlib import Path

from anello.model import digest_of
from anello.web.answering import Answer, send_answer
from anello.web.problems import PROBLEM, problem_body
from anello.web.sending import App, Header, Receive, Scope, Send, send_whole

INDEX = "index.html"
MISSING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Anello: the map was not built</title>
<h1>The map was not built</h1><p>This installation of Anello has no map in it: its build found no Node or no network.
Everything else works: the command line, and the HTTP API at <a href="/api/v1/study">/api/v1/study</a>.</p></html>
"""

VARY: Header = (b"vary", b"accept-encoding")
FOREVER: tuple[Header, ...] = ((b"cache-control", b"public, max-age=31536000, immutable"), VARY)
"""Of files whose names hold their digest."""
ALWAYS: tuple[Header, ...] = ((b"cache-control", b"no-cache"), VARY)


def built() -> Path:
    """Return the folder of the built map in this installation; it need not be there."""
    return Path(str(files("anello.web"))) / "built"


def load_files(folder: Path) -> dict[str, tuple[str, Answer]]:
    """Return the files of a folder by their address, each with its tag and its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            body = path.read_bytes()
            tag = digest_of("site", path.name, body.hex())
            found["/" + path.relative_to(folder).as_posix()] = (tag, Answer(media_of(path.name), body))
    return found


def media_of(name: str) -> bytes:
    """Return the media type of a file by its name; text is UTF-8."""
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".json": "application/json"}
    kind = kinds.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return (f"{kind}; charset=utf-8" if kind.startswith("text/") else kind).encode()


class Site:
    """The layer that serves the built map, and hands on what belongs to the API."""

    def __init__(self, app: App, folder: Path | None = None) -> None:
        self.app = app
        self.files = load_files(folder or built())
        if f"/{INDEX}" not in self.files:
            self.files = {f"/{INDEX}": (digest_of("site", MISSING), Answer(media_of(INDEX), MISSING.encode()))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file, the first page, or what the API answers."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path == "/api" or path.startswith("/api/"):
            await self.app(scope, receive, send)
            return
        lasting = path.startswith("/assets/")
        found = self.files.get(path) or (None if lasting else self.files[f"/{INDEX}"])
        if found is None:
            headers = ((b"content-type", PROBLEM.encode()), *ALWAYS)
            await send_whole(scope, send, 404, headers, problem_body(404, f"no file {path}"))
            return
        tag, answer = found
        await send_answer(answer, tag, scope, send, FOREVER if lasting else ALWAYS)
