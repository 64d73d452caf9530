"""What is found in deals: rings, flows, totals, conflicts, differences, echoes, and what was declined.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; amounts are exact decimals, None where a
bound is open or unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from anello.model.deals import Origins
from anello.model.told import Citation, Span


@dataclass(frozen=True, slots=True)
class Ring:
    """A simple directed cycle of legs in the money layer (docs/rings.md).

    `kind`: "circular exposure", "round-trip" (only where the tie is contractual), "cross-holding loop" or "reciprocal
    trade"; `grade` is the weakest leg's class; `tie` is "contractual", "linked" or "coincident"; strength [low, high].
    `yearly_low` and `yearly_high` are the strength a year: the least that an arc moves in a year of the time in which
    its legs move; None where a leg has no known end.
    """

    id: str
    kind: str
    parties: tuple[str, ...]
    legs: tuple[str, ...]
    grade: str
    tie: str
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    first: date | None = None
    last: date | None = None
    yearly_low: Decimal | None = None
    yearly_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RingEvent:
    """What became of a ring on a day: "opened", "strengthened", "weakened", "broke" or "opened again".

    `level` is the status of its weakest arc from then on, None where it broke; `claim` of `deal` told it.
    """

    day: date
    kind: str
    level: str | None
    deal: str
    claim: str


@dataclass(frozen=True, slots=True)
class Flow:
    """How much of the money in a window is circular: maximum circulation over gross, as intervals (docs/flows.md).

    `share_low`/`share_high` are None where the gross is zero. `edges` says how much of each leg
    circulates (high corner).
    """

    gross_low: Decimal
    gross_high: Decimal
    circular_low: Decimal
    circular_high: Decimal
    share_low: float | None
    share_high: float | None
    currency: str
    floor: str | None
    first: date | None
    last: date | None
    edges: tuple[tuple[str, Decimal], ...] = ()
    unpriced: int = 0


@dataclass(frozen=True, slots=True)
class Chance:
    """The circular share at the upper amounts beside that of `draws` networks with the payees of purchases shuffled.

    `z` is how many deviations the share lies above the mean; None where all shares are one, or nothing moves.
    """

    draws: int
    share: float | None
    mean: float | None
    deviation: float | None
    z: float | None


@dataclass(frozen=True, slots=True)
class Total:
    """A total of `deals` (their ids); those in `inside` were counted with another, those in `unpriced` have no sum.

    `low` adds what surely is there, `high` all that may be; None where a deal has no upper bound.
    """

    low: Decimal
    high: Decimal | None
    deals: tuple[str, ...]
    inside: tuple[str, ...] = ()
    unpriced: tuple[str, ...] = ()
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """A total in one currency, with the ceiling of what is contingent beside it.

    `converted` names the currencies that were converted with the days of the rates, or the year of an average;
    `unconverted` the deals without a rate.
    """

    currency: str
    total: Total
    contingent: Total
    converted: tuple[str, ...] = ()
    unconverted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims of one deal that cannot all hold: `key` is the slot, `sides` are (reading, claim ids)."""

    id: str
    deal: str
    kind: str
    key: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    reading: str = ""


DIFFERENCE_KINDS = (
    "swapped_amounts",
    "contract_or_investment",
    "fused_deals",
    "by_or_to",
    "pre_or_post_money",
    "part_or_whole",
    "size",
    "scope_of_denial",
    "withdrawn_and_restored",
    "event_or_report",
    "closed_or_committed",
    "stale_figure",
)
"""How reports of one matter may differ; docs/differences.md has an example of each."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: the reading in plain signs, the claims that give it, earliest first, and where.

    `spans` are (article, passage), one for each claim: the passage that carries the figure or stage read.
    """

    reading: str
    claims: tuple[str, ...]
    spans: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How reports differ, and the likely reason in plain words; nobody is called wrong (docs/differences.md).

    `kind` is one of `DIFFERENCE_KINDS`; `parties` are party ids; `deals` may be empty where facts of one party differ.
    `sides` are two or more, in order of first publication.
    """

    id: str
    kind: str
    deals: tuple[str, ...]
    parties: tuple[str, ...]
    sides: tuple[Side, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """One edge of the citation graph of a deal: an article rests on an earlier article or on a root.

    `rests_on` is an article id, or a root such as "outlet:reuters" or "party:amd"; `via` is "attribution", "byline",
    "reuse", "numbers" (the weakest: figures and a quotation in another language) or "own" (the article speaks for
    itself). `extent` says how much of the text is copied: "wholly", "partially" or "non-derived", None where no texts
    were compared. `evidence` is the passage that names the source; `passages` pair what is copied, here and there.
    """

    article: str
    rests_on: str
    via: str
    extent: str | None = None
    evidence: Span | None = None
    passages: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """An Admiralty-style grade: `source` "A" to "F", `information` 1 (confirmed) to 6 (cannot be judged).

    The two are kept apart. `information` counts the fewest origins there may be, `at_best` the most.
    """

    source: str
    information: int
    at_best: int


@dataclass(frozen=True, slots=True)
class Echo:
    """How often one deal is told and by how many independent origins: `articles` in `languages` rest on [lo, hi].

    `claim_origins` says for each claim of the deal how many origins say what it says; `derivations` is the citation
    graph of the deal.
    """

    deal: str
    articles: tuple[str, ...]
    languages: tuple[str, ...]
    origins: Origins
    chains: tuple[tuple[str, ...], ...] = ()
    grade: Grade | None = None
    derivations: tuple[Derivation, ...] = ()
    claim_origins: tuple[tuple[str, Origins], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The first report of an outlet on a deal: `delay` in days after the first of all, None where one is undated.

    `own` tells that it rests on nobody else.
    """

    deal: str
    outlet: str
    article: str
    published: date | None
    delay: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """Outlets that cite one another in a circle about one deal; `citations` are the sentences that do."""

    id: str
    deal: str
    outlets: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class OutletRecord:
    """How the reports of one outlet stand to what became of the deals; each count is of deals.

    `deals` it told, of them `own` without resting on others, `first` on the first day. Of the `resolved` (closed,
    denied or ended) it told `early` ones before that day and `late` ones after it; of the early ones `right` came out
    as it told, `wrong` did not, the rest it told without taking a side.
    """

    outlet: str
    articles: int
    deals: int
    own: int
    first: int
    resolved: int
    early: int
    late: int
    right: int
    wrong: int
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """What a room declined: in which stage, which document, and why, in words that say what to do."""

    stage: str
    document: str
    reason: str
    detail: str = ""
