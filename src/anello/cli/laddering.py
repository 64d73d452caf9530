"""The command that tells how much of a headline is binding, drawn and due: ladder.

In: a study, a party or none, a day, a floor, years, a currency. Out: ladders, a calendar, tables, JSON Lines or CSV.
Promise: no figure without its currency, floor, window and deals; an unknown amount is called so; what is contingent
has a column of its own and counts in no sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from anello.cli import columns, screen
from anello.cli.listing import ROWS, open_view
from anello.cli.options import (
    EACH,
    AnyCurrency,
    Argument,
    Listed,
    Option,
    StudyArgument,
    Typer,
    Within,
    spread,
)
from anello.errors import SettingsError
from anello.model.ladder import DRAWN
from anello.show.ladder import (
    ANY_SHARE,
    COLUMNS,
    RUNG_WORDS,
    SPREAD,
    commitment_row,
    commitment_view,
    drawn_words,
    force_words,
    row_words,
    rung_words,
    share_words,
    sum_rows,
    sum_view,
)
from anello.show.words import count_words, span_words

if TYPE_CHECKING:
    from anello.analyse.slices import Window
    from anello.laddering import Ladders
    from anello.model import Commitment, Deal, LadderSum, Party
    from anello.show import View

PartyName = Annotated[str | None, Argument(metavar="PARTY", help="Only what this party commits.", show_default=False)]
AsPayer = Annotated[bool, Option("--payer", help="Only what the party pays.")]
AsPayee = Annotated[bool, Option("--payee", help="Only what the party is paid.")]

INDENT = {"headline": 0, "drawn": 2, "available": 2, "waiting": 2, "untold": 2, "contingent": 0}
"""Rung -> how far it is set in, in steps of two blanks; by default one."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Options of whose money is meant, and in which currency."""

    payer: AsPayer = False
    payee: AsPayee = False
    currency: AnyCurrency = EACH


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(ladder))


def ladder(
    study: StudyArgument,
    listed: Listed,
    within: Within,
    sides: Sides,
    party: PartyName = None,
) -> None:
    """Tell how much of each headline is binding, drawn and due.

    A headline is binding, conditional, or not binding. The binding part is drawn (performed), available and not drawn,
    or not yet available; what no claim puts on one of these three is told as such and never guessed. Rights and
    guarantees may never be paid: they are "contingent", and 0 in every sum.

    The calendar says how much is due in which year. An amount is spread evenly over the days of its window; what has no
    end is in a row of its own. With a party there are sums and a calendar for what it pays and for what it is paid.
    Sums are intervals that count nothing twice (docs/ladder.md); `anello show ID` opens a deal to its sentences.

    \b
    Examples:
      anello ladder my.anello
      anello ladder my.anello OpenAI --floor agreed
      anello ladder my.anello OpenAI --payer --from 2027 --to 2030 --currency USD
      anello ladder my.anello Nvidia --payee --json | jq .calendar
    """
    from anello.laddering import ladders_of

    _check(listed, sides, party)
    window = within.window
    view = open_view(study, listed.as_of, listed.floor)
    who = view.find_party(party) if party is not None else None
    currency = None if sides.currency == EACH else sides.currency
    found = [
        (side, ladders_of(view, deals, currency, side=side, window=window)) for side, deals in _sides(view, who, sides)
    ]
    if listed.json or listed.csv:
        _print_for_programs(view, found, listed)
    else:
        _print_for_people(view, found, _Heading(who, window), listed.limit)


def _check(listed: Listed, sides: Sides, party: str | None) -> None:
    """Refuse options that do not go together.

    Raises:
        SettingsError: they do not.
    """
    if party is None and (sides.payer or sides.payee):
        raise SettingsError("--payer and --payee need a party: anello ladder STUDY PARTY --payer")


def _sides(view: View, who: Party | None, sides: Sides) -> list[tuple[str, Sequence[Deal]]]:
    """Return the deals to tell of: all, or those of a party by what it is in them."""
    from anello.laddering import sides_of

    if who is None:
        return [("all", view.deals)]
    chosen = [side for side, on in (("payer", sides.payer), ("payee", sides.payee)) if on]
    found = sides_of(who.id, view.deals_of.get(who.id, ()))
    return [(side, deals) for side, deals in found if not chosen or side in chosen]


@dataclass(frozen=True, slots=True)
class _Heading:
    """Whose ladder is printed, and for which days the calendar is."""

    party: Party | None
    window: Window


def _print_for_programs(view: View, found: Sequence[tuple[str, Ladders]], listed: Listed) -> None:
    """Print each deal, then the sums with their calendars, as JSON objects or as CSV rows of three kinds."""
    deals = list({one.deal: one for _, ladders in found for one in ladders.commitments}.values())[: listed.limit]
    sums = [one for _, ladders in found for one in ladders.sums]
    if listed.json:
        screen.print_json([*(commitment_view(one, view) for one in deals), *(sum_view(one, view) for one in sums)])
        return
    rows = [commitment_row(one, view) for one in deals]
    screen.print_csv([*rows, *(row for one in sums for row in sum_rows(one, view))], COLUMNS)


# --- for people -------------------------------------------------------------------------------------------------------


def _print_for_people(view: View, found: Sequence[tuple[str, Ladders]], heading: _Heading, limit: int | None) -> None:
    shown = [(side, ladders) for side, ladders in found if ladders.commitments]
    if not shown:
        screen.say("no deal here that commits money; --floor and --as-of leave some out")
    if heading.party is None:
        for _, ladders in shown:
            _print_deals(ladders.commitments, view, limit)
    for side, ladders in shown:
        for one in ladders.sums:
            screen.headline(f"{_side_words(side, heading)} in {one.ladder.currency}")
            screen.facts(_sum_facts(one, view))
            _print_calendar(one, heading)
        if heading.party is not None:
            screen.headline(f"{_side_words(side, heading)}: the deals")
            _print_deals(ladders.commitments, view, limit)
    left_out = sorted({deal for _, ladders in shown for deal in ladders.left_out})
    if left_out:
        screen.say(f"{count_words(len(left_out), 'deal')} of ownership or control left out: they commit no money")


def _side_words(side: str, heading: _Heading) -> str:
    name = heading.party.name if heading.party else ""
    return {
        "all": "All together",
        "payer": f"{name} as payer",
        "payee": f"{name} as payee",
        "other": f"{name} as partner, or with an open side",
    }[side]


def _print_deals(found: Sequence[Commitment], view: View, limit: int | None) -> None:
    cut = found[: ROWS if limit is None else limit]
    screen.table(cut, _deal_columns(view, found), total=len(found), what="deal")


def _deal_columns(view: View, found: Sequence[Commitment]) -> list[screen.Column]:
    """Return the columns of a list of ladders; that of contingent money only where there is any."""

    def contingent(one: Commitment) -> str:
        return rung_words(one.ladder.contingent, one.ladder.currency) if one.priced else ""

    beside = [screen.Column("contingent", contingent)] if any(o.ladder.contingent.high != 0 for o in found) else []
    return [
        screen.Column("deal", lambda one: _deal_words(one, view)),
        screen.Column("headline", _headline_words),
        screen.Column("of the headline", lambda one: force_words(view.deal_of[one.deal], one)),
        screen.Column("of the binding", drawn_words),
        *beside,
        screen.Column("id", lambda one: columns.short_id(one.deal), whole=True),
    ]


def _deal_words(one: Commitment, view: View) -> str:
    deal = view.deal_of[one.deal]
    return f"{deal.type} {columns.parties_words(deal, view)}"


def _headline_words(one: Commitment) -> str:
    if not one.priced:
        return "not stated"
    said = rung_words(one.ladder.headline, one.ladder.currency)
    return f"{said} (parts told exceed it)" if one.ladder.clashing else said


def _sum_facts(found: LadderSum, view: View) -> list[tuple[str, str]]:
    """Return the ladder of a sum, and what it counts, leaves out and rests on."""
    one = found.ladder
    rungs = [
        ("  " * INDENT.get(name, 1) + said, _with_share(found, name))
        for name, said in RUNG_WORDS.items()
        if name in ("headline", "binding", "drawn") or getattr(one, name).high != 0
    ]
    counts = f"{count_words(len(found.deals), 'deal')}, floor {view.floor or 'none; denied and ended are left out'}"
    return [
        *rungs,
        ("counts", f"{counts}{f', as of {view.as_of}' if view.as_of else ''}"),
        (
            "may overlap",
            f"{count_words(found.joined, 'deal')}; the lower bound takes none twice" if found.joined else "",
        ),
        ("within another", ", ".join(columns.short_id(deal) for deal in found.inside)),
        ("without amount", f"{count_words(len(found.unpriced), 'deal')}, not counted" if found.unpriced else ""),
        ("parts clash", "in some deals parts told exceed the headline; they bound from above only" * one.clashing),
        ("converted", f"at the rate of the day: {', '.join(found.converted)}" if found.converted else ""),
        ("not converted", f"{count_words(len(found.unconverted), 'deal')} without a rate" if found.unconverted else ""),
    ]


def _with_share(found: LadderSum, name: str) -> str:
    """Return a rung of a sum in words, with its share of the headline where that says something."""
    rung = getattr(found.ladder, name)
    said = rung_words(rung, found.ladder.currency)
    if name == "contingent":
        return f"{said}, 0 in every sum"
    if name in DRAWN and not rung.low and found.ladder.untold.high != 0:
        return f"not told, {said}" if rung.high is not None else "not told"
    share = found.ladder.share_of(name)
    if name == "headline" or share in (None, ANY_SHARE) or rung.high == 0:
        return said
    return f"{said}  ({share_words(share)} of the headline)"


def _print_calendar(found: LadderSum, heading: _Heading) -> None:
    days = span_words(*heading.window)
    if not found.calendar:
        screen.line(f"Calendar, {days}: nothing due", "dim")
        return
    screen.line(f"Calendar, {days}, paid or due, {SPREAD}:", "dim")
    screen.table(found.calendar, list(_calendar_columns(found)))


def _calendar_columns(found: LadderSum) -> Iterator[screen.Column]:
    """Yield the columns of a calendar, without those in which nothing is due."""

    def rung(name: str, title: str) -> screen.Column:
        return screen.Column(title, lambda row: rung_words(getattr(row, name), found.ladder.currency))

    yield screen.Column("year", row_words)
    yield rung("due", "due")
    yield rung("binding", "binding")
    for name, title in (("conditional", "conditional"), ("announced", "not binding"), ("contingent", "contingent")):
        if any(getattr(row, name).high != 0 for row in found.calendar):
            yield rung(name, title)
    yield screen.Column("deals", lambda row: _some(row.deals), spare=True)


MOST_IDS = 3


def _some(deals: Sequence[str]) -> str:
    """Return the ids of a few deals, or how many there are."""
    if len(deals) > MOST_IDS:
        return count_words(len(deals), "deal")
    return " ".join(columns.short_id(deal) for deal in deals)
