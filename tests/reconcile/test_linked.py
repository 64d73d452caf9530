"""Web links as citations: from the page to the origins (docs/origins.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from claims_told import article, one_deal, settle_all, tell, voices

from anello.extract import load_extractor
from anello.lang.directory import load_directory
from anello.model import Article, Citation, Hyperlink, Origins
from anello.read import read_paths
from anello.reconcile import reconcile
from anello.reconcile.linked import FILING, address_key, cite_links, load_hosts, outlet_at
from anello.resolve import resolve

TEXT = "AMD sells chips to OpenAI under a new contract. Another sentence follows."
FIRST = TEXT.index(".")


def linking(name: str, day: str, outlet: str, *urls: str, own: str | None = None, at: int = FIRST) -> Article:
    return replace(article(name, day, outlet), text=TEXT, url=own, links=tuple(Hyperlink(at, url) for url in urls))


def origins(*articles: Article) -> Origins:
    said = [tell(a, "AMD", "OpenAI", "supply", status="agreed") for a in articles]
    return one_deal(settle_all(said, articles)).origins


def test_every_host_belongs_to_an_outlet_that_the_directory_knows() -> None:
    for host, name in load_hosts().items():
        entry = load_directory().find_entry(name)
        assert name == FILING or (entry is not None and entry.kind == "outlet" and entry.name == name), host
    assert len(load_hosts()) > 300


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("reuters.com", "Reuters"),
        ("uk.reuters.com", "Reuters"),
        ("radiocor.ilsole24ore.com", "Radiocor"),
        ("24plus.ilsole24ore.com", "Il Sole 24 Ore"),
        ("notreuters.com", None),
        ("com", None),
        ("", None),
    ],
)
def test_the_longer_host_wins(host: str, name: str | None) -> None:
    assert outlet_at(host) == name


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ft.com/content/1",
        "http://ft.com/content/1/",
        "https://amp.ft.com/content/1?utm_source=x&fbclid=y",
        "https://ft.com/content/1#comments",
    ],
)
def test_spellings_of_one_address_are_one(url: str) -> None:
    assert address_key(url) == "ft.com/content/1"
    assert address_key("https://ft.com/content?id=1") != address_key("https://ft.com/content?id=2")


@pytest.mark.parametrize("url", ["http://[x", "https://", "", "ftp://a/b", "https://a:99999999/b"])
def test_broken_addresses_break_nothing(url: str) -> None:
    assert isinstance(address_key(url), str)
    assert origins(linking("a", "2026-01-02", "Blog", url, own=url)).roots == ("outlet:blog",)


def test_a_link_to_an_outlet_leads_to_it() -> None:
    found = origins(linking("a", "2026-01-02", "Blog", "https://www.reuters.com/technology/amd-2026-01-01/"))
    assert found.roots == ("outlet:reuters",)


def test_a_link_to_an_article_of_the_study_leads_to_its_roots() -> None:
    scoop = linking("a", "2026-01-01", "The Daily", own="https://daily.example/scoop")
    other = linking("b", "2026-01-01", "The Weekly")
    later = linking("c", "2026-01-02", "Blog", "https://www.daily.example/scoop/?utm_source=feed")
    found = origins(scoop, other, later)
    assert (found.lo, found.hi, found.articles) == (1, 2, 3)
    assert found.roots == ("outlet:the daily", "outlet:the weekly")


def test_a_link_to_a_filing_leads_to_it() -> None:
    found = origins(linking("a", "2026-01-02", "Blog", "https://www.sec.gov/Archives/edgar/data/2488/1.htm"))
    assert found.roots == ("filing:filing",)


def test_a_link_to_the_site_of_a_party_is_its_voice() -> None:
    found = origins(linking("a", "2026-01-02", "Blog", "https://openai.com/index/amd"))
    assert (found.lo, found.hi, found.party) == (0, 0, 1)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.reuters.com/",  # a front page
        "https://example.org/some/page",  # somebody nobody knows
        "https://anthropic.com/news/amd",  # a firm that is no party of the deal
    ],
)
def test_other_links_say_nothing(url: str) -> None:
    assert origins(linking("a", "2026-01-02", "Blog", url)).roots == ("outlet:blog",)


def test_a_link_of_the_own_house_says_nothing() -> None:
    own = linking("a", "2026-01-02", "Reuters", "https://www.reuters.com/a/b", own="https://www.reuters.com/c/d")
    assert list(cite_links(own, {})) == []
    assert origins(own).roots == ("outlet:reuters",)


def test_a_link_in_another_sentence_says_nothing_of_the_deal() -> None:
    far = linking("a", "2026-01-02", "Blog", "https://www.reuters.com/a/b", at=len(TEXT))
    assert origins(far).roots == ("outlet:blog",)


def test_an_attribution_outranks_a_link() -> None:
    linked = linking("a", "2026-01-02", "Blog", "https://www.reuters.com/a/b")
    said = [tell(linked, "AMD", "OpenAI", "supply", status="agreed", attribution=voices("outlet:Bloomberg"))]
    assert one_deal(settle_all(said, [linked])).origins.roots == ("outlet:bloomberg",)


def test_a_circle_of_links_adds_nothing() -> None:
    one = linking("a", "2026-01-02", "One", "https://two.example/x", own="https://one.example/x")
    two = linking("b", "2026-01-03", "Two", "https://one.example/x", own="https://two.example/x")
    assert origins(one, two).roots == ("outlet:one",)


PAGE = """<html><head><title>Blog</title><link rel="canonical" href="https://blog.example/2026/a">
<meta property="og:site_name" content="Chip Blog"><meta property="article:published_time" content="2026-01-03"></head>
<body><nav><a href="/">Reuters</a> <a href="/tag/amd">AMD</a></nav><article><h1>A contract for chips</h1>
<p>Microsoft will invest $6 billion in Anthropic, <a href="https://www.reuters.com/technology/x-2026-01-02/">two people
said</a>. The cloud firm has <a href="/2025/z">long</a> wanted this, and the sentence goes on for a while so that it is
taken for the main text of the page, which has to have some length.</p></article></body></html>"""


def test_from_a_page_to_its_origin(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (found,) = [a for a in read_paths([str(tmp_path)], today=date(2026, 2, 1)) if isinstance(a, Article)]
    assert [(found.text[: link.at].rsplit("\n", 1)[-1][-4:], link.url) for link in found.links] == [
        ("said", "https://www.reuters.com/technology/x-2026-01-02/"),
        ("long", "https://blog.example/2025/z"),
    ]
    extracted = load_extractor().extract(found)
    resolution = resolve(extracted.claims, load_directory(), ())
    ledger = reconcile(extracted.claims, resolution.party_of, {found.id: found}, extracted.citations)
    (deal,) = [d for d in ledger.deals if set(d.parties) == {"microsoft", "anthropic"}]
    assert deal.origins.roots == ("outlet:reuters",)
    (echo,) = [e for e in ledger.echoes if e.deal == deal.id]
    assert [(edge.via, edge.evidence.text[:9]) for edge in echo.derivations if edge.evidence] == [("link", "Microsoft")]


def test_a_citation_by_link_shows_its_sentence() -> None:
    (found,) = cite_links(linking("a", "2026-01-02", "Blog", "https://www.ft.com/content/1"), {})
    assert isinstance(found, Citation)
    assert (found.name, found.kind, found.via) == ("Financial Times", "outlet", "link")
    assert found.evidence is not None
    assert found.evidence.text == TEXT[:FIRST]
