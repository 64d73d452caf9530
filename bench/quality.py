"""Measure the extraction against gold claims: seeds, and both halves of each development set.

usage: python bench/quality.py SHARED [--raise]

SHARED is the folder that holds `gold/`, `news/` and `seeds/`. For the unseen half only totals are printed. The F1 of
the seeds and the unseen halves may not fall under `bench/floors.json`, which holds the digest of the gold too: the
command fails where it does, or where the gold is another. `--raise` lifts floors that are exceeded, and lowers none.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from halves import is_unseen, stems_of

from anello.extract import Extractor, load_extractor
from anello.extract.evaluation import JsonClaim, Score, add_article
from anello.model import Article, digest_of
from anello.read import read_paths
from anello.show import claim_view

SETS = {
    "seeds": ("gold/seeds", "seeds"),
    "wikinews-en": ("gold/wikinews-en", "news/wikinews/en"),
    "wikinews-it": ("gold/wikinews-it", "news/wikinews/it"),
    "wikinews-es": ("gold/wikinews-es", "news/wikinews/es"),
    "factrueval-ru": ("gold/factrueval-ru", "news/factrueval/ru"),
}
FLOORS = Path(__file__).with_name("floors.json")
COLUMNS = ("f1", "precision", "recall", "amount", "percent", "time", "status", "attribution_f1", "evidence")


def score_half(shared: Path, name: str, unseen: bool | None, extractor: Extractor) -> Score:
    """Return the score of one set, of one half or (None) of all of it."""
    gold_at, news_at = SETS[name]
    score = Score()
    for stem in stems_of(shared / gold_at):
        if unseen is None or is_unseen(stem) == unseen:
            gold = read_gold(shared / gold_at / f"{stem}.jsonl")
            article = read_article(shared / news_at / f"{stem}.txt")
            found = [claim_view(c) for c in extractor.extract(article).claims] if article else []
            add_article(score, gold, found, article.text if article else "")
    return score


def read_gold(path: Path) -> list[JsonClaim]:
    """Return the gold claims of one article."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_article(path: Path) -> Article | None:
    """Return the article of a file, None where it cannot be read."""
    found = [a for a in read_paths([str(path)], today=date.today()) if isinstance(a, Article)]
    return found[0] if found else None


def digest_of_gold(shared: Path) -> str:
    """Return the digest of all gold files that are scored here."""
    files = (shared / gold_at / f"{stem}.jsonl" for gold_at, _ in SETS.values() for stem in stems_of(shared / gold_at))
    return digest_of(*(path.read_text(encoding="utf-8") for path in files))


def check_floors(reached: dict[str, float], gold: str, lift: bool) -> int:
    """Compare with the floors, say what fell, and lift them where asked; 1 where something fell."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {"gold": gold, "f1": {}}
    if floors["gold"] != gold:
        print(f"the gold is not the one that {FLOORS.name} was set on ({floors['gold']}, now {gold})", file=sys.stderr)
        return 1
    fallen = {name: f1 for name, f1 in reached.items() if f1 < floors["f1"].get(name, 0.0)}
    for name, f1 in fallen.items():
        print(f"{name}: F1 {f1:.3f} is under its floor of {floors['f1'][name]:.3f}", file=sys.stderr)
    if lift and not fallen:
        floors["f1"] = {name: max(f1, floors["f1"].get(name, 0.0)) for name, f1 in reached.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return int(bool(fallen))


def main() -> int:
    """Print one row a set and half, and hold the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors that are exceeded")
    options = parser.parse_args()
    extractor, reached = load_extractor(), {}
    print(f"| set | half | articles | gold | found | {' | '.join(COLUMNS)} | alarms in empty |")
    print("| --- " * (6 + len(COLUMNS)) + "|")
    for name in SETS:
        for half, unseen in (("all", None),) if name == "seeds" else (("seen", False), ("unseen", True)):
            score = score_half(options.shared, name, unseen, extractor)
            row, n = score.as_dict(), score.counts
            if unseen is not False:
                reached[f"{name} {half}"] = round(float(row["f1"]), 3)
            figures = " | ".join(f"{row[c]:.3f}" for c in COLUMNS)
            alarms = f"{n['false_alarms_in_empty']} in {n['empty']}"
            print(f"| {name} | {half} | {n['articles']} | {n['gold']} | {n['found']} | {figures} | {alarms} |")
    return check_floors(reached, digest_of_gold(options.shared), options.lift)


if __name__ == "__main__":
    sys.exit(main())
