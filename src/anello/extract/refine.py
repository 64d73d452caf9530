"""Refining: from bound triggers to complete drafts.

In: a binding. Out: zero or more drafts. Promise: a draft names enough or is dropped; a list with one amount stays a
list, otherwise each member gets a draft; nobody stands on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from anello.extract.attach import bind_product
from anello.extract.binding import Binding
from anello.extract.document import Sentence
from anello.extract.drafts import Draft, make_draft, with_roles
from anello.extract.frames import DealWords
from anello.extract.goods import goods_after
from anello.extract.rulings import PUBLIC, RULES
from anello.lang.directory import Directory
from anello.model import CLAIM_ROLES, Mention, Money, Percent


def refine(binding: Binding, words: DealWords, directory: Directory) -> list[Draft]:
    """Return the drafts of a binding; none where what the frame needs is missing."""
    frame = binding.trigger.frame
    if frame.needs in binding_needs() and not binding_needs()[frame.needs](binding):
        return []
    draft = make_draft(binding)
    rule = RULES.get(frame.name)
    drafts = rule(draft, words, directory) if rule else [draft]
    return [single for d in drafts for single in _split(d) if _complete(single)]


def viable(binding: Binding, words: DealWords, directory: Directory) -> bool:
    """Tell whether a trigger names enough to be worth a value; what is dropped here leaves its values to others."""
    frame = binding.trigger.frame
    if frame.name in ("acquire", "acquisition", "bid") and "target" not in binding.fillers:
        return goods_after(make_draft(binding), words, directory) is not None
    return bool(binding.fillers)


def values_stake(binding: Binding, words: DealWords) -> bool:
    """Tell whether a worth is that of the stake before it and of no firm: "27 per cent, valued at $135bn"."""
    trigger = binding.trigger
    if trigger.frame.type != "valuation":
        return False
    sentence, lows = trigger.sentence, trigger.sentence.lows()
    after = any(isinstance(e.value, Money) and 0 <= e.first - trigger.last <= 1 for e in sentence.entities)
    share = any(isinstance(e.value, Percent) and 0 <= trigger.first - e.last <= 1 for e in sentence.entities)
    return after and (share or words.shares.has(lows, trigger.first - 2, trigger.first))


def is_price(draft: Draft) -> bool:
    """Tell whether a sum is too small for the worth of a firm: it is the price of something on a shelf."""
    money = draft.money
    return draft.type == "valuation" and money is not None and (money.high or money.low or 0) < LEAST_WORTH


LEAST_WORTH = 100_000


def binding_needs() -> dict[str | None, Callable[[Binding], bool]]:
    """Return the checks for what a frame may need."""
    return {
        "money": lambda b: "money" in b.values,
        "quantity": lambda b: "quantity" in b.values,
        "product": lambda b: bind_product(b) is not None,
    }


def _split(draft: Draft) -> list[Draft]:
    """Give each member of a list its own draft unless one amount joins them or the type lives on a list."""
    if draft.type in ("partnership", "project") or draft.binding.trigger.frame.joint == "buyer":
        return [draft]
    if draft.type == "control" and len(draft.roles.get("controlled", ())) < 2:
        return [draft]
    lists = [role for role, mentions in draft.roles.items() if len(mentions) > 1]
    if len(lists) != 1 or draft.money is not None or draft.percent is not None:
        return [draft]
    role = lists[0]
    return [with_roles(draft, {**draft.roles, role: [mention]}) for mention in draft.roles[role]]


def _complete(draft: Draft) -> bool:
    """Tell whether a draft names enough: all main roles, or one and a value, and nobody on both sides."""
    main = CLAIM_ROLES[draft.type]
    filled = [role for role in main if draft.roles.get(role)]
    sides = [{m.id for m in draft.roles[role]} for role in filled]
    if len(sides) == 2 and sides[0] & sides[1]:
        return False
    if draft.type == "right":
        return bool(draft.roles.get("holder")) and bool(draft.roles.get("grantor"))
    if draft.type == "acquisition" and len(draft.roles.get("buyer", ())) > 1:
        return bool(filled)
    if draft.type == "project":
        builders = draft.roles.get("participant", ())
        built = bool(builders) and draft.binding.trigger.word.kind == "verb"
        named = _names_project(draft) or built
        return len(filled) == 2 or len(builders) > 1 or (draft.money is not None and named)
    if draft.type == "supply" and len(filled) == 1:
        return False
    if draft.type == "loan" and len(filled) == 1 and not any(m.kind in PUBLIC for m in draft.roles.get("lender", ())):
        return False
    return len(filled) == len(main) or (bool(filled) and draft.money is not None and draft.type in OPEN_TYPES)


def _names_project(draft: Draft) -> bool:
    """Tell whether a project has a name of its own: of that kind, or right behind the word."""
    near = [e for e in draft.binding.parties("project") if 0 <= e.first - draft.binding.trigger.last <= 1]
    return bool(near) or any(m.kind == "project" for m in draft.roles.get("project", ()))


def fill_from_article(drafts: Sequence[Draft]) -> list[Draft]:
    """Let "the investment" mean the one deal of that party that the article tells; drop what stays vague."""
    pairs: dict[tuple[str, str], dict[str, Mention]] = {}
    for draft in drafts:
        if draft.type in OPEN_TYPES and all(draft.roles.get(r) for r in CLAIM_ROLES[draft.type]):
            first, second = CLAIM_ROLES[draft.type]
            for payer in draft.roles[first]:
                pairs.setdefault((draft.type, payer.id), {}).update({m.id: m for m in draft.roles[second]})
    return [d for d in drafts if _filled(d, pairs)]


def _filled(draft: Draft, pairs: Mapping[tuple[str, str], Mapping[str, Mention]]) -> bool:
    if draft.type not in OPEN_TYPES:
        return True
    first, second = CLAIM_ROLES[draft.type]
    if draft.roles.get(second) or len(draft.roles.get(first, ())) != 1:
        return True
    known = pairs.get((draft.type, draft.roles[first][0].id), {})
    if len(known) == 1:
        draft.roles[second] = list(known.values())
        return True
    return draft.type != "investment" or draft.binding.trigger.word.kind != "noun"


OPEN_TYPES = frozenset({"investment", "acquisition", "loan"})


def is_of_players(sentences: Sequence[Sentence], words: DealWords) -> bool:
    """Tell whether title or first sentence speak of a player: what clubs sell, lend and reserve then is no firm."""
    return any(low in words.players for sentence in sentences[:2] for low in sentence.lows())


PLAYED = frozenset({"acquisition", "investment", "loan", "right", "supply", "licence"})
"""Types that the words of a transfer are taken for."""


def lends_a_person(draft: Draft) -> bool:
    """Tell whether somebody is lent to somebody and no money is: a footballer, a curator."""
    return (
        draft.type == "loan"
        and draft.money is None
        and any(m.kind == "person" for m in draft.roles.get("borrower", ()))
    )
