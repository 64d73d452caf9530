"""The order book of a study: what is an order of compute, how much of it, in which unit (docs/compute.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from anello.analyse.compute import NO_UNIT, concentrations
from anello.analyse.concentration import EDITIONS
from anello.lang import load, pack_codes
from anello.lang.directory import load_directory
from anello.model import Article, Claim, Mention, Money, Order, OrderBook, Quantity, Span, claim_id, digest_of
from anello.pipeline import open_ledger
from anello.pipeline.computing import open_book
from anello.pipeline.goods import _table
from anello.show import View
from anello.store import open_study

D = Decimal
ROLES = {"supply": ("customer", "supplier"), "licence": ("licensee", "licensor"), "holding": ("holder", "holder")}
Look = Callable[..., View]


def told(
    buyer: str,
    supplier: str,
    text: str = "They signed a deal.",
    *,
    type_: str = "supply",
    outlet: str = "Wire",
    day: str = "2025-05-01",
    **values: object,
) -> tuple[Article, Claim]:
    """Return an article of one sentence and the claim it makes."""
    identity = digest_of(buyer, supplier, text, outlet, day)
    article = Article(
        identity, f"{identity}.txt", text, language="en", outlet=outlet, published=date.fromisoformat(day)
    )
    names = dict.fromkeys(ROLES[type_])
    roles = {role: (mention(name),) for role, name in zip(names, (buyer, supplier), strict=False)}
    evidence = (Span(0, len(text), text),)
    given = {"status": "agreed", "mode": "asserted", **values}
    claim = Claim(
        claim_id(identity, type_, roles, evidence),
        identity,
        article.document,
        type_,
        roles,
        evidence=evidence,
        extractor="test/1",
        published=article.published,
        **given,  # type: ignore[arg-type]
    )
    return article, claim


def mention(name: str) -> Mention:
    entry = load_directory().find_entry(name)
    assert entry is not None, name
    return Mention(entry.name, entry.id, name, 0, 0, entry.kind, True)


def usd(low: object, high: object = "same", currency: str = "USD") -> Money:
    bounds = [None if v is None else D(str(v)) for v in (low, low if high == "same" else high)]
    return Money(bounds[0], bounds[1], currency, text=str(low))


def count(low: object, unit: str, high: object = "same", text: str = "") -> Quantity:
    bounds = [None if v is None else D(str(v)) for v in (low, low if high == "same" else high)]
    return Quantity(bounds[0], bounds[1], unit, text=text or str(low))


@pytest.fixture
def look(tmp_path: Path) -> Look:
    def open_view(*said: tuple[Article, Claim], floor: str | None = None, as_of: date | None = None) -> View:
        path = tmp_path / digest_of(*(claim.id for _, claim in said))
        with open_study(path, create=True) as study:
            study.add([article for article, _ in said], [claim for _, claim in said], [], [])
            return open_ledger(study, floor=floor, as_of=as_of)

    return open_view


def goods(book: OrderBook) -> list[tuple[str, str | None, str]]:
    return [(order.buyer, order.supplier, order.goods) for order in book.orders]


def measured(order: Order) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [(m.unit, m.low, m.high) for m in order.measured]


@pytest.mark.parametrize(
    ("supplier", "text", "values", "kind", "ground"),
    [
        ("AMD", "They signed a deal.", {}, "chips", "directory"),
        ("CoreWeave", "They signed a deal.", {}, "cloud", "directory"),
        ("Oracle", "They signed a deal for computing power.", {}, "cloud", "word “computing power”"),
        ("Oracle", "They signed a deal to own the processors and rent out cloud.", {}, "cloud", "word “cloud”"),
        ("Digital Realty", "They signed.", {}, "cloud", "directory"),
        ("Foxconn", "It builds a data centre.", {}, "data centres", "word “data centre”"),
        ("Google", "They signed a deal.", {"product": "TPU"}, "chips", "product TPU"),
        ("Dell", "They signed.", {"quantity": count(5000, "accelerator")}, "chips", "count of accelerators"),
        ("TSMC", "They signed a deal for chips.", {}, "foundry", "directory"),
        ("SK Hynix", "They signed a deal for chips.", {}, "memory", "directory"),
        ("Samsung", "It buys memory chips.", {}, "memory", "word “memory chips”"),
        ("Samsung", "It has its chips made in the foundry.", {}, "foundry", "word “foundry”"),
        ("Constellation Energy", "They signed a deal.", {}, "power", "directory"),
    ],
)
def test_what_an_order_is_for_and_why(
    look: Look, supplier: str, text: str, values: dict[str, object], kind: str, ground: str
) -> None:
    (order,) = open_book(look(told("OpenAI", supplier, text, **values))).orders
    assert (order.goods, order.ground) == (kind, ground)


@pytest.mark.parametrize(
    ("buyer", "supplier", "text"),
    [
        ("OpenAI", "Oracle", "They signed a deal."),
        ("OpenAI", "Samsung", "They signed a deal for chips."),
        ("Ryanair", "Boeing", "The airline buys jets."),
        ("TSMC", "ASML", "They signed a deal for chip machines."),
    ],
)
def test_what_nothing_calls_computing_is_no_order(look: Look, buyer: str, supplier: str, text: str) -> None:
    book = open_book(look(told(buyer, supplier, text)))
    assert (book.orders, len(book.unclear)) == ((), 1)


def test_power_counts_only_for_who_computes(look: Look) -> None:
    heat = told("Volkswagen", "Uniper", "They signed a deal for gas.")
    power = told("Microsoft", "Constellation Energy", "They signed a deal for power.")
    assert goods(open_book(look(heat, power))) == []
    chips = told("Microsoft", "Nvidia", "It buys chips.")
    found = goods(open_book(look(heat, power, chips)))
    assert ("microsoft", "constellation-energy", "power") in found
    assert len(found) == 2
    worded = told("Microsoft", "Siemens", "They signed a power purchase agreement.")
    assert ("microsoft", "siemens", "power") in goods(open_book(look(worded, chips)))


def test_units_are_never_mixed(look: Look) -> None:
    both = told("OpenAI", "AMD", amount=usd(90), quantity=count(500, "MW"))
    counted = told("OpenAI", "Nvidia", quantity=count(400_000, "accelerator"))
    book = open_book(look(both, counted))
    by_supplier = {order.supplier: measured(order) for order in book.orders}
    assert by_supplier["amd"] == [("USD", 90, 90), ("GW", D("0.5"), D("0.5"))]
    assert by_supplier["nvidia"] == [("accelerators", 400_000, 400_000)]
    found = {one.unit: one for one in concentrations(book.supplies, EDITIONS["2023"])}
    assert {unit: [s.supply.supplier for s in one.shares] for unit, one in found.items()} == {
        "USD": ["amd"],
        "GW": ["amd"],
        "accelerators": ["nvidia"],
    }
    assert [supplier for supplier, _ in found["USD"].unpriced] == ["nvidia"]


def test_units_of_one_group_are_one_supplier(look: Look) -> None:
    later = told("OpenAI", "Amazon", "A larger deal for cloud.", amount=usd(100), day="2026-02-27")
    book = open_book(look(told("OpenAI", "AWS", amount=usd(38)), later))
    assert [(s.supplier, s.low, s.high) for s in book.supplies] == [("amazon", 138, 138)]


def test_a_supplier_of_its_own_group_is_left_out(look: Look) -> None:
    bought = told("Amazon", "AWS", "It buys cloud.", amount=usd(5))
    assert open_book(look(bought, told("Amazon", "Nvidia", amount=usd(5)))).orders[0].supplier == "nvidia"


def test_bounds_stay_as_told(look: Look) -> None:
    capped = told("OpenAI", "AMD", quantity=count(None, "GW", 6))
    floored = told("OpenAI", "Nvidia", quantity=count(10, "GW", None))
    by_supplier = {o.supplier: measured(o) for o in open_book(look(capped, floored)).orders}
    assert by_supplier == {"amd": [("GW", None, 6)], "nvidia": [("GW", 10, None)]}


def test_nothing_told_of_any_amount(look: Look) -> None:
    book = open_book(look(told("OpenAI", "AMD"), told("OpenAI", "Nvidia")))
    assert [(s.unit, s.low, s.high, len(s.unpriced)) for s in book.supplies] == [(NO_UNIT, None, None, 1)] * 2


def test_copies_of_an_article_change_nothing(look: Look) -> None:
    one = told("OpenAI", "AMD", "They signed.", amount=usd(90), quantity=count(6, "GW"))
    copies = [told("OpenAI", "AMD", "They signed.", outlet=f"Copy {n}", **kept(one[1])) for n in range(10)]
    lone, many = open_book(look(one)), open_book(look(one, *copies))
    assert [measured(o) for o in lone.orders] == [measured(o) for o in many.orders]
    assert [(s.low, s.high) for s in lone.supplies] == [(s.low, s.high) for s in many.supplies]


def kept(claim: Claim) -> dict[str, object]:
    return {"amount": claim.amount, "quantity": claim.quantity}


def test_a_higher_floor_never_adds_an_order(look: Look) -> None:
    said = [told("OpenAI", "AMD", status="planned"), told("OpenAI", "Nvidia"), told("Meta", "AMD", status="completed")]
    sizes = [len(open_book(look(*said, floor=floor)).orders) for floor in (None, "planned", "agreed", "completed")]
    assert sizes == sorted(sizes, reverse=True) == [3, 3, 2, 1]


def test_later_news_leaves_an_earlier_day_alone(look: Look) -> None:
    early, late = told("OpenAI", "AMD", amount=usd(90)), told("OpenAI", "Nvidia", day="2026-01-01", amount=usd(9))
    day = date(2025, 12, 31)
    assert open_book(look(early, late, as_of=day)).orders == open_book(look(early, as_of=day)).orders


def test_currencies_are_converted_and_said(look: Look) -> None:
    euro = told("OpenAI", "Nebius", amount=usd(1000, currency="EUR"), day="2024-05-03")
    odd = told("OpenAI", "AMD", amount=usd(1000, currency="XAU"))
    book = open_book(look(euro, odd, told("OpenAI", "Nvidia", amount=usd(7))))
    assert {o.supplier: measured(o) for o in book.orders}["nebius"] == [("USD", 1074, 1074)]
    assert (book.converted, len(book.unconverted)) == (("EUR 2024-05-03",), 1)
    found = open_book(look(euro), currency="EUR")
    assert measured(found.orders[0]) == [("EUR", 1000, 1000)]


def test_a_window_takes_its_part_of_the_money_and_all_of_the_power(look: Look) -> None:
    from anello.model import Period

    term = Period(date(2026, 1, 1), date(2027, 12, 31))
    view = look(told("OpenAI", "AMD", amount=usd(730), quantity=count(6, "GW"), time=term))
    (order,) = open_book(view, (date(2026, 1, 1), date(2026, 12, 31))).orders
    assert measured(order) == [("USD", 365, 365), ("GW", 6, 6)]
    assert open_book(view, (date(2030, 1, 1), None)).orders == ()


@pytest.mark.parametrize(
    ("text", "basis", "unit"),
    [
        ("It takes one gigawatt of data center capacity.", "facility", "GW facility"),
        ("It takes one gigawatt of grid power.", "utility", "GW utility"),
        ("It takes one gigawatt of critical IT load.", "IT", "GW IT"),
        ("It takes one gigawatt.", "unknown", "GW"),
        ("It takes one gigawatt of grid power, less in IT power.", "unknown", "GW"),
    ],
)
def test_where_power_is_measured_is_kept_apart(look: Look, text: str, basis: str, unit: str) -> None:
    view = look(told("OpenAI", "AMD", text, quantity=count(1, "GW")))
    (order,) = open_book(view).orders
    assert (order.basis, measured(order)) == (basis, [(unit, 1, 1)])
    (at,) = open_book(view, pue=(D("1.25"), D("1.25"))).orders
    low = 1 if basis == "IT" else D("0.8")
    assert measured(at) == [("GW IT", low, low if basis in ("facility", "utility") else 1)]
    assert at.power == (1, 1)


def test_the_contract_says_how_much_may_move(look: Look) -> None:
    binding, letter = told("OpenAI", "AMD", amount=usd(9)), told("OpenAI", "Nvidia", amount=usd(9), status="planned")
    capped = told("OpenAI", "Cerebras", amount=usd(None, 9))
    free = {s.supplier: s.free for s in open_book(look(binding, letter, capped)).supplies}
    assert free == {"amd": (0, 0), "nvidia": (1, 1), "cerebras": (0, 1)}


def test_a_binding_part_leaves_the_rest_free(look: Look) -> None:
    text = "OpenAI signed a deal worth $6 billion, of which $1 billion is binding."
    whole = replace(usd(6 * 10**9), text="$6 billion", start=27, end=37)
    part = replace(usd(10**9), text="$1 billion", start=48, end=58)
    article, claim = told("OpenAI", "AMD", text, amount=whole)
    second = replace(claim, id="second", amount=part)
    (order,) = open_book(look((article, claim), (article, second))).orders
    assert measured(order)[0] == ("USD", 6 * 10**9, 6 * 10**9)
    assert order.measured[0].free == (1 - D(1) / 6, 1 - D(1) / 6)


def test_licences_stand_apart(look: Look) -> None:
    book = open_book(
        look(told("Nvidia", "Groq", type_="licence", amount=usd(20)), told("Nvidia", "TSMC", amount=usd(5)))
    )
    assert {(s.goods, s.supplier) for s in book.supplies} == {("licences", "groq"), ("foundry", "tsmc")}


def test_holdings_count_by_the_maker_of_what_is_held(look: Look) -> None:
    older = told("OpenAI", "OpenAI", "It had them.", type_="holding", quantity=count(5, "accelerator"), product="H100")
    newer = told(
        *("OpenAI", "OpenAI", "It has them."),
        type_="holding",
        quantity=count(700_000, "accelerator", 800_000),
        product="H100",
        day="2025-06-01",
        status="completed",
    )
    unnamed = told(
        "Meta", "Meta", "It has some.", type_="holding", quantity=count(9, "accelerator"), status="completed"
    )
    shares = told("Meta", "Meta", "It has shares.", type_="holding", quantity=count(9, "share"), status="completed")
    book = open_book(look(older, newer, unnamed, shares))
    (order,) = book.orders
    assert (order.buyer, order.supplier, order.goods, order.maker) == ("openai", "nvidia", "held", "nvidia")
    assert measured(order) == [("accelerators", 700_000, 800_000)]
    assert book.unmade == (("meta", unnamed[1].id),)


@pytest.mark.parametrize("code", pack_codes())
def test_every_pack_has_words_for_computing(code: str) -> None:
    pack = load(code).compute
    assert set(pack) == {"chips", "cloud", "centres", "power", "foundry", "memory", "measured"}
    assert set(pack["measured"]) == {"facility", "utility", "it"}
    lists: list[Sequence[str]] = [*(v for k, v in pack.items() if k != "measured"), *pack["measured"].values()]
    assert all(words and list(words) == [w.casefold() for w in words] for words in lists)


def test_the_firms_of_the_data_file_are_in_the_directory() -> None:
    entries = load_directory().entries
    assert [f for role in ("foundry", "memory", "tools") for f in _table()[role]["firms"] if f not in entries] == []
    known = {entry.sector for entry in entries.values()}
    assert [s for s in (*_table()["sectors"], *_table()["computing"]["sectors"]) if s not in known] == []
