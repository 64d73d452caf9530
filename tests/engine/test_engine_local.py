"""The engine of one machine keeps the common rules, and some of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import engine_steps as steps
import pytest
from engine_conformance import EngineConformance, make_articles, make_batches

from anello.engine import Step
from anello.engine.local import LocalEngine
from anello.errors import EngineError, SettingsError
from anello.tables import ARTICLES, Batch

HERE = Path(__file__).parent

RUN_LONG = """
import sys
sys.path.insert(0, {here!r})
import engine_steps as steps
from anello.engine.local import LocalEngine
from anello.model import Article
from anello.tables import ARTICLES

if __name__ == "__main__":
    batches = [ARTICLES.to_arrow([Article(str(n), {folder!r} + f"/n{{n}}", "")]) for n in range(8)]
    with LocalEngine(2) as engine:
        list(engine.collect(engine.each(steps.SLEEPING, engine.load(batches))))
"""


@pytest.fixture(scope="module")
def two_workers() -> Iterator[LocalEngine]:
    with LocalEngine(2) as engine:
        yield engine


class TestTwoWorkers(EngineConformance):
    @pytest.fixture
    def engine(self, two_workers: LocalEngine) -> LocalEngine:
        return two_workers


class TestOneWorker(EngineConformance):
    @pytest.fixture
    def engine(self) -> LocalEngine:
        return LocalEngine(1)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_order_is_that_of_the_input(workers: int, two_workers: LocalEngine) -> None:
    engine = two_workers if workers == 2 else LocalEngine(1)
    articles = make_articles(100)
    moved = engine.each(steps.COPY, make_batches(articles, 3))
    assert list(ARTICLES.from_arrow(moved)) == articles


def test_only_some_batches_are_under_way(two_workers: LocalEngine) -> None:
    taken = 0

    def batches() -> Iterator[Batch]:
        nonlocal taken
        for batch in make_batches(make_articles(300), 1):
            taken += 1
            yield batch

    moved = two_workers.each(steps.COPY, batches())
    for given, _ in enumerate(moved, 1):
        assert taken <= given + 2 * two_workers.workers
    assert taken == 300


def test_a_run_may_be_left_in_the_middle(two_workers: LocalEngine) -> None:
    moved = two_workers.each(steps.COPY, make_batches(make_articles(50), 1))
    next(moved)
    moved.close()
    assert len(list(two_workers.each(steps.COPY, make_batches(make_articles(5), 1)))) == 5


def test_a_worker_that_dies_is_told_and_replaced() -> None:
    with LocalEngine(2) as engine:
        with pytest.raises(EngineError, match="a worker died in step 'dying'"):
            list(engine.each(steps.DYING, make_batches(make_articles(40), 2)))
        assert len(list(engine.each(steps.COPY, make_batches(make_articles(4), 1)))) == 4


def test_a_step_that_cannot_travel(two_workers: LocalEngine) -> None:
    step = Step("lambda", lambda batches: batches, ARTICLES.schema)
    with pytest.raises(EngineError, match="a function of a module"):
        list(two_workers.each(step, make_batches(make_articles(2), 1)))


def test_the_cause_in_the_worker_is_kept(two_workers: LocalEngine) -> None:
    with pytest.raises(EngineError) as caught:
        list(two_workers.each(steps.FAILING, make_batches(make_articles(10), 1)))
    assert "fail_on_seven" in str(caught.value.__cause__)


def test_no_workers_cannot_work() -> None:
    with pytest.raises(SettingsError, match="1 or more"):
        LocalEngine(0)


def is_running(process: int) -> bool:
    """Tell whether the process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc to see which processes are left")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_no_worker_outlives_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "script.py"
    script.write_text(RUN_LONG.format(here=str(HERE), folder=str(tmp_path)))
    # As from a terminal: a run of the tests in the background ignores Ctrl-C, and its children would too.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    parent = subprocess.Popen(
        [sys.executable, str(script)], stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heeding
    )
    try:
        workers = wait_for(lambda: two_or_none({int(path.suffix[1:]) for path in tmp_path.glob("n*.*")}))
        if how is signal.SIGINT:
            os.killpg(parent.pid, how)  # as a terminal does: to all of them
        else:
            parent.kill()
        _, told = parent.communicate(timeout=30)
        assert parent.returncode != 0
        if how is signal.SIGINT:
            assert b"KeyboardInterrupt" in told
            assert b"Process Spawn" not in told, "a worker printed a trace of its own"
        wait_for(lambda: not any(map(is_running, workers)))
    finally:
        parent.kill()
        parent.wait()


def two_or_none(processes: set[int]) -> set[int] | None:
    return processes if len(processes) == 2 else None


def wait_for(condition, patience: float = 30.0):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")
