"""Who owns whom in a study: the registers of a view, and the page of one party with all that follows.

In: a study, a party, what a user assumes. Out: a `Book` with controls, an `OwnersPage`. Promise: a composer of the
ownership analyses, the valuations and the rates; a converted value says at which rate; what has no rate stays in its
currency and is named as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from anello.analyse.control import find_controls, interests_in, interests_of, power_in, with_controls
from anello.analyse.mutual import find_agreements, latest_worths, measure_gross_up, stake_values
from anello.analyse.offering import after_offering, float_after, kept
from anello.analyse.owners import Book, read_book
from anello.model import Control, Offering, Owner, Register, Stake, Worth
from anello.pipeline.opening import open_ledger
from anello.reconcile.rates import Converted, convert
from anello.show import View, stands
from anello.show.owned import OwnersPage
from anello.store import Study


def open_owners(study: Study, *, as_of: date | None = None, floor: str | None = None) -> tuple[View, Book]:
    """Return everything the study says as of a day, and who is known to own and control each company.

    Of what is below the floor only endings count: a floor must not bring back a stake that was sold.

    Raises:
        StoreError: the study could not be read.
        SettingsError: the floor is no status.
    """
    return owners_in(open_ledger(study, as_of=as_of), floor)


def owners_in(whole: View, floor: str | None = None) -> tuple[View, Book]:
    """Return a view that has no floor with a floor, and who is known to own and control each company at it.

    Raises:
        SettingsError: the floor is no status.
    """
    view = replace(whole, floor=floor)
    deals = [deal for deal in view.deals if deal.status == "ended" or stands(deal.status, floor)]
    return view, with_controls(read_book(deals, view.claim_of, view.parties, view.as_of))


def place_of(register: Register) -> tuple[object, ...]:
    """Return the sort key of companies: those with most holders first, refused ones last."""
    return (register.refused, not register.bases, -len(register.owners), -register.known_low, register.company)


def read_page(
    view: View,
    book: Book,
    party: str,
    *,
    currency: str = "USD",
    assumed: Iterable[Worth] = (),
    offering: Offering | None = None,
) -> OwnersPage:
    """Return all that is told of who owns a party (an id), what it owns, and what follows from that.

    Raises:
        SettingsError: the terms of the offering cannot be.
    """
    worths = worths_in(view, currency, assumed)
    register = book.registers.get(party)
    controls = tuple(control for control in find_controls(book) if control.controller == party)
    return OwnersPage(
        party=party,
        register=register,
        owned=_owned(book, party, controls),
        controls=controls,
        rights=tuple(right for right in book.rights if right.holder == party and right.right != "acquired"),
        interests_in=interests_in(book, party),
        interests_of=interests_of(book, party),
        worth=worths.get(party),
        values={(value.stake.holder, value.stake.company): value for value in stake_values(book, worths)},
        gross_up=measure_gross_up(book, worths, currency, party),
        agreements=tuple(a for a in find_agreements(view.valuations) if a.company == party),
        power=power_in(register) if register else None,
        offering=offering,
        offered=after_offering(_sized(register), offering) if offering else (),
        sold=float_after(offering) if offering else None,
        kept=100 * kept(offering, "issued")[0] if offering else None,
    )


def _owned(book: Book, party: str, controls: Iterable[Control]) -> tuple[Owner, ...]:
    """Return the stakes of a party, then those of the companies that it surely controls."""
    ours = {party, *(control.company for control in controls if control.sure)}
    owners = (owner for register in book.registers.values() for owner in register.owners)
    return tuple(sorted((o for o in owners if o.holder in ours and o.company != party), key=lambda o: _place(o, party)))


def _place(owner: Owner, party: str) -> tuple[object, ...]:
    first = (owner.holder != party, owner.now.state != "held", -(owner.now.low or Decimal(0)))
    return (*first, owner.company, owner.holder)


def _sized(register: Register | None) -> list[Stake]:
    """Return the held stakes of a company that have a size; none where more than all of it is owned."""
    held = [o.now for o in register.owners if o.now.state == "held"] if register and not register.refused else []
    return [stake for stake in held if stake.low is not None or stake.high is not None]


def worths_in(view: View, currency: str, assumed: Iterable[Worth] = ()) -> dict[str, Worth]:
    """Return the latest firm value of each party, in one currency where there is a rate of its day.

    What a user assumes takes the place of what is told.
    """
    told: Mapping[str, Worth] = latest_worths(view.valuations)
    found = {**told, **{worth.party: worth for worth in assumed}}
    return {party: _in_currency(found[party], currency) for party in sorted(found)}


def _in_currency(worth: Worth, currency: str) -> Worth:
    if worth.currency == currency:
        return worth
    used: list[Converted] = []
    bounds: list[Decimal | None] = []
    for value in (worth.low, worth.high):
        found = convert(value, worth.currency, worth.day, currency)
        if found is None and value is not None:
            return worth
        used += [found] if found else []
        bounds.append(found.value if found else None)
    when = str(used[0].day or f"average of {used[0].year}") if used else ""
    rate = f"{worth.currency} at {used[0].rate:.6g} {currency} ({when})" if used else ""
    return replace(worth, low=bounds[0], high=bounds[1], currency=currency, rate=rate)
