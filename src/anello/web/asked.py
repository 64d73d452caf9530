"""What can be asked: the parameters of paths and queries; the only module that knows fastapi.

In: nothing. Out: `APIRouter`, and annotated types for the signatures of routes. Promise: a parameter has one name, one
form and one description wherever it stands; what does not fit is refused with status 422.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter as APIRouter
from fastapi import Body as Body
from fastapi import Depends as Depends
from fastapi import FastAPI as FastAPI
from fastapi import Path, Query
from fastapi import Request as Request
from fastapi import Response as Response
from fastapi.exceptions import HTTPException as HTTPException
from fastapi.exceptions import RequestValidationError as RequestValidationError
from fastapi.openapi.utils import get_openapi as get_openapi

from anello.errors import SettingsError
from anello.model import STATUSES
from anello.tables import to_json
from anello.web.desk import Scope as Scope

ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LIMIT, MOST = 200, 1000
"""Items of a page, by default and at most."""
FARTHEST = 10_000_000
"""The farthest offset that can be asked for."""
LONGEST = 200
"""Characters of what is searched or named, at most."""

AsOf = Annotated[
    str | None,
    Query(
        pattern=ISO_DAY,
        description="Only what was published up to this day.",
        json_schema_extra={"format": "date"},
    ),
]
Floor = Annotated[
    str | None,
    Query(
        pattern=f"^({'|'.join(STATUSES)})$",
        description="The least binding status that counts.",
        json_schema_extra={"enum": list(STATUSES)},
    ),
]
Offset = Annotated[int, Query(ge=0, le=FARTHEST, description="How many items to pass over.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items to give.")]
Text = Annotated[str | None, Query(max_length=LONGEST, description="Only what holds this text, in any script.")]
Wanted = Annotated[str, Query(min_length=1, max_length=LONGEST, description="What to look for, in any script.")]
PartyName = Annotated[str | None, Query(max_length=LONGEST, description="Only this party, by id or name.")]
Key = Annotated[str, Path(min_length=1, max_length=LONGEST, description="An id, or the beginning of one.")]
Most = Annotated[int, Query(ge=1, le=5000, description="How many parties to show, the largest first.")]
ByYear = Annotated[bool, Query(description="Each year beside all dates.")]


class Page(NamedTuple):
    """Which part of a list."""

    offset: int = 0
    limit: int = LIMIT


def scope_of(as_of: AsOf = None, floor: Floor = None) -> Scope:
    """Return the scope that is asked for.

    Raises:
        SettingsError: there is no such day.
    """
    return Scope(day_of(as_of), floor)


def day_of(text: str | None) -> date | None:
    """Return the day of an ISO date.

    Raises:
        SettingsError: there is no such day.
    """
    if text is None:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"as_of: {text!r} is no day; write one as 2025-12-31") from error
    return found


def page_of(offset: Offset = 0, limit: Limit = LIMIT) -> Page:
    """Return the page that is asked for."""
    return Page(offset, limit)


AskedScope = Annotated[Scope, Depends(scope_of)]
AskedPage = Annotated[Page, Depends(page_of)]

PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: {"description": "Nothing has this id or name."},
    422: {"description": "A parameter does not fit."},
}
"""What routes may answer beside what is asked for; `anello.web.openapi` gives each the shape of a problem."""


def router(subject: str) -> APIRouter:
    """Return a router for one subject, whose routes may answer with problems."""
    return APIRouter(tags=[subject], responses=PROBLEMS)


def reply(view: object) -> Response:
    """Return a view as JSON; it is not held against its shape, which is the part of tests."""
    return Response(to_json(view), media_type="application/json")


def reply_page(records: list[Any], page: Page, view_of: Callable[[Any], Any], **more: object) -> Response:
    """Return a page of records as JSON with where it stands; only what is on it is made into views."""
    part = records[page.offset : page.offset + page.limit]
    where = {"total": len(records), "offset": page.offset, "limit": page.limit}
    return reply({"items": [view_of(record) for record in part], **where, **more})
