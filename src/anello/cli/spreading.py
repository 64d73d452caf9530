"""Commands with more options than a function should have parameters: some of them come as one value.

In: a command with one parameter that is a dataclass of options. Out: the command as the application takes it, and the
window that three options mean. Promise: a command line sees plain options; the function sees one value.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_type_hints

from anello.errors import SettingsError


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the fields of its dataclass parameters in their place, in order."""
    hints = get_type_hints(command, include_extras=True)
    packs: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}
    taken: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name not in packs:
            taken.append(parameter.replace(annotation=hints[name]))
            continue
        inner = get_type_hints(packs[name], include_extras=True)
        taken += [
            inspect.Parameter(f.name, parameter.kind, default=f.default, annotation=inner[f.name])
            for f in fields(packs[name])
        ]

    def run(**given: Any) -> None:
        for name, kind in packs.items():
            given[name] = kind(**{f.name: given.pop(f.name) for f in fields(kind)})
        command(**given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    vars(run)["__signature__"] = inspect.Signature(taken)
    return run


def window_of(first: date | None, last: date | None, year: int | None) -> tuple[date | None, date | None]:
    """Return the window that --from, --to and --year mean.

    Raises:
        SettingsError: a year is given together with a day, or the window ends before it begins.

    >>> window_of(None, None, 2026)
    (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    """
    if year is not None and (first is not None or last is not None):
        raise SettingsError("--year and --from or --to exclude each other; choose one")
    if year is not None:
        return date(year, 1, 1), date(year, 12, 31)
    if first is not None and last is not None and last < first:
        raise SettingsError(f"the window ends ({last}) before it begins ({first}); swap the dates")
    return first, last
