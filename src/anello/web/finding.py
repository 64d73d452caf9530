"""Search: parties, deals and sentences that hold a text, in any script; records by the beginning of an id.

In: a sight, a text. Out: records, one view. Promise: letters are compared without case, and also as they read in the
Latin alphabet, so that a name is found by whichever script it is written in; at most twenty of each are shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import Any, Generic, TypeVar

from anello.errors import NotFound
from anello.lang.transliteration import fold
from anello.model import Claim, Deal, Party, Ring
from anello.show import Passage, View, deal_view, party_view, passages_of
from anello.show.listing import list_deals, list_parties
from anello.web.desk import Desk, Scope, Sight

MOST = 20
BETWEEN = "\0"
"""Stands between records, and is in nothing that is looked for."""

T = TypeVar("T")
R = TypeVar("R", Claim, Ring)


def by_id(records: Iterable[R], key: str, what: str) -> R:
    """Return the record of an id, or of the beginning of one.

    Raises:
        NotFound: no record, or more than one, fits.
    """
    fits = [record for record in records if record.id.startswith(key)]
    exact = [record for record in fits if record.id == key] or fits
    if len(exact) != 1:
        raise NotFound(f"no {what} {key!r} as of this day at this floor; /{what}s lists their ids")
    return exact[0]


class Haystack(Generic[T]):
    """Records with their texts laid end to end, so that one search of a long text finds them all."""

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        listed = list(pairs)
        self.records = [record for _, record in listed]
        self._layers = [
            _Layer([" ".join(text.casefold().split()) for text, _ in listed]),
            _Layer([fold(text) for text, _ in listed]),
        ]

    def find(self, text: str) -> Iterator[T]:
        """Yield the records that hold a text, as written or as it reads in the Latin alphabet, in their order."""
        plain, folded = " ".join(text.casefold().replace(BETWEEN, " ").split()), fold(text)
        written, read = self._layers
        # What reads as it is written is found in the Latin alphabet wherever it is found as written.
        ways = [read.find(folded)] if plain == folded else [written.find(plain), read.find(folded)]
        before = -1
        for at in merge(*ways):
            if at != before:
                yield self.records[at]
            before = at


class _Layer:
    """Texts laid end to end, and where each begins."""

    def __init__(self, texts: list[str]) -> None:
        self._whole = BETWEEN.join(texts)
        self._starts: list[int] = []
        at = 0
        for text in texts:
            self._starts.append(at)
            at += len(text) + 1

    def find(self, needle: str) -> Iterator[int]:
        """Yield the numbers of the texts that hold a needle; an empty one is in none."""
        at = self._whole.find(needle) if needle else -1
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            if number + 1 == len(self._starts):
                return
            at = self._whole.find(needle, self._starts[number + 1])


# --- what is searched -------------------------------------------------------------------------------------------------


def parties_like(sight: Sight, text: str) -> list[Party]:
    """Return the parties of which a name holds a text, those with most deals first."""
    made: Haystack[Party] = sight.once("party texts", lambda: Haystack(_party_texts(sight.view)))
    return list(made.find(text))


def _party_texts(view: View) -> Iterator[tuple[str, Party]]:
    for party in list_parties(view):
        yield " \n ".join((party.name, *party.names, party.id)), party


def deals_like(sight: Sight, text: str) -> list[Deal]:
    """Return the deals of which a party, the type, the product or the id holds a text, the largest first."""
    made: Haystack[Deal] = sight.once("deal texts", lambda: Haystack(_deal_texts(sight.view)))
    return list(made.find(text))


def _deal_texts(view: View) -> Iterator[tuple[str, Deal]]:
    spelt = {party.id: " \n ".join((party.name, *party.names)) for party in view.parties}
    for deal in list_deals(view):
        named = (spelt.get(party, party) for party in deal.parties)
        yield " \n ".join((*named, deal.type, deal.product or "", deal.right or "", deal.id)), deal


def sentences_like(desk: Desk, asked: Scope, text: str) -> Iterator[dict[str, Any]]:
    """Yield the sentences behind claims that hold a text, the latest article first, each once."""
    view = desk.view(*asked)
    made: Haystack[tuple[Claim, Passage]] = desk.once(
        ("sentences", asked.as_of), lambda: Haystack(_sentences(desk.view(asked.as_of)))
    )
    met = set[tuple[str, int]]()
    for claim, passage in made.find(text):
        if (claim.article, passage.start) not in met and claim.id in view.claim_of:
            met.add((claim.article, passage.start))
            yield _found_view(claim, passage)


def _found_view(claim: Claim, passage: Passage) -> dict[str, Any]:
    marks = [{"start": start, "end": end, "part": part} for start, end, part in passage.marks]
    return {"claim": claim.id, "article": claim.article, "text": passage.text, "marks": marks}


def _sentences(view: View) -> Iterator[tuple[str, tuple[Claim, Passage]]]:
    for claim in sorted(view.claim_of.values(), key=_latest_first):
        article = view.articles.get(claim.article)
        for passage in passages_of(claim, article) if article else ():
            yield passage.text, (claim, passage)


def _latest_first(claim: Claim) -> tuple[object, ...]:
    return (-(claim.published.toordinal() if claim.published else 0), claim.document, claim.id)


def search_view(desk: Desk, asked: Scope, text: str) -> dict[str, Any]:
    """Return what holds a text: parties, deals, sentences."""
    sight = desk.sight(*asked)
    view = sight.view
    return {
        "parties": [party_view(p, view.deals_of.get(p.id, ())) for p in parties_like(sight, text)[:MOST]],
        "deals": [deal_view(deal, view.names) for deal in deals_like(sight, text)[:MOST]],
        "sentences": list(islice(sentences_like(desk, asked, text), MOST)),
    }


# --- the search of a report -------------------------------------------------------------------------------------------


def search_texts(desk: Desk) -> dict[str, Any]:
    """Return all that a report searches by itself: parties and deals by id, sentences with the day of their article."""
    view = desk.view()
    return {
        "parties": [[party.id, _both(text)] for text, party in _party_texts(view)],
        "deals": [[deal.id, _both(text)] for text, deal in _deal_texts(view)],
        "sentences": [
            {
                "day": claim.published.isoformat() if claim.published else "",
                "text": _both(text),
                "found": _found_view(claim, passage),
            }
            for text, (claim, passage) in _sentences(view)
        ],
    }


def _both(text: str) -> str:
    """Return a text without case, and as it reads in the Latin alphabet where that differs."""
    plain, folded = " ".join(text.casefold().split()), fold(text)
    return plain if folded == plain else f"{plain} {BETWEEN} {folded}"
