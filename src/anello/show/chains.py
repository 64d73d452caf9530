"""Chains opened: who rests on whom behind a deal, with the sentences and the copied passages; echoes, circles, outlets.

In: a view. Out: JSON views, flat rows, and words. Promise: each link says by what it is known (attribution, byline,
copied text, figures and a quotation, or nothing but itself) and shows the passage where there is one; counts stand with
their denominators; it describes and judges nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from anello.model import Circle, Derivation, Echo, Grade, OutletRecord, Report, Span
from anello.show.evidence import Passage, sentence_around
from anello.show.view import View
from anello.show.views import Json, article_view, day, echo_view
from anello.show.words import count_words, origins_words

ECHO_COLUMNS = (
    *("deal", "type", "parties", "articles", "languages", "origins_low", "origins_high", "party", "grade"),
    *("first_outlets", "first_day", "last_delay", "circles", "words"),
)
CIRCLE_COLUMNS = ("id", "deal", "type", "parties", "outlets", "sentences")
OUTLET_COLUMNS = (
    *("outlet", "articles", "deals", "own", "first", "resolved", "early", "late", "right", "wrong"),
)  # fmt: skip

VIA_WORDS = {
    "attribution": "says so",
    "byline": "prints its report",
    "link": "links to it",
    "reuse": "copies its text",
    "numbers": "same figures and quotation in another language (weaker)",
    "own": "rests on nobody else that it names",
}
"""How a link of the citation graph is known."""


def grade_words(grade: Grade | None) -> str:
    """Return a grade in the Admiralty form, as an interval where the origins are one.

    >>> grade_words(Grade("C", 2, 1)), grade_words(Grade("A", 2, 2)), grade_words(None)
    ('C2–1', 'A2', '')
    """
    if grade is None:
        return ""
    one = grade.information == grade.at_best
    return f"{grade.source}{grade.information}" if one else f"{grade.source}{grade.information}–{grade.at_best}"


def echo_words(echo: Echo) -> str:
    """Return how often a deal is told and on how many origins that rests.

    >>> from anello.model import Origins
    >>> echo_words(Echo("d", tuple("abc"), ("en", "it"), Origins(1, 1, 0, 3)))
    '3 articles, 2 languages, 1 origin'
    >>> echo_words(Echo("d", tuple("abc"), ("en",), Origins(0, 0, 1, 3)))
    '3 articles, 1 language, no origin but a party'
    """
    told = f"{count_words(len(echo.articles), 'article')}, {count_words(len(echo.languages), 'language')}"
    found = echo.origins
    if not found.hi:
        return f"{told}, no origin but {'a party' if found.party == 1 else 'the parties'}"
    count = count_words(found.hi, "origin") if found.lo == found.hi else f"{found.lo}–{found.hi} origins"
    return f"{told}, {count}" + (f" and {count_words(found.party, 'party', 'parties')}" if found.party else "")


def loud(view: View) -> list[Echo]:
    """Return the echoes with more articles than independent voices, the widest gap first."""
    found = [e for e in view.echoes if len(e.articles) > max(1, e.origins.hi + e.origins.party)]
    return sorted(found, key=lambda e: (e.origins.hi + e.origins.party - len(e.articles), e.deal))


def first_words(reports: Iterable[Report]) -> str:
    """Return who told it first, on which day, and after how many days the last outlet followed."""
    listed = list(reports)
    firsts = [report for report in listed if report.delay == 0]
    if not firsts:
        return "undated"
    last = max(report.delay or 0 for report in listed)
    said = f"{', '.join(report.outlet for report in firsts)} ({firsts[0].published})"
    return f"{said}, last after {count_words(last, 'day')}" if last else said


# --- JSON -------------------------------------------------------------------------------------------------------------


def echo_full_view(echo: Echo, view: View) -> Json:
    """Return an echo with its grade, first reports, circles and the links of its chains."""
    reports = view.first_reports.get(echo.deal, ())
    return echo_view(echo, view.deal_of[echo.deal], view.names) | {
        "words": echo_words(echo),
        "grade": grade_view(echo.grade),
        "first_reports": [report_view(report) for report in reports],
        "circles": [circle_view(circle, view) for circle in view.circles if circle.deal == echo.deal],
        "links": [link_view(edge, view) for edge in links_of(echo, view)],
    }


def grade_view(grade: Grade | None) -> Json | None:
    """Return a grade: letter of the source and number of the information apart."""
    if grade is None:
        return None
    return {"source": grade.source, "information": grade.information, "information_at_best": grade.at_best}


def report_view(report: Report) -> Json:
    """Return the first report of an outlet."""
    return {
        "outlet": report.outlet,
        "article": report.article,
        "published": day(report.published),
        "delay": report.delay,
        "own": report.own,
    }


def circle_view(circle: Circle, view: View) -> Json:
    """Return a reporting circle with its sentences."""
    return {
        "id": circle.id,
        "deal": circle.deal,
        "outlets": list(circle.outlets),
        "citations": [
            {
                "article": c.article,
                "outlet": view.articles[c.article].outlet if c.article in view.articles else None,
                "cites": c.name,
                "sentence": c.evidence.text if c.evidence else None,
            }
            for c in circle.citations
        ],
    }


def outlet_view(record: OutletRecord) -> Json:
    """Return the record of an outlet; `right` and `wrong` are out of `early`, `early` and `late` out of `resolved`."""
    return {name: getattr(record, name) for name in OUTLET_COLUMNS} | {"told": list(record.told)}


def link_view(edge: Derivation, view: View) -> Json:
    """Return a link of the citation graph with what it rests on."""
    earlier = view.articles.get(edge.rests_on)
    return {
        "article": article_view(view.articles[edge.article]) if edge.article in view.articles else edge.article,
        "rests_on": article_view(earlier) if earlier else edge.rests_on,
        "via": edge.via,
        "weaker": edge.via == "numbers",
        "extent": edge.extent,
        "sentence": edge.evidence and _span_view(edge.evidence),
        "copied": [{"here": _span_view(here), "there": _span_view(there)} for here, there in edge.passages],
    }


def _span_view(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


# --- rows -------------------------------------------------------------------------------------------------------------


def echo_row(echo: Echo, view: View) -> dict[str, str]:
    """Return an echo as one row of text."""
    deal = view.deal_of[echo.deal]
    reports = view.first_reports.get(echo.deal, ())
    firsts = [report for report in reports if report.delay == 0]
    cells: dict[str, object] = {
        "deal": echo.deal,
        "type": deal.type,
        "parties": "; ".join(view.names.get(party, party) for party in deal.parties),
        "articles": len(echo.articles),
        "languages": "; ".join(echo.languages),
        "origins_low": echo.origins.lo,
        "origins_high": echo.origins.hi,
        "party": echo.origins.party,
        "grade": grade_words(echo.grade),
        "first_outlets": "; ".join(report.outlet for report in firsts),
        "first_day": day(firsts[0].published) if firsts else "",
        "last_delay": max((report.delay for report in reports if report.delay is not None), default=""),
        "circles": sum(circle.deal == echo.deal for circle in view.circles),
        "words": echo_words(echo),
    }
    return {name: _safe(cells[name]) for name in ECHO_COLUMNS}


def circle_row(circle: Circle, view: View) -> dict[str, str]:
    """Return a reporting circle as one row of text."""
    deal = view.deal_of[circle.deal]
    cells = {
        "id": circle.id,
        "deal": circle.deal,
        "type": deal.type,
        "parties": "; ".join(view.names.get(party, party) for party in deal.parties),
        "outlets": "; ".join(circle.outlets),
        "sentences": " | ".join(c.evidence.text for c in circle.citations if c.evidence),
    }
    return {name: _safe(cells[name]) for name in CIRCLE_COLUMNS}


def outlet_row(record: OutletRecord) -> dict[str, str]:
    """Return the record of an outlet as one row of text."""
    return {name: _safe(getattr(record, name)) for name in OUTLET_COLUMNS}


def _safe(value: object) -> str:
    # A cell that begins like this is run as a formula by spreadsheets; a leading quote makes it text.
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


# --- the chains of one deal -------------------------------------------------------------------------------------------


def links_of(echo: Echo, view: View) -> list[Derivation]:
    """Return the links of the chains of a deal in the order of publication."""

    def place(edge: Derivation) -> tuple[str, str, str, str]:
        article = view.articles.get(edge.article)
        return (str(article.published or "9999") if article else "9999", edge.article, edge.via, edge.rests_on)

    return sorted(echo.derivations, key=place)


def link_words(edge: Derivation, view: View) -> str:
    """Return one link in words: who rests on what, known by what, and how much is copied."""
    extent = f", {edge.extent} derived" if edge.extent in ("wholly", "partially") else ""
    if edge.via == "own":
        return f"{_place_words(edge.article, view)}: {VIA_WORDS['own']}"
    return f"{_place_words(edge.article, view)} < {_place_words(edge.rests_on, view)}: {VIA_WORDS[edge.via]}{extent}"


def _place_words(name: str, view: View) -> str:
    article = view.articles.get(name)
    if article is None:
        return root_words(name, view)
    return f"{article.outlet or article.document} ({article.published or 'undated'})"


def root_words(root: str, view: View) -> str:
    """Return a root in words: "filing", "outlet Reuters", "party AMD"."""
    kind, _, name = root.partition(":")
    if kind == "article":
        article = view.articles.get(name)
        return article.document if article else name
    return kind if kind == name else f"{kind} {view.names.get(name, name)}"


def link_passages(edge: Derivation, view: View) -> list[tuple[str, Passage]]:
    """Return what a link shows: the sentence that names the source, or each copied passage here and there."""
    shown: list[tuple[str, Passage]] = []
    if edge.evidence is not None and edge.article in view.articles:
        shown.append(("", _marked(view.articles[edge.article].text, edge.evidence)))
    for here, there in edge.passages:
        for label, name, span in (("here", edge.article, here), ("there", edge.rests_on, there)):
            if name in view.articles:
                shown.append((label, _marked(view.articles[name].text, span)))
    return shown


def _marked(text: str, span: Span) -> Passage:
    start, end = sentence_around(text, span.start, span.end)
    return Passage(text[start:end], start, ((span.start - start, span.end - start, span.part),))


def origin_facts(echo: Echo, view: View) -> list[tuple[str, str]]:
    """Return what is to be said of the origins of a deal above its chains."""
    reports = view.first_reports.get(echo.deal, ())
    circles = [" ⇄ ".join(circle.outlets) for circle in view.circles if circle.deal == echo.deal]
    return [
        ("told", echo_words(echo)),
        ("grade", grade_words(echo.grade)),
        ("rest on", "; ".join(root_words(root, view) for root in echo.origins.roots)),
        ("first", first_words(reports)),
        ("in a circle", "; ".join(circles)),
        *((f"{report.outlet}", f"after {count_words(report.delay, 'day')}") for report in reports if report.delay),
    ]


def claim_origin_words(claim: str, echo: Echo | None) -> str:
    """Return how many origins say what a claim says."""
    found = dict(echo.claim_origins).get(claim) if echo is not None else None
    return f"{origins_words(found)} articles that say the same" if found is not None else ""
