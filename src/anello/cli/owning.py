"""The command that tells who owns and controls whom: owners.

In: a study, a company, a day, a floor, what the user assumes. Out: tables, JSON Lines or CSV. Promise: each percentage
stands with its basis and day, each value with its basis and day, each line with the deals that `anello show` opens;
what is assumed is called so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from anello.cli import columns, screen
from anello.cli.assuming import Assume, currency_of, offering_of, worths_of
from anello.cli.listing import ROWS, Form, reading
from anello.cli.options import Listed, StudyArgument, Typer, spread
from anello.cli.reckoning import PartyName
from anello.errors import SettingsError
from anello.show.words import NO_FLOOR, sum_words, window_words

if TYPE_CHECKING:
    from anello.analyse.owners import Book
    from anello.model import Interest, Owner, Right, Stake
    from anello.show import View
    from anello.show.owned import OwnersPage


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(owners))


def owners(
    study: StudyArgument,
    listed: Listed,
    party: PartyName = None,
    assume: Assume = None,
) -> None:
    """Tell who owns and who controls whom.

    Without PARTY one row a company: its known holders, how much of it they hold, how much has no known holder. With
    PARTY: who owns it and what it owns, each stake with its basis, its day and its value on paper, who controls whom
    and through whom, and what is counted twice. Control is what a text claims before any percentage (docs/owners.md).

    \b
    Examples:
      anello owners my.anello
      anello owners my.anello OpenAI --as-of 2025-12-31
      anello owners my.anello OpenAI -a ipo=1tn -a primary=60bn -a warrants=5%
      anello owners my.anello OpenAI -a value:Microsoft=3.8tn --json
    """
    from anello.pipeline.owners import open_owners, read_page

    form, told = Form(listed.json, listed.csv, listed.limit), list(assume or ())
    _check(party, told)
    offering = offering_of(told)
    with reading(study) as opened:
        view, book = open_owners(opened, as_of=listed.as_of, floor=listed.floor)
    if party is None:
        print_registers(book, view, form)
        return
    wanted, worths = view.find_party(party).id, worths_of(told, view)
    page = read_page(view, book, wanted, currency=currency_of(told), assumed=worths, offering=offering)
    print_page(page, view, form)


def _check(party: str | None, told: Sequence[object]) -> None:
    if told and party is None:
        raise SettingsError("--assume needs a party: `anello owners STUDY PARTY --assume ipo=1tn`")


# --- all companies ----------------------------------------------------------------------------------------------------


def print_registers(book: Book, view: View, form: Form) -> None:
    """Print one row a company, those with most holders first."""
    from anello.pipeline.owners import place_of
    from anello.show.owned import REGISTER_COLUMNS, register_row, register_view

    found = sorted(book.registers.values(), key=place_of)
    if form.json:
        screen.print_json(register_view(register, view) for register in found[: form.limit])
    elif form.csv:
        screen.print_csv((register_row(register, view) for register in found[: form.limit]), REGISTER_COLUMNS)
    elif found:
        cut = found[: ROWS if form.limit is None else form.limit]
        screen.table(cut, register_columns(view), total=len(found), what="row")
        for reject in book.rejects:
            screen.say(f"refused {view.names.get(reject.document, reject.document)}: {reject.reason}; {reject.detail}")
        until = f"as told by {view.as_of}" if view.as_of else "all that is told"
        screen.say(f"percent of each company; floor {view.floor or NO_FLOOR}; {until}; `anello show ID` opens a deal")
    else:
        screen.say("no stake, control or right here; --floor and --as-of leave some out, and `anello build` adds more")


def register_columns(view: View) -> tuple[screen.Column, ...]:
    """Return the columns of the list of companies."""
    from anello.show import owned, owners

    return (
        screen.Column("company", lambda r: view.names.get(r.company, r.company)),
        screen.Column("holders", lambda r: owners.holders_words(r, view)),
        screen.Column("known", owners.known_words),
        screen.Column("not known", owners.rest_words),
        screen.Column("control", lambda r: owners.control_words(r, view)),
        screen.Column("told", lambda r: str(r.last or ""), whole=True, spare=True),
        screen.Column("deals", lambda r: " ".join(columns.short_id(deal) for deal in owned.deals_of(r)[:3])),
    )


# --- one party --------------------------------------------------------------------------------------------------------


def print_page(page: OwnersPage, view: View, form: Form) -> None:
    """Print who owns a party, what it owns, who controls whom, and what is counted twice."""
    from anello.show.owned import STAKE_COLUMNS, page_view, stake_rows

    if form.json:
        screen.print_json([page_view(page, view)])
        return
    if form.csv:
        listed = [*(page.register.owners if page.register else ()), *page.owned]
        rows = [row for o in listed for row in stake_rows(o, view, page.values.get((o.holder, o.company)))]
        screen.print_csv(rows[: form.limit], STAKE_COLUMNS)
        return
    print_owners(page, view, form)
    print_owned(page, view, form)
    print_interests(page, view, form)
    print_mutual(page, view)
    print_offering(page, view)


def print_owners(page: OwnersPage, view: View, form: Form) -> None:
    """Print who owns a party, and who decides there."""
    from anello.show import owners as said

    register = page.register
    screen.headline(f"Who owns {said.name_of(page.party, view)}")
    if register is None:
        screen.line("no stake in it is told here, nor a right over it")
        return
    if register.owners:
        screen_stakes(register.owners, page, view, form)
    screen.facts(
        [
            ("known holders", said.known_words(register)),
            ("not known", said.rest_words(register)),
            ("counted on", ", ".join(said.basis_words(basis) for basis in register.bases)),
            ("told", window_words(register.first, register.last) if register.last else ""),
            ("control", said.control_words(register, view)),
            ("votes", said.power_words(*page.power, view) if page.power else ""),
            ("worth", said.worth_words(page.worth) if page.worth else "no value known"),
            ("floor", view.floor or "none; what is denied is left out"),
            *(("refused", f"{reject.reason}: {reject.detail}") for reject in register.rejects),
        ]
    )
    if register.rights:
        screen.headline("Rights over it; none is a sum")
        screen.table(register.rights, right_columns(view))


def right_columns(view: View, over: bool = False) -> tuple[screen.Column, ...]:
    """Return the columns of a list of rights: with who holds them, or over whom they are."""
    from anello.show.owners import name_of, right_words

    def side(right: Right) -> str:
        return name_of(right.company if over else right.holder, view)

    return (
        screen.Column("over" if over else "holder", side),
        screen.Column("right", right_words),
        screen.Column("state", lambda r: r.state, whole=True),
        screen.Column("told", lambda r: str(r.told or "undated"), whole=True),
        screen.Column("deal", lambda r: columns.short_id(r.deal), whole=True),
    )


def print_owned(page: OwnersPage, view: View, form: Form) -> None:
    """Print what a party owns, itself and through what it controls, and which rights it holds."""
    from anello.show.owners import name_of, way_words

    name = name_of(page.party, view)
    if page.owned:
        screen.headline(f"What {name} owns, itself and through what it controls")
        screen_stakes(page.owned, page, view, form, owned=True)
    if page.controls:
        screen.headline(f"What {name} controls")
        screen.facts([(name_of(control.company, view), way_words(control, view)) for control in page.controls])
    if page.rights:
        screen.headline(f"Rights of {name}; none is a sum")
        screen.table(page.rights, right_columns(view, over=True))


def screen_stakes(listed: Sequence[Owner], page: OwnersPage, view: View, form: Form, *, owned: bool = False) -> None:
    """Print stakes as a table, under each the older ones and those to come."""
    from anello.show import owners as said

    rows = [(owner, stake) for owner in listed for stake in (owner.now, *reversed(owner.older), *owner.to_come)]

    def who(row: tuple[Owner, Stake]) -> str:
        owner, stake = row
        if stake is not owner.now:
            return "  to come" if stake.state == "to come" else "  before"
        if not owned:
            return said.name_of(owner.holder, view)
        through = "" if owner.holder == page.party else f" (through {said.name_of(owner.holder, view)})"
        return said.name_of(owner.company, view) + through

    def paper(row: tuple[Owner, Stake]) -> str:
        owner, stake = row
        if stake is not owner.now or stake.state != "held":
            return ""
        return said.value_words(page.values.get((owner.holder, owner.company)))

    shown = (
        screen.Column("company" if owned else "holder", who),
        screen.Column("stake", lambda row: said.stake_words(row[1])),
        screen.Column("basis", lambda row: said.basis_words(row[1].basis), spare=True),
        screen.Column("state", lambda row: row[1].state),
        screen.Column("told", lambda row: said.day_words(row[1])),
        screen.Column("on paper", paper),
        screen.Column("deal", lambda row: columns.short_id(row[1].deals[0]), whole=True),
    )
    screen.table(rows[: ROWS if form.limit is None else form.limit], shown, total=len(rows), what="stake")


def print_interests(page: OwnersPage, view: View, form: Form) -> None:
    """Print what of the cash flow is due to whom, where some of it goes through others."""
    from anello.show.owners import name_of, share_words

    found = [*page.interests_in, *page.interests_of]
    if all(_is_direct(interest) for interest in found):
        return
    screen.headline("Cash-flow rights, directly and through others; they overlap, and control is another matter")
    shown = (
        screen.Column("holder", lambda i: name_of(i.holder, view)),
        screen.Column("of", lambda i: name_of(i.company, view)),
        screen.Column("direct", lambda i: "none" if i.direct_high == 0 else share_words(i.direct_low, i.direct_high)),
        screen.Column("in all", lambda i: share_words(i.low, i.high)),
    )
    screen.table(found[: ROWS if form.limit is None else form.limit], shown, total=len(found), what="row")


def _is_direct(interest: Interest) -> bool:
    return interest.direct_low is None or (interest.direct_low, interest.direct_high) == (interest.low, interest.high)


def print_mutual(page: OwnersPage, view: View) -> None:
    """Print what is counted twice among companies that hold each other, and whether values agree."""
    from anello.show import owners as said

    found = page.gross_up
    if not found.mutual and not found.missing and not page.agreements:
        return
    pairs = ", ".join(f"{said.name_of(one, view)} in {said.name_of(other, view)}" for one, other in found.mutual)
    facts: list[tuple[str, Any]] = [
        ("gross-up", f"{said.gross_up_words(found)}; book value of all over what stands under it"),
        ("book value", sum_words(found.book_low, found.book_high, found.currency) if found.mutual else ""),
        ("counted twice", pairs),
        ("missing", said.missing_words(found, view)),
        ("debts", "not looked through, no balance sheet is told" if found.mutual else ""),
        *(("price and share", said.agreement_words(agreement)) for agreement in page.agreements),
    ]
    screen.headline("Mutual value")
    screen.facts(facts)


def print_offering(page: OwnersPage, view: View) -> None:
    """Print the stakes after an assumed offering."""
    from anello.show import owners as said

    offering = page.offering
    if offering is None:
        return
    screen.headline(f"An assumed offering of {said.name_of(page.party, view)}")
    screen.facts(
        [
            ("terms", said.offering_words(offering)),
            ("sold in it", f"{said.share_words(page.sold, page.sold)} of the company, new and old shares together"),
            ("old shares", f"{said.share_words(page.kept, page.kept)} of the company after it, warrants exercised"),
            ("taken for granted", "no holder buys or sells; old shares that are sold dilute nobody"),
        ]
    )
    if not page.offered:
        screen.line("no stake of a stated size to follow through it")
        return
    shown = (
        screen.Column("holder", lambda row: said.name_of(row.stake.holder, view)),
        screen.Column("basis", lambda row: said.basis_words(row.stake.basis)),
        screen.Column("before", lambda row: said.share_words(row.stake.low, row.stake.high)),
        screen.Column("after", lambda row: said.share_words(row.low, row.high)),
        screen.Column("on paper", lambda row: sum_words(row.value_low, row.value_high, offering.currency)),
    )
    screen.table(page.offered, shown)
