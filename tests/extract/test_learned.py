"""The learned scorer: its tables, its reasons, and what it may not do."""

from __future__ import annotations

import pytest

from anello.extract.framewise import FrameExtractor, read_sentences
from anello.extract.learned import PairModel, load_claim_model, load_pair_model
from anello.extract.pairs import MAX_PAIRS, find_pairs
from anello.lang import load
from anello.lang.transliteration import romanise
from anello.model import Article

EXTRACTOR = FrameExtractor()


def claims(text: str, code: str) -> set[tuple[str, tuple[str, ...]]]:
    found = EXTRACTOR.extract(Article("a", "a", "\n" + text, language=code)).claims
    return {(c.type, tuple(sorted(m.name for ms in c.roles.values() for m in ms))) for c in found}


def pairs(text: str, code: str = "en") -> list[object]:
    language = load(code)
    sentences = read_sentences(Article("a", "a", "\n" + text, language=code), language, EXTRACTOR.directory)
    return [pair for context in EXTRACTOR.contexts(sentences, language) for pair in find_pairs(context)]


def test_tables_say_on_what_they_were_trained() -> None:
    model = load_pair_model()
    assert {"", "acquisition", "supply", "loan"} <= {type_ for row in model.weights.values() for type_ in row}
    assert 0 < load_claim_model().threshold < 1


def test_reasons_are_the_terms_of_the_score() -> None:
    (pair,) = pairs("Nvidia bought Arm for $40 billion.")
    model = load_pair_model()
    whole = model.reasons(pair, "acquisition:0", most=10_000)  # type: ignore[arg-type]
    empty = PairModel({}, 0.5).scores(pair)["acquisition:0"]  # type: ignore[arg-type]
    assert empty == 0.5
    assert (sum(w for _, w in whole) > 0) == (model.scores(pair)["acquisition:0"] > 0.5)  # type: ignore[arg-type]


def test_one_sentence_gives_a_bounded_number_of_pairs() -> None:
    names = ", ".join(
        ["Nvidia", "Intel", "AMD", "Oracle", "Microsoft", "Apple", "Tesla", "Ford", "Boeing", "Airbus"] * 30
    )
    assert len(pairs(f"Amazon bought {names}.")) <= 3 * MAX_PAIRS


@pytest.mark.parametrize(
    ("code", "text", "claim"),
    [
        ("de", "Lufthansa bestellte bei Airbus 50 Flugzeuge.", ("supply", ("Airbus", "Lufthansa"))),
        ("de", "Der Luxuskonzern LVMH übernahm den Juwelier Tiffany.", ("acquisition", ("LVMH", "Tiffany"))),
        ("fr", "Le groupe LVMH a racheté le joaillier Tiffany.", ("acquisition", ("LVMH", "Tiffany"))),
        ("fr", "Airbus a livré à Emirates douze avions.", ("supply", ("Airbus", "Emirates Airline"))),
        ("es", "Prada se hizo con Versace por 1.250 millones de euros.", ("acquisition", ("Prada", "Versace"))),
    ],
)
def test_languages_share_what_was_learned(code: str, text: str, claim: tuple[str, tuple[str, ...]]) -> None:
    assert claim in claims(text, code)


def test_a_party_of_the_sentence_before_is_no_guess() -> None:
    text = "OpenAI rents computers from CoreWeave. CoreWeave buys these accelerators from Nvidia."
    assert ("investment", ("Nvidia", "OpenAI")) not in claims(text, "en")


@pytest.mark.parametrize(
    ("written", "roman"),
    [("Виталий Богданов", "Vitaly Bogdanov"), ("Моя семья", "Moya semya"), ("Мой Мир", "Moi Mir"), ("Tele2", "Tele2")],
)
def test_unlisted_names_are_romanised(written: str, roman: str) -> None:
    assert romanise(written) == roman


def test_german_nouns_are_no_names() -> None:
    text = "Der Energieversorger Uniper erhielt von der KfW einen Kredit über eine Milliarde Euro."
    language = load("de")
    sentences = read_sentences(Article("a", "a", "\n" + text, language="de"), language, EXTRACTOR.directory)
    names = {e.mention.name for s in sentences for e in s.entities if e.mention is not None}
    assert names == {"Uniper", "KfW"}
