"""Hard pairs of names: each row of `identity_pairs.csv` is a test; a row marked open fails honestly and must say so."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.lang.directory import load_directory
from anello.model import MENTION_KINDS
from anello.resolve import Named, compare_names

PAIRS = Path(__file__).with_name("identity_pairs.csv")


def rows() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def cases() -> list[object]:
    return list(marked())


def marked() -> Iterator[object]:
    for row in rows():
        marks = [pytest.mark.xfail(strict=True, reason=row["why"])] if row["open"] else []
        yield pytest.param(row, marks=marks, id=f"{row['left']}|{row['right']}")


@pytest.mark.parametrize("row", cases())
def test_hard_pairs(row: dict[str, str]) -> None:
    left, right = Named(row["left"], row["left_kind"]), Named(row["right"], row["right_kind"])
    found = compare_names(left, right, load_directory())
    assert found.verdict == row["verdict"], (found.score, found.reasons)
    turned = compare_names(right, left, load_directory())
    assert (turned.verdict, turned.score, turned.reasons) == (found.verdict, found.score, found.reasons)


def test_the_pairs_cover_what_they_should() -> None:
    found = Counter(row["verdict"] for row in rows())
    assert sum(found.values()) >= 150
    assert found["different"] >= 60
    assert {row["left_kind"] for row in rows()} <= set(MENTION_KINDS)


names = st.one_of(st.text(max_size=24), st.sampled_from([row[side] for row in rows() for side in ("left", "right")]))


@given(names, names, st.sampled_from(["organisation", "person", "fund"]))
@settings(max_examples=150, deadline=None)
def test_comparing_is_symmetric_and_bounded(left: str, right: str, kind: str) -> None:
    one, other = (compare_names(Named(a, kind), Named(b, kind)) for a, b in ((left, right), (right, left)))
    assert (one.verdict, one.score, one.reasons) == (other.verdict, other.score, other.reasons)
    assert 0 <= one.score <= 1
    assert one.reasons


@given(names)
@settings(max_examples=100, deadline=None)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert compare_names(name, name).verdict == "same"


def test_context_keeps_two_of_one_name_apart() -> None:
    trade = compare_names(Named("Delta", trade="airlines"), Named("Delta", trade="textiles"))
    country = compare_names(Named("Orange", country="FR"), Named("Orange", country="ZA"), load_directory())
    assert trade.verdict == country.verdict == "unsure"
    assert "textiles" in trade.reasons[0]
    assert compare_names("Delta", "Delta").verdict == "same"
