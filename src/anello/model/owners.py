"""Who owns and controls whom: stakes, rights, control, values of stakes, what holdings count twice, and offerings.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; shares are percent (27 means 27 %), exact
decimals, None where a bound is open or the size is not stated; a basis is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from anello.model.findings import Reject

CONTROL_RIGHTS = ("board_seat", "veto", "voting", "golden_share", "first_refusal", "exclusivity")
"""Rights that say who decides; while one is claimed of a company, no control is inferred from percentages."""


@dataclass(frozen=True, slots=True)
class Stake:
    """What `holder` owns of `company`, as told from the day `first` to the day `last`.

    `low` and `high` are percent of the whole on `basis`: "issued", "as_converted", "fully_diluted", None where the text
    does not say. Both are None where no size is told. `state` is "held", "to come" (talks to agreed) or "ended" (sold,
    or called off). `bought` tells that the figure is what was bought, so that the holder may own more. `disputed` tells
    that reports of the last day share no figure; the bounds then hold them all.
    """

    holder: str
    company: str
    basis: str | None
    low: Decimal | None
    high: Decimal | None
    approximate: bool
    state: str
    first: date | None
    last: date | None
    claims: tuple[str, ...]
    deals: tuple[str, ...]
    bought: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """One holder of one company: the latest stake, the older ones by day, and what is to come.

    `within` names another holder of the company whose unit this one is: its stake is not added to that one's.
    """

    holder: str
    company: str
    now: Stake
    older: tuple[Stake, ...] = ()
    to_come: tuple[Stake, ...] = ()
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """A right of `holder` over or towards `company`; it moves no money and adds nothing to a sum.

    `right` is one of `model.RIGHTS` or "control"; `state` is "in force", "to come", "ended" or "expired". `shares_low`
    and `shares_high` count the shares of a warrant or option; `product` is what it is about, such as cloud capacity.
    `first` and `last` bound the time for which it holds, or of its grant.
    """

    holder: str | None
    company: str
    right: str
    state: str
    conditional: bool
    first: date | None
    last: date | None
    told: date | None
    deal: str
    claims: tuple[str, ...]
    shares_low: Decimal | None = None
    shares_high: Decimal | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """That `controller` controls `company`: `how` is "claimed", "acquired", "unit" (of a group) or "majority".

    `through` are the controlled companies it goes through; `sure` is False where it depends on where within their
    bounds the stakes lie. `low` and `high` are the percent held together where the way is a majority.
    """

    controller: str
    company: str
    how: str
    through: tuple[str, ...] = ()
    sure: bool = True
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Who is known to own a company: `known_low` to `known_high` percent are accounted for, the rest is not known.

    `known_high` is None where a stake has no upper bound or no size. `bases` are those of the stakes; where there are
    several they do not add up exactly. `first` and `last` are the days of the oldest and the newest figure. `rejects`
    name what cannot be: such a company has no part in control, interests and values.
    """

    company: str
    owners: tuple[Owner, ...]
    known_low: Decimal
    known_high: Decimal | None
    bases: tuple[str | None, ...]
    first: date | None
    last: date | None
    rights: tuple[Right, ...] = ()
    controls: tuple[Control, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether more than all of the company is said to be owned."""
        return self.known_low > 100

    @property
    def governed(self) -> bool:
        """Whether somebody is said to have a right that says who decides there."""
        kinds = (*CONTROL_RIGHTS, "control")
        return any(right.right in kinds and right.state == "in force" for right in self.rights)


@dataclass(frozen=True, slots=True)
class VotingPower:
    """Voting power of each voter, in the order given; both indices add up to 1 unless nobody can win."""

    banzhaf: tuple[Fraction, ...]
    shapley: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Interest:
    """What of a company's cash flow is due to a holder, directly and through all others, in percent.

    The direct bounds are None where no size is stated. `low` and `high` are integrated ownership without
    self-return; `high` is None where some stake on the way has no stated upper bound.
    """

    holder: str
    company: str
    direct_low: Decimal | None
    direct_high: Decimal | None
    low: Decimal
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What a company is taken to be worth: a row of its valuations, or what the user assumed (`valuation` is None).

    `rate` tells at which rate of which day the value was converted, empty where it was not.
    """

    party: str
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    day: date | None
    basis: str
    money: str | None = None
    valuation: str | None = None
    rate: str = ""


@dataclass(frozen=True, slots=True)
class StakeValue:
    """What a stake comes to on paper: its percentage times the worth of the company; nobody paid that."""

    stake: Stake
    worth: Worth
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether what is said of the worth of a company within months agrees: `rows` are ids of valuations.

    `verdict` is "agree" (`low` to `high` is what all share), "disagree", or "unsure" where one alone speaks.
    """

    company: str
    verdict: str
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    rows: tuple[str, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class GrossUp:
    """How often the value of a group of companies is counted: sum of book values over what stands under them.

    `low` and `high` are the ratio, None where nothing could be reckoned; sums are in `currency`. `mutual` are the
    (holder, company) pairs that count twice; `missing` names what is not known, as (party, what).
    """

    currency: str
    low: float | None
    high: float | None
    book_low: Decimal | None
    book_high: Decimal | None
    companies: tuple[str, ...]
    mutual: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewShares:
    """Shares that a scenario adds: `percent` of all shares afterwards, or `count` of them at a `strike` price."""

    percent: Decimal | None = None
    count: Decimal | None = None
    strike: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Offering:
    """An assumed public offering: `pre` is the value before it, `primary` new money, `secondary` old shares sold.

    `shares` is the number of shares before it, needed where warrants or convertibles are counted.
    """

    pre: Decimal
    primary: Decimal = Decimal(0)
    secondary: Decimal = Decimal(0)
    currency: str = "USD"
    shares: Decimal | None = None
    warrants: tuple[NewShares, ...] = ()
    convertible: tuple[NewShares, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedStake:
    """A stake before and after an assumed offering, in percent, and what it then is worth on paper."""

    stake: Stake
    low: Decimal | None
    high: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
