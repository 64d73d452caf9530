"""The command line as people and programs use it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_studies import TODAY, made_view, write_inputs

from anello.cli import run
from anello.errors import AnelloError, StoreError
from anello.model import Article
from anello.store import open_study
from anello.tables import SCHEMA_VERSION

Cli = Callable[..., tuple[int, str, str]]
LISTINGS = ("claims", "deals", "parties", "rings", "origins", "conflicts", "differences", "echoes", "outlets")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("study")
    path = str(folder / "s.anello")
    assert run(["build", str(write_inputs(folder)), "--study", path, "--today", TODAY, "--workers", "1"]) == 0
    return path


def spawn(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "anello", *arguments]
    return subprocess.run(command, capture_output=True, text=True, **settings)  # type: ignore[call-overload,no-any-return]


# --- help -------------------------------------------------------------------------------------------------------------


def test_help_names_every_command(cli: Cli) -> None:
    code, out, _ = cli("--help")
    assert code == 0
    for command in ("build", "extract", "demo", *LISTINGS, "flows", "show", "why", "export", "languages", "evaluate"):
        assert f"  {command}" in out


@pytest.mark.parametrize("command", ["build", "extract", *LISTINGS, "flows", "show", "why", "export", "evaluate"])
def test_each_command_shows_an_example(cli: Cli, command: str) -> None:
    code, out, _ = cli(command, "--help")
    assert code == 0
    assert f"anello {command} " in out


@pytest.mark.parametrize("command", [*LISTINGS, "flows"])
def test_listings_share_their_options(cli: Cli, command: str) -> None:
    out = cli(command, "--help")[1]
    assert [option for option in ("--json", "--csv", "--as-of", "--floor", "--limit") if option not in out] == []


def test_version(cli: Cli) -> None:
    assert cli("--version")[:2] == (0, "anello 0.1.0\n")


# --- building ---------------------------------------------------------------------------------------------------------


def test_build_counts_and_a_second_run_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    news, path = write_inputs(tmp_path), str(tmp_path / "s.anello")
    first = cli("build", str(news), "--study", path, "--today", TODAY, "-j", "1")
    with open_study(path) as opened:
        before = opened.digest()
    second = cli("build", str(news), "--study", path, "--today", TODAY, "-j", "1")
    with open_study(path) as opened:
        assert opened.digest() == before
    assert "4 new articles, 0 known" in first[1]
    assert "0 new articles, 4 known" in second[1]


def test_refused_documents_are_told_and_the_run_goes_on(cli: Cli, tmp_path: Path) -> None:
    news = write_inputs(tmp_path)
    (news / "empty.txt").write_bytes(b"")
    (news / "tomorrow.txt").write_text("A title\ndate: 2031-01-01\n\nSome text of an article.\n", encoding="utf-8")
    code, out, _ = cli(
        "build", str(news), "gone.txt", "--study", str(tmp_path / "s.anello"), "--today", TODAY, "-j", "1"
    )
    assert code == 0
    assert "4 new articles" in out
    assert "3 refused" in out
    assert "gone.txt" in out


def test_nothing_readable_is_an_error(cli: Cli, tmp_path: Path) -> None:
    code, _, _ = cli("build", str(tmp_path / "gone.txt"), "--study", str(tmp_path / "s.anello"))
    assert code == 1


def test_strict_stops_at_the_first_refusal(cli: Cli, tmp_path: Path) -> None:
    news = write_inputs(tmp_path)
    (news / "0.txt").write_bytes(b"")
    code, _, err = cli("build", str(news), "--study", str(tmp_path / "s.anello"), "--strict", "--today", TODAY)
    assert code == 1
    assert err.startswith("anello: ")
    assert "0.txt" in err


# --- extracting -------------------------------------------------------------------------------------------------------


def test_extract_prints_claims_and_nothing_else(tmp_path: Path) -> None:
    news = write_inputs(tmp_path)
    (news / "empty.txt").write_bytes(b"")
    done = spawn("extract", str(news), "--today", TODAY)
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert "empty.txt" in done.stderr
    assert {claim["document"] for claim in claims} >= {f"{news}/deals.csv#row={row}" for row in (1, 2, 3)}
    fields = "document id type roles amount percent quantity product metric basis right time status mode conditional"
    assert all(list(claim) == [*fields.split(), "attribution", "evidence", "extractor"] for claim in claims)


def test_extract_is_the_same_with_many_workers(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(40):
        text = f"Title {number}\ndate: 2026-01-02\n\nAmazon has invested ${number + 1} billion in Anthropic.\n"
        (news / f"{number:02}.txt").write_text(text, encoding="utf-8")
    alone, together = (spawn("extract", str(news), "-j", str(n), "--today", TODAY).stdout for n in (1, 2))
    assert alone == together
    assert len(alone.splitlines()) >= 40


# --- listing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", LISTINGS)
def test_json_is_one_object_a_line(cli: Cli, study: str, command: str) -> None:
    code, out, _ = cli(command, study, "--json")
    assert code == 0
    assert all(isinstance(json.loads(line), dict) for line in out.splitlines())


@pytest.mark.parametrize("command", [*LISTINGS, "flows"])
def test_csv_has_a_header_and_even_rows(cli: Cli, study: str, command: str) -> None:
    code, out, _ = cli(command, study, "--csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert code == 0
    assert {len(row) for row in rows} == {len(rows[0])}


def test_json_and_csv_exclude_each_other(cli: Cli, study: str) -> None:
    assert cli("deals", study, "--json", "--csv")[0] == 1


def test_as_of_leaves_out_what_came_later(cli: Cli, study: str) -> None:
    def deals(*options: str) -> int:
        return len(cli("deals", study, "--json", *options)[1].splitlines())

    assert deals("--as-of", "2025") == 0
    assert deals("--as-of", "2026-01-31") == 1
    assert deals("--as-of", "2026-02") == 2
    assert deals() > 2


def test_the_floor_leaves_out_what_is_less_firm(cli: Cli, study: str) -> None:
    out = cli("deals", study, "--floor", "agreed", "--json")[1]
    assert {json.loads(line)["status"] for line in out.splitlines()} <= {"agreed", "completed"}


def test_rings_carry_window_floor_layer_and_tie(cli: Cli, study: str) -> None:
    rings = [json.loads(line) for line in cli("rings", study, "--floor", "agreed", "--json")[1].splitlines()]
    assert [[party["id"] for party in ring["parties"]] for ring in rings] == [["nvidia", "openai"]]
    assert rings[0]["kind"] == "circular exposure"
    assert {"window", "floor", "layer", "tie"} <= rings[0].keys()
    assert rings[0]["floor"] == "agreed"


def test_flows_say_what_they_depend_on(cli: Cli, study: str) -> None:
    out = cli("flows", study, "--floor", "agreed")[1]
    assert "agreed" in out
    assert all(word in out for word in ("window", "floor", "layer, tie"))
    flow = json.loads(cli("flows", study, "--floor", "agreed", "--json")[1])
    assert flow["circular"]["high"] == 8_000_000_000


@pytest.mark.parametrize("width", ["80", "100", "200"])
def test_tables_keep_to_the_width(study: str, width: str) -> None:
    for command in (*LISTINGS, "flows"):
        done = spawn(command, study, env={**os.environ, "COLUMNS": width})
        assert done.returncode == 0
        assert max((len(line) for line in done.stdout.splitlines()), default=0) <= int(width)


@pytest.mark.parametrize("width", ["80", "100"])
@pytest.mark.parametrize("command", ["claims", "deals", "rings", "origins"])
def test_ids_are_never_cut(study: str, command: str, width: str) -> None:
    records = [json.loads(line) for line in spawn(command, study, "--json").stdout.splitlines()]
    shown = spawn(command, study, env={**os.environ, "COLUMNS": width}).stdout.split()
    assert records
    assert {record.get("id", record.get("deal"))[:8] for record in records} <= set(shown)


def test_every_reason_of_a_refusal_is_told_and_no_option_that_is_not_there(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")  # the path of a temporary folder may be long
    news = write_inputs(tmp_path)
    for kind in "abcdefghijklmnopq":
        (news / f"file.x{kind}").write_text("x", encoding="utf-8")
    _, out, told = cli("build", str(news), "--study", str(tmp_path / "s.anello"), "--today", TODAY, "-j", "1")
    assert all(f"file.x{kind}" in out.replace("\n", "") for kind in "abcdefghijklmnopq")
    assert "--limit" not in told


def test_messages_in_a_file_are_not_wrapped(tmp_path: Path) -> None:
    long = "/".join([str(tmp_path), *["long-name"] * 12, "gone.txt"])
    done = spawn("extract", long, env={**os.environ, "COLUMNS": "60"})
    assert done.stdout == ""
    assert [line.startswith(f"refused {long}: ") for line in done.stderr.splitlines()] == [True]


def test_help_has_no_holes(cli: Cli) -> None:
    for command in (*LISTINGS, "flows", "build", "show"):
        paragraphs = cli(command, "--help")[1].partition("Example")[0]
        assert not [line for line in paragraphs.splitlines() if ".  " in line.strip()]


def test_limit_cuts(cli: Cli, study: str) -> None:
    assert len(cli("claims", study, "--json", "--limit", "2")[1].splitlines()) == 2


def test_a_party_by_any_of_its_names(cli: Cli, study: str) -> None:
    by_id, by_name = (cli("deals", study, "--party", name, "--json")[1] for name in ("nvidia", "NVIDIA Corporation"))
    assert by_id == by_name != ""


# --- showing ----------------------------------------------------------------------------------------------------------


def test_show_opens_by_name_id_and_beginning(cli: Cli, study: str) -> None:
    deal = json.loads(cli("deals", study, "--json")[1].splitlines()[0])
    code, out, _ = cli("show", deal["id"][:8], study)
    assert code == 0
    assert deal["id"] in out
    assert "deals.csv#row=" in out
    assert "OpenAI" in cli("show", "openai", study)[1]
    ring = json.loads(cli("rings", study, "--json")[1].splitlines()[0])
    assert "tie" in cli("show", ring["id"], study)[1]
    claim = deal["claims"][0]
    assert "[" in cli("show", claim, study)[1]


def test_why_tells_rule_signs_and_sentence(cli: Cli, study: str) -> None:
    found = [json.loads(line) for line in cli("claims", study, "--json")[1].splitlines()]
    claim = next(c["id"] for c in found if c["extractor"] == "frames/2")
    code, out, _ = cli("why", claim, study)
    assert code == 0
    assert "by frames/2" in out
    told = json.loads(cli("why", claim, study, "--json")[1].splitlines()[0])
    assert told["claim"] == claim
    assert all({"sign", "weight"} == set(sign) for sign in told["why"])
    code, _, err = cli("why", "OpenAI", study)
    assert code == 1
    assert "is no claim" in err


def test_show_json_holds_the_marked_sentences(cli: Cli, study: str) -> None:
    told = json.loads(cli("show", "Anthropic", study, "--json")[1])
    assert told["record"] == "party"
    assert told["sentences"]
    for sentence in told["sentences"]:
        assert all(0 <= mark["start"] < mark["end"] <= len(sentence["text"]) for mark in sentence["marks"])


def test_what_is_not_there_is_an_error_of_one_line(cli: Cli, study: str) -> None:
    code, out, err = cli("show", "zzzz", study)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1


# --- going wrong ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["deals"], ["deals", "x", "--floor", "sure"], ["deals", "x", "--as-of", "soon"], ["export", "x"]],
)
def test_wrong_usage_is_2(cli: Cli, arguments: list[str]) -> None:
    code, out, err = cli(*arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err


def test_a_missing_study_says_how_to_make_one(cli: Cli, tmp_path: Path) -> None:
    code, _, err = cli("deals", str(tmp_path / "none.anello"))
    assert code == 1
    assert "anello build" in err


def test_a_study_of_a_newer_version_is_refused_in_words(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "s.anello")
    with open_study(path, create=True):
        pass
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); c.execute('UPDATE study SET version = version + 7')"
    subprocess.run([sys.executable, "-c", code, path], check=True)
    status, _, err = cli("deals", path)
    assert status == 1
    assert str(SCHEMA_VERSION + 7) in err
    assert "pgrade" in err


def test_a_full_disc_is_told_and_nothing_acknowledged_is_lost(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news, path = write_inputs(tmp_path), str(tmp_path / "s.anello")
    cli("build", str(news / "deals.csv"), "--study", path, "--today", TODAY, "-j", "1")

    def full(*_: object, **__: object) -> None:
        raise StoreError("the study could not take new rows: No space left on device")

    monkeypatch.setattr("anello.store.Study.add", full)
    code, _, err = cli("build", str(news), "--study", path, "--today", TODAY, "-j", "1")
    monkeypatch.undo()
    assert code == 1
    assert "No space left" in err
    with open_study(path) as opened:
        assert opened.counts()["articles"] == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_a_full_disc_under_the_output_is_told(study: str, form: str) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "anello", "claims", study, form]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert "no room left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["--json", "--csv", "--limit=40"])
def test_a_reader_that_goes_away_ends_it_quietly(study: str, form: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "anello", "claims", study, form]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_article_text_cannot_steer_the_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hostile = "[bold red]Ac\x1b[2Jme\u202e[/]"
    view = made_view(hostile, f"{hostile} bought shares of Bolt.\x07 More.")
    monkeypatch.setattr("anello.pipeline.open_ledger", lambda *_, **__: view)
    path = str(tmp_path / "s.anello")
    with open_study(path, create=True):
        pass
    for arguments in (("deals", path), ("show", "acme", path), ("claims", path), ("rings", path), ("show", "d0", path)):
        code, out, _ = cli(*arguments)
        assert code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
        assert "[bold" in out


def test_ctrl_c_says_that_nothing_is_lost(cli: Cli, study: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("anello.pipeline.build_study", stop)
    code, out, err = cli("build", "x", "--study", study)
    assert (code, out) == (130, "")
    assert "kept" in err


def test_an_error_of_ours_is_never_a_traceback(cli: Cli, study: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AnelloError("first line\nsecond line \x1b[0m")

    monkeypatch.setattr("anello.pipeline.open_ledger", fail)
    code, out, err = cli("deals", study)
    assert (code, out) == (1, "")
    assert err == "anello: first line second line [0m\n"


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_languages_count_what_packs_know(cli: Cli) -> None:
    rows = [json.loads(line) for line in cli("languages", "--json")[1].splitlines()]
    assert {row["code"] for row in rows} >= {"en", "it", "ru"}
    assert all(row["triggers"] > 0 for row in rows)


def test_evaluate_scores_against_gold(cli: Cli, tmp_path: Path) -> None:
    gold, news = tmp_path / "gold", tmp_path / "news"
    gold.mkdir()
    news.mkdir()
    (news / "a.txt").write_text("Chips\n\nAmazon has acquired Anthropic for $4 billion.\n", encoding="utf-8")
    claim = {"type": "acquisition", "roles": {"buyer": "Amazon", "target": "Anthropic"}, "status": "completed"}
    (gold / "a.jsonl").write_text(json.dumps(claim) + "\n", encoding="utf-8")
    code, out, _ = cli("evaluate", str(gold), str(news), "--json")
    assert code == 0
    assert json.loads(out)["f1"] == 1.0
    assert cli("evaluate", str(news), str(gold))[0] == 1


def test_the_demo_tells_what_it_found_and_can_run_again(cli: Cli, tmp_path: Path) -> None:
    path = str(tmp_path / "demo.anello")
    code, out, _ = cli("demo", "-j", "1", "--study", path)
    assert code == 0
    for word in ("new articles", "deals", "circular exposure", "Circular share", "fewer origins", "disagree", "Go on"):
        assert word in out
    again = cli("demo", "-j", "1", "--study", path)
    assert (again[0], again[1]) == (0, out)


def test_the_demo_leaves_a_study_of_yours_alone(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.anello"
    with open_study(path, create=True) as opened:
        opened.add([Article("x", "x.txt", "text")])
    code, _, err = cli("demo", "--study", str(path))
    assert code == 1
    assert "your own" in err
    with open_study(path) as opened:
        assert opened.counts()["articles"] == 1
