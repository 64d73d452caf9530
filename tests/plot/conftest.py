"""The studies that tests of pictures share, each built once."""

from __future__ import annotations

import pytest
from plot_studies import ARTICLE, TABLE, build

from anello.cli import run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    study = str(tmp_path_factory.mktemp("pictures") / "demo.anello")
    assert run(["demo", "--study", study]) == 0
    return study


@pytest.fixture(scope="session")
def evil(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(tmp_path_factory.mktemp("evil"), "deals.csv", TABLE)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(tmp_path_factory.mktemp("empty"), "weather.txt", ARTICLE)
