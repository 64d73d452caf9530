"""The command `anello review`: the list, a claim confirmed or rejected, the effect first, and the way back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from review_studies import build, claim_of, deal_of

from anello.pipeline import open_ledger
from anello.store import open_study

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def study(tmp_path: Path) -> str:
    return build(tmp_path)


def lines(cli: Cli, *arguments: str) -> list[dict[str, object]]:
    code, out, error = cli(*arguments)
    assert code == 0, error
    return [json.loads(line) for line in out.splitlines()]


def test_a_claim_is_rejected_listed_shown_and_taken_back(study: str, cli: Cli) -> None:
    with open_study(study) as opened:
        claim = claim_of(open_ledger(opened), "Nvidia", "OpenAI")
    rings, claims = cli("rings", study, "--json")[1], len(lines(cli, "claims", study, "--json"))
    code, out, error = cli("review", study, "--claim", claim[:6], "rejected", "--preview")
    assert (code, "ring goes: circular exposure: Nvidia → OpenAI" in out.replace("\n", " ")) == (0, True)
    assert "nothing was kept" in error
    assert lines(cli, "review", study, "--json") == []
    (kept,) = lines(cli, "review", study, "--claim", claim[:6], "rejected", "--because", "another firm", "--json")
    (listed,) = lines(cli, "review", study, "--json")
    assert (listed["id"], listed["word"], listed["because"], listed["state"]) == (
        *(kept["id"], "rejected", "another firm", "holds"),
    )
    assert str(listed["made"]).endswith("Z")
    assert cli("rings", study, "--json")[1] != rings
    told = lines(cli, "claims", study, "--json")
    assert (len(told), [row["id"] for row in told if row["review"] == "rejected"]) == (claims, [claim])
    assert claim in {row["id"] for row in lines(cli, "claims", study, "--party", "Nvidia", "--json")}
    rows = csv.DictReader(io.StringIO(cli("claims", study, "--csv")[1]))
    assert [row["id"] for row in rows if row["review"] == "rejected"] == [claim]
    assert "rejected; it counts in no deal" in cli("show", claim, study)[1]
    (shown,) = lines(cli, "show", claim, study, "--json")
    assert (shown["review"], shown["sentences"][0]["review"]) == ("rejected", "rejected")  # type: ignore[index]
    assert "ring comes" in cli("review", study, "--undo", str(kept["id"]), "--preview")[1]
    assert "taken back" in cli("review", study, "--undo", str(kept["id"]))[1]
    assert cli("rings", study, "--json")[1] == rings
    assert "nothing was decided" in cli("review", study)[2]


def test_a_confirmed_claim_says_so_where_its_deal_is_shown(study: str, cli: Cli) -> None:
    with open_study(study) as opened:
        view = open_ledger(opened)
        claim, deal = claim_of(view, "Nvidia", "OpenAI"), deal_of(view, "Nvidia", "OpenAI")
    deals = cli("deals", study, "--json")[1]
    assert cli("review", study, "--claim", claim, "Confirmed")[0] == 0
    assert cli("deals", study, "--json")[1] == deals
    assert "(confirmed)" in cli("show", deal, study)[1]
    assert "confirmed" in cli("claims", study)[1]


def test_every_kind_is_in_one_list_and_judge_and_link_show_their_effect_first(study: str, cli: Cli) -> None:
    with open_study(study) as opened:
        view = open_ledger(opened)
        one, other = deal_of(view, "OpenAI", "Oracle"), deal_of(view, "OpenAI", "Microsoft")
    assert "ring comes" in cli("judge", "same", "Zephyr", "Zephyr Robotics", study, "--preview")[1]
    assert "none changes" in cli("link", "part-of", one, other, study, "--preview")[1]
    assert lines(cli, "review", study, "--json") == []
    cli("judge", "same", "Zephyr", "Zephyr Robotics", study, "--because", "its report")
    cli("link", "part-of", one, other, study)
    rows = list(csv.DictReader(io.StringIO(cli("review", study, "--csv")[1])))
    assert [(row["kind"], row["word"], row["because"], row["state"]) for row in rows] == [
        ("parties", "same", "its report", "holds"),
        ("deals", "part-of", "", "holds"),
    ]
    assert (rows[0]["left_words"], rows[0]["right_words"]) == ("Zephyr", "Zephyr Robotics")
    assert rows[1]["left_words"].startswith("supply: OpenAI → Oracle, $300m")
    assert "its report" in cli("review", study)[1]


def test_wrong_questions_are_told_in_one_line(study: str, cli: Cli) -> None:
    for arguments, said in (
        (("--claim", "ffff", "rejected"), "no claim 'ffff'"),
        (("--claim", "ffff", "wrong"), "confirmed or rejected"),
        (("--undo", "ffff"), "no decision 'ffff'"),
        (("--undo", "ffff", "--preview"), "no decision 'ffff'"),
        (("--preview",), "give --claim or --undo"),
        (("--claim", "ffff", "rejected", "--undo", "ffff"), "exclude each other"),
        (("--json", "--csv"), "exclude each other"),
    ):
        code, out, error = cli("review", study, *arguments)
        assert (code, out, said in error, error.count("\n")) == (1, "", True, 1)
