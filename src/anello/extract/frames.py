"""Frames: which words of a sentence speak of a deal, and what they ask for.

In: sentences and a language pack. Out: `Trigger` objects, each a frame of `lang/frames.toml` at a place, active or
passive. Promise: frames are data; a word inside a name never triggers; the longest phrase at a place wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from anello.extract.document import Sentence
from anello.extract.lexicon import Lexicon, compile_phrases
from anello.lang import Language, load
from anello.model import Percent, Quantity


@dataclass(frozen=True, slots=True)
class Frame:
    """What a kind of deal statement asks for; see `lang/frames.toml`."""

    name: str
    type: str
    status: str
    subject: str | None
    object: str | None
    before: str | None
    marks: Mapping[str, str]
    takes: tuple[str, ...]
    needs: str | None
    joint: str | None
    near: int | None = None
    topic: bool = False
    apposes: bool = False
    other: str | None = None
    weak: bool = False
    standing: bool = False
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class TriggerWord:
    """One entry of a pack: a frame, how the word is used ("verb", "noun", "passive") and what it fixes."""

    frame: str
    kind: str
    requires: str | None = None
    metric: str | None = None
    right: str | None = None


@dataclass(slots=True)
class Trigger:
    """A frame at tokens [first, last) of a sentence.

    `unmet` if the word lacks the company that it needs to carry a deal by itself ("receives" without goods): the frames
    pass over it, the learned scorer may weigh it.
    """

    sentence: Sentence
    first: int
    last: int
    word: TriggerWord
    frame: Frame
    passive: bool = False
    unmet: bool = False

    @property
    def label(self) -> str:
        """The name of the frame, with a question mark where the word is unmet."""
        return self.frame.name + "?" * self.unmet


@cache
def all_frames() -> Mapping[str, Frame]:
    """Return the frames by name."""
    table = tomllib.loads((files("anello.lang") / "frames.toml").read_text(encoding="utf-8"))
    return {
        name: Frame(
            name,
            row["type"],
            row["status"],
            row.get("subject"),
            row.get("object"),
            row.get("before"),
            row.get("marks", {}),
            tuple(row.get("takes", ())),
            row.get("needs"),
            row.get("joint"),
            row.get("near"),
            bool(row.get("topic", False)),
            bool(row.get("apposes", False)),
            row.get("other"),
            bool(row.get("weak", False)),
            bool(row.get("standing", False)),
            bool(row.get("symmetric", False)),
        )
        for name, row in table.items()
    }


@dataclass(frozen=True, slots=True, eq=False)
class DealWords:
    """The compiled deal words of one language."""

    triggers: Lexicon[TriggerWord]
    marks: Mapping[str, frozenset[str]]
    shares: Lexicon[str]
    majority: Lexicon[str]
    goods: Lexicon[str]
    granting: Lexicon[str]
    players: frozenset[str]
    speech: Lexicon[str]
    relative: frozenset[str]
    clause: frozenset[str]
    conjunctions: frozenset[str]
    determiners: frozenset[str]
    generic: frozenset[str]
    auxiliaries: frozenset[str]
    passive_gap: int
    active_endings: tuple[str, ...]
    infinitives: frozenset[str]
    participles: tuple[str, ...]
    active_auxiliaries: frozenset[str]
    future_endings: tuple[str, ...]
    complement: frozenset[str]
    finite: Lexicon[str]
    bare_is_of: bool
    verbs: frozenset[str]
    verb_final: bool

    def opens_clause(self, lows: list[str], at: int) -> bool:
        """Tell whether a finite verb stands at a token: what is before it is a subject."""
        if at >= len(lows):
            return False
        return bool(self.finite.find(lows, at)) or any(w.kind == "verb" for _, w in self.triggers.find(lows, at))

    def is_verb(self, low: str) -> bool:
        """Tell whether a word is a deal verb and nothing else: no preposition governs across it."""
        return low in self.verbs


@cache
def deal_words(code: str) -> DealWords:
    """Return the compiled deal words of a language."""
    deals = load(code).deals
    triggers: Lexicon[TriggerWord] = Lexicon()
    for entry in deals.get("trigger", ()):
        word = TriggerWord(
            entry["frame"], entry["kind"], entry.get("requires"), entry.get("metric"), entry.get("right")
        )
        for phrase in entry["words"]:
            triggers.add(phrase, word)
    barriers, passive = deals.get("barriers", {}), deals.get("passive", {})
    return DealWords(
        triggers,
        _mark_table(deals.get("marks", {})),
        compile_phrases(deals.get("shares", ())),
        compile_phrases(deals.get("majority", ())),
        compile_phrases(deals.get("goods", ())),
        compile_phrases(deals.get("granting", ())),
        frozenset(deals.get("players", ())),
        compile_phrases(load(code).sources.get("speech", ())),
        frozenset(barriers.get("relative", ())),
        frozenset(barriers.get("clause", ())),
        frozenset(deals.get("conjunctions", ())),
        frozenset(deals.get("determiners", ())),
        frozenset(deals.get("generic", ())),
        frozenset(passive.get("auxiliaries", ())),
        int(passive.get("gap", 0)),
        tuple(passive.get("active_endings", ("\x00",))),
        frozenset(passive.get("infinitives", ())),
        tuple(passive.get("participles", ("",))),
        frozenset(passive.get("active_auxiliaries", ())),
        tuple(passive.get("future_endings", ())),
        frozenset(barriers.get("complement", ())),
        compile_phrases(barriers.get("finite", ())),
        bool(deals.get("bare_is_of", False)),
        _only_verbs(deals.get("trigger", ())),
        bool(deals.get("verb_final", False)),
    )


def _only_verbs(entries: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    words: dict[str, set[str]] = {"verb": set(), "noun": set(), "passive": set()}
    for entry in entries:
        words[entry["kind"]].update(entry["words"])
    return frozenset(w for w in words["verb"] - words["noun"] if " " not in w and "*" not in w)


def _mark_table(marks: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for meaning, phrases in marks.items():
        for phrase in phrases:
            table.setdefault(phrase, set()).add(meaning)
    return {phrase: frozenset(meanings) for phrase, meanings in table.items()}


def find_triggers(sentence: Sentence, language: Language, *, unmet: bool = False) -> list[Trigger]:
    """Return the triggers of a sentence in order; a frame counts once per place, a longer phrase hides its parts.

    With `unmet` words that lack the company they need are returned too, where no other trigger is.
    """
    words = deal_words(language.code)
    lows = sentence.lows()
    out: list[Trigger] = []
    covered: dict[str, int] = {}
    for at in range(len(lows)):
        if _inside_name(sentence, at):
            continue
        for end, word in words.triggers.find(lows, at):
            if covered.get(word.frame, -1) > at or not _is_its_kind(sentence, at, end, word, words):
                continue
            lacking = not _is_met(sentence, at, end, word, words)
            if lacking and not unmet:
                continue
            if not lacking:
                covered[word.frame] = end
            passive = word.kind == "passive" or (word.kind == "verb" and _is_passive(lows, at, end, words))
            out.append(Trigger(sentence, at, end, word, all_frames()[word.frame], passive, lacking))
    met = [t for t in out if not t.unmet and not any(_hides(o, t) for o in out if not o.unmet)]
    taken = {i for t in met for i in range(t.first, t.last)}
    return sorted([*met, *_loose(out, taken)], key=lambda t: t.first)


def _loose(found: Sequence[Trigger], taken: set[int]) -> list[Trigger]:
    """Return the unmet triggers where nothing else is, the first of each frame and place."""
    out: dict[tuple[int, str], Trigger] = {}
    for t in found:
        if t.unmet and not taken.intersection(range(t.first, t.last)):
            out.setdefault((t.first, t.frame.name), t)
    return list(out.values())


def _inside_name(sentence: Sentence, at: int) -> bool:
    """Tell whether a token belongs to a name; counts, descriptors and anaphors may hold a trigger."""
    entity = sentence.entities[sentence.owner[at]] if sentence.owner[at] >= 0 else None
    if entity is None or entity.mention is None:
        return False
    return not (entity.anaphor or entity.mention.text[:1].islower() or entity.mention.kind == "project")


def _hides(longer: Trigger, t: Trigger) -> bool:
    """Tell whether a trigger stands inside a longer one of another frame: "agreement" in "licensing agreement"."""
    inside = longer.first <= t.first and t.last <= longer.last
    return inside and t.last - t.first < longer.last - longer.first and longer.frame.name != t.frame.name


def _is_met(sentence: Sentence, at: int, end: int, word: TriggerWord, words: DealWords) -> bool:
    """Tell whether the sentence has what a word needs to carry a deal."""
    lows = sentence.lows()
    if word.requires == "shares":
        return words.shares.has(lows, at - 12, end + 12) or _has_percent(sentence)
    if word.requires == "goods":
        return words.goods.has(lows, end, end + 10) or _has_goods(sentence, end)
    if word.requires == "contract":
        return any(
            w.frame in CONTRACT_FRAMES
            for i in range(at, min(end + 14, len(lows)))
            for _, w in words.triggers.find(lows, i)
        )
    return True


def _is_its_kind(sentence: Sentence, at: int, end: int, word: TriggerWord, words: DealWords) -> bool:
    """Tell noun from verb where a word can be both."""
    lows = sentence.lows()
    if word.kind == "noun" and at > 0 and lows[at - 1] in words.generic:
        return False
    if word.requires == "contract" or not words.determiners or end - at > 1 or word.kind == "passive":
        return True
    kinds = {w.kind for _, w in words.triggers.find(lows, at)}
    if kinds >= {"noun", "verb"}:
        return (word.kind == "noun") == _is_nominal(sentence, at, words)
    return True


CONTRACT_FRAMES = frozenset({"contract", "order", "delivery", "supply"})


def _is_nominal(sentence: Sentence, at: int, words: DealWords) -> bool:
    after = sentence.tokens[at + 1].low if at + 1 < len(sentence.tokens) else ""
    if at == 0:
        return after in words.marks
    before = sentence.tokens[at - 1].low
    if before in words.determiners or before.isdigit() or "of" in words.marks.get(after, ()):
        return True
    return sentence.owner[at - 1] >= 0 and "agent" in words.marks.get(after, ())


def _is_passive(lows: list[str], at: int, end: int, words: DealWords) -> bool:
    for back in range(at - 1, max(at - words.passive_gap, 0) - 1, -1):
        if lows[back] in words.auxiliaries:
            return not lows[at].endswith(words.active_endings)
        if lows[back] in words.active_auxiliaries:
            return False
        if lows[back] in words.infinitives or lows[back].endswith(words.active_endings):
            break
    by = end < len(lows) and "agent" in words.marks.get(lows[end], ())
    return by and words.passive_gap > 0 and lows[at].endswith(words.participles)


def _has_goods(sentence: Sentence, after: int) -> bool:
    """Tell whether a counted good or a product stands close behind: "20 jets", "A320neos"."""
    near = [e for e in sentence.entities if after <= e.first <= after + 8]
    return any(isinstance(e.value, Quantity) or (e.mention and e.mention.kind == "product") for e in near)


def _has_percent(sentence: Sentence) -> bool:
    return any(isinstance(e.value, Percent) for e in sentence.entities)
