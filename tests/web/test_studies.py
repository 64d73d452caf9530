"""Studies that are empty, hostile or large stay usable, and text stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from web_client import Client, client_of, fits

from anello.pipeline import build_study
from anello.store import open_study
from anello.web.asking import Asker
from anello.web.desk import Desk
from anello.web.shapes import claims, map

TODAY = date(2026, 1, 1)
EVIL = '<script>alert("x")</script>'


def test_an_empty_study_answers_everything(tmp_path: Path) -> None:
    with open_study(tmp_path / "empty.anello", create=True) as study:
        web = client_of(Desk(study))
        found = fits(map.Study, web.view("/study"))
        assert (found["articles"], found["first"], found["days"], found["name"]) == (0, None, [], "empty")
        drawn = fits(map.Map, web.view("/map"))
        assert (drawn["parties"], drawn["deals"], drawn["of"]) == ([], [], 0)
        assert web.view("/flows")["all"]["share"] == {"low": None, "high": None}
        assert web.view("/search?q=a")["sentences"] == []
        lists = ("rings", "deals", "claims", "parties", "origins", "conflicts", "differences", "ladder", "funded")
        for name in (*lists, "owners", "compute", "valuations"):
            assert web.view(f"/{name}")["items"] == [], name
        assert web.api("/stress/openai-misses").status_code == 404


def test_the_first_screen_is_reckoned_before_anybody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_study(tmp_path / "empty.anello", create=True) as study:
        desk = Desk(study)
        Asker(desk).ready_first_screen()
        for work in ("desk.read_told", "desk.view_at", "routes.circles.flows_view"):
            monkeypatch.setattr(f"anello.web.{work}", lambda *_, **__: pytest.fail("reckoned anew"))
        web = client_of(desk)
        assert [web.api(f"/{path}").status_code for path in ("study", "map", "rings", "flows")] == [200] * 4


def test_what_is_asked_next_is_made_ahead_until_it_is_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asker, asked = Asker(desk), list[str]()
    monkeypatch.setattr(asker, "ask", lambda path, *_: asked.append(path) or 1 / 0)
    asker.make_ahead(lambda: len(asked) == 3)
    assert asked == ["/search", "/ladder", "/compute"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("hostile")
    news = folder / "<img src=x onerror=alert(1)>.txt"
    news.write_text(
        f"Title: {EVIL}\nURL: javascript:alert(1)\nDate: 2025-03-04\nOutlet: {EVIL}\n\n"
        f"{EVIL} Microsoft\u202e bought Nokia for $7 billion.\n</script><!--",
        encoding="utf-8",
    )
    build_study([str(news)], folder / "hostile.anello", today=TODAY, workers=1)
    study = open_study(folder / "hostile.anello")
    return client_of(Desk(study))


def test_injected_text_stays_text_in_json(hostile: Client) -> None:
    answer = hostile.api("/claims")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    claim = answer.json()["items"][0]
    opened = hostile.view(f"/claims/{claim['id']}")
    sentence = opened["sentences"][0]
    assert "onerror=alert(1)" in sentence["article"]["document"]
    article = fits(claims.OpenedArticle, hostile.view(f"/articles/{sentence['article']['id']}"))
    assert EVIL in article["text"]
    assert EVIL in sentence["text"] or EVIL in article["title"]


@pytest.mark.parametrize("asked", [EVIL, '"><img src=x>', "%00", "%ff%fe", "%ed%a0%80", "' OR 1=1 --", "..%2f" * 20])
def test_what_is_asked_is_never_run(hostile: Client, asked: str) -> None:
    for path in (f"/search?q={asked}", f"/deals?party={asked}", f"/deals/{asked}", f"/stress/{asked}"):
        answer = hostile.api(path)
        assert answer.status_code in (200, 404, 422), (path, answer.text)
        assert answer.headers["content-type"] in ("application/json", "application/problem+json")


def test_a_large_article_opens(tmp_path: Path) -> None:
    news = tmp_path / "small.txt"
    news.write_text("Small\n\nMicrosoft bought Nokia for $7 billion.", encoding="utf-8")
    build_study([str(news)], tmp_path / "small.anello", today=TODAY, workers=1)
    with open_study(tmp_path / "small.anello") as small, open_study(tmp_path / "large.anello", create=True) as study:
        (article,) = small.articles()
        study.add([replace(article, text=article.text + "\nNothing else happened." * 450_000)], small.claims())
        web = client_of(Desk(study))
        claim = web.view("/claims")["items"][0]
        sentence = web.view(f"/claims/{claim['id']}")["sentences"][0]
        assert sentence["text"] == "Microsoft bought Nokia for $7 billion."
        assert len(web.view(f"/articles/{sentence['article']['id']}")["text"]) > 10_000_000
        assert web.view("/search?q=nokia")["sentences"]
