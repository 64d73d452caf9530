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

    `low`/`high` None means unbounded. `claims` support the interval, `dissent` lie outside it.
    """

    key: str
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    approximate: bool = False
    claims: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origins:
    """Independent origins as an interval, with the party's own voices counted apart; `articles` rest on them."""

    lo: int
    hi: int
    party: int = 0
    articles: int = 0
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deal:
    """What many claims say about one deal. `payer` and `payee` are party ids, None where open or not a transfer.

    `parties` are all party ids in role order; `status` is the latest stage by publication; `bindingness` is "none",
    "non-binding", "conditional", "binding" or "performed"; `history` is sorted by date.
    `first` and `last` bound the deal in time.
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
class Echo:
    """How often one deal is told and by how many independent origins: `articles` in `languages` rest on [lo, hi]."""

    deal: str
    articles: tuple[str, ...]
    languages: tuple[str, ...]
    origins: Origins
    chains: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """What a room declined: in which stage, which document, and why, in words that say what to do."""

    stage: str
    document: str
    reason: str
    detail: str = ""
