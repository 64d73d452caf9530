"""Records as rows of Arrow record batches, and back; the only place that knows columns and imports pyarrow.

In: records. Out: Arrow record batches, Parquet files, and the same records again. Promise: every round
trip gives an equal record; amounts stay exact; a value that cannot be kept raises `SchemaError` and is never altered.

Columns follow the fields of a record. Plain fields are plain columns. Amounts, percents, quantities and periods are
structs, so that SQL can ask for `amount.low`. Roles, attribution, evidence and the like are JSON text: they are always
opened whole, nobody filters by them, and both ways together are three times as fast as with nested Arrow lists.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeAlias, TypeVar, get_args, get_type_hints

import pyarrow as pa

from anello.errors import SchemaError
from anello.model import (
    Article,
    Citation,
    Claim,
    Conflict,
    Deal,
    Decision,
    Echo,
    Leg,
    Link,
    Money,
    Party,
    Percent,
    Period,
    Quantity,
    Reject,
    Ring,
    Valuation,
)
from anello.tables.jsontext import DecodeError, Decoder, decoder_of, from_json, to_json

SCHEMA_VERSION = 3
"""The version of these columns and of the study file; it rises with every migration."""

Batch: TypeAlias = pa.RecordBatch
Schema: TypeAlias = pa.Schema
T = TypeVar("T")
Keep: TypeAlias = Callable[[Any], Any]
Restore: TypeAlias = Callable[[Any], Any]

AMOUNT = pa.decimal128(38, 6)
"""The type of an amount: 32 digits before the point, 6 after it."""

_LIMIT = Decimal(10) ** 32
_STEP = Decimal("0.000001")
_WIDE = Context(prec=80)
"""Wide enough for every amount that fits; the default context would round after 28 digits."""
_STRUCTS = (Money, Percent, Quantity, Period)
_PLAIN: Mapping[object, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
    Decimal: AMOUNT,
    tuple[str, ...]: pa.list_(pa.string()),
}


# --- columns ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its Arrow field, and how a value goes in and comes out; None where it passes as it is."""

    field: pa.Field
    keep: Keep | None = None
    restore: Restore | None = None


def _spell(value: Decimal) -> Decimal:
    """Return the decimal without the trailing zeros of its column: 5.000000 is 5, and 10 stays 10."""
    whole = value.to_integral_value(context=_WIDE)
    return whole if value == whole else value.normalize(_WIDE)


def _fits(value: Decimal | None) -> bool:
    if value is None:
        return True
    return value.is_finite() and abs(value) < _LIMIT and value == value.quantize(_STEP, context=_WIDE)


def _keep_decimal(value: Decimal | None) -> Decimal | None:
    if not _fits(value):
        raise SchemaError(f"the amount {value} has more than 6 decimals or 32 digits; round it where it is computed")
    return _stepped(value)


def _stepped(value: Decimal | None) -> Decimal | None:
    """Return an amount that fits with the decimals of its column; Arrow cannot take zeros off a long one."""
    return None if value is None else value.quantize(_STEP, context=_WIDE)


def _restore_decimal(value: Decimal | None) -> Decimal | None:
    return None if value is None else _spell(value)


def _keep_bounds(names: Sequence[str], value: Any) -> dict[str, Any] | None:
    """Return a Money, Percent or Quantity as a struct; bounds too fine or too large for the column go to `exact`."""
    if value is None:
        return None
    row = {name: getattr(value, name) for name in names}
    if _fits(value.low) and _fits(value.high):
        return {**row, "low": _stepped(value.low), "high": _stepped(value.high)}
    exact = [None if bound is None else str(bound) for bound in (value.low, value.high)]
    return {**row, "low": None, "high": None, "exact": to_json(exact).decode()}


def _restore_bounds(kind: type[Any], row: dict[str, Any] | None) -> Any:
    if row is None:
        return None
    exact = row.pop("exact")
    if exact is not None:
        row["low"], row["high"] = from_json(exact, tuple[Decimal | None, Decimal | None])
    elif row["low"] is not None or row["high"] is not None:
        row["low"], row["high"] = _restore_decimal(row["low"]), _restore_decimal(row["high"])
    return kind(**row)


def _keep_period(value: Period | None) -> dict[str, Any] | None:
    return None if value is None else {name: getattr(value, name) for name in Period.__slots__}


def _restore_period(row: dict[str, Any] | None) -> Period | None:
    return None if row is None else Period(**row)


def _keep_json(decoder: Decoder, value: object) -> str | None:
    if value is None:
        return None
    data = to_json(value)
    # JSON has no infinite numbers: they would be written as null or NaN and could not be read again.
    if b"null" in data or b"NaN" in data or b"Infinity" in data:
        decoder.decode(data)
    return data.decode()


def _restore_json(decoder: Decoder, text: str | None) -> Any:
    return None if text is None else decoder.decode(text)


_PASSAGES: Mapping[object, tuple[Keep | None, Restore | None]] = {
    Decimal: (_keep_decimal, _restore_decimal),
    tuple[str, ...]: (None, tuple),
}


def _strip_none(hint: object) -> tuple[object, bool]:
    """Return the type without `| None`, and whether it had it."""
    if not isinstance(hint, types.UnionType):
        return hint, False
    (rest,) = (arg for arg in get_args(hint) if arg is not types.NoneType)
    return rest, True


def _struct_type(kind: type[Any]) -> pa.DataType:
    # All may be null, because they are where the whole is: Arrow and Spark do not agree on anything narrower.
    fields = [_column(name, hint).field.with_nullable(True) for name, hint in get_type_hints(kind).items()]
    if kind is not Period:
        fields.append(pa.field("exact", pa.string()))
    return pa.struct(fields)


def _column(name: str, hint: object) -> _Column:
    """Return the column of a field with this type."""
    plain, optional = _strip_none(hint)
    if plain in _STRUCTS and isinstance(plain, type):
        field = pa.field(name, _struct_type(plain), optional)
        if plain is Period:
            return _Column(field, _keep_period, _restore_period)
        return _Column(field, partial(_keep_bounds, plain.__slots__), partial(_restore_bounds, plain))
    if plain in _PLAIN:
        keep, restore = _PASSAGES.get(plain, (None, None))
        return _Column(pa.field(name, _PLAIN[plain], optional), keep, restore)
    decoder = decoder_of(plain)
    return _Column(pa.field(name, pa.string(), optional), partial(_keep_json, decoder), partial(_restore_json, decoder))


def _array(values: Sequence[object], field: pa.Field) -> pa.Array:
    array = pa.array(values, field.type)
    if array.null_count and not field.nullable:
        raise ValueError("it has to have a value, and None is none")
    return array


# --- tables -----------------------------------------------------------------------------------------------------------


class Table(Generic[T]):
    """The columns of one kind of record, under the name that its table has in a study."""

    def __init__(self, name: str, kind: type[T]) -> None:
        self.name = name
        self.kind = kind
        self.fields = tuple(field.name for field in dataclasses.fields(kind))  # type: ignore[arg-type]
        hints = get_type_hints(kind)
        self._columns = tuple(_column(field, hints[field]) for field in self.fields)
        self.schema: Schema = pa.schema([column.field for column in self._columns])

    def to_arrow(self, records: Iterable[T]) -> Batch:
        """Return the records as one batch, in their order.

        Raises:
            SchemaError: a record holds a value that its column cannot keep, as a wrong type or half of a character.
        """
        rows = list(records)
        arrays = []
        for name, column in zip(self.fields, self._columns, strict=True):
            values = [getattr(row, name) for row in rows]
            try:
                kept = values if column.keep is None else [column.keep(value) for value in values]
                arrays.append(_array(kept, column.field))
            except (pa.ArrowException, DecodeError, TypeError, AttributeError, ValueError) as error:
                raise SchemaError(f"a {self.kind.__name__} does not fit column {name!r}: {error}") from error
        return pa.record_batch(arrays, schema=self.schema)

    def from_arrow(self, batches: Batch | pa.Table | Iterable[Batch]) -> Iterator[T]:
        """Yield the records of a batch, a table or a stream of batches; further columns are passed over.

        Raises:
            SchemaError: a column is missing or holds something else.
        """
        if isinstance(batches, pa.RecordBatch):
            batches = (batches,)
        elif isinstance(batches, pa.Table):
            batches = batches.to_batches()
        for batch in batches:
            yield from self._records(batch)

    def _records(self, batch: Batch) -> Iterator[T]:
        missing = [name for name in self.fields if name not in batch.schema.names]
        if missing:
            raise SchemaError(f"the table of {self.name} lacks the column {missing[0]!r}; was it written by Anello?")
        columns = []
        for name, column in zip(self.fields, self._columns, strict=True):
            values = batch.column(name).to_pylist()
            try:
                columns.append(values if column.restore is None else [column.restore(value) for value in values])
            except (DecodeError, TypeError, KeyError, ValueError) as error:
                raise SchemaError(f"column {name!r} of {self.name} is damaged: {error}") from error
        return map(self.kind, *columns)


ARTICLES = Table("articles", Article)
CLAIMS = Table("claims", Claim)
CITATIONS = Table("citations", Citation)
REJECTS = Table("rejects", Reject)
DECISIONS = Table("decisions", Decision)
PARTIES = Table("parties", Party)
DEALS = Table("deals", Deal)
LEGS = Table("legs", Leg)
RINGS = Table("rings", Ring)
ECHOES = Table("origins", Echo)
CONFLICTS = Table("conflicts", Conflict)
VALUATIONS = Table("valuations", Valuation)
LINKS = Table("links", Link)
TABLES: Mapping[str, Table[Any]] = {
    table.name: table for table in (ARTICLES, CLAIMS, CITATIONS, REJECTS, DECISIONS, PARTIES, DEALS, LEGS, RINGS)
}
"""Every table by its name."""

articles_to_arrow, articles_from_arrow = ARTICLES.to_arrow, ARTICLES.from_arrow
claims_to_arrow, claims_from_arrow = CLAIMS.to_arrow, CLAIMS.from_arrow
citations_to_arrow, citations_from_arrow = CITATIONS.to_arrow, CITATIONS.from_arrow
rejects_to_arrow, rejects_from_arrow = REJECTS.to_arrow, REJECTS.from_arrow
decisions_to_arrow, decisions_from_arrow = DECISIONS.to_arrow, DECISIONS.from_arrow
parties_to_arrow, parties_from_arrow = PARTIES.to_arrow, PARTIES.from_arrow
deals_to_arrow, deals_from_arrow = DEALS.to_arrow, DEALS.from_arrow
legs_to_arrow, legs_from_arrow = LEGS.to_arrow, LEGS.from_arrow
rings_to_arrow, rings_from_arrow = RINGS.to_arrow, RINGS.from_arrow


# --- mixed records ----------------------------------------------------------------------------------------------------

MIXED_SCHEMA: Schema = pa.schema(
    [
        pa.field(name, kind, False)
        for name, kind in (("origin", pa.string()), ("kind", pa.string()), ("record", pa.binary()))
    ]
)
"""What a step that makes several kinds of records gives: which article or document, which table, the record in JSON."""

_KINDS = {table.kind: table.name for table in TABLES.values()}
_DECODERS = {table.name: decoder_of(table.kind) for table in TABLES.values()}


def mixed_to_arrow(records: Iterable[tuple[str, object]]) -> Batch:
    """Return pairs (origin, record of any table) as one batch of `MIXED_SCHEMA`, in their order.

    Raises:
        SchemaError: a record is of no table, or has no JSON form.
    """
    pairs = list(records)
    strangers = [type(record).__name__ for _, record in pairs if type(record) not in _KINDS]
    if strangers:
        raise SchemaError(f"no table keeps a {strangers[0]}; known are {', '.join(TABLES)}")
    columns = [
        [origin for origin, _ in pairs],
        [_KINDS[type(record)] for _, record in pairs],
        [to_json(record) for _, record in pairs],
    ]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, MIXED_SCHEMA, strict=True)]
    return pa.record_batch(arrays, schema=MIXED_SCHEMA)


def mixed_from_arrow(batch: Batch) -> Iterator[tuple[str, Any]]:
    """Yield the pairs (origin, record) of a batch made by `mixed_to_arrow`.

    Raises:
        SchemaError: the batch holds something else.
    """
    try:
        columns = [batch.column(name).to_pylist() for name in MIXED_SCHEMA.names]
        for origin, kind, record in zip(*columns, strict=True):
            yield origin, _DECODERS[kind].decode(record)
    except (KeyError, TypeError, DecodeError) as error:
        raise SchemaError(f"not a batch of mixed records: {error}") from error


# --- batches in motion ------------------------------------------------------------------------------------------------


def as_table(batches: Iterable[Batch], schema: Schema) -> pa.Table:
    """Return the batches as one table of this schema, without copying."""
    return pa.Table.from_batches(list(batches), schema)


def conform(batch: Batch, schema: Schema) -> Batch:
    """Return the batch under this schema; columns may differ in whether they may be null, but in nothing else.

    Spark, for one, forgets that a column is never null.

    Raises:
        SchemaError: it has other columns, or a null where there may be none.
    """
    if batch.schema.equals(schema):
        return batch
    if _shape(batch.schema) != _shape(schema):
        raise SchemaError(f"it has the columns {_shape(batch.schema)}, not {_shape(schema)}")
    try:
        return batch.cast(schema)
    except (pa.ArrowException, ValueError) as error:
        raise SchemaError(f"its columns do not fit: {error}") from error


def _shape(schema: Schema) -> str:
    return ", ".join(f"{field.name} {field.type}" for field in schema)


def cycles_to_arrow(members: Any, ends: Any, strength: Any, names: Sequence[str]) -> Batch:
    """Return cycles as a batch: `parties`, a list of names, and `strength`, a float that is infinite if unknown.

    Args:
        members: numbers into `names`, one cycle after another, as an array of 32 bits.
        ends: where each cycle ends, from 0, as an array of 32 bits.
    """
    parties = pa.DictionaryArray.from_arrays(pa.array(members), pa.array(names, pa.string()))
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), parties)
    return pa.RecordBatch.from_arrays([lists, pa.array(strength)], ["parties", "strength"])


def to_ipc(batches: Iterable[Batch], schema: Schema) -> bytes:
    """Return the batches in Arrow's stream format; a slice of a batch takes the room of the slice."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_ipc(data: bytes) -> list[Batch]:
    """Return the batches that `to_ipc` wrote."""
    with pa.ipc.open_stream(data) as reader:
        return list(reader)


def split_groups(batches: Iterable[Batch], schema: Schema, key: str) -> Iterator[pa.Table]:
    """Yield one table for each value of the column `key`, sorted by it, null last; rows keep their order.

    Raises:
        SchemaError: there is no such column.
    """
    if key not in schema.names:
        raise SchemaError(f"no column {key!r} to group by; there are {', '.join(schema.names)}")
    table = as_table(batches, schema)
    # The row number makes the sort stable: Arrow's own promises no order among equal keys.
    table = table.append_column("", pa.array(range(table.num_rows), pa.int64()))
    table = table.sort_by([(key, "ascending"), ("", "ascending")]).drop_columns([""])
    values = table.column(key).to_pylist()
    starts = [row for row in range(len(values)) if row == 0 or values[row] != values[row - 1]]
    for start, end in pairwise([*starts, len(values)]):
        yield table.slice(start, end - start)


def write_parquet(path: str | Path, batches: Iterable[Batch], schema: Schema) -> int:
    """Write the batches to one Parquet file as they come and return the number of rows.

    Raises:
        SchemaError: a batch has another schema.
    """
    import pyarrow.parquet as pq  # slow to import, and most commands never see a Parquet file

    rows = 0
    with pq.ParquetWriter(path, schema) as writer:
        for batch in batches:
            if not batch.schema.equals(schema):
                raise SchemaError(f"columns {batch.schema.names} where {schema.names} were expected")
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def read_parquet(source: str | Path | BinaryIO, batch_rows: int = 10_000) -> Iterator[Batch]:
    """Yield the rows of a Parquet file, `batch_rows` at a time.

    Raises:
        SchemaError: it is not a Parquet file, or damaged.
    """
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source) as file:
            yield from file.iter_batches(batch_size=batch_rows)
    except (pa.ArrowException, OSError) as error:
        raise SchemaError(f"not a Parquet file, or damaged ({error}); write it again") from error
