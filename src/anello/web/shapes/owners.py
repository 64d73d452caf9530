"""Shapes of ownership and of what parties are worth.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.parts import Bounds, Named, Paged
from anello.web.shaping import Number, TypedDict


class Stake(TypedDict):
    """A stake in percent, with its basis and days."""

    percent: Bounds
    words: str
    basis: str | None
    state: str
    approximate: bool
    bought: bool
    disputed: bool
    first: str | None
    last: str | None
    deals: list[str]
    claims: list[str]


class Worth(TypedDict):
    """The value of a company."""

    low: Number | None
    high: Number | None
    currency: str | None
    basis: str
    money: str | None
    day: str | None
    valuation: str | None
    rate: str


class StakeValue(TypedDict):
    """What a stake comes to on paper."""

    low: Number | None
    high: Number | None
    currency: str | None
    of: Worth
    share_told_days_before: int | None


class Owner(TypedDict):
    """One holder of one company."""

    holder: Named
    company: Named
    stake: Stake
    value: StakeValue | None
    within: Named | None
    older: list[Stake]
    to_come: list[Stake]


class Right(TypedDict):
    """A right over a company; it moves no money."""

    holder: Named
    company: Named
    right: str
    state: str
    conditional: bool
    amount: int
    shares: Bounds
    product: str | None
    first: str | None
    last: str | None
    told: str | None
    deal: str
    claims: list[str]


class Control(TypedDict):
    """Who controls whom, how and through whom."""

    controller: Named
    company: Named
    how: str
    through: list[Named]
    sure: bool
    percent: Bounds


class Refused(TypedDict):
    """What cannot be, and why."""

    reason: str
    detail: str


class Register(TypedDict):
    """Who is known to own a company."""

    company: Named
    owners: list[Owner]
    known: Bounds
    rest: Bounds
    bases: list[str | None]
    first: str | None
    last: str | None
    control: str
    controls: list[Control]
    rights: list[Right]
    rejects: list[Refused]
    refused: bool
    unit: str
    floor: str | None
    as_of: str | None


class Power(TypedDict):
    """The voting power of a holder; null is the rest as one bloc."""

    holder: Named | None
    banzhaf: Number
    shapley: Number


class Interest(TypedDict):
    """What of a cash flow is due to a holder."""

    holder: Named
    company: Named
    direct: Bounds
    integrated: Bounds


class Holding(TypedDict):
    """Who holds a part of whom."""

    holder: Named
    company: Named


class MissingWorth(TypedDict):
    """What is not known of a company."""

    party: Named
    what: str


class GrossUp(TypedDict):
    """How often value is counted among companies that hold each other."""

    ratio: Bounds
    book: Bounds
    currency: str
    companies: list[Named]
    mutual: list[Holding]
    missing: list[MissingWorth]
    debts: str


class Agreement(TypedDict):
    """Whether what is said of a worth agrees."""

    verdict: str
    low: Number | None
    high: Number | None
    currency: str | None
    valuations: list[str]
    first: str | None
    last: str | None
    words: str


class OwnersPage(TypedDict):
    """Who owns a party, what it owns, and what follows."""

    party: Named
    register: Register | None
    worth: Worth | None
    owned_by: list[Owner]
    owns: list[Owner]
    controls: list[Control]
    rights_held: list[Right]
    voting_power: list[Power] | None
    interests_in_it: list[Interest]
    its_interests: list[Interest]
    gross_up: GrossUp
    agreements: list[Agreement]
    unit: str
    currency: str
    floor: str | None
    as_of: str | None


class RegisterPage(Paged):
    """A page of registers; `opened` is all of a party where one is asked for."""

    items: list[Register]
    opened: OwnersPage | None


class ValuationOrigins(TypedDict):
    """Origins of a value."""

    low: int
    high: int
    party: int


class Valuation(TypedDict):
    """What a party is said to be worth at one time."""

    id: str
    party: Named
    day: str | None
    basis: str
    money: str | None
    low: Number | None
    high: Number | None
    currency: str | None
    approximate: bool
    words: str
    working: str
    status: str
    first: str | None
    last: str | None
    origins: ValuationOrigins
    claims: list[str]
    dissent: list[str]


class ValuationPage(Paged):
    """A page of values, by date."""

    items: list[Valuation]
