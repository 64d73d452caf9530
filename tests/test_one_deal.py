"""From articles to deals, across languages: what three papers tell of one deal meets, and two deals of a pair stay two.

The articles are written for this test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from anello.model import Deal
from anello.pipeline import build_study, link_deals, open_ledger
from anello.show import View
from anello.show.reckoning import absence_words, articles_like, find_absence
from anello.store import open_study
from anello.summing import sums_of

ARTICLES = {
    "en-cloud": """OpenAI signs $38 billion cloud contract with Amazon
date: 2025-11-03
outlet: Harbour Daily

OpenAI has signed a $38 billion contract with Amazon Web Services for cloud capacity, the companies said on Monday.
""",
    "it-cloud": """OpenAI firma con Amazon un contratto da 38 miliardi
date: 2025-11-04
outlet: Il Corriere del Porto

OpenAI ha firmato con Amazon Web Services un contratto da 38 miliardi di dollari per servizi cloud.
""",
    "ru-cloud": """OpenAI подписала контракт с Amazon
date: 2025-11-04
outlet: Портовый вестник

OpenAI подписала с Amazon Web Services контракт на облачные услуги стоимостью 38 млрд долларов.
""",
    "en-more": """OpenAI expands cloud contract with Amazon
date: 2026-02-27
outlet: Harbour Daily

OpenAI has signed a further $100 billion contract with Amazon Web Services for cloud capacity.
""",
    "it-more": """OpenAI amplia il contratto con Amazon
date: 2026-02-28
outlet: Il Corriere del Porto

OpenAI ha firmato con Amazon Web Services un contratto da 100 miliardi di dollari per servizi cloud.
""",
    "en-else": """Microsoft and Anthropic
date: 2026-03-01
outlet: Harbour Daily

Microsoft has invested $5 billion in Anthropic.
""",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one-deal")
    news = folder / "news"
    news.mkdir()
    for name, text in ARTICLES.items():
        (news / f"{name}.txt").write_text(text, encoding="utf-8")
    from datetime import date

    build_study([str(news)], folder / "study.anello", today=date(2026, 9, 1), workers=1)
    return folder / "study.anello"


@pytest.fixture
def view(study: Path) -> View:
    with open_study(study) as opened:
        return open_ledger(opened)


def cloud(view: View) -> list[Deal]:
    found = [d for d in view.deals if d.type == "supply" and d.payer == "openai"]
    return sorted(found, key=lambda d: str(d.history[0].published))


def told_in(deal: Deal, view: View) -> set[str]:
    return {Path(view.articles[view.claim_of[c].article].document).stem for c in deal.claims}


def test_an_english_an_italian_and_a_russian_article_of_one_deal_meet(view: View) -> None:
    first, second = cloud(view)
    assert told_in(first, view) == {"en-cloud", "it-cloud", "ru-cloud"}
    assert told_in(second, view) == {"en-more", "it-more"}
    assert first.languages == ("en", "it", "ru")
    assert [int(d.amounts[0].high or 0) // 10**9 for d in (first, second)] == [38, 100]
    assert {d.status for d in (first, second)} == {"agreed"}


def test_the_second_contract_is_apart_from_the_first(view: View) -> None:
    first, second = cloud(view)
    links = [k for k in view.links if {k.deal, k.other} == {first.id, second.id}]
    assert [(k.kind, k.by) for k in links] == [("apart", "text")]
    (found,) = sums_of(view, [first, second])
    assert (found.total.low, found.total.high) == (138 * 10**9, 138 * 10**9)


def test_a_link_is_kept_outranks_the_text_and_can_be_taken_back(study: Path, view: View) -> None:
    first, second = cloud(view)
    assert link_deals(study, "part-of", first.id, second.id).startswith("kept")
    with open_study(study) as opened:
        linked = open_ledger(opened)
    (found,) = sums_of(linked, cloud(linked))
    assert (found.total.low, found.total.high, found.total.inside) == (100 * 10**9, 100 * 10**9, (first.id,))
    assert link_deals(study, "undo", first.id, second.id).startswith("taken back")
    with open_study(study) as opened:
        assert open_ledger(opened).links == view.links


def test_not_found_is_a_state_of_its_own_and_no_denial(view: View) -> None:
    first, _ = cloud(view)
    found = find_absence(first, view.articles.values(), view)
    assert (len(found.told), len(found.absent), len(found.naming), len(found.denying)) == (3, 3, 2, 0)
    assert absence_words(found) == (
        "told in 3 articles; not found in 3 articles, 2 of which tell of all its parties; that denies nothing"
    )
    assert first.denials == ()
    russian = find_absence(first, articles_like(view, None, None, "ru"), view)
    assert absence_words(russian) == "told in 1 article; not found in 0 articles"
    harbour = articles_like(view, "*else*", "harbour daily", None)
    assert [Path(a.document).stem for a in harbour] == ["en-else"]


def test_a_total_in_one_currency_says_at_which_rate(view: View) -> None:
    (dollars,) = sums_of(view, view.deals, "USD")
    (euros,) = sums_of(view, view.deals, "EUR")
    assert dollars.total.low == 143 * 10**9
    assert not dollars.converted
    assert 120 * 10**9 < euros.total.low < 130 * 10**9
    assert euros.converted == ("USD 2025-11-03 to 2026-02-27",)
    (unknown,) = sums_of(view, view.deals, "XAU")
    assert (unknown.total.low, len(unknown.unconverted)) == (0, 3)
