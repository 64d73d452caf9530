"""Who controls a company and through whom, and what of its cash flow is due to whom.

In: a `Book`. Out: `Control`s and `Interest`s. Promise: control is what a text claims, or a group's own unit, or more
than half of the shares held by a holder and what it controls; where a right over a company is claimed, percentages say
nothing of who controls it; what depends on where within their bounds the stakes lie is not sure. Rules: docs/owners.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from anello.analyse.holdings import HALF, Held, Pair, climb, controlled, integrated_share, reached
from anello.analyse.owners import HUNDRED, ZERO, Book, Shares, shares_of
from anello.analyse.votes import power_of_shares
from anello.model import Control, Interest, Register, Right, VotingPower

MOST_ON_THE_WAY = 300
"""Companies between a holder and another beyond which the integrated share is not reckoned."""

PLACES = Decimal("0.000001")


def with_controls(book: Book) -> Book:
    """Return the book with, in each register, all that control the company, the ones nearest to it first."""
    found: dict[str, list[Control]] = defaultdict(list)
    for control in find_controls(book):
        found[control.company].append(control)
    registers = {
        company: replace(register, controls=tuple(sorted(found.get(company, ()), key=_nearness)))
        for company, register in book.registers.items()
    }
    return replace(book, registers=registers)


def _nearness(control: Control) -> tuple[object, ...]:
    return (not control.sure, len(control.through), control.controller)


def find_controls(book: Book) -> tuple[Control, ...]:
    """Return who controls whom, by controller and company.

    Sure is what follows from the least of every stake; what follows from the most alone is not, nor what follows from
    an acquisition that something else speaks against.
    """
    shares, claimed = shares_of(book), claimed_controls(book)
    said: dict[str, list[str]] = defaultdict(list)
    firmly: dict[str, list[str]] = defaultdict(list)
    for control in claimed:
        said[control.controller].append(control.company)
        if control.sure:
            firmly[control.controller].append(control.company)
    how = {(control.controller, control.company): control.how for control in claimed}
    least, most = _by_holder(shares.least), _by_holder(_generous(shares))
    never = frozenset(company for company, register in book.registers.items() if register.governed)
    found = []
    for holder in sorted({*said, *least, *most}):
        if not said.get(holder) and max(most.get(holder, {}).values(), default=ZERO) <= 0:
            continue
        sure = controlled(holder, least, firmly, never)
        may = controlled(holder, most, said, never)
        for company, held in sorted(may.items()):
            found.append(_control(holder, company, sure.get(company), held, how))
    return tuple(found)


def _control(holder: str, company: str, sure: Held | None, may: Held, how: Mapping[Pair, str]) -> Control:
    best = sure or may
    if best.given:
        by = best.through[0] if best.through else holder
        return Control(holder, company, how.get((by, company), "claimed"), best.through, sure is not None)
    low = sure.share if sure else None
    return Control(holder, company, "majority", best.through, sure is not None, low, min(HUNDRED, may.share))


def claimed_controls(book: Book) -> list[Control]:
    """Return the controls that need no percentage: claimed, acquired in whole, or a unit of its group."""
    found: dict[Pair, Control] = {}
    for right in sorted(book.rights, key=lambda right: right.right, reverse=True):
        if right.holder is None or right.state != "in force":
            continue
        pair = (right.holder, right.company)
        if right.right == "control":
            found[pair] = Control(*pair, "claimed")
        elif right.right == "acquired" and pair not in found:
            found[pair] = Control(*pair, "acquired", sure=not _is_contested(right, book.registers[right.company]))
    for unit, group in book.group_of.items():
        found.setdefault((group, unit), Control(group, unit, "unit"))
    return [found[pair] for pair in sorted(found)]


def _is_contested(right: Right, register: Register) -> bool:
    """Tell whether something speaks against an acquisition of the whole.

    That is a stake of the buyer of no more than half, or stakes of others of half or more, told no earlier; or another
    buyer, told no earlier.
    """
    since = right.told or date.min
    later = [o.now for o in register.owners if o.now.state == "held" and (o.now.last or date.min) >= since]
    small = any(stake.holder == right.holder and stake.high is not None and stake.high <= HALF for stake in later)
    others = sum((stake.low or ZERO for stake in later if stake.holder != right.holder), ZERO)
    rivals = [
        r for r in register.rights if r.right == "acquired" and r.state == "in force" and r.holder != right.holder
    ]
    return small or others >= HALF or any((rival.told or date.min) >= since for rival in rivals)


def _by_holder(shares: Mapping[Pair, Decimal]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for (holder, company), share in shares.items():
        found[holder][company] = share
    return found


def _generous(shares: Shares) -> dict[Pair, Decimal]:
    """Return the most that is stated of each stake.

    Without an upper bound that is the least, except from 50 on: "more than 50 %" and "at least 50 %" read the same.
    """
    above = {pair: HUNDRED for pair in shares.open if shares.least.get(pair, ZERO) >= HALF}
    return {**shares.least, **shares.most, **above}


# --- cash flow --------------------------------------------------------------------------------------------------------


def interests_in(book: Book, company: str) -> tuple[Interest, ...]:
    """Return what of a company's cash flow is due to each of its direct and indirect holders, the largest first."""
    net = _net_of(book)
    found = [_interest(net, holder, company) for holder in sorted(reached(company, net.above))]
    return tuple(sorted((one for one in found if one), key=lambda one: (-one.low, one.holder)))


def interests_of(book: Book, holder: str) -> tuple[Interest, ...]:
    """Return what of the cash flow of each company is due to a holder, directly and through others."""
    net = _net_of(book)
    found = [_interest(net, holder, company) for company in sorted(reached(holder, net.below))]
    return tuple(sorted((one for one in found if one), key=lambda one: (-one.low, one.company)))


@dataclass(frozen=True, slots=True)
class _Net:
    """The held stakes with, for each party, what it holds a part of and who holds a part of it."""

    shares: Shares
    below: Mapping[str, set[str]]
    above: Mapping[str, set[str]]

    def pairs_between(self, holder: str, company: str) -> list[Pair]:
        """Return the stakes on the ways from a holder to a company."""
        inner = climb(company, self.above, reached(holder, self.below)) | {company}
        owners = sorted({holder, *inner})
        return [(one, other) for one in owners for other in sorted(self.below.get(one, set()) & inner)]


def _net_of(book: Book) -> _Net:
    shares = shares_of(book)
    below: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for holder, company in (*shares.least, *shares.most, *shares.open):
        below[holder].add(company)
        above[company].add(holder)
    return _Net(shares, below, above)


def _interest(net: _Net, holder: str, company: str) -> Interest | None:
    """Return an interest with its bounds; None where too many companies lie between the two."""
    pairs, direct, shares = net.pairs_between(holder, company), (holder, company), net.shares
    if len({owned for _, owned in pairs}) > MOST_ON_THE_WAY:
        return None
    low = integrated_share(_fractions(shares.least, pairs), holder, company)
    known = all(pair in shares.most for pair in pairs if pair[1] != holder)
    high = integrated_share(_fractions(shares.most, pairs), holder, company) if known else None
    none = None if direct in shares.open else ZERO
    return Interest(
        holder,
        company,
        shares.least.get(direct, none),
        shares.most.get(direct, none),
        _percent(low),
        None if high is None else _percent(high),
    )


def _fractions(shares: Mapping[Pair, Decimal], pairs: Iterable[Pair]) -> dict[Pair, float]:
    return {pair: float(shares[pair] / HUNDRED) for pair in pairs if pair in shares}


def _percent(share: float) -> Decimal:
    return Decimal(f"{(Decimal(share) * HUNDRED).quantize(PLACES).normalize():f}")


# --- votes ------------------------------------------------------------------------------------------------------------


def power_in(register: Register) -> tuple[tuple[str, ...], VotingPower] | None:
    """Return the holders of a company with their voting power, the rest as one bloc coming last.

    None where rights are claimed, the bases are several, a size is not stated, or the bounds leave it open.
    """
    held = [o.now for o in register.owners if o.now.state == "held" and o.within is None]
    if register.refused or register.governed or len(register.bases) != 1 or register.known_high is None:
        return None
    lows = [stake.low or ZERO for stake in held]
    highs = [HUNDRED if stake.high is None else stake.high for stake in held]
    power = power_of_shares(lows, highs)
    return None if power is None else (tuple(stake.holder for stake in held), power)
