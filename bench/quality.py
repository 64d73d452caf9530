"""Measure the extraction against gold claims: seeds, and both halves of each development set.

usage: python bench/quality.py SHARED

SHARED is the folder that holds `gold/`, `news/` and `seeds/`. For the unseen half only totals are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from halves import is_unseen, stems_of

from anello.extract import Extractor, load_extractor
from anello.extract.evaluation import Score, add_article
from anello.model import Article
from anello.read import read_paths
from anello.show import claim_view

SETS = {
    "seeds": ("gold/seeds", "seeds"),
    "wikinews-en": ("gold/wikinews-en", "news/wikinews/en"),
    "wikinews-it": ("gold/wikinews-it", "news/wikinews/it"),
    "wikinews-es": ("gold/wikinews-es", "news/wikinews/es"),
    "factrueval-ru": ("gold/factrueval-ru", "news/factrueval/ru"),
}
COLUMNS = ("f1", "precision", "recall", "amount", "percent", "time", "status", "attribution_f1", "evidence")


def score_half(shared: Path, name: str, unseen: bool | None, extractor: Extractor) -> Score:
    """Return the score of one set, of one half or (None) of all of it."""
    gold_at, news_at = SETS[name]
    score = Score()
    for stem in stems_of(shared / gold_at):
        if unseen is None or is_unseen(stem) == unseen:
            gold = [json.loads(line) for line in _lines(shared / gold_at / f"{stem}.jsonl")]
            article = _read(shared / news_at / f"{stem}.txt")
            found = [claim_view(c) for c in extractor.extract(article).claims] if article else []
            add_article(score, gold, found, article.text if article else "")
    return score


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _read(path: Path) -> Article | None:
    found = [a for a in read_paths([str(path)], today=date.today()) if isinstance(a, Article)]
    return found[0] if found else None


def main() -> int:
    """Print one row a set and half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    options = parser.parse_args()
    extractor = load_extractor()
    print(f"| set | half | articles | gold | found | {' | '.join(COLUMNS)} | alarms in empty |")
    print("| --- " * (6 + len(COLUMNS)) + "|")
    for name in SETS:
        for half, unseen in (("all", None),) if name == "seeds" else (("seen", False), ("unseen", True)):
            score = score_half(options.shared, name, unseen, extractor)
            row, n = score.as_dict(), score.counts
            figures = " | ".join(f"{row[c]:.3f}" for c in COLUMNS)
            alarms = f"{n['false_alarms_in_empty']} in {n['empty']}"
            print(f"| {name} | {half} | {n['articles']} | {n['gold']} | {n['found']} | {figures} | {alarms} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
