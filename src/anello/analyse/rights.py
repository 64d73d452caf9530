"""Rights over companies: board seats, vetoes, votes, first refusal, exclusivity, golden shares, warrants, control.

In: deals of type right, control and acquisition, with their claims. Out: `Right`s. Promise: a right is no stake and no
sum; a warrant is counted in shares and contingent; who holds it is only told where a text does. Rules: docs/owners.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from anello.model import Claim, Deal, Right

SHARE_UNITS = ("share", "shares")

SIGNING = 92
"""A stated time of at most this many days is that of the grant, and says nothing of how long the right holds."""


def find_rights(deals: Iterable[Deal], claim_of: Mapping[str, Claim], as_of: date | None = None) -> tuple[Right, ...]:
    """Return the rights that deals tell of, those over one company by kind and day.

    A right whose stated time is over by `as_of` has expired. An acquisition is claimed control of its target.
    """
    found = [right for deal in deals if (right := _right(deal, claim_of, as_of)) is not None]
    return tuple(sorted(found, key=lambda r: (r.company, r.right, r.told or date.min, r.deal)))


def _right(deal: Deal, claim_of: Mapping[str, Claim], as_of: date | None) -> Right | None:
    claims = [claim_of[c] for c in deal.claims if c in claim_of]
    holder, company = _sides(deal, claims)
    if company is None or company == holder or deal.status == "denied":
        return None
    counts = [c.quantity for c in claims if c.quantity is not None and c.quantity.unit in SHARE_UNITS]
    lows = [q.low for q in counts if q.low is not None]
    highs = [q.high for q in counts if q.high is not None]
    return Right(
        holder=holder,
        company=company,
        right={"control": "control", "acquisition": "acquired"}.get(deal.type, deal.right or "right"),
        state=_state(deal, as_of),
        conditional=deal.conditional or deal.right in ("warrant", "option"),
        first=deal.first,
        last=deal.last,
        told=max((c.published for c in claims if c.published is not None), default=None),
        deal=deal.id,
        claims=deal.claims,
        shares_low=_least(lows, counts),
        shares_high=max(highs, default=None),
        product=deal.product,
    )


def _least(lows: Iterable[Decimal], counts: Iterable[object]) -> Decimal | None:
    """Return the least number of shares told, None where one statement is only a ceiling."""
    listed = list(lows)
    return min(listed) if listed and len(listed) == len(list(counts)) else None


def _sides(deal: Deal, claims: Iterable[Claim]) -> tuple[str | None, str | None]:
    """Return who holds the right and over which company; both None where the deal is none or names too little."""
    if deal.type == "control":
        return deal.payer, deal.payee
    if deal.type == "acquisition":
        # A part of a company is a stake, which its register holds; an offer that came to nothing is no right.
        part = any(c.percent is not None and (c.percent.low or Decimal(0)) < 100 for c in claims)
        none = part or deal.payer is None or deal.status == "ended" or deal.ending is not None
        return (None, None) if none else (deal.payer, deal.payee)
    if deal.type != "right" or not deal.parties:
        return None, None
    if len(deal.parties) > 1:
        return deal.parties[0], deal.parties[1]
    granted = any(claim.roles.get("grantor") for claim in claims)
    return (None, deal.parties[0]) if granted else (None, None)


def _state(deal: Deal, as_of: date | None) -> str:
    """Return where a right stands: an acquisition is only control once it is done, other rights once agreed."""
    if deal.status == "ended" or deal.ending is not None:
        return "ended"
    if as_of is not None and deal.type == "right" and _is_over(deal, as_of):
        return "expired"
    done = ("completed",) if deal.type in ("acquisition", "control") else ("agreed", "completed")
    return "in force" if deal.status in done else "to come"


def _is_over(deal: Deal, as_of: date) -> bool:
    granted = deal.first is not None and deal.last is not None and (deal.last - deal.first).days <= SIGNING
    return deal.last is not None and deal.last < as_of and not granted
