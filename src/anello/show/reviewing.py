"""Decisions of people in words and in plain views, and what a decision changes in rings and deals.

In: decisions, claims, and the views without and with a decision. Out: dicts for programs, sentences for people.
Promise: a side whose record is gone keeps its id; what goes, what is new and what changes is named one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from anello.model import Claim, Deal, Decision, Party, Ring
from anello.show.view import View
from anello.show.views import Json, claim_view, deal_view, ring_view
from anello.show.words import ceiling_words, count_words, figure_words, roles_words, slots_words

HOLDS, OVERRULED, RESTS = "holds", "overruled", "rests"
"""What a decision may be: in force, replaced by a later one, or waiting for what it speaks of to be there again."""


def reviewed_view(claim: Claim, view: View) -> Json:
    """Return a claim in the claim format, with "review": "confirmed", "rejected" or None."""
    return {**claim_view(claim), "review": view.reviewed.get(claim.id)}


def rejected_of(party: Party, view: View) -> set[str]:
    """Return the rejected claims that name a party."""
    names = {party.name, *party.names}
    return {
        claim.id
        for claim in view.rejected
        if any(m.id == party.id or m.name in names or m.text in names for named in claim.roles.values() for m in named)
    }


# --- decisions --------------------------------------------------------------------------------------------------------


def decision_view(decision: Decision, view: View, holding: Collection[str] | None = None) -> Json:
    """Return a decision with its sides in words, and whether it holds; `holding` None is one not kept yet."""
    return {
        "id": decision.id or None,
        "made": f"{decision.made.isoformat()}Z" if decision.made else None,
        "kind": decision.kind,
        "word": decision.word,
        "left": _side(decision.kind, decision.left, view),
        "right": _side(decision.kind, decision.right, view) if decision.right is not None else None,
        "because": decision.because,
        "author": decision.author,
        "state": HOLDS if holding is None else state_of(decision, view, holding),
    }


def state_of(decision: Decision, view: View, holding: Collection[str]) -> str:
    """Return what a decision is: it holds, a later one overrules it, or it rests until what it speaks of is back."""
    if decision.id not in holding:
        return OVERRULED
    if decision.kind == "claim":
        return HOLDS if decision.left in view.claim_of else RESTS
    if decision.kind == "parties":
        return HOLDS if {decision.left, decision.right} <= set(view.mention_names) else RESTS
    link = decision.link
    if link is None or decision.word == "undo":
        return HOLDS
    return HOLDS if any(k.by == "user" and link.claim in (k.claim, k.other_claim) for k in view.links) else RESTS


def _side(kind: str, identity: str, view: View) -> Json:
    """Return one side of a decision: its id, words, and the parts that these are made of."""
    words, type_, status, names = _SIDES[kind](identity, view) or (identity, None, None, ())
    return {"id": identity, "words": words, "type": type_, "status": status, "names": list(names)}


_Told = tuple[str, str | None, str | None, Sequence[str]]


def _claim_told(identity: str, view: View) -> _Told | None:
    claim = view.claim_of.get(identity)
    if claim is None:
        return None
    return claim_title(claim), claim.type, claim.status, [m.name for named in claim.roles.values() for m in named]


def _name_told(identity: str, view: View) -> _Told:
    name = view.mention_names.get(identity.removeprefix("person:"), identity)
    return name, None, None, (name,)


def _deal_told(identity: str, view: View) -> _Told | None:
    deal = view.deal_of.get(identity)
    if deal is None:
        return None
    return deal_title(deal, view), deal.type, deal.status, [view.names.get(party, party) for party in deal.parties]


_SIDES: dict[str, Callable[[str, View], _Told | None]] = {
    "claim": _claim_told,
    "parties": _name_told,
    "deals": _deal_told,
}


def claim_title(claim: Claim) -> str:
    """Return a claim in one line: type, parties, figures, status."""
    said = ", ".join(part for part in (roles_words(claim), figure_words(claim)) if part)
    return f"{claim.type}: {said} ({claim.status})"


def deal_title(deal: Deal, view: View) -> str:
    """Return a deal in one line: type, parties, amounts, status."""
    between = (deal.payer, deal.payee) if deal.payer and deal.payee else deal.parties
    names = (" → " if deal.payer and deal.payee else ", ").join(view.names.get(p, p) for p in between if p)
    sums = f", {slots_words(deal.amounts)}" if deal.amounts else ""
    return f"{deal.type}: {names}{sums} ({deal.status})"


def ring_title(ring: Ring, view: View) -> str:
    """Return a ring in one line: kind, parties in a circle, strength."""
    names = " → ".join(view.names.get(party, party) for party in (*ring.parties, *ring.parties[:1]))
    return f"{ring.kind}: {names}, {ceiling_words(ring.low, ring.high, ring.currency)} ({ring.grade})"


# --- effects ----------------------------------------------------------------------------------------------------------


def effect_view(decision: Decision, before: View, after: View) -> Json:
    """Return what changes between the view before and the one after a decision."""
    return {
        "decision": decision_view(decision, before),
        "rings": _changes(_rings(before), _rings(after)),
        "deals": _changes(_deals(before), _deals(after)),
    }


def _rings(view: View) -> dict[str, Json]:
    return {ring.id: ring_view(ring, view.leg_views, view.names, view.floor, view.as_of) for ring in view.rings}


def _deals(view: View) -> dict[str, Json]:
    return {deal.id: deal_view(deal, view.names) for deal in view.deals}


def _changes(before: dict[str, Json], after: dict[str, Json]) -> Json:
    return {
        "before": list(before),
        "after": list(after),
        "gone": [told for identity, told in before.items() if identity not in after],
        "new": [told for identity, told in after.items() if identity not in before],
        "changed": [
            {"before": told, "after": after[identity]}
            for identity, told in before.items()
            if identity in after and after[identity] != told
        ],
    }


def effect_words(before: View, after: View) -> list[str]:
    """Return the sentences that tell what changes, the rings first."""
    return [
        *_change_words("ring", before.rings, after.rings, ring_title, before, after),
        *_change_words("deal", before.deals, after.deals, deal_title, before, after),
    ]


def _change_words(
    noun: str,
    old: Sequence[Any],
    new: Sequence[Any],
    title: Callable[[Any, View], str],
    before: View,
    after: View,
) -> list[str]:
    was, now = {r.id: r for r in old}, {r.id: r for r in new}
    said = [f"{noun} goes: {title(record, before)}" for key, record in was.items() if key not in now]
    said += [f"{noun} comes: {title(record, after)}" for key, record in now.items() if key not in was]
    for key in (key for key in was if key in now):
        one, other = title(was[key], before), title(now[key], after)
        if was[key] != now[key]:
            said.append(f"{noun} changes: {one}{f' becomes {other}' if one != other else ', in what it rests on'}")
    counted = f"{count_words(len(was), noun)} before, {len(now)} after"
    return [counted, *said] if said else [f"{counted}; none changes"]
