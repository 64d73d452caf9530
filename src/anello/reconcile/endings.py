"""How a deal ended: called off, run out, or replaced by another deal.

In: the claims of a deal and its life; the links between deals. Out: an `Ending`, and deals with the pointer to what
replaced them. Promise: only a deal that stands as ended has an ending; a word that it replaces another ends only a deal
that was never signed, or one whose successor is signed. The words are data (`relations.toml` of each pack).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from anello.lang import load, pack_codes
from anello.model import Article, Claim, Deal, Ending, Link, StatusEvent
from anello.reconcile.lifecycle import Life, bindingness_of
from anello.reconcile.slots import SIGNED, STAGES
from anello.reconcile.wording import phrases


def ending_of(claims: Sequence[Claim], life: Life, articles: Mapping[str, Article]) -> Ending | None:
    """Return how a deal ended by its own claims: "expired" where the passage says that its time ran out."""
    if life.status != "ended":
        return None
    told = [c for c in claims if c.status == "ended"]
    if not told:
        return None
    first = min(told, key=lambda c: (c.published is None, c.published, c.id))
    kind = "expired" if any(_says_expired(c, articles) for c in told) else "terminated"
    return Ending(kind, first.id, first.published)


def _says_expired(claim: Claim, articles: Mapping[str, Article]) -> bool:
    article = articles.get(claim.article)
    if article is None or article.language not in pack_codes():
        return False
    words = _expired(article.language)
    return any(words.search(span.text) for span in claim.evidence)


@cache
def _expired(language: str) -> re.Pattern[str]:
    return phrases(load(language).relations["expired"])


def supersede(deals: Iterable[Deal], links: Iterable[Link], claims: Mapping[str, Claim]) -> list[Deal]:
    """Return the deals, those ended that a link says are replaced, each with the pointer to what replaced it.

    A user's word always counts; that of a text where the new deal is signed, or the old one never was.
    """
    by_id = {deal.id: deal for deal in deals}
    for link in links:
        new, old = by_id.get(link.deal), by_id.get(link.other)
        if link.kind == "supersedes" and new is not None and old is not None and _counts(link, new, old):
            by_id[old.id] = _replaced(old, new, claims.get(link.claim))
    return list(by_id.values())


def _counts(link: Link, new: Deal, old: Deal) -> bool:
    if old.ending is not None and old.ending.by is not None:
        return False
    signed = STAGES.get(new.status, -1) >= SIGNED
    return link.by == "user" or signed or STAGES.get(old.status, -1) < SIGNED


def _replaced(old: Deal, new: Deal, claim: Claim | None) -> Deal:
    signs = claim.id if claim is not None else (new.history[0].claim if new.history else "")
    day = claim.published if claim is not None else (new.history[0].published if new.history else None)
    ending = Ending("superseded", signs, day, new.id)
    if old.status in ("ended", "denied"):
        return replace(old, ending=ending)
    history = (*old.history, StatusEvent(day, "ended", signs))
    return replace(
        old, status="ended", bindingness=bindingness_of("ended", old.conditional), history=history, ending=ending
    )
