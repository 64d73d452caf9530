"""Review over HTTP: only with --review and from the server's own pages; shown first, kept, seen at once, taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ConfigDict, TypeAdapter
from review_studies import build, claim_of, deal_of

from anello.pipeline import open_ledger
from anello.store import Study, open_study
from anello.web.app import make_app
from anello.web.desk import Desk
from anello.web.guarding import House
from anello.web.shapes.circles import RingPage
from anello.web.shapes.reviewing import Decision, DecisionPage, Effect

API = "/api/v1"
JSON = {"content-type": "application/json"}


class Client:
    """Asks the application of a study as a page of its server would."""

    def __init__(self, study: Study, *, review: bool = True, token: str | None = None) -> None:
        self.study = study
        self.app = make_app(Desk(study, review=review), House(review=review, token=token))

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def send() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(self.app), base_url="http://localhost"
            ) as client:
                if isinstance(body, bytes | None):
                    return await client.request(method, API + path, content=body, headers=named)
                return await client.request(method, API + path, json=body, headers=named)

        return asyncio.run(send())

    def view(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with open_study(build(tmp_path)) as opened:
        yield opened


@pytest.fixture
def web(study: Study) -> Client:
    return Client(study)


def bodies(study: Study) -> dict[str, dict[str, str]]:
    view = open_ledger(study)
    one, other = deal_of(view, "OpenAI", "Oracle"), deal_of(view, "OpenAI", "Microsoft")
    return {
        "claim": {"kind": "claim", "claim": claim_of(view, "Nvidia", "OpenAI"), "verdict": "rejected"},
        "parties": {"kind": "parties", "left": "Zephyr", "right": "Zephyr Robotics", "verdict": "same"},
        "deals": {"kind": "deals", "left": one, "right": other, "relation": "part-of", "because": "one plan"},
    }


def fits(shape: Any, view: Any) -> Any:
    """Hold a view against a shape in which every key is known."""
    TypeAdapter(list[shape], config=ConfigDict(extra="forbid", strict=True)).validate_python([view])
    return view


@pytest.mark.parametrize("kind", ["claim", "parties", "deals"])
def test_the_round_trip_of_each_kind(web: Client, kind: str) -> None:
    body, digest = bodies(web.study)[kind], web.study.digest()
    rings = fits(RingPage, web.view("/rings"))
    shown = fits(Effect, web.ask("POST", "/review/preview", body).json())
    assert (web.study.digest(), web.view("/review")["total"]) == (digest, 0)
    answer = web.ask("POST", "/review", body)
    assert answer.status_code == 201, answer.text
    kept = fits(Decision, answer.json())
    assert (kept["kind"], kept["because"]) == (kind, body.get("because", ""))
    assert fits(DecisionPage, web.view("/review"))["items"] == [kept]
    assert [ring["id"] for ring in web.view("/rings")["items"]] == shown["rings"]["after"]
    assert [ring["id"] for ring in rings["items"]] == shown["rings"]["before"]
    back = fits(Effect, web.ask("POST", "/review/preview", {"kind": "undo", "decision": kept["id"]}).json())
    assert back["rings"]["after"] == shown["rings"]["before"]
    assert web.view("/review")["total"] == 1
    assert web.ask("DELETE", f"/review/{kept['id']}").json()["id"] == kept["id"]
    assert (web.view("/rings"), web.view("/review")["total"], web.study.digest()) == (rings, 0, digest)
    assert web.ask("DELETE", f"/review/{kept['id']}").status_code == 404


def test_every_tag_changes_with_a_decision_and_never_comes_back(web: Client) -> None:
    tags = [web.ask("GET", "/rings").headers["etag"]]
    known = web.view("/study")["digest"]
    kept = web.ask("POST", "/review", bodies(web.study)["deals"]).json()
    assert web.view("/study")["digest"] != known
    assert web.ask("GET", "/rings", if_none_match=tags[0]).status_code == 200
    tags.append(web.ask("GET", "/rings").headers["etag"])
    assert web.ask("GET", "/rings", if_none_match=tags[1]).status_code == 304
    web.ask("DELETE", f"/review/{kept['id']}")
    tags.append(web.ask("GET", "/rings").headers["etag"])
    assert len(set(tags)) == 3


def test_a_preview_minds_day_and_floor(web: Client) -> None:
    body = bodies(web.study)["claim"]
    early = web.ask("POST", "/review/preview?as_of=2026-01-31&floor=agreed", body).json()
    assert (early["rings"]["before"], early["rings"]["gone"], early["deals"]["changed"]) == ([], [], [])
    assert len(early["deals"]["gone"]) == 1
    assert len(web.ask("POST", "/review/preview", body).json()["rings"]["gone"]) == 1
    assert web.ask("POST", "/review/preview?as_of=2026-13-31", body).status_code == 422


def test_without_the_flag_nothing_is_read_or_written(study: Study) -> None:
    closed, body = Client(study, review=False), bodies(study)["claim"]
    digest = study.digest()
    for method, path in (
        ("GET", "/review"),
        ("POST", "/review"),
        ("POST", "/review/preview"),
        ("DELETE", "/review/ab"),
    ):
        answer = closed.ask(method, path, body if method == "POST" else None)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert study.digest() == digest
    assert closed.view("/study")["review"] is False


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost:9999"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "http://localhost", "sec_fetch_site": "same-origin"}, 201),
        ({}, 201),
    ],
)
def test_only_a_page_of_this_server_decides(web: Client, headers: dict[str, str], status: int) -> None:
    assert web.ask("POST", "/review", bodies(web.study)["claim"], **headers).status_code == status
    assert web.view("/review")["total"] == (1 if status == 201 else 0)
    if status == 201:
        kept = web.view("/review")["items"][0]["id"]
        hostile = {"origin": "https://elsewhere.example"}
        assert web.ask("DELETE", f"/review/{kept}", **hostile).status_code == 403
        assert web.view("/review")["total"] == 1


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_decision_that_is_no_json_is_refused(web: Client, media: str) -> None:
    body = b'{"kind": "claim", "claim": "00", "verdict": "rejected"}'
    assert web.ask("POST", "/review", body, content_type=media).status_code == 415
    assert web.ask("POST", "/review/preview", body, content_type=media).status_code == 415


def test_a_token_is_demanded_of_decisions_too(study: Study) -> None:
    locked = Client(study, token="a long secret of ours")
    assert locked.ask("POST", "/review", bodies(study)["claim"]).status_code == 401
    sent = {"authorization": "Bearer a long secret of ours"}
    assert locked.ask("POST", "/review", bodies(study)["claim"], **sent).status_code == 201


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"claim": "ffffffffffffffff"}, 404),
        ({"claim": ""}, 422),
        ({"claim": "x" * 300}, 422),
        ({"claim": 7}, 422),
        ({"verdict": "maybe"}, 422),
        ({"kind": "ring"}, 422),
        ({"kind": "parties"}, 422),
        ({"because": "x" * 2001}, 422),
        ({"because": None}, 422),
    ],
)
def test_wrong_bodies_are_problems(web: Client, change: dict[str, object], status: int) -> None:
    for path in ("/review", "/review/preview"):
        answer = web.ask("POST", path, bodies(web.study)["claim"] | change)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["detail"]
    assert web.view("/review")["total"] == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'"x"', b"[" * 50_000, b'{"kind": "undo"}'])
def test_odd_bodies_are_problems(web: Client, body: bytes) -> None:
    answer = web.ask("POST", "/review", body, **{"content_type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_hostile_words_come_back_as_they_were_sent(web: Client) -> None:
    because = "<script>alert(1)</script> \u202e ' \" \x00 😀"
    kept = web.ask("POST", "/review", bodies(web.study)["claim"] | {"because": because}).json()
    assert kept["because"] == because
    assert web.view("/review")["items"][0]["because"] == because
    answer = web.ask(
        "POST",
        "/review",
        b'{"kind":"claim","claim":"00","verdict":"rejected","because":"\\ud800"}',
        **{"content_type": "application/json"},
    )
    assert answer.status_code == 422


def test_many_who_ask_while_one_decides_get_one_state_or_the_other(web: Client) -> None:
    body, before = bodies(web.study)["claim"], len(web.view("/rings")["items"])

    async def together() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web.app), base_url="http://localhost") as client:
            asked = [client.get(f"{API}/rings") for _ in range(8)]
            return await asyncio.gather(*asked[:4], client.post(f"{API}/review", json=body), *asked[4:])

    answers = asyncio.run(together())
    assert [answer.status_code for answer in answers] == [200] * 4 + [201] + [200] * 4
    seen = {len(answer.json()["items"]) for answer in answers if answer.status_code == 200}
    assert seen <= {before, before - 1}
    assert len(web.view("/rings")["items"]) == before - 1
