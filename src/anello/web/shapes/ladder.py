"""Shapes of ladders, calendars, and what vendors paid of their own sales.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.circles import Leg
from anello.web.shapes.parts import Bounds, Days, Named, Paged, Window
from anello.web.shaping import Number, TypedDict


class RungShares(TypedDict):
    """The rungs as shares of the headline."""

    binding: Bounds | None
    drawn: Bounds | None
    available: Bounds | None
    waiting: Bounds | None
    conditional: Bounds | None
    announced: Bounds | None


class Ladder(TypedDict):
    """A headline and its rungs; a high of null has no known end."""

    currency: str | None
    headline: Bounds
    binding: Bounds
    drawn: Bounds
    available: Bounds
    waiting: Bounds
    untold: Bounds
    conditional: Bounds
    announced: Bounds
    contingent: Bounds
    shares: RungShares
    clashing: bool


class Forces(TypedDict):
    """What is due, by how firm it is."""

    due: Bounds
    binding: Bounds
    conditional: Bounds
    announced: Bounds
    contingent: Bounds


class Instalment(Forces):
    """What is due in a stretch of days."""

    first: str | None
    last: str | None


class Commitment(TypedDict):
    """The ladder and the instalments of one deal."""

    record: str
    deal: str
    type: str
    payer: Named | None
    payee: Named | None
    status: str
    bindingness: str
    priced: bool
    ladder: Ladder
    instalments: list[Instalment]
    converted: list[str]
    floor: str | None
    as_of: str | None


class CalendarRow(Forces):
    """What is due in a year, or without a known beginning or end."""

    kind: str
    year: int | None
    window: Days
    deals: list[str]


class LadderTotal(TypedDict):
    """The ladder and the calendar of several deals; `side` is all, payer, payee or other."""

    record: str
    side: str
    ladder: Ladder
    calendar: list[CalendarRow]
    assumes: str
    deals: list[str]
    unpriced: list[str]
    within_another: list[str]
    may_overlap: int
    converted: list[str]
    unconverted: list[str]
    floor: str | None
    as_of: str | None


class Ladders(TypedDict):
    """The ladders of deals, and their sums."""

    items: list[Commitment]
    totals: list[LadderTotal]


class LadderPage(Paged):
    """A page of ladders, the largest first, and the sums over all."""

    items: list[Commitment]
    totals: list[LadderTotal]


class Ties(TypedDict):
    """Which tie each measure counts."""

    tied: str
    central: str
    could: str


class Portions(TypedDict):
    """The three measures as shares of one denominator."""

    tied: Bounds | None
    central: Bounds | None
    could: Bounds | None


class Reported(TypedDict):
    """The revenue that a vendor reported."""

    low: Number | None
    high: Number | None
    currency: str
    period: Days
    claims: list[str]
    converted: str


class Way(TypedDict):
    """A way on which money may come back."""

    parties: list[Named]
    legs: list[list[str]]
    deals: list[list[str]]
    at_most: Number | None
    by_contract: bool


class Warrant(TypedDict):
    """A warrant to a customer, over the contracts that it may lower the price of."""

    warrant: Leg
    contracts: list[str]
    deals: list[str]
    tie: str
    value: Bounds
    contract_value: Bounds
    rebate_share: Bounds | None


class Funding(TypedDict):
    """How much of its sales a vendor paid for itself."""

    vendor: Named
    currency: str
    window: Window
    floor: str | None
    layer: str
    tie: Ties
    financing: Bounds
    revenue: Bounds
    reported: Reported | None
    tied: Bounds
    central: Bounds
    could: Bounds
    share_of_financing: Portions
    share_of_revenue: Portions
    share_of_reported: Portions | None
    financing_legs: list[Leg]
    revenue_legs: list[Leg]
    ways: list[Way]
    warrants: list[Warrant]
    guarantees_not_called: list[Leg]
    unpriced: int
    as_of: str | None
    converted: list[str]
    unconverted: list[str]


class FundingPage(Paged):
    """A page of vendors, the largest share first.

    Of so many `vendors` that finance somebody and sell so many were `measured`, those first to whom most may come back;
    in a large study that is not all, and a vendor that is named is measured always.
    """

    items: list[Funding]
    measured: int
    vendors: int
