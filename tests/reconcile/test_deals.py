"""Claims become deals (docs/deals.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from claims_told import BILLION, article, money, one_deal, period, settle_all, tell, voices
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anello.analyse.rings import find_rings
from anello.graph import build_graph
from anello.model import Article, Claim, Deal, Quantity
from anello.reconcile import Ledger

D = Decimal


def billions(ledger: Ledger) -> list[tuple[str, object, object]]:
    return sorted(
        (s.key, s.low and s.low / BILLION, s.high and s.high / BILLION) for d in ledger.deals for s in d.amounts
    )


def test_up_to_about_and_more_than_ten_are_one_deal_with_a_conflict() -> None:
    arts = [article("a", "2025-12-16"), article("b", "2025-12-17"), article("c", "2025-12-17")]
    said = [tell(a, "Amazon", "OpenAI", amount=m) for a, m in zip(arts, ("<=10", "~10", ">=10"), strict=True)]
    ledger = settle_all(said, arts)
    deal = one_deal(ledger)
    assert (deal.payer, deal.payee, deal.status) == ("amazon", "openai", "talks")
    (slot,) = deal.amounts
    assert (slot.low, slot.high) == (9 * BILLION, 10 * BILLION)
    assert slot.dissent == (said[2].id,)
    (conflict,) = ledger.conflicts
    assert [side for side, _ in conflict.sides] == ["<= 10000000000 USD", ">= 10000000000 USD", "~ 10000000000 USD"]


def test_a_dispute_of_its_day_stays_on_record_after_the_signature() -> None:
    arts = [article(d, d) for d in ("2025-12-16", "2025-12-17", "2026-02-10", "2026-02-27")]
    steps = [("<=10", "talks"), (">=10", "talks"), ("<=50", "talks"), ("50", "agreed")]
    said = [tell(a, "Amazon", "OpenAI", amount=m, status=s) for a, (m, s) in zip(arts, steps, strict=True)]
    ledger = settle_all(said, arts)
    assert one_deal(ledger).amounts[0].low == 50 * BILLION
    assert [c.key for c in ledger.conflicts] == ["total/USD in 2025-12"]
    assert {claim for _, claims in ledger.conflicts[0].sides for claim in claims} == {said[0].id, said[1].id}


def test_two_contracts_of_one_pair_stay_two() -> None:
    arts = [article("nov", "2025-11-03"), article("dec", "2025-12-17"), article("feb", "2026-02-27")]
    said = [
        tell(arts[0], "AWS", "OpenAI", "supply", amount="38", status="agreed"),
        tell(arts[1], "AWS", "OpenAI", "supply", amount="~38", status="agreed"),
        tell(arts[2], "AWS", "OpenAI", "supply", amount="100", status="agreed"),
        tell(arts[2], "AWS", "OpenAI", "supply", amount="38", status="agreed", at=20),
    ]
    ledger = settle_all(said, arts)
    assert billions(ledger) == [("total/USD", 38, 38), ("total/USD", 100, 100)]
    assert not ledger.conflicts
    assert all(deal.payer == "openai" and deal.payee == "aws" for deal in ledger.deals)


def test_one_article_that_names_two_signed_figures_speaks_of_two_contracts() -> None:
    art = article("feb", "2026-02-27")
    said = [tell(art, "AWS", "OpenAI", "supply", amount=m, status="agreed", at=i) for i, m in enumerate(("38", "100"))]
    assert billions(settle_all(said, [art])) == [("total/USD", 38, 38), ("total/USD", 100, 100)]


def test_rows_of_a_table_with_different_figures_are_different_deals() -> None:
    arts = [article("row 1"), article("row 2"), article("row 3")]
    said = [
        tell(a, "AWS", "OpenAI", "supply", amount=m, status="completed", extractor="table/1")
        for a, m in zip(arts, ("38", "100", "38"), strict=True)
    ]
    assert billions(settle_all(said, arts)) == [("total/USD", 38, 38), ("total/USD", 100, 100)]


def test_without_dates_nothing_says_that_two_signed_figures_are_one_deal() -> None:
    arts = [article("a", None), article("b", None)]
    said = [
        tell(a, "AWS", "OpenAI", "supply", amount=m, status="agreed") for a, m in zip(arts, ("38", "100"), strict=True)
    ]
    assert len(settle_all(said, arts).deals) == 2


def test_a_disputed_size_in_the_same_days_is_a_conflict() -> None:
    arts = [article("wsj", "2026-02-24"), article("blog", "2026-02-25"), article("copy", "2026-02-25")]
    said = [
        tell(a, "AMD", "Meta", "supply", amount=m, status="agreed")
        for a, m in zip(arts, ("60", ">=100", "60"), strict=True)
    ]
    ledger = settle_all(said, arts)
    (slot,) = one_deal(ledger).amounts
    assert (slot.low, slot.high, slot.dissent) == (60 * BILLION, 60 * BILLION, (said[1].id,))
    assert [c.kind for c in ledger.conflicts] == ["amount"]


def test_talks_that_move_to_another_figure_stay_one_deal_without_conflict() -> None:
    arts = [article(str(i), d) for i, d in enumerate(("2025-12-16", "2026-01-28", "2026-01-30", "2026-02-27"))]
    steps = [("~10", "talks"), (">=20", "talks"), ("<=50", "talks"), ("50", "agreed")]
    said = [tell(a, "Amazon", "OpenAI", amount=m, status=s) for a, (m, s) in zip(arts, steps, strict=True)]
    ledger = settle_all(said, arts)
    deal = one_deal(ledger)
    assert deal.status == "agreed"
    assert deal.bindingness == "binding"
    assert [e.status for e in deal.history] == ["talks", "talks", "talks", "agreed"]
    (slot,) = deal.amounts
    assert (slot.low, slot.high, slot.dissent) == (50 * BILLION, 50 * BILLION, (said[0].id,))
    assert not ledger.conflicts


def by_figure(ledger: Ledger) -> dict[object, Deal]:
    return {d.amounts[0].high / BILLION if d.amounts and d.amounts[0].high else None: d for d in ledger.deals}


def test_a_letter_of_intent_and_the_smaller_contract_after_it_are_two_deals() -> None:
    days = ("2025-09-22", "2025-12-02", "2026-01-28", "2026-01-31", "2026-02-27", "2026-02-27")
    arts = [article(str(i), d) for i, d in enumerate(days)]
    steps = [
        *(("<=100", "planned"), (None, "planned"), ("<=30", "talks")),
        *(("<=100", "denied"), ("30", "agreed"), ("<=100", "ended")),
    ]
    said = [tell(a, "Nvidia", "OpenAI", amount=m, status=s) for a, (m, s) in zip(arts, steps, strict=True)]
    stages = [by_figure(settle_all(said[: n + 1], arts))[100].status for n in range(len(said))]
    assert stages == ["planned", "planned", "planned", "denied", "denied", "ended"]
    found = by_figure(settle_all(said, arts))
    assert set(found) == {100, 30}
    assert (found[30].status, found[30].claims) == ("agreed", tuple(sorted((said[2].id, said[4].id))))
    assert found[100].disputing == (said[3].id,)


def test_a_smaller_contract_takes_the_place_of_a_letter_that_nobody_reports_any_more() -> None:
    arts = [article(str(i), d) for i, d in enumerate(("2025-09-22", "2026-02-27", "2026-03-20"))]
    letter = tell(arts[0], "Nvidia", "OpenAI", amount="<=100", status="planned")
    signed = tell(arts[1], "Nvidia", "OpenAI", amount="30", status="agreed")
    again = tell(arts[2], "Nvidia", "OpenAI", amount="<=100", status="planned")
    found = by_figure(settle_all([letter, signed], arts))
    assert (found[100].status, found[100].bindingness, found[30].status) == ("ended", "none", "agreed")
    assert found[100].history[-1].claim == signed.id
    assert found[100].claims == (letter.id,)
    assert by_figure(settle_all([letter, signed, again], arts))[100].status == "planned"
    recalled = replace(again, time=period("2025-09-22", "2025-09-22"))
    assert by_figure(settle_all([letter, signed, recalled], arts))[100].status == "ended"
    same_day = tell(arts[1], "Nvidia", "OpenAI", amount="<=100", status="planned", at=20)
    assert by_figure(settle_all([letter, signed, same_day], arts))[100].status == "ended"
    assert one_deal(settle_all([letter], arts)).status == "planned"


def test_a_signed_part_of_a_letter_of_intent_stays_with_it() -> None:
    arts = [article("a", "2025-09-22"), article("b", "2025-10-22")]
    said = [
        tell(arts[0], "Nvidia", "OpenAI", amount="<=100", status="planned"),
        tell(arts[1], "Nvidia", "OpenAI", amount=money("10", basis="tranche"), status="agreed"),
    ]
    assert one_deal(settle_all(said, arts)).status == "agreed"
    near = [said[0], tell(arts[1], "Nvidia", "OpenAI", amount="90", status="agreed")]
    assert one_deal(settle_all(near, arts)).status == "agreed"


def test_an_end_without_figure_beside_a_signature_is_the_end_of_the_older_plan() -> None:
    arts = [article("a", "2025-09-22"), article("b", "2026-02-27")]
    said = [
        tell(arts[0], "Nvidia", "OpenAI", amount="<=100", status="planned"),
        tell(arts[1], "Nvidia", "OpenAI", amount="30", status="agreed"),
        tell(arts[1], "Nvidia", "OpenAI", status="ended", at=20),
    ]
    found = by_figure(settle_all(said, arts))
    assert (found[100].status, found[30].status) == ("ended", "agreed")
    # With no other deal it is the deal itself that ended, as in an article that recalls a signature.
    assert one_deal(settle_all(said[1:], arts)).status == "ended"


def test_a_standing_relation_is_not_the_contract_signed_later() -> None:
    arts = [article("a", "2025-11-18"), article("b", "2026-04-20"), article("c", "2026-06-15")]
    said = [
        tell(arts[0], "Anthropic", "Amazon", "supply", status="completed"),
        tell(arts[1], "Anthropic", "Amazon", "supply", amount=">=100", status="agreed"),
        tell(arts[2], "Anthropic", "Amazon", "supply", amount=">=100", status="agreed"),
    ]
    deals = {d.status: d for d in settle_all(said, arts).deals}
    assert deals["agreed"].claims == tuple(sorted(c.id for c in said[1:]))
    assert deals["completed"].claims == (said[0].id,)


def test_an_equal_number_of_things_names_the_deal_even_after_a_year() -> None:
    arts = [article("a", "2025-05-24"), article("b", "2026-06-15")]
    chips = [Quantity(Decimal(n), Decimal(n), "accelerator") for n in (400_000, 410_000, 90_000)]
    plan = tell(arts[0], "Oracle", "Nvidia", "supply", amount="~40", status="planned", quantity=chips[0])
    bought = [tell(arts[1], "Oracle", "Nvidia", "supply", status="completed", quantity=q) for q in chips]
    assert one_deal(settle_all([plan, bought[1]], arts)).status == "completed"
    assert len(settle_all([plan, bought[2]], arts).deals) == 2


@pytest.mark.parametrize(("status", "rings"), [("planned", 0), ("talks", 0), ("agreed", 1)])
def test_no_ring_rests_on_a_row_below_the_floor(status: str, rings: int) -> None:
    arts = [article("deals.csv#row=1", "2026-01-01"), article("b", "2026-01-02")]
    said = [
        tell(arts[0], "A", "B", amount="4", status=status, extractor="table/1"),
        tell(arts[1], "A", "B", "supply", amount="9", status="agreed"),
    ]
    graph = build_graph(settle_all(said, arts).deals, (), floor="agreed")
    assert len(find_rings(graph).rings) == rings


def test_years_between_equal_sums_make_two_deals_where_the_texts_date_them() -> None:
    arts = [article("a", "2024-03-27"), article("b", "2024-11-22")]
    said = [
        tell(arts[0], "Amazon", "Anthropic", amount="4", status="completed", time=period("2023-09-25", "2023-09-25")),
        tell(arts[1], "Amazon", "Anthropic", amount="4", status="completed", time=period("2024-11-22", "2024-11-22")),
    ]
    assert len(settle_all(said, arts).deals) == 2


def test_a_claim_without_amount_joins_the_nearest_deal_before_it() -> None:
    arts = [article("a", "2025-11-03"), article("b", "2026-02-27"), article("c", "2026-03-05")]
    said = [
        tell(arts[0], "AWS", "OpenAI", "supply", amount="38", status="agreed"),
        tell(arts[1], "AWS", "OpenAI", "supply", amount="100", status="agreed"),
        tell(arts[2], "AWS", "OpenAI", "supply", status="agreed"),
    ]
    ledger = settle_all(said, arts)
    joined = next(d for d in ledger.deals if said[2].id in d.claims)
    assert said[1].id in joined.claims


def test_new_talks_long_after_a_signature_are_a_new_deal() -> None:
    arts = [article("a", "2025-11-03"), article("b", "2026-01-16")]
    said = [
        tell(arts[0], "AWS", "OpenAI", "supply", amount="38", status="agreed"),
        tell(arts[1], "AWS", "OpenAI", "supply", status="talks"),
    ]
    assert sorted(d.status for d in settle_all(said, arts).deals) == ["agreed", "talks"]


def test_a_total_over_several_contracts_prices_none_of_them() -> None:
    arts = [article(d, d) for d in ("2025-03-10", "2025-05-15", "2025-09-25", "2025-10-10")]
    said = [
        tell(a, "CoreWeave", "OpenAI", "supply", amount=m, status="agreed")
        for a, m in zip(arts, ("11.9", "4", "6.5"), strict=False)
    ]
    total = tell(arts[3], "CoreWeave", "OpenAI", "supply", status="agreed")
    total = replace(total, amount=money("22.4", basis="total"))
    found = billions(settle_all([*said, total], arts))
    assert found == [
        ("aggregate/total/USD", D("22.4"), D("22.4")),
        ("total/USD", 4, 4),
        ("total/USD", D("6.5"), D("6.5")),
        ("total/USD", D("11.9"), D("11.9")),
    ]


def test_an_amount_of_several_payers_is_joint() -> None:
    art = article("a", "2025-11-18")
    said = tell(art, ["Nvidia", "Microsoft"], "Anthropic", amount="<=15", status="planned")
    ledger = settle_all([said], [art])
    assert [(d.payer, d.payee, d.amounts[0].key) for d in sorted(ledger.deals, key=lambda d: str(d.payer))] == [
        ("microsoft", "anthropic", "joint/total/USD"),
        ("nvidia", "anthropic", "joint/total/USD"),
    ]


def test_payer_and_payee_follow_the_money() -> None:
    art = article("a")
    expected = {
        "investment": ("a", "b"),
        "acquisition": ("a", "b"),
        "supply": ("b", "a"),
        "loan": ("a", "b"),
        "guarantee": ("a", "b"),
        "licence": ("b", "a"),
        "stake": ("a", "b"),
        "control": ("a", "b"),
    }
    for type_, ends in expected.items():
        deal = one_deal(settle_all([tell(art, "A", "B", type_)], [art]))
        assert (deal.payer, deal.payee) == ends, type_
        assert deal.parties == ("a", "b")


def test_only_rights_of_value_have_a_payer() -> None:
    art = article("a")
    warrant = one_deal(settle_all([tell(art, "OpenAI", "AMD", "right", right="warrant")], [art]))
    assert (warrant.payer, warrant.payee) == ("amd", "openai")
    refusal = one_deal(settle_all([tell(art, "Microsoft", "OpenAI", "right", right="first_refusal")], [art]))
    assert (refusal.payer, refusal.payee, refusal.parties) == (None, None, ("microsoft", "openai"))


def test_facts_about_one_party_are_no_deals() -> None:
    art = article("a")
    said = [tell(art, "OpenAI", (), t, amount="500") for t in ("valuation", "financial", "holding", "maker")]
    assert settle_all(said, [art]).deals == ()


def test_a_project_gathers_all_who_take_part() -> None:
    arts = [article("a"), article("b")]
    said = [tell(arts[0], "Stargate", ["SoftBank", "Oracle"], "project"), tell(arts[1], "Stargate", "MGX", "project")]
    assert one_deal(settle_all(said, arts)).parties == ("stargate", "mgx", "oracle", "softbank")


def test_unit_and_group_mean_one_deal() -> None:
    arts = [article("a"), article("b")]
    said = [
        tell(arts[0], "AWS", "OpenAI", "supply", amount="38", status="agreed"),
        tell(arts[1], "Amazon", "OpenAI", "supply", amount="38", status="agreed"),
    ]
    assert one_deal(settle_all(said, arts)).payee == "amazon"
    assert one_deal(settle_all(said[:1], arts)).payee == "aws"


def test_a_group_that_buys_its_unit_is_a_deal_of_two() -> None:
    art = article("a")
    deal = one_deal(settle_all([tell(art, "Google", "DeepMind", "acquisition", status="completed")], [art]))
    assert (deal.payer, deal.payee) == ("google", "deepmind")


def test_degenerate_claims_do_no_harm() -> None:
    art = article("a")
    said = [
        tell(art, "Alpha", "Alpha", at=1),
        tell(art, (), (), at=2),
        tell(art, (), "Beta", at=3),
        tell(art, "Gamma", "Delta", amount="0", at=4),
    ]
    ledger = settle_all(said, [])
    assert [(d.payer, d.payee) for d in sorted(ledger.deals, key=lambda d: str(d.payer))] == [
        (None, "beta"),
        ("alpha", "alpha"),
        ("gamma", "delta"),
    ]


def test_ten_thousand_figures_for_one_pair_take_linear_time() -> None:
    arts = [article("a", "2026-01-01")]
    said = [
        tell(arts[0], "A", "B", amount=str(1 + n / 7), at=n, status="agreed" if n % 2 else "talks")
        for n in range(10_000)
    ]
    ledger = settle_all(said, arts)
    assert sum(len(d.claims) for d in ledger.deals) == 10_000


REUTERS = ("outlet:Reuters",)

stories = st.lists(
    st.tuples(
        st.integers(0, 3) | st.integers(0, 400),
        st.sampled_from([None, "10", "<=10", "~10", ">=10", "38", "100", "<=100", "8-12"]),
        st.sampled_from(["considered", "talks", "planned", "agreed", "completed", "denied", "ended", "hypothetical"]),
        st.sampled_from([(), REUTERS, ("outlet:Reuters", "anonymous"), ("filing",)]),
        st.sampled_from(
            [
                {},
                {"product": "chips"},
                {"time": period("2025-01-05", "2025-01-09")},
                {"time": period("2025-08-01", "2025-08-02")},
            ]
        ),
    ),
    min_size=1,
    max_size=12,
)


def written(
    story: list[tuple[int, str | None, str, tuple[str, ...], dict[str, object]]], tag: str = ""
) -> tuple[list[Article], list[Claim]]:
    arts, said = [], []
    for number, (after, amount, status, chain, more) in enumerate(story):
        day = (date(2025, 1, 1) + timedelta(days=after)).isoformat()
        art = article(f"{number}{tag}", day, f"Outlet {number % 3}", near_key=f"band{number}")
        arts.append(art)
        said.append(tell(art, "Amazon", "OpenAI", amount=amount, status=status, attribution=voices(*chain), **more))
    return arts, said


@given(stories, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_claims_does_not_matter(story: list[object], random: object) -> None:
    arts, said = written(story)  # type: ignore[arg-type]
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert settle_all(mixed, reversed(arts)) == settle_all(said, arts)


@given(stories)
@example([(0, None, "talks", (), {}), (0, "<=10", "talks", REUTERS, {}), (0, ">=10", "talks", REUTERS, {})])
@settings(max_examples=60, deadline=None)
def test_copies_of_every_article_change_no_finding(story: list[object]) -> None:
    arts, said = written(story)  # type: ignore[arg-type]
    more_arts, more = list(arts), list(said)
    for tag in ("x", "y", "z"):
        copied, told = written(story, tag)  # type: ignore[arg-type]
        more_arts += copied
        more += told
    once, often = settle_all(said, arts), settle_all(more, more_arts)

    def figures(ledger: Ledger) -> list[tuple[object, ...]]:
        return [
            (
                d.id,
                d.status,
                d.bindingness,
                d.origins.lo,
                d.origins.hi,
                d.origins.party,
                *((s.low, s.high) for s in d.amounts),
            )
            for d in ledger.deals
        ]

    assert figures(often) == figures(once)


@given(stories, st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_later_news_never_regroups_what_was_known(story: list[object], cut: int) -> None:
    arts, said = written(story)  # type: ignore[arg-type]
    known = date(2025, 1, 1) + timedelta(days=cut)
    early = [c for c in said if c.published is not None and c.published <= known]
    if not early:
        return
    then = {frozenset((*d.claims, *d.disputing)): d.id for d in settle_all(early, arts).deals}
    now = {frozenset({*d.claims, *d.disputing} & {c.id for c in early}): d.id for d in settle_all(said, arts).deals}
    assert then == {group: deal for group, deal in now.items() if group}


def test_the_days_of_talks_are_no_days_of_the_deal() -> None:
    arts = [article("a", "2025-12-17"), article("b", "2026-02-28")]
    talks = tell(arts[0], "Amazon", "OpenAI", amount="10", time=period("2025-12-16", "2025-12-16"))
    signed = tell(arts[1], "Amazon", "OpenAI", amount="10", status="agreed", time=period("2026-02-27", "2026-02-27"))
    deal = one_deal(settle_all([talks, signed], arts))
    assert (deal.status, deal.first, deal.last) == ("agreed", date(2026, 2, 27), date(2026, 2, 27))
    term = tell(arts[0], "Amazon", "OpenAI", amount="10", time=period("2026-01-01", "2030-12-31"))
    assert one_deal(settle_all([term, signed], arts)).last == date(2030, 12, 31)


def test_a_contract_signed_last_autumn_has_no_known_end() -> None:
    arts = [article("a", "2026-06-15")]
    said = tell(
        arts[0], "OpenAI", "Microsoft", "supply", amount="250", status="agreed", time=period("2025-09-01", "2025-11-30")
    )
    (leg,) = [g for g in build_graph(settle_all([said], arts).deals, ()).legs if g.layer == "money"]
    assert (leg.first, leg.last) == (date(2025, 9, 1), None)
