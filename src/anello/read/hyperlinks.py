"""Web links of an article: where in its text each ends, and where it leads.

In: for each link what stands before its end in its line, and its address, in the order of the text; the clean text.
Out: `Hyperlink`s. Promise: only links that stand in the text as it is kept, only to http and https, of the first
`MAX_LINKS`; a link that cannot be placed is left out and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from anello.model import Hyperlink
from anello.read.cleaning import normalise

MAX_LINKS = 300
"""Links of one article that are looked at; more have only lists of links."""

MAX_ADDRESS = 2_000
TAIL = 60
"""Characters before the end of a link by which its place is found."""

Found = tuple[str, str]
"""What stands before the end of a link in its line, and the address as written."""


def place_links(text: str, found: Iterable[Found], base: str | None) -> tuple[Hyperlink, ...]:
    """Return the links with their places in the text; `base` is the address of the page.

    >>> place_links("Deal\\n\\nIt is done, Reuters said.", [("It is done, Reuters said", "/a")], "https://x.org/b/c")
    (Hyperlink(at=30, url='https://x.org/a'),)
    """
    return tuple(_placed(text, islice(found, MAX_LINKS), base or ""))


def _placed(text: str, found: Iterable[Found], base: str) -> Iterator[Hyperlink]:
    at = 0
    for before, address in found:
        tail = normalise(before)[-TAIL:].lstrip()
        url = _absolute(address, base)
        place = text.find(tail, max(0, at - len(tail) + 1)) if tail and url else -1
        if place >= 0 and url:
            at = place + len(tail)
            yield Hyperlink(at, url)


def _absolute(address: str, base: str) -> str | None:
    try:
        url = urljoin(base, address.strip())
        parts = urlsplit(url)
    except ValueError:  # an address such as "http://[x"
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and len(url) <= MAX_ADDRESS else None
