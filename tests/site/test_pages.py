"""The pages beside the map in a browser: their figures are those of the API, their tables sort, filter, hand out CSV
and stand again when the address is opened anew; they open evidence, say when there is nothing, and fit a phone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

Open = Callable[..., Any]
Ask = Callable[[str], Any]

AXE = Path(__file__).parents[2] / "site" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("rings", "deals", "flows", "party", "origins", "conflicts", "compute", "stress")
PAGES = (*(f"page={name}" for name in NAMES), "page=party&id=openai")
DARK = (
    "page=rings",
    "page=origins",
    "page=conflicts",
    "page=compute",
    "page=stress&id=openai-misses",
    "page=party&id=amd",
)


@pytest.fixture
def open_page(open_map: Open) -> Open:
    """Return what opens a page of the map by its query; English unless told otherwise."""

    def opened(query: str, language: str = "en", **choices: Any) -> Any:
        page = open_map(f"?lang={language}&{query}", ready=".page-root > :nth-child(2)", **choices)
        page.wait_for_selector(".later", state="detached")
        return page

    return opened


@pytest.fixture(scope="module")
def api(map_address: str) -> Ask:
    """Return what asks the API beside the browser."""

    def ask(path: str) -> Any:
        with urlopen(f"{map_address}api/v1{path}") as answer:
            return json.load(answer)

    return ask


def rows_of(page: Any, table: str) -> list[list[str]]:
    """Return the cells of a table by its caption."""
    rows = page.locator(f".table-scroll[aria-label='{table}'] tbody tr")
    return [[cell.strip() for cell in row] for row in rows.evaluate_all(CELLS)]


CELLS = "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"


def save_csv(page: Any, table: str) -> list[dict[str, str]]:
    """Press the CSV button of a table and read the file."""
    box = page.locator(".table-box", has=page.locator(f".table-scroll[aria-label='{table}']"))
    with page.expect_download() as waiting:
        box.get_by_role("button", name="CSV").click()
    return list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))


def percent(bounds: dict[str, float]) -> str:
    return f"{bounds['low'] * 100:.1f}–{bounds['high'] * 100:.1f}%"


# --- every page -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed")
@pytest.mark.parametrize("query", ["page=party&id=openai", *(f"{query}&theme=dark" for query in DARK)])
def test_axe_finds_nothing(open_page: Open, query: str) -> None:
    page = open_page(query)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('.page-root', {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@pytest.mark.parametrize(("query", "language"), list(zip(PAGES, ("it", "ru", "en") * 3, strict=True)))
def test_fits_a_phone_in_words_of_its_language(open_page: Open, query: str, language: str) -> None:
    page = open_page(query, language, width=390, height=844)
    page.wait_for_timeout(100)
    all_of = "[...document.querySelectorAll('.page-root *')].filter(e => !e.closest('.table-scroll'))"
    wide = f"{all_of}.filter(e => e.getBoundingClientRect().right > 392).map(e => e.outerHTML.slice(0, 90))"
    assert page.evaluate(wide) == []
    text = page.locator(".page-root").inner_text()
    assert re.findall(r"\b[a-z_]+\.[a-z]+_?[a-z_]*\b", text) == []
    assert "{" not in text


@pytest.mark.parametrize("name", [name for name in NAMES if name != "stress"])
def test_says_when_there_is_nothing(open_page: Open, name: str) -> None:
    page = open_page(f"page={name}&floor=completed&as_of=2019-01-01")
    assert page.locator(".page-root .nothing").count() > 0
    assert page.locator(".page-root .picture").count() == 0


def test_keyboard_reaches_bars_and_opens_them(open_page: Open) -> None:
    page = open_page("page=rings")
    bar = page.locator(".page-root .bar.pressable").first
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("ring=[0-9a-f]{16}"))
    page.wait_for_selector("aside .round")
    assert page.locator("aside").get_by_text("Amazon").count() > 0


# --- tables -----------------------------------------------------------------------------------------------------------


def test_deals_are_those_of_the_api(open_page: Open, api: Ask) -> None:
    page = open_page("page=deals")
    rows = rows_of(page, "Every deal")
    deals = api("/deals?limit=1000")["items"]
    assert len(rows) == len(deals)
    assert [row[0] for row in rows] == [(deal["payer"] or {"name": "not told"})["name"] for deal in deals]
    assert rows[0][3] == "$300bn"
    total = api("/ladder?limit=1000")["totals"][0]["ladder"]
    words = page.locator(".page-root .bar").first.get_attribute("aria-label") or ""
    assert words.endswith(f"at least ${total['headline']['low'] / 1e12:.4g}tn")


def test_a_table_sorts_filters_and_stands_again(open_page: Open, api: Ask) -> None:
    page = open_page("page=deals")
    box = page.locator(".table-box")
    box.get_by_role("button", name="Origins").click()
    page.locator(".table-filter").fill("oracle")
    rows = rows_of(page, "Every deal")
    told = [deal for deal in api("/deals?limit=1000")["items"] if "oracle" in json.dumps(deal["parties"]).lower()]
    assert len(rows) == len(told)
    lows = [int(row[11].split("–")[0]) for row in rows]
    assert lows == sorted(lows, reverse=True)
    assert page.locator("th[aria-sort='descending']").inner_text().startswith("Origins")
    saved = save_csv(page, "Every deal")
    assert [row["id"] for row in saved] == sorted((row["id"] for row in saved), key=[row["id"] for row in saved].index)
    assert {row["id"] for row in saved} == {deal["id"] for deal in told}
    assert [int(row["origins_low"]) for row in saved] == lows
    page.reload()
    page.wait_for_selector(".table tbody tr")
    assert rows_of(page, "Every deal") == rows
    assert page.locator(".table-filter").input_value() == "oracle"


def test_csv_holds_exact_figures_and_open_ends(open_page: Open, api: Ask) -> None:
    page = open_page("page=rings")
    saved = save_csv(page, "Every ring")
    rings = api("/rings?limit=1000")["items"]
    assert [row["id"] for row in saved] == [ring["id"] for ring in rings]
    for row, ring in zip(saved, rings, strict=True):
        for end in ("low", "high"):
            told = ring["strength"][end]
            assert row[f"strength_{end}"] == ("" if told is None else str(int(told)))


def test_unknown_is_unknown_and_never_nought(open_page: Open, api: Ask) -> None:
    page = open_page("page=rings")
    rows = rows_of(page, "Every ring")
    for row, ring in zip(rows, api("/rings?limit=1000")["items"], strict=True):
        if ring["strength"]["low"] is None and ring["strength"]["high"] is None:
            assert row[2] == "unknown"
        assert row[2] not in ("$0", "0")
        assert row[3] != "$0"


# --- figures ----------------------------------------------------------------------------------------------------------


def test_flows_show_signed_and_all_with_what_they_hold_for(open_page: Open, api: Ask) -> None:
    page = open_page("page=flows")
    found = api("/flows?by_year=true")
    shown = page.locator(".headline-value").all_inner_texts()
    assert shown == [percent(found["signed"]["share"]), percent(found["all"]["share"])]
    held = page.locator(".pair .basis").first.inner_text()
    for part in ("Windowall dates", "Status flooragreed or firmer", "Layermoney", "Tieany"):
        assert part in held.replace("\n", "")
    assert page.locator(".year").count() == len(found["years"])
    saved = save_csv(page, "Every window and floor")
    assert len(saved) == 2 + 2 * len(found["years"])
    assert float(saved[0]["share_low"]) == found["signed"]["share"]["low"]


def test_a_year_opens_who_pays_whom_in_it(open_page: Open, api: Ask) -> None:
    page = open_page("page=flows")
    page.locator(".year", has_text="2027").click()
    page.wait_for_selector("h2:has-text('Who passes money to whom: 2027')")
    year = next(one for one in api("/flows?by_year=true")["years"] if one["year"] == 2027)
    legs = [leg for leg in year["signed"]["legs"] if leg["circular"]]
    assert len(rows_of(page, "Payments that carry the circulation")) == len(legs)
    page.go_back()
    page.wait_for_selector("h2:has-text('Who passes money to whom: all dates')")


def test_at_a_floor_the_second_figure_bears_its_name(open_page: Open) -> None:
    page = open_page("page=flows&floor=completed")
    assert page.locator(".headline-label").all_inner_texts() == ["Signed", "Completed or firmer"]
    page = open_page("page=flows&floor=agreed")
    assert page.locator(".headline-label").all_inner_texts() == ["Signed"]


def test_party_tells_its_sums_owners_and_worth(open_page: Open, api: Ask) -> None:
    page = open_page("page=party&id=openai")
    found = api("/parties/openai")
    known = found["owners"]["register"]["known"]
    shown = " ".join(page.locator(".headlines").first.locator(".headline-value").all_inner_texts())
    assert f"{known['low']:g}–{known['high']:g}%" in shown
    for total in found["owes"]["totals"][:2]:
        assert f"${total['ladder']['headline']['low'] / 1e9:.4g}bn" in shown
    assert page.locator(".point").count() == len(found["valuations"])
    sides = len(found["pays"]) + len(found["gets"]) + len(found["other"])
    assert len(rows_of(page, "All its deals")) == sides
    assert len(rows_of(page, "Rings in which it takes part")) == len(found["rings"])


def test_a_party_that_is_not_there_is_said_so(browser: Any, map_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{map_address}?lang=en&page=party&id=nobody-of-this-name")
    page.wait_for_selector("[role=alert], .nothing")
    assert page.get_by_text("no such thing in this study").count() == 1
    page.close()


def test_an_echo_tree_holds_every_link_once(open_page: Open, api: Ask) -> None:
    deal = "678d5195982b1d2d"
    page = open_page(f"page=origins&id={deal}")
    echo = api(f"/origins/{deal}")
    assert page.locator(".twig").count() == len(echo["links"])
    assert page.locator(".echo-tie-copied").count() == sum(link["via"] == "reuse" for link in echo["links"]) + 1
    rows = rows_of(page, "All deals")
    assert [int(row[2]) for row in rows] == [len(one["articles"]) for one in api("/origins?limit=1000")["items"]]


def test_conflicts_and_differences_stand_side_by_side(open_page: Open, api: Ask) -> None:
    page = open_page("page=conflicts")
    conflicts, differences = api("/conflicts")["items"], api("/differences")["items"]
    cards = page.locator(".card")
    assert cards.count() == len(conflicts) + len(differences)
    sides = [len(one["sides"]) for one in [*conflicts, *differences]]
    assert [cards.nth(at).locator(".side").count() for at in range(cards.count())] == sides
    text = api(f"/claims/{conflicts[0]['sides'][0]['claims'][0]}")["sentences"][0]["text"]
    assert cards.first.locator("blockquote").first.inner_text() == text


def test_compute_tells_index_and_shares_as_intervals(open_page: Open, api: Ask) -> None:
    page = open_page("page=compute&id=openai")
    found = api("/compute?buyer=openai")
    first = found["items"][0]
    value = page.locator(".page-sub .headline-value").first.inner_text()
    assert value == f"{first['hhi']['low']:,.0f}–{first['hhi']['high']:,.0f}"
    bars = page.locator(".page-sub").first.locator(".bar")
    assert bars.count() >= len(first["suppliers"])
    share = first["suppliers"][0]["share"]
    assert f"up to {share['high'] * 100:.1f}%" in (bars.first.get_attribute("aria-label") or "")
    assert page.locator(".chain-tree li").count() == len(found["chain"])


def test_a_scenario_is_switched_and_told_in_waves(open_page: Open, api: Ask) -> None:
    page = open_page("page=stress")
    page.get_by_role("button", name="OpenAI misses its dues").click()
    page.wait_for_url(re.compile("id=openai-misses"))
    page.wait_for_selector("h2:has-text('OpenAI misses half')")
    found = api("/stress/openai-misses")
    waves = sorted({strain["wave"] for strain in found["strains"]}, key=lambda wave: (wave is None, wave))
    shown = page.locator(".wave")
    assert shown.count() == len(waves)
    for at, wave in enumerate(waves):
        names = [strain["party"]["name"] for strain in found["strains"] if strain["wave"] == wave]
        assert shown.nth(at).locator(".wave-party strong").all_inner_texts() == names
    assert len(rows_of(page, "Funding gaps")) == len(found["gaps"])


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_a_row_opens_its_sentences_at_once(open_page: Open, api: Ask) -> None:
    page = open_page("page=deals")
    deal = api("/deals?limit=1")["items"][0]
    page.locator(".table .row-open").first.click()
    page.wait_for_url(re.compile(f"open=deal.*{deal['id']}"))
    page.wait_for_selector("aside blockquote")
    told = {one["text"] for one in api(f"/deals/{deal['id']}")["evidence"]["sentences"]}
    assert set(page.locator("aside blockquote").all_inner_texts()) <= told


def test_a_quotation_opens_its_claim(open_page: Open, api: Ask) -> None:
    page = open_page("page=conflicts")
    page.locator(".saying figcaption .link").first.click()
    page.wait_for_url(re.compile("open=claim"))
    page.wait_for_selector("aside blockquote")
    claim = re.search(r"open=claim\.([0-9a-f]+)", page.url)
    assert claim is not None
    told = {one["text"] for one in api(f"/claims/{claim.group(1)}")["sentences"]}
    assert set(page.locator("aside blockquote").all_inner_texts()) == told


def test_rows_that_are_not_loaded_are_counted_and_can_be(open_page: Open, api: Ask) -> None:
    page = open_page("page=rings")
    rings = api("/rings")["items"]
    asked = []

    def cut(route: Any) -> None:
        asked.append(route.request.url)
        start = 3 if "offset=3" in route.request.url else 0
        route.fulfill(
            json={"items": rings[start : start + 3], "total": 6, "offset": start, "limit": 3, "complete": True}
        )

    page.route("**/api/v1/rings?*", cut)
    page.reload()
    rest = page.locator(".table-rest")
    rest.get_by_text("3 of 6 rows are loaded").wait_for()
    assert len(save_csv(page, "Every ring")) == 3
    rest.get_by_role("button", name="Load all").click()
    rest.wait_for(state="hidden")
    assert [row["id"] for row in save_csv(page, "Every ring")] == [ring["id"] for ring in rings[:6]]
    assert len(asked) == 2


def test_a_refusal_is_told_in_the_language_of_the_reader(open_map: Open, api: Ask) -> None:
    page = open_map("?lang=ru&page=party&id=nobody-here", ready=".page-root .nothing", refused=True)
    assert "нет ничего с таким именем" in page.locator(".page-root .nothing").inner_text()
