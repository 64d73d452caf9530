"""The command that tells how much of its sales a vendor paid for: funded.

In: a study, a vendor or none, a window, a currency. Out: vendors with their shares; or one vendor with its legs and the
ways on which money may come back. Promise: no share without its denominator, no figure without window, floor, layer
and tie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from anello.cli import columns, screen
from anello.cli.listing import ROWS, Form, reading
from anello.cli.options import (
    Apart,
    Argument,
    Called,
    InCurrency,
    Listed,
    Option,
    Own,
    StudyArgument,
    Typer,
    Within,
    spread,
)
from anello.show.words import count_words, span_words, sum_words, window_words

if TYPE_CHECKING:
    from anello.model import Funding, Leg, Portions, Rebate, Route
    from anello.pipeline import FundingAnswer

Stated = Annotated[
    bool,
    Option("--stated", help="Count stated amounts only: a leg without amount counts nothing."),
]
Vendor = Annotated[str | None, Argument(metavar="VENDOR", help="Open this vendor.", show_default=False)]

WORK = 5_000_000
"""Legs times vendors that are looked at where no vendor is named: some minutes."""

FEW = 3
"""Deal ids shown of one step of a way; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the currency, what counts, and what the user knows of own money and of guarantees."""

    currency: InCurrency = "USD"
    stated: Stated = False
    apart: Apart = False
    own: Own = None
    called: Called = None


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(funded))


def funded(
    study: StudyArgument,
    listed: Listed,
    within: Within,
    asked: Asked,
    vendor: Vendor = None,
) -> None:
    """Tell how much of its sales a vendor paid for itself.

    A vendor that invests in its customers may be paid with its own money. Three measures: "tied" comes back under the
    same contract; "central" adds what comes back in proportion to all that its customers spend; "could" is the most
    that can come back over anybody. Each is over what the vendor put out, over its sales in this study, and, with
    --year, over the revenue that it reported (docs/funded.md). Warrants to customers lower the price of a sale and are
    told apart; a guarantee counts only with --called.

    Without VENDOR all vendors are listed whose money may come back, the largest share of the sales first.

    \b
    Examples:
      anello funded my.anello
      anello funded my.anello Nvidia --year 2026 --floor agreed
      anello funded my.anello Nvidia --from 2025-07 --to 2026-06 --currency EUR
      anello funded my.anello --own OpenAI=13000000000 --json
    """
    answer = ask(study, vendor, asked, within, listed)
    rows = ROWS if listed.limit is None else listed.limit
    if answer.measured < answer.vendors:
        said = count_words(answer.vendors, "vendor")
        screen.say(f"{answer.measured} of {said} measured, to whom most may come back; name another to measure it")
    if listed.json or listed.csv:
        print_for_programs(answer, Form(listed.json, listed.csv, listed.limit))
    elif vendor is not None:
        print_vendor(answer, rows)
    elif answer.found:
        print_vendors(answer, rows)
    else:
        screen.say("no vendor here whose money may come back to it; --floor, --as-of and the window leave some out")


def ask(study: str, vendor: str | None, asked: Asked, within: Within, listed: Listed) -> FundingAnswer:
    """Return the answer of a study."""
    from anello.pipeline import FundingQuestion, ask_funding

    question = FundingQuestion(
        asked.currency,
        within.window,
        asked.stated,
        asked.apart,
        tuple(asked.own or ()),  # type: ignore[arg-type]
        tuple(asked.called or ()),
    )
    with reading(study) as opened:
        return ask_funding(opened, question, vendor=vendor, as_of=listed.as_of, floor=listed.floor, work=WORK)


def print_for_programs(answer: FundingAnswer, form: Form) -> None:
    """Print one JSON object or one CSV row a vendor."""
    from anello.show.funded import COLUMNS, funding_row, funding_view
    from anello.show.views import day

    names, found = answer.view.names, answer.found[: form.limit]
    if form.csv:
        as_of = str(answer.view.as_of or "")
        screen.print_csv([funding_row(one, names) | {"as_of": as_of} for one in found], COLUMNS)
        return
    rates = {
        "as_of": day(answer.view.as_of),
        "converted": list(answer.converted),
        "unconverted": list(answer.unconverted),
    }
    screen.print_json(funding_view(one, names, answer.leg_of) | rates for one in found)


# --- all vendors ------------------------------------------------------------------------------------------------------


def print_vendors(answer: FundingAnswer, limit: int) -> None:
    """Print the vendors whose money may come back, with what all figures depend on."""
    screen.facts(common_facts(answer))
    screen.table(answer.found[:limit], vendor_columns(answer), total=len(answer.found), what="vendor")
    screen.say("the shares are of `could`; anello funded STUDY VENDOR opens a vendor: its legs, and the ways back")


def vendor_columns(answer: FundingAnswer) -> tuple[screen.Column, ...]:
    """Return the columns of the list of vendors."""
    from anello.show.funded import bounds_words, portion_words

    names, currency = answer.view.names, answer.question.currency
    return (
        screen.Column("vendor", lambda f: names.get(f.vendor, f.vendor), whole=True),
        screen.Column("put out", lambda f: bounds_words(f.financing, currency), whole=True, spare=True),
        screen.Column("sold", lambda f: bounds_words(f.revenue, currency), whole=True),
        screen.Column("tied", lambda f: bounds_words(f.tied, currency), whole=True),
        screen.Column("central", lambda f: bounds_words(f.central, currency), whole=True),
        screen.Column("could", lambda f: bounds_words(f.could, currency), whole=True),
        screen.Column("of sold", lambda f: portion_words(f.of_revenue.could), whole=True),
        screen.Column("of put out", lambda f: portion_words(f.of_financing.could), whole=True, spare=True),
    )


def common_facts(answer: FundingAnswer) -> list[tuple[str, str]]:
    """Return what every figure of an answer depends on."""
    question, view = answer.question, answer.view
    lost = [columns.short_id(deal) for deal in answer.unconverted]
    first, last = question.window
    return [
        ("window", span_words(first, last)),
        ("floor", view.floor or "none; denied and ended are left out"),
        ("as of", str(view.as_of or "")),
        ("layer, tie", "money; tied: one contract, central and could: any"),
        ("amounts", "stated ones only: a leg without amount counts nothing" if question.stated else ""),
        ("units", "each apart from its group" if question.apart else ""),
        ("own money", ", ".join(f"{n} {sum_words(s, s, question.currency)}" for n, s in question.own)),
        ("called", ", ".join(question.called)),
        ("converted", f"at the rate of the day: {', '.join(answer.converted)}" if answer.converted else ""),
        ("not converted", f"{', '.join(lost)}: no rate, so counted as without amount" if lost else ""),
    ]


# --- one vendor -------------------------------------------------------------------------------------------------------


def print_vendor(answer: FundingAnswer, limit: int) -> None:
    """Print one vendor: the three measures over each denominator, the legs, the ways, and what counts nowhere."""
    from anello.show.funded import bounds_words, reported_words

    (one,) = answer.found
    names, currency = answer.view.names, one.currency
    legs = (*one.financing_legs, *one.revenue_legs)
    unpriced = sum(answer.leg_of[leg.id].high is None for leg in legs)
    without = f"{count_words(unpriced, 'leg')} without an upper bound"
    without += ", counted as stated" if answer.question.stated else "; --stated counts stated amounts only"
    told = one.reported
    screen.headline(f"{names.get(one.vendor, one.vendor)}: how much of its sales it paid for itself")
    screen.facts(
        [
            ("put out", f"{bounds_words(one.financing, currency)} in {count_words(len(one.financing_legs), 'leg')}"),
            (
                "sold",
                f"{bounds_words(one.revenue, currency)} in {count_words(len(one.revenue_legs), 'leg')}, in this study",
            ),
            ("reported revenue", reported_words(told) if told else "no claim gives it for exactly this window"),
            ("from claims", ", ".join(columns.short_id(claim) for claim in told.claims) if told else ""),
            *common_facts(answer),
            ("open", without if unpriced else ""),
        ]
    )
    screen.table(measures_of(one), measure_columns(one))
    print_part("What it put out", one.financing_legs, leg_columns(answer), limit, "leg")
    print_part("What it sold", one.revenue_legs, leg_columns(answer), limit, "leg")
    print_part("Ways on which money may come back", one.routes, way_columns(answer), limit, "way")
    print_part("Warrants to customers: less revenue, no financing", one.rebates, warrant_columns(answer), limit, "row")
    print_part(
        "Guarantees, not called as far as told: counted nowhere", one.guarantees, leg_columns(answer), limit, "leg"
    )
    screen.say("anello show ID opens a deal to its sentences; the sums of the ways add up to the upper bound of could")


def print_part(title: str, rows: Sequence[Any], shown: Sequence[screen.Column], limit: int, what: str) -> None:
    """Print a table under a heading, or nothing where there are no rows."""
    if rows:
        screen.headline(title)
        screen.table(rows[:limit], shown, total=len(rows), what=what)


def measures_of(one: Funding) -> list[str]:
    """Return the names of the measures, in order."""
    from anello.show.funded import MEASURES

    return list(MEASURES)


def measure_columns(one: Funding) -> tuple[screen.Column, ...]:
    """Return the columns of the triple: the sum, and its share of each denominator there is."""
    from anello.show.funded import MEANINGS, bounds_words, portion_words

    over = [("of what it put out", one.of_financing), ("of what it sold", one.of_revenue)]
    over += [("of reported revenue", one.of_reported)] if one.of_reported else []

    def share_of(portions: Portions) -> Callable[[str], str]:
        return lambda measure: portion_words(getattr(portions, measure))

    return (
        screen.Column("measure", lambda m: m, whole=True),
        screen.Column("sum", lambda m: bounds_words(getattr(one, m), one.currency)),
        *(screen.Column(title, share_of(portions)) for title, portions in over),
        screen.Column("means", lambda m: MEANINGS[m], spare=True),
    )


def leg_columns(answer: FundingAnswer) -> tuple[screen.Column, ...]:
    """Return the columns of legs, with what they move in the window."""
    names = answer.view.names

    def amount(leg: Leg) -> str:
        open_ = answer.question.stated and answer.leg_of[leg.id].high is None
        low, high = (leg.low or None, None) if open_ else (leg.low, leg.high)
        return sum_words(low, high, leg.currency) + (" (in kind)" if leg.settlement == "non_cash" else "")

    return (
        screen.Column("leg", lambda g: f"{names.get(g.payer, g.payer)} → {names.get(g.payee, g.payee)}"),
        screen.Column("kind", lambda g: g.kind, whole=True),
        screen.Column("in the window", amount),
        screen.Column("status", lambda g: g.status, whole=True),
        screen.Column("moves", lambda g: window_words(g.first, g.last), spare=True),
        screen.Column("deal", lambda g: columns.short_id(g.deal), whole=True),
    )


def way_columns(answer: FundingAnswer) -> tuple[screen.Column, ...]:
    """Return the columns of the ways that carry `could`."""
    from anello.show.funded import deals_of, way_words

    def deals(route: Route) -> str:
        steps = []
        for step in route.legs:
            found = [columns.short_id(deal) for deal in deals_of(step, answer.leg_of)]
            more = f" +{len(found) - FEW}" if len(found) > FEW else ""
            steps.append("+".join(found[:FEW]) + more if found else "contract")
        return " → ".join(steps)

    def amount(route: Route) -> str:
        return "not known" if route.amount is None else sum_words(None, route.amount, answer.question.currency)

    return (
        screen.Column("way", lambda r: way_words(r, answer.view.names)),
        screen.Column("carries", amount),
        screen.Column("tie", lambda r: "contract" if r.by_contract else "any", whole=True),
        screen.Column("deals", deals),
    )


def warrant_columns(answer: FundingAnswer) -> tuple[screen.Column, ...]:
    """Return the columns of the warrants to customers."""
    from anello.show.funded import bounds_words, deals_of, portion_words

    names, currency = answer.view.names, answer.question.currency

    def contracts(rebate: Rebate) -> str:
        found = [columns.short_id(deal) for deal in deals_of(rebate.contracts, answer.leg_of)]
        return f"{bounds_words(rebate.contract_value, currency)} ({rebate.tie}: {', '.join(found)})"

    def share(rebate: Rebate) -> str:
        return "not known" if rebate.share is None else portion_words(rebate.share)

    return (
        screen.Column("customer", lambda r: names.get(r.warrant.payee, r.warrant.payee)),
        screen.Column("worth", lambda r: bounds_words(r.value, currency)),
        screen.Column("its contracts", contracts),
        screen.Column("rebate share", share),
        screen.Column("status", lambda r: r.warrant.status, whole=True),
        screen.Column("deal", lambda r: columns.short_id(r.warrant.deal), whole=True),
    )
