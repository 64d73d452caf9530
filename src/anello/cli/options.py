"""The options that commands share, and the application they hang on.

In: nothing. Out: `app`, and annotated types such as `AsOf` for the signatures of commands. Promise: the only module
that knows typer; an option has one name, one form and one help text wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from inspect import signature
from typing import Annotated, Any, TypeVar

from typer import Argument as Argument
from typer import BadParameter as BadParameter
from typer import Option as Option
from typer import Typer as Typer

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


def _as_window(value: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a month or a day."""
    last = _as_date(value)
    first = {4: last.replace(month=1, day=1), 7: last.replace(day=1)}.get(len(value), last)
    return first, last


def _as_sum(value: str) -> Decimal:
    try:
        found = Decimal(value)
    except InvalidOperation:
        found = Decimal(-1)
    if not (found.is_finite() and found >= 0):
        raise BadParameter(f"{value!r} is no sum; write 2 or 0.50")
    return found


def _last_day(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


Asked = TypeVar("Asked")


def taking(options: type[Asked], command: Callable[[Asked], None]) -> Callable[..., None]:
    """Return a command that takes the fields of a dataclass as its options, for commands with many of them.

    Typer reads the options of a command from its signature; this one is that of the dataclass.
    """

    def run(**given: Any) -> None:
        command(options(**given))

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    vars(run)["__signature__"] = signature(options, eval_str=True)
    return run


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
Year = Annotated[
    Any,
    Option(
        "--year",
        metavar="YEAR",
        parser=_as_window,
        help="Only what is due in this year: 2027; a month or a day will do too.",
        show_default=False,
    ),
]
From = Annotated[
    Any,
    Option(
        "--from",
        metavar="DATE",
        parser=_as_window,
        help="Only what is due from this day on: 2027-07-01, 2027-07 or 2027.",
        show_default=False,
    ),
]
Until = Annotated[
    Any,
    Option(
        "--to",
        metavar="DATE",
        parser=_as_window,
        help="Only what is due up to this day: 2030-06-30, 2030-06 or 2030.",
        show_default=False,
    ),
]
InCurrency = Annotated[
    str,
    Option(
        "--currency",
        metavar="CODE",
        parser=_as_currency,
        help='Convert all amounts at the rates of their days, which are named; "each" keeps currencies apart.',
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
