"""The command line: arguments in, text out; no logic.

In: arguments. Out: text on standard output, messages on standard error, an exit code: 0 done, 1 something in the data
or on the disc was wrong, 2 the command was wrong. Promise: an error is one clear line, never a traceback; a reader
that goes away (`| head`) ends the command quietly; nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from anello.cli import (
    building,
    computing,
    differing,
    echoing,
    flowing,
    funding,
    judging,
    laddering,
    listing,
    opening,
    owning,
    plotting,
    reckoning,
    reporting,
    reviewing,
    ringing,
    serving,
    sharing,
    stressing,
)
from anello.cli.options import Version, app
from anello.cli.screen import ReaderGone, complain, guarded_output
from anello.errors import AnelloError

__all__ = ["app", "main", "run"]

INTERRUPTED = 130
"""What typer makes of Ctrl-C."""

building.add_to(app)
listing.add_to(app)
ringing.add_to(app)
flowing.add_to(app)
computing.add_to(app)
funding.add_to(app)
laddering.add_to(app)
differing.add_to(app)
opening.add_to(app)
judging.add_to(app)
reviewing.add_to(app)
reckoning.add_to(app)
echoing.add_to(app)
owning.add_to(app)
stressing.add_to(app)
plotting.add_to(app)
serving.add_to(app)
reporting.add_to(app)
sharing.add_to(app)


@app.callback(invoke_without_command=True)
def anello(version: Version = False) -> None:
    """Read the news, keep every claim about a deal with its sentence, and see where money and reports go in circles.

    \b
    Begin with:
      anello demo                                  a study of the bundled articles
      anello build news/ --study my.anello         a study of your own
      anello deals my.anello                       what it says
      anello show OpenAI my.anello                 who, with every sentence behind it
    """
    if version:
        from anello import __version__

        print(f"anello {__version__}")
        raise SystemExit(0)


def main() -> None:
    """Run the command of this process and leave with its exit code."""
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; errors become one line on standard error."""
    try:
        with guarded_output():
            return _code_of(arguments)
    except ReaderGone:
        return _hang_up()
    except AnelloError as error:
        complain(str(error))
    except OSError as error:
        complain(_reason(error))
    return 1


def _code_of(arguments: Sequence[str] | None) -> int:
    try:
        app(args=None if arguments is None else list(arguments), prog_name="anello")
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        if code == INTERRUPTED:
            complain("stopped; what was acknowledged is kept, and the same command goes on from there")
        return code
    return 0


def _hang_up() -> int:
    """Close standard output for good, so that the interpreter does not complain about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _reason(error: OSError) -> str:
    what = error.filename or "the output"
    if error.errno == errno.ENOSPC:
        return f"no room left on the disc while writing {what}; free some and run the same command again"
    return f"{what}: {error.strerror or error}"
