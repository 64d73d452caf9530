"""Parties and voices: the names that a model gives, found again in the article.

In: a name, the ground, the evidence. Out: a `Mention` or a `Voice`. Promise: whoever is returned stands in the article,
with offsets; the directory knows spellings and vouches for nobody whom the article does not name.
"""

from __future__ import annotations

from collections.abc import Sequence

from anello.extract.evaluation import ANONYMOUS as NAMELESS
from anello.extract.evaluation import bare
from anello.extract.llm.ground import Ground, Range, touches
from anello.extract.speech import ANONYMOUS, KIND_OF_VOICE, speech_words
from anello.lang.transliteration import slug
from anello.model import Mention, Span, Voice

WHOLE: tuple[Range, ...] = ((0, 2**62),)
MAX_NAME_WORDS = 10


def find_party(name: str, ground: Ground, evidence: Sequence[Range]) -> Mention | None:
    """Return the mention that a name stands for: in the evidence, else the last before it, else the first after it.

    A descriptor or pronoun that our own rules have resolved to the party counts as a mention of it.
    """
    found = _mentions_of(name, ground)
    inside = [m for m in found if touches((m.start, m.end), evidence)]
    if inside:
        return min(inside, key=lambda m: (not _is_name(m.text), m.start))
    literal = _literal(name, ground, evidence)
    if literal is not None:
        return literal
    before = [m for m in found if m.end <= evidence[0][0]]
    if found:
        return before[-1] if before else found[0]
    return _literal(name, ground, WHOLE)


def _mentions_of(name: str, ground: Ground) -> list[Mention]:
    entry = ground.directory.find_entry(name)
    id_, plain = entry.id if entry else slug(name), bare(name)
    return [m for m in ground.mentions if m.id == id_ or plain in (bare(m.name), bare(m.text))]


def _literal(name: str, ground: Ground, within: Sequence[Range]) -> Mention | None:
    """Return a name that our own rules missed, where it stands word for word in a spelling that the directory knows."""
    entry = ground.directory.find_entry(name)
    spellings = (name, entry.name, *entry.aliases) if entry else (name,)
    for spelling in spellings:
        span = ground.find_quote(spelling, within)
        if span is None or not _is_name(spelling) or _is_part(span, ground):
            continue
        text = ground.article.text[slice(*span)]
        if entry is not None:
            return Mention(entry.name, entry.id, text, *span, entry.kind, True)
        return Mention(name, slug(name), text, *span)
    return None


def _is_name(text: str) -> bool:
    """Tell a name from a description: somewhere in it stands a capital, and it is no sentence."""
    return any(c.isupper() for c in text) and len(text.split()) <= MAX_NAME_WORDS


def _is_part(span: Range, ground: Ground) -> bool:
    """Tell whether a passage is but a part of a name that the directory lists: "America" in "Bank of America"."""
    return any(m.known and m.start <= span[0] and span[1] <= m.end for m in ground.mentions)


def find_voice(name: str, ground: Ground, evidence: Sequence[Range]) -> tuple[Voice, Span | None] | None:
    """Return the voice that a name stands for and where it stands, or None where the article has no such voice.

    Voices without a name ("analysts", "people close to the talks") stand in or beside the sentences of the evidence.
    """
    words, lows = speech_words(ground.language.code), name.casefold().split()
    beside = _beside(ground, evidence)
    near = [said.voice for number in beside for said in ground.said[number]]
    if NAMELESS.search(name) or words.anonymous.has(lows, 0, len(lows)):
        speaking = (ground.sentences[number].lows() for number in beside)
        told = ANONYMOUS in near or any(words.anonymous.has(low, 0, len(low)) for low in speaking)
        return (ANONYMOUS, None) if told else None
    mention = find_party(name, ground, evidence)
    if mention is not None:
        voice = Voice(mention.name, KIND_OF_VOICE.get(mention.kind, "company"))
        return voice, Span(mention.start, mention.end, mention.text, "attribution")
    span = ground.find_quote(name, [(ground.sentences[n].start, ground.sentences[n].end) for n in beside])
    if span is None:
        return None
    voice = Voice("analysts", "analyst") if words.analyst.has(lows, 0, len(lows)) else ANONYMOUS
    return voice, Span(*span, ground.article.text[slice(*span)], "attribution")


def _beside(ground: Ground, evidence: Sequence[Range]) -> list[int]:
    """Return the numbers of the sentences that hold evidence, and of those before and after."""
    numbers = {near for number, _ in ground.sentences_in(evidence) for near in (number - 1, number, number + 1)}
    return sorted(n for n in numbers if 0 <= n < len(ground.sentences))
