"""The commands on who said it first, over a study of a few written articles."""

from __future__ import annotations

import csv
import io
import json

import pytest

from anello.cli import run

ARTICLES = {
    "one.txt": """Chip maker eyes cloud
date: 2026-03-02
outlet: VentureBeat

Nvidia plans to invest $3 billion in CoreWeave this year, Business Insider reported.
""",
    "two.txt": """Cloud firm to be paid
date: 2026-03-03
outlet: Business Insider

A plan makes the rounds. Nvidia plans to invest $3 billion in CoreWeave this year, according to VentureBeat.
""",
    "three.txt": """What the chip maker wants
date: 2026-03-05
outlet: Wired

It has been a long winter for all who build halls and fill them with machines.
According to VentureBeat, Nvidia plans to invest $3 billion in CoreWeave this year.
""",
    "four.txt": """What the chip maker wants from its friends
date: 2026-03-06
outlet: The Verge

It has been a long winter for all who build halls and fill them with machines.
According to VentureBeat, Nvidia plans to invest $3 billion in CoreWeave this year.
""",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("echoes")
    (folder / "news").mkdir()
    for name, text in ARTICLES.items():
        (folder / "news" / name).write_text(text, encoding="utf-8")
    path = str(folder / "s.anello")
    assert run(["build", str(folder / "news"), "--study", path, "--today", "2026-09-01", "-j", "1"]) == 0
    return path


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_echo_is_told_with_its_origin_grade_and_delay(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    (echo,) = lines(capsys, "echoes", study)
    assert echo["words"] == "4 articles, 1 language, 1 origin"
    assert echo["grade"] == {"source": "C", "information": 2, "information_at_best": 2}
    assert [(r["outlet"], r["delay"]) for r in echo["first_reports"]] == [
        *(("VentureBeat", 0), ("Business Insider", 1), ("Wired", 3), ("The Verge", 4))
    ]
    assert run(["echoes", study]) == 0
    shown = capsys.readouterr().out
    assert "Circles" in shown


def test_the_circle_has_both_sentences(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    (circle,) = lines(capsys, "echoes", study, "--circles")
    assert circle["outlets"] == ["Business Insider", "VentureBeat"]
    assert {c["cites"] for c in circle["citations"]} == {"Business Insider", "VentureBeat"}
    assert all("Nvidia plans to invest" in c["sentence"] for c in circle["citations"])
    assert lines(capsys, "echoes", study, "--circles", "--as-of", "2026-03-02") == []


def test_csv_has_one_row_an_echo(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["echoes", study, "--csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["articles"], row["origins_low"], row["origins_high"], row["circles"]) == ("4", "1", "1", "1")
    assert (row["first_outlets"], row["first_day"], row["last_delay"]) == ("VentureBeat", "2026-03-02", "4")


def test_outlets_stand_with_their_denominators(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    records = {record["outlet"]: record for record in lines(capsys, "outlets", study)}
    assert {name: record["deals"] for name, record in records.items()} == dict.fromkeys(
        ("VentureBeat", "Business Insider", "Wired", "The Verge"), 1
    )
    assert (records["VentureBeat"]["first"], records["Wired"]["first"], records["Wired"]["resolved"]) == (1, 0, 0)
    assert run(["outlets", study]) == 0
    assert "0 of 1" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["show", "origins"])
def test_the_chains_open_with_sentences_and_copied_passages(
    study: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (echo,) = lines(capsys, "echoes", study)
    deal = str(echo["deal"])
    assert run([command, deal, study] if command == "show" else [command, study, "--deal", deal]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Who said it first" in shown
    assert "Wired (2026-03-05) < VentureBeat (2026-03-02): says so" in shown
    assert "The Verge (2026-03-06) < Wired (2026-03-05): copies its text, wholly derived" in shown
    assert shown.count("It has been a long winter") >= 2


def test_a_deal_that_is_not_there_is_said(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["origins", study, "--deal", "zz99"]) == 1
    assert run(["origins", study, "--deal", "Nvidia"]) == 1
    assert "is no deal" in capsys.readouterr().err
