"""The command that tells who depends on one supplier of chips or cloud: compute.

In: a study, a party, a window, assumptions. Out: tables, JSON Lines or CSV. Promise: one unit at a time; no figure
without its unit, window and floor, nor without the deals that open it; what has no amount is named; a switch is a
scenario and says what it assumes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from anello.cli import screen
from anello.cli.listing import ROWS, open_view
from anello.cli.options import (
    Argument,
    InCurrency,
    Listed,
    Option,
    Range,
    StudyArgument,
    Typer,
    Within,
    as_percent,
    as_range,
    spread,
)
from anello.cli.supplying import print_party, say_nothing, scope_facts
from anello.errors import SettingsError

if TYPE_CHECKING:
    from anello.model import Concentration, OrderBook, Switch
    from anello.show.compute import Frame

PartyName = Annotated[
    str | None, Argument(metavar="PARTY", help="Open this buyer: its suppliers and their chain.", show_default=False)
]
Guidelines = Annotated[
    str,
    Option("--guidelines", metavar="YEAR", help="Whose thresholds name an HHI low, moderate or high: 2023 or 2010."),
]
Pue = Annotated[
    Range | None,
    Option(
        "--pue",
        metavar="X-Y",
        parser=as_range,
        help="Assume that sites use so much energy for each unit at the machines; power is then that of the machines.",
        show_default=False,
    ),
]
Price = Annotated[
    Range | None,
    Option("--price", metavar="X-Y", parser=as_range, help="Assume this price of a MWh.", show_default=False),
]
Rest = Annotated[
    Decimal | None,
    Option(
        "--rest",
        metavar="PERCENT",
        parser=as_percent,
        help="Assume that unnamed firms deliver this part of the whole.",
        show_default=False,
    ),
]
Largest = Annotated[
    Decimal | None,
    Option(
        "--largest",
        metavar="PERCENT",
        parser=as_percent,
        help="With --rest: no unnamed firm delivers more than this part of the whole.",
        show_default=False,
    ),
]
Move = Annotated[
    Decimal | None,
    Option(
        "--move",
        metavar="PERCENT",
        parser=as_percent,
        help="Scenario: move this part of what --off delivers to --onto.",
        show_default=False,
    ),
]
Off = Annotated[str | None, Option("--off", metavar="NAME", help="The supplier that is left.", show_default=False)]
Onto = Annotated[str | None, Option("--onto", metavar="NAME", help="The supplier gone to.", show_default=False)]
Equivalence = Annotated[
    Range | None,
    Option(
        "--equivalence",
        metavar="X-Y",
        parser=as_range,
        help="How much of the new supplier does the work of one unit of the old. By default 1.",
        show_default=False,
    ),
]
BoundBy = Annotated[
    Decimal | None,
    Option(
        "--bound",
        metavar="PERCENT",
        parser=as_percent,
        help="The part of what --off delivers that contracts bind, where you know better than the deals.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Options of what is measured, and against what."""

    currency: InCurrency = "USD"
    guidelines: Guidelines = "2023"
    pue: Pue = None
    price: Price = None
    rest: Rest = None
    largest: Largest = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Options of a switch from one supplier to another."""

    move: Move = None
    off: Off = None
    onto: Onto = None
    equivalence: Equivalence = None
    bound: BoundBy = None


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(compute))


def compute(
    study: StudyArgument,
    listed: Listed,
    within: Within,
    yardstick: Yardstick,
    scenario: Scenario,
    party: PartyName = None,
) -> None:
    """Tell how dependent a buyer is on one supplier of chips or cloud.

    One row for each buyer and unit: shares in money, in accelerators and in gigawatts are never mixed. Shares and the
    HHI (10,000: one supplier) are intervals over what the articles say; purchases without an amount are named and are
    in no figure. With a PARTY: its suppliers, the power they bring, the chain down to foundry and memory, and with
    --move what a switch would change. Definitions: docs/compute.md.

    \b
    Examples:
      anello compute my.anello
      anello compute my.anello OpenAI --floor agreed
      anello compute my.anello OpenAI --move 30 --off Oracle --onto AMD --equivalence 0.8-1.2
      anello compute my.anello OpenAI --pue 1.2-1.4 --price 60
      anello compute my.anello --guidelines 2010 --year 2026 --json
    """
    from anello.show.compute import Frame, find_group

    check(party, listed, yardstick, scenario)
    view = open_view(study, listed.as_of, listed.floor)
    frame = Frame(view, *within.window)
    book, found = measure(frame, yardstick)
    if party is None:
        print_buyers(found, frame, book, yardstick, listed)
        return
    buyer = find_group(party, frame, book)
    found = [one for one in found if one.buyer == buyer]
    switches = switches_of(found, frame, book, scenario) if scenario.move is not None else []
    print_party(buyer, found, switches, frame, book, yardstick, listed)


def check(party: str | None, listed: Listed, yardstick: Yardstick, scenario: Scenario) -> None:
    """Refuse options that do not belong together.

    Raises:
        SettingsError: an option lacks the one that it goes with, or there are no such guidelines.
    """
    from anello.analyse.concentration import EDITIONS

    if yardstick.guidelines not in EDITIONS:
        raise SettingsError(f"no guidelines of {yardstick.guidelines!r} here; there are {', '.join(EDITIONS)}")
    if yardstick.largest is not None and yardstick.rest is None:
        raise SettingsError("--largest speaks of the unnamed rest; give --rest too")
    if yardstick.price is not None and yardstick.pue is None:
        raise SettingsError("--price needs --pue, which says how much energy does not reach the machines")
    asked = (scenario.move, scenario.off, scenario.onto)
    if (any(asked) or scenario.bound is not None or scenario.equivalence is not None) and None in asked:
        raise SettingsError("a switch needs all three: --move PERCENT --off NAME --onto NAME")
    if scenario.move is not None and party is None:
        raise SettingsError("a switch needs the buyer that moves; name it after the study")


def measure(frame: Frame, yardstick: Yardstick) -> tuple[OrderBook, list[Concentration]]:
    """Return the order book of a study, and how concentrated each buyer's suppliers are."""
    from anello.pipeline.buying import measure_buyers

    return measure_buyers(
        frame.view,
        (frame.first, frame.last),
        currency=yardstick.currency,
        guidelines=yardstick.guidelines,
        pue=yardstick.pue,
        rest=None if yardstick.rest is None else (yardstick.rest, yardstick.largest),
    )


def switches_of(found: Sequence[Concentration], frame: Frame, book: OrderBook, scenario: Scenario) -> list[Switch]:
    """Return what a switch changes, in every unit in which the supplier that is left has an amount.

    Raises:
        SettingsError: that supplier has no amount in any unit.
    """
    from anello.analyse.compute import switch
    from anello.show.compute import find_group

    assert scenario.move is not None
    assert scenario.off is not None
    assert scenario.onto is not None
    off, onto = find_group(scenario.off, frame, book), find_group(scenario.onto, frame, book)
    units = [one for one in found if off in {share.supply.supplier for share in one.shares}]
    if not units:
        raise SettingsError(f"nothing that {scenario.off} delivers has an amount here; there is nothing to move")
    equivalence = scenario.equivalence or Range(Decimal(1), Decimal(1))
    bound = None if scenario.bound is None else scenario.bound / 100
    return [switch(one, off, onto, scenario.move / 100, equivalence, bound) for one in units]


# --- all buyers -------------------------------------------------------------------------------------------------------


def print_buyers(
    found: Sequence[Concentration], frame: Frame, book: OrderBook, yardstick: Yardstick, listed: Listed
) -> None:
    """Print one row for each buyer, class of goods and unit."""
    from anello.analyse.compute import NO_UNIT
    from anello.show.compute import BUYER_COLUMNS, buyer_row, concentration_view

    if listed.json:
        screen.print_json(concentration_view(one, frame) for one in found[: listed.limit])
    elif listed.csv:
        screen.print_csv((buyer_row(one, frame) for one in found[: listed.limit]), BUYER_COLUMNS)
    elif not found:
        say_nothing()
    else:
        screen.facts(scope_facts(frame, book, yardstick))
        units = Counter(one.unit for one in found)
        for unit in sorted(units, key=lambda name: (name == NO_UNIT, -units[name], name)):
            print_unit(unit, [one for one in found if one.unit == unit], frame, listed)
        screen.say("anello compute STUDY PARTY opens a row to its deals, anello show ID a deal to its sentences")


def print_unit(unit: str, found: Sequence[Concentration], frame: Frame, listed: Listed) -> None:
    """Print the buyers that have an amount in one unit, or those of whom no amount is told."""
    told = any(one.shares for one in found)
    screen.headline(f"in {unit}" if told else "no amount told in any unit")
    cut = found[: ROWS if listed.limit is None else listed.limit]
    screen.table(cut, buyer_columns(frame) if told else bare_columns(frame), total=len(found), what="buyer")


def buyer_columns(frame: Frame) -> tuple[screen.Column, ...]:
    """Return the columns of the buyers that have an amount in a unit."""
    from anello.show.compute import index_cell, part_words, told_words

    def share(one: Concentration) -> str:
        return part_words((one.shares[0].low, one.shares[0].high)) if one.shares else "not stated"

    return (
        screen.Column("buyer", lambda c: buyer_words(c, frame)),
        screen.Column("top supplier", lambda c: frame.name(c.shares[0].supply.supplier) if c.shares else ""),
        screen.Column("its share", share, whole=True),
        screen.Column("HHI", index_cell, whole=True),
        screen.Column("reads", lambda c: c.band),
        screen.Column("told", told_words),
        screen.Column("suppliers", lambda c: str(len(c.shares)), whole=True, right=True, spare=True),
        screen.Column("no amount", lambda c: deals_words(len(c.unpriced)), right=True),
    )


def bare_columns(frame: Frame) -> tuple[screen.Column, ...]:
    """Return the columns of the buyers of whom no amount is told."""
    return (
        screen.Column("buyer", lambda c: buyer_words(c, frame)),
        screen.Column("suppliers", lambda c: ", ".join(unpriced_names(c, frame))),
        screen.Column("no amount", lambda c: deals_words(len(c.unpriced)), right=True),
    )


def buyer_words(one: Concentration, frame: Frame) -> str:
    """Return a buyer, with what it buys where that is no computing capacity."""
    return frame.name(one.buyer) + ("" if one.goods == "compute" else f" ({one.goods})")


def deals_words(count: int) -> str:
    """Return a count of deals, nothing where there is none."""
    from anello.show.words import count_words

    return count_words(count, "deal") if count else ""


def unpriced_names(one: Concentration, frame: Frame) -> list[str]:
    """Return the suppliers that have no amount, each once."""
    return [frame.name(supplier) for supplier in dict.fromkeys(supplier for supplier, _ in one.unpriced)]
