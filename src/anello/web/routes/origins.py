"""Who said it first, and where articles disagree: origins, conflicts, differences.

In: a desk. Out: a router. Promise: as `anello.web.routes`.
"""

from __future__ import annotations

from anello.errors import NotFound
from anello.model import Difference
from anello.pipeline.opening import differences_in
from anello.show import conflict_view
from anello.show.chains import echo_full_view
from anello.show.differences import choose_differences, difference_view
from anello.show.listing import list_echoes
from anello.show.opened import claims_of, sentence_views
from anello.web.asked import APIRouter, AskedPage, AskedScope, Key, Response, Scope, reply, reply_page, router
from anello.web.desk import Desk
from anello.web.shapes.disputes import ConflictPage, DifferencePage
from anello.web.shapes.origins import EchoPage, OpenedEcho


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of origins, conflicts and differences."""
    routes = router("origins")

    @routes.get("/origins", response_model=EchoPage)
    def origins(asked: AskedScope, page: AskedPage) -> Response:
        """Tell how many origins stand behind each deal, the most told first."""
        sight = desk.sight(*asked)
        found = sight.once("echoes", lambda: list_echoes(sight.view))
        return reply_page(found, page, lambda echo: echo_full_view(echo, sight.view))

    @routes.get("/origins/{deal}", response_model=OpenedEcho)
    def origin(asked: AskedScope, deal: Key) -> Response:
        """Open the chains of a deal: each link with its sentence or the copied passage."""
        view = desk.view(*asked)
        found = view.find_deal(deal)
        if found.id not in view.echo_of:
            raise NotFound(f"no article tells {deal!r} as of this day at this floor")
        sentences = sentence_views(claims_of([found], view), view)
        return reply(echo_full_view(view.echo_of[found.id], view) | {"sentences": sentences})

    @routes.get("/conflicts", response_model=ConflictPage)
    def conflicts(asked: AskedScope, page: AskedPage) -> Response:
        """List where articles contradict each other."""
        return reply_page(list(desk.view(*asked).conflicts), page, conflict_view)

    @routes.get("/differences", response_model=DifferencePage)
    def differences(asked: AskedScope, page: AskedPage) -> Response:
        """Tell how reports of one deal differ, and the likely reason."""
        view, found = desk.view(*asked), differences_at(desk, asked)
        return reply_page(list(found), page, lambda one: difference_view(one, view))

    return routes


def differences_at(desk: Desk, asked: Scope) -> tuple[Difference, ...]:
    """Return the differences among all claims of a day whose deals stand at the floor."""
    sight = desk.sight(*asked)
    found = desk.once(("differences", asked.as_of), lambda: differences_in(sight.told))
    return sight.once("differences at floor", lambda: choose_differences(found, sight.view))
