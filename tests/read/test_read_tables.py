"""Tables of deals and lists of articles: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from reading_room import read

from anello.read.rows import as_cell

DEALS = (
    "Payer,PAYEE, Type ,amount,currency,start,end,status,published,source,note,Desk\n"
    'Alpha Corp,Beta Ltd,investment,1000000000,USD,2025-01-01,,agreed,2025-12-13,The Daily,"two\nlines, quoted",M&A\n'
    "Gamma,Delta,loan,,,,,talks,,,,\n"
)


def test_a_row_is_an_article_with_cells(put):
    path = put("deals.csv", DEALS)
    (first, second), rejects = read(path)
    assert not rejects
    assert (first.document, second.document) == (f"{path}#row=1", f"{path}#row=2")
    cells = dict(first.row)
    assert cells["payer"] == "Alpha Corp"
    assert cells["amount"] == "1000000000"
    assert cells["desk"] == "M&A"
    assert cells["note"] == "two\nlines, quoted"
    assert "end" not in cells
    assert first.text.startswith("payer: Alpha Corp | payee: Beta Ltd | type: investment | ")
    assert "\n" not in first.text
    assert (first.outlet, first.published, first.language) == ("The Daily", date(2025, 12, 13), "")
    assert first.near_key == ""
    assert second.row == (("payer", "Gamma"), ("payee", "Delta"), ("type", "loan"), ("status", "talks"))
    assert second.outlet is None


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators(put, mark):
    articles, _ = read(put("deals.csv", f"payer{mark}payee{mark}amount\nAlpha{mark}Beta{mark}1,5\n"))
    assert dict(articles[0].row)["amount"] == "1,5"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_csv_in_other_encodings(put, encoding):
    table = "payer,payee,note\nКомпания Альфа,Компания Бета,покупка доли в компании\n"
    articles, rejects = read(put("deals.csv", table.encode(encoding)))
    assert not rejects
    assert dict(articles[0].row)["payee"] == "Компания Бета"


def test_same_table_as_json_lines_and_parquet(put, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")

    rows = [
        {
            "payer": "Alpha",
            "payee": "Beta",
            "amount": Decimal("10000000000.5"),
            "published": date(2025, 12, 13),
            "end": None,
        },
        {"payer": "Gamma", "payee": "Delta", "amount": Decimal("3.0"), "published": None, "end": None},
    ]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "d.parquet")
    first = '{"payer": "Alpha", "payee": "Beta", "amount": 10000000000.5, "published": "2025-12-13"}'
    second = '{"payer": "Gamma", "payee": "Delta", "amount": 3}'
    lines = f"{first}\n{second}\n"
    from_parquet, rejects = read(tmp_path / "d.parquet")
    assert not rejects
    from_lines, rejects = read(put("d.jsonl", lines))
    assert not rejects
    assert [a.row for a in from_parquet] == [a.row for a in from_lines]
    assert [a.id for a in from_parquet] == [a.id for a in from_lines]


def test_numbers_of_json_stay_as_written(put):
    (article,), _ = read(put("d.jsonl", '{"payer": "A", "payee": "B", "amount": 12345678901234567890.10}'))
    assert dict(article.row)["amount"] == "12345678901234567890.10"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (1e10, "10000000000"),
        (0.1, "0.1"),
        (Decimal("2.50"), "2.50"),
        (True, "True"),
        ([1, None, "a"], "1; a"),
        ({"name": "X"}, "X"),
    ],
)
def test_cells(value, cell):
    assert as_cell(value) == cell


def test_row_without_parties_and_row_with_too_many_cells(put):
    articles, rejects = read(put("deals.csv", "payer,payee\nAlpha,Beta\n,\n , x,y\nC,D\n"))
    assert [dict(a.row)["payer"] for a in articles] == ["Alpha", "C"]
    assert ["3 cells" in r.reason for r in rejects] == [True]


def test_row_dated_tomorrow_is_refused_alone(put):
    articles, (reject,) = read(put("deals.csv", "payer,payee,published\nA,B,2026-01-16\nC,D,2026-01-15\n"))
    assert len(articles) == 1
    assert "dated in the future" in reject.reason
    assert reject.document.endswith("#row=1")


def test_table_of_something_else(refusal):
    assert "payer and payee" in refusal("t.csv", "a,b\n1,2\n")


ARTICLES = [
    {
        "id": "n1",
        "title": "Alpha buys Beta",
        "body": "Alpha Corp said it will buy Beta.",
        "date": "2025-12-13",
        "source": "The Daily",
        "url": "https://x.org/1",
        "language": "en-GB",
    },
    {"content": "<p>Gamma sells Delta for $3 million.</p><p>More.</p>"},
]


def test_json_lines_of_articles(put):
    path = put("a.jsonl", "\n".join(map(json.dumps, ARTICLES)) + "\n\n")
    (first, second), rejects = read(path)
    assert not rejects
    assert first.document == f"{path}#id=n1"
    assert first.text == "Alpha buys Beta\n\nAlpha Corp said it will buy Beta."
    assert (first.outlet, first.published, first.language) == ("The Daily", date(2025, 12, 13), "en")
    assert second.document == f"{path}#row=2"
    assert second.title == "Gamma sells Delta for $3 million."
    assert second.text.split("\n")[-1] == "More."
    assert first.row == second.row == ()


def test_broken_lines_are_named_and_the_rest_goes_on(put):
    lines = [
        b'{"text": "First piece of news"}',
        b'{"text": ',
        b"[1]",
        b'{"text": "bad \xff byte"}',
        b'{"x": 1}',
        b"[" * 100_000,
        b'{"text": "Last piece of news"}',
    ]
    articles, rejects = read(put("a.jsonl", b"\n".join(lines)))
    assert [a.title for a in articles] == ["First piece of news", "Last piece of news"]
    assert [r.reason.split(":")[0] for r in rejects] == ["line 2", "line 3", "line 4", "row 5", "line 6"]


def test_half_a_character_in_json_is_storable(put):
    (article,), _ = read(put("a.jsonl", '{"title": "Broken \\ud800 half", "text": "and \\ud83d text"}'))
    assert article.text.encode("utf-8")
    assert article.title.encode("utf-8")


def test_unreadable_date_of_a_row(put):
    _, (reject,) = read(put("a.jsonl", '{"text": "News", "date": "03/04/2025"}'))
    assert "write it as 2025-12-13" in reject.reason


def test_very_long_line_is_skipped(put, monkeypatch):
    monkeypatch.setattr("anello.read.rows.MAX_PAGE", 1000)
    long = b'{"text": "' + b"x" * 5000 + b'"}'
    articles, (reject,) = read(put("a.jsonl", b'{"text": "First"}\n' + long + b'\n{"text": "Last"}\n'))
    assert [a.title for a in articles] == ["First", "Last"]
    assert reject.reason.startswith("line 2: longer than")


def test_open_quote_in_csv_ends_the_table_only(put, monkeypatch):
    monkeypatch.setattr("anello.read.rows.MAX_PAGE", 1000)
    articles, (reject,) = read(put("t.csv", 'payer,payee\nA,B\n"C,D\n' + "x,y\n" * 1000), put("b.txt", "Title"))
    assert [a.title for a in articles] == ["", "Title"]
    assert "row 2 and what follows" in reject.reason
