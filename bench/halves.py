"""The two halves of the development gold: one that is worked on, one that nobody looks at.

The side of an article is the parity of the CRC-32 of its name, without the two-letter language prefix that translations
of one article differ in, so that an article stands on the same side in every language. Even is worked on ("seen").
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

TRANSLATED = re.compile(r"^(?:en|it|es)-")


def is_unseen(stem: str) -> bool:
    """Tell whether an article belongs to the half that is never looked at (its name hashes odd)."""
    return bool(zlib.crc32(TRANSLATED.sub("", stem).encode("utf-8")) & 1)


def stems_of(gold: Path) -> list[str]:
    """Return the article names of a gold folder, sorted."""
    return sorted(path.stem for path in gold.glob("*.jsonl"))
