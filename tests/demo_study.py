"""Studies built from the demo corpus, and which of their records an expectation means.

In: the demo corpus and one expectation of `expected.toml`. Out: views; the deals, claims and amounts that fit.
Promise: parties are compared as docs/demo.md says (a unit stands for its group); nothing is taken from the program's
own idea of what is one deal.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from anello.demo import DEMO_TODAY, demo_paths
from anello.lang.directory import load_directory
from anello.model import Claim, Deal, Money
from anello.pipeline import build_study, open_ledger
from anello.show import View
from anello.store import open_study

Expected = Mapping[str, Any]
ARTICLES, TABLE = demo_paths()


@dataclass(frozen=True, slots=True)
class Finding:
    """One expectation: `check` returns "" where it is met, else what was found instead."""

    id: str
    check: Callable[[Demo], str]


@dataclass
class Demo:
    """The demo study with its views, and small studies of some of its articles, each made once."""

    folder: Path
    _whole: Path | None = None
    _views: dict[tuple[date | None, str | None], View] = field(default_factory=dict)
    _parts: dict[tuple[str, ...], View] = field(default_factory=dict)

    @property
    def whole(self) -> Path:
        """Return the study of all articles and the table; it is built when it is first asked for."""
        if self._whole is None:
            self._whole = build(self.folder / "whole.anello", (str(ARTICLES), str(TABLE)))
        return self._whole

    def view(self, as_of: date | None = None, floor: str | None = None) -> View:
        """Return what the whole study says as of a day at a floor."""
        if (as_of, floor) not in self._views:
            with open_study(self.whole) as study:
                self._views[as_of, floor] = open_ledger(study, as_of=as_of, floor=floor)
        return self._views[as_of, floor]

    def view_of(self, articles: Iterable[str]) -> View:
        """Return what a study built from these articles alone says."""
        names = tuple(sorted(articles))
        if names not in self._parts:
            path = build(self.folder / f"part-{len(self._parts)}.anello", [str(ARTICLES / name) for name in names])
            with open_study(path) as study:
                self._parts[names] = open_ledger(study)
        return self._parts[names]


def build(path: Path, paths: Sequence[str]) -> Path:
    """Build a study in this process and return its path.

    Raises:
        DataError: an article was refused. All of them are sound, so nothing that is absent would mean anything.
    """
    build_study(paths, path, today=DEMO_TODAY, workers=1, strict=True)
    return path


def load_expected() -> Expected:
    """Return the expectations of the demo."""
    return tomllib.loads((ARTICLES.parent / "expected.toml").read_text(encoding="utf-8"))


# --- Parties ---------------------------------------------------------------------------------------------------------


@cache
def named(name: str) -> str:
    """Return the id of the party that goes by a name, as the directory has it or made from the name."""
    entry = load_directory().find_entry(name)
    return entry.id if entry else name.casefold().replace(" ", "-")


@cache
def house(party: str) -> str:
    """Return the group at the top of the directory's line of parents."""
    entry = load_directory().entries.get(party)
    return house(entry.parent) if entry is not None and entry.parent else party


def same_house(one: str, other: str) -> bool:
    """Tell whether two parties are one, or units of one group."""
    return one == other or house(one) == house(other)


def houses_in(claim: Claim) -> set[str]:
    """Return the groups that a claim names in any role."""
    return {house(mention.id) for mentions in claim.roles.values() for mention in mentions}


# --- Which deals and claims an expectation means ---------------------------------------------------------------------


def file_of(document: str) -> str:
    """Return the name of the file (and row) that a document is."""
    return Path(document).name


def deals_like(view: View, wanted: Expected) -> list[Deal]:
    """Return the deals of the wanted type between the wanted parties, whichever contract it is."""
    return [deal for deal in view.deals if _is_like(deal, wanted)]


def _is_like(deal: Deal, wanted: Expected) -> bool:
    if deal.type != wanted["type"] or wanted.get("right") != deal.right:
        return False
    if "project" in wanted:
        members = [wanted["project"], *wanted["participants"]]
        return all(any(same_house(p, named(member)) for p in deal.parties) for member in members)
    sides = ((deal.payer, wanted.get("payer")), (deal.payee, wanted.get("payee")))
    return all(name is None if side is None else bool(name) and same_house(side, named(name)) for side, name in sides)


def deal_of(view: View, wanted: Expected) -> Deal | None:
    """Return the deal that fits an expectation best: by amount, then status, then the articles that tell it."""
    return max(deals_like(view, wanted), key=lambda deal: _fit(view, deal, wanted), default=None)


def _fit(view: View, deal: Deal, wanted: Expected) -> tuple[bool, bool, int, str]:
    told = len(told_in(view, deal) & set(wanted.get("articles", ())))
    return not amount_differs(deal, wanted), deal.status in statuses_of(wanted), told, deal.id


def claims_of(view: View, deal: Deal) -> list[Claim]:
    """Return the claims of a deal, those that dispute it too."""
    return [view.claim_of[i] for i in sorted({*deal.claims, *deal.disputing})]


def told_in(view: View, deal: Deal) -> set[str]:
    """Return the files that tell a deal."""
    return {file_of(view.articles[claim.article].document) for claim in claims_of(view, deal)}


def claims_in(view: View, article: str) -> list[Claim]:
    """Return the claims of one file."""
    return [claim for claim in view.claims if file_of(claim.document) == article]


def statuses_of(wanted: Expected) -> tuple[str, ...]:
    """Return the statuses that the sentences allow."""
    return (wanted["status"], *wanted.get("status_also", ()), *wanted.get("also", ()))


# --- Amounts ---------------------------------------------------------------------------------------------------------


def amount_differs(deal: Deal, wanted: Expected) -> str:
    """Return how the amount of a deal differs from the expected one, "" where it does not or none is expected.

    A contract that is told in parts may give its sum as a total or as an aggregate over them.
    """
    if not ("low" in wanted or "high" in wanted):
        return ""
    scopes = ("total", "aggregate/total") if "tranches" in wanted else ("total",)
    keys = {f"{scope}/per {wanted['per']}" if "per" in wanted else scope for scope in scopes}
    slots = [s for s in deal.amounts if s.key.removesuffix(f"/{s.currency}") in keys]
    if any(s.currency == wanted["currency"] and is_amount(s.low, s.high, wanted) for s in slots):
        return ""
    said = ", ".join(f"{s.key} {span(s.low, s.high)}" for s in deal.amounts) or "none"
    return f"amount {said}, not {span(wanted.get('low'), wanted.get('high'))}"


def is_amount(low: Decimal | None, high: Decimal | None, wanted: Expected) -> bool:
    """Tell whether bounds are the expected ones; what is told as "about" may be as wide as docs/deals.md makes it."""
    least, most = (None if b is None else Decimal(b) for b in (wanted.get("low"), wanted.get("high")))
    if not wanted.get("approximate") or least is None or most is None:
        return (low or None) == least and high == most
    if low is None or high is None:
        return False
    return least - _margin(least) <= low <= least and most <= high <= most + _margin(most)


def _margin(figure: Decimal) -> Decimal:
    """Return how far "about" reaches: half the last digit written, at least ten per cent."""
    exponent = figure.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(Decimal(1).scaleb(exponent) / 2, figure / 10)


def is_stated(money: Money | None, wanted: Expected) -> bool:
    """Tell whether a claim states the expected bounds; whether it hedges is compared where that is expected."""
    if not ("low" in wanted or "high" in wanted):
        return True
    if money is None or (wanted.get("approximate") and not money.approximate):
        return False
    bounds = tuple(None if b is None else Decimal(b) for b in (wanted.get("low"), wanted.get("high")))
    return (money.low or None, money.high) == bounds


def span(low: Decimal | int | None, high: Decimal | int | None) -> str:
    """Return bounds in billions, for people."""
    shown = ["" if bound is None else f"{(Decimal(bound) / 10**9).normalize():f}" for bound in (low, high)]
    return f"[{shown[0]}..{shown[1]}] bn"


def money_told(money: Money | None) -> str:
    """Return a stated amount, for people."""
    return "without amount" if money is None else ("about " if money.approximate else "") + span(money.low, money.high)


def claim_told(claim: Claim) -> str:
    """Return type, roles and status of a claim, for people."""
    roles = ", ".join(f"{role} {' and '.join(m.id for m in ms)}" for role, ms in sorted(claim.roles.items()))
    return f"{claim.type} ({roles}) {claim.status}"


def short(article: str) -> str:
    """Return what an article is called in ids: "en-004"; a row of the table keeps its name."""
    return article if "#" in article else "-".join(article.split("-")[:2])
