"""The life of a deal (docs/deals.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from claims_told import article, one_deal, period, settle_all, tell, voices

from anello.model import Claim, Span
from anello.reconcile.lifecycle import bindingness_of, replay


def life(*steps: tuple[str | None, str], **more: object) -> tuple[str, str]:
    told = [
        tell(article(f"{n}", day), "A", "B", status=status, **more)  # type: ignore[arg-type]
        for n, (day, status) in enumerate(steps)
    ]
    found = replay(told)
    assert found == replay(reversed(told))
    return found.status, found.bindingness


def test_progress_is_no_contradiction() -> None:
    assert life(("2026-01-01", "talks"), ("2026-02-01", "planned"), ("2026-03-01", "agreed")) == ("agreed", "binding")
    assert life(("2026-01-01", "agreed"), ("2026-05-01", "completed")) == ("completed", "performed")


@pytest.mark.parametrize("gossip", ["hypothetical", "considered", "talks", "planned"])
def test_gossip_does_not_undo_a_signature(gossip: str) -> None:
    assert life(("2026-01-01", "agreed"), ("2026-01-20", gossip)) == ("agreed", "binding")


def test_a_party_denies_what_was_never_signed() -> None:
    assert life(("2025-09-22", "planned"), ("2026-01-31", "denied")) == ("denied", "none")
    assert life(("2026-01-01", "talks"), ("2026-01-02", "denied"), ("2026-01-03", "talks")) == ("denied", "none")
    assert life(("2026-01-01", "talks"), ("2026-01-02", "denied"), ("2026-03-01", "talks")) == ("talks", "none")
    assert life(("2026-01-01", "talks"), ("2026-01-02", "denied"), ("2026-01-03", "agreed")) == ("agreed", "binding")


def test_a_denied_signature_stands_disputed() -> None:
    arts = [article("a", "2026-01-01"), article("b", "2026-01-05")]
    said = [tell(arts[0], "A", "B", status="agreed"), tell(arts[1], "A", "B", status="denied")]
    ledger = settle_all(said, arts)
    deal = one_deal(ledger)
    assert (deal.status, deal.disputing) == ("agreed", (said[1].id,))
    assert [(c.kind, c.reading) for c in ledger.conflicts] == [("status", "agreed")]


def test_an_ending_is_final() -> None:
    assert life(("2025-07-07", "agreed"), ("2025-10-30", "ended"), ("2025-11-20", "agreed")) == ("ended", "none")


def test_rumour_of_an_end_does_not_end_a_signed_deal() -> None:
    def told(day: str, status: str, **more: object) -> Claim:
        return tell(article(day, day), "A", "B", status=status, **more)  # type: ignore[arg-type]

    signed = told("2026-01-01", "agreed")
    rumour = told("2026-03-06", "ended", attribution=voices("outlet:Bloomberg", "anonymous"), mode="attributed")
    assert replay([signed, rumour]).status == "agreed"
    assert replay([signed, rumour]).disputing == (rumour.id,)
    filed = told("2026-03-06", "ended", attribution=voices("filing"), mode="attributed")
    assert replay([signed, filed]).status == "ended"
    assert replay([told("2026-01-01", "planned"), rumour]).status == "ended"


def test_of_talks_the_strongest_report_of_the_last_weeks_counts() -> None:
    assert life(("2026-01-01", "planned"), ("2026-01-10", "considered"))[0] == "planned"
    assert life(("2026-01-01", "planned"), ("2026-04-10", "considered"))[0] == "considered"
    assert life(("2026-01-01", "talks"), ("2026-04-10", "hypothetical"))[0] == "talks"
    assert life(("2026-01-01", "hypothetical"))[0] == "hypothetical"


def test_undated_reports_count_with_the_latest() -> None:
    assert life((None, "agreed"), ("2026-01-01", "talks"))[0] == "agreed"
    assert life((None, "talks"), (None, "considered"))[0] == "talks"


def test_conditions_make_a_signature_conditional() -> None:
    assert life(("2026-01-01", "agreed"), conditional=True) == ("agreed", "conditional")
    assert life(("2026-01-01", "completed"), conditional=True) == ("completed", "performed")
    assert [bindingness_of(s, False) for s in ("talks", "planned", "ended", "denied")] == [
        "none",
        "non-binding",
        "none",
        "none",
    ]


def stage(*claims: Claim) -> str:
    found = replay(claims)
    assert found == replay(reversed(claims))
    return found.status


def test_a_bare_or_hedged_word_of_performance_does_not_outrank_a_priced_signature() -> None:
    signed = tell(article("a", "2026-02-27"), "A", "B", amount="50", status="agreed")
    later = article("b", "2026-03-05")
    assert stage(signed, tell(later, "A", "B", status="completed")) == "agreed"
    assert stage(signed, tell(later, "A", "B", amount="50", status="completed", mode="hedged")) == "agreed"
    assert stage(signed, tell(later, ["A", "C"], "B", amount="80", status="completed")) == "agreed"
    assert stage(signed, tell(later, "A", "B", amount="50", status="completed")) == "completed"
    assert stage(signed, tell(later, "A", "B", status="completed", time=period("2026-03-01", "2026-03-01"))) == (
        "completed"
    )
    assert stage(tell(later, "A", "B", status="completed")) == "completed"


def test_within_one_article_the_words_agreed_to_outrank_a_headline_in_the_present_tense() -> None:
    art = article("a", "2026-02-27")
    headline = tell(art, "A", "B", amount="50", status="completed")
    body = tell(art, "A", "B", amount="50", status="agreed", at=20)
    said = replace(body, evidence=(*body.evidence, Span(20, 26, art.text[20:26], "status")))
    assert stage(headline, said) == "agreed"
    assert stage(headline, body) == "completed"
    later = tell(article("b", "2026-06-15"), "A", "B", amount="50", status="agreed")
    in_words = replace(later, evidence=(*later.evidence, Span(0, 6, art.text[:6], "status")))
    assert stage(headline, in_words) == "agreed"
    assert stage(headline, later) == "completed"
    assert stage(replace(headline, evidence=(Span(0, 6, art.text[:6], "status"),)), said) == "completed"
