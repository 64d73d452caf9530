"""anello report: one file that holds its answers, keeps its budget, and treats what articles say as text."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cli_studies import TABLE, TODAY, write_inputs

from anello.errors import SchemaError, SettingsError
from anello.pipeline import build_study
from anello.store import open_study
from anello.web.books import MARK, Shelf
from anello.web.reporting import Report, make_report, spread
from anello.web.sheet import as_data, policy_of, write_sheet

Cli = Callable[..., tuple[int, str, str]]
EVIL = '</script><script>alert(1)</script><img src=x onerror="alert(2)"><!--'
SCRIPT, STYLE = 'const a = "</script><!--";', "body { color: red }"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    news = write_inputs(folder)
    evil = f'OpenAI,"{EVIL.replace(chr(34), chr(34) * 2)}",supply,7000000,USD,2026-05-01,,agreed,2026-05-01,Wire,\n'
    (news / "deals.csv").write_text(TABLE + evil, encoding="utf-8")
    build_study([str(news)], folder / "s.anello", today=date.fromisoformat(TODAY), workers=1)
    return folder / "s.anello"


@pytest.fixture(scope="module")
def report(path: Path) -> Report:
    with open_study(path) as study:
        return make_report(study, budget=8_000_000)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A map that is not much of one."""
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "anello.js").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "report" / "anello.css").write_text(STYLE, encoding="utf-8")
    return tmp_path


class Reader:
    """Opens the books of a report as the page does."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.books = [json.loads(gzip.decompress(base64.b64decode(book.packed))) for book in report.books]

    def answer(self, slice_: str, question: str) -> Any:
        for number in self.report.index()["slices"].get(slice_, ()):
            told = self.books[number]["slices"].get(slice_, {})
            if question in told:
                return self._whole(told[question], {number, *self.report.books[number].needs})
        return None

    def _whole(self, value: Any, open_: set[int]) -> Any:
        if isinstance(value, list):
            return [self._whole(one, open_) for one in value]
        if not isinstance(value, dict):
            return value
        if MARK in value:
            home = max(n for n, book in enumerate(self.report.books) if book.start <= value[MARK])
            while not self.books[home]["pool"]:
                home -= 1
            assert home in open_
            return self._whole(self.books[home]["pool"][value[MARK] - self.report.books[home].start], open_)
        return {key: self._whole(part, open_) for key, part in value.items()}


def test_each_answer_is_that_of_the_server(path: Path, report: Report) -> None:
    from anello.web.asking import Asker
    from anello.web.desk import Desk

    reader = Reader(report)
    with open_study(path) as study:
        asker = Asker(Desk(study))
        for day in ("", *report.days):
            for floor in ("", "talks", "planned", "agreed", "completed"):
                slice_ = f"{day}|{floor}"
                for name in ("/map", "/rings", "/deals", "/flows", "/ladder", "/origins"):
                    assert reader.answer(slice_, name) == asker.ask(name, {}, day or None, floor or None)
                for ring in reader.answer(slice_, "/rings")["items"]:
                    assert reader.answer(slice_, f"/rings/{ring['id']}")["evidence"]["sentences"]
        for claim in asker.ask("/claims", {}, None, None)["items"]:
            assert reader.answer("|", f"/claims/{claim['id']}")["sentences"] is not None
    assert report.days == ("2026-01-05", "2026-02-01", "2026-03-02", "2026-04-01")
    assert report.left == {"details": 0, "of_details": report.left["of_details"], "days": 0, "of_days": 5}


def test_the_same_study_gives_the_same_file(path: Path, report: Report, built: Path) -> None:
    with open_study(path) as study:
        again = make_report(study, budget=8_000_000)
    assert write_sheet(again, "1", built) == write_sheet(report, "1", built)


def test_the_page_holds_all_and_lets_only_its_own_run(report: Report, built: Path) -> None:
    page = write_sheet(report, "1", built)
    assert page.count("<script") == page.count("</script>") == len(report.books) + 2
    assert re.findall(r"(?:src|href)=|url\(|https?://", page) == []
    script = re.search(r'<script type="module">(.*)</script>', page, re.S)
    assert script is not None
    assert script[1] == r'const a = "\x3c/script>\x3c!--";'
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1] == policy_of(script[1], STYLE)
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert "connect-src" not in policy[1]


def test_what_articles_say_is_never_markup(report: Report, built: Path) -> None:
    names = [party["name"] for party in Reader(report).answer("|", "/map")["parties"]]
    assert any("<img src=x" in name for name in names)
    evil = Report({**report.study, "name": EVIL}, report.books, report.days, None, None, report.left)
    page = write_sheet(evil, EVIL, built)
    assert "<img" not in page
    assert "alert(1)</script>" not in page
    assert page.count("<script") == len(report.books) + 2
    index = re.search(r'id="anello-report">(.*?)</script>', page, re.S)
    assert index is not None
    assert json.loads(index[1])["study"]["name"] == EVIL
    assert json.loads(as_data({"x": EVIL})) == {"x": EVIL}


def test_days_are_thinned_evenly_to_a_budget(path: Path, report: Report) -> None:
    whole = sum(len(book.packed) for book in report.books if all(name.startswith("|") for name in book.slices))
    with open_study(path) as study:
        thin = make_report(study, budget=whole + 3500)
    assert sum(len(book.packed) for book in thin.books) <= whole + 3500
    assert 0 < len(thin.days) < 4
    assert thin.days[0] == "2026-01-05"
    assert thin.left["days"] == 4 - len(thin.days)
    told = thin.index()["study"]["days"]
    assert [one["day"] for one in told] == [*thin.days, "2026-05-01"]
    assert sum(one["articles"] for one in told) == sum(one["articles"] for one in report.index()["study"]["days"])


def test_details_give_way_before_the_first_screen(path: Path, report: Report) -> None:
    first = len(report.books[0].packed)
    with open_study(path) as study:
        bare = make_report(study, budget=first + 10)
        assert bare.left["details"] == bare.left["of_details"] > 0
        assert bare.days == ()
        with pytest.raises(SettingsError, match="does not hold even the first screen"):
            make_report(study, budget=first - 1)


def test_a_day_and_a_floor_end_the_report(path: Path) -> None:
    with open_study(path) as study:
        cut = make_report(study, budget=8_000_000, as_of=date(2026, 3, 2), floor="planned")
        with pytest.raises(SettingsError, match="nothing to report"):
            make_report(study, budget=8_000_000, as_of=date(2020, 1, 1))
    index = cut.index()
    assert (index["as_of"], index["floor"]) == ("2026-03-02", "planned")
    assert index["study"]["floors"] == ["planned", "agreed", "completed"]
    assert index["study"]["last"] == "2026-03-02"
    assert index["study"]["articles"] == 3
    whole = Reader(cut).answer("|", "/map")
    assert {deal["status"] for deal in whole["deals"]} == {"completed", "agreed"}
    assert not any("2026-04" in name for name in index["slices"])


def test_a_report_of_a_day_has_the_places_of_the_whole(path: Path, report: Report) -> None:
    with open_study(path) as study:
        cut = make_report(study, budget=8_000_000, as_of=date(2026, 3, 2))
    placed = [
        {party["id"]: (party["x"], party["y"]) for party in Reader(made).answer("|", "/map")["parties"]}
        for made in (cut, report)
    ]
    assert len(placed[0]) > 2
    assert {party: placed[1][party] for party in placed[0]} == placed[0]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 52, 365])
def test_however_many_days_are_taken_they_lie_evenly(count: int) -> None:
    order = list(spread(count))
    assert sorted(order) == list(range(count))
    for taken in range(2, count):
        kept = sorted(order[:taken])
        gaps = [b - a for a, b in pairwise(kept)]
        assert max(gaps) <= 2 * min(gaps) + 2


def test_a_book_that_does_not_fit_leaves_nothing_behind() -> None:
    shelf = Shelf()
    assert shelf.add({"|": {"/a": {"text": "x" * 100, "more": [1, 2.5, None, True]}}}, 10_000)
    before = (shelf.size, len(shelf.books))
    assert not shelf.add({"d|": {"/b": [f"{n} and some words to fill it" for n in range(90)]}}, 100)
    assert (shelf.size, len(shelf.books)) == before
    assert shelf.add({"d|": {"/a": {"text": "x" * 100, "more": [1, 2.5, None, True]}}}, 10_000)
    told = json.loads(zlib.decompress(base64.b64decode(shelf.books[1].packed), 31))
    assert told == {"pool": [], "slices": {"d|": {"/a": {MARK: 1}}}}
    assert shelf.books[1].needs == (0,)
    with pytest.raises(SchemaError, match="means something else"):
        shelf.add({"|": {"/c": {"deep": [{MARK: "5"}]}}}, 10_000)


def test_the_command(path: Path, tmp_path: Path, built: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anello.web.sheet.built", lambda: built)
    out = tmp_path / "rings.html"
    code, _, said = cli("report", str(path), "-o", str(out), "--budget", "1")
    assert (code, "written to" in said) == (0, True)
    assert out.stat().st_size < 1_000_000
    code, _, said = cli("report", str(path), "-o", str(out), "--budget", "0.001")
    assert code == 1
    assert "does not hold even the first screen" in said
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("-o", "x.pdf"), "no page"),
        (("-o", "x.html", "--budget", "many"), "no size"),
        (("-o", "x.html", "--budget", "-3"), "no size"),
        (("-o", "x.html", "--floor", "maybe"), "no status"),
        (("-o", "x.html", "--as-of", "soon"), "no date"),
        ((), "--out"),
    ],
)
def test_wrong_input_is_told_in_words(path: Path, cli: Cli, options: tuple[str, ...], word: str) -> None:
    code, _, said = cli("report", str(path), *options)
    assert code == 2
    assert word in said


def test_without_a_map_it_says_what_to_do(
    path: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anello.web.sheet.built", lambda: tmp_path / "nowhere")
    code, _, said = cli("report", str(path), "-o", str(tmp_path / "x.html"))
    assert code == 1
    assert "make site" in said
    assert not (tmp_path / "x.html").exists()
