"""The command that tells how much of the money is circular: flows.

In: a study, a day, a floor. Out: the share with all that it depends on, and the legs that carry it. Promise: no figure
without its window, floor, layer and tie.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from anello.cli import columns, screen
from anello.cli.listing import ROWS, Form, open_view
from anello.cli.options import AsOf, AtLeast, Csv, Json, Limit, StudyArgument, Typer
from anello.show.words import NO_FLOOR, share_words, sum_words, window_words

if TYPE_CHECKING:
    from anello.show import View


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(flows)


def flows(
    study: StudyArgument,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Tell how much of the money is circular.

    The share is the largest circulation that fits into the money legs, over their gross (docs/flows.md). It changes
    with the window and the floor, which is why it is printed with both.

    \b
    Examples:
      anello flows my.anello
      anello flows my.anello --floor agreed --json
    """
    from anello.show import flow_view
    from anello.show.views import leg_view

    view = open_view(study, as_of, floor)
    if json or csv:
        print_flow_for_programs(view, Form(json, csv, limit), flow_view)
        return
    print_flow(view)
    carried = [(view.leg_of[leg], part) for leg, part in view.flow.edges if part and leg in view.leg_of]
    carried.sort(key=lambda pair: (-pair[1], pair[0].id))
    rows = [
        leg_view(leg, view.names) | {"circular": part, "window": window_words(leg.first, leg.last)}
        for leg, part in carried
    ]
    if rows:
        cut = rows[: ROWS if limit is None else limit]
        screen.table(cut, leg_columns(view.flow.currency), total=len(rows), what="leg")


def leg_columns(currency: str) -> tuple[screen.Column, ...]:
    """Return the columns of the legs that circulate."""
    return (
        screen.Column("leg", lambda v: f"{v['payer']['name']} → {v['payee']['name']}"),
        screen.Column("kind", lambda v: v["kind"], whole=True, spare=True),
        screen.Column("amount", lambda v: v["words"]),
        screen.Column("of it circular", lambda v: sum_words(v["circular"], v["circular"], currency)),
        screen.Column("status", lambda v: v["status"], whole=True),
        screen.Column("window", lambda v: v["window"]),
        screen.Column("deal", lambda v: columns.short_id(v["deal"]), whole=True),
    )


def print_flow_for_programs(view: View, form: Form, flow_view: Callable[..., dict[str, Any]]) -> None:
    """Print the circular share as one JSON object, or as one CSV row."""
    found = flow_view(view.flow, view.leg_of, view.names)
    if form.json:
        screen.print_json([found])
        return
    flow = view.flow
    row = {
        "share_low": flow.share_low,
        "share_high": flow.share_high,
        "circular_low": flow.circular_low,
        "circular_high": flow.circular_high,
        "gross_low": flow.gross_low,
        "gross_high": flow.gross_high,
        "currency": flow.currency,
        "floor": flow.floor or NO_FLOOR,
        "first": flow.first,
        "last": flow.last,
        "layer": "money",
        "tie": "any",
        "unpriced": flow.unpriced,
    }
    cells = {name: "" if value is None else str(value) for name, value in row.items()}
    screen.print_csv([cells], list(cells))


def print_flow(view: View) -> None:
    """Print the circular share with everything it depends on."""
    flow = view.flow
    open_window = flow.first is None and flow.last is None
    screen.facts(
        [
            ("circular share", share_words(flow)),
            ("circular", sum_words(flow.circular_low, flow.circular_high, flow.currency)),
            ("gross", sum_words(flow.gross_low, flow.gross_high, flow.currency)),
            ("floor", flow.floor or "none; denied and ended are left out"),
            ("window", "all dates" if open_window else window_words(flow.first, flow.last)),
            ("layer, tie", "money; contractual, linked and coincident together"),
            ("without amount", f"{flow.unpriced} legs, not counted" if flow.unpriced else ""),
        ]
    )
