"""Web pages: the main text of an HTML document.

In: HTML bytes, or a piece of HTML from a feed or a mail. Out: one `Draft`, or plain text. Promise: navigation,
comments and scripts are left out; markup nested so deep that parsers choke on it is refused before parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from anello.errors import SourceError
from anello.read.decoding import decode
from anello.read.draft import Draft
from anello.read.hyperlinks import TAIL, Found
from anello.read.limits import MAX_PAGE, read_capped
from anello.read.metadata import find_metadata

MAX_NESTING = 1_000
"""Elements inside elements; real pages stay below 100, and the cost of parsers grows with its square."""

MIN_MAIN_TEXT = 200
"""Characters; a shorter main text means that the heuristic missed it, and the whole visible text is taken."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_UNNESTED = frozenset(
    (
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        *("html", "head", "body", "p", "li", "dt", "dd", "option", "tr", "td", "th"),
        *("thead", "tbody", "tfoot", "colgroup"),
    )
)
"""Elements that hold nothing, or that the parser closes by itself."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LINKED = re.compile(r" \(((?:https?:)?//?[^\s()]{1,2000})\)")
"""How the parser writes a link behind its text."""
_MARKUP = re.compile(r"<(?:p|div|br|html|body|span|article|section|ul|h[1-6])\b[^>]*>", re.IGNORECASE)


def read_page(
    document: str, stream: BinaryIO, *, charset: str | None = None, url: str | None = None
) -> Iterator[Draft]:
    """Yield the one article of an HTML document.

    Raises:
        SourceError: it is too large, in an unknown encoding, nested too deep, or has no text.
    """
    data = read_capped(stream, MAX_PAGE)
    if not data.strip():
        raise SourceError("empty; give a document with at least a title")
    match = _CHARSET.search(data[:4096])
    html = decode(data, charset or (match[1].decode("ascii", "replace") if match else None))
    yield parse_page(document, html, url)


def parse_page(document: str, html: str, url: str | None = None) -> Draft:
    """Return the draft of a page.

    Raises:
        SourceError: the page is nested too deep or has no text.
    """
    check_nesting(html)
    # Parsers end at NUL, which never belongs in a page.
    html = html.replace("\0", "")
    whole = find_text(html)
    main = find_text(html, main=True)
    if not whole:
        raise SourceError("no text in the HTML; if the page builds its text by script, save the text as shown instead")
    found = find_metadata(html, url)
    is_main = len(main) >= min(MIN_MAIN_TEXT, len(whole))
    return Draft(
        document,
        body=main if is_main else whole,
        title=found.title,
        outlet=found.outlet,
        url=found.url,
        published=found.published,
        modified=found.modified,
        byline=found.byline,
        original=whole,
        links=find_links(html, main=is_main),
    )


def looks_like_markup(text: str) -> bool:
    """Tell whether a text field holds HTML rather than text."""
    return bool(_MARKUP.search(text, 0, 10_000))


def parse_fragment(text: str) -> str:
    """Return the text of a field that may hold HTML; plain text comes back unchanged.

    Raises:
        SourceError: the markup is nested too deep.
    """
    if "<" not in text and "&" not in text:
        return text
    check_nesting(text)
    return find_text(text)


def check_nesting(html: str) -> None:
    """Refuse HTML that is nested too deep to be parsed in linear time.

    Raises:
        SourceError: more than `MAX_NESTING` elements are open at once.
    """
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _UNNESTED:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_NESTING:
            raise SourceError(
                f"HTML with more than {MAX_NESTING} elements inside each other; save the page as text instead"
            )


def find_text(html: str, *, main: bool = False) -> str:
    """Return the visible text of HTML, or only its main content, one block a line."""
    return _extract(html, main=main, links=False)


def find_links(html: str, *, main: bool = False) -> tuple[Found, ...]:
    """Return the web links of the visible text in its order: what stands before the end of each, and where it leads.

    >>> find_links("<p>It is done, <a href='https://x.org/a'>Reuters</a> said.</p>")
    (('It is done, Reuters', 'https://x.org/a'),)
    """
    found: list[Found] = []
    for line in _extract(html, main=main, links=True).split("\n"):
        before, at = "", 0
        for link in _LINKED.finditer(line):
            before = (before + line[at : link.start()])[-TAIL:]
            found.append((before, link[1]))
            at = link.end()
    return tuple(found)


def _extract(html: str, *, main: bool, links: bool) -> str:
    # Imported here because most commands never read a page.
    from resiliparse.extract.html2text import extract_plain_text

    text: Any = extract_plain_text(
        html,
        preserve_formatting=True,
        main_content=main,
        list_bullets=False,
        alt_texts=False,
        links=links,
        form_fields=False,
    )
    return "\n".join(line.strip() for line in str(text).split("\n")).strip()
