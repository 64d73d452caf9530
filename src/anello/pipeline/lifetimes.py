"""When a ring opened, grew firmer or weaker, and broke, as the articles told it.

In: a ring and the view that it belongs to. Out: `RingEvent`s by day. Promise: a composer of the rings and the life of
deals; each day is judged by what had been published by then, so a late article changes no earlier event; a ring stands
while each of its arcs has a leg at the floor; undated reports open and break nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from anello.analyse.rings import arcs_of
from anello.graph import DEFAULT_FLOOR
from anello.model import STATUSES, Claim, Leg, Ring, RingEvent
from anello.reconcile.lifecycle import replay
from anello.show import View

Told = Mapping[date, tuple[str, str]]
"""Status and telling claim of a deal from each day on which it was spoken of."""


def events_of(ring: Ring, view: View) -> tuple[RingEvent, ...]:
    """Return what became of a ring of a view, by day."""
    arcs = arcs_of(ring, view.graph)
    deals = {leg.deal for arc in arcs for leg in arc}
    claims_of = {
        deal: [view.claim_of[c] for c in view.deal_of[deal].claims if c in view.claim_of]
        for deal in deals
        if deal in view.deal_of
    }
    return ring_events(arcs, claims_of, view.floor)


def ring_events(
    arcs: Sequence[Sequence[Leg]], claims_of: Mapping[str, Iterable[Claim]], floor: str | None = None
) -> tuple[RingEvent, ...]:
    """Return what became of a ring, by day.

    Args:
        arcs: the legs of each arc of the ring, all parallel ones.
        claims_of: deal -> its claims.
        floor: the least binding status that counts, as for the ring.
    """
    lowest = STATUSES.index(floor or DEFAULT_FLOOR)
    told = {leg.deal: _told(claims_of.get(leg.deal, ())) for arc in arcs for leg in arc}
    now: dict[str, int] = {}
    found: list[RingEvent] = []
    before: int | None = None
    for day in sorted({day for days in told.values() for day in days}):
        moved = [deal for deal in sorted(told) if day in told[deal] and _set(now, deal, told[deal][day][0])]
        level = _level(arcs, now, lowest)
        if level != before:
            # Where no status moved, the ring cannot have changed.
            deal = moved[0]
            word = _word(before, level, opened=bool(found))
            found.append(RingEvent(day, word, None if level is None else STATUSES[level], deal, told[deal][day][1]))
        before = level
    return tuple(found)


def _told(claims: Iterable[Claim]) -> Told:
    """Return the status of a deal after each day on which it was spoken of, with the claim that told most that day."""
    dated = sorted((c for c in claims if c.published is not None), key=lambda c: (c.published or date.max, c.id))
    days = sorted({c.published for c in dated if c.published is not None})
    found = {}
    for day in days:
        life = replay(c for c in dated if c.published is not None and c.published <= day)
        today = [c for c in dated if c.published == day]
        teller = max(today, key=lambda c: (c.status == life.status, STATUSES.index(c.status), c.id))
        found[day] = (life.status, teller.id)
    return found


def _set(now: dict[str, int], deal: str, status: str) -> bool:
    """Note the status of a deal, and tell whether it moved."""
    rank = STATUSES.index(status)
    moved = now.get(deal) != rank
    now[deal] = rank
    return moved


def _level(arcs: Sequence[Sequence[Leg]], now: Mapping[str, int], lowest: int) -> int | None:
    """Return the status of the weakest arc, each by its firmest leg; None where an arc has no leg at the floor."""
    firmest = [max((now.get(leg.deal, -1) for leg in arc), default=-1) for arc in arcs]
    level = min(firmest, default=-1)
    return level if level >= lowest else None


def _word(before: int | None, level: int | None, *, opened: bool) -> str:
    if level is None:
        return "broke"
    if before is None:
        return "opened again" if opened else "opened"
    return "strengthened" if level > before else "weakened"
