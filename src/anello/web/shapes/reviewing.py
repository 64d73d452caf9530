"""Shapes of review: what is proposed, what was decided, what a decision changes.

In: nothing. Out: `TypedDict`s. Promise: as `anello.web.shapes`; those of questions are held against what is sent, and
what does not fit is refused.
"""

from __future__ import annotations

from typing import Annotated, Literal

from anello.web.asked import Body
from anello.web.shapes.circles import Ring
from anello.web.shapes.deals import Deal
from anello.web.shapes.parts import Paged
from anello.web.shaping import NotRequired, TypedDict

Side = Annotated[str, Body(min_length=1, max_length=200)]
Reason = Annotated[str, Body(max_length=2000)]


class ClaimProposal(TypedDict):
    """A claim is right, or wrong."""

    kind: Literal["claim"]
    claim: Side
    verdict: Literal["confirmed", "rejected"]
    because: NotRequired[Reason]


class PartiesProposal(TypedDict):
    """Two names, or ids of parties or of mentions, are one party or two."""

    kind: Literal["parties"]
    left: Side
    right: Side
    verdict: Literal["same", "different"]
    because: NotRequired[Reason]


class DealsProposal(TypedDict):
    """One deal stands to another like this."""

    kind: Literal["deals"]
    left: Side
    right: Side
    relation: Literal["part-of", "supersedes", "overlaps", "apart"]
    because: NotRequired[Reason]


class UndoProposal(TypedDict):
    """A decision is taken back; to be shown only, taking back is DELETE."""

    kind: Literal["undo"]
    decision: Side


Proposed = Annotated[ClaimProposal | PartiesProposal | DealsProposal, Body(discriminator="kind")]
Shown = Annotated[ClaimProposal | PartiesProposal | DealsProposal | UndoProposal, Body(discriminator="kind")]


class DecidedOn(TypedDict):
    """One side of a decision: the id of a claim, a name or a deal, with words for people and what they are made of."""

    id: str
    words: str
    type: str | None
    status: str | None
    names: list[str]


class Decision(TypedDict):
    """A decision of a person; `made` is in UTC, null where it was not kept, `id` null where it is only shown."""

    id: str | None
    made: str | None
    kind: str
    word: str
    left: DecidedOn
    right: DecidedOn | None
    because: str
    author: str
    state: Literal["holds", "overruled", "rests"]


class DecisionPage(Paged):
    """A page of decisions, the first one first."""

    items: list[Decision]


class ChangedRing(TypedDict):
    """A ring that stays and is not what it was."""

    before: Ring
    after: Ring


class RingChanges(TypedDict):
    """The rings before and after by id, those that go, come or change in full."""

    before: list[str]
    after: list[str]
    gone: list[Ring]
    new: list[Ring]
    changed: list[ChangedRing]


class ChangedDeal(TypedDict):
    """A deal that stays and is not what it was."""

    before: Deal
    after: Deal


class DealChanges(TypedDict):
    """The deals before and after by id, those that go, come or change in full."""

    before: list[str]
    after: list[str]
    gone: list[Deal]
    new: list[Deal]
    changed: list[ChangedDeal]


class Effect(TypedDict):
    """What a decision would change."""

    decision: Decision
    rings: RingChanges
    deals: DealChanges
