"""Pairs: what speaks for two parties of a sentence being the two sides of a deal.

In: a placed sentence, the parties before it, the readings of its triggers. Out: candidate pairs, each with named features
that say nothing of a language except where they quote a word. Promise: features are plain strings, so that a weight can
be shown beside its reason; a sentence gives at most `MAX_PAIRS` candidates, whatever its length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from anello.extract.document import Entity, Sentence
from anello.extract.drafts import Draft
from anello.extract.frames import DealWords, Trigger
from anello.extract.goods import upstream_rank
from anello.extract.lists import coordinated
from anello.lang.directory import Directory
from anello.model import CLAIM_ROLES, Money, Percent, Quantity

MAX_PAIRS = 120
MAX_PARTIES = 16
MAX_TRIGGERS = 16
BETWEEN = 18
"""So many words between two parties are quoted at most, half from each end."""
STEM = 6
NEAR_COUNTS = ((1, "0"), (4, "3"), (9, "8"), (17, "16"))


@dataclass(slots=True)
class Context:
    """What one sentence brings: its triggers, the drafts that the frames make of it, the parties that came before."""

    sentence: Sentence
    triggers: Sequence[Trigger]
    drafts: Sequence[Draft]
    words: DealWords
    code: str
    directory: Directory
    ranks: Mapping[str, int]
    titled: frozenset[str]
    before: Sequence[Carried] = ()
    more: Sequence[Draft] = ()


@dataclass(slots=True)
class Pair:
    """Two parties in text order.

    `absent` counts the parties of the two that stand in an earlier sentence: none, the left one, both.
    `readings` maps each class that the triggers allow ("supply:0": the left one has the first role of a supply) to what
    speaks for it alone; `features` speak for any type, first where the left one has the first role, then the other way.
    """

    left: Entity
    right: Entity
    features: tuple[list[str], list[str]]
    readings: dict[str, list[str]]
    absent: int = 0


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
    sides = _drafted(context.drafts)
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
        readings = dict(_readings(left, right, absent, context, allowed, sides))
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
        out.append("first" if not entity.first else f"at={_bucket(entity.first)}")
    return out


def _of_sentence(context: Context) -> list[str]:
    entities = context.sentence.entities
    out = ["title"] * context.sentence.title
    for kind, name in ((Money, "money"), (Percent, "percent"), (Quantity, "quantity")):
        out += [f"has={name}"] * any(isinstance(e.value, kind) for e in entities)
    out += ["has=product"] * any(e.mention is not None and e.mention.kind == "product" for e in entities)
    frames = {t.frame.name for t in context.triggers}
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
        out.append(f"dist={_bucket(hi - lo)}")
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
    out += [f"ww={code}:{a} {b}" for a, b in zip(low, low[1:], strict=False)]
    others = sum(1 for e in context.sentence.entities if lo <= e.first and e.last <= hi and e.is_party())
    barriers = sum(w in context.words.relative or w in context.words.clause for w in low)
    out += [f"others={min(others, 3)}", f"barriers={min(barriers, 3)}", f"commas={min(low.count(','), 3)}"]
    values = [e for e in context.sentence.entities if isinstance(e.value, Money | Percent | Quantity)]
    out += [f"between={type(e.value).__name__}" for e in values if lo <= e.first and e.last <= hi]
    if absent < BOTH:
        out += [f"behind={type(e.value).__name__}" for e in values if right.last <= e.first <= right.last + 8]
    return out


BOTH = 2


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
        out += [f"t={frame.name}:{zone}:{_bucket(gap)}", f"T={frame.type}:{zone}"]
        if zone not in nearest or gap < nearest[zone][0]:
            nearest[zone] = (gap, trigger)
    for zone, (gap, trigger) in nearest.items():
        form = f"{zone}:{trigger.word.kind[0]}{'p' if trigger.passive else ''}"
        both = f"{marks_a}>{marks_b}"
        name = trigger.frame.name
        out += [f"n={name}:{form}:{both}", f"N={trigger.frame.type}:{form}:{both}", f"nb={name}:{form}:{_bucket(gap)}"]
        word = " ".join(t.low for t in trigger.sentence.tokens[trigger.first : trigger.last])
        out += [f"nw={context.code}:{word}:{form}", f"na={name}:{form}:{marks_a}", f"nz={name}:{form}:>{marks_b}"]
    return out


def _marks(entity: Entity) -> str:
    return "+".join(sorted(entity.marks)) + ("'s" if entity.possessive else "") or "-"


Sides = dict[str, list[tuple[str, int, float, str]]]


def _drafted(drafts: Sequence[Draft]) -> Sides:
    """Return for each party what the frames made of it: type, which role, how sure, which frame."""
    out: Sides = {}
    for draft in drafts:
        for number, role in enumerate(CLAIM_ROLES[draft.type]):
            for mention in draft.roles.get(role, ()):
                trigger = draft.binding.trigger.frame.name
                out.setdefault(mention.id, []).append((draft.type, number, draft.score, trigger))
    return out


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


FAMILY: Mapping[str, tuple[str, ...]] = {
    "investment": ("acquisition", "loan", "stake", "project"),
    "acquisition": ("investment", "supply", "stake", "merger", "control"),
    "supply": ("partnership", "licence", "right", "acquisition"),
    "stake": ("control", "investment", "acquisition"),
    "control": ("stake", "acquisition"),
    "loan": ("guarantee", "investment"),
    "guarantee": ("loan",),
    "licence": ("supply", "partnership"),
    "partnership": ("supply", "licence", "project", "merger"),
    "project": ("partnership", "investment", "supply"),
    "right": ("stake", "supply", "licence"),
}
"""What the words of a type may turn out to say."""

ROLES = {t: r for t, r in CLAIM_ROLES.items() if len(r) > 1} | {
    "merger": ("buyer", "buyer"),
    "partnership": ("party", "party"),
}
SYMMETRIC = frozenset({"partnership", "merger"})


def allowed_types(context: Context) -> dict[str, list[Trigger]]:
    """Return the types that the triggers of a sentence may speak of, each with its own triggers first."""
    out: dict[str, list[Trigger]] = {}
    for trigger in context.triggers[:MAX_TRIGGERS]:
        if trigger.frame.type in FAMILY:
            out.setdefault("merger" if trigger.frame.name == "merge" else trigger.frame.type, []).append(trigger)
    for type_ in list(out):
        for other in FAMILY.get(type_, ("acquisition",)):
            out.setdefault(other, [])
    if out or any(isinstance(e.value, Money | Percent) for e in context.sentence.entities):
        for other in USUAL:
            out.setdefault(other, [])
    return out


USUAL = ("supply", "acquisition", "investment", "stake", "control", "loan")
"""Types that a sentence may speak of in words that no pack lists."""


def _readings(
    left: Entity,
    right: Entity,
    absent: int,
    context: Context,
    allowed: Mapping[str, Sequence[Trigger]],
    sides: Sides,
) -> Iterator[tuple[str, list[str]]]:
    """Yield for each type and direction what speaks for it, in terms that all types share."""
    ranks = [upstream_rank(context.directory, e.mention.id) if e.mention else None for e in (left, right)]
    fits = {id(t): (_fit(t, left, absent > 0), _fit(t, right, absent == BOTH)) for t in context.triggers[:MAX_TRIGGERS]}
    for type_, triggers in allowed.items():
        for way in (0,) if type_ in SYMMETRIC or type_ == "partnership" else (0, 1):
            out = _by_drafts(left, right, type_, way, sides)
            out += _by_fit(type_, way, triggers or context.triggers[:MAX_TRIGGERS], fits, bool(triggers), left, right)
            if type_ == "supply" and None not in ranks:
                up = ranks[way] < ranks[1 - way], ranks[way] > ranks[1 - way]  # type: ignore[operator]
                out.append(f"up={up[0]:d}{up[1]:d}")
            one, two = (left, right) if way == 0 else (right, left)
            out += [f"K={_kind(one)}>{_kind(two)}"]
            yield f"{type_}:{way}", out


def _kind(entity: Entity) -> str:
    mention = entity.mention
    return "government" if mention and mention.name.endswith("government") else mention.kind if mention else ""


def _by_drafts(left: Entity, right: Entity, type_: str, way: int, sides: Sides) -> list[str]:
    """Return how far the frames alone agree with a reading."""
    a = sides.get(left.mention.id, []) if left.mention else []
    b = sides.get(right.mention.id, []) if right.mention else []
    first, second = (a, b) if way == 0 else (b, a)
    one = [d for d in first if d[0] == type_ and d[1] == 0]
    two = [d for d in second if d[0] == type_ and d[1] == (0 if type_ == "partnership" else 1)]
    reverse = any(d[0] == type_ and d[1] == 1 for d in first) and any(d[0] == type_ and d[1] == 0 for d in second)
    rival = {x[0] for x in first for y in second if x[0] == y[0] != type_ and x[3] == y[3] and x[1] == 0}
    out = [f"D={bool(one):d}{bool(two):d}{reverse:d}"]
    if one and two:
        out.append(f"Ds={min(min(d[2] for d in one), 4) // 1:.0f}{min(min(d[2] for d in two), 4) // 1:.0f}")
    return out + [f"Dr={r}" for r in sorted(rival)]


def _fit(trigger: Trigger, entity: Entity, absent: bool) -> tuple[str, str, str]:
    """Return (zone, how the entity stands to the trigger, the role that this gives it or "")."""
    frame = trigger.frame
    subject, obj = (frame.object, None) if trigger.passive else (frame.subject, frame.object)
    if absent:
        return "0", "absent", subject or ""
    left = entity.last <= trigger.first
    zone = "L" if left else "R"
    for mark in sorted(entity.marks):
        role = (frame.subject or "") if mark == "agent" and trigger.passive else (frame.marks.get(mark) or "").split("|")[0]
        if role:
            return zone, f"mark{'' if not left else 'ed'}:{mark}", role
    if entity.marks:
        return zone, "othermark", ""
    gap = trigger.first - entity.last if left else entity.first - trigger.last
    if left and trigger.word.kind == "noun" and (entity.possessive or gap <= 1) and frame.before:
        return zone, "before", frame.before
    if left:
        return zone, "subject", subject or ""
    if trigger.passive and not obj:
        return zone, "behind", ""
    return zone, "object" if gap <= 3 else "later", obj or ""


def _by_fit(
    type_: str,
    way: int,
    triggers: Sequence[Trigger],
    fits: Mapping[int, tuple[tuple[str, str, str], tuple[str, str, str]]],
    own: bool,
    left: Entity,
    right: Entity,
) -> list[str]:
    """Return how the nearest triggers of a type put the two into its roles."""
    roles = ROLES[type_]
    wanted = roles if way == 0 else (roles[1], roles[0])
    out, best = [f"own={own:d}"], -1
    order = sorted(triggers, key=lambda t: nearness(t, left, right))[:3]
    for number, trigger in enumerate(order):
        (za, ha, ra), (zb, hb, rb) = fits[id(trigger)]
        if trigger.frame.type != type_:
            ra, rb = _translated(ra, trigger.frame.type, type_), _translated(rb, trigger.frame.type, type_)
        good = [("+" if r == w else "-" if r in roles else "?") for r, w in ((ra, wanted[0]), (rb, wanted[1]))]
        best = max(best, good.count("+") - good.count("-"))
        passive = "p" if trigger.passive else trigger.word.kind[0]
        if number == 0:
            out += [f"F={good[0]}{good[1]}", f"Fh={ha}{good[0]}>{hb}{good[1]}", f"Fz={passive}{za}{zb}:{good[0]}{good[1]}"]
            out += [f"Fd={good[0]}{good[1]}:{_bucket(nearness(trigger, left, right))}"]
            out += [f"Ff={trigger.frame.name}:{good[0]}{good[1]}"]
    return [*out, f"best={best}"]


def _translated(role: str, given: str, wanted: str) -> str:
    """Return the role of another type that stands in the same place: the buyer of a share is its investor."""
    a, b = CLAIM_ROLES.get(given, ()), ROLES.get(wanted, ())
    if given == "supply" and wanted in ("acquisition", "investment"):
        b = b[::-1]
    if given in ("acquisition", "investment") and wanted == "supply":
        b = b[::-1]
    return b[a.index(role)] if role in a and a.index(role) < len(b) else ""


def nearness(trigger: Trigger, left: Entity, right: Entity) -> int:
    """Return how many words lie between a trigger and the nearer one, and a little of the further one."""
    gaps = sorted(max(trigger.first - e.last, e.first - trigger.last, 0) for e in (left, right))
    return gaps[0] + gaps[1] // 4


def _bucket(gap: int) -> str:
    return next((name for limit, name in NEAR_COUNTS if gap < limit), "far")


@dataclass(frozen=True, slots=True)
class Carried:
    """A party of an earlier sentence that this one may speak of, and why it comes to mind: "prev", "title", "main"."""

    entity: Entity
    source: str


def carried(sentences: Sequence[Sentence], number: int, mains: Sequence[Entity]) -> list[Carried]:
    """Return the parties that a sentence may speak of without naming them, those of the sentence before first."""
    found = [e for e in sentences[number - 1].entities if e.is_party()] if number else []
    found.sort(key=lambda e: bool(e.marks or e.possessive))
    title = [e for e in sentences[0].entities if e.is_party()] if number else []
    out: dict[str, Carried] = {}
    sources = (("prev", found[:MAX_CARRIED]), ("main", mains), ("title", title[:MAX_CARRIED]))
    for source, entity in ((s, e) for s, entities in sources for e in entities):
        if entity.mention is not None:
            out.setdefault(entity.mention.id, Carried(entity, source))
    return list(out.values())[:MAX_ABSENT]


MAX_CARRIED, MAX_ABSENT = 3, 5
