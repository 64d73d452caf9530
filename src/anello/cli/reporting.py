"""The command that writes the map into one file: report.

In: a study, a day, a floor, a budget. Out: one HTML file. Promise: it is written whole or not at all, works without a
server or a network, and says what was left out of it.
"""

from __future__ import annotations

from typing import Annotated

from anello.cli import screen
from anello.cli.options import AsOf, AtLeast, BadParameter, Option, StudyArgument, Typer
from anello.show.words import count_words

MEGABYTE = 1_000_000
LARGEST = 500.0


def _as_page(value: str) -> str:
    if not value.casefold().endswith((".html", ".htm")):
        raise BadParameter(f"{value!r} is no page; the name ends in .html")
    return value


def _as_budget(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        found = 0.0
    if not 0 < found <= LARGEST:
        raise BadParameter(f"{value!r} is no size; write megabytes, as 8, up to {LARGEST:.0f}")
    return found


Page = Annotated[
    str, Option("--out", "-o", metavar="FILE", parser=_as_page, help="Where to: a file that ends in .html.")
]
Budget = Annotated[
    float,
    Option(
        "--budget",
        metavar="MB",
        parser=_as_budget,
        help="The largest size of the file, in megabytes; days are thinned out evenly to hold it.",
    ),
]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(report)


def report(study: StudyArgument, out: Page, as_of: AsOf = None, floor: AtLeast = None, budget: Budget = 8.0) -> None:
    """Write the map into one file that can be sent by mail.

    The file opens in any browser and asks no server: map, time slider, floors, rings, deals, parties and the sentences
    behind them. Articles are quoted by the sentence and not copied whole. Where not all days fit into the budget they
    are thinned out evenly, and the page says so.

    \b
    Examples:
      anello report my.anello -o rings.html
      anello report my.anello -o june.html --as-of 2026-06-30 --floor agreed
      anello report my.anello -o small.html --budget 2
    """
    from pathlib import Path

    from anello import __version__
    from anello.export import in_place_of
    from anello.store import open_study
    from anello.web.reporting import make_report
    from anello.web.sheet import size_of_page, write_sheet

    page = size_of_page()
    with open_study(study) as opened, screen.steps("Writing the report") as told:
        room = max(0, int(budget * MEGABYTE) - page)
        made = make_report(opened, budget=room, as_of=as_of, floor=floor, told=told)
    text = write_sheet(made, __version__).encode()
    with in_place_of(Path(out)) as draft:
        draft.write_bytes(text)
    screen.say(f"written to {out}: {len(text) / MEGABYTE:.1f} MB, {count_words(len(made.days) + 1, 'day')}")
    for words in left_words(made.left):
        screen.say(words)


def left_words(left: dict[str, int]) -> list[str]:
    """Return what was left out, in words; the page says it too.

    >>> left_words({"days": 3, "of_days": 9, "details": 0, "of_details": 50})
    ['3 of 9 days were left out for the size; --budget gives more room']
    """
    kinds = (("days", "days"), ("details", "details"))
    return [
        f"{left[key]:,} of {left[f'of_{key}']:,} {name} were left out for the size; --budget gives more room"
        for key, name in kinds
        if left[key]
    ]
