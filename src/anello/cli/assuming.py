"""What a user assumes on the command line: values of companies, and the terms of a public offering.

In: texts of the form NAME=VALUE. Out: `Assumption`s, and the `Worth`s and `Offering` that they make. Promise: a text
that cannot be understood is a wrong command with one clear line; nothing that is assumed is ever called told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from anello.cli.options import BadParameter, Option
from anello.errors import SettingsError

if TYPE_CHECKING:
    from anello.model import NewShares, Offering, Worth
    from anello.show import View

SUM = re.compile(r"(\d{1,30}(?:\.\d{1,12})?)\s*(k|m|bn|tn)?", re.IGNORECASE | re.ASCII)
SCALES = {"": 0, "k": 3, "m": 6, "bn": 9, "tn": 12}
SUMS = ("ipo", "primary", "secondary", "shares")
EXTRAS = ("warrants", "convertible")
VALUE = "value:"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption: its name, and its value as a sum, as new shares, or as a currency."""

    name: str
    amount: Decimal | None = None
    extra: NewShares | None = None
    text: str = ""


def read_assumption(text: str) -> Assumption:
    """Return what a text of the form NAME=VALUE assumes; anything else is a wrong command."""
    name, _, value = (part.strip() for part in text.partition("="))
    if not value:
        raise BadParameter(f"{text!r} assumes nothing; write NAME=VALUE, such as ipo=1tn or value:Microsoft=3.8tn")
    word = name.casefold()
    if word in SUMS:
        return Assumption(word, amount=_as_amount(value))
    if word in EXTRAS:
        return Assumption(word, extra=_as_new_shares(value))
    if word.startswith(VALUE) and name[len(VALUE) :].strip():
        return Assumption(VALUE + name[len(VALUE) :].strip(), amount=_as_amount(value))
    if word == "currency":
        return Assumption(word, text=_as_code(value))
    known = ", ".join((*SUMS, *EXTRAS, "currency", f"{VALUE}NAME"))
    raise BadParameter(f"nothing can be assumed of {name!r}; there are {known}")


def _as_amount(value: str) -> Decimal:
    found = SUM.fullmatch(value)
    if found is None:
        raise BadParameter(f"{value!r} is no amount; write 1000000000, 1bn, 60.5m or 1tn")
    return Decimal(found.group(1)).scaleb(SCALES[(found.group(2) or "").casefold()])


def _as_new_shares(value: str) -> NewShares:
    from anello.model import NewShares

    if value.endswith("%"):
        return NewShares(percent=_as_amount(value[:-1].strip()))
    count, _, strike = value.partition("@")
    return NewShares(count=_as_amount(count.strip()), strike=_as_amount(strike.strip()) if strike else Decimal(0))


def _as_code(value: str) -> str:
    if len(value) != 3 or not (value.isascii() and value.isalpha()):
        raise BadParameter(f"{value!r} is no currency; write its code, as USD or EUR")
    return value.upper()


Assume = Annotated[
    list[Any] | None,
    Option(
        "--assume",
        "-a",
        metavar="NAME=VALUE",
        parser=read_assumption,
        help="What is assumed and not told: value:NAME=SUM for what a company is worth; for an offering of PARTY "
        "ipo=SUM (its value before it), primary=SUM (new money), secondary=SUM (old shares), shares=N, "
        "warrants=N@PRICE or P%, convertible=N or P%; currency=CODE. Give it again for several.",
        show_default=False,
    ),
]


def currency_of(told: Sequence[Assumption]) -> str:
    """Return the currency of all sums: the dollar unless another is assumed."""
    return next((one.text for one in told if one.text), "USD")


def worths_of(told: Sequence[Assumption], view: View) -> list[Worth]:
    """Return the values of companies that are assumed, as of the day of the view.

    Raises:
        NotFound: a company is not in the study.
    """
    from anello.model import Worth

    named = [(one.name.removeprefix(VALUE), one.amount) for one in told if one.name.startswith(VALUE)]
    currency = currency_of(told)
    return [Worth(view.find_party(name).id, sum_, sum_, currency, view.as_of, "assumed") for name, sum_ in named]


def offering_of(told: Sequence[Assumption]) -> Offering | None:
    """Return the offering that is assumed, None where none is.

    Raises:
        SettingsError: terms without the value of the company, or one term twice.
    """
    from anello.model import Offering

    sums = [(one.name, one.amount) for one in told if one.name in SUMS and one.amount is not None]
    given = dict(sums)
    extras = {name: tuple(one.extra for one in told if one.name == name and one.extra) for name in EXTRAS}
    if len(given) < len(sums):
        raise SettingsError("one term of the offering is assumed twice; give each once")
    if "ipo" not in given:
        if given or any(extras.values()):
            raise SettingsError("terms of an offering without its value; add --assume ipo=SUM, the value before it")
        return None
    zero = Decimal(0)
    return Offering(
        pre=given["ipo"],
        primary=given.get("primary", zero),
        secondary=given.get("secondary", zero),
        currency=currency_of(told),
        shares=given.get("shares"),
        warrants=extras["warrants"],
        convertible=extras["convertible"],
    )
