"""Folders, patterns, standard input, addresses: what is met, in which order; ids; near-duplicates."""

from __future__ import annotations

import gzip
import io
import os
import random
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_room import TODAY, read

from anello.model import Article
from anello.read import near, near_key, read_paths


@pytest.fixture
def folder(put, tmp_path):
    for name in ("b/2.txt", "b/1.md", "a.txt", "c/d/e.txt"):
        put(f"news/{name}", f"Title of {name}")
    return tmp_path / "news"


def titles(*paths: object) -> list[str]:
    return [a.title.removeprefix("Title of ") for a in read(*paths)[0]]


def test_folder_is_walked_in_order_of_names(folder):
    articles, rejects = read(folder)
    assert not rejects
    assert [os.path.relpath(a.document, folder) for a in articles] == ["a.txt", "b/1.md", "b/2.txt", "c/d/e.txt"]


def test_document_is_the_path_as_given(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert [a.document for a in read("a.txt", "./a.txt", "b", "b/")[0]] == [
        "a.txt",
        "./a.txt",
        "b/1.md",
        "b/2.txt",
        "b/1.md",
        "b/2.txt",
    ]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt"]),
        ("*", ["a.txt", "b/1.md", "b/2.txt", "c/d/e.txt"]),
        ("b/[12].*", ["b/1.md", "b/2.txt"]),
        ("**/*.txt", ["a.txt", "b/2.txt", "c/d/e.txt"]),
        ("c/**", ["c/d/e.txt"]),
        ("**/[!0-9].t?t", ["a.txt", "c/d/e.txt"]),
    ],
)
def test_patterns(folder, monkeypatch, pattern, found):
    assert titles(f"{folder}/{pattern}") == found
    monkeypatch.chdir(folder)
    assert titles(pattern) == found


@pytest.mark.parametrize("pattern", ["*.html", "**/*.html", "none/**/*.txt"])
def test_pattern_without_match(folder, pattern):
    assert "no file matches" in read(folder / pattern)[1][0].reason


def test_empty_folder(tmp_path):
    assert "nothing to read" in read(tmp_path)[1][0].reason


def test_a_study_beside_its_news_is_passed_over(put, folder):
    before = len(read(folder)[0])
    put("news/my.anello", b"x")
    put("news/My.ANELLO.wal", b"x")
    articles, rejects = read(folder)
    assert (len(articles), rejects) == (before, [])


def test_what_lies_beside_news_is_passed_over(folder, put):
    for name in (".DS_Store", "Thumbs.db", ".git/config", "README.md", "LICENSES.md", "__pycache__/x.pyc"):
        put(f"news/{name}", "x")
    put("news/b/photo.jpg", b"\xff\xd8\xff")
    articles, (reject,) = read(folder)
    assert len(articles) == 4
    assert "unknown extension .jpg" in reject.reason
    assert len(read(folder / "README.md")[0]) == 1


@pytest.mark.parametrize("pattern", ["", "/**/*.txt"])
def test_directory_loops_and_second_ways_are_told_once(folder, pattern):
    (folder / "c" / "loop").symlink_to(folder)
    (folder / "z").symlink_to(folder / "b")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    articles, rejects = read(f"{folder}{pattern}")
    assert len(articles) == (3 if pattern else 4)
    reasons = " ".join(r.reason for r in rejects)
    assert "directory loop" in reasons
    assert "the same folder as" in reasons
    assert "no longer there, or a link to nothing" in reasons


def test_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "p.txt")
    assert "no regular file" in read(folder)[1][0].reason
    assert "no regular file" in read(folder / "p.txt")[1][0].reason


def test_folders_deeper_than_any_archive_of_news(folder):
    deep = folder.joinpath(*["d"] * 150)
    deep.mkdir(parents=True)
    assert "inside each other" in read(folder)[1][0].reason


def test_name_that_is_no_unicode(folder):
    name = os.path.join(os.fsencode(folder), b"\xff.txt")
    try:
        with open(name, "wb") as file:
            file.write(b"A title")
    except OSError as error:
        pytest.skip(f"this file system has Unicode names only: {error}")
    articles, _ = read(folder)
    assert any(a.document.endswith("\\xff.txt") for a in articles)
    assert all(a.document.encode() for a in articles)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"Alpha buys Beta\n\nText", "Alpha buys Beta"),
        (b"<!DOCTYPE html><title>Alpha buys Beta</title><p>Text of it", "Alpha buys Beta"),
        (b'{"title": "Alpha buys Beta", "text": "x"}', "Alpha buys Beta"),
        (
            b"<?xml version='1.0'?><rss><channel><item><title>Alpha buys Beta</title></item></channel></rss>",
            "Alpha buys Beta",
        ),
        (b"From: The Daily\nSubject: Alpha buys Beta\n\nText", "Alpha buys Beta"),
        (b"payee;payer\nBeta;Alpha", ""),
        (b"title,text\nAlpha buys Beta,Text", "Alpha buys Beta"),
    ],
)
def test_standard_input_is_recognised(data, title):
    (article,) = read_paths(["-"], today=TODAY, stdin=io.BytesIO(data))
    assert isinstance(article, Article)
    assert article.title == title
    assert article.document.partition("#")[0] == "-"


def test_same_article_twice_has_one_id(put):
    text = "Alpha buys Beta\ndate: 2025-12-13\n\nIt said so."
    (first, second), _ = read(put("a.txt", text), put("b.txt", text.replace("\n", "\r\n")))
    assert first.id == second.id
    changed = read(put("c.txt", text.replace("2025-12-13", "2025-12-14")))[0][0]
    assert changed.id != first.id


def test_nothing_is_read_before_it_is_asked_for(put, tmp_path):
    put("a.txt", "First")
    results = read_paths((str(p) for p in [tmp_path / "a.txt", 1 / 1]), today=TODAY)
    assert isinstance(next(results), Article)


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {
            "/2025/12/13/a": (
                "text/html; charset=windows-1251",
                "<title>Альфа купит Бету</title><p>Об этом сообщила компания.</p>".encode("cp1251"),
            ),
            "/a.txt": ("text/plain", b"Alpha buys Beta"),
            "/feed": (
                "application/rss+xml",
                b"<rss><channel><item><title>Alpha buys Beta</title></item></channel></rss>",
            ),
            "/big": ("text/plain", b"x" * 5000),
        }
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "ftp://x.example/")
            self.end_headers()
            return
        kind, data = pages.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = HTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_addresses(site, monkeypatch):
    (page, text, item), rejects = read(f"{site}/2025/12/13/a", f"{site}/a.txt", f"{site}/feed")
    assert not rejects
    assert (page.title, page.url, str(page.published)) == ("Альфа купит Бету", f"{site}/2025/12/13/a", "2025-12-13")
    assert text.title == item.title == "Alpha buys Beta"
    monkeypatch.setattr("anello.read.fetching.MAX_PAGE", 1000)
    reasons = [r.reason for r in read(f"{site}/none", f"{site}/away", f"{site}/big", "http://127.0.0.1:1/")[1]]
    assert [
        "404" in reasons[0],
        "no web address" in reasons[1],
        "larger than" in reasons[2],
        "cannot be fetched" in reasons[3],
    ] == [True] * 4


WORDS = [
    a + b + c
    for a in ("ka", "lo", "mi", "ru", "se", "ta")
    for b in ("ben", "dor", "fin", "gal", "hus")
    for c in ("", "o", "as", "im")
]


def story(seed: int, length: int = 250) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


@given(st.integers(0, 10_000))
def test_wrapping_case_and_marks_do_not_change_the_key(seed):
    words = story(seed)
    assert near_key(" ".join(words)) == near_key(",\n".join(words).upper())


def test_edited_copies_are_near_and_other_stories_are_not():
    hits = strangers = 0
    for seed in range(100):
        words = story(seed)
        copy = list(words)
        for place in random.Random(seed).sample(range(len(copy)), 6):
            copy[place] = "edited"
        copy += ["all", "rights", "reserved", "by", "somebody", "else"]
        hits += near(near_key(" ".join(words)), near_key(" ".join(copy)))
        strangers += near(near_key(" ".join(words)), near_key(" ".join(story(seed + 1000))))
    assert hits >= 99
    assert strangers == 0


def test_short_and_empty_texts():
    assert near_key("") == near_key("— …") == ""
    assert not near("", "")
    assert near(near_key("Alpha buys Beta."), near_key("alpha buys beta"))
    assert not near(near_key("Alpha buys Beta."), near_key("Alpha buys Gamma"))


def test_key_is_the_same_on_every_machine():
    key = near_key("one two three four five six seven eight nine ten eleven twelve thirteen").split(",")
    assert len(key) == 24
    assert (key[0], key[-1]) == ("1d30ddfb54", "cd5a47935d")


PAGE = (
    "<title>Alpha buys Beta</title><meta name=date content=2025-12-13>"
    "<p>Alpha said on Monday that it will buy Beta.</p>"
)


def record(kind: str, status: str, body: str) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2025-12-20T00:00:00Z\r\n"
        "WARC-Target-URI: https://x.org/1\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return f"{head}{http}\r\n\r\n".encode()


RECORDS = [
    record("text/html; charset=utf-8", "200 OK", PAGE),
    record("image/png", "200 OK", "x"),
    record("text/html", "404 Gone", PAGE),
    record("text/html", "200 OK", "<script>x</script>"),
]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.warc", b"".join(RECORDS), "no text in the HTML"),
        ("a.warc.gz", b"".join(map(gzip.compress, RECORDS)), "no text in the HTML"),
    ],
)
def test_warc(put, name, data, words):
    (article,), (reject,) = read(put(name, data))
    assert (article.title, article.url, str(article.published)) == ("Alpha buys Beta", "https://x.org/1", "2025-12-13")
    assert article.document.endswith("#record=1")
    assert words in reject.reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"".join(map(gzip.compress, RECORDS[:2]))[:-9], "cut short"),
        (gzip.compress(RECORDS[0]) + b"garbage", "damaged"),
        (b"no record at all\r\n\r\n" * 3, "damaged WARC"),
        (RECORDS[1], "without pages"),
    ],
)
def test_damaged_warc(put, data, words):
    name = "a.warc.gz" if data.startswith(b"\x1f") else "a.warc"
    _, (reject,) = read(put(name, data))
    assert words in reject.reason
