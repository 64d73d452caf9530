"""Speech: who says so, and what an article rests on.

In: placed sentences and a language pack. Out: the voices of each sentence, nearest first, and the citations of the
article. Promise: a voice is a name or phrase that stands in the text beside a word of saying; anonymous voices come last
in a chain; the article's own outlet is never in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from anello.extract.document import Entity, Sentence
from anello.extract.lexicon import Lexicon, compile_phrases
from anello.lang import Language, load
from anello.model import Article, Citation, Span, Voice

ANONYMOUS = Voice("unnamed sources", "anonymous")
KIND_OF_VOICE = {"outlet": "outlet", "person": "person", "organisation": "company", "regulator": "company", "state": "company", "fund": "company"}
REACH_BEFORE, REACH_AFTER, REACH_PHRASE = 7, 4, 5


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWords:
    """The compiled words of saying of one language."""

    speech: Lexicon[str]
    before: Lexicon[str]
    citing: Lexicon[str]
    anonymous: Lexicon[str]
    filing: Lexicon[str]
    analyst: Lexicon[str]


@cache
def speech_words(code: str) -> SpeechWords:
    """Return the compiled words of saying of a language."""
    table = load(code).sources
    return SpeechWords(*(compile_phrases(table.get(key, ())) for key in ("speech", "before", "citing", "anonymous", "filing", "analyst")))


@dataclass(frozen=True, slots=True)
class Said:
    """A voice in a sentence, where it stands, and the id of the party behind it, if any."""

    voice: Voice
    at: int
    party: str | None = None


def find_voices(sentence: Sentence, language: Language, own_outlet: str | None = None) -> list[Said]:
    """Return the voices of a sentence, nearest first."""
    words = speech_words(language.code)
    lows = sentence.lows()
    found: dict[str, Said] = {}
    for at in range(len(lows)):
        if sentence.owner[at] >= 0:
            continue
        for said in _voices_at(sentence, lows, at, words):
            if said.voice.name.casefold() != (own_outlet or "").casefold():
                found.setdefault(said.voice.name, said)
    ordered = sorted(found.values(), key=lambda s: (s.voice.kind == "anonymous", s.at))
    if not any(s.voice.kind == "anonymous" for s in ordered) and _speaks(lows, words) and _has_anonymous(sentence, lows, words):
        ordered.append(Said(ANONYMOUS, len(lows)))
    return ordered


def _voices_at(sentence: Sentence, lows: list[str], at: int, words: SpeechWords) -> Iterable[Said]:
    phrases = words.before.find(lows, at) + words.citing.find(lows, at)
    if phrases:
        end = max(end for end, _ in phrases)
        entity = _next_speaker(sentence, end, REACH_PHRASE)
        if words.anonymous.has(lows, end, end + 3):
            yield Said(ANONYMOUS, at)
        elif entity is not None:
            yield _as_said(entity)
        elif words.filing.has(lows, end, end + 3):
            yield Said(Voice("filing", "filing"), at)
        elif words.analyst.has(lows, end, end + 3):
            yield Said(Voice("analysts", "analyst"), at)
    if words.speech.find(lows, at):
        entity = _next_speaker(sentence, at + 1, REACH_AFTER) if _closes_quote(sentence, at) else None
        entity = _speaker_before(sentence, at) or entity or _adjacent_after(sentence, at)
        if entity is not None:
            yield _as_said(entity)


def _as_said(entity: Entity) -> Said:
    mention = entity.mention
    assert mention is not None
    return Said(Voice(mention.name, KIND_OF_VOICE[mention.kind]), entity.first, mention.id)


def _can_speak(entity: Entity) -> bool:
    return entity.mention is not None and entity.mention.kind in KIND_OF_VOICE


def _next_speaker(sentence: Sentence, at: int, reach: int) -> Entity | None:
    """Return the first possible speaker that starts within reach; a person or outlet behind an employer wins."""
    near = [e for e in sentence.entities if at <= e.first <= at + reach and _can_speak(e)]
    named = [e for e in near if e.mention is not None and e.mention.kind in ("person", "outlet") and not e.anaphor]
    return (named or near or [None])[0]


def _speaker_before(sentence: Sentence, at: int) -> Entity | None:
    near = [e for e in sentence.entities if e.last <= at and at - e.last <= REACH_BEFORE and _can_speak(e) and not e.possessive]
    near = [e for e in near if not e.marks or at - e.last <= 1]
    named = [e for e in near if e.mention is not None and e.mention.kind in ("person", "outlet")]
    return (named or near or [None])[-1]


def _closes_quote(sentence: Sentence, at: int) -> bool:
    return any(t.text in '"”»,' for t in sentence.tokens[max(at - 3, 0) : at])


def _adjacent_after(sentence: Sentence, at: int) -> Entity | None:
    near = [e for e in sentence.entities if at < e.first <= at + 2 and _can_speak(e)]
    return near[0] if near and near[0].mention is not None and near[0].mention.kind in ("outlet", "person") else None


def _speaks(lows: list[str], words: SpeechWords) -> bool:
    return any(words.speech.find(lows, i) or words.before.find(lows, i) for i in range(len(lows)))


def _has_anonymous(sentence: Sentence, lows: list[str], words: SpeechWords) -> bool:
    return any(words.anonymous.find(lows, i) for i in range(len(lows)) if sentence.owner[i] < 0)


def voices_for(said: Sequence[Said], parties: Iterable[str]) -> tuple[Voice, ...]:
    """Return the chain for a claim: a party that speaks of its own deal is no attribution."""
    own = set(parties)
    return tuple(s.voice for s in said if s.party is None or s.party not in own or s.voice.kind == "person")


def find_citations(article: Article, sentences: Sequence[Sentence], said: Sequence[Sequence[Said]]) -> tuple[Citation, ...]:
    """Return what the article rests on: named voices and the agency in its dateline or byline."""
    out: dict[tuple[str, str], Citation] = {}
    for sentence, voices in zip(sentences, said, strict=True):
        span = Span(sentence.start, sentence.end, article.text[sentence.start : sentence.end], "attribution")
        for voice in (s.voice for s in voices):
            out.setdefault((voice.name, "attribution"), Citation(article.id, voice.name, voice.kind, "attribution", span))
    agency = _agency(article, sentences)
    if agency is not None:
        out.setdefault((agency.name, "byline"), agency)
    return tuple(out.values())


def _agency(article: Article, sentences: Sequence[Sentence]) -> Citation | None:
    for sentence in sentences[1:3]:
        for entity in sentence.entities:
            tokens = sentence.tokens
            if entity.mention is None or entity.mention.kind != "outlet" or entity.first > 8:
                continue
            closing = tokens[entity.last].text if entity.last < len(tokens) else ""
            if closing in ")-–—":
                span = Span(entity.mention.start, entity.mention.end, entity.mention.text, "attribution")
                return Citation(article.id, entity.mention.name, "outlet", "byline", span)
    return None

