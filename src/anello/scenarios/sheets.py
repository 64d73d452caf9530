"""Balance sheets that a user fills in: one CSV, one row a party.

In: the text of the file, or names of parties. Out: rows by name, or an empty form. Promise: an empty cell is unknown
and stays so; a cell that is no figure is refused with its line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from anello.errors import SettingsError
from anello.model import BalanceSheet, Bound
from anello.scenarios.figures import read_bounds

FIGURES = ("cash", "operating_inflow", "external_liabilities", "equity")
COLUMNS = ("party", *FIGURES, "currency", "as_of", "source")
"""Columns of the form; the last two are for its reader."""


def form_of(parties: Iterable[str], currency: str = "USD") -> list[dict[str, str]]:
    """Return the rows of an empty form."""
    return [{"party": party, "currency": currency} for party in parties]


def read_sheets(text: str, where: str, currency: str) -> tuple[BalanceSheet, ...]:
    """Return the filled rows of a form, each party under its name as written; a row without figures is left out.

    Raises:
        SettingsError: a column is missing or unknown, a figure cannot be read, a party stands there twice, or the
            figures are in another currency.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise SettingsError(f"{where} is no CSV: {error}; `anello stress --template STUDY` prints a form") from error
    strange = [name for name in reader.fieldnames or () if name not in COLUMNS]
    if "party" not in (reader.fieldnames or ()) or strange:
        what = f"no column {strange[0]!r}" if strange else "there is no column party"
        raise SettingsError(f"{where}: {what}; the columns are {', '.join(COLUMNS)}")
    found: dict[str, BalanceSheet] = {}
    for line, row in enumerate(rows, 2):
        sheet = _sheet(row, f"{where}, line {line}", currency)
        if sheet is None:
            continue
        if sheet.party in found:
            raise SettingsError(f"{where}, line {line}: {sheet.party} stands there twice; keep one row")
        found[sheet.party] = sheet
    return tuple(found.values())


def _sheet(row: dict[str, str | None], where: str, currency: str) -> BalanceSheet | None:
    if None in row:
        raise SettingsError(f"{where}: more cells than columns; a figure has no comma, write 1200000000 or 1.2bn")
    cells = {name: (value or "").strip() for name, value in row.items()}
    figures = {name: _figure(cells.get(name, ""), f"{where}, {name}") for name in FIGURES}
    if all(figure is None for figure in figures.values()):
        return None
    if not cells["party"]:
        raise SettingsError(f"{where}: figures without a party; write its name in the column party")
    stated = cells.get("currency", "").upper() or currency
    if stated != currency:
        raise SettingsError(f"{where}: the figures are in {stated}, the scenario is in {currency}; convert them")
    return BalanceSheet(cells["party"], **figures)


def _figure(cell: str, where: str) -> Bound | None:
    return read_bounds(cell, where) if cell else None
