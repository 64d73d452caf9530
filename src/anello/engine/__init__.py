"""Engines: the same steps over Arrow record batches, on one machine or on many.

In: a step, batches. Out: batches. Promise: an engine only moves batches; the same input gives the same rows on every
engine (their order is the input's on `LocalEngine` and any on Spark); whatever fails becomes one `EngineError`.

A step is a function of a module (so that it can travel to another process) from an iterator of batches to an iterator
of batches. How the rows are cut into batches is the engine's affair: a step may not depend on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeAlias, TypeVar

from anello.errors import EngineError, SchemaError
from anello.tables import Batch, Schema, conform

Moved = TypeVar("Moved")
Source: TypeAlias = str | Path | Iterable[Batch]


@dataclass(frozen=True, slots=True)
class Step:
    """A named function over batches, with the columns that it gives."""

    name: str
    run: Callable[[Iterator[Batch]], Iterator[Batch]]
    schema: Schema


class Engine(Protocol[Moved]):
    """What every engine can do; `Moved` is what it calls batches under way, which only `collect` and `save` bring home.

    Steps may run as late as `collect` or `save`, so their errors come there at the latest.
    """

    def load(self, source: Source) -> Moved:
        """Take batches, or the rows of a Parquet file, or of a folder of such files.

        Raises:
            EngineError: there is no such file or folder.
        """

    def each(self, step: Step, batches: Moved) -> Moved:
        """Run the step over the batches; it may see any number of them at a time."""

    def grouped(self, step: Step, batches: Moved, key: str) -> Moved:
        """Run the step once for each value of the column `key` over all of its rows, null being a value too.

        The order of the rows within a group is not promised.
        """

    def save(self, batches: Moved, where: str | Path) -> None:
        """Write the batches as a new folder of Parquet files, which appears whole or not at all.

        Raises:
            EngineError: a step failed, the folder is there already, or it could not be written.
        """

    def collect(self, batches: Moved) -> Iterator[Batch]:
        """Yield the batches here, those without rows left out.

        Raises:
            EngineError: a step failed.
        """

    def close(self) -> None:
        """Let go of processes and sessions; closing twice does nothing."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def run_step(step: Step, batches: Iterator[Batch]) -> Iterator[Batch]:
    """Run a step in this process and yield what it gives.

    Raises:
        EngineError: it failed, or gave other columns than it said.
    """
    try:
        for batch in step.run(batches):
            yield _checked(step, batch)
    except EngineError:
        raise
    except Exception as error:
        raise EngineError(f"step {step.name!r} failed: {type(error).__name__}: {error}") from error


def _checked(step: Step, batch: Batch) -> Batch:
    try:
        return conform(batch, step.schema)
    except SchemaError as error:
        raise EngineError(f"step {step.name!r} gave something else than it said: {error}") from error


def find_parts(source: str | Path) -> list[Path]:
    """Return the Parquet files at a path, sorted by name; an empty folder has none.

    Raises:
        EngineError: there is nothing at the path.
    """
    path = Path(source)
    if path.is_dir():
        return sorted(path.glob("*.parquet"))
    if not path.exists():
        raise EngineError(f"nothing to load at {path}; name a Parquet file, or a folder of them")
    return [path]


def check_free(where: str | Path) -> Path:
    """Return the path, at which there is nothing yet.

    Raises:
        EngineError: there is something, which is never overwritten.
    """
    path = Path(where)
    if path.exists():
        raise EngineError(f"{path} is there already and is not overwritten; name another folder, or move it away")
    return path
