"""Short articles that differ, and pairs that do not, read by the extractor and reconciled from end to end.

What the extractor does not read yet is listed with its reason and must fail, strictly, so that the list stays true.
"""

from __future__ import annotations

from datetime import date

import pytest

from anello.extract import load_extractor
from anello.lang.directory import load_directory
from anello.model import Article, Difference, digest_of
from anello.reconcile import reconcile
from anello.reconcile.differences import find_differences
from anello.resolve import resolve

Report = tuple[str, str, str]
"""Day, outlet, text."""


def as_article(published: str, outlet: str, text: str, language: str = "en") -> Article:
    key = digest_of(published, outlet, text)
    day = date.fromisoformat(published)
    return Article(key, f"{outlet} {published}", text, "", language, outlet, published=day, near_key=key)


def read(*reports: Report, language: str = "en") -> tuple[Difference, ...]:
    """Return how reports differ, from their text on."""
    extractor = load_extractor()
    articles = {article.id: article for article in (as_article(*report, language=language) for report in reports)}
    found = [extractor.extract(article) for article in articles.values()]
    claims = [claim for one in found for claim in one.claims]
    citations = [citation for one in found for citation in one.citations]
    resolution = resolve(claims, load_directory(), ())
    ledger = reconcile(claims, resolution.party_of, articles, citations)
    return find_differences(claims, ledger.deals, resolution.party_of, articles)


ERRORS: dict[str, tuple[str, tuple[Report, ...]]] = {
    "swapped": (
        "swapped_amounts",
        (
            (
                "2025-11-18",
                "One",
                "Microsoft will invest up to $5bn in Anthropic. Nvidia will invest up to $10bn in Anthropic.",
            ),
            (
                "2025-11-20",
                "Two",
                "Microsoft is investing $10 billion in Anthropic. Nvidia is investing $5 billion in Anthropic.",
            ),
        ),
    ),
    "contract as investment": (
        "contract_or_investment",
        (
            (
                "2025-03-31",
                "One",
                "OpenAI has signed a contract to buy cloud capacity from CoreWeave for $11.9 billion.",
            ),
            ("2025-04-10", "Two", "OpenAI has invested $12 billion in CoreWeave."),
        ),
    ),
    "obligation as investment": (
        "contract_or_investment",
        (
            (
                "2025-09-15",
                "One",
                "Nvidia has guaranteed CoreWeave's unsold capacity for $6.3 billion under a contract signed on Monday.",
            ),
            ("2025-09-16", "Two", "Nvidia has invested $6.3 billion in CoreWeave."),
        ),
    ),
    "fused": (
        "fused_deals",
        (
            (
                "2026-05-05",
                "One",
                "Anthropic has signed a contract to buy cloud capacity from Google for $200 billion.",
            ),
            (
                "2026-05-20",
                "Two",
                "Anthropic has signed a contract to buy computing power from SpaceX for $45 billion.",
            ),
            (
                "2026-05-24",
                "Three",
                "Anthropic has signed a contract to buy computing power from SpaceX for $200 billion.",
            ),
        ),
    ),
    "by and to": (
        "by_or_to",
        (
            ("2025-11-03", "One", "OpenAI has signed a $38 billion contract with Amazon for cloud capacity."),
            ("2026-02-27", "Two", "OpenAI has signed a $100 billion contract with Amazon for cloud capacity."),
            ("2026-02-28", "Three", "OpenAI has signed a $138 billion contract with Amazon for cloud capacity."),
        ),
    ),
    "expanded into": (
        "by_or_to",
        (
            ("2025-11-03", "One", "OpenAI has signed a $38 billion contract with Amazon for cloud capacity."),
            (
                "2026-02-27",
                "Two",
                "OpenAI has signed a contract with Amazon for cloud capacity worth a further $100 billion.",
            ),
            (
                "2026-02-28",
                "Three",
                "OpenAI has signed a contract with Amazon for cloud capacity, now expanded into $100 billion.",
            ),
        ),
    ),
    "pre and post money": (
        "pre_or_post_money",
        (
            (
                "2026-02-12",
                "One",
                "Amazon has invested $30 billion in Anthropic. Anthropic is valued at $380 billion.",
            ),
            ("2026-02-13", "Two", "Anthropic is valued at $350 billion."),
        ),
    ),
    "part and whole": (
        "part_or_whole",
        (
            ("2026-05-20", "One", "Anthropic has signed a contract with SpaceX to rent 220,000 GPUs."),
            ("2026-05-21", "Two", "Anthropic has signed a contract with SpaceX to rent 325,000 GPUs."),
        ),
    ),
    "size": (
        "size",
        (
            ("2026-02-24", "One", "Meta has signed a contract to buy chips from AMD for about $60 billion."),
            ("2026-02-25", "Two", "Meta has signed a contract to buy chips from AMD for more than $100 billion."),
        ),
    ),
    "scope of denial": (
        "scope_of_denial",
        (
            (
                "2025-09-10",
                "One",
                "OpenAI has signed a contract to buy cloud capacity from Oracle for $300 billion.",
            ),
            (
                "2026-03-06",
                "Two",
                "OpenAI has cancelled a contract to buy cloud capacity from Oracle for $10 billion.",
            ),
            ("2026-03-08", "Three", "OpenAI has cancelled its contract to buy cloud capacity from Oracle."),
        ),
    ),
    "withdrawn": (
        "withdrawn_and_restored",
        (
            ("2026-06-05", "One", "Google has signed a contract to buy computing power from SpaceX for $30 billion."),
            ("2026-06-20", "One", "Google has cancelled its contract to buy computing power from SpaceX."),
            ("2026-07-02", "One", "Google has signed a contract to buy computing power from SpaceX for $30 billion."),
        ),
    ),
    "days of a filing": (
        "event_or_report",
        (
            ("2026-05-22", "One", "OpenAI filed confidentially for an initial public offering on 20 May 2026."),
            ("2026-06-09", "Two", "OpenAI filed confidentially for an initial public offering on 8 June 2026."),
        ),
    ),
    "closed and committed": (
        "closed_or_committed",
        (
            ("2026-02-27", "One", "Amazon has completed its investment of $50 billion in OpenAI."),
            (
                "2026-02-27",
                "Two",
                "Amazon has agreed to invest $50 billion in OpenAI if certain conditions are met.",
            ),
        ),
    ),
    "stale share": (
        "stale_figure",
        (
            ("2026-03-03", "One", "CoreWeave's revenue from Microsoft was 67% of its total revenue in 2025."),
            (
                "2026-08-14",
                "Two",
                "CoreWeave's revenue from Microsoft was 67% of its total revenue in the second quarter.",
            ),
        ),
    ),
}

OPEN = {"stale share": "shares of revenue with their period are no claim of the extractor"}
"""Pairs in which the extractor does not read what differs, with the reason."""

TRUE: dict[str, tuple[Report, ...]] = {
    "up to and the figure": (
        ("2026-03-01", "One", "Amazon plans to invest up to $10 billion in Anthropic."),
        ("2026-03-05", "Two", "Amazon has agreed to invest $10 billion in Anthropic."),
    ),
    "rounding": (
        ("2026-03-01", "One", "OpenAI has signed a contract to buy cloud capacity from CoreWeave for $11.9 billion."),
        ("2026-03-01", "Two", "OpenAI has signed a contract to buy cloud capacity from CoreWeave for $12 billion."),
    ),
    "talks and signature": (
        ("2026-03-01", "One", "Amazon is in talks to invest $10 billion in Anthropic."),
        ("2026-03-20", "Two", "Amazon has agreed to invest $15 billion in Anthropic."),
    ),
    "extension that says so": (
        ("2025-11-03", "One", "OpenAI has signed a $38 billion contract with Amazon for cloud capacity."),
        (
            "2026-02-27",
            "Two",
            "OpenAI has signed a contract with Amazon for cloud capacity for a further $100 billion.",
        ),
        (
            "2026-02-28",
            "Three",
            "OpenAI has signed a contract with Amazon for cloud capacity for $138 billion in total.",
        ),
    ),
    "a part that says so": (
        ("2026-05-20", "One", "Anthropic has signed a contract with SpaceX to rent 220,000 GPUs in the first phase."),
        ("2026-05-21", "Two", "Anthropic has signed a contract with SpaceX to rent 325,000 GPUs in total."),
    ),
    "both values say their basis": (
        ("2026-02-12", "One", "Amazon has invested $30 billion in Anthropic at a pre-money valuation of $350 billion."),
        ("2026-02-13", "Two", "Anthropic is valued at $380 billion post-money."),
    ),
    "an investment and a contract back": (
        ("2026-03-01", "One", "Microsoft has invested $5 billion in Anthropic."),
        ("2026-03-02", "Two", "Anthropic has signed a contract to buy cloud capacity from Microsoft for $5 billion."),
    ),
    "a first payment and the sum": (
        ("2026-03-01", "One", "Amazon has agreed to invest $50 billion in OpenAI, of which $15 billion is paid first."),
        ("2026-03-02", "Two", "Amazon has agreed to invest $50 billion in OpenAI."),
    ),
    "a month and the term": (
        (
            "2026-03-01",
            "One",
            "Google has signed a contract to rent computing power from SpaceX for $920 million a month.",
        ),
        ("2026-03-02", "Two", "Google has signed a contract to rent computing power from SpaceX for $30 billion."),
    ),
    "two currencies": (
        ("2026-03-01", "One", "Microsoft has agreed to buy Nebius for $10 billion."),
        ("2026-03-02", "Two", "Microsoft has agreed to buy Nebius for 8.6 billion euros."),
    ),
    "a later extension": (
        ("2025-09-30", "One", "Meta has signed a $14.2 billion contract with CoreWeave for cloud capacity."),
        ("2026-04-10", "Two", "Meta has signed a $21 billion contract with CoreWeave for cloud capacity."),
    ),
    "two rounds of one investor": (
        ("2024-11-22", "One", "Amazon has invested $4 billion in Anthropic."),
        ("2026-04-20", "Two", "Amazon has invested $5 billion in Anthropic."),
    ),
    "a bid, then its end": (
        ("2025-07-07", "One", "CoreWeave has agreed to buy Core Scientific for $9 billion."),
        ("2025-10-30", "Two", "CoreWeave has cancelled the purchase of Core Scientific."),
    ),
    "two contracts, two suppliers": (
        ("2026-03-01", "One", "OpenAI has signed a $38 billion contract with Amazon for cloud capacity."),
        ("2026-03-02", "Two", "OpenAI has signed a $250 billion contract with Microsoft for cloud capacity."),
    ),
}

ELSEWHERE: dict[str, tuple[str, str, tuple[Report, ...]]] = {
    "it, size": (
        "it",
        "size",
        (
            (
                "2026-02-24",
                "Uno",
                "Meta ha firmato un contratto per acquistare chip da AMD per 60 miliardi di dollari.",
            ),
            (
                "2026-02-25",
                "Due",
                "Meta ha firmato un contratto per acquistare chip da AMD per 100 miliardi di dollari.",
            ),
        ),
    ),
    "ru, size": (
        "ru",
        "size",
        (
            ("2026-02-24", "Раз", "Meta подписала с AMD контракт на поставку чипов на 60 млрд долларов."),
            ("2026-02-25", "Два", "Meta подписала с AMD контракт на поставку чипов на 100 млрд долларов."),
        ),
    ),
}


def marked(name: str) -> object:
    marks = [pytest.mark.xfail(reason=OPEN[name], raises=AssertionError, strict=True)] if name in OPEN else []
    return pytest.param(name, id=name, marks=marks)


@pytest.mark.parametrize("name", [marked(name) for name in ERRORS])
def test_articles_that_differ_are_found_with_their_kind(name: str) -> None:
    kind, reports = ERRORS[name]
    assert kind in {d.kind for d in read(*reports)}


@pytest.mark.parametrize("name", TRUE)
def test_true_articles_raise_no_alarm(name: str) -> None:
    assert [d.kind for d in read(*TRUE[name])] == []


@pytest.mark.parametrize("name", TRUE)
def test_true_articles_are_read(name: str) -> None:
    """A pair of which nothing was read would raise no alarm either."""
    extractor = load_extractor()
    assert all(extractor.extract(as_article(*report)).claims for report in TRUE[name])


@pytest.mark.parametrize("name", ELSEWHERE)
def test_other_languages_are_read_too(name: str) -> None:
    language, kind, reports = ELSEWHERE[name]
    assert kind in {d.kind for d in read(*reports, language=language)}


@pytest.mark.parametrize("name", ERRORS)
def test_every_side_opens_to_a_passage_of_its_article(name: str) -> None:
    texts = {text for _, _, text in ERRORS[name][1]}
    for difference in read(*ERRORS[name][1]):
        for side in difference.sides:
            assert side.spans
            assert all(any(span.text == text[span.start : span.end] for text in texts) for _, span in side.spans)
