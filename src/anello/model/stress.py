"""Stress tests: what a scenario supposes, what parties have to pay with, and what follows for whom.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; an amount is exact or an interval, and a
bound that nobody states is None, never a guess. Rules and formulas: docs/stress.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure within [low, high]; None is open: nothing is known on that side."""

    low: Decimal | None = None
    high: Decimal | None = None


NOTHING = Bound(Decimal(0), Decimal(0))


# --- what a scenario supposes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unable:
    """A party that does not pay: a `share` of its dues in [0, 1], or an `amount`; `to` limits it to these payees."""

    party: str
    share: Bound | None = None
    amount: Bound | None = None
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Legs from `payer` to `payee` of these `kinds` (empty: of all); None: anybody, but not on both sides."""

    payer: str | None = None
    payee: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A guarantee that is called; without an `amount` anything up to its cap."""

    guarantor: str
    beneficiary: str
    amount: Bound | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Days over which what `payer` owes `payee` is spread evenly, where the deal does not say; `because` says why."""

    payer: str
    payee: str
    first: date
    last: date
    because: str = ""


@dataclass(frozen=True, slots=True)
class Fall:
    """The value of a party falls by a share in [0, 1]."""

    party: str
    by: Bound


@dataclass(frozen=True, slots=True)
class Flotation:
    """A party goes public at a `value` before the money; `raises` is the new money it gets, None where not supposed."""

    party: str
    value: Bound
    raises: Bound | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is supposed to happen within the calendar `years`, all others being able to pay before it.

    Parties are names as written until they are resolved, then ids. `alphas` and `betas` are pairs, side by side: which
    share of a failed party's own means, and of what it is paid, is left after the costs of failing. `apart` are
    vehicles with limited recourse, which never count as their group.
    """

    name: str
    title: str
    years: tuple[int, ...]
    story: str = ""
    currency: str = "USD"
    alphas: tuple[float, ...] = (1.0,)
    betas: tuple[float, ...] = (1.0,)
    unable: tuple[Unable, ...] = ()
    stops: tuple[Choice, ...] = ()
    occurs: tuple[Choice, ...] = ()
    calls: tuple[Call, ...] = ()
    terms: tuple[Term, ...] = ()
    falls: tuple[Fall, ...] = ()
    offerings: tuple[Flotation, ...] = ()
    apart: tuple[str, ...] = ()


# --- what parties have ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What a party has, as its user states it, None where not stated.

    `operating_inflow` is what comes in within a year from others than the parties of the study, and
    `external_liabilities` what is due to others within a year. `equity` is the worth of its shares.
    """

    party: str
    cash: Bound | None = None
    operating_inflow: Bound | None = None
    external_liabilities: Bound | None = None
    equity: Bound | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Which share of `issuer` a `holder` has, within [0, 1]; `stated` is False where only the holding is known."""

    holder: str
    issuer: str
    share: Bound
    stated: bool
    deals: tuple[str, ...] = ()


# --- what follows -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FundingGap:
    """What a party must pay in a window and what it has for it; binding sums only.

    gap = dues + outside - (cash + inflow + receipts + financing), coverage = means / all dues, both as intervals; a
    bound is None where an input is missing. `to_find` = dues - (receipts + financing) is what the deals alone ask of
    cash, operations or new money. `receipts` are binding payments of other parties of the study, `financing`
    binding equity and loans not yet drawn. `conditional` is what may come or be due if a condition is met: it counts
    nothing. `unpriced_out` are binding deals of its dues that state no amount or no upper bound, `unpriced_in` those of
    what it gets: what they do not state is in no figure. `missing` names what the balance sheet does not state.
    """

    party: str
    first: date
    last: date
    dues: Bound
    outside: Bound
    cash: Bound
    inflow: Bound
    receipts: Bound
    financing: Bound
    to_find: Bound
    gap: Bound
    coverage: tuple[float | None, float | None]
    conditional_in: Bound = NOTHING
    conditional_out: Bound = NOTHING
    deals: tuple[str, ...] = ()
    unpriced_out: tuple[str, ...] = ()
    unpriced_in: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strain:
    """What a scenario does to one party.

    `owes` is all that is due from it in the window, `unpaid` what others owe it and do not pay, `stopped` what no
    longer comes and was not due yet, `called` what it must pay on guarantees, `received` what guarantees pay to it.
    `loss` is their balance, zero where it is better off. `reserve` is what it then needs, beyond what it had to have
    before, to pay all its dues; nothing where it owes nothing. `leaves` is what it does not pay to others here, by the
    scenario or since it cannot; `shortfall` is what it cannot. `wave` is the round
    in which it can first fail, 0 for those whom the scenario makes fail, None where nothing can make it fail;
    `certain` tells that it fails at every amount within the bounds, `before` that it can fail without the scenario.
    `known` tells that its balance sheet is stated.
    """

    party: str
    owes: Bound
    unpaid: Bound
    stopped: Bound
    called: Bound
    received: Bound
    loss: Bound
    reserve: Bound
    leaves: Bound
    shortfall: Bound
    wave: int | None
    certain: bool
    before: bool
    known: bool
    deals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is left unpaid in all at one pair of default costs, and who can fail."""

    alpha: float
    beta: float
    unpaid: Bound
    fallen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breaking:
    """The smallest sum that `party` must leave unpaid to break `broken`: `low` where it can, `high` where it must.

    None: not even if it pays nothing at all.
    """

    party: str
    broken: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Revaluation:
    """What a change of value does to a holder.

    `share` is its stake before and `after` the new shares of an offering; `change` is what its holdings gain (above
    zero) or lose, through all holders between. `stated` is False where the stake is not stated.
    """

    holder: str
    issuer: str
    share: Bound
    after: Bound
    change: Bound
    stated: bool
    deals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repricing:
    """What a party is worth before and in a scenario; `source` says whence the first, empty where nobody tells it."""

    party: str
    before: Bound
    after: Bound
    source: str = ""


@dataclass(frozen=True, slots=True)
class StressTest:
    """All that a scenario does to the parties of a study.

    `notes` say what the scenario asked for and the study does not have, and what is supposed rather than told. `today`
    is the day up to which the study was read.
    """

    scenario: Scenario
    floor: str | None
    as_of: date | None
    today: date | None
    gaps: tuple[FundingGap, ...]
    strains: tuple[Strain, ...]
    sweeps: tuple[Sweep, ...]
    breaking: tuple[Breaking, ...]
    repricings: tuple[Repricing, ...] = ()
    revaluations: tuple[Revaluation, ...] = ()
    notes: tuple[str, ...] = ()
