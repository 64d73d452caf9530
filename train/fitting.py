"""Fitting: linear models over named signs, and what they reach on articles that they did not see.

In: `Rows`. Out: weights by sign, probabilities out of fold. Promise: the same rows give the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from material import FOLDS
from rows import Rows, in_parallel
from scipy import sparse
from sklearn.linear_model import LogisticRegression

MIN_ARTICLES, SMALLEST = 3, 0.015
BETA = 0.9
"""Recall counts this much beside precision: a wrong claim costs more than a missed one."""
OWN = ("gold", "written")
"""How the groups begin whose figures count: news and self-written articles, but no single sentences and no demo."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The models of a set of rows: weights by sign of all articles, and of all but those of each fold."""

    rows: Rows
    whole: dict[str, float]
    without: list[dict[str, float]]
    chance: np.ndarray
    """For each row its probability by the model that did not see its article."""


def fit_folds(rows: Rows, weight: np.ndarray, c: float) -> Fitted:
    """Fit one model on all rows and one without each fold."""
    x, fold, where = rows.matrix(), rows.folds(), rows.articles_by_sign()
    holds = np.frombuffer(rows.holds, np.int8).astype(bool)
    names = list(rows.names)

    def one(left_out: int) -> tuple[dict[str, float], np.ndarray]:
        """Return weights without a fold and what they make of it; a fold that is none leaves nothing out."""
        seen = fold != left_out
        kept = np.flatnonzero(where.sum(axis=0) - (where[left_out] if left_out < FOLDS else 0) >= MIN_ARTICLES)
        w = fit(x[seen][:, kept], holds[seen], weight[seen], c)
        judged = x[~seen][:, kept] @ w
        told = {names[at]: round(float(v), 2) for at, v in zip(kept, w, strict=True) if abs(v) >= SMALLEST}
        return told, 1 / (1 + np.exp(-judged))

    made = list(in_parallel(one, range(FOLDS + 1)))
    chance = np.zeros(len(rows))
    for number in range(FOLDS):
        chance[fold == number] = made[number][1]
    return Fitted(rows, made[FOLDS][0], [m[0] for m in made[:FOLDS]], chance)


def fit(x: sparse.csr_matrix, holds: np.ndarray, weight: np.ndarray, c: float) -> np.ndarray:
    """Return the weights of a logistic regression with an L2 penalty."""
    model = LogisticRegression(C=c, solver="liblinear", fit_intercept=False)
    return model.fit(x, holds, sample_weight=weight).coef_.ravel()


def tell(what: str, fitted: Fitted) -> float:
    """Print what is reached out of fold, over all and by group; return the best threshold over all that counts."""
    rows = fitted.rows
    group = np.array(rows.group)
    counts = np.array([name.startswith(OWN) for name in rows.group])
    reached = partial(best_threshold, fitted)
    threshold, words = reached(counts if counts.any() else np.ones(len(rows), bool))
    print(f"{what}, out of fold: {words}", flush=True)
    for name in sorted(set(rows.group)):
        print(f"  {name}:", reached(group == name)[1], flush=True)
    return threshold


def best_threshold(fitted: Fitted, of: np.ndarray) -> tuple[float, str]:
    """Return the threshold with the best F-score over some rows, precision first, and what it reaches."""
    y = np.frombuffer(fitted.rows.holds, np.int8).astype(bool)[of]
    weight, p = np.frombuffer(fitted.rows.weight, np.float32)[of], fitted.chance[of]
    gold, best = float(weight[y].sum()), (0.0, 0.5, "nothing holds")
    for t in np.arange(0.1, 0.9, 0.05):
        hit = p >= t
        right, found = float(weight[hit & y].sum()), float(weight[hit].sum())
        f = 2 * right / max(found + gold, 1)
        weighed = (1 + BETA**2) * right / max(found + BETA**2 * gold, 1)
        told = f"F1 {f:.3f} P {right / max(found, 1):.3f} R {right / max(gold, 1):.3f} at {t:.2f}, {gold:.0f} hold"
        best = max(best, (weighed, float(t), told))
    return best[1], best[2]
