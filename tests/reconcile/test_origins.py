"""Independent origins (docs/origins.md)."""

from __future__ import annotations

from claims_told import article, one_deal, settle_all, tell, voices

from anello.model import Article, Citation, Claim, Origins, Span
from anello.reconcile import Ledger


def told(art: Article, *chain: str, at: int = 0) -> Claim:
    return tell(art, "AMD", "OpenAI", "supply", status="agreed", attribution=voices(*chain), at=at)


def origins(ledger: Ledger) -> tuple[int, int, int]:
    found = one_deal(ledger).origins
    return found.lo, found.hi, found.party


def test_a_filing_its_rewrites_and_two_scoops() -> None:
    """Fixture 3.1: a filing, two rewrites, two anonymous scoops, one piece citing both: 6 documents, [1, 3]."""
    arts = [
        article(f"d{n}", f"2025-10-0{n}", outlet)
        for n, outlet in enumerate(("F", "Wire", "Copy", "Reuters", "Bloomberg", "Site"), 1)
    ]
    said = [
        told(arts[0], "filing"),
        told(arts[1], "filing"),
        told(arts[2], "outlet:Wire"),
        told(arts[3], "anonymous"),
        told(arts[4], "anonymous"),
        told(arts[5], "outlet:Reuters"),
        told(arts[5], "filing", at=20),
    ]
    ledger = settle_all(said, arts)
    assert origins(ledger) == (1, 3, 0)
    assert one_deal(ledger).origins.articles == 6
    assert one_deal(ledger).origins.roots == ("filing:filing", "outlet:bloomberg", "outlet:reuters")


def test_a_chain_ends_at_its_last_link() -> None:
    arts = [
        article("x", "2026-01-03", "Blog"),
        article("y", "2026-01-02", "Reuters"),
        article("z", "2026-01-03", "Site"),
    ]
    said = [
        told(arts[0], "outlet:Reuters", "outlet:The Information", "anonymous"),
        told(arts[1], "outlet:The Information"),
        told(arts[2], "outlet:Reuters"),
    ]
    ledger = settle_all(said, arts)
    assert origins(ledger) == (1, 1, 0)
    assert one_deal(ledger).origins.roots == ("outlet:the information",)
    (echo,) = ledger.echoes
    assert ("Site", "Reuters", "The Information") in echo.chains
    assert ("Blog", "Reuters", "The Information", "anonymous") in echo.chains


def test_unnamed_people_belong_to_the_outlet_that_heard_them() -> None:
    arts = [article("a", "2026-01-01", "Reuters"), article("b", "2026-01-02", "Blog")]
    said = [told(arts[0], "anonymous"), told(arts[1], "outlet:Reuters", "anonymous")]
    assert one_deal(settle_all(said, arts)).origins.roots == ("outlet:reuters",)


def test_outlets_that_cite_each_other_are_one_origin() -> None:
    arts = [article("a", "2026-01-01", "One"), article("b", "2026-01-02", "Two"), article("c", "2026-01-03", "One")]
    said = [told(arts[0]), told(arts[1], "outlet:One"), told(arts[2], "outlet:Two")]
    assert origins(settle_all(said, arts)) == (1, 1, 0)


def test_unsourced_sentences_beside_sourced_ones_add_no_origin() -> None:
    art = article("a", outlet="Blog")
    assert one_deal(settle_all([told(art, "outlet:Reuters"), told(art, at=30)], [art])).origins.roots == (
        "outlet:reuters",
    )


def test_parties_are_counted_apart() -> None:
    arts = [article("a", outlet="One"), article("b", outlet="Two")]
    assert origins(settle_all([told(arts[0], "company:AMD")], arts)) == (0, 0, 1)
    assert origins(settle_all([told(arts[0], "company:AMD"), told(arts[1])], arts)) == (0, 1, 1)
    assert origins(settle_all([told(arts[0], "company:Nokia")], arts)) == (1, 1, 0)
    assert origins(settle_all([told(arts[0], "person:Lisa Su")], arts)) == (0, 0, 1)


def test_a_party_that_speaks_in_the_sentence_is_found_by_its_citation() -> None:
    art = article("a", outlet="One")
    quote = Citation(art.id, "AMD", "company", "attribution", Span(0, 40, art.text[:40], "attribution"))
    assert origins(settle_all([told(art)], [art], [quote])) == (0, 0, 1)
    elsewhere = Citation(art.id, "AMD", "company", "attribution", Span(50, 60, art.text[50:60], "attribution"))
    assert origins(settle_all([told(art)], [art], [elsewhere])) == (1, 1, 0)


def test_an_agency_in_the_byline_is_the_origin() -> None:
    arts = [article("a", outlet="One"), article("b", outlet="Two")]
    lines = [Citation(a.id, "ANSA", "outlet", "byline") for a in arts]
    assert one_deal(settle_all([told(a) for a in arts], arts, lines)).origins.roots == ("outlet:ansa",)


def test_near_copies_are_one_origin_through_any_shared_band() -> None:
    arts = [
        article("a", "2026-01-01", "One", near_key="p,q"),
        article("b", "2026-01-02", "Two", near_key="q,r"),
        article("c", "2026-01-03", None, near_key="r,s"),
    ]
    ledger = settle_all([told(a) for a in arts], arts)
    assert one_deal(ledger).origins == Origins(1, 1, 0, 3, ("outlet:one",))
    assert ledger.echoes[0].articles == tuple(sorted(a.id for a in arts))


def test_the_interval_is_never_wider_than_the_articles() -> None:
    arts = [article(str(n), outlet=f"O{n % 4}" if n % 3 else None) for n in range(12)]
    found = one_deal(settle_all([told(a, *(["anonymous"] if n % 2 else [])) for n, a in enumerate(arts)], arts)).origins
    assert 1 == found.lo <= found.hi <= found.articles == 12


def test_claims_of_unknown_articles_still_count() -> None:
    art = article("gone", None)
    assert origins(settle_all([told(art)], [])) == (1, 1, 0)
