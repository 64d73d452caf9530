"""What is owed, paid for, owned, depended on, and worth: ladders, vendors, owners, computing, valuations.

In: a desk. Out: a router. Promise: as `anello.web.routes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anello.analyse.compute import chain_of
from anello.analyse.owners import Book
from anello.laddering import Ladders, ladders_of, sides_of
from anello.model import Concentration, OrderBook, Party
from anello.pipeline.buying import measure_buyers, powers_of
from anello.pipeline.funding import FundingAnswer, FundingQuestion, find_answer
from anello.pipeline.owners import owners_in, place_of, read_page
from anello.show import View
from anello.show.compute import Frame, concentration_view, find_group, power_view, step_view
from anello.show.funded import funding_view
from anello.show.ladder import commitment_view, sum_view
from anello.show.listing import list_valuations
from anello.show.map import CURRENCY
from anello.show.owned import page_view, register_view
from anello.show.reckoning import valuation_view
from anello.show.views import Json, day
from anello.web.asked import APIRouter, AskedPage, AskedScope, PartyName, Response, Scope, reply_page, router
from anello.web.desk import Desk, Sight
from anello.web.shapes.compute import ComputePage
from anello.web.shapes.ladder import FundingPage, LadderPage
from anello.web.shapes.owners import RegisterPage, ValuationPage


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of money."""
    routes = router("money")

    @routes.get("/ladder", response_model=LadderPage)
    def ladder(asked: AskedScope, page: AskedPage, party: PartyName = None) -> Response:
        """Tell how much of each headline is binding, drawn and due."""
        sight = desk.sight(*asked)
        view = sight.view
        found = (
            party_ladders(sight, view.find_party(party)) if party else sight.once("ladders", lambda: [all_of(sight)])
        )
        totals = [sum_view(one, view) for ladders in found for one in ladders.sums]
        return reply_page(commitments_of(found), page, lambda one: commitment_view(one, view), totals=totals)

    @routes.get("/funded", response_model=FundingPage)
    def funded(asked: AskedScope, page: AskedPage, vendor: PartyName = None) -> Response:
        """Tell how much of its sales a vendor paid for itself."""
        answer = funding_of(desk, asked, vendor)
        counted = {"measured": answer.measured, "vendors": answer.vendors}
        return reply_page(list(answer.found), page, lambda one: vendor_view(one, answer), **counted)

    @routes.get("/owners", response_model=RegisterPage)
    def owners(asked: AskedScope, page: AskedPage, party: PartyName = None) -> Response:
        """Tell who owns and who controls whom."""
        view, book = owners_at(desk, asked)
        wanted = view.find_party(party).id if party else None
        found = [r for r in sorted(book.registers.values(), key=place_of) if wanted in (None, r.company)]
        opened = owners_page(desk, asked, wanted) if wanted else None
        return reply_page(found, page, lambda register: register_view(register, view), opened=opened)

    @routes.get("/compute", response_model=ComputePage)
    def compute(asked: AskedScope, page: AskedPage, buyer: PartyName = None) -> Response:
        """Tell how dependent a buyer is on one supplier of chips or cloud."""
        sight = desk.sight(*asked)
        frame, (book, found) = Frame(sight.view), buyers_in(sight)
        more: dict[str, Any] = {"power": [], "chain": []}
        if buyer:
            group = find_group(buyer, frame, book)
            found, more = [one for one in found if one.buyer == group], behind(group, frame, book)
        return reply_page(found, page, lambda one: concentration_view(one, frame), **more)

    @routes.get("/valuations", response_model=ValuationPage)
    def valuations(asked: AskedScope, page: AskedPage, party: PartyName = None) -> Response:
        """List what parties are said to be worth, by date."""
        view = desk.view(*asked)
        return reply_page(list_valuations(view, party), page, lambda row: valuation_view(row, view))

    return routes


# --- ladders ----------------------------------------------------------------------------------------------------------


def all_of(sight: Sight) -> Ladders:
    """Return the ladders of all deals."""
    return ladders_of(sight.view, sight.view.deals, commitments=sight.commitments)


def party_ladders(sight: Sight, party: Party) -> list[Ladders]:
    """Return the ladders of what a party pays, is paid, and otherwise takes part in."""
    view = sight.view
    sides = sides_of(party.id, view.deals_of.get(party.id, ()))
    return [ladders_of(view, deals, side=side, commitments=sight.commitments) for side, deals in sides]


def commitments_of(found: Sequence[Ladders]) -> list[Any]:
    """Return the deals of ladders, each once."""
    return list({one.deal: one for ladders in found for one in ladders.commitments}.values())


def ladders_of_party(sight: Sight, party: Party) -> Json:
    """Return the ladders of a party with their sums."""
    view, found = sight.view, party_ladders(sight, party)
    return {
        "items": [commitment_view(one, view) for one in commitments_of(found)],
        "totals": [sum_view(one, view) for ladders in found for one in ladders.sums],
    }


# --- vendors ----------------------------------------------------------------------------------------------------------

FUNDED_WORK = 200_000
"""Legs times vendors that are looked at where no vendor is named: some ten seconds."""


def funding_of(desk: Desk, asked: Scope, vendor: str | None) -> FundingAnswer:
    """Return what one vendor, or every one, paid of its own sales."""
    sight, question = desk.sight(*asked), FundingQuestion(CURRENCY)
    if vendor:
        return find_answer(sight.view, sight.told.resolution.party_of, question, vendor)
    return sight.once(
        "funded", lambda: find_answer(sight.view, sight.told.resolution.party_of, question, work=FUNDED_WORK)
    )


def vendor_view(one: Any, answer: FundingAnswer) -> Json:
    """Return a vendor as `anello funded --json` prints it."""
    rates = {"converted": list(answer.converted), "unconverted": list(answer.unconverted)}
    return funding_view(one, answer.view.names, answer.leg_of) | {"as_of": day(answer.view.as_of)} | rates


# --- owners -----------------------------------------------------------------------------------------------------------


def owners_at(desk: Desk, asked: Scope) -> tuple[View, Book]:
    """Return who owns whom as of a day at a floor."""
    whole = desk.sight(asked.as_of)
    return whole.once(("owners", asked.floor), lambda: owners_in(whole.view, asked.floor))


def owners_page(desk: Desk, asked: Scope, party: str) -> Json:
    """Return the owners of a party, and what it owns."""
    view, book = owners_at(desk, asked)
    return page_view(read_page(view, book, party), view)


# --- computing --------------------------------------------------------------------------------------------------------


def buyers_in(sight: Sight) -> tuple[OrderBook, list[Concentration]]:
    """Return the order book of a view, and how concentrated the suppliers of each buyer are."""
    return sight.once("buyers", lambda: measure_buyers(sight.view))


def behind(buyer: str, frame: Frame, book: OrderBook) -> dict[str, list[Json]]:
    """Return the power that a buyer's orders bring, and the chain behind them."""
    return {
        "power": [power_view(one, frame, CURRENCY) for one in powers_of(buyer, book)],
        "chain": [step_view(step, frame) for step in chain_of(buyer, book.orders)],
    }


def dependence_of(sight: Sight, party: str) -> Json:
    """Return on whom a party depends for computing; a unit counts as its group."""
    frame, (book, found) = Frame(sight.view), buyers_in(sight)
    group = book.group_of.get(party, party)
    items = [concentration_view(one, frame) for one in found if one.buyer == group]
    return {"items": items, **behind(group, frame, book)}
