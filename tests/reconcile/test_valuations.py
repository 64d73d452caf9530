"""What parties are said to be worth (docs/deals.md, Valuations; the checks with real numbers of analysis 4)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest
from claims_told import BILLION, article, money, settle_all, tell
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.model import Money, Percent, Valuation
from anello.reconcile.valuations import common_value, implied_value

D = Decimal


def told(*rows: tuple[str, str, str | None, str], party: str = "OpenAI", **more: object) -> tuple[Valuation, ...]:
    """Return the series of a party from (day, sum, pre- or post-money, basis)."""
    arts = [article(f"{n} {day}", day, f"Outlet {n}") for n, (day, *_) in enumerate(rows)]
    said = [
        tell(art, party, (), "valuation", amount=money(value, basis=when), basis=basis, status="completed", **more)
        for art, (_, value, when, basis) in zip(arts, rows, strict=True)
    ]
    return settle_all(said, arts).valuations


def short(rows: Iterable[Valuation]) -> list[tuple[str, object, object]]:
    return [(str(row.day), row.basis, row.high and row.high / BILLION) for row in rows]


def test_a_series_is_dated_and_each_value_stands_once() -> None:
    series = told(
        ("2025-10-02", "500", None, "current"),
        ("2025-10-20", "500", None, "current"),
        ("2026-02-27", "730", "pre_money", "round"),
        ("2026-03-31", "852", "post_money", "round"),
    )
    assert short(series) == [
        ("2025-10-02", "current", 500),
        ("2026-02-27", "round", 730),
        ("2026-03-31", "round", 852),
    ]
    assert [len(row.claims) for row in series] == [2, 1, 1]
    assert [row.money for row in series] == [None, "pre_money", "post_money"]
    assert (series[0].origins.lo, series[0].origins.hi, str(series[0].last)) == (1, 2, "2025-10-20")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("730", "pre_money", "round"), ("730", "post_money", "round")),
        (("730", None, "current"), ("730", None, "round")),
        (("730", None, "ipo"), ("730", None, "bid")),
        (("730", None, "current"), ("850", None, "current")),
    ],
)
def test_what_does_not_compare_stays_apart(
    one: tuple[str, str | None, str], other: tuple[str, str | None, str]
) -> None:
    assert len(told(("2026-01-01", *one), ("2026-01-02", *other))) == 2


def test_a_value_told_again_after_half_a_year_is_a_new_row() -> None:
    assert len(told(("2026-01-01", "500", None, "current"), ("2026-08-01", "500", None, "current"))) == 2


def test_a_unit_is_not_worth_what_its_group_is() -> None:
    art = article("a")
    said = [
        tell(art, name, (), "valuation", amount="100", basis="current", status="completed", at=n)
        for n, name in enumerate(("Amazon", "AWS"))
    ]
    assert len({row.party for row in settle_all(said, [art]).valuations}) == 2


def test_a_price_and_a_share_imply_a_value_with_its_working() -> None:
    art = article("a", "2025-10-28")
    share = Percent(D(27), D(27), text="27 percent")
    said = tell(art, "Microsoft", "OpenAI", "stake", amount="135", percent=share, status="completed")
    (row,) = settle_all([said], [art]).valuations
    assert (row.party, row.basis, row.working) == ("openai", "implied", "135000000000 USD / 27 %")
    assert row.low is not None
    assert row.high is not None
    assert row.low < 500 * BILLION < row.high
    assert row.claims == (said.id,)


def disclosed(price: str, share: str, currency: str = "USD") -> tuple[Money, Percent]:
    return money(price, currency), Percent(D(share), D(share))


def test_two_disclosures_agree_on_one_equity_value() -> None:
    """130 for 26 % and 135 for 27 % both say 500 (published figures)."""
    agreed = common_value([disclosed("130", "26"), disclosed("135", "27")])
    assert agreed is not None
    assert agreed.holds(500 * BILLION)
    assert common_value([disclosed("130", "26"), disclosed("150", "27")]) is None
    assert common_value([disclosed("130", "26"), disclosed("135", "27", "EUR")]) is None
    assert common_value([]) is None


@pytest.mark.parametrize("share", [Percent(None, D(26)), Percent(D(0), D(0)), Percent(D(120), D(120))])
def test_a_share_without_bounds_implies_nothing(share: Percent) -> None:
    assert implied_value(money("130"), share) is None


@given(st.integers(1, 1000), st.integers(1, 100))
@settings(deadline=None)
def test_the_implied_value_holds_price_over_share(price: int, share: int) -> None:
    found = implied_value(*disclosed(str(price), str(share)))
    assert found is not None
    assert found.holds(D(price) * BILLION * 100 / share)
