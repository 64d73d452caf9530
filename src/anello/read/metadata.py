"""What a web page says about itself: title, dates, outlet, author, address.

In: HTML. Out: `Metadata`. Promise: publication and modification are kept apart; JSON-LD is believed before Open Graph,
Open Graph before other meta elements, those before the visible page and its address; a malformed block is skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from anello.read.dates import parse_date

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TITLE = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title")
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_AUTHOR = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "citation_author", "byl")
_PUBLISHED = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "dc.date.issued"),
    *("dcterms.created", "parsely-pub-date", "sailthru.date", "citation_publication_date", "publish-date"),
    *("publish_date", "publishdate", "pubdate", "date_published", "publication_date", "article.published"),
    *("cxenseparse:recs:publishtime", "dc.date", "dcterms.date", "date"),
)
_MODIFIED = (
    *("article:modified_time", "og:updated_time", "og:modified_time", "og:article:modified_time", "datemodified"),
    *("dcterms.modified", "last-modified", "lastmod", "article.updated"),
)
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/-]|$)")
_TITLE_TAIL = re.compile(r"\s+[|–—-]\s+[^|–—]{2,60}$")
_ARTICLE_TYPES = ("article", "posting", "report", "newsarticle")
_MAX_JSON = 1 << 20
_MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a page; None or "" where it does not say."""

    title: str = ""
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    modified: date | None = None
    byline: str | None = None


def find_metadata(html: str, address: str | None = None) -> Metadata:
    """Return what a page says about itself.

    Args:
        address: where the page was fetched; its path may hold the day of publication.
    """
    # Imported here because most commands never read a page.
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    meta = _meta(page)
    linked = _linked_data(page)
    url = (
        _first(meta, ("og:url",))
        or _attribute(page, "link[rel=canonical]", "href")
        or _text(linked.get("url"))
        or address
    )
    published = _date_of(linked.get("datePublished")) or _first_date(meta, _PUBLISHED)
    return Metadata(
        title=_text(linked.get("headline")) or _first(meta, _TITLE) or _visible_title(page),
        outlet=_text(linked.get("publisher")) or _first(meta, _OUTLET) or None,
        url=url if url and url.startswith(("http://", "https://")) else address,
        published=published or _visible_date(page) or _address_date(url or ""),
        modified=_date_of(linked.get("dateModified")) or _first_date(meta, _MODIFIED),
        byline=_text(linked.get("author")) or _author(meta) or None,
    )


def _meta(page: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in page.css("meta"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _linked_data(page: LexborHTMLParser) -> Mapping[str, Any]:
    """Return the JSON-LD object that describes the article, {} if there is none."""
    objects: list[Mapping[str, Any]] = []
    for node in page.css("script[type='application/ld+json']"):
        source = node.text(deep=True)
        if len(source) > _MAX_JSON:
            continue
        try:
            objects += _objects(json.loads(source, strict=False), 0)
        except (ValueError, RecursionError):
            continue
    articles = [o for o in objects if _is_article(o)] or [o for o in objects if "datePublished" in o]
    return max(articles, key=lambda o: ("datePublished" in o, "headline" in o), default={})


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)


def _is_article(thing: Mapping[str, Any]) -> bool:
    kinds = thing.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(n, str) and n.lower().endswith(_ARTICLE_TYPES) for n in names)


def _text(value: Any) -> str:
    """Return a JSON-LD value as text: the text itself, the name of a thing, or the names of several."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return _text(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(v) for v in value if not isinstance(v, list))))
    return ""


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _first_date(meta: Mapping[str, str], names: tuple[str, ...]) -> date | None:
    return next((found for name in names if name in meta and (found := parse_date(meta[name]))), None)


def _date_of(value: Any) -> date | None:
    return parse_date(value) if isinstance(value, str) else None


def _author(meta: Mapping[str, str]) -> str:
    name = _first(meta, _AUTHOR)
    return "" if name.startswith(("http://", "https://")) else name


def _attribute(page: LexborHTMLParser, selector: str, name: str) -> str:
    node = page.css_first(selector)
    return ((node.attributes.get(name) or "") if node else "").strip()


def _visible_title(page: LexborHTMLParser) -> str:
    headings = page.css("h1")
    title = " ".join(headings[0].text(deep=True, separator=" ").split()) if len(headings) == 1 else ""
    node = page.css_first("title")
    return title or (_TITLE_TAIL.sub("", " ".join(node.text(deep=True).split())) if node else "")


def _visible_date(page: LexborHTMLParser) -> date | None:
    for selector in ("[itemprop=datePublished]", "time[pubdate]", "article time", "main time"):
        node = page.css_first(selector)
        if node is not None:
            stamp = node.attributes.get("datetime") or node.attributes.get("content") or node.text(deep=True)
            if found := parse_date(stamp):
                return found
    return None


def _address_date(url: str) -> date | None:
    match = _ADDRESS_DATE.search(url)
    return parse_date("-".join(match.groups())) if match else None
