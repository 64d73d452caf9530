"""Stress tests: if somebody cannot pay, or values fall, who is short of money, who loses, and in which order?

In: a `DealGraph`, a scenario with party ids, what is known of balance sheets, stakes and values. Out: a `StressTest`.
Promise: first the funding gaps, then clearing, then values; contracts for future services are no exposures, binding
payments due in the window are; where a figure is missing the answer is an interval or open, never a point; a party of
which nothing is known is taken to be able to pay before the scenario, with a reserve between nothing and no end.
Formulas: docs/stress.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from math import inf, isfinite

from anello.analyse.contagion import Edge, Interval, Spread, Unpaid, Web, smallest_break, spread
from anello.analyse.gaps import find_gaps
from anello.analyse.obligations import (
    Due,
    Span,
    added,
    by_pair,
    deals_in_order,
    find_dues,
    fits,
    groups_in,
    is_called,
    less,
    term_of,
)
from anello.analyse.revaluing import revalue
from anello.analyse.slices import tidy
from anello.errors import SettingsError
from anello.model import (
    BalanceSheet,
    Bound,
    Breaking,
    DealGraph,
    FundingGap,
    Holding,
    Repricing,
    Revaluation,
    Scenario,
    Strain,
    StressTest,
    Sweep,
    Unable,
)
from anello.model.stress import NOTHING

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the deals: balance sheets and values by party, stakes, and which deals count nothing.

    `values` are (worth, whence). `inside` are deals that another deal holds or has replaced. `today` is the day of the
    latest news.
    """

    sheets: Mapping[str, BalanceSheet] = field(default_factory=dict)
    stakes: Sequence[Holding] = ()
    values: Mapping[str, tuple[Bound, str]] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()
    today: date | None = None


def run_stress(graph: DealGraph, scenario: Scenario, known: Known) -> StressTest:
    """Return all that a scenario does: funding gaps for each year, clearing over all its years, values.

    Raises:
        SettingsError: there are two balance sheets of one group.
    """
    scenario, known = _in_groups(graph, scenario, known)
    window = span_of(scenario.years)
    dues = find_dues(graph, window, scenario, today=known.today, inside=known.inside)
    calm = find_dues(graph, window, before(scenario), today=known.today, inside=known.inside)
    web = web_of(dues, scenario, known)
    spreads = [spread(web, alpha, beta) for alpha, beta in zip(scenario.alphas, scenario.betas, strict=True)]
    shaken = spread(web_of(calm, before(scenario), known))
    repricings, revaluations = _values(scenario, known)
    return StressTest(
        scenario=scenario,
        floor=graph.floor,
        as_of=graph.as_of,
        today=known.today,
        gaps=tuple(gap for year in scenario.years for gap in gaps_in(graph, year, scenario, known)),
        strains=_strains(web, spreads[0], shaken, scenario, dues),
        sweeps=tuple(_sweep(*row, scenario) for row in zip(scenario.alphas, scenario.betas, spreads, strict=True)),
        breaking=_breaking(web, scenario),
        repricings=repricings,
        revaluations=revaluations,
        notes=_notes(graph, dues, scenario),
    )


def _in_groups(graph: DealGraph, scenario: Scenario, known: Known) -> tuple[Scenario, Known]:
    """Return both with those who cannot pay, and balance sheets, under the groups that parties count as."""
    groups = groups_in(graph, scenario)
    unable = tuple(
        replace(one, party=groups.get(one.party, one.party), to=tuple(groups.get(p, p) for p in one.to))
        for one in scenario.unable
    )
    sheets: dict[str, BalanceSheet] = {}
    for party, sheet in known.sheets.items():
        group = groups.get(party, party)
        if group in sheets:
            raise SettingsError(f"two balance sheets are of {group}, one of a unit of it; keep that of the whole group")
        sheets[group] = sheet
    return replace(scenario, unable=unable), replace(known, sheets=sheets)


def before(scenario: Scenario) -> Scenario:
    """Return the scenario without what happens in it; what it supposes of terms and conditions stays."""
    return replace(scenario, unable=(), stops=(), calls=(), falls=(), offerings=())


def span_of(years: Sequence[int]) -> Span:
    """Return the first and the last day of calendar years."""
    return date(min(years), 1, 1), date(max(years), 12, 31)


def gaps_in(graph: DealGraph, year: int, scenario: Scenario, known: Known) -> tuple[FundingGap, ...]:
    """Return the funding gaps of one year under a scenario; cash is not carried from year to year."""
    window = span_of((year,))
    dues = find_dues(graph, window, scenario, today=known.today, inside=known.inside)
    return find_gaps(dues, window, known.sheets, _raised(scenario, len(scenario.years) == 1))


def _raised(scenario: Scenario, at_once: bool) -> dict[str, Bound]:
    """Return the new money of offerings; in one of several years it may come or not."""
    found = {}
    for offering in scenario.offerings:
        raises = offering.raises or Bound(ZERO, None)
        found[offering.party] = raises if at_once else Bound(ZERO, raises.high)
    return found


# --- clearing ---------------------------------------------------------------------------------------------------------


def web_of(dues: Sequence[Due], scenario: Scenario, known: Known) -> Web:
    """Return the web of dues of a scenario, with what each party is known to have."""
    edges: list[Edge] = []
    for (payer, payee), both in by_pair(dues).items():
        for state in ("due", "called"):
            of_state = [due for due in both if due.state == state]
            if of_state:
                edges.append(Edge(payer, payee, _float(added(due.owed for due in of_state)), state == "called"))
    stopped = [due for due in dues if due.state == "stopped"]
    raised = {party: _float(bounds) for party, bounds in _raised(scenario, at_once=True).items()}
    means, outside = _sheets(known.sheets, len(scenario.years), raised)
    web = Web(
        edges=tuple(edges),
        means=means,
        outside=outside,
        lost=_by_party((due.payee, due) for due in stopped),
        spared=_by_party((due.payer, due) for due in stopped),
        fresh={party: found for party, found in raised.items() if party not in means},
    )
    return replace(web, shocks=tuple(_shock(unable, web) for unable in scenario.unable))


def _sheets(
    sheets: Mapping[str, BalanceSheet], years: int, raised: Mapping[str, Interval]
) -> tuple[dict[str, Interval], dict[str, Interval]]:
    """Return means and outside dues of the parties whose cash and outside dues are stated."""
    means, outside = {}, {}
    for party, sheet in sheets.items():
        if sheet.cash is None or sheet.external_liabilities is None:
            continue
        inflow = _float(sheet.operating_inflow or Bound(ZERO, None))
        cash, new = _float(sheet.cash), raised.get(party, (0.0, 0.0))
        means[party] = (cash[0] + years * inflow[0] + new[0], cash[1] + years * inflow[1] + new[1])
        owed = _float(sheet.external_liabilities)
        outside[party] = (years * owed[0], years * owed[1])
    return means, outside


def _by_party(pairs: Iterable[tuple[str, Due]]) -> dict[str, Interval]:
    found: dict[str, list[Bound]] = {}
    for party, due in pairs:
        found.setdefault(party, []).append(due.owed)
    return {party: _float(added(bounds)) for party, bounds in found.items()}


def _shock(unable: Unable, web: Web) -> Unpaid:
    meant = [
        k
        for k in web.out.get(unable.party, ())
        if not web.edges[k].added and (not unable.to or web.edges[k].payee in unable.to)
    ]
    share = None if unable.share is None else _float(unable.share)
    amount = None if unable.amount is None else _float(unable.amount)
    return Unpaid(tuple(meant), share, amount)


def _float(bounds: Bound) -> Interval:
    return float(bounds.low or 0), inf if bounds.high is None else float(bounds.high)


def _money(found: Interval) -> Bound:
    low, high = (None if not isfinite(v) else _whole(v) for v in found)
    return Bound(low, high)


def _whole(value: float) -> Decimal:
    return tidy(Decimal(value)) if value else ZERO


def _strains(web: Web, found: Spread, shaken: Spread, scenario: Scenario, dues: Sequence[Due]) -> tuple[Strain, ...]:
    """Return what happens to each party that the scenario touches, in the order in which they can fail."""
    shocked = {unable.party for unable in scenario.unable}
    rows = []
    for party in web.parties:
        row = _strain(party, web, found, shaken, dues)
        row = replace(row, wave=0) if party in shocked else row
        if party in shocked or row.loss.high or row.shortfall.high or row.called.high or row.received.high:
            rows.append(row)
    last = len(found.waves) + 1
    return tuple(sorted(rows, key=lambda r: (last if r.wave is None else r.wave, -_size(r.loss), r.party)))


def _size(bounds: Bound) -> Decimal:
    return Decimal("Infinity") if bounds.high is None else bounds.high


def _strain(party: str, web: Web, found: Spread, shaken: Spread, dues: Sequence[Due]) -> Strain:
    edges = web.edges
    into = web.into[party]
    calls = [edges[k].owed for k in web.out[party] if edges[k].added]
    payers = {edges[k].payer for k in into if found.unpaid[k][1] > 0}
    touched = [
        due
        for due in dues
        if (due.payee == party and (due.payer in payers or due.state in ("stopped", "called")))
        or (due.payer == party and due.state == "called")
    ]
    shortfall = found.shortfall[party]
    return Strain(
        party=party,
        owes=_money(web.due[party]),
        unpaid=_money(_total(found.unpaid[k] for k in into if not edges[k].added)),
        stopped=_money(web.lost.get(party, (0.0, 0.0))),
        called=_money(_total(calls)),
        received=_money(_total(found.received[k] for k in into if edges[k].added)),
        loss=_money(found.loss[party]),
        reserve=_money(found.reserve[party]),
        leaves=_money(found.leaves[party]),
        shortfall=_money(shortfall),
        wave=found.wave_of(party),
        certain=shortfall[0] > 0,
        before=shaken.shortfall.get(party, (0.0, 0.0))[1] > 0,
        known=web.knows(party),
        deals=deals_in_order(touched),
    )


def _total(bounds: Iterable[Interval]) -> Interval:
    listed = list(bounds)
    return sum(low for low, _ in listed), sum(high for _, high in listed)


def _sweep(alpha: float, beta: float, found: Spread, scenario: Scenario) -> Sweep:
    fallen = {unable.party for unable in scenario.unable} | {p for p, s in found.shortfall.items() if s[1] > 0}
    return Sweep(alpha, beta, _money(_total(found.leaves.values())), tuple(sorted(fallen)))


def _breaking(web: Web, scenario: Scenario) -> tuple[Breaking, ...]:
    """Return what each party that the scenario makes fail must leave unpaid to break each party that is known."""
    rows = []
    for payer in sorted({unable.party for unable in scenario.unable if unable.party in web.out}):
        for broken in web.parties:
            if broken != payer and web.knows(broken):
                low, high = smallest_break(web, payer, broken, scenario.alphas[0], scenario.betas[0])
                rows.append(Breaking(payer, broken, _sum_of(low), _sum_of(high)))
    return tuple(rows)


def _sum_of(value: float) -> Decimal | None:
    return _whole(value) if isfinite(value) else None


# --- values -----------------------------------------------------------------------------------------------------------


def _values(scenario: Scenario, known: Known) -> tuple[tuple[Repricing, ...], tuple[Revaluation, ...]]:
    """Return what falls and offerings make of values, and what that does to those who hold shares."""
    repriced, changes = [], {}
    for fall in scenario.falls:
        worth, source = known.values.get(fall.party, (Bound(), ""))
        lost = _lost(worth, fall.by)
        changes[fall.party] = less(NOTHING, lost)
        low = None if worth.low is None else worth.low * (1 - (fall.by.high or ZERO))
        high = None if worth.high is None else worth.high * (1 - (fall.by.low or ZERO))
        repriced.append(Repricing(fall.party, worth, Bound(low, high), source))
    for offering in scenario.offerings:
        worth, source = known.values.get(offering.party, (Bound(), ""))
        changes[offering.party] = less(offering.value, worth)
        repriced.append(Repricing(offering.party, worth, offering.value, source))
    equity = {party: sheet.equity for party, sheet in known.sheets.items() if sheet.equity is not None}
    offered = {offering.party: offering for offering in scenario.offerings}
    return tuple(repriced), revalue(changes, known.stakes, equity, offered)


def _lost(worth: Bound, by: Bound) -> Bound:
    low = (worth.low or ZERO) * (by.low or ZERO)
    return Bound(low, None if worth.high is None or by.high is None else worth.high * by.high)


# --- what must be said ------------------------------------------------------------------------------------------------


def _notes(graph: DealGraph, dues: Sequence[Due], scenario: Scenario) -> tuple[str, ...]:
    names = {party.id: party.name for party in graph.parties}

    def named(*ends: str | None) -> str:
        return " → ".join(names.get(end, end) if end else "anybody" for end in ends)

    notes = [
        f"{named(choice.payer, choice.payee)}: nothing binding there {verb}"
        for choices, verb in ((scenario.stops, "to stop"), (scenario.occurs, "that waits for a condition"))
        for choice in choices
        if not any(fits(due.leg, (due.payer, due.payee), choice) for due in dues)
    ]
    called = [due for due in dues if due.state == "called"]
    notes += [
        f"{named(call.guarantor, call.beneficiary)}: no guarantee in force to be called"
        for call in scenario.calls
        if not any(is_called(due.leg, (due.payer, due.payee), call) for due in called)
    ]
    for term in scenario.terms:
        if any(term_of(due.leg, (due.payer, due.payee), (term,)) for due in dues):
            why = f": {term.because}" if term.because else ""
            notes.append(
                f"{named(term.payer, term.payee)} is supposed to be spread over {term.first} – {term.last}{why}"
            )
    notes += [
        f"{names.get(unable.party, unable.party)} owes nothing binding in this window, so it leaves nothing unpaid"
        for unable in scenario.unable
        if not any(due.payer == unable.party and due.state == "due" for due in dues)
    ]
    return tuple(notes)
