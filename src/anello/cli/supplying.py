"""What `anello compute` prints of one buyer: its suppliers, the power they bring, the chain behind them, a switch.

In: an order book and what was found in it. Out: tables, JSON Lines or CSV. Promise: every figure stands beside its unit
and the deals that open it; window, floor and thresholds stand above all; what is left out is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from anello.cli import columns, screen
from anello.cli.listing import ROWS

if TYPE_CHECKING:
    from anello.cli.computing import Yardstick
    from anello.cli.options import Listed
    from anello.model import ChainStep, Concentration, OrderBook, Power, Switch
    from anello.show.compute import Frame


def print_party(
    buyer: str,
    found: Sequence[Concentration],
    switches: Sequence[Switch],
    frame: Frame,
    book: OrderBook,
    yardstick: Yardstick,
    listed: Listed,
) -> None:
    """Print the suppliers of a buyer, its power, its chain, and a switch."""
    from anello.analyse.compute import chain_of
    from anello.pipeline.buying import powers_of
    from anello.show import compute as show

    steps = chain_of(buyer, book.orders)
    powers = powers_of(buyer, book, yardstick.pue, yardstick.price)
    if listed.csv:
        rows = [row for one in found for row in show.supplier_rows(one, frame)]
        screen.print_csv(rows[: listed.limit], show.SUPPLIER_COLUMNS)
        return
    if listed.json:
        views = [show.concentration_view(one, frame) for one in found]
        views += [show.power_view(one, frame, yardstick.currency) for one in powers]
        views += [show.step_view(step, frame) for step in steps]
        views += [show.switch_view(one, frame) for one in switches]
        screen.print_json(views[: listed.limit])
        return
    if not found and not steps:
        say_nothing()
        return
    screen.headline(f"{frame.name(buyer)}: who supplies its computing")
    screen.facts(scope_facts(frame, book, yardstick))
    for one in found:
        print_suppliers(one, frame, book, listed)
    print_power(powers, frame, yardstick)
    print_chain(buyer, steps, frame)
    for change in switches:
        print_switch(change, frame, yardstick)
    print_aside(buyer, frame, book)


def print_suppliers(one: Concentration, frame: Frame, book: OrderBook, listed: Listed) -> None:
    """Print the suppliers of a buyer in one unit, and those without an amount in it."""
    from anello.show.compute import amount_words, free_words, index_cell, index_words, share_cell

    if not one.shares:
        screen.headline(f"{one.goods}: no amount told")
    else:
        told = f" (at the figures told {index_words(one.stated)})" if one.stated else ""
        screen.headline(f"{one.goods}, {one.unit}: HHI {index_cell(one)}{told}, {one.band}")
        orders = {order.record: order for order in book.orders}
        shown = (
            screen.Column("supplier", lambda s: frame.name(s.supply.supplier)),
            screen.Column("amount", lambda s: amount_words(s.supply)),
            screen.Column("share", share_cell),
            screen.Column("what", lambda s: ", ".join(sorted({orders[o].goods for o in s.supply.orders})), spare=True),
            screen.Column("free of contract", lambda s: free_words(s.supply.free)),
            screen.Column("status", lambda s: statuses(orders[o].status for o in s.supply.orders), spare=True),
            screen.Column("deals", lambda s: " ".join(map(columns.short_id, s.supply.orders))),
        )
        cut = one.shares[: ROWS if listed.limit is None else listed.limit]
        screen.table(cut, shown, total=len(one.shares), what="supplier")
    if one.unpriced:
        named = [f"{frame.name(supplier)} {columns.short_id(order)}" for supplier, order in one.unpriced]
        where = f"in {one.unit}" if one.shares else "at all"
        screen.line(f"without an amount {where}, in no figure: {', '.join(named)}", "dim")


def statuses(found: Iterable[str]) -> str:
    """Return the statuses of several deals, each once, the firmest last."""
    from anello.model import STATUSES

    return ", ".join(sorted(set(found), key=STATUSES.index))


def print_power(powers: Sequence[Power], frame: Frame, yardstick: Yardstick) -> None:
    """Print the power of a buyer's orders with where it is measured."""
    from anello.show.compute import each_words, energy_words, machine_words, overhead_words, power_words

    if not powers:
        return
    screen.headline("power as told, and where it is measured")
    shown = [
        screen.Column("supplier", lambda p: frame.name(p.order.supplier or "")),
        screen.Column("power", power_words),
        screen.Column("measured at", lambda p: p.order.basis, whole=True),
        screen.Column("at the machines", machine_words),
        screen.Column("if run all year", energy_words),
        screen.Column("overhead a year", lambda p: overhead_words(p, yardstick.currency)),
        screen.Column("each chip", each_words),
        screen.Column("deal", lambda p: columns.short_id(p.order.record), whole=True),
    ]
    screen.table(powers, [column for column in shown if column.title == "supplier" or any(map(column.pick, powers))])


def print_chain(buyer: str, steps: Sequence[ChainStep], frame: Frame) -> None:
    """Print the tree of suppliers behind a buyer."""
    from anello.show.compute import goods_words

    if not steps:
        return
    screen.headline("the chain behind it, as far as deals and the directory tell")
    screen.line(frame.name(buyer))
    for step in steps:
        ids = " ".join(columns.short_id(record) for record in step.records)
        screen.line(f"{frame.name(step.supplier)}: {goods_words(step, frame)}  [{ids}]", indent=2 * step.depth)


def print_switch(found: Switch, frame: Frame, yardstick: Yardstick) -> None:
    """Print what a switch changes in one unit."""
    from anello.analyse.concentration import EDITIONS
    from anello.show.compute import change_words, fits_words, part_words, rise_words, rounded

    off, onto = frame.name(found.off), frame.name(found.onto)
    moved = part_words((found.moved, found.moved))
    screen.headline(f"scenario, {found.goods} in {found.unit}: {moved} of what {off} delivers moves to {onto}")
    least, most = (f"{rounded(value, 4):f}" for value in found.equivalence)
    edition = EDITIONS[yardstick.guidelines]
    screen.facts(
        [
            (f"share of {off}", change_words(found.off_shares)),
            (f"share of {onto}", change_words(found.onto_shares)),
            ("HHI", f"{change_words(found.hhi, index=True)}; {rise_words(found, edition.high, edition.rise)}"),
            ("free of contract", fits_words(found)),
            ("equivalence", least if least == most else f"{least} to {most}"),
            (
                "not in it",
                " ".join(map(columns.short_id, found.unpriced)) + " without an amount" * bool(found.unpriced),
            ),
            ("nor", "costs of the move, which deals do not tell"),
        ]
    )


def print_aside(buyer: str, frame: Frame, book: OrderBook) -> None:
    """Name what a buyer's figures leave out because nothing says what it is, who supplies it, or who made it."""
    units = {buyer, *(party for party, group in book.group_of.items() if group == buyer)}
    own = {deal.id for party in units for deal in frame.view.deals_of.get(party, ())}

    def listed(ids: Iterable[str]) -> str:
        return " ".join(map(columns.short_id, ids))

    left = [
        ("bought, not told what", listed(deal for deal in book.unclear if deal in own)),
        ("not told who supplies", listed(deal for deal in book.undirected if deal in own)),
        ("held, maker not told", listed(claim for holder, claim in book.unmade if holder == buyer)),
    ]
    if any(ids for _, ids in left):
        screen.headline("left out of all figures")
        screen.facts(left)


# --- shared with the list of all buyers -------------------------------------------------------------------------------


def say_nothing() -> None:
    """Say that no purchase of compute is told."""
    screen.say("no purchase of chips, cloud or power here; --floor, --as-of, --from and --to leave some out")


def scope_facts(frame: Frame, book: OrderBook, yardstick: Yardstick) -> list[tuple[str, str]]:
    """Return what all figures depend on."""
    from anello.analyse.concentration import EDITIONS
    from anello.show.words import count_words

    edition = EDITIONS[yardstick.guidelines]
    assumed = "" if yardstick.rest is None else f"unnamed firms deliver {yardstick.rest:f}% of the whole"
    assumed += "" if yardstick.largest is None else f", none of them more than {yardstick.largest:f}%"
    return [
        ("floor", frame.view.floor or "none; denied and ended are left out"),
        ("window", str(frame.scope()["window"]["words"])),
        ("as of", str(frame.view.as_of or "")),
        ("shares", "of what has an amount in the unit; “told”: where “more than” counts as the figure told"),
        ("HHI", f"{edition.name}: moderate from {edition.moderate:,}, high above {edition.high:,}; 10,000 is one firm"),
        ("assumed", assumed),
        ("PUE assumed", "" if yardstick.pue is None else " to ".join(str(v) for v in dict.fromkeys(yardstick.pue))),
        ("converted", f"at the rate of the day: {', '.join(book.converted)}" if book.converted else ""),
        ("not converted", f"{count_words(len(book.unconverted), 'deal')} without a rate" if book.unconverted else ""),
    ]
