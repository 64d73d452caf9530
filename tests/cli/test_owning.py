"""The command owners, end to end on small studies."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anello.cli import run

Cli = Callable[..., tuple[int, str, str]]

NEWS = {
    "one": """Who owns OpenAI
date: 2025-10-28
outlet: Meridian Wire

Microsoft holds a stake of roughly 27 percent in OpenAI. The OpenAI Foundation holds 26 percent of OpenAI. The OpenAI \
Foundation controls OpenAI. OpenAI is valued at $500 billion.
""",
    "two": """Alder Holdings owns Birch Energy
date: 2025-11-28
outlet: Meridian Wire

Alder Holdings owns 60 percent of Birch Energy.

Alder Holdings is valued at $10 billion. Birch Energy is valued at $2 billion.
""",
    "cedar": """The owners of Cedar Power
date: 2025-11-28
outlet: Meridian Wire

Birch Energy owns 51 percent of Cedar Power.

Alder Holdings owns 5 percent of Cedar Power.

Cedar Power is valued at $3 billion.
""",
    "three": """More than all of it
date: 2025-11-29
outlet: Meridian Wire

Dover Steel owns 70 percent of Elm Motors. Fir Capital owns 60 percent of Elm Motors.
""",
    "sold": """A sale
date: 2025-12-01
outlet: Meridian Wire

SoftBank has sold its entire stake in Nvidia for $5.83 billion.
""",
    "old": """Microsoft and OpenAI
date: 2023-01-23
outlet: Meridian Wire

Microsoft holds a stake of 49 percent in OpenAI.
""",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("owning")
    news = folder / "news"
    news.mkdir()
    for name, text in NEWS.items():
        (news / f"{name}.txt").write_text(text, encoding="utf-8")
    path = str(folder / "study.anello")
    assert run(["build", str(news), "--study", path, "--today", "2026-09-01"]) == 0
    return path


def rows(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    code, out, _ = cli("owners", *arguments, "--json")
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def plain(text: str) -> str:
    return " ".join(text.split())


def test_one_row_a_company_with_known_and_unknown(study: str, cli: Cli) -> None:
    found = {row["company"]["id"]: row for row in rows(cli, study)}
    openai = found["openai"]
    assert (openai["known"], openai["rest"]) == ({"low": 52, "high": 54}, {"low": 46, "high": 48})
    assert {o["holder"]["id"]: o["stake"]["percent"] for o in openai["owners"]} == {
        "microsoft": {"low": 26, "high": 28},
        "openai-foundation": {"low": 26, "high": 26},
    }
    assert (openai["control"], openai["unit"]) == ("OpenAI Foundation (control claimed)", "percent")
    (microsoft,) = (o for o in openai["owners"] if o["holder"]["id"] == "microsoft")
    assert [stake["percent"]["low"] for stake in microsoft["older"]] == [49]
    elm = found["elm-motors"]
    assert (elm["refused"], elm["controls"], elm["rest"]) == (True, [], {"low": 0, "high": 100})
    assert elm["rejects"][0]["reason"] == "more than 100 % owned"


def test_the_table_says_window_floor_and_what_is_refused(study: str, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in ("80", "140"):
        monkeypatch.setenv("COLUMNS", width)
        code, out, err = cli("owners", study)
        assert code == 0
        assert "Microsoft" in out
        assert max(map(len, out.splitlines())) <= int(width)
        assert "refused Elm Motors: more than 100 % owned" in err
        assert "floor none" in err
    code, out, _ = cli("owners", study, "--limit", "1")
    assert code == 0
    assert "Cedar Power" in out
    assert "OpenAI" not in out


def test_what_was_known_on_a_day(study: str, cli: Cli) -> None:
    (openai,) = rows(cli, study, "--as-of", "2023-12-31")
    assert (openai["known"], openai["as_of"]) == ({"low": 49, "high": 49}, "2023-12-31")
    code, out, err = cli("owners", study, "--as-of", "2020")
    assert (code, out) == (0, "")
    assert "no stake, control or right" in err


def test_a_floor_leaves_out_what_is_not_done_and_keeps_what_is_over(study: str, cli: Cli) -> None:
    found = {row["company"]["id"]: row for row in rows(cli, study, "--floor", "completed")}
    assert found["openai"]["floor"] == "completed"
    assert [owner["stake"]["state"] for owner in found["nvidia"]["owners"]] == ["ended"]
    assert found["nvidia"]["known"] == {"low": 0, "high": 0}


def test_a_party_its_owners_what_it_owns_and_controls(study: str, cli: Cli) -> None:
    (alder,) = rows(cli, study, "alder")
    assert [(o["holder"]["id"], o["company"]["id"]) for o in alder["owns"]] == [
        ("alder", "birch-energy"),
        ("alder", "cedar-power"),
        ("birch-energy", "cedar-power"),
    ]
    value = alder["owns"][0]["value"]
    assert (value["low"], value["of"]["basis"], value["of"]["day"]) == (1_200_000_000, "current", "2025-11-28")
    controls = {c["company"]["id"]: (c["how"], [t["id"] for t in c["through"]]) for c in alder["controls"]}
    assert controls["cedar-power"][1] == ["birch-energy"]
    interest = {i["company"]["id"]: i["integrated"]["low"] for i in alder["its_interests"]}
    assert interest == {"birch-energy": 60, "cedar-power": pytest.approx(35.6)}
    assert alder["gross_up"]["ratio"]["low"] == pytest.approx(15 / 12.12)
    assert alder["register"] is None
    code, out, _ = cli("owners", study, "alder")
    assert code == 0
    text = plain(out)
    for said in ("What Alder controls", "through Birch Energy", "35.6%", "gross-up", "no stake in it is told here"):
        assert said in text


def test_the_page_of_a_company_shows_series_values_and_control(study: str, cli: Cli) -> None:
    code, out, _ = cli("owners", study, "OpenAI")
    assert code == 0
    text = plain(out)
    for said in ("Who owns OpenAI", "before 49%", "$130bn–140bn of $500bn", "control claimed", "46–48%", "not stated"):
        assert said in text
    assert "Microsoft: its value" in text


def test_what_is_assumed_is_called_so(study: str, cli: Cli) -> None:
    terms = ("-a", "ipo=1tn", "-a", "primary=60bn", "-a", "warrants=5%", "-a", "value:Microsoft=3.8tn")
    (openai,) = rows(cli, study, "OpenAI", *terms)
    offering = openai["offering"]
    assert offering["assumed"] is True
    after = {one["holder"]["id"]: one["after"] for one in offering["stakes"]}
    assert float(after["openai-foundation"]["high"]) == pytest.approx(26 * 1000 / 1060)
    assert float(after["openai-foundation"]["low"]) == pytest.approx(26 * 1000 / 1060 * 0.95)
    assert openai["gross_up"]["ratio"]["high"] == pytest.approx(4.3 / (3.8 + 0.72 * 0.5))
    code, out, _ = cli("owners", study, "OpenAI", *terms, "-a", "secondary=10bn")
    assert code == 0
    assert "An assumed offering of OpenAI" in out
    assert "6.604% of the company" in plain(out)
    counted = ("-a", "ipo=1tn", "-a", "shares=2bn", "-a", "warrants=10m@100", "-a", "convertible=1m")
    assert rows(cli, study, "OpenAI", *counted)[0]["offering"]["stakes"]
    (euro,) = rows(cli, study, "OpenAI", "-a", "currency=eur")
    assert euro["worth"]["currency"] == "EUR"
    assert "USD at" in euro["worth"]["rate"]
    assert "no stake of a stated size" in plain(cli("owners", study, "alder", "-a", "ipo=1bn")[1])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("OpenAI", "-a", "ipo"), 2, "assumes nothing"),
        (("OpenAI", "-a", "price=3"), 2, "nothing can be assumed of 'price'"),
        (("OpenAI", "-a", "ipo=many"), 2, "is no amount"),
        (("OpenAI", "-a", "ipo=-5"), 2, "is no amount"),
        (("OpenAI", "-a", "currency=euros"), 2, "is no currency"),
        (("OpenAI", "-a", "primary=5bn"), 1, "without its value"),
        (("OpenAI", "-a", "ipo=5bn", "-a", "ipo=6bn"), 1, "assumed twice"),
        (("OpenAI", "-a", "ipo=5bn", "-a", "warrants=5m@1"), 1, "add shares=N"),
        (("OpenAI", "-a", "ipo=0"), 1, "above zero"),
        (("OpenAI", "-a", "value:Nobody=5bn"), 1, "no party"),
        (("-a", "ipo=5bn"), 1, "needs a party"),
        (("Nobody at all",), 1, "no party"),
        (("--json", "--csv"), 1, "exclude each other"),
        (("--floor", "certain"), 2, "no status 'certain'"),
    ],
)
def test_a_wrong_command_is_one_clear_line(
    study: str, cli: Cli, arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, out, err = cli("owners", study, *arguments)
    assert (found, out) == (code, "")
    assert said in plain(err)


def test_csv_has_the_same_columns_on_every_row(study: str, cli: Cli) -> None:
    table = list(csv.DictReader(cli("owners", study, "--csv")[1].splitlines()))
    openai = next(row for row in table if row["company"] == "openai")
    assert (openai["known_low"], openai["rest_high"], openai["bases"]) == ("52", "48", "not stated")
    assert all(row.keys() == table[0].keys() for row in table)
    stakes = list(csv.DictReader(cli("owners", study, "OpenAI", "--csv")[1].splitlines()))
    assert [(s["holder"], s["low"], s["latest"]) for s in stakes] == [
        ("microsoft", "26", "true"),
        ("microsoft", "49", "false"),
        ("openai-foundation", "26", "true"),
    ]
    assert (stakes[0]["value_low"], stakes[0]["currency"], stakes[1]["value_low"]) == ("130000000000", "USD", "")


def test_every_deal_that_is_named_opens(study: str, cli: Cli) -> None:
    for row in rows(cli, study):
        for owner in row["owners"]:
            for deal in owner["stake"]["deals"]:
                assert cli("show", deal, study)[0] == 0


def test_every_article_told_ten_times_changes_nothing(study: str, tmp_path: Path, cli: Cli) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for copy in range(10):
        for name, text in NEWS.items():
            (news / f"{name}{copy}.txt").write_text(text.replace("Meridian Wire", f"Copy {copy}"), encoding="utf-8")
    path = str(tmp_path / "copies.anello")
    assert cli("build", str(news), "--study", path, "--today", "2026-09-01")[0] == 0
    kept = ("known", "rest", "control", "bases", "first", "last", "refused")
    once = {row["company"]["id"]: [row[name] for name in kept] for row in rows(cli, study)}
    assert {row["company"]["id"]: [row[name] for name in kept] for row in rows(cli, path)} == once
