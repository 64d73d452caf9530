"""What each party has committed: the binding part of the deals that it pays or is paid, counted once.

In: a view. Out: party id -> `Rung` in the currency of the map. Promise: the figures are those of `anello ladder`.
"""

from __future__ import annotations

from collections.abc import Mapping

from anello.laddering import ladders_of
from anello.model import Rung
from anello.show import View
from anello.show.map import CURRENCY


def committed_of(view: View) -> Mapping[str, Rung]:
    """Return for each party with a binding deal what it pays or is paid under such deals."""
    found = {}
    for party, deals in view.deals_of.items():
        sums = ladders_of(view, [d for d in deals if party in (d.payer, d.payee)], CURRENCY).sums
        if sums:
            found[party] = sums[0].ladder.binding
    return found
