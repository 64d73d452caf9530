"""The picture of owners: who is known to own a company, how much has no known owner, and who has a right to more.

In: a register, or the registers of all companies. Out: a picture. Promise: shares are intervals of one whole; the rest
that nobody is told to own is hatched and never given to anybody; warrants and options stand apart as contingent.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from anello.model import Owner, Register, Right
from anello.plot.bars import Bar, Panel, Row, panels_drawing
from anello.plot.sheet import Key, Sheet, command_of, compose, day_of, floor_of, short_ids
from anello.plot.style import CONTINGENT, FINANCE, OTHER
from anello.show import View
from anello.show.owned import deals_of
from anello.show.owners import (
    basis_words,
    control_words,
    day_words,
    known_words,
    name_of,
    rest_of,
    rest_words,
    right_words,
    stake_words,
)
from anello.show.words import count_words

HUNDRED = Decimal(100)

KEYS = (
    Key("held: surely", FINANCE),
    Key("agreed, to come", FINANCE, "soft"),
    Key("held: possibly", FINANCE, "maybe"),
    Key("no known owner", OTHER, "maybe"),
    Key("a right to more; no share is told", CONTINGENT, "maybe"),
)


def draw_owners(register: Register, view: View, *, most: int) -> str:
    """Return the picture of who owns one company, with at most so many holders and so many rights."""
    name = name_of(register.company, view)
    rows = [row for owner in register.owners[:most] for row in _owner_rows(owner, view)]
    rows.append(Row("no known owner", (_rest_bar(register),)))
    rights = [right for right in register.rights if right.right != "acquired"]
    rows += [_right_row(right, view) for right in rights[:most]]
    hidden = max(0, len(register.owners) - most) + max(0, len(rights) - most)
    bases = ", ".join(basis_words(basis) for basis in register.bases) or "not stated"
    notes = [
        f"Control: {control_words(register, view)}. Percentages are counted on: {bases}; a basis is never guessed."
    ]
    notes += [f"Refused: {reject.reason}; {reject.detail}" for reject in register.rejects]
    notes += [f"{hidden} more holders and rights are not drawn; --limit draws more."] if hidden else []
    sheet = _sheet(f"Who owns {name}", view, short_ids(deals_of(register)), tuple(notes), name)
    return compose(sheet, panels_drawing([Panel("Shares of the whole", tuple(rows), "%", HUNDRED)]))


def draw_registers(registers: Sequence[Register], view: View, *, hidden: int = 0) -> str:
    """Return the picture of how much of each company has a known owner; `hidden` more companies were left out."""
    rows = [
        Row(
            name_of(one.company, view),
            (
                Bar(*_known(one), known_words(one), FINANCE, "known owners"),
                _rest_bar(one, "no known owner"),
                *(_right_bar(right, view) for right in one.rights[:3] if right.right != "acquired"),
            ),
        )
        for one in registers
    ]
    controlled = [f"{name_of(one.company, view)}: {control_words(one, view)}" for one in registers if one.controls]
    more = [f"Control is another matter than shares. {'; '.join(controlled)}."] if controlled else []
    more += (
        [f"{count_words(hidden, 'more company', 'more companies')} not drawn; --limit draws more."] if hidden else []
    )
    deals = short_ids(deal for one in registers for deal in deals_of(one))
    sheet = _sheet("How much of each company has a known owner", view, deals, tuple(more), "")
    return compose(sheet, panels_drawing([Panel("Shares of the whole", tuple(rows), "%", HUNDRED)]))


def _sheet(title: str, view: View, deals: tuple[str, ...], notes: tuple[str, ...], name: str) -> Sheet:
    return Sheet(
        title=title,
        story="The latest share told of each holder, as an interval. What nobody is told to own is given to nobody.",
        window="the latest day told of each holder",
        floor=floor_of(view),
        unit="% of each company",
        as_of=day_of(view),
        records=deals,
        command=command_of(view, "owners", name),
        keys=KEYS,
        notes=notes,
    )


def _known(one: Register) -> tuple[Decimal, Decimal | None]:
    low, high = one.known_low, one.known_high
    return min(low, HUNDRED), HUNDRED if high is None else min(high, HUNDRED)


def _rest_bar(register: Register, name: str = "") -> Bar:
    low, high = rest_of(register)
    return Bar(low, high, rest_words(register), OTHER, name, hollow=True)


def _owner_rows(owner: Owner, view: View) -> list[Row]:
    stakes = [owner.now, *owner.to_come]
    rows = []
    for stake in stakes:
        state = {"held": "", "to come": ", to come", "ended": ", given up"}[stake.state]
        said = f"{stake_words(stake)}{state}, told {day_words(stake)}"
        if stake.state == "ended":
            bar = Bar(Decimal(0), Decimal(0), said, FINANCE)
        else:
            high = HUNDRED if stake.high is None else stake.high
            bar = Bar(stake.low, high, said, FINANCE, soft=bool(state))
        rows.append(Row(name_of(owner.holder, view), (bar,)))
    return rows


def _right_row(right: Right, view: View) -> Row:
    bar = _right_bar(right, view)
    return Row(name_of(right.holder, view), (Bar(None, bar.high, right_words(right), CONTINGENT),))


def _right_bar(right: Right, view: View) -> Bar:
    said = f"{name_of(right.holder, view)}: {right_words(right)}"
    return Bar(None, HUNDRED, said, CONTINGENT, right.right.replace("_", " "))
