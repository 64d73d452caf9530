"""Rows of training: which named signs a reading has, whether it holds, from which article, kept as numbers.

In: signs as text. Out: sparse matrices for fitting. Promise: a million readings fit in memory; rows of one article
stand together; what the rows are does not hang on how many processes gathered them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count

import numpy as np
from material import FOLDS, fold_of
from scipy import sparse


class Rows:
    """Readings with their signs; `holds`, `weight`, `kind`, `group` and `document` go with them row by row."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.flat, self.ends = array("i"), array("q")
        self.holds, self.weight = array("b"), array("f")
        self.kind: list[str] = []
        self.group: list[str] = []
        self.document: list[str] = []
        self.passed = 0
        """How many readings came that may be passed over: a counter for whoever keeps one in so many."""

    def __len__(self) -> int:
        return len(self.ends)

    def add(self, signs: Iterable[str], holds: bool, kind: str, group: str, document: str, weight: float = 1.0) -> None:
        """Add a reading; `weight` is how many readings like it this one stands for."""
        names = self.names
        self.flat.extend([names.setdefault(s, len(names)) for s in signs])
        self.ends.append(len(self.flat))
        self.holds.append(holds)
        self.weight.append(weight)
        self.kind.append(kind)
        self.group.append(group)
        self.document.append(document)

    def extend(self, other: Rows) -> None:
        """Add the readings of another set behind these."""
        number = np.array([self.names.setdefault(name, len(self.names)) for name in other.names], np.int32)
        start = len(self.flat)
        if other.flat:
            self.flat.frombytes(number[np.frombuffer(other.flat, np.int32)].tobytes())
        self.ends.extend(start + end for end in other.ends)
        self.holds.extend(other.holds)
        self.weight.extend(other.weight)
        self.kind += other.kind
        self.group += other.group
        self.document += other.document

    def matrix(self) -> sparse.csr_matrix:
        """Return the rows over all signs; a sign that a row bears twice counts twice."""
        flat = np.frombuffer(self.flat, np.int32) if self.flat else np.zeros(0, np.int32)
        ends = np.concatenate([[0], np.frombuffer(self.ends, np.int64)]) if self.ends else np.zeros(1, np.int64)
        return sparse.csr_matrix((np.ones(len(flat), np.float32), flat, ends), (len(self), len(self.names)))

    def folds(self) -> np.ndarray:
        """Return the fold of each row's article."""
        known = {name: fold_of(name) for name in dict.fromkeys(self.document)}
        return np.array([known[name] for name in self.document], np.int8)

    def articles_by_sign(self) -> np.ndarray:
        """Return in how many articles of each fold a sign stands, as a table of folds by signs."""
        out = np.zeros((FOLDS, len(self.names)), np.int32)
        flat = np.frombuffer(self.flat, np.int32) if self.flat else np.zeros(0, np.int32)
        first = 0
        for row, document in enumerate(self.document):
            if row + 1 == len(self) or self.document[row + 1] != document:
                out[fold_of(document), np.unique(flat[first : self.ends[row]])] += 1
                first = self.ends[row]
        return out


def gathered(work: Callable[[int], Rows], parts: int) -> Rows:
    """Return the rows that `work` gives for each part, in order, made by as many processes as the machine has cores."""
    out = Rows()
    for rows in in_parallel(work, range(parts)):
        out.extend(rows)
    return out


def in_parallel(work: Callable[[int], object], items: Sequence[int]) -> Iterator:
    """Yield what `work` makes of each item, in order; its processes are forked, so that it may be any function."""
    global _work
    _work = work
    with ProcessPoolExecutor(cpu_count() or 1, mp_context=get_context("fork")) as pool:
        yield from pool.map(_call, items)


_work: Callable[[int], object] | None = None


def _call(item: int) -> object:
    assert _work is not None
    return _work(item)
