"""The map in a browser: what a person sees, selects, and reads, and that the address carries it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

Open = Callable[..., Any]
AXE = Path(__file__).parents[2] / "site" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = [("", 1280), ("?theme=dark&table=1", 1280), ("", 390)]
"""Screens of the map for axe, with their widths; tests/site/test_pages.py has the pages."""


@pytest.fixture(scope="session")
def told(map_address: str) -> Callable[[str], Any]:
    """Return what asks the API beside the browser."""

    def ask(path: str) -> Any:
        with urlopen(f"{map_address}api/v1{path}") as answer:
            return json.loads(answer.read())

    return ask


def query_of(page: Any) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(urlsplit(page.url).query).items()}


def until(page: Any, expression: str, argument: object = None) -> None:
    """Wait until an expression holds; asked from here, since the page's own policy forbids it to evaluate text."""
    end = time.monotonic() + 10
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def open_ring(page: Any) -> None:
    page.locator(".ring-item").first.click()
    page.wait_for_selector(".panel .round")


def test_the_first_screen_shows_every_party_and_deal_that_the_api_tells(open_map: Open, told: Any) -> None:
    page = open_map()
    view = told("/map")
    assert page.locator(".dot").count() == len(view["parties"])
    assert page.locator(".map-svg .arrow").count() == len(view["deals"])
    for tone, colour in (("finance", "finance"), ("purchase", "purchase"), ("contingent", "contingent")):
        wanted = sum(deal["colour"] == colour for deal in view["deals"])
        assert page.locator(f".map-svg .arrow.tone-{tone}").count() == wanted > 0
    for line in ("solid", "dashed", "dotted"):
        wanted = sum(deal["line"] == line for deal in view["deals"])
        assert page.locator(f".map-svg .arrow.line-{line}").count() == wanted > 0
    assert page.locator(".ring-item").count() == len(view["rings"])


def test_no_two_names_on_the_map_lie_on_each_other(open_map: Open) -> None:
    page = open_map()
    until(page, "document.querySelectorAll('.name:not(.hidden)').length > 15")
    boxes = page.eval_on_selector_all(
        ".name:not(.hidden)",
        "all => all.map(one => one.getBoundingClientRect()).map(b => [b.x, b.y, b.right, b.bottom])",
    )
    meet = [
        (one, other)
        for index, one in enumerate(boxes)
        for other in boxes[:index]
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 3
    ]
    assert meet == []


def test_parallel_deals_lie_side_by_side(open_map: Open) -> None:
    page = open_map()
    until(page, "document.querySelector('.map-svg .line').getAttribute('d')")
    lines = page.eval_on_selector_all(".map-svg .line", "all => all.map(one => one.getAttribute('d'))")
    assert len(set(lines)) == len(lines)


def test_a_circular_figure_stands_with_what_it_holds_for(open_map: Open) -> None:
    page = open_map("?floor=agreed")
    page.wait_for_selector(".figure-value")
    basis = page.locator(".map-figure .figure-basis").inner_text()
    for part in ("all dates", "agreed or firmer", "layer: money", "tie: any", "as known"):
        assert part in basis


def test_a_click_lights_one_ring_and_dims_the_rest(open_map: Open, told: Any) -> None:
    page = open_map()
    open_ring(page)
    ring = told(f"/rings/{query_of(page)['ring']}")
    deals = {leg["deal"] for leg in ring["legs"]}
    assert page.locator(".map-svg .arrow:not(.dim)").count() == len(deals)
    assert page.locator(".map-svg .dot:not(.dim)").count() == len(ring["parties"])
    assert page.locator(".round .leg").count() == len(ring["legs"])
    words = page.locator(".panel").inner_text()
    assert "Circular exposure" in words
    assert "layer: money" in words
    assert f"tie: {ring['tie']}" in words


def test_two_clicks_lead_from_the_first_screen_to_a_sentence(open_map: Open, told: Any) -> None:
    page = open_map()
    open_ring(page)
    page.locator(".legs .leg-open").first.click()
    page.wait_for_selector(".panel .facts")
    deal = told(f"/deals/{query_of(page)['open'].removeprefix('deal.')}")
    shown = page.locator(".panel blockquote").all_inner_texts()
    assert set(shown) == {one["text"] for one in deal["evidence"]["sentences"]}
    first = page.locator(".panel .quote").first
    assert first.locator("mark").count() > 0
    dates = page.locator(".panel .quote time").evaluate_all("all => all.map(one => one.getAttribute('datetime'))")
    assert set(dates) == {one["article"]["published"] for one in deal["evidence"]["sentences"]}
    assert first.locator(".outlet").inner_text() in {one["article"]["outlet"] for one in deal["evidence"]["sentences"]}
    page.locator(".panel .back").click()
    page.wait_for_selector(".panel .round")


def test_an_arrow_of_the_map_opens_its_own_deal(open_map: Open, told: Any) -> None:
    page = open_map()
    arrow = told("/map")["deals"][0]["id"]
    page.locator(f'.map-svg [data-deal="{arrow}"]').dispatch_event("click")
    page.wait_for_selector(".panel .quote")
    assert query_of(page)["open"] == f"deal.{arrow}"
    assert page.locator(".map-svg .arrow.chosen").get_attribute("data-deal") == arrow


def test_a_disputed_deal_shows_its_origins_and_what_disagrees(open_map: Open, told: Any) -> None:
    conflict = told("/conflicts")["items"][0]
    origins = told(f"/deals/{conflict['deal']}")["origins"]
    page = open_map(f"?open=deal.{conflict['deal']}", ready=".panel .disputes")
    assert page.locator(".disputes .sides li").count() >= len(conflict["sides"])
    assert f"{origins['low']}–{origins['high']} origins" in page.locator(".panel .facts").first.inner_text()


def test_the_slider_changes_every_number(open_map: Open, told: Any) -> None:
    page = open_map()
    days = told("/study")["days"]
    page.locator(".slider").focus()
    before = page.locator(".figure-value").inner_text()
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    until(page, "new URLSearchParams(location.search).has('as_of')")
    as_of = query_of(page)["as_of"]
    assert as_of in {one["day"] for one in days}
    view = told(f"/map?as_of={as_of}")
    until(page, f"document.querySelectorAll('.map-svg .arrow').length === {len(view['deals'])}")
    until(page, f"document.querySelectorAll('.ring-item').length === {len(view['rings'])}")
    until(page, "text => document.querySelector('.figure-value').textContent !== text", before)
    assert page.locator(".ticks .tick").count() == len(days)
    page.keyboard.press("End")
    until(page, "!new URLSearchParams(location.search).has('as_of')")


def test_the_play_button_walks_through_the_days(open_map: Open) -> None:
    page = open_map("?as_of=2025-09-10")
    page.locator(".play").click()
    until(page, "new URLSearchParams(location.search).get('as_of') !== '2025-09-10'")
    page.locator(".play").click()
    assert query_of(page)["as_of"] > "2025-09-10"


def test_the_floor_has_five_steps_and_leaves_out_what_is_below(open_map: Open, told: Any) -> None:
    page = open_map()
    assert page.locator(".floor-step").count() == 5
    page.locator(".floor-step", has_text="completed").click()
    view = told("/map?floor=completed")
    until(page, f"document.querySelectorAll('.map-svg .arrow').length === {len(view['deals'])}")
    assert query_of(page)["floor"] == "completed"
    until(page, "document.querySelector('.figure-basis').textContent.includes('completed or firmer')")


def test_a_lit_ring_stays_lit_at_another_floor(open_map: Open, told: Any) -> None:
    ring = next(one for one in told("/map")["rings"] if set(one["parties"]) == {"nvidia", "openai", "oracle"})
    page = open_map(f"?ring={ring['id']}", ready=".panel .round")
    page.locator(".floor-step", has_text="agreed").click()
    until(page, "document.querySelectorAll('.map-svg .dot:not(.dim)').length === 3")
    page.wait_for_selector(".panel .round")
    rings = [one["id"] for one in told("/map?floor=agreed")["rings"]]
    until(page, "ids => ids.includes(new URLSearchParams(location.search).get('ring'))", rings)


def test_a_search_in_cyrillic_finds_party_deals_and_sentences(open_map: Open) -> None:
    page = open_map()
    page.locator(".search-box").fill("нвидиа")
    page.wait_for_selector(".found-item")
    assert page.locator(".found-title").all_inner_texts() == ["Parties", "Deals", "Sentences"]
    assert page.locator(".found-item").first.inner_text().startswith("Nvidia")
    page.keyboard.press("ArrowDown")
    assert page.locator('.found-item[aria-selected="true"]').count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel .quote")
    assert query_of(page)["open"] == "party.nvidia"


def test_the_address_restores_the_whole_screen(open_map: Open) -> None:
    page = open_map()
    page.locator(".floor-step", has_text="planned").click()
    open_ring(page)
    page.locator(".legs .leg-open").first.click()
    page.wait_for_selector(".panel .facts")
    page.locator(".tool.wide").click()
    page.wait_for_selector(".beside .table")
    page.locator(".theme").click()
    before = screen(page)
    page.reload()
    page.wait_for_selector(".panel .facts")
    page.wait_for_selector(".beside .table")
    page.wait_for_selector(".figure-value")
    assert screen(page) == before
    again = open_map("?" + urlsplit(page.url).query, ready=".panel .facts")
    again.wait_for_selector(".beside .table")
    again.wait_for_selector(".figure-value")
    assert screen(again) == before


def screen(page: Any) -> dict[str, Any]:
    """Return what the screen says."""
    return {
        "panel": page.locator(".panel h2").inner_text(),
        "figure": page.locator(".map-figure").inner_text(),
        "lit": page.locator(".map-svg .arrow:not(.dim)").count(),
        "rows": page.locator(".beside tbody tr").count(),
        "theme": page.evaluate("document.documentElement.dataset.theme"),
        "floor": page.evaluate("document.querySelector('.floor input:checked').value"),
    }


def test_the_back_button_goes_back_through_what_was_seen(open_map: Open) -> None:
    page = open_map()
    open_ring(page)
    page.locator(".legs .leg-open").first.click()
    page.wait_for_selector(".panel .facts")
    page.go_back()
    page.wait_for_selector(".panel .round")
    page.go_back()
    page.wait_for_selector(".panel", state="hidden")
    assert page.locator(".map-svg .dim").count() == 0
    page.locator('.menu [data-page="flows"]').click()
    page.wait_for_selector(".page-flows h1")
    page.go_back()
    page.wait_for_selector(".dot")


def test_a_drag_moves_the_map_and_opens_nothing(open_map: Open) -> None:
    page = open_map()
    dot = page.locator(".dot .disc").first
    until(page, "document.querySelector('.dot .disc').getAttribute('cx')")
    before, place = dot.bounding_box(), page.locator(".map-canvas").bounding_box()
    page.mouse.move(place["x"] + 20, place["y"] + place["height"] - 20)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(place["x"] + 20 + 8 * step, place["y"] + place["height"] - 20 - 4 * step)
    moving = dot.bounding_box()
    page.mouse.up()
    until(page, "!document.querySelector('.dragging') && !document.querySelector('.map-svg').style.transform")
    after = dot.bounding_box()
    for box in (moving, after):
        assert (box["x"] - before["x"], box["y"] - before["y"]) == pytest.approx((40, -20), abs=1.5)
    assert page.locator(".panel").is_hidden()


def test_a_map_of_many_arrows_keeps_the_broad_ones_while_it_moves(open_map: Open, told: Any) -> None:
    page = open_map()
    assert page.locator(".map-svg.many, .map-svg > .minor > .arrow").count() == 0
    view = told("/map")
    copies = [deal | {"id": f"{deal['id']}-{number}"} for number in range(9) for deal in view["deals"]]
    page.route("**/api/v1/map*", lambda route: route.fulfill(json=view | {"deals": copies}))
    page.reload()
    page.wait_for_selector(".map-svg.many .arrow")
    assert page.locator(".map-svg > .arrows:not(.minor) > .arrow").count() == 150
    assert page.locator(".map-svg > .minor > .arrow").count() == min(700, len(copies)) - 150
    seen = "getComputedStyle(document.querySelector('.map-svg > .minor')).opacity"
    place = page.locator(".map-canvas").bounding_box()
    assert page.evaluate(seen) == "1"
    page.mouse.move(place["x"] + 20, place["y"] + place["height"] - 20)
    page.mouse.down()
    page.mouse.move(place["x"] + 60, place["y"] + place["height"] - 60)
    until(page, f"{seen} === '0'")
    page.mouse.up()
    until(page, f"{seen} === '1'")


def test_the_table_beside_the_map_says_what_the_map_shows(open_map: Open, told: Any) -> None:
    page = open_map("?table=1", ready=".beside .table")
    view = told("/map")
    name = {party["id"]: party["name"] for party in view["parties"]}
    arrows, parties = page.locator(".beside .table").all()
    assert arrows.locator("tbody tr").count() == len(view["deals"])
    assert parties.locator("tbody tr").count() == len(view["parties"])
    pairs = arrows.locator("tbody tr").evaluate_all(
        "all => all.map(one => [one.cells[0].textContent, one.cells[1].textContent])"
    )
    assert sorted(map(tuple, pairs)) == sorted((name[deal["payer"]], name[deal["payee"]]) for deal in view["deals"])


@pytest.mark.parametrize(("language", "heading", "figure"), [("it", "Anelli", "17,0–22,8%"), ("ru", "Кольца", "22,8")])
def test_words_and_numbers_follow_the_language(open_map: Open, language: str, heading: str, figure: str) -> None:
    page = open_map(f"?lang={language}")
    page.wait_for_selector(".figure-value")
    assert page.locator(".rail h2").inner_text() == heading
    assert figure in page.locator(".figure-value").inner_text()
    assert page.evaluate("document.documentElement.lang") == language
    keys = re.compile(r"\b(?:told|map|rail|share|time|floor|shell|menu|status|grade|tie)\.[a-z_]+")
    assert keys.findall(page.locator("body").inner_text()) == []


def test_on_a_phone_the_panels_are_sheets(open_map: Open) -> None:
    page = open_map(width=390, height=844, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not page.locator(".rail").is_visible()
    page.locator(".sheet-open").first.click()
    page.locator(".ring-item").first.click()
    page.wait_for_selector(".panel .round")
    box = page.locator(".panel").bounding_box()
    assert box["width"] == 390
    assert box["y"] > 200
    page.locator(".close").click()
    page.locator(".sheet-open").nth(1).click()
    assert page.locator(".slider").is_visible()
    assert page.locator(".floor-step").count() == 5


def test_the_keyboard_alone_leads_to_a_sentence(open_map: Open) -> None:
    page = open_map()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("[...document.activeElement.classList][0] ?? document.activeElement.tagName"))
    assert {"skip", "brand", "search-box", "language", "theme", "ring-item"} <= reached
    page.locator(".dot[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.dataset.party")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.party")
    assert second not in (None, first)
    page.keyboard.press("Enter")
    page.wait_for_selector(".panel .quote")
    assert page.evaluate("document.activeElement.classList.contains('panel')")
    page.keyboard.press("Escape")
    page.wait_for_selector(".panel", state="hidden")
    assert page.evaluate("document.activeElement.dataset.party") == second


def test_without_webgl_the_map_is_drawn_all_the_same(open_map: Open, told: Any) -> None:
    page = open_map("?draw=webgl", ready=".map-canvas canvas")
    assert page.locator(".map-canvas canvas").count() > 0
    plain = open_map("", ready=".map-svg .arrow")
    assert plain.locator(".map-svg .arrow").count() == len(told("/map")["deals"])


@pytest.mark.parametrize(("query", "width"), SCREENS)
def test_axe_finds_nothing(open_map: Open, query: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: run `npm ci` in site/")
    page = open_map(query, width=width, ready=".figure-value", bypass_csp=True)
    if width < 1000:
        page.locator(".sheet-open").first.click()
    open_ring(page)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(told => told.violations)")
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
