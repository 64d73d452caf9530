"""The files that the tables are trained from: what their lines mean, and that they hold no text that is not ours."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

TRAIN = Path(__file__).parent.parent / "train"
sys.path.insert(0, str(TRAIN))

from named import read_named, spans_of  # noqa: E402
from referring import Reference, read_referring, references_of  # noqa: E402
from written import faults, read_written  # noqa: E402

TEXT = "Bank of Cyprus bought Orion. Orion lies in Cyprus, said Orion."


def test_the_longest_name_counts() -> None:
    assert spans_of(TEXT, [("o", 0, "Bank of Cyprus"), ("l", 0, "Cyprus")]) == [(0, 14, "o"), (43, 49, "l")]


def test_one_occurrence_may_be_of_another_kind() -> None:
    found = spans_of(TEXT, [("o", 0, "Orion"), ("l", 2, "Orion")])
    assert [kind for *_, kind in found] == ["o", "l", "o"]


def test_a_reference_is_a_snippet_or_a_place() -> None:
    text = "Orion grew. The firm sold it."
    expected = Reference(12, 20, ("Orion",))
    assert list(references_of(text, ["[The firm] sold = Orion", "12-20 = Orion"])) == [expected, expected]


@pytest.mark.parametrize("line", ["[The firm] = ", "The firm = Orion", "[a] = Orion", "[The firm] sold = Vega"])
def test_a_wrong_reference_is_told(line: str) -> None:
    assert all(isinstance(found, str) for found in references_of("Orion grew. The firm sold it. a a", [line]))


@pytest.mark.parametrize("path", sorted((TRAIN / "written").glob("*.txt")), ids=lambda p: p.stem)
def test_written_articles_have_claims_names_and_references_in_order(path: Path) -> None:
    articles = {a.id: a for a in read_written(path)}
    named = read_named(TRAIN / "named" / path.name)
    references = TRAIN / "referring" / path.name
    # What is retold from news has names, and nobody has written down its references.
    told = read_referring(references) if references.exists() else {}
    assert set(named) == set(articles)
    assert set(told) == set(articles) or (not told and all("-r" in id_ for id_ in articles))
    assert [fault for a in articles.values() for fault in faults(a)] == []
    assert all(name in articles[id_].text for id_, names in named.items() for _, _, name in names)
    wrong = [r for id_, lines in told.items() for r in references_of(articles[id_].text, lines) if isinstance(r, str)]
    assert wrong == []


def test_what_is_said_of_articles_that_are_not_ours_quotes_nothing() -> None:
    ours = {path.name for path in (TRAIN / "written").glob("*.txt")}
    foreign = [p for p in (TRAIN / "referring").glob("*.txt") if p.name not in ours]
    assert foreign
    assert all(
        line.partition(" = ")[0].replace("-", "").isdigit()
        for p in foreign
        for lines in read_referring(p).values()
        for line in lines
    )
    for path in (TRAIN / "annotated").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            evidence = json.loads(line).get("evidence", [0, 0])
            assert all(isinstance(offset, int) for offset in evidence)
