"""The command that tells how reports differ: screen, JSON, CSV, kinds, day and floor."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_studies import TODAY

from anello.cli import run
from anello.model import DIFFERENCE_KINDS
from anello.show.differences import KIND_WORDS

ARTICLES = {
    "one.txt": ("2026-02-24", "Wire One", "Meta has signed a contract to buy chips from AMD for about $60 billion."),
    "two.txt": (
        "2026-02-25",
        "Wire Two",
        "Meta has signed a contract to buy chips from AMD for more than $100 billion.",
    ),
    "three.txt": (
        "2026-03-31",
        "Wire One",
        "OpenAI has signed a contract to buy capacity from CoreWeave for $11.9 billion.",
    ),
    "four.txt": ("2026-04-10", "Wire Two", "OpenAI has invested $12 billion in CoreWeave."),
}
CALLING = re.compile(r"\b(?:false|wrong|error|mistake|incorrect|lies?)\b", re.IGNORECASE)

Shown = Callable[..., str]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("differing")
    news = folder / "news"
    news.mkdir()
    for name, (day, outlet, text) in ARTICLES.items():
        (news / name).write_text(f"Report\ndate: {day}\noutlet: {outlet}\n\n{text}\n", encoding="utf-8")
    path = str(folder / "s.anello")
    assert run(["build", str(news), "--study", path, "--today", TODAY, "--workers", "1"]) == 0
    return path


@pytest.fixture
def shown(study: str, capfd: pytest.CaptureFixture[str]) -> Shown:
    def call(*options: str) -> str:
        assert run(["differences", study, *options]) == 0
        return capfd.readouterr().out

    return call


def test_both_sentences_stand_side_by_side_with_outlet_and_date(shown: Shown) -> None:
    page = shown("--kind", "size")
    assert "differs" in page
    heads = next(line for line in page.splitlines() if "Wire One" in line)
    assert re.search(r"Wire One · 2026-02-24 +Wire Two · 2026-02-25", heads)
    sentence = next(line for line in page.splitlines() if line.startswith("Meta has signed"))
    assert sentence.count("Meta has signed") == 2


def test_the_screen_calls_nobody_wrong(shown: Shown) -> None:
    assert CALLING.findall(shown() + shown("--csv")) == []
    assert CALLING.findall(" ".join(KIND_WORDS.values())) == []


def test_json_has_the_sides_with_their_passages(shown: Shown) -> None:
    found = [json.loads(line) for line in shown("--json").splitlines()]
    assert [one["kind"] for one in found] == ["contract_or_investment", "size"]
    texts = {text for _, _, text in ARTICLES.values()}
    for one in found:
        assert one["word"] == "differs"
        assert one["deals"]
        for side in one["sides"]:
            assert {sentence["text"] for sentence in side["sentences"]} <= texts
            assert all(any(span["text"] in text for text in texts) for span in side["spans"])


def test_csv_has_one_row_a_difference(shown: Shown) -> None:
    rows = list(csv.DictReader(io.StringIO(shown("--csv"))))
    assert [(row["kind"], row["word"]) for row in rows] == [("contract_or_investment", "differs"), ("size", "differs")]
    assert "Wire One · 2026-02-24; Wire Two · 2026-02-25" in [row["reports"] for row in rows]


def test_a_day_before_the_second_report_shows_no_difference(shown: Shown) -> None:
    assert shown("--as-of", "2026-02-24", "--json") == ""
    assert len(shown("--as-of", "2026-02-25", "--json").splitlines()) == 1


def test_the_floor_leaves_out_what_is_less_binding(shown: Shown) -> None:
    kinds = [json.loads(line)["kind"] for line in shown("--floor", "completed", "--json").splitlines()]
    assert kinds == ["contract_or_investment"]


def test_kinds_and_limits_choose(shown: Shown) -> None:
    assert len(shown("--kind", "size", "--kind", "contract-or-investment", "--json").splitlines()) == 2
    assert len(shown("--limit", "1", "--json").splitlines()) == 1
    assert "size:" not in shown("--limit", "1")
    assert shown("--kind", "stale_figure") == ""


def test_an_unknown_kind_is_refused_with_the_list(study: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["differences", study, "--kind", "rumour"]) == 2
    assert "by_or_to" in capfd.readouterr().err


def test_each_kind_has_words_and_an_example_in_the_docs() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "differences.md").read_text(encoding="utf-8")
    assert tuple(KIND_WORDS) == DIFFERENCE_KINDS
    assert [kind for kind in DIFFERENCE_KINDS if f"`{kind}`" not in page] == []
