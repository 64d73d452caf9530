"""Passages: the passages that a claim rests on.

In: an article, a draft and what was read of its stance, voices and time. Out: spans, the claim's own first.
Promise: each span is a substring of the article; the claim's span runs from the first to the last thing used in the
trigger's sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anello.extract.drafts import Draft
from anello.extract.speech import Said
from anello.extract.stance import Stance
from anello.model import Article, Period, Span


def collect_evidence(
    article: Article, draft: Draft, stance: Stance, said: Sequence[Said], period: Period | None
) -> tuple[Span, ...]:
    """Return the spans of a claim: claim, then amount, status, time and attribution where the text has them."""
    spans = [_span(article, *_whole(draft), "claim")]
    if draft.money is not None:
        spans.append(_span(article, draft.money.start, draft.money.end, "amount"))
    if stance.span is not None:
        spans.append(_span(article, *stance.span, "status"))
    if period is not None:
        spans.append(_span(article, period.start, period.end, "time"))
    spans += [_span(article, *s.span, "attribution") for s in said if s.span is not None]
    return tuple(dict.fromkeys(spans))


def _span(article: Article, start: int, end: int, part: str) -> Span:
    return Span(start, end, article.text[start:end], part)


def _whole(draft: Draft) -> tuple[int, int]:
    trigger = draft.binding.trigger
    sentence = trigger.sentence
    points = [(sentence.tokens[trigger.first].start, sentence.tokens[trigger.last - 1].end)]
    points += _inside(sentence.start, sentence.end, ((m.start, m.end) for found in draft.roles.values() for m in found))
    values = (v for v in (draft.money, draft.percent, draft.quantity) if v is not None)
    points += _inside(sentence.start, sentence.end, ((v.start, v.end) for v in values))
    return min(p[0] for p in points), max(p[1] for p in points)


def _inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(s, e) for s, e in spans if start <= s and e <= end]
