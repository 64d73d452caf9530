"""Read and check the referring expressions of the development articles: which party "the company" or "its" means.

usage: python train/referring.py FILE [SHARED]     check one file of train/referring/

A file of train/referring/ goes with the file of train/written/ of the same name, or with a set of articles in SHARED
(en.txt, it.txt, es.txt, ru.txt). An article begins with `=== ID`; then one line an expression:

    that [the company] is negotiating = Air Kerala

The snippet, without its brackets, stands exactly once in the article; the brackets hold the expression; behind ` = `
stands the party, in a form of its name that the article gives; several are joined by ` + `. For articles that are not
ours `START-END` takes the place of the snippet, so that none of their text stands here. Each expression that means an
organisation, a public body or a state without naming it has a line: definite descriptions ("the chipmaker", "la società
lombarda", "die Düsseldorfer"), pronouns (it, they) and possessives (its, sua, ihr) that mean a firm. Relative pronouns,
descriptions beside the name they belong to ("the group Fiat", "Fiat, the carmaker") and expressions that mean a person,
a thing or no party named in the article have none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "bench")]

from named import articles_of

HERE = Path(__file__).parent / "referring"
PLACE = re.compile(r"\d+-\d+")


@dataclass(frozen=True, slots=True)
class Reference:
    """An expression at its place and the names of what it means."""

    start: int
    end: int
    names: tuple[str, ...]


def read_referring(path: Path) -> dict[str, list[str]]:
    """Return the lines of each article of a file."""
    out: dict[str, list[str]] = {}
    for part in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        head, _, rest = part.partition("\n")
        out[head.split()[0]] = [line.strip() for line in rest.splitlines() if line.strip()]
    return out


def references_of(text: str, lines: list[str]) -> Iterator[Reference | str]:
    """Yield the references that the lines describe, or what is wrong with a line."""
    for line in lines:
        snippet, equals, names = line.rpartition(" = ")
        if PLACE.fullmatch(snippet):
            start, end = map(int, snippet.split("-"))
            yield Reference(start, end, tuple(names.split(" + ")))
            continue
        before, opened, rest = snippet.partition("[")
        inner, closed, after = rest.partition("]")
        bare = before + inner + after
        if not (equals and opened and closed and inner and names.strip()):
            yield f"not a line of a reference: {line!r}"
        elif text.count(bare) != 1:
            yield f"stands {text.count(bare)} times in the text: {bare!r}"
        else:
            named = tuple(n.strip() for n in names.split(" + "))
            strange = [n for n in named if n not in text]
            if strange:
                yield f"a name that stands not in the text: {strange[0]!r} ({line!r})"
            else:
                at = text.index(bare) + len(before)
                yield Reference(at, at + len(inner), named)


def main() -> int:
    """Check one file; exit with 1 where something is wrong."""
    path = Path(sys.argv[1])
    known = articles_of(path, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    found = read_referring(path)
    wrong = [f"{id_}: no such article" for id_ in found if id_ not in known]
    wrong += [f"{id_}: nothing about this article" for id_ in known if id_ not in found]
    right = 0
    for id_, lines in found.items():
        for one in references_of(known[id_][1], lines) if id_ in known else ():
            if isinstance(one, str):
                wrong.append(f"{id_}: {one}")
            else:
                right += 1
    for line in wrong:
        print(line)
    print(f"{path.name}: {len(found)} articles, {right} references, {len(wrong)} faults")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
