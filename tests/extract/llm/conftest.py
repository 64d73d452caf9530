"""What the tests of the model seam share: a model that a test scripts, and an extractor that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from fake_model import SECRET, FakeModel, Make, fake_model

from anello.extract.llm.cost import Bill
from anello.extract.llm.endpoint import Endpoint
from anello.extract.llm.extractor import LlmExtractor
from anello.extract.llm.settings import Settings, read_settings


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeModel]:
    """A model, to which the environment of the test leads."""
    with fake_model() as found:
        for name in ("PRICE_IN", "PRICE_OUT"):
            monkeypatch.delenv(f"ANELLO_LLM_{name}", raising=False)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setenv("ANELLO_LLM_URL", found.url)
        monkeypatch.setenv("ANELLO_LLM_MODEL", "toy-1")
        monkeypatch.setenv("ANELLO_LLM_KEY", SECRET)
        monkeypatch.setenv("ANELLO_LLM_CACHE", str(tmp_path / "answers"))
        yield found


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that were asked for; nobody waits."""
    return []


@pytest.fixture
def make(model: FakeModel, pauses: list[float]) -> Make:
    """Make an extractor that asks the model, with what a test says of prices and patience."""

    def make_one(most: str | None = None, price: str | None = None, timeout: float = 5.0) -> LlmExtractor:
        settings: Settings = read_settings()
        prices = (Decimal(price), Decimal(price)) if price else (None, None)
        bill = Bill(*prices, Decimal(most) if most else None)
        return LlmExtractor(settings, endpoint=Endpoint(settings, bill, timeout, pauses.append))

    return make_one
