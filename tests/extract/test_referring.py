"""The learned reader of references: what "the company" means, and when it means nobody."""

from __future__ import annotations

import pytest

from anello.extract.framewise import read_sentences
from anello.extract.referring import ReferenceModel
from anello.lang import load
from anello.lang.directory import load_directory
from anello.model import Article


def meanings(code: str, text: str) -> list[tuple[str, str]]:
    """Return each referring expression of a text with the party that it means."""
    article = Article("a", "a", "\n" + text, language=code)
    sentences = read_sentences(article, load(code), load_directory())
    return [(e.mention.text, e.mention.name) for s in sentences for e in s.entities if e.anaphor and e.mention]


def test_nobody_is_chosen_where_nobody_scores_higher() -> None:
    model = ReferenceModel({"nobody": 3.0, "near": 2.0, "far": 0.5})
    assert model.choose(["nobody"], [["near"], ["far"]]) is None
    chosen = model.choose([], [["far"], ["near"]])
    assert chosen is not None
    assert chosen[0] == 1
    assert 0.5 < chosen[1] < 1


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "Nvidia reported higher sales. The company said it will invest in Intel.", ("The company", "Nvidia")),
        ("it", "Enel ha chiuso l'anno in utile. La società comprerà una rete in Cile.", ("La società", "Enel")),
        ("ru", "«Газпром» увеличил выручку. Компания купит завод в Омске.", ("Компания", "Gazprom")),
        ("de", "Siemens steigert den Gewinn. Der Konzern kauft eine Fabrik in Polen.", ("Der Konzern", "Siemens")),
        ("fr", "Airbus a publié ses comptes. Le groupe va racheter une usine en Pologne.", ("Le groupe", "Airbus")),
        ("es", "Iberdrola presentó sus cuentas. La compañía comprará una red en Brasil.", ("La compañía", "Iberdrola")),
    ],
)
def test_a_description_means_the_party_named_before(code: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in meanings(code, text)


def test_nothing_points_forward() -> None:
    assert meanings("en", "The company said it will invest. Nvidia makes chips.") == []


def test_a_description_beside_a_name_only_introduces_it() -> None:
    assert ("the chipmaker", "Intel") not in meanings("en", "Intel lost ground. On Monday the chipmaker Nvidia rose.")
