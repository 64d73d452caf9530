"""Views of totals, valuations, links, and of what a set of articles does not tell.

In: records, with the view they belong to. Out: dicts for JSON, words. Promise: a total is an interval and
names what it counts once, what it leaves out and at which rates; "not found in" is a state of its own and never called
a denial; a reckoned figure shows its working.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

from anello.model import Article, Deal, Link, Sum, Valuation
from anello.show.view import View
from anello.show.views import Json, day, exact
from anello.show.words import count_words, sum_words

# --- valuations -------------------------------------------------------------------------------------------------------


def valuation_view(row: Valuation, view: View) -> Json:
    """Return one value of a party with the claims it rests on."""
    return {
        "id": row.id,
        "party": {"id": row.party, "name": view.names.get(row.party, row.party)},
        "day": day(row.day),
        "basis": row.basis,
        "money": row.money,
        "low": exact(row.low),
        "high": exact(row.high),
        "currency": row.currency,
        "approximate": row.approximate,
        "words": valuation_words(row),
        "working": row.working,
        "status": row.status,
        "first": day(row.first),
        "last": day(row.last),
        "origins": {"low": row.origins.lo, "high": row.origins.hi, "party": row.origins.party},
        "claims": list(row.claims),
        "dissent": list(row.dissent),
    }


def valuation_words(row: Valuation) -> str:
    """Return a value in words: the sum, whether before or after the money, and how it was reckoned if it was."""
    said = sum_words(row.low, row.high, row.currency, row.approximate)
    said += f" {row.money.replace('_', '-')}" if row.money else ""
    return f"{said} = {row.working}" if row.working else said


# --- links ------------------------------------------------------------------------------------------------------------

LINK_WORDS = {
    "part_of": "is part of",
    "supersedes": "takes the place of",
    "overlaps": "may overlap with",
    "apart": "is apart from",
}


def link_view(link: Link) -> Json:
    """Return how one deal stands to another, and who says so."""
    said = {"deal": link.deal, "kind": link.kind, "other": link.other, "by": link.by, "cue": link.cue}
    return said | {"claims": [claim for claim in (link.claim, link.other_claim) if claim]}


# --- totals -----------------------------------------------------------------------------------------------------------


def sum_view(found: Sum, view: View) -> Json:
    """Return a total with what it counts, what it leaves out, and at which rates."""
    total, maybe = found.total, found.contingent
    return {
        "currency": found.currency,
        "low": exact(total.low),
        "high": exact(total.high),
        "words": sum_words(total.low, total.high, found.currency),
        "deals": list(total.deals),
        "within_another": list(total.inside),
        "may_overlap": total.joined,
        "unpriced": list(total.unpriced),
        "contingent": {"deals": list(maybe.deals), "high": exact(maybe.high)},
        "converted": list(found.converted),
        "unconverted": list(found.unconverted),
        "floor": view.floor,
        "as_of": day(view.as_of),
    }


# --- not found in -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Absence:
    """Where a deal is told and where it is not found, by article id; `naming` are those of the latter that name all
    of its parties. Not being found denies nothing."""

    deal: str
    told: tuple[str, ...]
    absent: tuple[str, ...]
    naming: tuple[str, ...]
    denying: tuple[str, ...] = ()


def find_absence(deal: Deal, articles: Iterable[Article], view: View) -> Absence:
    """Return in which of some articles a deal is not found.

    An article that disputes a deal tells of it, so it is never among those that do not.
    """
    claims = view.claim_of
    told = {claims[c].article for c in (*deal.claims, *deal.disputing) if c in claims}
    denying = {claims[d.claim].article for d in deal.denials if d.claim in claims}
    named = _parties_named(view)
    listed = sorted(articles, key=lambda a: (str(a.published or "9999"), a.document, a.id))
    absent = [a.id for a in listed if a.id not in told]
    return Absence(
        deal.id,
        tuple(a.id for a in listed if a.id in told),
        tuple(absent),
        tuple(a for a in absent if set(deal.parties) <= named.get(a, set())),
        tuple(a.id for a in listed if a.id in denying),
    )


def _parties_named(view: View) -> dict[str, set[str]]:
    """Return for each article the parties of the deals that it tells of."""
    named: dict[str, set[str]] = {}
    for deal in view.deals:
        for claim in (*deal.claims, *deal.disputing):
            if claim in view.claim_of:
                named.setdefault(view.claim_of[claim].article, set()).update(deal.parties)
    return named


def articles_like(view: View, pattern: str | None, outlet: str | None, language: str | None) -> list[Article]:
    """Return the articles whose document fits a pattern (`*` and `?`), of one outlet, in one language."""
    return [
        article
        for article in view.articles.values()
        if (pattern is None or fnmatch(article.document, pattern))
        and (outlet is None or (article.outlet or "").casefold() == outlet.casefold())
        and (language is None or article.language == language)
    ]


def absence_words(found: Absence) -> str:
    """Return what was not found in words.

    >>> absence_words(Absence("d", ("a",), ("b", "c"), ("c",)))
    'told in 1 article; not found in 2 articles, 1 of which tells of all its parties; that denies nothing'
    """
    said = f"told in {count_words(len(found.told), 'article')}"
    if found.denying:
        said += f" ({len(found.denying)} of them denying it)"
    said += f"; not found in {count_words(len(found.absent), 'article')}"
    if found.naming:
        said += f", {len(found.naming)} of which {'tells' if len(found.naming) == 1 else 'tell'} of all its parties"
    return f"{said}; that denies nothing" if found.absent else said


def absence_view(found: Absence, view: View) -> Json:
    """Return what was not found where, with the documents by name."""

    def documents(ids: Sequence[str]) -> list[str]:
        return [view.articles[a].document for a in ids if a in view.articles]

    return {
        "deal": found.deal,
        "state": "told" if found.told else "not found",
        "words": absence_words(found),
        "told": documents(found.told),
        "not_found_in": documents(found.absent),
        "naming_the_parties": documents(found.naming),
        "denied_in": documents(found.denying),
    }
