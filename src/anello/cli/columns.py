"""What the tables on the screen show: the columns of each listing.

In: records and the view they belong to. Out: `Column` lists. Promise: every figure that is circular stands beside its
window, floor and tie; the id comes last and whole, since it is what the next command takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anello.cli.screen import Column
from anello.show.chains import grade_words
from anello.show.words import (
    NO_FLOOR,
    ceiling_words,
    figure_words,
    origins_words,
    reading_words,
    roles_words,
    slots_words,
    window_words,
)

if TYPE_CHECKING:
    from anello.model import Deal, Echo
    from anello.show import View


ID_SHOWN = 8
"""Characters of an id in a table; the beginning of an id is enough for `anello show`."""


def short_id(identity: str) -> str:
    """Return the beginning of an id, as tables show it."""
    return identity[:ID_SHOWN]


def claim_columns(view: View | None = None) -> tuple[Column, ...]:
    """Return the columns of a list of claims, with what a person said of them where the study knows of any."""
    reviewed = view.reviewed if view is not None else {}
    review = (Column("review", lambda c: reviewed.get(c.id, ""), whole=True),) if reviewed else ()
    return (
        Column("published", lambda c: str(c.published or "undated"), whole=True),
        Column("type", lambda c: c.type, whole=True),
        Column("parties", roles_words),
        Column("figure", figure_words),
        Column("status", lambda c: c.status, whole=True),
        Column("says who", lambda c: " < ".join(voice.name for voice in c.attribution)),
        *review,
        Column("id", lambda c: short_id(c.id), whole=True),
    )


def deal_columns(view: View) -> tuple[Column, ...]:
    """Return the columns of a list of deals."""
    return (
        Column("type", lambda d: d.type, whole=True),
        Column("parties", lambda d: parties_words(d, view)),
        Column("amount", lambda d: slots_words(d.amounts)),
        Column("status", lambda d: d.status, whole=True),
        Column("holds", lambda d: d.bindingness),
        Column("origins", lambda d: origins_words(d.origins), whole=True),
        Column("id", lambda d: short_id(d.id), whole=True),
    )


def parties_words(deal: Deal, view: View) -> str:
    """Return payer → payee where money moves between two, else all parties."""
    if deal.payer and deal.payee:
        return f"{view.names.get(deal.payer, deal.payer)} → {view.names.get(deal.payee, deal.payee)}"
    return ", ".join(view.names.get(party, party) for party in deal.parties)


def party_columns(view: View) -> tuple[Column, ...]:
    """Return the columns of a list of parties."""
    return (
        Column("name", lambda p: p.name),
        Column("kind", lambda p: p.kind, whole=True),
        Column("deals", lambda p: str(len(view.deals_of.get(p.id, ()))), whole=True, right=True),
        Column("also written", lambda p: ", ".join(name for name in p.names if name != p.name)),
        Column("id", lambda p: p.id),
    )


def verdict_columns() -> tuple[Column, ...]:
    """Return the columns of a list of verdicts; a row is a `verdict_view`."""
    return (
        Column("score", lambda v: f"{v['score']:.2f}", whole=True, right=True),
        Column("verdict", lambda v: v["verdict"], whole=True, spare=True),
        Column("one", lambda v: v["left"]["name"]),
        Column("other", lambda v: v["right"]["name"]),
        Column("because", lambda v: "; ".join(v["reasons"])),
        Column("ids", lambda v: f"{v['left']['id']} {v['right']['id']}"),
    )


def ring_columns(view: View) -> tuple[Column, ...]:
    """Return the columns of a list of rings."""
    floor = view.floor or NO_FLOOR
    return (
        Column("kind", lambda r: r.kind),
        Column("ring", lambda r: ring_words(r.parties, view)),
        Column("strength", lambda r: ceiling_words(r.low, r.high, r.currency)),
        Column("a year", lambda r: ceiling_words(r.yearly_low, r.yearly_high, r.currency), spare=True),
        Column("window", lambda r: window_words(r.first, r.last)),
        Column("floor", lambda r: floor, whole=True),
        Column("tie", lambda r: r.tie, whole=True),
        Column("weakest leg", lambda r: r.grade, spare=True),
        Column("id", lambda r: short_id(r.id), whole=True),
    )


def ring_words(parties: Sequence[str], view: View) -> str:
    """Return the parties of a ring in its direction, back to the first."""
    return " → ".join(view.names.get(party, party) for party in (*parties, *parties[:1]))


def echo_columns(view: View) -> tuple[Column, ...]:
    """Return the columns of a list of origins."""
    return (
        Column("deal", lambda e: f"{view.deal_of[e.deal].type}: {parties_words(view.deal_of[e.deal], view)}"),
        Column("articles", lambda e: str(len(e.articles)), whole=True, right=True),
        Column(
            "origins", lambda e: origins_words(e.origins).partition(" of ")[0].partition(",")[0], whole=True, right=True
        ),
        Column("of them parties", lambda e: str(e.origins.party), right=True),
        Column("grade", lambda e: grade_words(e.grade), whole=True),
        Column("languages", lambda e: " ".join(e.languages), whole=True),
        Column("longest chain", longest_chain),
        Column("id", lambda e: short_id(e.deal), whole=True),
    )


def echo_origins(echo: Echo) -> str:
    """Return the origins alone: the articles have a column of their own."""
    return origins_words(echo.origins).partition(" of ")[0].partition(",")[0]


def longest_chain(echo: Echo) -> str:
    """Return the longest chain of who cites whom; `anello show` has them all."""
    chains = sorted(echo.chains, key=lambda chain: (-len(chain), chain))
    return " < ".join(chains[0]) if chains else ""


def conflict_columns(view: View) -> tuple[Column, ...]:
    """Return the columns of a list of conflicts."""
    return (
        Column("deal", lambda c: f"{view.deal_of[c.deal].type}: {parties_words(view.deal_of[c.deal], view)}"),
        Column("about", lambda c: c.kind),
        Column("sides", lambda c: "  |  ".join(f"{reading_words(said)} ({len(claims)})" for said, claims in c.sides)),
        Column("reading", lambda c: reading_words(c.reading)),
        Column("id", lambda c: short_id(c.id), whole=True),
    )
