"""The second axis of a deal, its denials, and how it ended (docs/deals.md, Status)."""

from __future__ import annotations

import pytest
from claims_told import article, one_deal, settle_all, tell, voices
from hypothesis import given, settings
from hypothesis import strategies as st
from sums_told import written
from test_deals import stories
from test_deals import written as story_of

from anello.lang import pack_codes
from anello.model import PUBLICITY, Claim


def publicity(*chains: tuple[str, ...]) -> str:
    arts = [article(str(n), f"2026-01-0{n + 1}", f"Outlet {n}") for n in range(len(chains))]
    said = [tell(a, "Acme", "Bolt", attribution=voices(*chain)) for a, chain in zip(arts, chains, strict=True)]
    return one_deal(settle_all(said, arts)).publicity


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ((), "unattributed"),
        (("outlet:Reuters",), "unattributed"),
        (("outlet:Reuters", "anonymous"), "unattributed"),
        (("analyst:Some Bank",), "attributed"),
        (("person:Jane Doe",), "attributed"),
        (("company:Third Party",), "attributed"),
        (("company:Acme",), "party statement"),
        (("outlet:Reuters", "company:Bolt"), "party statement"),
        (("filing:annual report",), "filing"),
    ],
)
def test_the_last_voice_says_how_public_a_deal_is(chain: tuple[str, ...], expected: str) -> None:
    assert publicity(chain) == expected


def test_the_firmest_voice_counts_in_whatever_order() -> None:
    assert publicity(("filing:8-K",), ("outlet:Reuters", "anonymous")) == "filing"
    assert publicity(("outlet:Reuters", "anonymous"), ("company:Acme",)) == "party statement"


def test_publicity_says_nothing_of_how_binding_a_deal_is() -> None:
    art = article("a", outlet="Wire")
    talks = one_deal(settle_all([tell(art, "Acme", "Bolt", status="talks", attribution=voices("filing:8-K"))], [art]))
    signed = one_deal(settle_all([tell(art, "Acme", "Bolt", status="agreed")], [art]))
    assert (talks.publicity, talks.bindingness) == ("filing", "none")
    assert (signed.publicity, signed.bindingness) == ("unattributed", "binding")


def test_a_denial_makes_no_deal_more_public() -> None:
    arts = [article("a", "2026-01-01", "Wire"), article("b", "2026-01-02", "Post")]
    said = [
        tell(arts[0], "Acme", "Bolt", attribution=voices("anonymous")),
        tell(arts[1], "Acme", "Bolt", status="denied", attribution=voices("company:Acme")),
    ]
    deal = one_deal(settle_all(said, arts))
    assert deal.publicity == "unattributed"
    (denial,) = deal.denials
    assert (denial.claim, denial.scope, denial.origin) == (said[1].id, "deal", "party:acme")


def test_a_denial_of_a_figure_denies_that_figure() -> None:
    arts = [article("a", "2026-01-01"), article("b", "2026-01-02")]
    said = [tell(a, "Acme", "Bolt", amount="10", status=s) for a, s in zip(arts, ("talks", "denied"), strict=True)]
    (denial,) = one_deal(settle_all(said, arts)).denials
    assert denial.scope == "total/USD at 10000000000"
    assert said[1].id in one_deal(settle_all(said, arts)).disputing


@given(stories)
@settings(max_examples=60, deadline=None)
def test_more_reports_never_make_a_deal_less_public(story: list[object]) -> None:
    arts, said = story_of(story)  # type: ignore[arg-type]
    levels: list[dict[str, int]] = []
    for day in sorted({c.published for c in said if c.published}):
        known = [c for c in said if c.published and c.published <= day]
        levels.append({c: PUBLICITY.index(d.publicity) for d in settle_all(known, arts).deals for c in d.claims})
    last = levels[-1]
    for earlier in levels:
        assert all(last[claim] >= level for claim, level in earlier.items() if claim in last)


# --- endings ----------------------------------------------------------------------------------------------------------

EXPIRED = {
    "en": "The option expired.",
    "it": "L'opzione è scaduta.",
    "es": "La opción expiró.",
    "de": "Die Option ist abgelaufen.",
    "fr": "L'option a expiré.",
    "ru": "Срок опциона истёк.",
}


def ended(text: str, language: str) -> Claim:
    art = written(text, language, "2026-05-01")
    claim = tell(art, "Acme", "Bolt", status="ended")
    from dataclasses import replace

    from anello.model import Span

    return replace(claim, evidence=(Span(0, len(text), text),))


@pytest.mark.parametrize("language", pack_codes())
def test_a_deal_whose_time_ran_out_has_expired(language: str) -> None:
    claim = ended(EXPIRED[language], language)
    deal = one_deal(settle_all([claim], [written(EXPIRED[language], language, "2026-05-01")]))
    assert deal.ending is not None
    assert (deal.status, deal.ending.kind, deal.ending.claim, deal.ending.by) == ("ended", "expired", claim.id, None)


def test_any_other_end_is_a_termination() -> None:
    text = "The plan was called off."
    deal = one_deal(settle_all([ended(text, "en")], [written(text, "en", "2026-05-01")]))
    assert deal.ending is not None
    assert deal.ending.kind == "terminated"


def test_a_deal_that_stands_has_no_ending() -> None:
    arts = [article("a", "2026-01-01"), article("b", "2026-02-01")]
    rumour = tell(arts[1], "A", "B", status="ended", attribution=voices("anonymous"), mode="hedged")
    deal = one_deal(settle_all([tell(arts[0], "A", "B", status="agreed"), rumour], arts))
    assert (deal.status, deal.ending) == ("agreed", None)


def test_a_letter_points_to_the_contract_that_took_its_place() -> None:
    arts = [article("a", "2025-09-22"), article("b", "2026-02-27")]
    said = [
        tell(arts[0], "Nvidia", "OpenAI", amount="<=100", status="planned"),
        tell(arts[1], "Nvidia", "OpenAI", amount="30", status="agreed"),
    ]
    deals = {d.status: d for d in settle_all(said, arts).deals}
    ending = deals["ended"].ending
    assert ending is not None
    assert (ending.kind, ending.claim, ending.by) == ("superseded", said[1].id, deals["agreed"].id)


@given(stories, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_whatever_order_claims_arrive_in_the_deals_are_the_same(story: list[object], random: object) -> None:
    arts, said = story_of(story)  # type: ignore[arg-type]
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = settle_all(said, arts), settle_all(mixed, arts)
    assert (one.deals, one.links, one.valuations) == (other.deals, other.links, other.valuations)
