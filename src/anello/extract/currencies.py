"""Currencies: the signs and ISO codes of the world, and what a language calls each currency.

In: tokens and a language pack. Out: the ISO 4217 code of what stands before or after a number. Promise: signs and codes
are the same in every language and stand here; words ("dollari australiani") come from the pack; a bare "$" is USD.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from anello.extract.tokens import Phrases, Tokens
from anello.lang import Language

SIGNS: Mapping[str, str] = {
    "$": "USD", "€": "EUR", "£": "GBP", "₤": "GBP", "¥": "JPY", "￥": "JPY", "₽": "RUB", "₴": "UAH", "₸": "KZT",
    "₹": "INR", "₩": "KRW", "₺": "TRY", "₪": "ILS", "฿": "THB", "₫": "VND", "₦": "NGN", "₱": "PHP", "₾": "GEL",
    "₡": "CRC", "₭": "LAK", "元": "CNY", "円": "JPY", "₼": "AZN", "₿": "XBT", "៛": "KHR", "₮": "MNT", "₲": "PYG",
    "₵": "GHS",
}  # fmt: skip
"""Sign -> ISO code; `¥` is the yen, the yuan writes its letters before it."""

LETTERED: Mapping[str, str] = {
    "us$": "USD", "u.s.$": "USD", "u.s. $": "USD", "u.s $": "USD", "usd$": "USD", "usd $": "USD", "c$": "CAD",
    "ca$": "CAD", "cad$": "CAD", "can$": "CAD", "cdn$": "CAD", "a$": "AUD", "au$": "AUD", "aud$": "AUD", "nz$": "NZD",
    "nzd$": "NZD", "hk$": "HKD", "hkd$": "HKD", "s$": "SGD", "sg$": "SGD", "nt$": "TWD", "r$": "BRL", "mex$": "MXN",
    "mx$": "MXN", "mxn$": "MXN", "rmb¥": "CNY", "cn¥": "CNY", "j$": "JMD", "tt$": "TTD", "cl$": "CLP", "clp$": "CLP",
    "ars$": "ARS", "eur€": "EUR", "gbp£": "GBP", "gb£": "GBP", "uk£": "GBP", "stg£": "GBP", "e£": "EGP", "ir£": "IEP",
}  # fmt: skip
"""Letters before a sign -> ISO code."""

CODES = """
AED ARS AUD AZN BGN BHD BRL BYN BYR CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GEL GHS HKD HRK HUF IDR ILS INR IQD
ISK JOD JPY KES KGS KRW KWD KZT LBP LKR MAD MDL MNT MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB RUR SAR SEK
SGD THB TND TRY TWD UAH USD UYU UZS VND ZAR DEM FRF ITL ESP NLG ATS BEF FIM IEP PTE GRD CYP
"""
"""ISO 4217 codes, with those of the currencies that the euro replaced."""

COMMON = "USD EUR GBP JPY CHF CNY RUB AUD CAD INR HKD SEK NOK DKK PLN KRW BRL MXN NZD SGD ZAR"
"""Codes that count in lower case and after an "M" for millions too; the rest may be common words."""

_CODES, _COMMON = frozenset(CODES.split()), frozenset(COMMON.lower().split())
_RENAMED = {"RUR": "RUB", "BYR": "BYN"}


@dataclass(frozen=True, slots=True)
class CurrencyName:
    """One way to name a currency: `factor` below 1 for a sub-unit; `qualified` tells "Swedish crowns" from "crowns".

    `code` is "" for a bare noun that several countries use and none owns; `family` is the noun.
    """

    phrase: str
    code: str
    factor: Decimal = Decimal(1)
    family: str = ""
    qualified: bool = False


class CurrencyLexicon:
    """What a language calls currencies, compiled: words before and after a number, sub-units as factors."""

    def __init__(self, language: Language) -> None:
        table: Mapping[str, Any] = language.money.get("currencies", {})
        rows = list(_forms(table))
        self.families = frozenset(name.family for name in rows if name.qualified)
        self.words = Phrases((name.phrase, name) for name in rows)
        self.lettered = Phrases((sign, CurrencyName(sign, code)) for sign, code in LETTERED.items())
        self.leading = Phrases(list(_leading(language.money.get("currency_before", {}))))
        self.magnitude_signs: Mapping[str, str] = language.money.get("currency_sign_with_magnitude", {})
        self.links = Phrases((link, True) for link in language.money.get("currency_links", ()))
        self.homonyms = frozenset(language.money.get("currency_homonyms", ()))

    def before(self, tokens: Tokens, i: int) -> tuple[str, int] | None:
        """Return the code of a sign, code or word that starts at token `i` before a number, and the index after it."""
        found = self.leading.at(tokens, i)
        if found and _is_sign_run(tokens, i, found[1]):
            return found
        word = tokens.word(i)
        if word in SIGNS:
            return SIGNS[word], i + 1
        if word in self.magnitude_signs:
            return self.magnitude_signs[word], i + 1
        code = word[1:].upper() if _is_million_code(word) else _code(tokens, i)
        return (code, i + 1) if code else None

    def after(self, tokens: Tokens, j: int, *, linked: bool) -> tuple[CurrencyName, int] | None:
        """Return the currency at token `j` after a number, and the index after it.

        Args:
            linked: a link word ("di", "of") may stand between, as after a magnitude.
        """
        if tokens.word(j) == "-" and tokens.glued(j - 1) and tokens.glued(j):
            j += 1
        found = self.words.at(tokens, j)
        if found is None and linked:
            link = self.links.at(tokens, j)
            found = (self.words.at(tokens, link[1]) or self._sign_after(tokens, link[1])) if link else None
        found = found or self._sign_after(tokens, j)
        if found:
            return found
        word = tokens.word(j)
        if word in SIGNS and not (tokens.is_kind(j + 1, "d") and (tokens.glued(j) or not tokens.glued(j - 1))):
            return CurrencyName(word, SIGNS[word]), j + 1
        if _is_million_code(word):
            return CurrencyName(word, word[1:].upper(), Decimal(10) ** 6), j + 1
        code_here = _code(tokens, j)
        return (CurrencyName(word, code_here), j + 1) if code_here else None

    def _sign_after(self, tokens: Tokens, j: int) -> tuple[CurrencyName, int] | None:
        """Return a lettered sign that no number follows: "40.000 millones de US$"."""
        found = self.lettered.at(tokens, j)
        return found if found and not (tokens.is_kind(found[1], "d") and tokens.glued(found[1] - 1)) else None


def _forms(table: Mapping[str, Any]) -> Iterator[CurrencyName]:
    for family, entry in table.items():
        factor = Decimal(str(entry.get("factor", "1")))
        for form in entry["forms"]:
            yield CurrencyName(form, entry.get("code", ""), factor, family)
            for code, kinds in entry.get("kinds", {}).items():
                for kind in kinds:
                    yield CurrencyName(f"{kind} {form}", code, factor, family, True)
                    yield CurrencyName(f"{form} {kind}", code, factor, family, True)


def _leading(table: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    yield from LETTERED.items()
    yield from ((phrase, code) for code, phrases in table.items() for phrase in phrases)


def _is_sign_run(tokens: Tokens, i: int, end: int) -> bool:
    """Tell "A$5" from the article in "a $5 billion deal": one letter must touch its sign and end no word."""
    if end - i == 2 and len(tokens.low[i]) == 1 and tokens.low[i] != "c" and not tokens.glued(i):
        return False
    return not (tokens.glued(i - 1) and tokens.is_kind(i - 1, "w"))


def _is_million_code(word: str) -> bool:
    """Tell "MEUR" and "MSEK": millions and code in one word, as northern filings write."""
    return len(word) == 4 and word[0] == "m" and word[1:] in _COMMON


def prefix_scale(word: str) -> Decimal:
    """Return what a word before a number multiplies it by: a million for "MSEK", else one."""
    return Decimal(10) ** 6 if _is_million_code(word) else Decimal(1)


def _code(tokens: Tokens, i: int) -> str | None:
    word = tokens.word(i)
    if len(word) != 3 or word.upper() not in _CODES:
        return None
    written = tokens.text[tokens.start[i] : tokens.end[i]]
    if word not in _COMMON and not written.isupper():
        return None
    return _RENAMED.get(word.upper(), word.upper())


@lru_cache(maxsize=64)
def currency_lexicon(language: Language) -> CurrencyLexicon:
    """Return the compiled currency words of a language; compiled once."""
    return CurrencyLexicon(language)
