"""Short forms: which longer name of a document "Musk", "UAW" or "Palmetto" stands for.

In: the base forms of the names of a document with their places, the votes for the kind of each. Out: base form -> the
name that it goes by. Promise: a form is linked only where one longer name fits; a bracket behind a name names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from anello.extract.evidence import Votes, kind_of
from anello.extract.morphology import is_cyrillic
from anello.extract.namewords import NameWords


def find_links(
    places: Sequence[tuple[str, int, int]], text: str, votes: dict[str, Votes], words: NameWords
) -> dict[str, str]:
    """Map the short forms of a document to the longer name, where only one fits."""
    out: dict[str, str] = {}
    longer = _by_short_form(votes)
    for name in list(votes):
        full = _one_of([n for n in longer.get(name, ()) if _is_short_of(name, n, votes, words)])
        if full is not None:
            _vote_by_short_form(name, full, votes)
            generic = all(w.casefold() in words.generic_tails for w in full[len(name) :].split())
            out[name], out[full] = (name, name) if generic and full.startswith(name) else (full, full)
    out.update(_bracketed(text, places))
    return {name: out.get(full, full) for name, full in out.items()}


def _one_of(fits: Sequence[str]) -> str | None:
    """Return the one name that fits, of names that go on from one another the longest; None where several do."""
    ordered = sorted(fits, key=len)
    going_on = all(longer.startswith(name + " ") for name, longer in pairwise(ordered))
    return ordered[-1] if ordered and going_on else None


def _by_short_form(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the longer names by each form that could be short for them: first words, last word, initials."""
    found: dict[str, list[str]] = {}
    for name in names:
        parts = name.split()
        forms = {" ".join(parts[:n]) for n in range(1, len(parts))} | {parts[-1], initials(name)}
        for form in forms if len(parts) > 1 else ():
            found.setdefault(form, []).append(name)
    return found


def _is_short_of(name: str, full: str, votes: Mapping[str, Votes], words: NameWords) -> bool:
    if name == full:
        return False
    parts = full.split()
    person = kind_of(full, votes[full], words) == "person"
    if person:
        return name == parts[-1]
    if any(c.isdigit() for c in parts[-1]):
        return False
    acronym = name.isupper() and len(name) > 1 and name == initials(full)
    begins = (
        full.startswith(name + " ") and not words.ends_firm(name) and name.casefold() not in words.organisation_parts
    )
    surname = len(parts) == 2 and name == parts[-1] and not words.sounds_corporate(parts) and not name.isupper()
    return acronym or begins or surname


def _vote_by_short_form(name: str, full: str, votes: dict[str, Votes]) -> None:
    """Let the word that a document goes on with tell the kind: the last one for a person, the first for a firm."""
    parts = full.split()
    if name == parts[0]:
        votes[full]["organisation"] += SHORTENED
    elif len(parts) in (2, 3) and name == parts[-1] and parts[0] not in votes:
        votes[full]["person"] += SHORTENED


SHORTENED = 1.5
"""Votes that the short form of a name gives for its kind."""


def initials(name: str) -> str:
    """Return the initials of the capitalised words of a name."""
    return "".join(w[0] for w in name.split() if w[0].isupper())


def _bracketed(text: str, places: Sequence[tuple[str, int, int]]) -> dict[str, str]:
    """Read "Full Name (FN)" and "Название (Name)": the bracket names what stands before it."""
    out: dict[str, str] = {}
    for (before, _, end), (after, start, stop) in pairwise(places):
        gap = text[end:start].strip("»”\"’'")
        if gap.strip() != "(" or text[stop : stop + 1] != ")":
            continue
        if is_cyrillic(before) and not is_cyrillic(after):
            out[before] = after
        elif after.isupper() and " " in before:
            out[after] = before
    return out
