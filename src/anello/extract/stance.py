"""Stance: the stage of a deal as the text puts it, and how the text says it.

In: a trigger in its sentence. Out: status, mode and whether it is conditional. Promise: the nearest cue that has the
trigger in its scope decides, with a fixed order where several do; "not only" is no negation; no cue leaves the frame's
own status.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from anello.extract.document import Sentence
from anello.extract.frames import Trigger, deal_words
from anello.extract.lexicon import Lexicon, compile_phrases
from anello.lang import Language, load

REACH_LEFT, REACH_RIGHT, REACH_RIGHT_NOUN = 14, 7, 12
STANDING = frozenset({"stake", "control", "maker", "holding", "financial"})
"""Types that state a fact: signing and talking around them say nothing of it; only a cue right beside them does."""
NEAR_STANDING = 3
FORECAST = frozenset({"financial", "valuation"})
"""Types that a forecast or a condition anywhere in the clause makes hypothetical or planned."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue says: a status, and on which side of the trigger it works."""

    status: str
    scope: str


class FoundCue(NamedTuple):
    """A cue in scope: its distance from the trigger, what it says, its words and tokens [first, last)."""

    distance: float
    cue: Cue
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class StanceWords:
    """The compiled stance words of one language."""

    cues: Lexicon[Cue]
    negation: Lexicon[str]
    harmless: Lexicon[str]
    conditional: Lexicon[str]
    hedge: Lexicon[str]


@dataclass(frozen=True, slots=True)
class Stance:
    """Status, mode and condition of one statement, with the nearest cue and its character span."""

    status: str
    mode: str
    conditional: bool
    cue: str = ""
    span: tuple[int, int] | None = None


@cache
def stance_words(code: str) -> StanceWords:
    """Return the compiled stance words of a language."""
    table = load(code).stance
    cues: Lexicon[Cue] = Lexicon()
    for entry in table.get("cue", ()):
        for phrase in entry["words"]:
            cues.add(phrase, Cue(entry["status"], entry["scope"]))
    negation = table.get("negation", {})
    return StanceWords(
        cues,
        compile_phrases(negation.get("words", ())),
        compile_phrases(negation.get("harmless", ())),
        compile_phrases(table.get("conditional", {}).get("words", ())),
        compile_phrases(table.get("hedge", {}).get("words", ())),
    )


def read_stance(trigger: Trigger, language: Language, usual: str | None = None) -> Stance:
    """Return the stance of the statement that a trigger makes; `usual` is its stage where no cue says another."""
    words = stance_words(language.code)
    lows = trigger.sentence.lows()
    deals = deal_words(language.code)
    start, stop = _clause(trigger, deals.relative - deals.complement)
    found = _cues_in_scope(trigger.sentence, lows, start, stop, trigger, words)
    future = trigger.word.kind == "verb" and lows[trigger.last - 1].endswith(deals.future_endings or ("\x00",))
    own = "planned" if future else _own_status(trigger, lows, words)
    status = _decide(found, trigger, own or usual or trigger.frame.status, _in_talks(lows, trigger.first, words))
    hedged = words.hedge.has(lows, start, stop)
    negated = _negated(lows, start, trigger.last, words)
    if negated and status not in ("denied", "ended", "hypothetical", "considered"):
        status = "denied"
    mode = "negated" if negated else "hedged" if hedged else "asserted"
    return Stance(
        status,
        mode,
        words.conditional.has(lows, start, stop),
        found[0].text if found else "",
        _span(trigger.sentence, found),
    )


def has_condition(sentence: Sentence, language: Language) -> bool:
    """Tell whether a sentence names a condition anywhere: a warrant's terms stand beside it, not in its clause."""
    lows = sentence.lows()
    return stance_words(language.code).conditional.has(lows, 0, len(lows))


def _span(sentence: Sentence, found: list[FoundCue]) -> tuple[int, int] | None:
    """Return the character span of the deciding cue."""
    return (sentence.tokens[found[0].first].start, sentence.tokens[found[0].last - 1].end) if found else None


def _own_status(trigger: Trigger, lows: list[str], words: StanceWords) -> str | None:
    """Return the stage that a verb tells by its own form, such as a future tense."""
    if trigger.word.kind != "verb":
        return None
    return next((cue.status for i in range(trigger.first, trigger.last) for _, cue in words.cues.find(lows, i)), None)


def _clause(trigger: Trigger, relative: frozenset[str]) -> tuple[int, int]:
    """Return the token range around a trigger that its cues may stand in: up to a strong stop on each side."""
    lows = trigger.sentence.lows()
    start = max(trigger.first - REACH_LEFT, 0)
    for at in range(trigger.first - 1, start - 1, -1):
        if lows[at] in ";:" or (lows[at] in relative and lows[at - 1 : at] == [","]):
            start = at + 1
            break
    reach = REACH_RIGHT_NOUN if trigger.word.kind == "noun" else REACH_RIGHT
    stop = min(trigger.last + reach, len(lows))
    for at in range(trigger.last, stop):
        if lows[at] in ";:" or (lows[at] in relative and lows[at - 1 : at] == [","]):
            stop = at
            break
    return start, stop


def _cues_in_scope(
    sentence: Sentence, lows: list[str], start: int, stop: int, trigger: Trigger, words: StanceWords
) -> list[FoundCue]:
    out = []
    reached = start
    for at in range(start, stop):
        if at < reached or (sentence.owner[at] >= 0 and not sentence.entities[sentence.owner[at]].anaphor):
            continue
        for end, cue in words.cues.find(lows, at)[:1]:
            reached = end
            if _negated(lows, at - 2, at, words) and cue.status in ("agreed", "completed", "planned"):
                cue = Cue("denied", cue.scope)
            elif any(words.harmless.find(lows, i) for i in range(max(at - 2, 0), at)):
                continue
            if end <= trigger.first:
                distance = trigger.first - end
            elif at >= trigger.last:
                distance = at - trigger.last + 2
            else:
                continue
            commas = lows[min(end, trigger.first) : max(at, trigger.first)].count(",")
            predicate = trigger.word.kind == "noun" and not commas
            behind = predicate or (cue.scope != "left" and commas != 1)
            if at < trigger.first or behind:
                out.append(FoundCue(distance + 3.0 * commas, cue, " ".join(lows[at:end]), at, end))
    return sorted(out, key=lambda o: (o[0], PRECEDENCE.index(o[1].status)))


PRECEDENCE = ("denied", "ended", "talks", "considered", "hypothetical", "planned", "agreed", "completed")


def _decide(found: list[FoundCue], trigger: Trigger, usual: str, talking: bool) -> str:
    """Let the nearest cue decide; weaker stages win over stronger ones that stand equally near."""
    type_ = "control" if trigger.frame.standing else trigger.frame.type
    usable = [(f.distance, f.cue.status) for f in found if _applies(type_, f.cue.status, f.distance)]
    if not usable:
        return usual
    if any(status in OVERRULING and d <= NEAR_OVERRULING for d, status in usable):
        usable = [(d, s) for d, s in usable if s in OVERRULING]
    near = [s for d, s in usable if d <= usable[0][0] + 3]
    chosen = min(near, key=PRECEDENCE.index)
    open_ = chosen in ("hypothetical", "considered") and type_ not in STANDING | FORECAST
    return "talks" if open_ and talking else chosen


OVERRULING = frozenset({"denied", "ended"})
NEAR_OVERRULING = 6
"""A denial or an end within so many tokens counts whatever stage is named nearer: "denied that it was planning"."""


def _applies(type_: str, status: str, distance: float) -> bool:
    """Tell whether a cue of that status at that distance says something of a claim of that type."""
    if type_ in STANDING | FORECAST and status in ("agreed", "talks"):
        return False
    if type_ in FORECAST:
        return status == "hypothetical" or distance <= NEAR_STANDING
    return type_ not in STANDING or distance <= NEAR_STANDING


def _in_talks(lows: list[str], stop: int, words: StanceWords) -> bool:
    """Tell whether the sentence speaks of negotiations before the trigger, in whatever clause."""
    return any(cue.status == "talks" for at in range(stop) for _, cue in words.cues.find(lows, at))


def _negated(lows: list[str], start: int, stop: int, words: StanceWords) -> bool:
    for at in range(max(start, stop - 6), stop):
        if words.negation.find(lows, at) and not words.harmless.find(lows, at):
            return True
    return False
