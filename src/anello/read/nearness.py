"""Near-duplicate keys: which texts are one text, rewrapped, trimmed or lightly edited.

In: clean text. Out: a key, one string. Promise: keys depend on the words alone (not on case, punctuation or line ends)
and are the same on every machine. Method: MinHash (Broder 1997) over runs of three words, 144 values, cut into 24
bands of 6 (locality-sensitive hashing, Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4). The key joins
the band digests by commas. Two texts that share a share s of their runs share a band with probability 1 - (1 -
s^6)^24: over 99.9 % at s = 0.8, 95 % at 0.7, 2 % at 0.3, and never in practice for two reports written apart.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

BANDS = 24
ROWS = 6
RUN = 3
"""Words in a run: with one word topic alone makes texts alike, with five one edited word costs too much."""

MIN_WORDS = 12
"""A shorter text is near only to one with exactly its words."""

_SEED = 20_250_101
_WORD = re.compile(r"\w+")


def near_key(text: str) -> str:
    """Return the near-duplicate key of a text, "" for one without words."""
    words = _WORD.findall(text.casefold())
    if not words:
        return ""
    if len(words) < MIN_WORDS:
        return _digest(f"exact:{' '.join(words)}".encode())
    values = _min_hash({" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)})
    bands = (values[b * ROWS : (b + 1) * ROWS] for b in range(BANDS))
    return ",".join(_digest(b"%d:" % b + b"".join(v.to_bytes(8, "big") for v in band)) for b, band in enumerate(bands))


def near(key_a: str, key_b: str) -> bool:
    """Tell whether two keys are of near-duplicate texts: they share at least one band.

    >>> near(near_key("Alpha buys Beta."), near_key("ALPHA buys  Beta"))
    True
    """
    return bool(key_a) and bool(key_b) and not set(key_a.split(",")).isdisjoint(key_b.split(","))


def _min_hash(runs: set[str]) -> list[int]:
    # Imported here because most commands never read an article.
    from rensa import RMinHash

    sketch: Any = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update(sorted(runs))
    return [int(value) for value in sketch.digest()]


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=5).hexdigest()
