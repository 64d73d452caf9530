"""Records as plain JSON views, shared by the command line, the exports and the web.

In: records, with the names of parties where a view shows them. Out: dicts of strings, numbers, lists and
dicts. Promise: a view holds exact figures (integers, or decimals as written), ISO dates and ids; `claim_view` is the
claim format of docs/model.md to the letter; every circular figure carries its window, floor, layer and tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from anello.model import (
    AmountSlot,
    Article,
    Chance,
    Citation,
    Claim,
    Conflict,
    Deal,
    Denial,
    Echo,
    Ending,
    Flow,
    Leg,
    Mention,
    Money,
    Origins,
    Party,
    Percent,
    Period,
    Quantity,
    Reject,
    Ring,
)
from anello.show.words import ceiling_words, span_words, sum_words, window_words

Json = dict[str, Any]
Names = Mapping[str, str]
"""Party id -> name."""

LISTED = ("party", "participant")
"""Roles that are lists by their nature, also where they hold one party."""


def exact(value: Decimal | None) -> int | Decimal | None:
    """Return an exact number that JSON writes without an exponent."""
    if not value:
        return None if value is None else 0
    whole = value.to_integral_value()
    return int(whole) if whole == value else Decimal(f"{value:f}")


def day(value: date | None) -> str | None:
    """Return an ISO date."""
    return value.isoformat() if value else None


# --- claims -----------------------------------------------------------------------------------------------------------


def claim_view(claim: Claim) -> Json:
    """Return a claim exactly in the claim format (docs/model.md)."""
    return {
        "document": claim.document,
        "id": claim.id,
        "type": claim.type,
        "roles": {role: _role_view(role, mentions) for role, mentions in claim.roles.items()},
        "amount": claim.amount and _money_view(claim.amount),
        "percent": claim.percent and _percent_view(claim.percent),
        "quantity": claim.quantity and _quantity_view(claim.quantity),
        "product": claim.product,
        "metric": claim.metric,
        "basis": claim.basis,
        "right": claim.right,
        "time": claim.time and _period_view(claim.time),
        "status": claim.status,
        "mode": claim.mode,
        "conditional": claim.conditional,
        "attribution": [{"name": voice.name, "kind": voice.kind} for voice in claim.attribution],
        "evidence": [{"start": s.start, "end": s.end, "text": s.text, "part": s.part} for s in claim.evidence],
        "extractor": claim.extractor,
    }


def _role_view(role: str, mentions: Sequence[Mention]) -> Json | list[Json] | None:
    if role not in LISTED and len(mentions) < 2:
        return _mention_view(mentions[0]) if mentions else None
    return [_mention_view(mention) for mention in mentions]


def _mention_view(mention: Mention) -> Json:
    return {
        "name": mention.name,
        "id": mention.id,
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
    }


def _money_view(money: Money) -> Json:
    bounds = {"low": exact(money.low), "high": exact(money.high), "currency": money.currency}
    rest = {"approximate": money.approximate, "per": money.per, "basis": money.basis, "text": money.text}
    return bounds | rest


def _percent_view(percent: Percent) -> Json:
    bounds = {"low": exact(percent.low), "high": exact(percent.high), "approximate": percent.approximate}
    return bounds | {"basis": percent.basis, "text": percent.text}


def _quantity_view(quantity: Quantity) -> Json:
    bounds = {"low": exact(quantity.low), "high": exact(quantity.high), "unit": quantity.unit}
    return bounds | {"text": quantity.text}


def _period_view(period: Period) -> Json:
    return {"start": day(period.first), "end": day(period.last), "text": period.text}


# --- articles and what was declined -----------------------------------------------------------------------------------


def article_view(article: Article) -> Json:
    """Return an article without its text: what it is called, where and when it was published."""
    return {
        "id": article.id,
        "document": article.document,
        "title": article.title,
        "language": article.language,
        "outlet": article.outlet,
        "url": article.url,
        "published": day(article.published),
        "modified": day(article.modified),
        "byline": article.byline,
    }


def citation_view(citation: Citation, articles: Mapping[str, Article]) -> Json:
    """Return what an article rests on, and the passage that says so."""
    article, passage = articles.get(citation.article), citation.evidence
    return {
        "article": citation.article,
        "document": article.document if article else None,
        "name": citation.name,
        "kind": citation.kind,
        "via": citation.via,
        "evidence": {"start": passage.start, "end": passage.end, "text": passage.text} if passage else None,
    }


def reject_view(reject: Reject) -> Json:
    """Return what a room declined, and why."""
    return {
        "stage": reject.stage,
        "document": reject.document,
        "reason": reject.reason,
        "detail": reject.detail,
    }


# --- deals and parties ------------------------------------------------------------------------------------------------


def party_view(party: Party, deals: Sequence[Deal] = ()) -> Json:
    """Return a party, with the ids of its deals where they are given."""
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "names": list(party.names),
        "parent": party.parent,
        "known": party.known,
        "deals": [deal.id for deal in deals],
    }


def deal_view(deal: Deal, names: Names) -> Json:
    """Return a deal with the names of its parties."""
    return {
        "id": deal.id,
        "type": deal.type,
        "payer": _named(deal.payer, names),
        "payee": _named(deal.payee, names),
        "parties": [_named(party, names) for party in deal.parties],
        "status": deal.status,
        "bindingness": deal.bindingness,
        "conditional": deal.conditional,
        "amounts": [_slot_view(slot) for slot in deal.amounts],
        "product": deal.product,
        "right": deal.right,
        "first": day(deal.first),
        "last": day(deal.last),
        "history": [{"published": day(e.published), "status": e.status, "claim": e.claim} for e in deal.history],
        "origins": _origins_view(deal.origins),
        "languages": list(deal.languages),
        "claims": list(deal.claims),
        "disputing": list(deal.disputing),
        "publicity": deal.publicity,
        "denials": [_denial_view(denial) for denial in deal.denials],
        "ending": deal.ending and _ending_view(deal.ending),
    }


def _denial_view(denial: Denial) -> Json:
    said = {"claim": denial.claim, "published": day(denial.published)}
    return said | {"scope": denial.scope, "origin": denial.origin}


def _ending_view(ending: Ending) -> Json:
    told = {"kind": ending.kind, "claim": ending.claim, "published": day(ending.published)}
    return told | {"replaced_by": ending.by}


def _named(party: str | None, names: Names) -> Json | None:
    return None if party is None else {"id": party, "name": names.get(party, party)}


def _slot_view(slot: AmountSlot) -> Json:
    return {
        "key": slot.key,
        "low": exact(slot.low),
        "high": exact(slot.high),
        "currency": slot.currency,
        "approximate": slot.approximate,
        "words": sum_words(slot.low, slot.high, slot.currency, slot.approximate),
        "claims": list(slot.claims),
        "dissent": list(slot.dissent),
        "working": slot.working,
    }


def _origins_view(origins: Origins) -> Json:
    return {
        "low": origins.lo,
        "high": origins.hi,
        "party": origins.party,
        "articles": origins.articles,
        "roots": list(origins.roots),
    }


def conflict_view(conflict: Conflict) -> Json:
    """Return claims that cannot all hold, side by side."""
    return {
        "id": conflict.id,
        "deal": conflict.deal,
        "kind": conflict.kind,
        "key": conflict.key,
        "sides": [{"reading": reading, "claims": list(claims)} for reading, claims in conflict.sides],
        "reading": conflict.reading,
    }


def echo_view(echo: Echo, deal: Deal, names: Names) -> Json:
    """Return how often a deal is told, and by how many independent origins."""
    return {
        "deal": echo.deal,
        "type": deal.type,
        "status": deal.status,
        "parties": [_named(party, names) for party in deal.parties],
        "articles": list(echo.articles),
        "languages": list(echo.languages),
        "origins": _origins_view(echo.origins),
        "chains": [list(chain) for chain in echo.chains],
    }


# --- circles ----------------------------------------------------------------------------------------------------------


def leg_view(leg: Leg, names: Names) -> Json:
    """Return one directed transfer."""
    return {
        "id": leg.id,
        "deal": leg.deal,
        "payer": _named(leg.payer, names),
        "payee": _named(leg.payee, names),
        "kind": leg.kind,
        "layer": leg.layer,
        "low": exact(leg.low),
        "high": exact(leg.high),
        "currency": leg.currency,
        "words": sum_words(leg.low, leg.high, leg.currency),
        "status": leg.status,
        "bindingness": leg.bindingness,
        "first": day(leg.first),
        "last": day(leg.last),
        "tie": leg.tie,
        "settlement": leg.settlement,
    }


class LegViews(Mapping[str, Json]):
    """Leg id -> its view, made once: rings share most of their legs."""

    def __init__(self, legs: Mapping[str, Leg], names: Names) -> None:
        self._legs, self._names = legs, names
        self._made: dict[str, Json] = {}

    def __getitem__(self, id: str) -> Json:
        found = self._made.get(id)
        if found is None:
            found = self._made[id] = leg_view(self._legs[id], self._names)
        return found

    def __contains__(self, id: object) -> bool:
        return id in self._legs

    def __iter__(self) -> Iterator[str]:
        return iter(self._legs)

    def __len__(self) -> int:
        return len(self._legs)


def ring_view(ring: Ring, legs: Mapping[str, Json], names: Names, floor: str | None, as_of: date | None = None) -> Json:
    """Return a ring with the views of its legs, and window, floor, layer and tie, without which it means nothing."""
    return {
        "id": ring.id,
        "kind": ring.kind,
        "parties": [_named(party, names) for party in ring.parties],
        "strength": {"low": exact(ring.low), "high": exact(ring.high), "currency": ring.currency},
        "yearly": {"low": exact(ring.yearly_low), "high": exact(ring.yearly_high)},
        "words": ceiling_words(ring.low, ring.high, ring.currency),
        "grade": ring.grade,
        "tie": ring.tie,
        "layer": "money",
        "floor": floor,
        "as_of": day(as_of),
        "window": {"first": day(ring.first), "last": day(ring.last), "words": window_words(ring.first, ring.last)},
        "legs": [legs[leg] for leg in ring.legs],
    }


def chance_view(chance: Chance) -> Json:
    """Return the share at the upper amounts beside that of networks with the payees of purchases shuffled."""
    return {name: getattr(chance, name) for name in ("draws", "share", "mean", "deviation", "z")}


def flow_view(flow: Flow, legs: Mapping[str, Json], as_of: date | None = None) -> Json:
    """Return the circular share with its window, floor, layer and tie, and the views of the legs that circulate."""
    return {
        "share": {"low": flow.share_low, "high": flow.share_high},
        "circular": {"low": exact(flow.circular_low), "high": exact(flow.circular_high)},
        "gross": {"low": exact(flow.gross_low), "high": exact(flow.gross_high)},
        "currency": flow.currency,
        "layer": "money",
        "tie": "any",
        "floor": flow.floor,
        "as_of": day(as_of),
        "window": {"first": day(flow.first), "last": day(flow.last), "words": span_words(flow.first, flow.last)},
        "unpriced": flow.unpriced,
        "legs": [{**legs[leg], "circular": exact(part)} for leg, part in flow.edges if leg in legs],
    }
