"""Who owns and who controls whom, from what is told of stakes, control and rights.

In: deals with their claims, parties. Out: `Register`s of companies, `Control`s, `Interest`s. Promise: the latest figure
by day counts and the older ones stay as a series; bases never mix in a sum without saying so; what is only talked of is
not held; a claimed right comes before any percentage; a company of which more than all is owned is named and left out.
Rules and worked numbers: docs/owners.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from anello.analyse.rights import find_rights
from anello.model import CLAIM_ROLES, Claim, Deal, Owner, Party, Percent, Register, Reject, Right, Stake

ZERO, HUNDRED = Decimal(0), Decimal(100)
HALF = Decimal("0.5")

TOLD_WHOLE = ("stake", "control")
"""Types whose percentage is what the holder has in all; that of the others is what it bought."""

TOLD_BOUGHT = ("investment", "acquisition")
ALL_BASES = ("issued", "as_converted", "fully_diluted", None)
"""The order in which a basis is preferred where several are told on one day."""


@dataclass(frozen=True, slots=True)
class Book:
    """All registers, by company, with the group that each party is a unit of.

    `group_of` maps a unit to the group above it. `rejects` are figures that cannot be.
    """

    registers: Mapping[str, Register]
    group_of: Mapping[str, str]
    rejects: tuple[Reject, ...] = ()
    rights: tuple[Right, ...] = field(default=())


def read_book(
    deals: Iterable[Deal], claim_of: Mapping[str, Claim], parties: Iterable[Party], as_of: date | None = None
) -> Book:
    """Return who is known to own each company, and the rights over it, companies sorted by id.

    Deals that were denied say nothing. Give deals at or above the floor that is wanted.

    Args:
        as_of: the day by which a right may have expired; None lets none expire.
    """
    listed = sorted((deal for deal in deals if deal.status != "denied"), key=lambda deal: deal.id)
    group_of = {p.id: p.parent for p in parties if p.parent and p.kind not in ("state", "place", "person")}
    told, rejects = _stakes_told(listed, claim_of)
    owners: dict[str, list[Owner]] = defaultdict(list)
    for (holder, company), stakes in sorted(told.items()):
        if holder == company:
            rejects.append(_reject(company, "own shares", "shares that a company holds of itself own nothing"))
        else:
            owners[company].append(_owner(holder, company, stakes))
    rights: dict[str, list[Right]] = defaultdict(list)
    for right in find_rights(listed, claim_of, as_of):
        rights[right.company].append(right)
    registers = {
        company: _register(company, owners.get(company, ()), rights.get(company, ()), rejects, group_of)
        for company in sorted({*owners, *rights, *(reject.document for reject in rejects)})
    }
    refused = tuple(reject for register in registers.values() for reject in register.rejects)
    return Book(registers, group_of, refused, tuple(r for c in sorted(rights) for r in rights[c]))


# --- stakes -----------------------------------------------------------------------------------------------------------


def bounds_of(percent: Percent) -> tuple[Decimal | None, Decimal | None] | None:
    """Return what a stated percentage commits to, None where it cannot be a share of a company.

    A bare figure stands as stated; "about x" is x +- max(half its last digit, one point), as for implied valuations;
    "up to x" is [0, x]; "more than x" has no upper bound.

    >>> bounds_of(Percent(Decimal(27), Decimal(27), approximate=True))
    (Decimal('26'), Decimal('28'))
    """
    low, high = percent.low, percent.high
    if any(value is not None and not ZERO <= value <= HUNDRED for value in (low, high)):
        return None
    if low is None and high is None:
        return None, None
    if low is not None and high is not None and low > high:
        return None
    margin = max(Decimal(1), HALF * _last_digit(high if high is not None else low)) if percent.approximate else ZERO
    least = ZERO if low is None else max(ZERO, low - margin)
    return least, None if high is None else min(HUNDRED, high + margin)


def _last_digit(value: Decimal | None) -> Decimal:
    exponent = value.normalize().as_tuple().exponent if value else 0
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _stakes_told(
    deals: Sequence[Deal], claim_of: Mapping[str, Claim]
) -> tuple[dict[tuple[str, str], list[Stake]], list[Reject]]:
    """Return every statement of a stake by holder and company, and what cannot be."""
    told: dict[tuple[str, str], list[Stake]] = defaultdict(list)
    rejects = []
    for deal in deals:
        if deal.type not in (*TOLD_WHOLE, *TOLD_BOUGHT) or deal.payer is None or deal.payee is None:
            continue
        for claim in (claim_of[c] for c in deal.claims if c in claim_of):
            if claim.status == "denied" or claim.mode == "negated" or not _says_stake(claim):
                continue
            bounds = (None, None) if claim.percent is None else bounds_of(claim.percent)
            if bounds is None:
                rejects.append(_reject(deal.payee, "no share of a company", f"claim {claim.id} says {_said(claim)} %"))
            else:
                told[deal.payer, deal.payee].append(_stake(deal, claim, *bounds))
    return told, rejects


def _says_stake(claim: Claim) -> bool:
    """Tell whether a claim speaks of a stake: a purchase or control only does where it states a percentage."""
    return claim.type == "stake" or claim.percent is not None


def _said(claim: Claim) -> str:
    assert claim.percent is not None
    return f"{claim.percent.low} to {claim.percent.high}"


def _stake(deal: Deal, claim: Claim, low: Decimal | None, high: Decimal | None) -> Stake:
    """Return the stake that one claim tells of.

    What several holders have together is no more than an upper bound for each; who bought a part may have had more.
    """
    assert deal.payer is not None
    assert deal.payee is not None
    bought = deal.type in TOLD_BOUGHT
    joint = len(claim.roles.get(CLAIM_ROLES[claim.type][0], ())) > 1
    if bought and low is not None:
        high = HUNDRED if low == HUNDRED else None
    if joint and low is not None:
        low = None if high is None else ZERO
    return Stake(
        holder=deal.payer,
        company=deal.payee,
        basis=claim.percent.basis if claim.percent else None,
        low=low,
        high=high,
        approximate=claim.percent is not None and claim.percent.approximate,
        state={"completed": "held", "ended": "ended"}.get(claim.status, "to come"),
        first=_day(claim),
        last=_day(claim),
        claims=(claim.id,),
        deals=(deal.id,),
        bought=bought,
    )


def _day(claim: Claim) -> date | None:
    """Return the day for which a claim speaks: when it was published, or an earlier end of the time it states."""
    days = [day for day in (claim.published, claim.time.last if claim.time else None) if day is not None]
    return min(days, default=None)


def _owner(holder: str, company: str, told: Sequence[Stake]) -> Owner:
    """Return the latest stake of a holder, with the older ones and those to come."""
    series = _series(told)
    standing = [stake for stake in series if stake.state != "to come"]
    if not standing:
        return Owner(holder, company, series[-1], to_come=tuple(series[:-1]))
    now = _latest(standing)
    since = now.last or date.min
    before = (stake for stake in standing if (stake.last or date.min) <= since)
    plans = (stake for stake in series if stake.state == "to come" and (stake.last or date.min) >= since)
    older = tuple(stake for stake in before if not set(stake.claims) <= set(now.claims) and not _says_less(stake, now))
    return Owner(holder, company, now, older, tuple(plan for plan in plans if not _says_less(plan, now)))


def _says_less(stake: Stake, now: Stake) -> bool:
    """Tell whether a statement adds nothing to the latest: it has no size, or plans what was done on that day."""
    if stake.state == "ended":
        return False
    sized = stake.low is not None or stake.high is not None
    same = stake.state == "to come" and (stake.low, stake.high, stake.last) == (now.low, now.high, now.last)
    return same or (not sized and (now.low is not None or now.high is not None))


def _series(told: Sequence[Stake]) -> list[Stake]:
    """Return the statements by day, those that follow each other with one figure as one."""
    runs: list[list[Stake]] = []
    newest: dict[tuple[str, str | None], list[Stake]] = {}
    for stake in sorted(told, key=_order):
        run = newest.get((stake.state, stake.basis))
        if run is None or _figure(run[0]) != _figure(stake):
            run = newest[stake.state, stake.basis] = []
            runs.append(run)
        run.append(stake)
    return sorted(map(_joined, runs), key=lambda row: row.last or date.min)


def _order(stake: Stake) -> tuple[object, ...]:
    bounds = tuple(-1 if bound is None else bound for bound in (stake.low, stake.high))
    return (stake.last or date.min, stake.state, str(stake.basis), stake.approximate, bounds, stake.claims)


def _figure(stake: Stake) -> tuple[object, ...]:
    return (stake.state, stake.basis, stake.low, stake.high, stake.approximate, stake.bought)


def _joined(stakes: Sequence[Stake]) -> Stake:
    """Return statements as one: the figure of the first, the days and the evidence of all."""
    return replace(
        stakes[0],
        first=min((stake.first for stake in stakes if stake.first is not None), default=None),
        last=max((stake.last for stake in stakes if stake.last is not None), default=None),
        claims=tuple(sorted({claim for stake in stakes for claim in stake.claims})),
        deals=tuple(sorted({deal for stake in stakes for deal in stake.deals})),
    )


def _latest(standing: Sequence[Stake]) -> Stake:
    """Return the latest stake: a mention without a size does not hide the figure before it, a sale does."""
    newest = standing[-1].last
    last = [stake for stake in standing if stake.last == newest]
    ended = [stake for stake in last if stake.state == "ended"]
    if ended and len(ended) == len(last):
        return ended[-1]
    over = max((n for n, s in enumerate(standing) if s.state == "ended" and s.last != newest), default=-1)
    held = [stake for stake in standing[over + 1 :] if stake.state == "held"]
    sized = [stake for stake in held if stake.low is not None or stake.high is not None]
    if not sized:
        return held[-1]
    day = sized[-1].last
    return _of_one_day([stake for stake in sized if stake.last == day])


def _of_one_day(stakes: Sequence[Stake]) -> Stake:
    """Return what reports of one day share; where they share nothing, bounds that hold them all."""
    whole = [stake for stake in stakes if not stake.bought] or list(stakes)
    basis = next(b for b in ALL_BASES if any(stake.basis == b for stake in whole))
    same = [stake for stake in whole if stake.basis == basis]
    lows, highs = [s.low or ZERO for s in same], [HUNDRED if s.high is None else s.high for s in same]
    agreed = max(lows) <= min(highs)
    low, high = (max(lows), min(highs)) if agreed else (min(lows), max(highs))
    open_ = all(s.high is None for s in same) if agreed else any(s.high is None for s in same)
    about = all(s.approximate for s in same)
    return replace(_joined(same), low=low, high=None if open_ else high, approximate=about, disputed=not agreed)


# --- registers --------------------------------------------------------------------------------------------------------


def _register(
    company: str,
    owners: Sequence[Owner],
    rights: Sequence[Right],
    rejects: Sequence[Reject],
    group_of: Mapping[str, str],
) -> Register:
    holders = {owner.holder for owner in owners if owner.now.state == "held"}
    listed = [replace(owner, within=_group_among(owner.holder, holders, group_of)) for owner in owners]
    held = [owner.now for owner in listed if owner.now.state == "held" and owner.within is None]
    bases = tuple(b for b in ALL_BASES if any(stake.basis == b and stake.low is not None for stake in held))
    sums = {b: sum((s.low or ZERO for s in held if s.basis == b), ZERO) for b in bases}
    low = max(sums.values(), default=ZERO)
    found = [reject for reject in rejects if reject.document == company]
    if low > HUNDRED:
        parts = ", ".join(f"{s.holder} {s.low or ZERO:f} % ({s.last or 'undated'})" for s in held)
        said = f"the stakes add up to {low:f} % or more: {parts}; a figure is wrong, old, or of part of the shares"
        found.append(_reject(company, "more than 100 % owned", said))
    highs = [stake.high for stake in held]
    high = None if None in highs else min(HUNDRED, sum((h for h in highs if h is not None), ZERO))
    days = sorted(stake.last for stake in held if stake.last is not None and stake.low is not None)
    return Register(
        company=company,
        owners=tuple(sorted(listed, key=_size)),
        known_low=low,
        known_high=high,
        bases=bases,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        rights=tuple(rights),
        rejects=tuple(found),
    )


def _group_among(holder: str, holders: Iterable[str], group_of: Mapping[str, str]) -> str | None:
    """Return the group of a holder that is a holder itself: both may speak of one stake."""
    seen = {holder}
    above = group_of.get(holder)
    while above is not None and above not in seen:
        if above in holders:
            return above
        seen.add(above)
        above = group_of.get(above)
    return None


def _size(owner: Owner) -> tuple[object, ...]:
    rank = {"held": 0, "to come": 1, "ended": 2}[owner.now.state]
    return (rank, -(owner.now.low or owner.now.high or ZERO), owner.holder)


def _reject(company: str, reason: str, detail: str) -> Reject:
    return Reject("owners", company, reason, detail)


# --- shares for the mathematics ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shares:
    """Held stakes as percent by (holder, company): at least, at most, and the pairs whose size is not stated at all.

    `most` leaves out a pair without an upper bound; `open` names those.
    """

    least: Mapping[tuple[str, str], Decimal]
    most: Mapping[tuple[str, str], Decimal]
    open: frozenset[tuple[str, str]]


def shares_of(book: Book) -> Shares:
    """Return the held stakes of all companies whose register can be right."""
    least, most, open_ = {}, {}, set()
    for register in book.registers.values():
        if register.refused:
            continue
        for owner in register.owners:
            pair, now = (owner.holder, owner.company), owner.now
            if now.state != "held" or owner.within is not None:
                continue
            if now.low is not None:
                least[pair] = now.low
            if now.high is None:
                open_.add(pair)
            else:
                most[pair] = now.high
    return Shares(least, most, frozenset(open_))
