"""Scenarios for stress tests: files that users write, and worked ones that come with the package.

In: a path, or the name of a worked scenario. Out: a `Scenario` with names as written. Promise: needs nothing but the
file; the worked ones are files like any other, to be printed, changed and run. Format: docs/stress.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from anello.errors import SettingsError
from anello.model import Scenario
from anello.scenarios.reading import read_scenario

SUFFIX = ".toml"


def worked() -> Iterator[Scenario]:
    """Yield the worked scenarios, by name."""
    for name in names():
        yield read_scenario(text_of(name), name)


def names() -> list[str]:
    """Return the names of the worked scenarios, sorted."""
    listed = files("anello.scenarios").iterdir()
    return sorted(entry.name.removesuffix(SUFFIX) for entry in listed if entry.name.endswith(SUFFIX))


def text_of(key: str) -> str:
    """Return the text of a scenario: a worked one by its name, any other by its path.

    Raises:
        SettingsError: there is neither, or the file is no text.
    """
    if key.removesuffix(SUFFIX) in names() and not Path(key).exists():
        return files("anello.scenarios").joinpath(key.removesuffix(SUFFIX) + SUFFIX).read_text(encoding="utf-8")
    try:
        return Path(key).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SettingsError(f"no scenario {key!r}; give a file, or one of {', '.join(names())}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{key} is no text in UTF-8; save it as such") from error


def load_scenario(key: str) -> Scenario:
    """Return a scenario by its path or, for a worked one, its name.

    Raises:
        SettingsError: there is none, or it is malformed; the message says what to write.

    >>> load_scenario("openai-misses").years
    (2027,)
    """
    return read_scenario(text_of(key), Path(key).name.removesuffix(SUFFIX))
