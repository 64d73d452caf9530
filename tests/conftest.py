"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from anello.cli import run


@pytest.fixture(autouse=True, scope="session")
def no_terminal() -> Iterator[None]:
    """Keep the width of the terminal that the tests are started in away from what they print."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process; gives its exit code, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call
