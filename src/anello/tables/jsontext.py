"""Records and plain values as JSON text, and back; the only place that knows msgspec.

In: records, mappings, numbers. Out: one line of JSON. Promise: decimals stay exact, both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar, overload

import msgspec

from anello.errors import SchemaError

T = TypeVar("T")
Decoder: TypeAlias = msgspec.json.Decoder[Any]
DecodeError = msgspec.DecodeError


def _encode_odd(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"a {type(value).__name__} has no JSON form")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_encode_odd)
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def to_json(value: object) -> bytes:
    """Return records, mappings or plain values as one line of UTF-8 JSON; decimals are exact numbers, dates ISO 8601.

    Fields keep the order of the record, mappings their own order.

    Raises:
        SchemaError: the value has no JSON form, or its text holds half of a character (an unpaired surrogate).

    >>> to_json({"low": Decimal("0.10"), "day": date(2025, 3, 1)})
    b'{"low":0.10,"day":"2025-03-01"}'
    """
    try:
        return _ENCODER.encode(value)
    except (UnicodeEncodeError, NotImplementedError, TypeError) as error:
        raise SchemaError(f"cannot write a {type(value).__name__} as JSON: {error}; clean the value first") from error


@overload
def from_json(data: bytes | str) -> Any: ...
@overload
def from_json(data: bytes | str, kind: type[T]) -> T: ...
def from_json(data: bytes | str, kind: Any = None) -> Any:
    """Return what the JSON says, as a record where `kind` names its class; numbers with a point become exact decimals.

    Raises:
        SchemaError: it is not JSON, or not of this kind.

    >>> from_json(b'[0.10, 7]')
    [Decimal('0.10'), 7]
    """
    try:
        return _DECODER.decode(data) if kind is None else msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError) as error:
        what = "JSON" if kind is None else getattr(kind, "__name__", str(kind))
        raise SchemaError(f"not readable as {what}: {error}; check where this text comes from") from error


def decoder_of(kind: Any) -> Decoder:
    """Return what reads JSON of this kind quickly, many times over; it raises `DecodeError`."""
    return msgspec.json.Decoder(kind)
