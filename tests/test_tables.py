"""Records come back from Arrow and from JSON as they were."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello import model, tables
from anello.errors import SchemaError
from anello.model import Article, Claim, Deal, Leg, Mention, Money, Percent, Reject, Span

AMOUNTS = st.decimals(Decimal(-(10**15)), Decimal(10**15), places=6) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal("-1e40"), max_value=Decimal("1e40")
)
FITTING = st.decimals(Decimal(-(10**15)), Decimal(10**15), places=6)
PLAIN = {
    str: st.text(max_size=12),
    bool: st.booleans(),
    int: st.integers(0, 2**40),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(),
}


def values_of(hint: object, amounts: st.SearchStrategy[Decimal]) -> st.SearchStrategy[object]:
    """Return a strategy for any type that a field of a record has."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is Decimal:
        return amounts
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, types.UnionType):
        return st.none() | values_of(args[0], amounts)
    if origin is tuple and args[1] is Ellipsis:
        return st.lists(values_of(args[0], amounts), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(values_of(arg, amounts) for arg in args))
    if origin is Mapping:
        return st.dictionaries(values_of(args[0], amounts), values_of(args[1], amounts), max_size=3)
    return records_of(hint, amounts)


def records_of(kind: type, amounts: st.SearchStrategy[Decimal] = AMOUNTS) -> st.SearchStrategy[object]:
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: values_of(hint, amounts) for name, hint in hints.items()})


def make_claim(**changes: object) -> Claim:
    amazon = Mention("Amazon", "amazon", "Amazon", 0, 6, known=True)
    base = Claim(
        id="c1",
        article="a1",
        document="n.txt",
        type="investment",
        roles={"target": (amazon,), "investor": ()},
        status="talks",
        mode="asserted",
        evidence=(Span(0, 6, "Amazon"),),
        extractor="test/1",
    )
    return dataclasses.replace(base, **changes)


@pytest.mark.parametrize("table", tables.TABLES.values(), ids=lambda table: table.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_round_trip(table: tables.Table, data: st.DataObject) -> None:
    # Legs and rings hold their amounts in plain columns, which refuse what does not fit; claims keep any.
    amounts = FITTING if table.name in ("legs", "rings") else AMOUNTS
    records = data.draw(st.lists(records_of(table.kind, amounts), max_size=4))
    batch = table.to_arrow(records)
    assert batch.schema.equals(table.schema)
    assert list(table.from_arrow(batch)) == records
    assert list(table.from_arrow(tables.as_table([batch, batch], table.schema))) == records + records


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([Claim, Article, Reject, Deal, Leg]).flatmap(records_of), max_size=4))
def test_mixed_records_round_trip(records: list[object]) -> None:
    pairs = [(f"n{number}", record) for number, record in enumerate(records)]
    assert list(tables.mixed_from_arrow(tables.mixed_to_arrow(pairs))) == pairs


@settings(max_examples=60, deadline=None)
@given(records_of(Deal))
def test_json_round_trip(deal: Deal) -> None:
    assert tables.from_json(tables.to_json(deal), Deal) == deal


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10000000000", "10000000000"),
        ("1E+10", "10000000000"),
        ("10.50", "10.5"),
        ("0.000001", "0.000001"),
        ("99999999999999999999999999999999.999999", "99999999999999999999999999999999.999999"),
        ("54585651563731304150970520755323.6180180", "54585651563731304150970520755323.618018"),
        ("1E-9", "1E-9"),
    ],
)
def test_amounts_are_exact_and_plainly_spelled(written: str, read: str) -> None:
    claim = make_claim(amount=Money(Decimal(written), None, "USD"))
    (back,) = tables.claims_from_arrow(tables.claims_to_arrow([claim]))
    assert back.amount is not None
    assert str(back.amount.low) == read


def test_an_unbounded_amount_is_not_a_missing_one() -> None:
    open_ended = make_claim(amount=Money(None, None, None), percent=None)
    (back,) = tables.claims_from_arrow(tables.claims_to_arrow([open_ended]))
    assert back.amount == Money(None, None, None)
    assert back.percent is None


def test_amounts_can_be_asked_in_arrow() -> None:
    batch = tables.claims_to_arrow([make_claim(amount=Money(Decimal(5), Decimal(7), "EUR"))])
    assert batch.schema.field("amount").type.field("low").type == pa.decimal128(38, 6)
    assert batch.column("amount").to_pylist()[0]["high"] == Decimal(7)


def test_roles_keep_their_order() -> None:
    (back,) = tables.claims_from_arrow(tables.claims_to_arrow([make_claim()]))
    assert list(back.roles) == ["target", "investor"]


@pytest.mark.parametrize(
    ("record", "table", "word"),
    [
        (make_claim(product="\ud800"), tables.CLAIMS, "product"),
        (make_claim(evidence=(Span(0, 1, "\udc00"),)), tables.CLAIMS, "character"),
        (make_claim(why=(("frame", float("inf")),)), tables.CLAIMS, "why"),
        (make_claim(why=(("frame", float("nan")),)), tables.CLAIMS, "why"),
        (make_claim(status=None), tables.CLAIMS, "status"),
        (make_claim(conditional="yes"), tables.CLAIMS, "conditional"),
        (Leg("l", "d", "a", "b", "loan", "money", Decimal("1e-7"), None, None, "agreed", ""), tables.LEGS, "decimals"),
        (Leg("l", "d", "a", "b", "loan", "money", Decimal("NaN"), None, None, "agreed", ""), tables.LEGS, "NaN"),
    ],
)
def test_what_cannot_be_kept_is_refused(record: object, table: tables.Table, word: str) -> None:
    with pytest.raises(SchemaError, match=word):
        table.to_arrow([record])


def test_a_missing_column_is_named() -> None:
    batch = tables.claims_to_arrow([make_claim()]).drop_columns(["status"])
    with pytest.raises(SchemaError, match="'status'"):
        list(tables.claims_from_arrow(batch))


def test_a_damaged_column_is_named() -> None:
    batch = tables.claims_to_arrow([make_claim()])
    broken = batch.set_column(batch.schema.get_field_index("roles"), "roles", pa.array(['{"target": 3}']))
    with pytest.raises(SchemaError, match="'roles'"):
        list(tables.claims_from_arrow(broken))


def test_json_writes_exact_numbers_and_refuses_the_rest() -> None:
    value = {"low": Decimal("12345678901234567890.10"), "roles": types.MappingProxyType({"a": (1, 2)})}
    assert tables.to_json(value) == b'{"low":12345678901234567890.10,"roles":{"a":[1,2]}}'
    assert tables.from_json(b'{"low": 0.1}') == {"low": Decimal("0.1")}
    for bad in (object(), "\ud800", {1j: 2}):
        with pytest.raises(SchemaError):
            tables.to_json(bad)
    for text, kind in ((b"{", None), (b"\xff", None), (b'{"start": "x"}', Span)):
        with pytest.raises(SchemaError):
            tables.from_json(text, kind)


def test_parquet_round_trip(tmp_path) -> None:
    claims = [make_claim(id=f"c{n}", percent=Percent(Decimal("27.5"), None)) for n in range(25)]
    path = tmp_path / "claims.parquet"
    batches = [tables.claims_to_arrow(claims[:20]), tables.claims_to_arrow(claims[20:])]
    assert tables.write_parquet(path, batches, tables.CLAIMS.schema) == 25
    read = list(tables.read_parquet(path, 10))
    assert [batch.num_rows for batch in read] == [10, 10, 5]
    assert list(tables.claims_from_arrow(read)) == claims


def test_parquet_refuses_what_is_none(tmp_path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 nothing")
    with pytest.raises(SchemaError, match="Parquet"):
        list(tables.read_parquet(path))
    with pytest.raises(SchemaError, match="expected"):
        tables.write_parquet(path, [tables.rejects_to_arrow([Reject("read", "x", "y")])], tables.CLAIMS.schema)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.none() | st.sampled_from("abc"), st.integers(0, 9)), max_size=20), st.integers(1, 5))
def test_split_groups_keeps_every_row_in_order(rows: list[tuple[str | None, int]], size: int) -> None:
    schema = pa.schema([("key", pa.string()), ("number", pa.int64())])
    table = pa.table([[key for key, _ in rows], [number for _, number in rows]], schema=schema)
    groups = list(tables.split_groups(table.to_batches(max_chunksize=size), schema, "key"))
    keys = [group.column("key").to_pylist() for group in groups]
    found = {key for key, _ in rows}
    assert [set(group) for group in keys] == [{key} for key in ("a", "b", "c", None) if key in found]
    for group in groups:
        key = group.column("key").to_pylist()[0]
        assert group.column("number").to_pylist() == [number for k, number in rows if k == key]


def test_ipc_round_trip_carries_no_more_than_a_slice() -> None:
    batch = tables.rejects_to_arrow([Reject("read", f"n{n}", "y" * 100) for n in range(1000)])
    data = tables.to_ipc([batch.slice(10, 2)], batch.schema)
    assert len(data) < 2_000
    assert list(tables.rejects_from_arrow(tables.from_ipc(data))) == list(tables.rejects_from_arrow(batch.slice(10, 2)))


def test_every_record_of_a_room_has_its_table() -> None:
    kinds = {table.kind for table in tables.TABLES.values()}
    wanted = ["Article", "Claim", "Citation", "Reject", "Decision", "Party", "Deal", "Leg", "Ring"]
    assert kinds == {getattr(model, name) for name in wanted}


def test_conform_minds_types_but_not_whether_null_may_be() -> None:
    batch = tables.claims_to_arrow([make_claim(amount=Money(Decimal(5), None, "EUR"))])
    loose = pa.schema([field.with_nullable(True) for field in batch.schema])
    assert tables.conform(batch.cast(loose), tables.CLAIMS.schema).schema.equals(tables.CLAIMS.schema)
    with pytest.raises(SchemaError, match="columns"):
        tables.conform(batch.drop_columns(["id"]), tables.CLAIMS.schema)
    nameless = batch.cast(loose).set_column(0, pa.field("id", pa.string()), pa.array([None], pa.string()))
    with pytest.raises(SchemaError, match="fit"):
        tables.conform(nameless, tables.CLAIMS.schema)
