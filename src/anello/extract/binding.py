"""Binding: who fills which role of a trigger.

In: a trigger and the entities of its sentence (and, for an elided subject, the topic before it). Out: for each role
the chosen entities with the features that chose them. Promise: a linear score over named, language-neutral features;
weights are data (`weights.toml`); an entity fills one role of a trigger; at most one pass over the entities for each
role.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from anello.extract.document import Entity, Sentence
from anello.extract.frames import DealWords, Trigger
from anello.extract.lists import coordinated
from anello.model import Mention, Percent, Quantity


@cache
def weights() -> Mapping[str, float]:
    """Return the weights of the binding features."""
    table = tomllib.loads((files("anello.extract") / "weights.toml").read_text(encoding="utf-8"))
    return {name: float(value) for name, value in table["binding"].items()}


@dataclass(slots=True)
class Filler:
    """An entity in a role, with its score and the features behind it."""

    role: str
    entities: list[Entity]
    score: float
    features: dict[str, float]


@dataclass(slots=True)
class Binding:
    """A trigger with its fillers by role and its values by kind."""

    trigger: Trigger
    fillers: dict[str, list[Filler]] = field(default_factory=dict)
    values: dict[str, Entity] = field(default_factory=dict)
    product: Entity | None = None

    def ids(self) -> set[str]:
        """Return the ids of all parties bound here."""
        return {e.mention.id for role in self.fillers for e in self.parties(role) if e.mention is not None}

    def parties(self, role: str) -> list[Entity]:
        """Return the entities that fill a role, in text order."""
        return [e for filler in self.fillers.get(role, ()) for e in filler.entities]


def bind(trigger: Trigger, words: DealWords, topic: Entity | None, objects: set[int] | None = None) -> Binding:
    """Choose fillers for the roles of a trigger, best score first; what scores below the threshold stays open.

    `objects` collects the entities that earlier triggers of the sentence took as objects: they are poor subjects.
    """
    objects = set() if objects is None else objects
    binding = Binding(trigger)
    options: list[tuple[float, int, str, Entity, dict[str, float]]] = []
    for number, entity in enumerate(trigger.sentence.entities):
        if not _may_fill(entity, trigger):
            continue
        for role, features in _readings(trigger, entity, words):
            if trigger.frame.type == "project" and (role == "project") < (
                entity.mention is not None and entity.mention.kind == "project"
            ):
                continue
            if (role == "product") != (entity.mention is not None and entity.mention.kind == "product"):
                continue
            if "subject" in features and id(entity) in objects and "relative" not in features:
                features["object_before"] = 1.0
            if role == trigger.frame.joint and features.keys() & LIST_MARKS:
                features["listed"] = float(len(coordinated(trigger.sentence, entity, words)) > 1)
            score = sum(weights().get(name, 0.0) * value for name, value in features.items())
            options.append((score, -number, role, entity, features))
    _choose(binding, options, words)
    objects.update(
        id(e) for fs in binding.fillers.values() for f in fs if f.features.keys() & OBJECTS for e in f.entities
    )
    fill_topic(binding, topic)
    return binding


OBJECTS = frozenset({"object", "bare_agent", "object_share"})


def _may_fill(entity: Entity, trigger: Trigger) -> bool:
    if entity.mention is None or entity.first <= trigger.first < entity.last:
        return False
    if entity.mention.kind == "state" and _is_adjective(trigger.sentence, entity):
        return False
    if entity.first == 0 and [t.text for t in trigger.sentence.tokens[entity.last : entity.last + 1]] == [":"]:
        return False
    if trigger.frame.type == "maker":
        return entity.is_party() or entity.mention.kind == "product"
    return entity.is_party()


def _is_adjective(sentence: Sentence, entity: Entity) -> bool:
    """Tell whether an abbreviated state name qualifies the noun behind it: "the US carmaker"."""
    text = sentence.tokens[entity.first].text
    after = sentence.tokens[entity.last] if entity.last < len(sentence.tokens) else None
    return text.isupper() and len(text) <= 3 and after is not None and after.text.islower() and after.text.isalpha()


def _choose(
    binding: Binding, options: list[tuple[float, int, str, Entity, dict[str, float]]], words: DealWords
) -> None:
    threshold, joint = weights()["threshold"], binding.trigger.frame.joint
    used: set[int] = set()
    for score, _, role, entity, features in sorted(options, key=lambda o: (-o[0], -o[1], o[2])):
        if score < threshold or id(entity) in used or (role in binding.fillers and role != joint):
            continue
        if any(
            e.mention.id == entity.mention.id
            for r in binding.fillers
            for e in binding.parties(r)
            if e.mention and entity.mention
        ):
            continue
        if role == joint and _is_full(binding.fillers.get(role, ())):
            continue
        group = [
            e
            for e in _members(binding.trigger.sentence, entity, words, features)
            if id(e) not in used and _may_fill(e, binding.trigger)
        ]
        used.update(id(e) for e in group)
        binding.fillers.setdefault(role, []).append(Filler(role, group, score, features))


def _members(sentence: Sentence, entity: Entity, words: DealWords, features: Mapping[str, float]) -> list[Entity]:
    """Return whom a filler stands for: its list, or, before a relative pronoun, the nearest party alone."""
    return [entity] if features.get("relative") else coordinated(sentence, entity, words)


def _is_full(groups: Sequence[Filler]) -> bool:
    """Tell whether a joint role has its two sides: two groups, or one list after "between" or "of"."""
    return len(groups) > 1 or any(len(g.entities) > 1 and LIST_MARKS & g.features.keys() for g in groups)


LIST_MARKS = frozenset({"mark_between", "mark_of"})


def fill_topic(binding: Binding, topic: Entity | None) -> None:
    """Let a topic fill an open subject role; a language may leave its subject out."""
    frame = binding.trigger.frame
    role = frame.object if binding.trigger.passive else frame.subject
    if topic is None or topic.mention is None or role is None or role in binding.fillers:
        return
    if any(
        m.mention is not None and m.mention.id == topic.mention.id for r in binding.fillers for m in binding.parties(r)
    ):
        return
    binding.fillers[role] = [Filler(role, [topic], weights()["topic"], {"topic": 1.0})]


def _readings(trigger: Trigger, entity: Entity, words: DealWords) -> list[tuple[str, dict[str, float]]]:
    """Return the roles an entity could fill here, each with its features."""
    frame, out = trigger.frame, []
    left = entity.last <= trigger.first
    base = _distance(trigger, entity, words)
    subject, bare = (frame.object, None) if trigger.passive else (frame.subject, frame.object)
    if frame.other and _subject_is_marked(trigger, entity):
        subject = frame.other
    if frame.type == "right" and words.granting.has(
        trigger.sentence.lows(), max(trigger.first - 8, entity.last), trigger.first
    ):
        subject = frame.other
    if left and subject:
        out.append((subject, {**base, **_as_subject(trigger, entity, words), "others": base["unmarked"]}))
    if left and frame.other:
        out.append(
            (frame.other, {**base, **_as_subject(trigger, entity, words), "others": base["unmarked"], "other": 1.0})
        )
    if left and bare and words.verb_final and trigger.word.kind == "verb" and _follows_party(trigger, entity):
        out.append((bare, {**base, **_as_object(entity, trigger, words)}))
    if left and frame.before and trigger.word.kind == "noun":
        out.append((frame.before, {**base, **_as_modifier(trigger, entity)}))
    if not left and bare and (trigger.word.kind != "noun" or words.bare_is_of or trigger.frame.apposes):
        features = {**base, **_as_object(entity, trigger, words)}
        if entity.possessive and entity.anaphor:
            shares = frame.subject == "buyer" and words.shares.has(
                trigger.sentence.lows(), entity.last, entity.last + 2
            )
            features["object_share" if shares else "possessor"] = 1.0
        if trigger.word.kind == "noun" and words.bare_is_of and entity.first == trigger.last and not entity.marks:
            features["genitive"] = 1.0
        if bare == "customer" and _names_goods(trigger.sentence, entity, words):
            features["goods"] = 1.0
        out.append((bare, features))
        if frame.other and words.bare_is_of and not entity.marks:
            out.append((frame.other, {**features, "other": 1.0}))
    if not left and trigger.passive and frame.subject and words.passive_gap == 0 and not entity.marks:
        out.append((frame.subject, {**base, "bare_agent": 1.0}))
    if not left and frame.type == "supply" and _owns_goods(trigger, entity, words):
        out.append(("supplier", {**base, "marked": 1.0, "mark_goods": 1.0}))
    out.extend((role, {**base, **found}) for role, found in _as_marked(trigger, entity, words, left))
    return out


def _follows_party(trigger: Trigger, entity: Entity) -> bool:
    """Tell whether another party stands before this one: where verbs come last, so do objects before them."""
    return any(e.is_party() and e.last <= entity.first and not e.marks for e in trigger.sentence.entities)


def _owns_goods(trigger: Trigger, entity: Entity, words: DealWords) -> bool:
    """Tell whether a contract names whose goods it is about: "a contract for Nvidia's chips"."""
    own = entity.possessive and not entity.anaphor and trigger.word.kind == "noun"
    return own and speaks_of_goods(trigger.sentence, words, entity.last, entity.last + 4)


NEAR_GENITIVE = 3
"""A bare name further behind a noun is no genitive of it."""


def _subject_is_marked(trigger: Trigger, entity: Entity) -> bool:
    """Tell whether a preposition behind the trigger names who would be its subject: "a loan from Y"."""
    frame = trigger.frame
    near = [
        e for e in trigger.sentence.entities if e is not entity and 0 <= e.first - trigger.last <= 6 and e.is_party()
    ]
    sources = [{frame.marks.get(m) for m in e.marks & {"from", "agent"}} for e in near]
    return any(roles == {frame.subject} for roles in sources)


def marks_beside(trigger: Trigger, entity: Entity) -> set[str]:
    """Return the marks of an entity beside a trigger: behind a noun, what can mean "of" means it ("Kauf von X")."""
    marks = set(entity.marks)
    return marks - {"agent", "from"} if trigger.word.kind == "noun" and {"of", "agent"} <= marks else marks


def _as_marked(trigger: Trigger, entity: Entity, words: DealWords, left: bool) -> list[tuple[str, dict[str, float]]]:
    marks = marks_beside(trigger, entity)
    plain = not left and words.bare_is_of and not marks and trigger.word.kind == "noun"
    if (
        plain
        and entity.first - trigger.last <= NEAR_GENITIVE
        and not (trigger.frame.object and trigger.frame.object != "buyer" and entity.first == trigger.last)
    ):
        marks.add("of")
    if trigger.passive:
        marks.discard("from") if "agent" in marks else None
    elif trigger.word.kind == "verb" and "from" in marks and "from" in trigger.frame.marks and not words.bare_is_of:
        marks.discard("agent")
    out = []
    for mark in sorted(marks):
        roles = (trigger.frame.marks.get(mark) or "").split("|")
        if mark == "agent" and trigger.passive:
            roles = [trigger.frame.subject or ""]
        for number, role in enumerate(filter(None, roles)):
            side = "marked" if left and _is_fronted(trigger, entity, words) else _side(trigger, mark, left, words)
            features = {side: 1.0, f"mark_{mark}": 1.0, "mark_gap": float(entity.gap), "other": float(number)}
            if role == "customer" and mark == "for" and not left and _names_goods(trigger.sentence, entity, words):
                features["goods"] = 1.0
            out.append((role, features))
    return out


def _is_fronted(trigger: Trigger, entity: Entity, words: DealWords) -> bool:
    """Tell whether a complement stands between a relative pronoun and its verb: "che di OpenAI possiede"."""
    before = entity.first - entity.gap - 2
    near = trigger.word.kind == "verb" and trigger.first - entity.last <= NEAR_GENITIVE
    return near and before >= 0 and trigger.sentence.tokens[before].low in words.relative


REACH_RELATIVE = 16


def _side(trigger: Trigger, mark: str, left: bool, words: DealWords) -> str:
    """Return the feature for where a marked party stands; before a noun, or with a case, left is usual too."""
    if not left:
        return "marked"
    usual = (
        (trigger.word.kind == "noun" and mark in ("with", "from", "agent", "to"))
        or (words.bare_is_of and mark == "to")
        or words.verb_final
    )
    return "left_with" if usual else "marked_left"


def _as_subject(trigger: Trigger, entity: Entity, words: DealWords) -> dict[str, float]:
    features = {"subject": 1.0}
    person = entity.mention is not None and entity.mention.kind == "person"
    if person and words.speech.has(trigger.sentence.lows(), entity.last, min(entity.last + 3, trigger.first)):
        features["speaker"] = 1.0
    between = trigger.sentence.tokens[entity.last : trigger.first]
    if any(t.low in words.relative for t in between[:3]) and len(between) <= REACH_RELATIVE:
        features["relative"] = 1.0
    elif trigger.frame.apposes and between and len(between) <= 3 and between[0].text in APPOSING:
        features["apposed"] = 1.0
    elif entity.marks or entity.possessive:
        first = not any(e.is_party() for e in trigger.sentence.entities if e.first < entity.first)
        features["subject_of" if first and "of" in entity.marks else "subject_marked"] = 1.0
    if not entity.marks and not any(e.is_party() for e in trigger.sentence.entities if e.first < entity.first):
        features["initial"] = 1.0
    return features


def _as_modifier(trigger: Trigger, entity: Entity) -> dict[str, float]:
    if entity.possessive:
        return {"possessive": 1.0}
    near = trigger.first - entity.last <= 1
    return {"modifier": 1.0} if near else {"modifier_far": 1.0}


def _as_object(entity: Entity, trigger: Trigger, words: DealWords) -> dict[str, float]:
    if not entity.marks:
        return {"object": 1.0}
    if "of" in entity.marks or "in" in entity.marks:
        lows = trigger.sentence.lows()
        if words.shares.has(lows, trigger.last, entity.first) or any(
            trigger.last <= e.first < entity.first and isinstance(e.value, Percent | Quantity)
            for e in trigger.sentence.entities
        ):
            return {"object_share": 1.0}
        return {"object_of": 1.0}
    return {"object_marked": 1.0}


def _names_goods(sentence: Sentence, entity: Entity, words: DealWords) -> bool:
    """Tell whether a name only says whose goods they are: "supply 14 Airbus jets"."""
    behind = [
        e
        for e in sentence.entities
        if entity.last <= e.first <= entity.last + 1 and e.mention is not None and e.mention.kind == "product"
    ]
    stop = min(entity.last + 3, len(sentence.tokens))
    marked = next((i for i in range(entity.last, stop) if sentence.tokens[i].low in words.marks), stop)
    return bool(behind) or speaks_of_goods(sentence, words, entity.last, marked)


def speaks_of_goods(sentence: Sentence, words: DealWords, start: int, stop: int) -> bool:
    """Tell whether a word for goods stands in [start, stop), not counting the words of names."""
    lows = sentence.lows()
    at = range(max(start, 0), min(stop, len(lows)))
    return any(words.goods.find(lows, i) for i in at if not _named(sentence, i))


def _named(sentence: Sentence, at: int) -> bool:
    return sentence.owner[at] >= 0 and sentence.entities[sentence.owner[at]].mention is not None


def _distance(trigger: Trigger, entity: Entity, words: DealWords) -> dict[str, float]:
    """Count what stands between the trigger and the entity: tokens, commas, clause words, other parties."""
    lo, hi = (entity.last, trigger.first) if entity.last <= trigger.first else (trigger.last, entity.first)
    tokens = trigger.sentence.tokens
    clauses = commas = quotes = 0
    for at in range(lo, hi):
        low = tokens[at].low
        if trigger.sentence.owner[at] >= 0:
            continue
        commas += low == ","
        quotes += low in QUOTES
        clauses += 3 * (low == ":") + (low in HARD_STOPS)
        clauses += (
            (low in words.clause and not _inside_list(trigger.sentence, at))
            or low in words.relative
            or low in HARD_STOPS
        )
    others = sum(1 for e in trigger.sentence.entities if lo <= e.first and e.last <= hi and e.is_party())
    unmarked = sum(
        1
        for e in trigger.sentence.entities
        if lo <= e.first and e.last <= hi and e.is_party() and not e.marks and not e.possessive
    )
    return {
        "unmarked": float(min(unmarked, 3)),
        "tokens": (hi - lo) / 10,
        "commas": float(min(commas, 3)),
        "clauses": float(min(clauses, 5)),
        "others": float(min(others, 3)),
        "quotes": float(min(quotes, 1)),
        "adjacent": float(hi - lo <= 1),
        "anaphor": float(entity.anaphor),
        "unlisted": float(entity.mention is not None and not entity.mention.known),
        "country": float(entity.mention is not None and _is_country(entity.mention)),
        "person": float(entity.mention is not None and entity.mention.kind == "person"),
    }


def _is_country(mention: Mention) -> bool:
    """Tell whether a mention is a bare country: more often where a deal is than who makes it."""
    return mention.kind == "state" and not mention.name.endswith("government")


def _inside_list(sentence: Sentence, at: int) -> bool:
    owner = sentence.owner
    return 0 < at < len(owner) - 1 and owner[at - 1] >= 0 and owner[at + 1] >= 0


APPOSING = frozenset(",—–(")
QUOTES = frozenset('"“”«»„')
HARD_STOPS = frozenset(";:")
