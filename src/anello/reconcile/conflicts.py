"""What the claims of a deal disagree on, kept as objects with all their sides.

In: a deal's claims, its life and settled amounts. Out: `Conflict`s. Promise: nothing is dropped or decided here;
progress from one stage to the next, and talks that moved to another figure, are no conflicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from anello.model import AmountSlot, Claim, Conflict, digest_of
from anello.reconcile.amounts import Settled, reading_of
from anello.reconcile.lifecycle import Life
from anello.reconcile.slots import STAGES


def amount_conflict(deal: str, slot: AmountSlot, settled: Settled) -> Conflict | None:
    """Return the conflict over one amount, None where everybody agrees."""
    if not settled.dissent:
        return None
    sides: dict[str, list[str]] = defaultdict(list)
    for claim in (*settled.support, *settled.dissent):
        if claim.amount is not None:
            sides[reading_of(claim.amount)].append(claim.id)
    return _conflict(deal, "amount", slot.key, sides, _agreed(slot))


def _agreed(slot: AmountSlot) -> str:
    low = "0" if slot.low is None else f"{slot.low.normalize():f}"
    high = "open" if slot.high is None else f"{slot.high.normalize():f}"
    return f"{low} to {high} {slot.currency or '?'}" if low != high else f"{low} {slot.currency or '?'}"


def status_conflict(deal: str, claims: Iterable[Claim], life: Life) -> Conflict | None:
    """Return the conflict between those who report a deal and those who deny it or call it ended."""
    if not life.disputing:
        return None
    sides: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.id in life.disputing or STAGES.get(claim.status, 0) > 0:
            sides[claim.status].append(claim.id)
    if len(sides) < 2:
        return None
    return _conflict(deal, "status", "status", sides, life.status)


def _conflict(deal: str, kind: str, key: str, sides: Mapping[str, list[str]], reading: str) -> Conflict:
    listed = tuple((said, tuple(sorted(sides[said]))) for said in sorted(sides))
    return Conflict(digest_of("conflict", deal, kind, key), deal, kind, key, listed, reading)
