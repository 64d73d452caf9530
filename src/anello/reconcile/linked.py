"""Web links as citations: an article that links to another one, or to an outlet, where it tells of a deal.

In: articles with their links. Out: citations (`via` "link") with the sentence in which the link stands. Promise: a link
to the article's own outlet, to the front page of a site, or to a place that nobody knows says nothing; a link to an
article of the study names that article. Hosts of outlets and of filings are data (`hosts.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl, urlencode, urlsplit

from anello.model import Article, Citation, Span

FILING = "filing"
"""What `hosts.tsv` calls a place where firms file what they must disclose."""

_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|cmpid|smid|ref|ref_src|mod|sh|guccounter)", re.IGNORECASE)


def addresses_of(articles: Iterable[Article]) -> dict[str, str]:
    """Return the article that stands at each address; of several the one with the smallest id."""
    found: dict[str, str] = {}
    for article in sorted(articles, key=lambda a: a.id, reverse=True):
        if article.url:
            found[address_key(article.url)] = article.id
    return found


def address_key(url: str) -> str:
    """Return one key for the spellings of an address: without scheme, "www.", tracking, fragment and last slash.

    >>> address_key("https://www.reuters.com/a/b/?utm_source=x#top")
    'reuters.com/a/b'
    """
    try:
        parts = urlsplit(url)
        host = host_of(url)
    except ValueError:
        return url
    path = re.sub(r"/amp$", "", parts.path.rstrip("/"))
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k)])
    return f"{host}{path}" + (f"?{query}" if query else "")


def host_of(url: str | None) -> str:
    """Return the host of an address without "www." and the like, "" where there is none.

    >>> host_of("https://amp.ft.com/x"), host_of(None)
    ('ft.com', '')
    """
    try:
        return _PREFIX.sub("", (urlsplit(url or "").hostname or "").lower())
    except ValueError:
        return ""


@cache
def load_hosts() -> Mapping[str, str]:
    """Return the usual name of the outlet at each host, or "filing"."""
    lines = files("anello.reconcile").joinpath("hosts.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return dict(sorted((host, name) for host, name in rows))


def outlet_at(host: str) -> str | None:
    """Return whose host this is: the usual name of an outlet, "filing", or None.

    >>> outlet_at("asia.nikkei.com"), outlet_at("cincodias.elpais.com"), outlet_at("example.org")
    ('Nikkei', 'Cinco Días', None)
    """
    while "." in host:
        if host in load_hosts():
            return load_hosts()[host]
        host = host.partition(".")[2]
    return None


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around a passage begins and ends: at a stop or a line end, without blanks.

    >>> line_around("Done. It is signed, they said. More.", 9, 11)
    (6, 29)
    """
    first = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start)) + 1
    ends = [at for at in (text.find("\n", end), text.find(". ", max(end - 1, 0))) if at >= 0]
    last = min(ends, default=len(text))
    while first < last and text[first].isspace():
        first += 1
    return first, last


def cite_links(article: Article, address: Mapping[str, str]) -> Iterator[Citation]:
    """Yield what an article rests on by its links; `address` leads from addresses to articles of the study."""
    own = host_of(article.url)
    for link in article.links:
        host, target = host_of(link.url), address.get(address_key(link.url))
        if target == article.id or (host == own and target is None) or not 0 < link.at <= len(article.text):
            continue
        start, end = line_around(article.text, link.at - 1, link.at)
        said = Span(start, end, article.text[start:end], "attribution")
        if target is not None:
            yield Citation(article.id, target, "document", "link", said)
        elif urlsplit(link.url).path.strip("/"):
            yield from _at_host(article, host, said)


def _at_host(article: Article, host: str, said: Span) -> Iterator[Citation]:
    name = outlet_at(host)
    if name == FILING:
        yield Citation(article.id, FILING, FILING, "link", said)
    elif name is not None:
        yield Citation(article.id, name, "outlet", "link", said)
    elif host:
        # The site of a firm bears its name; whether that is a party of the deal is seen where the deal is known.
        yield Citation(article.id, _label(host), "company", "link", said)


def _label(host: str) -> str:
    """Return the part of a host that is its owner's name: "openai" of "blog.openai.com", "acme" of "acme.co.uk"."""
    parts = host.split(".")
    last = -3 if len(parts) > 2 and parts[-2] in ("co", "com", "org", "net", "gov", "ac") else -2
    return parts[max(last, -len(parts))]
