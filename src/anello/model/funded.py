"""How much of a vendor's sales the vendor paid for itself: the records.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; sums are exact decimals in one currency,
None where nothing bounds them from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from anello.model.deals import Leg

Bounds: TypeAlias = tuple[Decimal, Decimal | None]
"""Lower and upper bound of a sum; None where nothing bounds it from above."""

Portion: TypeAlias = tuple[float, float | None] | None
"""Lower and upper bound of a share, 1 is all of it; None where there is nothing to have a share of."""


@dataclass(frozen=True, slots=True)
class Portions:
    """The triple over one denominator: tied, central, could (docs/funded.md)."""

    tied: Portion
    central: Portion
    could: Portion


@dataclass(frozen=True, slots=True)
class Reported:
    """The whole revenue that a party is said to have had in a period, from `claims` (their ids).

    Several figures are one interval that holds them all. `converted` says at which rate ("EUR 2025-12-31"); it is empty
    where the figures are in the currency asked for.
    """

    low: Decimal
    high: Decimal | None
    currency: str
    first: date
    last: date
    claims: tuple[str, ...]
    converted: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One way on which money may come back: `parties` from the vendor to the vendor, `legs` (ids) of each step.

    `amount` is the most that this way carries, None where nothing bounds it; the amounts of all ways add up to the
    upper bound of `could`. `by_contract` tells that one contract joins its first leg to its last; a step without legs
    is such a contract between two parties.
    """

    parties: tuple[str, ...]
    legs: tuple[tuple[str, ...], ...]
    amount: Decimal | None
    by_contract: bool


@dataclass(frozen=True, slots=True)
class Rebate:
    """A warrant that a vendor granted to a customer: less revenue, and no financing (ASC 606-10-32-25).

    `share` is what the warrant is said to be worth over the value of the customer's `contracts` (leg ids), which `tie`
    joins to it: "contractual", "linked" (one announcement) or "coincident" (all that the customer buys).
    """

    warrant: Leg
    contracts: tuple[str, ...]
    tie: str
    value: Bounds
    contract_value: Bounds
    share: Portion


@dataclass(frozen=True, slots=True)
class Funding:
    """How much of what a vendor sells in a window the vendor may have paid for, as three measures (docs/funded.md).

    `tied` is joined by contract, `central` follows the money in proportion, `could` is the most that can come back;
    always tied <= central <= could <= the smaller of `financing` and `revenue`. Legs carry what they move in the
    window, in `currency`; `unpriced` of them have no upper bound. `guarantees` were not called and count nowhere.
    `reported` is None where no claim gives the revenue of exactly this window.
    """

    vendor: str
    currency: str
    floor: str | None
    first: date | None
    last: date | None
    financing: Bounds
    revenue: Bounds
    tied: Bounds
    central: Bounds
    could: Bounds
    of_financing: Portions
    of_revenue: Portions
    reported: Reported | None
    of_reported: Portions | None
    financing_legs: tuple[Leg, ...]
    revenue_legs: tuple[Leg, ...]
    routes: tuple[Route, ...]
    rebates: tuple[Rebate, ...]
    guarantees: tuple[Leg, ...]
    unpriced: int
