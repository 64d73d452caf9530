"""The command of review: every decision as a dated list, one more on a claim, one taken back, each shown first.

In: a study, a claim and a word, or the id of a decision. Out: the list, or what was done or would change, on standard
output. Promise: a preview keeps nothing; whatever was decided can be taken back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from anello.cli import screen
from anello.cli.listing import Form, print_listing, reading
from anello.cli.options import Because, Csv, Json, Limit, Option, Preview, StudyArgument, Typer
from anello.errors import SettingsError

if TYPE_CHECKING:
    from anello.pipeline.reviewing import Effect

OnClaim = Annotated[
    tuple[str, str] | None,
    Option("--claim", metavar="ID confirmed|rejected", help="Say of a claim that it is right or wrong."),
]
Undo = Annotated[
    str | None, Option("--undo", metavar="ID", help="Take back this decision, whatever it is on.", show_default=False)
]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(review)


def now() -> datetime:
    """Return the time of a decision; a command is where the clock is read."""
    return datetime.now(UTC)


def review(
    study: StudyArgument,
    claim: OnClaim = None,
    undo: Undo = None,
    because: Because = "",
    preview: Preview = False,
    limit: Limit = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List what was decided on claims, names and deals; confirm or reject a claim; take a decision back.

    A rejected claim counts in no deal, ring or figure, stays in `anello claims`, and comes back with --undo. A
    confirmed one is marked. Decisions on names are made with `anello judge`, on deals with `anello link`; --undo takes
    back any of them.

    \b
    Examples:
      anello review my.anello
      anello review my.anello --claim c4f1 rejected --preview
      anello review my.anello --claim c4f1 rejected --because "the text speaks of another firm"
      anello review my.anello --undo 5d0e91
    """
    _check_asked(claim is not None, undo is not None, preview)
    if claim is None and undo is None:
        print_decisions(study, Form(json, csv, limit))
    elif preview:
        if claim is not None:
            print_preview(study, "claim", claim[1].casefold(), (claim[0], None), json)
        else:
            print_undo_preview(study, undo or "", json)
    else:
        decide(study, claim, undo, because, json)


def _check_asked(claim: bool, undo: bool, preview: bool) -> None:
    if claim and undo:
        raise SettingsError("--claim and --undo exclude each other; choose one")
    if preview and not (claim or undo):
        raise SettingsError("--preview shows the effect of a decision; give --claim or --undo beside it")


def decide(study: str, claim: tuple[str, str] | None, undone: str | None, because: str, json: bool) -> None:
    """Keep a decision on a claim, or take a decision back, and tell it."""
    from anello.pipeline.reviewing import Proposal, open_review, save, undo
    from anello.show.reviewing import decision_view

    with reading(study) as opened:
        if claim is not None:
            done = save(opened, Proposal("claim", claim[1].casefold(), claim[0], because=because), now())
        else:
            done = undo(opened, undone or "")
        reviewed = open_review(opened)
    told = decision_view(done, reviewed.view, None if claim is None else reviewed.holding)
    if json:
        screen.print_json([told | {"undone": claim is None}])
        return
    said = f"{told['left']['words']}: {done.word}"
    screen.line(f"taken back: {said}" if claim is None else f"{said}; taken back with --undo {done.id}")


def print_decisions(study: str, form: Form) -> None:
    """Print every decision, the first one first."""
    from anello.pipeline.reviewing import open_review
    from anello.show.reviewing import decision_view

    with reading(study) as opened:
        found = open_review(opened)
    rows = [decision_view(decision, found.view, found.holding) for decision in found.decisions]
    if not rows and not (form.json or form.csv):
        screen.say("nothing was decided yet; `anello review STUDY --claim ID rejected` begins")
        return
    print_listing("decisions", rows, decision_columns(), lambda row: row, form, found.view)


def decision_columns() -> tuple[screen.Column, ...]:
    """Return the columns of a list of decisions; a row is a `decision_view`."""
    return (
        screen.Column("day", lambda d: (d["made"] or "undated")[:10], whole=True),
        screen.Column("on", lambda d: d["kind"], whole=True),
        screen.Column("what", lambda d: " | ".join(side["words"] for side in (d["left"], d["right"]) if side)),
        screen.Column("says", lambda d: d["word"], whole=True),
        screen.Column("because", lambda d: d["because"], spare=True),
        screen.Column("state", lambda d: d["state"], whole=True),
        screen.Column("id", lambda d: d["id"][:8], whole=True),
    )


def print_preview(study: str, kind: str, word: str, sides: tuple[str, str | None], json: bool) -> None:
    """Print what a decision would change."""
    from anello.pipeline.reviewing import Proposal, preview

    with reading(study) as opened:
        effect = preview(opened, Proposal(kind, word, *sides))
    _print_effect(effect, json)


def print_undo_preview(study: str, key: str, json: bool) -> None:
    """Print what taking a decision back would change."""
    from anello.pipeline.reviewing import preview_undo

    with reading(study) as opened:
        effect = preview_undo(opened, key)
    _print_effect(effect, json)


def _print_effect(effect: Effect, json: bool) -> None:
    from anello.show.reviewing import effect_view, effect_words

    if json:
        screen.print_json([effect_view(effect.decision, effect.before, effect.after)])
        return
    for sentence in effect_words(effect.before, effect.after):
        screen.line(sentence)
    screen.say("nothing was kept; the same command without --preview keeps it")
