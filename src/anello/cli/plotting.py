"""The command that draws: plot.

In: what to draw, a study, a name, a day, a floor, a window. Out: one picture as SVG or PNG. Promise: a picture is
written whole or not at all; where there is nothing to draw that is said and nothing is written; an option that a
picture does not know is refused and never ignored.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from anello.cli import screen
from anello.cli.options import Argument, BadParameter, Option, StudyArgument, Typer, Within, spread
from anello.cli.picturing import PICTURES, TAKES, USD, WINDOW, Scope, Wanted
from anello.errors import SettingsError


def _as_what(value: str) -> str:
    if value.casefold() not in PICTURES:
        raise BadParameter(f"no picture of {value!r}; there are {', '.join(PICTURES)}")
    return value.casefold()


def _as_file(value: str) -> str:
    if Path(value).suffix.casefold() not in (".svg", ".png"):
        raise BadParameter(f"{value!r} is no picture; the name ends in .svg or .png")
    return value


What = Annotated[
    str,
    Argument(
        metavar="WHAT",
        parser=_as_what,
        help="rings, flows, funded, ladder, owners, compute, stress, valuations or origins.",
    ),
]
Name = Annotated[
    str | None,
    Argument(
        metavar="NAME",
        help="A ring, vendor, party, company, buyer, scenario or deal, as fits what is drawn.",
        show_default=False,
    ),
]
Picture = Annotated[
    str | None,
    Option(
        "--out",
        "-o",
        metavar="FILE",
        parser=_as_file,
        help="Where to: a file that ends in .svg or .png. By default SVG on standard output.",
        show_default=False,
    ),
]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(plot))


def plot(
    what: What,
    study: StudyArgument,
    within: Within,
    scope: Scope,
    name: Name = None,
    out: Picture = None,
) -> None:
    """Draw one analysis as a picture, SVG or PNG.

    \b
    rings       one ring, round, with every leg; NAME an id or a party, by default the strongest
    flows       the circular share of each year, what is signed beside everything
    funded      what vendors put out, sold, and may have paid for; NAME a vendor
    ladder      the headline rung by rung, and when it is due; NAME a party
    owners      who owns a company (NAME), or how much of each company has a known owner
    compute     shares of suppliers and the HHI; NAME a buyer
    stress      who can be short in which wave; NAME a scenario (anello stress --list)
    valuations  what parties are said to be worth, by date; NAME a party
    origins     which article rests on which origin; NAME the id of a deal, by default the most told

    Plain bars are sure, hatched ones possible, arrows without a known end. Every picture carries its title, window,
    floor, unit, day, and the way to the sentences. The same study gives the same bytes. PNG needs anello[png].

    \b
    Examples:
      anello plot rings my.anello -o ring.svg
      anello plot flows my.anello --floor agreed -o flows.png
      anello plot ladder my.anello OpenAI --from 2026 --to 2030 -o ladder.svg
      anello plot stress my.anello openai-misses -o stress.svg
    """
    wanted = Wanted(study, name, scope, within.window)
    check(what, wanted)
    svg = PICTURES[what](wanted)
    if out is None:
        sys.stdout.write(svg)
        return
    write(svg, Path(out))
    screen.say(f"written to {out}")


def check(what: str, wanted: Wanted) -> None:
    """Refuse options that a picture does not know.

    Raises:
        SettingsError: there are some.
    """
    given = {
        WINDOW: wanted.window != (None, None),
        "--currency": wanted.scope.currency != USD,
        "--limit": wanted.scope.limit is not None,
        "--balance": wanted.scope.balance is not None,
        "NAME": wanted.name is not None,
    }
    wrong = [option for option, is_given in given.items() if is_given and option not in TAKES[what]]
    if wrong:
        raise SettingsError(f"the picture of {what} takes no {', '.join(wrong)}; leave out what it does not know")


def write(svg: str, path: Path) -> None:
    """Write a picture, as PNG where the file is called so.

    Raises:
        StoreError: the file cannot be written.
        MissingExtra: PNG needs an extra that is not installed.
    """
    from anello.export import in_place_of

    drawn = svg.encode()
    if path.suffix.casefold() == ".png":
        from anello.plot.png import as_png

        drawn = as_png(svg)
    with in_place_of(path) as draft:
        draft.write_bytes(drawn)
