"""A scenario run on a study: names become parties, deals become dues, articles give stakes and values.

In: a study, a scenario and balance sheets with names as written. Out: a `View` and a `StressTest`. Promise: nothing is
written; a party that the scenario is about must be in the study, any other name that is not is told in the notes; sums
in other currencies are converted at the rate of their day and said so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from anello.analyse.slices import groups_of
from anello.analyse.stress import Known, run_stress
from anello.errors import NotFound, SettingsError
from anello.model import BalanceSheet, Bound, Deal, DealGraph, Holding, Link, Scenario, StressTest, Valuation
from anello.pipeline.opening import open_ledger
from anello.reconcile.rates import convert
from anello.reconcile.totals import effective_links
from anello.reconcile.valuations import as_share
from anello.scenarios.sheets import form_of, read_sheets
from anello.show import View, stands
from anello.store import open_study

FIRM = "agreed"
"""The least status of a stake or a value that counts here: talks of a price are none."""

STATED = ("current", "round", "ipo")
"""What a party is said to be worth outright; a bid, or what a price for a share implies, counts only without these."""


def stress_study(
    path: str | Path,
    scenario: Scenario,
    *,
    sheets: Sequence[BalanceSheet] = (),
    as_of: date | None = None,
    floor: str | None = None,
) -> tuple[View, StressTest]:
    """Return what a study says, and what a scenario does to its parties.

    Raises:
        NotFound: the study has no party that the scenario is about, or that a balance sheet is of.
        SettingsError: a name fits several parties.
        StoreError: the study could not be read.
    """
    with open_study(path) as study:
        view = open_ledger(study, as_of=as_of, floor=floor)
    return view, stress_in(view, scenario, sheets)


def stress_in(view: View, scenario: Scenario, sheets: Sequence[BalanceSheet] = ()) -> StressTest:
    """Return what a scenario does to the parties of a view.

    Raises:
        NotFound: the study has no party that the scenario is about, or that a balance sheet is of.
        SettingsError: a name fits several parties.
    """
    resolved, strangers = resolve_names(scenario, view)
    owned = {view.find_party(sheet.party).id: sheet for sheet in sheets}
    today = view.as_of or max((a.published for a in view.articles.values() if a.published), default=None)
    graph, changed = in_currency(view.graph, scenario.currency, today)
    inside, doubtful = overlapping(view.links)
    known = Known(
        sheets={party: replace(sheet, party=party) for party, sheet in owned.items()},
        stakes=stakes_of(view),
        values=values_of(view.valuations, scenario.currency, today),
        inside=inside,
        today=today,
    )
    found = run_stress(_with_doubt(graph, doubtful), resolved, known)
    return replace(found, notes=(*found.notes, *strangers, *changed))


def load_sheets(path: str | Path, currency: str) -> tuple[BalanceSheet, ...]:
    """Return the balance sheets of a CSV file, under the names as written.

    Raises:
        SettingsError: the file is no such form; the message says what to write.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is no text in UTF-8; save it as such") from error
    return read_sheets(text, str(path), currency)


# --- names ------------------------------------------------------------------------------------------------------------


def resolve_names(scenario: Scenario, view: View) -> tuple[Scenario, list[str]]:
    """Return the scenario with ids for names, and what it names in passing that the study does not have.

    Raises:
        NotFound: a party that cannot pay, is revalued or goes public is not in the study.
    """
    missing: dict[str, None] = {}

    def maybe(name: str) -> str:
        try:
            return view.find_party(name).id
        except NotFound:
            missing[name] = None
            return name

    def sure(name: str) -> str:
        return view.find_party(name).id

    found = replace(
        scenario,
        unable=tuple(replace(u, party=sure(u.party), to=tuple(map(maybe, u.to))) for u in scenario.unable),
        stops=tuple(
            replace(c, payer=c.payer and maybe(c.payer), payee=c.payee and maybe(c.payee)) for c in scenario.stops
        ),
        occurs=tuple(
            replace(c, payer=c.payer and maybe(c.payer), payee=c.payee and maybe(c.payee)) for c in scenario.occurs
        ),
        calls=tuple(replace(c, guarantor=maybe(c.guarantor), beneficiary=maybe(c.beneficiary)) for c in scenario.calls),
        terms=tuple(replace(t, payer=maybe(t.payer), payee=maybe(t.payee)) for t in scenario.terms),
        falls=tuple(replace(f, party=sure(f.party)) for f in scenario.falls),
        offerings=tuple(replace(o, party=sure(o.party)) for o in scenario.offerings),
        apart=tuple(map(maybe, scenario.apart)),
    )
    return found, [f"{name} is not in this study; what the scenario says of it has no effect" for name in missing]


# --- what the deals hold ----------------------------------------------------------------------------------------------


def in_currency(graph: DealGraph, currency: str, today: date | None) -> tuple[DealGraph, list[str]]:
    """Return the graph with all amounts in one currency, and notes of what was converted or could not be."""
    legs, changed, lost = [], set[str](), 0
    for leg in graph.legs:
        if leg.layer != "money" or leg.currency in (None, currency) or (leg.low is None and leg.high is None):
            legs.append(leg)
            continue
        found = _converted(leg.low, leg.high, leg.currency, leg.first or today, currency)
        lost += found is None
        changed |= {leg.currency or ""} if found else set()
        low, high = (found.low, found.high) if found else (None, None)
        legs.append(replace(leg, low=low, high=high, currency=currency))
    notes = (
        [f"sums in {', '.join(sorted(changed))} are converted to {currency} at the rate of their day"]
        if changed
        else []
    )
    notes += [f"{lost} sums have no rate in {currency} and count as not stated"] if lost else []
    return replace(graph, legs=tuple(legs)), notes


def _converted(
    low: Decimal | None, high: Decimal | None, currency: str | None, day: date | None, to: str
) -> Bound | None:
    """Return bounds in another currency, None where there is no rate."""
    ends = [None if value is None else convert(value, currency, day, to) for value in (low, high)]
    if any(value is not None and end is None for value, end in zip((low, high), ends, strict=True)):
        return None
    return Bound(*(end.value if end is not None else None for end in ends))


def overlapping(links: Iterable[Link]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return the deals that another surely holds or has replaced, and the pairs of which one may hold the other.

    As in totals, only a user's word takes a deal out; what a text says leaves both possible.
    """
    inside, doubtful = set[str](), set[tuple[str, str]]()
    for link in effective_links(links):
        if link.by == "user" and link.kind in ("part_of", "supersedes"):
            inside.add(link.deal if link.kind == "part_of" else link.other)
        elif link.kind != "apart":
            doubtful.add((link.deal, link.other))
    return frozenset(inside), frozenset(doubtful)


def _with_doubt(graph: DealGraph, doubtful: Iterable[tuple[str, str]]) -> DealGraph:
    """Return the graph where of two deals that may overlap only the larger has a lower bound: [max, sum]."""
    lows = {leg.deal: leg.low or Decimal(0) for leg in graph.legs if leg.layer == "money"}
    open_ = {min(pair, key=lambda deal: (lows[deal], deal)) for pair in doubtful if all(deal in lows for deal in pair)}
    return replace(graph, legs=tuple(replace(leg, low=None) if leg.deal in open_ else leg for leg in graph.legs))


# --- stakes and values ------------------------------------------------------------------------------------------------


def stakes_of(view: View) -> tuple[Holding, ...]:
    """Return who holds what share of whom: stated percentages, and holdings of which only the payment is known."""
    found: dict[tuple[str, str], Holding] = {}
    for deal in sorted(view.deals, key=lambda d: d.id):
        if deal.payer is None or deal.payee is None or deal.payer == deal.payee:
            continue
        share = _share(deal, view) if deal.type == "stake" and stands(deal.status, FIRM) else None
        holds = deal.type in ("stake", "acquisition", "investment") and deal.status == "completed"
        if share is None and not holds:
            continue
        pair = (deal.payer, deal.payee)
        before = found.get(pair)
        deals = (*(before.deals if before else ()), deal.id)
        if share is not None and (before is None or not before.stated):
            found[pair] = Holding(*pair, share, True, deals)
        else:
            found[pair] = replace(before, deals=deals) if before else Holding(*pair, Bound(), False, deals)
    return tuple(found[pair] for pair in sorted(found))


def _share(deal: Deal, view: View) -> Bound | None:
    """Return the percentage of a deal's claims: all that they say, each within its rounding."""
    told = [claim.percent for c in deal.claims if (claim := view.claim_of.get(c)) and claim.percent is not None]
    shares = [share for percent in told if (share := as_share(percent)) is not None]
    if not shares:
        return None
    return Bound(min(low for low, _ in shares), max(high for _, high in shares))


def values_of(valuations: Iterable[Valuation], currency: str, today: date | None) -> Mapping[str, tuple[Bound, str]]:
    """Return the latest worth of each party and whence it is; what is said outright goes before what is implied."""
    firm = [v for v in valuations if stands(v.status, FIRM)]
    ranked = sorted(firm, key=lambda v: (v.basis in STATED, v.day or date.min, v.id))
    found: dict[str, tuple[Bound, str]] = {}
    for row in ranked:
        worth = _converted(row.low, row.high, row.currency, row.day or today, currency)
        if worth is not None and worth != Bound():
            found[row.party] = (worth, f"{row.basis} of {row.day or 'no day'}, {row.id[:8]}")
    return found


def balance_form(path: str | Path, as_of: date | None = None) -> list[dict[str, str]]:
    """Return an empty form of balance sheets with everybody who pays or is paid in a study, most legs first.

    Raises:
        StoreError: the study could not be read.
    """
    with open_study(path) as study:
        view = open_ledger(study, as_of=as_of)
    money = [leg for leg in view.graph.legs if leg.layer == "money"]
    groups = groups_of(view.graph, money)
    counts = Counter(groups[party] for leg in money for party in (leg.payer, leg.payee))
    return form_of(view.names.get(p, p) for p in sorted(counts, key=lambda party: (-counts[party], party)))
