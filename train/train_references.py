"""Train the reader of references: `train/referring/` in, `extract/references.tsv` out.

usage: python train/train_references.py SHARED [--out FOLDER]     needs scipy; SHARED holds gold/ and news/
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "bench"), str(HERE)]

import numpy as np
from material import FOLDS, articles, fold_of
from referring import HERE as REFERRING
from referring import Reference, read_referring, references_of
from scipy import optimize, sparse

from anello.extract.coreference import resolve_anaphors
from anello.extract.document import Sentence
from anello.extract.framewise import read_placed
from anello.extract.referring import Expression, ReferenceModel, Scene, options_for, signs_of, signs_of_nobody
from anello.extract.tagger import NameModels, load_name_models
from anello.lang import load
from anello.lang.directory import load_directory
from anello.model import Article, Mention, digest_of

MIN_TIMES, SMALLEST = 3, 0.02


@dataclass(frozen=True, slots=True)
class Case:
    """An expression with the features of nobody and of each party; `right` counts from nobody at 0."""

    article: str
    group: str
    rows: list[list[str]]
    right: int
    told: str


def gather(shared: Path, names: Sequence[NameModels]) -> Iterator[Case]:
    """Yield the expressions of all articles whose references are written down; `names` are the readers of each fold."""
    told = {path.stem: read_referring(path) for path in sorted(REFERRING.glob("*.txt"))}
    by_id = {id_: lines for found in told.values() for id_, lines in found.items()}
    directory = load_directory()
    for article, _, group in articles(shared):
        written = group.startswith("written")
        lines = by_id.get(article.document) if written else told.get(group[5:], {}).get(Path(article.document).stem)
        if lines is None:
            continue
        language = load(article.language or "")
        sentences = read_placed(article, language, directory, names[fold_of(article.document)])
        references = [r for r in references_of(article.text, lines) if isinstance(r, Reference)]
        recorder = Recorder(article, group, sentences, references)
        resolve_anaphors(sentences, language, recorder.choose)
        yield from recorder.cases


class Recorder:
    """Chooses as the references say, and notes what there was to choose from."""

    def __init__(self, article: Article, group: str, sentences: Sequence[Sentence], found: Sequence[Reference]) -> None:
        self.article, self.group = article, group
        self.found = {r.end: (r, parties_of(article.text, sentences, r)) for r in found}
        self.cases: list[Case] = []

    def choose(self, scene: Scene, number: int, found: Sequence[Expression]) -> tuple[Expression, Mention] | None:
        """Return the expression that stands in the references, with the party that it means."""
        options = options_for(scene, number, found[0].first)
        chosen: tuple[Expression, Mention] | None = None
        tokens = scene.sentences[number].tokens
        for one in found if options else ():
            reference, parties = self.found.get(tokens[one.last - 1].end, (None, frozenset[str]()))
            if reference is not None and reference.start > tokens[one.last - 1].start:
                reference = None
            right = next((n for n, o in enumerate(options, 1) if reference is not None and o.mention.id in parties), 0)
            if reference is not None and not right:
                continue  # what it means was not found or stands behind: nothing to learn
            rows = [signs_of_nobody(scene, number, one), *(signs_of(scene, number, one, o) for o in options)]
            text = self.article.text[tokens[one.first].start : tokens[one.last - 1].end]
            self.cases.append(Case(self.article.document, self.group, rows, right, text))
            if right:
                chosen = (one, options[right - 1].mention)
        return chosen


def parties_of(text: str, sentences: Sequence[Sentence], reference: Reference) -> frozenset[str]:
    """Return the ids of the mentions that stand where the names of a reference stand."""
    out: set[str] = set()
    for name in reference.names:
        at = text.find(name)
        while at >= 0:
            for entity in (e for s in sentences if s.start <= at < s.end for e in s.entities):
                m = entity.mention
                if m is not None and m.start < at + len(name) and at < m.end and not entity.anaphor:
                    out.add(m.id)
            at = text.find(name, at + 1)
    return frozenset(out)


def fit(cases: Sequence[Case], l2: float = 1.0) -> ReferenceModel:
    """Return the weights that make the right choices likeliest (limited-memory BFGS with an L2 penalty)."""
    where = Counter(f for c in cases for row in c.rows for f in set(row))
    kept = {f: i for i, f in enumerate(sorted(f for f, times in where.items() if times >= MIN_TIMES))}
    columns, starts, sizes = [], [0], []
    for case in cases:
        sizes.append(len(case.rows))
        for row in case.rows:
            columns += [kept[f] for f in row if f in kept]
            starts.append(len(columns))
    x = sparse.csr_matrix((np.ones(len(columns)), columns, starts), (sum(sizes), len(kept)))
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = first + np.array([c.right for c in cases])
    group = np.repeat(np.arange(len(cases)), sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        top = np.maximum.reduceat(scores, first)
        raised = np.exp(scores - top[group])
        total = np.add.reduceat(raised, first)
        share = raised / total[group]
        share[right] -= 1
        value = float((np.log(total) + top - scores[right]).sum() + l2 / 2 * w @ w)
        return value, x.T @ share + l2 * w

    w = optimize.minimize(loss, np.zeros(len(kept)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return ReferenceModel({f: round(float(w[i]), 2) for f, i in kept.items() if abs(w[i]) >= SMALLEST})


def tell(cases: Sequence[Case], guess: Sequence[int]) -> None:
    """Print by group how many references are found and read rightly."""
    for group in sorted({c.group for c in cases}):
        of = [(c, g) for c, g in zip(cases, guess, strict=True) if c.group == group]
        right = sum(c.right == g > 0 for c, g in of)
        told, gold = sum(g > 0 for _, g in of), sum(c.right > 0 for c, _ in of)
        spotted = sum(c.right > 0 and g > 0 for c, g in of)
        print(
            f"{group}: P {right / max(told, 1):.3f} R {right / max(gold, 1):.3f} "
            f"F1 {2 * right / max(told + gold, 1):.3f}; "
            f"of {spotted} spotted {right / max(spotted, 1):.3f} right; {gold} references among {len(of)} expressions"
        )


def main() -> int:
    """Gather, fit, say what is reached out of fold, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/anello/extract")
    o = parser.parse_args()
    cases = list(gather(o.shared, [load_name_models()] * FOLDS))
    guess = [0] * len(cases)
    for fold in range(FOLDS):
        model = fit([c for c in cases if fold_of(c.article) != fold])
        for n, case in enumerate(cases):
            if fold_of(case.article) == fold:
                chosen = model.choose(case.rows[0], case.rows[1:])
                guess[n] = 0 if chosen is None else chosen[0] + 1
    tell(cases, guess)
    model = fit(cases)
    digest = digest_of(*(f"{c.article}{c.right}{c.told}" for c in cases))
    lines = [f"# Made by train/train_references.py from {len({c.article for c in cases})} texts; digest {digest}"]
    lines += [f"{name}\t{round(weight * 100)}" for name, weight in sorted(model.weights.items())]
    (o.out / "references.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
