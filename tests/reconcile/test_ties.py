"""Ties between deals (docs/rings.md), from claims to rings."""

from __future__ import annotations

from claims_told import article, settle_all, tell

from anello.analyse.rings import find_rings
from anello.graph import build_graph
from anello.model import Article, Claim, Ring
from anello.reconcile import Ledger


def pair(first: Article, second: Article, **more: object) -> list[Claim]:
    apart = 0 if more.pop("one_sentence", False) else 30
    return [
        tell(first, "Nvidia", "OpenAI", amount="<=100", status="agreed", **more),  # type: ignore[arg-type]
        tell(second, "Nvidia", "OpenAI", "supply", status="agreed", at=apart),
    ]


def ring_of(ledger: Ledger) -> Ring:
    (ring,) = find_rings(build_graph(ledger.deals, (), ties=ledger.ties)).rings
    return ring


def test_one_conditional_sentence_is_one_contract() -> None:
    art = article("a")
    ledger = settle_all(pair(art, art, conditional=True, one_sentence=True), [art])
    assert (ring_of(ledger).kind, ring_of(ledger).tie) == ("round-trip", "contractual")
    assert ring_of(ledger).grade == "conditional"


def test_one_sentence_without_condition_only_links() -> None:
    art = article("a")
    ledger = settle_all(pair(art, art, one_sentence=True), [art])
    assert (ring_of(ledger).kind, ring_of(ledger).tie) == ("circular exposure", "linked")


def test_one_announcement_links() -> None:
    art = article("a")
    assert ring_of(settle_all(pair(art, art, conditional=True), [art])).tie == "linked"


def test_copies_of_an_announcement_link_too() -> None:
    arts = [article("a", near_key="k"), article("b", near_key="k")]
    assert ring_of(settle_all(pair(*arts), arts)).tie == "linked"


def test_a_round_up_months_later_links_nothing() -> None:
    arts = [article("a", "2025-09-22"), article("b", "2025-11-03"), article("c", "2026-04-01")]
    told = [*pair(arts[0], arts[1]), *pair(arts[2], arts[2])]
    ledger = settle_all(told, arts)
    assert len(ledger.deals) == 2
    assert ring_of(ledger).tie == "coincident"
    assert ledger.ties == {}


def test_an_ordinary_sale_is_no_ring() -> None:
    art = article("a")
    ledger = settle_all([tell(art, "Nvidia", "OpenAI", "supply", amount="10", status="completed")], [art])
    graph = build_graph(ledger.deals, ())
    assert {leg.layer for leg in graph.legs} == {"money", "goods"}
    assert find_rings(graph).rings == ()
