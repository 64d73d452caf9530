"""The command `stress`, end to end."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from anello.cli import run
from anello.scenarios import names

TABLE = """payer,payee,type,amount,currency,start,end,status,published,source,note
OpenAI,Oracle,supply,60000000000,USD,2027-01-01,2027-12-31,agreed,2026-02-01,Reuters,compute
OpenAI,CoreWeave,supply,8000000000,USD,2027-01-01,2027-12-31,agreed,2026-02-01,Reuters,compute
Oracle,Nvidia,supply,40000000000,USD,2027-01-01,2027-12-31,agreed,2026-02-01,Reuters,chips
SoftBank,OpenAI,investment,15000000000,USD,2027-01-01,2027-12-31,agreed,2026-02-01,Reuters,equity
Nvidia,OpenAI,investment,100000000000,USD,2027-01-01,,planned,2026-02-01,Reuters,letter of intent
Nvidia,CoreWeave,guarantee,6300000000,USD,,,completed,2026-02-01,Reuters,backstop
Anthropic,Microsoft,supply,1000000000,USD,2027-01-01,2027-12-31,agreed,2026-02-01,Reuters,compute
Mistral,Nvidia,supply,2000000000,EUR,2027-01-01,2027-12-31,agreed,2026-02-01,Reuters,chips
"""
ARTICLE = """What OpenAI is worth
date: 2026-04-01
outlet: Meridian Wire

OpenAI is valued at $500 billion after the funding round, the company said.
"""
STAKE = """Who holds what
date: 2026-04-02
outlet: Meridian Wire

Microsoft now holds a stake of about 27 percent in OpenAI, the company said.
"""
SHEETS = "party,cash,operating_inflow,external_liabilities,equity\nOpenAI,30bn,0,0,\nOracle,0,0,0,\n"
MISS = 'title = "OpenAI pays half"\nyear = 2027\n[[unable]]\nparty = "OpenAI"\nshare = 0.5\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stressing")
    news = folder / "news"
    news.mkdir()
    (news / "deals.csv").write_text(TABLE, encoding="utf-8")
    (news / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (news / "two.txt").write_text(STAKE, encoding="utf-8")
    (folder / "balance.csv").write_text(SHEETS, encoding="utf-8")
    (folder / "miss.toml").write_text(MISS, encoding="utf-8")
    assert run(["build", str(news), "--study", str(folder / "s.anello"), "--today", "2026-09-01"]) == 0
    return folder


@pytest.fixture
def study(folder: Path) -> str:
    return str(folder / "s.anello")


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(arguments) in (1, 2)
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def stressed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    (line,) = out(capsys, "stress", *arguments, "--json").splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def row(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in rows if one["party"]["name"] == name)


def test_the_worked_gap_on_a_study(folder: Path, study: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = stressed(capsys, str(folder / "miss.toml"), study, "--balance", str(folder / "balance.csv"))
    gap = row(found["gaps"], "OpenAI")
    assert gap["dues"] == {"low": 68 * 10**9, "high": 68 * 10**9}
    assert gap["gap"] == {"low": 23 * 10**9, "high": 23 * 10**9}
    assert gap["coverage"]["low"] == pytest.approx(45 / 68, abs=1e-6)
    assert (found["window"]["first"], found["currency"], found["layer"]) == ("2027-01-01", "USD", "money")


def test_who_loses_with_and_without_a_balance_sheet(
    folder: Path, study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = str(folder / "miss.toml")
    blind = stressed(capsys, scenario, study)
    oracle = row(blind["strains"], "Oracle")
    assert oracle["unpaid"] == {"low": 30 * 10**9, "high": 30 * 10**9}
    # It was owed sixty and owes forty: of the thirty that it loses it needs ten.
    assert oracle["reserve"] == {"low": 10 * 10**9, "high": 10 * 10**9}
    assert oracle["shortfall"] == {"low": 0, "high": 10 * 10**9}
    assert (oracle["wave"], oracle["certain"], oracle["balance_sheet"]) == (1, False, False)
    assert row(blind["strains"], "Nvidia")["unpaid"] == {"low": 0, "high": 10 * 10**9}
    # Dues in euros are converted and said so; a letter of intent is in no figure.
    assert any("EUR" in note for note in blind["notes"])
    assert [gap for gap in blind["gaps"] if gap["party"]["name"] == "Nvidia"] == []
    seen = stressed(capsys, scenario, study, "--balance", str(folder / "balance.csv"))
    assert row(seen["strains"], "Oracle")["certain"]
    assert row(seen["strains"], "Nvidia")["unpaid"]["low"] == 10 * 10**9
    # OpenAI cannot pay 23 of its 68 anyway; Oracle's part of that, 20.3, is more than the 20 that it can spare.
    (edge,) = seen["breaking"]
    assert (edge["can_break_at"], row(seen["strains"], "Oracle")["also_before"]) == (0, True)
    (folder / "oracle.csv").write_text(
        "party,cash,operating_inflow,external_liabilities\nOracle,0,0,0\n", encoding="utf-8"
    )
    alone = stressed(capsys, scenario, study, "--balance", str(folder / "oracle.csv"))
    (edge,) = alone["breaking"]
    assert edge["can_break_at"] == pytest.approx(68 / 60 * 20 * 10**9, rel=1e-9)
    assert edge["must_break_at"] == edge["can_break_at"]


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_worked_scenarios_run_and_say_their_frame(
    name: str, columns: str, study: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    said = " ".join(out(capsys, "stress", name, study).split())
    for word in ("window 2027", "floor", "binding sums"):
        assert word in said
    assert "None" not in said


def test_a_called_backstop_is_capped(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = stressed(capsys, "backstop-called", study)
    assert row(found["strains"], "Nvidia")["called"] == {"low": 0, "high": 6300000000}
    assert row(found["strains"], "CoreWeave")["loss"] == {"low": 1700000000, "high": 8 * 10**9}


def test_values_come_from_articles_and_stakes_within_their_rounding(
    study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = stressed(capsys, "ipo-succeeds", study)
    (value,) = found["values"]
    assert (value["before"]["low"], value["after"]["high"]) == (500 * 10**9, 10**12)
    held = next(one for one in found["holdings"] if one["holder"]["name"] == "Microsoft")
    assert held["share"] == {"low": 0.26, "high": 0.28}
    assert held["change"] == {"low": 130 * 10**9, "high": 140 * 10**9}
    assert held["after"]["low"] == pytest.approx(0.26 * 1000 / 1060, abs=1e-6)
    assert held["deals"]
    assert run(["show", held["deals"][0], study]) == 0


def test_a_deal_that_a_user_puts_within_another_is_not_due_twice(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "own").mkdir()
    table = (
        TABLE.splitlines()[0]
        + """
OpenAI,Oracle,supply,60000000000,USD,2027-01-01,2027-12-31,agreed,2026-02-01,Reuters,all
OpenAI,Oracle,supply,20000000000,USD,2027-02-01,2027-11-30,agreed,2026-07-01,Bloomberg,a part
"""
    )
    (folder / "own" / "deals.csv").write_text(table, encoding="utf-8")
    own = str(folder / "own.anello")
    assert run(["build", str(folder / "own"), "--study", own, "--today", "2026-09-01"]) == 0
    scenario = str(folder / "miss.toml")
    deals = [json.loads(line) for line in out(capsys, "deals", own, "--json").splitlines()]
    assert len(deals) == 2
    assert row(stressed(capsys, scenario, own)["gaps"], "OpenAI")["dues"] == {"low": 80 * 10**9, "high": 80 * 10**9}
    small, great = sorted(deals, key=lambda deal: deal["amounts"][0]["high"])
    for relation, low, high in (("overlaps", 60, 80), ("part-of", 60, 60)):
        assert run(["link", relation, small["id"], great["id"], own]) == 0
        dues = row(stressed(capsys, scenario, own)["gaps"], "OpenAI")["dues"]
        assert dues == {"low": low * 10**9, "high": high * 10**9}


def test_csv_has_a_row_a_figure(folder: Path, study: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(out(capsys, "stress", str(folder / "miss.toml"), study, "--csv").splitlines()))
    assert {one["table"] for one in rows} == {"gap", "strain", "unpaid"}
    assert all(one["first"] and one["last"] and one["floor"] and one["unit"] for one in rows)
    assert (
        len(list(csv.reader(out(capsys, "stress", str(folder / "miss.toml"), study, "--csv", "-n", "3").splitlines())))
        == 4
    )


def test_the_day_and_the_floor_change_what_is_due(folder: Path, study: str, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = str(folder / "miss.toml")
    assert stressed(capsys, scenario, study, "--floor", "completed")["strains"] == []
    early = refused(capsys, "stress", scenario, study, "--as-of", "2025-01-01")
    assert "no party of this study is called 'OpenAI'" in early


def test_lists_and_forms(study: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = out(capsys, "stress", "--list")
    assert all(name in listed for name in names())
    text = out(capsys, "stress", "--list", "openai-misses")
    (folder / "printed.toml").write_text(text, encoding="utf-8")
    assert stressed(capsys, str(folder / "printed.toml"), study)["scenario"]["name"] == "printed"
    form = out(capsys, "stress", "--template", study)
    parties = [one["party"] for one in csv.DictReader(form.splitlines())]
    assert {"OpenAI", "Oracle", "Nvidia"} <= set(parties)
    (folder / "form.csv").write_text(form, encoding="utf-8")
    empty = stressed(capsys, "openai-misses", study, "--balance", str(folder / "form.csv"))
    assert not any(one["balance_sheet"] for one in empty["strains"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a scenario and a study"),
        (("openai-misses",), "name a scenario and a study"),
        (("nowhere", "STUDY"), "no scenario 'nowhere'"),
        (("openai-misses", "nowhere.anello"), "nowhere.anello"),
        (("openai-misses", "STUDY", "--json", "--csv"), "exclude each other"),
        (("openai-misses", "STUDY", "--balance", "nowhere.csv"), "nowhere.csv"),
        (("openai-misses", "STUDY", "--balance", "STUDY"), "no text in UTF-8"),
        (("openai-misses", "STUDY", "--floor", "perhaps"), "no status"),
        (("--template",), "name the study"),
        (("--list", "a", "b"), "one scenario"),
    ],
)
def test_bad_commands_say_what_to_do(
    arguments: tuple[str, ...], said: str, study: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [study if word == "STUDY" else word for word in arguments]
    assert said in " ".join(refused(capsys, "stress", *given).split())
