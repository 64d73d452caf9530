"""Commands that list: claims, deals, parties, origins, conflicts.

In: a study, a day, a floor. Out: a table, JSON Lines or CSV on standard output. Promise: all listings take the same
options and are in the same order on every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from anello.cli import columns, screen
from anello.cli.options import AsOf, AtLeast, Csv, Json, Limit, Option, StudyArgument, Total, Typer, one_form

if TYPE_CHECKING:
    from anello.model import Deal
    from anello.show import View
    from anello.store import Study

ROWS = 40
"""Rows of a table on the screen unless `--limit` says otherwise; JSON and CSV are never cut by themselves."""

PartyOption = Annotated[
    str | None, Option("--party", metavar="NAME", help="Only what this party takes part in.", show_default=False)
]
Unsure = Annotated[bool, Option("--unsure", help="The pairs of names that may be one party, with score and reasons.")]
Judged = Annotated[bool, Option("--judged", help="What was said with `anello judge` and still holds.")]


DealOption = Annotated[
    str | None, Option("--deal", metavar="ID", help="Open the chains of this deal.", show_default=False)
]


def add_to(app: Typer) -> None:
    """Hang the commands on the application."""
    for command in (claims, deals, parties, origins, conflicts):
        app.command()(command)


@dataclass(frozen=True, slots=True)
class Form:
    """How to print a listing."""

    json: bool
    csv: bool
    limit: int | None

    def __post_init__(self) -> None:
        one_form(self.json, self.csv)


def claims(
    study: StudyArgument,
    party: PartyOption = None,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List what each article says, and who says so.

    What a person rejected (`anello review`) stands here as rejected, and counts nowhere.

    \b
    Examples:
      anello claims my.anello --party OpenAI
      anello claims my.anello --floor agreed --csv > claims.csv
    """
    from anello.show.listing import list_claims
    from anello.show.reviewing import reviewed_view

    view = open_view(study, as_of, floor)
    found = list_claims(view, party)
    print_listing(
        "claims",
        found,
        columns.claim_columns(view),
        lambda claim: reviewed_view(claim, view),
        Form(json, csv, limit),
        view,
    )


def deals(
    study: StudyArgument,
    party: PartyOption = None,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
    total: Total = None,
) -> None:
    """List what many claims say together.

    The largest deals come first. The column "origins" reads "2–3 of 9": between two and three independent origins stand
    behind nine articles.

    \b
    Examples:
      anello deals my.anello --party Nvidia
      anello deals my.anello --as-of 2025-12-31 --floor agreed
      anello deals my.anello --json | jq .payer.name
      anello deals my.anello --party OpenAI --total USD
    """
    from anello.show import deal_view
    from anello.show.listing import list_deals

    view = open_view(study, as_of, floor)
    found = list_deals(view, party)
    if total:
        from anello.cli.reckoning import print_totals

        print_totals(view, found, total, json)
        return
    print_listing(
        "deals",
        found,
        columns.deal_columns(view),
        lambda deal: deal_view(deal, view.names),
        Form(json, csv, limit),
        view,
    )


def parties(
    study: StudyArgument,
    unsure: Unsure = False,
    judged: Judged = False,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List who takes part, most deals first; or which names may be one party.

    \b
    Examples:
      anello parties my.anello --limit 10
      anello parties my.anello --unsure
      anello judge same "Zephyr" "Zephyr Robotics" my.anello
    """
    from anello.show import party_view
    from anello.show.listing import list_parties

    view = open_view(study, as_of, floor)
    if unsure or judged:
        print_verdicts(view, judged, Form(json, csv, limit))
        return
    print_listing(
        "parties",
        list_parties(view),
        columns.party_columns(view),
        lambda party: party_view(party, view.deals_of.get(party.id, ())),
        Form(json, csv, limit),
        view,
    )


def print_verdicts(view: View, judged: bool, form: Form) -> None:
    """Print the open pairs of names, or what users said of pairs."""
    from anello.show.verdicts import judged_pairs, open_pairs, verdict_view

    found = [verdict_view(verdict, view) for verdict in (judged_pairs if judged else open_pairs)(view)]
    print_listing("verdicts", found, columns.verdict_columns(), lambda verdict: verdict, form, view)


def origins(
    study: StudyArgument,
    deal: DealOption = None,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Tell how many origins stand behind each deal.

    Twenty articles that rest on one agency report are one origin. The number is an interval: anonymous voices of
    different outlets may or may not be the same. The grade is no probability: A to F for the best source, 1 to 6 for
    the information. With --deal the chains are opened: each link with its sentence or the copied passage.

    \b
    Examples:
      anello origins my.anello --limit 10
      anello origins my.anello --deal 3f9c
    """
    from anello.cli.echoing import show_chains
    from anello.show.chains import echo_full_view
    from anello.show.listing import list_echoes

    view = open_view(study, as_of, floor)
    found = list_echoes(view)
    if deal:
        wanted = find_deal(deal, view)
        found = [view.echo_of[wanted.id]]
        if not (json or csv):
            screen.headline(f"Deal {wanted.id}: {wanted.type}, {columns.parties_words(wanted, view)}")
            show_chains(wanted, view)
            return
    print_listing(
        "origins",
        found,
        columns.echo_columns(view),
        lambda echo: echo_full_view(echo, view),
        Form(json, csv, limit),
        view,
    )


def find_deal(key: str, view: View) -> Deal:
    """Return the deal of an id or the beginning of one.

    Raises:
        NotFound: nothing has that id, or it is no deal.
    """
    from anello.errors import NotFound
    from anello.model import Deal

    found = view.find_record(key)
    if not isinstance(found, Deal) or found.id not in view.echo_of:
        raise NotFound(f"{key!r} is no deal; `anello deals` lists the ids of deals")
    return found


def conflicts(
    study: StudyArgument,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List where articles contradict each other.

    Both sides stay, with the claims behind them.

    \b
    Example:
      anello conflicts my.anello --json
    """
    from anello.show import conflict_view

    view = open_view(study, as_of, floor)
    print_listing(
        "conflicts", view.conflicts, columns.conflict_columns(view), conflict_view, Form(json, csv, limit), view
    )


# --- shared -----------------------------------------------------------------------------------------------------------


def open_view(study: str, as_of: date | None, floor: str | None) -> View:
    """Return everything a study says as of a day at a floor."""
    from anello.pipeline import open_ledger

    with reading(study) as opened:
        return open_ledger(opened, as_of=as_of, floor=floor)


@contextmanager
def reading(study: str) -> Iterator[Study]:
    """Open a study, and show that it is read where that takes a while."""
    from anello.store import open_study

    with screen.waiting("Reading the study"), open_study(study) as opened:
        yield opened


def print_listing(
    kind: str,
    records: Iterable[Any],
    shown: Sequence[screen.Column],
    view_of: Callable[[Any], dict[str, Any]],
    form: Form,
    view: View | None = None,
) -> None:
    """Print records in the form asked for."""
    rows = list(records)
    if form.json:
        screen.print_json(view_of(row) for row in rows[: form.limit])
    elif form.csv:
        from anello.show.rows import COLUMNS, as_row

        screen.print_csv((as_row(kind, row, view) for row in rows[: form.limit]), COLUMNS[kind])
    elif rows:
        cut = rows[: ROWS if form.limit is None else form.limit]
        screen.table(cut, shown, total=len(rows), what=kind.removesuffix("s"))
    else:
        screen.say(f"no {kind} here; --floor and --as-of leave some out, and `anello build` adds more")
