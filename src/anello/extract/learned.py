"""The learned scorer: how likely a pair of parties are the two sides of a deal of each type.

In: the features of a pair. Out: a probability for each type and direction. Promise: linear models over named features;
the weights are tables (`weights.tsv`, `claims.tsv`, made by `train/scorer.py`, which says on what); deterministic;
any probability can be taken apart into features and weights. An encoder can join by adding features of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from anello.extract.context import Pair
from anello.extract.weighttables import read_table


@dataclass(frozen=True, slots=True, eq=False)
class PairModel:
    """Weights by feature and type, "" where they count for any type; a pair is believed from `threshold` on."""

    weights: dict[str, dict[str, float]]
    threshold: float

    def scores(self, pair: Pair) -> dict[str, float]:
        """Return the probability of each class that the triggers allow."""
        total = dict.fromkeys(pair.readings, 0.0)
        for way, features in enumerate(pair.features):
            for name in features:
                for type_, weight in self.weights.get(name, NOTHING).items():
                    class_ = f"{type_}:{way}"
                    if class_ in total:
                        total[class_] += weight
        for class_, features in pair.readings.items():
            type_ = class_.partition(":")[0]
            for name in features:
                row = self.weights.get(name, NOTHING)
                total[class_] += row.get("", 0.0) + row.get(type_, 0.0)
        return {class_: 1 / (1 + math.exp(-max(min(t, 30.0), -30.0))) for class_, t in total.items()}

    def reasons(self, pair: Pair, class_: str, most: int = 12) -> tuple[tuple[str, float], ...]:
        """Return the features that speak most for or against a class, with their weights."""
        type_, _, way = class_.partition(":")
        found = {name: self.weights.get(name, NOTHING).get(type_, 0.0) for name in pair.features[int(way)]}
        for name in pair.readings[class_]:
            row = self.weights.get(name, NOTHING)
            found[name] = row.get("", 0.0) + row.get(type_, 0.0)
        return tuple(sorted(((n, w) for n, w in found.items() if w), key=lambda f: (-abs(f[1]), f[0]))[:most])


NOTHING: dict[str, float] = {}


@cache
def load_pair_model() -> PairModel:
    """Return the model of pairs that is shipped with the package."""
    lines = read_table("weights.tsv")
    classes = lines[0][1:]
    weights = {}
    for row in lines[2:]:
        pairs = (cell.split("=") for cell in row[1].split(" "))
        weights[row[0]] = {classes[int(n)]: int(w) / 100 for n, w in pairs}
    return PairModel(weights, float(lines[1][1]))


@dataclass(frozen=True, slots=True, eq=False)
class ClaimModel:
    """Weights by feature of a claim as the whole article tells it; a claim is kept from `threshold` on."""

    weights: dict[str, float]
    threshold: float

    def chance(self, features: Iterable[str]) -> float:
        """Return the probability that the article makes the claim."""
        total = sum(self.weights.get(name, 0.0) for name in features)
        return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))


@cache
def load_claim_model(name: str = "claims.tsv") -> ClaimModel:
    """Return a model that is shipped with the package: of claims, or of repeats ("repeats.tsv")."""
    lines = read_table(name)
    return ClaimModel({row[0]: int(row[1]) / 100 for row in lines[1:]}, float(lines[0][1]))
