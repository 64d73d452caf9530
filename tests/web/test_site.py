"""The site beside the API: files, the first page for every address, and no way out of the folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from web_client import Client, api_of

from anello.web.desk import Desk
from anello.web.guarding import Guard, House
from anello.web.site import Site

PAGE = "<!doctype html><title>map</title>"


@pytest.fixture
def built(tmp_path: Path, desk: Desk) -> Client:
    folder = tmp_path / "built"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "main-abc.js").write_text("export {};\n" * 200)
    (folder / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    return Client(Guard(Site(api_of(desk), folder), House()))


@pytest.mark.parametrize("path", ["/", "/index.html", "/rings", "/deals/abc?floor=agreed", "/parties/a.b", "/apix"])
def test_addresses_of_the_map_give_its_first_page(built: Client, path: str) -> None:
    answer = built.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert built.get(path, if_none_match=answer.headers["etag"]).status_code == 304


def test_files_are_served_with_their_kind(built: Client) -> None:
    script = built.get("/assets/main-abc.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-encoding"] == "gzip"
    assert built.get("/favicon.svg").headers["content-type"] == "image/svg+xml"
    assert built.get("/assets/gone.js").status_code == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/way-out.txt"]
)
def test_no_path_leads_out(built: Client, path: str) -> None:
    assert "secret" not in built.get(path).text.replace("secret.txt", "")


def test_without_a_built_map_a_page_says_so(desk: Desk, tmp_path: Path) -> None:
    web = Client(Guard(Site(api_of(desk), tmp_path / "none"), House()))
    answer = web.get("/rings")
    assert answer.status_code == 200
    assert "The map was not built" in answer.text
    assert web.api("/stress").status_code == 200


def test_only_reading(built: Client) -> None:
    assert built.ask("POST", "/").status_code == 405
