"""What parties buy to compute with: orders, supplies, how concentrated they are, and what a switch would change.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; amounts are exact decimals in one unit
each, None where a bound is open or unknown; shares are parts of one, HHI runs from 0 to 10,000.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

GOODS = ("chips", "cloud", "data centres", "power", "foundry", "memory", "licences", "held")
"""What an order is for. `foundry` and `memory` are what makers of chips buy; `licences` hand over designs and no
capacity; `held` is what somebody has, whoever it was bought from."""

COMPUTE = ("chips", "cloud", "data centres")
"""Goods that stand in for each other as computing capacity: they are counted together, the others each alone."""

POWER_BASES = ("facility", "utility", "IT", "unknown")
"""Where power is measured: at the site, at the grid, at the machines, or not told."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One amount of an order in one unit: money ("USD"), "accelerators", "chips" or power ("GW", "GW IT").

    `free` bounds the part of it, between nothing and one, that no contract binds.
    """

    unit: str
    low: Decimal | None
    high: Decimal | None
    free: tuple[Decimal, Decimal] = (Decimal(0), Decimal(1))


@dataclass(frozen=True, slots=True)
class Order:
    """What one deal, or one claim of a holding, says that `buyer` gets from `supplier` (None: not told).

    `record` is the id that opens it. `goods` is one of `GOODS`; `ground` says what makes it so: a product, a sector of
    the directory, a count or a word of the text. `maker` makes the product where the directory knows it; `deal_type`
    is the type of the deal, or "holding". `power` are the GW as told, `basis` is where they are measured, one of
    `POWER_BASES`.
    """

    record: str
    deal_type: str
    buyer: str
    supplier: str | None
    goods: str
    ground: str
    status: str
    bindingness: str
    measured: tuple[Measured, ...] = ()
    product: str | None = None
    maker: str | None = None
    power: tuple[Decimal | None, Decimal | None] | None = None
    basis: str = "unknown"
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """What `buyer` gets from one supplier in one unit, over all its orders of a class of goods.

    `goods` is "compute" or one of `GOODS`. `low` and `high` bound the total, which counts nothing twice; both are None
    where no order has an amount in the unit. `free` bounds the part that no contract binds. `orders` are the ids of
    those that have an amount, `unpriced` of those without.
    """

    buyer: str
    supplier: str
    goods: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    free: tuple[Decimal, Decimal]
    orders: tuple[str, ...]
    unpriced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplierShare:
    """One supplier's part of what a buyer gets, as an interval over all amounts within their bounds.

    `stated` is the same with bounds that are open upwards closed at the figure told, None where none is open.
    """

    supply: Supply
    low: Decimal
    high: Decimal
    stated: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated the suppliers of one buyer are, for one class of goods in one unit.

    `shares` come with the largest figure first. `hhi` holds for every amount within its bounds; `stated` is the same
    with bounds that are open upwards closed at the figure told, None where none is open. `exact` is False where the
    upper bound of `hhi` is only a safe one. `unpriced` are (supplier, order) without an amount in this unit: they are
    in no figure. `band` is a word of the guidelines, several where the interval spans them, "one supplier told" or
    "not stated".
    """

    buyer: str
    goods: str
    unit: str
    shares: tuple[SupplierShare, ...]
    hhi: tuple[Decimal, Decimal] | None
    stated: tuple[Decimal, Decimal] | None
    band: str
    edition: str
    unpriced: tuple[tuple[str, str], ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Switch:
    """What changes where `buyer` moves the part `moved` of what it gets from `off` to `onto`, in one unit.

    `free` bounds the part that contracts leave open. `fits` is "yes", "no" or "unsure": is `moved` within it.
    `change` of the HHI is "falls", "rises", "stays" or "unsure". Shares and HHI are (before, after), each an interval.
    `unpriced` are orders of the two suppliers without an amount in this unit: they count as nothing.
    """

    buyer: str
    goods: str
    unit: str
    off: str
    onto: str
    moved: Decimal
    equivalence: tuple[Decimal, Decimal]
    free: tuple[Decimal, Decimal]
    fits: str
    off_shares: tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]
    onto_shares: tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]
    hhi: tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]
    change: str
    unpriced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One edge of the tree from a party down to foundry and memory: `buyer` gets `goods` from `supplier`.

    `depth` counts from one; steps come in the order of the tree. `records` are the deals it rests on; `ground` is
    "deal", or "directory" where only the maker of a product is known. `repeated` marks a supplier whose own suppliers
    stand further up, and `open` a maker of chips of whom no foundry or memory is told.
    """

    depth: int
    buyer: str
    supplier: str
    goods: tuple[str, ...]
    records: tuple[str, ...]
    ground: str
    products: tuple[str, ...] = ()
    repeated: bool = False
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Power:
    """The power of one order as intervals: at the machines (GW), energy (TWh a year), and what a year's energy costs
    that does not reach the machines, in the currency of the price given; None where an assumption is missing.

    `each` is the power of one accelerator with all around it in kW, where both are told; `typical` says whether it is
    "within" or "outside" the usual range, "unsure", or "" where it is not told.
    """

    order: Order
    at_machines: tuple[Decimal, Decimal | None] | None
    energy: tuple[Decimal, Decimal | None]
    overhead: tuple[Decimal, Decimal | None] | None
    each: tuple[Decimal, Decimal | None] | None
    typical: str


@dataclass(frozen=True, slots=True)
class OrderBook:
    """All orders of a study with the supplies they add up to, and what could not be read as an order.

    `converted` says which currencies were converted at which rates, `unconverted` are deals without a rate. `unclear`
    are purchases of which nothing says what they are for, `undirected` projects and partnerships that speak of
    computing without saying who supplies whom, `unmade` (holder, claim) holdings whose maker is not told. `group_of`
    tells the group that a party counts as.
    """

    orders: tuple[Order, ...]
    supplies: tuple[Supply, ...]
    group_of: Mapping[str, str]
    converted: tuple[str, ...] = ()
    unconverted: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    undirected: tuple[str, ...] = ()
    unmade: tuple[tuple[str, str], ...] = ()
