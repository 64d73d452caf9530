"""Text reuse: what is copied, shown in both texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from anello.model import Article, Citation, Span
from anello.reconcile.retold import retells, sign
from anello.reconcile.reuse import LEAST, Reuse, align

WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrs"]
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
COPIED = "the two firms signed on Monday a contract for nine plants in Ohio that will cost about four billion dollars"


def own(words: int, start: int) -> str:
    return " ".join(f"own{start + n}" for n in range(words))


@settings(deadline=None)
@given(texts, texts)
def test_passages_are_slices_of_both_texts_and_lie_in_order(here: str, there: str) -> None:
    found = align(here, there)
    assert 0 <= found.share <= 1
    for one, other in found.passages:
        assert here[one.start : one.end] == one.text
        assert there[other.start : other.end] == other.text
    ends = [one.end for one, _ in found.passages]
    assert all(one.start >= end for (one, _), end in zip(found.passages[1:], ends, strict=False))


@settings(deadline=None)
@given(texts)
def test_a_text_is_wholly_derived_from_itself(text: str) -> None:
    found = align(text, text)
    assert found.extent == ("wholly" if len(text.split()) >= 5 else "non-derived")


def test_a_passage_within_other_words_is_found_and_no_more() -> None:
    found = align(f"{own(30, 0)} {COPIED} {own(30, 50)}", f"{own(10, 200)} {COPIED} {own(9, 300)}")
    ((here, there),) = found.passages
    assert here.text == there.text == COPIED
    assert found.extent == "partially"


def test_a_few_changed_words_do_not_end_a_passage() -> None:
    edited = COPIED.replace("nine plants", "ten large plants")
    ((here, there),) = align(edited, COPIED).passages
    assert (here.text, there.text) == (edited, COPIED)


def test_a_phrase_of_the_trade_is_no_reuse() -> None:
    phrase = "said in a statement on Monday that it will buy"
    assert len(phrase.split()) < LEAST
    assert align(f"{own(9, 0)} {phrase} {own(9, 20)}", f"{own(9, 100)} {phrase} {own(9, 200)}").passages == ()


def test_the_scale_of_derivation() -> None:
    assert [Reuse((), share).extent for share in (0.0, 0.19, 0.2, 0.79, 0.8, 1.0)] == [
        *("non-derived", "non-derived", "partially", "partially", "wholly", "wholly"),
    ]


# --- across languages -------------------------------------------------------------------------------------------------

ENGLISH = (
    'It runs 32 sites, 250,000 machines and 1,360 megawatts. "We shall need every one of them soon", said Ann Lee.'
)
ITALIAN = "Gestisce 32 siti, 250.000 macchine e 1.360 megawatt. «Presto ci serviranno tutte quante», ha detto Ann Lee."


def quoted(text: str, language: str, day: int, speaker: str = "Ann Lee") -> tuple[Article, tuple[Citation, ...]]:
    from datetime import date

    start = text.index(". ") + 2
    said = Citation(language, speaker, "person", evidence=Span(start, len(text), text[start:]))
    return Article(language, language, text, language=language, published=date(2026, 3, day)), (said,)


def retold(here: tuple[Article, tuple[Citation, ...]], there: tuple[Article, tuple[Citation, ...]]) -> bool:
    return retells(here[0], there[0], sign(*here), sign(*there))


def test_figures_and_a_quotation_make_an_edge_and_either_alone_does_not() -> None:
    first = quoted(ENGLISH, "en", 1)
    assert retold(quoted(ITALIAN, "it", 2), first)
    assert not retold(quoted(ITALIAN.replace("250.000", "190.000").replace("32", "33"), "it", 2), first)
    assert not retold(quoted(ITALIAN.replace("«", "").replace("»", ""), "it", 2), first)
    assert not retold(quoted(ITALIAN, "it", 2, speaker="Bob Ray"), first)
    assert not retold(quoted(ITALIAN, "it", 20), first)
    assert not retold(quoted(ENGLISH, "en", 2), first)
