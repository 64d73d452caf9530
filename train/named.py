"""Read and check the names of the development articles: which words of a text are a name, and of what kind.

usage: python train/named.py FILE [SHARED]     check one file of train/named/, show the capitals it says nothing about

A file of train/named/ goes with the file of train/written/ of the same name, or with a set of articles in SHARED. An
article begins with `=== ID`; then one name a line as `KIND name`, the name exactly as the text writes it, each form of
it once (inflected and short forms are lines of their own). KIND is one letter:

    o  organisation: firm, bank, fund, union, club, agency, ministry, university, party, court, family firm
    m  newspaper, agency of news, broadcaster, where the text cites it or where it is a firm: always m
    p  person (without titles)
    l  place: country, region, town, street, river, sea, site that is called after its place
    g  anything else with a name: product, brand, model, ship, mine, power station, programme, law, prize, index, event
    x  no name although it has a capital (month, nationality, title, first word in a headline, noun)

Where one form means two things in one article, `KIND@N name` says it of its Nth occurrence only, counted from 1.
Of nested names the longest counts: "Bank of Cyprus" is one name, "Cyprus" inside it is none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "bench")]

from written import HERE as WRITTEN
from written import read_written

HERE = Path(__file__).parent / "named"
LINE = re.compile(r"([omplgx])(?:@(\d+))? (.+)")
WORD = re.compile(r"[^\W\d_][\w&’'.-]*")
OPENED = re.compile(r"(?:^|[.!?:…\n])[\s\"'«»“”„‘’(\[—–-]*$")

Span = tuple[int, int, str]


def read_named(path: Path) -> dict[str, list[tuple[str, int, str]]]:
    """Return the names of each article of a file as (kind, which occurrence or 0, name)."""
    out: dict[str, list[tuple[str, int, str]]] = {}
    for part in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        head, _, rest = part.partition("\n")
        lines = out.setdefault(head.split()[0], [])
        for line in rest.splitlines():
            if line.strip():
                found = LINE.fullmatch(line.strip())
                lines.append((found[1], int(found[2] or 0), found[3]) if found else ("", 0, line))
    return out


def spans_of(text: str, names: list[tuple[str, int, str]]) -> list[Span]:
    """Return where the names stand as (start, end, kind); of overlapping ones the longest stays."""
    found: list[Span] = []
    for kind, which, name in names:
        places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        found += [(s, e, kind + "!" * bool(which)) for n, (s, e) in enumerate(places, 1) if which in (0, n)]
    kept: list[Span] = []
    for start, end, kind in sorted(found, key=lambda f: (f[0] - f[1], not f[2].endswith("!"))):
        if all(end <= s or e <= start for s, e, _ in kept):
            kept.append((start, end, kind.rstrip("!")))
    return sorted(kept)


def unnamed_capitals(text: str, spans: list[Span], nouns: bool) -> Iterator[tuple[str, str]]:
    """Yield the words with a capital that no line covers, with what stands around them; openers only where doubtful."""
    listed = {text[s:e] for s, e, _ in spans}
    seen = set()
    for m in WORD.finditer(text):
        word = m.group().rstrip(".'’-")
        covered = any(s <= m.start() < e for s, e, _ in spans)
        if not word[0].isupper() or covered or word in seen or word in listed:
            continue
        if OPENED.search(text[max(m.start() - 8, 0) : m.start()]) or nouns:
            continue
        seen.add(word)
        yield word, text[max(m.start() - 25, 0) : m.end() + 25].replace("\n", " / ")


def articles_of(path: Path, shared: Path | None) -> dict[str, tuple[str, str]]:
    """Return language and text of the articles that a file of names goes with, by id."""
    written = WRITTEN / path.name
    if written.is_file():
        return {w.id: (w.language, w.text) for w in read_written(written)}
    from material import articles

    if shared is None:
        raise SystemExit("this file goes with articles in SHARED: name that folder as well")
    return {
        Path(a.document).stem: (a.language or "", a.text) for a, _, g in articles(shared) if g == f"gold-{path.stem}"
    }


def main() -> int:
    """Check one file; exit with 1 where a name stands nowhere in its article or an article is missing."""
    path = Path(sys.argv[1])
    known = articles_of(path, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    named = read_named(path)
    wrong = 0
    for id_ in sorted(set(named) | set(known)):
        if id_ not in known or id_ not in named:
            print(f"{id_}: {'no such article' if id_ not in known else 'no names'}")
            wrong += 1
            continue
        language, text = known[id_]
        for kind, which, name in named[id_]:
            if not kind:
                print(f"{id_}: not a line of names: {name!r}")
            elif len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text)) < max(which, 1):
                print(f"{id_}: stands not in the text: {name!r}")
            else:
                continue
            wrong += 1
        spans = spans_of(text, named[id_])
        for word, around in unnamed_capitals(text, spans, language == "de"):
            print(f"{id_}: a capital without a line: {word}   ...{around}...")
    print(f"{path.name}: {len(named)} articles, {sum(map(len, named.values()))} names, {wrong} faults")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
