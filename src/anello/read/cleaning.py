"""Clean text: what was written, without what the page wrapped around it.

In: decoded text. Out: text whose kept lines are verbatim, line ends "\\n". Promise: a line is kept whole or dropped
whole, so any passage inside a line of clean text is a passage of the source; what counts as boilerplate is data in
`boilerplate.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAK = re.compile(r"\r\n?|[\x0c\x85]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IMAGES = re.compile(r"(?:!\[[^\]]*\]\([^)\s]*\)\s*)+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}/\S*", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}|©).*", re.IGNORECASE)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LEFT_EDGE = re.compile(r"^[\W_]+")

_STARTS_UP_TO = 160
_CONTAINS_UP_TO = 240
_ADDRESS_UP_TO = 2_000
_PUNCTUATION_UP_TO = 80


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The lines to drop, of all languages together; see boilerplate.toml."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    contains: tuple[str, ...]


@cache
def load_boilerplate() -> Boilerplate:
    """Return what counts as boilerplate, read once a process."""
    text = (files("anello.read") / "boilerplate.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text).values()
    whole, starts, contains = ([x for t in tables for x in t[key]] for key in ("whole", "starts", "contains"))
    return Boilerplate(frozenset(whole), tuple(sorted(set(starts))), tuple(sorted(set(contains))))


def normalise(text: str) -> str:
    """Return the text with "\\n" line ends, no byte order mark, no control characters and no halves of characters."""
    text = _BREAK.sub("\n", text.removeprefix("\ufeff"))
    # Half a surrogate pair (JSON allows it) is no character: neither a database nor a terminal takes it.
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def is_address(line: str) -> bool:
    """Tell whether a line is nothing but a web address."""
    line = line.strip()
    return len(line) <= _ADDRESS_UP_TO and bool(_ADDRESS.fullmatch(line))


def is_boilerplate(line: str) -> bool:
    """Tell whether a line belongs to the page and not to the article. A blank line does not.

    >>> is_boilerplate("© RIPRODUZIONE RISERVATA"), is_boilerplate("The bank reserved all rights to the loan.")
    (True, False)
    """
    line = line.strip()
    if not line:
        return False
    if is_address(line) or (line.startswith("![") and len(line) <= _ADDRESS_UP_TO and _IMAGES.fullmatch(line)):
        return True
    if len(line) > _CONTAINS_UP_TO:
        return False
    return _is_listed(line)


def _is_listed(line: str) -> bool:
    lists = load_boilerplate()
    # The curly apostrophe is the same letter to a reader.
    plain = " ".join(line.casefold().replace("’", "'").split())
    core = _EDGES.sub("", plain)
    if not core:
        return len(line) <= _PUNCTUATION_UP_TO
    if core in lists.whole or any(phrase in core for phrase in lists.contains):
        return True
    head = _LEFT_EDGE.sub("", plain)
    return len(line) <= _STARTS_UP_TO and (head.startswith(lists.starts) or bool(_COPYRIGHT.fullmatch(plain)))


def clean(text: str) -> str:
    """Return normalised text without boilerplate lines, runs of blank lines made one, none at the ends."""
    kept: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            if kept and kept[-1]:
                kept.append("")
        elif not is_boilerplate(line):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept)
