"""Echoes: copies change nothing; who was first; circles; what became of what an outlet told (docs/origins.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from claims_told import article, one_deal, settle_all, tell, voices
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.analyse.echoes import (
    Press,
    find_circles,
    first_reports,
    outlet_name,
    outlet_records,
    read_outlets,
    resolved_on,
)
from anello.model import Article, Circle, Citation, Claim, OutletRecord, Report, digest_of
from anello.reconcile import Ledger

FIRST = date(2026, 1, 1)
CHAINS = ((), ("anonymous",), ("outlet:Reuters",), ("company:AMD",), ("filing",), ("person:Ann Lee", "anonymous"))
CHAINS += (("outlet:Reuters", "outlet:The Information"), ("outlet:O1",), ("outlet:O2", "anonymous"), ("company:Nokia",))
tellings = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 4), st.sampled_from(CHAINS), st.sampled_from(["talks", "denied"])),
    min_size=1,
    max_size=7,
)


def told(art: Article, *chain: str, status: str = "agreed") -> Claim:
    return tell(art, "AMD", "OpenAI", "supply", status=status, attribution=voices(*chain))


def newsroom(rows: list[tuple[int, int, tuple[str, ...], str]]) -> tuple[list[Claim], list[Article]]:
    arts = [
        replace(article(f"n{n}", None, f"O{outlet}"), published=FIRST + timedelta(days=days))
        for n, (days, outlet, _, _) in enumerate(rows)
    ]
    return [told(a, *row[2], status=row[3]) for a, row in zip(arts, rows, strict=True)], arts


def copy_of(claim: Claim, original: Article, outlet: str, days: int) -> tuple[Claim, Article]:
    """Return a later copy of an article under another outlet, with its claim."""
    assert original.published
    later = replace(
        original, id=digest_of("copy", original.id, outlet), document="copy", outlet=outlet,
        published=original.published + timedelta(days=days),
    )  # fmt: skip
    return replace(claim, id=digest_of(claim.id, outlet), article=later.id, published=later.published), later


def said_of(ledger: Ledger) -> list[object]:
    return [(e.origins.lo, e.origins.hi, e.origins.party, e.origins.roots, e.grade) for e in ledger.echoes]


@settings(deadline=None)
@given(tellings, st.integers(0, 6), st.integers(1, 9), st.integers(1, 4))
def test_a_copy_changes_neither_origins_nor_grade(
    rows: list[tuple[int, int, tuple[str, ...], str]], which: int, days: int, times: int
) -> None:
    claims, arts = newsroom(rows)
    before = settle_all(claims, arts)
    which %= len(rows)
    copies = [copy_of(claims[which], arts[which], f"Copyist {n}", days) for n in range(times)]
    after = settle_all([*claims, *(c for c, _ in copies)], [*arts, *(a for _, a in copies)])
    assert said_of(after) == said_of(before)
    assert len(after.echoes[0].articles) == len(before.echoes[0].articles) + times


@settings(deadline=None)
@given(tellings, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    rows: list[tuple[int, int, tuple[str, ...], str]], random: Random
) -> None:
    claims, arts = newsroom(rows)
    shuffled = random.sample(claims, len(claims))
    assert settle_all(shuffled, reversed(arts)).echoes == settle_all(claims, arts).echoes


@settings(deadline=None)
@given(tellings)
def test_the_interval_lies_within_the_articles_and_every_article_has_an_edge(
    rows: list[tuple[int, int, tuple[str, ...], str]],
) -> None:
    claims, arts = newsroom(rows)
    (echo,) = settle_all(claims, arts).echoes
    assert 0 <= echo.origins.lo <= echo.origins.hi <= echo.origins.articles
    assert {edge.article for edge in echo.derivations} == set(echo.articles)
    assert {claim for claim, _ in echo.claim_origins} == {claim.id for claim in claims}
    assert all(found.hi <= echo.origins.hi and found.party <= echo.origins.party for _, found in echo.claim_origins)


def test_texts_of_one_form_with_other_words_are_no_copies() -> None:
    arts = [
        replace(article(str(n), f"2026-01-0{n}", f"O{n}", near_key="p"), text=" ".join(f"w{n}{i}" for i in range(40)))
        for n in (1, 2)
    ]
    assert one_deal(settle_all([told(a) for a in arts], arts)).origins.hi == 2


# --- first reports and circles ----------------------------------------------------------------------------------------


def circles_of(claims: list[Claim], arts: list[Article], citations: tuple[Citation, ...] = ()) -> tuple[Circle, ...]:
    ledger = settle_all(claims, arts, citations)
    return find_circles(ledger.echoes, {c.id: c for c in claims}, citations, press_of(arts))


def press_of(arts: list[Article]) -> Press:
    return read_outlets({a.id: a for a in arts})


def test_two_outlets_that_cite_each_other_are_a_circle_with_its_sentences() -> None:
    arts = [article("a", "2026-01-01", "One"), article("b", "2026-01-02", "Two"), article("c", "2026-01-03", "One")]
    claims = [told(arts[0]), told(arts[1], "outlet:One"), told(arts[2], "outlet:Two", "anonymous")]
    (circle,) = circles_of(claims, arts)
    assert circle.outlets == ("One", "Two")
    assert [(c.article, c.name) for c in circle.citations] == [(arts[2].id, "Two"), (arts[1].id, "One")]


def test_a_circle_of_three_is_one_circle_and_a_chain_is_none() -> None:
    arts = [article(name, f"2026-01-0{n}", name.upper()) for n, name in enumerate("abc", 1)]
    ring = [told(a, f"outlet:{other}") for a, other in zip(arts, "BCA", strict=True)]
    assert [circle.outlets for circle in circles_of(ring, arts)] == [("A", "B", "C")]
    chain = [told(arts[0]), told(arts[1], "outlet:A"), told(arts[2], "outlet:B")]
    assert circles_of(chain, arts) == ()
    assert circles_of([told(arts[0], "outlet:A")], arts[:1]) == ()


def test_the_first_report_and_the_delays_of_the_others() -> None:
    arts = [article("a", "2026-01-01", "One"), article("b", "2026-01-04", "Two"), article("c", None, "Three")]
    (echo,) = settle_all([told(arts[0]), told(arts[1], "outlet:One"), told(arts[2])], arts).echoes
    assert first_reports(echo, press_of(arts)) == (
        Report(echo.deal, "One", arts[0].id, date(2026, 1, 1), 0, True),
        Report(echo.deal, "Two", arts[1].id, date(2026, 1, 4), 3, False),
        Report(echo.deal, "Three", arts[2].id, None, None, True),
    )


def test_all_spellings_of_an_outlet_are_one() -> None:
    assert outlet_name("РБК") == outlet_name("RBC") == "RBC"
    arts = [article("a", "2026-01-01", "РБК"), article("b", "2026-01-02", "RBC")]
    (echo,) = settle_all([told(a) for a in arts], arts).echoes
    assert len(first_reports(echo, press_of(arts))) == 1


# --- records of outlets -----------------------------------------------------------------------------------------------


def records_of(rows: list[tuple[str, str, str]]) -> tuple[dict[str, OutletRecord], date | None]:
    """Return the records after (outlet, day, status) rows about one deal, and the day it was resolved."""
    arts = [article(f"{n}", day, outlet) for n, (outlet, day, _) in enumerate(rows)]
    claims = [told(a, status=status) for a, (_, _, status) in zip(arts, rows, strict=True)]
    ledger = settle_all(claims, arts)
    found = outlet_records(ledger.deals, ledger.echoes, {c.id: c for c in claims}, press_of(arts))
    return {record.outlet: record for record in found}, resolved_on(one_deal(ledger))


def counts(record: OutletRecord) -> tuple[int, ...]:
    return (record.resolved, record.early, record.late, record.right, record.wrong)


def test_who_told_of_a_deal_that_closed() -> None:
    found, day = records_of(
        [
            *(("One", "2026-01-01", "talks"), ("Two", "2026-01-10", "agreed")),
            *(("Two", "2026-01-20", "completed"), ("Three", "2026-01-25", "completed")),
        ]
    )
    assert day == date(2026, 1, 20)
    assert counts(found["One"]) == (1, 1, 0, 1, 0)
    assert counts(found["Two"]) == (1, 1, 0, 1, 0)
    assert counts(found["Three"]) == (1, 0, 1, 0, 0)
    assert (found["One"].first, found["Two"].first) == (1, 0)


def test_who_told_of_talks_that_were_denied() -> None:
    found, day = records_of([("One", "2026-01-01", "talks"), ("Two", "2026-01-03", "denied")])
    assert day == date(2026, 1, 3)
    assert counts(found["One"]) == (1, 1, 0, 0, 1)
    assert counts(found["Two"]) == (1, 0, 0, 0, 0)


def test_open_deals_and_hypotheses_are_compared_with_nothing() -> None:
    found, day = records_of([("One", "2026-01-01", "talks"), ("Two", "2026-01-03", "agreed")])
    assert day is None
    assert counts(found["One"]) == (0, 0, 0, 0, 0)
    found, _ = records_of([("One", "2026-01-01", "hypothetical"), ("Two", "2026-01-03", "completed")])
    assert counts(found["One"]) == (1, 1, 0, 0, 0)
