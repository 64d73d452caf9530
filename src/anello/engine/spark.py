"""The engine of many machines: Apache Spark by `mapInArrow` and `applyInArrow`; the extra `anello[spark]` and Java 17.

In: a step, batches. Out: batches, in any order. Promise: the steps are the very functions that `LocalEngine` runs;
Spark does them again where a machine is lost, so that every row comes exactly once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

from anello.engine import Source, Step, check_free, find_parts, run_step
from anello.errors import EngineError, MissingExtra
from anello.tables import Batch, Schema, as_table

Columns: TypeAlias = Any
"""Spark's own description of columns; it has no types that a checker could see without the extra."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Batches under way in Spark; None where there is not even a first batch that would name the columns."""

    data: Any | None


class SparkEngine:
    """Runs steps in a Spark session: one that is given, or its own, made with `master` and ended by `close`."""

    def __init__(
        self, master: str = "local[*]", *, session: Any | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        """Start Spark, or take the session that is given.

        Raises:
            MissingExtra: pyspark is not installed.
            EngineError: Spark did not start.
        """
        self._owned = session is None
        self._session = _open_session(master, settings or {}) if session is None else session

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session if the engine made it; closing twice does nothing."""
        session, self._session = self._session, None
        if session is not None and self._owned:
            session.stop()

    def load(self, source: Source) -> Frame:
        """Take batches, or the rows of a Parquet file, or of a folder of such files, which Spark itself reads.

        Raises:
            EngineError: there is no such file or folder, or it is damaged.
        """
        with _telling("load"):
            if isinstance(source, str | Path):
                parts = [str(part) for part in find_parts(source)]
                return Frame(self._session.read.parquet(*parts) if parts else None)
            batches = list(source)
            return Frame(self._session.createDataFrame(as_table(batches, batches[0].schema)) if batches else None)

    def each(self, step: Step, batches: Frame | Iterable[Batch]) -> Frame:
        """Run the step over the batches, a partition at a time, when they are collected or saved."""
        frame = self._frame(batches)
        if frame.data is None:
            return frame

        def over_partition(partition: Iterator[Batch]) -> Iterator[Batch]:
            return run_step(step, partition)

        with _telling(step.name):
            return Frame(frame.data.mapInArrow(over_partition, _columns(step.schema)))

    def grouped(self, step: Step, batches: Frame | Iterable[Batch], key: str) -> Frame:
        """Run the step once for each value of the column `key`, when they are collected or saved.

        Raises:
            EngineError: there is no such column.
        """
        frame = self._frame(batches)
        if frame.data is None:
            return frame
        if key not in frame.data.columns:
            raise EngineError(f"no column {key!r} to group by; there are {', '.join(frame.data.columns)}")

        def over_group(group: Any) -> Any:
            return as_table(run_step(step, iter(group.to_batches())), step.schema)

        with _telling(step.name):
            return Frame(frame.data.groupBy(key).applyInArrow(over_group, _columns(step.schema)))

    def save(self, batches: Frame | Iterable[Batch], where: str | Path) -> None:
        """Write the batches as a new folder of Parquet files, one or more.

        Raises:
            EngineError: a step failed, the folder is there already, or it could not be written.
        """
        path = check_free(where)
        frame = self._frame(batches)
        with _telling("save"):
            if frame.data is None:
                path.mkdir()
            else:
                frame.data.write.parquet(str(path))

    def collect(self, batches: Frame | Iterable[Batch]) -> Iterator[Batch]:
        """Run what is waiting and yield the batches here, those without rows left out.

        Raises:
            EngineError: a step failed.
        """
        frame = self._frame(batches)
        if frame.data is None:
            return
        with _telling("collect"):
            table = frame.data.toArrow()
        yield from (batch for batch in table.to_batches() if batch.num_rows)

    def _frame(self, batches: Frame | Iterable[Batch]) -> Frame:
        return batches if isinstance(batches, Frame) else self.load(batches)


def _open_session(master: str, settings: Mapping[str, str]) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingExtra('Spark is not installed; install it with `pip install "anello[spark]"`') from error
    # Without this the workers would take whatever python3 is first on the path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("anello")
    for name, value in {**_settings(), **settings}.items():
        builder = builder.config(name, value)
    with _telling("start Spark (it needs Java 17 or newer)"):
        return builder.getOrCreate()


def _settings() -> dict[str, str]:
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # Steps travel by name, so the workers look for modules where this process does.
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


def _columns(schema: Schema) -> Columns:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


@contextmanager
def _telling(action: str) -> Iterator[None]:
    """Turn Spark's errors into one line; the error of a step is found in the trace that its worker sent."""
    try:
        yield
    except EngineError:
        raise
    except Exception as error:
        told = re.search(r"EngineError: (.+)", str(error))
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise EngineError(told[1] if told else f"Spark could not {action}: {reason}") from error
