"""Confidence: how firmly origins, not documents, speak for a deal; shown as a grade.

In: the roots that assert something and those that deny it. Out: log odds, and a `Grade`. Promise: copies change
nothing, since roots are counted; a root that cannot be told from others widens the grade and is never taken as
confirmation; no probability leaves this room before it is calibrated. Formula: logit P = logit prior + sum over origins
of ln LR + sum over denials of ln LR, each |ln LR| <= 3. The table of LR is `priors.toml`, with what it rests on.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from anello.lang.directory import load_directory
from anello.model import Grade

CAP = 3.0
"""No single voice moves the log odds by more."""

RESOLVED = ("filing", "person", "company")
"""Roots that are somebody or some document; an outlet with its unnamed source may share it with another outlet."""

STEPS = ((0.95, 1), (0.85, 2), (0.5, 3), (0.25, 4))
"""Least confidence of each grade of information; below the last it is 5."""

CONFIRMED = 2
"""Independent origins without which nothing is confirmed (grade 1)."""


@cache
def priors() -> Mapping[str, Mapping[str, float | str]]:
    """Return the table of priors."""
    return tomllib.loads((files(__package__) / "priors.toml").read_text(encoding="utf-8"))


def confidence(prior: float, ratios: Iterable[float], denials: Iterable[float] = ()) -> float:
    """Return P(true) from a prior and the likelihood ratios of independent origins and of denials.

    One origin with ratio 8 gives .8889, two .9846, one with a denial of .5 gives .8. Each |ln LR| is capped at 3.

    Args:
        prior: in (0, 1).
        ratios: above 0; P(asserts | true) / P(asserts | false) of each origin.
        denials: the same of each origin that denies, below 1.

    >>> round(confidence(0.5, [8]), 4), round(confidence(0.5, [8, 8]), 4), round(confidence(0.5, [8], [0.5]), 4)
    (0.8889, 0.9846, 0.8)
    """
    odds = math.log(prior / (1 - prior)) + sum(_capped(ratio) for ratio in (*ratios, *denials))
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))


def _capped(ratio: float) -> float:
    return max(-CAP, min(CAP, math.log(ratio)))


def class_of(root: str) -> str:
    """Return the class of a root: its kind, where an outlet that the directory does not know is "unknown".

    >>> class_of("outlet:reuters"), class_of("party:amd"), class_of("article:1f")
    ('outlet', 'party', 'unknown')
    """
    kind, _, name = root.partition(":")
    if kind == "outlet":
        return "outlet" if _known_outlet(name) else "unknown"
    return kind if kind in priors()["assertion"] else "unknown"


@cache
def _known_outlet(name: str) -> bool:
    return name in _outlet_names()


@cache
def _outlet_names() -> frozenset[str]:
    from anello.lang.transliteration import fold

    return frozenset(fold(entry.name) for entry in load_directory().entries.values() if entry.kind == "outlet")


def grade(status: str, asserting: Sequence[str], denying: Sequence[str]) -> Grade:
    """Return the grade of something told with a status.

    The letter is that of the best class among the voices that assert it, the number comes from the confidence: once
    with the fewest independent origins there may be, once with the most. Grade 1 needs two origins that are no party.

    >>> grade("talks", ["outlet:reuters", "outlet:bloomberg"], [])
    Grade(source='C', information=2, at_best=1)
    """
    table = priors()
    letters = [str(table["letter"][class_of(root)]) for root in asserting]
    if not asserting or status == "hypothetical":
        return Grade(min(letters, default="F"), 6, 6)
    prior = float(table["prior"].get(status, 0.5))
    against = [_weight("denial", root) for root in denying]
    numbers = []
    for counted in (_fewest(asserting), list(asserting)):
        sure = confidence(prior, [_weight("assertion", root) for root in counted], against)
        others = sum(not root.startswith("party:") for root in counted)
        numbers.append(_number(sure, others))
    return Grade(min(letters), max(numbers), min(numbers))


def _fewest(roots: Sequence[str]) -> list[str]:
    """Return the roots that must be independent: who is resolved, else the best one; parties speak with one voice."""
    by_weight = sorted(roots, key=lambda root: (-_weight("assertion", root), root))
    party = [root for root in by_weight if root.startswith("party:")][:1]
    resolved = [root for root in roots if root.partition(":")[0] in RESOLVED]
    return [*party, *resolved] or by_weight[:1]


def _weight(table: str, root: str) -> float:
    return float(priors()[table][class_of(root)])


def _number(sure: float, others: int) -> int:
    found = next((number for least, number in STEPS if sure >= least), 5)
    return max(found, 2) if others < CONFIRMED else found
