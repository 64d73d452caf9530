"""How the stage and the day of a deal differ: scope of a denial, withdrawn and restored, which day, closed or promised.

In: `Reports`. Out: `Draft`s. Promise: progress from one stage to the next is no difference, and an article that does
not mention a deal denies nothing; a figure of a past period is held only against the same figure told of a later one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from anello.model import Claim
from anello.reconcile.differences.drafting import Draft, draft
from anello.reconcile.differences.sayings import (
    Reports,
    Saying,
    alike,
    event_day,
    gap,
    most_told,
    narrowed,
    near,
    together,
)
from anello.reconcile.slots import SIGNED, STAGES, is_bare

DENIED_OF = 45
"""Days between a narrow denial and one that is told without its limits."""
RESTORED = timedelta(days=60)
"""Within this time an outlet takes an end back; later it is a new deal."""
SAME_EVENT = 45
"""Days between two stated days of what may be one event."""
SAME_NEWS = 60
"""Days between the reports of them."""
CLOSING_NEWS = (-3, 30)
"""Days from "closed" to a report of what is still open in which the two are told of one moment."""
PERIOD = 400
"""Days of a reporting period at most."""
ROUND_SHARE = Decimal(5)
"""A share that is a multiple of this may be the same in two periods by chance."""

BESIDE = 80
"""Characters on either side of a figure in which a year is told of it."""

NEGATIVE = ("denied", "ended")
STANDING = ("stake", "control", "valuation", "holding", "maker", "right")
"""Types that tell how things stand; they do hold in one period after another."""
CONFIRMING = ("company", "filing", "person")


def find_scopes_of_denial(reports: Reports) -> Iterator[Draft]:
    """Yield denials (or ends) of one thing beside those of the whole, where a larger deal stands."""
    for told in reports.sayings.values():
        negative = most_told(s for s in told if s.status in NEGATIVE)
        narrow = [s for s in negative if s.figure is not None]
        standing = most_told(s for s in told if s.signed and s.figure is not None)
        for denial in narrow:
            whole = [s for s in standing if not _same_figure(s, denial)]
            broad = [b for b in negative if _of_all(b, whole) and _told_apart(b, denial)]
            if whole and broad:
                yield _denial(denial, broad, whole)


def _same_figure(a: Saying, b: Saying) -> bool:
    return a.measure == b.measure and alike(a.figure, b.figure)


def _of_all(denial: Saying, whole: Sequence[Saying]) -> bool:
    """Tell whether a denial names no part: it has no figure, or that of the deal which stands."""
    return denial.figure is None or any(_same_figure(denial, s) for s in whole)


def _told_apart(a: Saying, b: Saying) -> bool:
    return not together(a, b) and near(a, b, DENIED_OF)


def _denial(denial: Saying, broad: Sequence[Saying], whole: Sequence[Saying]) -> Draft:
    stands = " and ".join(sorted({s.reading for s in whole}))
    sides = [(f"{denial.status}: {denial.reading}", [denial])]
    sides += [(f"{status}: all of it", [b for b in broad if b.status == status]) for status in _statuses(broad)]
    reason = f"one speaks of {denial.reading} alone, the other sets no limit; {stands} is told as signed"
    return draft("scope_of_denial", sides, f"How much is denied or ended differs: {reason}.")


def _statuses(sayings: Sequence[Saying]) -> list[str]:
    return sorted({s.status for s in sayings})


def find_withdrawn_and_restored(reports: Reports) -> Iterator[Draft]:
    """Yield deals that an outlet tells as ended or denied and soon after as standing, as they were before."""
    for told in reports.sayings.values():
        gone = [s for s in told if s.status in NEGATIVE]
        standing = [s for s in told if s.signed]
        if not gone or not standing:
            continue
        first = min((s.days[0] for s in standing if s.days), default=None)
        after = _by_outlet(standing, reports)
        for end in gone:
            for claim in end.claims:
                restored = _restored(claim, end, first, after, reports)
                if restored:
                    yield _restoration(narrowed(end, [claim]), restored)


def _by_outlet(sayings: Sequence[Saying], reports: Reports) -> dict[str, list[tuple[date, Saying, Claim]]]:
    found: dict[str, list[tuple[date, Saying, Claim]]] = defaultdict(list)
    for saying in sayings:
        for claim in saying.claims:
            outlet, day = reports.outlet_of.get(claim.article), reports.day_of[claim.id]
            if outlet is not None and day is not None:
                found[outlet].append((day, saying, claim))
    return found


def _restored(
    claim: Claim,
    end: Saying,
    first: date | None,
    after: dict[str, list[tuple[date, Saying, Claim]]],
    reports: Reports,
) -> list[Saying]:
    """Return what the outlet of an end says soon after it, each saying with those later claims alone."""
    day, outlet = reports.day_of[claim.id], reports.outlet_of.get(claim.article)
    if day is None or outlet is None or first is None or first >= day:
        return []
    later: dict[Saying, list[Claim]] = defaultdict(list)
    for told, saying, again in after.get(outlet, ()):
        if day < told <= day + RESTORED and _one_deal(saying, end):
            later[saying].append(again)
    return [narrowed(saying, claims) for saying, claims in later.items()]


def _one_deal(standing: Saying, end: Saying) -> bool:
    comparable = standing.measure == end.measure and None not in (standing.figure, end.figure)
    return not comparable or alike(standing.figure, end.figure)


def _restoration(end: Saying, restored: Sequence[Saying]) -> Draft:
    sides = [(f"{end.status}: {end.reading}", [end])]
    sides += [(f"{s.status} again: {s.reading}", [s]) for s in restored]
    reason = "the same outlet tells it as standing again; that a document does not name a deal ends none"
    return draft("withdrawn_and_restored", sides, f"Whether the deal stands differs: {reason}.")


def find_event_or_report(reports: Reports) -> Iterator[Draft]:
    """Yield one event with several days: that of the event, of a report, of a confirmation."""
    for matter, told in reports.sayings.items():
        dated: dict[tuple[str, str, Decimal | None], list[Saying]] = defaultdict(list)
        for saying in told:
            if event_day(saying) is not None and (stage := _event(saying)):
                dated[stage, saying.measure, saying.figure].append(saying)
        for sayings in dated.values():
            yield from _days_of_one_event(most_told(sayings), matter.type, reports)


def _event(saying: Saying) -> str:
    """Return the event that a saying dates, "" where it is none: talks have no day."""
    if saying.matter.type == "ipo" and saying.stage >= STAGES["planned"]:
        return "step"
    return saying.status if saying.signed or saying.status == "ended" else ""


def _days_of_one_event(sayings: Sequence[Saying], type_: str, reports: Reports) -> Iterator[Draft]:
    sides: dict[str, list[Saying]] = defaultdict(list)
    for a, b in combinations(sayings, 2):
        if _another_day(a, b) and reports.deals(a) & reports.deals(b):
            for saying in (a, b):
                sides[_day_reading(saying)].append(saying)
    if len(sides) > 1:
        listed = [(reading, list(dict.fromkeys(sides[reading]))) for reading in sorted(sides)]
        days = ", ".join(reading for reading, _ in listed)
        reason = "a text may give the day of the event, of the report or of a confirmation"
        yield draft("event_or_report", listed, f"The day of the {type_} differs: {days}; {reason}.")


def _another_day(a: Saying, b: Saying) -> bool:
    days = event_day(a), event_day(b)
    assert days[0] is not None
    assert days[1] is not None
    # One day apart may be one day in two time zones.
    return 1 < abs((days[0] - days[1]).days) <= SAME_EVENT and not together(a, b) and near(a, b, SAME_NEWS)


def _day_reading(saying: Saying) -> str:
    confirmed = any(c.attribution and c.attribution[-1].kind in CONFIRMING for c in saying.claims)
    return f"{event_day(saying)}{' (confirmed by a party or a document)' if confirmed else ''}"


def find_closed_or_committed(reports: Reports) -> Iterator[Draft]:
    """Yield deals told as closed, of which others tell that a part is conditional or still to come."""
    closed: dict[tuple[str, str, str], list[Saying]] = defaultdict(list)
    still: dict[tuple[str, str, str], list[Saying]] = defaultdict(list)
    for saying in reports.all():
        matter = saying.matter
        if matter.type in STANDING or matter.payee is None or saying.about != "amount" or saying.figure is None:
            continue
        key = (matter.type, matter.payee, saying.measure)
        if saying.status == "completed" and not saying.conditional and "part" not in saying.scope:
            closed[key].append(saying)
        elif STAGES["planned"] <= saying.stage <= SIGNED and (saying.conditional or "part" in saying.scope):
            still[key].append(saying)
    for key in sorted(closed):
        for done, rest in ((d, r) for d in most_told(closed[key]) for r in most_told(still.get(key, ()))):
            if _still_open(done, rest):
                yield _closed(done, rest)


def _still_open(done: Saying, rest: Saying) -> bool:
    """Tell whether a report of what is open is of the moment that another calls the closing."""
    assert done.figure is not None
    assert rest.figure is not None
    payers = {done.matter.payer, rest.matter.payer}
    one_deal = len(payers) == 1 or None in payers or done.joint or rest.joint
    fits = alike(done.figure, rest.figure) if rest.conditional else False
    fits = fits or ("part" in rest.scope and rest.figure < done.figure)
    said = all(c.mode == "asserted" and not is_bare(c) for c in done.claims)
    return one_deal and fits and said and not together(done, rest) and _within(done, rest)


def _within(done: Saying, rest: Saying) -> bool:
    if not done.days or not rest.days or gap(done, rest) is None:
        return False
    least, most = CLOSING_NEWS
    return any(least <= (r - d).days <= most for d in done.days[:1] for r in rest.days[:1])


def _closed(done: Saying, rest: Saying) -> Draft:
    how = "under a condition" if rest.conditional else "to be paid in parts"
    sides = [(f"completed: {done.reading}", [done]), (f"{rest.status}, {how}: {rest.reading}", [rest])]
    reason = f"{done.reading} is told as closed, {rest.reading} of it as {how}: promised is not paid"
    return draft("closed_or_committed", sides, f"How far the deal is differs: {reason}.")


def find_stale_figures(reports: Reports) -> Iterator[Draft]:
    """Yield a figure of one period that another report gives for a later one."""
    for matter, told in reports.sayings.items():
        if matter.type in STANDING:
            continue
        groups: dict[tuple[str, str, str | None], list[Saying]] = defaultdict(list)
        for saying in told:
            if _of_period(saying) and saying.about in ("percent", "amount") and saying.signed:
                groups[saying.about, saying.measure, saying.basis].append(saying)
        for sayings in groups.values():
            yield from _stale(most_told(sayings), reports)


def _of_period(saying: Saying) -> bool:
    time = saying.time
    return time is not None and None not in (time.first, time.last) and 27 <= _length(saying) <= PERIOD


def _length(saying: Saying) -> int:
    time = saying.time
    return (time.last - time.first).days if time and time.first and time.last else 0


def _stale(sayings: Sequence[Saying], reports: Reports) -> Iterator[Draft]:
    for old, new in combinations(sorted(sayings, key=lambda s: (_start(s), s.claims[0].id)), 2):
        disjoint = old.time and new.time and old.time.last and new.time.first and old.time.last < new.time.first
        if not disjoint or old.reading != new.reading or together(old, new) or _names_year(new, old, reports):
            continue
        contradicted = [s for s in sayings if _same_period(s, new) and not alike(s.figure, new.figure)]
        if contradicted or not _by_chance(old):
            yield _stale_draft(old, new, contradicted, reports)


def _names_year(new: Saying, old: Saying, reports: Reports) -> bool:
    """Tell whether a text names the year of the older period beside the figure: then it speaks of that."""
    year = str(_start(old).year)
    return year != str(_start(new).year) and all(year in _text_beside(c, reports) for c in new.claims)


def _text_beside(claim: Claim, reports: Reports) -> str:
    article, figure = reports.articles.get(claim.article), claim.amount or claim.percent
    if article is None or figure is None:
        return ""
    return article.text[max(0, figure.start - BESIDE) : figure.end + BESIDE]


def _start(saying: Saying) -> date:
    return saying.time.first if saying.time and saying.time.first else date.min


def _same_period(a: Saying, b: Saying) -> bool:
    return bool(a.time and b.time and (a.time.first, a.time.last) == (b.time.first, b.time.last))


def _by_chance(saying: Saying) -> bool:
    """Tell whether two periods may well have the same figure: a lone digit, or a round share."""
    assert saying.figure is not None
    digits = len(saying.figure.normalize().as_tuple().digits)
    return digits < 2 or (saying.about == "percent" and saying.figure % ROUND_SHARE == 0)


def _stale_draft(old: Saying, new: Saying, others: Sequence[Saying], reports: Reports) -> Draft:
    sides = [(f"{old.reading} for {_period(old)}", [old]), (f"{new.reading} for {_period(new)}", [new])]
    sides += [(f"{s.reading} for {_period(s)}", [s]) for s in others]
    name = " and ".join(reports.name(p) for p in old.matter.parties)
    reason = f"{old.reading} is told of {_period(old)} and again of {_period(new)}; it may have outlived its period"
    return draft("stale_figure", sides, f"The period of a figure of {name} differs: {reason}.")


def _period(saying: Saying) -> str:
    time = saying.time
    assert time is not None
    return f"{time.first} to {time.last}"
