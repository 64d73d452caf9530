"""Ownership in words: shares, stakes, holders, control, rights, values, what is counted twice, offerings.

In: the records of the ownership analysis, with the view they belong to. Out: short strings. Promise: each percentage
stands with its basis and its day, each value with its basis and day; what is not stated reads "not stated", and what
the bounds leave open "unsure".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from anello.model import (
    Agreement,
    Control,
    GrossUp,
    Offering,
    Register,
    Right,
    Stake,
    StakeValue,
    VotingPower,
    Worth,
)
from anello.show.view import View
from anello.show.words import count_words, interval_words, number_words, sum_words, window_words

ZERO, HUNDRED = Decimal(0), Decimal(100)
"""Shares are percent."""

HOW_WORDS = {
    "claimed": "control claimed",
    "acquired": "acquired it",
    "unit": "unit of the group",
    "majority": "majority",
}
NOT_STATED = "not stated"

MOST = 6
"""Ways of control that one cell names."""


# --- words ------------------------------------------------------------------------------------------------------------


def share_words(low: Decimal | None, high: Decimal | None) -> str:
    """Return a share of a company in words.

    >>> share_words(Decimal(26), Decimal(28)), share_words(Decimal(0), Decimal(20)), share_words(Decimal(30), None)
    ('26–28%', 'up to 20%', 'at least 30%')
    """
    if low is not None and high is None:
        return f"at least {number_words(low)}%"
    if low == ZERO and high:
        low = None
    return interval_words(low, high, after="%") if (low, high) != (None, None) else "size not stated"


def basis_words(basis: str | None) -> str:
    """Return on which count of shares a percentage stands."""
    return NOT_STATED if basis is None else basis.replace("_", " ")


def stake_words(stake: Stake) -> str:
    """Return a stake in words: its size, whether that is what was bought, and whether reports of the day differ."""
    said = share_words(stake.low, stake.high)
    said += " (bought)" if stake.bought else ""
    return f"{said}, reports differ" if stake.disputed else said


def day_words(stake: Stake) -> str:
    """Return the days for which a figure is told."""
    if stake.first is None or stake.last is None:
        return str(stake.last or "undated")
    return str(stake.last) if stake.first == stake.last else f"{stake.first} – {stake.last}"


def rest_of(register: Register) -> tuple[Decimal, Decimal]:
    """Return the bounds of what is not known to belong to anybody, in percent."""
    if register.refused:
        return ZERO, HUNDRED
    least = ZERO if register.known_high is None else max(ZERO, HUNDRED - register.known_high)
    return least, HUNDRED - register.known_low


def known_words(register: Register) -> str:
    """Return how much of a company has a known holder; on several bases no more than the largest is sure."""
    if register.refused:
        return f"{number_words(register.known_low)}%: refused"
    if not register.bases:
        return "nothing sized" if any(o.now.state == "held" for o in register.owners) else "nothing"
    said = share_words(register.known_low, register.known_high)
    return f"{said} (bases mixed)" if len(register.bases) > 1 else said


def rest_words(register: Register) -> str:
    """Return how much of a company has no known holder."""
    if register.refused:
        return "unsure"
    low, high = rest_of(register)
    return interval_words(None if low == ZERO < high else low, high, after="%")


def holders_words(register: Register, view: View, most: int = 4) -> str:
    """Return who holds a company, the largest first, with what is to come and what was given up."""
    said = []
    for owner in register.owners:
        mark = {"held": "", "to come": " (to come)", "ended": " (ended)"}[owner.now.state]
        unit = f" (within {name_of(owner.within, view)})" if owner.within else ""
        said.append(f"{name_of(owner.holder, view)} {share_words(owner.now.low, owner.now.high)}{mark}{unit}")
    if not said:
        rights = [f"{name_of(r.holder, view)}: {r.right.replace('_', ' ')}" for r in register.rights]
        return f"no stake told ({_some(list(dict.fromkeys(rights)), most)})"
    return _some(said, most)


def _some(said: Sequence[str], most: int) -> str:
    """Return the first few of a list in words, and how many more there are."""
    more = f", and {len(said) - most} more" if len(said) > most else ""
    return ", ".join(said[:most]) + more


def control_words(register: Register, view: View) -> str:
    """Return who controls a company; where rights are claimed and nobody is said to control it, that is said."""
    inferred = not any(control.how in ("claimed", "acquired") for control in register.controls)
    said = [one_control_words(control, view) for control in register.controls if control.how != "majority" or inferred]
    if said:
        return "; ".join(said[:MOST]) + (f"; and {len(said) - MOST} more" if len(said) > MOST else "")
    if register.governed:
        rights = sorted({right.right.replace("_", " ") for right in register.rights if right.state == "in force"})
        return f"not inferred from shares: {', '.join(rights)} claimed"
    if register.refused:
        return "unsure"
    return "no majority known" if register.bases else "not told"


def one_control_words(control: Control, view: View) -> str:
    """Return one way of control in words: who, how, through whom, and whether it is sure."""
    return f"{name_of(control.controller, view)} ({way_words(control, view)})"


def way_words(control: Control, view: View) -> str:
    """Return how somebody controls a company: by what is claimed, as a group, or by a majority, and through whom."""
    said = HOW_WORDS[control.how]
    if control.how == "majority":
        held = share_words(control.low if control.sure else None, control.high)
        said = f"{said} of {held}" if control.sure else f"possible {said} of {held}"
    said += f", through {', '.join(name_of(name, view) for name in control.through)}" if control.through else ""
    return said if control.sure else f"{said}, unsure"


def right_words(right: Right) -> str:
    """Return a right in words: its kind, its state, the shares of a warrant."""
    said = right.right.replace("_", " ")
    if right.shares_low is not None or right.shares_high is not None:
        said += f", {interval_words(right.shares_low, right.shares_high)} shares"
    said += f", on {right.product}" if right.product and right.right in ("exclusivity", "first_refusal") else ""
    return f"{said}, conditional" if right.conditional else said


def value_words(found: StakeValue | None) -> str:
    """Return what a stake comes to on paper, and of which value of the whole on which day."""
    if found is None:
        return "no value known"
    worth = found.worth
    said = f"{sum_words(found.low, found.high, worth.currency)} of {worth_words(worth)}"
    days = days_between(found)
    return f"{said}; the share was told {count_words(days, 'day')} before" if days > LONG else said


LONG = 31
"""Days between the share and the value beyond which a reader is told: new shares may have been issued since."""


def days_between(found: StakeValue) -> int:
    """Return by how many days the value of the whole is later than the share; 0 where it is not, or undated."""
    value, share = found.worth.day, found.stake.last
    return max(0, (value - share).days) if value is not None and share is not None else 0


def worth_words(worth: Worth) -> str:
    """Return the value of a company with its basis and day."""
    money = f" {worth.money.replace('_', '-')}" if worth.money else ""
    said = f"{sum_words(worth.low, worth.high, worth.currency)} ({worth.basis}{money}, {worth.day or 'undated'})"
    return f"{said}, {worth.rate}" if worth.rate else said


def power_words(holders: Sequence[str], power: VotingPower, view: View) -> str:
    """Return the voting power of each holder; empty where one of them or the rest decides alone."""
    if max(power.banzhaf) == 1:
        return ""
    names = [*(name_of(holder, view) for holder in holders), "the rest"]
    said = ", ".join(f"{name} {float(part):.3f}" for name, part in zip(names, power.banzhaf, strict=True))
    return f"{said} (Banzhaf power, if each percent is a vote and the rest is one bloc)"


def gross_up_words(found: GrossUp) -> str:
    """Return how often the value is counted, or that it cannot be said."""
    if found.low is None and found.high is None:
        return "not reckoned"
    if found.low is None or found.high is None:
        return f"at least {found.low:.4f}" if found.low is not None else f"at most {found.high:.4f}"
    return f"{found.low:.4f}" if f"{found.low:.4f}" == f"{found.high:.4f}" else f"{found.low:.4f} – {found.high:.4f}"


def missing_words(found: GrossUp, view: View, most: int = 6) -> str:
    """Return what is not known, so that a reader sees what would have to be found."""
    said = [f"{name_of(party, view)}: {what}" for party, what in found.missing]
    more = f"; and {len(said) - most} more" if len(said) > most else ""
    return "; ".join(said[:most]) + more


def agreement_words(found: Agreement) -> str:
    """Return whether prices for shares agree with what else is said of the worth of a company."""
    when = window_words(found.first, found.last)
    if found.verdict == "unsure":
        said = sum_words(found.low, found.high, found.currency)
        return f"one price for a share says {said} ({when}); nothing else to hold it against"
    if found.verdict == "disagree":
        return f"{len(found.rows)} values do not agree ({when})"
    return f"{len(found.rows)} values agree on {sum_words(found.low, found.high, found.currency)} ({when})"


def offering_words(offering: Offering) -> str:
    """Return the terms of an assumed offering."""
    said = [f"{sum_words(offering.pre, offering.pre, offering.currency)} before the money"]
    for what, amount in (("new money", offering.primary), ("old shares sold", offering.secondary)):
        said += [f"{sum_words(amount, amount, offering.currency)} {what}"] if amount else []
    said += [f"{number_words(offering.shares)} shares before it"] if offering.shares else []
    for what, extras in (("warrants", offering.warrants), ("convertible", offering.convertible)):
        for new in extras:
            if new.percent is not None:
                said.append(f"{what} for {number_words(new.percent)}% of all shares")
            elif new.count is not None:
                said.append(f"{what} for {number_words(new.count)} shares at {new.strike.normalize():f}")
    return "; ".join(said)


def name_of(party: str | None, view: View) -> str:
    """Return the name of a party, or that none is told."""
    return "somebody not named" if party is None else view.names.get(party, party)
