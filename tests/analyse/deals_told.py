"""Short ways to tell of stakes and rights: one claim makes one deal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from anello.model import CLAIM_ROLES, Claim, Deal, Mention, Origins, Percent, Period, Quantity, Span, StatusEvent


def percent(said: str | None, basis: str | None = None) -> Percent | None:
    """Return a percentage: "27", "~27", "<20", ">50", "10-20"."""
    if said is None:
        return None
    text = said.lstrip("~<>")
    low, _, high = text.partition("-")
    bounds: list[Decimal | None] = [Decimal(low), Decimal(high or low)]
    if said[0] == "<":
        bounds[0] = None
    if said[0] == ">":
        bounds[1] = None
    return Percent(bounds[0], bounds[1], said[0] == "~", basis, text)


def tell(
    holder: str,
    company: str,
    said: str | None = None,
    when: str | None = "2025-10-28",
    *,
    kind: str = "stake",
    basis: str | None = None,
    status: str = "completed",
    **more: object,
) -> tuple[Deal, Claim]:
    """Return a deal and its claim; `holder` may name several by "+"."""
    day = None if when is None else date.fromisoformat(when)
    names = holder.split("+")
    first, second = CLAIM_ROLES[kind]
    key = f"{kind}-{holder}-{company}-{said}-{when}-{basis}-{status}-{more}"
    claim = Claim(
        id=f"c-{key}",
        article="a",
        document="a",
        type=kind,
        roles={
            first: tuple(Mention(n, n, n, 0, 1) for n in names),
            second: (Mention(company, company, company, 0, 1),),
        },
        status=status,
        mode=str(more.get("mode", "asserted")),
        evidence=(Span(0, 1, "x"),),
        extractor="test/1",
        percent=percent(said, basis),
        quantity=more.get("quantity"),  # type: ignore[arg-type]
        right=more.get("right"),  # type: ignore[arg-type]
        time=more.get("time"),  # type: ignore[arg-type]
        published=day,
    )
    owner = str(more.get("as_holder", names[0]))
    right = more.get("right")
    moves = kind != "right" or right in ("warrant", "option")
    sides = (company, owner) if kind == "right" else (owner, company)
    deal = Deal(
        id=f"d-{key}",
        type=kind,
        payer=sides[0] if moves else None,
        payee=sides[1] if moves else None,
        parties=(owner, company),
        status=status,
        bindingness="performed",
        history=(StatusEvent(day, status, claim.id),),
        amounts=(),
        claims=(claim.id,),
        first=more.get("first"),  # type: ignore[arg-type]
        last=more.get("last"),  # type: ignore[arg-type]
        right=right,  # type: ignore[arg-type]
        conditional=bool(more.get("conditional")),
        origins=Origins(1, 1, 0, 1),
    )
    return deal, claim


def _named(name: str) -> Mention:
    return Mention(name, name, name, 0, 1)


def shares(low: int | None, high: int | None) -> Quantity:
    return Quantity(None if low is None else Decimal(low), None if high is None else Decimal(high), "share")


def until(day: str) -> Period:
    return Period(None, date.fromisoformat(day))


def parts(told: Iterable[tuple[Deal, Claim]]) -> tuple[list[Deal], dict[str, Claim]]:
    listed = list(told)
    return [deal for deal, _ in listed], {claim.id: claim for _, claim in listed}
