"""The steps of the conformance suite: functions of a module, so that they travel to workers."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from anello.engine import Step
from anello.model import Article, Reject, digest_of
from anello.tables import ARTICLES, CLAIMS, MIXED_SCHEMA, REJECTS, Batch, mixed_to_arrow

COUNTS = pa.schema([("language", pa.string()), ("articles", pa.int64()), ("first", pa.string())])


def copy_batches(batches: Iterator[Batch]) -> Iterator[Batch]:
    yield from batches


def reject_undated(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Give rows for some articles, none for others: as many batches as come in."""
    for batch in batches:
        undated = [article for article in ARTICLES.from_arrow(batch) if article.published is None]
        yield REJECTS.to_arrow([Reject("read", a.document, "undated", digest_of("reject", a.id)) for a in undated])


def take_apart(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Give a batch for every article, of mixed records."""
    for batch in batches:
        for article in ARTICLES.from_arrow(batch):
            yield mixed_to_arrow([(article.id, article), (article.id, Reject("x", article.document, "y"))])


def count_articles(batches: Iterator[Batch]) -> Iterator[Batch]:
    articles: list[Article] = list(ARTICLES.from_arrow(batches))
    languages = {article.language for article in articles}
    assert len(languages) == 1, f"a group of {languages}"
    row = [[languages.pop()], [len(articles)], [min(article.id for article in articles)]]
    yield pa.record_batch([pa.array(v, f.type) for v, f in zip(row, COUNTS, strict=True)], schema=COUNTS)


def fail_on_seven(batches: Iterator[Batch]) -> Iterator[Batch]:
    for batch in batches:
        if "n7" in batch.column("document").to_pylist():
            raise ZeroDivisionError("seven is too many")
        yield batch


def give_other_columns(batches: Iterator[Batch]) -> Iterator[Batch]:
    for batch in batches:
        yield batch.select(["id"])


def die(batches: Iterator[Batch]) -> Iterator[Batch]:
    for batch in batches:
        if "n7" in batch.column("document").to_pylist():
            os.kill(os.getpid(), signal.SIGKILL)
        yield batch


def sleep_long(batches: Iterator[Batch]) -> Iterator[Batch]:
    for batch in batches:
        Path(batch.column("document").to_pylist()[0]).with_suffix(f".{os.getpid()}").touch()
        time.sleep(60)
        yield batch


COPY = Step("copy", copy_batches, ARTICLES.schema)
COPY_CLAIMS = Step("copy claims", copy_batches, CLAIMS.schema)
UNDATED = Step("undated", reject_undated, REJECTS.schema)
APART = Step("apart", take_apart, MIXED_SCHEMA)
COUNT = Step("count", count_articles, COUNTS)
FAILING = Step("seven", fail_on_seven, ARTICLES.schema)
OTHER = Step("other", give_other_columns, ARTICLES.schema)
DYING = Step("dying", die, ARTICLES.schema)
SLEEPING = Step("sleeping", sleep_long, ARTICLES.schema)
