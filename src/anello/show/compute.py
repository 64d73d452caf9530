"""Compute concentration as plain views and words: shares, HHI, a switch, power, and the chain of suppliers.

In: an order book and what was found in it, with the view it belongs to. Out: dicts for JSON, rows for CSV, words.
Promise: every figure keeps its unit, its bounds, its window and floor, and the ids that open it; what was not counted
is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from anello.errors import NotFound
from anello.lang.directory import load_directory
from anello.model import ChainStep, Concentration, OrderBook, Power, SupplierShare, Supply, Switch
from anello.show.rows import Row, as_cells
from anello.show.view import View
from anello.show.views import Json, day, exact
from anello.show.words import NO_FLOOR, interval_words, span_words, sum_words

Pair = tuple[Decimal, Decimal]

BUYER_COLUMNS = (
    *("buyer", "goods", "unit", "top_supplier", "share_low", "share_high", "share_told_low", "share_told_high"),
    *("hhi_low", "hhi_high", "hhi_told_low", "hhi_told_high", "hhi_exact", "band", "suppliers", "without_amount"),
    *("guidelines", "floor", "first", "last", "as_of"),
)
SUPPLIER_COLUMNS = (
    *("buyer", "goods", "unit", "supplier", "low", "high", "share_low", "share_high"),
    *("share_told_low", "share_told_high", "free_low", "free_high", "deals", "without_amount"),
    *("floor", "first", "last", "as_of"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a figure holds for: the view, and the window within it."""

    view: View
    first: date | None = None
    last: date | None = None

    def name(self, party: str) -> str:
        """Return the name of a party, also of one that only the directory knows."""
        entry = load_directory().entries.get(party)
        return self.view.names.get(party) or (entry.name if entry is not None else party)

    def named(self, party: str) -> Json:
        """Return a party as JSON."""
        return {"id": party, "name": self.name(party)}

    def scope(self) -> Json:
        """Return floor, window and day as JSON."""
        words = span_words(self.first, self.last)
        window = {"first": day(self.first), "last": day(self.last), "words": words}
        return {"floor": self.view.floor, "window": window, "as_of": day(self.view.as_of)}


def find_group(name: str, frame: Frame, book: OrderBook) -> str:
    """Return the group that a named party counts as; a party that only the directory knows is no error.

    Raises:
        NotFound: nobody has that name.
        SettingsError: more than one party fits.
    """
    try:
        party = frame.view.find_party(name).id
    except NotFound:
        entry = load_directory().find_entry(name)
        if entry is None:
            raise
        party = entry.id
    return book.group_of.get(party, party)


# --- JSON and CSV -----------------------------------------------------------------------------------------------------


def concentration_view(found: Concentration, frame: Frame) -> Json:
    """Return how concentrated the suppliers of a buyer are, in one unit."""
    return {
        "record": "concentration",
        "buyer": frame.named(found.buyer),
        "goods": found.goods,
        "unit": found.unit,
        "hhi": _bounds_view(found.hhi, 2),
        "hhi_told": _bounds_view(found.stated, 2),
        "hhi_exact": found.exact,
        "band": found.band,
        "guidelines": found.edition,
        "suppliers": [_share_view(share, frame) for share in found.shares],
        "without_amount": [{"supplier": frame.named(s), "deal": order} for s, order in found.unpriced],
        **frame.scope(),
    }


def _share_view(share: SupplierShare, frame: Frame) -> Json:
    supply = share.supply
    return {
        "supplier": frame.named(supply.supplier),
        "low": exact(supply.low),
        "high": exact(supply.high),
        "words": amount_words(supply),
        "share": _bounds_view((share.low, share.high), 6),
        "share_told": _bounds_view(share.stated, 6),
        "free": _bounds_view(supply.free, 6),
        "deals": list(supply.orders),
        "without_amount": list(supply.unpriced),
    }


def _bounds_view(bounds: Pair | None, places: int) -> Json | None:
    return None if bounds is None else {"low": rounded(bounds[0], places), "high": rounded(bounds[1], places)}


def rounded(value: Decimal, places: int) -> Decimal:
    """Return a quotient with so many places, written plainly."""
    cut = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN).normalize()
    return Decimal(f"{cut:f}")


def step_view(step: ChainStep, frame: Frame) -> Json:
    """Return one edge of the chain with what it rests on."""
    return {
        "record": "step",
        "depth": step.depth,
        "buyer": frame.named(step.buyer),
        "supplier": frame.named(step.supplier),
        "goods": list(step.goods),
        "products": list(step.products),
        "ground": step.ground,
        "deals": list(step.records),
        "repeated": step.repeated,
        "not_told": list(step.open),
        **frame.scope(),
    }


def switch_view(found: Switch, frame: Frame) -> Json:
    """Return a switch with everything before and after."""
    return {
        "record": "switch",
        "buyer": frame.named(found.buyer),
        "goods": found.goods,
        "unit": found.unit,
        "off": frame.named(found.off),
        "onto": frame.named(found.onto),
        "moved": exact(found.moved),
        "equivalence": _bounds_view(found.equivalence, 6),
        "free": _bounds_view(found.free, 6),
        "fits_contracts": found.fits,
        "off_share": _change_view(found.off_shares, 6),
        "onto_share": _change_view(found.onto_shares, 6),
        "hhi": _change_view(found.hhi, 2),
        "change": found.change,
        "without_amount": list(found.unpriced),
        **frame.scope(),
    }


def _change_view(pair: tuple[Pair, Pair], places: int) -> Json:
    return {"before": _bounds_view(pair[0], places), "after": _bounds_view(pair[1], places)}


def buyer_row(found: Concentration, frame: Frame) -> Row:
    """Return a concentration as a row."""
    top = found.shares[0] if found.shares else None
    return as_cells(
        BUYER_COLUMNS,
        found,
        **_scope_cells(frame),
        buyer=frame.name(found.buyer),
        top_supplier=frame.name(top.supply.supplier) if top else None,
        **_cells("share", (top.low, top.high) if top else None, 6),
        **_cells("share_told", top.stated if top else None, 6),
        **_cells("hhi", found.hhi, 2),
        **_cells("hhi_told", found.stated, 2),
        hhi_exact=found.exact,
        suppliers=len(found.shares),
        without_amount=len(found.unpriced),
        guidelines=found.edition,
    )


def supplier_rows(found: Concentration, frame: Frame) -> list[Row]:
    """Return the suppliers of a buyer as rows, those without an amount last."""
    rows = [_supplier_row(found, share, share.supply.supplier, frame) for share in found.shares]
    priced = {share.supply.supplier for share in found.shares}
    bare = [supplier for supplier in dict.fromkeys(s for s, _ in found.unpriced) if supplier not in priced]
    return rows + [_supplier_row(found, None, supplier, frame) for supplier in bare]


def _supplier_row(found: Concentration, share: SupplierShare | None, supplier: str, frame: Frame) -> Row:
    supply = share.supply if share is not None else None
    return as_cells(
        SUPPLIER_COLUMNS,
        found,
        **_scope_cells(frame),
        buyer=frame.name(found.buyer),
        supplier=frame.name(supplier),
        low=supply.low if supply is not None else None,
        high=supply.high if supply is not None else None,
        **_cells("share", (share.low, share.high) if share is not None else None, 6),
        **_cells("share_told", share.stated if share is not None else None, 6),
        **_cells("free", supply.free if supply is not None else None, 6),
        deals=supply.orders if supply is not None else (),
        without_amount=[order for name, order in found.unpriced if name == supplier],
    )


def _cells(name: str, bounds: Pair | None, places: int) -> dict[str, Decimal | None]:
    low, high = (None, None) if bounds is None else (rounded(bounds[0], places), rounded(bounds[1], places))
    return {f"{name}_low": low, f"{name}_high": high}


def _scope_cells(frame: Frame) -> dict[str, object]:
    return {"floor": frame.view.floor or NO_FLOOR, "first": frame.first, "last": frame.last, "as_of": frame.view.as_of}


# --- words ------------------------------------------------------------------------------------------------------------


def part_words(bounds: Pair | None) -> str:
    """Return a share in per cent.

    >>> part_words((Decimal("0.25"), Decimal("0.4"))), part_words((Decimal(1), Decimal(1)))
    ('25–40%', '100%')
    """
    if bounds is None:
        return "not stated"
    low, high = (f"{rounded(100 * value, 1):f}" for value in bounds)
    return f"{low}%" if low == high else f"{low}–{high}%"


def index_words(bounds: Pair | None) -> str:
    """Return an HHI without decimals.

    >>> index_words((Decimal(2000), Decimal("2800.4")))
    '2,000–2,800'
    """
    if bounds is None:
        return "not stated"
    low, high = (f"{rounded(value, 0):,f}" for value in bounds)
    return low if low == high else f"{low}–{high}"


def share_cell(share: SupplierShare) -> str:
    """Return a share in words, with the share at the figures told where an amount is open upwards."""
    said = part_words((share.low, share.high))
    return said if share.stated is None else f"{said}; told {part_words(share.stated)}"


def index_cell(found: Concentration) -> str:
    """Return an HHI in words; a bound that only is safe says so."""
    return index_words(found.hhi) if found.exact else f"{index_words(found.hhi)} (safe bound)"


def told_words(found: Concentration) -> str:
    """Return the top share and the HHI at the figures told, nothing where no amount is open upwards."""
    if found.stated is None or not found.shares:
        return ""
    return f"{part_words(found.shares[0].stated)}, {index_words(found.stated)}"


def amount_words(supply: Supply) -> str:
    """Return an amount with its unit."""
    return unit_words(supply.low, supply.high, supply.unit)


def unit_words(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """Return an amount of money, or a count with its unit; a lower bound of nothing is "up to".

    >>> unit_words(None, Decimal(6), "GW"), unit_words(Decimal(38_000_000_000), Decimal(38_000_000_000), "USD")
    ('up to 6 GW', '$38bn')
    """
    is_money = len(unit) == 3 and unit.isupper()
    low = low if low or high == 0 else None
    return sum_words(low, high, unit) if is_money else interval_words(low, high, after=f" {unit}")


def free_words(free: Pair) -> str:
    """Return how much no contract binds."""
    return "unsure" if free == (Decimal(0), Decimal(1)) else part_words(free)


def goods_words(step: ChainStep, frame: Frame) -> str:
    """Return what a step of the chain delivers, on which ground, and what is not told behind it."""
    said = ", ".join(step.goods)
    said += f" ({', '.join(step.products)})" if step.products else ""
    said += f", maker by the directory of what {frame.name(step.buyer)} delivers" if step.ground == "directory" else ""
    said += "; its suppliers stand above" if step.repeated else ""
    return said + (f"; {' and '.join(step.open)} not told" if step.open else "")


def change_words(pair: tuple[Pair, Pair], index: bool = False) -> str:
    """Return a share or an HHI before and after."""
    words = index_words if index else part_words
    return f"{words(pair[0])} → {words(pair[1])}"


def rise_words(found: Switch, high: Decimal, rise: Decimal) -> str:
    """Return where the HHI goes, and whether it rises by more than a merger may in a market that is concentrated."""
    said = "unsure which way" if found.change == "unsure" else f"it {found.change}"
    marked = found.hhi[1][0] > high and found.hhi[1][0] - found.hhi[0][1] > rise
    return f"{said}, by more than the {rise:,} points that the guidelines mark in a merger" if marked else said


def fits_words(found: Switch) -> str:
    """Return whether contracts leave room for a switch."""
    said = {
        "yes": "the move is within it",
        "no": "the move is more than that",
        "unsure": "unsure whether the move fits",
    }
    return f"{part_words(found.free)}; {said[found.fits]}"


# --- power ------------------------------------------------------------------------------------------------------------


def power_words(found: Power) -> str:
    """Return the power of an order as told."""
    low, high = found.order.power or (None, None)
    return unit_words(low, high, "GW")


def machine_words(found: Power) -> str:
    """Return the power at the machines, nothing without a PUE."""
    return "" if found.at_machines is None else _short(found.at_machines, "GW")


def energy_words(found: Power) -> str:
    """Return the energy of a year at full power."""
    return _short(found.energy, "TWh")


def overhead_words(found: Power, currency: str) -> str:
    """Return what a year's energy costs that does not reach the machines, nothing without a PUE and a price."""
    return "" if found.overhead is None else _short(found.overhead, currency)


def each_words(found: Power) -> str:
    """Return the power of one accelerator with all around it, and whether it is usual: a check of two figures told."""
    return "" if found.each is None else f"{_short(found.each, 'kW')} ({found.typical} 2–2.5 kW)"


def _short(bounds: tuple[Decimal, Decimal | None], unit: str) -> str:
    return unit_words(bounds[0], bounds[1], unit)


def power_view(found: Power, frame: Frame, currency: str) -> Json:
    """Return the power of an order as JSON."""
    order = found.order
    return {
        "record": "power",
        "buyer": frame.named(order.buyer),
        "supplier": order.supplier and frame.named(order.supplier),
        "deal": order.record,
        "gigawatts": _open_view(order.power or (None, None)),
        "basis": order.basis,
        "gigawatts_at_machines": _open_view(found.at_machines),
        "twh_a_year": _open_view(found.energy),
        "overhead_a_year": _open_view(found.overhead),
        "currency": currency if found.overhead else None,
        "kilowatts_each": _open_view(found.each),
        "kilowatts_typical": found.typical or None,
        **frame.scope(),
    }


def _open_view(bounds: tuple[Decimal | None, Decimal | None] | None) -> Json | None:
    if bounds is None:
        return None
    low, high = (None if value is None else rounded(value, 6) for value in bounds)
    return {"low": low, "high": high}
