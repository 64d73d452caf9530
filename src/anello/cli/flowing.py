"""The command that tells how much of the money is circular: flows.

In: a study, a day, a floor, a window. Out: the share with all that it depends on, what is signed beside everything,
year by year where asked for, and the legs that carry it. Promise: no figure without its window, floor, layer and tie.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated

from anello.cli import columns, screen
from anello.cli.listing import ROWS, open_view
from anello.cli.options import Apart, InCurrency, Listed, Option, StudyArgument, Typer, Within, spread
from anello.errors import SettingsError
from anello.show.words import NO_FLOOR, ceiling_words, chance_words, share_words, span_words, sum_words, window_words

if TYPE_CHECKING:
    from anello.model import Chance, Flow
    from anello.show import View

ByYear = Annotated[bool, Option("--by-year", help="A row for each year in which money moves.")]

Shuffles = Annotated[
    int | None,
    Option(
        "--chance",
        min=1,
        max=10_000,
        metavar="N",
        help="Beside it, the share in N networks of the same sums with the payees of purchases shuffled: a footnote.",
        show_default=False,
    ),
]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(flows))


def flows(
    study: StudyArgument,
    listed: Listed,
    within: Within,
    currency: InCurrency = "USD",
    by_year: ByYear = False,
    apart: Apart = False,
    chance: Shuffles = None,
) -> None:
    """Tell how much of the money is circular.

    The share is the largest circulation that fits into the money legs, over their gross (docs/flows.md). It changes
    with the window and the floor, which is why it is printed with both; without a floor, what is signed stands beside
    everything. Warrants and guarantees are left out: they may never be paid.

    \b
    Examples:
      anello flows my.anello
      anello flows my.anello --year 2026
      anello flows my.anello --by-year --floor agreed --json
      anello flows my.anello --chance 500
    """
    from anello.pipeline.circling import flows_of, graphs_of

    view = open_view(study, listed.as_of, listed.floor)
    if by_year:
        _print_years(view, within, listed, currency, apart, chance)
        return
    found = flows_of(graphs_of(view), currency=currency, window=within.window, apart=apart)
    beside = _by_chance(view, within, currency, apart, chance) if chance else []
    if listed.json or listed.csv:
        _print_for_programs(view, found, listed, beside)
    else:
        _print_flows(found, view, beside)
        _print_legs(view, found[0], listed.limit)


def _by_chance(view: View, within: Within, currency: str, apart: bool, draws: int) -> list[Chance]:
    from anello.pipeline.circling import chances_of, graphs_of

    with screen.waiting("Shuffling"):
        return chances_of(graphs_of(view), draws, currency=currency, window=within.window, apart=apart)


def _floor_words(flow: Flow) -> str:
    return f"{flow.floor} or firmer" if flow.floor else "all but denied and ended"


def _print_flows(found: Sequence[Flow], view: View, beside: Sequence[Chance]) -> None:
    """Print the circular share with everything it depends on, one column a floor."""
    flow = found[0]
    rows = [
        ["circular share", *map(share_words, found)],
        ["circular", *(ceiling_words(f.circular_low, f.circular_high, f.currency) for f in found)],
        ["gross", *(ceiling_words(f.gross_low, f.gross_high, f.currency) for f in found)],
        ["legs without an upper bound", *(str(f.unpriced) for f in found)],
    ]
    _table(["", *map(_floor_words, found)], rows)
    screen.facts(
        [
            ("floor", flow.floor or "none on the left; what is signed beside it"),
            ("window", span_words(flow.first, flow.last)),
            ("as of", str(view.as_of or "")),
            ("layer, tie", f"money in {flow.currency}; contractual, linked and coincident together"),
            *(("by chance", f"{_floor_words(f)}: {chance_words(c)}") for f, c in zip(found, beside, strict=False)),
        ]
    )


def _print_legs(view: View, flow: Flow, limit: int | None) -> None:
    from anello.show.views import leg_view

    carried = [(view.leg_of[leg], part) for leg, part in flow.edges if part and leg in view.leg_of]
    carried.sort(key=lambda pair: (-pair[1], pair[0].id))
    rows = [
        leg_view(leg, view.names) | {"circular": part, "window": window_words(leg.first, leg.last)}
        for leg, part in carried
    ]
    if rows:
        cut = rows[: ROWS if limit is None else limit]
        screen.table(cut, leg_columns(flow.currency), total=len(rows), what="leg")


def _print_years(view: View, within: Within, listed: Listed, currency: str, apart: bool, chance: int | None) -> None:
    """Print the flow of each year, what is signed beside everything."""
    from anello.pipeline.circling import SIGNED, graphs_of, yearly_flows

    if chance:
        raise SettingsError("--chance and --by-year exclude each other; give --year with --chance")
    if within.window != (None, None):
        raise SettingsError("--by-year has a window of its own for each year; leave out --from, --to and --year")
    graphs = graphs_of(view)
    by_floor = yearly_flows(graphs, currency=currency, apart=apart)
    if listed.json or listed.csv:
        _print_for_programs(view, [flow for flows, _ in by_floor for flow in flows.values()], listed)
        return
    years = sorted({year for flows, _ in by_floor for year in flows})
    if not years:
        screen.line("No leg whose first and last day are known; `anello flows` counts all dates together.")
        return
    titles = [f"{what}, {graph.floor or 'all'}" for graph in graphs for what in ("share", "circular", "gross")]
    rows = [[str(year), *(cell for flows, _ in by_floor for cell in _cells(flows.get(year)))] for year in years]
    _table(["year", *titles], rows)
    left = by_floor[0][1]
    screen.facts(
        [
            ("floor", view.floor or f"none (all); {SIGNED} beside it"),
            ("as of", str(view.as_of or "")),
            ("spread", "each leg evenly over its days"),
            (
                "open",
                f"{left} legs whose first or last day nobody tells: from nothing to all of it each year"
                if left
                else "",
            ),
            ("layer, tie", f"money in {currency}; contractual, linked and coincident together"),
        ]
    )


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


def _cells(flow: Flow | None) -> list[str]:
    if flow is None:
        return ["-", "-", "-"]
    circular = ceiling_words(flow.circular_low, flow.circular_high, flow.currency)
    return [share_words(flow), circular, ceiling_words(flow.gross_low, flow.gross_high, flow.currency)]


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    screen.table(rows, tuple(screen.Column(title, itemgetter(at)) for at, title in enumerate(titles)))


def _print_for_programs(view: View, found: Sequence[Flow], listed: Listed, beside: Sequence[Chance] = ()) -> None:
    """Print flows as JSON objects, or as CSV rows."""
    from anello.show import chance_view, flow_view

    views = [{"chance": chance_view(chance)} for chance in beside] or [{} for _ in found]
    if listed.json:
        whole = [flow_view(flow, view.leg_views, view.as_of) for flow in found]
        screen.print_json([flow | chance for flow, chance in zip(whole, views, strict=True)])
        return
    rows = [
        _row(flow, view)
        | {f"chance_{name}": "" if v is None else str(v) for name, v in chance.get("chance", {}).items()}
        for flow, chance in zip(found, views, strict=True)
    ]
    screen.print_csv(rows, list(rows[0]) if rows else [])


def _row(flow: Flow, view: View) -> dict[str, str]:
    row = {
        "share_low": flow.share_low,
        "share_high": flow.share_high,
        "circular_low": flow.circular_low,
        "circular_high": flow.circular_high,
        "gross_low": flow.gross_low,
        "gross_high": flow.gross_high,
        "currency": flow.currency,
        "floor": flow.floor or NO_FLOOR,
        "as_of": view.as_of,
        "first": flow.first,
        "last": flow.last,
        "layer": "money",
        "tie": "any",
        "unpriced": flow.unpriced,
    }
    return {name: "" if value is None else str(value) for name, value in row.items()}
