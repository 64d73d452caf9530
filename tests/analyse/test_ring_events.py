"""When rings opened, grew and broke, day by day."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from legs_drawn import leg

sys.path.insert(0, str(Path(__file__).parents[1] / "reconcile"))

from claims_told import article, tell

from anello.model import STATUSES, Claim, Leg
from anello.pipeline.lifetimes import ring_events

LEGS = (replace(leg("N", "O", 10, kind="equity"), deal="one"), replace(leg("O", "N", 4), deal="other"))


def told(number: int, *said: tuple[str, str]) -> list[Claim]:
    return [
        tell(article(f"{number}-{n}", day), "N", "O", "investment", status=status)
        for n, (day, status) in enumerate(said)
    ]


def events(one: list[Claim], other: list[Claim], floor: str | None = None) -> list[tuple[str, str, str | None]]:
    found = ring_events([[LEGS[0]], [LEGS[1]]], {LEGS[0].deal: one, LEGS[1].deal: other}, floor)
    return [(str(event.day), event.kind, event.level) for event in found]


def test_a_ring_opens_with_its_last_arc_and_is_as_firm_as_its_weakest() -> None:
    one = told(1, ("2026-01-01", "talks"), ("2026-03-01", "agreed"), ("2026-06-01", "completed"))
    other = told(2, ("2026-02-01", "agreed"))
    assert events(one, other) == [("2026-02-01", "opened", "talks"), ("2026-03-01", "strengthened", "agreed")]
    assert events(one, other, "agreed") == [("2026-03-01", "opened", "agreed")]
    assert events(one, []) == []


def test_a_ring_breaks_and_opens_again() -> None:
    one = told(1, ("2026-01-01", "talks"), ("2026-02-01", "denied"), ("2026-05-01", "talks"), ("2026-08-01", "ended"))
    other = told(2, ("2025-12-01", "agreed"))
    assert [(day, kind) for day, kind, _ in events(one, other)] == [
        ("2026-01-01", "opened"),
        ("2026-02-01", "broke"),
        ("2026-05-01", "opened again"),
        ("2026-08-01", "broke"),
    ]


def test_a_parallel_leg_holds_a_ring_together() -> None:
    second: Leg = replace(leg("N", "O", 2, kind="loan"), deal="second")
    claims = {
        LEGS[0].deal: told(1, ("2026-01-01", "talks"), ("2026-02-01", "ended")),
        LEGS[1].deal: told(2, ("2026-01-01", "agreed")),
    }
    claims[second.deal] = told(3, ("2026-01-15", "talks"))
    found = ring_events([[LEGS[0], second], [LEGS[1]]], claims)
    assert [event.kind for event in found] == ["opened"]


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 1))
STORIES = st.lists(st.tuples(DAYS.map(str), st.sampled_from(STATUSES)), max_size=6)


@given(STORIES, STORIES, st.integers())
@settings(deadline=None, max_examples=60)
def test_later_articles_change_no_earlier_event(one, other, seed) -> None:
    first, second = told(1, *one), told(2, *other)
    random.Random(seed).shuffle(first)
    whole = events(first, second)
    for day in ("2026-02-01", "2026-04-01"):
        early = [[c for c in claims if str(c.published) <= day] for claims in (first, second)]
        assert events(*early) == [event for event in whole if event[0] <= day]
    kinds = [kind for _, kind, _ in whole]
    assert all(a != b or a in ("strengthened", "weakened") for a, b in pairwise(kinds))
    assert kinds[:1] in ([], ["opened"])
