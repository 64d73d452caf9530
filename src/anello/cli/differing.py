"""The command that tells how reports differ.

In: a study, a day, a floor, kinds. Out: each difference with its sentences side by side; JSON Lines or CSV on request.
Promise: every side shows outlet, date and sentence; the word is "differs", and nobody is called wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated

from anello.cli import columns, screen
from anello.cli.listing import ROWS, Form, print_listing, reading
from anello.cli.options import AsOf, AtLeast, BadParameter, Csv, Json, Limit, Option, StudyArgument, Typer
from anello.model import DIFFERENCE_KINDS
from anello.show.words import count_words, reading_words

if TYPE_CHECKING:
    from anello.model import Difference
    from anello.show import View
    from anello.show.differences import SideShown


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(differences)


def _as_kind(value: str) -> str:
    kind = value.casefold().replace("-", "_")
    if kind not in DIFFERENCE_KINDS:
        raise BadParameter(f"no kind {value!r}; there are {', '.join(DIFFERENCE_KINDS)}")
    return kind


Kinds = Annotated[
    list[str] | None,
    Option(
        "--kind",
        "-k",
        metavar="KIND",
        parser=_as_kind,
        help=f"Only this kind: {', '.join(DIFFERENCE_KINDS)}. Give it again for several.",
        show_default=False,
    ),
]


def differences(
    study: StudyArgument,
    kind: Kinds = None,
    as_of: AsOf = None,
    floor: AtLeast = None,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Tell how reports of one deal differ, and the likely reason.

    Each difference has a kind and shows the sentences side by side. It says that they differ, and not who is right.

    \b
    Examples:
      anello differences my.anello
      anello differences my.anello --kind size --kind by_or_to
      anello differences my.anello --as-of 2025-12-31 --json
    """
    from anello.pipeline import open_differences
    from anello.show.differences import choose_differences, difference_view

    with reading(study) as opened:
        view, found = open_differences(opened, as_of=as_of, floor=floor)
    chosen = choose_differences(found, view, kind or ())
    if json or csv or not chosen:
        form = Form(json, csv, limit)
        print_listing("differences", chosen, (), lambda one: difference_view(one, view), form, view)
        return
    shown = chosen[: ROWS if limit is None else limit]
    for one in shown:
        print_difference(one, view)
    if len(shown) < len(chosen):
        said = count_words(len(chosen), "difference")
        screen.say(f"{len(shown)} of {said} shown; --limit N shows more, --json and --csv show all")


def print_difference(difference: Difference, view: View) -> None:
    """Print what differs and why, then the sides next to each other, two in a row."""
    from anello.show.differences import KIND_WORDS, WORD, sides_shown

    names = ", ".join(view.names.get(party, party) for party in difference.parties)
    screen.headline(f"{KIND_WORDS[difference.kind]}: {names} ({WORD}; {columns.short_id(difference.id)})")
    screen.line(reading_words(difference.explanation), indent=2)
    sides = sides_shown(difference, view)
    for at in range(0, len(sides), 2):
        print_sides(sides[at : at + 2])


def print_sides(sides: Sequence[SideShown]) -> None:
    """Print sides as the columns of a table: what is read, outlet and date, the sentence, how many reports more."""
    rows = [
        [side.reading for side in sides],
        [side.where for side in sides],
        [side.sentence.text if side.sentence else "" for side in sides],
    ]
    if any(side.more for side in sides):
        rows.append([f"and {count_words(side.more, 'report')} more" if side.more else "" for side in sides])
    titles = ("one report", "another")[: len(sides)] if len(sides) == 2 else ("another",)
    screen.table(rows, [screen.Column(title, itemgetter(at)) for at, title in enumerate(titles)])
