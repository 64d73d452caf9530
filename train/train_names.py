"""Train the reader of names: the names of `train/named/` in, `extract/names.tsv` out.

usage: python train/train_names.py SHARED [--out FILE]     needs python-crfsuite; SHARED holds gold/ and news/
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "bench"), str(HERE)]

import pycrfsuite
from material import FOLDS, articles, fold_of
from named import HERE as NAMED
from named import read_named, spans_of
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from anello.extract.baseforms import BaseForms
from anello.extract.names import read_marked
from anello.extract.namesigns import Reading, Span, zones
from anello.extract.tagger import KindModel, NameModel, extents_of, labels_of
from anello.lang import load
from anello.lang.directory import load_directory
from anello.model import Article, digest_of

SMALLEST = 0.04
MIN_NAMES = 3


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of words with its features and labels, and the article it stands in."""

    article: str
    group: str
    rows: list[list[str]]
    labels: list[str]
    ruled: list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A name of an article with its features and the letter of its kind."""

    article: str
    group: str
    signs: dict[str, float]
    letter: str
    name: str
    known: bool


def gather(shared: Path) -> Iterator[tuple[list[Zone], list[Named]]]:
    """Yield the stretches with capitals and the names of each article whose names are written down."""
    named = {path.stem: read_named(path) for path in sorted(NAMED.glob("*.txt"))}
    by_id = {id_: names for found in named.values() for id_, names in found.items()}
    directory = load_directory()
    for article, _, group in articles(shared):
        stem = article.document if group.startswith("written") else Path(article.document).stem
        names = by_id.get(stem) if group.startswith("written") else named.get(group[5:], {}).get(stem)
        if not names:
            continue
        language = load(article.language or "")
        tokens, words, marks = read_marked(article.text, language, directory)
        spans = list(in_words([s for s in spans_of(article.text, names) if s[2] != "x"], tokens))
        reading = Reading(article.text, tokens, words, marks)
        cut = [
            Zone(
                article.document,
                group,
                reading.rows(first, last),
                labels_of(spans, first, last),
                labels_of(marks, first, last),
            )
            for first, last in zones(reading)
        ]
        yield cut, list(names_in(article, group, reading, spans))


def names_in(article: Article, group: str, reading: Reading, spans: Sequence[Span]) -> Iterator[Named]:
    """Yield each name of an article once, with the features of all its places."""
    bases, places = BaseForms(reading.tokens, reading.words), dict[str, list[Span]]()
    for first, last, letter in spans:
        base = bases.base_of(article.text[reading.tokens[first].start : reading.tokens[last - 1].end].split())
        places.setdefault(base, []).append((first, last, letter))
    for base, found in places.items():
        letter = Counter(letter for *_, letter in found).most_common(1)[0][0]
        known = all(t.known is not None for t in reading.tokens[found[0][0] : found[0][1]])
        yield Named(article.document, group, reading.signs([s[:2] for s in found]), letter, base, known)


def in_words(spans: Sequence[Span], tokens: Sequence[object]) -> Iterator[Span]:
    """Yield spans of characters as spans of words; a word belongs to a name that covers more than half of it."""
    for start, end, kind in spans:
        inside = [i for i, t in enumerate(tokens) if min(end, t.end) - max(start, t.start) > (t.end - t.start) / 2]
        if inside:
            yield inside[0], inside[-1] + 1, kind


def fit(found: Sequence[Zone], l1: float = 0.1, l2: float = 0.02) -> NameModel:
    """Return fitted weights (limited-memory BFGS; L1 keeps the table small)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for zone in found:
        trainer.append(zone.rows, zone.labels)
    trainer.set_params({"c1": l1, "c2": l2, "max_iterations": 120, "feature.possible_transitions": True})
    with tempfile.NamedTemporaryFile() as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        info = tagger.info()
    labels = tuple(sorted(info.labels))
    at = {label: n for n, label in enumerate(labels)}
    table: dict[str, list[tuple[int, float]]] = {}
    for (name, label), weight in sorted(info.state_features.items()):
        if abs(weight) >= SMALLEST:
            table.setdefault(name, []).append((at[label], round(weight, 2)))
    follows = tuple(tuple(round(info.transitions.get((a, b), 0.0), 2) for b in labels) for a in labels)
    return NameModel(labels, {name: tuple(row) for name, row in table.items()}, follows)


def fit_kinds(found: Sequence[Named], c: float = 0.1) -> KindModel:
    """Return fitted weights of the kinds (one linear model for all kinds together)."""
    where = Counter(name for n in found for name in n.signs)
    kept = {name: i for i, name in enumerate(sorted(name for name, times in where.items() if times >= MIN_NAMES))}
    rows, columns, values = [], [], []
    for number, one in enumerate(found):
        for name, value in one.signs.items():
            if name in kept:
                rows.append(number), columns.append(kept[name]), values.append(value)
    x = sparse.csr_matrix((values, (rows, columns)), (len(found), len(kept)))
    fitted = LogisticRegression(C=c, max_iter=300, fit_intercept=False).fit(x, [n.letter for n in found])
    weights = {
        name: tuple((k, round(float(w), 2)) for k, w in enumerate(fitted.coef_[:, at]) if abs(w) >= SMALLEST)
        for name, at in kept.items()
    }
    return KindModel("".join(fitted.classes_), {name: row for name, row in weights.items() if row})


def marks_of(found: Sequence[Zone], guess: Sequence[Sequence[str]]) -> dict[str, Counter[str]]:
    """Return by group how many names are right, found and told."""
    out: dict[str, Counter[str]] = {}
    for zone, labels in zip(found, guess, strict=True):
        count = out.setdefault(zone.group, Counter())
        gold, told = set(extents_of(zone.labels)), set(extents_of(labels))
        count["gold"] += len(gold)
        count["told"] += len(told)
        count["right"] += len(gold & told)
    return out


def tell(what: str, counts: dict[str, Counter[str]]) -> None:
    """Print precision, recall and F1 of the extents of names."""
    for group, c in sorted(counts.items()):
        p, r = c["right"] / max(c["told"], 1), c["right"] / max(c["gold"], 1)
        print(f"{what} {group}: P {p:.3f} R {r:.3f} F1 {2 * c['right'] / max(c['told'] + c['gold'], 1):.3f}")


def tell_kinds(found: Sequence[Named], guess: Sequence[str]) -> None:
    """Print by group how many kinds are right, and what organisations are taken for."""
    for group in sorted({n.group for n in found}):
        of = [(n, g) for n, g in zip(found, guess, strict=True) if n.group == group and not n.known]
        right = sum(n.letter == g for n, g in of)
        firms = Counter(g for n, g in of if n.letter == "o")
        false = sum(g == "o" for n, g in of if n.letter != "o")
        print(
            f"kinds {group}: {right / max(len(of), 1):.3f} of {len(of)} unlisted; "
            f"organisations read as {dict(firms)}, {false} others as one"
        )


def write(folder: Path, model: NameModel, found: Sequence[Zone]) -> None:
    """Write the table of extents: labels, a line of transitions for each, one line a feature, in hundredths."""
    digest = digest_of(*(f"{z.article}{z.labels}" for z in found))
    lines = [_head(len({z.article for z in found}), digest), "\t".join(["labels", *model.labels])]
    lines += [
        "\t".join([label, *(str(round(w * 100)) for w in row)])
        for label, row in zip(model.labels, model.follows, strict=True)
    ]
    (folder / "names.tsv").write_text("\n".join([*lines, *_table(model.weights)]) + "\n", encoding="utf-8")


def write_kinds(folder: Path, model: KindModel, found: Sequence[Named]) -> None:
    """Write the table of kinds: the letters, one line a feature, in hundredths."""
    digest = digest_of(*(f"{n.article}{n.name}{n.letter}" for n in found))
    lines = [_head(len({n.article for n in found}), digest), f"letters\t{model.letters}", *_table(model.weights)]
    (folder / "kinds.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _head(texts: int, digest: str) -> str:
    return f"# Made by train/train_names.py from {texts} texts; digest {digest}"


def _table(weights: Mapping[str, Sequence[tuple[int, float]]]) -> Iterator[str]:
    for name, row in sorted(weights.items()):
        yield f"{name}\t" + " ".join(f"{n}={round(w * 100)}" for n, w in row)


def main() -> int:
    """Gather, fit, say what is reached out of fold beside the rules alone, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/anello/extract")
    o = parser.parse_args()
    gathered = list(gather(o.shared))
    found, names = [z for cut, _ in gathered for z in cut], [n for _, of in gathered for n in of]
    print(len(found), "stretches and", len(names), "names in", len(gathered), "texts")
    tell("rules", marks_of(found, [z.ruled for z in found]))
    guess: list[list[str]] = [[] for _ in found]
    for fold in range(FOLDS):
        model = fit([z for z in found if fold_of(z.article) != fold])
        for n, zone in enumerate(found):
            if fold_of(zone.article) == fold:
                guess[n] = model.label(zone.rows)
    tell("out of fold", marks_of(found, guess))
    letters = [""] * len(names)
    for fold in range(FOLDS):
        kinds = fit_kinds([n for n in names if fold_of(n.article) != fold])
        for n, one in enumerate(names):
            if fold_of(one.article) == fold:
                chances = kinds.chances(one.signs)
                letters[n] = max(chances, key=lambda k: chances[k])
    tell_kinds(names, letters)
    write(o.out, fit(found), found)
    write_kinds(o.out, fit_kinds(names), names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
