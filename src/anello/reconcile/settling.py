"""The amounts of one deal: each settled under its own key, and what follows from them by reckoning.

In: the claims of a deal with their origins. Out: `AmountSlot`s and `Conflict`s. Promise: amounts under different keys
never meet; older figures of moving talks are history and contradict nothing; a reckoned amount has its own key and
shows its working, and never takes the place of a stated one. Rules: docs/deals.md, section Amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from anello.model import AmountSlot, Claim, Conflict
from anello.reconcile.amounts import Interval, Settled, as_interval, by_key, settle
from anello.reconcile.conflicts import amount_conflict
from anello.reconcile.origins import Telling
from anello.reconcile.slots import MOST_FIGURES, SIGNED, STAGES, Told, is_like
from anello.reconcile.terms import reckon
from anello.reconcile.wording import PARTS

CURRENT = timedelta(days=28)
"""Of talks that move, only figures of the last four weeks before the newest count as current."""


def settle_amounts(deal: str, told: Sequence[Told], telling: Telling) -> tuple[tuple[AmountSlot, ...], list[Conflict]]:
    """Settle each amount of a deal under its own key, then add what can be reckoned from them.

    Joint amounts, sums over deals, increases and parts that are drawn, available or binding are keyed apart.
    """
    slots: list[AmountSlot] = []
    conflicts: list[Conflict] = []
    for prefix, group in _scopes(told).items():
        for key, claims in by_key(group).items():
            settled, older = _settle_current(claims, telling.root_of)
            slot = _slot(prefix + key, settled, older)
            slots.append(slot)
            disputed = [(slot, settled), *_past(prefix + key, older, telling.root_of)]
            conflicts += [found for now in disputed if (found := amount_conflict(deal, *now))]
    slots += reckon(slots, [t.claim for t in told])
    return tuple(sorted(slots, key=lambda s: s.key)), conflicts


def _scopes(told: Sequence[Told]) -> dict[str, list[Claim]]:
    """Return the priced claims by the beginning of their key, which says what their amount stands for."""
    scopes: dict[str, list[Claim]] = {prefix: [] for prefix in ("", "joint/", "aggregate/", "increase/", *_PARTS)}
    whole: list[Decimal] = []
    for one in told:
        scope = _scope(one, whole)
        scopes[scope].append(one.claim)
        if scope == "" and one.figure is not None and len(whole) < MOST_FIGURES:
            whole.append(one.figure)
    return scopes


_PARTS = {f"{part}/": part for part in PARTS}


def _scope(told: Told, whole: Sequence[Decimal]) -> str:
    """Return the beginning of the key of a claim; an increase of nothing told before is a sum like any other."""
    if told.joint:
        return "joint/"
    if told.aggregate:
        return "aggregate/"
    if told.wording.part:
        return f"{told.wording.part}/"
    figure = told.figure
    if told.wording.change != "by" or figure is None or not whole:
        return ""
    return "" if any(is_like(figure, other) for other in whole) else "increase/"


def _past(key: str, older: Sequence[Claim], root_of: Mapping[str, str]) -> Iterator[tuple[AmountSlot, Settled]]:
    """Yield what was settled in each earlier stretch of weeks: a dispute of its day stays on record."""
    left = [c for c in older if c.published is not None and c.status in ("considered", "talks", "planned")]
    while left:
        since = min(c.published for c in left if c.published)
        then = [c for c in left if c.published and c.published - since <= CURRENT]
        settled = settle(then, root_of)
        yield _slot(f"{key} in {since:%Y-%m}", settled, ()), settled
        left = _without(left, then)


def _settle_current(claims: Sequence[Claim], root_of: Mapping[str, str]) -> tuple[Settled, list[Claim]]:
    """Settle what is said now: signed figures where the deal is signed, else those of the last weeks; then the rest.

    Older figures that no longer fit are history: they come back as outdated, and contradict nothing said now.
    """
    told = [c for c in claims if c.status not in ("denied", "ended", "hypothetical")] or list(claims)
    signed = [c for c in told if STAGES.get(c.status, 0) >= SIGNED]
    newest = max((c.published for c in told if c.published), default=date.max)
    fresh = [c for c in told if c.published is None or newest - c.published <= CURRENT]
    current = signed or fresh
    settled = settle(current, root_of)
    return settled, _without(claims, current)


def _without(claims: Sequence[Claim], taken: Sequence[Claim]) -> list[Claim]:
    ids = {c.id for c in taken}
    return [c for c in claims if c.id not in ids]


def _slot(key: str, settled: Settled, older: Sequence[Claim]) -> AmountSlot:
    best = Interval(settled.low, settled.high)
    fits = {c.id for c in older if c.amount is not None and as_interval(c.amount).meets(best)}
    outdated = {c.id for c in older} - fits
    currency = settled.support[0].amount.currency if settled.support and settled.support[0].amount else None
    support = tuple(sorted({*(c.id for c in settled.support), *fits}))
    dissent = tuple(sorted({*(c.id for c in settled.dissent), *outdated}))
    return AmountSlot(key, settled.low, settled.high, currency, settled.approximate, support, dissent)
