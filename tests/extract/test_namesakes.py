"""Two firms of one name, told apart by what the article says of them."""

from __future__ import annotations

import pytest

from anello.extract.names import find_mentions
from anello.lang import load
from anello.lang.directory import load_directory

TOLD_APART = [
    (
        "en",
        "Orange raises money\n\nOrange, the California maker of bicycles, raised $20 million. Orange will build.",
        3,
    ),
    ("en", "The Finnish Orange agreed to lend $3 million. Orange said.", 2),
    ("ru", "Финская Orange купит завод. Orange заплатит 3 млн евро.", 2),
    ("ru", "Orange, финский производитель велосипедов, купит завод. Orange заплатит 3 млн евро.", 2),
    ("es", "Orange, el fabricante finlandés de bicicletas, compra Orbea. Orange pagará 3 millones.", 2),
]
CALLED_SHORT = [
    ("en", "Delta Electronics to buy Eltek\n\nDelta will pay cash.", "Delta", "delta-electronics"),
    ("it", "La Delta Electronics compra Eltek. Delta pagherà in contanti.", "Delta", "delta-electronics"),
    ("fr", "Delta Electronics rachète Eltek. Delta paiera comptant.", "Delta", "delta-electronics"),
    (
        "en",
        "Meta Materials, the Canadian maker of films, sold a unit. Meta said it will pay debts.",
        "Meta",
        "meta-materials",
    ),
]
THE_LISTED_ONE = [
    ("en", "The French group Orange will buy VOO. Orange, the Polish unit of the group, said.", "Orange", "orange"),
    ("en", "Orange Polska, the Polish unit, sold masts. Orange said.", "Orange", "orange"),
    ("en", "Meta said Meta Superintelligence Labs, the California unit, will hire. Meta agreed.", "Meta", "meta"),
    ("en", "Shell, the Anglo-Dutch oil group, sold a field. Shell said.", "Shell", "shell"),
    ("en", "Shell, the Dutch oil group, sold a field.", "Shell", "shell"),
    ("en", "Delta, the Atlanta airline, ordered jets. Delta Electronics sold fans.", "Delta", "delta-air-lines"),
    ("en", "Delta Air Lines ordered jets. Delta Electronics sold fans to Delta.", "Delta", "delta-air-lines"),
    ("en", "Orange, which will build a plant in Finland, signed a contract.", "Orange", "orange"),
    ("en", "Orange signed a contract in Finland, the French group said.", "Orange", "orange"),
    ("it", "La francese Orange compra VOO.", "Orange", "orange"),
    ("de", "Orange, der französische Konzern, kauft VOO.", "Orange", "orange"),
]


def ids(code: str, text: str, word: str) -> list[str]:
    return [m.id for m in find_mentions(text, load(code), load_directory()) if m.text == word]


@pytest.mark.parametrize(("code", "text", "times"), TOLD_APART)
def test_a_firm_of_another_country_is_another_firm(code: str, text: str, times: int) -> None:
    found = ids(code, text, "Orange")
    assert len(found) == times
    assert set(found) in ({"orange-united-states"}, {"orange-finland"})


@pytest.mark.parametrize(("code", "text", "word", "party"), CALLED_SHORT)
def test_a_short_name_is_that_of_the_longer_one_named_first(code: str, text: str, word: str, party: str) -> None:
    assert set(ids(code, text, word)) == {party}


@pytest.mark.parametrize(("code", "text", "word", "party"), THE_LISTED_ONE)
def test_in_doubt_it_is_the_listed_one(code: str, text: str, word: str, party: str) -> None:
    assert set(ids(code, text, word)) == {party}


def test_the_other_one_is_named_after_its_country() -> None:
    text = "Orange, the California maker of bicycles, raised $20 million."
    (found,) = [m for m in find_mentions(text, load("en"), load_directory()) if m.text == "Orange"]
    assert (found.name, found.known) == ("Orange (United States)", False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Am Montag will SAP Celonis für 10 Milliarden Euro übernehmen.", ["SAP", "Celonis"]),
        ("Nun soll Nvidia Cerebras beliefern.", ["Nvidia", "Cerebras"]),
        ("Am Montag will SAP Labs eröffnen.", ["SAP Labs"]),
        ("Die Firma SAP Celonis gibt es nicht.", ["SAP Celonis"]),
        ("Im Mai will Deutsche Bank Research umziehen.", ["Deutsche Bank Research"]),
    ],
)
def test_two_names_behind_a_german_verb_are_two(text: str, names: list[str]) -> None:
    found = [m.text for m in find_mentions(text, load("de"), load_directory()) if m.kind == "organisation"]
    assert found == names
