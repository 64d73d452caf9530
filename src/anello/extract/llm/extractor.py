"""The extractor `llm`: triage, ask, read, dispose.

In: an article. Out: the claims that a model proposes and the text bears out, the citations that the text gives by
itself, a Reject for each proposal that was dropped. Promise: an article is asked about whole or counts as not read;
what was answered before is not asked again; where the model stays silent for several articles in a row, the rest are
not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from anello.errors import BudgetSpent, EndpointError
from anello.extract import Extraction, keep_evident
from anello.extract.llm.cache import Answer, Cache
from anello.extract.llm.cost import Bill
from anello.extract.llm.disposing import dispose
from anello.extract.llm.endpoint import Endpoint
from anello.extract.llm.ground import Ground, lay_ground
from anello.extract.llm.passages import Passage, choose_passages
from anello.extract.llm.prompting import make_request
from anello.extract.llm.reading import read_answer
from anello.extract.llm.settings import Settings, read_settings
from anello.extract.merge import merge_claims
from anello.extract.rows import claim_of_row
from anello.extract.speech import find_citations
from anello.lang import pack_codes
from anello.lang.directory import load_directory
from anello.model import Article, Claim, Reject

PATIENCE = 3
"""Articles in a row that get no answer before the rest are not tried."""


class LlmExtractor:
    """Extracts with a language model behind an OpenAI-compatible endpoint."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        max_cost: Decimal | None = None,
        beside: Path | None = None,
        endpoint: Endpoint | None = None,
    ) -> None:
        """Read the settings, by default from the environment; no request is made yet.

        Args:
            max_cost: what may be spent at most, in the currency of the prices.
            beside: a study, beside which answers are kept.
            endpoint: whom to ask, instead of one made of the settings.

        Raises:
            SettingsError: a setting is missing or cannot work.
        """
        self.settings = settings or read_settings(beside=beside)
        self.name = f"llm/{self.settings.model}"
        self.bill = endpoint.bill if endpoint else Bill(self.settings.price_in, self.settings.price_out, max_cost)
        self.endpoint = endpoint or Endpoint(self.settings, self.bill)
        self.cache = Cache(self.settings.cache) if self.settings.cache else None
        self.directory = load_directory()
        self.from_cache = self.silent = 0

    @property
    def summary(self) -> str:
        """Say what was asked and what it cost."""
        bill = self.bill
        said = f"{self.name}: {bill.requests:,} requests, {self.from_cache:,} answers from the cache, "
        said += f"{bill.sent:,} tokens sent, {bill.received:,} received"
        if bill.price_in is not None or bill.price_out is not None:
            said += f", cost {bill.spent:.4f}" + (f" of at most {bill.most}" if bill.most is not None else "")
        return said + ("; stopped before --max-cost" if bill.stopped else "")

    def extract(self, article: Article) -> Extraction:
        """Return the claims of an article, or a Reject where it could not be read.

        Raises:
            SettingsError: no article can be read with these settings.
            StoreError: an answer cannot be kept.
        """
        if article.row:
            return keep_evident(claim_of_row(article, self.directory), article)
        if article.language not in pack_codes():
            reason = f"no pack for {article.language}" if article.language else "language not recognised"
            return Extraction(rejects=(Reject("extract", article.document, reason),))
        ground = lay_ground(article, self.directory)
        passages = choose_passages(ground.sentences, ground.language)
        try:
            answers = [self._answer(article, passage) for passage in passages]
        except EndpointError as error:
            return Extraction(rejects=(Reject("extract", article.document, str(error)),), unread=True)
        return keep_evident(self._judge(ground, passages, answers), article)

    def _answer(self, article: Article, passage: Passage) -> Answer:
        request, worst = make_request(article, passage, self.settings.model)
        kept = self.cache.find(request) if self.cache else None
        if kept is not None:
            self.from_cache += 1
            return kept
        if self.silent >= PATIENCE:
            raise EndpointError(f"not read: the model failed on {PATIENCE} articles before; run again to go on")
        try:
            answer = self.endpoint.ask(request, worst)
        except BudgetSpent:
            raise
        except EndpointError:
            self.silent += 1
            raise
        self.silent = 0
        if self.cache:
            self.cache.keep(request, answer)
        return answer

    def _judge(self, ground: Ground, passages: Iterable[Passage], answers: Sequence[Answer]) -> Extraction:
        claims: list[Claim] = []
        rejects: list[Reject] = []
        document = ground.article.document
        for passage, answer in zip(passages, answers, strict=True):
            proposed = read_answer(answer.text, answer.cut)
            rejects += [Reject("extract", document, reason, detail) for reason, detail in proposed.left]
            judged = [dispose(p, ground, passage.parts(), self.name) for p in proposed.proposals]
            claims += [found for found in judged if isinstance(found, Claim)]
            rejects += [found for found in judged if isinstance(found, Reject)]
        body = next((s.start for s in ground.sentences if not s.title), 0)
        titles = frozenset(c.id for c in claims if c.evidence[0].start < body)
        claims.sort(key=lambda c: (c.evidence[0].start, c.id))
        citations = find_citations(ground.article, ground.sentences, ground.said)
        return Extraction(tuple(merge_claims(claims, titles)), citations, tuple(rejects))
