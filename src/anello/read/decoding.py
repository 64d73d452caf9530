"""Bytes of a document to text.

In: bytes, and the encoding a header declares if any. Out: text. Promise: text is returned only where the encoding is
certain or nearly so; bytes of a picture, and text in two encodings at once, are refused, never decoded with holes.
Cost is linear.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from anello.errors import SourceError

_SAMPLE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_CONTROL_BYTES = bytes((*range(9), 0x0B, *range(0x0E, 0x20)))
_BINARY = "binary data, not text; give the article as text, HTML or mail"
_HIGH = re.compile(rb"[\x80-\xff]+")
_UTF8_RUN = re.compile(rb"(?:[\xc3-\xd4][\x80-\xbf]){3}|[\xe2][\x80-\x82][\x80-\xbf]")

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)

_ADVICE = "save it as UTF-8 and read it again"
_USUAL_SHARE = 0.97
_CONTROL_SHARE = 0.01
_FEW_CONTROLS = 8


@dataclass(frozen=True, slots=True)
class Encoding:
    """What text in one encoding looks like; see encodings.toml."""

    name: str
    usual: frozenset[str]
    common: frozenset[str]
    least_common: float


@cache
def load_encodings() -> tuple[Encoding, ...]:
    """Return the encodings that are recognised without a declaration, read once a process."""
    text = (files("anello.read") / "encodings.toml").read_text(encoding="utf-8")
    return tuple(
        Encoding(e["name"], frozenset(e["usual"]), frozenset(e["common"]), e["least_common"])
        for e in tomllib.loads(text)["encoding"]
    )


def find_charset(content_type: str) -> str | None:
    """Return the encoding that a Content-Type header declares."""
    match = _CHARSET.search(content_type)
    return match[1] if match else None


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a document.

    Tried in order: byte order mark, UTF-8, UTF-16 without mark, the declared encoding, the look of the bytes.

    Raises:
        SourceError: the bytes are no text, are in two encodings, or in one that cannot be recognised.
    """
    text = _decode(data, declared)
    strays = len(_CONTROL.findall(text[:_SAMPLE]))
    if strays > max(_FEW_CONTROLS, _CONTROL_SHARE * min(len(text), _SAMPLE)):
        raise SourceError(_BINARY)
    return text


def find_encoding(data: bytes, declared: str | None = None) -> str:
    """Return the name of the encoding of a document, of which `data` may be the beginning only.

    Raises:
        SourceError: see `decode`.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if data.startswith(_MAGIC):
        raise SourceError(_BINARY)
    if b"\0" in data[:_SAMPLE] and (wide := _find_wide(data[:_SAMPLE])):
        return wide
    if _is_utf8(data):
        return "utf-8"
    if declared and _decodes(data, declared):
        return declared
    return _find_by_look(data[:_SAMPLE])


def _decode(data: bytes, declared: str | None) -> str:
    name = find_encoding(data, declared)
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        # A file cut in the middle of its last character is whole up to there.
        if error.end >= len(data) - 1 and error.start >= len(data) - 4:
            return data[: error.start].decode(name)
        raise SourceError(f"not {name} from byte {error.start} on; {_ADVICE}") from error


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return False
    return True


def _find_wide(data: bytes) -> str | None:
    """Return the UTF-16 order under which the bytes are mostly letters and blanks of few scripts, if one is."""
    whole = data[: len(data) // 2 * 2]
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(name)().decode(whole, final=False)
        except UnicodeDecodeError:
            continue
        pages = Counter(ord(ch) >> 8 for ch in text)
        blanks = text.count(" ") + text.count("\n")
        if text and sum(n for _, n in pages.most_common(3)) > 0.95 * len(text) and blanks > 0.05 * len(text):
            return name
    return None


def _find_by_look(data: bytes) -> str:
    if len(data) - len(data.translate(None, _CONTROL_BYTES)) > max(_FEW_CONTROLS, _CONTROL_SHARE * len(data)):
        raise SourceError(_BINARY)
    high = b"".join(_HIGH.findall(data))
    if _UTF8_RUN.search(data):
        raise SourceError(f"text in UTF-8 and another encoding mixed; {_ADVICE}")
    for encoding in load_encodings():
        counts = Counter(high.decode(encoding.name, "replace"))
        usual = sum(n for ch, n in counts.items() if ch in encoding.usual)
        common = sum(n for ch, n in counts.items() if ch in encoding.common)
        if usual >= _USUAL_SHARE * len(high) and common >= encoding.least_common * len(high):
            return encoding.name
    raise SourceError(f"neither UTF-8 nor another encoding that can be recognised with certainty; {_ADVICE}")
