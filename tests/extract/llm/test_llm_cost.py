"""Money: the limit holds before it is passed, and nothing is paid for twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from fake_model import INVESTMENT, FakeModel, Make, article, claims, completion, sends

from anello.errors import BudgetSpent, SettingsError, StoreError
from anello.extract.llm.cache import Answer, Cache
from anello.extract.llm.cost import Bill, Usage

COUNTED = {"prompt_tokens": 1_000, "completion_tokens": 100}


def test_a_bill_adds_up_exactly() -> None:
    bill = Bill(Decimal("0.15"), Decimal("0.60"), Decimal("0.001"))
    bill.charge(Usage(1_000, 100))
    assert bill.spent == Decimal("0.00021")
    bill.admit(Usage(0, 1_316))
    with pytest.raises(BudgetSpent):
        bill.admit(Usage(0, 1_317))
    with pytest.raises(BudgetSpent):
        bill.admit(Usage(0, 0))


def test_a_limit_needs_prices() -> None:
    with pytest.raises(SettingsError, match="ANELLO_LLM_PRICE_IN"):
        Bill(None, Decimal(1), Decimal(1))


def test_the_limit_stops_before_the_request_that_could_pass_it(make: Make, model: FakeModel) -> None:
    model.will(claims(INVESTMENT, usage=COUNTED))
    extractor = make(most="0.02", price="1")
    found = [extractor.extract(article(name=str(n), text=f"Round {n}\n{article().text}")) for n in range(30)]
    read = [e for e in found if not e.unread]
    assert 0 < len(read) == len(model.asked) < 30
    assert extractor.bill.spent == Decimal("0.0011") * len(read) <= Decimal("0.02")
    assert all("--max-cost" in e.rejects[0].reason and not e.claims for e in found if e.unread)
    assert "stopped before --max-cost" in extractor.summary


def test_not_even_one_request_may_pass_the_limit(make: Make, model: FakeModel) -> None:
    assert make(most="0.000001", price="1").extract(article()).unread
    assert model.asked == []


@pytest.mark.parametrize(
    "usage", [None, {}, "many", {"prompt_tokens": -5, "completion_tokens": 1}, {"prompt_tokens": True}]
)
def test_who_does_not_count_is_billed_at_the_worst(make: Make, model: FakeModel, usage: object) -> None:
    model.will(claims(INVESTMENT, usage=usage))
    extractor = make(price="1")
    extractor.extract(article())
    assert extractor.bill.received == 4_096
    assert extractor.bill.sent > len(article().text)


def test_attempts_that_may_have_been_billed_are_billed(make: Make, model: FakeModel) -> None:
    model.will(model.hang, model.hang, claims(INVESTMENT, usage=COUNTED))
    extractor = make(price="1", timeout=0.05)
    extractor.extract(article())
    assert extractor.bill.requests == 3
    free = make(price="1")
    model.will(sends(b"", 429), claims(INVESTMENT, usage=COUNTED))
    free.extract(article("Other\n" + article().text))
    assert free.bill.requests == 1


def test_an_answer_is_paid_for_once(make: Make, model: FakeModel) -> None:
    model.will(claims(INVESTMENT))
    first = make().extract(article())
    again = make()
    assert again.extract(article()) == first
    assert (len(model.asked), again.from_cache, again.bill.requests) == (1, 1, 0)


def test_another_model_or_passage_is_asked_anew(make: Make, model: FakeModel, monkeypatch: pytest.MonkeyPatch) -> None:
    make().extract(article())
    make().extract(article("Other\n" + article().text))
    monkeypatch.setenv("ANELLO_LLM_MODEL", "toy-2")
    make().extract(article())
    assert len(model.asked) == 3


def test_a_run_that_was_stopped_goes_on_where_it_was(make: Make, model: FakeModel) -> None:
    many = [article(f"Round {n}\n{article().text}", str(n)) for n in range(6)]
    extractor = make()
    for one in many[:3]:
        extractor.extract(one)
    later = make()
    for one in many:
        later.extract(one)
    assert len(model.asked) == 6
    assert later.from_cache == 3


def test_a_spent_budget_still_reads_what_is_paid_for(make: Make, model: FakeModel) -> None:
    model.will(claims(INVESTMENT))
    make().extract(article())
    assert len(make(most="0", price="1").extract(article()).claims) == 1


def test_an_error_is_not_kept_as_an_answer(make: Make, model: FakeModel) -> None:
    model.will(sends(b"<html>", 200), sends(completion('{"claims": []}')))
    assert make().extract(article()).unread
    assert not make().extract(article()).unread


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"text": 5, "cut": false}', b"[" * 10_000])
def test_a_damaged_file_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.keep(b"request", Answer("said", True))
    assert cache.find(b"request") == Answer("said", True)
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(damage)
    assert cache.find(b"request") is None


def test_nothing_half_written_is_left_or_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    cache = Cache(tmp_path)
    monkeypatch.setattr("os.replace", full)
    with pytest.raises(StoreError, match="No space left"):
        cache.keep(b"request", Answer("said"))
    assert cache.find(b"request") is None
    assert list(tmp_path.rglob("*.json")) == []
