"""A study asked how much of their sales vendors paid for: sums in one currency, and reported revenue beside them.

In: a study, a day, a floor, a `FundingQuestion`. Out: a `FundingAnswer`. Promise: a sum is converted at the rate of its
day and the answer says so; what has no rate is not converted and named; reported revenue is taken only from claims of
exactly the window asked for, never guessed from another period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from anello.analyse.funded import FundingSearch, find_funding, measure_funding
from anello.analyse.slices import Window, groups_of, money_legs
from anello.errors import SettingsError
from anello.model import Claim, DealGraph, Funding, Leg, Reported
from anello.pipeline.opening import read_told, view_at
from anello.reconcile.amounts import Interval, as_interval
from anello.reconcile.rates import Converted, convert
from anello.show import View
from anello.store import Study


@dataclass(frozen=True, slots=True)
class FundingQuestion:
    """What to ask: in which currency and window, with which parties apart, whose own money, which guarantees.

    `stated` counts what was stated only: nothing of a leg without amount, the least of one without limit. `apart` keeps
    every unit apart from its group; `own` are (party name or id, money of its own in the window);
    `called` are ids of guarantee deals that were called.
    """

    currency: str = "USD"
    window: Window = (None, None)
    stated: bool = False
    apart: bool = False
    own: tuple[tuple[str, Decimal], ...] = ()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FundingAnswer:
    """What was found: one `Funding` a vendor, with the legs as they were counted by `leg_of` (id -> leg).

    `converted` names the currencies that were converted with the days of the rates; `unconverted` are the ids of deals
    without a rate, which count as without amount. Of so many `vendors` so many were `measured`.
    """

    view: View
    found: tuple[Funding, ...]
    question: FundingQuestion
    leg_of: Mapping[str, Leg] = field(default_factory=dict)
    converted: tuple[str, ...] = ()
    unconverted: tuple[str, ...] = ()
    measured: int = 1
    vendors: int = 1


def ask_funding(
    study: Study,
    question: FundingQuestion,
    *,
    vendor: str | None = None,
    as_of: date | None = None,
    floor: str | None = None,
    work: int | None = None,
) -> FundingAnswer:
    """Return what one vendor, or every vendor that finances its customers, paid of its own sales.

    `work` bounds how many vendors are measured, as in `find_funding`.

    Raises:
        NotFound: a party or deal that was named is not in the study.
        SettingsError: a deal that was called is no guarantee, the window ends before it begins, or the floor is no
            status.
        StoreError: the study could not be read.
    """
    told = read_told(study, as_of=as_of)
    return find_answer(view_at(told, floor), told.resolution.party_of, question, vendor, work=work)


def find_answer(
    view: View,
    party_of: Mapping[str, str],
    question: FundingQuestion,
    vendor: str | None = None,
    *,
    work: int | None = None,
) -> FundingAnswer:
    """Return the answer of a view; `party_of` says which party each mention is. Errors: `ask_funding`.

    `work` bounds how many vendors are measured, as in `find_funding`.
    """
    graph, converted, unconverted = in_currency(view, question.currency)
    groups = {} if question.apart else groups_of(graph, money_legs(graph, question.window))
    counted = stated_only(graph, question.currency) if question.stated else graph
    asked = {
        "currency": question.currency,
        "window": question.window,
        "consolidate": groups,
        "own": {view.find_party(name).id: money for name, money in question.own},
        "called": _guarantees(view, question.called),
        "reported": reported_revenue(view.claims, party_of, question),
    }
    search = (
        find_funding(counted, work=work, **asked)  # type: ignore[arg-type]
        if vendor is None
        else FundingSearch((measure_funding(counted, view.find_party(vendor).id, **asked),), 1, 1)  # type: ignore[arg-type]
    )
    legs = {leg.id: leg for leg in graph.legs}
    return FundingAnswer(view, search.found, question, legs, converted, unconverted, search.measured, search.vendors)


def _guarantees(view: View, called: Iterable[str]) -> frozenset[str]:
    deals = [view.find_deal(key) for key in called]
    for deal in deals:
        if deal.type != "guarantee":
            raise SettingsError(f"deal {deal.id} is no guarantee but of type {deal.type}; only a guarantee is called")
    return frozenset(deal.id for deal in deals)


# --- one currency -----------------------------------------------------------------------------------------------------


def in_currency(view: View, currency: str) -> tuple[DealGraph, tuple[str, ...], tuple[str, ...]]:
    """Return the graph with sums in one currency, at which rates it converted, and the deals that it could not.

    The day of a sum is the first day of its leg, else the last, else that of the first report.
    """
    legs: list[Leg] = []
    days: dict[str, set[str]] = {}
    lost: set[str] = set()
    for leg in view.graph.legs:
        if leg.currency == currency or (leg.low is None and leg.high is None):
            legs.append(leg)
            continue
        low, high = (convert(value, leg.currency, _day_of(leg, view), currency) for value in (leg.low, leg.high))
        rate = low or high
        if rate is None or leg.currency is None:
            lost.add(leg.deal)
            legs.append(leg)
            continue
        days.setdefault(leg.currency, set()).add(_when(rate))
        legs.append(replace(leg, low=_value(low), high=_value(high), currency=currency))
    told = tuple(f"{name} {_span_of(days[name])}" for name in sorted(days))
    return replace(view.graph, legs=tuple(legs)), told, tuple(sorted(lost))


def stated_only(graph: DealGraph, currency: str) -> DealGraph:
    """Return the graph in which a missing upper bound is the lower one, and a missing amount is zero.

    Figures then hold for what was stated, and say nothing of the rest (as in `measure_flow`).
    """
    legs = []
    for leg in graph.legs:
        low = leg.low if leg.currency == currency else None
        if leg.high is None or leg.currency != currency:
            leg = replace(leg, low=low or Decimal(0), high=low or Decimal(0), currency=currency)
        legs.append(leg)
    return replace(graph, legs=tuple(legs))


def _day_of(leg: Leg, view: View) -> date | None:
    deal = view.deal_of.get(leg.deal)
    reports = [event.published for event in deal.history if event.published] if deal else []
    return leg.first or leg.last or min(reports, default=None)


def _value(found: Converted | None) -> Decimal | None:
    return None if found is None else found.value


def _when(rate: Converted) -> str:
    said = str(rate.day) if rate.day is not None else f"{rate.year} average"
    return f"{said} carried on" if rate.carried else said


def _span_of(days: Iterable[str]) -> str:
    first, *more = sorted(days)
    return f"{first} to {more[-1]}" if more else first


# --- reported revenue -------------------------------------------------------------------------------------------------


def reported_revenue(
    claims: Iterable[Claim], party_of: Mapping[str, str], question: FundingQuestion
) -> dict[str, Reported]:
    """Return for each party the whole revenue that claims give for exactly the window.

    Forecasts, denials, hedged figures, figures of one product and figures of another period are left out. Of several
    figures the interval holds all.
    """
    first, last = question.window
    if first is None or last is None:
        return {}
    told: dict[str, list[tuple[Claim, Interval, str]]] = {}
    for claim in claims:
        if not _tells_revenue(claim, first, last):
            continue
        figure = _figure(claim, last, question.currency)
        subjects = {party_of.get(mention.id, mention.id) for mention in claim.roles.get("subject", ())}
        if figure is not None and len(subjects) == 1:
            told.setdefault(subjects.pop(), []).append((claim, *figure))
    return {party: _reported(figures, question.currency, first, last) for party, figures in told.items()}


def _tells_revenue(claim: Claim, first: date, last: date) -> bool:
    if claim.type != "financial" or claim.metric != "revenue" or claim.amount is None or claim.time is None:
        return False
    if claim.product is not None or claim.status != "completed" or claim.mode not in ("asserted", "attributed"):
        return False
    whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    period = claim.amount.per is None or (claim.amount.per == "year" and whole_year)
    return period and (claim.time.first, claim.time.last) == (first, last)


def _figure(claim: Claim, last: date, currency: str) -> tuple[Interval, str] | None:
    """Return the figure of a claim in a currency at the rate of the period's end, and that rate in words."""
    money = claim.amount
    assert money is not None
    stated = as_interval(money) if money.approximate else Interval(money.low, money.high)
    if money.currency == currency:
        return stated, ""
    low, high = (convert(value, money.currency, last, currency) for value in (stated.low, stated.high))
    rate = low or high
    if rate is None:
        return None
    return Interval(_value(low), _value(high)), f"{money.currency} {_when(rate)}"


def _reported(figures: Iterable[tuple[Claim, Interval, str]], currency: str, first: date, last: date) -> Reported:
    listed = sorted(figures, key=lambda figure: figure[0].id)
    lows = [interval.low or Decimal(0) for _, interval, _ in listed]
    highs = [interval.high for _, interval, _ in listed if interval.high is not None]
    return Reported(
        low=min(lows),
        high=max(highs) if len(highs) == len(listed) else None,
        currency=currency,
        first=first,
        last=last,
        claims=tuple(claim.id for claim, _, _ in listed),
        converted="; ".join(sorted({rate for *_, rate in listed if rate})),
    )
