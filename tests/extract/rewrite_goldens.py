"""Write the golden claims anew and take `open` away from examples and readings that are found: read the diff after it.

Run it as `python tests/extract/rewrite_goldens.py` once a change of behaviour is meant.
"""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from test_framewise import EXTRACTOR, GOLDEN, STEMS, golden, is_read, read_rows, row_of
from test_packs import CODES, shown

from anello.extract.framewise import FrameExtractor

Row = dict[str, Any]
FRAMES = FrameExtractor(learned=False)


def write_rows(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def close_found(path: Path, is_found: Callable[[Row], bool]) -> None:
    """Take the mark away from every row that is found now."""
    rows = read_rows(path)
    for row in rows:
        if "open" in row and is_found(row):
            del row["open"]
    write_rows(path, rows)


def rewrite_article(stem: str) -> None:
    article = golden(stem)
    claims = EXTRACTOR.extract(article).claims
    write_rows(GOLDEN / f"{stem}.jsonl", [row_of(claim) for claim in claims])
    readings = GOLDEN / f"{stem}.reader.jsonl"
    if readings.is_file():
        close_found(readings, lambda row: any(is_read(claim, row, article.text) for claim in claims))


def rewrite_pack(code: str) -> None:
    path = Path(str(files("anello.lang"))) / "packs" / code / "examples.jsonl"
    close_found(path, lambda row: shown(FRAMES, code, row))


if __name__ == "__main__":
    for stem in STEMS:
        rewrite_article(stem)
    for code in CODES:
        rewrite_pack(code)
