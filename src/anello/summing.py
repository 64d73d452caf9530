"""Totals of a study's deals: what they are priced at, how they overlap, in one currency or in each.

In: a view and some of its deals. Out: `Sum`s. Promise: a composer like `pipeline`, of the graph's prices, the links and
the rates; nothing is counted twice that a link joins; joint prices count once; facts of ownership and rights are no
payments and are left out by name; what has no rate is not converted and said so. Rules: docs/deals.md, Overlaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import prod

from anello.graph import DEFAULT_FLOOR, price_of
from anello.model import AmountSlot, Deal, Link, Sum
from anello.reconcile.amounts import Interval
from anello.reconcile.rates import Converted, convert
from anello.reconcile.totals import find_total
from anello.show import View, stands

ADDED = ("investment", "acquisition", "supply", "loan", "licence", "project", "partnership", "ipo")
"""Types that are added up. Stakes and control are facts of ownership; a right or guarantee is an option on a flow."""

CONTINGENT = ("right", "guarantee")
"""Types that may never be paid: they count nothing in a sum and are told beside it."""


@dataclass(frozen=True, slots=True)
class _Priced:
    """A deal, or the deals that share a joint price, with its bounds."""

    deal: str
    price: Interval | None
    currency: str | None
    day: date | None
    contingent: bool


def sums_of(view: View, deals: Iterable[Deal], currency: str | None = None) -> list[Sum]:
    """Return the totals of deals, one for each currency, or one in `currency` at the rates of their days.

    A deal without an amount belongs to no currency; each total names those that it could not count.

    Denied and ended deals count only where the floor of the view names them.
    """
    floor = view.floor or DEFAULT_FLOOR
    listed = [deal for deal in deals if stands(deal.status, floor)]
    added = [deal for deal in listed if deal.type in (*ADDED, *CONTINGENT)]
    shares = _joint_shares(view, added)
    priced = [shares.get(deal.id) or _price(deal) for deal in added]
    links = view.links
    if currency is not None:
        return [_in_one(priced, links, currency)]
    by_currency: dict[str, list[_Priced]] = defaultdict(list)
    for one in priced:
        if one.price is not None:
            by_currency[one.currency or "?"].append(one)
    open_ = [one for one in priced if one.price is None]
    return [_sum(name, by_currency[name] + open_, links) for name in sorted(by_currency)]


def _price(deal: Deal) -> _Priced:
    low, high, currency = price_of(deal.amounts, deal.first, deal.last)
    price = None if low is None and high is None else Interval(low, high)
    day = min((e.published for e in deal.history if e.published is not None), default=None)
    return _Priced(deal.id, price, currency, deal.first or day, deal.type in CONTINGENT)


def _joint_shares(view: View, deals: Sequence[Deal]) -> dict[str, _Priced]:
    """Return the prices of deals that only a joint amount prices: it counts once, with the first of them."""
    by_id = {deal.id: deal for deal in deals}
    found: dict[str, _Priced] = {}
    for joint in joint_groups(view, deals):
        for number, deal in enumerate(joint.deals):
            own = _joint_price(by_id[deal], lower=joint.whole)
            price = own if number == 0 else Interval(Decimal(0), Decimal(0))
            found[deal] = replace(_price(by_id[deal]), price=price)
    return found


@dataclass(frozen=True, slots=True)
class Joint:
    """Deals that only an amount shared by them prices; `whole` tells that nobody else has a share in it."""

    deals: tuple[str, ...]
    whole: bool


def joint_groups(view: View, deals: Sequence[Deal]) -> list[Joint]:
    """Return the deals that share an amount and have no other price.

    Where one of the parties to it has a price of its own, or stands outside of `deals`, the rest may be nothing: the
    amount is then not wholly theirs.
    """
    groups: dict[str, set[str]] = {}
    claims_of: dict[str, set[str]] = {}
    for deal in deals:
        claims = {c for s in deal.amounts if _is_joint(s) for c in s.claims}
        met = {name for claim in claims if (name := next((g for g, held in claims_of.items() if claim in held), None))}
        if not claims:
            continue
        name = min(met, default=min(claims))
        claims_of[name] = claims.union(*(claims_of.pop(g) for g in sorted(met)))
        groups[name] = {deal.id}.union(*(groups.pop(g) for g in sorted(met)))
    by_id = {deal.id: deal for deal in deals}
    found = []
    for name in sorted(groups):
        alone = [d for d in sorted(groups[name]) if _price(by_id[d]).price == _joint_price(by_id[d], lower=False)]
        sharers = max(_pairs(view, claim) for claim in claims_of[name])
        if alone:
            found.append(Joint(tuple(alone), len(alone) == len(groups[name]) >= sharers))
    return found


def _pairs(view: View, claim: str) -> int:
    """Return among how many pairs a claim shares its amount out."""
    told = view.claim_of.get(claim)
    return prod(len({m.id for m in named}) for named in told.roles.values() if named) if told else 1


def _is_joint(slot: AmountSlot) -> bool:
    return slot.key.startswith("joint/total/") and "/per " not in slot.key and bool(slot.claims)


def _joint_price(deal: Deal, lower: bool) -> Interval:
    slot = next(s for s in deal.amounts if _is_joint(s))
    return Interval(slot.low if lower else None, slot.high)


def _in_one(priced: Sequence[_Priced], links: Sequence[Link], currency: str) -> Sum:
    changed, lost = [], []
    used: dict[str, set[Converted]] = defaultdict(set)
    for one in priced:
        if one.price is None or one.currency == currency:
            changed.append(one)
            continue
        price, rates = _converted(one, currency)
        if price is None:
            lost.append(one.deal)
            continue
        used[one.currency or "?"] |= rates
        changed.append(_Priced(one.deal, price, currency, one.day, one.contingent))
    found = _sum(currency, changed, links)
    return Sum(currency, found.total, found.contingent, rate_words(used), tuple(sorted(lost)))


def _converted(one: _Priced, currency: str) -> tuple[Interval | None, set[Converted]]:
    assert one.price is not None
    bounds: dict[str, Decimal | None] = {"low": one.price.low, "high": one.price.high}
    rates = set()
    for side, value in bounds.items():
        found = convert(value, one.currency, one.day, currency)
        if value is not None and found is None:
            return None, set()
        if found is not None:
            bounds[side] = found.value
            rates.add(replace(found, value=found.rate))
    return Interval(bounds["low"], bounds["high"]), rates


def rate_words(used: Mapping[str, Iterable[Converted]]) -> tuple[str, ...]:
    """Return at which rates each currency was converted: a day, the first and last of several, or averages."""
    told = set()
    for currency, rates in used.items():
        for carried in (False, True):
            days = sorted({r.day for r in rates if r.day is not None and r.carried == carried})
            span = [f"{days[0]} to {days[-1]}" if len(days) > 1 else str(days[0])] if days else []
            years = sorted({f"{r.year} average" for r in rates if r.day is None and r.carried == carried})
            told |= {f"{currency} {when}{' carried on' * carried}" for when in (*span, *years)}
    return tuple(sorted(told))


def _sum(currency: str, priced: Sequence[_Priced], links: Sequence[Link]) -> Sum:
    def bounds(contingent: bool) -> Mapping[str, Interval | None]:
        return {one.deal: one.price for one in priced if one.contingent == contingent}

    return Sum(currency, find_total(bounds(False), links), find_total(bounds(True), links))
