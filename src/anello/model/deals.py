"""Who deals with whom: verdicts and parties, deals with their amounts and links, legs and the graph.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; amounts are exact decimals, None where a
bound is open or unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two names mean one party: `verdict` is "same", "different" or "unsure"; `score` in [0, 1]."""

    left: str
    right: str
    verdict: str
    score: float
    reasons: tuple[str, ...] = ()
    author: str = "resolve/1"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a verdict of a user does: `stored` is to be kept, `taken_back` says what no longer counts.

    `left` and `right` are the two sides as mention ids; `joined` are the parties that became one, `parted` the one that
    became two, each by name, both empty where nothing moved. `note` says why, where nothing moved.
    """

    left: str
    right: str
    stored: tuple[Verdict, ...]
    taken_back: tuple[Verdict, ...]
    joined: tuple[str, ...]
    parted: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part in deals. `names` are the spellings seen; `parent` is set for a unit of a group."""

    id: str
    name: str
    kind: str = "organisation"
    names: tuple[str, ...] = ()
    parent: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """One step in the life of a deal: what an article published on `published` said its status was."""

    published: date | None
    status: str
    claim: str


@dataclass(frozen=True, slots=True)
class AmountSlot:
    """What is said of one amount of a deal under one key (basis, currency, period): the agreed interval.

    `low`/`high` None means unbounded. `claims` support the interval, `dissent` lie outside it. `working` tells how a
    derived amount was reckoned; it is empty where the amount was stated.
    """

    key: str
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    approximate: bool = False
    claims: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    working: str = ""


@dataclass(frozen=True, slots=True)
class Origins:
    """Independent origins as an interval, with the party's own voices counted apart; `articles` rest on them."""

    lo: int
    hi: int
    party: int = 0
    articles: int = 0
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Denial:
    """A claim that denies a deal: what it denies ("deal" or the key of an amount), and the origin that speaks."""

    claim: str
    published: date | None
    scope: str
    origin: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a deal ended: "terminated", "expired" or "superseded", by which claim, and the deal that replaced it."""

    kind: str
    claim: str
    published: date | None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """How one deal stands to another: `deal` is `kind` of `other`.

    `kind` is one of `LINK_KINDS`; `by` is "text" (`cue` stands in the passage of `claim`), "figure" (one sum may be
    within another) or "user". `claim` and `other_claim` are claims of the two deals, by which a user's link finds
    them again when later news gives a deal another id.
    """

    deal: str
    kind: str
    other: str
    by: str = "text"
    claim: str = ""
    cue: str = ""
    other_claim: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """What many claims say about one deal. `payer` and `payee` are party ids, None where open or not a transfer.

    `parties` are all party ids in role order; `status` is the latest stage by publication; `bindingness` is "none",
    "non-binding", "conditional", "binding" or "performed"; `history` is sorted by date.
    `first` and `last` bound the deal in time. `publicity` is the firmest voice that tells of it, one of `PUBLICITY`;
    `denials` and `ending` say what was denied by whom, and how it ended.
    """

    id: str
    type: str
    payer: str | None
    payee: str | None
    parties: tuple[str, ...]
    status: str
    bindingness: str
    history: tuple[StatusEvent, ...]
    amounts: tuple[AmountSlot, ...]
    claims: tuple[str, ...]
    disputing: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    product: str | None = None
    right: str | None = None
    conditional: bool = False
    origins: Origins = field(default_factory=lambda: Origins(0, 0))
    languages: tuple[str, ...] = ()
    publicity: str = "unattributed"
    denials: tuple[Denial, ...] = ()
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Valuation:
    """What a party is said to be worth at one time: a row of its dated series.

    `basis` is "current", "round", "ipo", "bid" or "implied" (reckoned from a price and a share, see `working`); `money`
    is "pre_money", "post_money" or None. `first` and `last` are the days of its first and last report; `day` is
    the time that the text gives, or `first`.
    """

    id: str
    party: str
    day: date | None
    basis: str
    money: str | None
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    approximate: bool
    status: str
    claims: tuple[str, ...]
    dissent: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    origins: Origins = field(default_factory=lambda: Origins(0, 0))
    working: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One directed transfer of a deal. `kind`: equity, loan, guarantee, warrant, purchase, licence, ownership.

    `layer` is "money", "goods" or "ownership"; `settlement` is "cash" or "non_cash"; `tie` names the contract group.
    `first`/`last` is the window in which it moves, None open. Amounts are in `currency`, None unbounded.
    """

    id: str
    deal: str
    payer: str
    payee: str
    kind: str
    layer: str
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    status: str
    bindingness: str
    first: date | None = None
    last: date | None = None
    tie: str | None = None
    settlement: str = "cash"


@dataclass(frozen=True, slots=True)
class DealGraph:
    """Parties and legs as of one date at one status floor."""

    parties: tuple[Party, ...]
    legs: tuple[Leg, ...]
    as_of: date | None = None
    floor: str | None = None
