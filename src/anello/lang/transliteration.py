"""Names in one plain alphabet, so that spellings of one name meet.

In: a name in any script. Out: `fold`, lower-case ASCII words; `slug`, the same as an id. Promise: pure, idempotent, the
same on every machine; the only module that imports anyascii. Folding brings spellings together; it never decides alone
that two parties are one.
"""

from __future__ import annotations

import re

from anyascii import anyascii

from anello.model import digest_of

_GAP = re.compile(r"[^a-z0-9]+")
_DROPPED = re.compile(r"['’‘`´.]")
"""Apostrophes and dots join what they stand between: "O'Reilly" is one word, "S.p.A." is "spa"."""


def fold(name: str) -> str:
    """Return a name as lower-case ASCII words: no accents, no punctuation, other scripts transliterated.

    >>> fold("Crédit Agricole S.p.A.")
    'credit agricole spa'
    """
    plain = name if name.isascii() else anyascii(name)
    return " ".join(_GAP.sub(" ", _DROPPED.sub("", plain).casefold()).split())


def slug(name: str) -> str:
    """Return the id that a name gives: its folded words joined by hyphens.

    A name without any letter or digit gets an id from its digest, so that two of them stay apart.

    >>> slug("Core Scientific, Inc.")
    'core-scientific-inc'
    """
    return fold(name).replace(" ", "-") or f"x-{digest_of('name', name)}"
