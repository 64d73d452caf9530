"""What parties are said to be worth: a dated series for each, and what a price and a share say of the whole.

In: claims, the party of each mention, the press. Out: `Valuation`s sorted by party and day. Promise: rounds, current
values, bids and offerings never meet, nor do pre-money and post-money, nor two currencies; each row opens to its
claims; later news never changes how earlier claims were grouped. Rules: docs/deals.md, section Valuations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from anello.model import Claim, Money, Percent, Valuation, digest_of
from anello.reconcile.amounts import HALF, Interval, as_interval, figure_of, meet, settle
from anello.reconcile.origins import trace
from anello.reconcile.slots import STAGES, party_of_mention
from anello.reconcile.walk import Press

SAME = 120
"""Days after the last report of a value in which an equal one is the same value told again."""

RECENT = 8
"""How many of the latest rows of a series a claim is held against, so that time stays linear."""

HUNDRED = Decimal(100)

SHARES = {"stake": ("target", "current"), "investment": ("target", "round")}
"""Claim types whose amount and percentage together imply the worth of a party: the role, and the basis."""

Key: TypeAlias = tuple[str, str, str | None, str | None]
"""Party, basis, pre- or post-money, currency."""


def find_valuations(claims: Iterable[Claim], party_of: Mapping[str, str], press: Press) -> tuple[Valuation, ...]:
    """Return the dated series of every party, sorted by party, day and basis."""
    told: dict[Key, list[Claim]] = defaultdict(list)
    implied = []
    for claim in sorted(claims, key=_when):
        if claim.type == "valuation" and claim.amount is not None and figure_of(claim.amount) is not None:
            for party in _parties(claim, "subject", party_of):
                told[party, claim.basis or "current", _money(claim.amount), claim.amount.currency].append(claim)
        elif claim.type in SHARES and claim.amount is not None and claim.percent is not None:
            implied += list(_implied(claim, party_of))
    rows = [_row(key, row, press) for key in told for row in _cut(told[key])]
    return tuple(sorted([*rows, *implied], key=_order))


def _when(claim: Claim) -> tuple[date, str]:
    return (claim.published or date.max, claim.id)


def _order(row: Valuation) -> tuple[str, date, str, str]:
    return (row.party, row.day or date.max, row.basis, row.id)


def _parties(claim: Claim, role: str, party_of: Mapping[str, str]) -> list[str]:
    return sorted({party_of_mention(m, party_of) for m in claim.roles.get(role, ())})


def _money(money: Money) -> str | None:
    return money.basis if money.basis in ("pre_money", "post_money") else None


def _cut(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Cut the claims of one key, in order of publication, into values: an equal figure within months is one."""
    rows: list[list[Claim]] = []
    for claim in claims:
        fits = [row for row in rows[-RECENT:] if _is_same(row, claim)]
        if fits:
            fits[-1].append(claim)
        else:
            rows.append([claim])
    return rows


def _is_same(row: Sequence[Claim], claim: Claim) -> bool:
    first, last = row[0], row[-1]
    if claim.published is not None and last.published is not None and (claim.published - last.published).days > SAME:
        return False
    assert first.amount is not None
    assert claim.amount is not None
    one, other = figure_of(first.amount), figure_of(claim.amount)
    assert one is not None
    assert other is not None
    return abs(one - other) * 20 <= max(one, other)


def _row(key: Key, claims: Sequence[Claim], press: Press) -> Valuation:
    party, basis, money, currency = key
    telling = trace(claims, (party,), press)
    settled = settle(claims, telling.root_of)
    days = [c.published for c in claims if c.published is not None]
    stated = [c.time.first for c in claims if c.time is not None and c.time.first is not None]
    return Valuation(
        id=digest_of("valuation", *key, claims[0].id),
        party=party,
        day=min(stated, default=min(days, default=None)),
        basis=basis,
        money=money,
        low=settled.low,
        high=settled.high,
        currency=currency,
        approximate=settled.approximate,
        status=_status(claims),
        claims=_ids(settled.support),
        dissent=_ids(settled.dissent),
        first=min(days, default=None),
        last=max(days, default=None),
        origins=telling.origins,
    )


def _status(claims: Iterable[Claim]) -> str:
    """Return the most advanced stage that a claim gives the value; a denial only where nothing else is said."""
    stages = {STAGES[c.status]: c.status for c in claims if c.status in STAGES}
    return stages[max(stages)] if stages else min((c.status for c in claims), default="denied")


def _ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted(c.id for c in claims))


def _implied(claim: Claim, party_of: Mapping[str, str]) -> Iterator[Valuation]:
    """Yield what a price for a share implies; the joint price of several targets implies nothing."""
    role, basis = SHARES[claim.type]
    parties = _parties(claim, role, party_of)
    assert claim.amount is not None
    assert claim.percent is not None
    value = implied_value(claim.amount, claim.percent)
    if len(parties) != 1 or value is None:
        return
    said = f"{_plain(figure_of(claim.amount))} {claim.amount.currency or '?'} / {_plain(_figure(claim.percent))} %"
    yield Valuation(
        id=digest_of("valuation", "implied", parties[0], claim.id),
        party=parties[0],
        day=claim.time.first if claim.time is not None and claim.time.first is not None else claim.published,
        basis="implied",
        money="post_money" if basis == "round" else None,
        low=value.low,
        high=value.high,
        currency=claim.amount.currency,
        approximate=True,
        status=claim.status,
        claims=(claim.id,),
        first=claim.published,
        last=claim.published,
        working=said,
    )


def implied_value(price: Money, share: Percent) -> Interval | None:
    """Return the worth of the whole that a price for a share implies, each within its rounding; None without bounds.

    The formula is price / share (docs/deals.md). The share is within half of its last digit, the price likewise.

    >>> found = implied_value(Money(Decimal(130), Decimal(130), "USD", text="130"), Percent(Decimal(26), Decimal(26)))
    >>> found.holds(Decimal(500))
    True
    """
    part = as_share(share)
    paid = as_interval(price)
    if part is None or price.low is None or price.high is None or paid.low is None or paid.high is None:
        return None
    return Interval(_cents(paid.low / part[1]), _cents(paid.high / part[0]))


def as_share(share: Percent) -> tuple[Decimal, Decimal] | None:
    """Return a percentage as a part of the whole within its rounding; None where it is open or makes no sense.

    >>> as_share(Percent(Decimal(27), Decimal(27), approximate=True))
    (Decimal('0.26'), Decimal('0.28'))
    """
    if share.low is None or share.high is None or share.low <= 0 or share.high > HUNDRED:
        return None
    exponent = share.low.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    margin = HALF * Decimal(1).scaleb(min(exponent, 0)) if share.low == share.high else Decimal(0)
    if share.approximate:
        margin = max(margin, Decimal(1))
    low, high = share.low - margin, min(HUNDRED, share.high + margin)
    return (low / HUNDRED, high / HUNDRED) if low > 0 else None


def common_value(disclosures: Iterable[tuple[Money, Percent]]) -> Interval | None:
    """Return the worth on which several disclosures of a price and a share agree, None where they do not.

    A consistency test: 130 for 26 % and 135 for 27 % both say 500; 130 for 26 % and 150 for 27 % cannot both hold.
    Disclosures in different currencies never agree, nor does one without bounds say anything.

    >>> stakes = [(130, 26), (135, 27)]
    >>> told = [(Money(Decimal(m), Decimal(m), "USD", text=str(m)), Percent(Decimal(p), Decimal(p))) for m, p in stakes]
    >>> common_value(told).holds(Decimal(500))
    True
    """
    listed = list(disclosures)
    if len({money.currency for money, _ in listed}) > 1:
        return None
    values = [value for money, share in listed if (value := implied_value(money, share)) is not None]
    agreed: Interval | None = values[0] if values else None
    for value in values[1:]:
        agreed = meet(agreed, value) if agreed is not None else None
    return agreed


def _figure(percent: Percent) -> Decimal | None:
    return percent.high if percent.high is not None else percent.low


def _cents(value: Decimal) -> Decimal:
    return Decimal(f"{value.quantize(Decimal('0.01')).normalize():f}")


def _plain(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():f}"
