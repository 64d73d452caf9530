"""A study opened: everything it says as of a day, and what users add to it.

In: a study, a day, a floor. Out: a `View`; differences; what a user said of names and deals. Promise: a view is a pure
function of the study, the day and the floor.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from anello.analyse.echoes import find_circles, first_reports, outlet_records, read_outlets
from anello.analyse.flows import measure_flow
from anello.analyse.rings import find_rings
from anello.errors import NotFound, SettingsError
from anello.graph import build_graph
from anello.lang.directory import load_directory
from anello.model import Deal, Difference, Judgement, Link
from anello.reconcile import reconcile
from anello.reconcile.differences import find_differences
from anello.resolve import resolve
from anello.resolve.context import tell_apart
from anello.resolve.judging import judge
from anello.show import View, stands
from anello.store import Study, open_study


def link_deals(study_path: str | Path, word: str, one: str, other: str) -> str:
    """Keep in the study how one deal stands to another, or take that back ("undo"); return what was done, for people.

    Raises:
        NotFound: there is no such deal, or nothing to take back.
        SettingsError: more than one deal fits, or both are the same.
        StoreError: the study could not be read or written.
    """
    with open_study(study_path) as study:
        view = open_ledger(study)
        deal, fellow = view.find_deal(one), view.find_deal(other)
        if deal.id == fellow.id:
            raise SettingsError(f"{one!r} and {other!r} are one deal; name two")
        first, second = _anchor(deal), _anchor(fellow)
        link = Link(deal.id, word.replace("-", "_"), fellow.id, "user", first, "", second)
        if word == "undo":
            if not study.drop_link(link):
                raise NotFound(f"nothing was said of {deal.id} and {fellow.id}; `anello links` lists what is")
            return f"taken back: what was said of {deal.id} and {fellow.id}"
        study.add_link(link)
    return f"kept: {deal.id} {word} {fellow.id}"


def _anchor(deal: Deal) -> str:
    """Return the claim by which a deal is found again: the first of its history."""
    return deal.history[0].claim


def open_ledger(study: Study, *, as_of: date | None = None, floor: str | None = None) -> View:
    """Return everything the study says as of a day, where `floor` is the least binding status that counts.

    Parties and deals are made of all claims up to that day, whatever the floor; then the floor chooses what is shown
    and what the graph holds. Nothing is written.

    Raises:
        StoreError: the study could not be read.
        SettingsError: the floor is no status.
    """
    articles = {article.id: article for article in study.articles(as_of)}
    claims, citations = tell_apart(study.claims(as_of), load_directory()), tuple(study.citations(as_of))
    resolution = resolve(claims, load_directory(), study.verdicts())
    ledger = reconcile(claims, resolution.party_of, articles, citations, study.links())
    deals = tuple(deal for deal in ledger.deals if stands(deal.status, floor))
    shown = {deal.id for deal in deals}
    graph = build_graph(ledger.deals, resolution.parties, as_of=as_of, floor=floor, ties=ledger.ties)
    search = find_rings(graph)
    echoes = tuple(echo for echo in ledger.echoes if echo.deal in shown)
    press, claim_of = read_outlets(articles), {claim.id: claim for claim in claims}
    return View(
        articles=articles,
        claims=claims,
        citations=citations,
        parties=tuple(resolution.parties),
        deals=deals,
        conflicts=tuple(conflict for conflict in ledger.conflicts if conflict.deal in shown),
        echoes=echoes,
        graph=graph,
        rings=search.rings,
        rings_complete=search.complete,
        flow=measure_flow(graph),
        verdicts=resolution.verdicts,
        as_of=as_of,
        floor=floor,
        links=tuple(link for link in ledger.links if link.deal in shown and link.other in shown),
        valuations=ledger.valuations,
        circles=find_circles(echoes, claim_of, citations, press),
        outlets=outlet_records(deals, echoes, claim_of, press),
        first_reports={echo.deal: first_reports(echo, press) for echo in echoes},
    )


def judge_names(study: Study, word: str, names: tuple[str, str], because: str = "") -> Judgement:
    """Keep what a user says of two names (same, different, unsure), and return what it changed.

    Raises:
        SettingsError: the word is none of the three, a name is ambiguous, or the two cannot be the same.
        NotFound: a name is not in this study.
        StoreError: the study could not be read or written; then nothing of it was kept.
    """
    judgement = judge(
        word, names, tell_apart(study.claims(), load_directory()), load_directory(), study.verdicts(), because
    )
    study.add_verdicts(judgement.stored)
    return judgement


def open_differences(
    study: Study, *, as_of: date | None = None, floor: str | None = None
) -> tuple[View, tuple[Difference, ...]]:
    """Return everything the study says, and how its reports differ, as of a day.

    Differences are found among all claims up to that day, whatever the floor; `show.differences` chooses by it.

    Raises:
        StoreError: the study could not be read.
        SettingsError: the floor is no status.
    """
    view = open_ledger(study, as_of=as_of, floor=floor)
    whole = view if floor is None else open_ledger(study, as_of=as_of)
    return view, differences_in(whole, party_ids(study, whole))


def differences_in(whole: View, party_of: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return how the reports of a view without a floor differ."""
    return find_differences(whole.claims, whole.deals, party_of, whole.articles)


def party_ids(study: Study, view: View) -> Mapping[str, str]:
    """Return which party of a view each mention is: mention id -> party id.

    Raises:
        StoreError: the study could not be read.
    """
    return resolve(view.claims, load_directory(), study.verdicts()).party_of
