"""Measure the name finder: which gold parties it finds, what else it takes for a name, and how long it needs.

usage: python bench/names.py GOLD ARTICLES LANGUAGE [--half HALF] [--missed] [--unknown] [--hide] [--rounds N]

GOLD holds `<article>.jsonl`, ARTICLES the texts `<article>.txt`, all in one LANGUAGE (the code of a pack). A party is
found where any mention of the article bears its name by the comparison of the gold; "by sound" also counts a name in
another alphabet that is close to it once both are romanised. `--missed` lists gold parties that were not found,
`--unknown` the organisations found by shape, to be judged by eye; both only for the seen half. `--hide` takes all
parties out of the directory but states, regulators and outlets: what shape and context find by themselves.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from halves import is_unseen, stems_of

from anello.extract.evaluation import bare, role_of
from anello.extract.names import find_mentions
from anello.lang import Language, load
from anello.lang.directory import Directory, load_directory
from anello.lang.transliteration import fold
from anello.model import Mention

CLOSE = 0.8


@dataclass
class Tally:
    """Counts over the articles of one half."""

    articles: int = 0
    characters: int = 0
    parties: int = 0
    found: int = 0
    by_sound: int = 0
    required: int = 0
    required_found: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[tuple[str, list[str]]] = field(default_factory=list)


def parties_of(claims: list[Mapping[str, Any]]) -> dict[str, bool]:
    """Return the gold parties of an article by bare name, and whether a claim that counts needs them."""
    needed: dict[str, bool] = {}
    for claim in claims:
        for role in claim.get("roles") or {}:
            for name in role_of(claim, role):
                needed[bare(name)] = needed.get(bare(name), False) or not claim.get("optional")
    return needed


def sounds_like(gold: str, found: str) -> bool:
    """Tell whether a name in another alphabet is close to the gold name once romanised."""
    return not found.isascii() and SequenceMatcher(None, fold(gold), fold(found)).ratio() >= CLOSE


def add_article(tally: Tally, stem: str, gold: dict[str, bool], text: str, mentions: tuple[Mention, ...]) -> None:
    """Count one article."""
    names = {bare(m.name) for m in mentions}
    tally.articles += 1
    tally.characters += len(text)
    tally.parties += len(gold)
    tally.found += sum(name in names for name in gold)
    tally.by_sound += sum(n in names or any(sounds_like(n, f) for f in names) for n in gold)
    tally.required += sum(gold.values())
    tally.required_found += sum(name in names for name, needed in gold.items() if needed)
    tally.mentions.update(("known " if m.known else "unknown ") + m.kind for m in mentions)
    tally.missed += [(stem, name) for name in sorted(gold) if name not in names]
    shaped = sorted({m.name for m in mentions if not m.known and m.kind == "organisation"})
    tally.unknown.append((stem, shaped))


def read_gold(path: Path) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def without_parties(directory: Directory) -> Directory:
    """Return a directory without the organisations, persons and products that a firm could be mistaken for."""
    hidden = ("organisation", "fund", "project", "person", "product")
    kept = {i: e for i, e in directory.entries.items() if e.kind not in hidden}
    index = {k: tuple(h for h in hits if h[1] in kept) for k, hits in directory._index.items()}
    return replace(directory, entries=kept, _forms=tuple(f for f in directory._forms if f[1] in kept), _index=index)


def measure(gold: Path, articles: Path, language: Language, unseen: bool | None, directory: Directory) -> Tally:
    """Return the counts over one half, or over all for None."""
    tally = Tally()
    for stem in stems_of(gold):
        if unseen is None or is_unseen(stem) == unseen:
            text = (articles / f"{stem}.txt").read_text(encoding="utf-8")
            found = find_mentions(text, language, directory)
            add_article(tally, stem, parties_of(read_gold(gold / f"{stem}.jsonl")), text, found)
    return tally


def pace(texts: list[str], language: Language, directory: Directory, rounds: int) -> Iterator[tuple[str, float]]:
    """Yield the milliseconds an article needs, per round; the first is cold."""
    for number in range(rounds):
        began = time.perf_counter()
        for text in texts:
            find_mentions(text, language, directory)
        yield ("cold" if number == 0 else "warm"), 1000 * (time.perf_counter() - began) / max(len(texts), 1)


def report(label: str, tally: Tally) -> None:
    """Print the totals of one half."""
    kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(tally.mentions.items()))
    share = tally.found / max(tally.parties, 1)
    needed = tally.required_found / max(tally.required, 1)
    print(
        f"{label}: {tally.articles} articles, {tally.found} of {tally.parties} parties found ({share:.3f}), "
        f"by sound {tally.by_sound}, "
        f"of those that count {tally.required_found} of {tally.required} ({needed:.3f}); mentions: {kinds}"
    )


def main() -> int:
    """Print totals, and what was asked for of the seen half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("language")
    parser.add_argument("--half", choices=("seen", "unseen", "all"), default="seen")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--unknown", action="store_true")
    parser.add_argument("--hide", action="store_true")
    parser.add_argument("--rounds", type=int, default=0, help="time this many rounds over the chosen half")
    options = parser.parse_args()
    began = time.perf_counter()
    language, directory = load(options.language), load_directory()
    directory = without_parties(directory) if options.hide else directory
    find_mentions("A b", language, directory)
    ready = time.perf_counter() - began
    unseen = {"seen": False, "unseen": True, "all": None}[options.half]
    tally = measure(options.gold, options.articles, language, unseen, directory)
    report(f"{options.gold.name} {options.half}", tally)
    if options.half == "seen":
        for stem, name in tally.missed if options.missed else ():
            print(f"  missed {stem}: {name}")
        for stem, names in tally.unknown if options.unknown else ():
            print(f"  {stem}: {' | '.join(names)}")
    if options.rounds:
        stems = [s for s in stems_of(options.gold) if unseen is None or is_unseen(s) == unseen]
        texts = [(options.articles / f"{s}.txt").read_text(encoding="utf-8") for s in stems]
        size = sum(map(len, texts)) / max(len(texts), 1)
        print(f"  ready after {ready:.2f} s; articles of {size:.0f} characters")
        for label, milliseconds in pace(texts, language, directory, options.rounds):
            print(f"  {label}: {milliseconds:.2f} ms an article")
    return 0


if __name__ == "__main__":
    sys.exit(main())
