"""Commands that read articles: build, extract, demo.

In: paths. Out: a study, or claims as JSON Lines on standard output. Promise: messages and progress go to standard
error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from anello.cli import screen
from anello.cli.options import Extractors, MaxCost, Option, Paths, Strict, StudyOption, Today, Typer, Workers
from anello.errors import SettingsError
from anello.show.words import count_words

if TYPE_CHECKING:
    from anello.extract import Extractor
    from anello.model import Article, Reject
    from anello.pipeline import BuildReport

SHOWN_REASONS = 40

DemoStudy = Annotated[str, Option("--study", "-s", metavar="FILE", help="Where to keep the study of the demo.")]


def add_to(app: Typer) -> None:
    """Hang the commands on the application."""
    for command in (build, extract, demo):
        app.command()(command)


def build(
    paths: Paths,
    study: StudyOption = "study.anello",
    today: Today = None,
    strict: Strict = False,
    workers: Workers = None,
    extractor: Extractors = None,
    max_cost: MaxCost = None,
) -> None:
    """Add articles and tables of deals to a study.

    Reads .txt .md .html .eml .jsonl .csv .parquet, feeds (.xml) and web archives (.warc, .warc.gz). A table with the
    columns payer and payee is a table of deals; each row is a claim and its own evidence.

    What the study has already is passed over: the same command again changes nothing, and goes on after a stop.

    With --extractor frames --extractor llm a language model reads the articles too; see `anello extract --help`.

    \b
    Examples:
      anello build news/ --study my.anello
      anello build deals.csv 'archive/*.warc.gz' --study my.anello
      curl -s https://example.org/feed.xml | anello build - --study my.anello
    """
    from anello.pipeline import build_study, join_extractors, open_extractors

    chosen = join_extractors(open_extractors(extractor or (), max_cost=max_cost, study=study))
    with screen.progress("Building") as on_progress:
        day = today or date.today()
        report = build_study(
            paths, study, today=day, strict=strict, workers=workers, on_progress=on_progress, extractor=chosen
        )
    _tell(report, study)
    say_summary(chosen)
    if not report.articles_in_study and report.rejects:
        raise SystemExit(1)


def _tell(report: BuildReport, study: str) -> None:
    screen.facts(
        [
            ("read", f"{count_words(report.new, 'new article')}, {report.known:,} known already"),
            ("found", count_words(report.claims, "new claim")),
            ("study", _contents(report, study)),
        ]
    )
    refused = sum(group.count for group in report.rejects)
    if refused:
        screen.line(f"{refused:,} refused:")
        rows = list(report.rejects[:SHOWN_REASONS])
        columns = (
            screen.Column("count", lambda group: f"{group.count:,}", whole=True, right=True),
            screen.Column("stage", lambda group: group.stage, whole=True),
            screen.Column("reason", lambda group: group.reason),
            screen.Column("first of them", lambda group: group.document),
        )
        screen.table(
            rows, columns, total=len(report.rejects), what="reason", more="the study keeps all, as table rejects"
        )


def _contents(report: BuildReport, study: str) -> str:
    held = (
        count_words(report.articles_in_study, "article"),
        count_words(report.claims_in_study, "claim"),
        count_words(report.deals_in_study, "deal"),
    )
    return f"{study} holds {', '.join(held)}"


def say_summary(extractor: Extractor | None) -> None:
    """Tell what an extractor has to say of its work, such as what a model cost."""
    from anello.extract import summary_of

    if extractor is not None and (said := summary_of(extractor)):
        screen.say(said)


def extract(
    paths: Paths,
    today: Today = None,
    strict: Strict = False,
    workers: Workers = None,
    extractor: Extractors = None,
    max_cost: MaxCost = None,
) -> None:
    """Print the claims of articles as JSON Lines.

    Nothing is kept. Each line is one claim as docs/model.md has it; `document` is the path as given. What is refused
    is told on standard error, and the run goes on.

    With --extractor llm passages that may tell of a deal are sent to the language model that you name: set
    ANELLO_LLM_URL (any OpenAI-compatible address), ANELLO_LLM_MODEL and, where it needs one, ANELLO_LLM_KEY. What it
    says is kept only where the article bears it out. Answers are kept in ANELLO_LLM_CACHE and not paid for twice.

    \b
    Examples:
      anello extract article.txt | head -1
      anello extract news/ > claims.jsonl
      anello extract news/ --extractor llm --max-cost 2 > claims.jsonl
    """
    from anello.pipeline import extract_articles, join_extractors, open_extractors
    from anello.read import read_paths
    from anello.show import claim_view

    chosen = join_extractors(open_extractors(extractor or (), max_cost=max_cost))
    refused: list[Reject] = []
    articles = _articles(paths, read_paths(paths, today=today or date.today(), strict=strict), refused)
    read = 0
    with screen.progress("Extracting") as on_progress:
        from anello.pipeline import Progress

        state = Progress()
        for article, found in extract_articles(articles, workers=workers, extractor=chosen):
            screen.print_json(claim_view(claim) for claim in found.claims)
            refused.extend(found.rejects)
            read += 1
            state.new, state.claims, state.rejects = read, state.claims + len(found.claims), len(refused)
            state.document = article.document
            on_progress(state)
    for reject in refused:
        screen.say(f"refused {reject.document}: {reject.reason}" + (f" ({reject.detail})" if reject.detail else ""))
    say_summary(chosen)
    if refused and not read:
        raise SystemExit(1)


def _articles(paths: Sequence[str], results: Iterator[Article | Reject], refused: list[Reject]) -> Iterator[Article]:
    from anello.model import Article

    for result in results:
        if isinstance(result, Article):
            yield result
        else:
            refused.append(result)


def demo(study: DemoStudy = "demo.anello", workers: Workers = None) -> None:
    """Build a study of bundled articles, and read it.

    The articles were written for this demo. They tell of real deals of 2023 to 2026 in the manner of newspapers, wires,
    blogs and channels in English, Italian and Russian.
    """
    from anello.cli.findings import print_findings
    from anello.demo import DEMO_TODAY, demo_paths
    from anello.pipeline import build_study, open_ledger
    from anello.store import open_study

    _make_way(Path(study))
    with screen.progress("Reading the demo articles") as on_progress:
        paths = [_from_here(path) for path in demo_paths()]
        report = build_study(paths, study, today=DEMO_TODAY, workers=workers, on_progress=on_progress)
    _tell(report, study)
    with open_study(study) as opened:
        opened.remember("study", "made by", "demo")
        print_findings(open_ledger(opened), open_ledger(opened, floor="agreed"), study)


def _make_way(path: Path) -> None:
    """Remove the study of an earlier demo, whose articles may be older than ours; leave any other study alone.

    Raises:
        SettingsError: the file is a study of somebody's own.
    """
    from anello.store import open_study

    if not path.exists():
        return
    with open_study(path) as study:
        ours = study.recall("study", "made by") == "demo" or not study.counts()["articles"]
    if not ours:
        raise SettingsError(f"{path} is a study of your own; name another place with --study")
    path.unlink()


def _from_here(path: Path) -> str:
    """Return a path as seen from the working folder where it lies below, since that is how people would give it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
