"""Shapes of stress tests.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.parts import Bounds, Days, Named, Paged
from anello.web.shaping import Number, TypedDict


class Scenario(TypedDict):
    """A worked scenario: what it asks."""

    id: str
    name: str
    years: list[int]
    title: str
    story: str


class ScenarioPage(Paged):
    """The worked scenarios."""

    items: list[Scenario]


class SupposedTerm(TypedDict):
    """A term that a scenario supposes."""

    payer: Named
    payee: Named
    first: str | None
    last: str | None
    because: str


class RunScenario(TypedDict):
    """What a scenario supposes, in short."""

    name: str
    title: str
    story: str
    years: list[int]
    supposed_terms: list[SupposedTerm]


class Gap(TypedDict):
    """What a party must pay in a year, and has for it."""

    party: Named
    first: str | None
    last: str | None
    dues: Bounds
    outside: Bounds
    cash: Bounds
    inflow: Bounds
    receipts: Bounds
    financing: Bounds
    to_find: Bounds
    gap: Bounds
    coverage: Bounds
    conditional_in: Bounds
    conditional_out: Bounds
    deals: list[str]
    unpriced_out: list[str]
    unpriced_in: list[str]
    missing: list[str]


class Strain(TypedDict):
    """Who is not paid, what it needs, and in which wave it can fail."""

    party: Named
    owes: Bounds
    unpaid: Bounds
    stopped: Bounds
    called: Bounds
    received: Bounds
    loss: Bounds
    reserve: Bounds
    leaves: Bounds
    shortfall: Bounds
    wave: int | None
    certain: bool
    also_before: bool
    balance_sheet: bool
    deals: list[str]


class Sweep(Bounds):
    """What is left unpaid in all, if failing itself costs."""

    alpha: Number
    beta: Number
    fallen: list[Named]


class Breaking(TypedDict):
    """The smallest sum left unpaid that breaks another."""

    party: Named
    broken: Named
    can_break_at: Number | None
    must_break_at: Number | None


class Repricing(TypedDict):
    """How the value of a party changes."""

    party: Named
    before: Bounds
    after: Bounds
    source: str | None


class Revaluation(TypedDict):
    """What a holder gains or loses."""

    holder: Named
    issuer: Named
    stated: bool
    share: Bounds
    after: Bounds
    change: Bounds
    deals: list[str]


class Stress(TypedDict):
    """What a scenario does to the parties of the study."""

    scenario: RunScenario
    window: Days
    floor: str | None
    as_of: str | None
    latest_report: str | None
    layer: str
    currency: str
    gaps: list[Gap]
    strains: list[Strain]
    unpaid: list[Sweep]
    breaking: list[Breaking]
    values: list[Repricing]
    holdings: list[Revaluation]
    notes: list[str]
