"""Figures as people write them: one number, or "low..high", with k, m, bn, tn or %.

In: text or a number. Out: `Bound`. Promise: exact decimals; a side that is left out ("5bn..") is open; whatever is no
figure is refused with words that say what to write.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from anello.errors import SettingsError
from anello.model import Bound

UNITS = {"": Decimal(1), "k": Decimal(10) ** 3, "m": Decimal(10) ** 6, "bn": Decimal(10) ** 9, "tn": Decimal(10) ** 12}
NUMBER = re.compile(r"(?P<digits>\d[\d_]*(?:\.\d+)?(?:e\d{1,2})?)\s*(?P<unit>k|m|bn|tn|%)?", re.IGNORECASE)
TO = re.compile(r"\.\.|–")


def read_bounds(value: object, where: str, most: Decimal | None = None) -> Bound:
    """Return the figure that is meant.

    Args:
        where: what the figure is of, for the error.
        most: the greatest value that makes sense, 1 for a share.

    Raises:
        SettingsError: it is no figure, is greater than `most`, or its ends are the wrong way round.

    >>> read_bounds("1.5bn..2bn", "cash")
    Bound(low=Decimal('1500000000.0'), high=Decimal('2000000000'))
    >>> read_bounds("40%", "share"), read_bounds("5..", "cash").high is None
    (Bound(low=Decimal('0.4'), high=Decimal('0.4')), True)
    """
    text = str(value).strip() if isinstance(value, str | int | float | Decimal) and value is not True else ""
    parts = [part.strip() for part in TO.split(text)]
    if len(parts) > 2 or not any(parts):
        raise SettingsError(_advice(value, where))
    ends = [None if not part else _number(part, value, where) for part in parts]
    low, high = ends[0], ends[-1]
    if low is not None and high is not None and high < low:
        raise SettingsError(f"{where} is {text!r}; the smaller figure comes first")
    if most is not None and any(end is not None and end > most for end in ends):
        raise SettingsError(f"{where} is {text!r}, but at most {most} makes sense; half is written 0.5 or 50%")
    return Bound(low, high)


def _number(text: str, value: object, where: str) -> Decimal:
    found = NUMBER.fullmatch(text)
    if found is None:
        raise SettingsError(_advice(value, where))
    try:
        number = Decimal(found["digits"].replace("_", ""))
    except InvalidOperation as error:
        raise SettingsError(_advice(value, where)) from error
    unit = (found["unit"] or "").lower()
    return number / 100 if unit == "%" else number * UNITS[unit]


def _advice(value: object, where: str) -> str:
    told = f"{where} is {str(value)!r}, which is no figure"
    return f"{told}; write 25000000000, 25bn, 20bn..30bn, or 20bn.. if only one end is known"
