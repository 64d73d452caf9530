"""A short way to read in tests, at a fixed today."""

from __future__ import annotations

from datetime import date

from anello.model import Article, Reject
from anello.read import read_paths

TODAY = date(2026, 1, 15)

Reading = tuple[list[Article], list[Reject]]


def read(*paths: object, today: date = TODAY) -> Reading:
    results = list(read_paths([str(p) for p in paths], today=today))
    return [r for r in results if isinstance(r, Article)], [r for r in results if isinstance(r, Reject)]
