"""Rows of pairs: each type and direction that the words of a sentence allow for two parties, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from encyclopaedia import read_relations
from labels import Labelled, Labels
from material import FOLDS, articles, demo, examples, fold_of
from rows import Rows, gathered

from anello.extract.context import Pair
from anello.extract.framewise import FrameExtractor, Readers, read_sentences
from anello.extract.learned import PairModel
from anello.extract.pairs import find_pairs
from anello.extract.rolefit import ROLES
from anello.lang import load, pack_codes
from anello.model import Article

UNTOLD = frozenset(("control", "partnership", "project", "valuation", "ipo", "financial", "holding", "maker", "merger"))
"""Types that the demo does not list, so that their absence says nothing."""
WEIGHT_OF = {"core": 0.4, "examples": 0.7, "demo": 0.7}
"""How much an example of a set counts: encyclopaedic sentences are not news."""
TANGLED = 0.5
"""How much the self-written articles count that are tangled on purpose (their ids hold "-w"): out of fold the pairs of
real news reach .50 with them at full weight and .51 at half, average precision."""
ONE_IN = 4
"""Of the readings that do not hold and for whose type a sentence has no word, one in so many is kept, and counts for
all: they are three quarters of all readings and teach little."""


def gather_pairs(shared: Path, readers: Sequence[Readers]) -> Rows:
    """Return one row for each class that may hold of each pair of each article."""
    told = list(chain(articles(shared), examples(), demo()))
    core = shared / "cases/relations/core_train.json"

    def part(number: int) -> Rows:
        """Return the rows of one fold, or, behind the folds, of the relation set."""
        rows, extractor = Rows(), FrameExtractor()
        if number == FOLDS:
            for pair, yes, unsure, name in read_relations(core, extractor) if core.is_file() else ():
                _add(rows, pair, yes, unsure, "core", name)
            return rows
        extractor.readers = readers[number]
        for article, gold, group in told:
            if fold_of(article.document) == number and article.language in pack_codes():
                for pair, yes, unsure in labelled(article, gold, group, extractor):
                    _add(rows, pair, yes, unsure, group, article.document)
        return rows

    return gathered(part, FOLDS + 1)


def _add(rows: Rows, pair: Pair, yes: set[str], unsure: set[str], group: str, document: str) -> None:
    for class_, signs in pair.readings.items():
        if class_ in unsure or (group == "demo" and class_.partition(":")[0] in UNTOLD):
            continue
        far = class_ not in yes and "own=0" in signs
        rows.passed += far
        if not far or rows.passed % ONE_IN == 0:
            rows.add(columns_of(pair, class_), class_ in yes, class_, group, document, ONE_IN if far else 1)


def columns_of(pair: Pair, class_: str) -> list[str]:
    """Return the columns of one reading of a pair: features for its type, and what counts for any type."""
    type_, _, way = class_.partition(":")
    readings = pair.readings[class_]
    return [f"{type_}|{f}" for f in pair.features[int(way)]] + readings + [f"{type_}|{f}" for f in readings]


def labelled(
    article: Article, gold: list[dict], group: str, extractor: FrameExtractor
) -> Iterator[tuple[Pair, set[str], set[str]]]:
    """Yield each pair of an article with the classes that hold and those that may not be learned from."""
    language = load(article.language)
    sentences = read_sentences(article, language, extractor.directory, extractor.readers)
    labels = Labels(article, gold, extractor.directory)
    named = {n for claim in labels.claims for role in claim.roles for n in role}
    for context in extractor.contexts(sentences, language):
        for pair in find_pairs(context):
            yes, unsure = set[str](), set[str]()
            if pair.left.mention is None or pair.right.mention is None:
                continue
            a, b = pair.left.mention.name, pair.right.mention.name
            if group == "examples" and named and not {a, b} <= named:
                continue  # an example shows one claim and may make others
            for claim in labels.claims:
                (yes if claim.told_in(context.sentence) else unsure).update(_classes(claim, a, b, labels))
            yield pair, yes, unsure - yes


def _classes(claim: Labelled, a: str, b: str, labels: Labels) -> Iterator[str]:
    """Yield the classes under which a claim of the gold holds of two parties."""
    type_, roles = claim.gold["type"], claim.roles
    if type_ == "partnership" or (type_ == "acquisition" and len(roles[0]) > 1 and not roles[1]):
        if labels.among(roles[0], a) and labels.among(roles[0], b):
            yield "partnership:0" if type_ == "partnership" else "merger:0"
    elif len(roles) == 2:
        for way, (x, y) in enumerate(((a, b), (b, a))):
            if labels.among(roles[0], x) and labels.among(roles[1], y):
                yield f"{type_}:{way}"


def weights_of(rows: Rows) -> np.ndarray:
    """Return how much each row counts: for how many it stands, and of which set it is."""
    of_set = [
        TANGLED if "-w" in document else WEIGHT_OF.get(group, 1.0)
        for document, group in zip(rows.document, rows.group, strict=True)
    ]
    return np.array(of_set) * np.frombuffer(rows.weight, np.float32)


def as_model(weights: dict[str, float], threshold: float = 0.5) -> PairModel:
    """Return fitted weights as the package uses them: by sign and by type."""
    table: dict[str, dict[str, float]] = {}
    for name, weight in weights.items():
        type_, bar, sign = name.partition("|")
        type_, sign = (type_, sign) if bar and type_ in ROLES else ("", name)
        table.setdefault(sign, {})[type_] = weight
    return PairModel(table, threshold)
