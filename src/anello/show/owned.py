"""Ownership as views: registers and stakes as JSON and rows, and the page of one party.

In: the records of the ownership analysis, with the view they belong to. Out: dicts for JSON, flat rows, `OwnersPage`.
Promise: exact figures in percent and full sums, ISO dates, bases as stated, and the deals that each finding opens to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from anello.model import (
    Agreement,
    Control,
    GrossUp,
    Interest,
    OfferedStake,
    Offering,
    Owner,
    Register,
    Right,
    Stake,
    StakeValue,
    VotingPower,
    Worth,
)
from anello.show.owners import (
    agreement_words,
    basis_words,
    control_words,
    days_between,
    holders_words,
    name_of,
    offering_words,
    rest_of,
    right_words,
    stake_words,
)
from anello.show.view import View
from anello.show.views import Json, day, exact
from anello.show.words import NO_FLOOR

REGISTER_COLUMNS = (
    *("company", "name", "holders", "known_low", "known_high", "rest_low", "rest_high", "bases", "first", "last"),
    *("control", "rights", "refused", "deals", "floor", "as_of"),
)
STAKE_COLUMNS = (
    *("holder", "holder_name", "company", "company_name", "low", "high", "basis", "state", "bought", "disputed"),
    *("first", "last", "within", "latest", "value_low", "value_high", "currency", "value_basis", "value_day"),
    *("deals", "claims", "floor", "as_of"),
)


@dataclass(frozen=True, slots=True)
class OwnersPage:
    """One party with all that its page shows: who owns it, what it owns and controls, and what that comes to.

    `register` is None where nothing is told of its holders. `owned` are its own stakes, then those of the companies
    that it surely controls. `values` are by holder and company. `power` names holders and leaves the rest for last.
    `offered`, `sold` and `kept` (percent of the company sold in it, and left to the shares issued before it) belong to
    `offering`, which is an assumption.
    """

    party: str
    register: Register | None
    owned: tuple[Owner, ...]
    controls: tuple[Control, ...]
    rights: tuple[Right, ...]
    interests_in: tuple[Interest, ...]
    interests_of: tuple[Interest, ...]
    worth: Worth | None
    values: dict[tuple[str, str], StakeValue]
    gross_up: GrossUp
    agreements: tuple[Agreement, ...]
    power: tuple[tuple[str, ...], VotingPower] | None = None
    offering: Offering | None = None
    offered: tuple[OfferedStake, ...] = ()
    sold: Decimal | None = None
    kept: Decimal | None = None


# --- JSON -------------------------------------------------------------------------------------------------------------


def _named(party: str | None, view: View) -> Json | None:
    return None if party is None else {"id": party, "name": view.names.get(party, party)}


def _bounds(low: Decimal | None, high: Decimal | None) -> Json:
    return {"low": exact(low), "high": exact(high)}


def stake_view(stake: Stake) -> Json:
    """Return a stake with its basis, days and evidence; shares are percent."""
    return {
        "percent": _bounds(stake.low, stake.high),
        "words": stake_words(stake),
        "basis": stake.basis,
        "state": stake.state,
        "approximate": stake.approximate,
        "bought": stake.bought,
        "disputed": stake.disputed,
        "first": day(stake.first),
        "last": day(stake.last),
        "deals": list(stake.deals),
        "claims": list(stake.claims),
    }


def owner_view(owner: Owner, view: View, value: StakeValue | None = None) -> Json:
    """Return one holder of one company: the latest stake, its value on paper, the older ones, and those to come."""
    return {
        "holder": _named(owner.holder, view),
        "company": _named(owner.company, view),
        "stake": stake_view(owner.now),
        "value": value and stake_value_view(value),
        "within": _named(owner.within, view),
        "older": [stake_view(stake) for stake in owner.older],
        "to_come": [stake_view(stake) for stake in owner.to_come],
    }


def worth_view(worth: Worth) -> Json:
    """Return the value of a company with its basis, day, and the rate it was converted at."""
    return {
        **_bounds(worth.low, worth.high),
        "currency": worth.currency,
        "basis": worth.basis,
        "money": worth.money,
        "day": day(worth.day),
        "valuation": worth.valuation,
        "rate": worth.rate,
    }


def stake_value_view(found: StakeValue) -> Json:
    """Return what a stake comes to on paper, and the value of the whole that it is a part of."""
    of = {"currency": found.worth.currency, "of": worth_view(found.worth)}
    return _bounds(found.low, found.high) | of | {"share_told_days_before": days_between(found)}


def right_view(right: Right, view: View) -> Json:
    """Return a right over a company; `amount` is 0, since a right moves no money."""
    return {
        "holder": _named(right.holder, view),
        "company": _named(right.company, view),
        "right": right.right,
        "state": right.state,
        "conditional": right.conditional,
        "amount": 0,
        "shares": _bounds(right.shares_low, right.shares_high),
        "product": right.product,
        "first": day(right.first),
        "last": day(right.last),
        "told": day(right.told),
        "deal": right.deal,
        "claims": list(right.claims),
    }


def control_view(control: Control, view: View) -> Json:
    """Return who controls whom, how, through whom, and whether it is sure."""
    return {
        "controller": _named(control.controller, view),
        "company": _named(control.company, view),
        "how": control.how,
        "through": [_named(name, view) for name in control.through],
        "sure": control.sure,
        "percent": _bounds(control.low, control.high),
    }


def register_view(register: Register, view: View) -> Json:
    """Return who is known to own a company, how much is not known, who controls it, and what cannot be."""
    low, high = rest_of(register)
    return {
        "company": _named(register.company, view),
        "owners": [owner_view(owner, view) for owner in register.owners],
        "known": _bounds(register.known_low, register.known_high),
        "rest": _bounds(low, high),
        "bases": list(register.bases),
        "first": day(register.first),
        "last": day(register.last),
        "control": control_words(register, view),
        "controls": [control_view(control, view) for control in register.controls],
        "rights": [right_view(right, view) for right in register.rights],
        "rejects": [{"reason": reject.reason, "detail": reject.detail} for reject in register.rejects],
        "refused": register.refused,
        "unit": "percent",
        "floor": view.floor,
        "as_of": day(view.as_of),
    }


def interest_view(found: Interest, view: View) -> Json:
    """Return what of a company's cash flow is due to a holder; these overlap and are not to be added up."""
    return {
        "holder": _named(found.holder, view),
        "company": _named(found.company, view),
        "direct": _bounds(found.direct_low, found.direct_high),
        "integrated": _bounds(found.low, found.high),
    }


def gross_up_view(found: GrossUp, view: View) -> Json:
    """Return how often the value of companies that hold each other is counted, and what is missing."""
    return {
        "ratio": {"low": found.low, "high": found.high},
        "book": _bounds(found.book_low, found.book_high),
        "currency": found.currency,
        "companies": [_named(name, view) for name in found.companies],
        "mutual": [{"holder": _named(one, view), "company": _named(other, view)} for one, other in found.mutual],
        "missing": [{"party": _named(party, view), "what": what} for party, what in found.missing],
        "debts": "not looked through",
    }


def agreement_view(found: Agreement) -> Json:
    """Return whether what is said of the worth of a company agrees."""
    return {
        "verdict": found.verdict,
        **_bounds(found.low, found.high),
        "currency": found.currency,
        "valuations": list(found.rows),
        "first": day(found.first),
        "last": day(found.last),
        "words": agreement_words(found),
    }


def offered_view(found: OfferedStake, view: View) -> Json:
    """Return a stake after an assumed offering."""
    return {
        "holder": _named(found.stake.holder, view),
        "basis": found.stake.basis,
        "before": _bounds(found.stake.low, found.stake.high),
        "after": _bounds(found.low, found.high),
        "value": _bounds(found.value_low, found.value_high),
    }


def power_view(holders: Sequence[str], power: VotingPower, view: View) -> list[Json]:
    """Return the voting power of holders and, last, of the rest as one bloc."""
    named: list[Json | None] = [_named(holder, view) for holder in holders]
    return [
        {"holder": holder, "banzhaf": float(banzhaf), "shapley": float(shapley)}
        for holder, banzhaf, shapley in zip([*named, None], power.banzhaf, power.shapley, strict=True)
    ]


def page_view(page: OwnersPage, view: View) -> Json:
    """Return the page of a party as one JSON object; what is assumed stands under "offering" and in "worth"."""
    register = page.register
    found: Json = {
        "party": _named(page.party, view),
        "register": register and register_view(register, view),
        "worth": page.worth and worth_view(page.worth),
        "owned_by": [_owner_in(owner, page, view) for owner in (register.owners if register else ())],
        "owns": [_owner_in(owner, page, view) for owner in page.owned],
        "controls": [control_view(control, view) for control in page.controls],
        "rights_held": [right_view(right, view) for right in page.rights],
        "voting_power": power_view(*page.power, view) if page.power else None,
        "interests_in_it": [interest_view(interest, view) for interest in page.interests_in],
        "its_interests": [interest_view(interest, view) for interest in page.interests_of],
        "gross_up": gross_up_view(page.gross_up, view),
        "agreements": [agreement_view(agreement) for agreement in page.agreements],
        "unit": "percent",
        "currency": page.gross_up.currency,
        "floor": view.floor,
        "as_of": day(view.as_of),
    }
    if page.offering is not None:
        found["offering"] = {
            "terms": offering_words(page.offering),
            "assumed": True,
            "sold_percent": exact(page.sold),
            "old_shares_percent": exact(page.kept),
            "stakes": [offered_view(one, view) for one in page.offered],
        }
    return found


def _owner_in(owner: Owner, page: OwnersPage, view: View) -> Json:
    return owner_view(owner, view, page.values.get((owner.holder, owner.company)))


# --- rows -------------------------------------------------------------------------------------------------------------


def register_row(register: Register, view: View) -> dict[str, str]:
    """Return a register as one row of text."""
    low, high = rest_of(register)
    cells: dict[str, object] = {
        "company": register.company,
        "name": name_of(register.company, view),
        "holders": holders_words(register, view, len(register.owners)),
        "known_low": exact(register.known_low),
        "known_high": exact(register.known_high),
        "rest_low": exact(low),
        "rest_high": exact(high),
        "bases": "; ".join(basis_words(basis) for basis in register.bases),
        "first": day(register.first),
        "last": day(register.last),
        "control": control_words(register, view),
        "rights": "; ".join(
            f"{name_of(right.holder, view)}: {right_words(right)}, {right.state}" for right in register.rights
        ),
        "refused": "; ".join(f"{reject.reason}: {reject.detail}" for reject in register.rejects),
        "deals": "; ".join(deals_of(register)),
        "floor": view.floor or NO_FLOOR,
        "as_of": day(view.as_of),
    }
    return {name: _safe(cells[name]) for name in REGISTER_COLUMNS}


def deals_of(register: Register) -> tuple[str, ...]:
    """Return the deals that a register rests on: the latest stakes, then the rights."""
    found = [deal for owner in register.owners for deal in owner.now.deals]
    return tuple(dict.fromkeys([*found, *(right.deal for right in register.rights)]))


def stake_rows(owner: Owner, view: View, value: StakeValue | None) -> Iterable[dict[str, str]]:
    """Return all stakes of one holder in one company as rows of text, the latest first."""
    for stake in (owner.now, *reversed(owner.older), *owner.to_come):
        latest = stake == owner.now
        of = value.worth if value is not None and latest else None
        cells: dict[str, object] = {
            "holder": stake.holder,
            "holder_name": name_of(stake.holder, view),
            "company": stake.company,
            "company_name": name_of(stake.company, view),
            "low": exact(stake.low),
            "high": exact(stake.high),
            "basis": basis_words(stake.basis),
            "state": stake.state,
            "bought": str(stake.bought).lower(),
            "disputed": str(stake.disputed).lower(),
            "first": day(stake.first),
            "last": day(stake.last),
            "within": owner.within,
            "latest": str(latest).lower(),
            "value_low": exact(value.low) if value is not None and latest else None,
            "value_high": exact(value.high) if value is not None and latest else None,
            "currency": of and of.currency,
            "value_basis": of and of.basis,
            "value_day": of and day(of.day),
            "deals": "; ".join(stake.deals),
            "claims": "; ".join(stake.claims),
            "floor": view.floor or NO_FLOOR,
            "as_of": day(view.as_of),
        }
        yield {name: _safe(cells[name]) for name in STAKE_COLUMNS}


def _safe(value: object) -> str:
    # A cell that begins like this is run as a formula by spreadsheets; a leading quote makes it text.
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
