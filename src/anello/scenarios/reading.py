"""A scenario file read: TOML in, a `Scenario` out.

In: the text of a file. Out: a `Scenario` with names as written. Promise: whatever the file says is understood or
refused; a refusal names the table and the key, and says what to write instead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

from anello.errors import SettingsError
from anello.model import Bound, Call, Choice, Fall, Flotation, Scenario, Term, Unable
from anello.scenarios.figures import read_bounds

T = TypeVar("T")

KINDS = ("equity", "loan", "purchase", "licence")
"""Kinds of legs that pay, and so can be stopped or wait for a condition."""

FIRST_YEAR, LAST_YEAR, MOST_YEARS = 1990, 2100, 20
ONE = Decimal(1)


@dataclass
class _Table:
    """A table of the file: its name for errors, and which keys were asked for."""

    where: str
    data: Mapping[str, Any]
    known: list[str] = field(default_factory=list)

    def find(self, key: str) -> Any:
        self.known.append(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        found = self.find(key)
        if found is None and default is not None:
            return default
        if not isinstance(found, str) or not found.strip():
            raise SettingsError(f'{self.where}: {key} is missing or no text; write {key} = "..."')
        return found.strip()

    def optional(self, key: str) -> str | None:
        return self.text(key) if key in self.data else self.find(key)

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.find(key)
        listed = [] if found is None else [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
            raise SettingsError(f'{self.where}: {key} must list names; write {key} = ["...", "..."]')
        return tuple(one.strip() for one in listed)

    def bounds(self, key: str, most: Decimal | None = None) -> Bound | None:
        found = self.find(key)
        return None if found is None else read_bounds(found, f"{self.where}: {key}", most)

    def needed(self, key: str, most: Decimal | None = None) -> Bound:
        found = self.bounds(key, most)
        if found is None:
            raise SettingsError(f'{self.where}: {key} is missing; write {key} = "low..high" or one figure')
        return found

    def day(self, key: str) -> date:
        found = self.find(key)
        if not isinstance(found, date) or isinstance(found, datetime):
            raise SettingsError(f"{self.where}: {key} must be a day without quotes; write {key} = 2027-01-01")
        return found

    def close(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self.data:
            if key not in self.known:
                near = get_close_matches(key, self.known, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"it may have {', '.join(sorted(self.known))}"
                raise SettingsError(f"{self.where}: nothing is called {key!r}; {hint}")


def read_scenario(text: str, name: str) -> Scenario:
    """Return the scenario of a file's text; `name` is the file or the scenario, for errors.

    Raises:
        SettingsError: it is no TOML, or says what no scenario can; the message says where, and what to write.
    """
    try:
        top = _Table(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{name} is no TOML: {error}; `anello stress --list openai-misses` shows a model"
        ) from error
    alphas, betas = _costs(top)
    found = Scenario(
        name=name,
        title=top.text("title"),
        years=_years(top),
        story=" ".join(top.text("story", "").split()),
        currency=_currency(top),
        alphas=alphas,
        betas=betas,
        unable=_tables(top, "unable", _unable),
        stops=_tables(top, "stop", _choice),
        occurs=_tables(top, "occurs", _choice),
        calls=_tables(top, "call", _call),
        terms=_tables(top, "term", _term),
        falls=_tables(top, "fall", _fall),
        offerings=_tables(top, "ipo", _offering),
        apart=top.texts("limited_recourse"),
    )
    top.close()
    if not any((found.unable, found.stops, found.calls, found.falls, found.offerings)):
        raise SettingsError(
            f"{name}: nothing happens in it; add a table [[unable]], [[stop]], [[call]], [[fall]] or [[ipo]]"
        )
    return found


def _tables(top: _Table, key: str, read: Callable[[_Table], T]) -> tuple[T, ...]:
    return tuple(_each(top, key, read))


def _each(top: _Table, key: str, read: Callable[[_Table], T]) -> Iterator[T]:
    rows = top.find(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(f"{top.where}: {key} is a table that may come again; write [[{key}]] on a line of its own")
    for number, row in enumerate(rows, 1):
        table = _Table(f"{top.where}, [[{key}]] {number}", row)
        yield read(table)
        table.close()


def _years(top: _Table) -> tuple[int, ...]:
    year, years = top.find("year"), top.find("years")
    listed = [year] if years is None else years
    good = isinstance(listed, list) and all(isinstance(y, int) and FIRST_YEAR <= y <= LAST_YEAR for y in listed)
    if not good or not listed or (year is not None and years is not None):
        raise SettingsError(
            f"{top.where}: write year = 2027, or years = [2027, 2028] (from {FIRST_YEAR} to {LAST_YEAR})"
        )
    ordered = sorted(set(listed))
    if ordered[-1] - ordered[0] + 1 != len(ordered) or len(ordered) > MOST_YEARS:
        raise SettingsError(
            f"{top.where}: years must follow one another, {MOST_YEARS} at most; run others by themselves"
        )
    return tuple(ordered)


def _currency(top: _Table) -> str:
    found = top.text("currency", "USD")
    if len(found) != 3 or not found.isalpha():
        raise SettingsError(f'{top.where}: currency {found!r} is no code; write currency = "USD"')
    return found.upper()


def _costs(top: _Table) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return pairs of default costs: lists of one length, or one figure for both."""
    both = [_parts(top, key) for key in ("alpha", "beta")]
    alphas, betas = (found or other or (1.0,) for found, other in (both, reversed(both)))
    if len(alphas) != len(betas):
        raise SettingsError(f"{top.where}: alpha and beta are pairs; give both lists the same length")
    return alphas, betas


def _parts(top: _Table, key: str) -> tuple[float, ...]:
    found = top.find(key)
    listed: Sequence[Any] = () if found is None else found if isinstance(found, list) else [found]
    if any(isinstance(v, bool) or not isinstance(v, int | float) or not 0 <= v <= 1 for v in listed):
        raise SettingsError(
            f"{top.where}: {key} is what is left after a failure, between 0 and 1; write {key} = [1.0, 0.5]"
        )
    return tuple(float(v) for v in listed)


def _unable(table: _Table) -> Unable:
    party, to = table.text("party"), table.texts("to")
    share, amount = table.bounds("share", ONE), table.bounds("amount")
    if (share is None) == (amount is None):
        raise SettingsError(f'{table.where}: say how much is not paid: share = "0.5..1" or amount = "20bn..60bn"')
    return Unable(party, share and _closed(share, ONE), amount and _closed(amount, None), to)


def _closed(bounds: Bound, most: Decimal | None) -> Bound:
    """Return bounds with the open ends that stand for themselves: nothing, and all of a share."""
    return Bound(bounds.low or Decimal(0), most if bounds.high is None else bounds.high)


def _choice(table: _Table) -> Choice:
    found = Choice(table.optional("payer"), table.optional("payee"), table.texts("kinds"))
    if found.payer is None and found.payee is None:
        raise SettingsError(f'{table.where}: say whose payments: payer = "...", payee = "...", or both')
    for kind in found.kinds:
        if kind not in KINDS:
            raise SettingsError(f"{table.where}: no kind {kind!r}; there are {', '.join(KINDS)}")
    return found


def _call(table: _Table) -> Call:
    return Call(table.text("guarantor"), table.text("beneficiary"), table.bounds("amount"))


def _term(table: _Table) -> Term:
    found = Term(
        table.text("payer"), table.text("payee"), table.day("first"), table.day("last"), table.text("because", "")
    )
    if found.last < found.first:
        raise SettingsError(f"{table.where}: it ends ({found.last}) before it begins ({found.first}); swap the days")
    return found


def _fall(table: _Table) -> Fall:
    return Fall(table.text("party"), _closed(table.needed("by", ONE), ONE))


def _offering(table: _Table) -> Flotation:
    party, value = table.text("party"), table.needed("value")
    if value.high == 0:
        raise SettingsError(f"{table.where}: value is what the company is worth before the money; write more than 0")
    return Flotation(party, value, table.bounds("raises"))
