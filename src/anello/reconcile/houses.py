"""Houses: a party with all its units, since some articles name the unit and some the group, and mean one deal.

In: party ids. Out: the house of each, and the party that several namings have in common. Promise: only the
directory's own line of parents counts; states, places, persons and outlets are their own house.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from anello.lang.directory import load_directory

APART = ("state", "place", "person", "outlet")
"""Kinds whose parent is no group that deals for them."""


@cache
def house_of(party: str) -> str:
    """Return the group at the top of the directory's line of parents; states and places are their own house.

    Some articles name the unit and some the group, and mean one deal.
    """
    return line_of(party)[-1]


@cache
def line_of(party: str) -> tuple[str, ...]:
    """Return a party and the groups above it, nearest first."""
    entries = load_directory().entries
    line = [party]
    entry = entries.get(party)
    while entry is not None and entry.parent and entry.kind not in APART and entry.parent not in line:
        line.append(entry.parent)
        entry = entries.get(entry.parent)
    return tuple(line)


def spoken_of(parties: Iterable[str]) -> str:
    """Return the party that all of one house have in common: the unit if only it is named, else the group above."""
    lines = [line_of(p) for p in sorted(set(parties))]
    return next((p for p in lines[0] if all(p in line for line in lines)), lines[0][-1])
