"""Speech: who says so, and what an article rests on.

In: placed sentences and a language pack. Out: the voices of each sentence, nearest first, and the citations of the
article. Promise: a voice is a name or phrase that stands in the text beside a word of saying; anonymous voices come
last in a chain; the article's own outlet is never in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from anello.extract.document import Entity, Sentence
from anello.extract.frames import deal_words
from anello.extract.lexicon import Lexicon, compile_phrases
from anello.lang import Language, load
from anello.model import Article, Citation, Span, Voice

ANONYMOUS = Voice("unnamed sources", "anonymous")
KIND_OF_VOICE = {
    "outlet": "outlet",
    "person": "person",
    "organisation": "company",
    "regulator": "company",
    "state": "company",
    "fund": "company",
}
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
    carry: Lexicon[str]


@cache
def speech_words(code: str) -> SpeechWords:
    """Return the compiled words of saying of a language."""
    table = load(code).sources
    return SpeechWords(
        *(
            compile_phrases(table.get(key, ()))
            for key in ("speech", "before", "citing", "anonymous", "filing", "analyst", "carry")
        )
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A voice in a sentence, where it stands, and the id of the party behind it, if any."""

    voice: Voice
    at: int
    party: str | None = None
    span: tuple[int, int] | None = None


def find_voices(sentence: Sentence, language: Language, own_outlet: str | None = None) -> list[Said]:
    """Return the voices of a sentence, nearest first."""
    words = speech_words(language.code)
    lows = sentence.lows()
    joins = deal_words(language.code).conjunctions
    found: dict[str, Said] = {}
    for at in range(len(lows)):
        if sentence.owner[at] >= 0:
            continue
        for said in _with_list(sentence, _voices_at(sentence, lows, at, words), joins):
            if said.voice.name.casefold() != (own_outlet or "").casefold():
                found.setdefault(said.voice.name, said)
    ordered = sorted(found.values(), key=lambda s: (s.voice.kind == "anonymous", s.at))
    if (
        not any(s.voice.kind == "anonymous" for s in ordered)
        and _speaks(lows, words)
        and _has_anonymous(sentence, lows, words)
    ):
        ordered.append(Said(ANONYMOUS, len(lows)))
    return ordered


def _with_list(sentence: Sentence, voices: Iterable[Said], joins: frozenset[str]) -> Iterable[Said]:
    """Add the outlets and persons that stand in a list with a voice: "The Information and Reuters reported"."""
    for said in voices:
        at = next((i for i, e in enumerate(sentence.entities) if e.first == said.at and _can_speak(e)), None)
        if at is not None and said.voice.kind in ("outlet", "person"):
            yield from (_as_said(e) for e in _beside(sentence, at, joins) if e.first < said.at)
            yield said
            yield from (_as_said(e) for e in _beside(sentence, at, joins) if e.first > said.at)
        else:
            yield said


def _beside(sentence: Sentence, at: int, joins: frozenset[str]) -> Iterable[Entity]:
    """Yield the speakers joined to an entity by one conjunction, on either side."""
    entities = sentence.entities
    for left, right, other in ((at - 1, at, at - 1), (at, at + 1, at + 1)):
        if left >= 0 and right < len(entities) and _can_speak(entities[other]):
            between = [t.low for t in sentence.tokens[entities[left].last : entities[right].first]]
            if len(between) == 1 and between[0] in joins:
                yield entities[other]


def carry_voices(sentences: Sequence[Sentence], said: Sequence[list[Said]], language: Language) -> list[list[Said]]:
    """Let a sentence that goes on reporting ("the report added") keep the voices of the one before it."""
    carry = speech_words(language.code).carry
    out: list[list[Said]] = []
    for sentence, voices in zip(sentences, said, strict=True):
        lows = sentence.lows()
        carried = not voices and out and carry.has(lows, 0, len(lows))
        out.append(list(out[-1]) if carried else list(voices))
    return out


def neighbour_voices(said: Sequence[list[Said]], number: int) -> list[Said]:
    """Return the voices of a sentence, or, for a hedged statement, those of the sentence beside it."""
    for at in (number, number - 1, number + 1):
        if 0 <= at < len(said) and said[at]:
            return said[at]
    return []


def _voices_at(sentence: Sentence, lows: list[str], at: int, words: SpeechWords) -> Iterable[Said]:
    phrases = words.before.find(lows, at) + words.citing.find(lows, at)
    if phrases:
        end = max(end for end, _ in phrases)
        entity = _next_speaker(sentence, end, REACH_PHRASE)
        if words.anonymous.has(lows, end, end + 3):
            yield Said(ANONYMOUS, at)
        elif words.analyst.has(lows, end, end + 1) and not _is_person(entity):
            yield Said(Voice("analysts", "analyst"), at)
        elif entity is not None:
            yield _as_said(entity)
        elif words.filing.has(lows, end, end + 3):
            yield Said(Voice("filing", "filing"), at)
        elif words.analyst.has(lows, end, end + 3):
            yield Said(Voice("analysts", "analyst"), at)
    if words.speech.find(lows, at):
        entity = _next_speaker(sentence, at + 1, REACH_AFTER) if _closes_quote(sentence, at) else None
        inverted = at > 0 and sentence.tokens[at - 1].text == ","
        behind = _adjacent_after(sentence, at)
        entity = (behind if inverted else None) or _speaker_before(sentence, at) or entity or behind
        if entity is not None:
            yield _as_said(entity)


def _is_person(entity: Entity | None) -> bool:
    return entity is not None and entity.mention is not None and entity.mention.kind == "person"


def _as_said(entity: Entity) -> Said:
    mention = entity.mention
    assert mention is not None
    span = (mention.start, mention.end)
    return Said(Voice(mention.name, KIND_OF_VOICE[mention.kind]), entity.first, mention.id, span)


def _can_speak(entity: Entity) -> bool:
    return entity.mention is not None and entity.mention.kind in KIND_OF_VOICE


def _next_speaker(sentence: Sentence, at: int, reach: int) -> Entity | None:
    """Return the first possible speaker that starts within reach; a person or outlet behind an employer wins."""
    near = [e for e in sentence.entities if at <= e.first <= at + reach and _can_speak(e)]
    named = [e for e in near if e.mention is not None and e.mention.kind in ("person", "outlet") and not e.anaphor]
    return next(iter(named or near), None)


def _speaker_before(sentence: Sentence, at: int) -> Entity | None:
    near = [
        e
        for e in sentence.entities
        if e.last <= at and at - e.last <= REACH_BEFORE and _can_speak(e) and not e.possessive
    ]
    near = [e for e in near if not e.marks or at - e.last <= 1]
    named = [e for e in near if e.mention is not None and e.mention.kind in ("person", "outlet")]
    return (named or near)[-1] if near else None


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
    """Return the chain for a claim: neither a party that speaks of its own deal nor another firm is an attribution."""
    own = set(parties)
    return tuple(
        s.voice
        for s in said
        if s.party is None or s.voice.kind == "person" or (s.party not in own and s.voice.kind != "company")
    )


def find_citations(
    article: Article, sentences: Sequence[Sentence], said: Sequence[Sequence[Said]]
) -> tuple[Citation, ...]:
    """Return what the article rests on: named voices and the agency in its dateline or byline."""
    out: dict[tuple[str, str], Citation] = {}
    for sentence, voices in zip(sentences, said, strict=True):
        span = Span(sentence.start, sentence.end, article.text[sentence.start : sentence.end], "attribution")
        for voice in (s.voice for s in voices):
            out.setdefault(
                (voice.name, "attribution"), Citation(article.id, voice.name, voice.kind, "attribution", span)
            )
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
