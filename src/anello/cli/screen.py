"""The screen: tables, passages and progress for people; JSON and CSV for programs.

In: views, cells and records. Out: text on standard output; messages and progress on standard error. Promise: the only
module that knows rich; whatever comes from an article is printed as text (no markup, no control characters); colour
only on a terminal; standard output holds the answer and nothing else.
"""

from __future__ import annotations

import csv
import logging
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO, cast

from anello.show.words import clean, count_words

if TYPE_CHECKING:
    from rich.console import Console

    from anello.pipeline import Progress
    from anello.show import Passage

LONG_WORD = 18
"""A column is no narrower than its longest word, up to so many characters; longer words are cut."""

WIDTH = 100
"""The width where there is no terminal, as in a file or a pipe."""

BETWEEN, NARROW = 3, 4
"""Blanks between two columns, and the width below which no column is pressed."""

PART_STYLES = {"claim": "bold yellow", "amount": "bold green", "status": "bold cyan", "attribution": "bold magenta"}
STATUS_STYLES = {
    "completed": "green",
    "agreed": "green",
    "planned": "yellow",
    "talks": "yellow",
    "considered": "yellow",
    "hypothetical": "dim",
    "ended": "red",
    "denied": "red",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, how it gets its text from a row, whether it is kept whole in one line, is set to
    the right, and is left out where the screen is too narrow for all."""

    title: str
    pick: Callable[[Any], str]
    whole: bool = False
    right: bool = False
    spare: bool = False


@cache
def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else int(_asked_width() or WIDTH)
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def _asked_width() -> int | None:
    columns = shutil.get_terminal_size((0, 0)).columns
    return columns or None


class ReaderGone(Exception):
    """Whoever read standard output has gone, as `head` does; no error, and no `OSError` for others to catch."""


class _Output:
    """Standard output that tells a closed pipe as `ReaderGone`."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        try:
            return self.stream.write(text)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def flush(self) -> None:
        try:
            self.stream.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error


@contextmanager
def guarded_output() -> Iterator[None]:
    """Run the block with fresh consoles on a standard output that raises `ReaderGone` for a closed pipe.

    What the rooms say of their progress is said on standard error meanwhile.
    """
    stream, teller, log = sys.stdout, _Teller(), logging.getLogger("anello")
    _console.cache_clear()
    sys.stdout = cast(TextIO, _Output(stream))
    level = log.level
    log.addHandler(teller)
    log.setLevel(logging.INFO)
    try:
        yield
        sys.stdout.flush()
    finally:
        log.removeHandler(teller)
        log.setLevel(level)
        sys.stdout = stream
        _console.cache_clear()


class _Teller(logging.Handler):
    """Says on the screen what a room logs."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say the message."""
        say(record.getMessage())


def say(message: str = "") -> None:
    """Print a message for people on standard error; in a file it stays on one line, so that it can be searched."""
    console = _console(True)
    console.print(clean(message), style="dim", soft_wrap=not console.is_terminal)


def complain(message: str) -> None:
    """Print an error on standard error, on one line."""
    print(f"anello: {clean(message)}", file=sys.stderr)


def headline(text: str) -> None:
    """Print a heading on standard output."""
    _console().print(f"\n{clean(text)}", style="bold")


def line(text: str = "", style: str | None = None, indent: int = 0) -> None:
    """Print a paragraph on standard output, wrapped to the width."""
    from rich.padding import Padding
    from rich.text import Text

    _console().print(Padding(Text(clean(text), style=style or ""), (0, 0, 0, indent)))


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Print names and values in two columns, leaving out empty values."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            grid.add_row(name, Text(clean(value), style=STATUS_STYLES.get(value, "")))
    _console().print(grid)


def table(
    rows: Sequence[Any],
    columns: Sequence[Column],
    *,
    total: int | None = None,
    what: str = "row",
    more: str = "--limit N shows more, --json and --csv show all",
) -> None:
    """Print rows as a table; a table that was cut says how much is missing.

    Columns to be kept whole are whole as long as the others can give way; after that they wrap. Nothing is ever cut
    off: a figure without its last digits is another figure.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    texts: list[list[Text]] = []
    filled = [[clean(column.pick(row)) for row in rows] for column in columns]
    for column, cells, width in zip(columns, filled, _fit(columns, filled, _console().width), strict=True):
        if not width:
            continue
        grid.add_column(
            column.title,
            no_wrap=column.whole and width >= max(map(cell_len, (column.title, *cells))),
            overflow="fold",
            justify="right" if column.right else "left",
            width=width,
        )
        texts.append([Text(cell, style=STATUS_STYLES.get(cell, "")) for cell in cells])
    for line_of_table in zip(*texts, strict=True):
        grid.add_row(*line_of_table)
    _console().print(grid)
    if total is not None and total > len(rows):
        say(f"{len(rows)} of {count_words(total, what)} shown; {more}")


def _fit(columns: Sequence[Column], filled: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the width of each column: the widest give way first, words are broken last, 0 leaves a spare one out."""
    from rich.cells import cell_len

    widths, least = [], []
    for column, cells in zip(columns, filled, strict=True):
        texts = (column.title, *cells)
        widths.append(max(map(cell_len, texts)))
        words = max((cell_len(word) for text in texts for word in text.split()), default=1)
        least.append(widths[-1] if column.whole else min(LONG_WORD, words))
    missing = sum(least) + BETWEEN * (len(columns) - 1) - width
    for place, column in enumerate(columns):
        if missing > 0 and column.spare:
            missing -= least[place] + BETWEEN
            widths[place] = least[place] = -BETWEEN
    room = width - BETWEEN * (len(columns) - 1)
    widths = _press(widths, least, room)
    widths = _press(
        widths, [one if column.whole else min(one, NARROW) for one, column in zip(least, columns, strict=True)], room
    )
    if sum(one for one in widths if one > 0) > room + BETWEEN * sum(one < 0 for one in widths):
        widths = _press(widths, [min(one, NARROW) for one in widths], room)
    return [max(0, one) for one in widths]


def _press(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return the widths with the widest made narrower until all fit, none below its least."""
    pressed = [min(one, max(room, floor)) for one, floor in zip(widths, least, strict=True)]
    for _ in range(sum(pressed) - room):
        open_ = [place for place, one in enumerate(pressed) if one > least[place]]
        if not open_:
            break
        pressed[max(open_, key=lambda place: pressed[place])] -= 1
    return pressed


def passage(found: Passage, indent: int = 4) -> None:
    """Print a sentence with its evidence highlighted; without colour the evidence stands in square brackets."""
    from rich.padding import Padding
    from rich.text import Text

    console = _console()
    shown = Text()
    plain, inside = console.color_system is None, False
    for text, part in pieces(found):
        if plain and inside != (part is not None):
            shown.append("]" if inside else "[")
            inside = not inside
        shown.append(clean(text), style=PART_STYLES.get(part, "bold") if part else "")
    shown.append("]" if inside else "")
    console.print(Padding(shown, (0, 0, 0, indent)))


def pieces(found: Passage) -> Iterator[tuple[str, str | None]]:
    """Yield the text of a passage in pieces with the part each belongs to, None where it is no evidence.

    Marks may overlap; the claim itself is the widest, so a narrower mark inside it wins.
    """
    owner: list[str | None] = [None] * len(found.text)
    for start, end, part in sorted(found.marks, key=lambda mark: mark[0] - mark[1]):
        owner[start:end] = [part] * (end - start)
    at = 0
    for position in range(1, len(owner) + 1):
        if position == len(owner) or owner[position] != owner[at]:
            yield found.text[at:position], owner[at]
            at = position


def print_json(views: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line."""
    from anello.tables import to_json

    for view in views:
        sys.stdout.write(to_json(view).decode() + "\n")


def print_csv(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> None:
    """Print CSV with a header line."""
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


@contextmanager
def progress(what: str) -> Iterator[Callable[[Progress], None]]:
    """Show a bar on standard error while the block runs, if that is a terminal; yield what to call with the state."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(pulse_style="cyan"), TextColumn("{task.fields[state]}"), TimeElapsedColumn())
    console = _console(True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, state="")

        def update(state: Any) -> None:
            said = f"{state.new} new, {state.known} known, {count_words(state.claims, 'claim')}"
            bar.update(task, state=f"{said}, {state.rejects} refused" if state.rejects else said)

        yield update


PATIENCE = 2.0
"""Seconds after which a bar is shown."""


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on standard error that something is done once the block takes a while, if that is a terminal."""
    from threading import Timer

    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = _console(True)
    columns = (TextColumn(what), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    bar.add_task(what, total=None)
    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


@contextmanager
def steps(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error once the block takes a while, if that is a terminal.

    Yields what to call with how many steps are done, of how many.
    """
    from time import monotonic

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console, began = _console(True), monotonic()
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task(what, total=None)

    def update(done: int, of: int) -> None:
        bar.update(task, completed=done, total=of)
        if monotonic() - began > PATIENCE:
            bar.start()

    try:
        yield update
    finally:
        bar.stop()
