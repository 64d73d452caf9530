"""The demo corpus: invented outlets telling the publicly reported deals of the AI business, 2025-2026.

In: nothing. Out: the paths of the articles and of the table of deals. Promise: the texts were written for this demo;
what they must yield stands in `expected.toml` beside them, stated as facts and not taken from a run of the program.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

__all__ = ["DEMO_TODAY", "demo_paths"]

DEMO_TODAY = date(2026, 9, 16)
"""The day that counts as today for the demo: no article is later, so the result is the same whenever it runs."""

_HERE = Path(__file__).parent


def demo_paths() -> tuple[Path, Path]:
    """Return the folder of articles and the table of deals, in the order in which a study is built from them.

    >>> [path.name for path in demo_paths()]
    ['articles', 'deals.csv']
    """
    return _HERE / "articles", _HERE / "deals.csv"
