"""Sums of money: bounds, ranges, lists, currencies and periods in every pack, each as a table of wordings."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.extract.money import find_values, has_value
from anello.lang import Language, load, pack_codes
from anello.model import Money

M, B, T = 10**6, 10**9, 10**12


def one(code: str, text: str) -> Money:
    """Return the only sum of a text."""
    found = find_values(text, load(code)).money
    assert len(found) == 1, [m.text for m in found]
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0]


EXACT = [
    ("en", "$10B", 10 * B, "USD"),
    ("en", "USD 27 billion", 27 * B, "USD"),
    ("en", "EUR 1.2bn", 1.2 * B, "EUR"),
    ("en", "€500m", 500 * M, "EUR"),
    ("en", "£3.2 m", 3.2 * M, "GBP"),
    ("en", "US$4.6 bn", 4.6 * B, "USD"),
    ("en", "C$1.2bn", 1.2 * B, "CAD"),
    ("en", "a $5 million order", 5 * M, "USD"),
    ("en", "A$5 million", 5 * M, "AUD"),
    ("en", "half a billion dollars", 0.5 * B, "USD"),
    ("en", "a billion euros", B, "EUR"),
    ("en", "three and a half billion dollars", 3.5 * B, "USD"),
    ("en", "two hundred and fifty million pounds", 250 * M, "GBP"),
    ("en", "a two-billion-dollar loan", 2 * B, "USD"),
    ("en", "1,000 billion dollars", T, "USD"),
    ("en", "5 lakh crore rupees", 5 * T, "INR"),
    ("en", "12,34,567 rupees", 1234567, "INR"),
    ("en", "MSEK 120", 120 * M, "SEK"),
    ("en", "75 USD million", 75 * M, "USD"),
    ("en", "3 dollars and 50 cents", 3.5, "USD"),
    ("en", "$ 1.111,11", 1111.11, "USD"),
    ("en", "¥1 trillion", T, "JPY"),
    ("it", "27 miliardi di euro", 27 * B, "EUR"),
    ("it", "800mila euro", 800_000, "EUR"),
    ("it", "1.000 miliardi di dollari", T, "USD"),
    ("it", "1,135 milioni di euro", 1_135_000, "EUR"),
    ("it", "un miliardo e mezzo di euro", 1.5 * B, "EUR"),
    ("it", "mezzo miliardo di dollari", 0.5 * B, "USD"),
    ("it", "duecentoquaranta milioni di euro", 240 * M, "EUR"),
    ("it", "1 miliardo e 200 milioni di euro", 1.2 * B, "EUR"),
    ("it", "40 milioni di dollari australiani", 40 * M, "AUD"),
    ("it", "ventunomila euro", 21_000, "EUR"),
    ("fr", "75 millions d'euros", 75 * M, "EUR"),
    ("fr", "un milliard et demi d'euros", 1.5 * B, "EUR"),
    ("fr", "2 millions de €", 2 * M, "EUR"),
    ("fr", "10 milliards de $ US", 10 * B, "USD"),
    ("fr", "300 millions de $ CA", 300 * M, "CAD"),
    ("fr", "10,05 milliards de $ HK", 10.05 * B, "HKD"),
    ("fr", "34 cents", 0.34, "USD"),
    ("fr", "15 dollars et 15 cents", 15.15, "USD"),
    ("fr", "197 centimes", 1.97, "EUR"),
    ("fr", "deux cents euros", 200, "EUR"),
    ("ru", "2 млрд долларов", 2 * B, "USD"),
    ("ru", "полтора миллиарда рублей", 1.5 * B, "RUB"),
    ("ru", "полмиллиарда рублей", 0.5 * B, "RUB"),
    ("ru", "два с половиной миллиарда евро", 2.5 * B, "EUR"),
    ("ru", "12,5 млн руб.", 12.5 * M, "RUB"),
    ("ru", "миллиард долларов", B, "USD"),
    ("ru", "7,5 млрд шведских крон", 7.5 * B, "SEK"),
    ("ru", "250 000 гривен", 250_000, "UAH"),
    ("ru", "сто двадцать миллионов тенге", 120 * M, "KZT"),
]


@pytest.mark.parametrize(("code", "text", "value", "currency"), EXACT)
def test_exact_sum(code: str, text: str, value: float, currency: str) -> None:
    money = one(code, text)
    expected = Decimal(str(value))
    assert (money.low, money.high, money.currency, money.approximate) == (expected, expected, currency, False)


BOUNDED = [
    ("en", "up to $10 billion", None, 10 * B, False),
    ("en", "as much as $10 billion", None, 10 * B, False),
    ("en", "more than $5 million", 5 * M, None, False),
    ("en", "at least €5m", 5 * M, None, False),
    ("en", "$5 million or more", 5 * M, None, False),
    ("en", "could exceed $10 billion", 10 * B, None, False),
    ("en", "about $5 million", 5 * M, 5 * M, True),
    ("en", "nearly €5bn", 5 * B, 5 * B, True),
    ("en", "between 3 and 5 billion euros", 3 * B, 5 * B, False),
    ("en", "$2 million-$5 million", 2 * M, 5 * M, False),
    ("en", "$5 to $7 billion", 5 * B, 7 * B, False),
    ("en", "4 or 5 billion euros", 4 * B, 5 * B, False),
    ("en", "tens of billions of dollars", 20 * B, 99 * B, False),
    ("en", "hundreds of millions of euros", 200 * M, 990 * M, False),
    ("en", "rose to $1 trillion", T, T, False),
    ("en", "a valuation of over the $500 billion mark", 500 * B, None, False),
    ("it", "fino a 10 miliardi di euro", None, 10 * B, False),
    ("it", "oltre i 500 miliardi di dollari", 500 * B, None, False),
    ("it", "circa 38 miliardi di dollari", 38 * B, 38 * B, True),
    ("it", "da 3 a 5 miliardi di euro", 3 * B, 5 * B, False),
    ("it", "tra 3 e 5 miliardi di euro", 3 * B, 5 * B, False),
    ("it", "decine di miliardi di euro", 20 * B, 99 * B, False),
    ("it", "salita a 2 miliardi di euro", 2 * B, 2 * B, False),
    ("fr", "entre 5 et 6 milliards d'euros", 5 * B, 6 * B, False),
    ("fr", "de 5 à 6 milliards d'euros", 5 * B, 6 * B, False),
    ("ru", "до $10 млрд", None, 10 * B, False),
    ("ru", "выручка вырастет до $1 трлн", T, T, False),
    ("ru", "сократить расходы до 5 млрд рублей", 5 * B, 5 * B, False),
    ("ru", "до отметки более $500 млрд", 500 * B, None, False),
    ("ru", "не более 5 млн евро", None, 5 * M, False),
    ("ru", "не менее 3 млн евро", 3 * M, None, False),
    ("ru", "порядка 3 млн евро", 3 * M, 3 * M, True),
    ("ru", "5-6 млрд рублей", 5 * B, 6 * B, False),
    ("ru", "от 3 до 5 млрд долларов", 3 * B, 5 * B, False),
    ("ru", "десятки миллиардов долларов", 20 * B, 99 * B, False),
]


@pytest.mark.parametrize(("code", "text", "low", "high", "about"), BOUNDED)
def test_bounds(code: str, text: str, low: int | None, high: int | None, about: bool) -> None:
    money = one(code, text)
    assert (money.low, money.high, money.approximate) == (low, high, about)


def test_bound_word_is_part_of_the_text() -> None:
    assert one("it", "Vale circa 10 miliardi di dollari.").text == "circa 10 miliardi di dollari"


def test_the_link_before_what_is_bought_is_no_part_of_a_sum() -> None:
    assert one("fr", "Elle émet $ 75 millions d'obligations.").text == "$ 75 millions"


MOVES = [
    ("en", "increase the line from US$55 billion to US$110 billion", [55 * B, 110 * B]),
    ("it", "un aumento da 13 miliardi di dollari a 28 miliardi di dollari", [13 * B, 28 * B]),
    ("en", "grew from 3 to 5 billion euros", [3 * B, 5 * B]),
    ("it", "passate da 2 dollari a 77 dollari", [2, 77]),
]


@pytest.mark.parametrize(("code", "text", "values"), MOVES)
def test_a_move_is_two_sums(code: str, text: str, values: list[int]) -> None:
    found = find_values(text, load(code)).money
    assert [m.low for m in found] == values
    assert all(m.low == m.high for m in found)


LISTS = [
    ("en", "$5, 7 and 9 billion", [5 * B, 7 * B, 9 * B], "USD"),
    ("it", "10 e 15 milioni di euro", [10 * M, 15 * M], "EUR"),
    ("en", "paid $3 billion, then another 2 billion.", [3 * B, 2 * B], "USD"),
    ("ru", "купили за 45 млрд долларов, теперь стоит 9 миллиардов.", [45 * B, 9 * B], "USD"),
]


@pytest.mark.parametrize(("code", "text", "values", "currency"), LISTS)
def test_elided_currency_and_magnitude(code: str, text: str, values: list[int], currency: str) -> None:
    found = find_values(text, load(code)).money
    assert [(m.low, m.currency) for m in found] == [(Decimal(v), currency) for v in values]


def test_bare_noun_takes_the_country_named_before() -> None:
    found = find_values("237 миллионов кипрских фунтов. Ещё 111 миллионов фунтов.", load("ru")).money
    assert [m.currency for m in found] == ["CYP", "CYP"]


def test_sum_without_any_currency_has_none() -> None:
    assert one("it", "Il valore era superiore a 1,5 miliardi.").currency is None


PER = [
    ("en", "$87.20 per share", "share"),
    ("en", "$5bn a year", "year"),
    ("en", "an annual $5 million", "year"),
    ("it", "2 euro ad azione", "share"),
    ("it", "3 miliardi di euro l'anno", "year"),
    ("ru", "$3 млрд в год", "year"),
    ("ru", "2 рубля за акцию", "share"),
]


@pytest.mark.parametrize(("code", "text", "per"), PER)
def test_per(code: str, text: str, per: str) -> None:
    assert one(code, text).per == per


def test_basis() -> None:
    assert one("en", "$5 billion pre-money").basis == "pre_money"
    assert one("en", "a total of $5 billion").basis == "total"
    assert one("en", "$5 billion for the plant").basis is None


NOTHING = [
    (
        "en",
        "In 2004 won the race at 10:30 on 3/4/2005, aged 44, 3-2, GPT-4, A330-200, 5G, 1970s, the 27th, 192.168.1.2",
    ),
    ("en", "a multi-billion dollar deal, 2 percentage points, https://x.org/a%20b?c=5%25"),
    ("it", "Nel 2004 alle 10.30 il 3 maggio, 5 punti percentuali, F-16"),
    ("ru", "В 2004 году, 5 мая, в 10:30, на 2 п.п., СУ-35"),
    ("en", "9" * 500 + " dollars"),
]


@pytest.mark.parametrize(("code", "text"), NOTHING)
def test_no_value(code: str, text: str) -> None:
    values = find_values(text, load(code))
    assert (values.money, values.percents, values.quantities) == ((), (), ())


def test_has_value() -> None:
    assert has_value("for 5 m")
    assert has_value("in €")
    assert not has_value("They signed.")


PIECES = [
    "$",
    "€",
    "5",
    "1,000",
    "1.5",
    " ",
    " ",
    "billion",
    "miliardi",
    "млрд",
    "up to",
    "до",
    "da",
    "from",
    "to",
    "-",
    "and",
    "di",
    "dollars",
    "рублей",
    "%",
    "per cento",
    ".",
    ",",
    "\n",
    "aircraft",
    "half",
    "a",
    "2010",
    "’",
    "\u200b",
    "½",
    "of",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.sampled_from(pack_codes()))
def test_spans_are_true_sorted_and_apart(text: str, code: str) -> None:
    values = find_values(text, load(code))
    spans = sorted((v.start, v.end, v.text) for v in (*values.money, *values.percents, *values.quantities))
    assert all(text[start:end] == said and start < end for start, end, said in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for value in (*values.money, *values.percents, *values.quantities):
        assert value.low is not None or value.high is not None
        assert value.low is None or value.high is None or value.low <= value.high


@given(st.text(max_size=80), st.sampled_from(pack_codes()))
def test_any_text_is_read(text: str, code: str) -> None:
    for value in find_values(text, load(code)).money:
        assert text[value.start : value.end] == value.text


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(["en", "it", "ru"]))
def test_thousands_and_decimals_follow_the_language(whole: int, part: int, code: str) -> None:
    marks = load(code).language["marks"]
    grouped = f"$ {whole}{marks['thousands']}{part:03d}{marks['decimal']}25"
    assert one(code, grouped).low == Decimal(f"{whole}{part:03d}.25")


@pytest.mark.parametrize(
    "piece", ["1", "1 000 ", "5, ", "from 1 to ", "up to ", "$", "a ", "billion ", "миллиард ", "venti"]
)
@pytest.mark.parametrize("code", ["en", "it", "ru"])
def test_work_grows_with_the_text_only(piece: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the phrase look-ups, not the time: twice the text takes about twice as many."""
    from anello.extract.tokens import Phrases

    calls = [0]
    plain = Phrases.at

    def counted(self: Phrases[object], tokens: object, i: int) -> object:
        calls[0] += 1
        return plain(self, tokens, i)  # type: ignore[arg-type]

    monkeypatch.setattr(Phrases, "at", counted)
    counts = []
    for size in (200, 400):
        calls[0] = 0
        find_values(piece * size, load(code))
        counts.append(calls[0])
    assert counts[1] <= 2.2 * counts[0] + 50


def test_a_pack_without_tables_finds_digits_and_signs_only() -> None:
    empty = Language("xx", {}, {}, {}, {}, {}, {}, ())
    assert [m.low for m in find_values("$5.50 of 7 million", empty).money] == [Decimal("5.5")]
    assert find_values("27%", empty).percents[0].low == 27


@pytest.mark.parametrize(
    ("code", "text", "basis"),
    [
        ("en", "Microsoft holds about 27% on an as-converted diluted basis of OpenAI.", "as_converted"),
        ("en", "The fund has 5% of the fully diluted shares. It paid in cash.", "fully_diluted"),
        ("en", "The buyer took 12% of the issued share capital.", "issued"),
        ("en", "The buyer took 12%. The shares outstanding are few.", None),
        ("it", "Il fondo ha il 5% su base diluita della società.", "fully_diluted"),
        ("ru", "Фонд получил 12% размещённых акций компании.", "issued"),
        ("de", "Der Fonds hält 5 Prozent auf voll verwässerter Basis.", "fully_diluted"),
        ("fr", "Le fonds détient 5 % des actions émises.", "issued"),
        ("es", "El fondo tiene el 5 % de las acciones en circulación.", "issued"),
    ],
)
def test_a_share_says_of_which_shares_it_is(code: str, text: str, basis: str | None) -> None:
    (found,) = find_values(text, load(code)).percents
    assert found.basis == basis
