"""The demo corpus held against `expected.toml`: every expectation is one small finding, met or not.

In: the expectations of the demo, and studies built from it. Out: `Finding`s, each with an id and a check that returns
"" where the finding is met, else what was found instead. Promise: nothing here knows what the extraction can do; what
is expected comes from `expected.toml` alone, read as docs/demo.md says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from demo_study import (
    Demo,
    Expected,
    amount_differs,
    claims_in,
    claims_of,
    deal_of,
    deals_like,
    file_of,
    house,
    houses_in,
    is_stated,
    load_expected,
    named,
    same_house,
    span,
    statuses_of,
    told_in,
)

from anello.graph import LEG_KINDS
from anello.model import Claim, Deal, Money, Ring
from anello.show import View

OPEN = Path(__file__).parent / "demo_open.toml"


@dataclass(frozen=True, slots=True)
class Finding:
    """One expectation: `check` returns "" where it is met, else what was found instead."""

    id: str
    check: Callable[[Demo], str]


def load_open() -> dict[str, str]:
    """Return the findings that are not met yet, each with the reason."""
    return tomllib.loads(OPEN.read_text(encoding="utf-8")) if OPEN.exists() else {}


def all_findings() -> tuple[Finding, ...]:
    """Return every finding that `expected.toml` asks for, in its order; ids are unique."""
    expected = load_expected()
    deals = {deal["name"]: deal for deal in expected["deal"]}
    return (
        *(finding for deal in expected["deal"] for finding in of_deal(deal)),
        *(of_ring(ring) for ring in expected["ring"]),
        *(of_not_ring(ring, deals) for ring in expected["not_ring"]),
        *(finding for ladder in expected["status_history"] for finding in of_history(ladder)),
        *(of_origin(origin, deals) for origin in expected["origin"]),
        *(of_no_claims(none["article"]) for none in expected["no_claims"]),
        *(finding for day in expected["as_of"] for finding in of_day(day)),
        *(finding for denied in expected["denied"] for finding in of_denial(denied, deals)),
        *(of_conflict(conflict, deals) for conflict in expected["conflict"]),
        *(finding for stale in expected["stale"] for finding in of_stale(stale)),
    )


# --- [[deal]] --------------------------------------------------------------------------------------------------------


def of_deal(wanted: Expected) -> Iterator[Finding]:
    """Yield the findings of one deal: that it is there, where it stands, when it began, what is told of it, by whom."""
    name = wanted["name"]
    yield Finding(f"deal:{name}", lambda demo: _deal_differs(demo.view(), wanted))
    yield Finding(f"status:{name}", lambda demo: _status_differs(demo.view(), wanted))
    yield Finding(f"first:{name}", lambda demo: _first_differs(demo.view(), wanted))
    for label, stands_in in figures_of(wanted):
        yield Finding(f"figure:{name}:{label}", _figure_check(wanted, stands_in))
    for article in wanted["articles"]:
        yield Finding(f"told:{name}:{_short(article)}", _told_check(wanted, article))


def _short(article: str) -> str:
    return article if "#" in article else "-".join(article.split("-")[:2])


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


def _status_differs(view: View, wanted: Expected) -> str:
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
        near = sorted({_said(c) for c in claims_in(view, article) if pair <= houses_in(c)})
        return f"no claim; of these parties: {'; '.join(near) or 'nothing'}"

    return check


def _said(claim: Claim) -> str:
    roles = ", ".join(f"{role} {' and '.join(m.id for m in ms)}" for role, ms in sorted(claim.roles.items()))
    return f"{claim.type} ({roles}) {claim.status}"


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
    said = []
    for floor in (None, "agreed"):
        view = demo.view(floor=floor)
        for ring in view.rings:
            if is_round(ring, parties):
                legs = ", ".join(
                    f"{leg.kind} {leg.payer} to {leg.payee}" for leg in map(view.leg_of.__getitem__, ring.legs)
                )
                said.append(f"at floor {floor or 'none'} a {ring.kind} of {legs}")
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


# --- [[status_history]], [[origin]], [[no_claims]], [[as_of]], [[conflict]] ------------------------------------------


def of_history(ladder: Expected) -> Iterator[Finding]:
    """Yield a finding for each step: an article told that status and that amount on that day."""
    for number, step in enumerate(ladder["steps"], 1):
        wanted = {**ladder, **step}
        yield Finding(
            f"step:{ladder['name']}:{number:02}-{step['status']}-{_short(step['article'])}", _step_check(wanted)
        )


def _step_check(wanted: Expected) -> Callable[[Demo], str]:
    def check(demo: Demo) -> str:
        view = demo.view()
        events = [event for deal in deals_like(view, wanted) for event in deal.history]
        told = [e for e in events if file_of(view.claim_of[e.claim].document) == wanted["article"]]
        if any(_is_step(view.claim_of[e.claim], e.published, wanted) for e in told):
            return ""
        said = [f"{e.status} {_money(view.claim_of[e.claim].amount)}" for e in told]
        return f"{'; '.join(sorted(said)) or 'nothing'} on {wanted['date']}"

    return check


def _is_step(claim: Claim, published: date | None, wanted: Expected) -> bool:
    return published == wanted["date"] and claim.status in statuses_of(wanted) and is_stated(claim.amount, wanted)


def _money(money: Money | None) -> str:
    return "without amount" if money is None else ("about " if money.approximate else "") + span(money.low, money.high)


def of_origin(wanted: Expected, deals: Mapping[str, Expected]) -> Finding:
    """Return the finding that a deal told by these articles alone rests on so many independent origins."""

    def check(demo: Demo) -> str:
        view = demo.view_of(wanted["articles"])
        found = deals_like(view, deals[wanted["deal"]])
        if not found:
            return "no such deal in a study of these articles alone"
        deal = max(found, key=lambda d: (len(told_in(view, d)), d.id))
        missing = sorted(set(wanted["articles"]) - told_in(view, deal))
        if missing:
            return f"not told by {', '.join(map(_short, missing))}"
        lo, hi = deal.origins.lo, deal.origins.hi
        return (
            "" if (lo, hi) == (wanted["lo"], wanted["hi"]) else f"{lo} to {hi} origins: {'; '.join(deal.origins.roots)}"
        )

    return Finding(f"origin:{wanted['name'].replace(' ', '-').replace(',', '').replace(':', '')}", check)


def of_no_claims(article: str) -> Finding:
    """Return the finding that an article claims nothing."""
    return Finding(
        f"no_claims:{_short(article)}",
        lambda demo: "; ".join(sorted(_said(c) for c in claims_in(demo.view(), article))),
    )


def of_day(day: Expected) -> Iterator[Finding]:
    """Yield what must be there, and what not yet, in the study as of a day at a floor."""
    start = f"as_of:{day['date']}:{day['floor']}"

    def view_check(differs: Callable[[View], str]) -> Callable[[Demo], str]:
        return lambda demo: differs(demo.view(day["date"], day["floor"]))

    for wanted in day.get("present", ()):
        yield Finding(f"{start}:{_label(wanted)}", view_check(lambda view, w=wanted: _absent(view, w)))
    for wanted in day.get("absent", ()):
        yield Finding(f"{start}:no-{_label(wanted)}", view_check(lambda view, w=wanted: _present(view, w)))
    for parties in day.get("present_rings", ()):
        ring = "-".join(parties)
        yield Finding(f"{start}:ring-{ring}", view_check(lambda v, p=parties: "" if _rings(v, p) else "no such ring"))
    for parties in day.get("absent_rings", ()):
        ring = "-".join(parties)
        yield Finding(
            f"{start}:no-ring-{ring}", view_check(lambda v, p=parties: "the ring is shown" if _rings(v, p) else "")
        )


def _label(wanted: Expected) -> str:
    return f"{wanted['payer']}-{wanted['payee']}-{wanted['type']}".replace(" ", "-")


def _absent(view: View, wanted: Expected) -> str:
    return "" if deals_like(view, wanted) else "no such deal"


def _present(view: View, wanted: Expected) -> str:
    return "; ".join(f"{deal.status} since {_since(deal)}" for deal in deals_like(view, wanted))


def _since(deal: Deal) -> str:
    return str(min((event.published for event in deal.history if event.published), default="?"))


def _rings(view: View, parties: Sequence[str]) -> list[Ring]:
    return [ring for ring in view.rings if is_round(ring, parties)]


def of_conflict(wanted: Expected, deals: Mapping[str, Expected]) -> Finding:
    """Return the finding that a disagreement over an amount is kept with all its readings."""

    def check(demo: Demo) -> str:
        view = demo.view()
        ids = {deal.id for deal in deals_like(view, deals[wanted["deal"]])}
        conflicts = [c for c in view.conflicts if c.deal in ids and c.kind == "amount"]
        for conflict in conflicts:
            told = [view.claim_of[claim].amount for _, side in conflict.sides for claim in side]
            if all(any(is_stated(money, reading) for money in told) for reading in wanted["readings"]):
                return ""
        return "; ".join(" against ".join(r for r, _ in c.sides) for c in conflicts) or "no conflict over an amount"

    return Finding(f"conflict:{wanted['deal']}", check)


# --- Figures that are no sum of money: shares, quantities, parts and what may follow ---------------------------------


def figures_of(wanted: Expected) -> Iterator[tuple[str, Callable[[Claim], bool]]]:
    """Yield a label and a test of claims for each further figure of a deal."""
    if "percent" in wanted:
        yield f"{wanted['percent']}-percent", lambda claim: has_percent(claim, Decimal(wanted["percent"]))
    if "quantity" in wanted:
        yield wanted["quantity"].replace(" ", "-"), lambda claim: has_quantity(claim, wanted["quantity"])
    for part in (*wanted.get("tranches", ()), *filter(None, (wanted.get("conditional_more"),))):
        yield f"{Decimal(part) / 10**9:f}bn".replace(".", "_"), lambda claim, part=part: _has_part(claim, Decimal(part))


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


# --- [[denied]], [[stale]] -------------------------------------------------------------------------------------------


def of_denial(wanted: Expected, deals: Mapping[str, Expected]) -> Iterator[Finding]:
    """Yield that the denial is heard, that the dropped part is over, how large it was, and what it leaves standing."""
    article = wanted["article"]
    start = f"denied:{_short(article)}"
    expansion, size = wanted["expansion_status"], wanted["expansion_quantity"]

    def heard(claim: Claim) -> bool:
        return claim.status == "denied" and house(named(wanted["by"])) in houses_in(claim)

    yield Finding(f"{start}:by-{wanted['by']}", _any_claim(article, heard))
    yield Finding(f"{start}:expansion-{expansion}", _any_claim(article, lambda claim: claim.status == expansion))
    yield Finding(
        f"{start}:expansion-{size.replace(' ', '-')}",
        _any_claim(article, lambda claim: claim.status == expansion and has_quantity(claim, size)),
    )
    for name in wanted["unaffected"]:
        yield Finding(f"{start}:unaffected-{name}", lambda demo, name=name: _status_differs(demo.view(), deals[name]))


def of_stale(wanted: Expected) -> Iterator[Finding]:
    """Yield that the share is read, for its year and no other, in the article that has it and in the one that reuses it."""
    share = re.match(r"(\d+) %", wanted["figure"])
    year = int(wanted["holds_for"])
    assert share is not None
    percent = Decimal(share.group(1))

    def of_its_year(claim: Claim) -> bool:
        return has_percent(claim, percent) and _within(claim, year)

    first, later = wanted["articles"]
    yield Finding(f"stale:{_short(first)}:{percent}-percent-in-{year}", _any_claim(first, of_its_year))
    yield Finding(
        f"stale:{_short(later)}:{percent}-percent", _any_claim(later, lambda claim: has_percent(claim, percent))
    )


def _within(claim: Claim, year: int) -> bool:
    time = claim.time
    return (
        time is not None
        and time.first is not None
        and time.last is not None
        and time.first.year == time.last.year == year
    )


def _any_claim(article: str, fits: Callable[[Claim], bool]) -> Callable[[Demo], str]:
    def check(demo: Demo) -> str:
        told = claims_in(demo.view(), article)
        return "" if any(map(fits, told)) else f"none such; its claims: {'; '.join(sorted(map(_said, told))) or 'none'}"

    return check
