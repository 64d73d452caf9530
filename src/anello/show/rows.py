"""Flat rows: each kind of record as named text columns, for CSV on the screen and in files.

In: a `View`. Out: for each kind, column names and rows of text. Promise: exact figures, ISO dates, lists joined by ";
"; text that a spreadsheet would take for a formula is quoted, since article text is not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from anello.model import (
    Article,
    Citation,
    Claim,
    Conflict,
    Deal,
    Difference,
    Echo,
    Leg,
    Link,
    Party,
    Reject,
    Ring,
    Valuation,
)
from anello.show.view import View
from anello.show.views import day, exact
from anello.show.words import NO_FLOOR

Row = dict[str, str]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "articles": ("id", "document", "title", "language", "outlet", "url", "published", "modified", "byline"),
    "claims": (
        *("id", "document", "published", "type", "roles", "status", "mode", "conditional"),
        *("amount_low", "amount_high", "currency", "approximate", "per", "amount_basis"),
        *("percent_low", "percent_high", "quantity_low", "quantity_high", "unit"),
        *("product", "metric", "basis", "right", "start", "end", "attribution", "evidence", "extractor"),
        "review",
    ),
    "citations": ("article", "document", "name", "kind", "via", "evidence"),
    "parties": ("id", "name", "kind", "names", "parent", "known", "deals"),
    "deals": (
        *("id", "type", "payer", "payee", "parties", "status", "bindingness", "conditional", "first", "last"),
        *("amount_low", "amount_high", "currency", "approximate", "amount_key", "further_amounts", "product", "right"),
        *("origins_low", "origins_high", "articles", "languages", "claims", "disputing"),
        *("publicity", "ending", "replaced_by"),
    ),
    "legs": (
        *("id", "deal", "payer", "payee", "kind", "layer", "low", "high", "currency", "status", "bindingness"),
        *("first", "last", "tie", "settlement"),
    ),
    "rings": (
        *("id", "kind", "parties", "low", "high", "currency", "grade", "tie", "layer", "floor", "first", "last"),
        *("legs", "as_of"),
    ),
    "origins": ("deal", "type", "parties", "articles", "origins_low", "origins_high", "party", "languages", "chains"),
    "conflicts": ("id", "deal", "kind", "key", "sides", "reading"),
    "valuations": (
        *("id", "party", "day", "basis", "money", "low", "high", "currency", "approximate", "status", "first", "last"),
        *("origins_low", "origins_high", "articles", "working", "claims", "dissent"),
    ),
    "links": ("deal", "kind", "other", "by", "cue", "claim", "other_claim"),
    "differences": ("id", "kind", "word", "parties", "deals", "sides", "reports", "sentences", "explanation"),
    "rejects": ("stage", "document", "reason", "detail"),
    "decisions": (
        *("id", "made", "kind", "word", "left", "right", "left_words", "right_words", "because", "author", "state"),
    ),
    "verdicts": ("left", "right", "left_name", "right_name", "verdict", "score", "reasons", "author"),
}
"""Kind of record -> its columns, in the order of the file."""


def rows_of(kind: str, view: View) -> Iterator[Row]:
    """Yield the rows of one kind of record of a view."""
    records: Mapping[str, Iterable[Any]] = {
        "articles": view.articles.values(),
        "claims": view.claims,
        "citations": view.citations,
        "parties": view.parties,
        "deals": view.deals,
        "legs": view.graph.legs,
        "rings": view.rings,
        "origins": view.echoes,
        "conflicts": view.conflicts,
        "valuations": view.valuations,
        "links": view.links,
    }
    return (as_row(kind, record, view) for record in records[kind])


def as_row(kind: str, record: Any, view: View | None = None) -> Row:
    """Return a record as a row of its kind; parties, deals, rings and what belongs to them need their view."""
    if view is None:
        return _ALONE[kind](record)
    return _IN_VIEW[kind](record, view) if kind in _IN_VIEW else _ALONE[kind](record)


def article_row(article: Article) -> Row:
    """Return an article as a row."""
    return _row("articles", article, modified=article.modified)


def claim_row(claim: Claim, view: View | None = None) -> Row:
    """Return a claim as a row, with what a person said of it where a view knows."""
    money, percent, quantity, time = claim.amount, claim.percent, claim.quantity, claim.time
    return _row(
        "claims",
        claim,
        roles=[f"{role}={_joined((m.name for m in named), ', ')}" for role, named in claim.roles.items()],
        amount_low=money and money.low,
        amount_high=money and money.high,
        currency=money and money.currency,
        approximate=money and money.approximate,
        per=money and money.per,
        amount_basis=money and money.basis,
        percent_low=percent and percent.low,
        percent_high=percent and percent.high,
        quantity_low=quantity and quantity.low,
        quantity_high=quantity and quantity.high,
        unit=quantity and quantity.unit,
        start=time and time.first,
        end=time and time.last,
        attribution=[voice.name for voice in claim.attribution],
        evidence=[span.text for span in claim.evidence if span.part == "claim"],
        review=view and view.reviewed.get(claim.id),
    )


def citation_row(citation: Citation, view: View) -> Row:
    """Return a citation as a row."""
    article = view.articles.get(citation.article)
    evidence = citation.evidence and citation.evidence.text
    return _row("citations", citation, document=article and article.document, evidence=evidence)


def party_row(party: Party, view: View) -> Row:
    """Return a party as a row."""
    return _row("parties", party, deals=len(view.deals_of.get(party.id, ())))


def deal_row(deal: Deal, view: View) -> Row:
    """Return a deal as a row; the first amount has its own columns, the others stand together."""
    first = deal.amounts[0] if deal.amounts else None
    return _row(
        "deals",
        deal,
        payer=deal.payer and view.names.get(deal.payer, deal.payer),
        payee=deal.payee and view.names.get(deal.payee, deal.payee),
        parties=[view.names.get(party, party) for party in deal.parties],
        amount_low=first and first.low,
        amount_high=first and first.high,
        currency=first and first.currency,
        approximate=first and first.approximate,
        amount_key=first and first.key,
        further_amounts=[f"{s.key}: {_text(s.low)}..{_text(s.high)} {s.currency or ''}" for s in deal.amounts[1:]],
        origins_low=deal.origins.lo,
        origins_high=deal.origins.hi,
        articles=deal.origins.articles,
        ending=deal.ending and deal.ending.kind,
        replaced_by=deal.ending and deal.ending.by,
    )


def valuation_row(found: Valuation, view: View) -> Row:
    """Return one value of a party as a row."""
    return _row(
        "valuations",
        found,
        party=view.names.get(found.party, found.party),
        origins_low=found.origins.lo,
        origins_high=found.origins.hi,
        articles=found.origins.articles,
    )


def link_row(link: Link) -> Row:
    """Return how one deal stands to another as a row."""
    return _row("links", link)


def leg_row(leg: Leg, view: View) -> Row:
    """Return a leg as a row."""
    names = view.names
    return _row("legs", leg, payer=names.get(leg.payer, leg.payer), payee=names.get(leg.payee, leg.payee))


def ring_row(ring: Ring, view: View) -> Row:
    """Return a ring as a row, with its floor and layer."""
    parties = [view.names.get(party, party) for party in ring.parties]
    return _row("rings", ring, parties=parties, layer="money", floor=view.floor or NO_FLOOR, as_of=view.as_of)


def echo_row(echo: Echo, view: View) -> Row:
    """Return how often a deal is told as a row."""
    deal = view.deal_of[echo.deal]
    return _row(
        "origins",
        echo,
        type=deal.type,
        parties=[view.names.get(party, party) for party in deal.parties],
        articles=len(echo.articles),
        origins_low=echo.origins.lo,
        origins_high=echo.origins.hi,
        party=echo.origins.party,
        chains=[" < ".join(chain) for chain in echo.chains],
    )


def conflict_row(conflict: Conflict) -> Row:
    """Return a conflict as a row."""
    sides = [f"{reading} ({len(claims)})" for reading, claims in conflict.sides]
    return _row("conflicts", conflict, sides=sides)


def _difference_row(difference: Difference, view: View) -> Row:
    from anello.show.differences import difference_row

    return difference_row(difference, view)


def reject_row(reject: Reject) -> Row:
    """Return a reject as a row."""
    return _row("rejects", reject)


def verdict_row(verdict: Mapping[str, Any]) -> Row:
    """Return a `verdict_view` as a row."""
    sides = {f"{side}_name": verdict[side]["name"] for side in ("left", "right")}
    plain = {name: verdict[name] for name in ("verdict", "score", "reasons", "author")}
    return _row("verdicts", verdict, left=verdict["left"]["id"], right=verdict["right"]["id"], **sides, **plain)


def decision_row(decision: Mapping[str, Any]) -> Row:
    """Return a `decision_view` as a row."""
    sides = {side: (decision[side] or {}).get("id") for side in ("left", "right")}
    words = {f"{side}_words": (decision[side] or {}).get("words") for side in ("left", "right")}
    plain = {name: decision[name] for name in ("id", "made", "kind", "word", "because", "author", "state")}
    return as_cells(COLUMNS["decisions"], decision, **sides, **words, **plain)


def _row(kind: str, record: object, **given: object) -> Row:
    return as_cells(COLUMNS[kind], record, **given)


def as_cells(columns: Sequence[str], record: object, /, **given: object) -> Row:
    """Return columns as text: what is given, else the field of the record with the same name."""
    return {name: _text(given[name] if name in given else getattr(record, name)) for name in columns}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return str(exact(value))
    if isinstance(value, date):
        return day(value) or ""
    if isinstance(value, str):
        return _quoted(value)
    return _quoted(_joined(value, "; ")) if isinstance(value, Sequence) else str(value)


def _joined(parts: Iterable[str], by: str) -> str:
    return by.join(parts)


def _quoted(text: str) -> str:
    # A cell that begins like this is run as a formula by spreadsheets; a leading quote makes it text.
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


_ALONE: Mapping[str, Callable[[Any], Row]] = {
    "articles": article_row,
    "claims": claim_row,
    "conflicts": conflict_row,
    "rejects": reject_row,
    "links": link_row,
    "verdicts": verdict_row,
    "decisions": decision_row,
}
_IN_VIEW: Mapping[str, Callable[[Any, View], Row]] = {
    "claims": claim_row,
    "citations": citation_row,
    "parties": party_row,
    "deals": deal_row,
    "legs": leg_row,
    "rings": ring_row,
    "origins": echo_row,
    "valuations": valuation_row,
    "differences": _difference_row,
}
