"""What a person decides on reading: that a claim is right or wrong, that names are one party, how deals stand.

In: nothing. Out: the frozen, slotted record and the words it uses. Promise: standard library only; a decision carries
everything it needs to hold in any later build of the study.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anello.model.deals import Link, Verdict

DECISION_KINDS = ("claim", "parties", "deals")
"""What may be decided on: a claim, whether two names are one party, how one deal stands to another."""

CLAIM_VERDICTS = ("confirmed", "rejected")
PARTY_VERDICTS = ("same", "different")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person; of two on the same subject the later, the one with the higher `number`, holds.

    `made` is the time in UTC, None where it was not kept. `kind` is one of `DECISION_KINDS`. `left` is a claim id, a
    mention id or a deal id, `right` the other side. `verdicts` are what a decision on names says of pairs of mentions,
    "unsure" where it takes back an earlier word; `link` is what a decision on deals says, or takes back ("undo").
    """

    id: str
    number: int
    made: datetime | None
    kind: str
    word: str
    left: str
    right: str | None = None
    because: str = ""
    author: str = "user"
    verdicts: tuple[Verdict, ...] = ()
    link: Link | None = None
