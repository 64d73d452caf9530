"""Many exact phrases at once: Aho-Corasick over a text, with word boundaries.

In: phrases. Out: where they stand, longest first at each place. Promise: the only module that imports ahocorasick_rs;
time linear in the text, whatever the number of phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half of a character: Python's strings may hold one, other libraries refuse it."""


class PhraseMatcher:
    """A compiled set of phrases; matching is exact in case, or without case where `folded` says so.

    >>> [(s, e) for s, e, _ in PhraseMatcher(["signs off"], folded=True).find("She Signs off.")]
    [(4, 13)]
    """

    def __init__(self, phrases: Iterable[str], *, folded: bool = False) -> None:
        spelt = (_lower(p) if folded else p for p in phrases)
        self.phrases: Sequence[str] = list(dict.fromkeys(p for p in spelt if p))
        self.folded = folded
        self._machine = AhoCorasick(
            self.phrases, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, phrase number) of all phrases that stand between word boundaries, overlapping ones too."""
        searched = whole_characters(_lower(text) if self.folded else text)
        for number, start, end in self._machine.find_matches_as_indexes(searched, overlapping=True):
            if is_boundary(text, start) and is_boundary(text, end):
                yield start, end, number


def _lower(text: str) -> str:
    """Return the text in lower case, letter for letter, so that offsets stay true ("İ" would become two)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def whole_characters(text: str) -> str:
    """Return the text with every half of a character replaced, letter for letter, so that any library takes it."""
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def is_boundary(text: str, at: int) -> bool:
    """Tell whether a word could begin or end at an offset."""
    if at <= 0 or at >= len(text):
        return True
    return not (text[at - 1].isalnum() and text[at].isalnum())
