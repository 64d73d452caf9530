"""Bad input: whatever a text holds, the extractor comes back, in time, with offsets that are true."""

import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from damage import DAMAGE, clean_text, one_sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.extract import Extraction, load_extractor
from anello.extract.document import MAX_LINE, split_sentences
from anello.extract.merge import MAX_ALIKE, merge_claims
from anello.lang import load, pack_codes
from anello.model import Article, Claim, Span

EXTRACTOR = load_extractor()
CODES = pack_codes()
JUNK = [
    *"“”«»()[]'\"’.,;:!?|<>/\\-–—_*#@&%$€½²٣①ﬁİſßΣ😀",
    *" \t\n\r\x0b\x85\u2028\u3000\u00a0\u200b\u200f\u202e\u0301\0\ud800\udfff",
]


def negatives() -> list[dict[str, str]]:
    lines = (Path(__file__).parent / "negatives.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


NEGATIVES = [
    pytest.param(
        news,
        id=f"{news['language']}-{news['kind'].replace(' ', '-')}-{number}",
        marks=[pytest.mark.xfail(strict=False, reason=news["open"])] if "open" in news else [],
    )
    for number, news in enumerate(negatives(), 1)
]


def extracted(text: str, code: str) -> Extraction:
    return EXTRACTOR.extract(Article("id", "doc", text, language=code, outlet="The Ledger"))


def assert_true_offsets(text: str, found: Extraction) -> None:
    """Assert that every passage, name and value stands in the text where it says."""
    for claim in found.claims:
        assert claim.evidence
        assert all(claim.roles.values())
        passages: list[Any] = [*claim.evidence, *itertools.chain(*claim.roles.values())]
        passages += [v for v in (claim.amount, claim.percent, claim.quantity, claim.time) if v is not None]
        for passage in passages:
            assert text[passage.start : passage.end] == passage.text
            assert passage.text.strip()
    for evidence in (c.evidence for c in found.citations if c.evidence is not None):
        assert text[evidence.start : evidence.end] == evidence.text
    assert len({c.id for c in found.claims}) == len(found.claims)


def assert_holds(text: str, code: str) -> Extraction:
    found = extracted(text, code)
    assert_true_offsets(text, found)
    assert extracted(text, code) == found
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_clean_texts_hold_claims(code: str) -> None:
    """Else the tests below would damage nothing."""
    assert len(assert_holds(clean_text(code), code).claims) >= 2


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_text(name: str, code: str) -> None:
    assert_holds(DAMAGE[name](clean_text(code)), code)


@pytest.mark.parametrize("code", CODES)
def test_mixed_languages(code: str) -> None:
    lines = zip(*(clean_text(other).split("\n") for other in CODES), strict=True)
    assert_holds(" ".join(itertools.chain(*lines)), code)


@pytest.mark.parametrize("code", ["pl", "zh", "ar", "xx", "EN", "../en", ""])
def test_a_language_without_a_pack_is_rejected(code: str) -> None:
    found = extracted("Grupa Orlen kupiła Energę za 2,77 mld złotych. 英伟达投资 شركة", code)
    assert (found.claims, [r.stage for r in found.rejects]) == ((), ["extract"])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "other", ["Grupa Orlen kupiła Energę.", "英伟达宣布投资。", "شركة أرامكو تشتري", "עברית", "ไทย"]
)
def test_a_language_that_was_taken_for_another(other: str, code: str) -> None:
    assert_holds(f"{other} {other}\n{other}", code)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("text", ["", " ", "\n", " \t\n\r\n \u00a0\u3000", *"aZяЖ7.«“(’-\0\ud800\u200f\u0301$%½", "😀"])
def test_next_to_nothing(text: str, code: str) -> None:
    assert assert_holds(text, code).claims == ()


LONG = {
    "opening quotes": "“",
    "brackets": "(",
    "commas": ",",
    "capitals": "A",
    "small letters": "я",
    "lists": "and X, Y, Z ",
    "lines": "\n",
    "halves of characters": "\ud800",
    "numbers": "7,",
}


@pytest.mark.parametrize("name", LONG)
def test_a_hundred_thousand_of_one_thing(name: str) -> None:
    text = (LONG[name] * 100_000)[:100_000]
    assert extracted(text, "en").claims == ()


def test_a_hundred_thousand_digits() -> None:
    assert extracted("7" * 100_000, "en").claims == ()


def test_a_sentence_of_twenty_thousand_words() -> None:
    plain = " ".join(n["text"] for n in negatives() if (n["language"], n["kind"]) == ("en", "explainer"))
    words = one_sentence(f"{plain} Meanwhile Nvidia bought its rival Arm for $40 billion.").split()
    text = " ".join(itertools.islice(itertools.cycle(words), 20_000))
    found = extracted(text, "en")
    assert found.claims
    assert_true_offsets(text, found)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """Return a text with junk in it, words doubled, cut and turned, and the language that it is taken for."""
    code = draw(st.sampled_from(CODES))
    lines = clean_text(draw(st.sampled_from([code, code, *CODES]))).split("\n")
    text = "\n".join(draw(st.lists(st.sampled_from(lines), min_size=1, max_size=2)))
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.integers(0, len(text)))
        last = min(first + draw(st.integers(0, 40)), len(text))
        middle = text[first:last]
        junk = "".join(draw(st.lists(st.sampled_from(JUNK), max_size=6)))
        new = draw(
            st.sampled_from([junk, junk + middle, middle * 3, middle[::-1], middle.swapcase(), junk.join(middle)])
        )
        text = text[:first] + new + text[last:]
    return text, code


@settings(max_examples=100, deadline=None)
@given(damaged())
def test_any_damage(case: tuple[str, str]) -> None:
    assert_holds(*case)


@settings(max_examples=100, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from([*JUNK, *"aAбЖ1"])), max_size=80), st.sampled_from(CODES))
def test_any_characters(text: str, code: str) -> None:
    assert_holds(text, code)


def lines_run(work: Callable[[], object]) -> int:
    """Return how many lines of Python a piece of work runs, each turn of a loop counted."""
    count = 0

    def trace(frame: FrameType, event: str, value: object) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def named(number: int) -> str:
    """Return a name that nobody else in the text bears."""
    return "".join(("Ka", "lo", "mi", "ru", "ten", "vor", "sa", "pe", "dri", "gu")[int(d)] for d in f"1{number:03}")


REPEATED: dict[str, Callable[[int], str]] = {
    "open quotes": lambda i: "“",
    "commas": lambda i: ",",
    "brackets and digits": lambda i: "(7",
    "list": lambda i: "and X, Y, Z ",
    "unknown names": lambda i: f"{named(i)}, ",
    "one claim again and again": lambda i: "Nvidia bought Arm for $5 billion. ",
    "one pair with other sums": lambda i: f"Nvidia bought chips from Oracle for ${i + 2} million. ",
    "one payer of many": lambda i: f"Nvidia invested ${i + 2} million in {named(i)}. ",
    "many pairs": lambda i: f"{named(i)} bought {named(i + 1)} for ${i + 2} million.\n",
    "no sentence end": lambda i: f"Nvidia bought {named(i)} and ",
    "table": lambda i: f"{named(i)}\t${i}bn\tOracle\n",
    "speech": lambda i: f"“We bought {named(i)}, said John Smith. ",
    "dates": lambda i: f"{i % 28 + 1} March {1990 + i % 40}, ",
}


@pytest.mark.parametrize("name", REPEATED)
def test_work_grows_with_the_text(name: str) -> None:
    """Four times the text may cost six times the work, not sixteen times."""
    many = 24 if len(REPEATED[name](0)) > 8 else 400
    short, long = ("".join(map(REPEATED[name], range(n))) for n in (many, 4 * many))
    extracted(short, "en")  # what is read and compiled once is no part of either
    assert lines_run(lambda: extracted(long, "en")) <= 6 * lines_run(lambda: extracted(short, "en"))


def bought(count: int, payee: str) -> list[Claim]:
    """Return so many claims that Nvidia bought someone, each told at its own place."""
    (told,) = extracted("Nvidia bought Arm for $5 billion.", "en").claims
    ((role, arm),) = ((role, m) for role, (m,) in told.roles.items() if m.name == "Arm")
    return [
        replace(
            told,
            id=str(i),
            roles={**told.roles, role: (replace(arm, id=payee.format(i)),)},
            evidence=(Span(9 * i, 9 * i + 1, "x"),),
        )
        for i in range(count)
    ]


@pytest.mark.parametrize("payee", ["arm", "arm-{}"], ids=["one deal", "one payer"])
def test_the_work_of_merging_grows_with_the_claims(payee: str) -> None:
    few, many = bought(2 * MAX_ALIKE, payee), bought(8 * MAX_ALIKE, payee)
    assert lines_run(lambda: merge_claims(many)) <= 6 * lines_run(lambda: merge_claims(few))


def test_two_words_of_one_passage_tell_one_claim() -> None:
    (told,) = bought(1, "arm")
    assert merge_claims([told, replace(told, status="agreed")]) == [told]


def test_a_claim_told_twice_is_one_however_many_stand_between() -> None:
    claims = bought(3 * MAX_ALIKE, "arm-{}")
    assert merge_claims([*claims, *claims]) == claims


@pytest.mark.parametrize("text", ["“" * 20_000, "word " * 5_000, "He left. " * 3_000, "Mr. A. " * 3_000])
def test_the_segmenter_sees_a_bounded_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the square of the time for quotes that nobody closes."""
    import sentencex

    seen: list[str] = []
    real = sentencex.segment
    monkeypatch.setattr(sentencex, "segment", lambda code, part: seen.append(part) or real(code, part))
    sentences = split_sentences(text, load("en"))
    assert "".join(seen) == text
    assert max(map(len, seen)) <= MAX_LINE
    assert sum(len(s.tokens) for s in sentences) >= len(text.split())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("space", "\u00a0\u2009\u3000\x85\u2028")
def test_an_initial_before_a_wide_space(space: str, code: str) -> None:
    """The segmenter dies of it if it sees the space."""
    assert_holds(f"Nvidia{space}A{space}.{space}Oracle{space}B{space}.\nA{space}.", code)


PARTIES = ["Nvidia", "OpenAI", ";", " ; ", "???", "\ud800", "😀", "", "\0"]
WORDS = ["investment", "supply", "valuation", "project", "agreed", "2026-13", "٢٠٢٦"]
SUMS = ["$5bn", "5e999999 billion", "1e999", "9" * 400, "5-6bn", "٥", "½", "-5", "1..2", "1e-5"]
CELLS = st.sampled_from([*PARTIES, *WORDS, *SUMS])
COLUMNS = ("payer", "payee", "type", "amount", "currency", "status", "start", "end", "source")


def row(**cells: str) -> Extraction:
    text = "; ".join(cells.values())
    return EXTRACTOR.extract(Article("id", "doc", text, row=tuple(cells.items())))


@pytest.mark.parametrize("cells", [{"payer": " ; "}, {"payee": ";"}, {"amount": "5e999999 billion"}, {"amount": "-5"}])
def test_a_row_with_a_wrong_cell_is_rejected(cells: dict[str, str]) -> None:
    found = row(**({"payer": "Nvidia", "payee": "OpenAI", "type": "investment", "amount": "$5bn"} | cells))
    assert (found.claims, [r.stage for r in found.rejects]) == ((), ["extract"])


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), st.sampled_from(["investment", "supply", ""]))
def test_any_row_of_a_table(cells: dict[str, str], type_: str) -> None:
    found = row(**(cells | ({"type": type_, "status": "", "start": "", "end": ""} if type_ else {})))
    assert len(found.claims) + len(found.rejects) == 1
    assert all(claim.roles.values() for claim in found.claims)


@pytest.mark.parametrize("news", NEGATIVES)
def test_news_without_a_deal_gives_no_claim(news: dict[str, str]) -> None:
    claims = assert_holds(news["text"], news["language"]).claims
    assert [(c.type, {r: [m.name for m in ms] for r, ms in c.roles.items()}) for c in claims] == []


def test_the_negatives_are_of_four_kinds_in_every_language() -> None:
    kinds = Counter((news["language"], news["kind"]) for news in negatives())
    assert (len(kinds), set(kinds.values())) == (4 * len(CODES), {2})
