"""The tables of learned weights that are shipped with the package.

In: the name of a table. Out: its rows, cells parted by tabs. Promise: lines that begin with "#" say how the table was
made and are no rows.
"""

from __future__ import annotations

from importlib.resources import files


def read_table(name: str) -> list[list[str]]:
    """Return the rows of a table."""
    text = (files("anello.extract") / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
