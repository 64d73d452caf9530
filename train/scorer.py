"""Train the scorer of claims, and say what the whole extraction reaches on articles that none of its models has seen.

usage: python train/scorer.py SHARED [--out FOLDER]     needs scikit-learn; SHARED holds gold/ and news/

Names, references, pairs, claims and repeats are trained on all articles for the tables of `extract/`,
and for each fold anew on the articles of the others: the last table that is printed is the figure to tune by, since of
the halves of the shared gold the seen one is in the training, and the unseen one is not to be looked at.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "bench"), str(HERE)]

import numpy as np
from claim_rows import FoldModels, gather_claims, gather_repeats
from fitting import Fitted, fit_folds, tell
from material import FOLDS, articles, fold_of
from pair_rows import as_model, gather_pairs, weights_of
from readers import fold_readers
from rows import Rows, in_parallel

from anello.extract.evaluation import Pairing
from anello.extract.learned import ClaimModel, PairModel
from anello.lang import pack_codes
from anello.model import digest_of
from anello.show import claim_view

THRESHOLD, AGAIN = 0.27, 0.35
"""From which probability on a claim is kept, and a repeat is a claim of its own."""
C = 0.1


def head_of(rows: Rows) -> str:
    """Return the first line of a table: on what it was trained."""
    written = {d for d, group in zip(rows.document, rows.group, strict=True) if group.startswith("written")}
    sizes = np.diff(np.concatenate([[0], np.frombuffer(rows.ends, np.int64)]))
    told = zip(rows.document, rows.holds, rows.kind, sizes, strict=True)
    digest = digest_of(*(f"{d}{h}{k}{n}" for d, h, k, n in told))
    return (
        f"# Made by train/scorer.py from {len(rows)} readings in {len(set(rows.document))} texts, "
        f"{len(written)} of them self-written articles; digest {digest}"
    )


def write_pairs(path: Path, rows: Rows, model: PairModel) -> None:
    """Write the table of pairs: a line of classes, one of the threshold, one a feature, weights in hundredths."""
    classes = sorted({c for row in model.weights.values() for c in row})
    number = {name: i for i, name in enumerate(classes)}
    lines = [head_of(rows), "\t".join(["classes", *classes]), f"threshold\t{model.threshold:.2f}"]
    for name, row in sorted(model.weights.items()):
        lines.append(f"{name}\t" + " ".join(f"{number[c]}={round(w * 100)}" for c, w in sorted(row.items())))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_table(path: Path, fitted: Fitted, threshold: float) -> None:
    """Write any other table: a line of the threshold, one for each sign, weights in hundredths."""
    lines = [head_of(fitted.rows), f"threshold\t{threshold:.2f}"]
    lines += [f"{name}\t{round(weight * 100)}" for name, weight in sorted(fitted.whole.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def fitted_rows(what: str, rows: Rows, weight: np.ndarray | None = None) -> tuple[Fitted, float]:
    """Fit the models of some rows and say what they reach; return them with the best threshold."""
    holds = sum(rows.holds)
    print(f"{what}: {len(rows)} rows in {len(set(rows.document))} texts, {holds} hold", flush=True)
    fitted = fit_folds(rows, np.frombuffer(rows.weight, np.float32) if weight is None else weight, C)
    return fitted, tell(what, fitted)


def score(shared: Path, models: list[FoldModels]) -> None:
    """Extract each article by the models that did not see it, and print what is right by group."""
    told = list(articles(shared))

    def part(number: int) -> dict[str, Counter[str]]:
        """Return the counts of one fold by group."""
        counts, extractor = dict[str, Counter[str]](), models[number].extractor()
        for article, gold, group in told:
            if fold_of(article.document) != number or article.language not in pack_codes():
                continue
            found = [claim_view(c) for c in extractor.extract(article).claims]
            pairing = Pairing(gold, found, article.text)
            for name in (group, kind_of(group, article.document)):
                count = counts.setdefault(name, Counter())
                count["gold"] += sum(not g.get("optional") for g in gold)
                count["found"] += len(found) - len(pairing.extra)
                count["right"] += len(pairing.right)
        return counts

    total = dict[str, Counter[str]]()
    for counts in in_parallel(part, range(FOLDS)):
        for name, count in counts.items():
            total.setdefault(name, Counter()).update(count)
    print("| articles | gold | found | precision | recall | F1 |\n| --- | --- | --- | --- | --- | --- |")
    for name, c in sorted(total.items()):
        p, r = c["right"] / max(c["found"], 1), c["right"] / max(c["gold"], 1)
        f1 = 2 * c["right"] / max(c["found"] + c["gold"], 1)
        print(f"| {name} | {c['gold']} | {c['found']} | {p:.2f} | {r:.2f} | {f1:.3f} |", flush=True)


def kind_of(group: str, document: str) -> str:
    """Return of what kind an article is: real, retold from real news, plain or tangled self-written."""
    if group.startswith("gold"):
        return "real"
    return next((name for sign, name in KINDS.items() if sign in document), "self-written, tangled")


KINDS = {"-r": "retold from news", "-v": "self-written, plain"}
"""What the ids of articles that are not tangled hold."""


def main() -> int:
    """Gather, fit, say what is reached out of fold, write the tables, score the whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/anello/extract")
    o = parser.parse_args()
    readers = fold_readers(o.shared)
    rows = gather_pairs(o.shared, readers)
    pairs, threshold = fitted_rows("pairs", rows, weights_of(rows))
    by_fold = [as_model(w) for w in pairs.without]
    write_pairs(o.out / "weights.tsv", rows, as_model(pairs.whole, threshold))
    models = [FoldModels(readers[n], by_fold[n]) for n in range(FOLDS)]
    claims, _ = fitted_rows("claims", gather_claims(o.shared, models))
    write_table(o.out / "claims.tsv", claims, THRESHOLD)
    for model, weights in zip(models, claims.without, strict=True):
        model.claims = ClaimModel(weights, THRESHOLD)
    repeats, _ = fitted_rows("repeats", gather_repeats(o.shared, models))
    write_table(o.out / "repeats.tsv", repeats, AGAIN)
    for model, weights in zip(models, repeats.without, strict=True):
        model.repeats = ClaimModel(weights, AGAIN)
    score(o.shared, models)
    return 0


if __name__ == "__main__":
    sys.exit(main())
