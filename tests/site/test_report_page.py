"""A report in a browser, opened from disc without a network: it shows the map, rings, sentences and days by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anello.pipeline import build_study
from anello.store import open_study
from anello.web.reporting import make_report
from anello.web.sheet import size_of_page, write_sheet
from anello.web.site import INDEX, built

Open = Callable[..., Any]
EVIL = "</script><img src=x onerror=window.hit=1>"
TABLE = f"""payer,payee,type,amount,currency,start,end,status,published,source,note
Nvidia,OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters,first
OpenAI,Nvidia,supply,4000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-01,Reuters,chips
Amazon,Anthropic,investment,5000000000,USD,2026-03-01,,talks,2026-03-02,The Information,
OpenAI,"{EVIL}",supply,7000000,USD,2026-05-01,,agreed,2026-05-01,"{EVIL}",
"""
RUSSIAN = """Нвидиа вложит деньги
date: 2026-04-01
outlet: {outlet}

Компания Microsoft вложила $5 млрд в Anthropic, сообщило агентство Reuters. {evil}
"""


@pytest.fixture(scope="session")
def small_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mailed")
    (folder / "deals.csv").write_text(TABLE, encoding="utf-8")
    (folder / "ru.txt").write_text(RUSSIAN.format(outlet=EVIL, evil=EVIL), encoding="utf-8")
    paths = [str(folder / "deals.csv"), str(folder / "ru.txt")]
    build_study(paths, folder / "mailed.anello", today=date(2026, 9, 1), workers=1)
    return folder / "mailed.anello"


@pytest.fixture(scope="session")
def written(small_study: Path) -> Callable[..., Path]:
    """Return what writes a report, and gives its file."""
    if not (built() / INDEX).is_file():
        pytest.skip("the map was not built: run `make site`")

    def write(name: str, budget: int = 8_000_000, **choices: Any) -> Path:
        with open_study(small_study) as study:
            page = write_sheet(make_report(study, budget=budget, **choices), "test")
        path = small_study.with_name(name)
        path.write_text(page, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def whole(written: Callable[..., Path]) -> Path:
    return written("whole.html")


@pytest.fixture
def open_report(browser: Any) -> Iterator[Open]:
    """Return what opens a file without a network; a page that logs an error or asks for anything fails its test."""
    troubles: list[str] = []
    contexts: list[Any] = []
    everything: list[tuple[list[str], str]] = []

    def open_page(path: Path, query: str = "", script: str = "", **choices: Any) -> Any:
        context = browser.new_context(offline=True, locale="en-GB", reduced_motion="reduce", **choices)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        if script:
            page.add_init_script(script)
        page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda box: troubles.append(box.message))
        address = path.as_uri() + query
        asked: list[str] = []
        page.on("request", lambda sent: asked.append(sent.url))
        page.goto(address)
        page.wait_for_selector(".dot")
        everything.append((asked, address))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []
    for asked, address in everything:
        assert asked == [address]


def test_the_first_screen_and_what_it_says_of_itself(open_report: Open, whole: Path) -> None:
    page = open_report(whole)
    assert page.locator(".dot").count() >= 5
    assert page.locator(".ring-item").count() == 1
    notice = page.locator(".notice").inner_text()
    assert "1 May 2026" in notice
    assert "left out" not in notice


def test_from_the_map_to_a_sentence_in_two_clicks(open_report: Open, whole: Path) -> None:
    page = open_report(whole)
    page.locator(".ring-item").first.click()
    page.wait_for_selector(".panel .round")
    page.wait_for_selector(".panel blockquote")
    page.go_back()
    page.locator(".ring-item[aria-pressed='false']").first.wait_for()
    assert page.locator("button.outlet").count() == 0


def test_the_slider_and_the_floor_change_what_is_shown(open_report: Open, whole: Path) -> None:
    page = open_report(whole)
    parties = page.locator(".dot").count()
    page.locator(".slider").focus()
    page.keyboard.press("Home")
    until_dots(page, 2)
    assert "as_of=2026-01-05" in page.url
    assert page.locator(".ring-item").count() == 0
    page.keyboard.press("End")
    until_dots(page, parties)
    page.locator("input[type=radio][value=completed], .floor input").last.check(force=True)
    until_dots(page, 4)


def until_dots(page: Any, count: int) -> None:
    """Wait for so many parties; asked from here, since the page's own policy forbids it to evaluate text."""
    for _ in range(160):
        if page.locator(".dot").count() == count:
            return
        page.wait_for_timeout(50)
    assert page.locator(".dot").count() == count


def test_every_page_opens(open_report: Open, whole: Path) -> None:
    page = open_report(whole)
    for name in ("rings", "deals", "flows", "party", "origins", "conflicts", "compute", "stress"):
        page.locator(f".menu a[data-page={name}]").click()
        page.wait_for_selector(".page h1, .page h2")
        assert page.locator("[role=alert]").count() == 0, name


def test_an_address_shows_the_same_again(open_report: Open, whole: Path) -> None:
    page = open_report(whole, "?as_of=2026-02-01&floor=agreed")
    assert page.locator(".dot").count() == 2
    assert page.locator(".ring-item").count() == 1


def test_the_search_knows_scripts(open_report: Open, whole: Path) -> None:
    page = open_report(whole)
    for text, found in (("nvid", "Nvidia"), ("агентство", "агентство"), ("agentstvo", "агентство")):
        page.locator(".search-box").fill(text)
        page.locator(".found-item", has_text=found).first.wait_for()
        assert found in page.locator(".found-item").first.inner_text(), text


def test_text_from_articles_stays_text(open_report: Open, whole: Path) -> None:
    page = open_report(whole)
    assert page.locator("body", has_text="onerror=window.hit=1").count() == 1
    page.locator(".search-box").fill("агентство")
    page.locator(".found-item", has_text="агентство").first.click()
    page.wait_for_selector(".panel blockquote")
    assert "onerror=window.hit=1" in page.locator(".panel").inner_text()
    assert page.locator("img").count() == 0
    assert page.evaluate("window.hit") is None


def test_an_old_browser_unpacks_by_itself(open_report: Open, whole: Path) -> None:
    page = open_report(whole, script="delete window.DecompressionStream")
    page.locator(".ring-item").first.click()
    page.wait_for_selector(".panel blockquote")
    assert page.evaluate("typeof window.DecompressionStream") == "undefined"
    assert page.locator(".panel blockquote").first.inner_text().strip()


def test_what_was_left_out_is_said(open_report: Open, whole: Path, written: Callable[..., Path]) -> None:
    room = whole.stat().st_size - size_of_page() - 3000
    page = open_report(written("thin.html", budget=room))
    assert "of 5 days are left out" in page.locator(".notice").inner_text()


def test_a_report_of_a_day_and_a_floor(open_report: Open, written: Callable[..., Path]) -> None:
    page = open_report(written("cut.html", as_of=date(2026, 3, 2), floor="agreed"))
    assert "2 Mar 2026" in page.locator(".notice").inner_text()
    assert page.locator(".dot").count() == 2
    assert page.locator(".ring-item").count() == 1
