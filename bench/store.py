"""How fast the study takes claims and gives them back, beside SQLite.

Both get the same claims in the same transactions (a thousand claims, each on disc when it returns, known ids passed
over) and give back the same records sorted by id. SQLite keeps a claim as one JSON text under its id. Each figure is
the median of three rounds on a fresh file; read the ratios, as machines differ. Run: python bench/store.py [CLAIMS]
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from anello.model import Claim, Mention, Money, Period, Span, Voice, digest_of
from anello.store import open_study
from anello.tables import from_json, to_json

BATCH = 1_000
ROUNDS = 3
Figures = tuple[float, float, float]


def make_claim(number: int) -> Claim:
    payer, payee = f"Company {number % 701}", f"Holding {number % 977}"
    sentence = f"{payer} is in talks to invest about ${number} million in {payee}, said two people close to the matter"
    at = sentence.index(payee)
    return Claim(
        id=digest_of("claim", number),
        article=digest_of("article", number // 4),
        document=f"news/{number // 4}.txt",
        type="investment",
        roles={
            "investor": (Mention(payer, f"company-{number % 701}", payer, 0, len(payer)),),
            "target": (Mention(payee, f"holding-{number % 977}", payee, at, at + len(payee)),),
        },
        status="talks",
        mode="attributed",
        evidence=(Span(0, len(sentence), sentence), Span(30, 43, f"${number} million", "amount")),
        extractor="bench/1",
        attribution=(Voice("two people close to the matter", "anonymous"),),
        amount=Money(
            Decimal(number) * 10**6, Decimal(number) * 10**6, "USD", True, text=f"${number} million", start=30
        ),
        time=Period(date(2025, 1, 1), date(2025, 12, 31)),
        published=date(2025, 1 + number % 12, 1 + number % 28),
    )


def batches(claims: list[Claim]) -> Iterator[list[Claim]]:
    for start in range(0, len(claims), BATCH):
        yield claims[start : start + BATCH]


def with_study(path: Path, claims: list[Claim]) -> Figures:
    start = time.perf_counter()
    with open_study(path, create=True) as study:
        for batch in batches(claims):
            study.add(claims=batch)
    added = time.perf_counter()
    with open_study(path) as study:
        read = list(study.claims())
    done = time.perf_counter()
    assert len(read) == len(claims)
    return added - start, done - added, path.stat().st_size


def with_sqlite(path: Path, claims: list[Claim]) -> Figures:
    start = time.perf_counter()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE claims (id TEXT PRIMARY KEY, record BLOB)")
    for batch in batches(claims):
        with connection:
            rows = [(claim.id, to_json(claim)) for claim in batch]
            connection.executemany("INSERT OR IGNORE INTO claims VALUES (?, ?)", rows)
    connection.close()
    added = time.perf_counter()
    connection = sqlite3.connect(path)
    read = [from_json(row[0], Claim) for row in connection.execute("SELECT record FROM claims ORDER BY id")]
    connection.close()
    done = time.perf_counter()
    assert len(read) == len(claims)
    return added - start, done - added, path.stat().st_size


def measure(store: Callable[[Path, list[Claim]], Figures], claims: list[Claim]) -> Figures:
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(store(Path(folder) / "file", claims))
    add, read, size = (statistics.median(figures) for figures in zip(*rounds, strict=True))
    return add, read, size


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    claims = [make_claim(number) for number in range(count)]
    ours, peer = measure(with_study, claims), measure(with_sqlite, claims)
    print(f"{count} claims in batches of {BATCH}, median of {ROUNDS}\n{'':8}{'study':>12}{'sqlite3':>12}{'ratio':>8}")
    for name, mine, other in zip(("add", "read"), ours, peer, strict=False):
        print(f"{name:8}{count / mine:>10.0f}/s{count / other:>10.0f}/s{other / mine:>8.2f}")
    print(f"{'size':8}{ours[2] / 1e6:>9.1f} MB{peer[2] / 1e6:>9.1f} MB{peer[2] / ours[2]:>8.2f}")


if __name__ == "__main__":
    main()
