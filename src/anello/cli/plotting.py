"""The command that draws: plot.

In: what to draw, a study, a name, a day, a floor, a window. Out: one picture as SVG or PNG. Promise: a picture is
written whole or not at all; where there is nothing to draw that is said and nothing is written; an option that a
picture does not know is refused and never ignored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from anello.cli import screen
from anello.cli.listing import open_view
from anello.cli.options import Argument, AsOf, AtLeast, BadParameter, InCurrency, Option, StudyArgument, Typer, Within
from anello.cli.options import spread as spread_options
from anello.cli.stressing import Balance
from anello.errors import NotFound, SettingsError

if TYPE_CHECKING:
    from anello.analyse.slices import Window
    from anello.model import DealGraph, Ring
    from anello.plot.flows import Floors
    from anello.show import View

USD = "USD"
ROWS = 12
"""Rows of a picture, unless the user says otherwise: more are hard to read."""

Item = TypeVar("Item")


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
        metavar="[NAME]",
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
Most = Annotated[int, Option("--limit", "-n", min=1, max=60, metavar="N", help="Draw N rows at most.")]


@dataclass(frozen=True, slots=True)
class Scope:
    """Options of what a picture is of."""

    as_of: AsOf = None
    floor: AtLeast = None
    currency: InCurrency = USD
    limit: Most = ROWS
    balance: Balance = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn."""

    study: str
    name: str | None
    scope: Scope
    window: Window

    @property
    def view(self) -> View:
        """Return what the study says as of the day at the floor."""
        return open_view(self.study, self.scope.as_of, self.scope.floor)

    def cut(self, rows: Sequence[Item]) -> tuple[Sequence[Item], int]:
        """Return as many rows as are drawn, and how many are not."""
        return rows[: self.scope.limit], max(0, len(rows) - self.scope.limit)


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread_options(plot))


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
        "--from, --to and --year": wanted.window != (None, None),
        "--currency": wanted.scope.currency != USD,
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


def _nothing(what: str) -> NotFound:
    return NotFound(f"nothing to draw: {what}; --floor, --as-of and the window leave some out")


# --- one picture each -------------------------------------------------------------------------------------------------


def of_rings(wanted: Wanted) -> str:
    """Draw the ring that is named, or the strongest, or the strongest with a party.

    Raises:
        NotFound: there is no ring.
    """
    from anello.plot.rings import draw_ring

    view = wanted.view
    return draw_ring(_find_ring(view, wanted), view)


def _find_ring(view: View, wanted: Wanted) -> Ring:
    from anello.analyse.rings import find_rings
    from anello.model import Party, Ring
    from anello.plot.rings import strongest

    found = view.rings if wanted.window == (None, None) else find_rings(view.graph, window=wanted.window).rings
    if wanted.name is not None:
        fits = [ring for ring in found if len(wanted.name) > 1 and ring.id.startswith(wanted.name)]
        record = fits[0] if len(fits) == 1 else view.find_record(wanted.name)
        if isinstance(record, Ring):
            return record
        if not isinstance(record, Party):
            raise SettingsError(f"{wanted.name!r} is no ring; `anello rings` lists their ids, or name a party")
        groups = {record.id, record.parent}
        found = tuple(ring for ring in found if groups & set(ring.parties))
    if not found:
        raise _nothing("no ring here")
    return strongest(found)


def of_flows(wanted: Wanted) -> str:
    """Draw the circular share of each year; without a floor what is signed stands beside everything.

    Raises:
        NotFound: there is no leg with an amount.
    """
    from anello.cli.flowing import SIGNED
    from anello.graph import at_floor
    from anello.plot.flows import draw_flows

    view = wanted.view
    graphs = [view.graph] if view.floor else [view.graph, at_floor(view.graph, SIGNED)]
    floors = [_floors_of(graph, wanted.scope.currency) for graph in graphs]
    if floors[0].whole.share_high is None:
        raise _nothing(f"no money leg with an amount in {wanted.scope.currency}")
    return draw_flows(floors, view)


def _floors_of(graph: DealGraph, currency: str) -> Floors:
    from anello.analyse.flows import flow_by_year, measure_flow
    from anello.plot.flows import Floors

    years, open_legs = flow_by_year(graph, currency=currency)
    return Floors(measure_flow(graph, currency=currency), tuple(years), open_legs)


def of_funded(wanted: Wanted) -> str:
    """Draw a vendor, or all whose money may come back.

    Raises:
        NotFound: there is none.
    """
    from anello.pipeline import FundingQuestion, ask_funding
    from anello.plot.funded import draw_funded
    from anello.store import open_study

    scope, question = wanted.scope, FundingQuestion(wanted.scope.currency, wanted.window)
    with open_study(wanted.study) as opened:
        answer = ask_funding(opened, question, vendor=wanted.name, as_of=scope.as_of, floor=scope.floor)
    if not any(one.financing_legs or one.revenue_legs for one in answer.found):
        raise _nothing("no vendor here whose money may come back to it")
    shown, hidden = wanted.cut(answer.found)
    rates = f"Converted at the rate of the day: {', '.join(answer.converted)}." if answer.converted else ""
    return draw_funded(shown, answer.view, answer.leg_of, hidden=hidden, rates=rates)


def of_ladder(wanted: Wanted) -> str:
    """Draw the ladders of a party as payer and as payee, or of all deals together.

    Raises:
        NotFound: no deal commits money.
    """
    from anello.laddering import ladders_of, sides_of
    from anello.plot.ladder import draw_ladder
    from anello.show.words import window_words

    view = wanted.view
    who = view.find_party(wanted.name) if wanted.name is not None else None
    sides = [("all", view.deals)] if who is None else sides_of(who.id, view.deals_of.get(who.id, ()))
    currency, window = wanted.scope.currency, wanted.window
    sums = [one for side, deals in sides for one in ladders_of(view, deals, currency, side=side, window=window).sums]
    if not sums:
        raise _nothing("no deal here that commits money with an amount")
    said = window_words(*window) if any(window) else "all dates"
    return draw_ladder(sums, view, whose=who.name if who else "", window=said)


def of_owners(wanted: Wanted) -> str:
    """Draw who owns a company, or how much of each has a known owner.

    Raises:
        NotFound: nobody is told to own anything.
    """
    from anello.cli.owning import place_of
    from anello.pipeline.owners import open_owners
    from anello.plot.owners import draw_owners, draw_registers
    from anello.store import open_study

    with open_study(wanted.study) as opened:
        view, book = open_owners(opened, as_of=wanted.scope.as_of, floor=wanted.scope.floor)
    if wanted.name is None:
        if not book.registers:
            raise _nothing("no stake, control or right here")
        shown, hidden = wanted.cut(sorted(book.registers.values(), key=place_of))
        return draw_registers(shown, view, hidden=hidden)
    party = view.find_party(wanted.name)
    register = book.registers.get(party.id)
    if register is None:
        raise _nothing(f"no stake in {party.name} is told here, nor a right over it")
    return draw_owners(register, view)


def of_compute(wanted: Wanted) -> str:
    """Draw the suppliers of a buyer, or the largest supplier of each.

    Raises:
        NotFound: no order is told.
    """
    from anello.cli.computing import Yardstick, measure
    from anello.plot.compute import draw_compute
    from anello.show.compute import Frame, find_group

    frame = Frame(wanted.view, *wanted.window)
    book, found = measure(frame, Yardstick(currency=wanted.scope.currency))
    buyer = find_group(wanted.name, frame, book) if wanted.name is not None else None
    fits = [one for one in found if (one.shares if buyer is None else one.buyer == buyer)]
    if not fits:
        raise _nothing("no order of computing capacity with an amount" if buyer is None else f"{wanted.name} buys none")
    shown, hidden = wanted.cut(fits)
    return draw_compute(shown, frame, book, buyer, hidden=hidden)


def of_stress(wanted: Wanted) -> str:
    """Draw what a scenario does.

    Raises:
        SettingsError: no scenario is named.
        NotFound: it does nothing to anybody.
    """
    from anello.pipeline.stressing import load_sheets, stress_study
    from anello.plot.stress import draw_stress
    from anello.scenarios import load_scenario, names

    if wanted.name is None:
        raise SettingsError(f"name a scenario after the study: a file, or one of {', '.join(names())}")
    scenario, scope = load_scenario(wanted.name), wanted.scope
    sheets = load_sheets(scope.balance, scenario.currency) if scope.balance else ()
    view, found = stress_study(wanted.study, scenario, sheets=sheets, as_of=scope.as_of, floor=scope.floor)
    if not found.strains and not found.repricings:
        raise _nothing(f"{scenario.name} does nothing to anybody in this study")
    return draw_stress(found, view, most=scope.limit)


def of_valuations(wanted: Wanted) -> str:
    """Draw what parties are said to be worth.

    Raises:
        NotFound: no value is told.
    """
    from anello.plot.valuations import draw_valuations
    from anello.show import stands

    view = wanted.view
    party = view.find_party(wanted.name).id if wanted.name is not None else None
    found = [row for row in view.valuations if party in (None, row.party) and stands(row.status, view.floor)]
    if not found:
        raise _nothing("nobody is said to be worth anything here")
    shown, hidden = wanted.cut(found)
    return draw_valuations(shown, view, hidden=hidden)


def of_origins(wanted: Wanted) -> str:
    """Draw which article rests on which origin, for one deal.

    Raises:
        NotFound: there is no deal.
    """
    from anello.cli.listing import find_deal
    from anello.plot.origins import draw_origins

    view = wanted.view
    if wanted.name is not None:
        echo = view.echo_of[find_deal(wanted.name, view).id]
    elif view.echoes:
        echo = min(view.echoes, key=lambda one: (-len(one.articles), -one.origins.hi, one.deal))
    else:
        raise _nothing("no deal here")
    return draw_origins(echo, view, most=wanted.scope.limit)


PICTURES: Mapping[str, Callable[[Wanted], str]] = {
    "rings": of_rings,
    "flows": of_flows,
    "funded": of_funded,
    "ladder": of_ladder,
    "owners": of_owners,
    "compute": of_compute,
    "stress": of_stress,
    "valuations": of_valuations,
    "origins": of_origins,
}

WINDOW = "--from, --to and --year"

TAKES: Mapping[str, tuple[str, ...]] = {
    "rings": ("NAME", WINDOW),
    "flows": ("--currency",),
    "funded": ("NAME", WINDOW, "--currency"),
    "ladder": ("NAME", WINDOW, "--currency"),
    "owners": ("NAME",),
    "compute": ("NAME", WINDOW, "--currency"),
    "stress": ("NAME", "--balance"),
    "valuations": ("NAME",),
    "origins": ("NAME",),
}
"""What each picture takes beside the study, --as-of, --floor and --limit."""
