"""Readers of names and references that did not see an article, for training what rests on them.

In: the shared material. Out: one pair of readers a fold, each trained on the articles of the other folds. Promise: what
is trained next sees names and references as they are read in text that nobody has seen, errors and all.
"""

from __future__ import annotations

from pathlib import Path

import train_names
import train_references
from material import FOLDS, fold_of
from rows import in_parallel

from anello.extract.framewise import Readers
from anello.extract.tagger import NameModels


def fold_readers(shared: Path) -> list[Readers]:
    """Return the readers of each fold."""
    gathered = list(train_names.gather(shared))
    zones, named = [z for cut, _ in gathered for z in cut], [n for _, of in gathered for n in of]

    def names_without(fold: int) -> NameModels:
        """Return models of names that saw the other folds."""
        return NameModels(
            train_names.fit([z for z in zones if fold_of(z.article) != fold]),
            train_names.fit_kinds([n for n in named if fold_of(n.article) != fold]),
        )

    names = list(in_parallel(names_without, range(FOLDS)))
    cases = list(train_references.gather(shared, names))

    def references_without(fold: int) -> train_references.ReferenceModel:
        """Return a model of references that saw the other folds."""
        return train_references.fit([c for c in cases if fold_of(c.article) != fold])

    references = in_parallel(references_without, range(FOLDS))
    return [Readers(found, model) for found, model in zip(names, references, strict=True)]
