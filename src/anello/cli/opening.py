"""The commands that open one thing: show, and why for what speaks for a claim.

In: an id, the beginning of one or a name, and a study. Out: the thing with every sentence it rests on, the evidence
highlighted. Promise: nothing is shown without where it stands: document, outlet, date, who says so, status.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from anello.cli import columns, screen
from anello.cli.echoing import show_chains
from anello.cli.listing import open_view
from anello.cli.options import AsOf, AtLeast, Json, Key, StudyArgument, Typer
from anello.show.chains import claim_origin_words
from anello.show.listing import place_of_deal
from anello.show.words import (
    NO_FLOOR,
    count_words,
    figure_of_slot,
    figure_words,
    origins_words,
    roles_words,
    sum_words,
    window_words,
)

if TYPE_CHECKING:
    from anello.model import Article, Claim, Deal, Denial, Leg, Link, Party, Ring, Valuation
    from anello.show import Passage, View


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    for command in (show, why):
        app.command()(command)


def show(key: Key, study: StudyArgument, as_of: AsOf = None, floor: AtLeast = None, json: Json = False) -> None:
    """Show one thing with every sentence behind it.

    The thing is a claim, a deal, a ring or a party; the evidence is highlighted in its sentence. A ring that was listed
    at a floor or as of a day is opened with the same options.

    \b
    Examples:
      anello show OpenAI my.anello
      anello show c4f1 my.anello --floor agreed
      anello show c4f1 my.anello --json
    """
    from anello.model import Claim, Deal, Ring, Valuation
    from anello.show.opened import opened_view

    view = open_view(study, as_of, floor)
    record = view.find_record(key)
    if json:
        screen.print_json([opened_view(record, view)])
    elif isinstance(record, Claim):
        show_claim(record, view)
    elif isinstance(record, Deal):
        show_deal(record, view)
    elif isinstance(record, Ring):
        show_ring(record, view)
    elif isinstance(record, Valuation):
        show_valuation(record, view)
    else:
        show_party(record, view)


def why(key: Key, study: StudyArgument, json: Json = False) -> None:
    """Tell why a claim was made: the rule, and the signs that spoke for and against it, with their weights.

    A sign that quotes a word begins with the code of its language; the weights are those of the learned scorer.

    \b
    Examples:
      anello why c4f1 my.anello
      anello why c4f1 my.anello --json
    """
    view = open_view(study, None, None)
    claim = _claim_of(key, view, str(study))
    if json:
        signs = [{"sign": sign, "weight": weight} for sign, weight in claim.why]
        screen.print_json([{"claim": claim.id, "extractor": claim.extractor, "why": signs}])
        return
    screen.headline(f"Claim {claim.id}: {claim.type}, by {claim.extractor}")
    screen.facts([("parties", roles_words(claim)), ("status", claim.status)])
    ordered = sorted(claim.why, key=lambda sign: (not sign[0].startswith(("trigger:", "cue:")), -abs(sign[1])))
    screen.facts([(f"{weight:+.2f}", sign) for sign, weight in ordered])
    show_sentences([claim], view)


def _claim_of(key: str, view: View, study: str) -> Claim:
    """Return the claim of an id or the beginning of one.

    Raises:
        NotFound: nothing has that id, or it is no claim.
    """
    from anello.errors import NotFound
    from anello.model import Claim

    claim = view.find_record(key)
    if not isinstance(claim, Claim):
        raise NotFound(f"{key!r} is no claim; `anello claims {study}` lists the ids of claims")
    return claim


def show_claim(claim: Claim, view: View) -> None:
    """Print a claim: its figures, who says so, its deal with origins, its sentences."""
    deal = next((d for d in view.deals if claim.id in d.claims or claim.id in d.disputing), None)
    screen.headline(f"Claim {claim.id}: {claim.type}")
    screen.facts(
        [
            ("parties", roles_words(claim)),
            ("figure", figure_words(claim)),
            ("status", claim.status),
            ("review", review_words(claim, view)),
            ("said", f"{claim.mode}, conditional" if claim.conditional else claim.mode),
            ("when", window_words(claim.time.first, claim.time.last) if claim.time else ""),
            ("extractor", claim.extractor),
            ("deal", f"{deal.id}, origins {origins_words(deal.origins)} articles" if deal else ""),
            ("origins", claim_origin_words(claim.id, view.echo_of.get(deal.id)) if deal else ""),
        ]
    )
    show_sentences([claim], view)


def review_words(claim: Claim, view: View) -> str:
    """Return what a person said of a claim, and what follows from it."""
    said = view.reviewed.get(claim.id, "")
    return f"{said}; it counts in no deal, ring or figure" if said == "rejected" else said


def show_deal(deal: Deal, view: View) -> None:
    """Print a deal: its amounts, history and origins, then every claim with its sentences."""

    screen.headline(f"Deal {deal.id}: {deal.type}, {columns.parties_words(deal, view)}")
    dated = deal.first is not None or deal.last is not None
    screen.facts(
        [
            ("parties", ", ".join(view.names.get(party, party) for party in deal.parties)),
            ("status", deal.status),
            ("holds", f"{deal.bindingness}, conditional" if deal.conditional else deal.bindingness),
            ("told by", deal.publicity),
            ("ended", ending_words(deal)),
            *(("denied", denial_words(denial)) for denial in deal.denials),
            *(("link", link_words(link, deal, view)) for link in view.links_of.get(deal.id, ())),
            ("product", deal.product or ""),
            ("right", (deal.right or "").replace("_", " ")),
            ("window", window_words(deal.first, deal.last) if dated else ""),
            (
                "origins",
                f"{origins_words(deal.origins)} articles, {deal.origins.party} of them the parties' own",
            ),
            ("languages", " ".join(deal.languages)),
            *(("amount", figure_of_slot(slot)) for slot in deal.amounts),
            ("history", " → ".join(f"{event.status} ({event.published or 'undated'})" for event in deal.history)),
        ]
    )
    show_sentences((view.claim_of[c] for c in deal.claims if c in view.claim_of), view)
    if deal.disputing:
        screen.headline("Disputed by")
        show_sentences((view.claim_of[c] for c in deal.disputing if c in view.claim_of), view)
    show_chains(deal, view)


def ending_words(deal: Deal) -> str:
    """Return how a deal ended, when, and what replaced it."""
    ending = deal.ending
    if ending is None:
        return ""
    said = f"{ending.kind}, {ending.published or 'undated'}"
    return f"{said}, by deal {columns.short_id(ending.by)}" if ending.by else said


def denial_words(denial: Denial) -> str:
    """Return what was denied, when, and who stands behind that."""
    return f"{denial.scope}, {denial.published or 'undated'}, origin {denial.origin}"


def link_words(link: Link, deal: Deal, view: View) -> str:
    """Return how a deal stands to another one, as seen from it."""
    from anello.show.reckoning import LINK_WORDS

    other = view.deal_of[link.other if link.deal == deal.id else link.deal]
    named = f"{other.type} {columns.parties_words(other, view)} ({columns.short_id(other.id)})"
    said = f"{LINK_WORDS[link.kind]} {named}" if link.deal == deal.id else f"{named} {LINK_WORDS[link.kind]} this"
    return f"{said}; {link.by}{f': {link.cue}' if link.cue else ''}"


def show_valuation(row: Valuation, view: View) -> None:
    """Print a value of a party with every sentence it rests on."""
    from anello.show.opened import claims_of_valuation
    from anello.show.reckoning import valuation_words

    screen.headline(f"Valuation {row.id}: {view.names.get(row.party, row.party)}, {valuation_words(row)}")
    screen.facts(
        [
            ("basis", row.basis),
            ("day", str(row.day or "undated")),
            ("status", row.status),
            ("origins", f"{origins_words(row.origins)} articles" if row.origins.articles else ""),
            ("outside it", count_words(len(row.dissent), "claim") if row.dissent else ""),
        ]
    )
    show_sentences(claims_of_valuation(row, view), view)


def show_ring(ring: Ring, view: View) -> None:
    """Print a ring with window, floor and tie, then each leg with the deal and the sentences it comes from."""
    screen.headline(f"Ring {ring.id}: {ring.kind}, {columns.ring_words(ring.parties, view)}")
    screen.facts(
        [
            ("strength", sum_words(ring.low, ring.high, ring.currency)),
            ("a year", sum_words(ring.yearly_low, ring.yearly_high, ring.currency) if ring.yearly_low else ""),
            ("window", window_words(ring.first, ring.last)),
            ("floor", view.floor or NO_FLOOR),
            ("tie", ring.tie),
            ("layer", "money"),
            ("weakest leg", f"{ring.grade}: {weakest_words(ring, view)}"),
        ]
    )
    show_ring_events(ring, view)
    for leg in (view.leg_of[name] for name in ring.legs if name in view.leg_of):
        screen.headline(leg_words(leg, view))
        deal = view.deal_of.get(leg.deal)
        if deal:
            screen.line(f"deal {deal.id}, origins {origins_words(deal.origins)} articles", "dim")
            show_sentences((view.claim_of[c] for c in deal.claims if c in view.claim_of), view)


def weakest_words(ring: Ring, view: View) -> str:
    """Return the arc that makes a ring no firmer than it is, by its firmest leg."""
    from anello.analyse.rings import GRADES, arcs_of, grade_of

    firmest = [
        min(arc, key=lambda leg: (GRADES.index(grade_of(leg)), leg.id)) for arc in arcs_of(ring, view.graph) if arc
    ]
    weakest = max(firmest, key=lambda leg: (GRADES.index(grade_of(leg)), leg.id), default=None)
    return leg_words(weakest, view) if weakest is not None else "none"


def show_ring_events(ring: Ring, view: View) -> None:
    """Print when a ring opened, grew firmer or weaker, and broke."""
    from anello.pipeline.lifetimes import events_of

    events = events_of(ring, view)
    if events:
        rows = [(e, view.deal_of.get(e.deal)) for e in events]
        screen.headline("As the articles told it")
        screen.table(
            rows,
            (
                screen.Column("day", lambda row: str(row[0].day), whole=True),
                screen.Column("the ring", lambda row: row[0].kind, whole=True),
                screen.Column("weakest arc", lambda row: row[0].level or "-"),
                screen.Column("by", lambda row: columns.parties_words(row[1], view) if row[1] else row[0].deal),
                screen.Column("claim", lambda row: columns.short_id(row[0].claim), whole=True),
            ),
        )


def leg_words(leg: Leg, view: View) -> str:
    """Return a leg in one line."""
    names = view.names
    amount = sum_words(leg.low, leg.high, leg.currency)
    return f"{names.get(leg.payer, leg.payer)} → {names.get(leg.payee, leg.payee)}: {leg.kind}, {amount}, {leg.status}"


def show_party(party: Party, view: View) -> None:
    """Print a party with its deals, each with its sentences."""
    deals = sorted(view.deals_of.get(party.id, ()), key=place_of_deal)
    rings = [ring for ring in view.rings if party.id in ring.parties]
    screen.headline(f"{party.name} ({party.kind})")
    screen.facts(
        [
            ("id", party.id),
            ("written", ", ".join(party.names)),
            ("part of", view.names.get(party.parent, party.parent) if party.parent else ""),
            ("directory", "listed" if party.known else "not listed; known from the articles alone"),
            ("takes part in", f"{count_words(len(deals), 'deal')}, {count_words(len(rings), 'ring')}"),
        ]
    )
    if deals:
        screen.table(deals, columns.deal_columns(view))
    if rings:
        screen.headline("Rings")
        screen.table(rings, columns.ring_columns(view))
    for deal in deals:
        screen.headline(f"{deal.type}, {columns.parties_words(deal, view)} ({deal.id})")
        claims = (view.claim_of[c] for c in (*deal.claims, *deal.disputing) if c in view.claim_of)
        show_sentences(claims, view)


def show_sentences(claims: Iterable[Claim], view: View) -> None:
    """Print the sentences of claims by article; claims of one sentence share it, each with its status and voice."""
    by_article: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.published or date.min, c.document, c.id)):
        by_article.setdefault(claim.article, []).append(claim)
    for article_id, told in by_article.items():
        article = view.articles.get(article_id)
        if article is None:
            continue
        where = (article.outlet or "", str(article.published or "undated"), article.document)
        screen.line(" · ".join(part for part in where if part), "dim", 2)
        for sentence, voices in sentences_of(told, article, view.reviewed):
            screen.passage(sentence)
            screen.line("; ".join(voices), "dim italic", 6)


def sentences_of(
    claims: Iterable[Claim], article: Article, reviewed: Mapping[str, str]
) -> list[tuple[Passage, list[str]]]:
    """Return each sentence once, with all marks in it, and how each claim in it is said."""
    from anello.show import Passage, passages_of

    found: dict[tuple[int, str], tuple[dict[tuple[int, int, str], None], dict[str, None]]] = {}
    for claim in claims:
        said = ", ".join((claim.status, claim.mode, *(["conditional"] if claim.conditional else [])))
        said += f": {' < '.join(voice.name for voice in claim.attribution)}" if claim.attribution else ""
        said += f" ({reviewed[claim.id]})" if claim.id in reviewed else ""
        for passage in passages_of(claim, article):
            marks, voices = found.setdefault((passage.start, passage.text), ({}, {}))
            marks.update(dict.fromkeys(passage.marks))
            voices[said] = None
    ordered = sorted(found.items(), key=lambda item: item[0])
    return [(Passage(text, start, tuple(marks)), list(voices)) for (start, text), (marks, voices) in ordered]
