"""The command funded: all vendors, one vendor, windows, currencies, reported revenue, bad options."""

from __future__ import annotations

import csv
import inspect
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from anello.cli import run, screen
from anello.cli.options import Within, spread
from anello.errors import SettingsError
from anello.model import Claim, Mention, Money, Period, Span
from anello.pipeline.funding import FundingQuestion, reported_revenue
from anello.show.funded import COLUMNS

Cli = Callable[..., tuple[int, str, str]]
D = Decimal
TABLE = """payer,payee,type,amount,currency,start,end,status,published,source,note
Nvidia,OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters,first
SoftBank,OpenAI,investment,15000000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters,other money
OpenAI,CoreWeave,supply,30000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-01,Reuters,compute
OpenAI,Nvidia,supply,4000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-02,Reuters,chips
CoreWeave,Nvidia,supply,20000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-03,Reuters,chips
Nvidia,CoreWeave,guarantee,6000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-04,Reuters,backstop
AMD,Meta,right,5000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-05,Reuters,warrant
Meta,AMD,supply,50000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-06,Reuters,chips
Amazon,Anthropic,investment,8000000000,EUR,2024-05-01,2024-05-31,completed,2024-05-02,Reuters,euros
Anthropic,Amazon,supply,,USD,2024-05-01,2024-12-31,agreed,2024-05-02,Reuters,cloud
"""
ARTICLE = """Nvidia results
date: 2027-02-20
outlet: Reuters

Nvidia reported revenue of $125 billion for 2026.
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("funding")
    news = folder / "news"
    news.mkdir()
    (news / "deals.csv").write_text(TABLE, encoding="utf-8")
    (news / "one.txt").write_text(ARTICLE, encoding="utf-8")
    path = str(folder / "study.anello")
    assert run(["build", str(news), "--study", path, "--today", "2027-03-01"]) == 0
    return path


def rows(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    code, out, _ = cli("funded", *arguments, "--json")
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_vendors_are_listed_with_their_shares(cli: Cli, study: str) -> None:
    found = rows(cli, study)
    assert [row["vendor"]["name"] for row in found] == ["Nvidia", "Amazon"]
    nvidia = found[0]
    assert nvidia["share_of_revenue"]["could"] == pytest.approx({"low": 10 / 24, "high": 10 / 24}, abs=1e-6)
    assert nvidia["share_of_revenue"]["central"] == pytest.approx({"low": 10 / 34, "high": 10 / 34}, abs=1e-6)
    assert (nvidia["layer"], nvidia["floor"], nvidia["window"]["words"]) == ("money", None, "all dates")
    assert nvidia["share_of_reported"] is None
    code, out, _ = cli("funded", study)
    assert code == 0
    assert "41.7%" in out
    assert "all dates" in out
    assert "EUR 2024-04-30" in out


def test_one_vendor_is_opened_to_its_legs_and_ways(cli: Cli, study: str) -> None:
    (row,) = rows(cli, study, "Nvidia", "--year", "2026")
    assert row["financing"] == {"low": 10**10, "high": 10**10}
    assert row["revenue"] == {"low": 24 * 10**9, "high": 24 * 10**9}
    assert [leg["kind"] for leg in row["financing_legs"]] == ["equity"]
    assert len(row["revenue_legs"]) == 2
    ways = {tuple(p["name"] for p in way["parties"]): way["at_most"] for way in row["ways"]}
    assert ways == {
        ("Nvidia", "OpenAI", "Nvidia"): 4 * 10**9,
        ("Nvidia", "OpenAI", "CoreWeave", "Nvidia"): 6 * 10**9,
    }
    deals = {leg["deal"] for leg in (*row["financing_legs"], *row["revenue_legs"])}
    assert all(step for way in row["ways"] for step in way["deals"])
    assert {way["deals"][0][0] for way in row["ways"]} <= deals
    assert [leg["kind"] for leg in row["guarantees_not_called"]] == ["guarantee"]
    code, out, _ = cli("funded", study, "Nvidia", "--year", "2026")
    assert code == 0
    for words in ("41.7%", "29.4%", "Ways on which money may come back", "Guarantees", "$125bn in 2026", "8.0%"):
        assert words in " ".join(out.split())
    for deal in deals:
        assert deal[:8] in out


def test_reported_revenue_counts_for_its_own_year_only(cli: Cli, study: str) -> None:
    (row,) = rows(cli, study, "Nvidia", "--year", "2026")
    assert row["reported"]["low"] == row["reported"]["high"] == 125 * 10**9
    assert row["reported"]["period"] == {"first": "2026-01-01", "last": "2026-12-31"}
    assert row["share_of_reported"]["could"] == pytest.approx({"low": 0.08, "high": 0.08}, abs=1e-6)
    for window in (("--year", "2025"), ("--from", "2026-01", "--to", "2027-12"), ("--from", "2026")):
        assert rows(cli, study, "Nvidia", *window)[0]["reported"] is None
    assert rows(cli, study, "Nvidia", "--year", "2026", "--as-of", "2026")[0]["reported"] is None
    (euros,) = rows(cli, study, "Nvidia", "--year", "2026", "--currency", "eur")
    assert euros["reported"]["converted"].startswith("USD ")
    assert euros["reported"]["currency"] == "EUR"


def test_own_money_and_called_guarantees(cli: Cli, study: str) -> None:
    (row,) = rows(cli, study, "Nvidia", "--own", "CoreWeave=30000000000")
    assert row["share_of_revenue"]["central"]["high"] == pytest.approx(0.171569, abs=1e-6)
    (pledge,) = rows(cli, study, "Nvidia")[0]["guarantees_not_called"]
    (row,) = rows(cli, study, "Nvidia", "--called", pledge["deal"])
    assert row["financing"] == {"low": 10**10, "high": 16 * 10**9}
    assert row["guarantees_not_called"] == []
    other = rows(cli, study, "Nvidia")[0]["financing_legs"][0]["deal"]
    code, _, err = cli("funded", study, "Nvidia", "--called", other)
    assert code == 1
    assert "no guarantee" in err


def test_warrants_are_a_rebate(cli: Cli, study: str) -> None:
    (row,) = rows(cli, study, "AMD")
    assert row["financing"] == {"low": 0, "high": 0}
    (warrant,) = row["warrants"]
    assert warrant["rebate_share"] == pytest.approx({"low": 0.1, "high": 0.1}, abs=1e-6)
    assert "10.0%" in cli("funded", study, "AMD")[1]


def test_unknown_sales_stay_unknown_unless_only_stated_ones_count(cli: Cli, study: str) -> None:
    (row,) = rows(cli, study, "Amazon")
    assert (row["revenue"]["high"], row["unpriced"]) == (None, 1)
    assert row["could"]["low"] == 0
    assert row["could"]["high"] == row["financing"]["high"] > 8 * 10**9
    assert row["converted"] == ["EUR 2024-04-30"]
    (stated,) = rows(cli, study, "Amazon", "--stated")
    assert stated["revenue"] == stated["could"] == {"low": 0, "high": 0}
    assert [r["vendor"]["name"] for r in rows(cli, study, "--stated")] == ["Nvidia"]
    assert "amount not stated" in cli("funded", study, "Amazon", "--stated")[1]
    assert "--stated" in cli("funded", study, "Amazon")[1]


def test_floor_and_window_leave_deals_out(cli: Cli, study: str) -> None:
    assert rows(cli, study, "--floor", "completed") == []
    assert rows(cli, study, "--year", "2020") == []
    assert cli("funded", study, "--year", "2020")[0] == 0
    (row,) = rows(cli, study, "Nvidia", "--floor", "completed")
    assert (row["floor"], row["revenue"]) == ("completed", {"low": 0, "high": 0})
    assert "none to share" in cli("funded", study, "Nvidia", "--floor", "completed")[1]


def test_csv_has_the_same_columns_for_all(cli: Cli, study: str) -> None:
    table = list(csv.DictReader(cli("funded", study, "--csv")[1].splitlines()))
    assert [row["vendor"] for row in table] == ["Nvidia", "Amazon"]
    assert tuple(table[0]) == COLUMNS
    assert (table[0]["could_low"], table[1]["revenue_high"], table[0]["floor"]) == ("10000000000", "", "none")
    assert len(list(csv.DictReader(cli("funded", study, "--csv", "--limit", "1")[1].splitlines()))) == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--year", "2026", "--from", "2026-01"), 1),
        (("--from", "2026-05", "--to", "2026-01"), 1),
        (("--json", "--csv"), 1),
        (("Nobody Inc",), 1),
        (("--own", "Nobody Inc=5"), 1),
        (("--called", "zzzz"), 1),
        (("--from", "May"), 2),
        (("--currency", "each"), 2),
        (("--currency", "euros"), 2),
        (("--own", "OpenAI"), 2),
        (("--own", "OpenAI=much"), 2),
        (("--own", "OpenAI=1e40"), 2),
        (("--year", "26"), 2),
    ],
)
def test_bad_options_are_refused(cli: Cli, study: str, options: tuple[str, ...], code: int) -> None:
    found, out, err = cli("funded", study, *options)
    assert (found, out) == (code, "")
    assert err


@pytest.mark.parametrize("width", ["60", "80", "140"])
def test_tables_keep_to_the_width(cli: Cli, study: str, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for vendor in ((), ("Nvidia",)):
        out = cli("funded", study, *vendor, "--year", "2026")[1]
        assert max(map(len, out.splitlines())) <= int(width)


@pytest.mark.parametrize("width", ["34", "60", "80"])
def test_no_figure_is_cut(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    cells = ("Microsoft", "$280bn+", "up to $252.8bn", "$13bn–280bn", "4.6%–100%")
    screen._console.cache_clear()
    screen.table([cells], [screen.Column(str(n), itemgetter(n), whole=True) for n in range(len(cells))])
    screen._console.cache_clear()
    said = capsys.readouterr().out.splitlines()
    assert max(map(len, said)) <= int(width)
    assert sorted("".join(said[2:]).replace(" ", "")) == sorted("".join(cells).replace(" ", ""))


def test_the_help_shows_the_spread_options(cli: Cli) -> None:
    out = cli("funded", "--help")[1]
    for option in ("--from", "--to", "--year", "--currency", "--own", "--called", "--apart", "--stated", "--as-of"):
        assert option in out


def test_windows() -> None:
    assert Within().window == (None, None)
    assert Within(date(2026, 1, 1)).window == (date(2026, 1, 1), None)
    with pytest.raises(SettingsError):
        assert Within(None, date(2026, 1, 1), 2026).window
    with pytest.raises(SettingsError):
        assert Within(date(2026, 2, 1), date(2026, 1, 1)).window


def test_spread_options_arrive_as_one_value() -> None:
    met: list[object] = []

    def command(study: str, asked: FundingQuestion = FundingQuestion(), limit: int = 3) -> None:  # noqa: B008
        met.extend((study, asked, limit))

    plain = spread(command)
    assert "currency" in inspect.signature(plain).parameters
    assert "asked" not in inspect.signature(plain).parameters
    given = {name: p.default for name, p in inspect.signature(plain).parameters.items()} | {"study": "s"}
    plain(**(given | {"currency": "EUR"}))
    assert met == ["s", FundingQuestion("EUR"), 3]


YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def told(amount: Money | None = None, **more: Any) -> Claim:
    mention = Mention("Nvidia", "nvidia", "Nvidia", 0, 6)
    given: dict[str, Any] = {
        "id": "c1",
        "article": "a",
        "document": "d",
        "type": "financial",
        "roles": {"subject": (mention,)},
        "status": "completed",
        "mode": "asserted",
        "evidence": (Span(0, 1, "x"),),
        "extractor": "t",
        "metric": "revenue",
        "time": Period(*YEAR),
        "amount": amount or Money(D(100), D(100), "USD"),
    }
    return Claim(**(given | more))


@pytest.mark.parametrize(
    "other",
    [
        {"metric": "profit"},
        {"status": "planned"},
        {"mode": "hedged"},
        {"mode": "negated"},
        {"product": "data centre"},
        {"time": None},
        {"time": Period(date(2026, 1, 1), date(2026, 3, 31))},
        {"amount": Money(D(100), D(100), "USD", per="quarter")},
        {"amount": Money(D(100), D(100), "XAU")},
        {"roles": {"subject": ()}},
        {"type": "valuation"},
    ],
)
def test_what_is_no_reported_revenue_of_the_year(other: dict[str, Any]) -> None:
    question = FundingQuestion(window=YEAR)
    assert set(reported_revenue([told()], {}, question)) == {"nvidia"}
    assert reported_revenue([told(**other)], {}, question) == {}


def test_several_figures_are_one_interval() -> None:
    claims = [told(), told(Money(D(90), None, "USD"), id="c2"), told(Money(None, D(120), "USD", per="year"), id="c3")]
    found = reported_revenue(claims, {"nvidia": "nvda"}, FundingQuestion(window=YEAR))["nvda"]
    assert (found.low, found.high, found.claims) == (0, None, ("c1", "c2", "c3"))
    (two,) = reported_revenue(
        [told(), told(Money(D(95), D(110), "USD"), id="c2")], {}, FundingQuestion(window=YEAR)
    ).values()
    assert (two.low, two.high) == (95, 110)
    assert reported_revenue(claims, {}, FundingQuestion()) == {}


def test_nothing_is_written_outside(study: str, cli: Cli) -> None:
    before = sorted(Path(study).parent.iterdir())
    rows(cli, study)
    assert sorted(Path(study).parent.iterdir()) == before
