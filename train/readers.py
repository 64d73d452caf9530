"""Readers of names and references that did not see an article, for training what rests on them.

In: the shared material. Out: one pair of readers a fold, each trained on the articles of the other folds. Promise: what
is trained next sees names and references as they are read in text that nobody has seen, errors and all.
"""

from __future__ import annotations

from pathlib import Path

import train_names
import train_references
from material import FOLDS, fold_of

from anello.extract.framewise import Readers
from anello.extract.tagger import NameModels


def fold_readers(shared: Path) -> list[Readers]:
    """Return the readers of each fold."""
    gathered = list(train_names.gather(shared))
    zones, named = [z for cut, _ in gathered for z in cut], [n for _, of in gathered for n in of]
    names = [
        NameModels(
            train_names.fit([z for z in zones if fold_of(z.article) != fold]),
            train_names.fit_kinds([n for n in named if fold_of(n.article) != fold]),
        )
        for fold in range(FOLDS)
    ]
    cases = list(train_references.gather(shared, names))
    return [
        Readers(found, train_references.fit([c for c in cases if fold_of(c.article) != fold]))
        for fold, found in enumerate(names)
    ]
