"""What decisions come to when read in order: of two on one subject the later holds.

In: decisions. Out: a `Standing`: verdicts on names, links between deals, verdicts on claims. Promise: pure; it depends
on the decisions and their numbers alone, so that taking one away gives exactly what there was without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from anello.model import Decision, Link, Verdict

UNDO = "undo"
"""The word of a decision on deals that takes back what was said of them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds: verdicts by their names, links by their deals, claim id -> "confirmed" or "rejected"."""

    verdicts: tuple[Verdict, ...] = ()
    links: tuple[Link, ...] = ()
    claims: Mapping[str, str] = field(default_factory=dict)
    holding: frozenset[str] = frozenset()
    """The ids of the decisions of which something holds."""


def standing_of(decisions: Iterable[Decision]) -> Standing:
    """Return what decisions come to, whatever order they are given in."""
    verdicts: dict[tuple[frozenset[str], str], tuple[Verdict, str]] = {}
    links: dict[frozenset[str], tuple[Link, Decision]] = {}
    claims: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda d: (d.number, d.id)):
        if decision.kind == "claim":
            claims[decision.left] = decision
        for verdict in decision.verdicts:
            verdicts[frozenset((verdict.left, verdict.right)), verdict.author] = verdict, decision.id
        if decision.link is not None:
            links = {pair: kept for pair, kept in links.items() if not _same_pair(kept[0], decision.link)}
            links[frozenset((decision.link.deal, decision.link.other))] = decision.link, decision
    holding = {*(d.id for d in claims.values()), *(i for _, i in verdicts.values()), *(d.id for _, d in links.values())}
    said = [link for link, decision in links.values() if decision.word != UNDO]
    return Standing(
        tuple(sorted((v for v, _ in verdicts.values()), key=lambda v: (v.left, v.right, v.author))),
        tuple(sorted(said, key=lambda link: (sorted((link.deal, link.other)), link.kind))),
        {claim: decision.word for claim, decision in sorted(claims.items())},
        frozenset(holding),
    )


def _same_pair(one: Link, other: Link) -> bool:
    """Tell whether two links are of the same two deals: by their ids, or by the claims that they are found by."""
    if {one.deal, one.other} == {other.deal, other.other}:
        return True
    return bool(one.claim and one.other_claim) and {one.claim, one.other_claim} == {other.claim, other.other_claim}
