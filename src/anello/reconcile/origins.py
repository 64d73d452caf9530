"""Independent origins: how many sources stand behind a deal, however often it is told.

In: the claims of a deal, their articles, what these cite. Out: `Origins`, chains, edges, the grade, and the root of
each claim. Promise: adding a copy of an article changes neither the count nor the roots nor the grade; an edge runs
only from a later article to an earlier one, so circular citation adds nothing; what cannot be told apart widens the
interval and is never guessed. Definition: docs/origins.md, after W3C PROV (hadPrimarySource, wasQuotedFrom).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anello.model import Article, Citation, Claim, Derivation, Grade, Origins
from anello.reconcile.confidence import RESOLVED, grade
from anello.reconcile.linked import addresses_of, cite_links
from anello.reconcile.reuse import align
from anello.reconcile.tags import find_tags, is_known
from anello.reconcile.walk import BYLINE, LINK, RELEASED, Press, Walk, stands_beside


@dataclass(frozen=True, slots=True)
class Telling:
    """Who stands behind a deal: the origins, the chains of retelling, the edges, and who speaks in each claim.

    `root_of` names one root for each claim, the same for all claims of an article; `claim_roots` names all those that
    the claim itself leads back to.
    """

    origins: Origins
    chains: tuple[tuple[str, ...], ...]
    root_of: Mapping[str, str]
    edges: tuple[Derivation, ...] = ()
    claim_roots: Mapping[str, frozenset[str]] | None = None


def read_press(articles: Mapping[str, Article], citations: Iterable[Citation], party_names: Mapping[str, str]) -> Press:
    """Gather the articles once for all deals; `party_names` maps folded names to party ids."""
    rests: dict[str, set[Citation]] = defaultdict(set)
    for citation in citations:
        rests[citation.article].add(citation)
    address = addresses_of(articles.values()) if any(a.links for a in articles.values()) else {}
    for article in articles.values():
        if article.links:
            rests[article.id].update(cite_links(article, address))
        # A tag that extraction found too is one citation.
        known = {c.name for c in rests.get(article.id, ()) if c.via == "byline"}
        tags = [tag for tag in find_tags(article) if tag.name not in known]
        if tags:
            rests[article.id].update(tags)
    ordered = {k: tuple(sorted(v, key=_place)) for k, v in rests.items()}
    return Press(articles, near_originals(articles), ordered, party_names)


def _place(citation: Citation) -> tuple[object, ...]:
    said = citation.evidence
    return (citation.kind, citation.name, citation.via, (said.start, said.end) if said else (-1, -1))


def near_originals(articles: Mapping[str, Article]) -> dict[str, str]:
    """Return for each article the earliest article with nearly the same text, itself where there is none.

    Texts are near where they share one band of their near key, taken on transitively.
    """
    head: dict[str, str] = {}
    band_of: dict[str, str] = {}
    for article_id in sorted(articles, key=lambda a: _when(articles[a])):
        bands = [band for band in articles[article_id].near_key.split(",") if band]
        heads = sorted({_find(head, band_of[b]) for b in bands if b in band_of}, key=lambda a: _when(articles[a]))
        head[article_id] = heads[0] if heads else article_id
        for other in heads[1:]:
            head[other] = heads[0]
        for band in bands:
            band_of.setdefault(band, article_id)
    return {article_id: _find(head, article_id) for article_id in articles}


def _find(head: dict[str, str], article: str) -> str:
    while head[article] != article:
        head[article] = head[head[article]]
        article = head[article]
    return article


def _when(article: Article) -> tuple[date, bool, str]:
    """Return the place of an article in time; of one day those of outlets that the directory knows come first."""
    return (article.published or date.max, not is_known(article.outlet), article.id)


def trace(claims: Sequence[Claim], parties: Sequence[str], press: Press) -> Telling:
    """Return who stands behind the claims of one deal.

    Articles are walked in order of publication. A copy tells what its original tells. A cited outlet stands for its own
    first earlier article on the deal, if there is one, and for itself if not.
    """
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        by_article[claim.article].append(claim)
    originals = _originals(by_article, press)
    walk = Walk(frozenset(parties), press)
    for article in sorted((a for a in by_article if originals[a] == a), key=lambda a: _rank(by_article[a], press)):
        walk.read(article, by_article[article])
    spoken = _with_release(walk)
    root_of = {c.id: min(spoken(walk.roots[originals[a]])) for a, told in by_article.items() for c in told}
    claim_roots = {
        c.id: spoken(walk.claim_roots[c.id] if originals[a] == a else walk.roots[originals[a]])
        for a, told in by_article.items()
        for c in told
    }
    roots = spoken(frozenset().union(*walk.roots.values()))
    copies = [_copy(a, originals[a], press) for a in sorted(by_article) if originals[a] != a]
    edges = tuple(sorted({*walk.edges, *copies}, key=lambda e: (e.article, e.via, e.rests_on)))
    return Telling(count(roots, len(by_article)), tuple(sorted(walk.chains)), root_of, edges, claim_roots)


def _with_release(walk: Walk) -> Callable[[frozenset[str]], frozenset[str]]:
    """Let a release that names no speaker be one voice with the parties that speak by name, if any does."""
    every = frozenset().union(*walk.roots.values())
    named = sorted(root for root in every if root.startswith("party:") and root != RELEASED)

    def merged(roots: frozenset[str]) -> frozenset[str]:
        return (roots - {RELEASED}) | {named[0]} if named and RELEASED in roots else roots

    return merged


def _copy(article: str, original: str, press: Press) -> Derivation:
    """Return the edge from a copy to its original, with what is copied."""
    found = align(press.articles[article].text, press.articles[original].text)
    return Derivation(article, original, "reuse", found.extent, passages=found.passages)


SAME = 0.5
"""A text whose near key meets an earlier one is its copy if so much of it stands there word for word; else it is as far
off as any other (two reports from one form, with other names and sums)."""


def _originals(by_article: Mapping[str, Sequence[Claim]], press: Press) -> dict[str, str]:
    """Return for each article of the deal the earliest of its copies that tells of this deal."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for article in sorted(
        by_article, key=lambda a: _when(press.articles[a]) if a in press.articles else (date.max, True, a)
    ):
        head = first.setdefault(press.original.get(article, article), article)
        found[article] = head if head == article or _is_copy(article, head, press) else article
    return found


def _is_copy(article: str, original: str, press: Press) -> bool:
    here, there = press.articles[article].text, press.articles[original].text
    return here == there or align(here, there).share >= SAME


def _rank(claims: Sequence[Claim], press: Press) -> tuple[date, int, bool, str]:
    """Return the place of an article in the walk: by day, and on one day those that rest on no outlet first."""
    article = press.articles.get(claims[0].article)
    cites = any(voice.kind == "outlet" for claim in claims for voice in claim.attribution)
    tagged = any(
        c.via == BYLINE or (c.via == LINK and c.kind in ("outlet", "document") and stands_beside(c, claims))
        for c in press.rests_on.get(claims[0].article, ())
    )
    published = article.published if article else claims[0].published
    known = is_known(article.outlet if article else None)
    return (published or date.max, int(cites or tagged), not known, claims[0].article)


def count(roots: Iterable[str], articles: int) -> Origins:
    """Count roots as an interval: at least the resolved ones, at most all; the parties' own voices apart.

    Unresolved roots may all be one, and may all retell a resolved root or a party, so with neither of these they are at
    least one.

    >>> count(["filing:filing", "outlet:reuters", "outlet:bloomberg"], 6)
    Origins(lo=1, hi=3, party=0, articles=6, roots=('filing:filing', 'outlet:bloomberg', 'outlet:reuters'))
    """
    listed = tuple(sorted(roots))
    party = [r for r in listed if r.startswith("party:")]
    resolved = [r for r in listed if r.partition(":")[0] in RESOLVED]
    unresolved = len(listed) - len(party) - len(resolved)
    lowest = len(resolved) or int(bool(unresolved) and not party)
    return Origins(lowest, len(resolved) + unresolved, len(party), articles, listed)


AGAINST = ("denied", "ended")
"""Statuses of claims that say a deal is not, or no more."""


def grade_deal(status: str, claims: Sequence[Claim], telling: Telling) -> Grade:
    """Return the grade of a deal with a status: who asserts it against who denies it.

    Somebody who does both (a party that denies what it said before) counts on both sides. A deal that ended or was
    denied is graded by who says so.
    """
    roots = telling.claim_roots or {}
    denying = {r for c in claims if c.status in AGAINST for r in roots.get(c.id, ())}
    asserting = {r for c in claims if c.status not in AGAINST for r in roots.get(c.id, ())}
    # A letter that a contract replaced ended without anybody saying so: what was told of it keeps its grade.
    if status in AGAINST and denying:
        asserting, denying = denying, set()
    return grade(status, sorted(asserting), sorted(denying))


def claim_origins(claims: Sequence[Claim], telling: Telling, same: Mapping[str, frozenset[str]]) -> dict[str, Origins]:
    """Return for each claim the origins of all claims that say the same.

    Args:
        same: claim id -> ids of the claims that say the same, itself included.
    """
    roots = telling.claim_roots or {}
    article_of = {claim.id: claim.article for claim in claims}
    found: dict[frozenset[str], Origins] = {}
    for group in dict.fromkeys(same.values()):
        every = frozenset().union(*(roots.get(claim, frozenset()) for claim in group))
        found[group] = count(every, len({article_of[claim] for claim in group if claim in article_of}))
    return {claim.id: found[same[claim.id]] for claim in claims if claim.id in same}
