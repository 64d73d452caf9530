"""Names become parties."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.lang.directory import load_directory
from anello.lang.transliteration import fold, slug
from anello.model import Claim, Mention, Span, Verdict
from anello.resolve import Resolution, plain_name, resolve


def claim(*names: str | Mention) -> Claim:
    said = [n if isinstance(n, Mention) else unknown(n) for n in names]
    spans = (Span(0, 1, "x"),)
    ident = ",".join(m.id + m.kind for m in said)
    return Claim(
        ident,
        "a",
        "a",
        "partnership",
        {"party": tuple(said)},
        "agreed",
        "asserted",
        spans,
        "test/1",
        published=date(2026, 1, 1),
    )


def unknown(name: str, kind: str = "organisation") -> Mention:
    return Mention(name, slug(name), name, 0, len(name), kind)


def known(ident: str, text: str) -> Mention:
    entry = load_directory().entries[ident]
    return Mention(entry.name, ident, text, 0, len(text), entry.kind, True)


def parties(*names: str | Mention, verdicts: tuple[Verdict, ...] = ()) -> Resolution:
    return resolve([claim(*names)], load_directory(), verdicts)


def say(left: str, right: str, verdict: str) -> Verdict:
    return Verdict(left, right, verdict, 1.0, (), "user")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Zephyr Robotics Inc.", "zephyr robotics"),
        ("ZEPHYR ROBOTICS, S.p.A.", "zephyr robotics"),
        ("Zéphyr Robotics GmbH", "zephyr robotics"),
        ("ООО «Ромашка»", "romashka"),
        ("Inc.", "inc"),
    ],
)
def test_plain_names_drop_case_accents_script_and_legal_form(written: str, plain: str) -> None:
    assert plain_name(written) == plain


def test_slugs_are_never_empty() -> None:
    assert slug("O'Reilly & Söhne") == "oreilly-sohne"
    assert slug("«»") != slug("!!")
    assert slug("«»").startswith("x-")


def test_directory_ids_stand_as_given() -> None:
    found = parties(known("openai", "создатель ChatGPT"), known("microsoft", "Microsoft"))
    assert [p.id for p in found.parties] == ["microsoft", "openai"]
    assert found.party_of["openai"] == "openai"
    assert found.parties[1].names == ("OpenAI",)
    assert found.parties[1].known


def test_unknown_spellings_of_one_name_are_one_party() -> None:
    found = parties("Zephyr Robotics", "Zephyr Robotics Inc.", "ZEPHYR ROBOTICS", "Zéphyr Robotics")
    (party,) = found.parties
    assert (party.id, party.name, party.known) == ("zephyr-robotics", "Zephyr Robotics", False)
    assert set(found.party_of.values()) == {"zephyr-robotics"}
    assert len(party.names) == 4


def test_an_unknown_mention_with_a_listed_name_is_the_listed_party() -> None:
    found = parties("CoreWeave, Inc.", known("coreweave", "CoreWeave"))
    assert [p.id for p in found.parties] == ["coreweave"]
    assert found.party_of["coreweave-inc"] == "coreweave"


def test_a_person_is_never_a_company() -> None:
    found = parties(unknown("Brad Zorn", "person"), unknown("Brad Zorn"))
    assert sorted(p.kind for p in found.parties) == ["organisation", "person"]
    assert found.party_of["brad-zorn"] != found.party_of["person:brad-zorn"]


def test_a_person_with_a_verdict_is_still_no_company() -> None:
    found = parties(unknown("Brad Zorn", "person"), "Zorn Works", verdicts=(say("brad-zorn", "zorn-works", "same"),))
    assert len(found.parties) == 2
    assert any(v.verdict == "unsure" and "contradicts" in v.reasons[0] for v in found.verdicts)


def test_a_unit_keeps_its_own_party_and_names_its_parent() -> None:
    found = {p.id: p for p in parties(known("aws", "AWS"), known("openai", "OpenAI")).parties}
    assert found["aws"].parent == "amazon"
    assert found["amazon"].names == ()


def test_likeness_asks_and_never_merges() -> None:
    found = parties("Zephyr Robotics", "Zephyr Robotica")
    assert len(found.parties) == 2
    (verdict,) = found.verdicts
    assert (verdict.left, verdict.right, verdict.verdict) == ("zephyr-robotica", "zephyr-robotics", "unsure")
    assert 0.8 <= verdict.score < 0.92
    assert verdict.reasons == ("robotica and robotics differ by a slip",)


def test_reasons_name_what_is_alike() -> None:
    held = parties("Zephyr", "Zephyr Robotics").verdicts
    assert held[0].reasons[0].startswith("one name holds the other")
    initials = parties("Q Z X", "QZX", "Quick Zebra Xenon").verdicts
    assert any("initials" in reason for v in initials for reason in v.reasons)


def test_verdicts_of_users_are_honoured_and_taken_back() -> None:
    same, apart, unsure = (say("zephyr-robotics", "zr-works", v) for v in ("same", "different", "unsure"))
    assert len(parties("Zephyr Robotics", "ZR Works", verdicts=(same,)).parties) == 1
    assert len(parties("Zephyr Robotics", "ZR Works", verdicts=(same, unsure)).parties) == 2
    assert len(parties("Zephyr Robotics", "ZR Works", verdicts=(apart, same)).parties) == 1
    assert len(parties("Zephyr Robotics", "ZR Works", verdicts=(same, apart)).parties) == 2


def test_a_question_of_ours_does_not_cancel_an_answer_of_a_user() -> None:
    answer = say("zephyr-robotics", "zephyr-robotica", "same")
    question = Verdict("zephyr-robotica", "zephyr-robotics", "unsure", 0.9)
    assert len(parties("Zephyr Robotics", "Zephyr Robotica", verdicts=(answer, question)).parties) == 1


def test_a_common_word_is_not_taken_for_the_listed_party() -> None:
    listed = load_directory().find_entry("Apple")
    assert listed is not None
    assert listed.ambiguous
    assert not parties("Apple").parties[0].known


def test_a_verdict_may_name_names() -> None:
    verdict = say("ZEPHYR ROBOTICS", "ZR Works", "same")
    assert len(parties("Zephyr Robotics", "ZR Works", verdicts=(verdict,)).parties) == 1


def test_different_keeps_apart_what_the_plain_form_joins() -> None:
    verdict = say("zephyr-inc", "zephyr-corp", "different")
    assert len(parties("Zephyr Inc", "Zephyr Corp").parties) == 1
    found = parties("Zephyr Inc", "Zephyr Corp", verdicts=(verdict,))
    assert len(found.parties) == 2
    assert found.party_of["zephyr-inc"] != found.party_of["zephyr-corp"]
    assert not [v for v in found.verdicts if v.author != "user"]


def test_a_same_that_contradicts_a_different_is_not_applied() -> None:
    said = (say("a1", "b2", "same"), say("b2", "c3", "same"), say("a1", "c3", "different"))
    found = parties("a1", "b2", "c3", verdicts=said)
    assert found.party_of["a1"] != found.party_of["c3"]
    assert found == parties("c3", "b2", "a1", verdicts=said)


def test_a_common_word_makes_no_quadratic_work() -> None:
    found = parties(*(f"Bank {chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{n}qqqq" for n in range(3000)))
    assert len(found.parties) == 3000


names = st.lists(
    st.sampled_from(
        ["Zephyr", "ZEPHYR Inc.", "Zéphyr", "Ромашка", "Romashka", "Zephyr Two", "Brad Zorn", "OpenAI", "AWS", "!"]
    ),
    min_size=1,
    max_size=8,
)
said = st.lists(
    st.builds(
        say,
        st.sampled_from(["zephyr", "romashka", "zephyr-two"]),
        st.sampled_from(["zephyr-inc", "openai"]),
        st.sampled_from(["same", "different", "unsure"]),
    ),
    max_size=3,
)


@given(names, said, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_order_and_repetition_do_not_matter(spelt: list[str], verdicts: list[Verdict], random: object) -> None:
    claims = [claim(name) for name in spelt]
    mixed = claims * 2
    random.shuffle(mixed)  # type: ignore[attr-defined]
    once = resolve(claims, load_directory(), verdicts)
    assert resolve(mixed, load_directory(), verdicts) == once
    assert set(once.party_of.values()) <= {p.id for p in once.parties}
    assert [p.id for p in once.parties] == sorted({p.id for p in once.parties})


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()
