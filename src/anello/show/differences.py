"""Differences in words and views: both sentences side by side, with outlet and date.

In: a `Difference` and the view it belongs to. Out: JSON views, rows, and the sides as a screen shows them. Promise:
each side opens to its sentences; the word for every finding is "differs"; nobody is called wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anello.model import Claim, Difference, Side, Span
from anello.show.evidence import Passage, passages_of
from anello.show.opened import sentence_views
from anello.show.view import View, stands
from anello.show.views import Json
from anello.show.words import reading_words

WORD = "differs"
"""The verdict of every difference, and the only one."""

KIND_WORDS = {
    "swapped_amounts": "amounts of two parties swapped",
    "contract_or_investment": "contract or investment",
    "fused_deals": "two deals in one",
    "by_or_to": "extended by or to",
    "pre_or_post_money": "before or after the new money",
    "part_or_whole": "part or whole",
    "size": "size",
    "scope_of_denial": "how much is denied",
    "withdrawn_and_restored": "withdrawn, then restored",
    "event_or_report": "day of event, report or confirmation",
    "closed_or_committed": "closed or committed",
    "stale_figure": "figure of an earlier period",
}
"""Kind -> how a screen calls it."""


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side as a screen shows it: the reading, where its first report stands, that sentence, how many more."""

    reading: str
    where: str
    sentence: Passage | None
    more: int


def difference_view(difference: Difference, view: View) -> Json:
    """Return a difference with the sentences of all its sides, each with outlet and date."""
    return {
        "id": difference.id,
        "kind": difference.kind,
        "word": WORD,
        "parties": [{"id": party, "name": view.names.get(party, party)} for party in difference.parties],
        "deals": list(difference.deals),
        "explanation": difference.explanation,
        "words": reading_words(difference.explanation),
        "sides": [
            {
                "reading": side.reading,
                "words": reading_words(side.reading),
                "claims": list(side.claims),
                "spans": [
                    {"article": article, "start": span.start, "end": span.end, "text": span.text}
                    for article, span in side.spans
                ],
                "sentences": sentence_views(claims_of_side(side, view), view),
            }
            for side in difference.sides
        ],
    }


def difference_row(difference: Difference, view: View) -> dict[str, str]:
    """Return a difference as a row of text."""
    from anello.show.rows import COLUMNS, as_cells

    return as_cells(
        COLUMNS["differences"],
        difference,
        word=WORD,
        parties=[view.names.get(party, party) for party in difference.parties],
        sides=[f"{side.reading} ({len(side.claims)})" for side in difference.sides],
        sentences=[shown.sentence.text if shown.sentence else "" for shown in sides_shown(difference, view)],
        reports=[shown.where for shown in sides_shown(difference, view)],
    )


def claims_of_side(side: Side, view: View) -> list[Claim]:
    """Return the claims of a side that the view holds, the earliest first."""
    return [view.claim_of[claim] for claim in side.claims if claim in view.claim_of]


def sides_shown(difference: Difference, view: View) -> tuple[SideShown, ...]:
    """Return the sides as a screen shows them, each with the sentence of its first report."""
    return tuple(_side_shown(side, view) for side in difference.sides)


def _side_shown(side: Side, view: View) -> SideShown:
    claims = [claim for claim in claims_of_side(side, view) if claim.article in view.articles]
    if not claims:
        return SideShown(reading_words(side.reading), "", None, 0)
    article = view.articles[claims[0].article]
    where = " · ".join((article.outlet or article.document, str(article.published or "undated")))
    sentence = _sentence_with(side.spans[side.claims.index(claims[0].id)][1], passages_of(claims[0], article))
    return SideShown(reading_words(side.reading), where, sentence, len({c.article for c in claims}) - 1)


def _sentence_with(span: Span, passages: Sequence[Passage]) -> Passage | None:
    """Return the sentence that holds what was read, not just any sentence of the claim."""
    holding = (p for p in passages if p.start <= span.start and span.end <= p.start + len(p.text))
    return next(holding, passages[0] if passages else None)


def choose_differences(
    differences: Iterable[Difference], view: View, kinds: Iterable[str] = ()
) -> tuple[Difference, ...]:
    """Return the differences of some kinds (of all, where none is named) whose deals stand at the floor of the view.

    A difference over facts of one party belongs to no deal: its claims are held against the floor. Sorted by kind, then
    by the day of the first report.
    """
    wanted = set(kinds)
    kept = [d for d in differences if (not wanted or d.kind in wanted) and _stands(d, view)]
    order = list(KIND_WORDS)
    return tuple(sorted(kept, key=lambda d: (order.index(d.kind), _first_day(d, view), d.id)))


def _stands(difference: Difference, view: View) -> bool:
    if difference.deals:
        return any(deal in view.deal_of for deal in difference.deals)
    claims = (claim for side in difference.sides for claim in claims_of_side(side, view))
    return any(stands(claim.status, view.floor) for claim in claims)


def _first_day(difference: Difference, view: View) -> str:
    claims = (claim for side in difference.sides for claim in claims_of_side(side, view))
    return min((str(claim.published) for claim in claims if claim.published), default="undated")
