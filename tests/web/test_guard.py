"""Who may ask: names, tokens, writing, and what every response forbids."""

from __future__ import annotations

import pytest
from web_client import Client, client_of

from anello.errors import SettingsError
from anello.web.desk import Desk
from anello.web.guarding import API, POLICY, House
from anello.web.serving import take_port

TOKEN = "a token that nobody guesses"


def code(desk: Desk, host: str, house: House | None = None, **headers: str | bytes) -> int:
    return client_of(desk, house, host).api("/stress", **headers).status_code


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765", "LOCALHOST"])
def test_local_names_are_answered(desk: Desk, host: str) -> None:
    assert code(desk, host) == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8765", "10.0.0.1"])
def test_other_names_are_not(desk: Desk, host: str) -> None:
    answer = client_of(desk, None, host).get("/")
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"
    assert code(desk, host) == 421


def test_no_name_at_all_is_not_answered(web: Client) -> None:
    assert web.api("/stress", host="").status_code == 421


def test_beyond_loopback_any_name_is_answered_and_the_token_demanded(desk: Desk) -> None:
    house = House.at("0.0.0.0", TOKEN, review=False)
    assert code(desk, "maps.example", house) == 401
    assert code(desk, "maps.example", house, authorization=f"Bearer {TOKEN}") == 200
    assert code(desk, "maps.example", house, authorization=f"bearer {TOKEN}") == 200
    assert code(desk, "maps.example", house, authorization="Bearer wrong") == 401
    assert code(desk, "maps.example", house, authorization=f"Basic {TOKEN}") == 401
    assert code(desk, "maps.example", house, authorization=f"Bearer {TOKEN}é".encode("latin-1")) == 401
    web = client_of(desk, house, "maps.example")
    refused = web.api("/stress")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert refused.json()["status"] == 401
    assert web.api("/stress?token=a+token+that+nobody+guesses").status_code == 200
    assert web.api("/stress?token=wrong").status_code == 401
    assert web.ask("POST", f"{API}/review").status_code == 401
    assert web.get("/").status_code == 200  # the map itself holds nothing of a study


def test_the_token_does_not_change_the_tag(desk: Desk) -> None:
    house = House.at("0.0.0.0", TOKEN, review=False)
    web = client_of(desk, house)
    by_query = web.api("/stress?token=a+token+that+nobody+guesses")
    assert by_query.headers["etag"] == web.api("/stress", authorization=f"Bearer {TOKEN}").headers["etag"]
    assert web.api("/stress", if_none_match=by_query.headers["etag"]).status_code == 401


@pytest.mark.parametrize("path", ["/", "/deals/abc", f"{API}/study", f"{API}/nothing", "/assets/none.js"])
def test_every_response_forbids_what_is_not_ours(web: Client, path: str) -> None:
    headers = web.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name in headers if name.startswith("access-control")]
    assert "server" not in headers


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    words = POLICY.replace(";", " ").split()
    assert "default-src 'none'" in POLICY
    assert not [word for word in words if "http" in word or "*" in word or "unsafe" in word]


REVIEW = f"{API}/review"
JSON = "application/json"


def test_a_decision_from_another_page_is_refused(desk: Desk) -> None:
    web = client_of(desk, House(review=True))

    def sent(**headers: str) -> int:
        return web.ask("POST", REVIEW, b"{}", **{"content_type": JSON, **headers}).status_code

    assert sent(origin="http://evil.example") == 403
    assert sent(origin="null") == 403
    assert sent(sec_fetch_site="cross-site") == 403
    assert sent(content_type="text/plain") == 415
    assert sent(origin="http://localhost") not in (403, 415)
    assert web.ask("PUT", REVIEW, b"{}").status_code == 405
    assert web.ask("POST", f"{API}/deals", b"{}", content_type=JSON).status_code == 405


def test_a_port_that_is_taken_is_one_line() -> None:
    with take_port("127.0.0.1", 0) as taken, pytest.raises(SettingsError, match="choose another --port"):
        take_port("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(SettingsError, match="choose another"):
        take_port("no such host.invalid", 0)
