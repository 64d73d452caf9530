"""Read the public relation set CORE (encyclopaedic English sentences with one marked pair each) as labelled pairs.

In: `cases/relations/core_train.json` of the shared material. Out: pairs with the class that holds, for the scorer's
training. Its sentences are unhedged and short: extra training, no proof.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from anello.extract.context import Pair
from anello.extract.framewise import FrameExtractor, read_sentences
from anello.extract.pairs import find_pairs
from anello.lang import load
from anello.model import Article, digest_of

FIRST_ROLE = {
    "acquired_by": ("acquisition", 1),
    "shareholder_of": ("investment", 0),
    "subsidiary_of": ("control", 1),
    "client_of": ("supply", 1),
    "collaboration": ("partnership", 0),
    "merged_with": ("merger", 0),
}
"""The class of a relation, and whether its subject (0) or its object (1) has the first role of the class."""
UNSURE = {
    "shareholder_of": ("stake", "control"),
    "collaboration": ("supply", "licence", "project"),
    "brand_of": ("control", "acquisition"),
    "subsidiary_of": ("stake", "acquisition"),
    "acquired_by": ("control",),
}
SKIPPED = frozenset({"product_or_service_of", "brand_of"})


def read_relations(path: Path, extractor: FrameExtractor) -> Iterator[tuple[Pair, set[str], set[str], str]]:
    """Yield (pair, classes that hold, classes that are not learned from, id of the sentence)."""
    language = load("en")
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["relation"] in SKIPPED:
            continue
        text, starts = "", []
        for token in row["context"]:
            starts.append(len(text))
            text += token + " "
        article = Article(digest_of(text), row["id"], text, "", "en")
        subject, other = starts[row["e1_start"]], starts[row["e2_start"]]
        if row["invert_relation"]:
            subject, other = other, subject
        for context in extractor.contexts(read_sentences(article, language, extractor.directory), language):
            for pair in find_pairs(context):
                left, right = pair.left.mention, pair.right.mention
                if left is None or right is None or pair.absent:
                    continue
                places = (left.start, right.start)
                if places not in ((subject, other), (other, subject)):
                    continue
                yield pair, *_labels(row["relation"], places[0] == subject, pair), row["id"]


def _labels(relation: str, subject_first: bool, pair: Pair) -> tuple[set[str], set[str]]:
    unsure = {f"{type_}:{way}" for type_ in UNSURE.get(relation, ()) for way in (0, 1)}
    if relation not in FIRST_ROLE:
        return set(), unsure
    type_, which = FIRST_ROLE[relation]
    if relation == "shareholder_of" and "has=percent" in pair.features[0]:
        type_ = "stake"
        unsure = {"investment:0", "investment:1"}
    symmetric = type_ in ("partnership", "merger")
    way = 0 if symmetric or subject_first == (which == 0) else 1
    return {f"{type_}:{way}"}, unsure
