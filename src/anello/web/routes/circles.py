"""Rings and flows.

In: a desk. Out: a router. Promise: as `anello.web.routes`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from anello.graph import at_floor
from anello.model import Flow, Ring
from anello.pipeline.circling import SIGNED, flows_of, yearly_flows
from anello.pipeline.lifetimes import events_of
from anello.show import View, flow_view, ring_view
from anello.show.opened import opened_view
from anello.show.views import Json, LegViews, day
from anello.web.asked import APIRouter, AskedPage, AskedScope, ByYear, Key, Response, reply, reply_page, router
from anello.web.desk import Desk
from anello.web.finding import by_id
from anello.web.shapes.circles import Flows, OpenedRing, RingPage

LEGS = 500
"""Legs of a flow, those first that carry most; the command line lists all."""


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of rings and flows."""
    routes = router("circles")

    @routes.get("/rings", response_model=RingPage)
    def rings(asked: AskedScope, page: AskedPage) -> Response:
        """List where money may come back to its payer."""
        view = desk.view(*asked)
        return reply_page(list(view.rings), page, lambda ring: ring_in(view, ring), complete=view.rings_complete)

    @routes.get("/rings/{id}", response_model=OpenedRing)
    def ring(asked: AskedScope, id: Key) -> Response:
        """Open a ring: each sentence with its deal, and what became of it by day."""
        view = desk.view(*asked)
        return reply(opened_ring(view, by_id(view.rings, id, "ring")))

    @routes.get("/flows", response_model=Flows)
    def flows(asked: AskedScope, by_year: ByYear = False) -> Response:
        """Tell how much of the money is circular, what is signed beside everything."""
        sight = desk.sight(*asked)
        signed = desk.view(asked.as_of, SIGNED) if asked.floor == "completed" else sight.view
        return reply(sight.once(("flows", by_year), lambda: flows_view(sight.view, signed, by_year)))

    return routes


def ring_in(view: View, ring: Ring) -> Json:
    """Return a ring of a view as `anello rings --json` prints it."""
    return ring_view(ring, view.leg_views, view.names, view.floor, view.as_of)


def opened_ring(view: View, ring: Ring) -> Json:
    """Return a ring with its evidence."""
    events = [
        {"day": day(event.day), "kind": event.kind, "level": event.level, "deal": event.deal, "claim": event.claim}
        for event in events_of(ring, view)
    ]
    sentences = opened_view(ring, view)["sentences"]
    return ring_in(view, ring) | {"evidence": {"sentences": sentences, "events": events}}


def flows_view(view: View, signed: View, by_year: bool) -> dict[str, Any]:
    """Return the flow of a view beside that of what is signed, with that of each year where it is asked for."""
    legs = LegViews({**view.leg_of, **signed.leg_of}, view.names)

    def shown(flow: Flow | None) -> Json | None:
        if flow is None:
            return None
        edges = sorted(flow.edges, key=lambda edge: (-edge[1], edge[0]))
        return flow_view(replace(flow, edges=tuple(edges[:LEGS])), legs, view.as_of) | {"legs_of": len(edges)}

    graphs = [at_floor(signed.graph, SIGNED), view.graph]
    whole = flows_of(graphs)
    found: dict[str, Any] = {"signed": shown(whole[0]), "all": shown(whole[1]), "years": []}
    if by_year:
        (firm, _), (every, _) = yearly_flows(graphs)
        for year in sorted(firm.keys() | every.keys()):
            found["years"].append({"year": year, "signed": shown(firm.get(year)), "all": shown(every.get(year))})
    return found
