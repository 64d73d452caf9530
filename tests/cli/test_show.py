"""The show room: words, views, sentences, look-ups."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from cli_studies import TEN, made_view
from hypothesis import given
from hypothesis import strategies as st

from anello.errors import NotFound, SettingsError
from anello.model import STATUSES, Article, Claim, Flow, Mention, Money, Span
from anello.show import claim_view, deal_view, flow_view, party_view, passages_of, ring_view, stands
from anello.show.evidence import REACH, sentence_around
from anello.show.opened import opened_view
from anello.show.rows import COLUMNS, claim_row, rows_of
from anello.show.words import (
    clean,
    count_words,
    interval_words,
    money_words,
    number_words,
    share_words,
    sum_words,
    window_words,
)
from anello.tables import to_json

BILLION = Decimal(10) ** 9


@pytest.mark.parametrize(
    ("low", "high", "currency", "words"),
    [
        (None, 10 * BILLION, "USD", "up to $10bn"),
        (38 * BILLION, 38 * BILLION, "USD", "$38bn"),
        (Decimal("1.2") * BILLION, Decimal("1.5") * BILLION, "EUR", "€1.2bn–1.5bn"),
        (500 * BILLION, None, "USD", "> $500bn"),
        (None, None, "USD", "amount not stated"),
        (Decimal("0.5"), Decimal("0.5"), "GBP", "£0.5"),
        (Decimal(999_999), Decimal(999_999), "CHF", "CHF 1m"),
        (Decimal("1250000000"), Decimal("1250000000"), None, "1.25bn"),
        (1000 * BILLION, 1000 * BILLION, "USD", "$1tn"),
        (Decimal(0), Decimal(0), "USD", "$0"),
    ],
)
def test_amounts_in_words(low: Decimal | None, high: Decimal | None, currency: str | None, words: str) -> None:
    assert sum_words(low, high, currency) == words


def test_amounts_keep_hedge_period_and_basis() -> None:
    money = Money(BILLION, BILLION, "USD", approximate=True, per="year", basis="post_money")
    assert money_words(money) == "about $1bn a year (post-money)"


@given(st.decimals(min_value=1, max_value=10**15, places=2))
def test_numbers_in_words_are_within_half_a_unit_of_the_fourth_digit(value: Decimal) -> None:
    words = number_words(value)
    scale = {"tn": 10**12, "bn": 10**9, "m": 10**6, "k": 10**3}
    letters = next((s for s in scale if words.endswith(s)), "")
    back = Decimal(words.removesuffix(letters)) * scale.get(letters, 1)
    assert abs(back - value) <= value * Decimal("0.0006")


@given(low=st.none() | st.integers(0, 10**13), high=st.none() | st.integers(0, 10**13))
def test_a_bound_is_never_invented(low: int | None, high: int | None) -> None:
    words = interval_words(None if low is None else Decimal(low), None if high is None else Decimal(high))
    assert ("up to" in words) == (low is None and high is not None)
    assert (">" in words) == (high is None and low is not None)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "undated"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2025, 1, 1), date(2027, 12, 31), "2025–2027"),
        (date(2025, 3, 1), date(2025, 3, 1), "2025-03-01"),
        (date(2025, 3, 1), date(2025, 12, 31), "2025-03-01 – 2025-12-31"),
        (None, date(2025, 3, 1), "until 2025-03-01"),
    ],
)
def test_windows_in_words(first: date | None, last: date | None, words: str) -> None:
    assert window_words(first, last) == words


def test_a_share_of_nothing_is_undefined() -> None:
    zero = Decimal(0)
    flow = Flow(zero, zero, zero, zero, None, None, "USD", None, None, None)
    assert "undefined" in share_words(flow)


def test_counts_in_words() -> None:
    assert [count_words(n, "party", "parties") for n in (0, 1, 2000)] == ["0 parties", "1 party", "2,000 parties"]


@given(st.text())
def test_clean_text_is_one_line_without_control(text: str) -> None:
    cleaned = clean(text)
    assert all(c.isprintable() for c in cleaned)
    assert clean(cleaned) == cleaned


# --- views ------------------------------------------------------------------------------------------------------------


def test_a_claim_view_is_the_claim_format() -> None:
    mention = Mention("Amazon", "amazon", "AWS", 0, 3)
    money = Money(Decimal("1E+10"), Decimal("1E+10"), "USD", True, text="circa 10 miliardi")
    evidence = (Span(0, 3, "AWS"),)
    claim = Claim(
        "c", "a", "a.txt", "project", {"participant": (mention,)}, "talks", "hedged", evidence, "x/1", amount=money
    )
    told = json.loads(to_json(claim_view(claim)))
    assert told["roles"] == {"participant": [{"name": "Amazon", "id": "amazon", "text": "AWS", "start": 0, "end": 3}]}
    assert told["amount"] == {
        "low": 10_000_000_000,
        "high": 10_000_000_000,
        "currency": "USD",
        "approximate": True,
        "per": None,
        "basis": None,
        "text": "circa 10 miliardi",
    }
    assert b"E+" not in to_json(claim_view(claim))
    assert told["evidence"] == [{"start": 0, "end": 3, "text": "AWS", "part": "claim"}]


def test_single_roles_are_objects_and_joint_ones_lists() -> None:
    view = made_view()
    claim = view.claims[0]
    joint = Claim(
        **{f: getattr(claim, f) for f in Claim.__slots__} | {"roles": {"investor": claim.roles["investor"] * 2}}
    )
    assert isinstance(claim_view(claim)["roles"]["investor"], dict)
    assert len(claim_view(joint)["roles"]["investor"]) == 2


def test_every_circular_figure_carries_window_floor_layer_and_tie() -> None:
    view = made_view()
    ring = ring_view(view.rings[0], view.leg_views, view.names, view.floor)
    flow = flow_view(view.flow, view.leg_views)
    for told in (ring, flow):
        assert {"window", "floor", "layer", "tie"} <= told.keys()
    assert [leg["id"] for leg in ring["legs"]] == ["l0", "l1"]


def test_views_are_json() -> None:
    view = made_view()
    told = [deal_view(view.deals[0], view.names), party_view(view.parties[0], view.deals)]
    told += [opened_view(record, view) for record in (view.claims[0], view.deals[0], view.rings[0], view.parties[0])]
    assert all(json.loads(to_json(one)) for one in told)
    assert [len(one["sentences"]) for one in told[2:]] == [1, 1, 2, 2]


def test_rows_have_their_columns_and_no_formula() -> None:
    view = made_view(name='=HYPERLINK("x")')
    for kind in ("articles", "claims", "citations", "parties", "deals", "legs", "rings", "origins", "conflicts"):
        for row in rows_of(kind, view):
            assert tuple(row) == COLUMNS[kind]
    assert next(iter(rows_of("deals", view)))["payer"] == '\'=HYPERLINK("x")'
    assert claim_row(view.claims[0])["amount_low"] == str(TEN)


# --- sentences --------------------------------------------------------------------------------------------------------


def test_evidence_stands_in_its_sentence() -> None:
    text = "A title\n\nNothing here. Acme Corp. bought U.S. firm Bolt Inc. for $1.5 billion on Monday. The end."
    start = text.index("bought")
    claim = made_claim(Span(start, start + 6, "bought"))
    (passage,) = passages_of(claim, Article("a", "a", text))
    assert passage.text == "Acme Corp. bought U.S. firm Bolt Inc. for $1.5 billion on Monday."
    assert [passage.text[s:e] for s, e, _ in passage.marks] == ["bought"]


def test_two_marks_in_one_sentence_are_one_passage() -> None:
    text = "First. Acme paid ten to Bolt. Last one."
    spans = [Span(text.index(w), text.index(w) + len(w), w, part) for w, part in (("Acme", "claim"), ("ten", "amount"))]
    (passage,) = passages_of(made_claim(*spans), Article("a", "a", text))
    assert [passage.text[s:e] for s, e, _ in passage.marks] == ["Acme", "ten"]


def made_claim(*spans: Span) -> Claim:
    return Claim("c", "a", "a", "loan", {}, "agreed", "asserted", spans, "x/1")


@given(st.text(alphabet="ab .!\n", min_size=1, max_size=900), st.data())
def test_a_sentence_holds_its_span_and_stays_near_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left, right = sentence_around(text, start, end)
    assert max(0, start - REACH) <= left <= start
    assert end <= right <= min(len(text), end + REACH)


# --- look-ups ---------------------------------------------------------------------------------------------------------


def test_records_are_found_by_id_beginning_and_name() -> None:
    view = made_view()
    assert view.find_record("d0") is view.deals[0]
    assert view.find_record("bolt INC") is view.parties[1]
    assert view.find_record("ac") is view.parties[0]
    assert view.find_party("bo") is view.parties[1]


@pytest.mark.parametrize("key", ["", " ", "d", "nobody"])
def test_what_fits_nothing_is_not_found(key: str) -> None:
    with pytest.raises(NotFound):
        made_view().find_record(key)


def test_what_fits_twice_asks_for_more() -> None:
    view = made_view(name="Bolt")
    with pytest.raises(SettingsError, match="fits 2"):
        view.find_party("BOLT")


@pytest.mark.parametrize("floor", STATUSES)
def test_a_floor_keeps_itself_and_what_is_firmer(floor: str) -> None:
    assert [s for s in STATUSES if stands(s, floor)] == list(STATUSES[STATUSES.index(floor) :])


def test_an_unknown_floor_is_refused() -> None:
    with pytest.raises(SettingsError, match="talks"):
        stands("agreed", "nearly")
