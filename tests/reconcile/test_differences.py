"""How reports differ: every typed error seen on real pages, and what must not be taken for one.

Claims are written by hand; `test_differences_read.py` has short articles that go through the extractor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from claims_told import article, money, period, settle_all, tell, voices
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.lang import load, pack_codes
from anello.model import DIFFERENCE_KINDS, Article, Claim, Difference, Percent, Quantity, Span
from anello.reconcile.differences import find_differences
from anello.reconcile.differences.sayings import alike
from anello.reconcile.differences.wording import SCOPES, scope_of

DAY = date(2026, 3, 1)
Said = dict[str, object]
"""The parties, type, figures and status of a claim to be written."""


def differ(claims: Iterable[Claim], articles: Iterable[Article]) -> tuple[Difference, ...]:
    claims, articles = list(claims), list(articles)
    ledger = settle_all(claims, articles)
    party_of = {m.id: m.id for c in claims for ms in c.roles.values() for m in ms}
    return find_differences(claims, ledger.deals, party_of, {a.id: a for a in articles})


class Desk:
    """A pile of reports, one claim or more an article; outlets are numbered."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.articles: list[Article] = []

    def report(self, published: str | None, *claims: Said, outlet: str | None = None) -> Desk:
        name = f"report {len(self.articles)}"
        one = article(name, published, outlet or f"Outlet {len(self.articles)}")
        self.articles.append(one)
        for at, said in enumerate(claims):
            said = dict(said)
            first, second = said.pop("first"), said.pop("second", ())
            self.claims.append(tell(one, first, second, said.pop("type_"), at=at, **said))  # type: ignore[arg-type]
        return self

    def differences(self) -> tuple[Difference, ...]:
        return differ(self.claims, self.articles)

    def kinds(self) -> list[str]:
        return sorted(d.kind for d in self.differences())


def invests(first: str, second: str, amount: object = None, status: str = "agreed", **more: object) -> Said:
    return {"type_": "investment", "first": first, "second": second, "amount": amount, "status": status, **more}


def buys(customer: str, supplier: str, amount: object = None, status: str = "agreed", **more: object) -> Said:
    return {"type_": "supply", "first": supplier, "second": customer, "amount": amount, "status": status, **more}


def takes_over(buyer: str, bought: str, amount: object, status: str = "agreed") -> Said:
    return {"type_": "acquisition", "first": buyer, "second": bought, "amount": amount, "status": status}


def worth(subject: str, amount: object, **more: object) -> Said:
    return {"type_": "valuation", "first": subject, "amount": amount, "status": "completed", **more}


def count(low: int | None, high: int | None = None, unit: str = "accelerator", **more: object) -> Quantity:
    return Quantity(
        None if low is None else Decimal(low), Decimal(high if high is not None else low or 0), unit, **more
    )  # type: ignore[arg-type]


def share(value: str) -> Percent:
    return Percent(Decimal(value), Decimal(value), text=f"{value}%")


# --- every row of the table of typed errors ---------------------------------------------------------------------------


def swapped() -> Desk:
    desk = Desk().report("2025-11-18", invests("Microsoft", "Anthropic", "<=5"), invests("Nvidia", "Anthropic", "<=10"))
    return desk.report("2025-11-20", invests("Microsoft", "Anthropic", "10"), invests("Nvidia", "Anthropic", "5"))


def contract_as_investment() -> Desk:
    desk = Desk().report("2025-03-31", buys("OpenAI", "CoreWeave", "11.9"))
    return desk.report("2025-04-10", invests("OpenAI", "CoreWeave", "12", "completed"))


def guarantee_as_investment() -> Desk:
    backstop = {"type_": "guarantee", "first": "Nvidia", "second": "CoreWeave", "amount": "6.3", "status": "agreed"}
    return Desk().report("2025-09-15", backstop).report("2025-12-01", invests("Nvidia", "CoreWeave", "6.3"))


def fused() -> Desk:
    desk = Desk().report("2026-05-05", buys("Anthropic", "Google", "200"))
    desk.report("2026-05-20", buys("Anthropic", "SpaceX", "45"))
    return desk.report("2026-05-24", buys("Anthropic", "SpaceX", "200"))


def extended() -> Desk:
    desk = Desk().report("2025-11-03", buys("OpenAI", "Amazon", "38"))
    return desk.report("2026-02-27", buys("OpenAI", "Amazon", "100")).report(
        "2026-02-28", buys("OpenAI", "Amazon", "138")
    )


def expanded_into() -> Desk:
    desk = Desk().report("2025-11-03", buys("OpenAI", "Amazon", "38"))
    desk.report("2026-02-27", buys("OpenAI", "Amazon", money("138", basis="total")))
    return desk.report("2026-02-28", buys("OpenAI", "Amazon", money("100", basis="total")))


def before_and_after() -> Desk:
    desk = Desk().report("2026-02-12", invests("GIC", "Anthropic", "30"), worth("Anthropic", "380"))
    return desk.report("2026-02-13", worth("Anthropic", "350"))


def before_and_after_openai() -> Desk:
    desk = Desk().report("2026-02-27", invests("SoftBank", "OpenAI", "110"), worth("OpenAI", "840"))
    return desk.report("2026-02-27", worth("OpenAI", "730"))


def before_and_after_series_h() -> Desk:
    desk = Desk().report("2026-05-28", worth("Anthropic", money("965", basis="post_money")))
    return desk.report("2026-05-29", worth("Anthropic", "900"), invests("GIC", "Anthropic", "65", "completed"))


def part_and_whole() -> Desk:
    desk = Desk().report("2026-05-20", buys("Anthropic", "SpaceX", quantity=count(220_000)))
    desk.report("2026-05-21", buys("Anthropic", "SpaceX", quantity=count(325_000)))
    site = {"type_": "holding", "first": "SpaceX", "quantity": count(555_000), "status": "completed"}
    desk.report("2026-05-22", site)
    return desk.report("2026-05-23", buys("Anthropic", "SpaceX", quantity=count(555_000)))


def size_meta() -> Desk:
    return Desk().report("2026-02-24", buys("Meta", "AMD", "~60")).report("2026-02-25", buys("Meta", "AMD", ">100"))


def size_spacex() -> Desk:
    return (
        Desk()
        .report("2026-05-20", buys("Anthropic", "SpaceX", "40"))
        .report("2026-05-22", buys("Anthropic", "SpaceX", "45"))
    )


def denial() -> Desk:
    desk = Desk().report("2025-09-10", buys("OpenAI", "Oracle", "300", quantity=count(4500, unit="MW")))
    desk.report("2026-03-06", buys("OpenAI", "Oracle", None, "ended", quantity=count(600, unit="MW")))
    return desk.report("2026-03-08", buys("OpenAI", "Oracle", None, "denied", mode="negated"))


def withdrawn() -> Desk:
    desk = Desk().report("2026-06-05", buys("Google", "SpaceX", money("0.92", per="month")), outlet="The ledger")
    desk.report("2026-06-20", buys("Google", "SpaceX", None, "ended"), outlet="The ledger")
    return desk.report("2026-07-02", buys("Google", "SpaceX", money("0.92", per="month")), outlet="The ledger")


def days_of_filing() -> Desk:
    def files(first: str, last: str, **more: object) -> Said:
        return {"type_": "ipo", "first": "OpenAI", "status": "completed", "time": period(first, last), **more}

    desk = Desk().report("2026-05-22", files("2026-05-20", "2026-05-20", attribution=voices("anonymous")))
    desk.report("2026-05-22", files("2026-05-22", "2026-05-22"))
    desk.report("2026-06-08", files("2026-06-07", "2026-06-07"))
    desk.report("2026-06-08", files("2026-06-08", "2026-06-08", attribution=voices("company:OpenAI")))
    return desk.report("2026-06-09", files("2026-06-09", "2026-06-09"))


def closed() -> Desk:
    desk = Desk().report("2026-02-27", invests("Amazon", "OpenAI", "50", "completed"))
    return desk.report(
        "2026-02-27", invests("Amazon", "OpenAI", money("35", basis="tranche"), "planned", conditional=True)
    )


def stale() -> Desk:
    def part(first: str, last: str) -> Said:
        return {
            "type_": "financial",
            "first": "CoreWeave",
            "metric": "revenue",
            "percent": share("67"),
            "time": period(first, last),
            "status": "completed",
        }

    desk = Desk().report("2026-03-03", part("2025-01-01", "2025-12-31"))
    return desk.report("2026-08-14", part("2026-04-01", "2026-06-30"))


SEEN = {
    "party amounts swapped": (swapped, ["swapped_amounts"]),
    "contract told as investment": (contract_as_investment, ["contract_or_investment"]),
    "obligation told as investment": (guarantee_as_investment, ["contract_or_investment"]),
    "two deals fused": (fused, ["fused_deals"]),
    "by and to": (extended, ["by_or_to"]),
    "expanded into": (expanded_into, ["by_or_to"]),
    "pre and post money, Anthropic": (before_and_after, ["pre_or_post_money"]),
    "pre and post money, OpenAI": (before_and_after_openai, ["pre_or_post_money"]),
    "pre and post money, one basis said": (before_and_after_series_h, ["pre_or_post_money"]),
    "part and whole": (part_and_whole, ["part_or_whole"] * 3),
    "conflicting size, Meta": (size_meta, ["size"]),
    "conflicting size, SpaceX": (size_spacex, ["size"]),
    "scope of denial": (denial, ["scope_of_denial"]),
    "absence read as denial": (withdrawn, ["withdrawn_and_restored"]),
    "event, report, confirmation": (days_of_filing, ["event_or_report"]),
    "closed and committed": (closed, ["closed_or_committed"]),
    "stale share": (stale, ["stale_figure"]),
}


@pytest.mark.parametrize("row", SEEN)
def test_typed_errors_seen_on_pages_are_named(row: str) -> None:
    make, kinds = SEEN[row]
    assert make().kinds() == kinds


def test_each_kind_is_seen() -> None:
    assert {kind for _, kinds in SEEN.values() for kind in kinds} == set(DIFFERENCE_KINDS)


@pytest.mark.parametrize("row", SEEN)
def test_each_side_rests_on_claims_and_passages(row: str) -> None:
    desk = SEEN[row][0]()
    claims = {c.id: c for c in desk.claims}
    for difference in desk.differences():
        assert len(difference.sides) >= 2
        assert len({side.reading for side in difference.sides}) == len(difference.sides)
        for side in difference.sides:
            assert [article for article, _ in side.spans] == [claims[c].article for c in side.claims]
            assert all(span in claims[c].evidence for c, (_, span) in zip(side.claims, side.spans, strict=True))


@pytest.mark.parametrize("row", SEEN)
def test_nobody_is_called_wrong(row: str) -> None:
    for difference in SEEN[row][0]().differences():
        words = set(re.findall(r"\w+", difference.explanation.casefold()))
        assert "differs" in words
        assert words.isdisjoint({"false", "wrong", "error", "mistake", "lie", "incorrect"})


def test_the_days_of_a_filing_stand_side_by_side() -> None:
    (difference,) = days_of_filing().differences()
    assert [side.reading[:10] for side in difference.sides] == [
        "2026-05-20",
        "2026-05-22",
        "2026-06-07",
        "2026-06-08",
        "2026-06-09",
    ]
    assert "confirmed" in difference.sides[3].reading


def test_a_fused_figure_shows_the_deal_it_belongs_to() -> None:
    (difference,) = fused().differences()
    assert set(difference.parties) == {"anthropic", "google", "spacex"}
    assert len(difference.sides) == 3


# --- twenty pairs that are both true ----------------------------------------------------------------------------------

TRANCHE = {"basis": "tranche"}


FIRST, LATER = "2026-03-01", "2026-03-03"


def two(one: Said, other: Said) -> Desk:
    return Desk().report(FIRST, one).report(LATER, other)


def acme(amount: object, status: str = "agreed", **more: object) -> Said:
    return invests("Acme", "Bolt", amount, status, **more)


def clean_amounts() -> dict[str, Desk]:
    return {
        "rounding": two(acme("11.9"), acme("12")),
        "rounding of a round figure": two(acme("97.4"), acme("100")),
        "about": two(acme("~10"), acme("9.5")),
        "up to and the figure": two(acme("<=10", "planned"), acme("10")),
        "at least and the figure": two(acme(">5"), acme("6.2")),
        "a range and a figure in it": two(acme("8-12", "talks"), acme("10", "talks")),
        "a tranche and the total": two(acme(money("15", **TRANCHE)), acme("50")),
        "talks, then the signature": two(acme("10", "talks"), acme("14")),
        "talks that move within weeks": Desk()
        .report("2026-01-01", acme("10", "talks"))
        .report("2026-01-28", acme("20", "talks")),
        "two currencies": two(acme("10"), acme(money("9.2", currency="EUR"))),
        "an extension, months later": Desk()
        .report("2025-11-03", buys("Acme", "Bolt", "38"))
        .report("2026-02-27", buys("Acme", "Bolt", "100")),
        "an extension and a total that says so": Desk()
        .report("2025-11-03", buys("Acme", "Bolt", "38"))
        .report("2026-02-27", buys("Acme", "Bolt", "100"))
        .report("2026-02-28", buys("Acme", "Bolt", money("138", basis="total"))),
        "before and after the new money, both said": Desk()
        .report(FIRST, worth("Bolt", money("350", basis="pre_money")), acme("30"))
        .report(LATER, worth("Bolt", money("380", basis="post_money"))),
        "values half a year apart": Desk()
        .report("2025-09-01", worth("Bolt", "350"), acme("30"))
        .report("2026-03-01", worth("Bolt", "380")),
        "a month and the whole term": two(buys("Acme", "Bolt", money("1.25", per="month")), buys("Acme", "Bolt", "45")),
        "counts with open ends": two(
            buys("Acme", "Bolt", quantity=Quantity(Decimal(220_000), None, "accelerator")),
            buys("Acme", "Bolt", quantity=count(325_000)),
        ),
        "one article tells part and whole": Desk()
        .report(FIRST, buys("Acme", "Bolt", quantity=count(325_000)), buys("Acme", "Bolt", quantity=count(220_000)))
        .report(LATER, buys("Acme", "Bolt", quantity=count(325_000))),
        "an investment and a contract of equal size, told together": Desk()
        .report(FIRST, acme("5"), buys("Acme", "Bolt", "5"))
        .report(LATER, acme("5")),
        "an investment and a contract back": two(acme("5"), buys("Bolt", "Acme", "5")),
        "two investors of equal size": Desk()
        .report(FIRST, invests("Acme", "Bolt", "30"), invests("Crane", "Bolt", "30"))
        .report(LATER, invests("Acme", "Bolt", "30")),
        "two rounds, the amounts the other way": Desk()
        .report("2025-01-10", invests("Acme", "Bolt", "10"), invests("Crane", "Bolt", "5"))
        .report("2025-06-10", invests("Acme", "Bolt", "5"), invests("Crane", "Bolt", "10")),
    }


def clean_stages() -> dict[str, Desk]:
    return {
        "a denial of talks, then a signature": Desk()
        .report(FIRST, acme(None, "denied", mode="negated"))
        .report("2026-03-20", acme("10")),
        "a bid that ended": Desk()
        .report(
            "2025-07-07", {"type_": "acquisition", "first": "Acme", "second": "Bolt", "amount": "9", "status": "agreed"}
        )
        .report("2025-10-30", {"type_": "acquisition", "first": "Acme", "second": "Bolt", "status": "ended"}),
        "signing and closing on their days": two(
            acme("10", time=period("2026-02-28", "2026-02-28")),
            acme("10", "completed", time=period("2026-03-03", "2026-03-03")),
        ),
        "one day in two time zones": two(
            acme("10", time=period("2026-03-01", "2026-03-01")), acme("10", time=period("2026-03-02", "2026-03-02"))
        ),
        "conditions FIRST, closing later": Desk()
        .report("2026-01-05", acme("10", conditional=True))
        .report("2026-03-03", acme("10", "completed")),
        "a figure of the year and one of the quarter": Desk()
        .report(FIRST, year_share("67", "2025-01-01", "2025-12-31"))
        .report("2026-08-14", year_share("61", "2026-04-01", "2026-06-30")),
        "a round share in two years": Desk()
        .report("2025-03-01", year_share("50", "2024-01-01", "2024-12-31"))
        .report(FIRST, year_share("50", "2025-01-01", "2025-12-31")),
    }


def year_share(value: str, first: str, last: str) -> Said:
    told = {"type_": "financial", "first": "Bolt", "metric": "revenue", "status": "completed"}
    return {**told, "percent": share(value), "time": period(first, last)}


CLEAN = clean_amounts() | clean_stages()


def test_there_are_twenty_clean_pairs() -> None:
    assert len(CLEAN) >= 20


@pytest.mark.parametrize("name", CLEAN)
def test_two_true_reports_raise_no_alarm(name: str) -> None:
    assert CLEAN[name].kinds() == []


# --- laws -------------------------------------------------------------------------------------------------------------

PARTIES = ("Acme", "Bolt", "Crane")
STAGES_TOLD = ("talks", "planned", "agreed", "completed", "ended")
FIGURES = ("5", "10", "11.9", "12", "38", "100", "138", "<=10", ">10", "~40", "45")


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Reports of a few parties with figures that are easily mistaken for each other."""
    desk = Desk()
    for _ in range(draw(st.integers(2, 9))):
        published = (DAY + timedelta(days=draw(st.integers(0, 40)))).isoformat()
        claims = []
        for _ in range(draw(st.integers(1, 2))):
            first, second = draw(st.permutations(PARTIES))[:2]
            make = draw(st.sampled_from((invests, buys)))
            more: dict[str, object] = {
                "status": draw(st.sampled_from(("talks", "planned", "agreed", "completed", "ended")))
            }
            if draw(st.booleans()):
                basis = draw(st.sampled_from((None, None, "total", "tranche")))
                more["amount"] = money(draw(st.sampled_from(FIGURES)), basis=basis)
            if draw(st.booleans()):
                more["quantity"] = count(draw(st.sampled_from((220_000, 325_000, 555_000))))
            more["conditional"] = draw(st.booleans())
            claims.append(make(first, second, **more))
        desk.report(published, *claims, outlet=f"Outlet {draw(st.integers(0, 2))}")
    return desk


def shape(differences: Iterable[Difference]) -> list[tuple[str, str, list[str]]]:
    return [(d.id, d.kind, sorted(side.reading for side in d.sides)) for d in differences]


@given(desks(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_claims_and_articles_changes_nothing(desk: Desk, random: object) -> None:
    claims, articles = list(desk.claims), list(desk.articles)
    random.shuffle(claims)  # type: ignore[attr-defined]
    random.shuffle(articles)  # type: ignore[attr-defined]
    assert differ(claims, articles) == desk.differences()


@given(desks(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_copy_of_an_article_adds_no_difference(desk: Desk, data: st.DataObject) -> None:
    before = shape(desk.differences())
    number = data.draw(st.integers(0, len(desk.articles) - 1))
    later = desk.articles[number].published + timedelta(days=data.draw(st.integers(0, 30)))  # type: ignore[operator]
    copy = article("a copy", later.isoformat(), "Copyist", near_key=desk.articles[number].near_key)
    copied = [
        replace(c, id=f"copy of {c.id}", article=copy.id, document=copy.document, published=copy.published)
        for c in desk.claims
        if c.article == desk.articles[number].id
    ]
    after = differ([*desk.claims, *copied], [*desk.articles, copy])
    assert shape(after) == before


@given(desks())
@settings(max_examples=80, deadline=None)
def test_two_articles_that_say_the_same_do_not_differ(desk: Desk) -> None:
    first = desk.articles[0]
    again = article("again", first.published.isoformat(), "Another outlet")  # type: ignore[union-attr]
    told_once = [c for c in desk.claims if c.article == first.id]
    if any(a.type == b.type and a.roles == b.roles for a in told_once for b in told_once if a is not b):
        told_once = told_once[:1]
    repeated = [replace(c, id=f"again {c.id}", article=again.id, document=again.document) for c in told_once]
    assert differ([*told_once, *repeated], [first, again]) == ()


@given(desks())
@settings(max_examples=60, deadline=None)
def test_sides_change_places_with_their_reports(desk: Desk) -> None:
    """Which report came first decides the order of the sides, and nothing else."""
    for difference in desk.differences():
        days = {c.id: (c.published or date.max, c.id) for c in desk.claims}
        firsts = [min(days[c] for c in side.claims)[0] for side in difference.sides]
        assert firsts == sorted(firsts)


@given(st.sampled_from(FIGURES), st.sampled_from(FIGURES), st.integers(0, 20))
@settings(max_examples=60, deadline=None)
def test_it_does_not_matter_which_outlet_says_what(one: str, other: str, apart: int) -> None:
    later = (DAY + timedelta(days=apart)).isoformat()
    both = [
        Desk().report(DAY.isoformat(), buys("Acme", "Bolt", a)).report(later, buys("Acme", "Bolt", b))
        for a, b in ((one, other), (other, one))
    ]
    assert shape(both[0].differences()) == shape(both[1].differences())


def test_claims_with_one_id_count_once() -> None:
    desk = size_spacex()
    desk.claims *= 3
    assert desk.differences() == size_spacex().differences()


def test_without_articles_and_deals_the_claims_alone_are_compared() -> None:
    desk = size_spacex()
    assert [d.kind for d in find_differences(desk.claims, (), {})] == ["size"]


def test_undated_reports_are_not_compared() -> None:
    assert Desk().report(None, buys("Acme", "Bolt", "40")).report(None, buys("Acme", "Bolt", "45")).kinds() == []


def test_an_article_that_quotes_two_figures_reports_a_difference_itself() -> None:
    said = [buys("Acme", "Bolt", a, attribution=voices(f"outlet:{who}")) for a, who in (("60", "One"), ("100", "Two"))]
    assert Desk().report("2026-03-01", *said).kinds() == ["size"]


def test_many_reports_of_one_pair_are_compared_a_few_at_a_time() -> None:
    """Three hundred different figures of one pair: the work stays bounded, and something is still found."""
    desk = Desk()
    for number in range(300):
        desk.report("2026-03-01", buys("Acme", "Bolt", str(10 + number)))
    (difference,) = [d for d in desk.differences() if d.kind == "size"]
    assert 2 <= len(difference.sides) <= 32


def test_a_ceiling_and_a_floor_at_one_figure_differ() -> None:
    desk = Desk().report("2025-12-17", invests("Acme", "Bolt", "<=10", "talks"))
    assert desk.report("2025-12-17", invests("Acme", "Bolt", ">10", "talks")).kinds() == ["size"]


def test_an_article_that_writes_both_figures_in_one_claim_knows_of_both() -> None:
    """Claims put together from several sentences have one figure; the passages still show the other."""
    desk = Desk().report("2026-03-01", buys("Acme", "Bolt", "4.6")).report("2026-03-02", buys("Acme", "Bolt", "8"))
    assert desk.kinds() == ["size"]
    beside = Span(0, 20, "orders of 8 and 4.6 billion", "amount")
    desk.claims[0] = replace(desk.claims[0], evidence=(*desk.claims[0].evidence, beside))
    assert desk.kinds() == []


def test_a_misspelt_party_lends_no_figure() -> None:
    desk = fused()
    assert desk.kinds() == ["fused_deals"]
    desk = (
        Desk().report("2026-05-05", buys("Acme", "Spacexx", "200")).report("2026-05-20", buys("Acme", "Spacex", "45"))
    )
    assert "fused_deals" not in desk.report("2026-05-24", buys("Acme", "Spacex", "200")).kinds()


def test_a_text_that_names_the_older_year_speaks_of_it() -> None:
    desk = stale()
    text = "In 2025 it was 67% of revenue."
    told = Percent(Decimal(67), Decimal(67), text="67%", start=15, end=18)
    desk.articles[1] = replace(desk.articles[1], text=text)
    desk.claims[1] = replace(desk.claims[1], percent=told)
    assert desk.kinds() == []


def test_a_count_far_off_scale_was_misread() -> None:
    desk = Desk().report("2026-03-01", buys("Acme", "Bolt", quantity=count(2)))
    assert desk.report("2026-03-01", buys("Acme", "Bolt", quantity=count(200))).kinds() == []


def test_facts_of_one_party_have_no_size() -> None:
    lost = {"type_": "financial", "first": "Acme", "metric": "loss", "status": "completed"}
    desk = Desk().report("2026-03-01", {**lost, "amount": "5.9"}).report("2026-03-02", {**lost, "amount": "10.2"})
    assert desk.kinds() == []


def test_figures_within_a_tenth_name_one_figure() -> None:
    assert alike(Decimal(10), Decimal(11))
    assert not alike(Decimal(10), Decimal(12))
    assert not alike(None, Decimal(12))


# --- words of scope ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", pack_codes())
def test_each_pack_says_what_a_figure_counts(code: str) -> None:
    scopes = load(code).scopes
    assert set(scopes) == set(SCOPES)
    assert all(set(scopes[scope]) == {"before", "after"} and all(scopes[scope].values()) for scope in SCOPES)
    spelled = [word for scope in SCOPES for words in scopes[scope].values() for word in words]
    assert [word for word in spelled if word != word.lower().strip()] == []


@pytest.mark.parametrize(
    ("code", "text", "figure", "scope"),
    [
        ("en", "It signed for a further 100 billion dollars.", "100 billion dollars", {"addition"}),
        ("en", "It pays 100 billion dollars on top of 38 billion.", "100 billion dollars", {"addition"}),
        ("en", "It pays 100 billion dollars on top of 38 billion.", "38 billion", set()),
        ("en", "It rents 220,000 in the first phase and 325,000 in total.", "220,000", {"part"}),
        ("en", "It rents 220,000 in the first phase and 325,000 in total.", "325,000", {"whole"}),
        ("en", "Worth 350 billion pre-money and 380 billion post-money.", "350 billion", {"pre_money"}),
        ("en", "Worth 350 billion pre-money and 380 billion post-money.", "380 billion", {"post_money"}),
        ("en", "In total. It pays 38 billion.", "38 billion", set()),
        ("it", "Ha firmato per ulteriori 100 miliardi.", "100 miliardi", {"addition"}),
        ("ru", "Договоры в общей сложности на 22,4 млрд.", "22,4 млрд", {"whole"}),
        ("de", "Der Vertrag umfasst insgesamt 138 Milliarden.", "138 Milliarden", {"whole"}),
        ("de", "Der Vertrag umfasst 138, einschließlich 38 Milliarden.", "38 Milliarden", {"part"}),
        ("fr", "Le contrat porte sur 138 milliards au total.", "138 milliards", {"whole"}),
        ("es", "Alquila 220.000 en la primera fase.", "220.000", {"part"}),
        ("xx", "It signed for a further 100 billion dollars.", "100 billion dollars", set()),
    ],
)
def test_scope_is_read_next_to_the_figure(code: str, text: str, figure: str, scope: set[str]) -> None:
    start = text.index(figure)
    said = Quantity(Decimal(1), Decimal(1), "thing", text=figure, start=start, end=start + len(figure))
    assert scope_of(said, Article("a", "a", text, language=code)) == scope


def test_a_basis_of_the_amount_is_its_scope() -> None:
    assert scope_of(money("15", basis="tranche"), None) == {"part"}
    assert scope_of(money("15"), None) == frozenset()
