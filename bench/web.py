"""How fast the HTTP API answers 20 clients over a large study, beside the bare framework and pages out of SQLite.

A study of 20,000 parties and 60,000 deals is generated (bench/crowd.py) and served by a process of its own. Each client
asks, waits for the answer and asks again, without a pause: "same" all for one address, "new" each for an address that
nobody has asked for (a page, a word, a party), which must be made, and "read" the same by clients that ask one question
a second, as readers do. Peers, in a process of their own and in the same run: "constant", the bare framework answering
as many bytes from memory; "sqlite", the same page of records kept as JSON in SQLite, read and joined by the framework.
Milliseconds; read the ratios, as machines differ.
Run: python bench/web.py [--parties N] [--deals N] [--clients N] [--write bench/web.md]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import json
import multiprocessing
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from crowd import fill_study

PAGE = 200
LIMIT_MS = 200
"""What the 95th of 100 answers may take when warm."""


# --- servers, each in a process of its own ----------------------------------------------------------------------------


def serve_study(path: Path, pipe: Any) -> None:
    from anello.store import open_study
    from anello.web.app import make_app
    from anello.web.desk import Desk
    from anello.web.serving import serve_app

    with open_study(path) as study:
        serve_app(make_app(Desk(study, lasting=True)), "127.0.0.1", 0, pipe.send)


def serve_peer(database: Path, pipe: Any) -> None:
    from fastapi import FastAPI, Response

    from anello.web.serving import serve_app

    peer = FastAPI(openapi_url=None)

    @peer.get("/constant/{size}")
    def constant(size: int) -> Response:
        return Response(bytes(size), media_type="application/json")

    @peer.get("/sqlite/{kind}")
    def page(kind: str, offset: int = 0, limit: int = PAGE) -> Response:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            query = f"SELECT record FROM {kind} ORDER BY place LIMIT ? OFFSET ?"
            records = [json.loads(row[0]) for row in connection.execute(query, (limit, offset))]
        body = json.dumps({"items": records, "offset": offset, "limit": limit}).encode()
        return Response(gzip.compress(body, 5), headers={"content-encoding": "gzip"}, media_type="application/json")

    serve_app(peer, "127.0.0.1", 0, pipe.send)


@contextlib.contextmanager
def running(serve: Callable[[Path, Any], None], path: Path) -> Iterator[int]:
    """Run a server in a process of its own; give its port."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(path, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


# --- clients ----------------------------------------------------------------------------------------------------------


async def ask(port: int, addresses: Iterator[str], count: int, period: float = 0) -> list[tuple[float, int]]:
    """Ask `count` times over one connection, once in a period at most; return seconds and bytes of each answer."""
    await asyncio.sleep(random.Random(id(asyncio.current_task())).random() * period)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**26)
    found = []
    for _ in range(count):
        address = next(addresses)
        start = time.perf_counter()
        writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")).split()[1])
        await reader.readexactly(size)
        found.append((time.perf_counter() - start, size))
        assert head.startswith(b"HTTP/1.1 200"), (address, head)
        await asyncio.sleep(max(0, start + period - time.perf_counter()))
    writer.close()
    return found


def measure(
    port: int, addresses: Iterator[str], clients: int, each: int, period: float = 0
) -> tuple[float, float, int]:
    """Return the median and the 95th of 100 in milliseconds, and the median of the bytes."""

    async def all_of_them() -> list[list[tuple[float, int]]]:
        return await asyncio.gather(*(ask(port, addresses, each, period) for _ in range(clients)))

    found = [answer for answers in asyncio.run(all_of_them()) for answer in answers]
    times = sorted(1000 * seconds for seconds, _ in found)
    return statistics.median(times), times[int(0.95 * len(times))], int(statistics.median(size for _, size in found))


def forever(address: str) -> Iterator[str]:
    while True:
        yield address


def fetch(port: int, address: str) -> tuple[float, Any]:
    """Return how long one answer takes, and what it says."""
    import urllib.request

    start = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=900) as answer:
        body = answer.read()
    return time.perf_counter() - start, json.loads(body)


# --- the page ---------------------------------------------------------------------------------------------------------

API = "/api/v1"
COLD = ("/study", "/map", "/rings", "/deals", "/search?q=brava", "/map?floor=agreed", "/deals?floor=agreed", "/flows")


def keep_records(database: Path, kinds: dict[str, Sequence[Any]]) -> None:
    """Keep records as JSON in SQLite, for the peer."""
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        for kind, records in kinds.items():
            connection.execute(f"CREATE TABLE {kind} (place INTEGER PRIMARY KEY, record TEXT)")
            connection.executemany(f"INSERT INTO {kind} VALUES (?, ?)", enumerate(map(json.dumps, records)))


def questions(port: int, draw: random.Random) -> dict[str, tuple[str, Iterator[str]]]:
    """Return for each subject one address, and addresses that nobody has asked for."""
    parties = [
        party["id"] for offset in (0, 5000) for party in fetch(port, f"{API}/parties?offset={offset}")[1]["items"]
    ]
    draw.shuffle(parties)
    words = (f"{API}/search?q={party[:5]}{'' if number % 2 else party[5:6]}" for number, party in enumerate(parties))

    def pages(kind: str, total: int) -> Iterator[str]:
        return (f"{API}/{kind}?offset={offset}" for offset in draw.sample(range(total - PAGE), min(400, total - PAGE)))

    return {
        "/map": (f"{API}/map", iter(())),
        "/rings": (f"{API}/rings", pages("rings", fetch(port, f"{API}/rings?limit=1")[1]["total"])),
        "/deals": (f"{API}/deals", pages("deals", fetch(port, f"{API}/deals?limit=1")[1]["total"])),
        "/search": (f"{API}/search?q=brava", words),
        "/parties/{id}": (f"{API}/parties/{parties.pop()}", (f"{API}/parties/{party}" for party in parties)),
    }


def lines(arguments: argparse.Namespace, folder: Path) -> Iterator[str]:
    study, database = folder / "crowd.anello", folder / "peer.sqlite"
    fill_study(study, arguments.parties, arguments.deals)
    yield "# The HTTP API under load\n"
    yield f"{arguments.parties:,} parties, {arguments.deals:,} deals, {arguments.clients} clients."
    yield " ".join((__doc__ or "").split("\n\n")[1].split("Run:")[0].split()) + "\n"
    with running(serve_study, study) as port:
        yield "| cold, in this order | seconds |\n| --- | --- |"
        for address in COLD:
            yield f"| {address} | {fetch(port, API + address)[0]:.2f} |"
        kept = {k: fetch(port, f"{API}/{k}?limit=1000")[1]["items"] * 3 for k in ("deals", "rings")}
        keep_records(database, kept)
        with running(serve_peer, database) as peer:
            yield from warm_lines(port, peer, arguments.clients, arguments.each)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    yield f"\nThe server's memory at its peak: {peak:,} MB."


def warm_lines(port: int, peer: int, clients: int, each: int) -> Iterator[str]:
    draw = random.Random(1)
    heads = ("warm", "bytes", "same: median", "same: p95", "constant: p95", "ratio", "new: median", "new: p95")
    yield "\n| " + " | ".join((*heads, "sqlite: p95", "ratio", "read: median", "read: p95")) + " |"
    yield "| --- " * (len(heads) + 4) + "|"
    for subject, (address, fresh) in questions(port, draw).items():
        fetch(port, address)
        middle, high, size = measure(port, forever(address), clients, each)
        _, bare, _ = measure(peer, forever(f"/constant/{size}"), clients, each)
        cells = [subject, f"{size:,}", f"{middle:.1f}", f"{high:.1f}", f"{bare:.1f}", f"{high / bare:.2f}"]
        cells += new_cells(port, peer, subject, fresh, clients)
        yield "| " + " | ".join(cells) + " |"
        assert high < LIMIT_MS, f"{subject}: {high:.0f} ms, more than {LIMIT_MS}"


def new_cells(port: int, peer: int, subject: str, fresh: Iterator[str], clients: int) -> list[str]:
    """Return the figures for addresses that nobody asked for, and those of SQLite where it has such pages."""
    if subject == "/map":
        return ["-"] * 6
    middle, high, _ = measure(port, fresh, clients, 8)
    read, read_high, _ = measure(port, fresh, clients, 6, period=1)
    paced = [f"{read:.1f}", f"{read_high:.1f}"]
    if subject not in ("/deals", "/rings"):
        return [f"{middle:.1f}", f"{high:.1f}", "-", "-", *paced]
    places = (f"/sqlite{subject}?offset={number % 2500}" for number in range(10**6))
    _, other, _ = measure(peer, places, clients, 8)
    return [f"{middle:.1f}", f"{high:.1f}", f"{other:.1f}", f"{high / other:.2f}", *paced]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--parties", type=int, default=20_000)
    parser.add_argument("--deals", type=int, default=60_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--each", type=int, default=40, help="questions of each client")
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for line in lines(arguments, Path(folder)):
            print(line, flush=True)
            found.append(line)
    if arguments.write:
        arguments.write.write_text("\n".join(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
