"""Cycles as lists of numbers, for those who want to read each of them.

In: arcs as pairs of node numbers. Out: cycles as lists. Promise: the same cycles as the plain search of `cycles.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from anello.analyse.search.bounded import walk_cycles
from anello.analyse.search.ordering import prepare_net


def list_cycles(
    nodes: int, arcs: Sequence[tuple[int, int]], longest: int, budget: int, most: int
) -> tuple[list[list[int]], bool]:
    """Return at most `most` cycles of 2 to `longest` nodes, and whether these are all.

    Raises:
        SettingsError: a bound is out of range.
    """
    pairs = np.array(arcs, np.int32).reshape(-1, 2)
    walk = walk_cycles(prepare_net(nodes, pairs[:, 0], pairs[:, 1]), longest, budget=budget)
    found: list[list[int]] = []
    for page in walk.pages():
        found += page.lists()
        if len(found) > most:
            return found[:most], False
    return found, walk.complete
