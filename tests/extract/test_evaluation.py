"""The score: the rules of the gold guide, and agreement with the guide's own program where it is at hand."""

import importlib.util
import random
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from anello.extract.evaluation import bare, full, same_interval, score_articles, touches

SCORER = Path(__file__).resolve().parents[2].parent / "shared" / "gold" / "score.py"


def claim(type_: str, status: str = "completed", **fields: Any) -> dict[str, Any]:
    rest = {k: fields.pop(k) for k in ("amount", "percent", "optional", "attribution", "evidence") if k in fields}
    return {"type": type_, "status": status, "roles": fields, **rest}


def score(gold: Sequence[dict[str, Any]], *found: dict[str, Any], text: str = "") -> dict[str, float | int]:
    return score_articles([(gold, found, text)]).as_dict()


DEAL = claim("investment", investor="Nvidia", target="Intel")
UNIT = claim("supply", supplier="Google Cloud", customer="Meta")


class TestStrictMatching:
    def test_the_gold_is_right_about_itself(self) -> None:
        assert score([DEAL, UNIT], DEAL, UNIT)["f1"] == 1.0

    def test_nothing_found_scores_nothing(self) -> None:
        assert score([DEAL, UNIT])["f1"] == 0.0

    def test_a_claim_in_an_empty_article_is_a_false_alarm(self) -> None:
        assert score([], DEAL)["false_alarms_in_empty"] == 1

    @pytest.mark.parametrize(
        "found",
        [
            claim("investment", investor="Intel", target="Nvidia"),
            claim("supply", supplier="Nvidia", customer="Intel"),
            claim("investment", investor=["Nvidia", "A", "B"], target="Intel"),
            claim("acquisition", buyer="Nvidia", target="Intel"),
            claim("investment", investor="Nvidia"),
        ],
        ids=["swapped", "other type", "everybody", "same family", "half"],
    )
    def test_what_differs_is_wrong(self, found: dict[str, Any]) -> None:
        assert score([DEAL], found)["f1"] == 0

    def test_a_group_is_not_its_unit(self) -> None:
        assert score([UNIT], claim("supply", supplier="Google", customer="Meta"))["f1"] == 0

    def test_legal_forms_do_not_count(self) -> None:
        assert score([DEAL], claim("investment", investor="NVIDIA Corp.", target="Intel Corporation"))["f1"] == 1.0

    def test_two_names_of_the_gold_are_never_one(self) -> None:
        gold = claim("control", controller="Yandex N.V.", controlled="Yandex")
        assert score([gold], claim("control", controller="Yandex", controlled="Yandex N.V."))["f1"] == 0

    def test_an_open_role_accepts_anybody(self) -> None:
        gold = claim("investment", investor=None, target="Intel")
        assert score([gold], DEAL)["f1"] == 1.0

    def test_all_open_roles_need_the_amount_or_the_passage(self) -> None:
        gold = claim("loan", lender=None, borrower=None, amount={"low": 5, "high": 5}, evidence="a loan of 5")
        found = claim("loan", lender="X", borrower="Y")
        assert score([gold], found)["f1"] == 0
        assert score([gold], {**found, "amount": {"low": 5, "high": 5}})["f1"] == 1.0
        assert score([gold], {**found, "evidence": "loan of"}, text="It took a loan of 5.")["f1"] == 1.0

    def test_half_of_a_list_is_enough_where_the_type_lives_on_lists(self) -> None:
        gold = claim("partnership", party=["A", "B", "C", "D"])
        assert score([gold], claim("partnership", party=["A", "B"]))["f1"] == 1.0
        assert score([gold], claim("partnership", party=["A", "X"]))["f1"] == 0.0

    def test_products_agree_word_by_word(self) -> None:
        gold = {**claim("maker", maker="Google"), "product": "TPU"}
        assert score([gold], {**claim("maker", maker="Google"), "product": "TPU Ironwood"})["f1"] == 1.0
        assert score([gold], {**claim("maker", maker="Google"), "product": "Gemini"})["f1"] == 0.0


class TestCounting:
    def test_an_optional_claim_counts_neither_way(self) -> None:
        gold = [DEAL, {**UNIT, "optional": True}]
        assert score(gold, DEAL)["f1"] == score(gold, DEAL, UNIT)["f1"] == 1.0

    def test_each_gold_claim_pairs_once(self) -> None:
        assert score([DEAL], DEAL, DEAL)["precision"] == 0.5

    def test_pairing_prefers_the_same_amount(self) -> None:
        small, large = ({**DEAL, "amount": {"low": n, "high": n, "currency": "USD"}} for n in (5, 9))
        assert score([small, large], large, small)["amount"] == 1.0

    def test_pairing_gives_way_where_another_needs_the_place(self) -> None:
        anybody = claim("investment", investor=None, target="Intel")
        other = claim("investment", investor="AMD", target="Intel")
        assert score([anybody, DEAL], DEAL, other)["f1"] == 1.0

    def test_the_full_form_scores_like_the_short_one(self) -> None:
        gold = claim(
            "loan",
            lender="X Bank",
            borrower="Y",
            amount={"low": 5, "high": 5, "currency": "EUR"},
            attribution=["unnamed sources"],
            evidence="X Bank lent Y 5 euros",
        )
        found = {
            **gold,
            "roles": {"lender": {"name": "X Bank", "id": "x"}, "borrower": [{"name": "Y S.p.A."}]},
            "evidence": [{"start": 90, "end": 94, "text": "lent"}],
            "attribution": [{"name": "people close to Y", "kind": "anonymous"}],
        }
        figures = score([gold], found)
        assert [figures[k] for k in ("f1", "amount", "attribution_f1", "evidence", "status")] == [1.0] * 5

    def test_a_wrong_status_is_no_wrong_claim(self) -> None:
        figures = score([DEAL], {**DEAL, "status": "talks"})
        assert (figures["f1"], figures["status"]) == (1.0, 0.0)


class TestPieces:
    def test_passages_touch_where_they_overlap_in_the_text(self) -> None:
        gold = claim("ipo", company="Y", evidence="X Bank lent Y 5 euros")
        assert touches(gold, {"evidence": "Y 5"}, "")
        assert touches({"evidence": "Y"}, gold, "")
        assert not touches(gold, {"evidence": "Z"}, "")
        assert not touches(gold, {}, "")

    def test_intervals_agree_within_a_percent_and_in_their_open_sides(self) -> None:
        assert same_interval({"low": 100, "high": 100}, {"low": 101, "high": 100})
        assert not same_interval({"low": 100, "high": 100}, {"low": 103, "high": 100})
        assert not same_interval({"low": 100, "high": 100}, {"low": 100, "high": None})
        assert same_interval(None, None)
        assert not same_interval({"low": 1, "high": 1}, None)

    def test_names_lose_accents_and_legal_forms(self) -> None:
        assert full("Société Générale S.A.") == "societe generale s a"
        assert bare("Société Générale S.A.") == "societe generale"
        assert bare("Holding") == "holding"


@pytest.fixture(scope="module")
def guide() -> ModuleType:
    if not SCORER.is_file():
        pytest.skip("the gold guide's own scorer is not beside the project")
    spec = importlib.util.spec_from_file_location("guide_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def invented(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], str]:
    """Return gold, predictions and text of an invented article, the same for a seed."""
    draw = random.Random(seed)
    names = ["Nvidia", "NVIDIA Corp", "Intel", "OpenAI", "Zoë AG", "Zoe", None]
    text = "Nvidia put money into Intel while OpenAI looked on and Zoë AG sold out."

    def one() -> dict[str, Any]:
        type_ = draw.choice(["investment", "acquisition", "partnership", "loan", "ipo"])
        roles: dict[str, Any] = {
            "investment": lambda: {"investor": draw.choice(names), "target": draw.choice(names)},
            "acquisition": lambda: {"buyer": draw.choice(names), "target": draw.choice(names)},
            "loan": lambda: {"lender": draw.choice(names), "borrower": draw.choice(names)},
            "partnership": lambda: {"party": draw.sample(names[:6], draw.randint(1, 4))},
            "ipo": lambda: {"company": draw.choice(names)},
        }[type_]()
        start = draw.randrange(len(text) - 12)
        value = draw.choice([None, 5, 5.02, 9])
        return {
            "type": type_,
            "roles": roles,
            "status": draw.choice(["talks", "agreed"]),
            "amount": value and {"low": value, "high": draw.choice([None, value]), "currency": draw.choice("UE")},
            "time": draw.choice([None, {"start": "2026-01-01", "end": None}]),
            "attribution": draw.sample(["Reuters", "sources close", "Zoë AG"], draw.randint(0, 2)),
            "evidence": draw.choice([None, text[start : start + 12]]),
            "optional": draw.random() < 0.2,
        }

    gold = [one() for _ in range(draw.randint(0, 6))]
    found = [one() for _ in range(draw.randint(0, 6))] + draw.sample(gold, len(gold) // 2)
    return gold, found, text


def test_agrees_with_the_guides_program(guide: ModuleType) -> None:
    articles = [invented(seed) for seed in range(300)]
    totals = guide.Totals()
    for gold, found, text in articles:
        totals.add("en-x", guide.Article(gold, found, text, {}))
    theirs, ours = totals.summary(), score_articles(articles).as_dict()
    shared = ("precision", "recall", "f1", "status", "amount", "time", "attribution_f1", "evidence", "gold", "empty")
    assert {k: ours[k] for k in shared} == {k: theirs[k] for k in shared}
    assert ours["false_alarms_in_empty"] == theirs["false_alarms_in_empty"]
    assert 0 < ours["f1"] < 1
