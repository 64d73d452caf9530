"""Percents, parts of a company and counted things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from anello.extract.money import find_values
from anello.lang import load

PERCENTS = [
    ("en", "27 %", "27", "27"),
    ("en", "27 per cent", "27", "27"),
    ("en", "eight percent", "8", "8"),
    ("en", "5-10%", "5", "10"),
    ("en", "more than 15 percent", "15", None),
    ("en", "up to 20%", None, "20"),
    ("en", "a 52 percent majority stake", "52", "52"),
    ("en", "a third of the shares", "33.33", "33.33"),
    ("en", "half of its stake", "50", "50"),
    ("en", "a majority stake", "50", None),
    ("it", "27,3 per cento", "27.3", "27.3"),
    ("it", "l'otto per cento", "8", "8"),
    ("it", "la metà delle azioni", "50", "50"),
    ("it", "una quota di maggioranza", "50", None),
    ("it", "una quota di maggioranza del 52 per cento", "52", "52"),
    ("ru", "27 процентов", "27", "27"),
    ("ru", "27,3-процентный пакет", "27.3", "27.3"),
    ("ru", "контрольный пакет акций", "50", None),
    ("ru", "треть акций", "33.33", "33.33"),
    ("ru", "более 15 % акций", "15", None),
]


@pytest.mark.parametrize(("code", "text", "low", "high"), PERCENTS)
def test_percent(code: str, text: str, low: str | None, high: str | None) -> None:
    found = find_values(text, load(code)).percents
    assert [(p.low, p.high) for p in found] == [(low and Decimal(low), high and Decimal(high))]
    assert text[found[0].start : found[0].end] == found[0].text


def test_half_of_other_things_is_no_stake() -> None:
    assert find_values("half of the people, a third of the night", load("en")).percents == ()


UNITS = [
    ("en", "10 GW", 10, 10, "GW"),
    ("en", "750 megawatts", 750, 750, "MW"),
    ("en", "160 million shares", 160_000_000, 160_000_000, "share"),
    ("en", "up to 70 of its smaller regional jets", None, 70, "aircraft"),
    ("en", "six more A350s", 6, 6, "aircraft"),
    ("en", "100,000 GPUs", 100_000, 100_000, "accelerator"),
    ("en", "400,000 chips", 400_000, 400_000, "chip"),
    ("en", "1,500 to 2,000 jobs", 1500, 2000, "employee"),
    ("en", "three seats on the board", 3, 3, "seat"),
    ("en", "two or three aircraft", 2, 3, "aircraft"),
    ("it", "cinque nuovi aeromobili", 5, 5, "aircraft"),
    ("it", "100 aerei cisterna", 100, 100, "aircraft"),
    ("it", "ben 60 dei suoi nuovi aerei", 60, 60, "aircraft"),
    ("it", "tre membri del nuovo consiglio", 3, 3, "seat"),
    ("ru", "700-800 тысяч ускорителей", 700_000, 800_000, "accelerator"),
    ("ru", "порядка 10 ГВт", 10, 10, "GW"),
    ("ru", "двадцать самолётов", 20, 20, "aircraft"),
    ("ru", "до 250 000 автомобилей", None, 250_000, "vehicle"),
]


@pytest.mark.parametrize(("code", "text", "low", "high", "unit"), UNITS)
def test_quantity(code: str, text: str, low: int | None, high: int | None, unit: str) -> None:
    found = find_values(text, load(code)).quantities
    assert [(q.low, q.high, q.unit) for q in found] == [(low, high, unit)]


def test_unit_named_in_the_sentence_before() -> None:
    found = find_values("Закупка ускорителей. Их теперь 700-800 тысяч.", load("ru")).quantities
    assert [(q.low, q.high, q.unit) for q in found] == [(700_000, 800_000, "accelerator")]


def test_a_year_counts_only_what_touches_it() -> None:
    assert find_values("In 2004 the new planes flew", load("en")).quantities == ()


def test_an_article_is_no_count() -> None:
    assert find_values("Un aereo e una nave, un messaggio ai dipendenti", load("it")).quantities == ()
