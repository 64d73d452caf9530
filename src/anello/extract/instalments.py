"""Instalments: sums that a text adds to a deal it has just told ("the remaining $35 billion will follow if ...").

In: the drafts of one sentence and of the one before it. Out: further drafts of the same deals, each with the sum that
no trigger took. Promise: a sum is added only beside a word of the pack that says it is a part or an addition; a part
is no larger than its whole; parties are never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from anello.extract.binding import Binding
from anello.extract.document import Entity, Sentence
from anello.extract.drafts import Draft
from anello.extract.frames import Trigger
from anello.extract.lexicon import Lexicon, compile_phrases
from anello.lang import Language, load
from anello.model import Money

PAID = frozenset({"investment", "acquisition", "loan", "supply"})
REACH_BEFORE, REACH_AFTER = 4, 4
REACH_ROUND = 4
"""How many sentences back a round may be told whose list of givers follows."""


class _Words(NamedTuple):
    """Words beside a part of a sum, beside a payment that follows, and right in front of a further sum."""

    part: Lexicon[str]
    follow: Lexicon[str]
    further: Lexicon[str]


@cache
def _instalment_words(code: str) -> _Words:
    table = load(code).deals.get("instalments", {})
    return _Words(
        compile_phrases(table.get("part", ())),
        compile_phrases(table.get("follow", ())),
        compile_phrases(table.get("further", ())),
    )


def add_instalments(
    sentence: Sentence, drafts: Sequence[Draft], before: Sequence[Draft], language: Language
) -> list[Draft]:
    """Return drafts for the sums of a sentence that only say more of a deal told here or in the sentence before."""
    words = _instalment_words(language.code)
    taken = {d.money.start for d in drafts if d.money is not None}
    free = [e for e in sentence.entities if isinstance(e.value, Money) and e.value.start not in taken]
    return [d for e in free if not e.anaphor for d in _added(sentence, e, drafts, before, words)] + _shares(
        sentence, free, [*since(before, sentence.index - REACH_ROUND), *drafts]
    )


def _shares(sentence: Sentence, free: Sequence[Entity], told: Sequence[Draft]) -> list[Draft]:
    """Read "$50bn from Amazon, 30 from Nvidia" behind a round of one firm as what each of them puts in.

    That the round is closed does not say that each has paid: a share is agreed.
    """
    rounds = [d for d in told if d.type == "investment" and d.money is not None and d.roles.get("target")]
    pairs = [(sum_, party) for sum_ in free for party in sentence.entities if _gives(sum_, party)]
    if not rounds or len(pairs) < MANY or len({d.roles["target"][0].id for d in rounds}) > 1:
        return []
    whole, out = rounds[-1], []
    for sum_, party in pairs:
        trigger = Trigger(sentence, party.first, party.last, whole.binding.trigger.word, whole.binding.trigger.frame)
        draft = _copy(whole, sum_, trigger)
        draft.status = "agreed"
        draft.roles = {"target": whole.roles["target"], "investor": [party.mention] if party.mention else []}
        out.append(draft)
    return out


MANY = 2
"""One sum from one party may be anything; so many in a row are a list."""


def _gives(sum_: Entity, party: Entity) -> bool:
    return party.is_party() and "from" in party.marks and 0 < party.first - sum_.last <= 1


def _added(
    sentence: Sentence, entity: Entity, drafts: Sequence[Draft], before: Sequence[Draft], words: _Words
) -> list[Draft]:
    lows = sentence.lows()
    here = [d for d in drafts if d.type in PAID and d.money is not None and _ends(d) <= entity.first]
    beside = bool(here) and entity.first - _ends(here[-1]) <= REACH_BEFORE
    if beside and words.further.has(lows, entity.first - 3, entity.first):
        return [_copy(here[-1], entity, here[-1].binding.trigger)]
    follows = _find(words.follow, lows, entity.last, entity.last + REACH_AFTER)
    if here and follows is not None:
        return [_as_tranche(_copy(here[-1], entity, _trigger(here[-1], sentence, follows)))]
    part = _find(words.part, lows, entity.first - REACH_BEFORE, entity.first)
    told = [d for d in since(before, sentence.index - 1) if d.type in PAID and d.money is not None]
    if part is None or drafts or len(told) != 1 or not _fits_in(entity, told[0]):
        return []
    return [_as_tranche(_copy(told[0], entity, _trigger(told[0], sentence, follows or part)))]


def since(drafts: Sequence[Draft], index: int) -> list[Draft]:
    """Return the drafts that stand no further back than a sentence."""
    return [d for d in drafts if d.binding.trigger.sentence.index >= index]


def _ends(draft: Draft) -> int:
    value = draft.binding.values.get("money")
    return value.last if value is not None else draft.binding.trigger.last


def _find(lexicon: Lexicon[str], lows: list[str], start: int, stop: int) -> tuple[int, int] | None:
    """Return the tokens of the first phrase that starts in [start, stop)."""
    for at in range(max(start, 0), min(stop, len(lows))):
        for end, _ in lexicon.find(lows, at):
            return at, end
    return None


def _fits_in(entity: Entity, whole: Draft) -> bool:
    part, total = entity.value, whole.money
    if not isinstance(part, Money) or total is None or part.currency != total.currency:
        return False
    return _size(part) < _size(total)


def _size(money: Money) -> Decimal:
    return money.high or money.low or Decimal(0)


def _trigger(draft: Draft, sentence: Sentence, at: tuple[int, int]) -> Trigger:
    """Return a verb trigger of the deal's frame at the words that speak of its payment."""
    old = draft.binding.trigger
    return Trigger(sentence, at[1] - 1, at[1], replace(old.word, kind="verb"), old.frame)


def _copy(draft: Draft, entity: Entity, trigger: Trigger) -> Draft:
    """Return the same deal with another sum, told by another trigger."""
    binding = Binding(trigger, draft.binding.fillers, {"money": entity}, draft.binding.product)
    money = entity.value if isinstance(entity.value, Money) else None
    status = draft.status if trigger is draft.binding.trigger else "planned"
    return Draft(binding, draft.type, draft.roles, money, product=draft.product, score=draft.score, status=status)


def _as_tranche(draft: Draft) -> Draft:
    """Return the draft with its sum as a part of the deal's, which does not contradict the whole."""
    if draft.money is not None:
        draft.money = replace(draft.money, basis="tranche")
    return draft
