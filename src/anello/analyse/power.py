"""The arithmetic of power: from the site to the machines, energy of a year, and power of one chip.

In: orders with their power in GW, bounds of the PUE and of a price. Out: `Power`s. Promise: pure; power is never moved
from one basis to another without a PUE; an assumption that is not given gives no figure. Sources: docs/compute.md.
"""

from __future__ import annotations

from decimal import Decimal

from anello.analyse.concentration import ONE, ZERO, Bounds, Pair
from anello.errors import SettingsError
from anello.model import Order, Power

HOURS = Decimal(8760)
"""Hours of a year of 365 days."""

ON_SITE = ("facility", "utility")
"""Bases that hold what a site needs beside its machines."""

TYPICAL_KILOWATTS = (Decimal(2), Decimal("2.5"))
"""Power of an accelerator with all around it, by Nvidia's 10 GW for four to five million: a check, no specification."""


def it_power(power: Bounds, basis: str, pue: Pair) -> Bounds:
    """Return the power at the machines of power that is measured on some basis.

    PUE = energy of the site / energy of the machines, never below 1 (ISO/IEC 30134-2). Power of the grid is treated as
    that of the site; of power whose basis is not told any may be at the machines.

    Args:
        pue: bounds of the power usage effectiveness.

    Raises:
        SettingsError: a PUE below 1, or bounds out of order.

    >>> it_power((Decimal(1), Decimal(1)), "facility", (Decimal("1.25"), Decimal("1.25")))
    (Decimal('0.8'), Decimal('0.8'))
    """
    least, most = pue
    if not ONE <= least <= most:
        raise SettingsError(f"a PUE of {least} to {most} cannot be; give 1 or more, the lower bound first")
    low, high = power
    if basis == "IT":
        return power
    return low / most, high if high is None or basis == "unknown" else high / least


def yearly_energy(gigawatts: Decimal) -> Decimal:
    """Return the TWh of a year at constant power.

    >>> yearly_energy(Decimal(1))
    Decimal('8.76')
    """
    return gigawatts * HOURS / 1000


def overhead_cost(gigawatts: Decimal, pue: Decimal, price: Decimal) -> Decimal:
    """Return what a site of constant power pays a year for energy that does not reach its machines.

    Args:
        gigawatts: power of the whole site.
        price: of a MWh, in any currency; the answer is in the same.

    >>> overhead_cost(Decimal(1), Decimal("1.25"), Decimal(60))
    Decimal('105120000.0')
    """
    return gigawatts * (1 - 1 / pue) * HOURS * 1000 * price


def kilowatts_each(gigawatts: Bounds, chips: Bounds) -> Bounds | None:
    """Return the power of one chip with all around it, in kW; None where either may be nothing.

    >>> kilowatts_each((Decimal(10), Decimal(10)), (Decimal(4_000_000), Decimal(5_000_000)))
    (Decimal('2'), Decimal('2.5'))
    """
    if not chips[0] or not gigawatts[0]:
        return None
    low = ZERO if chips[1] is None else gigawatts[0] * 1_000_000 / chips[1]
    return low, None if gigawatts[1] is None else gigawatts[1] * 1_000_000 / chips[0]


def power_of(order: Order, pue: Pair | None, price: Pair | None) -> Power | None:
    """Return what the power of an order comes to, None where none is told.

    Args:
        pue: bounds of the power usage effectiveness; without them nothing is said of the machines.
        price: bounds of the price of a MWh; without them, or without a PUE, there is no overhead.
    """
    if order.power is None:
        return None
    low, high = order.power[0] or ZERO, order.power[1]
    energy = yearly_energy(low), None if high is None else yearly_energy(high)
    chips = next((m for m in order.measured if m.unit == "accelerators"), None)
    each = None if chips is None else kilowatts_each((low, high), (chips.low or ZERO, chips.high))
    at = None if pue is None else it_power((low, high), order.basis, pue)
    return Power(order, at, energy, _overhead(order, (low, high), pue, price), each, _typical(each))


def _overhead(order: Order, power: Bounds, pue: Pair | None, price: Pair | None) -> Bounds | None:
    """Return the bounds of the overhead; power whose basis is not told may be that of the site or of the machines."""
    if pue is None or price is None:
        return None
    least_site = power[0] * pue[0] if order.basis == "IT" else power[0]
    most_site = None if power[1] is None else power[1] if order.basis in ON_SITE else power[1] * pue[1]
    most = None if most_site is None else overhead_cost(most_site, pue[1], price[1])
    return overhead_cost(least_site, pue[0], price[0]), most


def _typical(each: Bounds | None) -> str:
    if each is None:
        return ""
    least, most = TYPICAL_KILOWATTS
    if each[0] > most or (each[1] is not None and each[1] < least):
        return "outside"
    return "within" if each[0] >= least and each[1] is not None and each[1] <= most else "unsure"
