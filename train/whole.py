"""Score the whole extraction on articles that none of its models has seen: each fold by models of the others.

usage: python train/whole.py SHARED     a quarter of an hour; needs what training needs

Names, references, pairs and claims are all trained anew for each fold. This is the figure to tune by: of the halves of
the shared gold the seen one is in the training, and the unseen one is not to be looked at.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "bench")]

from material import FOLDS, articles, fold_of
from readers import fold_readers
from train_pairs import features_of, fit, gather, gather_claims, matrix, out_of_fold, tell, weights_of

from anello.extract.evaluation import Pairing
from anello.extract.framewise import FrameExtractor
from anello.extract.learned import ClaimModel, PairModel, load_claim_model
from anello.show import claim_view

C, C_CLAIMS = 0.1, 0.1


def main() -> int:
    """Train by fold, extract, and print what is right by group."""
    shared = Path(sys.argv[1])
    readers = fold_readers(shared)
    rows = gather(shared, readers)
    models: list[PairModel] = []
    tell("pairs", rows, out_of_fold(rows, C, models))
    rows = gather_claims(shared, readers, models)
    threshold = load_claim_model().threshold
    judges = []
    for fold in range(FOLDS):
        train = [r for r in rows if fold_of(r[4]) != fold]
        index = features_of(train)
        judges.append(ClaimModel(weights_of(fit(matrix(train, index), train, C_CLAIMS), index), threshold))
    extractor, counts = FrameExtractor(), {"real": Counter[str](), "self-written": Counter[str]()}
    for article, gold, group in articles(shared):
        fold = fold_of(article.document)
        extractor.model, extractor.readers, extractor.claim_model = models[fold], readers[fold], judges[fold]
        found = [claim_view(c) for c in extractor.extract(article).claims]
        pairing = Pairing(gold, found, article.text)
        for name in (group, "real" if group.startswith("gold") else "self-written"):
            count = counts.setdefault(name, Counter())
            count["gold"] += sum(not g.get("optional") for g in gold)
            count["found"] += len(found) - len(pairing.extra)
            count["right"] += len(pairing.right)
    print("| articles | gold | found | precision | recall | F1 |\n| --- | --- | --- | --- | --- | --- |")
    for name, c in sorted(counts.items()):
        p, r = c["right"] / max(c["found"], 1), c["right"] / max(c["gold"], 1)
        f1 = 2 * c["right"] / max(c["found"] + c["gold"], 1)
        print(f"| {name} | {c['gold']} | {c['found']} | {p:.2f} | {r:.2f} | {f1:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
