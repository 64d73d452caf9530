"""Where parties stand on the map, until the layout of `anello.pipeline.places` is there.

In: a view. Out: party id -> (x, y). Promise: empty where no layout is stored; the map is then drawn by who looks at it.
"""

from __future__ import annotations

from collections.abc import Mapping

from anello.show import View

PLACED = False


def places_of(view: View) -> Mapping[str, tuple[float, float]]:
    """Return the places of the parties; none yet."""
    return {}
