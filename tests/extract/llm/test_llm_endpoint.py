"""The endpoint: what it sends, what it tries again, what it gives up, what it never says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from fake_model import INVESTMENT, SECRET, FakeModel, Make, article, claims, completion, sends

from anello.errors import SettingsError
from anello.extract import Extraction
from anello.extract.llm.endpoint import ATTEMPTS, LONGEST_PAUSE, MAX_ANSWER
from anello.extract.llm.settings import read_settings

URL = {"ANELLO_LLM_URL": "http://localhost:1/v1", "ANELLO_LLM_MODEL": "m"}


def reasons(extraction: Extraction) -> str:
    return "; ".join(r.reason for r in extraction.rejects)


def test_only_passages_that_triage_selects_are_sent(make: Make, model: FakeModel) -> None:
    filler = "\n".join(f"Bystander number {n} ate lunch and talked about the weather." for n in range(30))
    make().extract(article(f"Chips\n\nAmazon has invested $4 billion in Anthropic.\n{filler}\nLisbon was warm."))
    sent = model.asked[0]["messages"][1]["content"]
    assert "Amazon has invested" in sent
    assert "Headline: Chips" in sent
    assert "Lisbon" not in sent
    assert model.asked[0]["model"] == "toy-1"


def test_an_article_without_a_deal_is_not_asked_about(make: Make, model: FakeModel) -> None:
    found = make().extract(article("Weather\n\nIt rained in Lisbon and people ate lunch."))
    assert found == Extraction()
    assert model.asked == []


def test_no_money_is_needed_to_be_asked_about(make: Make, model: FakeModel) -> None:
    make().extract(article("News\n\nAmazon is in talks to buy Anthropic."))
    assert len(model.asked) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_passes_is_tried_again(make: Make, model: FakeModel, pauses: list[float], status: int) -> None:
    model.will(sends(b"", status), sends(b"<html>busy</html>", status), claims(INVESTMENT))
    assert len(make().extract(article()).claims) == 1
    assert len(model.asked) == 3
    assert pauses == [1.0, 2.0]


def test_the_pause_that_the_server_asks_for_is_kept_within_bounds(
    make: Make, model: FakeModel, pauses: list[float]
) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    asked = ("7", soon, "999999999999999", "next week")
    model.will(*(sends(b"", 429, Retry_After=value) for value in asked), claims(INVESTMENT))
    assert len(make().extract(article()).claims) == 1
    assert pauses[0] == 7.0
    assert 20 < pauses[1] <= 30
    assert pauses[2:] == [LONGEST_PAUSE, 8.0]


def test_silence_ends_and_is_told(make: Make, model: FakeModel) -> None:
    model.will(model.hang)
    found = make(timeout=0.05).extract(article())
    assert found.unread
    assert "fell silent (TimeoutError)" in reasons(found)
    assert len(model.asked) == ATTEMPTS


def test_a_lost_connection_is_tried_again(make: Make, model: FakeModel) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"choices"')

    model.will(half, claims(INVESTMENT))
    assert len(make().extract(article()).claims) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Sign in</body></html>",
        b"",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [{"message": null}]}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
        completion(None),
        completion(["a", "list"]),
    ],
    ids=["html", "empty", "list", "no choice", "no message", "deep", "no text", "no content", "odd content"],
)
def test_what_is_no_completion_is_refused(make: Make, model: FakeModel, body: bytes) -> None:
    model.will(sends(body))
    found = make().extract(article())
    assert found.unread
    assert found.claims == ()
    assert len(model.asked) == 1


def test_an_endless_answer_is_cut_off(make: Make, model: FakeModel) -> None:
    model.will(sends(b" " * (MAX_ANSWER + 1)))
    found = make().extract(article())
    assert "more than 2 MB" in reasons(found)


def test_a_drip_of_bytes_does_not_hold_us(make: Make, model: FakeModel) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not model.closing.wait(0.02):
            handler.wfile.write(b" ")

    model.will(drip)
    assert make(timeout=0.1).extract(article()).unread


@pytest.mark.parametrize(("status", "word"), [(401, "KEY"), (403, "KEY"), (404, "URL"), (405, "URL"), (302, "URL")])
def test_what_no_article_can_pass_ends_the_run(make: Make, model: FakeModel, status: int, word: str) -> None:
    model.will(sends(SECRET.encode(), status, Location="http://127.0.0.1:9/elsewhere"))
    with pytest.raises(SettingsError, match=f"ANELLO_LLM_{word}") as caught:
        make().extract(article())
    assert SECRET not in str(caught.value)
    assert len(model.asked) == 1


def test_a_refused_request_costs_one_article(make: Make, model: FakeModel) -> None:
    extractor = make()
    model.will(sends(SECRET.encode(), 400), claims(INVESTMENT))
    refused = extractor.extract(article(name="long"))
    assert refused.unread
    assert "answers 400" in reasons(refused)
    assert len(extractor.extract(article(name="b")).claims) == 1


def test_a_model_that_stays_away_is_left_alone(make: Make, model: FakeModel) -> None:
    extractor = make()
    model.will(sends(b"", 500))
    for n in range(5):
        assert extractor.extract(article(name=str(n))).unread
    assert len(model.asked) == 3 * ATTEMPTS


def test_the_key_goes_into_one_header_and_nowhere_else(make: Make, model: FakeModel, tmp_path: Path) -> None:
    extractor = make()
    model.will(sends(SECRET.encode(), 500))
    found = extractor.extract(article())
    model.will(claims(INVESTMENT))
    found_later = extractor.extract(article())
    assert model.headers[0]["Authorization"] == f"Bearer {SECRET}"
    told = f"{found} {found_later} {extractor.summary} {extractor.settings!r} {extractor.endpoint!r} {model.asked}"
    assert SECRET not in told
    kept = [p for p in (tmp_path / "answers").rglob("*") if p.is_file()]
    assert kept
    assert all(SECRET.encode() not in p.read_bytes() for p in kept)


def test_no_key_sends_no_header(make: Make, model: FakeModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANELLO_LLM_KEY")
    make().extract(article())
    assert "Authorization" not in model.headers[0]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"ANELLO_LLM_URL": ""}, "set ANELLO_LLM_URL"),
        ({"ANELLO_LLM_URL": "ftp://x/v1"}, "no http"),
        ({"ANELLO_LLM_URL": "http://[x/v1"}, "no http"),
        ({"ANELLO_LLM_URL": "http://me:pw@x/v1"}, "credentials"),
        ({"ANELLO_LLM_URL": f"http://x/v1?key={SECRET}"}, "ANELLO_LLM_KEY"),
        ({"ANELLO_LLM_MODEL": ""}, "set ANELLO_LLM_MODEL"),
        ({"ANELLO_LLM_KEY": f"{SECRET}\nX: y"}, "ANELLO_LLM_KEY"),
        ({"ANELLO_LLM_PRICE_IN": "cheap"}, "ANELLO_LLM_PRICE_IN"),
        ({"ANELLO_LLM_PRICE_OUT": "-1"}, "ANELLO_LLM_PRICE_OUT"),
        ({"ANELLO_LLM_PRICE_OUT": "NaN"}, "ANELLO_LLM_PRICE_OUT"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(changes: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word) as caught:
        read_settings({**URL, **changes})
    assert SECRET not in str(caught.value)


def test_the_address_may_name_the_door_or_the_house() -> None:
    for url in ("http://h/v1", "http://h/v1/", "http://h/v1/chat/completions"):
        assert read_settings({**URL, "ANELLO_LLM_URL": url}).url == "http://h/v1/chat/completions"


def test_answers_are_kept_where_the_user_says_or_beside_the_study(tmp_path: Path) -> None:
    assert read_settings({**URL, "ANELLO_LLM_CACHE": "x"}, tmp_path / "s.anello").cache == Path("x")
    assert read_settings(URL, tmp_path / "s.anello").cache == tmp_path / "s.anello.llm"
    assert read_settings({**URL, "XDG_CACHE_HOME": "c"}).cache == Path("c", "anello", "llm")


def test_a_cache_that_is_a_file_is_told_before_anything_is_paid(
    make: Make, model: FakeModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ANELLO_LLM_CACHE", str(tmp_path / "file"))
    with pytest.raises(SettingsError, match="ANELLO_LLM_CACHE"):
        make()
