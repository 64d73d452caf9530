"""The command that lists where money may come back to its payer: rings.

In: a study, a day, a floor, a window, bounds of the search. Out: a table, JSON Lines or CSV. Promise: no ring without
its window, floor and tie; a search that was cut short says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from anello.cli import columns, screen
from anello.cli.listing import Form, open_view, print_listing
from anello.cli.options import Apart, Listed, Option, StudyArgument, Typer, Within, spread

if TYPE_CHECKING:
    from anello.analyse.rings import RingSearch
    from anello.show import View

PARTIES = 5
"""Parties of a ring at most, unless the user says otherwise."""

Span = Annotated[
    int | None,
    Option(
        "--span-days",
        min=0,
        metavar="DAYS",
        help="Only rings whose legs can follow one another within so many days.",
        show_default=False,
    ),
]
MostParties = Annotated[int, Option("--max-parties", min=2, max=12, metavar="N", help="Parties of a ring, at most.")]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(rings))


def rings(
    study: StudyArgument,
    listed: Listed,
    within: Within,
    span_days: Span = None,
    max_parties: MostParties = PARTIES,
    apart: Apart = False,
) -> None:
    """List where money may come back to its payer.

    A ring is a circle of parties, with a leg that finances and a leg that pays for something.
    "Circular exposure" is structure, not wrongdoing; "round-trip" is said only where one contract ties the legs.
    Strength is the smallest leg, never a sum over rings. `anello show ID` opens a ring: each leg with its
    sentences, and when it opened, grew and broke.

    \b
    Examples:
      anello rings my.anello
      anello rings my.anello --floor agreed --as-of 2025-12-31
      anello rings my.anello --year 2026 --span-days 365
    """
    from anello.show import ring_view

    view = open_view(study, listed.as_of, listed.floor)
    found = _search(view, within, span_days, max_parties, apart)
    if not found.complete:
        screen.say("the search ran out of its budget: there may be more rings than these")
    print_listing(
        "rings",
        found.rings,
        columns.ring_columns(view),
        lambda ring: ring_view(ring, view.leg_views, view.names, view.floor, view.as_of),
        Form(listed.json, listed.csv, listed.limit),
        view,
    )
    if view.as_of and not (listed.json or listed.csv):
        screen.say(f"as of {view.as_of}")


def _search(view: View, within: Within, span_days: int | None, max_parties: int, apart: bool) -> RingSearch:
    """Return the rings of the view, or those that a search with other bounds finds."""
    from anello.analyse.rings import RingSearch, find_rings

    window = within.window
    if window == (None, None) and span_days is None and max_parties == PARTIES and not apart:
        return RingSearch(view.rings, view.rings_complete)
    groups: dict[str, str] | None = {} if apart else None
    return find_rings(view.graph, window=window, span_days=span_days, max_parties=max_parties, consolidate=groups)
