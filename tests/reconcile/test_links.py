"""How deals stand to each other, and totals that count nothing twice (docs/deals.md, Overlaps)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from claims_told import article, settle_all, tell
from hypothesis import given
from hypothesis import strategies as st
from sums_told import tell_sum, written

from anello.lang import pack_codes
from anello.model import LINK_KINDS, Deal, Link, Period
from anello.reconcile import Ledger, reconcile
from anello.reconcile.amounts import Interval
from anello.reconcile.totals import effective_links, find_total

D = Decimal

SAID = [
    ("en", "Alpha signed a $300 billion contract as part of a $500 billion programme.", "part_of", 0),
    ("en", "The programme of $500 billion includes a contract for $300 billion.", "part_of", 1),
    ("en", "The $300 billion order comes on top of the $500 billion one.", "apart", None),
    ("en", "The $300 billion contract replaces a letter for $500 billion.", "supersedes", 0),
    ("en", "The $500 billion letter was replaced by a contract for $300 billion.", "supersedes", 1),
    ("it", "Un contratto da 300 miliardi di dollari nell'ambito di un programma da 500 miliardi.", "part_of", 0),
    ("it", "Il programma da 500 miliardi di dollari comprende un contratto da 300 miliardi.", "part_of", 1),
    ("it", "L'ordine da 300 miliardi di dollari si aggiunge a quello da 500 miliardi.", "apart", None),
    ("it", "Il contratto da 300 miliardi di dollari sostituisce la lettera da 500 miliardi.", "supersedes", 0),
    ("it", "La lettera da 500 miliardi è stata sostituita da un contratto da 300 miliardi.", "supersedes", 1),
    ("es", "Un contrato de 300 mil millones como parte de un programa de 500 mil millones.", "part_of", 0),
    ("es", "El programa de 500 mil millones incluye un contrato de 300 mil millones.", "part_of", 1),
    ("es", "El pedido de 300 mil millones se suma a otro de 500 mil millones.", "apart", None),
    ("es", "El contrato de 300 mil millones sustituye a la carta de 500 mil millones.", "supersedes", 0),
    ("es", "La carta de 500 mil millones fue sustituida por un contrato de 300 mil millones.", "supersedes", 1),
    ("de", "Ein Vertrag über 300 Milliarden im Rahmen eines Programms von 500 Milliarden.", "part_of", 0),
    ("de", "Das Programm von 500 Milliarden umfasst einen Vertrag über 300 Milliarden.", "part_of", 1),
    ("de", "Der Auftrag über 300 Milliarden kommt zu dem über 500 Milliarden hinzu.", "apart", None),
    ("de", "Der Vertrag über 300 Milliarden ersetzt die Absicht über 500 Milliarden.", "supersedes", 0),
    ("de", "Die Absicht über 500 Milliarden wurde ersetzt durch 300 Milliarden fest.", "supersedes", 1),
    ("fr", "Un contrat de 300 milliards dans le cadre d'un programme de 500 milliards.", "part_of", 0),
    ("fr", "Le programme de 500 milliards comprend un contrat de 300 milliards.", "part_of", 1),
    ("fr", "La commande de 300 milliards s'ajoute à celle de 500 milliards.", "apart", None),
    ("fr", "Le contrat de 300 milliards remplace la lettre de 500 milliards.", "supersedes", 0),
    ("fr", "La lettre de 500 milliards a été remplacée par un contrat de 300 milliards.", "supersedes", 1),
    ("ru", "Контракт на 300 млрд долларов в рамках программы на 500 млрд.", "part_of", 0),
    ("ru", "Программа на 500 млрд долларов включает контракт на 300 млрд.", "part_of", 1),
    ("ru", "Заказ на 300 млрд долларов заключён в дополнение к заказу на 500 млрд.", "apart", None),
    ("ru", "Контракт на 300 млрд долларов заменяет соглашение на 500 млрд.", "supersedes", 0),
    ("ru", "Соглашение на 500 млрд долларов заменено контрактом на 300 млрд.", "supersedes", 1),
]


def both(text: str, language: str = "en", other: tuple[str, str] = ("Gamma", "Delta")) -> Ledger:
    art = written(text, language)
    three = next(s for s in ("$300", "300") if s in text)
    five = next(s for s in ("$500", "500") if s in text)
    said = [
        tell_sum(art, ("Alpha", "Beta"), three, 300, "supply", status="agreed"),
        tell_sum(art, other, five, 500, "supply", status="planned"),
    ]
    return settle_all(said, [art])


def figure(deal: Deal) -> Decimal:
    assert deal.amounts[0].high is not None
    return deal.amounts[0].high / 10**9


@pytest.mark.parametrize(("language", "text", "kind", "turned"), SAID, ids=lambda value: str(value)[:30])
def test_a_word_between_two_sums_links_their_deals(language: str, text: str, kind: str, turned: int | None) -> None:
    ledger = both(text, language)
    (link,) = ledger.links
    assert (link.kind, link.by) == (kind, "text")
    assert link.cue.casefold() in text.casefold()
    assert link.cue
    if turned is not None:
        by_id = {d.id: d for d in ledger.deals}
        assert (figure(by_id[link.deal]), figure(by_id[link.other])) == (300, 500)


def test_every_pack_and_kind_is_shown() -> None:
    shown = {(language, kind) for language, _, kind, _ in SAID}
    assert shown == {(code, kind) for code in pack_codes() for kind in LINK_KINDS if kind != "overlaps"}


@pytest.mark.parametrize(
    "text",
    [
        "Alpha signed for $300 billion. It is part of a group that owes $500 billion.",
        "Alpha signed for $300 billion, and Gamma for $500 billion.",
        "Alpha signed for $300 billion; partners of $500 billion funds were glad.",
    ],
)
def test_without_a_word_in_the_sentence_there_is_no_link(text: str) -> None:
    assert both(text).links == ()


def test_money_and_its_return_are_never_part_of_each_other() -> None:
    text = "Alpha signed a $300 billion contract as part of a $500 billion programme."
    assert both(text, other=("Beta", "Alpha")).links == ()


def test_a_deal_that_is_called_part_of_a_project_by_name_is_linked_to_it() -> None:
    first = written("Stargate is a programme of $500 billion.", name="a", day="2025-01-21")
    later = written("Alpha signed a $300 billion contract as part of Stargate.", name="b", day="2025-09-10")
    said = [
        tell_sum(first, ("Stargate", "Beta"), "$500 billion", 500, "project", status="planned"),
        tell_sum(later, ("Alpha", "Beta"), "$300 billion", 300, "supply"),
    ]
    ledger = settle_all(said, [first, later])
    by_id = {d.id: d for d in ledger.deals}
    (link,) = ledger.links
    assert (by_id[link.deal].type, link.kind, by_id[link.other].type) == ("supply", "part_of", "project")
    total = find_total({d.id: Interval(d.amounts[0].low, d.amounts[0].high) for d in ledger.deals}, ledger.links)
    assert (total.low, total.high) == (500 * 10**9, 800 * 10**9)


def test_what_is_replaced_by_a_contract_ends_and_points_to_it() -> None:
    ledger = both("The $300 billion contract replaces a letter for $500 billion.")
    old = next(d for d in ledger.deals if figure(d) == 500)
    new = next(d for d in ledger.deals if figure(d) == 300)
    assert (old.status, old.bindingness, new.status) == ("ended", "none", "agreed")
    assert old.ending is not None
    assert (old.ending.kind, old.ending.by) == ("superseded", new.id)
    assert old.history[-1].status == "ended"


def test_one_sum_told_as_two_kinds_of_deal_is_a_question() -> None:
    arts = [article("a", "2026-01-01"), article("b", "2026-02-01"), article("c", "2026-09-01")]
    said = [
        tell(arts[0], "Alpha", "Beta", "investment", amount="5", status="agreed"),
        tell(arts[1], "Alpha", "Beta", "acquisition", amount="5", status="agreed"),
    ]
    assert [(k.kind, k.by) for k in settle_all(said, arts).links] == [("overlaps", "figure")]
    late = [said[0], tell(arts[2], "Alpha", "Beta", "acquisition", amount="5", status="agreed")]
    other = [said[0], tell(arts[1], "Alpha", "Beta", "acquisition", amount="9", status="agreed")]
    back = [said[0], tell(arts[1], "Beta", "Alpha", "loan", amount="5", status="agreed")]
    assert all(settle_all(told, arts).links == () for told in (late, other, back))
    half = [said[0], tell(arts[1], (), "Beta", "investment", amount="5", status="agreed")]
    assert [k.kind for k in settle_all(half, arts).links] == ["overlaps"]


def test_a_round_without_investors_may_hold_what_they_put_in() -> None:
    arts = [article(name, day) for name, day in (("a", "2026-02-27"), ("b", "2026-03-31"), ("c", "2026-12-01"))]
    parts = [
        tell(arts[0], who, "Beta", amount=sum_, status="agreed") for who, sum_ in (("Alpha", "50"), ("Gamma", "30"))
    ]
    whole = tell(arts[1], (), "Beta", amount="122", status="completed")
    ledger = settle_all([*parts, whole], arts)
    assert {(k.kind, k.by, k.cue) for k in ledger.links} == {
        ("overlaps", "figure", "a round told without its investors")
    }
    priced_ = {d.id: Interval(figure(d), figure(d)) for d in ledger.deals}
    assert (find_total(priced_, ledger.links).low, find_total(priced_, ledger.links).high) == (122, 202)
    late = tell(arts[2], (), "Beta", amount="122", status="completed")
    small = tell(arts[1], (), "Beta", amount="20", status="completed")
    assert all(settle_all([*parts, other], arts).links == () for other in (late, small))


def test_a_running_total_may_hold_the_payments_of_its_time() -> None:
    arts = [article("a", "2023-01-23"), article("b", "2026-06-15")]
    paid = tell(arts[0], "Alpha", "Beta", amount="10", status="completed", time=Period(date(2023, 1, 1), None))
    so_far = tell(arts[1], "Alpha", "Beta", amount=">=13", status="completed", time=Period(date(2019, 1, 1), None))
    ledger = settle_all([paid, so_far], arts)
    assert [(k.kind, k.by, k.cue) for k in ledger.links] == [("overlaps", "figure", "a running total")]
    before = tell(
        arts[0], "Alpha", "Beta", amount="10", status="completed", time=Period(date(2018, 1, 1), date(2018, 9, 1))
    )
    assert settle_all([before, so_far], arts).links == ()


def test_what_a_user_says_outranks_the_text_and_finds_its_deals_again() -> None:
    text = "Alpha signed a $300 billion contract as part of a $500 billion programme."
    art = written(text)
    said = [
        tell_sum(art, ("Alpha", "Beta"), "$300 billion", 300, "supply"),
        tell_sum(art, ("Gamma", "Delta"), "$500 billion", 500, "supply"),
    ]
    party_of = {m.id: m.id for c in said for ms in c.roles.values() for m in ms}
    apart = Link("gone", "apart", "gone too", "user", said[0].id, "", said[1].id)
    ledger = reconcile(said, party_of, {art.id: art}, (), [apart])
    assert {k.by for k in ledger.links} == {"user", "text"}
    assert [k.kind for k in effective_links(ledger.links)] == ["apart"]
    assert {k.deal for k in ledger.links} <= {d.id for d in ledger.deals}
    lost = replace(apart, claim="no such claim")
    assert {k.by for k in reconcile(said, party_of, {art.id: art}, (), [lost]).links} == {"text"}


def test_texts_that_say_two_things_leave_a_question() -> None:
    links = [Link("a", "part_of", "b"), Link("a", "apart", "b"), Link("c", "apart", "d")]
    assert [k.kind for k in effective_links(links)] == ["overlaps", "apart"]


# --- totals -----------------------------------------------------------------------------------------------------------


def priced(**figures: int) -> dict[str, Interval | None]:
    return {name: Interval(D(value), D(value)) for name, value in figures.items()}


def bounds(figures: dict[str, Interval | None], *links: Link) -> tuple[object, object]:
    total = find_total(figures, links)
    return total.low, total.high


def test_an_unknown_overlap_is_never_added_up() -> None:
    both = priced(oracle=300, stargate=500)
    for kind in ("part_of", "overlaps", "supersedes"):
        assert bounds(both, Link("oracle", kind, "stargate")) == (500, 800)
    assert bounds(both, Link("oracle", "apart", "stargate")) == (800, 800)
    assert bounds(both) == (800, 800)


def test_a_user_may_say_that_one_is_within_the_other() -> None:
    both = priced(part=300, whole=500)
    assert bounds(both, Link("part", "part_of", "whole", "user")) == (500, 500)
    assert bounds(both, Link("part", "supersedes", "whole", "user")) == (300, 300)
    # What is larger than the whole cannot be within it.
    assert bounds(both, Link("whole", "part_of", "part", "user")) == (500, 800)
    assert bounds(priced(a=5, b=5), Link("a", "supersedes", "b", "user"), Link("b", "apart", "c", "user")) == (5, 5)


def test_two_parts_of_one_whole_are_apart_from_each_other() -> None:
    links = [Link("a", "part_of", "whole"), Link("b", "part_of", "whole")]
    assert bounds(priced(a=300, b=300, whole=500), *links) == (600, 1100)
    assert bounds(priced(a=100, b=300, whole=500), *links) == (500, 900)


def test_a_circle_of_words_puts_nothing_away() -> None:
    links = [Link("a", "part_of", "b", "user"), Link("b", "part_of", "c", "user"), Link("c", "part_of", "a", "user")]
    assert bounds(priced(a=5, b=5, c=5), *links) == (5, 15)


def test_deals_without_an_amount_are_named_and_not_guessed() -> None:
    total = find_total({**priced(a=5), "b": None, "c": Interval(D(1), None)}, ())
    assert (total.low, total.high, total.unpriced) == (6, None, ("b",))


amounts = st.integers(0, 1000)


@given(
    st.lists(amounts, min_size=1, max_size=8),
    st.lists(
        st.tuples(st.integers(0, 7), st.sampled_from(LINK_KINDS), st.integers(0, 7), st.sampled_from(("text", "user"))),
        max_size=12,
    ),
)
def test_a_total_lies_between_the_largest_and_the_sum(
    values: list[int], drawn: list[tuple[int, str, int, str]]
) -> None:
    figures = priced(**{f"d{n}": value for n, value in enumerate(values)})
    links = [Link(f"d{a}", kind, f"d{b}", by) for a, kind, b, by in drawn if a != b]
    total = find_total(figures, links)
    kept = [v.low for d, v in figures.items() if v is not None and v.low is not None and d not in total.inside]
    assert total.high is not None
    assert max(kept) <= total.low <= total.high <= sum(values)
    assert total == find_total(figures, reversed(links))
    assert find_total(figures, ()).low == sum(values)
