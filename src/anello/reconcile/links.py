"""How deals stand to each other: part of, in place of, apart from, or overlapping by an unknown amount.

In: deals with their claims, the articles, what the user said. Out: `Link`s. Promise: a link from a text rests on a word
between the two sums (or the sum and the name of a project) in one sentence, and names that word and the claim; equal
sums told as two kinds of deal are linked as a question and never merged; a user's word outranks both. The words are
data (`relations.toml` of each pack). Rules: docs/deals.md, section Overlaps.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from anello.lang import load, pack_codes
from anello.model import Article, Claim, Deal, Link
from anello.reconcile.wording import Wording, phrases

FARTHEST = 160
"""Characters between two sums within which a word may join them."""

NAMED_WITHIN = 60
"""Characters after such a word within which a project must be named."""

CUES: Mapping[str, tuple[str, bool]] = {
    "part_of": ("part_of", False),
    "includes": ("part_of", True),
    "apart": ("apart", False),
    "supersedes": ("supersedes", False),
    "superseded_by": ("supersedes", True),
}
"""Key of the pack -> kind of link, and whether what comes second in the sentence is the subject."""

_STOP = re.compile(r"[.!?]\s+(?=[^\W\d_a-z])|\n")
_WORD = re.compile(r"\w+")
Told: TypeAlias = Mapping[str, Sequence[Claim]]


@dataclass(frozen=True, slots=True, order=True)
class _Anchor:
    """Where an article tells a sum (or, without one, a passage) of a deal."""

    start: int
    end: int
    deal: str
    claim: str


def find_links(
    deals: Mapping[str, Deal], told_of: Told, articles: Mapping[str, Article], wordings: Mapping[str, Wording]
) -> tuple[Link, ...]:
    """Return the links that texts tell of, each kind of each pair once, sorted.

    Of several claims that say the same the earliest is named.
    """
    found: dict[tuple[str, str, str], tuple[object, Link]] = {}
    for link, published in (*_in_articles(deals, told_of, articles), *_extensions(deals, told_of, wordings)):
        pair = _in_order(link)
        key, rank = (pair.deal, pair.kind, pair.other), (published, pair.claim, pair.cue)
        if key not in found or rank < found[key][0]:  # type: ignore[operator]
            found[key] = (rank, pair)
    return tuple(link for _, (_, link) in sorted(found.items()))


def _in_order(link: Link) -> Link:
    """Return a link that reads alike from both sides with the smaller id first."""
    if link.kind in ("part_of", "supersedes") or link.deal < link.other:
        return link
    return replace(link, deal=link.other, other=link.deal, claim=link.other_claim, other_claim=link.claim)


def _in_articles(
    deals: Mapping[str, Deal], told_of: Told, articles: Mapping[str, Article]
) -> Iterator[tuple[Link, str]]:
    by_article: dict[str, set[_Anchor]] = defaultdict(set)
    for deal, claims in told_of.items():
        for claim in claims:
            article = articles.get(claim.article)
            if article is not None and not article.row and article.language in pack_codes():
                by_article[claim.article].update(_anchors(deal, claim))
    projects = _projects(deals, told_of)
    for article_id in sorted(by_article):
        article = articles[article_id]
        anchors = sorted(by_article[article_id])
        day = str(article.published or "9999")
        for link in (*_between(anchors, article), *_to_projects(anchors, article, projects)):
            if not _is_return(deals[link.deal], deals[link.other]):
                yield link, day


def _is_return(one: Deal, other: Deal) -> bool:
    """Tell whether two deals move between the same two in opposite directions: neither can be part of the other."""
    return one.payer is not None and one.payee is not None and (one.payer, one.payee) == (other.payee, other.payer)


def _anchors(deal: str, claim: Claim) -> Iterator[_Anchor]:
    sums = [span for span in claim.evidence if span.part == "amount"]
    if claim.amount is not None and not sums and claim.amount.text:
        yield _Anchor(claim.amount.start, claim.amount.end, deal, claim.id)
    for span in sums or ([] if claim.amount is not None else claim.evidence[:1]):
        yield _Anchor(span.start, span.end, deal, claim.id)


def _between(anchors: Sequence[_Anchor], article: Article) -> Iterator[Link]:
    """Yield the links that a word between two neighbouring sums of one sentence makes."""
    for first, second in _neighbours(anchors):
        gap = article.text[first.end : second.start]
        if len(gap) > FARTHEST or _STOP.search(gap):
            continue
        cue = _cue_in(gap, article.language)
        if cue is not None:
            kind, turned, word = cue
            subject, other = (second, first) if turned else (first, second)
            yield Link(subject.deal, kind, other.deal, "text", subject.claim, word, other.claim)


def _neighbours(anchors: Sequence[_Anchor]) -> Iterator[tuple[_Anchor, _Anchor]]:
    """Yield each two anchors that follow each other; a sum that is several deals' joins none of them."""
    by_place: dict[tuple[int, int], set[str]] = defaultdict(set)
    for anchor in anchors:
        by_place[anchor.start, anchor.end].add(anchor.deal)
    alone = [anchor for anchor in anchors if len(by_place[anchor.start, anchor.end]) == 1]
    for first, second in pairwise(alone):
        if first.deal != second.deal and first.end <= second.start:
            yield first, second


def _cue_in(gap: str, language: str) -> tuple[str, bool, str] | None:
    """Return kind, direction and word of the first cue in a gap; the longest of those that begin at one place."""
    hits = []
    for key, pattern in _cues(language):
        found = pattern.search(gap)
        if found is not None:
            hits.append((found.start(), -found.end(), key, found.group()))
    if not hits:
        return None
    _, _, key, word = min(hits)
    kind, turned = CUES[key]
    return kind, turned, word


@cache
def _cues(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = load(language).relations
    return tuple((key, phrases(table[key])) for key in CUES)


def _projects(deals: Mapping[str, Deal], told_of: Told) -> dict[str, dict[str, str]]:
    """Return by first word, for each spelling of a project, its deal: the most told where there are several."""
    best: dict[str, tuple[int, str]] = {}
    for identity, deal in deals.items():
        if deal.type != "project":
            continue
        names = {m.text for c in told_of.get(identity, ()) for m in c.roles.get("project", ())}
        for name in {n for n in names if n[:1].isupper()}:
            best[name] = max(best.get(name, (0, "")), (len(told_of.get(identity, ())), identity))
    by_word: dict[str, dict[str, str]] = defaultdict(dict)
    for name, (_, chosen) in best.items():
        word = _WORD.match(name)
        if word is not None:
            by_word[word.group()][name] = chosen
    return by_word


def _to_projects(
    anchors: Sequence[_Anchor], article: Article, projects: Mapping[str, Mapping[str, str]]
) -> Iterator[Link]:
    """Yield a link for each sum that a sentence calls part of a project by name."""
    for anchor in anchors if projects else ():
        after = article.text[anchor.end : anchor.end + FARTHEST]
        stop = _STOP.search(after)
        after = after[: stop.start()] if stop else after
        cue = _part_of(article.language).search(after)
        if cue is None:
            continue
        named = after[cue.end() : cue.end() + NAMED_WITHIN]
        for word in _WORD.finditer(named):
            for name, deal in projects.get(word.group(), {}).items():
                if deal != anchor.deal and named.startswith(name, word.start()):
                    yield Link(anchor.deal, "part_of", deal, "text", anchor.claim, cue.group())


@cache
def _part_of(language: str) -> re.Pattern[str]:
    return phrases(load(language).relations["part_of"])


def _extensions(
    deals: Mapping[str, Deal], told_of: Told, wordings: Mapping[str, Wording]
) -> Iterator[tuple[Link, str]]:
    """Yield "apart" for a deal that raises an earlier one of the same pair by its sum."""
    pairs: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for identity, deal in deals.items():
        pairs[deal.type, deal.payer, deal.payee, deal.right, deal.parties].append(identity)
    for listed in pairs.values():
        if len(listed) < 2:
            continue
        listed.sort(key=lambda i: (_first_day(deals[i]), i))
        for earlier, later in pairwise(listed):
            for claim in told_of[later]:
                if wordings.get(claim.id, Wording()).change == "by":
                    yield Link(later, "apart", earlier, "text", claim.id, "by"), str(claim.published or "9999")


def _first_day(deal: Deal) -> str:
    return min((str(e.published) for e in deal.history if e.published is not None), default="9999")


def resolve_links(links: Iterable[Link], told_of: Told) -> tuple[Link, ...]:
    """Return the user's links between deals as they are now; one whose deals are gone or have become one is left out.

    A deal is found by its id if it still holds the claim of the link, else by that claim where just one deal has it.
    """
    links = list(links)
    wanted = {claim for link in links for claim in (link.claim, link.other_claim)}
    holders: dict[str, list[str]] = defaultdict(list)
    for deal, claims in told_of.items() if wanted else ():
        for claim in claims:
            if claim.id in wanted:
                holders[claim.id].append(deal)

    def now(deal: str, claim: str) -> str | None:
        held = holders.get(claim, [])
        return deal if deal in held else held[0] if len(held) == 1 else None

    found = set()
    for link in links:
        one, other = now(link.deal, link.claim), now(link.other, link.other_claim)
        if one is not None and other is not None and one != other:
            found.add(_in_order(replace(link, deal=one, other=other)))
    return tuple(sorted(found, key=lambda k: (k.deal, k.kind, k.other)))
