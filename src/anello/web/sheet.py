"""The page of a report: script, style and answers in one HTML file that asks for nothing else.

In: a `Report`, the folder of the built map. Out: HTML. Promise: whatever titles, names and texts hold, it is data and
never markup; the page's policy lets only its own script and style run, by their digests, and forbids every request.
"""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from html import escape
from pathlib import Path

from anello.errors import SettingsError
from anello.tables import to_json
from anello.web.reporting import Report
from anello.web.site import built

SCRIPT, STYLE = "report/anello.js", "report/anello.css"

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="anello {version}">
<title>Anello: {title}</title>
<style>{style}</style>
</head>
<body>
<div id="anello"></div>
<noscript>This report of {title} draws its map with JavaScript, which is off here.</noscript>
<script type="application/json" id="anello-report">{index}</script>
{books}
<script type="module">{script}</script>
</body>
</html>
"""


def write_sheet(report: Report, version: str, folder: Path | None = None) -> str:
    """Return the page of a report.

    Raises:
        SettingsError: this installation has no map in it.
    """
    script, style = load_parts(folder or built())
    books = "\n".join(
        f'<script type="application/gzip" id="anello-book-{number}">{book.packed}</script>'
        for number, book in enumerate(report.books)
    )
    return PAGE.format(
        policy=policy_of(script, style),
        version=escape(version),
        title=escape(str(report.study["name"])),
        style=style,
        index=as_data(report.index()),
        books=books,
        script=script,
    )


def size_of_page(folder: Path | None = None) -> int:
    """Return how many bytes the page has before any answers.

    Raises:
        SettingsError: this installation has no map in it.
    """
    script, style = load_parts(folder or built())
    return len(script.encode()) + len(style.encode()) + len(PAGE)


def load_parts(folder: Path) -> tuple[str, str]:
    """Return the script and the style of the built map, fit to stand inside a page.

    Raises:
        SettingsError: this installation has no map in it.
    """
    try:
        script = (folder / SCRIPT).read_text(encoding="utf-8")
        style = (folder / STYLE).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SettingsError(
            "this installation of Anello has no map in it, since its build found no Node or no network; run `make site`"
            " in its sources, or install it anew with a network"
        ) from error
    # Inside strings and patterns a backslash changes nothing; outside of them neither text can occur.
    script = re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE)
    return script, re.sub(r"<(?=/style)", r"\\3c ", style, flags=re.IGNORECASE)


def policy_of(script: str, style: str) -> str:
    """Return a Content-Security-Policy under which these two run and nothing is asked for."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode("ascii")


def as_data(value: object) -> str:
    """Return JSON that can stand inside a script element, whatever its texts hold.

    >>> as_data({"name": "</script><b>"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u003cb\\\\u003e"}'
    """
    text = to_json(value).decode()
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return text
