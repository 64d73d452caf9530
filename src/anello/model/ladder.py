"""How much of a headline is binding and drawn, and when it is due: rungs, ladders, instalments, calendars.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; amounts are exact decimals, never below
zero; a high of None is unbounded, so that 0 to None is "unknown". What each rung means: docs/ladder.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FORCES = ("binding", "conditional", "announced")
"""The rungs that make up a headline."""

DRAWN = ("drawn", "available", "waiting")
"""The rungs that make up what is binding."""


@dataclass(frozen=True, slots=True)
class Rung:
    """How much stands on one rung: at least `low`, at most `high`; by default nothing."""

    low: Decimal = Decimal(0)
    high: Decimal | None = Decimal(0)

    def share_of(self, whole: Rung) -> tuple[Decimal, Decimal] | None:
        """Return which share this is of its whole, as bounds in [0, 1] to twelve places; None where that is zero.

        The bounds are exact for all amounts within the bounds of both, the part never larger than the whole.

        >>> Rung(Decimal(2), Decimal(2)).share_of(Rung(Decimal(8), Decimal(10)))
        (Decimal('0.200000000000'), Decimal('0.250000000000'))
        """
        if whole.high == 0:
            return None
        low = Decimal(0) if whole.high is None else _fraction(self.low, whole.high)
        if self.high is None or (self.high and self.high >= whole.low):
            return low, Decimal(1)
        return low, _fraction(self.high, whole.low) if self.high else Decimal(0)


def _fraction(part: Decimal, whole: Decimal) -> Decimal:
    return Decimal(1) if part >= whole else round(part / whole, 12)


@dataclass(frozen=True, slots=True)
class Ladder:
    """What a headline consists of, in one currency.

    `headline` = `binding` + `conditional` + `announced` (not binding, or only reported). Of the binding, `drawn` is
    performed, `available` can be called and is not, `waiting` is not yet available; `untold` is what no claim puts on
    one of these three. `contingent` (rights, guarantees) stands beside and counts nothing in the rest. `clashing` tells
    that the parts told do not fit into the headline: they then bound from above only.
    """

    currency: str | None
    headline: Rung = Rung()
    binding: Rung = Rung()
    conditional: Rung = Rung()
    announced: Rung = Rung()
    drawn: Rung = Rung()
    available: Rung = Rung()
    waiting: Rung = Rung()
    untold: Rung = Rung()
    contingent: Rung = Rung()
    clashing: bool = False

    def share_of(self, name: str) -> tuple[Decimal, Decimal] | None:
        """Return which share of the headline stands on a rung, as bounds in [0, 1]; None where the headline is zero.

        A rung beside which nothing stands holds all of it, however uncertain the headline.
        """
        rung: Rung = getattr(self, name)
        beside = FORCES if name in FORCES else (*DRAWN, "untold", *FORCES[1:])
        if rung.high != 0 and all(getattr(self, other).high == 0 for other in beside if other != name):
            return Decimal(1), Decimal(1)
        return rung.share_of(self.headline)


@dataclass(frozen=True, slots=True)
class Instalment:
    """What falls due between two days, both included; None is an open end. `due` is the next three together."""

    first: date | None
    last: date | None
    due: Rung = Rung()
    binding: Rung = Rung()
    conditional: Rung = Rung()
    announced: Rung = Rung()
    contingent: Rung = Rung()


@dataclass(frozen=True, slots=True)
class Commitment:
    """One deal as a commitment: its ladder, and the instalments in which it falls due.

    `priced` is False where no amount is stated; `converted` says at which rates its amounts were converted.
    """

    deal: str
    ladder: Ladder
    instalments: tuple[Instalment, ...] = ()
    priced: bool = True
    converted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """What falls due in a year, or (`year` None) what cannot be put into one: `kind` says why.

    `kind` is one of `CALENDAR_KINDS`. `due` is binding, conditional and announced together; `contingent` is a ceiling
    that may fall due in each year anew and adds up over no years. `deals` have something in the row.
    """

    kind: str
    year: int | None
    first: date | None
    last: date | None
    due: Rung
    binding: Rung
    conditional: Rung
    announced: Rung
    contingent: Rung
    deals: tuple[str, ...] = ()


CALENDAR_KINDS = ("year", "no end known", "no beginning known", "no dates")


@dataclass(frozen=True, slots=True)
class LadderSum:
    """The ladder and the calendar of several deals in one currency, counting nothing twice that a link joins.

    `side` is "payer", "payee" or "other" where they are a party's, else "all". `deals` were counted, `unpriced` have
    no amount; `inside` were counted with another, `joined` may overlap with another; `unconverted` have no rate,
    `converted` names the rates.
    """

    side: str
    ladder: Ladder
    calendar: tuple[CalendarRow, ...]
    deals: tuple[str, ...]
    unpriced: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    joined: int = 0
    converted: tuple[str, ...] = ()
    unconverted: tuple[str, ...] = ()
