"""The show room: findings -> plain JSON views and words for people.

In: records. Out: views (dicts), flat rows for tables, sentences with their evidence marked. Promise: other rooms
compute, this one only words; the command line, the exports and the web show the same because they take it from here.
"""

from __future__ import annotations

from anello.show.evidence import Passage, passages_of
from anello.show.view import View, stands
from anello.show.views import (
    article_view,
    chance_view,
    claim_view,
    conflict_view,
    deal_view,
    echo_view,
    flow_view,
    leg_view,
    party_view,
    reject_view,
    ring_view,
)

__all__ = [
    "Passage",
    "View",
    "article_view",
    "chance_view",
    "claim_view",
    "conflict_view",
    "deal_view",
    "echo_view",
    "flow_view",
    "leg_view",
    "party_view",
    "passages_of",
    "reject_view",
    "ring_view",
    "stands",
]
