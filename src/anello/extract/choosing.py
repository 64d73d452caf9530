"""Choosing: which readings of the pairs of a sentence become claims.

In: what a sentence brings (`Context`) and the learned scorer. Out: drafts. Promise: a reading is kept from the model's
threshold on; one pair is read one way round; members of a list with one common amount stay together; the frames alone
speak for claims of one party and for deals whose other side the text leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from anello.extract.attach import bind_product, bind_values
from anello.extract.binding import Binding, Filler
from anello.extract.context import Context, Pair
from anello.extract.document import Entity
from anello.extract.drafts import Draft, with_roles
from anello.extract.frames import Trigger
from anello.extract.learned import PairModel
from anello.extract.lists import coordinated
from anello.extract.pairs import find_pairs
from anello.extract.rolefit import ROLES, SYMMETRIC, agreement, allowed_types, nearness
from anello.model import CLAIM_ROLES, Mention


@dataclass(slots=True)
class Reading:
    """A pair read as a deal of one type: who has the first role, who the second, how likely, and why."""

    type: str
    first: Entity
    second: Entity
    chance: float
    pair: Pair
    class_: str

    def ids(self) -> frozenset[str]:
        """Return the ids of both parties."""
        return frozenset(e.mention.id for e in (self.first, self.second) if e.mention is not None)


def choose_drafts(context: Context, model: PairModel, least: float) -> list[Draft]:
    """Return the drafts of a sentence: those of the scorer, then what only the frames can say."""
    readings = _consistent(_readings(context, model, least))
    frames = allowed_types(context)
    kept = [d for d in context.drafts if _is_open(d)]
    for draft in kept:
        draft.signs = _signs(draft)
    new: list[Draft] = []
    for group in _grouped(readings, context):
        draft = _as_draft(group, frames, context, model)
        known = [d for d in context.drafts if d.type == draft.type and _same_roles(d, draft)]
        for framed in (d for d in known if not any(k is d for k in kept)):
            framed.score, framed.features, framed.signs = draft.score, draft.features, (*draft.signs, FRAMED)
            kept.append(framed)
        if (rest := _beyond(draft, known)) and not any(_rules_otherwise(d, draft) for d in context.drafts):
            draft.roles, draft.signs = rest, (*draft.signs, "unframed")
            new.append(draft)
    for draft in context.more:
        draft.score, draft.signs = max((k.score for k in kept if k.key() == draft.key()), default=SECOND), ("more",)
    bind_values([d.binding for d in new], context.words)
    for draft in new:
        _take_values(draft, kept)
    return [*kept, *context.more, *(single for d in new for single in split_lists(d))]


def _readings(context: Context, model: PairModel, least: float) -> list[Reading]:
    out, listed = [], allowed_types(context)
    for pair in find_pairs(context):
        for class_, chance in model.scores(pair).items():
            type_, _, way = class_.partition(":")
            # What neither names both parties nor has a word for its type is a guess, and a guess may close a ring.
            unnamed = pair.absent or pair.left.anaphor or pair.right.anaphor
            guess = bool(unnamed) and all(t.unmet for t in listed[type_])
            if chance >= least and not guess and not (type_ not in SYMMETRIC and _in_one_list(pair, context)):
                sides = (pair.left, pair.right) if way == "0" else (pair.right, pair.left)
                out.append(Reading(type_, *sides, chance, pair, class_))
    return sorted(out, key=lambda r: (-r.chance, r.class_, r.first.first, r.second.first))


def _in_one_list(pair: Pair, context: Context) -> bool:
    """Tell whether the two stand in one list: they act together and are not the two sides of a deal."""
    if pair.absent:
        return False
    listed = any(e is pair.right for e in coordinated(context.sentence, pair.left, context.words))
    return listed or _joined_over_a_clause(pair, context)


def _joined_over_a_clause(pair: Pair, context: Context) -> bool:
    """Tell whether only what is said of the first between commas parts the two: "OpenAI, which signed it, and Meta"."""
    tokens, before = context.sentence.tokens, pair.right.first
    opened = pair.left.last < before - 2 and tokens[pair.left.last].text == ","
    return opened and tokens[before - 1].low in context.words.conjunctions and tokens[before - 2].text == ","


def _signs(draft: Draft) -> tuple[str, ...]:
    """Return what speaks for a draft of the frames: its word, how its party stands to it, how far its amount is."""
    trigger = draft.binding.trigger
    word = " ".join(t.low for t in trigger.sentence.tokens[trigger.first : trigger.last])
    out = [
        f"word={word}",
        f"kind={trigger.word.kind}",
        f"frame={trigger.frame.name}",
        f"score={min(max(int(draft.score), -1), 5)}",
    ]
    out += [f"by={name}" for name in draft.features if name.split(".")[-1] in PLAIN]
    for kind, entity in draft.binding.values.items():
        gap = max(entity.first - trigger.last, trigger.first - entity.last, 0)
        out.append(f"{kind}={min(gap // 3, 4)}{'r' if entity.first >= trigger.last else 'l'}")
    return tuple(out)


PLAIN = frozenset(
    (
        "subject",
        "object",
        "marked",
        "possessive",
        "modifier",
        "modifier_far",
        "topic",
        "anaphor",
        "relative",
        "clauses",
        "apposed",
    )
)


def _consistent(readings: Iterable[Reading]) -> list[Reading]:
    """Keep, best first, one reading for two parties: another type needs to be likely by itself."""
    kept: list[Reading] = []
    for reading in readings:
        same = [k for k in kept if k.ids() == reading.ids()]
        if any(k.type == reading.type for k in same) or (same and reading.chance < SECOND):
            continue
        if not (reading.pair.absent and any(_is_told_here(k, reading) for k in kept)):
            kept.append(reading)
    return kept


def _is_told_here(told: Reading, carried: Reading) -> bool:
    """Tell whether a likelier reading names both parties where another carries one of them over from before.

    "Enel owns 70 % of Endesa" says of Enel what it owns, and nothing of who stood in the sentence before.
    """
    if told.pair.absent or told.type != carried.type:
        return False
    return any(
        a.mention is not None and b.mention is not None and a.mention.id == b.mention.id
        for a, b in ((told.first, carried.first), (told.second, carried.second))
    )


SECOND = 0.6
"""How likely a second type must be for two parties of one sentence."""


def _grouped(readings: Sequence[Reading], context: Context) -> list[list[Reading]]:
    """Put the readings together whose parties on one side stand in one list."""
    out: list[list[Reading]] = []
    for reading in readings:
        group = next((g for g in out if _joins(g[0], reading, context)), None)
        if group is None:
            out.append([reading])
        else:
            group.append(reading)
    return out


def _joins(one: Reading, other: Reading, context: Context) -> bool:
    if one.type != other.type or one.pair.absent or other.pair.absent:
        return False
    if one.type in ("partnership", "merger"):
        listed = coordinated(context.sentence, one.first, context.words)
        return len(listed) > 2 and all(any(e is m for m in listed) for e in (other.first, other.second))
    for a, b, x, y in (
        (one.first, other.first, one.second, other.second),
        (one.second, other.second, one.first, other.first),
    ):
        if a is b and x is not y:
            return any(e is y for e in coordinated(context.sentence, x, context.words))
    return False


def _as_draft(group: Sequence[Reading], frames: dict[str, list[Trigger]], context: Context, model: PairModel) -> Draft:
    best = group[0]
    trigger = _anchor(best, frames, context)
    type_ = "acquisition" if best.type == "merger" else best.type
    first, second = ROLES[best.type]
    binding = Binding(trigger)
    sides: dict[str, list[Entity]] = {}
    for reading in group:
        for role, entity in ((first, reading.first), (second, reading.second)):
            known = {e.mention.id for e in sides.get(role, ()) if e.mention}
            if entity.mention is not None and entity.mention.id not in known:
                sides.setdefault(role, []).append(entity)
    for role, entities in sides.items():
        entities.sort(key=lambda e: e.first)
        binding.fillers[role] = [Filler(role, entities, best.chance, {})]
    roles = {role: [e.mention for e in entities if e.mention is not None] for role, entities in sides.items()}
    draft = Draft(binding, type_, roles, score=best.chance, features=dict(model.reasons(best.pair, best.class_)))
    draft.signs = (f"absent={best.pair.absent}", f"own={bool(frames.get(best.type)):d}")
    return draft


def _rules_otherwise(framed: Draft, draft: Draft) -> bool:
    """Tell whether a draft of the frames gives the same parties other places in a deal of the same type."""
    told = {m.id for found in framed.roles.values() for m in found}
    return framed.type == draft.type and draft.ids() <= told and not _same_roles(framed, draft)


def _beyond(draft: Draft, known: Sequence[Draft]) -> dict[str, list[Mention]] | None:
    """Return the roles of a draft with the members of its lists alone that no draft of the frames has; None if none."""
    if not known:
        return draft.roles
    told = {role: {m.id for k in known for m in k.roles.get(role, ())} for role in draft.roles}
    left = {role: [m for m in found if m.id not in told[role]] for role, found in draft.roles.items()}
    return {role: left[role] or draft.roles[role] for role in draft.roles} if any(left.values()) else None


def _same_roles(a: Draft, b: Draft) -> bool:
    return all({m.id for m in a.roles.get(r, ())} & {m.id for m in b.roles.get(r, ())} for r in CLAIM_ROLES[b.type])


def _anchor(reading: Reading, frames: dict[str, list[Trigger]], context: Context) -> Trigger:
    """Return the trigger that a reading rests on: of its type, one that puts both in their roles, the nearest."""
    own = frames.get(reading.type) or frames.get("acquisition" if reading.type == "merger" else "") or context.triggers
    pair = reading.pair
    return min(own, key=lambda t: (-agreement(t, reading.class_, pair), nearness(t, pair.left, pair.right), t.first))


def _take_values(draft: Draft, others: Sequence[Draft]) -> None:
    """Let a draft have the values that no draft of the frames has for something else, said by another word."""
    taken = [v for o in others if _is_other(o, draft) for v in (o.money, o.percent, o.quantity)]
    for kind, entity in draft.binding.values.items():
        if not any(entity.value is v for v in taken):
            setattr(draft, kind, entity.value)
    if draft.product is None and draft.type in ("supply", "licence", "right"):
        product = bind_product(draft.binding)
        draft.product = product.name if product else None


def _is_other(told: Draft, draft: Draft) -> bool:
    """Tell whether a draft speaks of another deal: of another type, of others at another word, of one not here."""
    here = not ABSENT & {*draft.signs}
    one_word = here and told.binding.trigger.first == draft.binding.trigger.first
    return told.type != draft.type or (told.ids() != draft.ids() and not one_word)


def _is_open(draft: Draft) -> bool:
    """Tell whether a draft says what a pair cannot: one party alone, or a deal with one side open."""
    main = CLAIM_ROLES[draft.type]
    return len(main) < 2 or draft.type == "project" or not all(draft.roles.get(r) for r in main)


def telling(group: Sequence[Draft]) -> list[Draft]:
    """Return the drafts that may tell a claim: the best, those of the frames, and those that bring a value."""
    best = max(group, key=lambda d: (not ABSENT & {*d.signs}, FRAMED in d.signs, d.score))
    return [d for d in group if d is best or "unframed" not in d.signs or d.money or d.percent or d.quantity]


FRAMED = "framed"
ABSENT = frozenset(("absent=1", "absent=2"))


def without_open(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop what leaves a side open and stands in a sentence with a draft that says the same and names both sides."""
    whole: dict[tuple[int, str], list[Draft]] = {}
    for draft in drafts:
        if not _is_open(draft):
            whole.setdefault(_place(draft), []).append(draft)
    return [d for d in drafts if not (_is_open(d) and any(_covers(w, d) for w in whole.get(_place(d), ())))]


def _place(draft: Draft) -> tuple[int, str]:
    return draft.binding.trigger.sentence.index, draft.type


def _covers(whole: Draft, part: Draft) -> bool:
    told = {m.id for found in whole.roles.values() for m in found}
    return part.ids() <= told and part.money in (None, whole.money)


def split_lists(draft: Draft) -> list[Draft]:
    """Give each member of a list its own draft unless one amount joins them or the type lives on a list."""
    main = CLAIM_ROLES[draft.type]
    lists = [r for r in main if len(draft.roles.get(r, ())) > 1]
    if draft.type in ("partnership", "project") or len(lists) != 1 or draft.money is not None or len(main) < 2:
        return [draft]
    if draft.type == "acquisition" and not draft.roles.get("target"):
        return [draft]
    return [with_roles(draft, {**draft.roles, lists[0]: [m]}) for m in draft.roles[lists[0]]]


def judge(drafts: Sequence[Draft], ranks: Mapping[str, int], code: str) -> list[tuple[list[Draft], list[str]]]:
    """Return the drafts that say the same thing together, with what speaks for it.

    What else the article claims is left out on purpose: out of fold it made the choice on real news worse.
    """
    groups: dict[object, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.key(), []).append(draft)
    return [(group, list(dict.fromkeys(_of_group(group, ranks, code)))) for group in groups.values()]


def _of_group(group: Sequence[Draft], ranks: Mapping[str, int], code: str) -> Iterator[str]:
    best = max(group, key=lambda d: d.score)
    type_, paired = best.type, not _is_open(best)
    yield from ("bias", f"type={type_}", f"paired={paired:d}")
    for sign in best.signs:
        yield from (
            (f"{type_}:{sign}", f"{code}:{type_}:{sign}") if sign.startswith("word") else (sign, f"{type_}:{sign}")
        )
    for role, found in best.roles.items():
        for m in found[:2]:
            yield from (
                f"{role}:kind={m.kind}",
                f"{type_}:{role}:kind={m.kind}",
                f"{role}:rank={min(ranks.get(m.id, 9), 4)}",
            )
            yield from (f"{role}:known={m.known:d}", f"{type_}:{role}:government={m.name.endswith('government'):d}")
        yield f"{type_}:{role}:n={min(len(found), 3)}"
    for name in ("money", "percent", "quantity", "product"):
        yield f"{type_}:{name}={getattr(best, name) is not None:d}"
    if not paired:
        return
    none = 1.0
    for d in group:
        none *= 1 - 0.9 * d.score
    yield from (f"p={_level(best.score)}", f"{type_}:p={_level(best.score)}", f"or={_level(1 - none)}")


LEVELS = (0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 0.95)


def _level(p: float) -> int:
    return sum(p >= level for level in LEVELS)
