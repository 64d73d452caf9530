"""Figures in words for people: amounts, dates, windows, counts, as a table or a sentence shows them.

In: bounds, currencies, dates and names from records. Out: short strings. Promise: a bound is never invented and never
lost ("up to", ">", a range); rounding to four digits happens here only, JSON and exports keep the exact figure; text
from articles comes out without control characters, so that it cannot steer a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from anello.model import AmountSlot, Claim, Flow, Money, Origins, Percent, Quantity

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "RUB": "₽", "INR": "₹", "KRW": "₩"}
SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))
DIGITS = 4
NO_FLOOR = "none"
"""The floor where none is asked for; the graph then still leaves out what is denied or ended."""


@lru_cache(maxsize=1 << 15)
def number_words(value: Decimal) -> str:
    """Return a number with its scale, at most four digits: 1.25bn, 350m, 97.4bn, 27.

    >>> number_words(Decimal(11_900_000_000)), number_words(Decimal("0.5"))
    ('11.9bn', '0.5')
    """
    size = abs(value)
    for scale, letters in SCALES:
        # The next scale is taken as soon as rounding reaches it: 999,999 is 1m, not 1000k.
        if size * (1 + Decimal(5) / 10 ** (DIGITS + 1)) >= scale:
            return _short(value / scale) + letters
    return _short(value)


def _short(value: Decimal) -> str:
    if not value:
        return "0"
    places = max(0, DIGITS - 1 - value.adjusted())
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def interval_words(
    low: Decimal | None, high: Decimal | None, *, before: str = "", after: str = "", approximate: bool = False
) -> str:
    """Return an interval in words; `before` and `after` are the sign or unit around each number.

    >>> interval_words(None, Decimal(10_000_000_000), before="$")
    'up to $10bn'
    >>> interval_words(Decimal(500_000_000_000), None, before="$")
    '> $500bn'
    >>> interval_words(Decimal(1_200_000_000), Decimal(1_500_000_000), before="€")
    '€1.2bn–1.5bn'
    """
    about = "about " if approximate else ""
    if low is None and high is None:
        return "not stated"
    if low is None and high is not None:
        return f"up to {about}{before}{number_words(high)}{after}"
    if low is not None and high is None:
        return f"> {about}{before}{number_words(low)}{after}"
    assert low is not None
    assert high is not None
    first, last = number_words(low), number_words(high)
    return f"{about}{before}{first}{after}" if first == last else f"{about}{before}{first}–{last}{after}"


def currency_sign(currency: str | None) -> str:
    """Return what stands before an amount: a sign where everybody knows it, else the code and a blank."""
    return SIGNS.get(currency, f"{currency} ") if currency else ""


def sum_words(low: Decimal | None, high: Decimal | None, currency: str | None, approximate: bool = False) -> str:
    """Return an amount of money in words, or "amount not stated"."""
    if low is None and high is None:
        return "amount not stated"
    return interval_words(low, high, before=currency_sign(currency), approximate=approximate)


def ceiling_words(low: Decimal | None, high: Decimal | None, currency: str | None) -> str:
    """Return a sum that is reckoned, in words: from nothing to x is "up to x", from nothing to no end is not stated.

    >>> ceiling_words(Decimal(0), Decimal(10_000_000_000), "USD"), ceiling_words(Decimal(0), Decimal(0), "USD")
    ('up to $10bn', '$0')
    """
    return sum_words(low if low or high == 0 else None, high, currency)


def money_words(money: Money) -> str:
    """Return a claim's amount in words, with its period and basis."""
    said = sum_words(money.low, money.high, money.currency, money.approximate)
    said += f" a {money.per}" if money.per else ""
    return f"{said} ({money.basis.replace('_', '-')})" if money.basis else said


def percent_words(percent: Percent) -> str:
    """Return a percentage in words."""
    said = interval_words(percent.low, percent.high, after="%", approximate=percent.approximate)
    return f"{said} ({percent.basis.replace('_', ' ')})" if percent.basis else said


def quantity_words(quantity: Quantity) -> str:
    """Return a quantity in words, such as "about 400k accelerator"."""
    return interval_words(quantity.low, quantity.high, after=f" {quantity.unit}", approximate=quantity.approximate)


def roles_words(claim: Claim) -> str:
    """Return who does what to whom, by role: "investor Amazon, target OpenAI"."""
    return ", ".join(f"{role} {' and '.join(m.name for m in named)}" for role, named in claim.roles.items() if named)


def figure_words(claim: Claim) -> str:
    """Return the figures of a claim in words."""
    said = [
        claim.metric or "",
        money_words(claim.amount) if claim.amount else "",
        percent_words(claim.percent) if claim.percent else "",
        quantity_words(claim.quantity) if claim.quantity else "",
        claim.right.replace("_", " ") if claim.right else "",
        claim.product or "",
    ]
    return ", ".join(part for part in said if part)


def slots_words(slots: Sequence[AmountSlot]) -> str:
    """Return all amounts of a deal on one line; each slot keeps to itself, since slots are never to be added up."""
    return "; ".join(dict.fromkeys(sum_words(s.low, s.high, s.currency, s.approximate) for s in slots))


STATED = re.compile(
    r"(?P<about>~ )?(?:(?P<bound><=|>=) )?(?P<low>\d{4,})(?: to (?P<high>\d{4,}))? (?P<currency>[A-Z]{3})\b"
)


def reading_words(text: str) -> str:
    """Return a reading of a conflict or difference with its exact amounts in words.

    >>> reading_words("<= 10000000000 USD"), reading_words("9000000000 to 10000000000 USD")
    ('up to $10bn', '$9bn–10bn')
    >>> reading_words("by ~ 5000000000 USD")
    'by about $5bn'
    """
    return STATED.sub(_stated_words, text)


def _stated_words(stated: re.Match[str]) -> str:
    low, high = Decimal(stated["low"]), Decimal(stated["high"] or stated["low"])
    bounds = {"<=": (None, high), ">=": (low, None)}.get(stated["bound"] or "", (low, high))
    return sum_words(*bounds, stated["currency"], stated["about"] is not None)


def figure_of_slot(slot: AmountSlot) -> str:
    """Return one amount of a deal with its key, and how many claims stand behind it and outside it."""
    said = f"{sum_words(slot.low, slot.high, slot.currency, slot.approximate)} [{slot.key}]"
    said += f" = {slot.working}, reckoned," if slot.working else ","
    said += f" {count_words(len(slot.claims), 'claim')}"
    return f"{said}, {len(slot.dissent)} outside it" if slot.dissent else said


def window_words(first: date | None, last: date | None) -> str:
    """Return a stretch of time: one day, a whole month or year by its name, or both ends.

    >>> window_words(date(2025, 1, 1), date(2025, 12, 31)), window_words(date(2025, 3, 4), None)
    ('2025', 'from 2025-03-04')
    """
    if first is None and last is None:
        return "undated"
    if first is None or last is None:
        return f"from {first}" if last is None else f"until {last}"
    if first == last:
        return first.isoformat()
    whole = first.day == 1 and (last.month == 12 and last.day == 31 if first.month == 1 else False)
    if whole:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{first} – {last}"


def span_words(first: date | None, last: date | None) -> str:
    """Return the window of a figure: "all dates" where both ends are open, else as `window_words`.

    >>> span_words(None, None), span_words(date(2026, 1, 1), date(2026, 12, 31))
    ('all dates', '2026')
    """
    return "all dates" if first is None and last is None else window_words(first, last)


def origins_words(origins: Origins) -> str:
    """Return the independent origins over the articles that rest on them: "2–3 of 9".

    Where only the parties themselves speak that is said, for "0 of 1" reads as if nobody did.

    >>> origins_words(Origins(0, 0, party=1, articles=4)), origins_words(Origins(1, 3, articles=6))
    ('party only, 4', '1–3 of 6')
    """
    if not origins.hi and origins.party:
        return f"party only, {origins.articles}"
    count = str(origins.lo) if origins.lo == origins.hi else f"{origins.lo}–{origins.hi}"
    return f"{count} of {origins.articles}"


def share_words(flow: Flow) -> str:
    """Return the circular share as a range of percentages, or why there is none."""
    if flow.share_low is None or flow.share_high is None:
        return "undefined (no priced money leg)"
    low, high = f"{100 * flow.share_low:.1f}%", f"{100 * flow.share_high:.1f}%"
    return low if low == high else f"{low} – {high}"


def count_words(number: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun: 1 deal, 2 deals, 1,200 parties."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def clean(text: str) -> str:
    """Return text on one line without control, format and direction characters; nothing in it can steer a terminal.

    Zero-width joiners inside words of Indic and Arabic script go too: here text is shown, the article keeps it.
    """
    return "".join(" " if c.isspace() else c for c in text if c.isspace() or c.isprintable())
