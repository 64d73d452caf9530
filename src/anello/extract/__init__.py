"""Extraction: an article goes in, its claims and citations come out.

In: an `Article` in a language with a pack, or a row of a table of deals. Out: an `Extraction`. Promise: every claim has
evidence that stands in the article; extractors are named plug-ins (entry-point group `anello.extractors`), each claim
keeps its author's name, and a claim whose evidence is not in the text is dropped whoever proposed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from anello.errors import SettingsError
from anello.model import Article, Citation, Claim, Reject

BUILT_IN = {"frames": "anello.extract.framewise:FrameExtractor"}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave."""

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    rejects: tuple[Reject, ...] = ()


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
        SettingsError: nobody is registered under that name.
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
    return Extraction(kept, extraction.citations, extraction.rejects)
