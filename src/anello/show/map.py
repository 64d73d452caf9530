"""The map as one plain view: parties with their places, deals as arrows with colour and line, rings by their ids.

In: a view, what each party has committed, places. Out: one dict. Promise: every arrow is one deal with payer and payee;
a colour says what kind of money it is, a line how firm; what has no place on the map is counted, and a ring keeps its
window's words, grade and tie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from anello.model import Deal, Leg, Party, Ring, Rung
from anello.show.view import View
from anello.show.views import Json, day, exact
from anello.show.words import ceiling_words, slots_words, sum_words

CURRENCY = "USD"
"""The currency in which parties are sized."""

COLOURS: Mapping[str, str] = {
    "investment": "finance",
    "loan": "finance",
    "acquisition": "finance",
    "stake": "finance",
    "ipo": "finance",
    "supply": "purchase",
    "licence": "purchase",
    "right": "contingent",
    "guarantee": "contingent",
}
"""Deal type -> colour: finance is equity and debt, purchase what is paid for goods and leases, contingent what may
never be paid; anything else is "other"."""

OTHER = "other"
SOLID = ("performed", "binding")
TALK = ("denied", "ended", "hypothetical", "considered", "talks")
"""Statuses in which nothing is announced: rumours, talks, and what was denied or is over."""

RINGS = 500
"""Rings of the map, the first of the study's; the list of rings has all."""

Places = Mapping[str, tuple[float, float]]
NOTHING = Rung(Decimal(0), Decimal(0))


def colour_of(deal: Deal) -> str:
    """Return what kind of money a deal moves: finance, purchase, contingent or other."""
    return COLOURS.get(deal.type, OTHER)


def line_of(deal: Deal) -> str:
    """Return how firm a deal is drawn: solid (performed or binding), dashed (announced) or dotted (talk, or denied)."""
    if deal.status in TALK:
        return "dotted"
    return "solid" if deal.bindingness in SOLID else "dashed"


def size_of(rung: Rung) -> Decimal:
    """Return by what a party is sized: the upper bound of what it has committed, the lower where there is none."""
    return rung.low if rung.high is None else rung.high


def map_view(view: View, committed: Mapping[str, Rung], places: Places, most: int) -> Json:
    """Return the map of the `most` parties that have committed most; its rings are those whose deals it draws."""
    ranked = rank_parties(view, committed)
    shown = ranked[:most]
    ids = {party.id for party in shown}
    placed = [deal for deal in view.deals if deal.payer is not None and deal.payee is not None]
    arrows = [deal for deal in placed if deal.payer in ids and deal.payee in ids]
    counts = Counter(party for deal in placed for party in {deal.payer, deal.payee})
    legs = {leg.deal: leg for leg in view.graph.legs if leg.layer != "goods"}
    drawn = {deal.id for deal in arrows}
    rings = [ring for ring in view.rings if drawn.issuperset(_deals(ring, view))]
    disputed = {conflict.deal for conflict in view.conflicts}
    return {
        "as_of": day(view.as_of),
        "floor": view.floor,
        "currency": CURRENCY,
        "parties": [_party_view(p, committed.get(p.id, NOTHING), places, counts[p.id]) for p in shown],
        "deals": [_deal_view(deal, legs.get(deal.id), deal.id in disputed) for deal in arrows],
        "rings": [_ring_view(ring, view) for ring in rings[:RINGS]],
        "rings_of": len(rings),
        "shown": len(shown),
        "of": len(ranked),
        "unplaced": len(view.deals) - len(placed),
    }


def rank_parties(view: View, committed: Mapping[str, Rung]) -> list[Party]:
    """Return the parties that pay or are paid, the largest by committed money first, then those with most deals."""
    counts = Counter(party for deal in view.deals if deal.payer and deal.payee for party in (deal.payer, deal.payee))
    found = [party for party in view.parties if party.id in counts]
    return sorted(found, key=lambda p: (-size_of(committed.get(p.id, NOTHING)), -counts[p.id], p.id))


def _deals(ring: Ring, view: View) -> Iterable[str]:
    return dict.fromkeys(view.leg_of[leg].deal for leg in ring.legs)


def _party_view(party: Party, rung: Rung, places: Places, deals: int) -> Json:
    x, y = places.get(party.id, (None, None))
    words = ceiling_words(rung.low, rung.high, CURRENCY)
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "parent": party.parent,
        "x": x,
        "y": y,
        "committed": {"low": exact(rung.low), "high": exact(rung.high), "words": words},
        "deals": deals,
    }


def _deal_view(deal: Deal, leg: Leg | None, conflicting: bool) -> Json:
    return {
        "id": deal.id,
        "payer": deal.payer,
        "payee": deal.payee,
        "type": deal.type,
        "colour": colour_of(deal),
        "bindingness": deal.bindingness,
        "line": line_of(deal),
        "status": deal.status,
        "words": _amount_words(deal, leg),
        "low": exact(leg.low) if leg else None,
        "high": exact(leg.high) if leg else None,
        "currency": leg.currency if leg else None,
        "conditional": deal.conditional,
        "disputed": conflicting or bool(deal.disputing),
    }


def _amount_words(deal: Deal, leg: Leg | None) -> str:
    """Return the price of a deal; where nothing moves, the amount that is told of it."""
    if leg is not None and (leg.low is not None or leg.high is not None):
        return sum_words(leg.low, leg.high, leg.currency)
    return slots_words(deal.amounts[:1]) if deal.amounts else sum_words(None, None, None)


def _ring_view(ring: Ring, view: View) -> Json:
    return {
        "id": ring.id,
        "kind": ring.kind,
        "words": ceiling_words(ring.low, ring.high, ring.currency),
        "grade": ring.grade,
        "tie": ring.tie,
        "parties": list(ring.parties),
        "deals": list(_deals(ring, view)),
        "legs": len(ring.legs),
    }
