"""Texts in any number, to measure speed and memory on: articles as they are, recombined ones, and ones with new words.

In: the folder that holds `news/`, and the self-written articles of `train/written`. Out: `Article` records. Promise:
the same input gives the same texts; no two recombined texts are the same.

usage: nothing to run; see `bench/speed.py`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from anello.model import Article, digest_of

WRITTEN = Path(__file__).resolve().parent.parent / "train" / "written"
HEADING = re.compile(r"^=== \S+ (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
WORD = re.compile(r"[^\W\d_]{5,}|\d")
MAKE_NEW = 0.15
"""The share of long words that a fresh text does not have in common with any other."""


def load_articles(shared: Path) -> list[Article]:
    """Return the news of all languages, then the self-written articles."""
    found = []
    for path in sorted((shared / "news").rglob("*.txt")):
        text = path.read_text(encoding="utf-8").strip()
        found.append(_article(text, path.parent.name, date(2008, 1, 1), f"{path.parent.parent.name}/"))
    for path in sorted(WRITTEN.glob("*.txt")):
        _, *parts = HEADING.split(path.read_text(encoding="utf-8"))
        for day, text in zip(parts[::2], parts[1::2], strict=True):
            found.append(_article(text.strip(), path.name[:2], date.fromisoformat(day)))
    return list({article.id: article for article in found}.values())


def recombined(articles: Sequence[Article], seed: int = 0, most: int = 1000) -> Iterator[Article]:
    """Yield articles without end: a title, and paragraphs of other articles in its language, as many as it had.

    Args:
        most: the number of lines of an article at most, its title among them.
    """
    rng, seen = random.Random(seed), {article.id for article in articles}
    paragraphs: dict[str, list[str]] = {}
    for article in articles:
        paragraphs.setdefault(article.language, []).extend(_lines(article)[1:])
    while True:
        base = rng.choice(articles)
        title, *body = _lines(base)
        text = "\n".join([title, *rng.choices(paragraphs[base.language], k=min(len(body), most - 1))])
        made = _article(text, base.language, base.published)
        if made.id not in seen:
            seen.add(made.id)
            yield made


def with_new_words(articles: Iterator[Article], seed: int = 0) -> Iterator[Article]:
    """Yield the articles with other digits, and with made-up words in place of some: what a cache has never seen."""
    rng = random.Random(seed)

    def anew(found: re.Match[str]) -> str:
        word = found.group()
        if word.isdigit():
            return rng.choice("123456789")
        if rng.random() > MAKE_NEW:
            return word
        middle = list(word[1:-2])
        return word[0] + "".join(rng.choices(middle, k=len(middle) + rng.randrange(3))) + word[-2:]

    for article in articles:
        yield _article(WORD.sub(anew, article.text), article.language, article.published)


def _lines(article: Article) -> list[str]:
    return [line for line in article.text.splitlines() if line.strip()]


def _article(text: str, language: str, day: date | None, source: str = "") -> Article:
    id_ = digest_of("article", text)
    document = f"{source}{language}/{id_}.txt"
    return Article(id_, document, text, text.partition("\n")[0], language, published=day)
