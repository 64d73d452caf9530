"""What holds for every engine; the test classes of the engines inherit it and give the fixture `engine`."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import engine_steps as steps
import pytest

from anello.engine import Engine
from anello.engine.local import LocalEngine
from anello.errors import EngineError
from anello.model import Article, Claim, Mention, Money, Percent, Period, Span, digest_of
from anello.tables import ARTICLES, CLAIMS, REJECTS, Batch, mixed_from_arrow, to_json

LANGUAGES = ("en", "it", "ru", "")


def make_articles(count: int) -> list[Article]:
    def article(number: int) -> Article:
        published = date(2025, 1, 1) + timedelta(number) if number % 3 else None
        language = LANGUAGES[number % len(LANGUAGES)]
        return Article(digest_of(number), f"n{number}", f"Сделка № {number}", language=language, published=published)

    return [article(number) for number in range(count)]


def make_claim(number: int) -> Claim:
    openai = Mention("OpenAI", "openai", "OpenAI", 0, 6)
    span = Span(0, 6, "OpenAI")
    return Claim(
        id=digest_of("claim", number),
        article=digest_of(number % 4),
        document="n",
        type="valuation",
        roles={"subject": (openai,)},
        status="completed",
        mode="asserted",
        evidence=(span,),
        extractor="test/1",
        amount=Money(Decimal(10) ** 15 + number, Decimal(10) ** 15 + Decimal("999.000001"), "USD")
        if number % 3
        else None,
        percent=Percent(None, Decimal("1E-9")) if number % 2 else None,
        time=Period(date(2025, 1, 1), None) if number % 5 else None,
    )


def make_batches(articles: Sequence[Article], size: int) -> list[Batch]:
    return [ARTICLES.to_arrow(articles[start : start + size]) for start in range(0, len(articles), size)]


def sorted_rows(batches: Iterable[Batch]) -> list[bytes]:
    """Return the rows as bytes, sorted: what has to be equal on all engines."""
    return sorted(repr(row).encode() for batch in batches for row in batch.to_pylist())


class EngineConformance:
    """The suite."""

    def test_same_input_same_bytes(self, engine: Engine) -> None:
        batches = make_batches(make_articles(200), 7)
        alone = LocalEngine(1)
        for step in (steps.COPY, steps.UNDATED, steps.APART):
            here = sorted_rows(alone.collect(alone.each(step, alone.load(batches))))
            there = sorted_rows(engine.collect(engine.each(step, engine.load(batches))))
            assert there == here
            assert here

    def test_ids_and_records_come_through(self, engine: Engine) -> None:
        articles = make_articles(50)
        moved = engine.collect(engine.each(steps.APART, engine.load(make_batches(articles, 20))))
        pairs = [pair for batch in moved for pair in mixed_from_arrow(batch)]
        found = [record for _, record in pairs if isinstance(record, Article)]
        assert sorted(map(to_json, found)) == sorted(map(to_json, articles))
        assert len(pairs) == 100
        assert all(record.id == origin for origin, record in pairs if isinstance(record, Article))

    def test_claims_with_exact_amounts_come_through(self, engine: Engine) -> None:
        claims = [make_claim(number) for number in range(20)]
        batches = [CLAIMS.to_arrow(claims[:9]), CLAIMS.to_arrow(claims[9:])]
        moved = engine.grouped(steps.COPY_CLAIMS, engine.each(steps.COPY_CLAIMS, engine.load(batches)), "article")
        found = CLAIMS.from_arrow(engine.collect(moved))
        assert sorted(found, key=lambda claim: claim.id) == sorted(claims, key=lambda claim: claim.id)

    def test_steps_follow_each_other(self, engine: Engine) -> None:
        moved = engine.each(steps.UNDATED, engine.each(steps.COPY, engine.load(make_batches(make_articles(30), 4))))
        rejects = list(REJECTS.from_arrow(engine.collect(moved)))
        assert sorted(int(reject.document[1:]) for reject in rejects) == list(range(0, 30, 3))

    @pytest.mark.parametrize("size", [1, 3, 1000])
    def test_how_rows_are_cut_does_not_matter(self, engine: Engine, size: int) -> None:
        articles = make_articles(100)
        whole = sorted_rows([ARTICLES.to_arrow(articles)])
        assert sorted_rows(engine.collect(engine.each(steps.COPY, engine.load(make_batches(articles, size))))) == whole

    @pytest.mark.parametrize("batches", [[], [ARTICLES.to_arrow([])]], ids=["no batch", "no row"])
    def test_empty_input(self, engine: Engine, batches: list[Batch], tmp_path: Path) -> None:
        assert list(engine.collect(engine.load(batches))) == []
        assert list(engine.collect(engine.each(steps.UNDATED, engine.load(batches)))) == []
        assert list(engine.collect(engine.grouped(steps.COUNT, engine.load(batches), "language"))) == []
        engine.save(engine.each(steps.COPY, engine.load(batches)), tmp_path / "none")
        assert list(engine.collect(engine.load(tmp_path / "none"))) == []

    def test_groups_are_whole(self, engine: Engine) -> None:
        articles = make_articles(203)
        moved = engine.grouped(steps.COUNT, engine.load(make_batches(articles, 10)), "language")
        found = {row["language"]: row for batch in engine.collect(moved) for row in batch.to_pylist()}
        for language in LANGUAGES:
            ids = [article.id for article in articles if article.language == language]
            assert found[language] == {"language": language, "articles": len(ids), "first": min(ids)}
        assert set(found) == set(LANGUAGES)

    def test_null_is_a_group(self, engine: Engine) -> None:
        batches = make_batches(make_articles(12), 5)
        moved = engine.grouped(steps.COPY, engine.load(batches), "published")
        assert sorted_rows(engine.collect(moved)) == sorted_rows(batches)

    def test_a_key_that_is_no_column(self, engine: Engine) -> None:
        with pytest.raises(EngineError, match="'colour'"):
            list(engine.collect(engine.grouped(steps.COUNT, engine.load(make_batches(make_articles(3), 2)), "colour")))

    def test_a_step_that_fails(self, engine: Engine) -> None:
        with pytest.raises(EngineError, match=r"'seven' failed: ZeroDivisionError: seven is too many"):
            list(engine.collect(engine.each(steps.FAILING, engine.load(make_batches(make_articles(40), 3)))))
        # The engine is as good as before.
        batches = make_batches(make_articles(2), 2)
        assert sorted_rows(engine.collect(engine.each(steps.COPY, engine.load(batches)))) == sorted_rows(batches)

    def test_a_group_that_fails(self, engine: Engine) -> None:
        with pytest.raises(EngineError, match=r"'seven' failed"):
            list(
                engine.collect(
                    engine.grouped(steps.FAILING, engine.load(make_batches(make_articles(40), 3)), "language")
                )
            )

    def test_a_step_that_gives_other_columns(self, engine: Engine) -> None:
        with pytest.raises(EngineError, match=r"'other' gave something else.* columns id string"):
            list(engine.collect(engine.each(steps.OTHER, engine.load(make_batches(make_articles(4), 2)))))

    def test_save_and_load(self, engine: Engine, tmp_path: Path) -> None:
        batches = make_batches(make_articles(60), 9)
        engine.save(engine.each(steps.COPY, engine.load(batches)), tmp_path / "kept")
        assert sorted_rows(engine.collect(engine.load(tmp_path / "kept"))) == sorted_rows(batches)
        alone = LocalEngine(1)
        assert sorted_rows(alone.collect(alone.load(tmp_path / "kept"))) == sorted_rows(batches)
        part = next((tmp_path / "kept").glob("*.parquet"))
        assert list(engine.collect(engine.load(part)))

    def test_save_overwrites_nothing(self, engine: Engine, tmp_path: Path) -> None:
        with pytest.raises(EngineError, match="already"):
            engine.save(engine.load(make_batches(make_articles(2), 1)), tmp_path)

    def test_a_failed_save_leaves_nothing(self, engine: Engine, tmp_path: Path) -> None:
        with pytest.raises(EngineError, match="'seven'"):
            engine.save(engine.each(steps.FAILING, engine.load(make_batches(make_articles(40), 3))), tmp_path / "x")
        assert not list(tmp_path.rglob("*.parquet"))

    def test_nothing_to_load(self, engine: Engine, tmp_path: Path) -> None:
        with pytest.raises(EngineError, match="nothing to load"):
            engine.load(tmp_path / "nowhere")

    def test_a_damaged_file(self, engine: Engine, tmp_path: Path) -> None:
        (tmp_path / "x.parquet").write_bytes(b"PAR1 this is none")
        with pytest.raises(EngineError):
            list(engine.collect(engine.load(tmp_path)))
