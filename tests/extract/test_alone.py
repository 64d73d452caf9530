"""Claims that name one party: revenue, worth, a flotation; which candidates there are and what speaks for them."""

from __future__ import annotations

import pytest

from anello.extract.alone import ALONE, Lone, find_lone, told_by
from anello.extract.framewise import FrameExtractor, read_sentences
from anello.extract.learned import load_claim_model, load_pair_model
from anello.extract.pairs import find_pairs
from anello.lang import load
from anello.model import CLAIM_ROLES, METRICS, Article

EXTRACTOR = FrameExtractor()


def lone(text: str, code: str = "en") -> list[Lone]:
    language = load(code)
    sentences = read_sentences(Article("a", "a", "\n" + text, language=code), language, EXTRACTOR.directory)
    out: list[Lone] = []
    for context in EXTRACTOR.contexts(sentences, language):
        scored = [(pair, load_pair_model().scores(pair)) for pair in find_pairs(context)]
        out += find_lone(context, told_by(scored))
    return out


def test_the_roles_are_those_of_the_types() -> None:
    assert all(set(roles) <= set(CLAIM_ROLES[type_]) for type_, roles in ALONE.items())


def test_a_measure_needs_a_sum() -> None:
    assert not [c for c in lone("Nvidia said its revenue had grown.") if c.type == "financial"]
    found = [c for c in lone("Nvidia said its revenue had grown to $4 billion.") if c.type == "financial"]
    assert {(c.role, c.trigger.word.metric) for c in found} == {("subject", "revenue")}


def test_each_measure_stands_for_itself() -> None:
    found = lone("Nvidia reported revenue of $4 billion and a profit of $1 billion.")
    metrics = {c.trigger.word.metric for c in found if c.type == "financial"}
    assert metrics == {"revenue", "profit"} <= set(METRICS)


def test_who_else_is_named_counts_against_a_lone_buyer() -> None:
    alone = [c for c in lone("Nvidia bought a mine.") if c.type == "acquisition" and c.role == "buyer"]
    both = [c for c in lone("Nvidia bought Arm.") if c.type == "acquisition" and c.role == "buyer"]
    assert all("named=0" in c.signs for c in alone)
    assert any("named=1" in c.signs for c in both)


def test_every_sign_counts_for_any_type_and_for_its_own() -> None:
    (first, *_) = lone("Nvidia said its revenue had grown to $4 billion.")
    columns = list(first.columns())
    assert len(columns) == 2 * len(first.signs) == 2 * len(set(first.signs))
    assert f"{first.type}.{first.role}|bias" in columns


@pytest.mark.parametrize("count", [40, 80])
def test_a_long_sentence_gives_no_more_than_its_parties_and_words_allow(count: int) -> None:
    names = ", ".join(["Nvidia", "Intel", "AMD", "Oracle", "Microsoft", "Apple", "Tesla", "Ford"] * (count // 8))
    assert len(lone(f"Revenue and profit of {names} rose to $4 billion.")) <= 3 * 16 * 2 * sum(map(len, ALONE.values()))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Tessaro Foods said revenue rose to $310 million last year.", ("financial", "Tessaro Foods")),
        ("Harwick Bank, which is to be floated in London, hired two advisers.", ("ipo", "Harwick Bank")),
    ],
)
def test_it_says_what_one_party_tells_of_itself(text: str, claim: tuple[str, str]) -> None:
    assert 0 < load_claim_model("alone.tsv").threshold < 1
    found = EXTRACTOR.extract(Article("a", "a", "\n" + text, language="en")).claims
    assert claim in {(c.type, m.name) for c in found for ms in c.roles.values() for m in ms}
