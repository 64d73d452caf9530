"""How figures of one matter differ: by and to, before and after the new money, part and whole, and plain size.

In: `Reports`. Out: `Draft`s. Promise: figures are held against each other only within one pair of houses, type,
currency (or unit) and period; a figure whose text says what it counts differs from none that counts something else;
talks that move, and rounding, are no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from anello.reconcile.differences.drafting import Draft, draft
from anello.reconcile.differences.sayings import (
    Reports,
    Saying,
    alike,
    by_measure,
    known_together,
    most_told,
    name_each_other,
    near,
    quoted_apart,
    times_apart,
    together,
)
from anello.reconcile.slots import FACTS, STAGES

SAME_DEAL_SIGNED, SAME_DEAL_TALKS, ELSEWHERE = 60, 7, 30
"""Days between reports of one signed deal, of one deal in talks, and of one pair whose reports were not joined."""
TWICE = 2
"""From so many times the other figure on, two signed figures told apart are taken for two contracts."""
EVENT = 30
"""Days between two stated days of the event from which figures are of two contracts."""
EXTENDED = 60
"""Days between the report of an extension and that of its total."""
ROUND = 45
"""Days between two values of one funding round, and between a value and the size of the round."""
SAID_BASIS = 14
"""Days between a value with its basis and one without, where the size of the round is not known."""
MOST_STEP = Decimal("1.6")
"""A value after the money is at most so many times the value before it, where the size of the round is not known."""
COUNTED = 45
"""Days between two counts of one contract."""
MOST_PARTS = 10
"""A count so many times another one is no whole of it: one of them was misread."""
MOST_BASES = 6
"""Earlier contracts of a pair that an extension may build on."""


def find_by_or_to(reports: Reports) -> Iterator[Draft]:
    """Yield extensions that some tell by what was added and some by the new total, without saying so.

    The difference of the two figures is what was signed before. Clean where the texts say "in all" or "a further".
    """
    for told in reports.sayings.values():
        for sayings in by_measure((s for s in told if s.signed and "part" not in s.scope), "amount").values():
            yield from _extensions(most_told(sayings), reports)


def _extensions(sayings: Sequence[Saying], reports: Reports) -> Iterator[Draft]:
    for added, total in combinations(sorted(sayings, key=lambda s: s.figure or 0), 2):
        if not near(added, total, EXTENDED) or _known(added, total, sayings):
            continue
        for base in _bases(added, sayings):
            if _unsaid_sum(added, total, base) or _read_both_ways(added, total, base):
                yield _extension(added, total, base, reports)
                break


def _known(a: Saying, b: Saying, sayings: Sequence[Saying]) -> bool:
    """Tell whether one article knows of both: of both figures, or where they are one, of both sayings."""
    return together(a, b) if a.figure == b.figure else known_together(a, b, sayings)


def _bases(added: Saying, sayings: Sequence[Saying]) -> Iterator[tuple[Saying, ...]]:
    """Yield what was signed before an addition: each earlier figure, then all of them together."""
    earlier: list[Saying] = []
    for saying in sayings:
        before = saying.days and added.days and saying.days[0] < added.days[0]
        if before and "whole" not in saying.scope and not any(alike(saying.figure, e.figure) for e in earlier):
            earlier.append(saying)
    earlier = earlier[:MOST_BASES]
    yield from ((one,) for one in earlier)
    if len(earlier) > 1:
        yield tuple(earlier)


def _unsaid_sum(added: Saying, total: Saying, base: Sequence[Saying]) -> bool:
    """Tell whether base and addition make the total, and a reader could take either figure for the other."""
    if added.figure is None or alike(added.figure, total.figure) or not _adds_up([added, *base], total):
        return False
    both_to = "whole" in added.scope
    return both_to or ("whole" not in total.scope and "addition" not in added.scope)


def _read_both_ways(one: Saying, other: Saying, base: Sequence[Saying]) -> bool:
    """Tell whether one figure is an addition in one text and the new total in another."""
    scopes = (one.scope, other.scope)
    opposed = any("addition" in a and "whole" in b for a, b in (scopes, scopes[::-1]))
    return opposed and alike(one.figure, other.figure) and not any(alike(one.figure, b.figure) for b in base)


def _adds_up(parts: Sequence[Saying], whole: Saying) -> bool:
    """Tell whether plain figures make the whole: within a fortieth of it, and a quarter of the smallest part."""
    figures = [_plain(part) for part in parts]
    total = _plain(whole)
    if total is None or None in figures:
        return False
    known = [f for f in figures if f is not None]
    return abs(sum(known) - total) <= min(total / 40, min(known) / 4)


def _plain(saying: Saying) -> Decimal | None:
    """Return a figure that is no bound."""
    interval = saying.interval
    bounded = interval is not None and interval.low and interval.high
    return saying.figure if bounded else None


def _extension(added: Saying, total: Saying, base: Sequence[Saying], reports: Reports) -> Draft:
    signed = " and ".join(b.reading for b in base)
    if alike(added.figure, total.figure):
        sides = [(f"by {s.reading}" if "addition" in s.scope else f"to {s.reading}", [s]) for s in (added, total)]
        reason = f"one tells {added.reading} as what was added to {signed}, the other as the new total"
    else:
        way = "to" if "whole" in added.scope else "by"
        sides = [(f"{way} {added.reading}", [added]), (f"to {total.reading}", [total])]
        reason = f"{total.reading} is {added.reading} on top of {signed} signed before: an addition and a total"
    return draft("by_or_to", sides, f"The figure of the extension differs: {reason}.")


def find_pre_or_post_money(reports: Reports) -> Iterator[Draft]:
    """Yield values of one party in one funding round that differ by the size of the round, the basis left unsaid."""
    values: dict[tuple[str, str], list[Saying]] = {}
    rounds: dict[tuple[str, str], list[Saying]] = {}
    for saying in reports.all():
        subject = saying.matter.payee
        if subject is None or saying.about != "amount" or saying.stage < STAGES["considered"]:
            continue
        based = not saying.scope.isdisjoint(("pre_money", "post_money"))
        if saying.matter.type == "valuation" or (saying.matter.type == "investment" and based):
            values.setdefault((subject, saying.measure), []).append(saying)
        elif saying.matter.type == "investment":
            rounds.setdefault((subject, saying.measure), []).append(saying)
    for key in sorted(values):
        yield from _values(most_told(values[key]), most_told(rounds.get(key, ())), reports)


def _values(values: Sequence[Saying], rounds: Sequence[Saying], reports: Reports) -> Iterator[Draft]:
    ordered = sorted(values, key=lambda s: (s.figure or 0, s.reading))
    for low, high in combinations(ordered, 2):
        if not near(low, high, ROUND) or _known(low, high, values):
            continue
        bases = [_basis(s) for s in (low, high)]
        name = reports.name(low.matter.payee)
        sides = [(f"{s.reading}{f', {b}' if b else ''}", [s]) for s, b in zip((low, high), bases, strict=True)]
        if low.figure == high.figure and None not in bases and bases[0] != bases[1]:
            reason = "one calls it the value before the new money, the other the value after it"
            yield draft("pre_or_post_money", sides, f"The basis of the value of {name} differs: {reason}.")
        elif (raised := _step(low, high, rounds)) and None in bases:
            reason = f"{raised} stands between them, which is what the round brings: before and after the new money"
            yield draft("pre_or_post_money", sides, f"The value of {name} differs: {reason}.")


def _basis(saying: Saying) -> str | None:
    return "pre-money" if "pre_money" in saying.scope else "post-money" if "post_money" in saying.scope else None


def _step(low: Saying, high: Saying, rounds: Sequence[Saying]) -> str | None:
    """Return the round that lies between two values; a basis said on the right side stands for it."""
    for raised in rounds:
        if near(raised, low, ROUND) and near(raised, high, ROUND) and _adds_up([low, raised], high):
            return raised.reading
    said = _basis(low) == "pre-money" or _basis(high) == "post-money"
    close = low.figure is not None and high.figure is not None and low.figure < high.figure <= MOST_STEP * low.figure
    differs = close and not alike(low.figure, high.figure)
    return "new money" if said and differs and near(low, high, SAID_BASIS) else None


def find_part_or_whole(reports: Reports) -> Iterator[Draft]:
    """Yield figures of which one may count a part of what the other counts, and the text does not say so."""
    for told in reports.sayings.values():
        live = [s for s in told if s.stage >= STAGES["considered"]]
        for sayings in by_measure(live, "quantity").values():
            yield from _counts(most_told(sayings))
            yield from _parts(most_told(sayings))
        for sayings in by_measure((s for s in live if s.signed), "amount").values():
            yield from _parts(most_told(sayings))
    yield from _sites(reports)


def _counts(sayings: Sequence[Saying]) -> Iterator[Draft]:
    bare = [s for s in sayings if "part" not in s.scope and "addition" not in s.scope]
    for small, large in combinations(sorted(bare, key=lambda s: s.figure or 0), 2):
        if _counts_differ(small, large) and not known_together(small, large, sayings):
            yield _part(small, large, "one may count a part of what the other counts, a first site or phase")


def _counts_differ(small: Saying, large: Saying) -> bool:
    apart = together(small, large) or times_apart(small, large, EVENT) or _meet(small, large)
    other = small.product and large.product and small.product != large.product
    if apart or other or small.figure is None or large.figure is None or alike(small.figure, large.figure):
        return False
    if large.figure >= MOST_PARTS * small.figure or name_each_other(small, large):
        return False
    return near(small, large, COUNTED)


def _parts(sayings: Sequence[Saying]) -> Iterator[Draft]:
    """Yield a figure that one article gives as a part and another as all, where a larger one is told too."""
    for part in (s for s in sayings if "part" in s.scope):
        for whole in (s for s in sayings if "part" not in s.scope and "addition" not in s.scope):
            if whole.figure is None or part.figure is None or whole.figure <= part.figure:
                continue
            for taken in (s for s in sayings if s.bare and alike(s.figure, part.figure)):
                if not together(taken, part) and _counts_differ(taken, whole):
                    yield _part(taken, whole, f"elsewhere {part.reading} is told as a part")


def _part(small: Saying, large: Saying, reason: str) -> Draft:
    sides = [(small.reading, [small]), (large.reading, [large])]
    return draft("part_or_whole", sides, f"What is counted differs: {small.reading} and {large.reading}; {reason}.")


def _sites(reports: Reports) -> Iterator[Draft]:
    """Yield counts of a contract that are those of everything the supplier has, where another gives less."""
    held: dict[tuple[str, str], list[Saying]] = {}
    for saying in reports.all():
        if saying.matter.type == "holding" and saying.about == "quantity":
            for party in saying.matter.parties:
                held.setdefault((party, saying.measure), []).append(saying)
    for matter, told in reports.sayings.items():
        if matter.type != "supply" or matter.payee is None:
            continue
        for measure, sayings in by_measure(told, "quantity").items():
            for site in most_told(held.get((matter.payee, measure), ())):
                yield from _site_as_contract(site, most_told(sayings))


def _site_as_contract(site: Saying, sayings: Sequence[Saying]) -> Iterator[Draft]:
    for large in (s for s in sayings if alike(s.figure, site.figure)):
        for small in sayings:
            smaller = small.figure is not None and large.figure is not None and small.figure < large.figure
            if smaller and not together(large, site) and _counts_differ(small, large):
                yield _part(small, large, f"{site.reading} is told elsewhere as all that the supplier has")


def find_sizes(reports: Reports) -> Iterator[Draft]:
    """Yield amounts of one deal that cannot both hold and that no other kind explains."""
    for matter, told in reports.sayings.items():
        if matter.type in FACTS:
            continue
        for sayings in by_measure((s for s in told if _has_size(s)), "amount").values():
            rivals = [pair for pair in combinations(most_told(sayings), 2) if _rival(*pair, sayings, reports)]
            sides: dict[str, list[Saying]] = {}
            for saying in (s for pair in rivals for s in pair):
                sides.setdefault(saying.reading, []).append(saying)
            if len(sides) > 1:
                readings = " and ".join(sorted(sides, key=lambda r: (sides[r][0].figure or 0, r)))
                yield draft("size", list(sides.items()), f"The size of the deal differs: {readings}.")


def _has_size(saying: Saying) -> bool:
    counted = saying.scope.isdisjoint(("part", "addition", "pre_money", "post_money"))
    return counted and saying.stage >= STAGES["considered"]


def _rival(a: Saying, b: Saying, sayings: Sequence[Saying], reports: Reports) -> bool:
    """Tell whether two sayings give different sizes of one deal at one stage."""
    if a.signed != b.signed or a.scope != b.scope or a.reading == b.reading or _meet(a, b):
        return False
    if any(claim.id in reports.explained for s in (a, b) for claim in s.claims):
        return False
    known = _known(a, b, sayings) or name_each_other(a, b)
    if times_apart(a, b, EVENT) or (known and not quoted_apart(a, b)):
        return False
    if reports.deals(a) & reports.deals(b):
        return near(a, b, SAME_DEAL_SIGNED if a.signed else SAME_DEAL_TALKS)
    return a.signed and near(a, b, ELSEWHERE) and _within_twice(a.figure, b.figure)


def _within_twice(a: Decimal | None, b: Decimal | None) -> bool:
    return a is not None and b is not None and max(a, b) < TWICE * min(a, b)


def _meet(a: Saying, b: Saying) -> bool:
    return a.interval is not None and b.interval is not None and a.interval.meets(b.interval)
