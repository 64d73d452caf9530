"""What a listing holds, and in which order: deals, claims, parties, echoes, valuations.

In: a view, a party where only what it takes part in is asked for. Out: records. Promise: the command line and the web
list the same in the same order.
"""

from __future__ import annotations

from datetime import date

from anello.model import Claim, Deal, Echo, Party, Valuation
from anello.show.reviewing import rejected_of
from anello.show.view import View, stands


def list_claims(view: View, party: str | None = None) -> list[Claim]:
    """Return the claims at the floor of the view by date, or those of the deals of a party, the rejected ones included.

    Raises:
        NotFound: nobody is called so.
        SettingsError: more than one party fits.
    """
    found = [claim for claim in view.claim_of.values() if stands(claim.status, view.floor)]
    if party:
        wanted = view.find_party(party)
        of_party = {claim for deal in view.deals_of.get(wanted.id, ()) for claim in (*deal.claims, *deal.disputing)}
        of_party |= rejected_of(wanted, view)
        found = [claim for claim in found if claim.id in of_party]
    return sorted(found, key=lambda claim: (claim.published or date.min, claim.document, claim.id))


def list_deals(view: View, party: str | None = None) -> list[Deal]:
    """Return the deals of a view, or those of a party, the largest first.

    Raises:
        NotFound: nobody is called so.
        SettingsError: more than one party fits.
    """
    found = view.deals_of.get(view.find_party(party).id, ()) if party else view.deals
    return sorted(found, key=place_of_deal)


def place_of_deal(deal: Deal) -> tuple[object, ...]:
    """Return the sort key of deals: the largest amount first, then the most told, then by id."""
    bounds = [bound for slot in deal.amounts for bound in (slot.low, slot.high) if bound is not None]
    return (-max(bounds, default=-1), -deal.origins.articles, deal.id)


def list_parties(view: View) -> list[Party]:
    """Return who takes part, most deals first; at a floor only those with a deal at it."""
    found = [party for party in view.parties if party.id in view.deals_of or not view.floor]
    return sorted(found, key=lambda party: (-len(view.deals_of.get(party.id, ())), party.name, party.id))


def list_echoes(view: View) -> list[Echo]:
    """Return the echoes of a view, the most told first."""
    return sorted(view.echoes, key=lambda echo: (-len(echo.articles), echo.origins.hi, echo.deal))


def list_valuations(view: View, party: str | None = None) -> list[Valuation]:
    """Return what parties, or one of them, are said to be worth at the floor of the view.

    Raises:
        NotFound: nobody is called so.
        SettingsError: more than one party fits.
    """
    wanted = view.find_party(party).id if party else None
    return [row for row in view.valuations if wanted in (None, row.party) and stands(row.status, view.floor)]
