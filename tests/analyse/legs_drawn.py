"""Short ways to draw legs and graphs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from anello.model import DealGraph, Leg, Party, digest_of

BINDINGNESS = {"talks": "none", "planned": "non-binding", "agreed": "binding", "completed": "performed"}


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def leg(
    payer: str,
    payee: str,
    low: object = None,
    high: object = None,
    kind: str = "purchase",
    *,
    when: tuple[str | None, str | None] = (None, None),
    status: str = "agreed",
    name: str = "",
    **more: object,
) -> Leg:
    """Return a leg; one amount stands for both bounds."""
    bounds = [None if v is None else Decimal(str(v)) for v in (low, low if high is None else high)]
    given: dict[str, object] = {"layer": "money", "currency": "USD", "bindingness": BINDINGNESS[status], **more}
    return Leg(
        digest_of(payer, payee, kind, low, high, when, status, name),
        "deal",
        payer,
        payee,
        kind,
        low=bounds[0],
        high=bounds[1],
        status=status,
        first=day(when[0]),
        last=day(when[1]),
        **given,  # type: ignore[arg-type]
    )


def graph(legs: Iterable[Leg], parties: Iterable[Party] = ()) -> DealGraph:
    return DealGraph(tuple(parties), tuple(legs))


EQUITY = leg("N", "O", 10, kind="equity", when=("2026-01-01", "2026-01-01"), tie="contract:a")
TRANCHES = leg("N", "O", 0, 90, "equity", when=("2026-07-01", "2030-12-31"), status="planned", tie="contract:a")
CHIPS = leg("O", "N", 4, when=("2026-07-01", "2026-12-31"), tie="contract:a")
COMPUTE = leg("O", "R", 300, when=("2027-01-01", "2031-12-31"), tie="contract:b")
RESOLD = leg("R", "N", 40, when=("2026-01-01", "2026-12-31"), tie="contract:c")
OUTSIDE = leg("X", "O", 15, kind="equity", when=("2026-01-01", "2026-01-01"), status="completed")
SIGNED = (EQUITY, CHIPS, COMPUTE, RESOLD, OUTSIDE)
"""The fixture of analysis 1.4 at the floor "agreed"."""
