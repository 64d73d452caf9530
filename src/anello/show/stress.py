"""Stress tests shown: figures in words for people, one object and flat rows for programs.

In: a `StressTest` with the names of parties. Out: views, rows, short strings. Promise: an interval stays one; what
nobody states is called so; every figure stands with its window, floor, currency and deals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from anello.model import Bound, FundingGap, Repricing, Revaluation, Scenario, Strain, StressTest, Term
from anello.show.views import Json, day, exact
from anello.show.words import count_words, currency_sign, number_words, sum_words

Names = Mapping[str, str]
Row = dict[str, str]

COLUMNS = (
    *("scenario", "table", "party", "other", "measure", "low", "high", "unit", "first", "last", "floor", "as_of"),
    *("wave", "certain", "balance_sheet", "alpha", "beta", "deals"),
)
"""Columns of the flat rows; `table` is gap, strain, unpaid, break, value or holding."""

GAP_MEASURES = ("dues", "outside", "cash", "inflow", "receipts", "financing", "to_find", "gap")
STRAIN_MEASURES = ("owes", "unpaid", "stopped", "called", "received", "loss", "reserve", "leaves", "shortfall")


# --- words ------------------------------------------------------------------------------------------------------------


def money_bounds(bounds: Bound, currency: str) -> str:
    """Return an amount that is zero or more in words.

    >>> money_bounds(Bound(Decimal(0), Decimal(5)), "USD"), money_bounds(Bound(Decimal(0), Decimal(0)), "USD")
    ('up to $5', 'nothing')
    >>> money_bounds(Bound(Decimal(0), None), "USD"), money_bounds(Bound(Decimal(2), None), "USD")
    ('not stated', '$2 or more')
    """
    low, high = bounds.low or Decimal(0), bounds.high
    if high is None:
        return f"{sum_words(low, low, currency)} or more" if low else "not stated"
    if not high:
        return "nothing"
    return sum_words(low or None, high, currency)


def with_unstated(bounds: Bound, unstated: int, currency: str) -> str:
    """Return an amount in words, and how many deals belong to it that state none.

    >>> with_unstated(Bound(Decimal(0), Decimal(0)), 2, "USD"), with_unstated(Bound(Decimal(3), Decimal(3)), 1, "USD")
    ('2 not stated', '$3 and 1 not stated')
    """
    if not unstated:
        return money_bounds(bounds, currency)
    return f"{money_bounds(bounds, currency)} and {unstated} not stated" if bounds.high else f"{unstated} not stated"


def need_words(bounds: Bound, currency: str, stated: bool = True) -> str:
    """Return what must be found, where less than nothing is nothing and an open end is said.

    `stated` is False where some dues are not stated, so that nothing found is no answer.

    >>> need_words(Bound(Decimal(-3), Decimal(5)), "USD"), need_words(Bound(Decimal(-3), Decimal(-1)), "USD")
    ('up to $5', 'none')
    >>> need_words(Bound(None, None), "USD"), need_words(Bound(Decimal(4), None), "USD")
    ('unknown', '$4 or more')
    """
    low, high = bounds.low, bounds.high
    if high is None:
        return "unknown" if low is None or low <= 0 else f"{sum_words(low, low, currency)} or more"
    if high <= 0:
        return "none" if stated else "not stated"
    return sum_words(low if low is not None and low > 0 else None, high, currency)


def signed_words(bounds: Bound, currency: str) -> str:
    """Return a gain or a loss in words.

    >>> signed_words(Bound(Decimal(-5), Decimal(-2)), "USD"), signed_words(Bound(Decimal(2), Decimal(2)), "USD")
    ('loses $2–5', 'gains $2')
    >>> signed_words(Bound(None, Decimal(0)), "USD"), signed_words(Bound(Decimal(-1), Decimal(3)), "USD")
    ('loses an unknown sum', 'between a loss of $1 and a gain of $3')
    """
    low, high = bounds.low, bounds.high
    if low is not None and low >= 0:
        return "nothing" if high == 0 else f"gains {_open(low, high, currency)}"
    if high is not None and high <= 0:
        return f"loses {_open(-high, None if low is None else -low, currency)}"
    if low is None or high is None:
        return "unknown"
    sign = currency_sign(currency)
    return f"between a loss of {sign}{number_words(-low)} and a gain of {sign}{number_words(high)}"


def _open(low: Decimal, high: Decimal | None, currency: str) -> str:
    if high is None and not low:
        return "an unknown sum"
    return money_bounds(Bound(low, high), currency)


def share_words(bounds: Bound, stated: bool = True) -> str:
    """Return a stake in words.

    >>> share_words(Bound(Decimal("0.26"), Decimal("0.28"))), share_words(Bound(Decimal(0), Decimal(1)), False)
    ('26%–28%', 'not stated')
    """
    if not stated or bounds.high is None:
        return "not stated"
    low, high = (
        f"{number_words((v * 100).quantize(Decimal('0.01')))}%" for v in (bounds.low or Decimal(0), bounds.high)
    )
    return low if low == high else f"up to {high}" if not bounds.low else f"{low}–{high}"


def coverage_words(gap: FundingGap) -> str:
    """Return which part of its dues a party can pay."""
    low, high = gap.coverage
    if low is None and high is None:
        return "unknown"
    if low is not None and high is not None:
        return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f}–{high:.2f}"
    if high is not None:
        return f"up to {high:.2f}"
    return f"{low:.2f} or more" if low else "unknown"


def fate_words(strain: Strain) -> str:
    """Return whether a party can fail, and in which round."""
    if strain.wave == 0:
        return "does not pay: the scenario"
    if not strain.owes.high:
        return "no stated dues"
    also = "; also without the scenario" if strain.before else ""
    if strain.wave is None:
        return "stands on what is stated"
    if strain.certain:
        return f"wave {strain.wave}, in any case{also}"
    if strain.known:
        return f"wave {strain.wave}, at the worst amounts{also}"
    return f"wave {strain.wave} if short"


def held_words(test: StressTest, names: Names) -> list[str]:
    """Return how much of each revalued party the stated stakes make up, and that the rest is not told."""
    said = []
    for row in test.repricings:
        held = [r.share for r in test.revaluations if r.issuer == row.party and r.stated]
        low = sum((share.low or Decimal(0) for share in held), Decimal(0))
        high = sum((share.high or Decimal(0) for share in held), Decimal(0))
        whose = names.get(row.party, row.party)
        told = f"stakes of {share_words(Bound(low, high))} in {whose}" if held else f"no stake in {whose}"
        said.append(f"This study tells {told}; who holds the rest is not told.")
    return said


def floor_words(test: StressTest) -> str:
    """Return what counts: binding sums, above a floor."""
    return f"binding sums in the money layer; floor {test.floor or 'none; denied and ended are left out'}"


def window_of(test: StressTest) -> str:
    """Return the years of a test in words."""
    years = test.scenario.years
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def summary(test: StressTest, names: Names) -> list[str]:
    """Return what a test says, in sentences: who loses for certain, who may fail, whose value changes."""
    currency, said = test.scenario.currency, []
    if test.sweeps and test.sweeps[0].unpaid.high:
        said.append(f"Left unpaid in all: {money_bounds(test.sweeps[0].unpaid, currency)}.")
    sure = [row for row in test.strains if row.loss.low and row.wave != 0]
    if sure:
        told = (f"{names.get(row.party, row.party)} {money_bounds(row.loss, currency)}" for row in sure)
        said.append(f"Surely lose, whatever the amounts: {', '.join(told)}.")
    failing = [row for row in test.strains if row.wave and row.certain]
    if failing:
        said.append(f"Surely cannot pay: {', '.join(names.get(row.party, row.party) for row in failing)}.")
    unknown = [row for row in test.strains if not row.known]
    if unknown:
        counted = count_words(len(unknown), "party", "parties")
        said.append(
            f"No balance sheet is given for {counted} below. Each is taken to be able to pay before the scenario, with "
            "a reserve between nothing and no end: the upper figures hold if nobody has any reserve, the lower ones if "
            "all have enough."
        )
    return said


def unstated(test: StressTest) -> int:
    """Return how many binding deals of the gaps state no amount, or no upper bound."""
    return len({deal for gap in test.gaps for deal in (*gap.unpriced_out, *gap.unpriced_in)})


def waiting(test: StressTest, names: Names) -> list[str]:
    """Return what depends on a condition and therefore counts nothing."""
    currency = test.scenario.currency
    return [
        f"{names.get(gap.party, gap.party)} {verb} {money_bounds(bounds, currency)} in {gap.first.year}"
        for gap in test.gaps
        for verb, bounds in (("may get", gap.conditional_in), ("may owe", gap.conditional_out))
        if bounds.high
    ]


# --- for programs -----------------------------------------------------------------------------------------------------


def stress_view(test: StressTest, names: Names) -> Json:
    """Return a stress test as one object with exact figures."""
    return {
        "scenario": scenario_view(test.scenario, names),
        "window": {"first": f"{test.scenario.years[0]}-01-01", "last": f"{test.scenario.years[-1]}-12-31"},
        "floor": test.floor,
        "as_of": day(test.as_of),
        "latest_report": day(test.today),
        "layer": "money",
        "currency": test.scenario.currency,
        "gaps": [_gap_view(gap, names) for gap in test.gaps],
        "strains": [_strain_view(row, names) for row in test.strains],
        "unpaid": [
            {
                "alpha": row.alpha,
                "beta": row.beta,
                **_bounds(row.unpaid),
                "fallen": [_named(p, names) for p in row.fallen],
            }
            for row in test.sweeps
        ],
        "breaking": [
            {
                "party": _named(row.party, names),
                "broken": _named(row.broken, names),
                "can_break_at": exact(row.low),
                "must_break_at": exact(row.high),
            }
            for row in test.breaking
        ],
        "values": [_repricing_view(row, names) for row in test.repricings],
        "holdings": [_revaluation_view(row, names) for row in test.revaluations],
        "notes": list(test.notes),
    }


def scenario_view(scenario: Scenario, names: Names) -> Json:
    """Return what a scenario supposes, in short: its name, title, story, years, and the terms that it assumes."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "story": scenario.story,
        "years": list(scenario.years),
        "supposed_terms": [_term_view(term, names) for term in scenario.terms],
    }


def _term_view(term: Term, names: Names) -> Json:
    ends = {"payer": _named(term.payer, names), "payee": _named(term.payee, names)}
    return ends | {"first": day(term.first), "last": day(term.last), "because": term.because}


def _bounds(bounds: Bound) -> Json:
    return {"low": exact(bounds.low), "high": exact(bounds.high)}


def _named(party: str, names: Names) -> Json:
    return {"id": party, "name": names.get(party, party)}


def _gap_view(gap: FundingGap, names: Names) -> Json:
    return {
        "party": _named(gap.party, names),
        "first": day(gap.first),
        "last": day(gap.last),
        **{name: _bounds(getattr(gap, name)) for name in GAP_MEASURES},
        "coverage": {"low": gap.coverage[0], "high": gap.coverage[1]},
        "conditional_in": _bounds(gap.conditional_in),
        "conditional_out": _bounds(gap.conditional_out),
        "deals": list(gap.deals),
        "unpriced_out": list(gap.unpriced_out),
        "unpriced_in": list(gap.unpriced_in),
        "missing": list(gap.missing),
    }


def _strain_view(strain: Strain, names: Names) -> Json:
    return {
        "party": _named(strain.party, names),
        **{name: _bounds(getattr(strain, name)) for name in STRAIN_MEASURES},
        "wave": strain.wave,
        "certain": strain.certain,
        "also_before": strain.before,
        "balance_sheet": strain.known,
        "deals": list(strain.deals),
    }


def _repricing_view(row: Repricing, names: Names) -> Json:
    both = {"before": _bounds(row.before), "after": _bounds(row.after)}
    return {"party": _named(row.party, names), **both, "source": row.source or None}


def _revaluation_view(row: Revaluation, names: Names) -> Json:
    return {
        "holder": _named(row.holder, names),
        "issuer": _named(row.issuer, names),
        "stated": row.stated,
        "share": _bounds(row.share),
        "after": _bounds(row.after),
        "change": _bounds(row.change),
        "deals": list(row.deals),
    }


def stress_rows(test: StressTest, names: Names) -> Iterator[Row]:
    """Yield one flat row for each figure."""
    first, last = f"{test.scenario.years[0]}-01-01", f"{test.scenario.years[-1]}-12-31"
    frame = {"scenario": test.scenario.name, "unit": test.scenario.currency, "first": first, "last": last}
    frame |= {"floor": test.floor or "none", "as_of": day(test.as_of) or ""}
    for row in _figures(test, names):
        yield {name: _cell((frame | row).get(name)) for name in COLUMNS}


def _figures(test: StressTest, names: Names) -> Iterator[dict[str, Any]]:
    for gap in test.gaps:
        own: dict[str, Any] = {"table": "gap", "party": names.get(gap.party, gap.party), "deals": gap.deals}
        own |= {"first": gap.first, "last": gap.last}
        for name in GAP_MEASURES:
            yield own | {"measure": name, **_bounds(getattr(gap, name))}
        yield own | {"measure": "coverage", "low": gap.coverage[0], "high": gap.coverage[1], "unit": "share"}
    for row in test.strains:
        own = {"table": "strain", "party": names.get(row.party, row.party), "deals": row.deals}
        own |= {"wave": row.wave, "certain": row.certain, "balance_sheet": row.known}
        for name in STRAIN_MEASURES:
            yield own | {"measure": name, **_bounds(getattr(row, name))}
    for sweep in test.sweeps:
        costs = {"alpha": sweep.alpha, "beta": sweep.beta}
        yield {"table": "unpaid", "measure": "unpaid in all", **costs, **_bounds(sweep.unpaid)}
    for edge in test.breaking:
        ends = {"party": names.get(edge.party, edge.party), "other": names.get(edge.broken, edge.broken)}
        yield {"table": "break", **ends, "measure": "left unpaid", "low": exact(edge.low), "high": exact(edge.high)}
    for value in test.repricings:
        for measure, bounds in (("before", value.before), ("after", value.after)):
            yield {
                "table": "value",
                "party": names.get(value.party, value.party),
                "measure": measure,
                **_bounds(bounds),
            }
    for held in test.revaluations:
        ends = {"party": names.get(held.holder, held.holder), "other": names.get(held.issuer, held.issuer)}
        own = {"table": "holding", **ends, "deals": held.deals}
        yield own | {"measure": "change", **_bounds(held.change)}
        yield own | {"measure": "stake", "unit": "share", **_bounds(held.share)}
        yield own | {"measure": "stake after", "unit": "share", **_bounds(held.after)}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else str(value)
