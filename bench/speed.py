"""Measure articles a second and peak memory of the extraction, beside natasha (Russian names) on the same files.

usage: python bench/speed.py FOLDER [--rounds N]

FOLDER holds Russian news texts. Each tool runs in a process of its own on one core, first with cold caches, then warm;
figures are articles a second, and the ratio of the two. natasha is skipped, and said so, where it is not installed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path


def run_anello(paths: list[Path]) -> Callable[[], int]:
    """Return a function that reads and extracts all files and counts the articles."""
    from anello.extract import load_extractor
    from anello.model import Article
    from anello.read import read_paths

    extractor = load_extractor()

    def once() -> int:
        count = 0
        for item in read_paths([str(p) for p in paths], today=date.today()):
            if isinstance(item, Article):
                extractor.extract(item)
                count += 1
        return count

    return once


def run_natasha(paths: list[Path]) -> Callable[[], int]:
    """Return a function that tags names and finds amounts in all files with natasha."""
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def once() -> int:
        for path in paths:
            doc = Doc(path.read_text(encoding="utf-8"))
            doc.segment(segmenter)
            doc.tag_ner(tagger)
        return len(paths)

    return once


TOOLS = {"anello extract": run_anello, "natasha names": run_natasha}


def _measure(
    tool: str, paths: list[Path], rounds: int, out: multiprocessing.SimpleQueue[tuple[str, list[float], float, int]]
) -> None:
    try:
        once = TOOLS[tool](paths)
    except ImportError as error:
        out.put((f"not installed: {error.name}", [], 0.0, 0))
        return
    rates = []
    for _ in range(rounds):
        start = time.process_time()
        count = once()
        rates.append(count / (time.process_time() - start))
    out.put(("", rates, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count))


def main() -> int:
    """Print one line a tool, then the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.txt"))
    best = {}
    for tool in TOOLS:
        out: multiprocessing.SimpleQueue[tuple[str, list[float], float, int]] = multiprocessing.get_context(
            "spawn"
        ).SimpleQueue()
        child = multiprocessing.get_context("spawn").Process(target=_measure, args=(tool, paths, options.rounds, out))
        child.start()
        problem, rates, memory, count = out.get()
        child.join()
        if problem:
            print(f"{tool:16s} skipped ({problem})")
            continue
        best[tool] = max(rates)
        speeds = f"first round {rates[0]:.0f}/s, best {max(rates):.0f}/s a core"
        print(f"{tool:16s} {count} articles: {speeds}, peak {memory:.0f} MB")
    if len(best) == len(TOOLS):
        print(f"ratio anello / natasha: {best['anello extract'] / best['natasha names']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
