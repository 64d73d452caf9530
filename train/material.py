"""What the tables are trained on, with its gold, and the folds that keep training and judging apart.

In: the shared material, the self-written articles, the packs' examples, the demo. Out: articles with the claims they
make and the set they belong to. Promise: an article and its translations are in one fold.
"""

from __future__ import annotations

import json
import sys
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "bench"), str(HERE)]

from halves import TRANSLATED, is_unseen, stems_of
from written import read_written

from anello.lang import load, pack_codes
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


def examples() -> Iterator[tuple[Article, list[dict], str]]:
    """Yield the examples of the packs: one sentence and one claim, or none, each."""
    for code in pack_codes():
        for number, example in enumerate(load(code).examples):
            text = example["text"] + "\n"
            article = Article(digest_of(text), f"example-{code}-{number}", text, "", code)
            gold = [] if "type" not in example else [{**example, "evidence": example["text"]}]
            yield article, gold, "examples"


DEMO_ROLES = {
    "supply": ("customer", "supplier"),
    "investment": ("investor", "target"),
    "loan": ("lender", "borrower"),
    "guarantee": ("guarantor", "beneficiary"),
    "licence": ("licensee", "licensor"),
    "acquisition": ("buyer", "target"),
    "stake": ("holder", "target"),
    "right": ("grantor", "holder"),
}
"""Which roles the payer and the payee of a deal of the demo have."""


def demo() -> Iterator[tuple[Article, list[dict], str]]:
    """Yield the self-written articles of the demo with the deals that each is said to tell."""
    from anello.read import read_paths

    home = HERE.parent / "src/anello/demo"
    expected = tomllib.loads((home / "expected.toml").read_text(encoding="utf-8"))
    for path in sorted((home / "articles").glob("*.txt")):
        for article in read_paths([str(path)], today=expected["today"]):
            if not isinstance(article, Article):
                continue
            gold = []
            for deal in expected["deal"]:
                roles = DEMO_ROLES.get(deal["type"])
                if roles and path.name in deal["articles"]:
                    named = {role: deal.get(side) for role, side in zip(roles, ("payer", "payee"), strict=True)}
                    gold.append({"type": deal["type"], "roles": named, "status": "agreed", "evidence": article.text})
            yield replace(article, document=path.stem), gold, "demo"


def fold_of(document: str) -> int:
    """Return the fold of an article, the same for its translations."""
    return zlib.crc32(TRANSLATED.sub("", Path(document).stem).encode()) % FOLDS
