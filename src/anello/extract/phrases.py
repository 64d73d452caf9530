"""Many exact phrases at once: Aho-Corasick over a text, with word boundaries.

In: phrases. Out: where they stand, longest first at each place. Promise: the only module that imports ahocorasick_rs;
time linear in the text, whatever the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class PhraseMatcher:
    """A compiled set of phrases; matching is exact in case."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases: Sequence[str] = list(dict.fromkeys(p for p in phrases if p))
        self._machine = AhoCorasick(
            self.phrases, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, phrase number) of all phrases that stand between word boundaries, overlapping ones too."""
        for number, start, end in self._machine.find_matches_as_indexes(text, overlapping=True):
            if is_boundary(text, start) and is_boundary(text, end):
                yield start, end, number


def is_boundary(text: str, at: int) -> bool:
    """Tell whether a word could begin or end at an offset."""
    if at <= 0 or at >= len(text):
        return True
    return not (text[at - 1].isalnum() and text[at].isalnum())
