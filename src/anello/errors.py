"""The error tree: every error that Anello raises on purpose.

In: nothing. Out: exception classes. Promise: all derive from `AnelloError`, survive pickling, and their message says
what went wrong, with which thing, and what to do next. Doors (`cli`, `web`) translate them; rooms never print.
"""

from __future__ import annotations


class AnelloError(Exception):
    """The base of every error raised on purpose."""


class MissingExtra(AnelloError, ImportError):
    """An optional dependency is not installed; the message names the extra to install."""


class SettingsError(AnelloError, ValueError):
    """A setting or an argument has a value that cannot work."""


class DataError(AnelloError):
    """Something that was read is not what it should be."""


class SourceError(DataError):
    """A file, folder, feed or address could not be read as news or as a table of deals."""


class PackError(DataError):
    """A language pack or the directory of names is missing or malformed."""


class SchemaError(DataError):
    """Rows, claims or a study do not have the shape that this version knows."""


class EngineError(AnelloError):
    """A step failed inside an engine (process pool, Spark)."""


class StoreError(AnelloError):
    """The study could not be opened, read or written."""


class NotFound(StoreError):
    """No record of the study has this id or name."""


class EndpointError(AnelloError):
    """A language model could not be asked, or gave no usable answer; a later run may have more luck."""


class BudgetSpent(EndpointError):
    """The next request to a language model could cost more than the user allows."""
