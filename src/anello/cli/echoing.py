"""Commands on who said it first: echoes, outlets; and the chains of a deal opened.

In: a study, a day, a floor. Out: tables, JSON Lines or CSV on standard output. Promise: counts stand with their
denominators; every link of a chain shows the sentence or the copied passage it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from anello.cli import columns, screen
from anello.cli.listing import ROWS, Form, open_view
from anello.cli.options import AsOf, AtLeast, Csv, Json, Limit, Option, StudyArgument, Typer

if TYPE_CHECKING:
    from anello.model import Deal
    from anello.show import View

Circles = Annotated[bool, Option("--circles", help="Only the circles: outlets that rest on each other.")]


def add_to(app: Typer) -> None:
    """Hang the commands on the application."""
    for command in (echoes, outlets):
        app.command()(command)


def echoes(
    study: StudyArgument,
    circles: Circles = False,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List what is told more often than it is known, and reporting circles.

    "23 articles, 3 languages, 1 origin": the widest gap between articles and independent voices comes first. The grade
    is no probability: A to F for the best source, 1 to 6 for the information (docs/origins.md).

    \b
    Examples:
      anello echoes my.anello
      anello echoes my.anello --circles
      anello echoes my.anello --as-of 2025-12-31 --json
    """
    from anello.show import chains

    view, form = open_view(study, as_of, floor), Form(json, csv, limit)
    if circles:
        shown = _Listing("circle", view.circles, _circle_columns(view), chains.CIRCLE_COLUMNS)
        _print(shown, lambda c: chains.circle_view(c, view), lambda c: chains.circle_row(c, view), form)
        return
    shown = _Listing("echo", chains.loud(view), _echo_columns(view), chains.ECHO_COLUMNS, "echoes")
    _print(shown, lambda e: chains.echo_full_view(e, view), lambda e: chains.echo_row(e, view), form)
    if view.circles and not (json or csv):
        screen.headline("Circles: outlets that rest on each other")
        screen.table(view.circles, _circle_columns(view))


def outlets(
    study: StudyArgument,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List what each outlet told, when, and what became of it.

    A deal is resolved once it is closed, denied or ended. "right" and "wrong" compare what an outlet told before that
    day with the outcome; neither says that a report was true or untrue on its day.

    \b
    Examples:
      anello outlets my.anello
      anello outlets my.anello --csv > outlets.csv
    """
    from anello.show import chains

    view = open_view(study, as_of, floor)
    shown = _Listing("outlet", view.outlets, _outlet_columns(), chains.OUTLET_COLUMNS)
    _print(shown, chains.outlet_view, chains.outlet_row, Form(json, csv, limit))


def show_chains(deal: Deal, view: View) -> None:
    """Print the chains behind a deal: grade, who was first, and each link with its sentence or copied passages."""
    from anello.show import chains

    echo = view.echo_of.get(deal.id)
    if echo is None:
        return
    screen.headline("Who said it first")
    screen.facts(chains.origin_facts(echo, view))
    for edge in chains.links_of(echo, view):
        screen.line(chains.link_words(edge, view), "dim", 2)
        for label, found in chains.link_passages(edge, view):
            if label:
                screen.line(label, "dim italic", 4)
            screen.passage(found, 6)


class _Listing:
    """What is listed: the records, the columns on the screen and those of the CSV file."""

    def __init__(
        self,
        what: str,
        records: Iterable[Any],
        shown: Sequence[screen.Column],
        cells: Sequence[str],
        plural: str = "",
    ) -> None:
        self.what, self.records, self.shown, self.cells = what, list(records), shown, cells
        self.plural = plural or f"{what}s"


def _print(
    listing: _Listing, view_of: Callable[[Any], dict[str, Any]], row_of: Callable[[Any], dict[str, str]], form: Form
) -> None:
    """Print a listing in the form asked for."""
    if form.json:
        screen.print_json(view_of(record) for record in listing.records[: form.limit])
    elif form.csv:
        screen.print_csv((row_of(record) for record in listing.records[: form.limit]), listing.cells)
    elif listing.records:
        cut = listing.records[: ROWS if form.limit is None else form.limit]
        screen.table(cut, listing.shown, total=len(listing.records), what=listing.what)
    else:
        screen.say(f"no {listing.plural} here; --floor and --as-of leave some out, and `anello build` adds more")


def _deal_words(deal: str, view: View) -> str:
    found = view.deal_of[deal]
    return f"{found.type}: {columns.parties_words(found, view)}"


def _echo_columns(view: View) -> tuple[screen.Column, ...]:
    from anello.show import chains

    return (
        screen.Column("deal", lambda e: _deal_words(e.deal, view)),
        screen.Column("told", chains.echo_words),
        screen.Column("grade", lambda e: chains.grade_words(e.grade), whole=True),
        screen.Column("first", lambda e: chains.first_words(view.first_reports.get(e.deal, ()))),
        screen.Column("id", lambda e: columns.short_id(e.deal), whole=True),
    )


def _circle_columns(view: View) -> tuple[screen.Column, ...]:
    return (
        screen.Column("outlets", lambda c: " ⇄ ".join(c.outlets)),
        screen.Column("deal", lambda c: _deal_words(c.deal, view)),
        screen.Column("sentences", lambda c: " | ".join(x.evidence.text for x in c.citations if x.evidence)),
        screen.Column("id", lambda c: columns.short_id(c.deal), whole=True),
    )


def _outlet_columns() -> tuple[screen.Column, ...]:
    def of(part: str, whole: str) -> Callable[[Any], str]:
        return lambda r: f"{getattr(r, part)} of {getattr(r, whole)}"

    return (
        screen.Column("outlet", lambda r: r.outlet),
        screen.Column("articles", lambda r: str(r.articles), whole=True, right=True),
        screen.Column("own", of("own", "deals"), whole=True, right=True),
        screen.Column("first", of("first", "deals"), whole=True, right=True),
        screen.Column("resolved", of("resolved", "deals"), whole=True, right=True),
        screen.Column("early", of("early", "resolved"), whole=True, right=True),
        screen.Column("late", of("late", "resolved"), whole=True, right=True),
        screen.Column("right", of("right", "early"), whole=True, right=True),
        screen.Column("wrong", of("wrong", "early"), whole=True, right=True),
    )
