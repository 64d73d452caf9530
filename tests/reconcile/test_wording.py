"""What the words beside a sum make of it, in every pack (docs/deals.md, Amounts)."""

from __future__ import annotations

import pytest
from sums_told import sum_in, written

from anello.lang import pack_codes
from anello.reconcile.wording import PLAIN, Wording, wording_of

SAID = [
    ("en", "The bank raised the credit line by $2 billion.", "$2 billion", "by", ""),
    ("en", "The bank raised the credit line to $12 billion.", "$12 billion", "to", ""),
    ("en", "It signed for another $3 billion of chips.", "$3 billion", "by", ""),
    ("en", "Of the loan, $4 billion is still available to the firm.", "$4 billion", "", "available"),
    ("en", "So far it has drawn $1 billion of the line.", "$1 billion", "", "drawn"),
    ("en", "Of the order only $5 billion is binding.", "$5 billion", "", "binding"),
    ("en", "A binding agreement was signed; chips for $40 billion follow.", "$40 billion", "", ""),
    ("en", "It will pay $40 billion for chips.", "$40 billion", "", ""),
    ("it", "La banca ha aumentato la linea di 2 miliardi di dollari.", "2 miliardi di dollari", "by", ""),
    ("it", "La banca ha aumentato la linea a 12 miliardi di dollari.", "12 miliardi di dollari", "to", ""),
    ("it", "Della linea 4 miliardi di euro restano disponibili.", "4 miliardi di euro", "", "available"),
    ("it", "Finora ha utilizzato 1 miliardo di euro.", "1 miliardo di euro", "", "drawn"),
    ("ru", "Банк увеличил кредитную линию на 2 млрд долларов.", "2 млрд долларов", "by", ""),
    ("ru", "Банк увеличил кредитную линию до 12 млрд долларов.", "12 млрд долларов", "to", ""),
    ("ru", "Компания получит до 12 млрд долларов.", "до 12 млрд долларов", "", ""),
    ("ru", "Из линии уже выбрано 1 млрд рублей.", "1 млрд рублей", "", "drawn"),
    ("es", "El banco amplió la línea en 2.000 millones de euros.", "2.000 millones de euros", "by", ""),
    ("es", "El banco amplió la línea a 12.000 millones de euros.", "12.000 millones de euros", "to", ""),
    ("es", "Ya ha dispuesto 1.000 millones de euros.", "1.000 millones de euros", "", "drawn"),
    ("de", "Die Bank hat die Kreditlinie um 2 Milliarden Euro erhöht.", "2 Milliarden Euro", "by", ""),
    ("de", "Erhöht wurde die Kreditlinie um 2 Milliarden Euro.", "2 Milliarden Euro", "by", ""),
    ("de", "Aufgestockt wurde die Linie auf 12 Milliarden Euro.", "12 Milliarden Euro", "to", ""),
    ("de", "Davon sind 4 Milliarden Euro noch verfügbar.", "4 Milliarden Euro", "", "available"),
    ("fr", "La banque a augmenté la ligne de 2 milliards d'euros.", "2 milliards d'euros", "by", ""),
    ("fr", "La banque a augmenté la ligne à 12 milliards d'euros.", "12 milliards d'euros", "to", ""),
    ("fr", "Elle commande pour 3 milliards de dollars supplémentaires.", "3 milliards de dollars", "by", ""),
    ("it", "Ordina chip per 3 miliardi di dollari in più.", "3 miliardi di dollari", "by", ""),
    ("es", "Encargó chips por 3.000 millones de euros más.", "3.000 millones de euros", "by", ""),
    ("fr", "Il reste 4 milliards d'euros non tirés.", "4 milliards d'euros", "", "available"),
]


@pytest.mark.parametrize(("language", "text", "said", "change", "part"), SAID, ids=lambda value: str(value)[:40])
def test_words_beside_a_sum_say_what_it_is(language: str, text: str, said: str, change: str, part: str) -> None:
    art = written(text, language)
    assert wording_of(sum_in(art, said, 1), text, language) == Wording(change, part)


def test_every_pack_is_shown() -> None:
    assert {language for language, *_ in SAID} == set(pack_codes())


def test_a_word_in_another_sentence_changes_nothing() -> None:
    text = "The group raised its stake by a third. By $2 billion of sales it is the largest."
    assert wording_of(sum_in(written(text), "$2 billion", 2), text, "en") == PLAIN


def test_without_a_pack_or_a_fitting_text_nothing_is_read_into_a_sum() -> None:
    text = "The bank raised the credit line by $2 billion."
    money = sum_in(written(text), "$2 billion", 2)
    assert wording_of(money, text, "xx") == PLAIN
    assert wording_of(money, text[1:], "en") == PLAIN
