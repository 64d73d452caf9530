"""The walk through the articles of one deal, in order of publication: each leads back to its roots.

In: the articles of a deal with their claims, the press. Out: roots, chains and edges of each article, and the roots of
each claim. Promise: an edge runs only from a later article to an earlier one or to a root; evidence counts in the order
attribution, byline, link, text reuse, figures with a quotation (docs/origins.md); every edge keeps what it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anello.lang.directory import load_directory
from anello.lang.transliteration import fold
from anello.model import Article, Citation, Claim, Derivation, Span, Voice
from anello.reconcile.linked import line_around
from anello.reconcile.retold import Signature, retells, sign
from anello.reconcile.reuse import Shelf
from anello.reconcile.spokesmen import find_employer
from anello.reconcile.tags import is_relay, outlet_key, speaks_of_filing, speaks_of_release

BYLINE, LINK = "byline", "link"
"""A byline holds for a whole article; a link, like an attribution, for its own sentence."""

LONGEST_CHAIN = 8
FILING = Voice("filing", "filing")
RELEASE = Voice("press release", "company")
RELEASED = "party:release"
"""The root of a release that names nobody who speaks: one of the parties."""

SOON_ENOUGH = 40
"""Earlier articles in other languages that are compared with a new one, the latest ones."""

Voices = tuple[Voice, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Press:
    """What all deals share: articles, their groups of near duplicates, what they rest on, who the parties are."""

    articles: Mapping[str, Article]
    original: Mapping[str, str]
    rests_on: Mapping[str, tuple[Citation, ...]]
    party_names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Path:
    """One way from an article to its roots: the names on it, the roots, and its first edge."""

    names: tuple[str, ...]
    roots: frozenset[str]
    edge: Derivation


class Walk:
    """Articles of one deal read in order, each with the roots it leads back to."""

    def __init__(self, parties: frozenset[str], press: Press) -> None:
        self.parties = parties
        self.press = press
        self.roots: dict[str, frozenset[str]] = {}
        self.main_root: dict[str, str] = {}
        self.claim_roots: dict[str, frozenset[str]] = {}
        self.chains: set[tuple[str, ...]] = set()
        self.edges: list[Derivation] = []
        self._chain: dict[str, tuple[str, ...]] = {}
        self._first_of: dict[str, str] = {}
        self._shelf = Shelf()
        self._signatures: dict[str, Signature] = {}

    def read(self, article: str, claims: Sequence[Claim]) -> None:
        """Work out where one article leads: its roots, its chains, its edges."""
        said = {claim.id: claim.attribution or self._beside(article, claim) for claim in claims}
        named = {voices for voices in said.values() if voices}
        unowned = [claim for claim in claims if _unowned(said[claim.id])]
        paths: dict[Voices, list[Path]] = {}
        # Unsourced sentences beside sourced ones rest on the same.
        for voices in sorted(named or {()}, key=lambda chain: [(v.kind, v.name) for v in chain]):
            if _unowned(voices):
                paths[voices] = self._unowned_paths(article, voices, unowned, claims)
            else:
                paths[voices] = [self._follow(article, voices, claims)]
        every = [path for found in paths.values() for path in found]
        self._keep(article, every)
        for claim in claims:
            own = paths.get(said[claim.id])
            self.claim_roots[claim.id] = frozenset().union(*(p.roots for p in own)) if own else self.roots[article]

    def _keep(self, article: str, paths: Sequence[Path]) -> None:
        self.roots[article] = frozenset().union(*(path.roots for path in paths))
        self.main_root[article] = min(self.roots[article])
        self._chain[article] = max((path.names for path in paths), key=lambda names: (len(names), names))
        self.chains.update(path.names for path in paths)
        self.edges += dict.fromkeys(path.edge for path in paths)
        outlet = self.outlet(article)
        if outlet:
            self._first_of.setdefault(outlet_key(outlet), article)
        if article in self.press.articles:
            self._shelf.add(self.press.articles[article])

    # --- who speaks in a claim ----------------------------------------------------------------------------------------

    def _beside(self, article: str, claim: Claim) -> Voices:
        """Return who speaks in the sentence of a claim though extraction leaves it out of the chain.

        That is a filing, a party, or a release of one that is not named. Of two parties the one named first speaks.
        """
        found = self.press.articles.get(article)
        lines = [_line(found.text, span) for span in claim.evidence] if found is not None else []
        if found is not None and any(speaks_of_filing(line, found.language) for line in lines):
            return (FILING,)
        speakers: list[tuple[int, Voice]] = []
        for citation in self.press.rests_on.get(article, ()):
            said = citation.evidence
            voice = Voice(citation.name, citation.kind)
            if said is None or citation.via in (BYLINE, LINK) or self._party(voice, article, [claim]) is None:
                continue
            if any(s.start < said.end and said.start < s.end for s in claim.evidence):
                at = said.text.find(citation.name)
                speakers.append((at if at >= 0 else len(said.text), voice))
        if speakers:
            return (min(speakers, key=lambda pair: (pair[0], pair[1].kind, pair[1].name))[1],)
        if found is not None and any(speaks_of_release(line, found.language) for line in lines):
            return (RELEASE,)
        return ()

    def _party(self, voice: Voice, article: str, claims: Sequence[Claim]) -> str | None:
        """Return the party of the deal that a voice belongs to, if any; a person speaks for an employer."""
        if voice.kind not in ("company", "person"):
            return None
        party = self.press.party_names.get(fold(voice.name))
        if party in self.parties:
            return party
        if voice.kind == "company":
            return None
        entry = load_directory().find_entry(voice.name)
        if entry is not None and entry.employer:
            return entry.employer if entry.employer in self.parties else None
        return self._employer(voice, article, claims)

    def _employer(self, voice: Voice, article: str, claims: Sequence[Claim]) -> str | None:
        """Return the party that a person speaks for according to the sentence."""
        found = self.press.articles.get(article)
        if found is None:
            return None
        mentions = [m for claim in claims for named in claim.roles.values() for m in named]
        party_of = {m.text: self.press.party_names.get(fold(m.name)) for m in mentions}
        firms = [text for text, party in party_of.items() if party in self.parties]
        for citation in self.press.rests_on.get(article, ()):
            if citation.name == voice.name and citation.evidence is not None:
                firm = find_employer(citation.evidence.text, voice.name, firms, found.language)
                if firm is not None:
                    return party_of[firm]
        return None

    # --- where a chain leads ------------------------------------------------------------------------------------------

    def _follow(self, article: str, voices: Voices, claims: Sequence[Claim]) -> Path:
        """Return the path of a chain that somebody owns: to the last link, or to its earlier article on the deal."""
        own = self.outlet(article) or self._document(article)
        names = (own, *(voice.name for voice in voices[:LONGEST_CHAIN]))
        last = next(voice for voice in reversed(voices) if voice.kind != "anonymous")
        evidence = self._passage(article, voices[0], claims)
        earlier = self._first_of.get(outlet_key(last.name)) if voices[-1].kind == "outlet" else None
        if earlier is not None and earlier != article:
            return self._behind(names, Derivation(article, earlier, "attribution", evidence=evidence))
        root = self._root(last, article, claims)
        return Path(names, frozenset({root}), Derivation(article, root, "attribution", evidence=evidence))

    def _behind(self, names: tuple[str, ...], edge: Derivation) -> Path:
        """Return the path that goes on through an earlier article."""
        onward = (*names, *self._chain[edge.rests_on][1:])[: 2 * LONGEST_CHAIN]
        return Path(onward, self.roots[edge.rests_on], edge)

    def _unowned_paths(
        self, article: str, voices: Voices, unowned: Sequence[Claim], claims: Sequence[Claim]
    ) -> list[Path]:
        """Return the paths of what nobody is named for: to the agency of the byline, the copied text, or nowhere."""
        own = self.outlet(article) or self._document(article)
        tail = tuple(voice.name for voice in voices)
        tagged = [
            c for c in self.press.rests_on.get(article, ()) if c.via == BYLINE and outlet_key(c.name) != outlet_key(own)
        ]
        if tagged:
            return [self._through(article, own, citation, tail) for citation in tagged]
        linked = self._linked(article, own, tail, unowned or claims)
        if linked:
            return linked
        copied = self._copied(article, unowned or claims)
        if copied is not None:
            return [self._behind((own, self._name(copied.rests_on)), copied)]
        root = self._own_root(article)
        return [Path((own, *tail), frozenset({root}), Derivation(article, root, "own"))]

    def _through(self, article: str, own: str, citation: Citation, tail: tuple[str, ...]) -> Path:
        """Return the path through an agency whose report the article prints."""
        names = (own, citation.name, *tail)
        earlier = self._first_of.get(outlet_key(citation.name))
        if earlier is not None and earlier != article and citation.kind == "outlet":
            return self._behind(
                (own, citation.name), Derivation(article, earlier, citation.via, evidence=citation.evidence)
            )
        root = self._root(Voice(citation.name, citation.kind), article, ())
        return Path(names, frozenset({root}), Derivation(article, root, citation.via, evidence=citation.evidence))

    def _linked(self, article: str, own: str, tail: tuple[str, ...], claims: Sequence[Claim]) -> list[Path]:
        """Return the paths through what the sentences of the claims link to."""
        found = []
        for citation in self.press.rests_on.get(article, ()):
            if citation.via != LINK or not stands_beside(citation, claims):
                continue
            if citation.kind == "document":
                known = citation.name in self.roots and self.outlet(citation.name) != self.outlet(article)
                edge = Derivation(article, citation.name, LINK, evidence=citation.evidence)
                found += [self._behind((own, self._name(citation.name)), edge)] if known else []
            elif citation.kind == "outlet":
                same = outlet_key(citation.name) == outlet_key(own)
                found += [] if same else [self._through(article, own, citation, tail)]
            elif citation.kind == FILING.kind or self._party(Voice(citation.name, citation.kind), article, claims):
                root = self._root(Voice(citation.name, citation.kind), article, claims)
                edge = Derivation(article, root, LINK, evidence=citation.evidence)
                found.append(Path((own, citation.name, *tail), frozenset({root}), edge))
        return found

    def _copied(self, article: str, claims: Sequence[Claim]) -> Derivation | None:
        """Return the edge to an earlier article that this one copies, or else retells from another language."""
        here = self.press.articles.get(article)
        if here is None or not self._shelf.articles:
            return None
        found = self._shelf.find_source(here, claims)
        if found is not None:
            return Derivation(article, found[0], "reuse", found[1].extent, passages=found[1].passages)
        for other in reversed(list(self._shelf.articles.values())[-SOON_ENOUGH:]):
            if other.language != here.language and retells(here, other, self._signed(here), self._signed(other)):
                return Derivation(article, other.id, "numbers")
        return None

    def _signed(self, article: Article) -> Signature:
        if article.id not in self._signatures:
            self._signatures[article.id] = sign(article, self.press.rests_on.get(article.id, ()))
        return self._signatures[article.id]

    # --- names --------------------------------------------------------------------------------------------------------

    def _root(self, voice: Voice, article: str, claims: Sequence[Claim]) -> str:
        if voice == RELEASE or (voice.kind == "outlet" and is_relay(voice.name)):
            return RELEASED
        # A firm's own site is an outlet by its place and a party by its voice.
        party = self._party(Voice(voice.name, "company") if voice.kind == "outlet" else voice, article, claims)
        if party:
            return f"party:{party}"
        return f"outlet:{outlet_key(voice.name)}" if voice.kind == "outlet" else f"{voice.kind}:{_key(voice.name)}"

    def _own_root(self, article: str) -> str:
        outlet = self.outlet(article)
        return self._root(Voice(outlet, "outlet"), article, ()) if outlet else f"article:{article}"

    def _passage(self, article: str, voice: Voice, claims: Sequence[Claim]) -> Span | None:
        """Return the sentence in which the article names who said it, beside a claim where there is one."""
        said = [c.evidence for c in self.press.rests_on.get(article, ()) if c.name == voice.name and c.evidence]
        spans = [s for claim in claims for s in claim.evidence]
        near = [e for e in said if any(s.start < e.end and e.start < s.end for s in spans)]
        return min(near or said, key=lambda e: (e.start, e.end), default=None)

    def outlet(self, article: str) -> str | None:
        """Return the outlet of an article, if it is known."""
        found = self.press.articles.get(article)
        return found.outlet if found else None

    def _name(self, article: str) -> str:
        return self.outlet(article) or self._document(article)

    def _document(self, article: str) -> str:
        found = self.press.articles.get(article)
        return found.document if found else article


def stands_beside(citation: Citation, claims: Sequence[Claim]) -> bool:
    """Tell whether a citation stands in the sentence of one of the claims."""
    said = citation.evidence
    return said is not None and any(s.start < said.end and said.start < s.end for c in claims for s in c.evidence)


def _unowned(voices: Voices) -> bool:
    """Tell whether a chain names nobody: the outlet itself answers for it."""
    return all(voice.kind == "anonymous" for voice in voices)


def _key(name: str) -> str:
    return fold(name) or name


def _line(text: str, span: Span) -> str:
    """Return the sentence around a span."""
    start, end = line_around(text, span.start, span.end)
    return text[start:end]
