"""The extraction with one of its parts taken away, to see what that part is worth.

Nothing in the package knows of this: a part is taken away by handing the extractor less, or by patching the names that
`anello.extract.framewise` calls while one article is read.

usage: nothing to run; see `bench/report.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from unittest.mock import patch

from anello.extract import Extraction, Extractor
from anello.extract.framewise import FrameExtractor
from anello.lang.directory import Directory
from anello.model import Article


class Unreferring(FrameExtractor):
    """Resolves no descriptor, pronoun or elided subject, and carries no party from sentence to sentence."""

    def extract(self, article: Article) -> Extraction:
        """Return the claims that each sentence makes by the names in it."""
        absent = {
            "resolve_anaphors": lambda sentences, language, choose: None,
            "topic_before": lambda sentences, number, language: None,
            "main_party": lambda sentences: None,
            "carried": lambda sentences, number, mains: [],
        }
        with patch.multiple("anello.extract.framewise", **absent):
            return super().extract(article)


def empty_directory() -> Directory:
    """Return a directory that lists nobody."""
    return Directory({}, (), {}, frozenset())


ABLATIONS: Mapping[str, Callable[[], Extractor]] = {
    "without coreference": Unreferring,
    "without the learned scorer": lambda: FrameExtractor(learned=False),
    "without the directory": lambda: FrameExtractor(empty_directory()),
}
"""How to make the extractor without each part."""
