"""Take the two pictures of the map that the README shows, from the demo study.

In: nothing. Out: `map.png` and `evidence.png` beside this file. Promise: the pictures are what `anello serve` shows of
the demo study in chromium; without chromium or a built map nothing is written, in words and with exit code 1.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
SIZE = {"width": 1280, "height": 800}
PARTIES = {"Nvidia", "OpenAI", "Oracle"}
"""The ring that is shown."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def served() -> Iterator[str]:
    """Serve a demo study, and yield its address."""
    with tempfile.TemporaryDirectory() as folder:
        study = str(Path(folder) / "demo.anello")
        settings = {**os.environ, "PYTHONUNBUFFERED": "1"}
        run = [sys.executable, "-m", "anello"]
        subprocess.run([*run, "demo", "--study", study], stdout=subprocess.DEVNULL, check=True, cwd=folder)
        server = subprocess.Popen(
            [*run, "serve", study, "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=settings,
        )
        try:
            assert server.stdout is not None
            said = next((found for line in server.stdout if (found := re.search(r"http://[\d.:]+", line))), None)
            if said is None:
                raise SystemExit("the server did not start")
            yield said.group()
        finally:
            server.terminate()
            server.wait()


def find_ring(address: str) -> tuple[str, str]:
    """Return the id of the ring that is shown, and that of the deal of its last leg."""
    with urlopen(f"{address}/api/v1/rings?limit=1000") as answer:
        rings = json.load(answer)["items"]
    ring = next(ring for ring in rings if {party["name"] for party in ring["parties"]} == PARTIES)
    return ring["id"], next(leg["deal"] for leg in ring["legs"] if leg["payer"]["name"] == "Nvidia")


def take(address: str, chromium: str) -> None:
    """Take both pictures."""
    from playwright.sync_api import sync_playwright

    ring, deal = find_ring(address)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="en-GB", reduced_motion="reduce")
        for name, query in (("map", f"?ring={ring}"), ("evidence", f"?ring={ring}&open=deal.{deal}")):
            page.goto(f"{address}/{query}", wait_until="networkidle")
            page.wait_for_timeout(1000)
            path = Path(__file__).with_name(f"{name}.png")
            page.screenshot(path=path)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")
        browser.close()


def main() -> None:
    """Write the pictures."""
    chromium = which("chromium") or which("google-chrome")
    built = ROOT / "src" / "anello" / "web" / "built" / "index.html"
    if chromium is None or not built.exists():
        sys.exit("The pictures of the map need chromium and `make site`; the others are written.")
    with served() as address:
        take(address, chromium)


if __name__ == "__main__":
    main()
