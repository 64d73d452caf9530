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

from anello.analyse.dues import Pick, find_calendar
from anello.analyse.ladder import plus, within
from anello.analyse.slices import Window
from anello.committing import ZERO, Commitments, commitment_of
from anello.graph import DEFAULT_FLOOR
from anello.model import Commitment, Deal, Ladder, LadderSum, Link, Rung, Total
from anello.reconcile.amounts import Interval
from anello.reconcile.totals import find_total
from anello.show import View, stands
from anello.summing import ADDED, CONTINGENT, Joint, joint_groups

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
