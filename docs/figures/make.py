"""Draw the pictures of the docs: one of each analysis, from the demo study.

In: nothing. Out: SVG files beside this one. Promise: each is what `anello plot` draws today, nothing is added; the same
articles give the same bytes.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from anello.cli import run

HERE = Path(__file__).resolve().parent

FIGURES: dict[str, tuple[str, ...]] = {
    "rings": ("rings", "Oracle"),
    "flows": ("flows",),
    "funded": ("funded",),
    "ladder": ("ladder", "OpenAI"),
    "owners": ("owners",),
    "compute": ("compute", "OpenAI"),
    "stress": ("stress", "backstop-called"),
    "valuations": ("valuations",),
    "origins": ("origins",),
}
"""Name of a file -> what is drawn, and of whom."""


def draw_all(study: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each figure and its SVG, drawn from a study.

    Raises:
        SystemExit: a picture could not be drawn.
    """
    for name, (what, *named) in FIGURES.items():
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = run(["plot", what, study, *named])
        if code:
            raise SystemExit(f"{name} could not be drawn")
        yield name, printed.getvalue()


def main() -> None:
    """Build the demo study and write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        study = str(Path(folder) / "demo.anello")
        with contextlib.redirect_stdout(io.StringIO()):
            if run(["demo", "--study", study]):
                raise SystemExit("the demo study could not be built")
        for name, svg in draw_all(study):
            (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")
            print(f"docs/figures/{name}.svg: {len(svg) // 1024} KiB")


if __name__ == "__main__":
    main()
