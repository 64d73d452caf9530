"""Places of the parties on the map: one layout for the whole study, the same for everyone.

In: a whole view (no day, no floor), a study. Out: party id -> (x, y), each from -1 to 1. Promise: a pure function of
the parties and their deals; kept in the study under the digest of what it was made from, so that a changed study is
laid out anew and an unchanged one never; a study that cannot be written has the same places, reckoned each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from anello.analyse.layout import lay_out
from anello.errors import StoreError
from anello.model import digest_of
from anello.show import View
from anello.store import Study

Places: TypeAlias = dict[str, tuple[float, float]]

VERSION = "1"
"""Changes with the layout, so that a study made earlier is laid out anew."""

KEPT = ("places", "map")
"""Kind and key under which the study remembers them."""

DECIMALS = 3
NEAR = 0.02
"""How far a party that the layout does not know stands from others, at least."""


def keep_places(study: Study, view: View) -> Places:
    """Return the places of all parties of a whole view, from the study where it has them; else make and keep them.

    Raises:
        StoreError: the study could not be read.
    """
    mark = _mark(view)
    kept = study.recall(*KEPT)
    if isinstance(kept, dict) and kept.get("mark") == mark:
        return {party: (float(x), float(y)) for party, (x, y) in kept["places"].items()}
    places = places_of(view)
    try:
        study.remember(*KEPT, {"mark": mark, "places": {party: list(place) for party, place in places.items()}})
    except StoreError:
        pass  # a study in an archive, or a full disc: the map is drawn all the same
    return places


def places_of(view: View) -> Places:
    """Return a place for each party of a whole view; parties that deal much are near each other and in the middle."""
    parties = sorted({party.id for party in view.parties} | set(_ends(view)))
    if not parties:
        return {}
    number = {party: index for index, party in enumerate(parties)}
    pairs = {(number[one], number[other]): weight for (one, other), weight in _pairs(view).items()}
    centres = lay_out(_radii(view, parties), pairs)
    low, high = centres.min(axis=0), centres.max(axis=0)
    half = float(max(high - low)) / 2 or 1.0
    scaled = (centres - (low + high) / 2) / half
    # Adding zero makes -0.0 plain.
    return {
        p: (round(float(x), DECIMALS) + 0.0, round(float(y), DECIMALS) + 0.0)
        for p, (x, y) in zip(parties, scaled, strict=True)
    }


def seat_strangers(view: View, places: Mapping[str, tuple[float, float]]) -> Places:
    """Return the places with one for each party of a view that has none: beside those it deals with.

    As of an early day two names may not be known yet to be one party, so that a slice has parties of its own.
    """
    seated = dict(places)
    near: dict[str, set[str]] = {}
    for one, other in _pairs(view):
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    for party in sorted({party.id for party in view.parties} - set(places)):
        known = sorted(places[other] for other in near.get(party, ()) if other in places)
        x, y = (sum(place[axis] for place in known) / len(known) if known else 0.0 for axis in (0, 1))
        seated[party] = _free_spot(x, y, seated.values())
    return seated


def _free_spot(x: float, y: float, taken: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the first spot on a widening square round a point that is near nobody."""
    met = list(taken)
    for width in range(100):
        for across in range(-width, width + 1):
            for up in range(-width, width + 1):
                if max(abs(across), abs(up)) < width:
                    continue
                spot = (round(x + across * NEAR, DECIMALS), round(y + up * NEAR, DECIMALS))
                inside = max(abs(spot[0]), abs(spot[1])) <= 1
                if inside and all((spot[0] - a) ** 2 + (spot[1] - b) ** 2 >= NEAR**2 for a, b in met):
                    return spot
    return round(x, DECIMALS), round(y, DECIMALS)


def _mark(view: View) -> str:
    """Return a digest of all that the layout depends on."""
    parties = sorted({party.id for party in view.parties} | set(_ends(view)))
    pairs = sorted(f"{one} {other} {weight}" for (one, other), weight in _pairs(view).items())
    radii = [f"{radius:.6g}" for radius in _radii(view, parties)]
    return digest_of("places", VERSION, *parties, *pairs, *radii)


def _ends(view: View) -> Counter[str]:
    """Return how many deals each party pays or is paid in."""
    return Counter(end for deal in view.deals for end in {deal.payer, deal.payee} if end is not None)


def _pairs(view: View) -> dict[tuple[str, str], float]:
    """Return who deals with whom and how often; a party and the group it belongs to count as half a deal."""
    found: dict[tuple[str, str], float] = {}
    known = {party.id for party in view.parties}
    joined = [(deal.payer, deal.payee, 1.0) for deal in view.deals]
    joined += [(party.id, party.parent, 0.5) for party in view.parties if party.parent in known]
    for one, other, weight in joined:
        if one is not None and other is not None and one != other:
            pair = (min(one, other), max(one, other))
            found[pair] = found.get(pair, 0.0) + weight
    return found


def _radii(view: View, parties: Iterable[str]) -> list[float]:
    """Return the room of each party, from 1 to 3: by the number of its deals, or by what it pays where that is more."""
    ends = _ends(view)
    paid: dict[str, float] = {}
    for leg in view.graph.legs:
        if leg.layer == "money" and leg.currency == "USD":
            paid[leg.payer] = paid.get(leg.payer, 0.0) + float(leg.high or leg.low or 0)
    most, richest = max(ends.values(), default=0) or 1, max(paid.values(), default=0.0) or 1.0
    return [1 + 2 * max(ends[p] / most, paid.get(p, 0.0) / richest) ** 0.5 for p in parties]
