"""One deal as a commitment: how much of its headline is binding and drawn, and in which instalments it falls due.

In: a deal, the claims of the study. Out: a `Commitment`. Promise: a composer like `pipeline`; what claims do not tell
stays open within its bounds; a currency is converted only when asked for, at rates that are named. Rules:
docs/ladder.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from anello.analyse.dues import split_instalments
from anello.analyse.ladder import Parts, find_ladder, within
from anello.analyse.slices import Window
from anello.graph import LASTING, LEG_KINDS, PARTS, SIGNING, price_of, window_of
from anello.model import AmountSlot, Claim, Commitment, Deal, Instalment, Rung
from anello.reconcile.rates import Converted, convert
from anello.summing import CONTINGENT, rate_words

ZERO = Decimal(0)
SIGNED = ("agreed", "completed")
UNDER_WAY = ("project", "partnership")
"""Types without a leg that last, like a supply."""


class Commitments:
    """The commitments of deals, each made once and kept.

    A deal whose amounts are all in the currency that is asked for is the same commitment in its own.
    """

    def __init__(self, claims: Mapping[str, Claim]) -> None:
        self._claims = claims
        self._kept: dict[tuple[str, str | None], Commitment] = {}

    def get(self, deal: Deal, currency: str | None = None) -> Commitment:
        """Return a deal as a commitment, as `commitment_of`."""
        own = currency is None or all(slot.currency == currency for slot in deal.amounts)
        key = deal.id, None if own else currency
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = commitment_of(deal, self._claims, key[1])
        return found


def commitment_of(
    deal: Deal, claims: Mapping[str, Claim], currency: str | None = None, *, wholly: bool = False
) -> Commitment:
    """Return a deal as a commitment, in `currency` where there are rates, else in its own.

    `claims` are those of the study by id; `wholly` takes an amount that the deal shares with others as its own.
    """
    amounts, rates = _converted(deal, currency)
    if wholly:
        amounts = tuple(replace(s, key=s.key.removeprefix("joint/")) for s in amounts)
    window = _window(deal, claims)
    low, high, unit = price_of(amounts, *window)
    headline = Rung(low or ZERO, high)
    lasting = _kind(deal) in LASTING
    tranches = _tranches(amounts, unit, headline, claims)
    ladder = find_ladder(
        headline,
        deal.bindingness,
        _parts(deal, amounts, unit, tranches),
        currency=unit,
        performed=deal.bindingness == "performed" and (not lasting or _over(deal)),
        contingent=deal.type in CONTINGENT,
    )
    dated = [_instalment(one, deal) for one in tranches if one.days is not None] if not ladder.contingent.high else []
    priced = low is not None or high is not None
    return Commitment(deal.id, ladder, split_instalments(ladder, window, dated) if priced else (), priced, rates)


def _kind(deal: Deal) -> str:
    """Return the kind of leg by which the window of a deal is told."""
    return "purchase" if deal.type in UNDER_WAY else LEG_KINDS.get(deal.type, ("ownership", ""))[0]


def _window(deal: Deal, claims: Mapping[str, Claim]) -> Window:
    """Return the days in which a deal moves money, as `graph.window_of`.

    A deal that lasts keeps its end only where a claim tells a term: the hull of several short times, as the months in
    which it was signed and told, is none, nor is "last autumn".
    """
    first, last = window_of(deal, _kind(deal))
    if first is None or last is None or _kind(deal) not in LASTING:
        return first, last
    told = [claims[c] for c in deal.claims if c in claims]
    timed = [claim for claim in told if claim.time is not None]
    return (first, None) if timed and not any(_is_term(claim) for claim in timed) else (first, last)


def _is_term(claim: Claim) -> bool:
    """Tell whether the time of a claim is a term: longer than a signing, and not over before what is agreed is told."""
    time = claim.time
    if time is None or time.first is None or time.last is None:
        return time is not None
    before = claim.status != "completed" and claim.published is not None and time.last < claim.published
    return (time.last - time.first).days > SIGNING and not before


def _over(deal: Deal) -> bool:
    """Tell whether a deal was called performed on or after its last day; before, it was under way."""
    told = [e.published for e in deal.history if e.status == "completed" and e.published is not None]
    return deal.last is not None and any(deal.last <= published for published in told)


def _converted(deal: Deal, currency: str | None) -> tuple[tuple[AmountSlot, ...], tuple[str, ...]]:
    """Return the amounts of a deal in a currency with the rates used; as they are where one has no rate."""
    if currency is None:
        return deal.amounts, ()
    reported = min((e.published for e in deal.history if e.published is not None), default=None)
    day = deal.first or reported
    slots: list[AmountSlot] = []
    used: dict[str, set[Converted]] = defaultdict(set)
    for slot in deal.amounts:
        bounds = [convert(value, slot.currency, day, currency) for value in (slot.low, slot.high)]
        lost = [v for v, b in zip((slot.low, slot.high), bounds, strict=True) if v is not None and b is None]
        if lost:
            return deal.amounts, ()
        low, high = (b.value if b else None for b in bounds)
        key = slot.key.replace(f"/{slot.currency}", f"/{currency}")
        slots.append(replace(slot, key=key, low=low, high=high, currency=currency))
        if slot.currency != currency:
            used[slot.currency or "?"] |= {replace(b, value=b.rate) for b in bounds if b}
    return tuple(slots), rate_words(used)


@dataclass(frozen=True, slots=True)
class _Tranche:
    """A tranche that a text names: how much, how firm, and when it is due (None: no day of its own)."""

    rung: Rung
    force: str
    days: Window | None


def _tranches(
    amounts: Sequence[AmountSlot], unit: str | None, headline: Rung, claims: Mapping[str, Claim]
) -> list[_Tranche]:
    """Return the tranches that lie within the headline."""
    found = []
    for slot in amounts:
        scope, _, rest = slot.key.partition("/")
        plain = scope.startswith("tranche") and not rest.startswith("per ") and slot.currency == unit
        if plain and (headline.high is None or (slot.low or ZERO) <= headline.high):
            told = [claims[c] for c in slot.claims if c in claims]
            rung = within(Rung(slot.low or ZERO, slot.high), headline.high)
            found.append(_Tranche(rung, _force_of(told), _days_of(told)))
    return found


def _force_of(claims: Sequence[Claim]) -> str:
    """Return how firm the claims of a tranche make it; "" where they do not say."""
    if any(claim.conditional for claim in claims):
        return "conditional"
    if claims and all(claim.status == "completed" for claim in claims):
        return "performed"
    return "binding" if claims and all(claim.status in SIGNED for claim in claims) else ""


def _days_of(claims: Sequence[Claim]) -> Window | None:
    times = [claim.time for claim in claims if claim.time is not None]
    if not times:
        return None
    firsts = [t.first for t in times if t.first is not None]
    lasts = [t.last for t in times if t.last is not None]
    return min(firsts, default=None), max(lasts, default=None) if len(lasts) == len(times) else None


def _instalment(tranche: _Tranche, deal: Deal) -> Instalment:
    """Return a dated tranche as an instalment; what its claims leave open follows from the deal."""
    assert tranche.days is not None
    if tranche.force == "performed" or (tranche.force == "binding" and deal.bindingness in ("binding", "conditional")):
        return Instalment(*tranche.days, due=tranche.rung, binding=tranche.rung)
    if tranche.force == "conditional" or deal.bindingness == "conditional":
        return Instalment(*tranche.days, due=tranche.rung, conditional=tranche.rung)
    if deal.bindingness in ("binding", "performed"):
        return Instalment(*tranche.days, due=tranche.rung, binding=tranche.rung)
    return Instalment(*tranche.days, due=tranche.rung, announced=tranche.rung)


def _parts(deal: Deal, amounts: Sequence[AmountSlot], unit: str | None, tranches: Sequence[_Tranche]) -> Parts:
    """Return the parts that claims tell, by word or as tranches; a performed deal is not cut by its tranches."""
    told: dict[str, Rung] = {}
    for slot in amounts:
        part, _, rest = slot.key.partition("/")
        if part in PARTS and rest == f"total/{unit or '?'}":
            told[part] = Rung(slot.low or ZERO, slot.high)
    if deal.bindingness == "performed":
        return Parts(**told)
    at_least = {name: max((t.rung.low for t in tranches if t.force == force), default=ZERO) for name, force in FORCES}
    if at_least["drawn"] and "drawn" not in told:
        told["drawn"] = Rung(at_least["drawn"], None)
    if deal.bindingness == "conditional":
        if at_least["binding"] and "binding" not in told:
            told["binding"] = Rung(max(at_least["binding"], at_least["drawn"]), None)
        if at_least["conditional"]:
            told["conditional"] = Rung(at_least["conditional"], None)
    return Parts(**told)


FORCES = (("drawn", "performed"), ("binding", "binding"), ("conditional", "conditional"))
"""Part of a headline -> the firmness of tranches that tell of it."""
