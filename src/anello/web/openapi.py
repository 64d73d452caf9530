"""The OpenAPI document on standard output: `python -m anello.web.openapi > site/openapi.json`.

In: nothing. Out: JSON with an end of line. Promise: the same bytes for the same code.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from anello.web.app import make_api
from anello.web.desk import Desk


def document() -> dict[str, Any]:
    """Return the document of the API; no study is needed for it."""
    desk: Any = Desk.__new__(Desk)
    return make_api(desk).openapi()


def text_of(found: dict[str, Any]) -> str:
    """Return a document as it is kept in a file."""
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text_of(document()))
