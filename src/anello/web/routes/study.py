"""What the study holds, the map, the search, and the document of the API itself.

In: a desk. Out: a router. Promise: as `anello.web.routes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from anello import __version__
from anello.laddering import binding_by_party
from anello.model import STATUSES, Rung
from anello.pipeline.places import Places, keep_places, seat_strangers
from anello.show.map import CURRENCY, map_view
from anello.tables import to_json
from anello.web.asked import APIRouter, AskedScope, Most, Request, Response, Wanted, reply, router
from anello.web.desk import Desk, Sight
from anello.web.finding import search_view
from anello.web.shapes.map import Found, Map, Study

FLOORS = (None, "talks", "planned", "agreed", "completed")
"""The five steps of the slider; None is all."""

SHOWN = 400
"""Parties of the map, unless more or fewer are asked for."""


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of the study as a whole."""
    routes = router("study")

    @routes.get("/study", response_model=Study)
    def study() -> Response:
        """Tell what the study holds."""
        return reply(study_view(desk))

    @routes.get("/map", response_model=Map)
    def map(asked: AskedScope, parties: Most = SHOWN) -> Response:
        """Draw the parties that have committed most, the deals among them, and the rings."""
        sight = desk.sight(*asked)
        return reply(map_view(sight.view, committed_in(sight), places_in(desk, sight), parties))

    @routes.get("/search", response_model=Found)
    def search(asked: AskedScope, q: Wanted) -> Response:
        """Find parties, deals and sentences by a text in any script."""
        return reply(search_view(desk, asked, q))

    @routes.get("/openapi.json", response_model=dict[str, Any])
    def openapi(request: Request) -> Response:
        """Give this document."""
        return Response(to_json(request.app.openapi()), media_type="application/json")

    return routes


def committed_in(sight: Sight) -> Mapping[str, Rung]:
    """Return what each party of a view has committed."""
    return sight.once("committed", lambda: binding_by_party(sight.view, CURRENCY, sight.commitments))


def places_in(desk: Desk, sight: Sight) -> Places:
    """Return the places of the parties of a view: those of the whole study, the same on every day."""
    whole = desk.once("places", lambda: keep_places(desk.study, desk.whole()))
    return sight.once("places", lambda: seat_strangers(sight.view, whole))


def study_view(desk: Desk) -> dict[str, Any]:
    """Return the name and size of the study, and the days on which articles came in."""
    view = desk.view()
    days = Counter(article.published for article in view.articles.values() if article.published)
    dates = sorted(days)
    return {
        "name": desk.study.path.stem,
        "digest": desk.digest,
        "version": __version__,
        "articles": len(view.articles),
        "claims": len(view.claims),
        "deals": len(view.deals),
        "parties": len(view.parties),
        "first": dates[0].isoformat() if dates else None,
        "last": dates[-1].isoformat() if dates else None,
        "languages": sorted({article.language for article in view.articles.values() if article.language}),
        "days": [{"day": day.isoformat(), "articles": days[day]} for day in dates],
        "statuses": list(STATUSES),
        "floors": list(FLOORS),
        "review": desk.review,
        "places": True,
    }
