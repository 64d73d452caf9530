"""The demo study, served in this process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_client import Client, client_of

from anello.demo import DEMO_TODAY, demo_paths
from anello.pipeline import build_study
from anello.store import open_study
from anello.web.desk import Desk


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "demo.anello"
    articles, table = demo_paths()
    build_study([str(articles), str(table)], path, today=DEMO_TODAY, workers=1)
    return path


@pytest.fixture(scope="session")
def desk(demo_file: Path) -> Iterator[Desk]:
    with open_study(demo_file) as study:
        yield Desk(study)


@pytest.fixture(scope="session")
def web(desk: Desk) -> Client:
    return client_of(desk)


@pytest.fixture
def own_file(demo_file: Path, desk: Desk, tmp_path: Path) -> Path:
    """A copy of the demo study that a test may change."""
    desk.study.counts()
    return Path(shutil.copy(demo_file, tmp_path / "own.anello"))
