"""Parties, and all that is told of one.

In: a desk. Out: a router. Promise: as `anello.web.routes`.
"""

from __future__ import annotations

from anello.model import Deal, Party, Ring
from anello.show import View, deal_view, party_view
from anello.show.listing import list_deals, list_parties, list_valuations
from anello.show.opened import claims_of, sentence_views
from anello.show.reckoning import valuation_view
from anello.show.views import Json
from anello.web.asked import APIRouter, AskedPage, AskedScope, Key, Response, Scope, Text, reply, reply_page, router
from anello.web.desk import Desk, Sight
from anello.web.finding import parties_like
from anello.web.routes.circles import ring_in
from anello.web.routes.money import dependence_of, ladders_of_party, owners_page
from anello.web.shapes.parties import OpenedParty, PartyPage

SENTENCES = 100
"""Sentences on the page of a party; its deals open to all of theirs."""


RINGS = 50
"""Rings on the page of a party, the first of its; the list of rings has all."""


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of parties."""
    routes = router("parties")

    @routes.get("/parties", response_model=PartyPage)
    def parties(asked: AskedScope, page: AskedPage, q: Text = None) -> Response:
        """List who takes part, most deals first."""
        sight = desk.sight(*asked)
        view = sight.view
        found = parties_in(sight, q)
        return reply_page(found, page, lambda party: party_view(party, view.deals_of.get(party.id, ())))

    @routes.get("/parties/{id}", response_model=OpenedParty)
    def party(asked: AskedScope, id: Key) -> Response:
        """Open a party: what it pays, gets, owes, owns, depends on, and is said to be worth."""
        view = desk.view(*asked)
        return reply(opened_party(desk, asked, view.find_party(id)))

    return routes


def parties_in(sight: Sight, text: str | None) -> list[Party]:
    """Return the parties of a view, those that a text fits where one is asked for."""
    found: list[Party] = sight.once("parties", lambda: list_parties(sight.view))
    return parties_like(sight, text) if text else found


def opened_party(desk: Desk, asked: Scope, party: Party) -> Json:
    """Return all that is told of a party."""
    sight = desk.sight(*asked)
    view = sight.view
    deals = list_deals(view, party.id)
    claims = claims_of(deals, view)
    sides = {
        "pays": [deal for deal in deals if deal.payer == party.id],
        "gets": [deal for deal in deals if deal.payee == party.id and deal.payer != party.id],
        "other": [deal for deal in deals if party.id not in (deal.payer, deal.payee)],
    }
    rings = rings_of(sight, party)
    return {
        **party_view(party, view.deals_of.get(party.id, ())),
        **{side: deal_views(found, view) for side, found in sides.items()},
        "rings": [ring_in(view, ring) for ring in rings[:RINGS]],
        "rings_of": len(rings),
        "owes": ladders_of_party(sight, party),
        "owners": owners_page(desk, asked, party.id),
        "depends": dependence_of(sight, party.id),
        "valuations": [valuation_view(row, view) for row in list_valuations(view, party.id)],
        "evidence": {"sentences": sentence_views(claims[:SENTENCES], view), "total": len(claims)},
    }


def rings_of(sight: Sight, party: Party) -> list[Ring]:
    """Return the rings that a party, or the group it belongs to, is in."""

    def by_party() -> dict[str, dict[str, Ring]]:
        found: dict[str, dict[str, Ring]] = {}
        for ring in sight.view.rings:
            for member in ring.parties:
                found.setdefault(member, {})[ring.id] = ring
        return found

    made = sight.once("rings by party", by_party)
    return list((made.get(party.id, {}) | made.get(party.parent or "", {})).values())


def deal_views(deals: list[Deal], view: View) -> list[Json]:
    """Return deals as views."""
    return [deal_view(deal, view.names) for deal in deals]
