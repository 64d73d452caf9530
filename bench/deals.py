"""How long it takes to make deals of claims, and how much memory: 10,000, 100,000 and 1,000,000 claims.

The claims are generated: companies in pairs, each pair with a few deals, each deal told by a dozen articles in three
languages over months, with talks, signatures, denials, hedged and moved figures, cited outlets and copies. Every size
runs in a process of its own, so that its peak of memory is its own. Rate and ratio are of processor time, since other
work may share the machine. Read the ratios, as machines differ.

usage: python bench/deals.py [CLAIMS ...] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from anello.model import Article, Claim, Mention, Money, Period, Span, Voice, claim_id, digest_of
from anello.reconcile import reconcile

SIZES = (10_000, 100_000, 1_000_000)
PER_DEAL = 12
DEALS_OF_A_PAIR = 3
TYPES = (("investment", "investor", "target"), ("supply", "customer", "supplier"), ("loan", "lender", "borrower"))
STEPS = ("considered", "talks", "talks", "planned", "agreed", "agreed", "agreed", "completed", "denied")
OUTLETS = tuple(f"Outlet {n}" for n in range(400))
LANGUAGES = ("en", "it", "ru")
HEAD = """| claims | deals | clock | processor | rate | memory of the claims | peak | ratio |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"""
START = date(2023, 1, 1)


def make_articles(count: int, rng: random.Random) -> list[Article]:
    """Return articles of which one in ten is a copy of an earlier one."""
    made = []
    for number in range(count):
        original = rng.randrange(number) if number and rng.random() < 0.1 else number
        made.append(
            Article(
                digest_of("article", number),
                f"news/{number}.txt",
                "Alpha signed a contract for $10 billion as part of a larger plan.",
                language=LANGUAGES[number % 3],
                outlet=OUTLETS[rng.randrange(len(OUTLETS))],
                published=START + timedelta(days=rng.randrange(1200)),
                near_key=",".join(digest_of("band", original, band) for band in range(4)),
            )
        )
    return made


def make_claims(count: int) -> tuple[list[Claim], dict[str, Article]]:
    """Return claims and the articles that they stand in: four claims an article."""
    rng = random.Random(20261126)
    articles = make_articles(max(1, count // 4), rng)
    by_day = sorted(articles, key=lambda a: (a.published, a.id))
    claims: list[Claim] = []
    while len(claims) < count:
        payer, payee = rng.sample(range(max(4, count // (PER_DEAL * DEALS_OF_A_PAIR))), 2)
        kind = TYPES[rng.randrange(len(TYPES))]
        for _ in range(DEALS_OF_A_PAIR):
            begin = rng.randrange(len(by_day))
            figure = Decimal(rng.randrange(1, 400)) * 10**8
            for step in range(PER_DEAL):
                place = min(len(by_day) - 1, begin + rng.randrange(1 + len(by_day) // 20))
                claims.append(make_claim(by_day[place], kind, payer, payee, figure, step, len(claims), rng))
    return claims[:count], {a.id: a for a in articles}


def make_claim(*given: object) -> Claim:
    article, kind, payer, payee, figure, step, number, rng = given
    type_, first, second = kind
    roles = {
        role: (Mention(f"Company {n}", f"company-{n}", f"Company {n}", 0, 9),)
        for role, n in ((first, payer), (second, payee))
    }
    evidence = (Span(number, number + 40, "Alpha signed a contract for $10 billion "),)
    chance = rng.random()
    amount = None
    if chance < 0.7:
        value = figure if chance < 0.6 else figure * rng.randrange(5, 20) / 10
        low = None if chance < 0.1 else value
        amount = Money(
            low, value, "USD" if chance < 0.65 else "EUR", 0.1 < chance < 0.2, text=f"${value / 10**9} billion"
        )
    chain = ((), (Voice("Reuters", "outlet"),), (Voice("Reuters", "outlet"), Voice("people", "anonymous")))[number % 3]
    return Claim(
        id=claim_id(article.id, type_, roles, evidence),
        article=article.id,
        document=article.document,
        type=type_,
        roles=roles,
        status=STEPS[min(len(STEPS) - 1, step * len(STEPS) // PER_DEAL)],
        mode="asserted",
        evidence=evidence,
        extractor="bench/1",
        attribution=chain,
        amount=amount,
        time=Period(article.published, article.published) if chance > 0.9 else None,
        conditional=chance > 0.95,
        published=article.published,
    )


def measure(count: int) -> tuple[int, float, float, float, float]:
    """Return deals, seconds on the clock and of the processor, and the peak of memory in MB before and after."""
    claims, articles = make_claims(count)
    party_of = {m.id: m.id for claim in claims for named in claim.roles.values() for m in named}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, busy = time.perf_counter(), time.process_time()
    ledger = reconcile(claims, party_of, articles, ())
    spent, worked = time.perf_counter() - start, time.process_time() - busy
    return len(ledger.deals), spent, worked, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows(sizes: list[int]) -> Iterator[str]:
    """Yield a row for each size, measured in a process of its own."""
    last: tuple[int, float] | None = None
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True
        )
        deals, spent, worked, before, peak = (float(word) for word in done.stdout.split())
        ratio = "" if last is None else f"{worked / last[1]:.1f} x for {size / last[0]:.0f} x the claims"
        last = (size, worked)
        yield (
            f"| {size:,} | {int(deals):,} | {spent:.1f} s | {worked:.1f} s | {size / worked:,.0f}/s | {before:.0f} MB"
            f" | {peak:.0f} MB | {ratio} |"
        )


def profile(count: int) -> None:
    """Print where the time goes."""
    claims, articles = make_claims(count)
    party_of = {m.id: m.id for claim in claims for named in claim.roles.values() for m in named}
    profiler = cProfile.Profile()
    profiler.runcall(reconcile, claims, party_of, articles, ())
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(35)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--one", type=int)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    sizes = options.sizes or list(SIZES)
    if options.one:
        print(*measure(options.one))
    elif options.profile:
        profile(sizes[0])
    else:
        print(HEAD)
        for row in rows(sizes):
            print(row, flush=True)


if __name__ == "__main__":
    main()
