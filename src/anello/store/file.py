"""The file of a study: opening, locking, schema version, transactions; the only place that knows DuckDB.

In: a path, SQL, Arrow tables. Out: rows and Arrow batches. Promise: a file that cannot serve as a study gives a
`StoreError` that says why and what to do; a new study appears whole or not at all; an older one is brought to the
current version step by step, each step whole or not at all.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from anello import __version__
from anello.errors import StoreError
from anello.tables import SCHEMA_VERSION, Batch, Table, as_table

Values: TypeAlias = list[str] | dict[str, str]

_BATCH_ROWS = 2_000
NO_ROOM = "No space left"
_CONFIG: Mapping[str, str | bool] = {
    "memory_limit": "1GB",  # a sort beyond it goes to disc beside the study
    "autoinstall_known_extensions": False,  # nothing is ever fetched
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # a table name never means a Python variable
}


class StudyFile:
    """An open study file; every question and every transaction has a cursor of its own."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self.writing = threading.RLock()
        self._connection = connection

    def close(self) -> None:
        """Close the file and free it for other processes; closing twice does nothing."""
        # With a full disc the last tidying may fail; the rows are safe in the write-ahead log, so nothing is lost.
        try:
            self._connection.close()
        except duckdb.Error:
            pass

    def rows(self, query: str, values: Values | None = None) -> list[tuple[Any, ...]]:
        """Return all rows of a small answer.

        Raises:
            StoreError: the study could not be read.
        """
        with self._telling("be read"), self._connection.cursor() as cursor:
            rows: list[tuple[Any, ...]] = cursor.execute(query, values or []).fetchall()
            return rows

    def batches(self, query: str, values: Values | None = None) -> Iterator[Batch]:
        """Yield the answer in batches of some thousand rows, as of the moment when the first is asked for.

        Raises:
            StoreError: the study could not be read.
        """
        with self._telling("be read"), self._connection.cursor() as cursor:
            # Without parameters DuckDB streams; with them it would gather the whole answer first.
            relation = cursor.sql(query, params=values) if values else cursor.sql(query)
            yield from relation.to_arrow_reader(_BATCH_ROWS)

    @contextmanager
    def transaction(self, action: str) -> Iterator[Transaction]:
        """Open a transaction that is kept when the block ends and undone when it raises.

        Raises:
            StoreError: it could not be written; then nothing of it was kept.
        """
        with self.writing, self._telling(action), self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield Transaction(cursor)
                cursor.execute("COMMIT")
            except BaseException:
                _roll_back(cursor)
                raise

    @contextmanager
    def _telling(self, action: str) -> Iterator[None]:
        try:
            yield
        except (duckdb.Error, OSError) as error:
            reason = _first_line(error)
            if NO_ROOM in reason:
                advice = "make room on the disc and run the same command again"
            else:
                advice = (
                    "see that the disc has room and that the study was not closed, open it anew and run the same again"
                )
            raise StoreError(
                f"the study {self.path} could not {action}: {reason}. What was acknowledged before is kept; {advice}"
            ) from error


class Transaction:
    """What may be done between the beginning and the end of a transaction."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def execute(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        rows: list[tuple[Any, ...]] = self._cursor.execute(statement, values).fetchall()
        return rows

    def load(self, batch: Batch, table: Table[Any], statement: str) -> None:
        """Run a statement that takes the rows of the batch from the name `incoming`."""
        self._cursor.register("incoming", as_table([batch], table.schema))
        try:
            self._cursor.execute(statement)
        finally:
            self._cursor.unregister("incoming")


def open_file(path: Path, create: bool, to_write: bool = False) -> StudyFile:
    """Open the file and bring it to the current schema version.

    Raises:
        StoreError: there is none, it is no study, it is damaged, another process has it, a newer version wrote it, or
            it may not be written where that is wanted.
    """
    _check_place(path, create)
    if not path.exists():
        _create(path)
    # A study that may not be written, as in an archive, can still be read; one to build into must be writable.
    read_only = not create and not os.access(path, os.W_OK) and os.access(path, os.R_OK)
    if read_only and to_write:
        raise StoreError(f"the study {path} may be read and not written; copy it to where you may write, and use that")
    connection = _connect(path, read_only)
    try:
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return StudyFile(path, connection)


def _check_place(path: Path, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder, but a study is one file; name a file, as {path / 'study.anello'}")
    if path.exists():
        return
    if not create:
        raise StoreError(f"no study at {path}; make one with `anello build PATH... --study {path}`")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} for the study does not exist; make it first")


def _create(path: Path) -> None:
    """Make an empty study under another name and move it in place, so that a kill leaves no half-made study."""
    draft = path.with_name(f"{path.name}.new-{os.getpid()}-{threading.get_ident()}")
    try:
        with _connect(draft) as connection:
            connection.execute("BEGIN")
            connection.execute(_sql("schema.sql"))
            connection.execute("INSERT INTO study VALUES (?, ?)", [SCHEMA_VERSION, __version__])
            connection.execute("COMMIT")
            # Closing does this too, but says nothing where the disc is full; half a study would take the place.
            connection.execute("CHECKPOINT")
        _move_in_place(draft, path)
    except (duckdb.Error, OSError) as error:
        reason = _first_line(error)
        raise StoreError(f"no study could be made at {path}: {reason}; is there room, and leave to write?") from error
    except StoreError as error:
        raise StoreError(str(error).replace(str(draft), str(path))) from error
    finally:
        for left in (draft, draft.with_name(draft.name + ".wal")):
            left.unlink(missing_ok=True)


def _move_in_place(draft: Path, path: Path) -> None:
    # A link, unlike a rename, never takes the place of a study that another process made in the meantime.
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:
        draft.rename(path)  # a file system without hard links


def _connect(path: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=read_only, config=dict(_CONFIG))
    except (duckdb.Error, OSError, RuntimeError) as error:
        raise StoreError(_explain(path, str(error))) from error


def _explain(path: Path, reason: str) -> str:
    """Return a message for people about why DuckDB could not open the file."""
    if "lock" in reason:
        owner = re.search(r"PID (\d+)", reason)
        who = f"another process (number {owner[1]})" if owner else "another process"
        return f"the study {path} is open in {who}; close that one, or wait until it is done, and try again"
    if "not a valid DuckDB" in reason:
        return f"{path} is not a study; name another file, or move it away and build anew"
    if "Permission denied" in reason:
        return f"no leave to read and write {path}; change its permissions, or copy it to where you may write"
    if "version number" in reason:
        return f"{path} was written by a newer DuckDB ({reason}); upgrade with `pip install --upgrade anello duckdb`"
    return (
        f"the study {path} cannot be opened: {reason.splitlines()[0] if reason else 'no reason given'}. If its disc has"
        " room, the file is damaged: put back a copy, or move it away and build anew from the same articles"
    )


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Bring an older study to the current version, one transaction a step.

    Raises:
        StoreError: it is no study, a newer version wrote it, or a step failed; the study stays as it was.
    """
    version = _version_of(connection, path)
    for number, name in _steps():
        if number <= version:
            continue
        try:
            connection.execute("BEGIN")
            connection.execute(_sql(f"migrations/{name}"))
            connection.execute("UPDATE study SET version = ?, written_by = ?", [number, __version__])
            connection.execute("COMMIT")
        except duckdb.Error as error:
            _roll_back(connection)
            raise StoreError(
                f"the study {path} of schema version {version} could not be brought to version {number} ({name}):"
                f" {_first_line(error)}. It stays as it was; see that the disc has room and try again"
            ) from error
        version = number


def _version_of(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    try:
        rows = connection.execute("SELECT version, written_by FROM study").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreError(f"{path} is a DuckDB file but not a study; name another file") from error
    except duckdb.Error as error:
        raise StoreError(_explain(path, str(error))) from error
    if len(rows) != 1:
        raise StoreError(f"{path} does not say its schema version; put back a copy, or build anew")
    version, author = int(rows[0][0]), str(rows[0][1])
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"the study {path} has schema version {version}, written by anello {author}; this is anello {__version__},"
            f" which knows versions up to {SCHEMA_VERSION}. Upgrade with `pip install --upgrade anello`"
        )
    return version


def _steps() -> list[tuple[int, str]]:
    """Return the numbered migrations in order."""
    names = (entry.name for entry in files("anello").joinpath("migrations").iterdir())
    return sorted((int(name[:3]), name) for name in names if re.fullmatch(r"\d{3}_\w+\.sql", name))


def _sql(name: str) -> str:
    return files("anello").joinpath(name).read_text(encoding="utf-8")


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    # After a fatal error there is nothing left to roll back, and the first error is the one to tell.
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        pass


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
