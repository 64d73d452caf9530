"""A study opened: everything it says as of a day.

In: a study, a day, a floor. Out: a `View`; differences. Promise: a view is a pure function of the study, the day, the
floor, and the decisions that count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anello.analyse.echoes import find_circles, first_reports, outlet_records, read_outlets
from anello.analyse.flows import measure_flow
from anello.analyse.rings import find_rings
from anello.graph import build_graph
from anello.lang.directory import load_directory
from anello.model import Article, Citation, Claim, Difference
from anello.reconcile import Ledger, reconcile
from anello.reconcile.differences import find_differences
from anello.resolve import Resolution, resolve
from anello.resolve.context import tell_apart
from anello.show import View, stands
from anello.store import Standing, Study


def open_ledger(
    study: Study, *, as_of: date | None = None, floor: str | None = None, standing: Standing | None = None
) -> View:
    """Return everything the study says as of a day, where `floor` is the least binding status that counts.

    Parties and deals are made of all claims up to that day, whatever the floor; then the floor chooses what is shown
    and what the graph holds. A claim that a person rejected makes no party and no deal, whatever the day. Nothing is
    written.

    Args:
        standing: the decisions that count; None takes those of the study.

    Raises:
        StoreError: the study could not be read.
        SettingsError: the floor is no status.
    """
    return view_at(read_told(study, as_of=as_of, standing=standing), floor)


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told up to a day, before a floor chooses: what every view of that day begins with.

    `claims` are those that count, `rejected` those that a person rejected, by the decisions of `standing`.
    """

    as_of: date | None
    articles: Mapping[str, Article]
    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    resolution: Resolution
    ledger: Ledger
    standing: Standing


def read_told(study: Study, *, as_of: date | None = None, standing: Standing | None = None) -> Told:
    """Return all that the study tells up to a day; arguments and errors as of `open_ledger`."""
    articles = {article.id: article for article in study.articles(as_of)}
    said = study.standing() if standing is None else standing
    claims, rejected = split_rejected(tell_apart(study.claims(as_of), load_directory()), said)
    citations = tuple(study.citations(as_of))
    resolution = resolve(claims, load_directory(), said.verdicts)
    ledger = reconcile(claims, resolution.party_of, articles, citations, said.links)
    return Told(as_of, articles, claims, rejected, citations, resolution, ledger, said)


def view_at(told: Told, floor: str | None = None) -> View:
    """Return the view of what is told at a floor.

    Raises:
        SettingsError: the floor is no status.
    """
    ledger, parties = told.ledger, told.resolution.parties
    deals = tuple(deal for deal in ledger.deals if stands(deal.status, floor))
    shown = {deal.id for deal in deals}
    graph = build_graph(ledger.deals, parties, as_of=told.as_of, floor=floor, ties=ledger.ties)
    search = find_rings(graph)
    echoes = tuple(echo for echo in ledger.echoes if echo.deal in shown)
    press, claim_of = read_outlets(told.articles), {claim.id: claim for claim in told.claims}
    return View(
        articles=told.articles,
        claims=told.claims,
        citations=told.citations,
        parties=tuple(parties),
        deals=deals,
        conflicts=tuple(conflict for conflict in ledger.conflicts if conflict.deal in shown),
        echoes=echoes,
        graph=graph,
        rings=search.rings,
        rings_complete=search.complete,
        measured=lambda: measure_flow(graph),
        verdicts=told.resolution.verdicts,
        as_of=told.as_of,
        floor=floor,
        links=tuple(link for link in ledger.links if link.deal in shown and link.other in shown),
        valuations=ledger.valuations,
        circles=find_circles(echoes, claim_of, told.citations, press),
        outlets=outlet_records(deals, echoes, claim_of, press),
        first_reports={echo.deal: first_reports(echo, press) for echo in echoes},
        rejected=told.rejected,
        reviewed=told.standing.claims,
    )


def split_rejected(claims: Sequence[Claim], standing: Standing) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return the claims that count, and those that a person rejected."""
    rejected = {claim for claim, word in standing.claims.items() if word == "rejected"}
    if not rejected:
        return tuple(claims), ()
    return tuple(c for c in claims if c.id not in rejected), tuple(c for c in claims if c.id in rejected)


def open_differences(
    study: Study, *, as_of: date | None = None, floor: str | None = None
) -> tuple[View, tuple[Difference, ...]]:
    """Return everything the study says, and how its reports differ, as of a day.

    Differences are found among all claims up to that day, whatever the floor; `show.differences` chooses by it.

    Raises:
        StoreError: the study could not be read.
        SettingsError: the floor is no status.
    """
    told = read_told(study, as_of=as_of)
    return view_at(told, floor), differences_in(told)


def differences_in(told: Told) -> tuple[Difference, ...]:
    """Return how the reports up to a day differ, whatever the floor."""
    return find_differences(told.claims, told.ledger.deals, told.resolution.party_of, told.articles)
