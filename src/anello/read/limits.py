"""How much the read room takes in, and streams that stop at the limit.

In: byte streams. Out: the same bytes, or a `SourceError` that says which limit was met. Promise: no more than the
limit plus one block is ever held; a stream that unpacks to far more than it weighs is refused while it is being
unpacked.
"""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from anello.errors import SourceError

MIB = 1 << 20
MAX_TEXT = 10 * MIB
"""Characters (and, in plain text, bytes) of one article; the longest newspaper features stay under 1 % of it."""

MAX_PAGE = 32 * MIB
"""Bytes of one web page, mail or line of JSON, markup and pictures in text form included."""

MAX_RATIO = 200
"""Unpacked bytes per packed byte; news text packs 3 to 6 times, repetitive tables up to about 60 times."""

MAX_UNPACKED = 8 << 30
"""Bytes that one archive may unpack to in all."""

_GRACE = 4 * MIB
"""Below this the ratio is not asked: a small file may well be all blanks."""

_BLOCK = 1 << 16


class Bomb(SourceError):
    """An archive unpacks to so much that nothing more of it may be read."""


def read_capped(stream: BinaryIO, limit: int) -> bytes:
    """Return everything the stream holds.

    Raises:
        SourceError: there is more than `limit` bytes.
    """
    parts: list[bytes] = []
    left = limit + 1
    while left > 0 and (part := stream.read(min(left, MIB))):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise SourceError(
            f"larger than {limit // MIB} MB, the limit for one document; split it into one file an article"
        )
    return b"".join(parts)


class Meter:
    """Counts what an archive unpacks to and refuses bombs."""

    def __init__(self) -> None:
        self.produced = 0
        self.consumed = 0

    def add(self, consumed: int, produced: int) -> None:
        """Count one step of unpacking.

        Raises:
            Bomb: more than `MAX_RATIO` times the packed size, or more than `MAX_UNPACKED`, has come out.
        """
        self.consumed += consumed
        self.produced += produced
        if self.produced > MAX_UNPACKED:
            raise Bomb(f"unpacks to more than {MAX_UNPACKED >> 30} GB; unpack it and read the parts you need")
        if self.produced > _GRACE and self.produced > MAX_RATIO * max(self.consumed, 1):
            raise Bomb(
                f"unpacks to more than {MAX_RATIO} times its size, as archive bombs do; unpack it if you trust it"
            )


class GzipStream(io.RawIOBase):
    """The unpacked bytes of a gzip stream of one or more members, metered."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed = packed
        self._meter = Meter()
        self._inflate = zlib.decompressobj(wbits=31)
        self._pending = b""
        self._started = False

    def readable(self) -> bool:
        """Return True: this is a stream for reading."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer and return how many bytes were written, 0 at the end.

        Raises:
            SourceError: the data is damaged, cut short or a bomb.
        """
        while True:
            packed = self._pending or self._packed.read(_BLOCK)
            self._pending = b""
            if not packed:
                return self._end()
            if self._inflate.eof:
                # Zeros may pad the end of a file; anything else there has to be the next member.
                packed = packed.lstrip(b"\0")
                if not packed:
                    continue
                self._inflate = zlib.decompressobj(wbits=31)
            out = self._step(packed, len(buffer))
            if out:
                buffer[: len(out)] = out
                return len(out)

    def _step(self, packed: bytes, room: int) -> bytes:
        self._started = True
        try:
            out = self._inflate.decompress(packed, room)
        except zlib.error as error:
            raise SourceError(f"damaged gzip data ({error}); fetch the file again") from error
        self._pending = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        self._meter.add(len(packed) - len(self._pending), len(out))
        return out

    def _end(self) -> int:
        if self._started and not self._inflate.eof:
            raise SourceError("the gzip data is cut short; fetch the file again")
        return 0


class MeteredStream(io.RawIOBase):
    """The bytes of one member of an archive, counted on the meter of the whole archive.

    Args:
        packed_size: how many bytes the member takes in the archive, as its directory says.
    """

    def __init__(self, inner: BinaryIO, meter: Meter, packed_size: int) -> None:
        super().__init__()
        self._inner = inner
        self._meter = meter
        meter.add(packed_size, 0)

    def readable(self) -> bool:
        """Return True: this is a stream for reading."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer and return how many bytes were written, 0 at the end.

        Raises:
            Bomb: the archive has become one.
        """
        out = self._inner.read(len(buffer))
        self._meter.add(0, len(out))
        buffer[: len(out)] = out
        return len(out)
