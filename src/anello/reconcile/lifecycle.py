"""The life of a deal: which stage it has reached, and what disputes it.

In: the claims of one deal. Out: a `Life`. Promise: a replay over publication days, so the order of claims does not
matter; a denial disputes and deletes nothing; a signature is not undone by gossip. The rules stand in docs/deals.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from anello.model import Claim, StatusEvent
from anello.reconcile.slots import SIGNED, STAGES, TABLE, is_bare

FRESH = timedelta(days=28)
"""Of unsigned talks the strongest report of the last four weeks counts; older ones are history."""

FIRM_VOICES = ("company", "person", "filing")
"""Voices that can end or deny a signed deal; an outlet or unnamed people can only report it."""


@dataclass(frozen=True, slots=True)
class Life:
    """Where a deal stands: its status, how binding it is, all events by date, and the claims that dispute it."""

    status: str
    bindingness: str
    history: tuple[StatusEvent, ...]
    disputing: tuple[str, ...]
    conditional: bool


def replay(claims: Iterable[Claim]) -> Life:
    """Return the life of a deal from its claims.

    Undated claims count as published with the latest dated one.
    """
    listed = sorted(claims, key=lambda c: (c.published or date.max, STAGES.get(c.status, -1), c.id))
    latest = max((c.published for c in listed if c.published), default=date.min)
    days: dict[date, list[Claim]] = defaultdict(list)
    for claim in listed:
        days[claim.published or latest].append(claim)
    state = _State(_overstated(listed))
    for day in sorted(days):
        state.live_through(day, days[day])
    status = state.status()
    conditional = any(c.conditional for c in listed if STAGES.get(c.status, -1) >= 3)
    history = tuple(StatusEvent(c.published, c.status, c.id) for c in listed)
    against = {"denied"} if status == "ended" else {"denied", "ended"}
    disputing = tuple(sorted(c.id for c in listed if c.status in against))
    return Life(status, bindingness_of(status, conditional), history, disputing, conditional)


def _overstated(claims: Sequence[Claim]) -> frozenset[str]:
    """Return the claims that call a deal performed on less ground than others have for calling it agreed.

    That is one that is hedged or bare, where a firm claim tells a signature with a figure, and one without a status
    word where the same article, or one of that day or later with a figure, says in so many words that the deal is
    agreed. They count as a signature.
    """
    signatures = [c for c in claims if c.status == "agreed" and c.mode in ("asserted", "attributed")]
    priced = any(c.amount or c.percent or c.quantity for c in signatures)
    in_words = [c for c in signatures if _in_words(c)]
    articles = {c.article for c in in_words}
    latest = max((c.published for c in in_words if c.published and c.amount), default=date.min)

    def is_less_said(claim: Claim) -> bool:
        still_agreed = claim.published is not None and claim.published <= latest
        return (still_agreed or claim.article in articles) and not _in_words(claim)

    return frozenset(
        c.id
        for c in claims
        if c.status == "completed" and ((priced and (c.mode == "hedged" or is_bare(c))) or is_less_said(c))
    )


def _in_words(claim: Claim) -> bool:
    return claim.extractor.startswith(TABLE) or any(span.part == "status" for span in claim.evidence)


def succeed(life: Life, successor: Claim) -> Life:
    """Return the life of a letter of intent after the contract that took its place; the contract is its last event.

    A letter that was denied or ended before stays so.
    """
    if life.status in ("denied", "ended") or STAGES[life.status] >= SIGNED:
        return life
    history = (*life.history, StatusEvent(successor.published, "ended", successor.id))
    ordered = tuple(sorted(history, key=lambda e: e.published or date.max))
    return replace(life, status="ended", bindingness=bindingness_of("ended", life.conditional), history=ordered)


def bindingness_of(status: str, conditional: bool) -> str:
    """Return how binding a status is.

    >>> bindingness_of("agreed", True)
    'conditional'
    """
    if status == "agreed":
        return "conditional" if conditional else "binding"
    return _BINDING.get(status, "none")


_BINDING: Mapping[str, str] = {"planned": "non-binding", "completed": "performed"}


class _State:
    """The stage of a deal after each day of publications."""

    def __init__(self, overstated: frozenset[str]) -> None:
        self.overstated = overstated
        self.signed = 0
        self.recent: list[tuple[date, int]] = []
        self.denied_on: date | None = None
        self.ended = False
        self.only_hypothetical = False

    def live_through(self, day: date, claims: Sequence[Claim]) -> None:
        """Take in what was published on one day: progress first, then denials and endings."""
        stages = [SIGNED if c.id in self.overstated else STAGES[c.status] for c in claims if c.status in STAGES]
        if stages:
            self._progress(day, max(stages))
        if any(c.status == "denied" for c in claims) and not self.signed:
            self.denied_on, self.recent = day, []
        if any(c.status == "ended" and self._can_end(c) for c in claims):
            self.ended = True

    def _progress(self, day: date, stage: int) -> None:
        if stage == 0:
            self.only_hypothetical = True
        elif stage >= SIGNED:
            self.signed, self.denied_on = max(self.signed, stage), None
        elif self.denied_on is None or day - self.denied_on >= FRESH:
            self.denied_on = None
            self.recent = [(d, s) for d, s in self.recent if day - d <= FRESH] + [(day, stage)]

    def _can_end(self, claim: Claim) -> bool:
        """An unsigned deal ends by any report; a signed one only where the text asserts it or a firm voice says so."""
        if not self.signed or not claim.attribution:
            return not self.signed or claim.mode != "hedged"
        return claim.attribution[-1].kind in FIRM_VOICES

    def status(self) -> str:
        """Return the stage after the last day."""
        if self.ended:
            return "ended"
        if self.signed:
            return _NAMES[self.signed]
        if self.denied_on is not None:
            return "denied"
        return _NAMES[max((stage for _, stage in self.recent), default=0)]


_NAMES = {rank: name for name, rank in STAGES.items()}
