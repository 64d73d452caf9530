"""Stress tests: the worked scenarios, and what one does to the study.

In: a desk. Out: a router. Promise: as `anello.web.routes`; only worked scenarios can be named, never a file.
"""

from __future__ import annotations

from anello.errors import NotFound
from anello.model import Scenario, StressTest
from anello.pipeline.stressing import stress_in
from anello.scenarios import worked
from anello.show.stress import stress_view
from anello.show.views import Json
from anello.web.asked import APIRouter, AskedPage, AskedScope, Key, Response, Scope, reply, reply_page, router
from anello.web.desk import Desk
from anello.web.shapes.stress import ScenarioPage, Stress


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of stress tests."""
    routes = router("stress")

    @routes.get("/stress", response_model=ScenarioPage)
    def scenarios(asked: AskedScope, page: AskedPage) -> Response:
        """List the worked scenarios: what each asks."""
        return reply_page(list(worked()), page, asks_view)

    @routes.get("/stress/{id}", response_model=Stress)
    def stress(asked: AskedScope, id: Key) -> Response:
        """Tell who falls if somebody cannot pay, or values fall."""
        return reply(stress_view(tested(desk, asked, id), desk.view(*asked).names))

    return routes


def asks_view(scenario: Scenario) -> Json:
    """Return what a scenario asks."""
    asked = {"id": scenario.name, "name": scenario.name, "years": list(scenario.years)}
    return asked | {"title": scenario.title, "story": scenario.story}


def tested(desk: Desk, asked: Scope, name: str) -> StressTest:
    """Return what a worked scenario does to the study.

    Raises:
        NotFound: there is no such scenario, or the study lacks a party that it is about.
    """
    scenario = next((one for one in worked() if one.name == name), None)
    if scenario is None:
        raise NotFound(f"no worked scenario {name!r}; there are {', '.join(one.name for one in worked())}")
    sight = desk.sight(*asked)
    return sight.once(("stress", name), lambda: stress_in(sight.view, scenario))
