"""Echoes: who reported first, who cites whom in a circle, and what became of what an outlet told.

In: deals, echoes, claims, articles, citations. Out: first reports by outlet, `Circle` and `OutletRecord`. Promise: it
describes and judges nobody: "right" and "wrong" compare what was told with what became of the deal, and say nothing of
whether it was true on its day; every count has its denominator; only resolved deals are compared; the order of the
input changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from anello.lang.directory import load_directory
from anello.lang.transliteration import fold
from anello.model import Article, Circle, Citation, Claim, Deal, Echo, OutletRecord, Report, digest_of

RESOLVED = ("completed", "denied", "ended")
"""Statuses that end the question: closed, denied, ended."""

STOOD = ("considered", "talks", "planned", "agreed", "completed")
"""What is told by whoever tells that a deal is or comes about."""

FELL = ("denied", "ended")


@dataclass(frozen=True, slots=True)
class Press:
    """Articles with the outlet of each under one name for all of its spellings."""

    articles: Mapping[str, Article]
    outlet_of: Mapping[str, str]


def read_outlets(articles: Mapping[str, Article]) -> Press:
    """Gather the outlets of the articles; one without an outlet has none."""
    return Press(articles, {a.id: outlet_name(a.outlet) for a in articles.values() if a.outlet})


def outlet_name(name: str) -> str:
    """Return the usual name of an outlet, the name as written where the directory does not know it.

    >>> outlet_name("РБК")
    'RBC'
    """
    entry = load_directory().find_entry(name)
    return entry.name if entry is not None and entry.kind == "outlet" else name


# --- first reports ----------------------------------------------------------------------------------------------------


def first_reports(echo: Echo, press: Press) -> tuple[Report, ...]:
    """Return the first report of each outlet on a deal, the earliest first; undated ones come last.

    The delay counts days from the first dated report of all. Several first reports on one day have no order among them.
    """
    own = {edge.article for edge in echo.derivations if edge.via == "own"}
    by_outlet: dict[str, list[Article]] = defaultdict(list)
    for name in echo.articles:
        if name in press.outlet_of:
            by_outlet[press.outlet_of[name]].append(press.articles[name])
    firsts = {outlet: min(found, key=_when) for outlet, found in by_outlet.items()}
    dated = [a.published for name in echo.articles if (a := press.articles.get(name)) and a.published]
    start = min(dated, default=None)
    reports = (
        Report(
            echo.deal,
            outlet,
            article.id,
            article.published,
            (article.published - start).days if article.published and start else None,
            any(a.id in own and a.published == article.published for a in by_outlet[outlet]),
        )
        for outlet, article in firsts.items()
    )
    return tuple(sorted(reports, key=lambda r: (r.published or date.max, r.outlet)))


def _when(article: Article) -> tuple[date, str]:
    return (article.published or date.max, article.id)


# --- circles ----------------------------------------------------------------------------------------------------------


def find_circles(
    echoes: Iterable[Echo], claims: Mapping[str, Claim], citations: Iterable[Citation], press: Press
) -> tuple[Circle, ...]:
    """Return where outlets rest on each other in a circle about one deal, sorted by id.

    An outlet rests on another where a claim of the deal in one of its articles names it in its chain. The circles are
    the strongly connected components of that graph (Tarjan 1972). An outlet that cites itself is no circle.
    """
    said: dict[tuple[str, str], Citation] = {}
    for citation in sorted(citations, key=lambda c: (c.article, c.name, c.via)):
        if citation.kind == "outlet":
            said.setdefault((citation.article, fold(outlet_name(citation.name))), citation)
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims.values():
        told[claim.article].append(claim)
    found = [circle for echo in echoes for circle in _circles_of(echo, told, said, press)]
    return tuple(sorted(found, key=lambda circle: circle.id))


Edges = dict[str, dict[str, Citation]]


def _circles_of(
    echo: Echo, told: Mapping[str, Sequence[Claim]], said: Mapping[tuple[str, str], Citation], press: Press
) -> Iterable[Circle]:
    """Yield the circles of one deal."""
    edges: Edges = defaultdict(dict)
    deal_claims = {claim for claim, _ in echo.claim_origins}
    for article in sorted(
        echo.articles, key=lambda a: _when(press.articles[a]) if a in press.articles else (date.max, a)
    ):
        own = press.outlet_of.get(article)
        if own is None:
            continue
        for claim in sorted(told.get(article, ()), key=lambda c: c.id):
            link = next((v for v in claim.attribution if v.kind == "outlet"), None) if claim.id in deal_claims else None
            cited = outlet_name(link.name) if link else own
            if link is not None and cited != own:
                citation = said.get((article, fold(cited)), Citation(article, link.name, "outlet"))
                edges[own].setdefault(cited, citation)
    for outlets in _components(edges):
        cites = tuple(c for a in outlets for b, c in sorted(edges[a].items()) if b in outlets)
        yield Circle(digest_of("circle", echo.deal, *outlets), echo.deal, outlets, cites)


def _components(edges: Edges) -> list[tuple[str, ...]]:
    """Return the strongly connected components of two or more, each sorted."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    for start in sorted(edges):
        if start in order:
            continue
        work = [(start, iter(sorted(edges.get(start, ()))))]
        order[start] = low[start] = len(order)
        stack.append(start)
        while work:
            node, rest = work[-1]
            onward = next(rest, None)
            if onward is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    found.append(_popped(stack, node))
            elif onward not in order:
                order[onward] = low[onward] = len(order)
                stack.append(onward)
                work.append((onward, iter(sorted(edges.get(onward, ())))))
            elif onward in stack:
                low[node] = min(low[node], order[onward])
    return [component for component in found if len(component) > 1]


def _popped(stack: list[str], node: str) -> tuple[str, ...]:
    at = stack.index(node)
    component = tuple(sorted(stack[at:]))
    del stack[at:]
    return component


# --- records ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Tally:
    articles: set[str]
    deals: list[str]
    own: int = 0
    first: int = 0
    resolved: int = 0
    early: int = 0
    late: int = 0
    right: int = 0
    wrong: int = 0


def outlet_records(
    deals: Iterable[Deal], echoes: Iterable[Echo], claims: Mapping[str, Claim], press: Press
) -> tuple[OutletRecord, ...]:
    """Return how the reports of each outlet stand to what became of the deals, most deals first.

    A deal is resolved on the day of the report with which it became completed, denied or ended. What an outlet told
    before that day is compared with the outcome: a deal stood if it was ever signed or closed, else it fell.
    """
    echo_of = {echo.deal: echo for echo in echoes}
    tallies: dict[str, _Tally] = defaultdict(lambda: _Tally(set(), []))
    for deal in sorted(deals, key=lambda d: d.id):
        if deal.id in echo_of:
            _count_deal(deal, echo_of[deal.id], claims, press, tallies)
    records = (
        OutletRecord(
            outlet, len(t.articles), len(t.deals), t.own, t.first, t.resolved, t.early, t.late, t.right, t.wrong,
            tuple(t.deals),
        )
        for outlet, t in tallies.items()
    )  # fmt: skip
    return tuple(sorted(records, key=lambda r: (-r.deals, r.outlet)))


def _count_deal(
    deal: Deal, echo: Echo, claims: Mapping[str, Claim], press: Press, tallies: Mapping[str, _Tally]
) -> None:
    day = resolved_on(deal)
    told: dict[str, list[Claim]] = defaultdict(list)
    for name in (*deal.claims, *deal.disputing):
        claim = claims.get(name)
        if claim is not None and claim.article in press.outlet_of:
            told[press.outlet_of[claim.article]].append(claim)
    for report in first_reports(echo, press):
        tally = tallies[report.outlet]
        tally.articles.update(a for a in echo.articles if press.outlet_of.get(a) == report.outlet)
        tally.deals.append(deal.id)
        tally.own += report.own
        tally.first += report.delay == 0
        if day is None or report.published is None:
            continue
        tally.resolved += 1
        tally.late += report.published > day
        if report.published < day:
            tally.early += 1
            side = _side([c for c in told[report.outlet] if c.published and c.published < day])
            tally.right += side is not None and side == stood(deal)
            tally.wrong += side is not None and side != stood(deal)


def resolved_on(deal: Deal) -> date | None:
    """Return the day of the first report that left a deal completed, denied or ended; None while it is open."""
    if deal.status not in RESOLVED:
        return None
    last = takewhile(lambda event: event.status == deal.status, reversed(deal.history))
    return min((event.published for event in last if event.published), default=None)


def stood(deal: Deal) -> bool:
    """Tell whether a resolved deal came about: it was closed, or signed before it ended."""
    return deal.status == "completed" or any(event.status in ("agreed", "completed") for event in deal.history)


def _side(claims: Sequence[Claim]) -> bool | None:
    """Return what an outlet told last: True that the deal is or comes about, False that it does not, None neither."""
    sides = [c for c in claims if (c.status in STOOD and c.mode != "negated") or c.status in FELL]
    if not sides:
        return None
    last = max(c.published or date.min for c in sides)
    told = {c.status in STOOD for c in sides if (c.published or date.min) == last}
    return told.pop() if len(told) == 1 else None
