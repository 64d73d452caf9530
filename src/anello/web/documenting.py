"""The OpenAPI document of the API.

In: the application. Out: the document as plain values. Promise: the same on every machine; every path has a schema for
its answer, and problems for what it may refuse.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from anello.web.asked import FastAPI, get_openapi
from anello.web.problems import PROBLEM

REFUSALS = {
    "401": "No token, where one is demanded.",
    "404": "Nothing has this id or name.",
    "421": "The server is asked for by a name that is not local.",
    "422": "A parameter does not fit.",
}
REVIEW_REFUSALS = {
    "403": "The server was started without --review, or the request comes from a page of another site.",
    "415": "A decision is not sent as application/json.",
}
SHAPE = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


@cache
def document_of(api: FastAPI) -> dict[str, Any]:
    """Return the document, with problems in place of the framework's own errors."""
    found = get_openapi(
        title=api.title, version=api.version, routes=api.routes, summary="A study, read only but for review"
    )
    shapes = found["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        shapes.pop(name, None)
    shapes["Problem"] = SHAPE
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for name, path in found["paths"].items():
        refusals = REFUSALS | (REVIEW_REFUSALS if "/review" in name else {})
        for operation in path.values():
            operation["responses"] |= {
                status: {"description": words, "content": content} for status, words in refusals.items()
            }
    return found
