"""The learned reader of names: which words with a capital are one name, and of what kind.

In: the words of a text with the known mentions noted, what the rules take for names. Out: where names stand, and how
likely each kind is. Promise: a linear chain over named features (Lafferty, McCallum, Pereira 2001), then one choice of
kind for all places of a name; the weights are tables (`names.tsv`, `kinds.tsv`, made by `train/train_names.py`); only
words near a capital are looked at; deterministic; time linear in the text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from anello.extract.longnames import opens_sentence
from anello.extract.namesigns import OUT, Extent, Reading, zones
from anello.extract.runs import covers, headline_spans
from anello.extract.weighttables import read_table

KINDS: Mapping[str, str] = {"o": "organisation", "m": "outlet", "p": "person", "l": "place", "g": "product"}


@dataclass(frozen=True, slots=True, eq=False)
class NameModel:
    """Weights by feature and label, and by label and the label before it."""

    labels: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    follows: tuple[tuple[float, ...], ...]

    def label(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Return the likeliest labels of a stretch of words (Viterbi 1967)."""
        size = len(self.labels)
        back: list[list[int]] = []
        best = [0.0] * size
        for number, row in enumerate(rows):
            here = [0.0] * size
            for name in row:
                for at, weight in self.weights.get(name, ()):
                    here[at] += weight
            if number:
                chosen = [_best_before(best, self.follows, a) for a in range(size)]
                here = [here[a] + best[b] + self.follows[b][a] for a, b in enumerate(chosen)]
                back.append(chosen)
            best = here
        at = max(range(size), key=best.__getitem__)
        path = [at]
        for chosen in reversed(back):
            at = chosen[at]
            path.append(at)
        return [self.labels[n] for n in reversed(path)]


def _best_before(best: Sequence[float], follows: Sequence[Sequence[float]], label: int) -> int:
    return max(range(len(best)), key=lambda before: best[before] + follows[before][label])


@dataclass(frozen=True, slots=True, eq=False)
class KindModel:
    """Weights by feature and letter of the kind."""

    letters: str
    weights: Mapping[str, tuple[tuple[int, float], ...]]

    def chances(self, signs: Mapping[str, float]) -> dict[str, float]:
        """Return how likely each letter is for a name."""
        total = [0.0] * len(self.letters)
        for name, value in signs.items():
            for at, weight in self.weights.get(name, ()):
                total[at] += weight * value
        top = max(total)
        raised = [math.exp(t - top) for t in total]
        return {letter: r / sum(raised) for letter, r in zip(self.letters, raised, strict=True)}


@dataclass(frozen=True, slots=True, eq=False)
class NameModels:
    """The two steps of reading names: where they stand, then of what kind they are."""

    extents: NameModel
    kinds: KindModel


@cache
def load_name_models() -> NameModels:
    """Return the models that are shipped with the package."""
    return NameModels(_load_extents(), _load_kinds())


def _load_extents() -> NameModel:
    lines = read_table("names.tsv")
    labels = tuple(lines[0][1:])
    follows = tuple(tuple(int(w) / 100 for w in row[1:]) for row in lines[1 : 1 + len(labels)])
    return NameModel(labels, _weights(lines[1 + len(labels) :]), follows)


def _load_kinds() -> KindModel:
    lines = read_table("kinds.tsv")
    return KindModel(lines[0][1], _weights(lines[1:]))


def _weights(rows: Iterable[Sequence[str]]) -> dict[str, tuple[tuple[int, float], ...]]:
    cells = ((row[0], (cell.split("=") for cell in row[1].split(" "))) for row in rows)
    return {name: tuple((int(n), int(w) / 100) for n, w in found) for name, found in cells}


def tag(reading: Reading, model: NameModel) -> list[Extent]:
    """Return where names stand in a text, in order; where each word has a capital none is looked for."""
    text, tokens, out = reading.text, reading.tokens, list[Extent]()
    headlines = headline_spans(text, tokens, reading.words)
    for first, last in zones(reading):
        if not covers(headlines, tokens[first].start):
            found = extents_of(model.label(reading.rows(first, last)), first)
            out += [(_without_opener(reading, *extent), extent[1]) for extent in found]
    return out


def _without_opener(reading: Reading, first: int, last: int) -> int:
    """Return where a name begins without the article that opens its sentence: "La famiglia Agnelli"."""
    begin, tokens = first, reading.tokens
    if tokens[first].low in reading.words.articles and opens_sentence(reading.text, tokens, first):
        begin += 1
        while begin < last and tokens[begin].text.islower():
            begin += 1
    return begin if begin < last else first


def extents_of(labels: Sequence[str], first: int = 0) -> Iterator[Extent]:
    """Yield the stretches that labels mark; an inside without a beginning begins one."""
    begin = -1
    for i, label in enumerate([*labels, OUT]):
        if begin >= 0 and label != "I":
            yield first + begin, first + i
            begin = -1
        if label != OUT and begin < 0:
            begin = i


def labels_of(spans: Iterable[tuple[int, int, object]], first: int, last: int) -> list[str]:
    """Return the labels of the words [first, last)."""
    out = [OUT] * (last - first)
    for begin, end, _ in spans:
        for i in range(max(begin, first), min(end, last)):
            out[i - first] = "B" if i == begin else "I"
    return out
