"""Pairs: what speaks for two parties of a sentence being the two sides of a deal.

In: a placed sentence, the parties before it, the readings of its triggers. Out: candidate pairs, each with named
features that say nothing of a language except where they quote a word. Promise: features are plain strings, so that a
weight can be shown beside its reason; a sentence gives at most `MAX_PAIRS` candidates, whatever its length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from anello.extract.context import MAX_CARRIED, Carried, Context, Pair
from anello.extract.document import Entity, Sentence
from anello.extract.frames import Trigger
from anello.extract.lists import coordinated
from anello.extract.rolefit import BOTH, MAX_TRIGGERS, Sides, allowed_types, bucket, drafted, readings_of
from anello.model import Money, Percent, Quantity

MAX_PAIRS = 120
MAX_PARTIES = 16
BETWEEN = 18
"""So many words between two parties are quoted at most, half from each end."""
STEM = 6


def find_pairs(context: Context) -> list[Pair]:
    """Return the candidate pairs of a sentence with their features."""
    parties = _parties(context.sentence)
    allowed = allowed_types(context)
    if not allowed:
        return []
    single = {id(e): _own(e, context) for e in (*parties, *(c.entity for c in context.before))}
    for c in context.before:
        single[id(c.entity)] = [*single[id(c.entity)], f"source={c.source}"]
    shared = _of_sentence(context)
    sides = drafted(context.drafts)
    out: list[Pair] = []
    for left, right, absent in _candidates(parties, context.before):
        plain = ["bias", f"absent={absent}", *shared]
        directed = _of_pair(left, right, absent, context)
        directed += _of_triggers(left, right, absent, context)
        directed += _of_drafts(left, right, sides)
        ways = []
        for way, (one, two) in enumerate(((left, right), (right, left))):
            found = plain + ["1." + f for f in single[id(one)]] + ["2." + f for f in single[id(two)]]
            ways.append(list(dict.fromkeys([*found, *(f"{f}|{way}" for f in directed)])))
        readings = dict(readings_of(left, right, absent, context, allowed, sides))
        out.append(Pair(left, right, (ways[0], ways[1]), readings, absent))
        if len(out) >= MAX_PAIRS:
            break
    return out


def _parties(sentence: Sentence) -> list[Entity]:
    return [e for e in sentence.entities if e.mention is not None and (e.is_party() or e.mention.kind == "outlet")][
        :MAX_PARTIES
    ]


def _candidates(parties: Sequence[Entity], before: Sequence[Carried]) -> Iterator[tuple[Entity, Entity, int]]:
    here = {e.mention.id for e in parties if e.mention}
    for left, right in combinations(parties, 2):
        if left.mention and right.mention and left.mention.id != right.mention.id:
            yield left, right, 0
    away = [c.entity for c in before if c.entity.mention and c.entity.mention.id not in here]
    for left in away:
        for right in parties:
            yield left, right, 1
    if len(here) < FEW:
        for left, right in combinations(away[:MAX_CARRIED], 2):
            yield left, right, 2


FEW = 2
"""Where fewer parties than this are named, both sides of a deal may be left out: "the contract is worth $4bn"."""


def _own(entity: Entity, context: Context) -> list[str]:
    """Return what speaks of one party alone: kind, case or preposition, place, how much the article is about it."""
    mention, sentence = entity.mention, context.sentence
    if mention is None:
        return []
    entry = context.directory.entries.get(mention.id)
    out = [f"kind={mention.kind}", f"rank={min(context.ranks.get(mention.id, 9), 4)}"]
    out += [f"mark={m}" for m in sorted(entity.marks)] or ["mark=none"]
    if mention.name.endswith("government"):
        out.append("government")
    if entry is not None and entry.sector:
        out.append(f"sector={entry.sector}")
    out += ["anaphor"] * entity.anaphor + ["possessive"] * entity.possessive
    out += ["known"] * mention.known + ["titled"] * (mention.id in context.titled)
    if sentence.start <= mention.start < sentence.end:
        tokens = sentence.tokens
        before = tokens[entity.first - 1].low if entity.first else "^"
        after = tokens[entity.last].low if entity.last < len(tokens) else "$"
        out += [f"prev={context.code}:{before}", f"next={context.code}:{after}"]
        out.append("first" if not entity.first else f"at={bucket(entity.first)}")
    return out


def _of_sentence(context: Context) -> list[str]:
    entities = context.sentence.entities
    out = ["title"] * context.sentence.title
    for kind, name in ((Money, "money"), (Percent, "percent"), (Quantity, "quantity")):
        out += [f"has={name}"] * any(isinstance(e.value, kind) for e in entities)
    out += ["has=product"] * any(e.mention is not None and e.mention.kind == "product" for e in entities)
    frames = {t.label for t in context.triggers}
    return out + [f"s={name}" for name in sorted(frames)]


def _of_pair(left: Entity, right: Entity, absent: int, context: Context) -> list[str]:
    """Return what stands between, before and behind the two."""
    tokens, code = context.sentence.tokens, context.code
    kinds = f"kinds={left.mention.kind}-{right.mention.kind}" if left.mention and right.mention else ""
    out = [kinds, *_sectors(left, right, context)]
    size = len(tokens)
    if absent:
        lo, hi = (0, right.first) if absent == 1 else (0, min(size, BETWEEN))
    else:
        lo, hi = left.last, right.first
        out.append(f"dist={bucket(hi - lo)}")
        out += [f"before={code}:{t.low}" for t in tokens[max(left.first - 2, 0) : left.first]]
        listed = coordinated(context.sentence, left, context.words)
        out += ["listed"] * any(e is right for e in listed)
    out += [f"after={code}:{t.low}" for t in tokens[right.last : right.last + 3]] if absent < BOTH else []
    owner = context.sentence.owner
    low = [t.low for at, t in enumerate(tokens[lo:hi], lo) if owner[at] < 0]
    if len(low) > BETWEEN:
        low = low[: BETWEEN // 2] + low[-BETWEEN // 2 :]
    else:
        out += [f"all={code}:{' '.join(low)}"] if len(low) <= STEM else []
    out += [f"w={code}:{w[:STEM]}" for w in dict.fromkeys(low)]
    out += [f"ww={code}:{a} {b}" for a, b in pairwise(low)]
    others = sum(1 for e in context.sentence.entities if lo <= e.first and e.last <= hi and e.is_party())
    barriers = sum(w in context.words.relative or w in context.words.clause for w in low)
    out += [f"others={min(others, 3)}", f"barriers={min(barriers, 3)}", f"commas={min(low.count(','), 3)}"]
    values = [e for e in context.sentence.entities if isinstance(e.value, Money | Percent | Quantity)]
    out += [f"between={type(e.value).__name__}" for e in values if lo <= e.first and e.last <= hi]
    if absent < BOTH:
        out += [f"behind={type(e.value).__name__}" for e in values if right.last <= e.first <= right.last + 8]
    return out


def _sectors(left: Entity, right: Entity, context: Context) -> list[str]:
    entries = context.directory.entries
    a = entries.get(left.mention.id) if left.mention else None
    b = entries.get(right.mention.id) if right.mention else None
    if a is None or b is None or not a.sector or not b.sector:
        return []
    out = [f"sectors={a.sector}-{b.sector}"]
    return out + ["parent=b"] * (a.parent == b.id) + ["parent=a"] * (b.parent == a.id)


def _of_triggers(left: Entity, right: Entity, absent: int, context: Context) -> list[str]:
    """Return where each trigger stands beside the two and how they are marked."""
    out = []
    a_end = -1 if absent else left.last
    a_start = -1 if absent else left.first
    b_start, b_end = (right.first, right.last) if absent < BOTH else (len(context.sentence.tokens),) * 2
    marks_a, marks_b = _marks(left), _marks(right)
    nearest: dict[str, tuple[int, Trigger]] = {}
    for trigger in context.triggers[:MAX_TRIGGERS]:
        if trigger.last <= a_start:
            zone, gap = "L", a_start - trigger.last
        elif trigger.first >= b_end:
            zone, gap = "R", trigger.first - b_end
        else:
            zone, gap = "M", max(min(trigger.first - a_end, b_start - trigger.last), 0)
        frame = trigger.frame
        out += [f"t={trigger.label}:{zone}:{bucket(gap)}"] + [f"T={frame.type}:{zone}"] * (not trigger.unmet)
        if zone not in nearest or gap < nearest[zone][0]:
            nearest[zone] = (gap, trigger)
    for zone, (gap, trigger) in nearest.items():
        form = f"{zone}:{trigger.word.kind[0]}{'p' if trigger.passive else ''}"
        both = f"{marks_a}>{marks_b}"
        name = trigger.label
        out += [
            f"n={name}:{form}:{both}",
            f"N={trigger.frame.type}{'?' * trigger.unmet}:{form}:{both}",
            f"nb={name}:{form}:{bucket(gap)}",
        ]
        word = " ".join(t.low for t in trigger.sentence.tokens[trigger.first : trigger.last])
        out += [f"nw={context.code}:{word}:{form}", f"na={name}:{form}:{marks_a}", f"nz={name}:{form}:>{marks_b}"]
    return out


def _marks(entity: Entity) -> str:
    return "+".join(sorted(entity.marks)) + ("'s" if entity.possessive else "") or "-"


def _of_drafts(left: Entity, right: Entity, sides: Sides) -> list[str]:
    a = sides.get(left.mention.id, []) if left.mention else []
    b = sides.get(right.mention.id, []) if right.mention else []
    out = set()
    for type_, number, score, frame in a:
        for other, second, score2, frame2 in b:
            if type_ == other and frame == frame2 and (number != second or type_ == "partnership"):
                sure = "hi" if min(score, score2) >= SURE else "lo"
                out |= {f"d={type_}:{number}", f"ds={type_}:{number}:{sure}", f"df={frame}:{number}"}
    out |= {f"da={type_}:{number}" for type_, number, *_ in a}
    out |= {f"db={type_}:{number}" for type_, number, *_ in b}
    return sorted(out) or ["d=none"]


SURE = 2.0
