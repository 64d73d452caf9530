"""One record opened: its view, with every sentence it rests on.

In: a claim, deal, ring, valuation or party, and the view it belongs to. Out: one JSON object. Promise: `sentences`
holds the text of the article with the marks of the evidence, and where it stands; a ring and a party carry those of
their deals.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from anello.model import Claim, Deal, Ring, Valuation
from anello.show.chains import echo_full_view
from anello.show.evidence import passages_of
from anello.show.reckoning import link_view, valuation_view
from anello.show.reviewing import reviewed_view
from anello.show.view import Record, View
from anello.show.views import Json, article_view, deal_view, party_view, ring_view


def opened_view(record: Record, view: View) -> Json:
    """Return a record as JSON with its sentences."""
    if isinstance(record, Claim):
        return {"record": "claim", **reviewed_view(record, view), "sentences": sentence_views([record], view)}
    if isinstance(record, Deal):
        sentences = sentence_views(claims_of([record], view), view)
        links = [link_view(link) for link in view.links_of.get(record.id, ())]
        opened = {"record": "deal", **deal_view(record, view.names), "links": links, "sentences": sentences}
        echo = view.echo_of.get(record.id)
        return opened | ({"echo": echo_full_view(echo, view)} if echo else {})
    if isinstance(record, Ring):
        deals = [view.deal_of[view.leg_of[leg].deal] for leg in record.legs]
        told = ring_view(record, view.leg_views, view.names, view.floor, view.as_of)
        return {"record": "ring", **told, "sentences": sentence_views(claims_of(deals, view), view)}
    if isinstance(record, Valuation):
        value = valuation_view(record, view)
        return {"record": "valuation", **value, "sentences": sentence_views(claims_of_valuation(record, view), view)}
    deals = list(view.deals_of.get(record.id, ()))
    return {"record": "party", **party_view(record, deals), "sentences": sentence_views(claims_of(deals, view), view)}


def claims_of_valuation(record: Valuation, view: View) -> list[Claim]:
    """Return the claims of a valuation, those that dissent included."""
    return [view.claim_of[claim] for claim in (*record.claims, *record.dissent) if claim in view.claim_of]


def claims_of(deals: Iterable[Deal], view: View) -> list[Claim]:
    """Return the claims of deals, those that dispute them included, each once, by date."""
    ids = dict.fromkeys(claim for deal in deals for claim in (*deal.claims, *deal.disputing))
    found = (view.claim_of[claim] for claim in ids if claim in view.claim_of)
    return sorted(found, key=lambda claim: (claim.published or date.min, claim.document, claim.id))


def sentence_views(claims: Iterable[Claim], view: View) -> list[Json]:
    """Return the sentences of claims: text, marks within it, whose deal it tells, and where and how it is said."""
    return [
        {
            "claim": claim.id,
            "deal": view.deal_by_claim.get(claim.id),
            "article": article_view(view.articles[claim.article]),
            "status": claim.status,
            "mode": claim.mode,
            "review": view.reviewed.get(claim.id),
            "attribution": [{"name": voice.name, "kind": voice.kind} for voice in claim.attribution],
            "start": passage.start,
            "text": passage.text,
            "marks": [{"start": start, "end": end, "part": part} for start, end, part in passage.marks],
        }
        for claim in claims
        if claim.article in view.articles
        for passage in passages_of(claim, view.articles[claim.article])
    ]
