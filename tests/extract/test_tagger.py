"""The learned reader of names: the likeliest labels, where names may stand, and names that no list holds."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.extract.names import find_mentions
from anello.extract.namesigns import Reading, quoted_words, zones
from anello.extract.nametokens import read_tokens
from anello.extract.namewords import name_words
from anello.extract.tagger import KindModel, NameModel, extents_of, labels_of
from anello.lang import load
from anello.lang.directory import load_directory

LABELS = ("B", "I", "O")
weights = st.floats(-3, 3).map(lambda w: round(w, 2))
rows = st.lists(st.lists(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=5)
tables = st.dictionaries(st.sampled_from("abcd"), st.tuples(weights, weights, weights))


@given(rows, tables, st.lists(weights, min_size=9, max_size=9))
def test_the_labels_are_the_likeliest_of_all(
    words: list[list[str]], table: dict[str, tuple[float, float, float]], moves: list[float]
) -> None:
    follows = tuple(tuple(moves[3 * a : 3 * a + 3]) for a in range(3))
    model = NameModel(LABELS, {name: tuple(enumerate(row)) for name, row in table.items()}, follows)

    def score(path: tuple[int, ...]) -> float:
        here = sum(table.get(name, (0, 0, 0))[at] for at, row in zip(path, words, strict=True) for name in row)
        return here + sum(follows[a][b] for a, b in pairwise(path))

    best = max(score(path) for path in product(range(3), repeat=len(words)))
    chosen = tuple(LABELS.index(label) for label in model.label(words))
    assert score(chosen) == pytest.approx(best)


@given(st.lists(st.sampled_from(LABELS), max_size=12))
def test_stretches_and_labels_say_the_same(labels: list[str]) -> None:
    found = list(extents_of(labels))
    again = labels_of([(first, last, None) for first, last in found], 0, len(labels))
    assert list(extents_of(again)) == found
    assert all(first < last for first, last in found)


def test_chances_sum_to_one_and_follow_the_weights() -> None:
    model = KindModel("lop", {"bank": ((1, 2.0),), "bias": ((0, 0.5),)})
    chances = model.chances({"bank": 1.0, "bias": 1.0})
    assert sum(chances.values()) == pytest.approx(1)
    assert max(chances, key=lambda k: chances[k]) == "o"


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "He left the Bank of the West when Orbexa came.", ["He", "Bank of the West", "Orbexa"]),
        ("en", "Orbexa, Vantoro and Kelmar met.", ["Orbexa", "Vantoro and Kelmar"]),
        ("ru", "Ее купила «Седьмая кнопка» вчера.", ["Ее", "Седьмая кнопка"]),
    ],
)
def test_names_may_stand_where_capitals_are(code: str, text: str, expected: list[str]) -> None:
    words = name_words(code)
    tokens = read_tokens(text, words)
    assert [text[tokens[a].start : tokens[b - 1].end] for a, b in zones(Reading(text, tokens, words, ()))] == expected


def test_a_long_quotation_is_no_name() -> None:
    text = "«Мы купим все, что продается, и еще немного», — сказал он."
    assert quoted_words(text, read_tokens(text, name_words("ru"))) == {}


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        (
            "en",
            "The sale was confirmed by Corvelle Maritime, a ship operator in Leith, on Monday.",
            "Corvelle Maritime",
        ),
        ("it", "Lo ha confermato ieri la Fonderie Bardelloni, che produce valvole a Lumezzane.", "Fonderie Bardelloni"),
        ("fr", "Le rachat a été confirmé lundi par Transports Delmasse, un routier de Valence.", "Transports Delmasse"),
        ("es", "La venta la confirmó el lunes Conservas Iriarteche, una empresa de Bermeo.", "Conservas Iriarteche"),
        ("de", "Das bestätigte am Montag der Pumpenhersteller Krawinkel aus Solingen.", "Krawinkel"),
        ("ru", "О сделке сообщила в понедельник компания «Волжские мануфактуры».", "Volzhskie manufaktury"),
    ],
)
def test_a_firm_that_nobody_listed_is_found(code: str, text: str, name: str) -> None:
    found = find_mentions(text, load(code), load_directory())
    assert (name, "organisation") in [(m.name, m.kind) for m in found]
