"""Export: a view -> files that other programs read.

In: a `View`. Out: a folder of CSV or Parquet tables, or a stream of JSON Lines, GraphML or FollowTheMoney entities.
Promise: the same view gives the same bytes; figures are exact; a file is written whole or not at all.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from anello.errors import SettingsError, StoreError
from anello.export.ftm import ftm_entities
from anello.export.graphml import write_graphml
from anello.show import View
from anello.show.reckoning import link_view, valuation_view
from anello.show.reviewing import reviewed_view
from anello.show.rows import COLUMNS, rows_of
from anello.show.views import (
    Json,
    article_view,
    citation_view,
    conflict_view,
    deal_view,
    echo_view,
    flow_view,
    leg_view,
    party_view,
    ring_view,
)
from anello.tables import CONFLICTS, ECHOES, LINKS, TABLES, VALUATIONS, Table, to_json, write_parquet

FOLDERS = ("csv", "parquet")
"""Formats that need a folder, one file for each kind of record."""

KINDS = (
    *("articles", "claims", "citations", "parties", "deals", "legs", "rings", "origins", "conflicts"),
    *("valuations", "links"),
)


def export_to_folder(view: View, form: str, folder: Path) -> tuple[str, ...]:
    """Write one table for each kind of record and return the names of the files.

    Raises:
        SettingsError: the format is none of `FOLDERS`.
        StoreError: the folder cannot be made or written.
    """
    if form not in FOLDERS:
        raise SettingsError(f"{form!r} is not written to a folder; formats that are: {', '.join(FOLDERS)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_csv_files(view, folder) if form == "csv" else _parquet_files(view, folder))
    except OSError as error:
        raise StoreError(f"cannot write to {folder}: {error.strerror or error}; choose another place") from error


def _csv_files(view: View, folder: Path) -> Iterator[str]:
    for kind in KINDS:
        with written_whole(folder / f"{kind}.csv") as stream:
            writer = csv.DictWriter(stream, COLUMNS[kind], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows_of(kind, view))
        yield f"{kind}.csv"


def _parquet_files(view: View, folder: Path) -> Iterator[str]:
    records: Sequence[tuple[Table[Any], Iterable[object]]] = (
        (TABLES["articles"], view.articles.values()),
        (TABLES["claims"], view.claims),
        (TABLES["citations"], view.citations),
        (TABLES["parties"], view.parties),
        (TABLES["deals"], view.deals),
        (TABLES["legs"], view.graph.legs),
        (TABLES["rings"], view.rings),
        (ECHOES, view.echoes),
        (CONFLICTS, view.conflicts),
        (VALUATIONS, view.valuations),
        (LINKS, view.links),
    )
    for table, rows in records:
        kind = table.name
        with in_place_of(folder / f"{kind}.parquet") as draft:
            write_parquet(draft, [table.to_arrow(rows)], table.schema)
        yield f"{kind}.parquet"


def export_to_stream(view: View, form: str, stream: TextIO) -> None:
    """Write JSON Lines, GraphML or FollowTheMoney entities to a stream.

    Raises:
        SettingsError: the format is none of these.
    """
    writers: Mapping[str, Callable[[View, TextIO], None]] = {
        "jsonl": _write_jsonl,
        "graphml": lambda given, to: write_graphml(given.graph, to),
        "ftm": _write_ftm,
    }
    if form not in writers:
        raise SettingsError(f"no format {form!r}; there are {', '.join((*FOLDERS, *writers))}")
    writers[form](view, stream)


def _write_jsonl(view: View, stream: TextIO) -> None:
    for kind, records in _records(view):
        for record in records:
            stream.write(to_json({"record": kind, **record}).decode() + "\n")


def _records(view: View) -> Sequence[tuple[str, Iterable[Json]]]:
    names, legs = view.names, view.leg_views
    return (
        ("article", map(article_view, view.articles.values())),
        ("claim", (reviewed_view(claim, view) for claim in view.claims)),
        ("citation", (citation_view(citation, view.articles) for citation in view.citations)),
        ("party", (party_view(party, view.deals_of.get(party.id, ())) for party in view.parties)),
        ("deal", (deal_view(deal, names) for deal in view.deals)),
        ("leg", (leg_view(leg, names) for leg in view.graph.legs)),
        ("ring", (ring_view(ring, legs, names, view.floor, view.as_of) for ring in view.rings)),
        ("flow", [flow_view(view.flow, legs, view.as_of)]),
        ("origins", (echo_view(echo, view.deal_of[echo.deal], names) for echo in view.echoes)),
        ("conflict", map(conflict_view, view.conflicts)),
        ("valuation", (valuation_view(row, view) for row in view.valuations)),
        ("link", map(link_view, view.links)),
    )


def _write_ftm(view: View, stream: TextIO) -> None:
    for entity in ftm_entities(view):
        stream.write(to_json(entity).decode() + "\n")


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """Open a text file that takes its place only when the block ends well.

    Raises:
        StoreError: it cannot be written, as on a full disc; what was there before stays.
    """
    with in_place_of(path) as draft, open(draft, "w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def in_place_of(path: Path) -> Iterator[Path]:
    """Give the path of a draft that takes the place of a file only when the block ends well.

    Raises:
        StoreError: it cannot be written, as on a full disc; what was there before stays.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}; nothing there was changed") from error
    finally:
        draft.unlink(missing_ok=True)
