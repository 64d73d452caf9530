"""Review: what people decided, a decision shown, kept and taken back.

In: a desk. Out: a router. Promise: as `anello.web.routes`; the guard lets nobody in without `--review`, nor from a page
of another site; after a decision everything is reckoned anew, under another digest.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from anello.pipeline.reviewing import (
    Proposal,
    Reviewed,
    keep,
    open_review,
    preview,
    preview_undo,
    propose,
    undo,
)
from anello.show.reviewing import decision_view, effect_view
from anello.tables import to_json
from anello.web.asked import APIRouter, AskedPage, AskedScope, Key, Response, reply, reply_page, router
from anello.web.desk import Desk
from anello.web.shapes.reviewing import Decision, DecisionPage, Effect, Proposed, Shown


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of review."""
    routes = router("review")

    @routes.get("/review", response_model=DecisionPage)
    def decisions(page: AskedPage) -> Response:
        """List what was decided, the first one first."""
        found = reviewed_at(desk)
        return reply_page(
            list(found.decisions), page, lambda decision: decision_view(decision, found.view, found.holding)
        )

    @routes.post("/review", response_model=Decision, status_code=201)
    def decide(proposed: Proposed) -> Response:
        """Keep a decision."""
        decision = propose(desk.study, proposal_of(proposed), datetime.now(UTC), desk.view)
        kept = desk.change(lambda study: keep(study, decision))
        found = reviewed_at(desk)
        told = decision_view(kept, found.view, found.holding)
        return Response(to_json(told), status_code=201, media_type="application/json")

    @routes.delete("/review/{id}", response_model=Decision)
    def take_back(id: Key) -> Response:
        """Take a decision back, and give it as it was; whatever held before it holds again."""
        return reply(decision_view(desk.change(lambda study: undo(study, id)), desk.view()))

    @routes.post("/review/preview", response_model=Effect)
    def show(asked: AskedScope, shown: Shown) -> Response:
        """Tell what a decision, or taking one back, would change in rings and deals; keep nothing."""
        scope: dict[str, Any] = asked._asdict()
        if shown["kind"] == "undo":
            found = preview_undo(desk.study, shown["decision"], **scope)
        else:
            found = preview(desk.study, proposal_of(shown), **scope, opener=desk.view)
        return reply(effect_view(found.decision, found.before, found.after))

    return routes


def reviewed_at(desk: Desk) -> Reviewed:
    """Return what was decided in the study of a desk."""
    return desk.sight().once("review", lambda: open_review(desk.study))


def proposal_of(body: Any) -> Proposal:
    """Return what is proposed in the body of a question."""
    because = body.get("because", "")
    if body["kind"] == "claim":
        return Proposal("claim", body["verdict"], body["claim"], because=because)
    word = body["verdict"] if body["kind"] == "parties" else body["relation"]
    return Proposal(body["kind"], word, body["left"], body["right"], because)
