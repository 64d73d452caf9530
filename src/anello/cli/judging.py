"""The command that says who is who: judge.

In: a word, two names, a study. Out: what it changed, on standard output. Promise: nothing changes where the two cannot
be told or cannot be the same; whatever was said can be taken back.
"""

from __future__ import annotations

from typing import Annotated

from anello.cli import screen
from anello.cli.listing import reading
from anello.cli.options import Argument, Because, Json, Preview, StudyArgument, Typer
from anello.cli.reviewing import now, print_preview

Word = Annotated[str, Argument(metavar="same|different|unsure", help="What the two are; unsure takes back the others.")]
Side = Annotated[str, Argument(metavar="NAME", help="A name, the id of a party or of a mention.")]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(judge)


def judge(
    word: Word,
    left: Side,
    right: Side,
    study: StudyArgument,
    because: Because = "",
    preview: Preview = False,
    json: Json = False,
) -> None:
    """Say whether two names are one party; it is kept in the study and honoured from then on.

    \b
    same        both are one party, with one list of deals
    different   they are two, whatever they are called
    unsure      takes back what was said, and the parties are as before

    \b
    Examples:
      anello parties my.anello --unsure
      anello judge same "Zephyr" "Zephyr Robotics" my.anello --because "its annual report"
      anello judge unsure "Zephyr" "Zephyr Robotics" my.anello
      anello judge same "Zephyr" "Zephyr Robotics" my.anello --preview
    """
    if preview:
        print_preview(study, "parties", word.casefold(), (left, right), json)
        return
    from anello.pipeline import judge_names
    from anello.show.verdicts import judgement_view, judgement_words

    with reading(study) as opened:
        done = judge_names(opened, word.casefold(), (left, right), because, now())
    if json:
        screen.print_json([judgement_view(done)])
        return
    for sentence in judgement_words(done):
        screen.line(sentence)
