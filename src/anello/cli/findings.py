"""What a study says, on one page: counts, deals, rings, circular share, echoes, conflicts, and how to go on.

In: the view of a study at no floor and at the floor "agreed". Out: the page of `anello demo`. Promise: nothing on it is
prepared; every line is computed from the study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anello.cli import columns, screen
from anello.show.listing import place_of_deal
from anello.show.words import NO_FLOOR, count_words, share_words, span_words, sum_words, window_words

if TYPE_CHECKING:
    from anello.show import View

SHOWN = 8
"""Rows of each part of the page; the commands at its end show all."""


def print_findings(view: View, signed: View, study: str) -> None:
    """Print the page."""
    _print_deals(view)
    _print_rings(view, signed)
    _print_echoes(view)
    _print_conflicts(view)
    _print_next(view, study)


def _print_deals(view: View) -> None:
    screen.headline(f"The largest of {count_words(len(view.deals), 'deal')}")
    ordered = sorted(view.deals, key=place_of_deal)[:SHOWN]
    screen.table(ordered, columns.deal_columns(view))


def _print_rings(view: View, signed: View) -> None:
    screen.headline("Money that may come back to its payer (structure, not wrongdoing)")
    # A ring that stands at the floor "agreed" is shown as such; the same parties without a floor are no second ring.
    firm = {ring.parties for ring in signed.rings}
    rows = [(ring, "agreed") for ring in signed.rings]
    rows += [(ring, NO_FLOOR) for ring in view.rings if ring.parties not in firm]
    if rows:
        screen.table(rows[:SHOWN], _ring_columns(view))
    else:
        screen.line("No ring.")
    for found, floor in ((signed, "floor agreed"), (view, "no floor")):
        flow = found.flow
        dates = span_words(flow.first, flow.last)
        part = sum_words(flow.circular_low, flow.circular_high, flow.currency)
        screen.line(f"Circular share, {floor}, {dates}, money layer, every tie: {share_words(flow)} ({part})")


def _ring_columns(view: View) -> tuple[screen.Column, ...]:
    return (
        screen.Column("kind", lambda pair: pair[0].kind),
        screen.Column("ring", lambda pair: columns.ring_words(pair[0].parties, view)),
        screen.Column("strength", lambda pair: sum_words(pair[0].low, pair[0].high, pair[0].currency)),
        screen.Column("window", lambda pair: window_words(pair[0].first, pair[0].last)),
        screen.Column("floor", lambda pair: pair[1], whole=True),
        screen.Column("tie", lambda pair: pair[0].tie, whole=True),
    )


def _print_echoes(view: View) -> None:
    loudest = sorted(view.echoes, key=lambda echo: (echo.origins.hi - len(echo.articles), echo.deal))
    echoed = [echo for echo in loudest if echo.origins.hi < len(echo.articles)]
    screen.headline(f"Told more often than known: {count_words(len(echoed), 'deal')} with fewer origins than articles")
    if echoed:
        screen.table(echoed[: SHOWN // 2], columns.echo_columns(view)[:-1])


def _print_conflicts(view: View) -> None:
    screen.headline(f"Where articles disagree: {count_words(len(view.conflicts), 'conflict')}")
    if view.conflicts:
        screen.table(view.conflicts[: SHOWN // 2], columns.conflict_columns(view)[:-1])


def _print_next(view: View, study: str) -> None:
    screen.headline("Go on")
    name = max(view.parties, key=lambda p: (len(view.deals_of.get(p.id, ())), p.id)).name if view.parties else "ID"
    shown = name if " " not in name else f"'{name}'"
    screen.facts(
        [
            (f"anello show {shown} {study}", "every deal of a party, with the sentences behind it"),
            (f"anello deals {study} --floor agreed", "what is signed"),
            (f"anello rings {study} --as-of 2025-12-31", "what was known then"),
            (f"anello funded {study}", "how much of its sales a vendor paid for"),
            (f"anello ladder {study} {shown}", "what is binding, drawn, and due when"),
            (f"anello owners {study} {shown}", "who owns it, and whom it owns"),
            (f"anello compute {study} {shown}", "how much hangs on one supplier of chips or cloud"),
            (f"anello stress openai-misses {study}", "who is short if OpenAI misses its cloud dues of 2027"),
            ("anello build PATH... --study my.anello", "your own articles and tables of deals"),
            ("anello --help", "the rest"),
        ]
    )
