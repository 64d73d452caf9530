"""What the directory knows of two names: one party, a unit and its group, a product and its maker, two parties.

In: two entries of the directory. Out: a `Relation` with a score and a reason. Promise: pure; only what stands in the
directory; a unit is never its group, nor a product its maker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anello.lang.directory import Directory, Entry
from anello.lang.transliteration import fold


@dataclass(frozen=True, slots=True)
class Relation:
    """What two entries are to each other: a score in [0, 1], and the reason in words."""

    score: float
    reason: str


def relation_of(left: Entry, right: Entry, directory: Directory) -> Relation:
    """Return what two entries are to each other.

    >>> from anello.lang.directory import load_directory
    >>> listed = load_directory()
    >>> relation_of(listed.entries["aws"], listed.entries["amazon"], listed).reason
    'AWS is a unit of Amazon'
    """
    if left.id == right.id:
        return Relation(0.98, f"the directory lists both as {left.name}")
    for unit, group in ((left, right), (right, left)):
        if group.id in set(_above(unit, directory)):
            return Relation(0.03, f"{unit.name} is a unit of {group.name}")
        if unit.maker == group.id:
            return Relation(0.03, f"{unit.name} is a product of {group.name}")
        if unit.employer == group.id:
            return Relation(0.01, f"{unit.name} works for {group.name}")
        if unit.owner == group.id:
            return Relation(0.03, f"{unit.name} belongs to {group.name}")
    shared = set(_above(left, directory)) & set(_above(right, directory))
    if shared:
        return Relation(0.03, f"two units of {directory.entries[min(shared)].name}")
    return Relation(0.02, f"the directory lists {left.name} and {right.name} apart")


def former_name(name: str, entry: Entry) -> bool:
    """Tell whether the entry no longer bears this name.

    >>> from anello.lang.directory import load_directory
    >>> former_name("Facebook", load_directory().entries["meta"])
    True
    """
    return fold(name) in {fold(former) for former in entry.former}


def _above(entry: Entry, directory: Directory) -> Iterator[str]:
    seen = {entry.id}
    parent = entry.parent
    while parent and parent not in seen:
        seen.add(parent)
        yield parent
        above = directory.entries.get(parent)
        parent = above.parent if above else None
