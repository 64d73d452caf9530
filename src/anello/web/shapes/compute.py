"""Shapes of who depends on whom for computing.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`.
"""

from __future__ import annotations

from anello.web.shapes.parts import Bounds, Named, Paged, Window
from anello.web.shaping import Number, TypedDict


class Scoped(TypedDict):
    """What a figure holds for."""

    floor: str | None
    window: Window
    as_of: str | None


class SupplierShare(TypedDict):
    """What one supplier delivers."""

    supplier: Named
    low: Number | None
    high: Number | None
    words: str
    share: Bounds | None
    share_told: Bounds | None
    free: Bounds | None
    deals: list[str]
    without_amount: list[str]


class Unpriced(TypedDict):
    """A supplier without an amount in the unit."""

    supplier: Named
    deal: str


class Concentration(Scoped):
    """How concentrated the suppliers of a buyer are, in one unit."""

    record: str
    buyer: Named
    goods: str
    unit: str
    hhi: Bounds | None
    hhi_told: Bounds | None
    hhi_exact: bool
    band: str
    guidelines: str
    suppliers: list[SupplierShare]
    without_amount: list[Unpriced]


class ComputePower(Scoped):
    """The power of an order."""

    record: str
    buyer: Named
    supplier: Named | None
    deal: str
    gigawatts: Bounds | None
    basis: str
    gigawatts_at_machines: Bounds | None
    twh_a_year: Bounds | None
    overhead_a_year: Bounds | None
    currency: str | None
    kilowatts_each: Bounds | None
    kilowatts_typical: str | None


class ChainStep(Scoped):
    """One edge of the chain of suppliers."""

    record: str
    depth: int
    buyer: Named
    supplier: Named
    goods: list[str]
    products: list[str]
    ground: str
    deals: list[str]
    repeated: bool
    not_told: list[str]


class Dependence(TypedDict):
    """The suppliers of one buyer, the power they bring, and the chain behind them."""

    items: list[Concentration]
    power: list[ComputePower]
    chain: list[ChainStep]


class ComputePage(Paged):
    """A page of buyers by goods and unit; power and chain where one buyer is asked for."""

    items: list[Concentration]
    power: list[ComputePower]
    chain: list[ChainStep]
