"""Verdicts of users: kept, honoured, taken back, refused where they cannot hold, and alive after another build."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_resolve import claim, known, say, unknown

from anello.errors import NotFound, SettingsError
from anello.lang.directory import load_directory
from anello.model import Claim, Judgement, Verdict
from anello.resolve import Resolution, compare_names, resolve
from anello.resolve.context import tell_apart
from anello.resolve.judging import judge
from anello.store import open_study

NAMES = ("Zephyr Robotics", "ZR Works", "Zorn Mining", "Zephyr Robotics Inc.", "Quiver", "Quiver Works")
TABLE = """payer,payee,type,amount,currency,start,end,status,published,source
Zephyr,Quiver Mining,investment,1000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters
Quiver Mining,Zephyr Robotics,supply,400000,USD,2026-02-01,2026-12-31,agreed,2026-02-01,Reuters
"""


def heard(*names: str) -> list[Claim]:
    return [claim(*names)]


def said(word: str, left: str, right: str, claims: list[Claim], *stored: Verdict, because: str = "") -> Judgement:
    return judge(word, (left, right), claims, load_directory(), stored, because)


def kept(stored: list[Verdict], judgement: Judgement) -> list[Verdict]:
    """Do what the study does: a verdict takes the place of the one of its pair and author, and all are sorted."""
    fresh = {frozenset((v.left, v.right)): v for v in (*stored, *judgement.stored)}
    return sorted(fresh.values(), key=lambda v: (v.left, v.right))


def found(claims: list[Claim], stored: list[Verdict]) -> Resolution:
    return resolve(claims, load_directory(), stored)


def test_same_joins_and_unsure_takes_it_back() -> None:
    claims = heard("Zephyr Robotics", "ZR Works")
    joined = said("same", "Zephyr Robotics", "zr-works", claims, because="its register")
    assert joined.joined == ("Zephyr Robotics", "ZR Works")
    assert joined.stored == (Verdict("zephyr-robotics", "zr-works", "same", 1.0, ("its register",), "user"),)
    parted = said("unsure", "ZR Works", "Zephyr Robotics", claims, *joined.stored)
    assert parted.parted
    assert parted.taken_back == joined.stored
    assert found(claims, kept(list(joined.stored), parted)).parties == found(claims, []).parties


def test_unsure_with_nothing_on_record_stores_nothing() -> None:
    nothing = said("unsure", "Zephyr Robotics", "ZR Works", heard("Zephyr Robotics", "ZR Works"))
    assert (nothing.stored, nothing.joined, nothing.parted) == ((), (), ())
    one = said("unsure", "zephyr-robotics", "zephyr-robotics-inc", heard("Zephyr Robotics", "Zephyr Robotics Inc."))
    assert "call them different" in one.note


def test_same_against_different_is_refused_and_says_what_to_do() -> None:
    claims = heard("Zephyr Robotics", "ZR Works")
    apart = said("different", "Zephyr Robotics", "ZR Works", claims, because="two towns").stored
    with pytest.raises(SettingsError, match=r"judged different \(two towns\).*judge unsure zephyr-robotics zr-works"):
        said("same", "Zephyr Robotics", "ZR Works", claims, *apart)
    with pytest.raises(SettingsError, match="judged different"):
        said("same", "zephyr-robotics-inc", "ZR Works", heard(*NAMES), *apart)


def test_same_against_a_chain_is_refused() -> None:
    claims = heard("Zephyr", "Quiver", "Zorn")
    stored = [say("zephyr", "quiver", "same"), say("quiver", "zorn", "different")]
    with pytest.raises(SettingsError, match="'quiver' and 'zorn' were judged different"):
        said("same", "Zephyr", "Zorn", claims, *stored)


def test_different_wins_over_a_chain_of_same_and_tells_what_falls() -> None:
    claims = heard("Zephyr", "Quiver", "Zorn")
    chain = [say("zephyr", "quiver", "same"), say("quiver", "zorn", "same")]
    assert len(found(claims, chain).parties) == 1
    apart = said("different", "Zephyr", "Zorn", claims, *chain)
    after = found(claims, kept(chain, apart))
    assert after.party_of["zephyr"] != after.party_of["zorn"]
    assert "no longer honoured" in apart.note


def test_different_parts_what_names_join() -> None:
    claims = heard("Zephyr Robotics", "Zephyr Robotics Inc.")
    apart = said("different", "zephyr-robotics", "zephyr-robotics-inc", claims)
    assert len(apart.parted) == 2
    assert len(found(claims, list(apart.stored)).parties) == 2


def test_other_spellings_of_the_same_two_are_the_same_pair() -> None:
    claims = heard("Zephyr Robotics", "Zephyr Robotics Inc.", "ZR Works")
    joined = said("same", "zephyr-robotics-inc", "ZR Works", claims)
    back = said("unsure", "Zephyr Robotics", "ZR Works", claims, *joined.stored)
    assert back.taken_back == joined.stored
    assert found(claims, kept(list(joined.stored), back)).parties == found(claims, []).parties


def test_a_person_is_never_made_a_company() -> None:
    claims = [claim(unknown("Brad Zorn", "person"), unknown("Zorn Works"))]
    with pytest.raises(SettingsError, match="one is a person"):
        said("same", "Brad Zorn", "Zorn Works", claims)


def test_unknown_and_ambiguous_names_say_what_to_do() -> None:
    claims = [claim(unknown("Brad Zorn", "person"), unknown("Brad Zorn"), unknown("Quiver Works"))]
    with pytest.raises(NotFound, match=r"did you mean Quiver Works \(quiver-works\)"):
        said("same", "Quiver Work", "brad-zorn", claims)
    with pytest.raises(SettingsError, match="one mention"):
        said("same", "Quiver Works", "quiver-works", claims)
    with pytest.raises(SettingsError, match="say same, different, unsure"):
        said("maybe", "Quiver Works", "brad-zorn", claims)
    two = heard("Zephyr Inc", "Zephyr GmbH", "Quiver Works")
    with pytest.raises(SettingsError, match=r"may be 2 parties \(zephyr-gmbh, zephyr-inc\)"):
        said("same", "ZEPHYR", "Quiver Works", two)


def test_two_legal_forms_are_two_firms_until_somebody_says_no() -> None:
    claims = heard("Zephyr Inc", "Zephyr GmbH", "Zephyr")
    assert len(found(claims, []).parties) == 3
    assert {v.verdict for v in found(claims, []).verdicts} == {"unsure"}
    assert len(found(heard("Zephyr GmbH", "Zephyr"), []).parties) == 1


def test_a_unit_may_be_called_its_group_by_a_user_alone() -> None:
    claims = [claim(known("aws", "AWS"), known("amazon", "Amazon"))]
    assert {p.id for p in found(claims, []).parties} == {"aws", "amazon"}
    joined = said("same", "AWS", "Amazon", claims)
    assert len(found(claims, list(joined.stored)).parties) == 1


def test_namesakes_are_told_apart_by_their_legal_form() -> None:
    mention = replace(known("delta-air-lines", "Delta Oyj"), start=9)
    article = [claim(mention, known("nike", "Nike")), claim(known("delta-air-lines", "Delta"), known("nokia", "Nokia"))]
    elsewhere = replace(claim(known("delta-air-lines", "Delta"), known("boeing", "Boeing")), article="b")
    claims = tell_apart([*article, elsewhere], load_directory())
    assert [c.id for c in claims] == [c.id for c in (*article, elsewhere)]
    assert {m.id for c in claims[:2] for m in c.roles["party"]} == {"delta-oyj", "nike", "nokia"}
    assert claims[2] is elsewhere
    resolution = found(list(claims), [])
    assert resolution.party_of["delta-oyj"] != resolution.party_of["delta-air-lines"]
    asked = [v for v in resolution.verdicts if {v.left, v.right} == {"delta", "delta-air-lines"}]
    assert [v.verdict for v in asked] == ["unsure"]
    assert "others bear too" in asked[0].reasons[-1]
    by_form = compare_names("Delta Oyj", "Delta Air Lines", load_directory())
    assert (by_form.verdict, by_form.reasons[0]) == ("unsure", "Delta Air Lines is of US, where no firm is called oyj")
    joined = said("same", "delta-oyj", "delta-air-lines", list(claims))
    assert len(joined.joined) == 2


def test_the_listed_namesake_with_a_form_of_its_own_country_stays() -> None:
    kept = [claim(known("delta-air-lines", "Delta Inc"), known("nike", "Nike"))]
    assert tell_apart(kept, load_directory()) == tuple(kept)


def test_an_unlisted_name_that_a_listed_one_shares_is_asked_about() -> None:
    resolution = found([claim(unknown("Delta Corp"), known("delta-air-lines", "Delta Air Lines"))], [])
    assert len(resolution.parties) == 2
    assert [v.verdict for v in resolution.verdicts] == ["unsure"]


def test_sure_names_join_by_themselves() -> None:
    parties = found(heard("Robotics Zephyr", "Zephyr Robotics", "Блу Грид", "Blue Bird", "Bluebird"), []).parties
    assert sorted(len(p.names) for p in parties) == [1, 2, 2]


words = st.sampled_from(["same", "different", "unsure"])
sides = st.sampled_from(sorted(NAMES))


@given(st.lists(st.tuples(words, sides, sides), max_size=5), st.tuples(sides, sides))
@settings(max_examples=60, deadline=None)
def test_taking_back_restores_the_parties(history: list[tuple[str, str, str]], pair: tuple[str, str]) -> None:
    """Whatever was said before: same, then unsure, gives the parties without a verdict on that pair."""
    claims, stored = heard(*NAMES), []
    for word, left, right in history:
        try:
            stored = kept(stored, said(word, left, right, claims, *stored))
        except SettingsError:
            continue
    try:
        cleared = kept(stored, said("unsure", *pair, claims, *stored))
        joined = kept(cleared, said("same", *pair, claims, *cleared))
    except SettingsError:
        return
    assert found(claims, joined).party_of[pair_id(pair[0])] == found(claims, joined).party_of[pair_id(pair[1])]
    again = kept(joined, said("unsure", *pair, claims, *joined))
    assert found(claims, again).party_of == found(claims, cleared).party_of
    assert found(claims, again).parties == found(claims, cleared).parties


def pair_id(name: str) -> str:
    return unknown(name).id


@given(st.lists(st.tuples(words, sides, sides), max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_names_does_not_matter(history: list[tuple[str, str, str]], random: object) -> None:
    stored = [say(unknown(a).id, unknown(b).id, word) for word, a, b in history if a != b]
    mixed = list(NAMES)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = ([claim(name) for name in order] for order in (NAMES, mixed))
    assert resolve(one, load_directory(), stored) == resolve(other, load_directory(), stored)


@pytest.fixture
def study(tmp_path: Path, cli: Callable[..., tuple[int, str, str]]) -> str:
    (tmp_path / "deals.csv").write_text(TABLE, encoding="utf-8")
    path = str(tmp_path / "my.anello")
    assert cli("build", str(tmp_path / "deals.csv"), "--study", path, "--today", "2026-09-01")[0] == 0
    return path


def test_the_commands_tell_and_the_study_remembers(
    study: str, cli: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    asked = [json.loads(row) for row in cli("parties", study, "--unsure", "--json")[1].splitlines()]
    assert [(row["left"]["name"], row["right"]["name"], row["verdict"]) for row in asked] == [
        ("Zephyr", "Zephyr Robotics", "unsure")
    ]
    assert 0.5 <= asked[0]["score"] < 0.92
    assert asked[0]["reasons"]
    assert "one party now" in cli("judge", "same", "Zephyr", "Zephyr Robotics", study, "--because", "its report")[1]
    assert cli("build", str(tmp_path / "deals.csv"), "--study", study, "--today", "2026-09-01")[0] == 0
    assert len(cli("parties", study, "--json")[1].splitlines()) == 2
    assert cli("parties", study, "--unsure", "--json")[1] == ""
    assert "its report" in cli("parties", study, "--judged")[1]
    assert cli("parties", study, "--judged", "--csv")[1].splitlines()[1].startswith("zephyr,zephyr-robotics,Zephyr,")
    assert len(cli("rings", study, "--json")[1].splitlines()) == 1
    code, _, error = cli("judge", "different", "Zephir", "Quiver Mining", study)
    assert code == 1
    assert "did you mean Zephyr (zephyr)" in error
    told = json.loads(cli("judge", "unsure", "Zephyr", "Zephyr Robotics", study, "--json")[1])
    assert told["parted"] == ["Zephyr", "Zephyr Robotics"]
    assert len(cli("parties", study, "--json")[1].splitlines()) == 3
    assert len(cli("parties", study, "--unsure", "--floor", "completed", "--json")[1].splitlines()) == 1


def test_verdicts_are_kept_all_or_none(study: str) -> None:
    with open_study(study) as opened:
        opened.add_verdicts([say("a", "b", "same"), say("b", "a", "different"), say("c", "d", "same")])
        assert [(v.left, v.verdict) for v in opened.verdicts()] == [("b", "different"), ("c", "same")]
