"""Goods: when what is bought, ordered or paid for is a thing and not a firm.

In: a draft. Out: the supply draft it really is, or None. Promise: a product of the directory brings its maker; "Airbus
jets" names the seller; a count of aircraft or chips is never a company.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from anello.extract.binding import speaks_of_goods
from anello.extract.document import Entity
from anello.extract.drafts import Draft
from anello.extract.frames import DealWords
from anello.lang.directory import Directory
from anello.model import Mention, Quantity

REACH_GOODS = 10


def goods_after(draft: Draft, words: DealWords, directory: Directory) -> list[Draft] | None:
    """Return a supply draft if what is bought or sold is goods: a product, a count of goods, or "Airbus jets"."""
    trigger = draft.binding.trigger
    sentence = trigger.sentence
    stop = min(trigger.last + REACH_GOODS, len(sentence.tokens))
    product = next((e for e in sentence.entities if trigger.last <= e.first < stop and is_product(e)), None)
    quantity = next(
        (e for e in sentence.entities if trigger.last <= e.first < stop and isinstance(e.value, Quantity)), None
    )
    targets = [e for e in draft.binding.parties("target") if e.first >= trigger.last]
    behind = targets and speaks_of_goods(sentence, words, targets[0].last, targets[0].last + 3)
    before = targets and words.bare_is_of and speaks_of_goods(sentence, words, targets[0].first - 1, targets[0].first)
    behind = behind or before or (bool(targets) and _sells_own(draft, targets[0], words, directory))
    plain = not targets and speaks_of_goods(sentence, words, trigger.last, trigger.last + 3)
    counted = quantity is not None and quantity.value.unit not in ("share", "seat", "employee")  # type: ignore[union-attr]
    if targets and quantity is not None and quantity.first > targets[0].first:
        counted = False
    if not (product or counted or behind or plain):
        return None
    if targets and not behind and not counted and product is not None and product.first > targets[0].first:
        return None
    makers = makers_of_product(product, directory) if product is not None else []
    suppliers = [e.mention for e in targets if e.mention is not None] or makers
    return [_as_supply(draft, suppliers, product, quantity)]


def _sells_own(draft: Draft, target: Entity, words: DealWords, directory: Directory) -> bool:
    """Tell whether what is bought is a brand of the seller behind a word for goods: "cloud services Azure"."""
    entry = directory.entries.get(target.mention.id) if target.mention is not None else None
    sellers = {m.id for m in draft.roles.get("seller", ())}
    own = entry is not None and entry.parent in sellers
    return own and speaks_of_goods(draft.binding.trigger.sentence, words, target.first - 2, target.first)


def _as_supply(draft: Draft, suppliers: list[Mention], product: Entity | None, quantity: Entity | None) -> Draft:
    buyers, sellers = draft.roles.get("buyer", []), draft.roles.get("seller", [])
    draft.roles = {"supplier": sellers or suppliers, "customer": buyers}
    draft.roles = {role: found for role, found in draft.roles.items() if found}
    draft.type, draft.percent, draft.status = "supply", None, "agreed"
    if product is not None and product.mention is not None:
        draft.product = product.mention.name
    if quantity is not None and isinstance(quantity.value, Quantity):
        draft.quantity = quantity.value
    return draft


def is_product(entity: Entity) -> bool:
    """Tell whether an entity names a product."""
    return entity.mention is not None and entity.mention.kind == "product"


def makers_of_product(product: Entity, directory: Directory) -> list[Mention]:
    """Return the maker of a known product as a mention that stands where the product stands."""
    return makers_of(product.mention, directory) if product.mention is not None else []


def makers_of(m: Mention, directory: Directory) -> list[Mention]:
    """Return the maker of a known product as a mention that stands where the product stands."""
    entry = directory.entries.get(m.id)
    maker = directory.entries.get(getattr(entry, "maker", None) or getattr(entry, "parent", None) or "")
    if maker is None:
        return []
    return [Mention(maker.name, maker.id, m.text, m.start, m.end, maker.kind, True)]


def goods_behind(draft: Draft, entity: Entity, words: DealWords) -> bool:
    """Tell whether money goes into somebody's goods, not into their shares: "$100bn on Amazon's cloud"."""
    return speaks_of_goods(draft.binding.trigger.sentence, words, entity.last, entity.last + 4)


@cache
def _order() -> dict[str, int]:
    table = tomllib.loads((files("anello.lang") / "upstream.toml").read_text(encoding="utf-8"))
    return {sector: rank for rank, group in enumerate(table["order"]) for sector in group}


def upstream_rank(directory: Directory, party: str) -> int | None:
    """Return where in the supply chain a known party's sector stands, upstream first; None where that is not known."""
    entry = directory.entries.get(party)
    return _order().get(entry.sector or "") if entry is not None else None
