"""What a deal is for: whether its product, its count, its supplier or its words speak of computing.

In: deals and claims, with the directory and the language packs. Out: the goods and the ground for them, the product,
the basis of power. Promise: nothing is guessed; without a ground there are no goods. Firms and sectors are data
(`lang/compute.toml`), words too (`compute.toml` of each pack).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from anello.lang import load, pack_codes
from anello.lang.directory import Directory, Entry
from anello.model import Article, Claim
from anello.show import passages_of

KINDS = {
    "foundry": "foundry",
    "memory": "memory",
    "cloud": "cloud",
    "centres": "data centres",
    "chips": "chips",
    "power": "power",
}
"""Keys of the word lists and the goods they stand for, in the order in which they are asked: who rents out computers
speaks of the chips in them, and "memory chips" holds "chips"."""

ROLES = ("foundry", "memory")
"""Goods that the data file names the makers of."""

BASES = {"facility": "facility", "utility": "utility", "it": "IT"}

SELLERS = ("supplier", "licensor")


@dataclass(frozen=True, slots=True)
class Goods:
    """What a deal is for, and why: a product, a count, a sector of the directory, or a word of the text."""

    kind: str
    ground: str


def goods_of(claims: Sequence[Claim], supplier: str, articles: Mapping[str, Article], known: Directory) -> Goods | None:
    """Return what a purchase is for, None where nothing says that it is for computing.

    What a firm is known to make (memory, foundry) comes first, then the product, then a count of accelerators, then the
    sector of the supplier or of its unit that is named, then the words of the claims. Power is asked by the sector.
    """
    entry = known.entries.get(supplier)
    roles = [role for role in ROLES if supplier in _firms(role)]
    if len(roles) == 1:
        return Goods(roles[0], "directory")
    if supplier in _firms("tools"):
        return None
    product = product_of(claims, known)
    if product is not None and not roles:
        return Goods(_sectors()[product.sector or ""], f"product {product.name}")
    if any(c.quantity is not None and c.quantity.unit == "accelerator" for c in claims):
        return Goods("chips", "count of accelerators")
    named = [entry, *(known.entries.get(m.id) for c in claims for role in SELLERS for m in c.roles.get(role, ()))]
    sector = next((_sectors()[e.sector] for e in named if e is not None and e.sector and e.sector in _sectors()), None)
    if sector is not None:
        return Goods(sector, "directory")
    return _word_of(claims, articles, roles or list(KINDS))


def product_of(claims: Iterable[Claim], known: Directory) -> Entry | None:
    """Return the product for computing that the claims name, the first by name where there are several."""
    entries = (known.find_entry(name) for name in sorted({claim.product for claim in claims if claim.product}))
    return next((e for e in entries if e is not None and e.kind == "product" and e.sector in _sectors()), None)


def speaks_of_computing(claims: Sequence[Claim], articles: Mapping[str, Article], known: Directory) -> bool:
    """Tell whether a product or a word of the claims is one of computing; power alone is not."""
    words = [key for key in KINDS if key != "power"]
    return product_of(claims, known) is not None or _word_of(claims, articles, words) is not None


def runs_computers(party: str, known: Directory) -> bool:
    """Tell whether the directory knows a party for computing on a large scale."""
    entry = known.entries.get(party)
    return entry is not None and entry.sector in _table()["computing"]["sectors"]


def basis_of(claims: Iterable[Claim], articles: Mapping[str, Article]) -> str:
    """Return where the power of the claims is measured; "unknown" where their sentences say nothing or two things."""
    found = set()
    for claim in claims:
        article = articles.get(claim.article)
        if article is None or claim.quantity is None:
            continue
        text = " ".join(passage.text for passage in passages_of(claim, article))
        for code in _codes(article):
            found |= {basis for key, basis in BASES.items() if _words(code, "measured", key).search(text)}
    return found.pop() if len(found) == 1 else "unknown"


def _word_of(claims: Sequence[Claim], articles: Mapping[str, Article], kinds: Sequence[str]) -> Goods | None:
    """Return the goods of the first word of computing in the passages that the claims rest on."""
    for key in kinds:
        for claim in sorted(claims, key=lambda c: c.id):
            article = articles.get(claim.article)
            if article is None:
                continue
            text = " … ".join(span.text for span in claim.evidence)
            for code in _codes(article):
                word = _words(code, "", key).search(text)
                if word:
                    return Goods(KINDS[key], f"word “{word.group()}”")
    return None


def _codes(article: Article) -> Sequence[str]:
    """Return the packs to read an article with: that of its language, all of them for a row of a table."""
    return (article.language,) if article.language in pack_codes() else pack_codes() if article.row else ()


@cache
def _words(code: str, table: str, key: str) -> re.Pattern[str]:
    pack = load(code).compute
    words = (pack.get(table, {}) if table else pack).get(key, ())
    patterns = [re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)" if patterns else r"(?!)", re.IGNORECASE)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("anello.lang") / "compute.toml").read_text(encoding="utf-8"))


def _sectors() -> Mapping[str, str]:
    found: Mapping[str, str] = _table()["sectors"]
    return found


def _firms(role: str) -> Sequence[str]:
    found: Sequence[str] = _table()[role]["firms"]
    return found
