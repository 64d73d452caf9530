"""The commands rings and flows with windows, years and bounds of the search, and the life of a ring."""

from __future__ import annotations

import csv
import json

import pytest

from anello.cli import run

TABLE = """payer,payee,type,amount,currency,start,end,status,published,source,note
Nvidia,OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,talks,2025-10-05,Reuters,first word
Nvidia,OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,agreed,2026-01-05,Reuters,signed
OpenAI,Nvidia,supply,4000000000,USD,2026-01-01,2027-12-31,agreed,2025-12-01,Reuters,chips
OpenAI,Oracle,supply,300000000000,USD,2027-01-01,2031-12-31,agreed,2025-09-10,Reuters,compute
Oracle,Nvidia,supply,40000000000,USD,2026-01-01,2026-12-31,planned,2025-09-12,Reuters,chips
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("rings")
    (folder / "deals.csv").write_text(TABLE, encoding="utf-8")
    path = str(folder / "study.anello")
    assert run(["build", str(folder / "deals.csv"), "--study", path, "--today", "2026-09-01"]) == 0
    return path


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(arguments) == 0
    return capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out(capsys, *arguments, "--json").splitlines()]


def parties(found: list[dict[str, object]]) -> set[frozenset[str]]:
    return {frozenset(p["id"] for p in ring["parties"]) for ring in found}  # type: ignore[attr-defined]


PAIR, TRIO = frozenset(("nvidia", "openai")), frozenset(("nvidia", "openai", "oracle"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), {PAIR, TRIO}),
        (("--floor", "agreed"), {PAIR}),
        (("--max-parties", "2"), {PAIR}),
        (("--year", "2026"), {PAIR}),
        (("--from", "2027"), set()),
        (("--to", "2026-12"), {PAIR}),
        (("--span-days", "0"), {PAIR}),
        (("--span-days", "100"), {PAIR, TRIO}),
        (("--apart",), {PAIR, TRIO}),
    ],
)
def test_rings_within_bounds(
    study: str, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], expected: set[frozenset[str]]
) -> None:
    assert parties(rows(capsys, "rings", study, *options)) == expected


def test_a_ring_says_what_it_moves_a_year(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    (ring,) = rows(capsys, "rings", study, "--floor", "agreed")
    assert ring["strength"] == {"low": 4 * 10**9, "high": 4 * 10**9, "currency": "USD"}
    yearly = ring["yearly"]
    assert isinstance(yearly, dict)
    assert yearly["low"] == pytest.approx(2 * 10**9, rel=0.001)


def test_a_ring_opens_and_grows_as_it_was_told(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    (ring,) = [r for r in rows(capsys, "rings", study) if len(r["parties"]) == 2]  # type: ignore[arg-type]
    shown = out(capsys, "show", str(ring["id"]), study)
    told = shown.partition("As the articles told it")[2]
    assert [line.split()[:3] for line in told.splitlines() if line.startswith("202")] == [
        ["2025-12-01", "opened", "talks"],
        ["2026-01-05", "strengthened", "agreed"],
    ]
    assert "weakest leg" in shown


def test_flows_set_what_is_signed_beside_everything(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = out(capsys, "flows", study, "--year", "2026")
    assert "all but denied and ended" in shown
    assert "agreed or firmer" in shown
    whole, signed = rows(capsys, "flows", study, "--year", "2026")
    assert (whole["floor"], signed["floor"]) == (None, "agreed")
    assert whole["window"]["first"] == "2026-01-01"  # type: ignore[index]
    (only,) = rows(capsys, "flows", study, "--year", "2026", "--floor", "agreed")
    assert only == signed


def test_flows_by_year(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "flows", study, "--by-year", "--floor", "agreed")
    assert [row["window"]["first"] for row in found] == [f"{year}-01-01" for year in range(2026, 2032)]  # type: ignore[index]
    assert [row["circular"]["high"] > 0 for row in found] == [True, *[False] * 5]  # type: ignore[index]
    table = list(csv.DictReader(out(capsys, "flows", study, "--by-year", "--csv").splitlines()))
    assert {row["floor"] for row in table} == {"none", "agreed"}
    assert "2031" in out(capsys, "flows", study, "--by-year")


def test_flows_beside_chance(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    plain = rows(capsys, "flows", study)
    beside = rows(capsys, "flows", study, "--chance", "30")
    assert [{k: v for k, v in row.items() if k != "chance"} for row in beside] == plain
    assert all(row["chance"]["draws"] == 30 for row in beside)  # type: ignore[index]
    shown = out(capsys, "flows", study, "--chance", "30")
    assert "in 30 networks with the payees of purchases shuffled" in " ".join(shown.split())
    table = list(csv.DictReader(out(capsys, "flows", study, "--chance", "30", "--csv").splitlines()))
    assert float(table[0]["chance_share"]) == beside[0]["chance"]["share"]  # type: ignore[index]


@pytest.mark.parametrize(
    "arguments",
    [
        ("flows", "--by-year", "--chance", "9"),
        ("flows", "--chance", "0"),
        ("rings", "--year", "2026", "--from", "2026-02-01"),
        ("rings", "--from", "2027-01-01", "--to", "2026-01-01"),
        ("flows", "--by-year", "--year", "2026"),
        ("flows", "--currency", "each"),
        ("rings", "--max-parties", "1"),
        ("rings", "--span-days", "-1"),
        ("flows", "--year", "12"),
        ("flows", "--json", "--csv"),
        ("rings", "--json", "--csv"),
    ],
)
def test_what_cannot_be_is_refused(study: str, arguments: tuple[str, ...]) -> None:
    assert run([arguments[0], study, *arguments[1:]]) in (1, 2)


def test_the_day_that_figures_stand_for_is_told(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("rings", "flows"):
        asked = (command, study, "--as-of", "2026-02-01")
        assert {row["as_of"] for row in rows(capsys, *asked)} == {"2026-02-01"}
        table = csv.DictReader(out(capsys, *asked, "--csv").splitlines())
        assert {row["as_of"] for row in table} == {"2026-02-01"}
        assert run(asked) == 0
        said = capsys.readouterr()
        assert "2026-02-01" in said.out + said.err


def test_years_heed_apart_and_a_long_span_is_no_fault(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "flows", study, "--by-year", "--apart") == rows(capsys, "flows", study, "--by-year")
    assert parties(rows(capsys, "rings", study, "--span-days", "99999999999")) == {PAIR, TRIO}


def test_a_leg_id_opens_its_deal(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    (ring, *_) = rows(capsys, "rings", study)
    leg = ring["legs"][0]  # type: ignore[index]
    assert out(capsys, "show", leg["id"], study) == out(capsys, "show", leg["deal"], study)


def test_what_takes_long_is_said_on_standard_error(
    study: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anello.analyse.cycles.PLAIN_BUDGET", 1)
    capsys.readouterr()
    assert run(["rings", study, "--json"]) == 0
    said = capsys.readouterr()
    assert "compiled" in said.err
    assert parties([json.loads(line) for line in said.out.splitlines()]) == {PAIR, TRIO}


def test_a_ring_that_was_listed_at_a_floor_opens_at_that_floor(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    for options in (("--floor", "agreed"), ("--floor", "agreed", "--as-of", "2026-02-01"), ("--as-of", "2025-12-31")):
        for ring in rows(capsys, "rings", study, *options):
            (opened,) = rows(capsys, "show", str(ring["id"]), study, *options)
            assert (opened["record"], opened["floor"]) == ("ring", ring["floor"])
