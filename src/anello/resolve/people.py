"""Whether two names of people are one: given names, family names, initials, patronymics.

In: two names. Out: a score in [0, 1] and reasons. Promise: pure and symmetric; two given names that do not agree are
two people, however rare the family name; a family name alone is never enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from anello.lang.likeness import load_likeness
from anello.lang.transliteration import fold
from anello.resolve.aligning import nearness
from anello.resolve.wording import sound_of

Finding = tuple[float, str]


@lru_cache(maxsize=20_000)
def parts_of(name: str) -> tuple[str, ...]:
    """Return the folded parts of the name of a person, without titles, particles glued, "Family, Given" turned.

    >>> parts_of("SMITH, Dr. John")
    ('john', 'smith')
    """
    family, comma, given = name.partition(",")
    tables = load_likeness()
    words = fold(f"{given} {family}" if comma and given.strip() else name).split()
    kept = [word for word in words if word not in tables.titles] or words
    return tuple(word for word in kept if word not in tables.particles) or tuple(kept)


def compare_people(left: str, right: str) -> tuple[float, tuple[str, ...]]:
    """Return how likely two names are of one person, and why.

    >>> compare_people("Sergey Petrov", "Sergei Petrov")
    (0.93, ('sergei and sergey sound alike', 'the same name'))
    """
    a, b = sorted((parts_of(left), parts_of(right)), key=lambda parts: (len(parts), parts))
    if a == b:
        return 0.98, ("the same name",)
    if sorted(a) == sorted(b):
        return 0.88 if any(a == (*b[at:], *b[:at]) for at in (1, len(b) - 1)) else 0.8, (
            "the same parts in another order",
        )
    if "".join(a) == "".join(b) or "".join(sorted(a)) == "".join(sorted(b)):
        return 0.93, ("the same letters, divided otherwise",)
    findings = _findings(_matched(a, b), a, b)
    score = min((score for score, _ in findings), default=0.0)
    return score, tuple(dict.fromkeys(reason for _, reason in sorted(findings)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the shorter name with its part of the longer one, and how they agree."""

    left: int
    right: int
    score: float
    reason: str


def _matched(a: Sequence[str], b: Sequence[str]) -> list[_Part]:
    found = [
        _Part(i, j, *agreed) for i, x in enumerate(a) for j, y in enumerate(b) if (agreed := _agree(x, y)) is not None
    ]
    found.sort(key=lambda p: (-p.score, abs((len(a) - p.left) - (len(b) - p.right)), p.left, p.right))
    kept: list[_Part] = []
    for part in found:
        if all(part.left != other.left and part.right != other.right for other in kept):
            kept.append(part)
    return kept


def _agree(x: str, y: str) -> Finding | None:
    """Return how two parts of names agree, None where they do not."""
    one_name = load_likeness().one_name
    if x == y:
        return 0.98, "the same name"
    if one_name.get(x, x) == one_name.get(y, y):
        return 0.9, f"{x} is short for {y}" if len(x) < len(y) else f"{y} is short for {x}"
    if sound_of(x) == sound_of(y) and min(len(x), len(y)) >= 3:
        return 0.93, f"{x} and {y} sound alike"
    if len(x) == 1 or len(y) == 1:
        return (0.72, "only an initial") if x[0] == y[0] else None
    if max(nearness(sound_of(x), sound_of(y)), nearness(x, y)) >= 0.8 and min(len(x), len(y)) >= 4:
        return 0.8, f"{x} and {y} are spelt alike"
    return None


def _findings(pairs: Sequence[_Part], a: Sequence[str], b: Sequence[str]) -> list[Finding]:
    """Return what speaks for and against one person; the least score counts."""
    findings: list[Finding] = [(part.score, part.reason) for part in pairs]
    if not pairs:
        return [(0.03, "no part in common")]
    if len(pairs) < len(a):
        loose = [part for i, part in enumerate(a) if i not in {p.left for p in pairs}]
        strong = len(a) > 2 and len(pairs) == len(a) - 1 and all(p.score >= 0.9 for p in pairs)
        findings.append((0.45 if strong else 0.15, f"{', '.join(loose)} answers nothing in the other"))
    extra = [part for j, part in enumerate(b) if j not in {p.right for p in pairs}]
    if len(a) == 1:
        findings.append((0.6, "only one part of the name"))
    elif extra and len(pairs) == len(a):
        known = [part for part in extra if part.endswith(load_likeness().patronymics) or len(part) == 1]
        findings.append((0.92 if len(known) == len(extra) else 0.82, f"{', '.join(extra)} is left out in one"))
    slips = [part for part in pairs if part.score == 0.8]
    if len(slips) > 1:
        findings.append((0.6, "more than one part is spelt otherwise"))
    return findings
