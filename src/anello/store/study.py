"""What a study holds and gives back, in records.

In: records from the rooms. Out: the same records, sorted by id, batch by batch. Promise: see `anello.store`; sorting
takes about 1 GB at most, the ids of a million articles 0.1 GB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from anello.errors import NotFound
from anello.model import Article, Citation, Claim, Decision, Link, Reject, Verdict, digest_of
from anello.store.file import StudyFile, Transaction, open_file
from anello.store.standing import Standing, standing_of
from anello.tables import ARTICLES, CITATIONS, CLAIMS, DECISIONS, REJECTS, Table, from_json, to_json

T = TypeVar("T")

_BATCH_ROWS = 2_000
_CONTENT: tuple[Table[Any], ...] = (ARTICLES, CLAIMS, CITATIONS, REJECTS, DECISIONS)
_ORDER: Mapping[str, str] = {
    "articles": "id",
    "claims": "id",
    "citations": "article, name, kind, via, evidence",
    "rejects": "stage, document, reason, detail",
    "decisions": "number, id",
}
_SAME: Mapping[str, str] = {
    "articles": "kept.id = fresh.id",
    "claims": "kept.id = fresh.id",
    "citations": "kept.article = fresh.article AND kept.name = fresh.name AND kept.kind = fresh.kind"
    " AND kept.via = fresh.via AND kept.evidence IS NOT DISTINCT FROM fresh.evidence",
    "rejects": "kept.document = fresh.document AND kept.stage = fresh.stage AND kept.reason = fresh.reason"
    " AND kept.detail = fresh.detail",
}
"""When two rows of a table are the same: what has an id by the id, the rest by all columns."""


class Study:
    """An open study; made by `open_study`, to be closed or used in a `with` block.

    Reading and writing may alternate freely, also from several threads: an iterator gives the study as it was when its
    first row was asked for.
    """

    def __init__(self, file: StudyFile) -> None:
        self.path = file.path
        self._file = file
        self._known: set[str] | None = None

    def __enter__(self) -> Study:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and free it for other processes; closing twice does nothing."""
        self._file.close()

    def add(
        self,
        articles: Iterable[Article] = (),
        claims: Iterable[Claim] = (),
        citations: Iterable[Citation] = (),
        rejects: Iterable[Reject] = (),
    ) -> None:
        """Add all of this in one transaction; when this returns, it is acknowledged and survives a kill.

        A row that the study has already (the same id; for citations and rejects the same content) is passed over, so
        that the first to come stays.

        Raises:
            StoreError: it could not be written, as on a full disc; then nothing of it was kept.
            SchemaError: a record cannot be kept as it is; then nothing was kept either.
        """
        articles = list(articles)
        with self._file.transaction("take new rows") as transaction:
            _insert(transaction, ARTICLES, articles, _id_of)
            _insert(transaction, CLAIMS, claims, _id_of)
            _insert(transaction, CITATIONS, citations, _whole)
            _insert(transaction, REJECTS, rejects, _whole)
        if self._known is not None:
            self._known.update(article.id for article in articles)

    def add_decision(self, decision: Decision) -> Decision:
        """Keep a decision after all others, and return it with the number and the id that it got.

        Raises:
            StoreError: it could not be written.
            SchemaError: it cannot be kept as it is.
        """
        with self._file.transaction("take a decision") as transaction:
            last = transaction.execute("SELECT coalesce(max(number), 0) FROM decisions", [])
            number = int(last[0][0]) + 1
            subject = (decision.kind, decision.word, decision.left, decision.right, decision.made)
            kept = replace(decision, number=number, id=digest_of("decision", number, *subject))
            transaction.load(DECISIONS.to_arrow([kept]), DECISIONS, _KEEP_DECISION)
        return kept

    def drop_decision(self, decision_id: str) -> None:
        """Take a decision out, so that what held before it holds again; one that is not there is none the less out.

        Raises:
            StoreError: it could not be written.
        """
        with self._file.transaction("take back a decision") as transaction:
            transaction.execute("DELETE FROM decisions WHERE id = ?", [decision_id])

    def add_verdict(self, verdict: Verdict) -> None:
        """Keep a verdict on two names; a later verdict of the same author on the same pair replaces the earlier one.

        Raises:
            StoreError: it could not be written.
        """
        self.add_verdicts([verdict])

    def add_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Keep verdicts on pairs of names as one decision without a day; the later one of an author on a pair holds.

        Raises:
            StoreError: they could not be written; then none of them was kept.
        """
        said = tuple(verdicts)
        for first in said[:1]:
            words = (first.verdict, first.left, first.right, "; ".join(first.reasons), first.author)
            self.add_decision(Decision("", 0, None, "parties", *words, verdicts=said))

    def remember(self, kind: str, key: str, payload: object) -> None:
        """Keep a setting under kind and key, in place of what was there; `payload` is anything that JSON can hold.

        Raises:
            StoreError: it could not be written.
            SchemaError: the payload has no JSON form.
        """
        text = to_json(payload).decode()
        with self._file.transaction(f"remember {kind} {key}") as transaction:
            transaction.execute("DELETE FROM settings WHERE kind = ? AND key = ?", [kind, key])
            transaction.execute("INSERT INTO settings VALUES (?, ?, ?)", [kind, key, text])

    def knows(self, article_id: str) -> bool:
        """Tell whether the study has this article; asks the file once and memory from then on.

        Raises:
            StoreError: the study could not be read.
        """
        if self._known is None:
            with self._file.writing:
                self._known = {row[0] for row in self._file.rows("SELECT id FROM articles")}
        return article_id in self._known

    def recall(self, kind: str, key: str, default: object = None) -> Any:
        """Return what was remembered under kind and key, or the default.

        Raises:
            StoreError: the study could not be read.
        """
        rows = self._file.rows("SELECT payload FROM settings WHERE kind = ? AND key = ?", [kind, key])
        return from_json(rows[0][0]) if rows else default

    def articles(self, as_of: date | None = None) -> Iterator[Article]:
        """Yield the articles by id; with `as_of` those published up to that day, which leaves out the undated.

        Raises:
            StoreError: the study could not be read.
        """
        return self._read(ARTICLES, "" if as_of is None else f"WHERE {_published(as_of)}")

    def claims(self, as_of: date | None = None) -> Iterator[Claim]:
        """Yield the claims by id; with `as_of` those of articles published up to that day.

        Raises:
            StoreError: the study could not be read.
        """
        return self._read(CLAIMS, _of_articles(as_of))

    def citations(self, as_of: date | None = None) -> Iterator[Citation]:
        """Yield the citations by article and name; with `as_of` those of articles published up to that day.

        Raises:
            StoreError: the study could not be read.
        """
        return self._read(CITATIONS, _of_articles(as_of))

    def rejects(self) -> Iterator[Reject]:
        """Yield what the rooms declined, by stage and document.

        Raises:
            StoreError: the study could not be read.
        """
        return self._read(REJECTS)

    def decisions(self) -> Iterator[Decision]:
        """Yield what people decided, in the order in which they did.

        Raises:
            StoreError: the study could not be read.
        """
        return self._read(DECISIONS)

    def standing(self) -> Standing:
        """Return what the decisions come to.

        Raises:
            StoreError: the study could not be read.
        """
        return standing_of(self.decisions())

    def verdicts(self) -> Iterator[Verdict]:
        """Yield the verdicts on names that hold, by their names and author.

        Raises:
            StoreError: the study could not be read.
        """
        return iter(self.standing().verdicts)

    def links(self) -> Iterator[Link]:
        """Yield what the user says of pairs of deals and holds, sorted by pair.

        Raises:
            StoreError: the study could not be read.
        """
        return iter(self.standing().links)

    def article(self, article_id: str) -> Article:
        """Return the article with this id.

        Raises:
            NotFound: there is none.
        """
        return self._one(ARTICLES, article_id)

    def claim(self, claim_id: str) -> Claim:
        """Return the claim with this id.

        Raises:
            NotFound: there is none.
        """
        return self._one(CLAIMS, claim_id)

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind: articles, claims, citations, rejects, decisions.

        Raises:
            StoreError: the study could not be read.
        """
        return {table.name: int(self._file.rows(f"SELECT count(*) FROM {table.name}")[0][0]) for table in _CONTENT}

    def digest(self) -> str:
        """Return 32 hex digits that depend on the content alone, in no order: equal content, equal digest.

        The sum of the digests of all rows, each row in JSON: the additive multiset hash of Bellare and Micciancio
        (EUROCRYPT 1997). Settings do not count.

        Raises:
            StoreError: the study could not be read.
        """
        total = 0
        for table in _CONTENT:
            prefix = table.name.encode() + b"\0"
            for record in self._read(table):
                total += int.from_bytes(blake2b(prefix + to_json(record), digest_size=16).digest())
        return f"{total % (1 << 128):032x}"

    def _read(self, table: Table[T], condition: str = "", values: list[str] | None = None) -> Iterator[T]:
        query = f"SELECT * FROM {table.name} {condition} ORDER BY {_ORDER[table.name]}"
        return table.from_arrow(self._file.batches(query, values))

    def _one(self, table: Table[T], row_id: str) -> T:
        for record in self._read(table, "WHERE id = ?", [row_id]):
            return record
        raise NotFound(f"no {table.name.removesuffix('s')} {row_id!r} in {self.path}; take an id from the list")


def open_study(path: str | Path, *, create: bool = False, to_write: bool = False) -> Study:
    """Open the study at this path, bring it to the current schema version, and own it until it is closed.

    Args:
        create: make a new study where there is none; an existing one is opened all the same.
        to_write: refuse a file that may only be read, which is opened for reading otherwise.

    Raises:
        StoreError: there is none, it is no study, it is damaged, another process has it, a newer version wrote it, or
            it may not be written where that is wanted.
    """
    return Study(open_file(Path(path), create, to_write))


def _insert(transaction: Transaction, table: Table[T], records: Iterable[T], key: Callable[[T], object]) -> None:
    """Insert those records that the table does not have, some thousand at a time."""
    statement = (
        f"INSERT INTO {table.name} BY NAME"
        f" SELECT fresh.* FROM incoming AS fresh ANTI JOIN {table.name} AS kept ON {_SAME[table.name]}"
    )
    rest = iter(records)
    while batch := list(islice(rest, _BATCH_ROWS)):
        first: dict[object, T] = {}
        for record in batch:
            first.setdefault(key(record), record)
        transaction.load(table.to_arrow(first.values()), table, statement)


def _id_of(record: Article | Claim) -> object:
    return record.id


def _whole(record: Citation | Reject) -> object:
    return record


_KEEP_DECISION = "INSERT INTO decisions BY NAME SELECT * FROM incoming"


def _published(as_of: date) -> str:
    return f"published <= DATE '{as_of.isoformat()[:10]}'"


def _of_articles(as_of: date | None) -> str:
    return "" if as_of is None else f"WHERE article IN (SELECT id FROM articles WHERE {_published(as_of)})"
