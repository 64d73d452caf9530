"""Concentration of suppliers, a switch, and the chain behind a buyer (analysis 5, docs/compute.md)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.analyse.compute import NO_UNIT, chain_of, concentrations, switch
from anello.analyse.concentration import EDITIONS
from anello.errors import SettingsError
from anello.model import Concentration, Order, Supply

D = Decimal
NEW = EDITIONS["2023"]
Amount = tuple[object, object]


def supply(supplier: str, low: object, high: object = "same", **more: object) -> Supply:
    bounds = [None if v is None else D(str(v)) for v in (low, low if high == "same" else high)]
    given_: dict[str, object] = {"goods": "compute", "unit": "USD", "free": (D(0), D(1)), "orders": (f"o-{supplier}",)}
    return Supply("B", supplier, low=bounds[0], high=bounds[1], **given_ | more)  # type: ignore[arg-type]


def concentrated(*supplies: Supply) -> Concentration:
    (found,) = concentrations(supplies, NEW)
    return found


def near(pair: tuple[Decimal, Decimal] | None, low: float, high: float | None = None) -> bool:
    assert pair is not None
    return abs(float(pair[0]) - low) < 1e-6 and abs(float(pair[1]) - (low if high is None else high)) < 1e-6


def test_shares_come_with_the_largest_figure_first() -> None:
    found = concentrated(supply("A", 20), supply("C", 50, None), supply("D", 30))
    assert [share.supply.supplier for share in found.shares] == ["C", "D", "A"]
    bounds = ((0.5, 1), (0, 0.3), (0, 0.2))
    assert all(near((s.low, s.high), *pair) for s, pair in zip(found.shares, bounds, strict=True))
    assert near(found.stated, 3800)
    assert near(found.hhi, 3800, 10000)
    assert found.shares[0].stated == (D("0.5"), D("0.5"))


def test_one_unit_at_a_time() -> None:
    found = concentrations(
        [supply("A", 80), supply("C", 20), supply("A", 1, unit="GW"), supply("C", 3, unit="GW")], NEW
    )
    assert [(one.unit, round(one.hhi[0])) for one in found if one.hhi] == [("GW", 6250), ("USD", 6800)]


def test_what_has_no_amount_is_named_and_in_no_figure() -> None:
    found = concentrated(supply("A", 80), supply("C", 20), supply("D", None, orders=(), unpriced=("o1", "o2")))
    assert near(found.hhi, 6800)
    assert found.unpriced == (("D", "o1"), ("D", "o2"))
    bare = concentrated(supply("A", None, unit=NO_UNIT, orders=(), unpriced=("o1",)))
    assert (bare.hhi, bare.shares, bare.band) == (None, (), "not stated")
    assert concentrations([], NEW) == ()


def test_a_single_supplier_is_told_as_such() -> None:
    assert concentrated(supply("A", 6)).band == "one supplier told"
    assert concentrated(supply("A", 0), supply("C", 0)).band == "not stated"


def test_an_assumed_rest_scales_the_named_firms() -> None:
    (found,) = concentrations([supply("A", 40), supply("C", 20)], NEW, (D(40), D(20)))
    assert near(found.hhi, 2000, 2800)
    (alone,) = concentrations([supply("A", 40), supply("C", 20)], NEW, (D(40), None))
    assert near(alone.hhi, 2000, 3600)
    assert alone.band == "high"
    with pytest.raises(SettingsError):
        concentrations([supply("A", 40)], NEW, (D(140), None))


def test_ten_thousand_suppliers_and_huge_amounts() -> None:
    found = concentrated(*(supply(f"s{n}", 10**15) for n in range(10_000)))
    assert near(found.hhi, 1)
    assert found.band == "low"


# --- a switch ---------------------------------------------------------------------------------------------------------


def test_switching_to_a_known_and_to_a_new_supplier() -> None:
    found = concentrated(supply("A", 80, free=(D(1), D(1))), supply("C", 20))
    known = switch(found, "A", "C", D("0.25"))
    assert near(known.hhi[0], 6800)
    assert near(known.hhi[1], 5200)
    assert (near(known.off_shares[1], 0.6), near(known.onto_shares[1], 0.4)) == (True, True)
    new = switch(found, "A", "E", D("0.25"))
    assert near(new.hhi[1], 4400)
    assert (known.change, known.fits, new.change) == ("falls", "yes", "falls")


def test_more_or_less_of_the_new_for_one_of_the_old() -> None:
    found = concentrated(supply("A", 80), supply("C", 20))
    changed = switch(found, "A", "C", D("0.25"), (D("0.5"), D(2)))
    assert near(changed.onto_shares[1], 30 / 90, 60 / 120)
    assert changed.hhi[1][0] <= 10000 * D(60**2 + 40**2) / D(100**2) <= changed.hhi[1][1]


def test_contracts_limit_what_may_move() -> None:
    sixth = 1 - D(1) / 6
    found = concentrated(supply("A", 6, free=(sixth, sixth)), supply("C", 4))
    assert [switch(found, "A", "C", D(x)).fits for x in ("0.83", "0.84")] == ["yes", "no"]
    unsure = concentrated(supply("A", 6, free=(D("0.2"), D("0.5"))), supply("C", 4))
    assert [switch(unsure, "A", "C", D(x)).fits for x in ("0.2", "0.3", "0.6")] == ["yes", "unsure", "no"]
    assert switch(unsure, "A", "C", D("0.3"), bound=D("0.1")).fits == "yes"
    assert switch(unsure, "A", "C", D("0.3"), bound=D("0.9")).free == (D("0.1"), D("0.1"))


def test_the_direction_is_known_where_the_intervals_overlap() -> None:
    wide = concentrated(supply("A", 50, 100), supply("C", 5, 10), supply("E", 40, 60))
    assert switch(wide, "A", "C", D("0.5")).change == "falls"
    assert switch(wide, "C", "A", D("0.5")).change == "rises"
    assert switch(wide, "A", "E", D("0.1")).change == "unsure"
    even = concentrated(supply("A", 50), supply("C", 25))
    assert switch(even, "A", "C", D("0.5")).change == "stays"
    assert switch(wide, "A", "E", D("0.1"), (D("0.9"), D("1.1"))).change == "unsure"


@pytest.mark.parametrize(
    ("off", "onto", "moved", "equivalence", "bound"),
    [
        ("Z", "C", "0.1", (1, 1), None),
        ("A", "A", "0.1", (1, 1), None),
        ("A", "C", "0", (1, 1), None),
        ("A", "C", "1.1", (1, 1), None),
        ("A", "C", "0.1", (0, 1), None),
        ("A", "C", "0.1", (2, 1), None),
        ("A", "C", "0.1", (1, 1), "1.5"),
    ],
)
def test_a_switch_that_cannot_be_is_refused(
    off: str, onto: str, moved: str, equivalence: tuple[int, int], bound: str | None
) -> None:
    found = concentrated(supply("A", 80), supply("C", 20))
    with pytest.raises(SettingsError):
        switch(found, off, onto, D(moved), (D(equivalence[0]), D(equivalence[1])), None if bound is None else D(bound))


amounts = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(sorted)


@settings(max_examples=200, deadline=None)
@given(st.lists(amounts, min_size=2, max_size=4), st.integers(1, 100), st.integers(5, 20), st.data())
def test_a_switch_holds_for_every_amount(
    boxes: list[list[int]], percent: int, tenths: int, data: st.DataObject
) -> None:
    drawn = [data.draw(st.integers(low, high)) for low, high in boxes]
    if sum(drawn) == 0 or (sum(drawn[1:]) == 0 and percent == 100):
        return
    found = concentrated(*(supply(f"s{n}", low, high) for n, (low, high) in enumerate(boxes)))
    x, k = D(percent) / 100, D(tenths) / 10
    result = switch(found, "s0", "s1", x, (min(k, D(1)), max(k, D(1))))
    after = [D(a) for a in drawn]
    after[0], after[1] = after[0] * (1 - x), after[1] + x * k * after[0]
    before_index, after_index = (
        10000 * sum(a * a for a in a_s) / sum(a_s) ** 2 for a_s in ([D(a) for a in drawn], after)
    )
    tiny = D("1e-6")
    assert result.hhi[0][0] - tiny <= before_index <= result.hhi[0][1] + tiny
    assert result.hhi[1][0] - tiny <= after_index <= result.hhi[1][1] + tiny
    if k == 1 and result.change == "falls":
        assert after_index <= before_index + tiny
    if k == 1 and result.change == "rises":
        assert after_index >= before_index - tiny


# --- the chain --------------------------------------------------------------------------------------------------------


def order(buyer: str, supplier: str | None, goods: str, **more: object) -> Order:
    name = f"{buyer}-{supplier}-{goods}"
    return Order(name, "supply", buyer, supplier, goods, "directory", "agreed", "binding", **more)  # type: ignore[arg-type]


def drawn(party: str, *orders: Order) -> list[str]:
    return [
        f"{'.' * s.depth}{s.supplier}:{'+'.join(s.goods)}:{s.ground}{'*' * s.repeated}{'?' * len(s.open)}"
        for s in chain_of(party, orders)
    ]


def test_the_chain_goes_down_to_foundry_and_memory() -> None:
    found = drawn(
        "lab",
        order("lab", "cloud", "cloud"),
        order("cloud", "maker", "chips"),
        order("maker", "fab", "foundry"),
        order("maker", "dram", "memory"),
        order("cloud", "grid", "power"),
    )
    assert found == [
        ".cloud:cloud:deal",
        "..maker:chips:deal",
        "...fab:foundry:deal",
        "...dram:memory:deal",
        "..grid:power:deal",
    ]


def test_what_is_not_told_is_said_and_nothing_is_invented() -> None:
    assert drawn("lab", order("lab", "cloud", "cloud"), order("lab", "maker", "chips")) == [
        ".maker:chips:deal??",
        ".cloud:cloud:deal?",
    ]
    assert drawn("lab", order("lab", "maker", "chips"), order("maker", "fab", "foundry")) == [
        ".maker:chips:deal?",
        "..fab:foundry:deal",
    ]
    assert drawn("nobody", order("lab", "cloud", "cloud")) == []


def test_the_maker_of_a_product_is_known_from_the_directory() -> None:
    rented = order("lab", "cloud", "cloud", product="H100", maker="maker")
    assert drawn("lab", rented) == [".cloud:cloud:deal", "..maker:chips:directory??"]
    own = order("lab", "maker", "chips", product="H100", maker="maker")
    assert drawn("lab", own) == [".maker:chips:deal??"]
    bought = order("cloud", "maker", "chips")
    assert drawn("lab", rented, bought) == [".cloud:cloud:deal", "..maker:chips:deal??"]


def test_circles_end_and_a_supplier_is_opened_once() -> None:
    assert drawn("a", order("a", "b", "cloud"), order("b", "a", "cloud")) == [".b:cloud:deal?", "..a:cloud:deal*"]
    shared = [order("lab", "one", "cloud"), order("lab", "two", "cloud"), order("one", "m", "chips")]
    shared += [order("two", "m", "chips"), order("m", "fab", "foundry")]
    found = drawn("lab", *shared)
    assert [line for line in found if "fab" in line] == ["...fab:foundry:deal"]
    assert [line for line in found if ".m:" in line] == ["..m:chips:deal?", "..m:chips:deal*"]


def test_licences_and_holdings_supply_nobody() -> None:
    assert drawn("lab", order("lab", "m", "licences"), order("lab", "m", "held"), order("lab", None, "held")) == []
