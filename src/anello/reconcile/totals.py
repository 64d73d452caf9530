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


MOST_EXACT = 24
"""Deals that links join into one group, up to which the best choice among them is sought; beyond it two greedy ones."""


def _surely(counted: Mapping[str, Interval], near: Mapping[str, set[str]]) -> Decimal:
    """Return the largest sum over deals of which no two are joined; in a large group a good one.

    Any such choice is a true lower bound. The best one never grows when a deal falls away, so that raising a floor
    raises no total.
    """
    alone = sum((price.low or ZERO for deal, price in counted.items() if deal not in near), ZERO)
    joined = {deal: counted[deal].low or ZERO for deal in near}
    return alone + sum((_best_choice(group, joined, near) for group in _groups(sorted(near), near)), ZERO)


def _best_choice(group: Sequence[str], worth: Mapping[str, Decimal], near: Mapping[str, set[str]]) -> Decimal:
    """Return the worth of the best choice in a group: that with or without its most joined deal."""
    if len(group) == 1:
        return worth[group[0]]
    if len(group) > MOST_EXACT:
        falling = sorted(group, key=lambda d: (-worth[d], d))
        return max(_greedy(falling, worth, near), _greedy(falling[::-1], worth, near))
    held = set(group)
    pivot = max(group, key=lambda d: (len(near[d] & held), d))

    def best_of(rest: Sequence[str]) -> Decimal:
        return sum((_best_choice(part, worth, near) for part in _groups(rest, near)), ZERO)

    without = best_of([d for d in group if d != pivot])
    return max(without, worth[pivot] + best_of([d for d in group if d != pivot and d not in near[pivot]]))


def _groups(deals: Sequence[str], near: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the deals in groups that no link joins to each other."""
    left, found = set(deals), []
    for deal in deals:
        if deal not in left:
            continue
        left.discard(deal)
        group, at = [deal], 0
        while at < len(group):
            fresh = sorted(near[group[at]] & left)
            left.difference_update(fresh)
            group += fresh
            at += 1
        found.append(sorted(group))
    return found


def _greedy(order: Sequence[str], worth: Mapping[str, Decimal], near: Mapping[str, set[str]]) -> Decimal:
    taken: set[str] = set()
    for deal in order:
        if not near[deal] & taken:
            taken.add(deal)
    return sum((worth[deal] for deal in taken), ZERO)
