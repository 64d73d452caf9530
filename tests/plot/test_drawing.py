"""What pictures are made of: widths, ticks, bars, curves, looks, and PNG."""

from __future__ import annotations

import sys
from decimal import Decimal
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plot_studies import SVG, parsed, texts_of

from anello.errors import MissingExtra, SettingsError
from anello.plot.advances import shortened, text_width, wrapped
from anello.plot.bars import Bar, Panel, Row, axis_words, panels_drawing, ticks_of
from anello.plot.canvas import Canvas
from anello.plot.curves import Curve, around, bent
from anello.plot.png import FAMILIES, as_png, find_family
from anello.plot.style import DASHED, DOTTED, SOLID, SUM, TONES, dashes_of, hatch

WIDTHS = st.floats(min_value=20, max_value=400)


@given(st.text(max_size=80), WIDTHS)
def test_a_shortened_text_fits(text: str, most: float) -> None:
    found = shortened(text, 12, most)
    assert found == text or text_width(found, 12) <= most or found == "…"


@given(st.text(max_size=200), WIDTHS)
def test_wrapped_lines_fit_and_lose_no_short_word(text: str, most: float) -> None:
    lines = wrapped(text, 12, most)
    assert all(text_width(line, 12) <= most or line == "…" for line in lines)
    if all(text_width(word, 12) <= most for word in text.split()):
        assert " ".join(lines).split() == text.split()


@given(st.floats(min_value=1e-6, max_value=1e18))
def test_ticks_are_few_and_reach_the_end(reach: float) -> None:
    ticks = ticks_of(reach)
    assert ticks[0] == 0
    assert 2 <= len(ticks) <= 8
    assert ticks[-1] >= reach * (1 - 1e-8)
    assert ticks == sorted(set(ticks))


def test_an_axis_names_its_unit() -> None:
    assert [axis_words(*given) for given in ((2e9, "USD"), (20, "%"), (2.5, ""), (1e6, "CHF"))] == [
        "$2bn",
        "20%",
        "2.5",
        "CHF 1m",
    ]


def drawn(bar: Bar) -> list[tuple[str, float, float]]:
    """Return fill, left end and width of the rectangles of one bar on an axis from 0 to 100."""
    canvas = Canvas(1200)
    panels_drawing([Panel("", (Row("one", (bar,)),), "%", Decimal(100))])(canvas, 0)
    found = parsed(canvas.svg(200, "t", "d")).findall(f"{SVG}rect")[1:]
    return [(r.get("fill") or "", float(r.get("x") or 0), float(r.get("width") or 0)) for r in found]


def test_a_sure_bar_is_plain_and_a_possible_one_hatched() -> None:
    sure = drawn(Bar(Decimal(40), Decimal(40), ""))
    assert [fill for fill, *_ in sure] == [TONES[SUM]]
    both = drawn(Bar(Decimal(40), Decimal(60), ""))
    assert [fill for fill, *_ in both] == [hatch(SUM), TONES[SUM]]
    (_, begins, length), (_, left, plain) = both
    assert begins == pytest.approx(left + plain, abs=0.2)
    assert length == pytest.approx(plain / 2, abs=0.2)


def test_what_is_not_known_is_never_plain() -> None:
    for bar in (Bar(None, None, ""), Bar(Decimal(0), Decimal(30), ""), Bar(Decimal(9), Decimal(30), "", hollow=True)):
        assert {fill for fill, *_ in drawn(bar)} == {hatch(SUM)}


def test_an_open_bar_runs_out_of_the_axis() -> None:
    (_, left, width), _ = drawn(Bar(Decimal(40), None, ""))
    (_, full_left, full), *_ = drawn(Bar(None, Decimal(100), ""))
    assert left + width > full_left + full


def test_an_interval_of_an_index_does_not_begin_at_zero() -> None:
    assert len(drawn(Bar(Decimal(40), Decimal(60), "", span=True))) == 1


@pytest.mark.parametrize("high", [Decimal(0), Decimal(1), Decimal(10) ** 15, Decimal(10) ** 30])
def test_any_size_of_sum_is_drawn(high: Decimal) -> None:
    canvas = Canvas(1200)
    rows = (Row("one", (Bar(None, high, "up to"), Bar(high, None, "more than"))), Row("a heading"))
    end = panels_drawing([Panel("Title", rows, "USD")])(canvas, 0)
    assert "Title" in texts_of(canvas.svg(end, "t", "d"))


def test_a_leg_looks_as_firm_as_it_is() -> None:
    looks = {
        ("completed", "performed"): SOLID,
        ("agreed", "conditional"): SOLID,
        ("agreed", "none"): DASHED,
        ("planned", "non-binding"): DASHED,
        ("talks", "none"): DOTTED,
        ("hypothetical", "none"): DOTTED,
    }
    assert {given: dashes_of(*given) for given in looks} == looks


def test_tones_can_be_told_apart_in_grey() -> None:
    def light(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2

    lights = sorted(light(TONES[tone]) for tone in ("finance", "purchase", "contingent"))
    assert all((b + 0.05) / (a + 0.05) > 1.4 for a, b in pairwise(lights))
    assert all(1.05 / (one + 0.05) > 3 for one in lights)


def test_a_curve_is_cut_where_it_leaves_and_meets_a_box() -> None:
    whole = bent((0, 0), (100, 0), 20, (50, 50))
    assert whole.at(0.5) == pytest.approx((50, -20))
    first, last = around((0, 0), (20, 20)), around((100, 0), (20, 20))
    cut = whole.outside(first, last)
    assert not first.holds(cut.start)
    assert not last.holds(cut.end)
    assert cut.at(0.5) == pytest.approx((50, -20), abs=1)


def test_a_curve_of_no_length_has_a_direction() -> None:
    assert Curve((1, 1), (1, 1), (1, 1)).direction() == (1.0, 0.0)
    assert bent((1, 1), (1, 1), 0, (1, 1)).at(0.5) == (1, 1)


# --- PNG --------------------------------------------------------------------------------------------------------------


def test_png_without_the_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtra, match=r"pip install 'anello\[png\]'"):
        as_png("<svg/>")


def with_fonts(monkeypatch: pytest.MonkeyPatch, *families: str) -> list[dict[str, Any]]:
    """Put a stand-in for resvg in its place, on a machine that has these fonts; return the calls to come."""
    calls: list[dict[str, Any]] = []

    def svg_to_bytes(**asked: Any) -> bytes:
        calls.append(asked)
        return asked["svg_string"].encode() if asked.get("sans_serif_family") in families else b"blank"

    module = ModuleType("resvg_py")
    module.svg_to_bytes = svg_to_bytes  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "resvg_py", module)
    return calls


def test_png_takes_the_first_font_that_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = with_fonts(monkeypatch, FAMILIES[2], FAMILIES[4])
    assert as_png("<svg>all</svg>") == b"<svg>all</svg>"
    assert calls[-1]["sans_serif_family"] == FAMILIES[2]


def test_png_without_a_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with_fonts(monkeypatch)
    with pytest.raises(SettingsError, match="no font here"):
        as_png("<svg/>")


def test_png_is_drawn_where_the_extra_is_installed() -> None:
    resvg = pytest.importorskip("resvg_py")
    if find_family(resvg.svg_to_bytes) is None:
        pytest.skip("no font on this machine")
    canvas = Canvas(100)
    canvas.text((10, 20), "Anello")
    assert as_png(canvas.svg(40, "t", "d")).startswith(b"\x89PNG")
