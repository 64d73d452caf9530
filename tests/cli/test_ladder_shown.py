"""The command that tells how much of a headline is binding, drawn and due: ladder."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from anello.cli import run
from anello.model import CalendarRow, Rung
from anello.show.ladder import COLUMNS, row_words, rung_words, share_words

TABLE = """payer,payee,type,amount,currency,start,end,status,published,source,note
OpenAI,Oracle,supply,300000000000,USD,2027-01-01,2031-12-31,agreed,2025-09-10,Reuters,five years
OpenAI,Nvidia,supply,4000000000,EUR,2024-02-01,2025-01-31,agreed,2024-02-01,Reuters,chips
Nvidia,OpenAI,investment,100000000000,USD,,,planned,2025-09-22,Nvidia,letter of intent
Nvidia,CoreWeave,guarantee,6300000000,USD,2025-09-01,2032-12-31,agreed,2025-09-15,CoreWeave,backstop
OpenAI,Cerebras,supply,,,,,agreed,2026-01-15,Cerebras,no amount
Microsoft,OpenAI,stake,135000000000,USD,,,completed,2025-10-28,Microsoft,27 per cent
"""
BILLION = 10**9


def built(folder: Path, *names: str) -> str:
    news = folder / "news"
    news.mkdir()
    for name in names:
        (news / name).write_text(TABLE, encoding="utf-8")
    path = str(folder / "study.anello")
    assert run(["build", str(news), "--study", path, "--today", "2026-09-01"]) == 0
    return path


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    return built(tmp_path_factory.mktemp("ladder"), "deals.csv")


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(arguments) == 0
    return capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out(capsys, *arguments, "--json").splitlines()]


def of_kind(found: list[dict[str, object]], record: str) -> list[dict[str, object]]:
    return [row for row in found if row["record"] == record]


def test_one_row_a_deal_the_largest_headline_first(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "ladder", study)
    deals = of_kind(found, "deal")
    assert [(row["type"], row["payer"]["name"]) for row in deals][:2] == [  # type: ignore[index]
        ("supply", "OpenAI"),
        ("investment", "Nvidia"),
    ]
    assert [row["type"] for row in deals if row["type"] == "stake"] == []
    first = deals[0]["ladder"]
    assert first["binding"] == {"low": 300 * BILLION, "high": 300 * BILLION}  # type: ignore[index]
    assert first["drawn"] == {"low": 0, "high": 300 * BILLION}  # type: ignore[index]
    assert first["shares"]["binding"] == {"low": 1, "high": 1}  # type: ignore[index]
    assert [row["ladder"]["currency"] for row in of_kind(found, "total")] == ["EUR", "USD"]  # type: ignore[index]


def test_a_party_has_sums_as_payer_and_as_payee_with_a_calendar(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    totals = of_kind(rows(capsys, "ladder", study, "OpenAI", "--floor", "agreed"), "total")
    assert [(row["side"], row["ladder"]["currency"]) for row in totals] == [  # type: ignore[index]
        ("payer", "EUR"),
        ("payer", "USD"),
    ]
    calendar = totals[1]["calendar"]
    assert [row["year"] for row in calendar] == [2027, 2028, 2029, 2030, 2031]  # type: ignore[attr-defined]
    assert sum(row["due"]["low"] for row in calendar) == 300 * BILLION  # type: ignore[attr-defined]
    assert (totals[1]["floor"], totals[1]["assumes"]) == (
        "agreed",
        "spread evenly over the days of each window, which is an assumption",
    )
    assert len(totals[1]["unpriced"]) == 1  # type: ignore[arg-type]
    payee = of_kind(rows(capsys, "ladder", study, "OpenAI", "--payee"), "total")
    assert [(row["side"], row["ladder"]["announced"]["low"]) for row in payee] == [  # type: ignore[index]
        ("payee", 100 * BILLION)
    ]


def test_years_and_currency_can_be_chosen(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    def years(*more: str) -> list[object]:
        found = of_kind(rows(capsys, "ladder", study, "OpenAI", "--payer", "--currency", "usd", *more), "total")
        return [row["year"] for one in found for row in one["calendar"]]  # type: ignore[attr-defined]

    assert years("--year", "2028") == [2028]
    assert years("--from", "2029-07", "--to", "2030") == [2029, 2030]
    assert years() == [2024, 2025, 2027, 2028, 2029, 2030, 2031]
    (found,) = of_kind(rows(capsys, "ladder", study, "OpenAI", "--payer", "--currency", "USD"), "total")
    assert found["converted"] == ["EUR 2024-02-01"]


def test_what_was_known_then(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = of_kind(rows(capsys, "ladder", study, "--as-of", "2024", "--currency", "USD"), "total")
    assert [(len(row["deals"]), row["as_of"]) for row in found] == [(1, "2024-12-31")]  # type: ignore[arg-type]
    assert of_kind(rows(capsys, "ladder", study, "OpenAI", "--payee", "--floor", "agreed"), "total") == []


def test_the_tables_for_people(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(out(capsys, "ladder", study, "OpenAI").split())
    for part in (
        "OpenAI as payer in USD",
        "headline $300bn binding $300bn (all of the headline)",
        "drawn not told, up to $300bn available, not drawn not told, up to $300bn",
        "floor none; denied and ended are left out",
        "without amount 1 deal, not counted",
        "spread evenly over the days of each window, which is an assumption",
        "OpenAI as payee in USD",
        "no end known, from 2025-09-22",
        "not binding",
    ):
        assert part in said
    said = " ".join(out(capsys, "ladder", study, "Nvidia", "--payer").split())
    assert "contingent up to $6.3bn, 0 in every sum" in said
    assert "headline $100bn" in said
    assert "All together in USD" in out(capsys, "ladder", study)
    assert "at the rate of the day: EUR 2024-02-01" in " ".join(
        out(capsys, "ladder", study, "--currency", "USD").split()
    )


@pytest.mark.parametrize("width", ["60", "80", "140"])
def test_the_ids_are_whole_at_any_width(
    study: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    printed = out(capsys, "ladder", study)
    assert all(str(row["deal"])[:8] in printed for row in of_kind(rows(capsys, "ladder", study), "deal"))
    assert max(map(len, printed.splitlines())) <= int(width)


def test_csv_has_deals_sums_and_the_calendar_in_one_table(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = list(csv.DictReader(out(capsys, "ladder", study, "OpenAI", "--csv").splitlines()))
    assert tuple(table[0]) == COLUMNS
    assert [row["record"] for row in table].count("deal") == 4
    total = next(row for row in table if (row["record"], row["currency"], row["side"]) == ("total", "USD", "payer"))
    assert (total["headline_low"], total["drawn_share_low"], total["drawn_share_high"]) == ("300000000000", "0", "1")
    due = next(row for row in table if row["year"] == "2028")
    assert (due["kind"], due["first"], due["last"], due["floor"]) == ("year", "2028-01-01", "2028-12-31", "none")
    assert float(due["headline_low"]) == pytest.approx(300e9 * 366 / 1826)
    unpriced = next(row for row in table if row["payee"] == "Cerebras")
    assert (unpriced["headline_low"], unpriced["headline_high"]) == ("0", "")


def test_the_same_articles_twice_change_nothing(study: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    twice = built(tmp_path, "deals.csv", "copy.csv")
    assert rows(capsys, "ladder", twice) == rows(capsys, "ladder", study)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--json", "--csv"), 1, "exclude each other"),
        (("--payer",), 1, "need a party"),
        (("OpenAI", "--year", "2027", "--to", "2028"), 1, "exclude each other"),
        (("OpenAI", "--from", "2028", "--to", "2027"), 1, "swap the dates"),
        (("OpenAI", "--year", "soon"), 2, "valid integer"),
        (("OpenAI", "--currency", "dollars"), 2, "is no currency"),
        (("Nobody At All",), 1, "no party of this study"),
    ],
)
def test_a_wrong_option_is_one_clear_line(
    study: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert run(["ladder", study, *arguments]) == code
    assert said in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_nothing_at_this_floor_is_said(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ladder", study, "Cerebras", "--floor", "completed"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert of_kind(rows(capsys, "ladder", study, "Cerebras", "--currency", "USD"), "total") == []
    assert "no deal here that commits money" in captured.err


def test_words() -> None:
    def row(first: date | None, last: date | None, kind: str = "year") -> CalendarRow:
        year = first.year if first and kind == "year" else None
        return CalendarRow(kind, year, first, last, Rung(), Rung(), Rung(), Rung(), Rung())

    assert row_words(row(date(2027, 1, 1), date(2027, 12, 31))) == "2027"
    assert row_words(row(date(2027, 7, 1), date(2027, 12, 31))) == "2027-07-01 – 2027-12-31"
    assert row_words(row(date(2027, 7, 1), None, "no end known")) == "no end known, from 2027-07-01"
    assert row_words(row(None, None, "no dates")) == "no dates"
    assert rung_words(Rung(Decimal(0), Decimal(0)), "USD") == "–"
    assert share_words((Decimal(1), Decimal(1))) == "all"
    assert share_words(None) == "–"
    assert share_words((Decimal("0.247"), Decimal("0.566"))) == "24.7–56.6%"
