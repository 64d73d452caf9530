"""The pipeline: new articles only, acknowledged batches, resuming, a view that depends on nothing but its inputs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from cli_studies import write_inputs

from anello import pipeline
from anello.errors import DataError, SourceError
from anello.extract import Extraction
from anello.model import Article, Reject
from anello.pipeline import Progress, build_study, extract_articles, group_rejects, open_ledger
from anello.store import open_study

DAY = date(2026, 9, 1)


def articles(number: int) -> list[Article]:
    texts = [f"Title {n}\n\nAmazon has invested ${n + 1} billion in Anthropic." for n in range(number)]
    return [Article(f"a{n}", f"{n}.txt", text, language="en") for n, text in enumerate(texts)]


def write_many(folder: Path, number: int) -> Path:
    news = folder / "many"
    news.mkdir()
    for n in range(number):
        text = f"Title {n}\ndate: 2026-01-02\n\nAmazon has invested ${n + 1} billion in Anthropic.\n"
        (news / f"{n:04}.txt").write_text(text, encoding="utf-8")
    return news


def test_a_build_reports_what_is_new_and_what_the_study_holds(tmp_path: Path) -> None:
    news, path = write_inputs(tmp_path), tmp_path / "s.anello"
    seen: list[Progress] = []
    report = build_study([str(news)], path, today=DAY, workers=1, on_progress=seen.append)
    assert (report.new, report.known, report.articles_in_study) == (4, 0, 4)
    assert report.claims == report.claims_in_study >= 4
    assert report.deals_in_study >= 3
    assert seen
    again = build_study([str(news)], path, today=DAY, workers=1)
    assert (again.new, again.known, again.claims) == (0, 4, 0)
    assert again.deals_in_study == report.deals_in_study


def test_the_same_article_twice_in_one_run_is_taken_once(tmp_path: Path) -> None:
    news = write_inputs(tmp_path)
    report = build_study([str(news), str(news)], tmp_path / "s.anello", today=DAY, workers=1)
    assert (report.new, report.known) == (4, 4)


def test_the_study_does_not_depend_on_the_order_or_the_workers(tmp_path: Path) -> None:
    news, table = write_many(tmp_path, 40), write_inputs(tmp_path)
    digests = set()
    for number, (paths, workers) in enumerate([([news, table], 1), ([table, news], 1), ([news, table], 2)]):
        path = tmp_path / f"{number}.anello"
        build_study([str(p) for p in paths], path, today=DAY, workers=workers)
        with open_study(path) as study:
            digests.add(study.digest())
    assert len(digests) == 1


def test_a_build_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news, path = write_many(tmp_path, 10), tmp_path / "s.anello"
    monkeypatch.setattr(pipeline, "ACKNOWLEDGED", 4)

    def stop(progress: Progress) -> None:
        if progress.new == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_study([str(news)], path, today=DAY, workers=1, on_progress=stop)
    with open_study(path) as study:
        assert study.counts()["articles"] == 4
    report = build_study([str(news)], path, today=DAY, workers=1)
    assert (report.new, report.known) == (6, 4)
    whole = tmp_path / "whole.anello"
    build_study([str(news)], whole, today=DAY, workers=1)
    with open_study(path) as one, open_study(whole) as other:
        assert one.digest() == other.digest()


def test_an_extractor_that_fails_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fragile:
        name = "fragile"

        def extract(self, article: Article) -> Extraction:
            if article.id == "a1":
                raise RuntimeError("boom")
            return Extraction()

    monkeypatch.setattr(pipeline, "_extractor", Fragile)
    found = {article.id: extraction.rejects for article, extraction in extract_articles(articles(3), workers=1)}
    assert [name for name, rejects in found.items() if rejects] == ["a1"]
    assert "boom" in found["a1"][0].reason


def test_articles_come_back_in_their_order_from_many_workers() -> None:
    given = articles(70)
    found = list(extract_articles(given, workers=2))
    assert [article for article, _ in found] == given
    assert all(claim.article == article.id for article, extraction in found for claim in extraction.claims)
    assert found == list(extract_articles(given, workers=1))


def test_articles_are_read_as_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        for article in articles(200):
            taken += 1
            yield article

    next(iter(extract_articles(endless(), workers=1)))
    assert taken <= pipeline.FEW + 2


def test_strict_stops(tmp_path: Path) -> None:
    news = write_inputs(tmp_path)
    (news / "0.txt").write_bytes(b"")
    with pytest.raises(SourceError):
        build_study([str(news)], tmp_path / "s.anello", today=DAY, strict=True, workers=1)
    (news / "0.txt").unlink()
    table = "payer,payee,type\nAmazon,Anthropic,gift of unicorns\n"
    (news / "0.csv").write_text(table, encoding="utf-8")
    with pytest.raises(DataError, match="unicorns"):
        build_study([str(news)], tmp_path / "t.anello", today=DAY, strict=True, workers=1)


def test_rejects_are_kept_with_their_reason(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    portuguese = "O banco anuncia\n\nO banco central anunciou ontem que a empresa não assinou um acordo de venda.\n"
    (news / "pt.txt").write_text(portuguese, encoding="utf-8")
    path = tmp_path / "s.anello"
    report = build_study([str(news)], path, today=DAY, workers=1)
    assert [group.reason for group in report.rejects] == ["no pack for pt"]
    with open_study(path) as study:
        assert [reject.reason for reject in study.rejects()] == ["no pack for pt"]


def test_reasons_that_differ_in_numbers_are_one_group() -> None:
    rejects = [Reject("read", f"d{n}", f"row {n} is broken") for n in range(5)] + [Reject("extract", "x", "other")]
    assert [(group.count, group.document) for group in group_rejects(rejects)] == [(5, "d0"), (1, "x")]


def test_a_view_is_the_same_every_time_and_later_news_do_not_change_the_past(tmp_path: Path) -> None:
    news, path = write_inputs(tmp_path), tmp_path / "s.anello"
    build_study([str(news / "deals.csv")], path, today=DAY, workers=1)
    with open_study(path) as study:
        before = open_ledger(study, as_of=date(2026, 2, 15))
        assert open_ledger(study, as_of=date(2026, 2, 15)).deals == before.deals
    build_study([str(news / "one.txt")], path, today=DAY, workers=1)
    with open_study(path) as study:
        after = open_ledger(study, as_of=date(2026, 2, 15))
        assert (after.deals, after.rings, after.flow) == (before.deals, before.rings, before.flow)
        assert len(open_ledger(study).deals) > len(after.deals)


def test_the_floor_chooses_deals_and_legs(tmp_path: Path) -> None:
    path = tmp_path / "s.anello"
    build_study([str(write_inputs(tmp_path) / "deals.csv")], path, today=DAY, workers=1)
    with open_study(path) as study:
        loose, firm = open_ledger(study), open_ledger(study, floor="agreed")
    assert len(loose.deals) == 3
    assert {deal.status for deal in firm.deals} == {"agreed", "completed"}
    assert len(firm.graph.legs) < len(loose.graph.legs)
    assert len(firm.claims) == len(loose.claims)
