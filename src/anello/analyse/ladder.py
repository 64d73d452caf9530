"""The ladder of a commitment: how much of a headline is binding, and how much of that is drawn.

In: the bounds of a headline, how binding it is, and the parts that claims tell. Out: a `Ladder`. Promise: what
no claim says is unknown and the interval says so; the parts always fit into the headline; contingent money counts in no
other rung. The rungs are those of a lender's filing (Lucent 10-K, 2000 and 2001): docs/ladder.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from anello.model import Ladder, Rung

ZERO = Decimal(0)
NOTHING = Rung()

FIRM = ("binding", "performed")
"""States of a deal in which all of it is binding."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a headline that claims tell; None where they tell nothing.

    `conditional` is a part that hangs on a condition while nothing is said of the rest.
    """

    drawn: Rung | None = None
    available: Rung | None = None
    waiting: Rung | None = None
    binding: Rung | None = None
    conditional: Rung | None = None


def find_ladder(
    headline: Rung,
    bindingness: str,
    parts: Parts = Parts(),
    *,
    currency: str | None = None,
    performed: bool = False,
    contingent: bool = False,
) -> Ladder:
    """Return the ladder of one commitment.

    A binding deal is binding in full unless a part is told to be. Of any other deal only what is told to be drawn,
    available or binding is. Of drawn, available and not yet available two told ones give the third, since they make up
    the binding sum; one alone leaves the other two within what it leaves over.

    Args:
        bindingness: as in `Deal.bindingness`.
        performed: all of it is paid, where no part is told.
        contingent: it may never be paid; then all but the last rung are zero.

    >>> told = Parts(drawn=Rung(Decimal(2), Decimal(2)), available=Rung(Decimal(3), Decimal(3)))
    >>> ladder = find_ladder(Rung(Decimal(8), Decimal(8)), "binding", told)
    >>> ladder.waiting.low, ladder.waiting.high
    (Decimal('3'), Decimal('3'))
    """
    if contingent:
        return Ladder(currency, contingent=Rung(ZERO, headline.high))
    clashing = not _fit(headline, parts)
    if clashing:
        parts = _ceilings(parts)
    told = plus(part for part in (parts.drawn, parts.available, parts.waiting) if part is not None)
    least = max(headline.low, told.low, parts.binding.low if parts.binding else ZERO)
    headline = Rung(least, headline.high)
    binding, conditional, announced = _by_force(headline, bindingness, parts, told)
    ladder = Ladder(currency, headline, binding, conditional, announced, clashing=clashing)
    if performed and parts == Parts():
        return replace(ladder, drawn=binding)
    return _drawn_of(ladder, parts)


def _by_force(headline: Rung, bindingness: str, parts: Parts, told: Rung) -> tuple[Rung, Rung, Rung]:
    """Return what is binding, what is conditional, and what is neither."""
    firm = _firm(headline, parts, told)
    if bindingness in FIRM:
        if parts.binding is None:
            return headline, NOTHING, NOTHING
        rest = minus(headline, firm)
        open_rest = Rung(ZERO, rest.high)
        return firm, open_rest, open_rest
    if bindingness == "conditional":
        if parts.conditional is not None:
            firm = within(Rung(firm.low, minus(headline, parts.conditional).high), headline.high)
        return firm, minus(headline, firm), NOTHING
    return firm, NOTHING, minus(headline, firm)


def _firm(headline: Rung, parts: Parts, told: Rung) -> Rung:
    """Return what is told to be binding: by that word, or because it is drawn, available or waiting."""
    said = parts.binding or told
    high = None if said.high is None else max(said.high, told.low)
    return within(Rung(max(said.low, told.low), high), headline.high)


def _drawn_of(ladder: Ladder, parts: Parts) -> Ladder:
    """Return the ladder with its binding part told apart."""
    binding = ladder.binding
    told = {"drawn": parts.drawn, "available": parts.available, "waiting": parts.waiting}
    known: dict[str, Any] = {name: within(rung, binding.high) for name, rung in told.items() if rung is not None}
    rest = minus(binding, plus(known.values()))
    missing = [name for name in told if name not in known]
    if len(missing) == 1:
        return replace(ladder, **known | {missing[0]: rest})
    known |= dict.fromkeys(missing, Rung(ZERO, rest.high))
    return replace(ladder, **known, untold=rest)


def _fit(headline: Rung, parts: Parts) -> bool:
    """Tell whether the least of all parts fits into the headline, and into what is told to be binding."""
    told = [part.low for part in (parts.drawn, parts.available, parts.waiting) if part is not None]
    least = sum(told, ZERO)
    caps = [headline.high, parts.binding.high if parts.binding else None]
    bound = parts.binding.low if parts.binding else ZERO
    loose = parts.conditional.low if parts.conditional else ZERO
    outer = max(least, bound) + loose
    return all(cap is None or least <= cap for cap in caps) and (headline.high is None or outer <= headline.high)


def _ceilings(parts: Parts) -> Parts:
    """Return parts that bound from above only."""

    def loose(part: Rung | None) -> Rung | None:
        return None if part is None else Rung(ZERO, part.high)

    loosened = Parts(loose(parts.drawn), loose(parts.available), loose(parts.waiting), loose(parts.binding))
    return replace(loosened, conditional=loose(parts.conditional))


# --- reckoning with rungs ---------------------------------------------------------------------------------------------


def plus(rungs: Iterable[Rung]) -> Rung:
    """Return the sum of rungs that do not overlap.

    >>> plus([Rung(Decimal(1), Decimal(2)), Rung(Decimal(3), None)])
    Rung(low=Decimal('4'), high=None)
    """
    listed = [rung for rung in rungs if rung is not NOTHING]
    if len(listed) < 2:
        return listed[0] if listed else NOTHING
    highs = [rung.high for rung in listed]
    high = None if None in highs else sum((h for h in highs if h is not None), ZERO)
    return Rung(sum((rung.low for rung in listed), ZERO), high)


def minus(whole: Rung, part: Rung) -> Rung:
    """Return what is left of a whole without a part of it.

    >>> minus(Rung(Decimal(8), Decimal(8)), Rung(Decimal(2), Decimal(3)))
    Rung(low=Decimal('5'), high=Decimal('6'))
    """
    low = ZERO if part.high is None else max(ZERO, whole.low - part.high)
    return Rung(low, None if whole.high is None else max(ZERO, whole.high - part.low))


def within(rung: Rung, cap: Decimal | None) -> Rung:
    """Return a rung cut at a cap."""
    if cap is None:
        return rung
    return Rung(min(rung.low, cap), cap if rung.high is None else min(rung.high, cap))
