"""Whether the same articles in two languages give the same deals: agreement as F1 over (type, parties, amount).

In: the gold claims of Wikinews articles that exist in English, Italian and Spanish under one number. The gold claims of
each language become deals by themselves, with the names resolved and reconciled as in any study; a deal of one
language is found in the other where type, parties and amounts are equal. What is measured is therefore the grouping
and the annotators together, and not the extraction. "parties" leaves the amount out of the comparison, "claims F1"
compares the claims before they are grouped: where it is as low as that of the deals, the two gold sets differ and no
grouping could mend it.

usage: python bench/grouping.py SHARED [--differences]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from anello.lang.directory import load_directory
from anello.model import Article, Claim, Deal, Mention, Money, Percent, Period, Quantity, Span, claim_id, digest_of
from anello.read import read_paths
from anello.reconcile import reconcile
from anello.resolve import resolve

LANGUAGES = ("en", "it", "es")
TODAY = date(2026, 9, 1)
Key = tuple[Any, ...]
LIKE = Decimal("0.1")


def numbers_of(shared: Path, language: str) -> dict[str, Path]:
    """Return the gold files of a language by the number (and theme) of the article."""
    return {path.stem.partition("-")[2]: path for path in (shared / "gold" / f"wikinews-{language}").glob("*.jsonl")}


def load(shared: Path, language: str, numbers: Iterable[str]) -> tuple[list[Claim], dict[str, Article]]:
    """Return the gold claims of some articles as claims, and the articles."""
    claims: list[Claim] = []
    articles: dict[str, Article] = {}
    gold = numbers_of(shared, language)
    for number in numbers:
        path = shared / "news" / "wikinews" / language / f"{gold[number].stem}.txt"
        article = next(a for a in read_paths([str(path)], today=TODAY) if isinstance(a, Article))
        articles[article.id] = article
        for line in gold[number].read_text(encoding="utf-8").splitlines():
            if line.strip():
                claims.append(as_claim(json.loads(line), article))
    return claims, articles


def as_claim(row: dict[str, Any], article: Article) -> Claim:
    """Return a gold claim as the program holds claims; its evidence is looked for in the text."""
    roles = {role: tuple(mention(name) for name in as_list(value)) for role, value in row["roles"].items() if value}
    start = max(0, article.text.find(row["evidence"]))
    evidence = (Span(start, start + len(row["evidence"]), row["evidence"]),)
    salt = digest_of(json.dumps(row, sort_keys=True))
    time = row.get("time")
    return Claim(
        id=digest_of(claim_id(article.id, row["type"], roles, evidence), salt),
        article=article.id,
        document=article.document,
        type=row["type"],
        roles=roles,
        status=row["status"],
        mode="asserted",
        evidence=evidence,
        extractor="gold/1",
        amount=money(row["amount"]) if row.get("amount") else None,
        percent=percent(row["percent"]) if row.get("percent") else None,
        quantity=quantity(row["quantity"]) if row.get("quantity") else None,
        product=row.get("product"),
        time=Period(as_day(time["start"]), as_day(time["end"])) if time else None,
        metric=row.get("metric"),
        right=row.get("right"),
        published=article.published,
    )


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else [name for name in value if name]


def mention(name: str) -> Mention:
    entry = load_directory().find_entry(name)
    if entry is not None:
        return Mention(entry.name, entry.id, name, 0, len(name), entry.kind, True)
    return Mention(name, "-".join(name.casefold().split()), name, 0, len(name))


def money(row: dict[str, Any]) -> Money:
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    return Money(low, high, row["currency"], bool(row.get("approx")))


def percent(row: dict[str, Any]) -> Percent:
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    return Percent(low, high, bool(row.get("approx")))


def quantity(row: dict[str, Any]) -> Quantity:
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    return Quantity(low, high, row["unit"], bool(row.get("approx")))


def as_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def deals_of(claims: list[Claim], articles: dict[str, Article]) -> tuple[Deal, ...]:
    """Return the deals of the claims, as a study makes them."""
    resolution = resolve(claims, load_directory(), ())
    return reconcile(claims, resolution.party_of, articles, ()).deals


def deal_keys(deals: Iterable[Deal]) -> Iterator[Key]:
    """Yield what is compared of each deal: type, parties in order, amounts by key."""
    for deal in deals:
        yield (deal.type, deal.parties, tuple((s.key, s.low, s.high) for s in deal.amounts if not s.working))


def claim_keys(claims: Iterable[Claim]) -> Iterator[Key]:
    """Yield what is compared of each claim of a deal; facts about one party make no deal."""
    for claim in claims:
        if claim.type not in ("valuation", "financial", "holding", "maker"):
            named = tuple(sorted((role, tuple(sorted(m.id for m in ms))) for role, ms in claim.roles.items()))
            yield (claim.type, named, claim.amount and (claim.amount.low, claim.amount.high, claim.amount.currency))


def agreement(one: Iterable[Key], other: Iterable[Key]) -> tuple[int, int, int, float]:
    """Return how many there are on either side, how many are equal, and F1; equal keys count as often as they occur."""
    left, right = Counter(one), Counter(other)
    equal = (left & right).total()
    both = left.total() + right.total()
    return left.total(), right.total(), equal, 2 * equal / both if both else 1.0


def rows(shared: Path, differences: bool) -> Iterator[str]:
    """Yield a row for each pair of languages."""
    for place, one in enumerate(LANGUAGES):
        for other in LANGUAGES[place + 1 :]:
            numbers = sorted(set(numbers_of(shared, one)) & set(numbers_of(shared, other)))
            (mine, my_articles), (theirs, their_articles) = (load(shared, lang, numbers) for lang in (one, other))
            left, right = deals_of(mine, my_articles), deals_of(theirs, their_articles)
            whole = agreement(deal_keys(left), deal_keys(right))
            parties = agreement((k[:2] for k in deal_keys(left)), (k[:2] for k in deal_keys(right)))
            told = agreement(claim_keys(mine), claim_keys(theirs))
            counts = f"{len(numbers)} | {len(mine)}, {len(theirs)} | {whole[0]}, {whole[1]} | {whole[2]}"
            yield f"| {one}, {other} | {counts} | {whole[3]:.3f} | {parties[3]:.3f} | {told[3]:.3f} |"
            if differences:
                yield from told_apart(deal_keys(left), deal_keys(right))


def told_apart(one: Iterable[Key], other: Iterable[Key]) -> Iterator[str]:
    """Yield what only one side has."""
    left, right = Counter(one), Counter(other)
    for mark, rest in (("<", left - right), (">", right - left)):
        for key in sorted(rest, key=str):
            yield f"{mark} {key[0]} {', '.join(key[1])} {[(k, str(low), str(high)) for k, low, high in key[2]]}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--differences", action="store_true")
    options = parser.parse_args()
    print("| languages | articles | claims | deals | equal | F1 | parties | claims F1 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows(options.shared, options.differences):
        print(row)


if __name__ == "__main__":
    main()
