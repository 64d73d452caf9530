"""Near-duplicate detection beside datasketch: time, memory, recall and precision on articles made by editing.

    python bench/nearness.py [--articles 100000] [--write bench/nearness.md]

Every article is generated from its number, so nothing is downloaded and every run sees the same texts. Half of the
articles stand alone, written from the same templates as all others with other names, sums and sentences (so likeness of
topic is no help); the rest are families: one text and copies of it with a share of the words changed, dropped or
doubled, sometimes with the end cut off. A pair is right if both are of one family. Both tools get the same texts one by
one, make 144 MinHash values of runs of three words and look for pairs that share one of 24 bands of 6. Then each pair
is aligned as origins are (half of the words must stand in common passages), which is counted apart. Each tool works in
a process of its own, so that its memory can be measured; the clock runs in the tool only, not while texts are written.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from anello.read.nearness import BANDS, ROWS, RUN, near_key  # noqa: E402
from anello.reconcile.reuse import align  # noqa: E402

SEED = 7
EDITS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)
"""Shares of words that are edited in a copy; each family takes them in turn."""

FAMILY = 6
"""Articles in a family; every second group of six is a family, the other six stand alone."""

WIDEST = 400
"""Members of one bucket that are paired; a wider one would be a fault of the tool, and is said."""


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


FIRMS = words("Acme Bolt Cedar Delphi Ember Fjord Garnet Harbor Indigo Juniper Kestrel Larch Meridian Nimbus Orchid")
NOUNS = words("pumps turbines routers pipelines warehouses ferries satellites batteries clinics vineyards foundries")
PLACES = words("Ohio Leipzig Turin Lyon Bilbao Kazan Osaka Leeds Porto Gdansk Tampere Aarhus Brno Malmo Ghent")
VERBS = words("expects plans hopes wants agreed promised offered refused managed intends prepared decided")
TEMPLATES = (
    "{a} {v} to buy {n} made by {b} in {p} for {m} million euros before {q}.",
    "The plant in {p} employs {m} people who build {n} for {a} and for smaller firms.",
    "Shares of {b} rose {k} percent after the news, while {a} lost {k2} percent in {p}.",
    "A manager of {a} said the {n} would be delivered in {k} parts over {k2} years.",
    "{b} {v} to keep its office in {p}, where {m} engineers work on {n}.",
    "Analysts had thought of {m} million, and some of them of {m2} million for the {n}.",
    "In {q} the board of {b} {v} to sell the unit in {p} that makes {n}.",
    "The town of {p} gave {m} thousand euros for a road to the {n} of {a}.",
    "Rivals such as {b} {v} to follow with {n} of their own, worth {m} million.",
    "Until {q} nobody in {p} had heard of {a} or of its {k} kinds of {n}.",
    "It rained in {p} when {a} and {b} shook hands over {m} crates of {n}.",
    "{m} workers of {a} {v} to strike unless {b} pays {k} euros more an hour.",
    "No {n} have left {p} since {q}, and {b} owes {m} million to its bank.",
    "Customs in {p} held back {k} of {m} {n} that {a} {v} to ship abroad.",
    "{b}, founded {m2} months ago in a garage in {p}, {v} to list its shares in {q}.",
    "A court in {p} {v} to hear the suit of {a} against {b} about {k} faulty {n}.",
    "Somebody at {b} {v} to print {m} brochures on {n}; most of them are still in {p}.",
    "With {m} {n} sold, {a} has outgrown {b} for the first time in {k} years.",
    "Lenders in {p} {v} to extend {m} million to {b} for {k2} months against its {n}.",
    "Between {q} and the next one {a} lost {k} of its {k2} managers in {p} to {b}.",
    "Where {b} once stored {n} there is now a school with {m} pupils, paid for by {a}.",
    "{p} was chosen over {m} other towns, said {a}, because {n} from {b} were near.",
)
QUARTERS = (
    *("spring", "summer", "autumn", "winter", "Christmas"),
    *("the first quarter", "the end of the year", "the next meeting"),
)


def write_text(number: int) -> tuple[int, float, str]:
    """Return (family, share of words edited, text) of an article; a lone one has a family of its own, negative."""
    group, place = divmod(number, FAMILY)
    if group % 2:
        return -number, 0.0, _base(Random(f"{SEED} alone {number}"))
    text = _base(Random(f"{SEED} family {group}"))
    share = EDITS[(group // 2 + place) % len(EDITS)] if place else 0.0
    return group, share, _edited(text, share, Random(f"{SEED} copy {number}")) if place else text


def _base(random: Random) -> str:
    sentences = []
    for _ in range(random.randint(9, 16)):
        a, b = random.sample(FIRMS, 2)
        few, many = (random.randint(2, 30), random.randint(2, 30)), (random.randint(2, 999), random.randint(2, 999))
        names = {"a": a, "b": b, "v": random.choice(VERBS), "n": random.choice(NOUNS), "p": random.choice(PLACES)}
        said = {"q": random.choice(QUARTERS), "m": many[0], "m2": many[1], "k": few[0], "k2": few[1]}
        filled = random.choice(TEMPLATES).format(**names, **said)
        sentences.append(filled)
    return " ".join(sentences)


def _edited(text: str, share: float, random: Random) -> str:
    words = []
    for word in text.split():
        if random.random() >= share:
            words.append(word)
        else:
            words += random.choice(([random.choice(NOUNS)], [], [word, random.choice(VERBS)]))
    if share and random.random() < 0.25:
        words = words[: int(len(words) * 0.9)]
    return " ".join(words)


def texts(count: int, name: str) -> Iterator[tuple[int, str]]:
    """Yield (number, text) with a bar on standard error."""
    for number in range(count):
        if number % 500 == 0 or number == count - 1:
            done = (number + 1) / count
            print(f"\r{name:<12}[{'#' * int(30 * done):<30}] {done:4.0%}", end="", file=sys.stderr, flush=True)
        yield number, write_text(number)[2]
    print(file=sys.stderr)


class Ours:
    """Keys made by `near_key`; band digests are kept as 64-bit numbers, paired band by band."""

    def __init__(self) -> None:
        self.bands = [array("Q") for _ in range(BANDS)]

    def add(self, number: int, text: str) -> None:
        """Take one text."""
        for band, digest in zip(self.bands, near_key(text).split(","), strict=True):
            band.append(int(digest, 16))

    def pairs(self) -> set[int]:
        """Return all pairs that share a band."""
        found: set[int] = set()
        for band in self.bands:
            order = sorted(range(len(band)), key=band.__getitem__)
            start = 0
            for at in range(1, len(order) + 1):
                if at == len(order) or band[order[at]] != band[order[start]]:
                    members = sorted(order[start:at][:WIDEST])
                    found.update(pair(x, y) for i, x in enumerate(members) for y in members[i + 1 :])
                    start = at
        return found


class Datasketch:
    """The same with datasketch: its own index is asked before each text goes in."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self.index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
        self.found: set[int] = set()

    def add(self, number: int, text: str) -> None:
        """Take one text."""
        import re

        from datasketch import MinHash

        words = re.findall(r"\w+", text.casefold())
        sketch = MinHash(num_perm=BANDS * ROWS)
        sketch.update_batch(sorted({" ".join(words[i : i + RUN]).encode() for i in range(len(words) - RUN + 1)}))
        self.found.update(pair(other, number) for other in self.index.query(sketch))
        self.index.insert(number, sketch)

    def pairs(self) -> set[int]:
        """Return all pairs that were found."""
        return self.found


TOOLS = {"anello": Ours, "datasketch": Datasketch}


def pair(first: int, second: int) -> int:
    """Return two numbers as one, the smaller first."""
    return min(first, second) << 32 | max(first, second)


def measure(name: str, count: int) -> dict[str, object]:
    """Run one tool in this process: seconds, peak memory, recall by share of edits, precision."""
    tool, spent = TOOLS[name](), 0.0
    for number, text in texts(count, name):
        start = time.perf_counter()
        tool.add(number, text)
        spent += time.perf_counter() - start
    start = time.perf_counter()
    found = tool.pairs()
    spent += time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    kept = {p for p in found if _aligned(p)} if name == "anello" else set()
    aligning = time.perf_counter() - start
    hits: dict[float, list[int]] = defaultdict(lambda: [0, 0, 0])
    for number in range(count):
        group, place = divmod(number, FAMILY)
        if group % 2 == 0 and place:
            share = write_text(number)[1]
            one = pair(group * FAMILY, number)
            hits[share][0] += one in found
            hits[share][1] += one in kept
            hits[share][2] += 1
    return {
        "seconds": spent,
        "peak": peak,
        "found": len(found),
        "right": _right(found),
        "aligning": aligning,
        "kept": len(kept),
        "kept_right": _right(kept),
        "recall": {str(share): hits[share] for share in EDITS},
    }


def _right(pairs: set[int]) -> int:
    return sum(family_of(p >> 32) == family_of(p & 0xFFFFFFFF) for p in pairs)


def _aligned(pair_: int) -> bool:
    earlier, later = write_text(pair_ >> 32)[2], write_text(pair_ & 0xFFFFFFFF)[2]
    return align(later, earlier).share >= 0.5


def family_of(number: int) -> int:
    """Return the family of an article; a lone one has a negative number of its own."""
    group = number // FAMILY
    return -number if group % 2 else group


def report(count: int, results: dict[str, dict[str, object]]) -> str:
    """Return the page."""
    ours, theirs = results["anello"], results["datasketch"]
    lines = [
        "# Near-duplicate detection beside datasketch",
        "",
        f"`python bench/nearness.py --articles {count} --write bench/nearness.md`: both tools in one run on one",
        "machine, each in a process of its own; what the texts are stands at the top of the script. Ratios travel",
        "between machines, seconds do not.",
        "",
        "| | anello | datasketch | anello : datasketch |",
        "| --- | ---: | ---: | ---: |",
    ]
    for label, key, form in (("seconds", "seconds", "{:.0f}"), ("peak memory, MiB", "peak", "{:.0f}")):
        a, b = float(str(ours[key])), float(str(theirs[key]))
        lines.append(f"| {label} | {form.format(a)} | {form.format(b)} | {a / b:.2f} |")
    lines.append(f"| pairs found | {ours['found']:,} | {theirs['found']:,} | |")
    lines.append(f"| of them in one family (precision) | {_precision(ours)} | {_precision(theirs)} | |")
    kept, right = int(str(ours["kept"])), int(str(ours["kept_right"]))
    lines += ["", f"Aligned, {kept:,} of our pairs are left, {kept - right} of them wrong; that takes"]
    lines += [f"{float(str(ours['aligning'])):.0f} seconds, the writing of the texts anew included."]
    lines += ["", "Recall: copies whose pair with the text they were made from is found.", ""]
    lines += [
        "| words edited | copies | anello | datasketch | anello, aligned |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for share in EDITS:
        a, b = ours["recall"][str(share)], theirs["recall"][str(share)]  # type: ignore[index]
        n = a[2]
        if n:
            lines.append(f"| {share:.0%} | {n:,} | {a[0] / n:.4f} | {b[0] / n:.4f} | {a[1] / n:.4f} |")
    return "\n".join(lines) + "\n"


def _precision(result: dict[str, object]) -> str:
    found, right = int(str(result["found"])), int(str(result["right"]))
    return f"{right / found:.6f} ({found - right} wrong)" if found else "-"


def main() -> None:
    """Run both tools and print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--only", choices=sorted(TOOLS), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(measure(given.only, given.articles)))
        return
    results = {}
    for name in TOOLS:
        command = [sys.executable, __file__, "--articles", str(given.articles), "--only", name]
        results[name] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    page = report(given.articles, results)
    print(page)
    if given.write:
        given.write.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
