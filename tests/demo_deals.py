"""Findings of the demo about deals and rings: what is there, how far it has come, who tells it, what goes round.

In: the `[[deal]]`, `[[ring]]` and `[[not_ring]]` of `expected.toml`. Out: `Finding`s. Promise: as in `demo_findings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from demo_study import (
    Demo,
    Expected,
    Finding,
    amount_differs,
    claim_told,
    claims_in,
    claims_of,
    deal_of,
    deals_like,
    house,
    houses_in,
    named,
    same_house,
    short,
    statuses_of,
    told_in,
)

from anello.graph import LEG_KINDS
from anello.model import Claim, Ring
from anello.show import View

# --- [[deal]] --------------------------------------------------------------------------------------------------------


def of_deal(wanted: Expected) -> Iterator[Finding]:
    """Yield the findings of one deal: that it is there, where it stands, when it began, what is told of it, by whom."""
    name = wanted["name"]
    yield Finding(f"deal:{name}", lambda demo: _deal_differs(demo.view(), wanted))
    yield Finding(f"status:{name}", lambda demo: status_differs(demo.view(), wanted))
    yield Finding(f"first:{name}", lambda demo: _first_differs(demo.view(), wanted))
    for label, stands_in in figures_of(wanted):
        yield Finding(f"figure:{name}:{label}", _figure_check(wanted, stands_in))
    for article in wanted["articles"]:
        yield Finding(f"told:{name}:{short(article)}", _told_check(wanted, article))


def _deal_differs(view: View, wanted: Expected) -> str:
    deal = deal_of(view, wanted)
    return f"no such deal; {_nearest(view, wanted)}" if deal is None else amount_differs(deal, wanted)


def _nearest(view: View, wanted: Expected) -> str:
    """Return the deals between the same two parties that are of another type or direction."""
    pair = [named(wanted[key]) for key in ("payer", "payee", "project") if key in wanted]
    near = [d for d in view.deals if all(any(same_house(p, one) for p in d.parties) for one in pair)]
    said = sorted(
        {f"{d.type} {d.payer or '?'} to {d.payee or '?'}" for d in near if d.type in (wanted["type"], "right")}
    )
    said = said or sorted({f"{d.type} {d.payer or '?'} to {d.payee or '?'}" for d in near})
    return f"between these parties: {', '.join(said) or 'nothing'}"


def status_differs(view: View, wanted: Expected) -> str:
    deal = deal_of(view, wanted)
    if deal is None:
        return "no such deal"
    if deal.status not in statuses_of(wanted):
        return f"{deal.status}, not {' or '.join(statuses_of(wanted))}"
    return "no condition found" if wanted.get("conditional") and not deal.conditional else ""


def _first_differs(view: View, wanted: Expected) -> str:
    deal = deal_of(view, wanted)
    if deal is None:
        return "no such deal"
    first = min((event.published for event in deal.history if event.published), default=None)
    return "" if first == wanted["first"] else f"first told {first}, not {wanted['first']}"


def _figure_check(wanted: Expected, stands_in: Callable[[Claim], bool]) -> Callable[[Demo], str]:
    def check(demo: Demo) -> str:
        view = demo.view()
        told = [claim for deal in deals_like(view, wanted) for claim in claims_of(view, deal)]
        return "" if any(map(stands_in, told)) else f"not among {len(told)} claims of such deals"

    return check


def _told_check(wanted: Expected, article: str) -> Callable[[Demo], str]:
    def check(demo: Demo) -> str:
        view = demo.view()
        deal = deal_of(view, wanted)
        if deal is not None and article in told_in(view, deal):
            return ""
        if any(article in told_in(view, other) for other in deals_like(view, wanted)):
            return "claim found, but it went to another deal of this pair"
        pair = {house(named(wanted[key])) for key in ("payer", "payee", "project") if key in wanted}
        near = sorted({claim_told(c) for c in claims_in(view, article) if pair <= houses_in(c)})
        return f"no claim; of these parties: {'; '.join(near) or 'nothing'}"

    return check


# --- [[ring]], [[not_ring]] ------------------------------------------------------------------------------------------


def of_ring(wanted: Expected) -> Finding:
    """Return the finding that a ring is there with a leg of each expected kind."""
    parties, legs = wanted["parties"], wanted["legs"]
    return Finding(
        f"ring:{'-'.join(parties)}:{'-'.join(legs)}".replace(" ", "-"), lambda demo: _ring_differs(demo, wanted)
    )


def _ring_differs(demo: Demo, wanted: Expected) -> str:
    view = demo.view(floor=wanted["floor"])
    rings = [ring for ring in view.rings if is_round(ring, wanted["parties"])]
    if not rings:
        return f"no such ring at {wanted['floor']}; missing legs: {', '.join(_missing(view, wanted)) or 'none'}"
    missing = _missing(view, wanted, {leg for ring in rings for leg in ring.legs})
    return f"the ring is there without {', '.join(missing)}" if missing else ""


def is_round(ring: Ring, parties: Sequence[str]) -> bool:
    """Tell whether a ring runs through these parties in this order, wherever it is said to begin."""
    wanted = [named(party) for party in parties]
    turns = (wanted[at:] + wanted[:at] for at in range(len(wanted)))
    return any(len(turn) == len(ring.parties) and all(map(same_house, ring.parties, turn)) for turn in turns)


def _missing(view: View, wanted: Expected, among: set[str] | None = None) -> list[str]:
    """Return the expected legs that do not exist (or are not among some)."""
    parties = [named(party) for party in wanted["parties"]]
    arcs = zip(parties, parties[1:] + parties[:1], wanted["legs"], strict=True)
    legs = [leg for leg in view.graph.legs if leg.layer == "money" and (among is None or leg.id in among)]
    return [
        f"{kind} {payer} to {payee}"
        for payer, payee, kind in arcs
        if not any(
            leg.kind == LEG_KINDS[kind][0] and same_house(leg.payer, payer) and same_house(leg.payee, payee)
            for leg in legs
        )
    ]


def of_not_ring(wanted: Expected, deals: Mapping[str, Expected]) -> Finding:
    """Return the finding that something is not shown as a ring, at no floor."""
    if "deal" in wanted:
        return Finding(f"not_ring:{wanted['deal']}", lambda demo: _rests_on(demo, deals[wanted["deal"]]))
    return Finding(
        f"not_ring:{'-'.join(wanted['parties'])}".replace(" ", "-"), lambda demo: _shown(demo, wanted["parties"])
    )


def _shown(demo: Demo, parties: Sequence[str]) -> str:
    said = ((floor, rings_told(parties, demo.view(floor=floor))) for floor in (None, "agreed"))
    return "; ".join(f"at floor {floor or 'none'} {rings}" for floor, rings in said if rings)


def rings_told(parties: Sequence[str], view: View) -> str:
    """Return the rings through these parties with their legs, for people; "" where there is none."""
    said = []
    for ring in view.rings:
        if is_round(ring, parties):
            legs = (view.leg_of[leg] for leg in ring.legs)
            said.append(f"{ring.kind} of {', '.join(sorted(f'{g.kind} {g.payer} to {g.payee}' for g in legs))}")
    return "; ".join(said)


def _rests_on(demo: Demo, deal: Expected) -> str:
    view = demo.view()
    pair, high = (named(deal["payer"]), named(deal["payee"])), Decimal(deal["high"])
    legs = {
        leg.id
        for leg in view.graph.legs
        if (leg.payer, leg.payee) == pair and leg.high is not None and leg.high >= high
    }
    rings = [ring for ring in view.rings if legs & set(ring.legs)]
    return f"{len(rings)} rings rest on it" if rings else ""


# --- Figures that are no sum of money: shares, quantities, parts and what may follow ---------------------------------


def figures_of(wanted: Expected) -> Iterator[tuple[str, Callable[[Claim], bool]]]:
    """Yield a label and a test of claims for each further figure of a deal."""
    if "percent" in wanted:
        yield f"{wanted['percent']}-percent", partial(has_percent, percent=Decimal(wanted["percent"]))
    if "quantity" in wanted:
        yield wanted["quantity"].replace(" ", "-"), partial(has_quantity, wanted=wanted["quantity"])
    more = (wanted["conditional_more"],) if "conditional_more" in wanted else ()
    for part in (*wanted.get("tranches", ()), *more):
        yield f"{part / 10**9:g}bn".replace(".", "_"), partial(_has_part, part=Decimal(part))


def has_percent(claim: Claim, percent: Decimal) -> bool:
    """Tell whether a claim states a percentage."""
    return claim.percent is not None and claim.percent.low == claim.percent.high == percent


def has_quantity(claim: Claim, wanted: str) -> bool:
    """Tell whether a claim states a quantity such as "6 GW" or "up to 160000000 shares"."""
    limit, number, unit = re.fullmatch(r"(up to )?(\d+) (\w+?)s?", wanted).groups()  # type: ignore[union-attr]
    told = claim.quantity
    if told is None or told.unit.casefold() != unit.casefold() or told.high != Decimal(number):
        return False
    return told.low in (None, Decimal(0)) if limit else told.low == told.high


def _has_part(claim: Claim, part: Decimal) -> bool:
    return claim.amount is not None and claim.amount.high == part
