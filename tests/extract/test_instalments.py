"""Instalments: a part that is said to follow is a tranche of its deal."""

from __future__ import annotations

from anello.extract import load_extractor
from anello.model import Article

TEXT = "Amazon will invest $50 billion in OpenAI. The remaining $35 billion will follow if terms are met."


def test_a_part_that_follows_is_a_tranche() -> None:
    claims = load_extractor().extract(Article("a", "a", "\n" + TEXT, language="en")).claims
    told = {c.amount.text: c.amount.basis for c in claims if c.amount is not None}
    assert told == {"$50 billion": None, "$35 billion": "tranche"}
