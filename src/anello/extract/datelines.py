"""Datelines: the place that a report opens with, which is no party of what follows: "OSLO (Dow Jones) - ...".

In: a text. Out: the places as mentions, and the agency in brackets as an outlet. Promise: only capitals at the start of
a line with a dash or a colon behind them, a date and an agency between them at most; linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anello.lang.transliteration import romanise, slug
from anello.model import Mention

DATELINE = re.compile(
    r"^[ \t]*(?P<place>[^\W\d_a-zа-яё](?:[^\W\d_a-zа-яё]|[ .'’-]){1,28}[^\W\d_a-zа-яё])"
    r"(?:,[^\n():;–—]{1,24})?[ ]?(?:\((?P<agency>[^()\n]{2,30})\))?[ ]?(?:--?|[–—:])[ ]?(?=\S)",
    re.MULTILINE,
)


def find_datelines(text: str) -> Iterator[Mention]:
    """Yield the place of each dateline, then its agency.

    >>> [m.name for m in find_datelines("OSLO, 5 May (Dow Jones)--Norway's fund has lent it money.")]
    ['Oslo', 'Dow Jones']
    """
    for m in DATELINE.finditer(text):
        place = m["place"]
        letters = [c for c in place if c.isalpha()]
        if len(letters) >= SHORTEST and all(c.isupper() for c in letters):
            name = romanise(place.title())
            yield Mention(name, slug(name), place, m.start("place"), m.end("place"), "place")
            agency = m["agency"] or ""
            if agency[:1].isupper():
                yield Mention(agency, slug(romanise(agency)), agency, m.start("agency"), m.end("agency"), "outlet")


SHORTEST = 4
"""A shorter word in capitals may be the name of a firm: "IBM: the profit rises"."""
