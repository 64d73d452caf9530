"""Deals.

In: a desk. Out: a router. Promise: as `anello.web.routes`.
"""

from __future__ import annotations

from anello.model import Deal
from anello.show import View, deal_view
from anello.show.listing import list_deals
from anello.show.opened import opened_view
from anello.show.views import Json
from anello.web.asked import (
    APIRouter,
    AskedPage,
    AskedScope,
    Key,
    PartyName,
    Response,
    Text,
    reply,
    reply_page,
    router,
)
from anello.web.desk import Desk, Sight
from anello.web.finding import deals_like
from anello.web.shapes.deals import DealPage, OpenedDeal


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of deals."""
    routes = router("deals")

    @routes.get("/deals", response_model=DealPage)
    def deals(asked: AskedScope, page: AskedPage, party: PartyName = None, q: Text = None) -> Response:
        """List what many claims say together, the largest first."""
        sight = desk.sight(*asked)
        return reply_page(deals_in(sight, party, q), page, lambda deal: deal_view(deal, sight.view.names))

    @routes.get("/deals/{id}", response_model=OpenedDeal)
    def deal(asked: AskedScope, id: Key) -> Response:
        """Open a deal: its links, its sentences, and who said it first."""
        view = desk.view(*asked)
        return reply(opened_deal(view, view.find_deal(id)))

    return routes


def deals_in(sight: Sight, party: str | None, text: str | None) -> list[Deal]:
    """Return the deals of a view, of one party where it is named, with a text where one is asked for."""
    view = sight.view
    found: list[Deal] = list_deals(view, party) if party else sight.once("deals", lambda: list_deals(view))
    if text:
        fits = {deal.id for deal in deals_like(sight, text)}
        found = [deal for deal in found if deal.id in fits]
    return found


def opened_deal(view: View, deal: Deal) -> Json:
    """Return a deal with its evidence."""
    opened = opened_view(deal, view)
    evidence = {name: opened[name] for name in ("links", "sentences", "echo") if name in opened}
    return deal_view(deal, view.names) | {"evidence": evidence}
