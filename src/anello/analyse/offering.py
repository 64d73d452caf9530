"""Dilution: what becomes of stakes when new shares are issued, and in an assumed public offering.

In: stakes in percent, the terms of an issue. Out: stakes in percent after it. Promise: exact decimals; old shares that
are sold dilute nobody; shares that a basis counts already are not counted again, and where the basis is not stated
both readings bound the answer. Formulas and worked numbers: docs/owners.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from anello.errors import SettingsError
from anello.model import NewShares, OfferedStake, Offering, Stake

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)

COUNTED = {"issued": (), "as_converted": ("convertible",), "fully_diluted": ("convertible", "warrants")}
"""Basis -> which later shares it counts already."""


def part_issued(new: Decimal, old: Decimal) -> Decimal:
    """Return f = new / (old + new): what part of all shares a primary issue makes.

    Raises:
        SettingsError: there are no shares, or fewer than none.
    """
    if new < 0 or old < 0 or new + old == 0:
        raise SettingsError(
            f"{new} new and {old} old shares are no issue; both must be zero or more, and not both zero"
        )
    return new / (old + new)


def diluted(share: Decimal, new: Decimal, old: Decimal) -> Decimal:
    """Return a stake after a primary issue in which its holder does not take part: share (1 - f).

    >>> diluted(Decimal(27), new=Decimal(60), old=Decimal(1000)).quantize(Decimal("0.01"))
    Decimal('25.47')
    """
    return share * (ONE - part_issued(new, old))


def implied_issue(before: Decimal, after: Decimal) -> Decimal:
    """Return the part f of new shares that takes a stake from one percentage to another.

    >>> implied_issue(Decimal("32.5"), Decimal(27)).quantize(Decimal("0.001"))
    Decimal('0.169')

    Raises:
        SettingsError: the stake was nothing, or grew.
    """
    if before <= 0 or not 0 <= after <= before:
        raise SettingsError(f"an issue cannot take a stake from {before} % to {after} %; it can only shrink one")
    return ONE - after / before


def net_shares(new: NewShares, price: Decimal) -> Decimal:
    """Return by how many shares warrants add by the treasury method: n max(0, 1 - K / price).

    What is paid on exercise is taken to buy shares back at the price (the method of ASC 260 and IAS 33).
    """
    if new.count is None or price <= 0:
        return ZERO
    return new.count * max(ZERO, ONE - new.strike / price)


def kept(offering: Offering, basis: str | None) -> tuple[Decimal, Decimal]:
    """Return which part of a stake is left after an offering, as lower and upper bound.

    P / (P + I) for the new money; then warrants by the treasury method at the offering price and convertibles as
    converted, unless the basis counts them already. Without a stated basis it may or may not.

    Raises:
        SettingsError: the terms cannot be.
    """
    check(offering)
    bare = offering.pre / (offering.pre + offering.primary)
    if basis in COUNTED:
        found = bare * _kept_of_extras(offering, COUNTED[basis])
        return found, found
    return bare * _kept_of_extras(offering, ()), bare


def check(offering: Offering) -> None:
    """Refuse terms that cannot be.

    Raises:
        SettingsError: a sum is negative or missing, new shares are counted without the number of old ones, more old
            shares are sold than there are, or new shares are all shares.
    """
    if offering.pre <= 0 or offering.primary < 0 or offering.secondary < 0:
        raise SettingsError("an offering needs a value before it above zero, and no negative sum")
    if offering.secondary > offering.pre:
        raise SettingsError(f"old shares for {offering.secondary} cannot be sold of a company worth {offering.pre}")
    extras = (*offering.warrants, *offering.convertible)
    if any(new.count is not None for new in extras) and not offering.shares:
        raise SettingsError("shares are counted, but not how many there are now; add shares=N")
    if sum((new.percent or ZERO for new in extras), ZERO) >= HUNDRED:
        raise SettingsError("warrants and convertibles cannot be all shares of the company")


def _kept_of_extras(offering: Offering, counted: tuple[str, ...]) -> Decimal:
    extras = {"warrants": offering.warrants, "convertible": offering.convertible}
    left = [new for kind, listed in extras.items() if kind not in counted for new in listed]
    percent = sum((new.percent or ZERO for new in left), ZERO)
    if not offering.shares:
        return ONE - percent / HUNDRED
    after = offering.shares * (offering.pre + offering.primary) / offering.pre
    more = sum((net_shares(new, offering.pre / offering.shares) for new in left), ZERO)
    return after / (after + more) * (ONE - percent / HUNDRED)


def float_after(offering: Offering) -> Decimal:
    """Return the percent of the company that is sold in the offering, new and old shares together."""
    check(offering)
    return HUNDRED * (offering.primary + offering.secondary) / (offering.pre + offering.primary)


def after_offering(stakes: Iterable[Stake], offering: Offering) -> tuple[OfferedStake, ...]:
    """Return the stakes after an offering in which no holder buys or sells, with their value on paper.

    Raises:
        SettingsError: the terms cannot be.
    """
    whole = offering.pre + offering.primary
    found = []
    for stake in stakes:
        least, most = kept(offering, stake.basis)
        low = None if stake.low is None else stake.low * least
        high = None if stake.high is None else stake.high * most
        values = [None if share is None else whole * share / HUNDRED for share in (low, high)]
        found.append(OfferedStake(stake, low, high, *values))
    return tuple(found)
