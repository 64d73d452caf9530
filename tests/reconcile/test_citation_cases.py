"""Forty hand-made citation cases, from text to origins: reading, extraction, resolution and reconciling as they are.

What is expected was written down before anything was run. A case that is not solved says why under `open`; it is
expected to fail, strictly, so that solving it shows.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anello.extract import load_extractor
from anello.lang.directory import load_directory
from anello.model import Deal, Derivation
from anello.read.draft import Draft, finish
from anello.reconcile import Ledger, reconcile
from anello.resolve import resolve

TODAY = date(2026, 12, 31)
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "citation_cases.toml").read_text(encoding="utf-8")
)["case"]


def ledger_of(case: dict[str, Any], *, times: int = 1, backwards: bool = False) -> Ledger:
    """Read, extract, resolve and reconcile the articles of a case, each of them `times` over."""
    extractor = load_extractor()
    articles, claims, citations = [], [], []
    for number, row in enumerate(case["articles"]):
        title, _, body = row["text"].partition("\n\n")
        for copy in range(times):
            draft = Draft(f"{number}-{copy}.txt", body, title, outlet=row["outlet"] if not copy else f"Copyist {copy}")
            draft.published, draft.byline = date.fromisoformat(row["date"]), row.get("byline")
            articles.append(finish(draft, TODAY))
    for article in reversed(articles) if backwards else articles:
        found = extractor.extract(article)
        claims += found.claims
        citations += found.citations
    resolution = resolve(claims, load_directory(), ())
    return reconcile(claims, resolution.party_of, {a.id: a for a in articles}, citations)


def deal_of(case: dict[str, Any], ledger: Ledger) -> Deal:
    """Return the deal between the two parties of a case that most articles tell."""
    about = [d for d in ledger.deals if set(case["parties"]) == set(d.parties)]
    assert about, [(d.type, d.parties) for d in ledger.deals]
    return max(about, key=lambda d: (d.origins.articles, d.id))


def marked() -> list[Any]:
    """Give each case its name, and those that are open their mark."""
    return [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(strict=True, reason=case["open"])] if "open" in case else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", marked())
def test_the_origins_are_exact(case: dict[str, Any]) -> None:
    found = deal_of(case, ledger_of(case))
    assert found.origins.articles == len(case["articles"])
    assert [found.origins.lo, found.origins.hi, found.origins.party] == case["expect"], found.origins.roots


def test_there_are_forty_in_six_languages() -> None:
    assert len(CASES) == 40
    assert {case["name"][:2] for case in CASES} >= {"de", "en", "es", "fr", "it", "ru"}


@pytest.mark.parametrize("number", [0, 2, 6, 14])
def test_copies_under_another_name_and_the_order_of_arrival_change_nothing(number: int) -> None:
    case = CASES[number]
    plain, copied = deal_of(case, ledger_of(case)), deal_of(case, ledger_of(case, times=3, backwards=True))
    assert copied.origins.articles == 3 * plain.origins.articles
    assert copied.origins.roots == plain.origins.roots
    assert [e.grade for e in ledger_of(case, times=3).echoes] == [e.grade for e in ledger_of(case).echoes]


def edges(case: dict[str, Any]) -> list[Derivation]:
    ledger = ledger_of(case)
    deal = deal_of(case, ledger)
    return [edge for echo in ledger.echoes if echo.deal == deal.id for edge in echo.derivations]


def named(words: str) -> dict[str, Any]:
    return next(case for case in CASES if words in case["name"])


def test_a_lifted_sentence_shows_the_passage_in_both_articles() -> None:
    (edge,) = [e for e in edges(named("one sentence lifted")) if e.via == "reuse"]
    assert edge.extent in ("partially", "non-derived")
    here, there = edge.passages[0]
    assert "Scale AI for $15 billion in cash" in here.text
    assert here.text == there.text


def test_an_edge_across_languages_is_marked_as_the_weakest() -> None:
    assert "numbers" in [edge.via for edge in edges(named("retold in another language"))]
    assert "numbers" not in [edge.via for case in CASES if case["name"][3] == ":" for edge in edges(case)]
