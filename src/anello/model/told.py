"""What articles say: the records from the article to the claim, and the closed word lists they use.

In: nothing. Out: frozen, slotted dataclasses. Promise: standard library only; amounts are exact decimals; offsets count
characters in `Article.text`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
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
class Hyperlink:
    """A link of a web page: it ends at the character `at` of the article's text and leads to `url`."""

    at: int
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of news (or one row of a table of deals) as read.

    `text` is the clean text, title first; every offset in a claim counts characters in it. `id` is the digest of `text`
    with title, outlet and dates. `published` is None for an undated article. `near_key` groups near-duplicate texts.
    `original` holds the text as published where cleaning changed it. `row` holds the cells if this is a table row.
    `links` are the web links in the text, in its order.
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
    links: tuple[Hyperlink, ...] = ()


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
