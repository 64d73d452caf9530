"""Confidence and grade (docs/origins.md, "Grade")."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.model import VOICE_KINDS
from anello.reconcile.confidence import CAP, class_of, confidence, grade, priors


def test_the_worked_numbers() -> None:
    """Prior .5, ratio 8: one origin .8889, two .9846, five copies taken for origins .99997, with a denial of .5 .8."""
    assert confidence(0.5, [8]) == pytest.approx(0.8889, abs=5e-5)
    assert confidence(0.5, [8, 8]) == pytest.approx(0.9846, abs=5e-5)
    assert confidence(0.5, [8] * 5) == pytest.approx(0.99997, abs=5e-6)
    assert confidence(0.5, [8], [0.5]) == pytest.approx(0.8)


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(1e-9, 1e9))
def test_no_single_voice_moves_more_than_the_cap(prior: float, ratio: float) -> None:
    moved = math.log(confidence(prior, [ratio]) / (1 - confidence(prior, [ratio]))) - math.log(prior / (1 - prior))
    assert abs(moved) <= CAP + 1e-6


@settings(deadline=None)
@given(st.lists(st.floats(1, 20), max_size=6), st.lists(st.floats(0.05, 1), max_size=6))
def test_a_voice_for_it_never_lowers_and_one_against_never_raises(ratios: list[float], denials: list[float]) -> None:
    before = confidence(0.5, ratios, denials)
    assert confidence(0.5, [*ratios, 2.0], denials) >= before
    assert confidence(0.5, ratios, [*denials, 0.5]) <= before


def test_every_kind_of_voice_has_a_weight_a_letter_and_a_denial() -> None:
    classes = {class_of(f"{kind}:x") for kind in VOICE_KINDS} | {"party", "outlet", "unknown"}
    for name in ("assertion", "denial", "letter"):
        assert classes <= set(priors()[name]), name
    assert all(float(ratio) <= math.exp(CAP) for ratio in priors()["assertion"].values())
    assert all(float(ratio) < 1 for ratio in priors()["denial"].values())


def test_one_origin_is_never_a_confirmation() -> None:
    assert grade("agreed", ["filing:filing"], []).information == 2
    assert grade("agreed", ["filing:filing", "person:somebody"], []).information == 1
    assert grade("agreed", ["party:amd", "party:openai"], []).information == 2


def test_origins_that_may_be_one_give_an_interval() -> None:
    found = grade("talks", ["outlet:reuters", "outlet:bloomberg"], [])
    assert (found.source, found.information, found.at_best) == ("C", 2, 1)


def test_the_letter_is_of_the_source_and_the_number_of_the_information() -> None:
    denied = grade("talks", ["filing:filing"], ["party:amd", "party:openai", "outlet:reuters", "outlet:bloomberg"])
    assert (denied.source, denied.information) == ("A", 3)
    assert grade("talks", ["outlet:the harbour post"], []).source == "F"


def test_a_hypothesis_and_silence_cannot_be_judged() -> None:
    assert grade("hypothetical", ["outlet:reuters"], []).information == 6
    assert grade("agreed", [], []) == grade("talks", [], ["party:amd"])
