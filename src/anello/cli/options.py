"""The options that commands share, and the application they hang on.

In: nothing. Out: `app`, and annotated types such as `AsOf` for the signatures of commands, single or in groups.
Promise: the only module that knows typer; an option has one name, one form and one help text wherever it stands.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Annotated, Any, NamedTuple, get_type_hints

from typer import Argument as Argument
from typer import BadParameter as BadParameter
from typer import Option as Option
from typer import Typer as Typer

from anello.errors import SettingsError
from anello.model import STATUSES

app = Typer(
    name="anello",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

TARGETS = ("csv", "jsonl", "parquet", "graphml", "ftm")
"""What a study can be exported to."""

LARGEST = 10**18
"""The largest sum that may be asked for: a thousand times all money there is, whatever the currency."""

EACH = "each"
"""In place of a currency: every one by itself."""

LINK_WORDS = ("part-of", "supersedes", "overlaps", "apart", "undo")
"""What a user can say of two deals."""


def _as_floor(value: str) -> str:
    return _one_of(value, "status", STATUSES)


def _as_target(value: str) -> str:
    return _one_of(value, "format", TARGETS)


def _one_of(value: str, what: str, words: tuple[str, ...]) -> str:
    if value.casefold() not in words:
        raise BadParameter(f"no {what} {value!r}; there are {', '.join(words)}")
    return value.casefold()


def _as_link(value: str) -> str:
    return _one_of(value, "relation", LINK_WORDS)


def _as_first_day(value: str) -> date:
    """Return a day; a whole year or month stands for its first day, where a window begins."""
    last = _as_date(value)
    return last.replace(day=1, month=1 if len(value) == 4 else last.month) if len(value) < 8 else last


def _as_own(value: str) -> tuple[str, Decimal]:
    name, sign, money = value.rpartition("=")
    if not (sign and name.strip()):
        raise BadParameter(f"{value!r} is no party with a sum; write NAME=30000000000")
    return name.strip(), _as_sum(money)


class Range(NamedTuple):
    """Two bounds of an assumption."""

    low: Decimal
    high: Decimal


def as_range(value: str) -> Range:
    """Return both bounds of "1.2-1.4"; one number is both.

    Raises:
        BadParameter: there is no number, or more than two, or they fall.
    """
    bounds = [_as_sum(part.strip()) for part in value.split("-")]
    if len(bounds) > 2 or bounds[0] > bounds[-1]:
        raise BadParameter(f"{value!r} is no range; write 1.25 or 1.2-1.4, the lower bound first")
    return Range(bounds[0], bounds[-1])


def as_percent(value: str) -> Decimal:
    """Return a percentage from 0 to 100, with or without its sign.

    Raises:
        BadParameter: it is no such number.
    """
    found = _as_sum(value.removesuffix("%"))
    if found > 100:
        raise BadParameter(f"{value!r} is no part of a whole; write 0 to 100")
    return found


def _as_one_currency(value: str) -> str:
    found = _as_currency(value)
    if found == EACH:
        raise BadParameter(f"{value!r} is no currency; write the code of one, as USD or EUR")
    return found


def _as_currency(value: str) -> str:
    if value.casefold() == EACH:
        return EACH
    if len(value) != 3 or not value.isalpha():
        raise BadParameter(f"{value!r} is no currency; write its code, as USD or EUR, or {EACH!r}")
    return value.upper()


def _as_date(value: str) -> date:
    """Return a day; a whole year or month stands for its last day, since "as of 2025" means the end of it."""
    for pattern, months in (("%Y-%m-%d", 0), ("%Y-%m", 1), ("%Y", 12)):
        try:
            found = datetime.strptime(value, pattern).date()
        except ValueError:
            continue
        return _last_day(found, months) if months else found
    raise BadParameter(f"{value!r} is no date; write 2025-12-31, 2025-12 or 2025")


def _as_sum(value: str) -> Decimal:
    try:
        found = Decimal(value)
    except InvalidOperation:
        found = Decimal(-1)
    if not (found.is_finite() and found >= 0):
        raise BadParameter(f"{value!r} is no sum; write 2 or 0.50")
    if found > LARGEST:
        raise BadParameter(f"{value!r} is more than there can be; write at most {LARGEST:,}")
    return found


def _last_day(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


Paths = Annotated[
    list[str],
    Argument(
        metavar="PATH...",
        help="Files, folders, patterns, web addresses, or - for standard input.",
        show_default=False,
    ),
]
StudyArgument = Annotated[str, Argument(metavar="STUDY", help="The study: the file that `anello build` made.")]
StudyOption = Annotated[str, Option("--study", "-s", metavar="FILE", help="The study to make or to add to.")]
Json = Annotated[bool, Option("--json", help="Print JSON, one object a line, with exact figures.")]
Csv = Annotated[bool, Option("--csv", help="Print CSV with a header line, with exact figures.")]
AsOf = Annotated[
    date | None,
    Option(
        "--as-of",
        metavar="DATE",
        parser=_as_date,
        help="Only what was published up to this day: 2025-12-31, 2025-12 or 2025.",
        show_default=False,
    ),
]
AtLeast = Annotated[
    str | None,
    Option(
        "--floor",
        metavar="STATUS",
        parser=_as_floor,
        help=f"The least binding status that counts: {', '.join(STATUSES)}.",
        show_default=False,
    ),
]
Limit = Annotated[int | None, Option("--limit", "-n", min=0, metavar="N", help="Print N rows at most.")]
Today = Annotated[
    date | None,
    Option(
        "--today",
        metavar="DATE",
        parser=_as_date,
        help="The day that counts as today; articles dated later are refused. By default the clock's.",
        show_default=False,
    ),
]
Strict = Annotated[bool, Option("--strict", help="Stop at the first article or file that is refused.")]
Workers = Annotated[
    int | None,
    Option(
        "--workers",
        "-j",
        min=1,
        metavar="N",
        help="Processes that extract. By default one for each core.",
        show_default=False,
    ),
]
Extractors = Annotated[
    list[str] | None,
    Option(
        "--extractor",
        "-e",
        metavar="NAME",
        help="Who extracts: frames (built in, the default), llm (a model at ANELLO_LLM_URL), or a plug-in. "
        "Give it again for several.",
        show_default=False,
    ),
]
MaxCost = Annotated[
    Decimal | None,
    Option(
        "--max-cost",
        metavar="SUM",
        parser=_as_sum,
        help="What llm may cost at most, in the currency of ANELLO_LLM_PRICE_IN and ANELLO_LLM_PRICE_OUT.",
        show_default=False,
    ),
]
LinkWord = Annotated[
    str,
    Argument(metavar="RELATION", parser=_as_link, help=f"How the first stands to the other: {', '.join(LINK_WORDS)}."),
]
Total = Annotated[
    str | None,
    Option(
        "--total",
        metavar="CURRENCY",
        parser=_as_currency,
        help="Print the total, an interval that counts nothing twice: in this currency, at the rates of the days, or "
        '"each" for each currency by itself.',
        show_default=False,
    ),
]
Key = Annotated[str, Argument(metavar="ID", help="An id, the beginning of one, or the name of a party.")]
To = Annotated[str, Option("--to", metavar="FORMAT", parser=_as_target, help=f"The format: {', '.join(TARGETS)}.")]
Out = Annotated[
    str | None,
    Option(
        "--out",
        "-o",
        metavar="PATH",
        help="Where to: a file, or for csv and parquet a folder.",
        show_default=False,
    ),
]
Gold = Annotated[str, Argument(metavar="GOLD", help="A folder of gold claims, one .jsonl for each article.")]
Articles = Annotated[str, Argument(metavar="ARTICLES", help="The folder of the articles, with the same names.")]
Version = Annotated[bool, Option("--version", help="Print the version and stop.", is_eager=True)]

From = Annotated[
    date | None,
    Option(
        "--from",
        metavar="DATE",
        parser=_as_first_day,
        help="Only what moves on this day or later: 2026-01-01, 2026-01 or 2026.",
        show_default=False,
    ),
]
Until = Annotated[
    date | None,
    Option(
        "--to",
        metavar="DATE",
        parser=_as_date,
        help="Only what moves on this day or earlier: 2026-12-31, 2026-12 or 2026.",
        show_default=False,
    ),
]
InYear = Annotated[
    int | None,
    Option("--year", min=1900, max=2999, metavar="YEAR", help="Only what moves in this year.", show_default=False),
]
InCurrency = Annotated[
    str,
    Option(
        "--currency",
        metavar="CODE",
        parser=_as_one_currency,
        help="Reckon in this currency; what stands in another one is left out or converted, and that is said.",
    ),
]
AnyCurrency = Annotated[
    str,
    Option(
        "--currency",
        metavar="CODE",
        parser=_as_currency,
        help='Convert all amounts at the rates of their days, which are named; "each" keeps currencies apart.',
    ),
]
Own = Annotated[
    list[str] | None,
    Option(
        "--own",
        metavar="NAME=SUM",
        parser=_as_own,
        help="Money of its own that a party had in the window, in the currency asked for. Give it again for several.",
        show_default=False,
    ),
]
Called = Annotated[
    list[str] | None,
    Option(
        "--called",
        metavar="DEAL",
        help="A guarantee that was called: it then counts as financing. Give it again for several.",
        show_default=False,
    ),
]
Apart = Annotated[bool, Option("--apart", help="Keep units (AWS) apart from their groups (Amazon).")]


Because = Annotated[str, Option("--because", metavar="TEXT", help="Your reason, kept with what you say.")]
Preview = Annotated[bool, Option("--preview", help="Print what it would change in rings and deals; keep nothing.")]


@dataclass(frozen=True, slots=True)
class Listed:
    """Options that every listing takes: what counts, and how it is printed."""

    as_of: AsOf = None
    floor: AtLeast = None
    limit: Limit = None
    json: Json = False
    csv: Csv = False

    def __post_init__(self) -> None:
        one_form(self.json, self.csv)


def one_form(json: bool, csv: bool) -> None:
    """Refuse two forms of output at once.

    Raises:
        SettingsError: both are asked for.
    """
    if json and csv:
        raise SettingsError("--json and --csv exclude each other; choose one")


@dataclass(frozen=True, slots=True)
class Within:
    """Options that say in which time money moves."""

    first: From = None
    last: Until = None
    year: InYear = None

    @property
    def window(self) -> tuple[date | None, date | None]:
        """Return the first and the last day, None where open.

        Raises:
            SettingsError: a year is given beside a first or last day, or the window ends before it begins.
        """
        if self.year is not None and (self.first or self.last):
            raise SettingsError("--year and --from or --to exclude each other; choose one")
        if self.year is not None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        if self.first is not None and self.last is not None and self.last < self.first:
            raise SettingsError(f"the window ends ({self.last}) before it begins ({self.first}); swap the dates")
        return self.first, self.last


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that takes each field of its dataclass parameters as an option of its own.

    So options that belong together are one parameter, and a command with many of them stays readable.
    """
    flat: list[inspect.Parameter] = []
    groups: dict[str, type[Any]] = {}
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        kind = parameter.annotation
        if not is_dataclass(kind) or not isinstance(kind, type):
            flat.append(parameter)
            continue
        groups[parameter.name] = kind
        hints = get_type_hints(kind, include_extras=True)
        flat += [parameter.replace(name=f.name, annotation=hints[f.name], default=f.default) for f in fields(kind)]

    @wraps(command)
    def spread_out(**given: Any) -> None:
        for name, kind in groups.items():
            given[name] = kind(**{f.name: given.pop(f.name) for f in fields(kind)})
        command(**given)

    del spread_out.__wrapped__
    spread_out.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]
    spread_out.__annotations__ = {parameter.name: parameter.annotation for parameter in flat}
    return spread_out
