"""Rows of claims: what an article may claim, drafts that say the same together, and whether the gold claims it.

Also the rows of repeats: of a later statement about parties that an earlier one names, whether it is another claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from material import FOLDS, articles, demo, fold_of
from pair_rows import UNTOLD
from rows import Rows, gathered

from anello.extract.again import signs_between
from anello.extract.drafts import Draft
from anello.extract.evaluation import Pairing
from anello.extract.framewise import FrameExtractor, Readers, read_sentences
from anello.extract.learned import ClaimModel, PairModel
from anello.extract.merge import parties_of
from anello.lang import load, pack_codes
from anello.model import Article
from anello.show import claim_view


@dataclass(slots=True)
class FoldModels:
    """The models of one fold, trained on the articles of the others; those of a later step come when they are made."""

    readers: Readers
    pairs: PairModel
    claims: ClaimModel | None = None
    repeats: ClaimModel | None = None

    def extractor(self) -> FrameExtractor:
        """Return an extractor that reads by these models."""
        out = FrameExtractor()
        out.readers, out.model = self.readers, self.pairs
        out.claim_model, out.repeat_model = self.claims or out.claim_model, self.repeats or out.repeat_model
        return out


def gather_claims(shared: Path, models: Sequence[FoldModels]) -> Rows:
    """Return one row for each claim that an article may make, judged by the models that did not see it."""
    told = list(chain(articles(shared), demo()))

    def part(number: int) -> Rows:
        """Return the rows of one fold."""
        rows, extractor = Rows(), models[number].extractor()
        for article, gold, group in told:
            if fold_of(article.document) == number and article.language in pack_codes():
                language, pairing = load(article.language), Pairing(gold, [], article.text)
                sentences = read_sentences(article, language, extractor.directory, extractor.readers)
                for drafts, signs in extractor.judged(sentences, language):
                    found = _as_found(max(drafts, key=lambda d: d.score), article)
                    hits = [g for g in gold if pairing.agrees(g, found)]
                    optional = bool(hits) and all(g.get("optional") for g in hits)
                    if not optional and not (group == "demo" and found["type"] in UNTOLD):
                        rows.add(signs, bool(hits), found["type"], group, article.document)
        return rows

    return gathered(part, FOLDS)


def _as_found(draft: Draft, article: Article) -> dict:
    sentence = draft.binding.trigger.sentence
    return {
        "type": draft.type,
        "roles": {role: [m.name for m in found] for role, found in draft.roles.items()},
        "metric": draft.binding.trigger.word.metric,
        "product": draft.product,
        "amount": draft.money and {"low": draft.money.low, "high": draft.money.high, "currency": draft.money.currency},
        "evidence": article.text[sentence.start : sentence.end],
    }


def gather_repeats(shared: Path, models: Sequence[FoldModels]) -> Rows:
    """Return one row for each later statement about parties that an earlier one names: is it a claim of its own?"""
    told = list(articles(shared))

    def part(number: int) -> Rows:
        """Return the rows of one fold."""
        rows, extractor = Rows(), models[number].extractor()
        extractor.claim_model = ClaimModel(extractor.claim_model.weights, extractor.claim_model.threshold * 2 / 3)
        for article, gold, group in told:
            if fold_of(article.document) == number and article.language in pack_codes():
                _add_repeats(rows, article, gold, group, extractor)
        return rows

    return gathered(part, FOLDS)


def _add_repeats(rows: Rows, article: Article, gold: list[dict], group: str, extractor: FrameExtractor) -> None:
    language = load(article.language)
    sentences = read_sentences(article, language, extractor.directory, extractor.readers)
    claims, told = extractor.claims(article, sentences, [[] for _ in sentences], language)
    pairing = Pairing(gold, [claim_view(c) for c in claims], article.text)
    right = {*pairing.right.values(), *pairing.extra.values()}
    for later, claim in enumerate(claims):
        for earlier, kept in enumerate(claims[:later]):
            alike = claim.type == kept.type and parties_of(claim) == parties_of(kept)
            if alike and (earlier in right or later in right):
                signs = signs_between(kept, claim, told)
                rows.add(signs, {earlier, later} <= right, claim.type, group, article.document)
