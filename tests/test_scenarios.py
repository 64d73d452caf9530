"""Scenario files and balance sheets: what is understood, and how what is not is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.errors import SettingsError
from anello.model import Bound, Scenario, Unable
from anello.scenarios import load_scenario, names, text_of, worked
from anello.scenarios.figures import read_bounds
from anello.scenarios.reading import read_scenario
from anello.scenarios.sheets import COLUMNS, form_of, read_sheets

D = Decimal
HEAD = 'title = "What if"\nyear = 2027\n'
FALL = '[[fall]]\nparty = "A"\nby = 0.5\n'
UNABLE = '[[unable]]\nparty = "A"\n'


def test_the_worked_scenarios_are_read_and_named() -> None:
    assert names() == ["backstop-called", "ipo-succeeds", "openai-misses", "tranches-stop", "valuations-halve"]
    for scenario in worked():
        assert scenario.title
        assert scenario.story
        assert read_scenario(text_of(scenario.name), scenario.name) == scenario
    assert len(load_scenario("openai-misses").alphas) == 3


def test_a_file_goes_before_nothing_and_a_path_is_named_by_its_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(HEAD + FALL, encoding="utf-8")
    assert load_scenario(str(mine)).name == "mine"
    with pytest.raises(SettingsError, match=r"no scenario 'nowhere'.*openai-misses"):
        load_scenario("nowhere")
    mine.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_scenario(str(mine))


def test_the_parts_of_a_scenario() -> None:
    text = (
        'title = "T"\nyears = [2028, 2027]\ncurrency = "eur"\nalpha = [1, 0.5]\nlimited_recourse = ["V"]\n'
        + UNABLE
        + 'amount = "20bn..60bn"\nto = "B"\n'
        + '[[call]]\nguarantor = "G"\nbeneficiary = "B"\n'
        + '[[ipo]]\nparty = "A"\nvalue = "1tn"\n'
    )
    found = read_scenario(text, "t")
    assert (found.years, found.currency, found.apart) == ((2027, 2028), "EUR", ("V",))
    assert (found.alphas, found.betas) == ((1.0, 0.5), (1.0, 0.5))
    assert found.unable == (Unable("A", None, Bound(D(20) * 10**9, D(60) * 10**9), ("B",)),)
    assert (found.calls[0].amount, found.offerings[0].raises) == (None, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "no TOML.*--list"),
        ("year = 2027\n" + FALL, "title is missing"),
        ('title = "T"\n' + FALL, "year = 2027"),
        ('title = "T"\nyear = "2027"\n' + FALL, "year = 2027"),
        ('title = "T"\nyears = [2027, 2029]\n' + FALL, "follow one another"),
        ('title = "T"\nyear = 2027\nyears = [2027]\n' + FALL, "year = 2027"),
        (HEAD, "nothing happens"),
        (HEAD + 'storey = "x"\n' + FALL, "did you mean 'story'"),
        (HEAD + "[fall]\nparty = 'A'\n", r"write \[\[fall\]\]"),
        (HEAD + '[[fall]]\nparty = "A"\nby = 1.5\n', "at most 1"),
        (HEAD + '[[fall]]\nparty = "A"\n', "by is missing"),
        (HEAD + "[[fall]]\nby = 0.5\n", "party is missing"),
        (HEAD + UNABLE, "how much is not paid"),
        (HEAD + UNABLE + 'share = 1\namount = "5bn"\n', "how much is not paid"),
        (HEAD + UNABLE + 'share = "half"\n', "no figure"),
        (HEAD + UNABLE + 'amount = "9bn..5bn"\n', "smaller figure comes first"),
        (HEAD + UNABLE + "share = 1\nto = [1]\n", "list names"),
        (HEAD + '[[stop]]\nkinds = ["equity"]\n', "whose payments"),
        (HEAD + '[[stop]]\npayer = "A"\nkinds = ["warrant"]\n', "no kind 'warrant'"),
        (
            HEAD + '[[term]]\npayer = "A"\npayee = "B"\nfirst = "2027-01-01"\nlast = 2028-01-01\n' + FALL,
            "without quotes",
        ),
        (HEAD + '[[term]]\npayer = "A"\npayee = "B"\nfirst = 2028-01-01\nlast = 2027-01-01\n' + FALL, "swap the days"),
        (HEAD + 'currency = "dollar"\n' + FALL, "no code"),
        (HEAD + '[[ipo]]\nparty = "A"\nvalue = 0\n', "more than 0"),
        (HEAD + "alpha = 2\n" + FALL, "between 0 and 1"),
        (HEAD + "alpha = [1, 0.5]\nbeta = [1]\n" + FALL, "same length"),
        (HEAD + '[[fall]]\nparty = "A"\nby = 0.5\nvalue = 3\n', "nothing is called 'value'"),
    ],
)
def test_a_refusal_names_the_place_and_says_what_to_write(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        read_scenario(text, "mine")
    assert str(caught.value).startswith("mine")


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        (5, "5", "5"),
        (0.5, "0.5", "0.5"),
        ("25bn", "25e9", "25e9"),
        ("20bn..30bn", "20e9", "30e9"),
        ("20 bn .. 1.5tn", "20e9", "1.5e12"),
        ("5m..", "5e6", None),
        ("..5k", None, "5e3"),
        ("1_000_000", "1e6", "1e6"),
        ("2e9", "2e9", "2e9"),
        ("40%", "0.4", "0.4"),
    ],
)
def test_figures_as_people_write_them(written: object, low: str | None, high: str | None) -> None:
    assert read_bounds(written, "x") == Bound(low and D(low), high and D(high))


@pytest.mark.parametrize(
    "written", ["", "..", "a", "1,5", "-3", "1..2..3", True, None, [1], "nan", "1bnx", float("nan")]
)
def test_what_is_no_figure_is_refused(written: object) -> None:
    with pytest.raises(SettingsError, match="no figure"):
        read_bounds(written, "x")


@given(st.text())
def test_a_text_is_read_or_refused_with_what_to_do(text: str) -> None:
    for read, kind in (
        (lambda: read_bounds(text, "x"), Bound),
        (lambda: read_scenario(text, "x"), Scenario),
        (lambda: read_sheets(text, "x", "USD"), tuple),
    ):
        found = read_or_refusal(read)
        assert isinstance(found, kind) or (isinstance(found, str) and found.strip())


def read_or_refusal(read: Callable[[], object]) -> object:
    try:
        return read()
    except SettingsError as refused:
        return str(refused)


def test_a_form_is_filled_and_empty_cells_stay_unknown() -> None:
    assert form_of(["A", "B"]) == [{"party": "A", "currency": "USD"}, {"party": "B", "currency": "USD"}]
    head = ",".join(COLUMNS)
    (sheet,) = read_sheets(f"\ufeff{head}\nA,10bn..12bn,,0,,USD,2026,10-K\nB,,,,,USD,,\n", "f", "USD")
    assert sheet.cash == Bound(D(10) * 10**9, D(12) * 10**9)
    assert (sheet.operating_inflow, sheet.external_liabilities, sheet.equity) == (None, Bound(D(0), D(0)), None)
    (short,) = read_sheets("party,cash\nA,5\n", "f", "USD")
    assert short.cash == Bound(D(5), D(5))
    assert read_sheets("party,cash\n", "f", "USD") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column party"),
        ("cash\n5\n", "no column party"),
        ("party,gold\nA,5\n", "no column 'gold'"),
        ("party,cash\nA,lots\n", r"line 2, cash is 'lots'"),
        ("party,cash\nA,1,5\n", "more cells than columns"),
        ("party,cash\nA,5\nA,6\n", "stands there twice"),
        ("party,cash\n,5\n", "without a party"),
        ("party,cash,currency\nA,5,EUR\n", "in EUR"),
    ],
)
def test_a_bad_form_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_sheets(text, "f", "USD")
