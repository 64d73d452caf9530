"""Rows of lone parties: each role of each type that may be all a claim names, and whether the gold has such a claim."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from labels import Labelled, Labels
from material import FOLDS, articles, demo, fold_of
from pair_rows import UNTOLD
from rows import Rows, gathered

from anello.extract.alone import Lone, find_lone, told_by
from anello.extract.attach import bind_product
from anello.extract.binding import Binding
from anello.extract.evaluation import MAIN, role_of
from anello.extract.framewise import FrameExtractor, Readers, read_sentences
from anello.extract.learned import PairModel
from anello.extract.pairs import find_pairs
from anello.lang import load, pack_codes
from anello.model import Article


def gather_lone(shared: Path, readers: Sequence[Readers], models: Sequence[PairModel]) -> Rows:
    """Return one row for each candidate of each article, with what the scorer of pairs that did not see it says."""
    told = list(chain(articles(shared), demo()))

    def part(number: int) -> Rows:
        """Return the rows of one fold."""
        rows, extractor = Rows(), FrameExtractor()
        extractor.readers = readers[number]
        for article, gold, group in told:
            if fold_of(article.document) == number and article.language in pack_codes():
                _add(rows, article, gold, group, extractor, models[number])
        return rows

    return gathered(part, FOLDS)


def _add(
    rows: Rows, article: Article, gold: list[dict], group: str, extractor: FrameExtractor, model: PairModel
) -> None:
    language = load(article.language)
    labels = Labels(article, gold, extractor.directory)
    sentences = read_sentences(article, language, extractor.directory, extractor.readers)
    for context in extractor.contexts(sentences, language):
        scored = [(pair, model.scores(pair)) for pair in find_pairs(context)]
        for lone in find_lone(context, told_by(scored)):
            claims = [c for c in labels.claims if c.gold["type"] == lone.type and _is_all(c, lone, labels)]
            here = any(c.told_in(context.sentence) for c in claims)
            if (here or not claims) and not (group == "demo" and lone.type in UNTOLD):
                rows.add(lone.columns(), here, lone.type, group, article.document)


def _is_all(claim: Labelled, lone: Lone, labels: Labels) -> bool:
    """Tell whether a claim of the gold names the party of a candidate in its role, and nobody else in a main role."""
    gold, main = claim.gold, MAIN[claim.gold["type"]]
    if lone.party.mention is None or not labels.among(role_of(gold, lone.role), lone.party.mention.name):
        return False
    if any(role_of(gold, role) for role in main if role not in (lone.role, "metric", "product")):
        return False
    if "metric" in main and role_of(gold, "metric") != [lone.trigger.word.metric]:
        return False
    if "product" not in main:
        return True
    product = bind_product(Binding(lone.trigger))
    found = {"type": lone.type, "product": product.name if product else None}
    return labels.pairing.role_agrees(gold, found, "product")
