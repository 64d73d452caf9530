"""One server on the demo study for all tests of the map, and one browser a file; each test has a page of its own.

In: the built map, Debian's chromium. Out: fixtures. Promise: where either is missing the tests are skipped and say so;
a page that logs an error, or asks anything beyond this machine, fails its test.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from anello.web.site import INDEX, built

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
)
WAIT = 30.0
"""Seconds that a server may take to begin."""


@pytest.fixture(scope="session")
def map_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the study of the demo corpus."""
    from anello.demo import DEMO_TODAY, demo_paths
    from anello.pipeline import build_study

    path = tmp_path_factory.mktemp("map") / "demo.anello"
    build_study([str(one) for one in demo_paths()], path, today=DEMO_TODAY, workers=1, strict=True)
    return path


@pytest.fixture(scope="session")
def map_address(map_study: Path) -> Iterator[str]:
    """Serve the study as `anello serve` does, and return its address."""
    if not (built() / INDEX).is_file():
        pytest.skip("the map was not built: run `npm ci && npm run build` in site/")
    command = [sys.executable, "-m", "anello", "serve", str(map_study), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            said = server.stderr.readline()
            address = next(word for word in said.split() if word.startswith("http://"))
            wait_for(f"{address}api/v1/study")
            yield address
        finally:
            server.terminate()
            server.wait(10)


def wait_for(address: str) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + WAIT
    while True:
        try:
            with urlopen(address, timeout=5) as answer:
                answer.read()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start Debian's chromium."""
    if shutil.which(CHROMIUM) is None:
        pytest.skip(f"there is no browser at {CHROMIUM}")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def open_map(browser: Any, map_address: str) -> Iterator[Callable[..., Any]]:
    """Return what opens the map: a query, a size, whether a 404 is expected, and any other choice of a context."""
    opened: list[tuple[Any, list[str]]] = []

    def open_page(
        query: str = "",
        width: int = 1280,
        height: int = 800,
        ready: str = ".dot",
        refused: bool = False,
        **choices: Any,
    ) -> Any:
        choices = {"locale": "en-GB", "reduced_motion": "reduce", **choices}
        context = browser.new_context(viewport={"width": width, "height": height}, **choices)
        page = context.new_page()
        page.set_default_timeout(8000)
        troubles: list[str] = []
        expected = "status of 404" if refused else None
        page.on("console", lambda said: troubles.append(said.text) if is_trouble(said, expected) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: troubles.append(request.url) if not is_here(request.url) else None)
        opened.append((context, troubles))
        page.goto(map_address + query)
        page.wait_for_selector(ready)
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    assert [trouble for _, troubles in opened for trouble in troubles] == []


def is_trouble(said: Any, expected: str | None = None) -> bool:
    """Tell whether what a page logs is an error or a warning of its own, not a word of the graphics driver on speed."""
    fine = ("GL Driver Message", *((expected,) if expected else ()))
    return said.type in ("error", "warning") and not any(words in said.text for words in fine)


def is_here(address: str) -> bool:
    """Tell whether a request stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob") or parts.hostname in ("127.0.0.1", "localhost")
