"""Review in a browser: a sentence rejected after its effect was told, everything on the screen anew, and undone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest
from review_studies import build, claim_of, deal_of

from anello.pipeline import open_ledger
from anello.store import open_study
from anello.web.site import built

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = which("chromium") or which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
    pytest.mark.skipif(not (built() / "index.html").exists(), reason="the map was not built"),
]


class Served:
    """A study, served by a process of its own."""

    def __init__(self, study: str, *options: str) -> None:
        with open_study(study) as opened:
            view = open_ledger(opened)
            self.claim = claim_of(view, "Nvidia", "OpenAI")
            self.deal = deal_of(view, "Nvidia", "OpenAI")
            self.others = deal_of(view, "OpenAI", "Oracle"), deal_of(view, "OpenAI", "Microsoft")
        command = [sys.executable, "-m", "anello", "serve", study, "--port", "0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        said = self.process.stderr.readline()
        found = re.search(r"http://\S+/", said)
        assert found, said
        self.address = found.group()

    def close(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(build(tmp_path), "--review")
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    yield opened
    opened.close()
    # A browser itself writes down what the server has no longer, or was asked for in vain.
    assert [said for said in troubles if "404 (Not Found)" not in said] == []


def test_a_claim_is_rejected_after_its_effect_was_told_and_comes_back(page: Page, served: Served) -> None:
    page.goto(f"{served.address}?page=review&open=deal.{served.deal}")
    controls = page.locator(f'.panel [data-review="{served.claim}"]')
    controls.get_by_role("button", name="Reject").click()
    effect = controls.locator(".effect")
    effect.locator(".effect-gone").first.wait_for()
    assert "Rings: 1 before, 0 after." in effect.inner_text()
    assert "Nvidia → OpenAI" in effect.locator(".effect-gone").last.inner_text()
    effect.get_by_role("button", name="Leave it").click()
    assert page.request.get(f"{served.address}api/v1/review").json()["total"] == 0

    controls.get_by_role("button", name="Reject").click()
    controls.get_by_role("button", name="Keep this decision").click()
    page.locator(f'.panel [data-claim="{served.claim}"]').wait_for(state="detached")
    assert page.request.get(f"{served.address}api/v1/rings").json()["total"] == 0

    page.goto(f"{served.address}?page=review")
    item = page.locator(".decision")
    assert "rejected" in item.inner_text()
    assert "Nvidia, OpenAI" in item.inner_text()
    item.get_by_role("button", name="Undo").click()
    assert "Rings: 0 before, 1 after." in page.locator(".effect-rings").inner_text()
    page.get_by_role("button", name="Undo this decision").click()
    page.get_by_text("Nothing was decided yet").wait_for()
    assert page.request.get(f"{served.address}api/v1/rings").json()["total"] == 1


def test_a_confirmed_claim_says_so_beside_its_sentence(page: Page, served: Served) -> None:
    page.goto(f"{served.address}?page=review&open=deal.{served.deal}")
    controls = page.locator(f'.panel [data-review="{served.claim}"]')
    controls.get_by_role("button", name="Confirm").click()
    page.get_by_text("None changes.").first.wait_for()
    controls.get_by_role("button", name="Keep this decision").click()
    page.locator(f'.panel [data-review="{served.claim}"] .review-confirmed.tag').wait_for()
    assert page.locator(f'.panel [data-review="{served.claim}"]').get_by_role("button").all_inner_texts() == ["Reject"]


def test_names_and_deals_are_decided_on_by_the_keyboard_alone(page: Page, served: Served) -> None:
    page.goto(f"{served.address}?page=review&lang=it")
    page.get_by_role("heading", name="Unire o separare due nomi").wait_for()
    page.locator("#parties-left").fill("Zephyr")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Zephyr Robotics")
    page.keyboard.press("Tab")
    page.keyboard.type("<b>la relazione</b>")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".effect-new").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    item = page.locator(".decision")
    item.wait_for()
    assert item.locator(".because").inner_text().strip('"“”«»') == "<b>la relazione</b>"

    one, other = served.others
    page.locator("#deals-left").fill(one[:8])
    page.locator("#deals-right").fill(other)
    page.locator(".review-deals button").click()
    page.get_by_role("button", name="Conserva la decisione").click()
    page.locator(".decision").nth(1).wait_for()
    found = page.request.get(f"{served.address}api/v1/review").json()["items"]
    assert [(one["kind"], one["word"]) for one in found] == [("parties", "same"), ("deals", "part-of")]


def test_what_cannot_be_is_told_and_nothing_is_kept(page: Page, served: Served) -> None:
    page.goto(f"{served.address}?page=review")
    button = page.locator(".review-parties button")
    button.click()
    assert page.get_by_role("alert").inner_text() == "Give both sides."
    page.locator("#parties-left").fill("Nobody & Sons")
    page.locator("#parties-right").fill("OpenAI")
    with page.expect_response("**/review/preview**") as answer:
        button.click()
    assert answer.value.status == 404
    page.get_by_text("Not possible: no party of this study is called 'Nobody & Sons'").wait_for()
    assert page.get_by_role("button", name="Keep this decision").count() == 0


def test_without_the_flag_there_is_nothing_to_press(page: Page, tmp_path: Path) -> None:
    closed = Served(build(tmp_path))
    try:
        page.goto(f"{closed.address}?page=review&open=deal.{closed.deal}")
        page.locator(f'.panel [data-claim="{closed.claim}"]').wait_for()
        page.wait_for_load_state("networkidle")
        assert page.locator(".review-controls button").count() == 0
        page.goto(f"{closed.address}?page=review")
        page.get_by_text("This server is read-only").wait_for()
    finally:
        closed.close()
