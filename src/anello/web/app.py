"""The application: routes, errors as problems, kept answers, the guard, the site.

In: a desk, how the server is open. Out: an ASGI application. Promise: see `anello.web`.
"""

from __future__ import annotations

import logging

from anello import __version__
from anello.errors import AnelloError
from anello.web.answering import Answering
from anello.web.asked import FastAPI, HTTPException, Request, RequestValidationError, Response
from anello.web.desk import Desk
from anello.web.documenting import document_of
from anello.web.guarding import API, Guard, House
from anello.web.problems import PROBLEM, problem_body, status_of
from anello.web.routes import circles, claims, deals, money, origins, parties, reviewing, stress, study
from anello.web.sending import App
from anello.web.site import Site

OURS = "something went wrong on our side; the server's own log says what"

SUBJECTS = (study, circles, deals, claims, parties, origins, money, stress, reviewing)


def make_app(desk: Desk, house: House | None = None, *, api: App | None = None) -> App:
    """Return the application of a desk, open to this machine alone unless a house says otherwise.

    Args:
        api: the routes, where they were made already.
    """
    served = Answering(api or make_api(desk), API, lambda: desk.digest, lambda: desk.known_digest)
    return Guard(Site(served), house or House(review=desk.review))


def make_api(desk: Desk) -> FastAPI:
    """Return the routes of a desk with their document, without what stands before them."""
    api = FastAPI(title="Anello", version=__version__, openapi_url=None, docs_url=None, redoc_url=None)
    for subject in SUBJECTS:
        api.include_router(subject.routes_of(desk), prefix=API)
    api.openapi = lambda: document_of(api)  # type: ignore[method-assign]
    add_problems(api)
    return api


def add_problems(api: FastAPI) -> None:
    """Make problems of all errors."""

    @api.exception_handler(AnelloError)
    def told(request: Request, error: AnelloError) -> Response:
        status = status_of(error)
        if status >= 500:
            logging.getLogger(__name__).error("%s", error)
        return problem(status, str(error) if status < 500 else OURS)

    @api.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        return problem(500, OURS)

    @api.exception_handler(RequestValidationError)
    def misasked(request: Request, error: RequestValidationError) -> Response:
        said = (f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors())
        return problem(422, "; ".join(said))

    @api.exception_handler(400)
    @api.exception_handler(413)
    def unread(request: Request, error: HTTPException) -> Response:
        return problem(422, "the body cannot be read as JSON")

    @api.exception_handler(HTTPException)
    @api.exception_handler(404)
    @api.exception_handler(405)
    def missing(request: Request, error: HTTPException) -> Response:
        return problem(error.status_code, f"nothing at {request.url.path}; {API}/openapi.json lists what there is")


def problem(status: int, detail: str) -> Response:
    """Return a problem as a response."""
    return Response(problem_body(status, detail), status_code=status, media_type=PROBLEM)
