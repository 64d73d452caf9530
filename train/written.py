"""Read and check the self-written development articles: text and the claims it makes.

usage: python train/written.py [FILE...]     check the files (all of train/written/ by default), count what they hold

The articles are written for training by the project's own authors; none is news and none enters a score on real text.
A file holds one language. An article begins with `=== ID DATE`, its title is the next line; after `--- claims` comes
one claim a line, in the short form of the gold (JSON), with two keys more: `trigger`, the words that carry the deal,
and `names`, how the text writes a party where it does not write its name: `{"Sberbank": ["крупнейший банк страны"]}`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anello.model import CLAIM_ROLES, STATUSES

HERE = Path(__file__).parent / "written"
SELLERS = ("seller",)


@dataclass(frozen=True, slots=True)
class Written:
    """One self-written article with its claims."""

    id: str
    language: str
    date: str
    text: str
    claims: list[dict[str, Any]] = field(default_factory=list)


def read_written(path: Path) -> Iterator[Written]:
    """Read the articles of a file; the language is what its name begins with."""
    language = path.stem.split("-")[0]
    for part in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        head, _, rest = part.partition("\n")
        text, _, claims = rest.partition("\n--- claims")
        name, _, day = head.partition(" ")
        lines = [line for line in claims.splitlines() if line.strip()]
        yield Written(
            name.strip(), language, day.strip(), text.strip("\n") + "\n", [json.loads(line) for line in lines]
        )


def faults(article: Written) -> Iterator[str]:
    """Say what is wrong with an article's claims."""
    for number, claim in enumerate(article.claims, 1):
        at = f"{article.id} claim {number}"
        if claim.get("type") not in CLAIM_ROLES:
            yield f"{at}: no type {claim.get('type')!r}"
            continue
        known = {*CLAIM_ROLES[claim["type"]], "seller", "grantor"}
        for role in claim.get("roles", {}):
            if role not in known:
                yield f"{at}: {claim['type']} has no role {role!r}; it has {', '.join(CLAIM_ROLES[claim['type']])}"
        if claim.get("status") not in STATUSES:
            yield f"{at}: no status {claim.get('status')!r}"
        for key in ("evidence", "trigger"):
            if claim.get(key) and claim[key] not in article.text:
                yield f"{at}: {key} stands not in the text: {claim[key][:60]!r}"
        if not claim.get("evidence"):
            yield f"{at}: no evidence"
        for texts in (claim.get("names") or {}).values():
            for words in texts if isinstance(texts, list) else [texts]:
                if words not in article.text:
                    yield f"{at}: stands not in the text: {words!r}"


def main() -> int:
    """Check files; exit with 1 where something is wrong."""
    paths = [Path(p) for p in sys.argv[1:]] or sorted(HERE.glob("*.txt"))
    found, seen = 0, Counter[str]()
    for path in paths:
        articles = list(read_written(path))
        wrong = [f for a in articles for f in faults(a)]
        wrong += [f"{name} stands twice" for name, n in Counter(a.id for a in articles).items() if n > 1]
        print(
            f"{path.name}: {len(articles)} articles, {sum(len(a.claims) for a in articles)} claims, {len(wrong)} faults"
        )
        for line in wrong:
            print("  ", line)
        found += len(wrong)
        seen.update(c.get("type", "?") for a in articles for c in a.claims)
    print(dict(seen.most_common()))
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
