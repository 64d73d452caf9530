"""Parquet files of deals or articles.

In: a byte stream. Out: one `Draft` for each row. Promise: rows are read some hundred at a time; a stream that cannot
be wound back is put aside on disc first, up to a limit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from anello.errors import SchemaError, SourceError
from anello.model import Reject
from anello.read.draft import Draft
from anello.read.limits import MIB
from anello.read.rows import DEAL_COLUMNS, draft_of, rows_of

MAX_SPOOLED = 4 << 30
_IN_MEMORY = 16 * MIB
_BATCH = 256


def read_parquet(document: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    """Yield the rows of a Parquet file.

    Raises:
        SourceError: it is damaged, or has neither the columns of a table of deals nor a text column.
    """
    if stream.seekable():
        yield from _read(document, stream)
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        while block := stream.read(MIB):
            spooled.write(block)
            if spooled.tell() > MAX_SPOOLED:
                raise SourceError(f"more than {MAX_SPOOLED >> 30} GB of Parquet in a stream; give it as a file")
        spooled.seek(0)
        yield from _read(document, spooled)  # type: ignore[arg-type]


def _read(document: str, stream: BinaryIO) -> Iterator[Draft | Reject]:
    # Imported here because it loads Arrow, and most commands never read a table.
    from anello.tables import read_parquet as read_batches

    number = 0
    try:
        for batch in read_batches(stream, batch_rows=_BATCH):
            for row in rows_of(batch.to_pylist()):
                number += 1
                yield draft_of(document, number, row)
    except SchemaError as error:
        raise SourceError(f"damaged Parquet after row {number}: {error}") from error
    if not number:
        raise SourceError(f"a table without rows; it needs the columns {', '.join(DEAL_COLUMNS[:2])}, or text")
