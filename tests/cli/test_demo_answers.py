"""What each analysis says of the demo corpus, held against what its articles tell (src/anello/demo)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anello.cli import run

BILLION = 10**9


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    study = str(tmp_path_factory.mktemp("answers") / "demo.anello")
    assert run(["demo", "--study", study]) == 0
    return study


@pytest.fixture
def ask(demo: str, capsys: pytest.CaptureFixture[str]):
    def asked(command: str, *options: str) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert run([command, demo, *options, "--json"]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return asked


def test_the_signed_ring_of_chips_equity_and_cloud_is_there(ask) -> None:
    rings = {frozenset(p["id"] for p in ring["parties"]) for ring in ask("rings", "--floor", "agreed")}
    assert {frozenset(("nvidia", "openai", "oracle")), frozenset(("amazon", "anthropic"))} <= rings


def test_some_but_not_all_of_the_signed_money_is_circular(ask) -> None:
    everything, signed = ask("flows")
    for flow in (everything, signed):
        assert 0.1 < flow["share"]["low"] < flow["share"]["high"] < 0.3
    assert signed["circular"]["high"] <= everything["circular"]["high"]


def test_nvidia_may_get_back_the_thirty_billion_that_it_put_into_openai(ask) -> None:
    (nvidia,) = [row for row in ask("funded") if row["vendor"]["id"] == "nvidia"]
    assert nvidia["could"]["low"] == 30 * BILLION
    assert nvidia["tied"] == {"low": 0, "high": 0}  # no article says that one contract ties the two


def test_meta_owes_coreweave_twenty_one_billion_until_2032(ask) -> None:
    deals = [row for row in ask("ladder", "Meta", "--payer") if row.get("record") == "deal"]
    (deal,) = [d for d in deals if d["payee"]["id"] == "coreweave" and d["ladder"]["headline"]["low"] == 21 * BILLION]
    assert deal["ladder"]["binding"] == {"low": 21 * BILLION, "high": 21 * BILLION}
    assert deal["ladder"]["contingent"] == {"low": 0, "high": 0}
    assert deal["instalments"][0]["last"] == "2032-12-31"


def test_microsoft_has_about_twenty_seven_per_cent_of_openai(ask) -> None:
    (openai,) = [row for row in ask("owners", "OpenAI") if "register" in row]
    (microsoft,) = openai["register"]["owners"]
    assert microsoft["holder"]["id"] == "microsoft"
    assert (microsoft["stake"]["percent"], microsoft["stake"]["approximate"]) == ({"low": 26, "high": 28}, True)


def test_anthropic_hangs_on_amazon_most(ask) -> None:
    found = [row for row in ask("compute", "Anthropic") if row.get("unit") == "USD"]
    first = found[0]["suppliers"][0]
    assert (first["supplier"]["id"], first["low"], first["high"]) == ("amazon", 100 * BILLION, None)


def test_the_backstop_of_coreweave_is_a_ceiling_and_no_sum(ask, demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    guarantees = [row for row in ask("ladder", "Nvidia", "--payer") if row.get("type") == "guarantee"]
    ladders = [row["ladder"] for row in guarantees if row["payee"]["id"] == "coreweave"]
    assert [one["contingent"]["high"] for one in ladders] == [6.3 * BILLION]
    assert all(one["binding"] == {"low": 0, "high": 0} for one in ladders)
    capsys.readouterr()
    assert run(["stress", "backstop-called", demo]) == 0
    assert "Nvidia" in capsys.readouterr().out
