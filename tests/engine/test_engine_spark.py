"""Spark keeps the common rules; without pyspark or Java these tests are skipped, and say so."""

import builtins
import importlib.util
import shutil
from collections.abc import Iterator

import pytest
from engine_conformance import EngineConformance

from anello.engine.spark import SparkEngine
from anello.errors import MissingExtra


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip('no pyspark here; `pip install "anello[spark]"` brings it')
    if shutil.which("java") is None:
        pytest.skip("no Java here; Spark needs Java 17")
    settings = {"spark.sql.shuffle.partitions": "2", "spark.default.parallelism": "2"}
    with SparkEngine("local[2]", settings=settings) as engine:
        engine._session.sparkContext.setLogLevel("OFF")
        yield engine


@pytest.mark.filterwarnings("ignore::FutureWarning")  # pyspark on newer pandas
class TestSpark(EngineConformance):
    @pytest.fixture
    def engine(self, spark: SparkEngine) -> SparkEngine:
        return spark


def test_a_missing_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_spark(name: str, *args: object, **named: object) -> object:
        if name.startswith("pyspark"):
            raise ImportError(name)
        return real(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", without_spark)
    with pytest.raises(MissingExtra, match=r'pip install "anello\[spark\]"'):
        SparkEngine()
