"""A study of many parties and deals, generated: who pays whom is skewed as it is in the news.

In: how many. Out: articles with claims, put into a study. The names are made of syllables, so that no two are alike by
chance; everything follows from the seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from anello.model import Article, Claim, Mention, Money, Span, claim_id, digest_of
from anello.store import open_study

ONSETS = ["b", "br", "ch", "d", "dr", "f", "g", "gr", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v"]
VOWELS = ["a", "e", "i", "o", "u", "ia", "eo"]
TYPES = (("supply", "customer", "supplier", "buys computers from"), ("investment", "investor", "target", "invests in"))
STATUSES = ("completed", "agreed", "agreed", "planned", "talks")
FIRST = date(2023, 1, 1)
DAYS = 1_300
TOLD = 3
"""Deals in an article."""
BATCH = 2_000


def names(count: int, seed: int = 1) -> list[str]:
    """Return so many different names."""
    draw, found = random.Random(seed), dict[str, None]()
    while len(found) < count:
        found["".join(draw.choice(ONSETS) + draw.choice(VOWELS) for _ in range(4)).capitalize()] = None
    return list(found)


def make_articles(parties: int, deals: int, seed: int = 1) -> Iterator[tuple[Article, list[Claim]]]:
    """Yield articles with what they tell; each pair of parties has one deal of a type."""
    draw, named = random.Random(seed), names(parties, seed)
    weights = [1 / (rank + 10) ** 0.8 for rank in range(parties)]
    met = set[tuple[str, str, str]]()
    told: list[tuple[str, str, int]] = []
    pool = draw.choices(range(parties), weights, k=4 * deals)
    firsts = iter(range(parties))
    while len(met) < deals:
        # Everybody takes part at least once.
        payer, payee = next(firsts, None), pool[draw.randrange(len(pool))]
        payer = pool[draw.randrange(len(pool))] if payer is None else payer
        kind = draw.randrange(len(TYPES))
        if payer == payee or (named[payer], named[payee], TYPES[kind][0]) in met:
            continue
        met.add((named[payer], named[payee], TYPES[kind][0]))
        told.append((named[payer], named[payee], kind))
        if len(told) == TOLD or len(met) == deals:
            yield make_article(told, draw)
            told = []


def make_article(told: list[tuple[str, str, int]], draw: random.Random) -> tuple[Article, list[Claim]]:
    """Return an article of a few sentences with its claims."""
    published = FIRST + timedelta(days=draw.randrange(DAYS))
    sentences, ready = [], []
    text = f"Deals of the day {draw.randrange(10**9)}.\n"
    for payer, payee, kind in told:
        amount = draw.choice((1, 2, 5)) * 10 ** draw.randrange(6, 11)
        sentence = f"{payer} {TYPES[kind][3]} {payee} for ${amount:,}."
        ready.append((payer, payee, kind, amount, len(text), sentence))
        sentences.append(sentence)
        text += sentence + "\n"
    id = digest_of("article", text, published)
    outlet = f"Outlet {draw.randrange(40)}"
    article = Article(id, f"news/{id}.txt", text, text.partition("\n")[0], "en", outlet, None, published)
    return article, [make_claim(article, one, draw.choice(STATUSES)) for one in ready]


def make_claim(article: Article, told: tuple[str, str, int, int, int, str], status: str) -> Claim:
    """Return what one sentence says."""
    payer, payee, kind, amount, start, sentence = told
    type_, role, other, _ = TYPES[kind]

    def mention(name: str) -> tuple[Mention, ...]:
        at = start + sentence.index(name)
        return (Mention(name, name.casefold(), name, at, at + len(name)),)

    said = f"${amount:,}"
    at = start + sentence.index(said)
    evidence = (Span(start, start + len(sentence), sentence), Span(at, at + len(said), said, "amount"))
    roles = {role: mention(payer), other: mention(payee)}
    return Claim(
        id=claim_id(article.id, type_, roles, evidence),
        article=article.id,
        document=article.document,
        type=type_,
        roles=roles,
        status=status,
        mode="asserted",
        evidence=evidence,
        extractor="bench/1",
        amount=Money(Decimal(amount), Decimal(amount), "USD", text=said, start=at, end=at + len(said)),
        published=article.published,
    )


def fill_study(path: Path, parties: int, deals: int) -> None:
    """Make a study of so many parties and deals."""
    with open_study(path, create=True) as study:
        waiting = list(make_articles(parties, deals))
        for at in range(0, len(waiting), BATCH):
            part = waiting[at : at + BATCH]
            study.add([article for article, _ in part], [claim for _, claims in part for claim in claims])
