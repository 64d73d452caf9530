"""Bad input: each thing ends as a reject that says what to do, and the rest of the run goes on."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_room import TODAY, read

from anello.errors import SourceError
from anello.model import Article, Reject
from anello.read import read_paths
from anello.read.formats import READERS

RUSSIAN = (
    "Компания Альфа объявила о покупке компании Бета.\n" + "Сумма сделки составит «два миллиарда» долларов США. " * 5
)
ITALIAN = "La società Alfa comprerà Beta.\nL’operazione vale più di 2 miliardi di €, perché così è stato deciso. "


@pytest.mark.parametrize("name", [f"a{suffix}" for suffix in READERS])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_empty_file(put, name, data):
    articles, rejects = read(put(name, data))
    assert not articles
    assert len(rejects) == 1
    assert rejects[0].reason


@pytest.mark.parametrize(
    "name",
    ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.xml", "a.eml", "a.parquet", "a.warc", "a.zip", "a.txt.gz"],
)
def test_binary_file(put, name):
    data = b"\x89PNG\r\n\x1a\n" + random.Random(7).randbytes(5000)
    articles, rejects = read(put(name, data), put("good.txt", "A good title"))
    assert [a.title for a in articles] == ["A good title"]
    assert len(rejects) == 1


@pytest.mark.parametrize(
    "encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"]
)
def test_russian_in_other_encodings(one, encoding):
    text = (
        RUSSIAN
        if encoding in ("cp1251", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32")
        else RUSSIAN.replace("«", '"').replace("»", '"')
    )
    article = one("a.txt", text.encode(encoding))
    assert article.text == text.strip("\n")
    assert article.language == "ru"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_italian_in_other_encodings(one, encoding):
    article = one("a.txt", ITALIAN.encode(encoding))
    assert article.text == ITALIAN
    assert article.language == "it"


@pytest.mark.parametrize(
    "data",
    [
        RUSSIAN.encode() + RUSSIAN.encode("cp1251"),
        RUSSIAN.encode("cp1251") + RUSSIAN.encode(),
        RUSSIAN.encode("cp1251") + RUSSIAN.encode("koi8-r", "ignore"),
        ITALIAN.encode() + ITALIAN.encode("cp1252"),
        b"Title\n" + bytes(range(128, 256)) * 3,
    ],
)
def test_mixed_encodings_are_refused(refusal, data):
    assert "save it as UTF-8" in refusal("a.txt", data)


def test_bytes_that_are_no_text_in_any_encoding_are_binary(refusal):
    noise = bytes((position * 2654435761 >> 13) & 0xFF for position in range(20_000))
    assert "binary data" in refusal("a.txt", noise)


def test_file_cut_in_its_last_character_is_read(one):
    assert one("a.txt", "Цена — 5 €".encode()[:-1]).text == "Цена — 5 "


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.eml", "a.csv", "a.jsonl"])
def test_fifty_megabytes_in_one_line(put, name):
    path = put(name, "")
    with path.open("wb") as file:
        file.write({"a.csv": b"payer,payee\n", "a.jsonl": b'{"text": "', "a.eml": b"From: a\n\n"}.get(name, b""))
        for _ in range(50):
            file.write(b"word " * (1 << 18))
    articles, rejects = read(path, put("good.txt", "A good title"))
    assert [a.title for a in articles] == ["A good title"]
    assert len(rejects) == 1
    assert "MB" in rejects[0].reason


def test_nine_megabytes_in_one_line_are_read(one):
    article = one("a.txt", "word " * 1_800_000)
    assert len(article.text) == 9_000_000
    assert len(article.title) <= 300


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
ENTITIES = f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]>'


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<rss><channel><item><title>x</title>", "malformed XML at line 1"),
        ("<rss><channel><item><title>x</tilte></item></channel></rss>", "malformed XML at line 1"),
        ("<rss><channel><title>x</title></channel></rss>", "without RSS items"),
        (f"{ENTITIES}<rss><channel><item><title>&l9;</title></item></channel></rss>", "declares entities"),
        (
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>',
            "declares entities",
        ),
        ("<a>" * 100_000, "inside each other"),
        (f"<rss><item a='{'x' * (12 << 20)}'/></rss>", "a tag of more than 10 MB"),
    ],
)
def test_bad_xml(refusal, xml, words):
    assert words in refusal("f.xml", xml)


def test_gzip(one):
    assert one("a.txt.gz", gzip.compress(b"Alpha buys Beta\nMore.") + gzip.compress(b"\nEven more.")).text.endswith(
        "Even more."
    )


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.warc.gz", "a.xml.gz", "a.gz"])
def test_gzip_bomb(put, name):
    bomb = gzip.compress(b" " * (300 << 20), compresslevel=9)
    articles, (reject,) = read(put(name, bomb))
    assert not articles
    assert "bomb" in reject.reason or "MB" in reject.reason


@pytest.mark.parametrize(
    ("cut", "words"), [(slice(0, 30), "cut short"), (slice(0, 5), ""), (slice(1, None), "damaged gzip")]
)
def test_damaged_gzip(refusal, cut, words):
    assert words in refusal("a.txt.gz", gzip.compress(b"Alpha buys Beta. " * 100)[cut])


def pack(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_zip(put):
    inner = pack({"x.txt": b"x"})
    path = put(
        "a.zip",
        pack({"b/two.txt": b"Second title", "a.txt": b"First title", "z.zip": inner, "empty.txt": b"", "x.exe": b"MZ"}),
    )
    articles, rejects = read(path)
    assert [(a.document, a.title) for a in articles] == [
        (f"{path}!/a.txt", "First title"),
        (f"{path}!/b/two.txt", "Second title"),
    ]
    assert [r.document.rpartition("/")[2] for r in rejects] == ["empty.txt", "x.exe", "z.zip"]
    assert "archive inside an archive" in rejects[2].reason


def test_zip_bomb(put):
    path = put("a.zip", pack({"a.txt": b"A good title", "b.jsonl": b"\n" * (100 << 20), "c.txt": b"never"}))
    articles, rejects = read(path)
    assert [a.title for a in articles] == ["A good title"]
    assert "bomb" in rejects[0].reason


def test_damaged_zip(put):
    data = pack({"a.txt": b"A good title " * 100, "b.txt": b"Another title"})
    articles, rejects = read(put("a.zip", data[:40] + b"\0\1\2\3" + data[44:]))
    assert [a.title for a in articles] == ["Another title"]
    assert "damaged" in rejects[0].reason
    assert "damaged zip" in read(put("b.zip", data[:-10]))[1][0].reason


def test_path_that_is_not_there(tmp_path):
    _, (reject,) = read(tmp_path / "none.txt")
    assert "no such file" in reject.reason
    assert "no such file" in read("\0")[1][0].reason


def test_path_that_vanishes_in_the_run(put, tmp_path):
    first, second = put("a.txt", "First"), put("b.txt", "Second")
    put("c.txt", "Third")
    results = read_paths([str(tmp_path)], today=TODAY)
    assert isinstance(next(results), Article)
    second.unlink()
    reject, last = list(results)
    assert isinstance(reject, Reject)
    assert "no longer there" in reject.reason
    assert isinstance(last, Article)
    assert first.exists()


def test_unreadable_file(put, monkeypatch):
    path = put("a.txt", "Title")
    path.chmod(0)
    if os.access(path, os.R_OK):

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("builtins.open", refuse)
    _, (reject,) = read(path)
    assert "not readable" in reject.reason


def test_unknown_extension(put, tmp_path):
    _, (reject,) = read(put("a.pdf", b"%PDF-1.4"))
    assert "unknown extension .pdf" in reject.reason
    assert ".txt" in reject.reason
    assert ".parquet" in reject.reason
    assert "without extension" in read(put("noext", "x"))[1][0].reason


def test_article_dated_tomorrow(put):
    path = put("a.txt", "Title\ndate: 2026-01-16\nText.")
    assert "dated in the future (2026-01-16, today is 2026-01-15)" in read(path)[1][0].reason
    assert read(path, today=date(2026, 1, 16))[0][0].published == date(2026, 1, 16)
    assert "modified in the future" in read(put("b.txt", "Title\nmodified: 2027-01-01\nText."))[1][0].reason


def test_strict_raises_at_the_first(put):
    good, bad = put("a.txt", "Title"), put("b.txt", "")
    results = read_paths([str(good), str(bad), str(good)], today=TODAY, strict=True)
    assert isinstance(next(results), Article)
    with pytest.raises(SourceError, match=r"b\.txt: empty") as caught:
        next(results)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([*READERS, ".gz", ".zip", ".txt.gz"]))
def test_any_bytes_end_as_records(tmp_path: Path, data: bytes, suffix: str):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    for result in read_paths([str(path)], today=TODAY):
        assert isinstance(result, (Article, Reject))
