"""Values of stakes, what is counted twice in them, and whether what is said of a company's worth agrees.

In: a `Book`, valuations, values that a user assumes. Out: `StakeValue`s, `GrossUp`s, `Agreement`s. Promise: a value on
paper is never called a payment; amounts in other currencies and companies without a value are named as missing; bounds
hold for all shares and values within theirs. Formulas and worked numbers: docs/owners.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from anello.analyse.holdings import Pair
from anello.analyse.owners import HUNDRED, ZERO, Book, shares_of
from anello.model import Agreement, GrossUp, StakeValue, Valuation, Worth

FIRM = ("agreed", "completed")
"""Statuses at which a value is one; a planned round or a bid is none yet."""

MARKS = ("current", "round", "implied")
"""Bases that say what a company is worth; a bid or the target of an offering says what somebody wants."""

NEAR = 120
"""Days within which two values speak of one worth."""


def latest_worths(valuations: Iterable[Valuation]) -> dict[str, Worth]:
    """Return for each party its latest firm value; of one day a stated one before a reckoned one."""
    found: dict[str, Valuation] = {}
    for row in valuations:
        if row.status not in FIRM or row.basis not in MARKS or (row.low is None and row.high is None):
            continue
        known = found.get(row.party)
        if known is None or _rank(row) > _rank(known):
            found[row.party] = row
    return {party: _worth(found[party]) for party in sorted(found)}


def _rank(row: Valuation) -> tuple[date, bool, bool, str]:
    return (row.day or date.min, row.basis != "implied", row.money != "pre_money", row.id)


def _worth(row: Valuation) -> Worth:
    return Worth(row.party, row.low, row.high, row.currency, row.day, row.basis, row.money, row.id)


def stake_values(book: Book, worths: Mapping[str, Worth], party: str | None = None) -> tuple[StakeValue, ...]:
    """Return what held stakes come to on paper, of one party as holder or company, or of all."""
    found = []
    for register in book.registers.values():
        worth = worths.get(register.company)
        for owner in register.owners:
            stake = owner.now
            sized = stake.low is not None or stake.high is not None
            if worth is None or stake.state != "held" or not sized or party not in (None, stake.holder, stake.company):
                continue
            low, high = _part(stake.low, worth.low), _part(stake.high, worth.high)
            found.append(StakeValue(stake, worth, low, high))
    return tuple(found)


def _part(share: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if share is None or whole is None else share * whole / HUNDRED


# --- gross-up ---------------------------------------------------------------------------------------------------------


def measure_gross_up(book: Book, worths: Mapping[str, Worth], currency: str, about: str | None = None) -> GrossUp:
    """Return how often the value of companies that hold each other is counted.

    Gross-up = sum of book values / sum of what stands under them, where under company i stands V_i less the value of
    its stakes: the look-through of Suzuki (2002) read backwards, on equity alone since debts are not known. That sum is
    the sum over companies of the part of each that nobody in the group holds. Both bounds are exact for all shares and
    values within theirs.

    Args:
        about: only the companies that holdings join to this one.
    """
    shares = shares_of(book)
    pairs = {*shares.least, *shares.most, *shares.open}
    if about is not None:
        joined = _joined_to(about, pairs)
        pairs = {pair for pair in pairs if pair[0] in joined}
    group = {name for pair in pairs for name in pair}
    known, missing = _known_worths(sorted(group), worths, currency)
    missing += [(pair[0], f"the size of its stake in {pair[1]}") for pair in sorted(pairs & shares.open)]
    inner = {pair for pair in pairs if pair[0] in known and pair[1] in known}
    if not inner:
        return GrossUp(currency, None, None, None, None, tuple(sorted(known)), (), tuple(missing))
    names = sorted({name for pair in inner for name in pair})
    least, most = (_outside(names, inner, side) for side in (shares.most, shares.least))
    values = [known[name] for name in names]
    return GrossUp(
        currency=currency,
        low=_ratio(values, most, greatest=False),
        high=_ratio(values, least, greatest=True) if not inner & shares.open else None,
        book_low=sum((low for low, _ in values), ZERO),
        book_high=sum((high for _, high in values), ZERO),
        companies=tuple(names),
        mutual=tuple(sorted(inner)),
        missing=tuple(missing),
    )


def _joined_to(start: str, pairs: Iterable[Pair]) -> set[str]:
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    found, work = {start}, [start]
    while work:
        more = beside[work.pop()] - found
        found |= more
        work += more
    return found


def _known_worths(
    names: Sequence[str], worths: Mapping[str, Worth], currency: str
) -> tuple[dict[str, tuple[Decimal, Decimal]], list[tuple[str, str]]]:
    """Return the values with both bounds in one currency, and what is missing of the others."""
    known: dict[str, tuple[Decimal, Decimal]] = {}
    missing = []
    for name in names:
        worth = worths.get(name)
        if worth is None:
            missing.append((name, "its value"))
        elif worth.currency != currency:
            missing.append((name, f"its value in {currency}"))
        elif worth.low is None or worth.high is None:
            missing.append(
                (name, "an upper bound of its value" if worth.high is None else "a lower bound of its value")
            )
        else:
            known[name] = (worth.low, worth.high)
    return known, missing


def _outside(names: Sequence[str], inner: Iterable[Pair], shares: Mapping[Pair, Decimal]) -> list[Decimal]:
    """Return which fraction of each company nobody in the group holds."""
    held: dict[str, Decimal] = defaultdict(Decimal)
    for pair in inner:
        held[pair[1]] += shares.get(pair, ZERO)
    return [max(ZERO, 1 - held[name] / HUNDRED) for name in names]


def _ratio(values: Sequence[tuple[Decimal, Decimal]], outside: Sequence[Decimal], greatest: bool) -> float | None:
    """Return the greatest or least sum V / sum c V over all values within their bounds; None where nothing is outside.

    A linear-fractional function is extreme at a corner where values with a small c lie at one end and those with a
    large c at the other, so as many corners as companies are enough.
    """
    order = sorted(range(len(values)), key=lambda i: outside[i], reverse=not greatest)
    found = []
    for cut in range(len(order) + 1):
        at = {i: values[i][1] if place < cut else values[i][0] for place, i in enumerate(order)}
        under = sum((outside[i] * at[i] for i in at), ZERO)
        if under > 0:
            found.append(float(sum(at.values(), ZERO) / under))
        elif greatest and any(at.values()):
            return None
    return (max if greatest else min)(found, default=None)


# --- consistency ------------------------------------------------------------------------------------------------------


def find_agreements(valuations: Iterable[Valuation]) -> tuple[Agreement, ...]:
    """Return for each company, currency and stretch of months whether prices for shares agree with all that is said.

    Price / share says what the whole is worth, so disclosures can be held against each other: 130 for 26 % and 135 for
    27 % both say 500. Only stretches with an implied value are told, for two stated values that differ are a matter of
    their days.
    """
    series: dict[tuple[str, str], list[Valuation]] = defaultdict(list)
    for row in valuations:
        if row.status in FIRM and row.basis in MARKS and row.currency and row.money != "pre_money" and row.day:
            series[row.party, row.currency].append(row)
    found = []
    for (company, currency), rows in sorted(series.items()):
        for near in _stretches(sorted(rows, key=lambda r: (r.day or date.min, r.id))):
            if any(row.basis == "implied" for row in near):
                found.append(_agreement(company, currency, near))
    return tuple(found)


def _stretches(rows: Sequence[Valuation]) -> list[list[Valuation]]:
    """Return the rows cut where a row comes more than some months after the first of its stretch."""
    cut: list[list[Valuation]] = []
    for row in rows:
        first = cut[-1][0].day if cut else None
        if first is not None and row.day is not None and (row.day - first).days <= NEAR:
            cut[-1].append(row)
        else:
            cut.append([row])
    return cut


def _agreement(company: str, currency: str, rows: Sequence[Valuation]) -> Agreement:
    low = max((row.low for row in rows if row.low is not None), default=None)
    high = min((row.high for row in rows if row.high is not None), default=None)
    apart = low is not None and high is not None and low > high
    verdict = "unsure" if len(rows) < 2 else "disagree" if apart else "agree"
    bounds = (None, None) if apart else (low, high)
    days = [row.day for row in rows if row.day is not None]
    return Agreement(company, verdict, *bounds, currency, tuple(r.id for r in rows), min(days), max(days))
