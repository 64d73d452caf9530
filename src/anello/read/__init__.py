"""The read room: whatever the user points at -> articles.

In: paths, folders, patterns, "-" or web addresses, and the day that counts as today. Out: `Article` and `Reject`
records, one by one. Promise: the same input gives the same records in the same order with the same ids; what cannot be
read is a `Reject` that says what to do, and the rest goes on; no more than one document is in memory; the network is
used only for addresses given.
"""

from __future__ import annotations

from anello.read.nearness import near, near_key
from anello.read.reading import read_paths

__all__ = ["near", "near_key", "read_paths"]
