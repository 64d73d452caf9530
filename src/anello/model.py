"""The records that pass between rooms.

In: nothing. Out: frozen, slotted dataclasses and the closed word lists they use. Promise: standard library only, no
behaviour beyond ids and tiny derivations; amounts are exact decimals; offsets count characters in `Article.text`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

CLAIM_ROLES: Mapping[str, tuple[str, ...]] = {
    "investment": ("investor", "target"),
    "acquisition": ("buyer", "target"),
    "supply": ("supplier", "customer"),
    "loan": ("lender", "borrower"),
    "guarantee": ("guarantor", "beneficiary"),
    "licence": ("licensor", "licensee"),
    "partnership": ("party",),
    "project": ("project", "participant"),
    "stake": ("holder", "target"),
    "control": ("controller", "controlled"),
    "right": ("holder", "grantor"),
    "valuation": ("subject",),
    "ipo": ("company",),
    "financial": ("subject",),
    "holding": ("holder",),
    "maker": ("maker",),
}
"""Claim type -> its roles, in the order payer-like first where there is one."""

STATUSES = ("denied", "ended", "hypothetical", "considered", "talks", "planned", "agreed", "completed")
"""Status values from the least to the most binding; `--floor X` keeps what stands at or after X."""

MODES = ("asserted", "hedged", "attributed", "negated")
VOICE_KINDS = ("outlet", "company", "person", "filing", "analyst", "anonymous")
MENTION_KINDS = ("organisation", "person", "outlet", "regulator", "state", "place", "product", "fund", "project")
RIGHTS = ("exclusivity", "first_refusal", "board_seat", "veto", "voting", "option", "warrant", "golden_share")
LINK_KINDS = ("part_of", "supersedes", "overlaps", "apart")
"""How one deal may stand to another; `overlaps` says that it is unknown how much of the two is one."""

PUBLICITY = ("unattributed", "attributed", "party statement", "filing")
"""From the weakest to the firmest voice that tells of a deal."""

METRICS = ("revenue", "profit", "loss", "capex", "spending", "debt")


def digest_of(*parts: object) -> str:
    """Return the 16-hex-digit content digest (BLAKE2b) of the parts; equal parts give equal ids everywhere.

    >>> digest_of("claim", 3) == digest_of("claim", 3)
    True
    """
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: `text == article.text[start:end]`; `part` is claim, amount, status, attribution or time."""

    start: int
    end: int
    text: str
    part: str = "claim"


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of news (or one row of a table of deals) as read.

    `text` is the clean text, title first; every offset in a claim counts characters in it. `id` is the digest of `text`
    with title, outlet and dates. `published` is None for an undated article. `near_key` groups near-duplicate texts.
    `original` holds the text as published where cleaning changed it. `row` holds the cells if this is a table row.
    """

    id: str
    document: str
    text: str
    title: str = ""
    language: str = ""
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    modified: date | None = None
    byline: str | None = None
    near_key: str = ""
    original: str | None = None
    row: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A party (or place, product, outlet) where an article names it; a role of a claim holds mentions.

    `name` is the usual English name where one exists, else the base form as written; `id` is the directory id or a slug
    of the name. `kind` is one of `MENTION_KINDS`. `known` tells whether the directory lists it.
    """

    name: str
    id: str
    text: str
    start: int
    end: int
    kind: str = "organisation"
    known: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with exact bounds; None means unbounded on that side, never unknown-as-zero.

    `currency` is ISO 4217 or None; `per` is None or a period such as "year"; `basis` is None, "total", "tranche",
    "pre_money" or "post_money"; `text` stands at `start` in the article.
    """

    low: Decimal | None
    high: Decimal | None
    currency: str | None
    approximate: bool = False
    per: str | None = None
    basis: str | None = None
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage with bounds (27 means 27 %); `basis`: None, "issued", "as_converted" or "fully_diluted"."""

    low: Decimal | None
    high: Decimal | None
    approximate: bool = False
    basis: str | None = None
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted amount of something that is not money: accelerators, GW, MW, aircraft, shares, seats."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool = False
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; a partial date is the interval it means; None is open."""

    first: date | None
    last: date | None
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of an attribution chain: who says so. `kind` is one of `VOICE_KINDS`."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says about one thing; see docs/model.md. Nothing here exists without `evidence`."""

    id: str
    article: str
    document: str
    type: str
    roles: Mapping[str, tuple[Mention, ...]]
    status: str
    mode: str
    evidence: tuple[Span, ...]
    extractor: str
    attribution: tuple[Voice, ...] = ()
    amount: Money | None = None
    percent: Percent | None = None
    quantity: Quantity | None = None
    product: str | None = None
    metric: str | None = None
    basis: str | None = None
    right: str | None = None
    time: Period | None = None
    conditional: bool = False
    published: date | None = None
    why: tuple[tuple[str, float], ...] = ()


def claim_id(article: str, type_: str, roles: Mapping[str, tuple[Mention, ...]], evidence: tuple[Span, ...]) -> str:
    """Return the id of a claim: digest of article digest, type, roles and evidence span.

    The span of the amount counts too: one sentence may tell two instalments between the same parties.
    """
    named = ";".join(f"{role}={','.join(sorted(m.id for m in roles[role]))}" for role in sorted(roles))
    spans = ";".join(f"{s.start}-{s.end}" for s in evidence if s.part in ("claim", "amount"))
    return digest_of("claim", article, type_, named, spans)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article rests on something else: another outlet, a document or a person. `kind` is one of `VOICE_KINDS`.

    `evidence` is the passage that says so; `via` is "attribution", "byline", "link" or "reuse".
    """

    article: str
    name: str
    kind: str
    via: str = "attribution"
    evidence: Span | None = None


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

    `kind` is one of `LINK_KINDS`; `by` is "text" (`cue` stands in the passage of `claim`), "figure" (one sum told as
    two kinds of deal) or "user". `claim` and `other_claim` are claims of the two deals, by which a user's link finds
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


@dataclass(frozen=True, slots=True)
class Ring:
    """A simple directed cycle of legs in the money layer (docs/rings.md).

    `kind`: "circular exposure", "round-trip" (only where the tie is contractual), "cross-holding loop" or "reciprocal
    trade"; `grade` is the weakest leg's class; `tie` is "contractual", "linked" or "coincident"; strength [low, high].
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

    `converted` names the currencies that were converted with the year of the rate; `unconverted` the deals without a
    rate.
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
