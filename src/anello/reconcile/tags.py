"""Tags and bylines: the agency whose report an article prints, where it says so only in its margins.

In: an article. Out: citations by byline, and whether a passage speaks of a press release or a filing. Promise: only
outlets that the directory knows; never the article's own outlet; nothing is guessed from the body of the text. The
forms are those of the trade: "NEW YORK (Reuters) -", "(ANSA) - ROMA", "/ТАСС/", "dpa" in the byline, "Fonte: Adnkronos"
at the end. The words are data of the language packs (`sources.toml`: credit, desk, release, filed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from anello.lang import load, pack_codes
from anello.lang.directory import Entry, load_directory
from anello.lang.transliteration import fold
from anello.model import Article, Citation, Span

HEAD, TAIL = 120, 200
"""Characters after the title, and at the end of the text, where a tag may stand."""

RELAYS = "press releases"
"""The sector of outlets that print what firms hand them, in the directory."""

ENCLOSED = re.compile(r"\((?P<round>[^()\n]{2,40})\)|/(?P<slash>[^/\n]{2,30})/")
DATELINE = re.compile(r"^(?P<before>[^\n]{2,60}?)\s*(?:[-–—]{1,2}|\.-|\.–)\s", re.MULTILINE)
PIECE = re.compile(r"[^\s,;.()/]+(?:[ -][^\s,;.()/]+)*")
JOINED = re.compile(r"\s*[,/;|&+()]\s*|\s[-–—]\s")
CLOSING = re.compile(r"\((?P<round>[^()\n]{2,40})\)[\s.]*\Z|[©/]\s?(?P<mark>[^\n/©()]{2,30}?)[\s.]*\Z")
WORDS_OF_NAME = 5


def find_tags(article: Article) -> tuple[Citation, ...]:
    """Return what the margins of an article say it rests on, sorted by name.

    >>> article = Article("a", "a.txt", "Deal done\\n\\nBERLIN (dpa) - SAP buys Celonis.", "Deal done", "de")
    >>> [(tag.name, tag.evidence.text) for tag in find_tags(article)]
    [('dpa', 'dpa')]
    """
    own = outlet_key(article.outlet) if article.outlet else ""
    found: dict[str, Citation] = {}
    for entry, span in (*_head(article), *_tail(article), *_byline(article)):
        if fold(entry.name) != own:
            found.setdefault(entry.id, Citation(article.id, entry.name, "outlet", "byline", span))
    return tuple(found[key] for key in sorted(found))


@cache
def outlet_key(name: str) -> str:
    """Return one key for all spellings of an outlet: that of its usual name where the directory knows it.

    >>> outlet_key("РБК") == outlet_key("RBC"), outlet_key("The Harbour Post")
    (True, 'the harbour post')
    """
    entry = load_directory().find_entry(name)
    known = entry is not None and entry.kind == "outlet"
    return fold(entry.name if entry is not None and known else name) or name


@cache
def is_known(name: str | None) -> bool:
    """Tell whether the directory knows an outlet.

    >>> is_known("Reuters"), is_known("The Harbour Post"), is_known(None)
    (True, False, False)
    """
    entry = load_directory().find_entry(name) if name else None
    return entry is not None and entry.kind == "outlet"


@cache
def is_relay(name: str) -> bool:
    """Tell whether an outlet prints the releases of firms, so that the firm speaks and not the outlet.

    >>> is_relay("PR Newswire"), is_relay("Reuters")
    (True, False)
    """
    entry = load_directory().find_entry(name)
    return entry is not None and entry.kind == "outlet" and entry.sector == RELAYS


def speaks_of_release(passage: str, language: str) -> bool:
    """Tell whether a passage says that it comes from a press release.

    >>> speaks_of_release("A deal was signed, a press release said.", "en")
    True
    """
    words = _phrases(language, "release")
    return words is not None and words.search(passage) is not None


def speaks_of_filing(passage: str, language: str) -> bool:
    """Tell whether a passage says that a filing shows it.

    >>> speaks_of_filing("Acme will buy Bolt, an 8-K filing showed.", "en")
    True
    """
    words = _phrases(language, "filed")
    return words is not None and words.search(passage) is not None


def _outlet(name: str) -> Entry | None:
    entry = load_directory().find_entry(name.strip(" \t.,:«»\"'"))
    return entry if entry is not None and entry.kind == "outlet" else None


def _head(article: Article) -> Iterator[tuple[Entry, Span]]:
    """Yield the agencies of the dateline: in brackets or slashes near the start, or before the first dash."""
    text, start = article.text, _body(article)
    for found in ENCLOSED.finditer(text, start, min(len(text), start + HEAD)):
        group = "round" if found["round"] else "slash"
        yield from _pieces(text, found.start(group), found.end(group))
    line = DATELINE.match(text, start)
    if line is not None:
        yield from _pieces(text, line.start("before"), line.end("before"))


def _body(article: Article) -> int:
    """Return where the text begins behind its title."""
    head = article.title if article.title and article.text.startswith(article.title) else ""
    at = len(head)
    while at < len(article.text) and article.text[at].isspace():
        at += 1
    return at


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[Entry, Span]]:
    """Yield the outlets that are named in a stretch of a dateline, where commas, dots and slashes part it."""
    for piece in PIECE.finditer(text, start, end):
        entry = _outlet(piece.group())
        if entry is not None:
            yield entry, Span(piece.start(), piece.end(), piece.group(), "attribution")


def _tail(article: Article) -> Iterator[tuple[Entry, Span]]:
    """Yield the agencies at the end: in brackets, behind a slash or sign, or behind a word of credit."""
    text = article.text
    start = max(_body(article), len(text.rstrip()) - TAIL)
    closing = CLOSING.search(text, start)
    if closing is not None:
        group = "round" if closing["round"] else "mark"
        yield from _pieces(text, closing.start(group), closing.end(group))
    credit = _phrases(article.language, "credit")
    for found in credit.finditer(text, start) if credit is not None else ():
        yield from _named_after(text, found.end())


def _named_after(text: str, at: int) -> Iterator[tuple[Entry, Span]]:
    """Yield the outlet whose name begins here, the longest that fits."""
    words = list(re.finditer(r"[^\s,;()]+", text[at : at + 80]))[:WORDS_OF_NAME]
    for count in range(len(words), 0, -1):
        start, end = at + words[0].start(), at + words[count - 1].end()
        named = text[start:end].rstrip(".")
        entry = _outlet(named)
        if entry is not None:
            yield entry, Span(start, start + len(named), named, "attribution")
            return


def _byline(article: Article) -> Iterator[tuple[Entry, Span | None]]:
    """Yield the agencies of the byline; it is a field of the article, so there is no passage to show."""
    if not article.byline:
        return
    desk = _phrases(article.language, "desk")
    for part in JOINED.split(article.byline):
        entry = _outlet(part) or (_outlet(desk.sub(" ", part)) if desk is not None else None)
        if entry is not None:
            yield entry, None


@cache
def _phrases(language: str, key: str) -> re.Pattern[str] | None:
    """Return the phrases of a pack under a key as one pattern, the longest first; None where there is none."""
    if language not in pack_codes():
        return None
    words = sorted(load(language).sources.get(key, ()), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_spaced, words))})(?!\w)", re.IGNORECASE) if words else None


def _spaced(phrase: str) -> str:
    """Return the pattern of a phrase: packs put a blank between all tokens, texts only between words."""
    return r"\s*".join(map(re.escape, phrase.split()))
