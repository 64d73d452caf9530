"""The demo corpus: what it must find, finding by finding, and what must not change it.

`expected.toml` says what is expected; `demo_open.toml` lists what the program does not find yet, and a finding that is
met although it is listed fails too, so that the list stays true.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from demo_findings import all_findings, load_open
from demo_study import ARTICLES, TABLE, Demo, build, claims_in, deals_like, load_expected, named

from anello.model import Claim, Money, Percent, Quantity
from anello.store import open_study

FINDINGS = {finding.id: finding for finding in all_findings()}
OPEN = load_open()
EXPECTED = load_expected()
WIRE = next(origin for origin in EXPECTED["origin"] if origin["name"].startswith("one wire"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"))


def kinds_of(kind: str) -> list[object]:
    """Return the findings of a kind as parameters; those that are open must fail."""
    return [pytest.param(name, id=name, marks=marks_of(name)) for name in FINDINGS if name.split(":")[0] == kind]


def marks_of(name: str) -> tuple[pytest.MarkDecorator, ...]:
    """Return the mark of an open finding: it must fail by what is found, and not by an error."""
    return (pytest.mark.xfail(reason=OPEN[name], raises=AssertionError, strict=True),) if name in OPEN else ()


@pytest.mark.parametrize("name", kinds_of("deal"))
def test_deals_are_found_with_parties_and_amount(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("status"))
def test_deals_stand_where_the_articles_leave_them(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("first"))
def test_deals_begin_with_their_first_article(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("figure"))
def test_deals_keep_their_further_figures(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("told"))
def test_deals_rest_on_the_articles_that_tell_them(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("ring"))
def test_rings_are_found(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("not_ring"))
def test_what_is_no_ring_is_not_shown_as_one(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("step"))
def test_ladders_are_climbed_step_by_step(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("origin"))
def test_origins_are_counted(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("no_claims"))
def test_articles_without_a_deal_claim_nothing(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("as_of"))
def test_the_study_as_of_a_day_knows_no_more(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("denied"))
def test_a_denial_covers_what_it_covers(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("conflict"))
def test_disagreements_are_kept(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


@pytest.mark.parametrize("name", kinds_of("stale"))
def test_a_figure_keeps_its_year(demo: Demo, name: str) -> None:
    assert FINDINGS[name].check(demo) == ""


def test_every_finding_has_its_own_id_and_every_open_one_exists() -> None:
    assert len(FINDINGS) == len(all_findings())
    assert sorted(OPEN.keys() - FINDINGS.keys()) == []
    assert all(OPEN.values())


def test_every_kind_of_finding_is_tested() -> None:
    kinds = {name.split(":")[0] for name in FINDINGS}
    assert kinds == {
        *("deal", "status", "first", "figure", "told", "ring", "not_ring", "step"),
        *("origin", "no_claims", "as_of", "denied", "conflict", "stale"),
    }


def test_the_expectations_name_articles_that_exist() -> None:
    named_there = {article for deal in EXPECTED["deal"] for article in deal["articles"] if "#" not in article}
    there = {path.name for path in ARTICLES.iterdir()}
    assert sorted(named_there - there) == []
    assert len(there) == EXPECTED["articles"]


def test_everything_is_read_and_kept(demo: Demo) -> None:
    view = demo.view()
    assert len(view.articles) == EXPECTED["articles"] + EXPECTED["rows"]
    assert view.rings_complete


def test_wire_copies_change_no_origins(demo: Demo) -> None:
    copies = set(WIRE["articles"])
    deal = next(deal for deal in EXPECTED["deal"] if deal["name"] == WIRE["deal"])
    rest = {path.name for path in ARTICLES.iterdir()} - copies
    without, once, often = demo.view_of(rest), demo.view_of(rest | {min(copies)}), demo.view_of(rest | copies)
    others = {d.id: d.origins for d in without.deals}
    assert others
    assert {d.id: d.origins for d in often.deals if d.id in others} == others
    told = [[(d.origins.lo, d.origins.hi) for d in deals_like(view, deal)] for view in (once, often)]
    assert told[0] == told[1] == [(WIRE["lo"], WIRE["hi"])]


def test_building_twice_changes_nothing(demo: Demo) -> None:
    def state(path: Path) -> tuple[str, object]:
        with open_study(path) as study:
            return study.digest(), study.counts()

    before = state(demo.whole)
    build(demo.whole, (str(ARTICLES), str(TABLE)))
    assert state(demo.whole) == before


def test_at_the_end_of_2025_nvidia_had_agreed_on_nothing_with_openai(demo: Demo) -> None:
    day = next(
        day for day in EXPECTED["as_of"] if day["floor"] == "agreed" and day["date"].year == 2025 and day["absent"]
    )
    legs = demo.view(day["date"], day["floor"]).graph.legs
    pair = (named("Nvidia"), named("OpenAI"))
    assert legs
    assert [leg for leg in legs if (leg.payer, leg.payee) == pair and leg.kind == "equity"] == []


def test_every_claim_rests_on_passages_of_its_article(demo: Demo) -> None:
    view = demo.view()
    for claim in view.claims:
        text = view.articles[claim.article].text
        assert any(span.part == "claim" for span in claim.evidence)
        assert [span for span in claim.evidence if text[span.start : span.end] != span.text or not span.text] == []


def test_every_figure_stands_in_the_evidence_of_its_claim(demo: Demo) -> None:
    view = demo.view()
    wrong = [
        f"{claim.document}: {claim.type} {figure.text}"
        for claim in view.claims
        for figure in figures_in(claim)
        if view.articles[claim.article].text[figure.start : figure.end] != figure.text
        or not any(span.start <= figure.start and figure.end <= span.end for span in claim.evidence)
    ]
    assert wrong == []
    assert sum(len(figures_in(claim)) for claim in view.claims) > len(EXPECTED["deal"])


def figures_in(claim: Claim) -> list[Money | Percent | Quantity]:
    return [figure for figure in (claim.amount, claim.percent, claim.quantity) if figure is not None]


def test_every_amount_of_a_deal_rests_on_claims(demo: Demo) -> None:
    view = demo.view()
    for deal in view.deals:
        for slot in deal.amounts:
            assert slot.claims, f"{deal.id} {slot.key}"
            assert set(slot.claims) <= view.claim_of.keys()


def test_articles_without_a_deal_are_read_all_the_same(demo: Demo) -> None:
    view = demo.view()
    silent = [none["article"] for none in EXPECTED["no_claims"]]
    read = {Path(article.document).name for article in view.articles.values()}
    assert set(silent) <= read
    assert claims_in(view, EXPECTED["deal"][0]["articles"][0])
