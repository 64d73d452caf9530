"""How answers are sent: pages, ETags, gzip, problems, the document."""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from web_client import Client, client_of, fits

from anello.errors import NotFound, StoreError
from anello.store import open_study
from anello.web.answering import Answer, Answers
from anello.web.asked import MOST
from anello.web.desk import Desk, Once
from anello.web.guarding import API
from anello.web.openapi import document, text_of
from anello.web.shapes.parts import Problem

JSON = "application/json"
ROOT = Path(__file__).parents[2]


def problem(web: Client, path: str, status: int) -> str:
    answer = web.api(path)
    assert answer.status_code == status, (path, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    said = fits(Problem, answer.json())
    assert said["status"] == status
    return str(said["detail"])


# --- pages ------------------------------------------------------------------------------------------------------------


def test_pages_join_to_the_whole_list(web: Client) -> None:
    whole = web.view(f"/deals?limit={MOST}")
    pages = [web.view(f"/deals?limit=7&offset={at}") for at in range(0, whole["total"], 7)]
    assert [item for page in pages for item in page["items"]] == whole["items"]
    assert {page["total"] for page in pages} == {len(whole["items"])}
    assert pages[1] | {"items": []} == {"items": [], "total": whole["total"], "offset": 7, "limit": 7}


def test_a_page_beyond_the_end_is_empty(web: Client) -> None:
    assert web.view("/deals?offset=100000")["items"] == []


@pytest.mark.parametrize("asked", ["limit=0", "limit=1001", "limit=x", "offset=-1", "limit=", f"offset={10**30}"])
def test_a_page_that_cannot_be_is_refused(web: Client, asked: str) -> None:
    assert problem(web, f"/deals?{asked}", 422)


# --- what is asked wrongly --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", ["2025-02-30", "2025-13-01", "2025", "20250101", "1735689600", "yesterday", "", "२०२५-०१-०१", "0000-01-01"]
)
def test_a_day_that_is_none_is_refused(web: Client, day: str) -> None:
    assert "as_of" in problem(web, f"/deals?as_of={day}", 422)


@pytest.mark.parametrize("floor", ["firm", "AGREED", "", "agreed ", "agreed\n"])
def test_a_floor_that_is_no_status_is_refused(web: Client, floor: str) -> None:
    assert "floor" in problem(web, f"/map?floor={quote(floor)}", 422)


@pytest.mark.parametrize(
    "path",
    [
        *("/deals/zzzz", "/rings/zzzz", "/claims/zzzz", "/parties/zzzz", "/articles/zzzz", "/origins/zzzz"),
        *("/stress/zzzz", "/deals?party=zzzz", "/ladder?party=zzzz", "/funded?vendor=zzzz", "/owners?party=zzzz"),
        *("/compute?buyer=zzzz", "/valuations?party=zzzz", "/claims?party=zzzz", "/nothing", "/", ""),
        *("/stress/..%2F..%2Fetc%2Fpasswd", "/stress/%2Fetc%2Fpasswd", "/articles/..%2Fdemo.anello"),
    ],
)
def test_what_is_not_there_is_not_found(web: Client, path: str) -> None:
    assert problem(web, path, 404)


def test_a_name_that_fits_several_is_a_question_wrongly_asked(web: Client) -> None:
    ids = [deal["id"] for deal in web.view("/deals")["items"]]
    letter = next(c for c in "0123456789abcdef" if sum(id.startswith(c) for id in ids) > 1)
    assert "give more of the id" in problem(web, f"/deals/{letter}", 422)
    assert web.view(f"/deals/{ids[0][:12]}")["id"] == ids[0]


@pytest.mark.parametrize("parties", ["0", "5001", "-1", "many"])
def test_a_map_of_no_or_too_many_parties_is_refused(web: Client, parties: str) -> None:
    assert problem(web, f"/map?parties={parties}", 422)


def test_a_search_for_nothing_is_refused(web: Client) -> None:
    assert problem(web, "/search", 422)
    assert problem(web, "/search?q=", 422)
    assert problem(web, f"/search?q={'a' * 201}", 422)
    assert web.view("/search?q=%20") == {"parties": [], "deals": [], "sentences": []}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(web: Client, method: str) -> None:
    for path in ("/deals", "/deals/x", "/nothing"):
        answer = web.ask(method, API + path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        fits(Problem, answer.json())
    answer = web.ask(method, f"{API}/review")
    assert answer.status_code == 403
    assert "--review" in fits(Problem, answer.json())["detail"]


def test_what_fails_on_our_side_shows_nothing_of_the_inside(
    web: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(error: Exception) -> None:
        raise error

    for error in (RuntimeError("the secret inside"), StoreError("a secret path")):
        with monkeypatch.context() as patched:
            patched.setattr(desk, "sight", lambda *asked, error=error: fail(error))
            said = problem(web, "/parties?offset=77", 500)
        assert "secret" not in said
        assert "secret" in caplog.text
        assert web.api("/parties?offset=77").status_code == 200
        assert web.api("/parties?offset=77", if_none_match="").status_code == 200
        desk.change(lambda study: None)


# --- ETag, gzip, HEAD -------------------------------------------------------------------------------------------------


def test_who_has_an_answer_is_not_sent_it_again(web: Client) -> None:
    first = web.api("/deals?limit=3")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    again = web.api("/deals?limit=3", if_none_match=f'"other", {tag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "content-security-policy" in again.headers
    assert web.api("/deals?limit=3", if_none_match='W/"other"').status_code == 200
    assert web.api("/deals?limit=4", if_none_match=tag).status_code == 200


def test_one_question_is_one_address_in_whatever_order(web: Client) -> None:
    one, other = web.api("/deals?limit=3&floor=agreed"), web.api("/deals?floor=agreed&limit=3")
    assert one.headers["etag"] == other.headers["etag"]
    assert one.content == other.content


def test_a_changed_study_has_other_tags_and_answers(own_file: Path) -> None:
    with open_study(own_file) as study:
        desk = Desk(study)
        web = client_of(desk)
        tag, articles = web.api("/study").headers["etag"], web.view("/study")["articles"]
        news = replace(next(study.articles()), id="0123456789abcdef")
        desk.change(lambda study: study.add([news]))
        answer = web.api("/study", if_none_match=tag)
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag
        assert answer.json()["articles"] == articles + 1


def test_answers_are_compressed_for_who_takes_that(web: Client) -> None:
    plain = web.api("/deals", accept_encoding="identity")
    packed = web.api("/deals", accept_encoding="br, gzip;q=0.5")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert packed.content == plain.content
    assert "content-encoding" not in web.api("/deals", accept_encoding="gzip;q=0").headers


def test_head_is_get_without_its_body(web: Client) -> None:
    got, head = (
        web.api("/deals", accept_encoding="identity"),
        web.ask("HEAD", f"{API}/deals", accept_encoding="identity"),
    )
    assert (head.status_code, head.content) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k != "date"} == dict(got.headers)


def test_kept_answers_are_bounded() -> None:
    kept = Answers(most=10_000)
    for number in range(40):
        kept.keep(str(number), Answer(b"text/plain", bytes(500)))
    assert kept.size <= 10_000
    assert kept.get("0") is None
    assert kept.get("39") is not None
    kept.keep("large", Answer(b"text/plain", gzip.compress(bytes(range(256)) * 40) * 30))
    assert kept.get("large") is None


# --- many at once -----------------------------------------------------------------------------------------------------


def test_twenty_clients_get_one_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    real = desk.study.articles
    monkeypatch.setattr(desk.study, "articles", lambda as_of=None: (made.append(as_of), real(as_of))[1])
    web = client_of(desk)
    found = web.all_at_once(
        ["/map?as_of=2025-11-30&floor=planned"] * 10 + ["/deals?as_of=2025-11-30&floor=planned"] * 10
    )
    assert {answer.status_code for answer in found} == {200}
    assert len({answer.content for answer in found}) == 2
    assert len(made) <= 2  # the view of the day at the floor, and the whole one that the places need


def test_values_are_made_once_and_the_oldest_go() -> None:
    once, calls = Once(most=2), list[str]()

    def make(name: str) -> str:
        calls.append(name)
        return name

    threads = [threading.Thread(target=once.get, args=("a", lambda: make("a"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == ["a"]
    for name in ("b", "a", "c", "b"):
        once.get(name, lambda name=name: make(name))
    assert calls == ["a", "b", "c", "b"]


def test_what_fails_is_not_kept() -> None:
    once = Once()

    def fail() -> str:
        raise NotFound("nothing")

    with pytest.raises(NotFound):
        once.get("a", fail)
    assert once.get("a", lambda: "made") == "made"


# --- the document -----------------------------------------------------------------------------------------------------


def test_the_document_in_the_site_is_that_of_the_code() -> None:
    kept = (ROOT / "site" / "openapi.json").read_text(encoding="utf-8")
    assert kept == text_of(document()), "run: python -m anello.web.openapi > site/openapi.json"


def test_the_document_is_served_and_knows_every_path(web: Client) -> None:
    found = web.view("/openapi.json")
    assert found == json.loads(text_of(document()))
    assert found["openapi"].startswith("3.1")
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            assert answers["201" if (method, path) == ("post", f"{API}/review") else "200"]["content"][JSON]["schema"]
            assert "application/problem+json" in answers["422"]["content"], path
