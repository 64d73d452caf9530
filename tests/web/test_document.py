"""Generated questions: whatever the document allows is answered as it says, whatever else is refused as it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from anello.web.app import make_app
from anello.web.desk import Desk
from anello.web.guarding import API, House
from anello.web.openapi import document

EXAMPLES = 5

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def asked(desk: Desk) -> Any:
    return schemathesis.openapi.from_asgi(f"{API}/openapi.json", make_app(desk, House(names=None)))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("path", [path for path, methods in document()["paths"].items() if "get" in methods])
def test_a_path_does_what_the_document_says(asked: Any, path: str, mode: GenerationMode) -> None:
    operation = asked[path]["GET"]
    if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
        pytest.skip("takes no parameters, so nothing can be asked wrongly")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        answer = case.call_and_validate()
        assert answer.status_code < 500

    ask()
