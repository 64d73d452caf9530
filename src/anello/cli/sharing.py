"""Commands that hand things on: export, languages, evaluate.

In: a study, a format; a folder of gold. Out: files or standard output. Promise: a file is written whole or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anello.cli import screen
from anello.cli.listing import open_view
from anello.cli.options import (
    Articles,
    AsOf,
    AtLeast,
    Extractors,
    Gold,
    Json,
    MaxCost,
    Out,
    StudyArgument,
    To,
    Typer,
    Workers,
)
from anello.errors import SourceError
from anello.show.words import count_words

if TYPE_CHECKING:
    from anello.extract import Extractor
    from anello.lang import Language
    from anello.model import Article

SCORED = ("f1", "precision", "recall", "amount", "percent", "quantity", "time", "status", "attribution_f1", "evidence")
COMPARED = (
    *("extractor", "f1", "precision", "recall", "amount", "status", "attribution_f1"),
    *("found", "gold", "false_alarms_in_empty"),
)
"""The columns where several extractors are compared; `--json` has all figures."""


def add_to(app: Typer) -> None:
    """Hang the commands on the application."""
    for command in (export, languages, evaluate):
        app.command()(command)


def export(study: StudyArgument, to: To, out: Out = None, as_of: AsOf = None, floor: AtLeast = None) -> None:
    """Write a study for other programs.

    \b
    csv       a folder of tables (articles, claims, parties, deals, legs, rings, origins, conflicts)
    parquet   the same records with exact types, for DuckDB, pandas or Spark
    jsonl     all records in one stream, each with the name of its kind
    graphml   parties and legs for Gephi, yEd or networkx
    ftm       FollowTheMoney entities with provenance, for Aleph and OpenSanctions tools

    \b
    Examples:
      anello export my.anello --to csv --out tables/
      anello export my.anello --to ftm > entities.jsonl
      anello export my.anello --to graphml --floor agreed --out signed.graphml
    """
    from anello.export import FOLDERS, export_to_folder, export_to_stream, written_whole

    view = open_view(study, as_of, floor)
    if to in FOLDERS:
        folder = Path(out or f"{Path(study).stem}-{to}")
        names = export_to_folder(view, to, folder)
        screen.say(f"{count_words(len(names), 'file')} in {folder}: {', '.join(names)}")
    elif out:
        with written_whole(Path(out)) as stream:
            export_to_stream(view, to, stream)
        screen.say(f"written to {out}")
    else:
        export_to_stream(view, to, sys.stdout)


def languages(json: Json = False) -> None:
    """Tell what each language pack knows.

    The figures count entries. An article in another language is refused with the reason "no pack for ...".
    """
    from anello.lang import load, pack_codes

    rows = [language_row(load(code)) for code in pack_codes()]
    if json:
        screen.print_json(rows)
        return
    names = ("code", "triggers", "stance", "attribution", "money", "names", "examples")
    screen.table(rows, [_language_column(name) for name in names])


def _language_column(name: str) -> screen.Column:
    return screen.Column(name, lambda row: str(row[name]), whole=True, right=name != "code")


def language_row(language: Language) -> dict[str, Any]:
    """Return how many entries each table of a pack has."""
    return {
        "code": language.code,
        "triggers": count_entries(language.deals),
        "stance": count_entries(language.stance),
        "attribution": count_entries(language.sources),
        "money": count_entries(language.money),
        "names": count_entries(language.names),
        "examples": len(language.examples),
    }


def count_entries(table: Any) -> int:
    """Return how many words, patterns or rules a table holds, however deep."""
    if isinstance(table, dict):
        return sum(count_entries(value) for value in table.values())
    return sum(count_entries(value) for value in table) if isinstance(table, list) else 1


def evaluate(
    gold: Gold,
    articles: Articles,
    workers: Workers = None,
    json: Json = False,
    extractor: Extractors = None,
    max_cost: MaxCost = None,
) -> None:
    """Score extractors against gold claims.

    The articles are extracted and compared with claims made by people. A claim is right if its type and its main
    roles agree with the gold; the other figures are over the right claims. Several extractors read the same articles,
    and each gets a row.

    \b
    Examples:
      anello evaluate gold/ articles/
      anello evaluate gold/ articles/ --extractor frames --extractor llm
    """
    from anello.cli.building import say_summary
    from anello.pipeline import open_extractors

    opened = open_extractors(extractor or (), max_cost=max_cost)
    read = list(_gold_articles(gold, articles))
    rows = []
    for one in opened:
        rows.append({"extractor": one.name, **_score(gold, read, one, workers)})
        say_summary(one)
    if json:
        screen.print_json(rows)
    elif len(rows) == 1:
        screen.facts((name.replace("_", " "), _figure(name, value)) for name, value in rows[0].items())
    else:
        screen.table(rows, [_score_column(name) for name in COMPARED])


def _score(gold: str, read: Sequence[Article], extractor: Extractor, workers: int | None) -> dict[str, Any]:
    """Return the figures of one extractor; an article that it could not read counts as one without claims."""
    from anello.extract.evaluation import score_articles
    from anello.pipeline import extract_articles, join_extractors
    from anello.show import claim_view

    found, unread = {}, 0
    for article, extraction in extract_articles(read, workers=workers, extractor=join_extractors([extractor])):
        found[Path(article.document).stem] = ([claim_view(claim) for claim in extraction.claims], article.text)
        unread += extraction.unread
    if unread:
        screen.say(f"{count_words(unread, 'article')} not read; they count as articles without claims")
    judged = ((claims, *found.get(name, ([], ""))) for name, claims in load_gold(gold))
    return score_articles(judged).as_dict()


def _score_column(name: str) -> screen.Column:
    title = {"attribution_f1": "said", "false_alarms_in_empty": "alarms"}.get(name, name)
    return screen.Column(title, lambda row: _figure(name, row[name]), whole=True, right=name != "extractor")


def _figure(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.3f}" if name in SCORED else f"{value:,}"


def _gold_articles(gold: str, articles: str) -> Iterator[Article]:
    from anello.model import Article
    from anello.read import read_paths

    names = {name for name, _ in load_gold(gold)}
    folder = Path(articles)
    if not folder.is_dir():
        raise SourceError(f"{articles} is no folder; give the folder of the articles that the gold is about")
    paths = sorted(str(path) for path in folder.rglob("*") if path.stem in names and path.is_file())
    if not paths:
        raise SourceError(f"no article in {articles} bears the name of a file in {gold}; check the two folders")
    for result in read_paths(paths, today=date.max):
        if isinstance(result, Article):
            yield result
        else:
            screen.say(f"refused {result.document}: {result.reason}")


def load_gold(folder: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the gold claims by the name of their article.

    Raises:
        SourceError: there are none, or a line is no JSON.
    """
    from anello.errors import SchemaError
    from anello.tables import from_json

    paths = sorted(Path(folder).glob("*.jsonl"))
    if not paths:
        raise SourceError(f"no .jsonl file in {folder}; give a folder of gold claims")
    found = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        try:
            found.append((path.stem, [from_json(line) for line in lines if line.strip()]))
        except SchemaError as error:
            raise SourceError(f"{path}: {error}") from error
    return found
