"""Commands that reckon with deals: totals, valuations, links between deals, and where a deal is not found.

In: a study and what is asked. Out: tables, JSON Lines or CSV. Promise: a total is an interval and says what it counts
once; a link that a user sets is kept in the study, outranks what texts say, and can be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from anello.cli import columns, screen
from anello.cli.listing import Form, open_view, print_listing
from anello.cli.options import (
    EACH,
    Argument,
    AsOf,
    AtLeast,
    Csv,
    Json,
    Key,
    Limit,
    LinkWord,
    Option,
    Preview,
    StudyArgument,
    Typer,
)
from anello.cli.reviewing import now, print_preview
from anello.show.words import count_words, origins_words, sum_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anello.model import Deal, Sum, Valuation
    from anello.show import View

PartyName = Annotated[str | None, Argument(metavar="PARTY", help="Only this party.", show_default=False)]
Documents = Annotated[
    str | None, Option("--documents", metavar="PATTERN", help="Only articles whose document fits, such as 'news/it*'.")
]
Outlet = Annotated[str | None, Option("--outlet", metavar="NAME", help="Only articles of this outlet.")]
InLanguage = Annotated[str | None, Option("--language", metavar="CODE", help="Only articles in this language.")]


def add_to(app: Typer) -> None:
    """Hang the commands on the application."""
    for command in (valuations, link, links, absent):
        app.command()(command)


def valuations(
    study: StudyArgument,
    party: PartyName = None,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List what parties are said to be worth, by date.

    Rounds, current values, bids and offerings stand apart, as do values before and after the money. "implied" is
    reckoned from a price and a share, and shows its working. `anello show ID` opens a row to its claims.

    \b
    Examples:
      anello valuations my.anello OpenAI
      anello valuations my.anello --as-of 2025-12-31 --json
    """
    from anello.show.listing import list_valuations
    from anello.show.reckoning import valuation_view

    view = open_view(study, as_of, floor)
    found = list_valuations(view, party)
    print_listing(
        "valuations",
        found,
        valuation_columns(view),
        lambda row: valuation_view(row, view),
        Form(json, csv, limit),
        view,
    )


def valuation_columns(view: View) -> tuple[screen.Column, ...]:
    """Return the columns of a series of valuations."""
    from anello.show.reckoning import valuation_words

    def origins(row: Valuation) -> str:
        return origins_words(row.origins) if row.origins.articles else "reckoned"

    return (
        screen.Column("party", lambda v: view.names.get(v.party, v.party)),
        screen.Column("day", lambda v: str(v.day or "undated"), whole=True),
        screen.Column("basis", lambda v: v.basis, whole=True),
        screen.Column("value", valuation_words),
        screen.Column("status", lambda v: v.status, whole=True),
        screen.Column("origins", origins, whole=True),
        screen.Column("id", lambda v: columns.short_id(v.id), whole=True),
    )


def link(word: LinkWord, one: Key, other: Key, study: StudyArgument, preview: Preview = False) -> None:
    """Say how one deal stands to another; it outranks what texts say.

    part-of A B: A is within B. supersedes A B: A takes the place of B. overlaps A B: they may share an unknown amount.
    apart A B: nothing of one is in the other. undo A B takes back what was said of the two.

    \b
    Examples:
      anello link part-of 3f2a 9b1c my.anello
      anello link undo 3f2a 9b1c my.anello
    """
    from anello.pipeline import link_deals

    if preview:
        print_preview(study, "deals", word, (one, other), False)
        return
    screen.say(link_deals(study, word, one, other, now()))


def links(
    study: StudyArgument,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List how deals stand to each other, and who says so.

    "text" rests on a word between the two in one sentence; "figure" is only a question: one sum told as two kinds of
    deal, a round without its investors, a running total; "user" was set with `anello link`.

    \b
    Example:
      anello links my.anello --json
    """
    from anello.show.reckoning import link_view

    view = open_view(study, as_of, floor)
    print_listing("links", view.links, link_columns(view), link_view, Form(json, csv, limit), view)


def link_columns(view: View) -> tuple[screen.Column, ...]:
    """Return the columns of a list of links."""
    from anello.show.reckoning import LINK_WORDS

    return (
        screen.Column("deal", lambda k: deal_words(view.deal_of[k.deal], view)),
        screen.Column("is", lambda k: LINK_WORDS[k.kind].removeprefix("is ")),
        screen.Column("other deal", lambda k: deal_words(view.deal_of[k.other], view)),
        screen.Column("by", lambda k: f"{k.by}: {k.cue}" if k.cue else k.by),
        screen.Column("ids", lambda k: f"{columns.short_id(k.deal)} {columns.short_id(k.other)}", whole=True),
    )


def deal_words(deal: Deal, view: View) -> str:
    """Return a deal in a few words: type, parties and amounts."""
    from anello.show.words import slots_words

    said = f"{deal.type} {columns.parties_words(deal, view)}"
    return f"{said}, {slots_words(deal.amounts[:1])}" if deal.amounts else said


def absent(
    deal: Key,
    study: StudyArgument,
    documents: Documents = None,
    outlet: Outlet = None,
    language: InLanguage = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Tell in which articles a deal is not found.

    "Not found" is a state of its own and never a denial: an article that denies the deal tells of it.

    \b
    Examples:
      anello absent 3f2a my.anello --outlet Reuters
      anello absent 3f2a my.anello --documents 'filings/*' --as-of 2025-12-31
    """
    from anello.show.reckoning import absence_view, absence_words, articles_like, find_absence

    view = open_view(study, as_of, None)
    wanted = view.find_deal(deal)
    found = find_absence(wanted, articles_like(view, documents, outlet, language), view)
    if json:
        screen.print_json([absence_view(found, view)])
        return
    screen.headline(f"Deal {wanted.id}: {deal_words(wanted, view)}")
    screen.line(absence_words(found))
    for name in absence_view(found, view)["not_found_in"]:
        screen.line(name, "dim", 2)


# --- totals -----------------------------------------------------------------------------------------------------------


def print_totals(view: View, deals: Iterable[Deal], currency: str, json: bool) -> None:
    """Print the totals of deals, all in one currency or in each by itself."""
    from anello.show.reckoning import sum_view
    from anello.summing import sums_of

    sums = sums_of(view, deals, None if currency == EACH else currency)
    if json:
        screen.print_json(sum_view(found, view) for found in sums)
        return
    if not sums:
        screen.say("no deal with an amount here; --floor and --as-of leave some out")
    for found in sums:
        screen.headline(f"Total in {found.currency}: {total_words(found)}")
        screen.facts(total_facts(found, view))


def total_words(found: Sum) -> str:
    """Return a total in words."""
    return sum_words(found.total.low, found.total.high, found.currency)


def total_facts(found: Sum, view: View) -> list[tuple[str, str]]:
    """Return what a total counts, leaves out and rests on."""
    total = found.total
    priced = len(total.deals) - len(total.unpriced)
    return [
        ("counts", f"{count_words(priced, 'deal')}, floor {view.floor or 'none; denied and ended are left out'}"),
        (
            "may overlap",
            f"{count_words(total.joined, 'deal')}; the lower bound takes none twice" if total.joined else "",
        ),
        ("within another", ", ".join(columns.short_id(deal) for deal in total.inside)),
        ("without amount", f"{count_words(len(total.unpriced), 'deal')}, not counted" if total.unpriced else ""),
        ("contingent beside it", contingent_words(found)),
        ("converted", f"at the rate of the day: {', '.join(found.converted)}" if found.converted else ""),
        ("not converted", f"{count_words(len(found.unconverted), 'deal')} without a rate" if found.unconverted else ""),
    ]


def contingent_words(found: Sum) -> str:
    """Return what may never be paid: rights and guarantees with an amount, and their ceiling."""
    maybe = found.contingent
    priced = len(maybe.deals) - len(maybe.unpriced)
    said = count_words(priced, "right or guarantee", "rights and guarantees")
    return f"{said}, {sum_words(None, maybe.high, found.currency)}" if priced else ""
