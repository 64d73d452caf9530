"""Claims and articles.

In: a desk. Out: a router. Promise: as `anello.web.routes`; the text of an article is sent as it was read.
"""

from __future__ import annotations

from anello.errors import NotFound
from anello.model import Article, Claim
from anello.show import View, article_view
from anello.show.listing import list_claims
from anello.show.opened import sentence_views
from anello.show.reviewing import reviewed_view
from anello.show.views import Json
from anello.web.asked import APIRouter, AskedPage, AskedScope, Key, PartyName, Response, reply, reply_page, router
from anello.web.desk import Desk
from anello.web.finding import by_id
from anello.web.shapes.claims import ClaimPage, OpenedArticle, OpenedClaim


def routes_of(desk: Desk) -> APIRouter:
    """Return the routes of claims and articles."""
    routes = router("claims")

    @routes.get("/claims", response_model=ClaimPage)
    def claims(asked: AskedScope, page: AskedPage, party: PartyName = None) -> Response:
        """List what each article says, by date."""
        sight = desk.sight(*asked)
        found = list_claims(sight.view, party) if party else sight.once("claims", lambda: list_claims(sight.view))
        return reply_page(found, page, lambda claim: reviewed_view(claim, sight.view))

    @routes.get("/claims/{id}", response_model=OpenedClaim)
    def claim(asked: AskedScope, id: Key) -> Response:
        """Open a claim: its sentences with their article."""
        view = desk.view(*asked)
        return reply(opened_claim(view, by_id(view.claim_of.values(), id, "claim")))

    @routes.get("/articles/{id}", response_model=OpenedArticle)
    def article(asked: AskedScope, id: Key) -> Response:
        """Give an article with its text, and where the claims stand in it."""
        sight = desk.sight(*asked)
        found = sight.view.articles.get(id)
        if found is None:
            raise NotFound(f"no article {id!r} as of this day; sentences name the ids of theirs")
        told: dict[str, list[Claim]] = sight.once("claims by article", lambda: claims_by_article(sight.view))
        return reply(opened_article(found, told.get(id, [])))

    return routes


def opened_claim(view: View, claim: Claim) -> Json:
    """Return a claim with its sentences."""
    return reviewed_view(claim, view) | {"sentences": sentence_views([claim], view)}


def claims_by_article(view: View) -> dict[str, list[Claim]]:
    """Return the claims of each article."""
    found: dict[str, list[Claim]] = {}
    for claim in view.claim_of.values():
        found.setdefault(claim.article, []).append(claim)
    return found


def opened_article(article: Article, claims: list[Claim]) -> Json:
    """Return an article with its text and the passages of its claims in their order."""
    spans = [
        {"id": claim.id, "start": span.start, "end": span.end, "part": span.part}
        for claim in claims
        for span in claim.evidence
    ]
    spans.sort(key=lambda span: (span["start"], span["end"], span["id"], span["part"]))
    return article_view(article) | {"text": article.text, "claims": spans}
