"""Alone: what speaks for one party of a sentence being all that a claim names.

In: what a sentence brings (`Context`). Out: `Lone` candidates with named signs, and the drafts of those that are
likely: revenue, worth, a flotation, a fleet, a plant, a product; a purchase whose other side the text leaves open.
Promise: signs are plain strings that name no language except where they quote a word; the work is bounded whatever the
sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from anello.extract.attach import bind_product, bind_values
from anello.extract.binding import Binding, Filler
from anello.extract.context import Context, Pair
from anello.extract.document import Entity, Value
from anello.extract.drafts import FRAMED, Draft
from anello.extract.frames import Trigger
from anello.extract.learned import ClaimModel
from anello.extract.lists import coordinated
from anello.extract.pairs import parties_in, signs_of_party
from anello.extract.rolefit import MAX_TRIGGERS, ROLES, bucket, role_given
from anello.model import CLAIM_ROLES, Money, Percent, Quantity

ALONE: Mapping[str, tuple[str, ...]] = {
    "financial": ("subject",),
    "valuation": ("subject",),
    "ipo": ("company",),
    "holding": ("holder",),
    "maker": ("maker",),
    "project": ("participant", "project"),
    "right": ("holder",),
    "acquisition": ("buyer", "target"),
}
"""The roles that may be all a claim of a type names. Loans, supplies and investments whose other side is left open are
not among them: out of fold nothing tells them from deals that name the other side a sentence further on."""
NEEDED: Mapping[str, type] = {"financial": Money, "valuation": Money, "holding": Quantity}
"""What a sentence must hold for a claim of a type: a revenue without a sum says nothing."""
MAX_WORDS = 12
STEM = 6


@dataclass(slots=True)
class Lone:
    """A party read as the only one that a claim of a type names, at the nearest word for it."""

    party: Entity
    trigger: Trigger
    type: str
    role: str
    signs: list[str]
    chance: float = 0.0

    def columns(self) -> Iterator[str]:
        """Yield what a weight may stand for: each sign for any type, and for this type and role."""
        for sign in self.signs:
            yield sign
            yield f"{self.type}.{self.role}|{sign}"


Told = Mapping[tuple[str, str, str], float]
"""For (type, role, party id) how likely the scorer of pairs holds a deal in which the party has that role."""


def told_by(scored: Sequence[tuple[Pair, Mapping[str, float]]]) -> Told:
    """Return how likely each party has each role, from the scores of the pairs of a sentence."""
    out: dict[tuple[str, str, str], float] = {}
    for pair, chances in scored:
        for class_, chance in chances.items():
            type_, _, way = class_.partition(":")
            sides = (pair.left, pair.right) if way == "0" else (pair.right, pair.left)
            for role, entity in zip(ROLES[type_], sides, strict=True):
                if entity.mention is not None:
                    key = ("acquisition" if type_ == "merger" else type_, role, entity.mention.id)
                    out[key] = max(out.get(key, 0.0), chance)
    return out


def find_lone(context: Context, told: Told) -> list[Lone]:
    """Return the candidates of a sentence."""
    parties = [(e, "") for e in parties_in(context.sentence)]
    here = {e.mention.id for e, _ in parties if e.mention}
    parties += [(c.entity, c.source) for c in context.before if c.entity.mention and c.entity.mention.id not in here]
    whole = _of_sentence(context)
    single = {id(e): signs_of_party(e, context) + [f"source={source}"] * bool(source) for e, source in parties}
    out = []
    for (type_, _), triggers in _by_type(context).items():
        for party, source in parties:
            trigger = min(triggers, key=lambda t: (t.unmet, 0 if source else _gap(t, party), t.first))
            near = [*whole, *single[id(party)], *_between(party, trigger, bool(source), context)]
            for role in ALONE[type_]:
                signs = [*near, *_of_role(party, trigger, role, bool(source), parties, context)]
                signs.append(f"pair={_level(told.get((type_, role, party.mention.id if party.mention else ''), 0.0))}")
                out.append(Lone(party, trigger, type_, role, list(dict.fromkeys(signs))))
    return out


def _by_type(context: Context) -> dict[tuple[str, str | None], list[Trigger]]:
    """Return the triggers by what they may tell of one party; each measure (revenue, profit) is told for itself."""
    sentence = context.sentence
    values = [type(e.value) for e in sentence.entities]
    products = any(e.mention is not None and e.mention.kind == "product" for e in sentence.entities)
    out: dict[tuple[str, str | None], list[Trigger]] = {}
    for trigger in context.triggers[:MAX_TRIGGERS]:
        type_ = trigger.frame.type
        needed = NEEDED.get(type_)
        if type_ in ALONE and (needed is None or needed in values) and (type_ != "maker" or products):
            out.setdefault((type_, trigger.word.metric), []).append(trigger)
    return out


def _gap(trigger: Trigger, party: Entity) -> int:
    return max(trigger.first - party.last, party.first - trigger.last, 0)


def _of_sentence(context: Context) -> list[str]:
    """Return what a sentence says of all its candidates."""
    entities = context.sentence.entities
    out = ["bias", *["title"] * context.sentence.title]
    out += [f"has={k.__name__}" for k in (Money, Percent, Quantity) if any(isinstance(e.value, k) for e in entities)]
    out.append(f"parties={min(len({e.mention.id for e in parties_in(context.sentence) if e.mention}), 4)}")
    return out + [f"s={name}" for name in sorted({t.label for t in context.triggers})]


def _between(party: Entity, trigger: Trigger, away: bool, context: Context) -> Iterator[str]:
    """Yield how a trigger is written, how the party stands to it, and which value is next to it."""
    tokens, code = context.sentence.tokens, context.code
    word = " ".join(t.low for t in tokens[trigger.first : trigger.last])
    form = f"{trigger.word.kind[0]}{'p' if trigger.passive else ''}"
    side = "0" if away else "L" if party.last <= trigger.first else "R"
    yield from (f"t={trigger.label}", f"t={trigger.label}:{form}:{side}", f"word={code}:{word}", f"form={form}:{side}")
    if trigger.word.metric:
        yield f"metric={trigger.word.metric}"
    yield from (f"after={code}:{t.low}" for t in tokens[trigger.last : trigger.last + 2])
    yield from (f"before={code}:{t.low}" for t in tokens[max(trigger.first - 2, 0) : trigger.first])
    for kind in (Money, Percent, Quantity):
        yield f"{kind.__name__}={_nearest(trigger, kind, context)}"
    if away:
        return
    yield f"gap={side}:{bucket(_gap(trigger, party))}"
    lo, hi = (party.last, trigger.first) if side == "L" else (trigger.last, party.first)
    owner, words = context.sentence.owner, context.words
    low = [t.low for at, t in enumerate(tokens[lo:hi], lo) if owner[at] < 0]
    yield from (f"w={code}:{w[:STEM]}" for w in dict.fromkeys(low if len(low) <= MAX_WORDS else low[-MAX_WORDS:]))
    inside = [e for e in context.sentence.entities if lo <= e.first and e.last <= hi]
    yield f"others={min(sum(e.is_party() for e in inside), 3)}"
    yield f"barriers={min(sum(w in words.relative or w in words.clause for w in low), 3)}"
    yield f"commas={min(low.count(','), 3)}"
    yield f"triggers={min(sum(lo <= t.first and t.last <= hi for t in context.triggers), 3)}"


def _nearest(trigger: Trigger, kind: type[Value], context: Context) -> str:
    """Return on which side of a trigger the nearest value of a kind stands, and how far."""
    gaps = [
        (max(e.first - trigger.last, trigger.first - e.last, 0), "R" if e.first >= trigger.last else "L")
        for e in context.sentence.entities
        if isinstance(e.value, kind)
    ]
    return "".join(map(str, (min(gaps)[1], bucket(min(gaps)[0])))) if gaps else "none"


def _of_role(
    party: Entity, trigger: Trigger, role: str, away: bool, parties: Sequence[tuple[Entity, str]], context: Context
) -> Iterator[str]:
    """Yield what the trigger and the frames make of the party, and who else might be the other side."""
    how, given = role_given(trigger, party, away)
    fit = "+" if given == role else "?" if not given else "-"
    yield from (f"fit={fit}", f"fit={how}:{fit}", f"fit={trigger.label}:{how}:{fit}")
    type_ = trigger.frame.type
    others = {r for r in CLAIM_ROLES[type_] if r != role}
    named = [e for e, source in parties if not source and e is not party and not _is_same(e, party)]
    rivals = sum(role_given(trigger, e, False)[1] in others for e in named)
    yield from (f"named={min(len(named), 2)}", f"rivals={min(rivals, 2)}", f"rivals={fit}{min(rivals, 2)}")
    listed = not away and len(coordinated(context.sentence, party, context.words)) > 1
    yield f"listed={listed:d}"
    found = set()
    for draft in context.drafts:
        roles = [
            r for r, mentions in draft.roles.items() for m in mentions if party.mention and m.id == party.mention.id
        ]
        whole = all(draft.roles.get(r) for r in CLAIM_ROLES[draft.type])
        found |= {f"D={draft.type == type_:d}{r == role:d}{whole:d}" for r in roles}
        found |= {f"Dt={draft.type}:{r}:{whole:d}" for r in roles}
    yield from sorted(found) or ("D=none",)


def _is_same(a: Entity, b: Entity) -> bool:
    return a.mention is not None and b.mention is not None and a.mention.id == b.mention.id


LEVELS = (0.05, 0.15, 0.22, 0.3, 0.4, 0.5, 0.65, 0.8, 0.9)


def _level(p: float) -> int:
    return sum(p >= level for level in LEVELS)


def draft_lone(context: Context, told: Told, model: ClaimModel, least: float) -> list[Draft]:
    """Return the drafts of the likely candidates; those of the frames that say the same get the likelihood instead."""
    framed = {(d.key(), d.binding.trigger.word.metric): d for d in context.drafts}
    new: list[Draft] = []
    for lone in find_lone(context, told):
        lone.chance = model.chance(lone.columns())
        if lone.party.mention is None:
            continue
        binding = Binding(lone.trigger, {lone.role: [Filler(lone.role, [lone.party], lone.chance, {})]})
        draft = Draft(binding, lone.type, {lone.role: [lone.party.mention]}, score=lone.chance)
        sign = f"alone={_level(lone.chance)}"
        known = framed.get((draft.key(), lone.trigger.word.metric))
        if known is not None:
            known.score, known.signs = lone.chance, (*known.signs, FRAMED, sign, f"framed {sign}")
            known.features = {**known.features, **_reasons(lone, model)}
        elif lone.chance >= least:
            word = " ".join(t.low for t in context.sentence.tokens[lone.trigger.first : lone.trigger.last])
            draft.signs = (f"word={word}", f"frame={lone.trigger.frame.name}", "unframed", sign, f"unframed {sign}")
            draft.features = _reasons(lone, model)
            new.append(draft)
    bind_values([d.binding for d in new], context.words)
    for draft in new:
        for kind, entity in draft.binding.values.items():
            setattr(draft, kind, entity.value)
        product = bind_product(draft.binding) if "product" in draft.binding.trigger.frame.takes else None
        draft.product = product.name if product else None
    return new


def _reasons(lone: Lone, model: ClaimModel, most: int = 12) -> dict[str, float]:
    """Return the signs that speak most for or against a candidate, with their weights."""
    found = {name: weight for name in lone.columns() if (weight := model.weights.get(name, 0.0))}
    return dict(sorted(found.items(), key=lambda f: (-abs(f[1]), f[0]))[:most])
