"""As of a day: what was published later changes nothing that was known then (docs/deals.md, As of a day)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from claims_told import article, settle_all, tell, voices
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anello.model import Article, Claim
from anello.pipeline import open_ledger
from anello.reconcile import Ledger
from anello.show import View
from anello.store import open_study

NAMES = ("Amazon", "OpenAI", "AWS", "Bolt")
TYPES = ("investment", "supply", "loan", "acquisition", "valuation", "stake")
SUMS = (None, "10", "<=10", "~10", "38", "100", "<=100", "8-12")
STATUSES = ("considered", "talks", "planned", "agreed", "completed", "denied", "ended", "hypothetical")
CHAINS = ((), ("outlet:Reuters",), ("outlet:Reuters", "anonymous"), ("company:Amazon",), ("filing",))

reports = st.tuples(
    st.one_of(st.none(), st.integers(0, 500)),
    st.sampled_from(TYPES),
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
    st.sampled_from(SUMS),
    st.sampled_from(STATUSES),
    st.sampled_from(CHAINS),
    st.integers(0, 3),
)
worlds = st.lists(reports, min_size=1, max_size=14)
START = date(2025, 1, 1)


def told(world: Sequence[tuple[object, ...]]) -> tuple[list[Article], list[Claim]]:
    """Return a world of articles, some undated and some copies of others, with a claim each."""
    arts, said = [], []
    for number, (after, type_, pair, amount, status, chain, copy) in enumerate(world):
        day = None if after is None else (START + timedelta(days=after)).isoformat()  # type: ignore[arg-type]
        art = article(str(number), day, f"Outlet {number % 3}", near_key=f"band{copy}" if copy else f"own{number}")
        first, second = pair  # type: ignore[misc]
        more: dict[str, object] = {"status": status, "attribution": voices(*chain)}  # type: ignore[misc]
        if type_ == "valuation":
            more["basis"], second = "current", ()
        arts.append(art)
        said.append(tell(art, first, second, str(type_), amount=amount, **more))
    return arts, said


def known_by(day: date, arts: Sequence[Article], said: Sequence[Claim]) -> Ledger:
    known = {a.id for a in arts if a.published is not None and a.published <= day}
    return settle_all([c for c in said if c.article in known], [a for a in arts if a.id in known])


@given(worlds, worlds, st.integers(0, 500))
@settings(max_examples=80, deadline=None)
def test_articles_added_later_change_no_earlier_view(
    world: Sequence[tuple[object, ...]], more: Sequence[tuple[object, ...]], cut: int
) -> None:
    day = START + timedelta(days=cut)
    late = [((cut + 1 + (r[0] or 0)), *r[1:]) for r in more]  # type: ignore[operator]
    arts, said = told(world)
    all_arts, all_said = told([*world, *late])
    assert known_by(day, all_arts, all_said) == known_by(day, arts, said)


@given(worlds, st.integers(0, 500))
@settings(max_examples=80, deadline=None)
def test_deals_known_then_keep_their_ids(world: Sequence[tuple[object, ...]], cut: int) -> None:
    """A deal of an earlier view is found in every later one, with its claims, under the same id."""
    arts, said = told([r for r in world if r[0] is not None])
    if not said:
        return
    then = known_by(START + timedelta(days=cut), arts, said)
    now = {d.id: {*d.claims, *d.disputing} for d in settle_all(said, arts).deals}
    for deal in then.deals:
        assert {*deal.claims, *deal.disputing} <= now[deal.id]


def facts(view: View) -> tuple[object, ...]:
    """Return everything that a view says."""
    found = (view.claims, view.deals, view.conflicts, view.echoes, view.rings, view.flow, view.parties)
    return (*found, view.links, view.valuations, view.graph, dict(view.articles))


@given(worlds, worlds)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_study_as_of_a_day_is_the_same_before_and_after_more_was_added(
    tmp_path: Path, world: Sequence[tuple[object, ...]], more: Sequence[tuple[object, ...]]
) -> None:
    day = START + timedelta(days=250)
    arts, said = told(world)
    all_arts, all_said = told([*world, *[((251 + (r[0] or 0)), *r[1:]) for r in more]])  # type: ignore[operator]
    path = tmp_path / "study.anello"
    path.unlink(missing_ok=True)
    with open_study(path, create=True) as study:
        study.add(arts, said)
        before = facts(open_ledger(study, as_of=day))
        study.add(all_arts, all_said)
        assert facts(open_ledger(study, as_of=day)) == before
        assert len(list(study.articles())) == len(all_arts)
