"""The routes of the HTTP API asked within this process, without a server and without what checks a stranger's request.

In: a desk, a path, parameters. Out: the answer, decoded. Promise: it is the very answer that a server would give, on
one page however long; what has no answer is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from inspect import signature
from typing import Any

from anello.errors import AnelloError
from anello.tables import from_json
from anello.web.app import SUBJECTS
from anello.web.asked import MOST, Page, Scope, day_of
from anello.web.desk import Desk

FIRST_SCREEN = ("/study", "/map", "/rings", "/flows")
"""What the map asks for as it opens."""

NEXT: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("/search", {"q": "a"}),
    ("/ladder", {}),
    ("/compute", {}),
    ("/owners", {}),
)
"""What other pages rest on and takes some seconds in a large study; what takes longer would keep a server from ending.
"""

Route = tuple[list[str], Callable[..., Any], frozenset[str]]
"""The parts of a path, what answers, and what that takes."""


class Asker:
    """Asks the routes of a desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        found = [route for subject in SUBJECTS for route in subject.routes_of(desk).routes]
        self._routes: list[Route] = [
            (route.path.split("/"), route.endpoint, frozenset(signature(route.endpoint).parameters))
            for route in found
            if "GET" in route.methods
        ]

    def ask(self, path: str, parameters: Mapping[str, Any], as_of: str | None, floor: str | None) -> Any | None:
        """Return the answer at a path as of a day at a floor, None where there is none."""
        for pattern, answer, takes in self._routes:
            named = _matched(pattern, path.split("/"))
            if named is None:
                continue
            given = {**named, **parameters, "asked": Scope(day_of(as_of), floor), "page": Page(0, MOST)}
            try:
                return from_json(answer(**{name: value for name, value in given.items() if name in takes}).body)
            except AnelloError:
                return None
        return None

    def ready_first_screen(self) -> None:
        """Reckon what the first screen asks for, so that who opens it need not wait for that.

        Raises:
            StoreError: the study could not be read.
        """
        self.desk.sight()
        for path in FIRST_SCREEN:
            self.ask(path, {}, None, None)

    def make_ahead(self, stopped: Callable[[], bool]) -> None:
        """Reckon what is likely to be asked for next, until it is stopped; what fails is left to who asks for it."""
        for path, parameters in NEXT:
            if stopped():
                return
            with suppress(Exception):
                self.ask(path, parameters, None, None)


def _matched(pattern: list[str], path: list[str]) -> dict[str, str] | None:
    """Return the named parts of a path, None where it is another one."""
    if len(pattern) != len(path):
        return None
    named = {}
    for part, told in zip(pattern, path, strict=True):
        if part.startswith("{"):
            named[part.strip("{}")] = told
        elif part != told:
            return None
    return named
