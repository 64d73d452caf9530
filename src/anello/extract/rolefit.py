"""Role fit: which types the triggers of a sentence may speak of, and how two parties fit the roles of each.

In: a `Context` and two parties. Out: for each type and direction named signs that all types share. Promise: no sign
names a language; what a frame or a draft says is one sign among others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from anello.extract.binding import marks_beside
from anello.extract.context import Context, Pair
from anello.extract.document import Entity
from anello.extract.drafts import Draft
from anello.extract.frames import Trigger
from anello.extract.goods import upstream_rank
from anello.model import CLAIM_ROLES

NEAR_COUNTS = ((1, "0"), (4, "3"), (9, "8"), (17, "16"))
MAX_TRIGGERS = 16
BOTH = 2
"""The count of absent parties where both sides of a deal stand in earlier sentences."""

Sides = dict[str, list[tuple[str, int, float, str]]]


def drafted(drafts: Sequence[Draft]) -> Sides:
    """Return for each party what the frames made of it: type, which role, how sure, which frame."""
    out: Sides = {}
    for draft in drafts:
        for number, role in enumerate(CLAIM_ROLES[draft.type]):
            for mention in draft.roles.get(role, ()):
                trigger = draft.binding.trigger.frame.name
                out.setdefault(mention.id, []).append((draft.type, number, draft.score, trigger))
    return out


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
    if out:
        for other in USUAL:
            out.setdefault(other, [])
    return out


USUAL = ("supply", "acquisition", "investment", "stake", "control", "loan")
"""Types that a sentence with a trigger may speak of in words that no pack lists."""


def readings_of(
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
    for mark in sorted(marks_beside(trigger, entity)):
        role = (
            (frame.subject or "")
            if mark == "agent" and trigger.passive
            else (frame.marks.get(mark) or "").split("|")[0]
        )
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
            out += [
                f"F={good[0]}{good[1]}",
                f"Fh={ha}{good[0]}>{hb}{good[1]}",
                f"Fz={passive}{za}{zb}:{good[0]}{good[1]}",
            ]
            out += [f"Fd={good[0]}{good[1]}:{bucket(nearness(trigger, left, right))}"]
            out += [f"Ff={trigger.label}:{good[0]}{good[1]}"] + ["unmet"] * trigger.unmet
    return [*out, f"best={best}"]


def agreement(trigger: Trigger, class_: str, pair: Pair) -> int:
    """Return how many of the two a trigger by itself would give the role that a class gives them."""
    type_, _, way = class_.partition(":")
    roles = ROLES[type_] if way == "0" else ROLES[type_][::-1]
    given = (_fit(trigger, pair.left, pair.absent > 0)[2], _fit(trigger, pair.right, pair.absent == BOTH)[2])
    return sum(_translated(g, trigger.frame.type, type_) == r for g, r in zip(given, roles, strict=True) if g)


def _translated(role: str, given: str, wanted: str) -> str:
    """Return the role of another type that stands in the same place: the buyer of a share is its investor."""
    if given == wanted:
        return role
    a, b = CLAIM_ROLES.get(given, ()), ROLES.get(wanted, ())
    if given == "supply" and wanted in ("acquisition", "investment"):
        b = b[::-1]
    if given in ("acquisition", "investment") and wanted == "supply":
        b = b[::-1]
    return b[a.index(role)] if role in a and a.index(role) < len(b) else ""


def nearness(trigger: Trigger, left: Entity, right: Entity) -> int:
    """Return how many words lie between a trigger and the nearer one, and a little of the further one."""
    gaps = sorted(max(trigger.first - e.last, e.first - trigger.last, 0) for e in (left, right))
    return gaps[0] + gaps[1] // 4 + UNMET * trigger.unmet


UNMET = 6
"""So many words further off a trigger counts that lacks the company it needs."""


def bucket(gap: int) -> str:
    """Return the name of a distance in words, coarser the longer it is."""
    return next((name for limit, name in NEAR_COUNTS if gap < limit), "far")
