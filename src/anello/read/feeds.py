"""News feeds: RSS 0.9-2.0, RDF and Atom.

In: a byte stream. Out: one `Draft` for each item, as it is met. Promise: the feed is never held whole; entity
declarations are refused before they can expand (the "billion laughs"), nothing external is loaded; what was read
before an error stays read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from xml.parsers import expat

from anello.errors import SourceError
from anello.read.dates import parse_date
from anello.read.draft import Draft
from anello.read.limits import MAX_TEXT, MIB
from anello.read.pages import find_links, parse_fragment

MAX_DEPTH = 200
_BLOCK = MIB
_ITEMS = ("item", "entry")
_BLOCKS = frozenset(("p", "div", "br", "li", "h1", "h2", "h3", "blockquote"))

_BODY = ("encoded", "content", "description", "summary")
_PUBLISHED = ("pubdate", "published", "issued", "created", "date")
_MODIFIED = ("updated", "modified")


class _Handler:
    """Collects items; the expat callbacks of one feed."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self.found = 0
        self.outlet = ""
        self._path: list[str] = []
        self._item: dict[str, str] | None = None
        self._item_depth = 0
        self._text: list[str] = []
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        self._path.append(local)
        if len(self._path) > MAX_DEPTH:
            raise SourceError(f"XML with more than {MAX_DEPTH} elements inside each other; no feed is like that")
        if local in _ITEMS and self._item is None:
            self._item, self._item_depth, self._size = {}, len(self._path), 0
        elif self._item is not None and local == "link" and attributes.get("href"):
            if attributes.get("rel", "alternate") == "alternate":
                self._item.setdefault("link", attributes["href"])
        elif local in _BLOCKS:
            self._text.append("\n")
        if self._is_field():
            self._text = []

    def text(self, data: str) -> None:
        self._size += len(data)
        if self._size > MAX_TEXT:
            raise SourceError(f"an item with more than {MAX_TEXT // MIB} MB of text; no article is that long")
        self._text.append(data)

    def end(self, name: str) -> None:
        local = self._path[-1]
        if self._item is not None:
            if self._is_field():
                self._keep(local, "".join(self._text).strip())
            elif len(self._path) == self._item_depth:
                self.items.append(self._item)
                self._item, self._text = None, []
                self.found += 1
        elif local == "title" and len(self._path) <= 3 and not self.outlet:
            self.outlet = " ".join("".join(self._text).split())
        self._path.pop()
        if self._item is None:
            self._size, self._text = 0, []

    def refuse_entity(self, *_: object) -> None:
        raise SourceError("XML that declares entities, as entity bombs do; remove the DOCTYPE with its ENTITY lines")

    def _is_field(self) -> bool:
        """Tell whether the current element holds a field: a child of the item, or the name inside its author."""
        if self._item is None:
            return len(self._path) <= 3 and self._path[-1] == "title"
        depth = len(self._path) - self._item_depth
        return depth == 1 or (depth == 2 and self._path[-2:] == ["author", "name"])

    def _keep(self, local: str, value: str) -> None:
        assert self._item is not None
        if value and not (local == "author" and "name" in self._item):
            self._item.setdefault(local, value)


def read_feed(document: str, stream: BinaryIO) -> Iterator[Draft]:
    """Yield the articles of a feed in its order; an item is named `document#item=N`, counted from 1.

    Raises:
        SourceError: the XML is malformed, declares entities or is no feed.
    """
    handler = _Handler()
    parser = _open_parser(handler)
    number = fed = 0
    ended = False
    while not ended:
        block = stream.read(_BLOCK)
        ended = not block
        fed += len(block)
        problem = _feed(parser, block, ended)
        # The parser starts a tag again with each block until it is complete: a tag without end would cost its square.
        if fed - parser.CurrentByteIndex > MAX_TEXT and not ended:
            problem = problem or SourceError(f"a tag of more than {MAX_TEXT // MIB} MB; no feed is like that")
        for item in handler.items:
            number += 1
            yield _draft(f"{document}#item={number}", item, handler.outlet)
        handler.items.clear()
        if problem:
            raise problem
    if not handler.found:
        raise SourceError("XML without RSS items or Atom entries; give a news feed, or the page as .html")


def _open_parser(handler: _Handler) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = handler.refuse_entity
    return parser


def _feed(parser: expat.XMLParserType, block: bytes, final: bool) -> SourceError | None:
    try:
        parser.Parse(block, final)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        return SourceError(f"malformed XML at line {error.lineno}: {reason}; repair it or fetch it again")
    except SourceError as error:
        return error
    return None


def _draft(document: str, item: dict[str, str], outlet: str) -> Draft:
    body = next((item[key] for key in _BODY if key in item), "")
    link = item.get("link") or item.get("id") or item.get("guid") or ""
    published = _date(item, _PUBLISHED)
    text = parse_fragment(body)
    return Draft(
        document,
        body=text,
        title=parse_fragment(item.get("title", "")),
        outlet=_outlet(item) or outlet or None,
        url=link if link.startswith(("http://", "https://")) else None,
        # An Atom entry without "published" was never changed since: "updated" is required there and "published" is not.
        published=published or _date(item, _MODIFIED),
        modified=_date(item, _MODIFIED),
        byline=item.get("name") or item.get("creator") or item.get("author"),
        original=body if text != body else None,
        links=find_links(body) if text != body else (),
    )


def _outlet(item: dict[str, str]) -> str:
    # In RSS "source" is the name of another outlet; in Atom it is a whole feed in small.
    name = item.get("source", "")
    return name if len(name) <= 80 and "\n" not in name else ""


def _date(item: dict[str, str], keys: tuple[str, ...]) -> date | None:
    return next((found for key in keys if key in item and (found := parse_date(item[key]))), None)
