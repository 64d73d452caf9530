"""Totals that count nothing twice: intervals [what is surely there, what could be there].

In: what each deal is priced at, and how deals are linked. Out: a `Total`. Promise: the lower bound adds only deals that
no link joins; the upper bound adds all that are not known to be in another; deals without a figure are counted
and named, never guessed. Frechet bounds; rule and worked example: docs/deals.md, section Overlaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from anello.model import Link, Total
from anello.reconcile.amounts import ZERO, Interval, overlap_total


def effective_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links that count: a user's word alone where there is one; a question where texts say two things.

    >>> text, user = Link("a", "part_of", "b"), Link("a", "apart", "b", "user")
    >>> effective_links([text, user]) == (user,)
    True
    """
    by_pair: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        by_pair[min(link.deal, link.other), max(link.deal, link.other)].append(link)
    found = []
    for pair in sorted(by_pair):
        said = sorted(by_pair[pair], key=lambda k: (k.by, k.kind, k.deal))
        users = [link for link in said if link.by == "user"]
        told = users or [link for link in said if link.by == "text"] or said
        if len({(link.kind, link.deal) for link in told}) > 1:
            found.append(Link(pair[0], "overlaps", pair[1], told[0].by, told[0].claim, told[0].cue))
        else:
            found.append(told[0])
    return tuple(found)


def find_total(priced: Mapping[str, Interval | None], links: Iterable[Link]) -> Total:
    """Return the total of deals.

    300 and 500 that may overlap give [500, 800], and never 800. Only a user's word that one deal is part of another,
    or is replaced by it, takes it out of the upper bound: a text that calls a contract "part of" a programme does not
    say that its sum is within the sum of the programme.

    Args:
        priced: deal -> its bounds; None where it states no amount.

    >>> both = {"a": Interval(Decimal(300), Decimal(300)), "b": Interval(Decimal(500), Decimal(500))}
    >>> total = find_total(both, [Link("a", "part_of", "b")])
    >>> total.low, total.high
    (Decimal('500'), Decimal('800'))
    >>> find_total(both, ()).low
    Decimal('800')
    """
    known = {deal: price for deal, price in priced.items() if price is not None}
    joining = [k for k in effective_links(links) if k.kind != "apart" and k.deal in known and k.other in known]
    inside = _inside(known, joining)
    counted = {deal: price for deal, price in known.items() if deal not in inside}
    near: dict[str, set[str]] = defaultdict(set)
    for link in joining:
        if link.deal in counted and link.other in counted:
            near[link.deal].add(link.other)
            near[link.other].add(link.deal)
    return Total(
        low=_surely(counted, near),
        high=overlap_total(list(counted.values())).high,
        deals=tuple(sorted(priced)),
        inside=tuple(sorted(inside)),
        unpriced=tuple(sorted(set(priced) - set(known))),
        joined=len(near),
    )


def _inside(known: Mapping[str, Interval], links: Sequence[Link]) -> set[str]:
    """Return the deals that a user put within another; a circle of such words puts none of them away."""
    within = {}
    for link in links:
        if link.by == "user" and link.kind in ("part_of", "supersedes"):
            part, whole = (link.deal, link.other) if link.kind == "part_of" else (link.other, link.deal)
            if _fits(known[part], known[whole]) or link.kind == "supersedes":
                within[part] = whole
    return {deal for deal in within if not _in_circle(deal, within)}


def _fits(part: Interval, whole: Interval) -> bool:
    return whole.high is None or part.low is None or part.low <= whole.high


def _in_circle(deal: str, within: Mapping[str, str]) -> bool:
    seen, at = {deal}, within.get(deal)
    while at is not None and at not in seen:
        seen.add(at)
        at = within.get(at)
    return at is not None


def _surely(counted: Mapping[str, Interval], near: Mapping[str, set[str]]) -> Decimal:
    """Return a sum over deals of which no two are joined: of two greedy choices the larger, and at least the largest.

    Any such choice is a true lower bound; the best one is a maximum independent set, which is not worth its time.
    """
    alone = sum((price.low or ZERO for deal, price in counted.items() if deal not in near), ZERO)
    joined = {deal: counted[deal].low or ZERO for deal in near}
    falling = sorted(joined, key=lambda d: (-joined[d], d))
    return alone + max(_greedy(falling, joined, near), _greedy(falling[::-1], joined, near), ZERO)


def _greedy(order: Sequence[str], worth: Mapping[str, Decimal], near: Mapping[str, set[str]]) -> Decimal:
    taken: set[str] = set()
    for deal in order:
        if not near[deal] & taken:
            taken.add(deal)
    return sum((worth[deal] for deal in taken), ZERO)
