"""The demo corpus held against `expected.toml`: every expectation is one small finding, met or not.

In: the expectations of the demo, and studies built from it. Out: `Finding`s, each with an id and a check that returns
"" where the finding is met, else what was found instead. Promise: nothing here knows what the extraction can do; what
is expected comes from `expected.toml` alone, read as docs/demo.md says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from demo_deals import has_percent, has_quantity, of_deal, of_not_ring, of_ring, rings_told, status_differs
from demo_study import (
    Demo,
    Expected,
    Finding,
    claim_told,
    claims_in,
    deals_like,
    file_of,
    house,
    houses_in,
    is_stated,
    load_expected,
    money_told,
    named,
    short,
    statuses_of,
    told_in,
)

from anello.lang.directory import load_directory
from anello.model import Claim, Deal
from anello.show import View

OPEN = Path(__file__).parent / "demo_open.toml"


def load_open() -> dict[str, str]:
    """Return the findings that are not met yet, each with the reason."""
    return tomllib.loads(OPEN.read_text(encoding="utf-8")) if OPEN.exists() else {}


def all_findings() -> tuple[Finding, ...]:
    """Return every finding that `expected.toml` asks for, in its order; ids are unique."""
    expected = load_expected()
    deals = {deal["name"]: deal for deal in expected["deal"]}
    return (
        *(finding for deal in expected["deal"] for finding in of_deal(deal)),
        *(of_ring(ring) for ring in expected["ring"]),
        *(of_not_ring(ring, deals) for ring in expected["not_ring"]),
        *(finding for ladder in expected["status_history"] for finding in of_history(ladder)),
        *(of_origin(origin, deals) for origin in expected["origin"]),
        *(of_no_claims(none["article"]) for none in expected["no_claims"]),
        *(finding for day in expected["as_of"] for finding in of_day(day)),
        *(finding for denied in expected["denied"] for finding in of_denial(denied, deals)),
        *(of_conflict(conflict, deals) for conflict in expected["conflict"]),
        *(finding for stale in expected["stale"] for finding in of_stale(stale)),
    )


# --- [[status_history]], [[origin]], [[no_claims]], [[as_of]], [[conflict]] ------------------------------------------


def of_history(ladder: Expected) -> Iterator[Finding]:
    """Yield a finding for each step: an article told that status and that amount on that day."""
    for number, step in enumerate(ladder["steps"], 1):
        wanted = {**ladder, **step}
        yield Finding(
            f"step:{ladder['name']}:{number:02}-{step['status']}-{short(step['article'])}", _step_check(wanted)
        )


def _step_check(wanted: Expected) -> Callable[[Demo], str]:
    def check(demo: Demo) -> str:
        view = demo.view()
        events = [event for deal in deals_like(view, wanted) for event in deal.history]
        told = [e for e in events if file_of(view.claim_of[e.claim].document) == wanted["article"]]
        if any(_is_step(view.claim_of[e.claim], e.published, wanted) for e in told):
            return ""
        said = [f"{e.status} {money_told(view.claim_of[e.claim].amount)}" for e in told]
        return f"{'; '.join(sorted(said)) or 'nothing'} on {wanted['date']}"

    return check


def _is_step(claim: Claim, published: date | None, wanted: Expected) -> bool:
    return published == wanted["date"] and claim.status in statuses_of(wanted) and is_stated(claim.amount, wanted)


def of_origin(wanted: Expected, deals: Mapping[str, Expected]) -> Finding:
    """Return the finding that a deal told by these articles alone rests on so many independent origins."""

    def check(demo: Demo) -> str:
        view = demo.view_of(wanted["articles"])
        found = deals_like(view, deals[wanted["deal"]])
        if not found:
            return "no such deal in a study of these articles alone"
        deal = max(found, key=lambda d: (len(told_in(view, d)), d.id))
        missing = sorted(set(wanted["articles"]) - told_in(view, deal))
        if missing:
            return f"not told by {', '.join(map(short, missing))}"
        roots = "; ".join(deal.origins.roots)
        unnamed = [root for root in wanted["roots"] if _is_outlet(root) and root.casefold() not in roots]
        bounds = (deal.origins.lo, deal.origins.hi)
        if bounds == (wanted["lo"], wanted["hi"]) and not unnamed:
            return ""
        return f"{bounds[0]} to {bounds[1]} origins: {roots}"

    return Finding(f"origin:{wanted['name'].replace(' ', '-').replace(',', '').replace(':', '')}", check)


def _is_outlet(root: str) -> bool:
    entry = load_directory().find_entry(root)
    return entry is not None and entry.kind == "outlet"


def of_no_claims(article: str) -> Finding:
    """Return the finding that an article claims nothing."""
    return Finding(
        f"no_claims:{short(article)}",
        lambda demo: "; ".join(sorted(claim_told(c) for c in claims_in(demo.view(), article))),
    )


def of_day(day: Expected) -> Iterator[Finding]:
    """Yield what must be there, and what not yet, in the study as of a day at a floor."""
    start = f"as_of:{day['date']}:{day['floor']}"
    for wanted in day.get("present", ()):
        yield Finding(f"{start}:{_label(wanted)}", _on_day(day, partial(_absent, wanted)))
    for wanted in day.get("absent", ()):
        yield Finding(f"{start}:no-{_label(wanted)}", _on_day(day, partial(_present, wanted)))
    for parties in day.get("present_rings", ()):
        yield Finding(f"{start}:ring-{'-'.join(parties)}", _on_day(day, partial(_no_ring, parties)))
    for parties in day.get("absent_rings", ()):
        yield Finding(f"{start}:no-ring-{'-'.join(parties)}", _on_day(day, partial(rings_told, parties)))


def _on_day(day: Expected, differs: Callable[[View], str]) -> Callable[[Demo], str]:
    return lambda demo: differs(demo.view(day["date"], day["floor"]))


def _label(wanted: Expected) -> str:
    return f"{wanted['payer']}-{wanted['payee']}-{wanted['type']}".replace(" ", "-")


def _absent(wanted: Expected, view: View) -> str:
    return "" if deals_like(view, wanted) else "no such deal"


def _present(wanted: Expected, view: View) -> str:
    return "; ".join(f"{deal.status} since {_since(deal)}" for deal in deals_like(view, wanted))


def _no_ring(parties: Sequence[str], view: View) -> str:
    return "" if rings_told(parties, view) else "no such ring"


def _since(deal: Deal) -> str:
    return str(min((event.published for event in deal.history if event.published), default="?"))


def of_conflict(wanted: Expected, deals: Mapping[str, Expected]) -> Finding:
    """Return the finding that a disagreement over an amount is kept with all its readings."""

    def check(demo: Demo) -> str:
        view = demo.view()
        ids = {deal.id for deal in deals_like(view, deals[wanted["deal"]])}
        conflicts = [c for c in view.conflicts if c.deal in ids and c.kind == "amount"]
        for conflict in conflicts:
            told = [view.claim_of[claim].amount for _, side in conflict.sides for claim in side]
            if all(any(is_stated(money, reading) for money in told) for reading in wanted["readings"]):
                return ""
        return "; ".join(" against ".join(r for r, _ in c.sides) for c in conflicts) or "no conflict over an amount"

    return Finding(f"conflict:{wanted['deal']}", check)


# --- [[denied]], [[stale]] -------------------------------------------------------------------------------------------


def of_denial(wanted: Expected, deals: Mapping[str, Expected]) -> Iterator[Finding]:
    """Yield that the denial is heard, that the dropped part is over, how large it was, and what it leaves standing."""
    article, by = wanted["article"], wanted["by"]
    status, size = wanted["expansion_status"], wanted["expansion_quantity"]

    def is_heard(claim: Claim) -> bool:
        return claim.status == "denied" and house(named(by)) in houses_in(claim)

    def is_over(claim: Claim) -> bool:
        return claim.status == str(status)

    def is_over_in_size(claim: Claim) -> bool:
        return is_over(claim) and has_quantity(claim, size)

    start = f"denied:{short(article)}"
    yield Finding(f"{start}:by-{by}", _any_claim(article, is_heard))
    yield Finding(f"{start}:expansion-{status}", _any_claim(article, is_over))
    yield Finding(f"{start}:expansion-{size.replace(' ', '-')}", _any_claim(article, is_over_in_size))
    for name in wanted["unaffected"]:
        yield Finding(f"{start}:unaffected-{name}", _standing(deals[name]))


def _standing(wanted: Expected) -> Callable[[Demo], str]:
    return lambda demo: status_differs(demo.view(), wanted)


def of_stale(wanted: Expected) -> Iterator[Finding]:
    """Yield that the share is read for its year, and that where it is used again it is not read for a later time."""
    share = re.match(r"\d+", wanted["figure"])
    assert share is not None
    percent, year = Decimal(share.group()), int(wanted["holds_for"])

    def of_its_year(claim: Claim) -> bool:
        return has_percent(claim, percent) and _years(claim) == {year}

    def not_later(claim: Claim) -> bool:
        return has_percent(claim, percent) and max(_years(claim), default=year) <= year

    first, later = wanted["articles"]
    yield Finding(f"stale:{short(first)}:{percent}-percent-in-{year}", _any_claim(first, of_its_year))
    yield Finding(f"stale:{short(later)}:{percent}-percent-not-after-{year}", _any_claim(later, not_later))


def _years(claim: Claim) -> set[int]:
    """Return the years in which the time of a claim begins and ends."""
    return {day.year for day in (claim.time.first, claim.time.last) if day} if claim.time else set()


def _any_claim(article: str, fits: Callable[[Claim], bool]) -> Callable[[Demo], str]:
    def check(demo: Demo) -> str:
        told = claims_in(demo.view(), article)
        return (
            ""
            if any(map(fits, told))
            else f"none such; its claims: {'; '.join(sorted(map(claim_told, told))) or 'none'}"
        )

    return check
