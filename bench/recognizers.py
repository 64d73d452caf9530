"""Score the value grammars on the recognizer cases (Microsoft Recognizers-Text specifications).

In: the folder of cases (`bench/recognizers.py [FOLDER]`, by default `../shared/cases/recognizers` beside the project).
Out: a table on stdout. A case is right where every expected result is found with its exact span and value and nothing
else is; kinds left out stand in `recognizers_leave_out.toml`. Spans are compared without our bound words, since the
cases leave "about" and "up to" out; a sub-unit (cent) is compared in its currency; currencies by the fixed map below.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from anello.extract.amounts import amount_lexicon, stands_free
from anello.extract.dates import find_periods
from anello.extract.numbers import NumberLexicon, number_lexicon, read_number
from anello.extract.quantities import find_amounts
from anello.extract.tokens import Tokens
from anello.lang import Language, load

HERE = Path(__file__).resolve().parent
LANGUAGES = {"English": "en", "Italian": "it", "French": "fr"}
REFERENCE = {
    ("English", "CurrencyModel"): ".77",
    ("Italian", "CurrencyModel"): ".09",
    ("English", "NumberModel"): ".75",
    ("Italian", "NumberModel"): ".13",
    ("French", "CurrencyModel"): ".89",
    ("French", "NumberModel"): ".57",
}
"""Cases that the reference Python implementation gets wholly right, as the README of the cases states."""

ISO = {
    "Dollar": "USD", "United States dollar": "USD", "Cent": "USD", "Euro": "EUR", "Pound": "GBP",
    "British pound": "GBP", "Pence": "GBP", "Penny": "GBP", "Japanese yen": "JPY", "Canadian dollar": "CAD",
    "Australian dollar": "AUD", "Hong Kong dollar": "HKD", "New Zealand dollar": "NZD", "Finnish markka": "FIM",
    "Franc": "CHF", "Swiss franc": "CHF", "French franc": "FRF", "Belgian franc": "BEF", "Peseta": "ESP",
    "Netherlands guilder": "NLG", "Chinese yuan": "CNY", "Rupee": "INR", "Indian rupee": "INR",
    "Sri Lankan rupee": "LKR", "Turkish lira": "TRY", "Italian lira": "ITL", "Lira": "ITL", "Mexican peso": "MXN",
    "Bitcoin": "XBT", "Costa Rican colón": "CRC", "Georgian lari": "GEL", "Lao kip": "LAK", "Brazilian Real": "BRL",
    "Russian ruble": "RUB", "Singapore dollar": "SGD", "Krona": "SEK", "Swedish krona": "SEK",
    "Norwegian krone": "NOK", "Danish krone": "DKK", "Deutsche Mark": "DEM", "Mark": "DEM", "South Korean won": "KRW",
    "New Taiwan dollar": "TWD", "Thai baht": "THB", "Israeli new shekel": "ILS", "Dollar Canadien": "CAD",
    "Dollar Australien": "AUD", "Dollar de Hong Kong": "HKD", "Dollar États-Unis": "USD", "Livre": "GBP",
    "Yen Japonais": "JPY", "Yuan Chinois": "CNY", "Franc Suisse": "CHF", "Mark Finlandais": "FIM",
    "Florins Néerlandais": "NLG", "Roupie": "INR", "Roupie indienne": "INR", "Centimes": "EUR",
}  # fmt: skip
SUBUNITS = {"Cent", "Centimes", "Pence", "Penny"}
Found = set[tuple[int, int, object]]


def left_out(model: str, case: dict[str, Any], kinds: list[dict[str, Any]]) -> str:
    """Return the name of the kind by which a case is left out, "" if it counts."""
    texts = [str(result["Text"]) for result in case["Results"]]
    for kind in kinds:
        if model not in kind["models"]:
            continue
        if "input" in kind and re.search(kind["input"], case["Input"], re.I):
            return str(kind["name"])
        if "expected" in kind and any(re.search(kind["expected"], text.strip(), re.I) for text in texts):
            return str(kind["name"])
    return ""


def as_decimal(text: str, code: str) -> Decimal | None:
    """Return the value that a case states, in the language's own decimal mark."""
    plain = text.rstrip("%").replace("\u202f", "")
    try:
        return Decimal(plain.replace(",", ".") if load(code).language["marks"]["decimal"] == "," else plain)
    except InvalidOperation:
        return None


def span_of(case: dict[str, Any], result: dict[str, Any]) -> tuple[int, int]:
    """Return the span of a result, end exclusive.

    The text of the result decides where it ends, since some French cases count `End` exclusively; six leave the offsets
    out, there the text is looked for.
    """
    text, sentence = result["Text"].lower(), case["Input"].lower()
    start = result["Start"] if "Start" in result else sentence.index(text)
    return start, start + len(text) if sentence.startswith(text, start) else result["End"] + 1


def expected_money(case: dict[str, Any], code: str) -> Found:
    """Return spans with (value, ISO code) of a currency case."""
    found: Found = set()
    for result in case["Results"]:
        resolution = result["Resolution"]
        unit, value = resolution.get("unit", ""), as_decimal(str(resolution.get("value")), code)
        if value is not None and unit in SUBUNITS:
            value /= 100
        bare_franc = unit == "Franc" and code == "fr"
        iso = resolution.get("isoCurrency") or ("FRF" if bare_franc else ISO.get(unit, unit))
        found.add((*span_of(case, result), (value, iso)))
    return found


def expected_plain(case: dict[str, Any], code: str) -> Found:
    """Return spans with the value of a number or percent case."""
    return {(*span_of(case, r), as_decimal(str(r["Resolution"]["value"]), code)) for r in case["Results"]}


def found_amounts(kind: str) -> Callable[[str, Language], Found]:
    """Return a finder of money or percents as the cases want them: the core without bound words."""

    def find(text: str, language: Language) -> Found:
        tokens, found = Tokens(text), set()
        for amount in find_amounts(tokens, amount_lexicon(language)):
            if amount.kind != kind or (kind == "money" and not amount.name):
                continue
            value = amount.low if amount.low is not None else amount.high
            first, last = amount.core
            found.add((tokens.start[first], tokens.end[last - 1], (value, amount.name) if kind == "money" else value))
        return found

    return find


def found_numbers(text: str, language: Language) -> Found:
    """Return every number of a text with its exact value."""
    tokens, lexicon, found, i = Tokens(text), number_lexicon(language), set(), 0
    while i < len(tokens):
        number = read_number(tokens, i, lexicon) if stands_free(tokens, i) else None
        if number is None or _is_glued(tokens, number.last, lexicon):
            i += 1
            continue
        found.add((tokens.start[i], tokens.end[number.last - 1], number.low))
        i = number.last
    return found


def _is_glued(tokens: Tokens, j: int, lexicon: NumberLexicon) -> bool:
    return tokens.is_kind(j, "w") and tokens.glued(j - 1)


def run_values(cases: list[dict[str, Any]], code: str, model: str) -> tuple[int, int]:
    """Return how many cases are wholly right, and how many there are."""
    expect = expected_money if model == "CurrencyModel" else expected_plain
    find = {"CurrencyModel": found_amounts("money"), "PercentModel": found_amounts("percent")}.get(model, found_numbers)
    right = 0
    for case in cases:
        right += _agree(expect(case, code), find(case["Input"], load(code)))
    return right, len(cases)


def _agree(expected: Found, found: Found) -> bool:
    return expected == found


def expected_days(result: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    """Return the readings (future and past) of a date or period; the cases end a period on the day after."""
    readings = []
    for resolution in (result["Value"]["FutureResolution"], result["Value"]["PastResolution"]):
        if "date" in resolution:
            readings.append((resolution["date"], resolution["date"]))
            continue
        end = resolution.get("endDate")
        last = str(date.fromisoformat(end) - timedelta(days=1)) if end else None
        readings.append((resolution.get("startDate"), last))
    return readings


def run_dates(cases: list[dict[str, Any]], code: str) -> tuple[int, int, int]:
    """Return how many cases are right by value, how many by value and span, and how many there are."""
    by_value = by_span = 0
    for case in cases:
        moment = str(case.get("Context", {}).get("ReferenceDateTime", "2016-11-07"))[:10]
        periods = find_periods(case["Input"], load(code), date.fromisoformat(moment))
        ours = [(str(p.first) if p.first else None, str(p.last) if p.last else None) for p in periods]
        results = case["Results"]
        valued = len(ours) == len(results) and all(
            our in expected_days(r) for our, r in zip(ours, results, strict=True)
        )
        spans = [(p.start, p.end) for p in periods] == [(r["Start"], r["Start"] + r["Length"]) for r in results]
        by_value += valued
        by_span += valued and spans
    return by_value, by_span, len(cases)


def rows(folder: Path) -> Iterator[str]:
    """Yield the lines of the table."""
    kinds = tomllib.loads((HERE / "recognizers_leave_out.toml").read_text(encoding="utf-8"))["kind"]
    yield "language  model              right   of  share  left out  all cases  reference"
    for language, code in LANGUAGES.items():
        for model in ("CurrencyModel", "NumberModel", "PercentModel", "DateParser", "DatePeriodParser"):
            cases = json.loads((folder / language / f"{model}.json").read_text(encoding="utf-8-sig"))
            kept = [case for case in cases if not left_out(model, case, kinds)]
            if model.startswith("Date"):
                value, span, size = run_dates(kept, code)
                share = f"{value / size:.2f} (with exact span {span / size:.2f})"
                yield f"{language:9} {model:17} {value:6} {size:4} {share} {len(cases) - size} left out"
                continue
            right, size = run_values(kept, code, model)
            every, total = run_values(cases, code, model)
            reference = REFERENCE.get((language, model), "-")
            yield (
                f"{language:9} {model:17} {right:6} {size:4} {right / size:6.2f} {len(cases) - size:9} "
                f"{every / total:10.2f} {reference:>10}"
            )


def main() -> int:
    """Print the table; 1 where the cases are missing."""
    parser = argparse.ArgumentParser(description="Score the value grammars on the recognizer cases.")
    parser.add_argument("folder", nargs="?", default=str(HERE.parent.parent / "shared" / "cases" / "recognizers"))
    folder = Path(parser.parse_args().folder)
    if not folder.is_dir():
        print(f"no cases at {folder}; give the folder as an argument", file=sys.stderr)
        return 1
    for line in rows(folder):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
