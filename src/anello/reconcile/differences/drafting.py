"""Differences as they are written down: sides, ids, and one record where two ways lead to the same finding.

In: sayings that differ, the kind and the reason. Out: `Difference` records. Promise: the id is a digest of kind,
parties, type and readings, so that a copy of an article adds claims to a side and no difference; sides stand in order
of first publication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from anello.model import Difference, Side, digest_of
from anello.reconcile.differences.sayings import Reports, Saying, span_of


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A difference found between houses: each side is what it is read as, and the sayings that say so."""

    kind: str
    parties: tuple[str, ...]
    sides: tuple[tuple[str, tuple[Saying, ...]], ...]
    explanation: str


def draft(kind: str, sides: Sequence[tuple[str, Sequence[Saying]]], explanation: str) -> Draft:
    """Return a draft with the houses of all its sayings, sorted."""
    parties = {p for _, told in sides for saying in told for p in saying.matter.parties}
    return Draft(kind, tuple(sorted(parties)), tuple((r, tuple(told)) for r, told in sides), explanation)


def write_differences(drafts: Iterable[Draft], reports: Reports) -> tuple[Difference, ...]:
    """Return the drafts as records sorted by id; drafts of one kind, parties and readings are one difference."""
    groups: dict[str, list[Draft]] = defaultdict(list)
    for one in drafts:
        groups[_identity(one)].append(one)
    return tuple(_written(identity, groups[identity], reports) for identity in sorted(groups))


def _identity(one: Draft) -> str:
    types = sorted({s.matter.type for _, told in one.sides for s in told})
    readings = sorted(reading for reading, _ in one.sides)
    return digest_of("difference", one.kind, ",".join(one.parties), ",".join(types), *readings)


def _written(identity: str, drafts: Sequence[Draft], reports: Reports) -> Difference:
    told: dict[str, dict[str, Saying]] = defaultdict(dict)
    for one in drafts:
        for reading, sayings in one.sides:
            told[reading].update({s.claims[0].id + s.about: s for s in sayings})
    sides = [_side(reading, list(told[reading].values()), reports) for reading in sorted(told)]
    sides.sort(key=lambda pair: pair[0])
    deals = {deal for says in told.values() for s in says.values() for deal in reports.deals(s)}
    explanation = min(one.explanation for one in drafts)
    ordered = tuple(side for _, side in sides)
    parties = tuple(reports.spoken.get(house, house) for house in drafts[0].parties)
    return Difference(identity, drafts[0].kind, tuple(sorted(deals)), parties, ordered, explanation)


def _side(reading: str, sayings: Sequence[Saying], reports: Reports) -> tuple[tuple[date, str], Side]:
    claims = {c.id: (c, s.about) for s in sorted(sayings, key=lambda s: s.about) for c in s.claims}
    days = {c: reports.day_of[c] or date.max for c in claims}
    ordered = sorted(claims, key=lambda c: (days[c], c))
    spans = tuple((claims[c][0].article, span_of(*claims[c])) for c in ordered)
    return (days[ordered[0]], reading), Side(reading, tuple(ordered), spans)
