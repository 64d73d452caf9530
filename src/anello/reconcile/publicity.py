"""How public a deal is: the firmest voice that tells of it, and who denies what of it.

In: the claims of a deal, their roots, the claims that deny it. Out: one of `PUBLICITY`; `Denial`s. Promise: publicity
is the second axis beside how binding a deal is, and says nothing of it; it only ever grows with more claims; an outlet
that reports by itself, or by unnamed people, is no attribution; a denial keeps its own scope and origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from anello.lang.transliteration import fold
from anello.model import PUBLICITY, Claim, Denial, Voice
from anello.reconcile.amounts import figure_of, slot_key

NAMED = ("person", "company", "analyst")
"""Voices that can be asked: somebody with a name says it. An outlet is asked for its source."""


def publicity_of(
    claims: Iterable[Claim], parties: Iterable[str], roots: Iterable[str], party_names: Mapping[str, str]
) -> str:
    """Return the firmest voice behind the claims that support a deal.

    Args:
        roots: those of the deal, as `trace` gives them, without those that only deny it.
        party_names: folded name -> party.

    >>> publicity_of((), ("a",), ("outlet:x", "party:a"), {})
    'party statement'
    """
    own = frozenset(parties)
    by_root = (_ROOTS.get(root.partition(":")[0], 0) for root in roots)
    voices = (claim.attribution[-1] for claim in claims if claim.attribution)
    return PUBLICITY[max((*by_root, *(_voice_rank(voice, own, party_names) for voice in voices)), default=0)]


_ROOTS: Mapping[str, int] = {"filing": 3, "party": 2, "person": 1, "company": 1, "analyst": 1}


def _voice_rank(voice: Voice, parties: frozenset[str], party_names: Mapping[str, str]) -> int:
    if voice.kind == "filing":
        return 3
    if voice.kind in ("company", "person") and party_names.get(fold(voice.name)) in parties:
        return 2
    return 1 if voice.kind in NAMED else 0


def denials_of(claims: Iterable[Claim], root_of: Mapping[str, str]) -> tuple[Denial, ...]:
    """Return who denies what, by day: the whole deal, or one amount of it where the denial names a figure."""
    found = [
        Denial(claim.id, claim.published, scope_of(claim), root_of.get(claim.id, f"article:{claim.article}"))
        for claim in claims
        if claim.status == "denied"
    ]
    return tuple(sorted(found, key=lambda d: (d.published is None, d.published, d.claim)))


def scope_of(claim: Claim) -> str:
    """Return what a denial is about: the key of the amount that it names, or else the deal."""
    amount = claim.amount
    return "deal" if amount is None or figure_of(amount) is None else f"{slot_key(amount)} at {figure_of(amount):f}"
