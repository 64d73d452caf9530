"""Search: parties, deals and sentences that hold a text, in any script.

In: a sight, a text. Out: one view. Promise: letters are compared without case, and also as they read in the Latin
alphabet, so that a name is found by whichever script it is written in; at most twenty of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeVar

from anello.errors import NotFound
from anello.lang.transliteration import fold
from anello.model import Claim, Deal, Party, Ring
from anello.show import deal_view, party_view, passages_of
from anello.show.listing import list_deals, list_parties
from anello.web.desk import Sight

MOST = 20


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


class Wanted:
    """A text that is looked for, as written without case and as folded."""

    def __init__(self, text: str) -> None:
        self.plain = " ".join(text.casefold().split())
        self.folded = fold(text)

    def fits(self, written: str, folded: str) -> bool:
        """Tell whether a text holds what is looked for."""
        return bool(self.plain) and (self.plain in written or (bool(self.folded) and self.folded in folded))


Indexed = list[tuple[str, str, Any]]


def indexed(pairs: Iterable[tuple[str, Any]]) -> Indexed:
    """Return texts ready to be searched: without case, folded, and what they belong to."""
    return [(" ".join(text.casefold().split()), fold(text), record) for text, record in pairs]


def parties_like(sight: Sight, text: str) -> list[Party]:
    """Return the parties of which a name holds a text, those with most deals first."""
    wanted = Wanted(text)
    made: Indexed = sight.once(
        "party texts", lambda: indexed(("\n".join((p.name, *p.names, p.id)), p) for p in list_parties(sight.view))
    )
    return [party for written, folded, party in made if wanted.fits(written, folded)]


def deals_like(sight: Sight, text: str) -> list[Deal]:
    """Return the deals of which a party, the type, the product or the id holds a text, the largest first."""
    wanted, view = Wanted(text), sight.view
    spelt = {party.id: "\n".join((party.name, *party.names)) for party in view.parties}

    def words(deal: Deal) -> str:
        named = (spelt.get(party, party) for party in deal.parties)
        return "\n".join((*named, deal.type, deal.product or "", deal.right or "", deal.id))

    made: Indexed = sight.once("deal texts", lambda: indexed((words(deal), deal) for deal in list_deals(view)))
    return [deal for written, folded, deal in made if wanted.fits(written, folded)]


def sentences_like(sight: Sight, text: str) -> Iterable[dict[str, Any]]:
    """Yield the sentences behind claims that hold a text, the latest article first, each once."""
    wanted, view, met = Wanted(text), sight.view, set[tuple[str, int]]()

    def texts(claim: Claim) -> str:
        return "\n".join(span.text for span in claim.evidence)

    for claim in sight.once("claims by day", lambda: sorted(view.claim_of.values(), key=_latest_first)):
        article = view.articles.get(claim.article)
        if article is None:
            continue
        for passage in sight.once(("passages", claim.id), lambda c=claim, a=article: passages_of(c, a)):  # type: ignore[misc]
            if (claim.article, passage.start) in met or not wanted.fits(
                " ".join(passage.text.casefold().split()), fold(passage.text)
            ):
                continue
            met.add((claim.article, passage.start))
            marks = [{"start": start, "end": end, "part": part} for start, end, part in passage.marks]
            yield {"claim": claim.id, "article": claim.article, "text": passage.text, "marks": marks}


def _latest_first(claim: Claim) -> tuple[object, ...]:
    return (-(claim.published.toordinal() if claim.published else 0), claim.document, claim.id)


def search_view(sight: Sight, text: str) -> dict[str, Any]:
    """Return what holds a text: parties, deals, sentences."""
    view = sight.view
    return {
        "parties": [party_view(p, view.deals_of.get(p.id, ())) for p in parties_like(sight, text)[:MOST]],
        "deals": [deal_view(deal, view.names) for deal in deals_like(sight, text)[:MOST]],
        "sentences": list(islice(sentences_like(sight, text), MOST)),
    }
