"""What `anello plot` draws: each picture with the findings that it needs.

In: a study, a name, a day, a floor, a window. Out: SVG. Promise: a picture has the figures of the command of the same
name; where there is nothing to draw an error says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar

from anello.cli.listing import open_view, reading
from anello.cli.options import AsOf, AtLeast, InCurrency, Option
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

Most = Annotated[
    int | None,
    Option(
        "--limit", "-n", min=1, max=60, metavar="N", help=f"Draw N rows at most, by default {ROWS}.", show_default=False
    ),
]


@dataclass(frozen=True, slots=True)
class Scope:
    """Options of what a picture is of."""

    as_of: AsOf = None
    floor: AtLeast = None
    currency: InCurrency = USD
    limit: Most = None
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

    @property
    def most(self) -> int:
        """Return how many rows are drawn at most."""
        return ROWS if self.scope.limit is None else self.scope.limit

    def cut(self, rows: Sequence[Item]) -> tuple[Sequence[Item], int]:
        """Return as many rows as are drawn, and how many are not."""
        return rows[: self.most], max(0, len(rows) - self.most)


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
    from anello.pipeline.circling import graphs_of
    from anello.plot.flows import draw_flows

    view = wanted.view
    floors = [_floors_of(graph, wanted.scope.currency) for graph in graphs_of(view)]
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

    scope, question = wanted.scope, FundingQuestion(wanted.scope.currency, wanted.window)
    with reading(wanted.study) as opened:
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
    from anello.pipeline.owners import open_owners, place_of
    from anello.plot.owners import draw_owners, draw_registers

    with reading(wanted.study) as opened:
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
    return draw_owners(register, view, most=wanted.most)


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
    return draw_stress(found, view, most=wanted.most)


def of_valuations(wanted: Wanted) -> str:
    """Draw what parties are said to be worth.

    Raises:
        NotFound: no value is told.
    """
    from anello.plot.valuations import draw_valuations
    from anello.show.listing import list_valuations

    view = wanted.view
    found = list_valuations(view, wanted.name)
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
    return draw_origins(echo, view, most=wanted.most)


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
    "funded": ("NAME", WINDOW, "--currency", "--limit"),
    "ladder": ("NAME", WINDOW, "--currency"),
    "owners": ("NAME", "--limit"),
    "compute": ("NAME", WINDOW, "--currency", "--limit"),
    "stress": ("NAME", "--balance", "--limit"),
    "valuations": ("NAME", "--limit"),
    "origins": ("NAME", "--limit"),
}
"""What each picture takes beside the study, --as-of and --floor."""
