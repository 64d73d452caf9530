"""Extraction: an article goes in, its claims and citations come out.

In: an `Article` in a language with a pack, or a row of a table of deals. Out: an `Extraction`. Promise: every claim has
evidence that stands in the article; extractors are named plug-ins (entry-point group `anello.extractors`), each claim
keeps its author's name, and a claim whose evidence is not in the text is dropped whoever proposed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from anello.errors import SettingsError
from anello.model import Article, Citation, Claim, Reject, digest_of

BUILT_IN = {
    "frames": "anello.extract.framewise:FrameExtractor",
    "llm": "anello.extract.llm.extractor:LlmExtractor",
}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave. `unread`: the extractor could not do its work and may another time; a Reject says why."""

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    rejects: tuple[Reject, ...] = ()
    unread: bool = False


class Extractor(Protocol):
    """Whoever turns articles into claims."""

    name: str

    def extract(self, article: Article) -> Extraction:
        """Return the claims of one article; never raise for what the article holds."""
        ...


def extractor_names() -> tuple[str, ...]:
    """Return the names of the extractors that can be loaded."""
    return tuple(sorted({*BUILT_IN, *(point.name for point in entry_points(group="anello.extractors"))}))


def load_extractor(name: str = "frames") -> Extractor:
    """Return an extractor by name.

    Raises:
        SettingsError: nobody is registered under that name, or the extractor lacks a setting.
    """
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        return cast(Extractor, getattr(import_module(module), attribute)())
    for point in entry_points(group="anello.extractors"):
        if point.name == name:
            return cast(Extractor, point.load()())
    raise SettingsError(f"no extractor named {name!r}; there are {', '.join(extractor_names())}")


def keep_evident(extraction: Extraction, article: Article) -> Extraction:
    """Drop claims whose evidence does not stand in the article where they say."""
    kept = tuple(
        c for c in extraction.claims if c.evidence and all(article.text[s.start : s.end] == s.text for s in c.evidence)
    )
    return Extraction(kept, extraction.citations, extraction.rejects, extraction.unread)


class Several:
    """Extractors that read every article one after the other; each claim keeps its author's name."""

    def __init__(self, extractors: Sequence[Extractor]) -> None:
        self.extractors = tuple(extractors)
        self.name = "+".join(e.name for e in extractors)

    @property
    def summary(self) -> str:
        """Say what the extractors have to say of their work, if anything."""
        return "; ".join(said for e in self.extractors if (said := summary_of(e)))

    def extract(self, article: Article) -> Extraction:
        """Return what all of them find.

        Two authors of the same claim both keep it: the later one under an id that its name is a part of.
        """
        found = [e.extract(article) for e in self.extractors]
        claims: dict[str, Claim] = {}
        for claim in (c for extraction in found for c in extraction.claims):
            taken = claims.setdefault(claim.id, claim)
            if taken.extractor != claim.extractor:
                own = replace(claim, id=digest_of(claim.id, claim.extractor))
                claims[own.id] = own
        return Extraction(
            tuple(claims.values()),
            tuple(dict.fromkeys(c for extraction in found for c in extraction.citations)),
            tuple(dict.fromkeys(r for extraction in found for r in extraction.rejects)),
            any(extraction.unread for extraction in found),
        )


def summary_of(extractor: Extractor) -> str:
    """Return what an extractor has to say of its work, such as what it cost; empty where it has nothing."""
    return str(getattr(extractor, "summary", ""))
