"""The engine of one machine: a pool of processes, or this process alone.

In: a step, batches. Out: batches in the order of the input. Promise: no more batches are under way than twice the
workers; a worker that dies, a step that fails and Ctrl-C all end the run at once and leave no process behind.
`grouped` holds all rows in memory, sorted; `each` does not.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from anello.engine import Source, Step, check_free, find_parts, run_step
from anello.errors import EngineError, SchemaError, SettingsError
from anello.tables import Batch, as_table, from_ipc, read_parquet, split_groups, to_ipc, write_parquet

Task: TypeAlias = Callable[[Step, Iterable[Batch]], Iterator[Batch]]

_GROUPED_ROWS = 5_000
"""Groups travel to a worker together until they have this many rows."""


class LocalEngine:
    """Runs steps in `workers` processes, by default one for each core; 1 stays in this process."""

    def __init__(self, workers: int | None = None) -> None:
        """Keep the number of workers; they start with the first step and stay until `close`.

        Raises:
            SettingsError: less than one worker.
        """
        if workers is not None and workers < 1:
            raise SettingsError(f"{workers} workers cannot work; give 1 or more")
        self.workers = workers or _cores()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._stop()

    def close(self) -> None:
        """Let the workers end their batch and go; closing twice does nothing."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def load(self, source: Source) -> Iterator[Batch]:
        """Take batches, or the rows of a Parquet file, or of a folder of such files in the order of their names.

        Raises:
            EngineError: there is no such file or folder.
        """
        if not isinstance(source, str | Path):
            return iter(source)
        return _read(find_parts(source))

    def each(self, step: Step, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Run the step over every batch by itself and yield what it gives, in the order of the input.

        Raises:
            EngineError: the step failed, or a worker died.
        """
        return self._run(_each, step, ([batch] for batch in batches))

    def grouped(self, step: Step, batches: Iterable[Batch], key: str) -> Iterator[Batch]:
        """Run the step once for each value of the column `key`; groups come sorted by it, null last.

        Raises:
            EngineError: the step failed, a worker died, or there is no such column.
        """
        return self._run(partial(_grouped, key), step, _gather_groups(batches, key))

    def save(self, batches: Iterable[Batch], where: str | Path) -> None:
        """Write the batches as a new folder with one Parquet file.

        Raises:
            EngineError: a step failed, the folder is there already, or it could not be written.
        """
        path = check_free(where)
        draft = path.with_name(f"{path.name}.partial-{os.getpid()}")
        try:
            draft.mkdir()
            rest = self.collect(batches)
            first = next(rest, None)
            if first is not None:
                write_parquet(draft / "part-00000.parquet", chain([first], rest), first.schema)
            draft.rename(path)
        except (OSError, SchemaError) as error:
            raise EngineError(f"{path} could not be written: {error}; see that the disc has room") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def collect(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Yield the batches, those without rows left out.

        Raises:
            EngineError: a step failed, or a worker died.
        """
        return (batch for batch in batches if batch.num_rows)

    def _run(self, task: Task, step: Step, inputs: Iterator[list[Batch]]) -> Iterator[Batch]:
        if self.workers == 1:
            for batches in inputs:
                yield from task(step, batches)
            return
        for data in self._spread(task, step, inputs):
            yield from from_ipc(data)

    def _spread(self, task: Task, step: Step, inputs: Iterator[list[Batch]]) -> Iterator[bytes]:
        """Send the inputs to the workers and yield what comes back in order, a bounded number being under way."""
        pool = self._open_pool()
        under_way: deque[Future[bytes]] = deque()
        try:
            for batches in inputs:
                if len(under_way) >= 2 * self.workers:
                    yield _wait(under_way.popleft(), step)
                under_way.append(_send(pool, task, step, batches))
            while under_way:
                yield _wait(under_way.popleft(), step)
        except _WorkerDied:
            self._stop()
            raise
        except (KeyboardInterrupt, SystemExit):
            self._stop()
            raise
        finally:
            for future in under_way:
                future.cancel()

    def _open_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # "spawn" everywhere: a forked copy of a process with threads (Arrow and DuckDB have some) may hang.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_start_worker)
        return self._pool

    def _stop(self) -> None:
        """End the workers at once, whatever they are doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        # Python has a public way to do this only from 3.14 on (`terminate_workers`).
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


class _WorkerDied(EngineError):
    """A worker ended without an answer; the pool is of no more use."""

    def __reduce__(self) -> tuple[type[EngineError], tuple[object, ...]]:
        return EngineError, self.args


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(parts: list[Path]) -> Iterator[Batch]:
    for part in parts:
        try:
            yield from read_parquet(part)
        except SchemaError as error:
            raise EngineError(f"{part}: {error}") from error


def _each(step: Step, batches: Iterable[Batch]) -> Iterator[Batch]:
    return run_step(step, iter(batches))


def _grouped(key: str, step: Step, batches: Iterable[Batch]) -> Iterator[Batch]:
    batches = list(batches)
    for group in split_groups(batches, batches[0].schema, key):
        yield from run_step(step, iter(group.combine_chunks().to_batches()))


def _gather_groups(batches: Iterable[Batch], key: str) -> Iterator[list[Batch]]:
    """Yield lists of whole groups, each list of some thousand rows."""
    batches = list(batches)
    if not batches:
        return
    schema = batches[0].schema
    waiting: list[Batch] = []
    try:
        for group in split_groups(batches, schema, key):
            waiting.extend(group.to_batches())
            if sum(batch.num_rows for batch in waiting) >= _GROUPED_ROWS:
                yield as_table(waiting, schema).combine_chunks().to_batches()
                waiting = []
    except SchemaError as error:
        raise EngineError(str(error)) from error
    if waiting:
        yield as_table(waiting, schema).combine_chunks().to_batches()


def _send(pool: ProcessPoolExecutor, task: Task, step: Step, batches: list[Batch]) -> Future[bytes]:
    try:
        return pool.submit(_work, task, step, to_ipc(batches, batches[0].schema))
    except BrokenProcessPool as error:
        raise _death(step) from error


def _wait(future: Future[bytes], step: Step) -> bytes:
    try:
        return future.result()
    except EngineError:
        raise
    except BrokenProcessPool as error:
        raise _death(step) from error
    except Exception as error:
        raise EngineError(
            f"step {step.name!r} could not be sent to a worker ({error}); a step has to be a function of a module"
        ) from error


def _death(step: Step) -> _WorkerDied:
    return _WorkerDied(
        f"a worker died in step {step.name!r}, killed perhaps for want of memory; try fewer workers or smaller batches."
        " If it died at the start, the main script lacks `if __name__ == '__main__':`"
    )


def _work(task: Task, step: Step, data: bytes) -> bytes:
    return to_ipc(task(step, from_ipc(data)), step.schema)


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end when the parent is gone, even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
