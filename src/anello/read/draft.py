"""What a format reader knows of an article before it is one.

In: fields as found in a file. Out: an `Article`. Promise: every article of every format passes through `finish`, so
cleaning, dates in the future, limits, language, ids and near-duplicate keys are the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anello.errors import SourceError
from anello.lang.detection import detect
from anello.model import Article, digest_of
from anello.read.cleaning import clean, normalise
from anello.read.hyperlinks import Found, place_links
from anello.read.limits import MAX_TEXT, MIB
from anello.read.nearness import near_key

MAX_TITLE = 300
"""A first line longer than this is a paragraph; the title field holds its beginning, the text all of it."""


@dataclass(slots=True)
class Draft:
    """An article as found: `body` may or may not begin with `title`; `original` is the text as published if known.

    `links` are its web links: what stands before the end of each in its line, and the address.
    """

    document: str
    body: str
    title: str = ""
    language: str = ""
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    modified: date | None = None
    byline: str | None = None
    original: str | None = None
    row: tuple[tuple[str, str], ...] = ()
    links: tuple[Found, ...] = ()


def finish(draft: Draft, today: date) -> Article:
    """Return the article of a draft.

    Raises:
        SourceError: it is dated after `today`, has no text, or has more text than one article can have.
    """
    _check_dates(draft, today)
    title = _one_line(draft.title)
    body = draft.body if draft.row else clean(normalise(draft.body))
    text = _join(title, body)
    if not any(map(str.isalpha, text)):
        raise SourceError("no text; give a document with at least a title")
    if len(text) > MAX_TEXT:
        raise SourceError(f"more than {MAX_TEXT // MIB} million characters of text; split it into one file an article")
    outlet, byline, url = (_field(value) for value in (draft.outlet, draft.byline, draft.url))
    return Article(
        id=digest_of("article", text, title, outlet, draft.published, draft.modified, *_cells(draft)),
        document=draft.document,
        text=text,
        title=_short(title),
        language="" if draft.row else draft.language or detect(text),
        outlet=outlet,
        url=url,
        published=draft.published,
        modified=draft.modified,
        byline=byline,
        # The rows of one table are all alike in form; likeness says nothing about them.
        near_key="" if draft.row else near_key(text),
        original=_original(draft, body, text),
        row=draft.row,
        links=place_links(text, draft.links, url),
    )


def _original(draft: Draft, cleaned: str, text: str) -> str | None:
    """Return the text as published if cleaning changed it, without the characters that no store takes."""
    published = draft.body if draft.original is None else draft.original
    if published.strip() in (cleaned.strip(), text.strip()):
        return None
    return published.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _check_dates(draft: Draft, today: date) -> None:
    for name, day in (("dated", draft.published), ("modified", draft.modified)):
        if day is not None and day > today:
            raise SourceError(f"{name} in the future ({day}, today is {today}); correct the date or the value of today")


def _join(title: str, body: str) -> str:
    if not title or _one_line(body[: 2 * len(title) + 40]).startswith(title):
        return body
    return f"{title}\n\n{body}" if body else title


def _one_line(text: str) -> str:
    return " ".join(normalise(text).split())


def _short(title: str) -> str:
    if len(title) <= MAX_TITLE:
        return title
    return title[:MAX_TITLE].rsplit(" ", 1)[0]


def _field(value: str | None) -> str | None:
    return (_one_line(value) or None) if value is not None else None


def _cells(draft: Draft) -> tuple[str, ...]:
    return tuple(f"{column}={cell}" for column, cell in draft.row)
