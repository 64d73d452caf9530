"""Independent origins: how many sources stand behind a deal, however often it is told.

In: the claims of a deal, their articles, what these cite. Out: `Origins`, chains, and the root of each claim. Promise:
adding a copy of an article changes neither the count nor the roots; an edge runs only from a later article to an
earlier one, so circular citation adds nothing; what cannot be told apart widens the interval and is never guessed.
Definition: docs/origins.md, after W3C PROV (hadPrimarySource, wasQuotedFrom).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anello.lang.directory import load_directory
from anello.lang.transliteration import fold
from anello.model import Article, Citation, Claim, Origins, Voice

RESTS_ON = ("byline", "link", "reuse")
"""Citations of these kinds hold for a whole article; one by attribution holds for its own sentence."""

LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class Telling:
    """Who stands behind a deal: the origins, the chains of retelling, and the root that speaks in each claim."""

    origins: Origins
    chains: tuple[tuple[str, ...], ...]
    root_of: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Press:
    """What all deals share: articles, their groups of near duplicates, what they rest on, who the parties are."""

    articles: Mapping[str, Article]
    original: Mapping[str, str]
    rests_on: Mapping[str, tuple[Citation, ...]]
    party_names: Mapping[str, str]


def read_press(articles: Mapping[str, Article], citations: Iterable[Citation], party_names: Mapping[str, str]) -> Press:
    """Gather the articles once for all deals; `party_names` maps folded names to party ids."""
    rests: dict[str, set[Citation]] = defaultdict(set)
    for citation in citations:
        rests[citation.article].add(citation)
    ordered = {k: tuple(sorted(v, key=lambda c: (c.kind, c.name, c.via))) for k, v in rests.items()}
    return Press(articles, near_originals(articles), ordered, party_names)


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


def _when(article: Article) -> tuple[date, str]:
    return (article.published or date.max, article.id)


def trace(claims: Sequence[Claim], parties: Sequence[str], press: Press) -> Telling:
    """Return who stands behind the claims of one deal.

    Articles are walked in order of publication. A copy tells what its original tells. A cited outlet stands for its own
    first earlier article on the deal, if there is one, and for itself if not.
    """
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        by_article[claim.article].append(claim)
    originals = _originals(by_article, press)
    walk = _Walk(frozenset(parties), press)
    for article in sorted((a for a in by_article if originals[a] == a), key=lambda a: _rank(by_article[a], press)):
        walk.read(article, by_article[article])
    root_of = {c.id: walk.main_root[originals[a]] for a, told in by_article.items() for c in told}
    roots = tuple(sorted(set().union(*walk.roots.values())))
    return Telling(_count(roots, len(by_article)), walk.all_chains(), root_of)


def _originals(by_article: Mapping[str, Sequence[Claim]], press: Press) -> dict[str, str]:
    """Return for each article of the deal the earliest of its copies that tells of this deal."""
    first: dict[str, str] = {}
    for article in sorted(by_article, key=lambda a: _when(press.articles[a]) if a in press.articles else (date.max, a)):
        first.setdefault(press.original.get(article, article), article)
    return {article: first[press.original.get(article, article)] for article in by_article}


def _rank(claims: Sequence[Claim], press: Press) -> tuple[date, int, str]:
    """Return the place of an article in the walk: by day, and on one day those that cite no outlet first."""
    article = press.articles.get(claims[0].article)
    cites = any(voice.kind == "outlet" for claim in claims for voice in claim.attribution)
    published = article.published if article else claims[0].published
    return (published or date.max, int(cites), claims[0].article)


class _Walk:
    """Articles of one deal read in order, each with the roots it leads back to."""

    def __init__(self, parties: frozenset[str], press: Press) -> None:
        self.parties = parties
        self.press = press
        self.roots: dict[str, frozenset[str]] = {}
        self.main_root: dict[str, str] = {}
        self.chain: dict[str, tuple[str, ...]] = {}
        self.chains: set[tuple[str, ...]] = set()
        self.first_of: dict[str, str] = {}

    def read(self, article: str, claims: Sequence[Claim]) -> None:
        """Work out where one article leads: its roots, its chains."""
        found: dict[tuple[str, ...], frozenset[str]] = {}
        for voices in self._voices(article, claims):
            names, roots = self._follow(article, voices)
            found[names] = roots
        self.roots[article] = frozenset().union(*found.values())
        self.main_root[article] = min(self.roots[article])
        self.chain[article] = max(found, key=lambda names: (len(names), names))
        self.chains.update(found)
        outlet = self._outlet(article)
        if outlet:
            self.first_of.setdefault(fold(outlet), article)

    def _voices(self, article: str, claims: Sequence[Claim]) -> set[tuple[Voice, ...]]:
        """Return the distinct chains of an article; unsourced claims beside sourced ones rest on the same."""
        chains = {claim.attribution or self._beside(article, claim) for claim in claims}
        named = {chain for chain in chains if chain}
        if named:
            return named
        whole = [c for c in self.press.rests_on.get(article, ()) if c.via in RESTS_ON]
        return {(Voice(c.name, c.kind),) for c in whole} or {()}

    def _beside(self, article: str, claim: Claim) -> tuple[Voice, ...]:
        """Return a party that speaks in the sentence of a claim; extraction leaves it out of the chain."""
        for citation in self.press.rests_on.get(article, ()):
            said = citation.evidence
            if said is None or self._party(Voice(citation.name, citation.kind)) is None:
                continue
            if any(s.start < said.end and said.start < s.end for s in claim.evidence):
                return (Voice(citation.name, citation.kind),)
        return ()

    def _follow(self, article: str, voices: tuple[Voice, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return the chain of names from the article to its root, and the roots."""
        own = self._outlet(article) or self._document(article)
        names = (own, *(voice.name for voice in voices[:LONGEST_CHAIN]))
        if not voices:
            return names, frozenset({self._own_root(article)})
        last = voices[-1]
        if last.kind == "anonymous":
            owner = next((v for v in reversed(voices[:-1]) if v.kind != "anonymous"), None)
            return names, frozenset({self._own_root(article) if owner is None else self._root(owner)})
        earlier = self.first_of.get(fold(last.name)) if last.kind == "outlet" else None
        if earlier is not None and earlier != article:
            return (*names, *self.chain[earlier][1:])[: 2 * LONGEST_CHAIN], self.roots[earlier]
        return names, frozenset({self._root(last)})

    def _root(self, voice: Voice) -> str:
        party = self._party(voice)
        return f"party:{party}" if party else f"{voice.kind}:{fold(voice.name) or voice.name}"

    def _party(self, voice: Voice) -> str | None:
        """Return the party of the deal that a voice belongs to, if any; a person speaks for an employer."""
        if voice.kind not in ("company", "person"):
            return None
        party = self.press.party_names.get(fold(voice.name))
        if party in self.parties:
            return party
        entry = load_directory().find_entry(voice.name) if voice.kind == "person" else None
        return entry.employer if entry is not None and entry.employer in self.parties else None

    def _own_root(self, article: str) -> str:
        outlet = self._outlet(article)
        return f"outlet:{fold(outlet) or outlet}" if outlet else f"article:{article}"

    def _outlet(self, article: str) -> str | None:
        found = self.press.articles.get(article)
        return found.outlet if found else None

    def _document(self, article: str) -> str:
        found = self.press.articles.get(article)
        return found.document if found else article

    def all_chains(self) -> tuple[tuple[str, ...], ...]:
        """Return every distinct chain, sorted."""
        return tuple(sorted(self.chains))


RESOLVED = ("filing", "person", "company")
"""Roots that are somebody or some document; an outlet with its unnamed source may share it with another outlet."""


def _count(roots: tuple[str, ...], articles: int) -> Origins:
    """Count roots as an interval: at least the resolved ones, at most all; the parties' own voices apart.

    Unresolved roots may all be one, and may all retell a resolved root or a party, so with neither of these they are at
    least one.
    """
    party = [r for r in roots if r.startswith("party:")]
    resolved = [r for r in roots if r.partition(":")[0] in RESOLVED]
    unresolved = len(roots) - len(party) - len(resolved)
    lowest = len(resolved) or int(bool(unresolved) and not party)
    return Origins(lowest, len(resolved) + unresolved, len(party), articles, roots)
