"""Text reuse: what an article copies from an earlier one, shown as pairs of passages.

In: two texts, or the articles of one deal in the order of publication. Out: `Reuse`: passages here and there, the share
of the words that is copied, and how far the text is derived. Promise: spans are slices of the texts; only word for word
copies count, with a few words changed between them; likeness of facts is never reuse. Method: runs of five words that
both texts have are the seeds of an alignment (as in local sequence alignment by seeds, Altschul et al. 1990), joined
where few words lie between. Scale of derivation after METER (Gaizauskas et al. 2001). Time grows with the length of the
texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from anello.model import Article, Claim, Span

SEED = 5
"""Words in a seed: four are often a common phrase, six miss light editing."""

GAP = 6
"""So many changed words do not end a passage."""

LEAST = 12
"""Words in the shortest passage that counts: shorter ones are names, sums and phrases of the trade."""

STEP = 4
"""Of the seeds of an earlier text every so many are kept to find it by."""

FEWEST = (LEAST - SEED + 1) // STEP
"""So many of them a passage of the least length holds."""

PLACES = 8
"""Places of one seed that are tried; a seed that stands more often is a refrain."""

WHOLLY, PARTIALLY = 0.8, 0.2
"""Shares of the words from which on a text is wholly or partially derived."""

TICKER = 24
"""A text of fewer words is an item of a ticker: such are alike by their form."""

KEPT = 512
"""Articles whose words are kept at hand, so that memory does not grow with the corpus."""

WORD = re.compile(r"\w+")

Passages = tuple[tuple[Span, Span], ...]


@dataclass(frozen=True, slots=True)
class Reuse:
    """What one text copies of another: (span here, span there) by position, and the share of its words they hold."""

    passages: Passages
    share: float

    @property
    def extent(self) -> str:
        """Return "wholly", "partially" or "non-derived"."""
        if self.share >= WHOLLY:
            return "wholly"
        return "partially" if self.share >= PARTIALLY else "non-derived"


def align(text: str, earlier: str) -> Reuse:
    """Return what a text copies of an earlier one.

    >>> there = "The two firms agreed on Monday to build a plant in Ohio for nine billion dollars, officials said."
    >>> here = "Good news: the two firms agreed on Monday to build a plant in Ohio for nine billion euros!"
    >>> found = align(here, there)
    >>> found.passages[0][0].text
    'the two firms agreed on Monday to build a plant in Ohio for nine billion'
    >>> found.extent
    'wholly'
    """
    words, others = _words(text), _words(earlier)
    blocks = _joined(_blocks([w for w, _, _ in words], [w for w, _, _ in others]))
    whole = (0, len(words), 0, len(others))
    kept = [block for block in blocks if block[1] - block[0] >= LEAST or block[:4] == whole]
    copied = sum(block[4] for block in kept)
    passages = tuple((_span(text, words, b[0], b[1]), _span(earlier, others, b[2], b[3])) for b in kept)
    return Reuse(passages, copied / len(words) if words else 0.0)


def _span(text: str, words: Sequence[tuple[str, int, int]], first: int, last: int) -> Span:
    start, end = words[first][1], words[last - 1][2]
    return Span(start, end, text[start:end], "reuse")


@lru_cache(maxsize=KEPT)
def _words(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((m.group().casefold(), m.start(), m.end()) for m in WORD.finditer(text))


Block = tuple[int, int, int, int, int]
"""First and last word here, first and last there (ends excluded), and how many words are the same."""


def _blocks(here: Sequence[str], there: Sequence[str]) -> list[Block]:
    """Return the longest common runs that begin with a seed, greedily from the left."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(there) - SEED + 1):
        spots = places.setdefault(tuple(there[at : at + SEED]), [])
        if len(spots) < PLACES:
            spots.append(at)
    found: list[Block] = []
    at = 0
    while at <= len(here) - SEED:
        spots = places.get(tuple(here[at : at + SEED]), [])
        last = found[-1][3] if found else 0
        # Of equally long runs the one that goes on from the last is taken, so that passages join.
        best = max(((_run(here, there, at, s), -abs(s - last), s) for s in spots), default=None)
        if best is None:
            at += 1
            continue
        found.append((at, at + best[0], best[2], best[2] + best[0], best[0]))
        at += best[0]
    return found


def _run(here: Sequence[str], there: Sequence[str], at: int, spot: int) -> int:
    length, most = 0, min(len(here) - at, len(there) - spot)
    while length < most and here[at + length] == there[spot + length]:
        length += 1
    return length


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Join runs that follow each other in both texts with few words between."""
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if before and 0 <= block[2] - before[3] <= GAP and block[0] - before[1] <= GAP:
            out[-1] = (before[0], block[1], before[2], block[3], before[4] + block[4])
        else:
            out.append(block)
    return out


@lru_cache(maxsize=KEPT)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.casefold()))


def _seeds(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(islice(words, start, None) for start in range(SEED)), strict=False)


@dataclass(slots=True)
class Shelf:
    """The articles of one deal read so far; asked for the source of the next one.

    Nothing is done with a text before somebody asks. Then every `STEP`th of its seeds is kept: a passage of `LEAST`
    words holds at least two of them.
    """

    articles: dict[str, Article] = field(default_factory=dict)
    first_with: dict[tuple[str, ...], str] = field(default_factory=dict)
    _waiting: list[Article] = field(default_factory=list)

    def add(self, article: Article) -> None:
        """Put an article on the shelf; the first to have a seed keeps it."""
        self.articles[article.id] = article
        self._waiting.append(article)

    def find_source(self, article: Article, claims: Sequence[Claim]) -> tuple[str, Reuse] | None:
        """Return the earlier article that the sentences of the claims are copied from, or that half the text is.

        Only one candidate is aligned: the one that was first with most seeds of this text.
        """
        if len(_tokens(article.text)) < TICKER:
            return None
        for earlier in self._waiting:
            for seed in islice(_seeds(_tokens(earlier.text)), 0, None, STEP):
                self.first_with.setdefault(seed, earlier.id)
        self._waiting.clear()
        hits = Counter(map(self.first_with.get, _seeds(_tokens(article.text))))
        del hits[None]
        if not hits:
            return None
        best = min(hits, key=lambda name: (-hits[name], name or ""))
        if best is None or hits[best] < FEWEST:
            return None
        reuse = align(article.text, self.articles[best].text)
        told = any(_copied(claim, reuse) for claim in claims)
        return (best, reuse) if reuse.share >= 0.5 or told else None


def _copied(claim: Claim, reuse: Reuse) -> bool:
    """Tell whether the passage that makes a claim lies mostly within what is copied."""
    spans = [s for s in claim.evidence if s.part in ("claim", "amount")]
    length = sum(s.end - s.start for s in spans)
    common = sum(max(0, min(s.end, here.end) - max(s.start, here.start)) for s in spans for here, _ in reuse.passages)
    return bool(length) and 2 * common >= length
