"""The command `anello compute` end to end, on a study of a table and two articles."""

from __future__ import annotations

import csv
import json

import pytest

from anello.cli import run

TABLE = """payer,payee,type,amount,currency,start,end,status,published,source,note
OpenAI,CoreWeave,supply,80000000000,USD,,,planned,2025-10-01,Reuters,
OpenAI,Nebius,supply,20000000000,USD,,,agreed,2025-10-02,Reuters,
OpenAI,Lambda,supply,,USD,,,agreed,2025-10-03,Reuters,
OpenAI,Oracle,supply,5000000000,USD,,,agreed,2025-10-03,Reuters,licences of a database
CoreWeave,Nvidia,supply,40000000000,USD,,,agreed,2025-10-04,Reuters,
Nvidia,TSMC,supply,30000000000,USD,,,agreed,2025-10-05,Reuters,
Nvidia,SK Hynix,supply,10000000000,USD,,,agreed,2025-10-06,Reuters,
Nvidia,Groq,licence,20000000000,USD,,,agreed,2025-12-24,Reuters,
Volkswagen,Uniper,supply,1000000000,USD,,,agreed,2025-10-06,Reuters,heat
"""
ARTICLE = """AMD supplies OpenAI
date: 2025-10-06
outlet: Meridian Wire

AMD has signed an agreement to supply OpenAI with six gigawatts of its Instinct accelerators.
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("computing")
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


def of_buyer(found: list[dict[str, object]], buyer: str, unit: str = "USD") -> dict[str, object]:
    fits = (r for r in found if r["record"] == "concentration" and r["unit"] == unit)
    return next(r for r in fits if r["buyer"]["name"] == buyer)  # type: ignore[index]


def test_one_row_a_buyer_and_unit(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "compute", study)
    lab = of_buyer(found, "OpenAI")
    assert lab["hhi"] == {"low": 6800, "high": 6800}
    assert (lab["band"], lab["guidelines"]) == ("high", "Merger Guidelines 2023 (US DOJ and FTC)")
    assert [(s["supplier"]["name"], s["share"]["low"]) for s in lab["suppliers"]] == [  # type: ignore[attr-defined]
        ("CoreWeave", 0.8),
        ("Nebius", 0.2),
    ]
    assert [s["supplier"]["name"] for s in lab["without_amount"]] == ["AMD", "Lambda"]  # type: ignore[attr-defined]
    assert of_buyer(found, "OpenAI", "GW")["band"] == "one supplier told"
    kinds = {r["goods"] for r in found if r["buyer"]["name"] == "Nvidia"}  # type: ignore[index]
    assert kinds == {"foundry", "memory", "licences"}
    assert "Volkswagen" not in {r["buyer"]["name"] for r in found}  # type: ignore[index]


def test_the_tables_say_window_floor_unit_and_yardstick(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(out(capsys, "compute", study).split())
    for words in ("floor none", "window all dates", "in USD", "in GW", "Merger Guidelines 2023", "6,800", "2 deals"):
        assert words in said
    assert "2010" in out(capsys, "compute", study, "--guidelines", "2010", "--floor", "agreed")


def test_a_floor_and_a_window_change_the_answer(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    signed = of_buyer(rows(capsys, "compute", study, "--floor", "agreed"), "OpenAI")
    assert (signed["hhi"], signed["band"], signed["floor"]) == (
        {"low": 10000, "high": 10000},
        "one supplier told",
        "agreed",
    )
    later = rows(capsys, "compute", study, "--from", "2025-10-04", "--as-of", "2025-10-05")
    assert later[0]["as_of"] == "2025-10-05"
    assert later[0]["window"]["first"] == "2025-10-04"  # type: ignore[index]


def test_a_party_opens_to_suppliers_power_and_chain(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "compute", study, "OpenAI", "--pue", "1.25", "--price", "60")
    (power,) = [r for r in found if r["record"] == "power"]
    assert power["gigawatts_at_machines"] == {"low": 4.8, "high": 6}
    assert power["twh_a_year"] == {"low": 52.56, "high": 52.56}
    assert power["overhead_a_year"] == {"low": 630720000, "high": 788400000}
    steps = [(r["depth"], r["supplier"]["name"]) for r in found if r["record"] == "step"]  # type: ignore[index]
    assert steps[steps.index((1, "CoreWeave")) :][:4] == [
        (1, "CoreWeave"),
        (2, "Nvidia"),
        (3, "TSMC"),
        (3, "SK Hynix"),
    ]
    said = " ".join(out(capsys, "compute", study, "OpenAI").split())
    assert "AMD: chips (Instinct); foundry and memory not told" in said
    assert "without an amount in USD, in no figure: AMD" in said
    assert "bought, not told what" in said


def test_every_deal_that_is_named_opens(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    lab = of_buyer(rows(capsys, "compute", study, "OpenAI"), "OpenAI")
    for supplier in lab["suppliers"]:  # type: ignore[attr-defined]
        for deal in supplier["deals"]:
            assert "Deal" in out(capsys, "show", deal[:8], study)


def test_a_switch(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("compute", study, "OpenAI", "--move", "25", "--off", "CoreWeave", "--onto")
    (known,) = [r for r in rows(capsys, *asked, "Nebius") if r["record"] == "switch"]
    assert known["hhi"] == {"before": {"low": 6800, "high": 6800}, "after": {"low": 5200, "high": 5200}}
    assert (known["change"], known["fits_contracts"], known["free"]) == ("falls", "yes", {"low": 1, "high": 1})
    (new,) = [r for r in rows(capsys, *asked, "Amazon") if r["record"] == "switch"]
    assert new["hhi"]["after"] == {"low": 4400, "high": 4400}  # type: ignore[index]
    bound = " ".join(out(capsys, *asked, "Nebius", "--bound", "80", "--equivalence", "0.8-1.2").split())
    assert "20%; the move is more than that" in bound
    assert "equivalence 0.8 to 1.2" in bound


def test_a_switch_that_concentrates_is_marked(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("compute", study, "OpenAI", "--move", "50", "--off", "Nebius", "--onto", "CoreWeave")
    said = " ".join(out(capsys, *asked).split())
    assert "6,800 → 8,200; it rises, by more than the 100 points that the guidelines mark in a merger" in said


def test_an_assumed_rest(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    lab = of_buyer(rows(capsys, "compute", study, "--rest", "50", "--largest", "10"), "OpenAI")
    assert lab["hhi"] == {"low": 1700, "high": 2200}
    assert "unnamed firms deliver 50% of the whole" in " ".join(out(capsys, "compute", study, "--rest", "50").split())


def test_csv_has_a_row_a_buyer_or_a_supplier(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    buyers = list(csv.DictReader(out(capsys, "compute", study, "--csv").splitlines()))
    first = next(r for r in buyers if (r["buyer"], r["unit"]) == ("OpenAI", "USD"))
    assert (first["top_supplier"], first["share_low"], first["hhi_high"]) == ("CoreWeave", "0.8", "6800")
    assert (first["suppliers"], first["without_amount"], first["floor"]) == ("2", "2", "none")
    suppliers = list(csv.DictReader(out(capsys, "compute", study, "OpenAI", "--csv").splitlines()))
    assert [(r["supplier"], r["low"]) for r in suppliers if r["unit"] == "USD"] == [
        ("CoreWeave", "80000000000"),
        ("Nebius", "20000000000"),
        ("AMD", ""),
        ("Lambda", ""),
    ]
    assert len(out(capsys, "compute", study, "--csv", "--limit", "1").splitlines()) == 2


@pytest.mark.parametrize("width", [40, 80, 140])
def test_tables_fit_any_width(
    study: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    asked = (("compute", study), ("compute", study, "OpenAI", "--move", "9", "--off", "Nebius", "--onto", "AMD"))
    for arguments in asked:
        said = out(capsys, *arguments)
        assert max(map(len, said.splitlines())) <= max(width, 60)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--json", "--csv"), 1, "exclude each other"),
        (("--guidelines", "1999"), 1, "no guidelines of '1999'"),
        (("--largest", "10"), 1, "give --rest too"),
        (("--price", "60"), 1, "--price needs --pue"),
        (("--pue", "0.9"), 1, "PUE of 0.9"),
        (("--pue", "1.4-1.2"), 2, "no range"),
        (("--pue", "high"), 2, "no sum"),
        (("--rest", "140"), 2, "no part of a whole"),
        (("--currency", "each"), 2, "no currency"),
        (("--from", "2027", "--to", "2026"), 1, "ends"),
        (("OpenAI", "--move", "30"), 1, "all three"),
        (("OpenAI", "--bound", "30"), 1, "all three"),
        (("--move", "30", "--off", "Nebius", "--onto", "AMD"), 1, "needs the buyer"),
        (("OpenAI", "--move", "0", "--off", "Nebius", "--onto", "AMD"), 1, "cannot move"),
        (("OpenAI", "--move", "9", "--off", "Nebius", "--onto", "Nebius"), 1, "name two suppliers"),
        (("OpenAI", "--move", "9", "--off", "Lambda", "--onto", "AMD"), 1, "nothing that Lambda delivers"),
        (("OpenAI", "--move", "9", "--off", "Nebius", "--onto", "Nobody Ltd"), 1, "Nobody Ltd"),
        (("Nobody Ltd",), 1, "Nobody Ltd"),
    ],
)
def test_what_cannot_be_is_one_clear_line(
    study: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert run(["compute", study, *arguments]) == code
    assert words in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_who_buys_no_compute_is_told_so(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compute", study, "Volkswagen"]) == 0
    assert "no purchase of chips, cloud or power here" in capsys.readouterr().err
