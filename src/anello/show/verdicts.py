"""Verdicts in words and in plain views: who is who, how sure, and why.

In: verdicts and the view they belong to; a judgement. Out: dicts for programs, sentences for people. Promise: an open
pair shows both names and ids, its score and every reason; nothing is hidden because it is unlikely.
"""

from __future__ import annotations

from typing import Any

from anello.model import Judgement, Verdict
from anello.show.view import View

OURS = "resolve/"
"""How the author of a question of ours begins; every other author is a user."""


def open_pairs(view: View) -> list[Verdict]:
    """Return the open pairs of parties, the likeliest first; at a floor only those with a deal at it."""
    found = [v for v in view.verdicts if v.verdict == "unsure" and v.author.startswith(OURS)]
    if view.floor:
        found = [v for v in found if v.left in view.deals_of or v.right in view.deals_of]
    return sorted(found, key=lambda v: (-v.score, v.left, v.right))


def judged_pairs(view: View) -> list[Verdict]:
    """Return what users said, by their names; what was taken back is left out."""
    said = [v for v in view.verdicts if v.verdict != "unsure" and not v.author.startswith(OURS)]
    return sorted(said, key=lambda v: (v.left, v.right, v.author))


def verdict_view(verdict: Verdict, view: View) -> dict[str, Any]:
    """Return a verdict with the names of its two sides."""
    sides = {side: {"id": party, "name": _name_of(party, view)} for side, party in _sides(verdict)}
    return _plain(verdict) | sides


def _sides(verdict: Verdict) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("left", verdict.left), ("right", verdict.right)


def _name_of(side: str, view: View) -> str:
    """Return the name of a party, or of a mention that is part of another party."""
    return view.names.get(side) or view.mention_names.get(side.removeprefix("person:"), side)


def judgement_view(judgement: Judgement) -> dict[str, Any]:
    """Return what a verdict of a user changed."""
    return {
        "left": judgement.left,
        "right": judgement.right,
        "stored": [_plain(verdict) for verdict in judgement.stored],
        "taken_back": [_plain(verdict) for verdict in judgement.taken_back],
        "joined": list(judgement.joined),
        "parted": list(judgement.parted),
        "note": judgement.note,
    }


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "left": verdict.left,
        "right": verdict.right,
        "verdict": verdict.verdict,
        "score": verdict.score,
        "reasons": list(verdict.reasons),
        "author": verdict.author,
    }


def judgement_words(judgement: Judgement) -> list[str]:
    """Return the sentences that tell what a verdict changed."""
    said = [f"taken back: {v.left} and {v.right} are {v.verdict}" for v in judgement.taken_back]
    if judgement.joined:
        said.append(f"{' and '.join(judgement.joined)} are one party now")
    if judgement.parted:
        said.append(f"{' and '.join(judgement.parted)} are two parties now")
    if not judgement.stored:
        said.append("nothing was on record for these two")
    return [*said, judgement.note] if judgement.note else said
