"""The articles that the tables are trained on, with their gold, and the folds that keep training and judging apart."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "bench"), str(HERE)]

from halves import TRANSLATED, is_unseen, stems_of
from written import read_written

from anello.lang import pack_codes
from anello.model import Article, digest_of

FOLDS = 5
SETS = {
    "seeds": ("gold/seeds", "seeds", ""),
    "en": ("gold/wikinews-en", "news/wikinews/en", "en"),
    "it": ("gold/wikinews-it", "news/wikinews/it", "it"),
    "es": ("gold/wikinews-es", "news/wikinews/es", "es"),
    "ru": ("gold/factrueval-ru", "news/factrueval/ru", "ru"),
}


def articles(shared: Path, unseen: bool = False) -> Iterator[tuple[Article, list[dict], str]]:
    """Yield the articles with their gold: those of the seen half, then the self-written ones."""
    from anello.read import read_paths

    for name, (gold_at, news_at, code) in SETS.items():
        for stem in stems_of(shared / gold_at):
            if (is_unseen(stem) != unseen and name != "seeds") or (name == "seeds" and unseen):
                continue
            gold = [
                json.loads(line) for line in (shared / gold_at / f"{stem}.jsonl").open(encoding="utf-8") if line.strip()
            ]
            found = [
                a
                for a in read_paths([str(shared / news_at / f"{stem}.txt")], today=date.today())
                if isinstance(a, Article)
            ]
            if found:
                yield replace(found[0], language=code or found[0].language), gold, f"gold-{name}"
    if not unseen:
        yield from annotated(shared)
        for path in sorted((HERE / "written").glob("*.txt")):
            for w in read_written(path):
                if w.language in pack_codes():
                    try:
                        day = date.fromisoformat(w.date)
                    except ValueError:
                        day = None
                    text = w.text
                    yield (
                        Article(digest_of(text), w.id, text, text.split("\n")[0], w.language, published=day),
                        w.claims,
                        f"written-{w.language}",
                    )


def annotated(shared: Path) -> Iterator[tuple[Article, list[dict], str]]:
    """Yield the articles of the seen half that the shared gold leaves bare, with the claims written down for them here.

    A claim of `train/annotated/` says where its evidence stands and quotes none of it.
    """
    from anello.read import read_paths

    for path in sorted((HERE / "annotated").glob("*.jsonl")):
        _, news_at, code = SETS[path.stem]
        claims: dict[str, list[dict]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            claim = json.loads(line)
            told = claims.setdefault(claim.pop("article"), [])
            if not claim.get("none"):
                told.append(claim)
        for stem, told in claims.items():
            for article in read_paths([str(shared / news_at / f"{stem}.txt")], today=date.today()):
                if isinstance(article, Article):
                    for claim in told:
                        start, end = claim["evidence"]
                        claim["evidence"] = article.text[start:end]
                    yield replace(article, language=code), told, f"gold-{code}"


def fold_of(document: str) -> int:
    """Return the fold of an article, the same for its translations."""
    return zlib.crc32(TRANSLATED.sub("", Path(document).stem).encode()) % FOLDS
