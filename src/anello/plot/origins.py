"""The picture of origins: which article rests on which origin, for one deal.

In: an echo with its citation graph. Out: a picture. Promise: each article stands once, beside the first origin or
article that it rests on, with every link drawn; how a link is known is the look of its line; the number of origins is
an interval, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from anello.model import Derivation, Echo
from anello.plot.canvas import Canvas, Font, Pen
from anello.plot.sheet import INNER, MARGIN, Drawing, Key, Sheet, command_of, compose, day_of, floor_of, short_ids
from anello.plot.style import DASHED, DOTTED, FAINT, FINANCE, INK, OTHER, RULE, SOLID, SUM, TONES
from anello.show import View
from anello.show.chains import grade_words, links_of, root_words
from anello.show.words import count_words, origins_words

STEP, BOX = 40, 30
"""From row to row, and the height of a box."""

NAME, DAY = Font(14, INK), Font(12, FAINT)
MOST_COLUMNS = 4

LOOKS = {
    "own": (SUM, SOLID),
    "attribution": (FINANCE, SOLID),
    "byline": (FINANCE, SOLID),
    "reuse": (FINANCE, DASHED),
    "numbers": (OTHER, DOTTED),
}
"""How a link is known -> its colour and dashes."""

KEYS = (
    Key("speaks for itself", SUM, "leg"),
    Key("says so: attribution or byline", FINANCE, "leg"),
    Key("copied text", FINANCE, "leg", DASHED),
    Key("same figures in another language", OTHER, "leg", DOTTED),
)


@dataclass(slots=True)
class _Tree:
    """Nodes (articles and roots) with their column and row, and the links between them."""

    links: Sequence[Derivation]
    column: dict[str, int] = field(default_factory=dict)
    row: dict[str, float] = field(default_factory=dict)
    used: int = 0

    def place(self, node: str, column: int) -> float:
        """Give a node, and what rests on it first, a place; return its row."""
        self.column[node] = column
        rows = [
            self.place(link.article, column + 1)
            for link in self.links
            if link.rests_on == node and link.article not in self.column
        ]
        if not rows:
            rows = [float(self.used)]
            self.used += 1
        self.row[node] = (rows[0] + rows[-1]) / 2
        return self.row[node]


def draw_origins(echo: Echo, view: View, *, most: int) -> str:
    """Return the picture of one deal's origins with at most so many links."""
    links = links_of(echo, view)
    hidden = len({link.article for link in links}) - len({link.article for link in links[:most]})
    deal = view.deal_of[echo.deal]
    parties = " → ".join(view.names.get(p, p) for p in (deal.payer, deal.payee) if p) or ", ".join(
        view.names.get(p, p) for p in deal.parties
    )
    sheet = Sheet(
        title=f"Who said it first: {deal.type} {parties}",
        story=f"Independent origins of the articles that tell of this deal: {origins_words(echo.origins)}. "
        f"Grade {grade_words(echo.grade)}: source and information.",
        window="all dates of publication",
        floor=floor_of(view),
        unit="articles and origins",
        as_of=day_of(view),
        records=short_ids([echo.deal]),
        command=f"{command_of(view, 'origins')} --deal {echo.deal[:8]}",
        keys=KEYS,
        notes=(f"{count_words(hidden, 'more article')} not drawn; --limit draws more.",) if hidden > 0 else (),
    )
    return compose(sheet, _drawing(_grown(links[:most]), _Names(echo, view)))


def _grown(links: Sequence[Derivation]) -> _Tree:
    """Return the tree: roots first, in the order in which articles name them, then what is left in circles."""
    tree = _Tree(links)
    articles = {link.article for link in links}
    for node in dict.fromkeys(link.rests_on for link in links):
        if node not in articles and node not in tree.column:
            tree.place(node, 0)
    for link in links:
        if link.article not in tree.column:
            tree.place(link.article, 0)
    return tree


class _Names:
    """The names of articles and roots; an outlet's is that which articles give it, where one does."""

    def __init__(self, echo: Echo, view: View) -> None:
        said = [name for chain in echo.chains for name in chain]
        self.view = view
        self.outlets = {f"outlet:{name.casefold()}": name for name in said}
        for link in echo.derivations:
            article = view.articles.get(link.article)
            if link.via == "own" and article is not None and article.outlet:
                self.outlets[link.rests_on] = article.outlet

    def root(self, node: str) -> str:
        return self.outlets.get(node) or root_words(node, self.view)


def _drawing(tree: _Tree, names: _Names) -> Drawing:
    def draw(canvas: Canvas, height: float) -> float:
        columns = min(MOST_COLUMNS, max(tree.column.values(), default=0) + 1)
        width = INNER / columns
        box = min(480.0, width - 80)
        places = {
            node: (MARGIN + min(tree.column[node], MOST_COLUMNS - 1) * width, height + 44 + row * STEP)
            for node, row in tree.row.items()
        }
        canvas.text((MARGIN, height + 20), "Origins", Font(13, FAINT, True))
        if columns > 1:
            canvas.text((MARGIN + width, height + 20), "Articles that rest on them", Font(13, FAINT, True))
        _draw_links(canvas, tree.links, places, box)
        for node, (left, top) in places.items():
            _draw_node(canvas, node, (left, top), box, names)
        return height + 44 + tree.used * STEP

    return draw


def _draw_links(
    canvas: Canvas, links: Sequence[Derivation], places: Mapping[str, tuple[float, float]], box: float
) -> None:
    for link in links:
        if link.rests_on not in places or link.article not in places:
            continue
        (left, top), (right, low) = places[link.rests_on], places[link.article]
        tone, dashes = LOOKS.get(link.via, (OTHER, DOTTED))
        start, end = (left + box, top + BOX / 2), (right, low + BOX / 2)
        canvas.curve((start, ((start[0] + end[0]) / 2, end[1]), end), Pen(TONES[tone], 1.8, dashes), title=link.via)


def _draw_node(canvas: Canvas, node: str, place: tuple[float, float], box: float, names: _Names) -> None:
    left, top = place
    article = names.view.articles.get(node)
    fill, pen = ("#ffffff", Pen(RULE, 1.2)) if article else ("#f4f6f8", Pen(INK, 1.2))
    canvas.rectangle((left, top), (box, BOX), fill, pen=pen, radius=4)
    if article is None:
        canvas.text((left + 12, top + 20), names.root(node), NAME, most=box - 24)
        return
    day = str(article.published or "undated")
    canvas.text((left + 12, top + 20), article.outlet or article.document, NAME, most=box - 114)
    canvas.text((left + box - 12, top + 20), day, DAY, anchor="end")
