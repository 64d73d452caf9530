"""What the tests of the read room share: a fixed today and a short way to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reading_room import read

from anello.model import Article


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into a fresh folder and return its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def one(put: Callable[[str, str | bytes], Path]) -> Callable[[str, str | bytes], Article]:
    """Write a file, read it, and return its one article."""

    def read_one(name: str, content: str | bytes) -> Article:
        articles, rejects = read(put(name, content))
        assert not rejects, rejects
        assert len(articles) == 1
        return articles[0]

    return read_one


@pytest.fixture
def refusal(put: Callable[[str, str | bytes], Path]) -> Callable[[str, str | bytes], str]:
    """Write a file that must be refused and return the reason."""

    def read_refusal(name: str, content: str | bytes) -> str:
        articles, rejects = read(put(name, content))
        assert not articles
        assert [r.stage for r in rejects] == ["read"]
        return rejects[0].reason

    return read_refusal
