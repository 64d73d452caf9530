"""Attaching values: which amount, percentage, count, date and product belongs to which trigger.

In: the bindings of one sentence. Out: the same with their values. Promise: a value serves one event; what a frame needs
goes to it first; a price per share and an amount in brackets that only converts another are no deal's amount.
"""

from __future__ import annotations

from collections.abc import Mapping

from anello.extract.binding import Binding, weights
from anello.extract.document import Entity, Sentence
from anello.extract.frames import DealWords, Trigger
from anello.model import Mention, Money, Percent, Period, Quantity

VALUE_KINDS: Mapping[str, type] = {"money": Money, "percent": Percent, "quantity": Quantity}


def bind_values(bindings: list[Binding], words: DealWords) -> None:
    """Give each amount, percentage and count of a sentence to the trigger it fits best."""
    options = []
    for number, binding in enumerate(bindings):
        for entity in binding.trigger.sentence.entities:
            kind = next((k for k, t in VALUE_KINDS.items() if isinstance(entity.value, t)), None)
            if isinstance(entity.value, Money) and (
                entity.value.per in PRICES or _is_conversion(binding.trigger.sentence, entity)
            ):
                continue
            if kind in binding.trigger.frame.takes and _near_enough(binding.trigger, entity):
                options.append((_value_score(binding.trigger, entity, words), -number, kind, binding, entity))
    holders: dict[int, list[Binding]] = {}
    for score, _, kind, binding, entity in sorted(options, key=lambda o: (-o[0], -o[1], o[4].first)):
        if score < weights()["value_threshold"] or kind in binding.values:
            continue
        if all(_same_event(binding, other) for other in holders.get(id(entity), ())):
            binding.values[kind] = entity
            holders.setdefault(id(entity), []).append(binding)


PRICES = frozenset({"share", "unit", "barrel", "ton", "tonne", "kg", "seat", "person", "hour", "kwh", "mwh"})
"""What an amount may be "per" so that it is a price and says nothing of a deal's size."""


def _is_conversion(sentence: Sentence, entity: Entity) -> bool:
    """Tell whether an amount in brackets only converts the one before it."""
    if entity.first == 0 or sentence.tokens[entity.first - 1].text not in "([":
        return False
    return any(isinstance(e.value, Money) and 0 <= entity.first - e.last <= 2 for e in sentence.entities)


def _near_enough(trigger: Trigger, entity: Entity) -> bool:
    limit = trigger.frame.near
    return limit is None or max(entity.first - trigger.last, trigger.first - entity.last) <= limit


def _same_event(a: Binding, b: Binding) -> bool:
    """Tell whether two triggers speak of the same parties in other words, and so of the same value."""
    if a.trigger.frame.type == b.trigger.frame.type:
        return a.ids() <= b.ids() or b.ids() <= a.ids()
    return len(a.ids() & b.ids()) >= 2


def _value_score(trigger: Trigger, entity: Entity, words: DealWords) -> float:
    w, tokens = weights(), trigger.sentence.tokens
    right = entity.first >= trigger.last
    lo, hi = (trigger.last, entity.first) if right else (entity.last, trigger.first)
    stops = sum(t.low in ",;:" for t in tokens[lo:hi])
    others = sum(
        1 for e in trigger.sentence.entities if lo <= e.first and e.last <= hi and type(e.value) is type(entity.value)
    )
    inner = words.relative - words.complement if not right else frozenset[str]()
    clauses = sum(tokens[i].low in inner for i in range(lo, hi))
    clauses += sum(tokens[i - 1].text == "," and tokens[i].low in words.clause for i in range(max(lo, 1), hi))
    needed = w["value_needed"] * (trigger.frame.needs == "money")
    return (
        needed
        + w["value_right" if right else "value_left"]
        + w["value_tokens"] * (hi - lo) / 10
        + w["value_stops"] * stops
        + w["value_others"] * others
        + w["value_clauses"] * clauses
    )


def bind_time(binding: Binding, words: DealWords) -> Period | None:
    """Return the period nearest to the trigger in its sentence, if one stands close enough."""
    best: tuple[float, Period] | None = None
    for entity in binding.trigger.sentence.entities:
        if isinstance(entity.value, Period):
            score = _value_score(binding.trigger, entity, words)
            if best is None or score > best[0]:
                best = (score, entity.value)
    return best[1] if best and best[0] >= weights()["time_threshold"] else None


def bind_product(binding: Binding) -> Mention | None:
    """Return the product mention nearest to the trigger."""
    near = [e for e in binding.trigger.sentence.entities if e.mention is not None and e.mention.kind == "product"]
    near.sort(key=lambda e: (abs(e.first - binding.trigger.first), e.first))
    return near[0].mention if near else None
