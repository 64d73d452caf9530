"""Commands that reckon: valuations, links, totals, absent."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from anello.cli import run

TABLE = """payer,payee,type,amount,currency,start,end,status,published,source,note
Nvidia,OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters,first
OpenAI,Nvidia,supply,4000000000,EUR,2024-02-01,2026-12-31,agreed,2024-02-01,Reuters,chips
Amazon,Anthropic,investment,5000000000,USD,2026-03-01,,talks,2026-03-02,The Information,
"""
ARTICLE = """What Anthropic is worth
date: 2026-04-01
outlet: Meridian Wire

Anthropic is valued at $380 billion after the funding round, the company said.
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("reckoning")
    news = folder / "news"
    news.mkdir()
    (news / "deals.csv").write_text(TABLE, encoding="utf-8")
    (news / "one.txt").write_text(ARTICLE, encoding="utf-8")
    path = str(folder / "study.anello")
    assert run(["build", str(news), "--study", path, "--today", "2026-09-01"]) == 0
    return path


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(arguments) == 0
    return capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out(capsys, *arguments, "--json").splitlines()]


def test_valuations_are_listed_and_open_to_their_sentences(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = rows(capsys, "valuations", study, "Anthropic")
    assert (row["low"], row["currency"]) == (380 * 10**9, "USD")
    assert rows(capsys, "valuations", study, "--as-of", "2026-03") == []
    table = list(csv.DictReader(out(capsys, "valuations", study, "--csv").splitlines()))
    assert [line["party"] for line in table] == ["Anthropic"]
    assert "valued at $380 billion" in " ".join(out(capsys, "show", str(row["id"]), study).split())
    (opened,) = rows(capsys, "show", str(row["id"]), study)
    assert (opened["record"], len(opened["sentences"])) == ("valuation", 1)  # type: ignore[arg-type]


def test_totals_are_printed_for_each_currency_and_in_one(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    each = {row["currency"]: (row["low"], row["high"]) for row in rows(capsys, "deals", study, "--total", "each")}
    assert each == {"EUR": (4 * 10**9, 4 * 10**9), "USD": (15 * 10**9, 15 * 10**9)}
    (dollars,) = rows(capsys, "deals", study, "--total", "usd")
    assert dollars["converted"] == ["EUR 2024-02-01"]
    assert 19 * 10**9 < dollars["low"] < 20 * 10**9  # type: ignore[operator]
    signed = rows(capsys, "deals", study, "--total", "USD", "--floor", "agreed")
    assert [len(row["deals"]) for row in signed] == [2]  # type: ignore[arg-type]
    assert "EUR 2024-02-01" in out(capsys, "deals", study, "--total", "USD")
    assert run(["deals", study, "--total", "euros"]) == 2


def test_a_link_is_set_listed_and_taken_back(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = sorted(str(row["id"]) for row in rows(capsys, "deals", study, "--party", "OpenAI"))
    assert run(["link", "overlaps", first, second, study]) == 0
    assert [(row["kind"], row["by"]) for row in rows(capsys, "links", study)] == [("overlaps", "user")]
    assert "may overlap with" in out(capsys, "show", first, study)
    assert run(["link", "apart", first, second, study]) == 0
    assert [row["kind"] for row in rows(capsys, "links", study)] == ["apart"]
    assert run(["link", "undo", first, second, study]) == 0
    assert rows(capsys, "links", study) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("undo", "{0}", "{1}"), 1, "nothing was said"),
        (("apart", "{0}", "{0}"), 1, "are one deal"),
        (("apart", "{0}", "zz"), 1, "no deal 'zz'"),
        (("beside", "{0}", "{1}"), 2, "no relation 'beside'"),
    ],
)
def test_a_link_that_cannot_be_is_one_clear_line(
    study: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    ids = sorted(str(row["id"]) for row in rows(capsys, "deals", study, "--party", "OpenAI"))
    assert run(["link", *(word.format(*ids) for word in arguments), study]) == code
    assert said in " ".join(capsys.readouterr().err.split())


def test_absent_says_where_a_deal_is_not_found(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = str(rows(capsys, "deals", study, "--party", "Amazon")[0]["id"])
    (found,) = rows(capsys, "absent", wanted, study)
    assert (found["state"], len(found["not_found_in"])) == ("told", 3)  # type: ignore[arg-type]
    (elsewhere,) = rows(capsys, "absent", wanted, study, "--outlet", "Meridian Wire")
    assert elsewhere["state"] == "not found"
    assert "that denies nothing" in out(capsys, "absent", wanted, study)
    assert Path(str(elsewhere["not_found_in"][0])).name == "one.txt"  # type: ignore[index]
