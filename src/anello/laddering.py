"""Ladders and calendars of a study's deals: what is binding, drawn and due, in one currency or in each.

In: a view, some of its deals. Out: `Commitment`s, `LadderSum`s. Promise: a composer like `pipeline`, of prices, claims,
links and rates; each deal counts once, amounts that deals share count once, and what links join lies in [max, sum];
currencies are converted only when asked for, at rates that are named. Rules: docs/ladder.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from anello.analyse.dues import Pick, find_calendar, split_instalments
from anello.analyse.ladder import Parts, find_ladder, plus, within
from anello.analyse.slices import Window
from anello.graph import DEFAULT_FLOOR, LASTING, LEG_KINDS, PARTS, SIGNING, price_of, window_of
from anello.model import AmountSlot, Claim, Commitment, Deal, Instalment, Ladder, LadderSum, Link, Rung, Total
from anello.reconcile.amounts import Interval
from anello.reconcile.rates import Converted, convert
from anello.reconcile.totals import find_total
from anello.show import View, stands
from anello.summing import ADDED, CONTINGENT, Joint, joint_groups, rate_words

ZERO = Decimal(0)
SIGNED = ("agreed", "completed")
UNDER_WAY = ("project", "partnership")
"""Types without a leg that last, like a supply."""

RUNGS = (
    *("headline", "binding", "conditional", "announced", "drawn", "available", "waiting", "untold"),
    "contingent",
)


@dataclass(frozen=True, slots=True)
class Ladders:
    """The commitments of some deals, the largest headline first, and their sums, a currency each.

    `left_out` are deals that commit no money (stakes, control).
    """

    commitments: tuple[Commitment, ...]
    sums: tuple[LadderSum, ...]
    left_out: tuple[str, ...] = ()


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


def ladders_of(
    view: View,
    deals: Iterable[Deal],
    currency: str | None = None,
    *,
    side: str = "all",
    window: Window = (None, None),
    commitments: Commitments | None = None,
) -> Ladders:
    """Return the ladders of deals, and for each currency, or for `currency` at the rates of their days, their sum.

    Denied and ended deals count only where the floor of the view names them. A deal without an amount belongs to no
    currency; each sum names those that it could not count.

    Args:
        commitments: those that are kept from one question to the next; None makes them anew.

    Raises:
        SettingsError: the window ends before it begins.
    """
    listed = [deal for deal in deals if stands(deal.status, view.floor or DEFAULT_FLOOR)]
    counted = [deal for deal in listed if deal.type in (*ADDED, *CONTINGENT)]
    kept = commitments or Commitments(view.claim_of)
    found = [kept.get(deal, currency) for deal in counted]
    shared = _Shared(view, counted, currency)
    sums = [_sum(name, found, shared, side, window) for name in _currencies(found, currency)]
    return Ladders(
        tuple(sorted(found, key=_largest_first)),
        tuple(sums),
        tuple(sorted(deal.id for deal in listed if deal.type not in (*ADDED, *CONTINGENT))),
    )


def _largest_first(one: Commitment) -> tuple[object, ...]:
    def size(rung: Rung) -> Decimal:
        return max(rung.low, rung.high or ZERO)

    return (not one.priced, -size(one.ladder.headline), -size(one.ladder.contingent), one.deal)


def _currencies(found: Sequence[Commitment], currency: str | None) -> list[str]:
    stated = {one.ladder.currency or "?" for one in found if one.priced}
    return sorted(stated) if currency is None else [currency] * bool(stated)


# --- one deal ---------------------------------------------------------------------------------------------------------


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


# --- many deals -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Shared:
    """What totals need beside the commitments: links, amounts that several deals share, and each as if one's own."""

    view: View
    deals: Sequence[Deal]
    currency: str | None
    joints: list[Joint] = field(init=False)
    joint_of: dict[str, int] = field(init=False)
    own: dict[str, Commitment] = field(init=False)

    def __post_init__(self) -> None:
        self.joints = joint_groups(self.view, self.deals)
        self.joint_of = {deal: at for at, joint in enumerate(self.joints) for deal in joint.deals}
        by_id = {deal.id: deal for deal in self.deals}
        shared = [deal for joint in self.joints for deal in joint.deals]
        self.own = {d: commitment_of(by_id[d], self.view.claim_of, self.currency, wholly=True) for d in shared}

    def once(self, pick: Pick, found: Mapping[str, Commitment]) -> dict[str, Rung]:
        """Return what is picked of each commitment; a shared amount stands with the first that share it."""
        rungs = {deal: pick(one) for deal, one in found.items()}
        for joint in (self.joints[at] for at in sorted({self.joint_of[d] for d in rungs if d in self.joint_of})):
            members = [deal for deal in joint.deals if deal in rungs]
            told = [rungs.pop(deal) for deal in members]
            least = plus(told).low
            if joint.whole and len(members) == len(joint.deals):
                least = max(least, min(pick(self.own[deal]).low for deal in members))
            highs = [rung.high for rung in told]
            most = None if None in highs else max((h for h in highs if h is not None), default=ZERO)
            rungs[members[0]] = Rung(least, most if most is None else max(most, least))
        return rungs


def _sum(name: str, found: Sequence[Commitment], shared: _Shared, side: str, window: Window) -> LadderSum:
    """Return the sum of the commitments in one currency."""
    counted = {one.deal: one for one in found if one.priced and (one.ladder.currency or "?") == name}
    links = _links_among(counted, shared.view)
    whole = _find_total(shared.once(lambda one: one.ladder.headline, counted), links)
    loose = _loose(links)

    def total(pick: Pick) -> Rung:
        return _total_of(shared.once(pick, counted), loose)

    sums: dict[str, Any] = {rung: total(_rung_of(rung)) for rung in RUNGS}
    ladder = _capped(Ladder(name, **sums), _as_rung(whole))
    listed = list(counted.values())
    return LadderSum(
        side,
        replace(ladder, clashing=any(one.ladder.clashing for one in listed)),
        find_calendar(listed, total, window),
        tuple(sorted(counted)),
        tuple(sorted(one.deal for one in found if not one.priced)),
        whole.inside,
        whole.joined,
        tuple(sorted({said for one in listed for said in one.converted})),
        tuple(sorted(o.deal for o in found if o.priced and shared.currency not in (None, o.ladder.currency))),
    )


def _links_among(deals: Collection[str], view: View) -> list[Link]:
    """Return the links of which both ends are among some deals."""
    told = (link for deal in deals for link in view.links_of.get(deal, ()) if link.deal == deal)
    return [link for link in told if link.other in deals]


def _loose(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return links by which a part may be within another deal's part, and need not."""
    return tuple(replace(link, kind="overlaps") if link.kind == "part_of" else link for link in links)


def _rung_of(name: str) -> Callable[[Commitment], Rung]:
    def pick(one: Commitment) -> Rung:
        rung: Rung = getattr(one.ladder, name)
        return rung

    return pick


def _capped(ladder: Ladder, headline: Rung) -> Ladder:
    """Return a summed ladder with no rung above the headline: what is within another deal is within its sum."""
    cut: dict[str, Any] = {name: within(getattr(ladder, name), headline.high) for name in RUNGS if name != "contingent"}
    return replace(ladder, **cut | {"headline": headline})


def _find_total(rungs: Mapping[str, Rung], links: Iterable[Link]) -> Total:
    return find_total({deal: Interval(rung.low, rung.high) for deal, rung in rungs.items()}, links)


def _total_of(rungs: Mapping[str, Rung], links: Sequence[Link]) -> Rung:
    """Return the total of rungs; those that no link joins to another simply add up."""
    joined = {deal for link in links for deal in (link.deal, link.other)}
    alone = plus(rung for deal, rung in rungs.items() if deal not in joined)
    if not joined:
        return alone
    together = {deal: rung for deal, rung in rungs.items() if deal in joined}
    return plus((alone, _as_rung(_find_total(together, links))))


def _as_rung(total: Total) -> Rung:
    return Rung(total.low, total.high)


def binding_by_party(view: View, currency: str, commitments: Commitments | None = None) -> dict[str, Rung]:
    """Return for each party what is binding of the deals that it pays or is paid, counted once as in `ladders_of`.

    Deals without a rate, or without an amount, count nothing.
    """
    listed = [deal for deal in view.deals if stands(deal.status, view.floor or DEFAULT_FLOOR)]
    counted = [deal for deal in listed if deal.type in (*ADDED, *CONTINGENT)]
    shared, kept = _Shared(view, counted, currency), commitments or Commitments(view.claim_of)
    by_party: dict[str, dict[str, Commitment]] = defaultdict(dict)
    for deal in counted:
        one = kept.get(deal, currency)
        for party in {deal.payer, deal.payee} - {None} if one.priced and one.ladder.currency == currency else ():
            by_party[party or ""][deal.id] = one
    return {party: _binding(by_party[party], shared) for party in sorted(by_party)}


def _binding(own: Mapping[str, Commitment], shared: _Shared) -> Rung:
    """Return what is binding of some deals, no more than their headline."""
    links = _links_among(own, shared.view)
    headline = _total_of(shared.once(_rung_of("headline"), own), links)
    binding = _total_of(shared.once(_rung_of("binding"), own), _loose(links))
    return within(binding, headline.high)


def sides_of(party: str, deals: Iterable[Deal]) -> Iterator[tuple[str, list[Deal]]]:
    """Yield the deals that a party pays, those it is paid by, and those in which it only takes part; empty ones too."""
    listed = list(deals)
    yield "payer", [deal for deal in listed if deal.payer == party]
    yield "payee", [deal for deal in listed if deal.payee == party and deal.payer != party]
    yield "other", [deal for deal in listed if party not in (deal.payer, deal.payee)]
