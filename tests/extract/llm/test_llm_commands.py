"""The commands: extract, build and evaluate with a model."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_model import INVESTMENT, SECRET, TEXT, FakeModel, claims, sends

from anello.store import open_study

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for n in range(3):
        title, body = TEXT.split("\n", 1)
        text = f"{title}, part {n}\ndate: 2026-01-0{n + 1}\n{body}"
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    return folder


def test_without_an_address_the_command_says_what_to_set(cli: Cli, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANELLO_LLM_URL", raising=False)
    code, out, err = cli("extract", str(news), "--extractor", "llm")
    assert (code, out) == (1, "")
    assert "set ANELLO_LLM_URL" in err
    assert "ANELLO_LLM_MODEL" in err


def test_extract_prints_claims_under_the_model_s_name(cli: Cli, model: FakeModel, news: Path) -> None:
    model.will(claims(INVESTMENT, {**INVESTMENT, "roles": {"investor": "Oracle", "target": "Anthropic"}}))
    code, out, err = cli("extract", str(news), "--extractor", "llm")
    assert code == 0
    assert [json.loads(line)["extractor"] for line in out.splitlines()] == ["llm/toy-1"] * 3
    assert "names a party that the article does not name" in err
    assert "3 requests" in err
    assert SECRET not in err + out


def test_extract_stops_at_the_limit_and_goes_on_from_there(
    cli: Cli, model: FakeModel, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANELLO_LLM_PRICE_IN", "1")
    monkeypatch.setenv("ANELLO_LLM_PRICE_OUT", "1")
    model.will(claims(INVESTMENT, usage={"prompt_tokens": 5_000, "completion_tokens": 3_000}))
    code, out, err = cli("extract", str(news), "-e", "llm", "--max-cost", "0.02")
    assert code == 0
    assert 0 < len(out.splitlines()) < 3
    assert err.count("not read") == 3 - len(out.splitlines())
    assert "stopped before --max-cost" in err
    paid = len(model.asked)
    code, out, err = cli("extract", str(news), "-e", "llm", "--max-cost", "2")
    assert len(out.splitlines()) == 3
    assert len(model.asked) == 3
    assert f"{paid} answers from the cache" in err


def test_a_run_that_was_killed_pays_for_nothing_twice(cli: Cli, model: FakeModel, news: Path) -> None:
    model.will(claims(INVESTMENT), claims(INVESTMENT), model.hang)
    command = [sys.executable, "-m", "anello", "extract", str(news), "--extractor", "llm"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as killed:
        while len(model.asked) < 3 and killed.poll() is None:
            time.sleep(0.01)
        killed.kill()
    assert len(model.asked) == 3
    model.will(claims(INVESTMENT))
    assert len(cli("extract", str(news), "--extractor", "llm")[1].splitlines()) == 3
    assert len(model.asked) == 4


def test_two_extractors_print_under_their_own_names(cli: Cli, model: FakeModel, news: Path) -> None:
    model.will(claims(INVESTMENT))
    out = cli("extract", str(news), "--extractor", "frames", "--extractor", "llm")[1]
    assert {json.loads(line)["extractor"].partition("/")[0] for line in out.splitlines()} == {"frames", "llm"}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--extractor", "oracle"), "no extractor named"),
        (("--max-cost", "2"), "--extractor llm"),
        (("--extractor", "llm", "--max-cost", "2"), "ANELLO_LLM_PRICE_IN"),
    ],
)
def test_what_cannot_work_is_said(
    cli: Cli, model: FakeModel, news: Path, arguments: tuple[str, ...], word: str
) -> None:
    code, out, err = cli("extract", str(news), *arguments)
    assert (code, out) == (1, "")
    assert word in err
    assert model.asked == []


@pytest.mark.parametrize("value", ["much", "-1", "inf"])
def test_a_limit_is_a_sum(cli: Cli, news: Path, value: str) -> None:
    assert cli("extract", str(news), "--extractor", "llm", f"--max-cost={value}")[0] == 2


def test_a_study_takes_the_claims_of_both_and_keeps_answers_beside_it(
    cli: Cli, model: FakeModel, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANELLO_LLM_CACHE")
    model.will(claims(INVESTMENT))
    study = tmp_path / "s.anello"
    code, out, err = cli("build", str(news), "-s", str(study), "-e", "frames", "-e", "llm", "--today", "2026-09-01")
    assert code == 0
    assert "3 new articles" in out
    assert "3 requests" in err
    with open_study(study) as opened:
        assert {c.extractor.partition("/")[0] for c in opened.claims()} == {"frames", "llm"}
    assert len(list((tmp_path / "s.anello.llm").rglob("*.json"))) == 3


def test_an_article_that_the_model_did_not_read_is_tried_again(
    cli: Cli, model: FakeModel, news: Path, tmp_path: Path
) -> None:
    model.will(claims(INVESTMENT), sends(b"", 400), claims(INVESTMENT))
    build = ("build", str(news), "-s", str(tmp_path / "s.anello"), "-e", "llm", "--today", "2026-09-01")
    code, out, _ = cli(*build)
    assert code == 0
    assert "2 new articles" in out
    assert "answers 400" in " ".join(out.split())
    code, out, _ = cli(*build)
    assert "1 new article, 2 known" in out


def test_evaluate_compares_extractors_on_the_same_articles(
    cli: Cli, model: FakeModel, news: Path, tmp_path: Path
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for n in range(3):
        (gold / f"{n}.jsonl").write_text(json.dumps(INVESTMENT) + "\n", encoding="utf-8")
    model.will(claims(INVESTMENT), sends(b"", 400), claims())
    both = ("evaluate", str(gold), str(news), "--extractor", "frames", "--extractor", "llm")
    code, out, err = cli(*both, "--json")
    assert code == 0
    frames, llm = (json.loads(line) for line in out.splitlines())
    assert (frames["extractor"], llm["extractor"]) == ("frames", "llm/toy-1")
    assert frames["recall"] == 1.0
    assert (llm["recall"], llm["precision"], llm["amount"]) == (0.3333, 1.0, 1.0)
    assert "1 article not read" in err
    code, out, _ = cli(*both)
    lines = [line.split() for line in out.splitlines() if line.strip()]
    assert lines[0][:4] == ["extractor", "f1", "precision", "recall"]
    assert [line[0] for line in lines if line[0] in ("frames", "llm/toy-1")] == ["frames", "llm/toy-1"]


def test_the_help_says_what_leaves_the_machine(cli: Cli) -> None:
    out = " ".join(cli("extract", "--help")[1].split())
    for word in ("ANELLO_LLM_URL", "ANELLO_LLM_MODEL", "ANELLO_LLM_KEY", "sent", "--max-cost", "--extractor"):
        assert word in out
