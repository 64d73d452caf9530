"""Every answer is what its shape says, and what the command line prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from web_client import Client, client_of, fits

from anello.laddering import binding_by_party, ladders_of
from anello.web.desk import Desk
from anello.web.shapes import circles, claims, compute, deals, disputes, ladder, map, origins, owners, parties, stress

SCOPES = ("", "floor=agreed", "as_of=2025-12-31", "as_of=2025-10-31&floor=completed", "as_of=1999-01-01")

LISTS: dict[str, Any] = {
    "/rings": circles.RingPage,
    "/deals": deals.DealPage,
    "/deals?party=OpenAI": deals.DealPage,
    "/deals?q=нвидиа": deals.DealPage,
    "/claims": claims.ClaimPage,
    "/claims?party=nvidia": claims.ClaimPage,
    "/parties": parties.PartyPage,
    "/parties?q=open": parties.PartyPage,
    "/origins": origins.EchoPage,
    "/conflicts": disputes.ConflictPage,
    "/differences": disputes.DifferencePage,
    "/ladder": ladder.LadderPage,
    "/ladder?party=OpenAI": ladder.LadderPage,
    "/funded": ladder.FundingPage,
    "/funded?vendor=Nvidia": ladder.FundingPage,
    "/owners": owners.RegisterPage,
    "/owners?party=OpenAI": owners.RegisterPage,
    "/compute": compute.ComputePage,
    "/compute?buyer=OpenAI": compute.ComputePage,
    "/valuations": owners.ValuationPage,
    "/valuations?party=OpenAI": owners.ValuationPage,
    "/stress": stress.ScenarioPage,
}
ONES: dict[str, Any] = {
    "/study": map.Study,
    "/map": map.Map,
    "/map?parties=5": map.Map,
    "/flows": circles.Flows,
    "/flows?by_year=true": circles.Flows,
    "/search?q=OpenAI": map.Found,
    "/search?q=миллиард": map.Found,
}
OPENED = (
    ("/rings", circles.OpenedRing, "id"),
    ("/deals", deals.OpenedDeal, "id"),
    ("/claims", claims.OpenedClaim, "id"),
    ("/parties", parties.OpenedParty, "id"),
    ("/origins", origins.OpenedEcho, "deal"),
)


def scoped(path: str, scope: str) -> str:
    return path + ("&" if "?" in path else "?") + scope if scope else path


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("path", [*LISTS, *ONES])
def test_an_answer_has_its_shape(web: Client, path: str, scope: str) -> None:
    answer = web.api(scoped(path, scope))
    if answer.status_code == 404:  # a party that nobody had named by that day
        assert scope == "as_of=1999-01-01"
        assert "no party" in answer.json()["detail"]
        return
    fits({**LISTS, **ONES}[path], answer.json())


def test_the_lists_are_not_empty(web: Client) -> None:
    for path in LISTS:
        assert web.view(path)["items"], path
    for section in ("parties", "deals", "sentences"):
        assert web.view("/search?q=OpenAI")[section], section


@pytest.mark.parametrize(("path", "shape", "key"), OPENED, ids=[path for path, *_ in OPENED])
def test_each_item_opens(web: Client, path: str, shape: Any, key: str) -> None:
    items = web.view(path)["items"]
    for item in items[:: max(1, len(items) // 12)]:
        opened = fits(shape, web.view(f"{path}/{item[key]}"))
        assert item.items() <= opened.items()


def test_scenarios_run(web: Client) -> None:
    for scenario in web.view("/stress")["items"]:
        found = fits(stress.Stress, web.view(f"/stress/{scenario['id']}"))
        assert found["scenario"]["title"] == scenario["title"]


def test_an_article_opens_to_its_claims(web: Client) -> None:
    told = web.view("/claims?limit=1")["items"][0]
    sentence = web.view(f"/claims/{told['id']}")["sentences"][0]
    article = fits(claims.OpenedArticle, web.view(f"/articles/{sentence['article']['id']}"))
    spans = [article["text"][s["start"] : s["end"]] for s in article["claims"] if s["id"] == told["id"]]
    assert set(spans) == {passage["text"] for passage in told["evidence"]}


# --- one truth --------------------------------------------------------------------------------------------------------

COMMANDS: dict[str, tuple[str, ...]] = {
    "/rings": ("rings",),
    "/deals": ("deals",),
    "/deals?party=Nvidia": ("deals", "--party", "Nvidia"),
    "/claims?party=Nvidia": ("claims", "--party", "Nvidia"),
    "/parties": ("parties",),
    "/origins": ("origins",),
    "/conflicts": ("conflicts",),
    "/differences": ("differences",),
    "/funded": ("funded",),
    "/funded?vendor=Nvidia": ("funded", "Nvidia"),
    "/owners": ("owners",),
    "/compute": ("compute",),
    "/valuations": ("valuations",),
}


@pytest.mark.parametrize("scope", [(), ("--floor", "agreed", "--as-of", "2026-03-31")], ids=["all", "scoped"])
@pytest.mark.parametrize("path", COMMANDS)
def test_the_items_are_what_the_command_prints(web: Client, printed: Any, path: str, scope: tuple[str, ...]) -> None:
    asked = scoped(path, "floor=agreed&as_of=2026-03-31" if scope else "")
    assert web.view(scoped(asked, "limit=1000"))["items"] == printed(*COMMANDS[path], *scope)


def test_opened_things_are_what_the_commands_print(web: Client, printed: Any) -> None:
    ring = web.view("/rings")["items"][0]
    assert web.view(f"/rings/{ring['id']}")["evidence"]["sentences"] == printed("show", ring["id"])[0]["sentences"]
    deal = web.view("/deals")["items"][0]
    shown = printed("show", deal["id"])[0]
    assert web.view(f"/deals/{deal['id']}")["evidence"] == {k: shown[k] for k in ("links", "sentences", "echo")}
    assert web.view("/stress/openai-misses") == printed("stress", "openai-misses")[0]
    party = web.view("/parties/openai")
    assert [*party["owes"]["items"], *party["owes"]["totals"]] == printed("ladder", "OpenAI")
    assert party["owners"] == web.view("/owners?party=openai")["opened"] == printed("owners", "OpenAI")[0]
    dependence = web.view("/compute?buyer=openai")
    depends = [*dependence["items"], *dependence["power"], *dependence["chain"]]
    assert depends == printed("compute", "OpenAI")
    assert party["depends"] == {name: dependence[name] for name in ("items", "power", "chain")}
    assert party["valuations"] == printed("valuations", "OpenAI")
    flows = web.view("/flows")
    for shown, whole in zip((flows["all"], flows["signed"]), printed("flows"), strict=True):
        assert shown.pop("legs_of") == len(whole["legs"]) == len(shown["legs"])
        assert shown == whole | {"legs": sorted(whole["legs"], key=lambda leg: (-leg["circular"], leg["id"]))}


def test_a_flow_gives_the_legs_that_carry_most_and_says_of_how_many(
    web: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = web.view("/flows")["all"]
    monkeypatch.setattr("anello.web.routes.circles.LEGS", 3)
    cut = client_of(Desk(desk.study)).view("/flows")["all"]
    assert cut == whole | {"legs": whole["legs"][:3]}


@pytest.fixture(scope="session")
def printed(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what a command prints with --json, from a copy, since the study itself is in use."""
    import contextlib
    import io
    import shutil

    from anello.cli import run

    copy = shutil.copy(demo_file, tmp_path_factory.mktemp("printed") / "copy.anello")

    def call(command: str, *arguments: str) -> list[Any]:
        first = arguments[:1] if command in ("show", "stress") else ()
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            assert run([command, *first, str(copy), *arguments[len(first) :], "--json"]) == 0
        return [json.loads(line) for line in told.getvalue().splitlines()]

    return call


@pytest.mark.parametrize("floor", [None, "talks", "completed"])
def test_a_party_is_sized_by_what_its_ladder_says_is_binding(desk: Desk, floor: str | None) -> None:
    view = desk.view(None, floor)
    found = binding_by_party(view, "USD")
    for party, own in view.deals_of.items():
        paid = [deal for deal in own if party in (deal.payer, deal.payee)]
        sums = ladders_of(view, paid, "USD").sums
        assert found.get(party) == (sums[0].ladder.binding if sums else None), party
    assert len(found) > 5
