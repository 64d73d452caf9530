"""Which deals are tied: in one contract, or in one announcement.

In: the claims of each deal. Out: labels of each deal; deals that share a label are tied by it. Promise: "contract:" is
given only where one sentence makes both deals and one of them depends on a condition; being told in one early article
gives "article:" and no more. Definition: docs/rings.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from anello.model import Claim, digest_of
from anello.reconcile.slots import TRANSFERS

NEWS = timedelta(days=7)
"""An article announces a deal if it comes within a week of the first report; later ones are round-ups."""

MOST_LABELS = 16


def find_ties(told_of: Mapping[str, Sequence[Claim]], original: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the labels of each deal that is tied to another one, sorted, contracts first."""
    money = {deal: claims for deal, claims in told_of.items() if claims and claims[0].type in TRANSFERS}
    labels: dict[str, set[str]] = defaultdict(set)
    for label, deals in (*_contracts(money).items(), *_announcements(money, original).items()):
        if len(deals) > 1:
            for deal in deals:
                labels[deal].add(label)
    return {deal: _kept(labels[deal]) for deal in sorted(labels)}


def _kept(labels: set[str]) -> tuple[str, ...]:
    return tuple(sorted(labels, key=lambda label: (not label.startswith("contract:"), label))[:MOST_LABELS])


def _contracts(told_of: Mapping[str, Sequence[Claim]]) -> dict[str, set[str]]:
    """Return the deals that share a sentence of which one is conditional, by label."""
    sentences: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    conditional: set[tuple[str, int, int]] = set()
    for deal, claims in told_of.items():
        for claim in claims:
            for span in claim.evidence:
                if span.part == "claim":
                    at = (claim.article, span.start, span.end)
                    sentences[at].add(deal)
                    if claim.conditional:
                        conditional.add(at)
    return {f"contract:{digest_of(*at)}": sentences[at] for at in sorted(conditional)}


def _announcements(told_of: Mapping[str, Sequence[Claim]], original: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the deals that one article, or its copies, reports within a week of the first report of each."""
    announced: dict[str, set[str]] = defaultdict(set)
    for deal, claims in told_of.items():
        first = min((c.published for c in claims if c.published), default=None)
        for claim in claims:
            if _is_news(claim.published, first):
                announced[f"article:{original.get(claim.article, claim.article)}"].add(deal)
    return announced


def _is_news(published: date | None, first: date | None) -> bool:
    return first is not None and published is not None and published - first <= NEWS
