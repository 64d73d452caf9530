"""The only composer: paths -> a study, and a study -> everything it says.

In: paths, a study, the day that counts as today. Out: a `BuildReport`; a `View`. Promise: what a batch gave is
acknowledged before the next one is read, so that a build that was stopped goes on where it was when it is run again;
the same input twice changes nothing; a bad article is a `Reject` and never stops a run (unless `strict`); a view is a
pure function of the study, the day and the floor.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from pathlib import Path

from anello.engine import Step
from anello.engine.local import LocalEngine
from anello.errors import DataError, SettingsError, StoreError
from anello.extract import Extraction, Extractor, Several, load_extractor
from anello.model import Article, Citation, Claim, Reject
from anello.pipeline.funding import FundingAnswer, FundingQuestion, ask_funding
from anello.pipeline.opening import open_differences, open_ledger
from anello.pipeline.reviewing import judge_names, link_deals
from anello.read import read_paths
from anello.store import Study, open_study
from anello.tables import MIXED_SCHEMA, Batch, articles_from_arrow, articles_to_arrow, mixed_from_arrow, mixed_to_arrow

__all__ = [
    "BuildReport",
    "FundingAnswer",
    "FundingQuestion",
    "Progress",
    "RejectGroup",
    "ask_funding",
    "build_study",
    "extract_articles",
    "extract_batches",
    "group_rejects",
    "join_extractors",
    "judge_names",
    "link_deals",
    "open_differences",
    "open_extractors",
    "open_ledger",
]

BATCH = 32
"""Articles in one step of a worker: large enough to hide the hand-over, small enough to lose little when killed."""

ACKNOWLEDGED = 128
"""Articles in one transaction of the study."""

FEW = 24
"""Up to so many articles one process is faster than starting workers."""


@dataclass(slots=True)
class Progress:
    """How far a run is; handed to `on_progress` after every batch and at the end."""

    new: int = 0
    known: int = 0
    claims: int = 0
    rejects: int = 0
    document: str = ""


@dataclass(frozen=True, slots=True)
class RejectGroup:
    """Rejects for one reason: how many, and the first of them."""

    stage: str
    reason: str
    count: int
    document: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, and what the study holds afterwards."""

    new: int
    known: int
    claims: int
    rejects: tuple[RejectGroup, ...]
    articles_in_study: int
    claims_in_study: int
    deals_in_study: int


OnProgress = Callable[[Progress], None]


def extract_articles(
    articles: Iterable[Article], *, workers: int | None = None, extractor: Extractor | None = None
) -> Iterator[tuple[Article, Extraction]]:
    """Yield every article with what was extracted from it, in the order given.

    A handful of articles is done in this process; more of them by `workers` processes.

    Args:
        workers: None takes one for each core; 1 stays in this process.
        extractor: None is the built-in one; any other works in this process, since it may keep a bill.

    Raises:
        EngineError: a worker died.
        SettingsError: the extractor can read no article with its settings.
        StoreError: the extractor cannot keep what it paid for.
    """
    rest = iter(articles)
    if extractor is not None:
        for article in rest:
            yield article, _extract(article, extractor)
        return
    first = list(islice(rest, FEW + 1))
    if workers == 1 or len(first) <= FEW:
        for article in chain(first, rest):
            yield article, _extract(article)
        return
    with LocalEngine(workers) as engine:
        yield from _extract_in_workers(engine, chain(first, rest))


def _extract_in_workers(engine: LocalEngine, articles: Iterator[Article]) -> Iterator[tuple[Article, Extraction]]:
    waiting: list[list[Article]] = []

    def batches() -> Iterator[Batch]:
        while group := list(islice(articles, BATCH)):
            waiting.append(group)
            yield articles_to_arrow(group)

    for result in engine.each(EXTRACT, batches()):
        group = waiting.pop(0)
        yield from zip(group, _as_extractions(group, result), strict=True)


def extract_batches(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Extract batches of articles, one for one; the step that every engine runs."""
    for batch in batches:
        records: list[tuple[str, object]] = []
        for article in articles_from_arrow(batch):
            found = _extract(article)
            records.extend((article.id, record) for record in (*found.claims, *found.citations, *found.rejects))
        yield mixed_to_arrow(records)


EXTRACT = Step("extract", extract_batches, MIXED_SCHEMA)


def _extract(article: Article, extractor: Extractor | None = None) -> Extraction:
    """Return what an article gives; an extractor that fails on it (it may be a plug-in) costs that article only."""
    try:
        return (extractor or _extractor()).extract(article)
    except (SettingsError, StoreError):
        raise
    except Exception as error:
        reason = f"the extractor failed on it ({type(error).__name__}: {error}); please report the article"
        return Extraction(rejects=(Reject("extract", article.document, reason),))


def _as_extractions(articles: Sequence[Article], result: Batch) -> Iterator[Extraction]:
    found: dict[str, list[object]] = {}
    for origin, record in mixed_from_arrow(result):
        found.setdefault(origin, []).append(record)
    for article in articles:
        records = found.pop(article.id, [])
        yield Extraction(
            tuple(r for r in records if isinstance(r, Claim)),
            tuple(r for r in records if isinstance(r, Citation)),
            tuple(r for r in records if isinstance(r, Reject)),
        )


@cache
def _extractor() -> Extractor:
    return load_extractor()


def open_extractors(
    names: Sequence[str] = (), *, max_cost: Decimal | None = None, study: str | Path | None = None
) -> list[Extractor]:
    """Return the extractors of the names, each once; without a name the built-in one.

    Args:
        max_cost: what a paid extractor may spend at most, in the currency of its prices.
        study: beside which a paid extractor keeps its answers.

    Raises:
        SettingsError: nobody is registered under a name, or an extractor lacks a setting.
    """
    chosen = tuple(dict.fromkeys(names)) or (BUILT_IN,)
    if max_cost is not None and "llm" not in chosen:
        raise SettingsError("--max-cost limits what a model costs; give it together with --extractor llm")
    return [_open_llm(max_cost, study) if name == "llm" else load_extractor(name) for name in chosen]


def join_extractors(extractors: Sequence[Extractor]) -> Extractor | None:
    """Return one extractor that does the work of several; None stands for the built-in one alone."""
    if [e.name for e in extractors] == [BUILT_IN]:
        return None
    return extractors[0] if len(extractors) == 1 else Several(extractors)


BUILT_IN = "frames"
"""The extractor that may work in several processes, since it keeps nothing from one article to the next."""


def _open_llm(max_cost: Decimal | None, study: str | Path | None) -> Extractor:
    from anello.extract.llm.extractor import LlmExtractor

    return LlmExtractor(max_cost=max_cost, beside=Path(study) if study is not None else None)


def build_study(
    paths: Sequence[str],
    study_path: str | Path,
    *,
    today: date,
    strict: bool = False,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    extractor: Extractor | None = None,
) -> BuildReport:
    """Read, extract and keep whatever is new at the paths; make the study if there is none.

    An article that the extractor could not read is refused and not kept, so that the same command tries it again.

    Args:
        today: articles dated later are refused.
        strict: stop at the first article or document that is refused.
        workers: processes that extract; None takes one for each core.
        extractor: None is the built-in one.

    Raises:
        SettingsError: the extractor can read no article with its settings; what was acknowledged before is kept.
        StoreError: the study cannot be opened or written; what was acknowledged before is kept.
        SourceError: something could not be read, and `strict` is set.
        DataError: something could not be extracted, and `strict` is set.
    """
    with open_study(study_path, create=True) as study:
        build = _Build(study, strict, on_progress or (lambda progress: None))
        news = build.news(read_paths(paths, today=today, strict=strict))
        for article, extraction in extract_articles(news, workers=workers, extractor=extractor):
            build.take(article, extraction)
        build.keep()
        counts = study.counts()
        deals = len(open_ledger(study).deals)
    done = build.progress
    groups = group_rejects(build.rejects)
    return BuildReport(done.new, done.known, done.claims, groups, counts["articles"], counts["claims"], deals)


@dataclass(slots=True)
class _Build:
    """A build under way: what is waiting for its transaction, and the counts."""

    study: Study
    strict: bool
    on_progress: OnProgress
    progress: Progress = field(default_factory=Progress)
    rejects: list[Reject] = field(default_factory=list)
    _met: set[str] = field(default_factory=set)
    _articles: list[Article] = field(default_factory=list)
    _found: list[Extraction] = field(default_factory=list)
    _refused: list[Reject] = field(default_factory=list)

    def news(self, read: Iterable[Article | Reject]) -> Iterator[Article]:
        """Yield the articles that the study does not know; keep the rejects."""
        for result in read:
            if isinstance(result, Reject):
                self._refuse([result])
            elif result.id in self._met or self.study.knows(result.id):
                self.progress.known += 1
            else:
                self._met.add(result.id)
                yield result

    def take(self, article: Article, extraction: Extraction) -> None:
        """Queue an article with its claims, unless it was not read; every so many are kept in one transaction."""
        if extraction.unread:
            self._refuse(extraction.rejects, kept=False)
            self.on_progress(self.progress)
            return
        self._articles.append(article)
        self._found.append(extraction)
        self._refuse(extraction.rejects)
        self.progress.new += 1
        self.progress.claims += len(extraction.claims)
        self.progress.document = article.document
        if len(self._articles) >= ACKNOWLEDGED:
            self.keep()
        self.on_progress(self.progress)

    def keep(self) -> None:
        """Acknowledge what is queued."""
        claims = [claim for found in self._found for claim in found.claims]
        citations = [citation for found in self._found for citation in found.citations]
        self.study.add(self._articles, claims, citations, self._refused)
        self._articles, self._found, self._refused = [], [], []
        self.on_progress(self.progress)

    def _refuse(self, rejects: Iterable[Reject], kept: bool = True) -> None:
        for reject in rejects:
            if self.strict:
                raise DataError(f"{reject.document}: {reject.reason}")
            self.rejects.append(reject)
            if kept:
                self._refused.append(reject)
            self.progress.rejects += 1


def group_rejects(rejects: Iterable[Reject]) -> tuple[RejectGroup, ...]:
    """Return rejects by stage and reason, the most frequent first; reasons that differ only in numbers are one.

    >>> group_rejects([Reject("read", "a", "row 3 is broken"), Reject("read", "b", "row 9 is broken")])[0].count
    2
    """
    first: dict[tuple[str, str], Reject] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for reject in rejects:
        key = (reject.stage, re.sub(r"\d+", "0", reject.reason))
        first.setdefault(key, reject)
        counts[key] += 1
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return tuple(RejectGroup(key[0], first[key].reason, counts[key], first[key].document) for key in ordered)
