"""How reports of one matter differ, and the likely reason: what the papers told differently, by kind.

In: claims, deals, the party of each mention, articles. Out: `Difference`s. Promise: a difference has two sides or more,
each with its claims and their passages, and calls nobody wrong; copies of an article, the order of the input and equal
claims make none; time is near linear in the number of claims. Kinds and examples: docs/differences.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from anello.model import Article, Claim, Deal, Difference
from anello.reconcile.differences.drafting import Draft, write_differences
from anello.reconcile.differences.parties import (
    find_contract_or_investment,
    find_fused_deals,
    find_swapped_amounts,
)
from anello.reconcile.differences.sayings import Reports, read_reports
from anello.reconcile.differences.stages import (
    find_closed_or_committed,
    find_event_or_report,
    find_scopes_of_denial,
    find_stale_figures,
    find_withdrawn_and_restored,
)
from anello.reconcile.differences.sums import (
    find_by_or_to,
    find_part_or_whole,
    find_pre_or_post_money,
    find_sizes,
)

__all__ = ["find_differences"]

DETECTORS: tuple[Callable[[Reports], Iterator[Draft]], ...] = (
    find_swapped_amounts,
    find_contract_or_investment,
    find_fused_deals,
    find_by_or_to,
    find_pre_or_post_money,
    find_part_or_whole,
    find_scopes_of_denial,
    find_withdrawn_and_restored,
    find_event_or_report,
    find_closed_or_committed,
    find_stale_figures,
)
"""All kinds but plain size, which is what remains of figures that nothing else explains."""

EXPLAINING = ("swapped_amounts", "fused_deals", "by_or_to", "pre_or_post_money", "part_or_whole")


def find_differences(
    claims: Iterable[Claim],
    deals: Iterable[Deal],
    party_of: Mapping[str, str],
    articles: Mapping[str, Article] | None = None,
) -> tuple[Difference, ...]:
    """Return how reports of the same matter differ, sorted by id.

    Args:
        deals: tell which claims were taken for one deal (`reconcile`).
        party_of: mention id to party id; a mention that is not in it stands for itself.
        articles: article id to article; without them copies and outlets are unknown and no scope words are read.

    >>> find_differences([], [], {})
    ()
    """
    reports = read_reports(claims, deals, party_of, articles or {})
    drafts = [found for detect in DETECTORS for found in detect(reports)]
    for one in drafts:
        if one.kind in EXPLAINING:
            reports.explained.update(c.id for _, told in one.sides for s in told for c in s.claims)
    drafts += find_sizes(reports)
    return write_differences(drafts, reports)
