"""Record the terminal picture of the guide: run `anello demo` and draw what it prints as an SVG.

In: nothing. Out: `demo.svg` beside this file. Promise: the picture is what the command printed, nothing is added; it
loads no font or script from elsewhere; the same output gives the same file.
"""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 110


def run_demo() -> str:
    """Return what `anello demo` prints on a colour terminal of `WIDTH` columns."""
    terminal = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "anello", "demo"]
        settings = {**os.environ, **terminal}
        return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=True).stdout


def draw(output: str) -> str:
    """Return the SVG of a terminal with the output."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text("$ make demo", style="bold"))
    console.print(Text.from_ansi(output.rstrip()))
    svg = console.export_svg(title="anello demo", theme=SVG_EXPORT_THEME, unique_id="anello")
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'<text class="([^"]*)" x="([\d.]+)"( [^>]*?)textLength="([\d.]+)"([^>]*)>([^<]*)</text>', _placed, svg
    )
    return svg.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")


def _placed(found: re.Match[str]) -> str:
    """Return a run of text as one element a stretch between blanks: viewers do not agree on how wide blanks are."""
    style, x, before, length, after, text = found.groups()
    shown = html.unescape(text)
    step = float(length) / len(shown)
    return "".join(
        f'<text class="{style}" x="{float(x) + part.start() * step:.1f}"{before}'
        f'textLength="{len(part.group()) * step:.1f}"{after}>{html.escape(part.group())}</text>'
        for part in re.finditer(r"[^\s\xa0]+(?:[\s\xa0][^\s\xa0]+)*", shown)
    )


def main() -> None:
    """Write the picture."""
    path = Path(__file__).with_name("demo.svg")
    path.write_text(draw(run_demo()), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
