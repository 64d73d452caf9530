"""Drafts: claims in the making.

In: a binding. Out: a `Draft` with the parties of each role and the values bound. Promise: plain records, no
more; what a draft means is decided in `rulings.py` and `goods.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from anello.extract.attach import bind_product
from anello.extract.binding import Binding
from anello.model import CLAIM_ROLES, Mention, Money, Percent, Quantity


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    binding: Binding
    type: str
    roles: dict[str, list[Mention]]
    money: Money | None = None
    percent: Percent | None = None
    quantity: Quantity | None = None
    product: str | None = None
    score: float = 0.0
    status: str | None = None
    features: dict[str, float] = field(default_factory=dict)
    signs: tuple[str, ...] = ()

    def key(self) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return type and main roles: what makes two drafts speak of the same thing."""
        main = CLAIM_ROLES[self.type]
        return self.type, tuple((r, tuple(sorted(m.id for m in self.roles.get(r, ())))) for r in main)

    def ids(self) -> frozenset[str]:
        """Return the ids of all who have a main role."""
        return frozenset(m.id for r in CLAIM_ROLES[self.type] for m in self.roles.get(r, ()))


def make_draft(binding: Binding) -> Draft:
    """Return the draft of a binding before any ruling."""
    roles = {
        role: _unique([e.mention for e in binding.parties(role) if e.mention is not None]) for role in binding.fillers
    }
    scores = [f.score for fillers in binding.fillers.values() for f in fillers]
    product = bind_product(binding) if "product" in binding.trigger.frame.takes else None
    draft = Draft(binding, binding.trigger.frame.type, roles, score=min(scores, default=0.0))
    for role, fillers in binding.fillers.items():
        for filler in fillers:
            draft.features.update({f"{role}.{k}": v for k, v in filler.features.items() if v})
    for kind, entity in binding.values.items():
        setattr(draft, kind, entity.value)
    draft.product = product.name if product else None
    return draft


def _unique(mentions: list[Mention]) -> list[Mention]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.id, mention)
    return list(seen.values())


def with_roles(draft: Draft, roles: dict[str, list[Mention]]) -> Draft:
    """Return a draft that differs in its roles alone."""
    return Draft(
        draft.binding,
        draft.type,
        roles,
        draft.money,
        draft.percent,
        draft.quantity,
        draft.product,
        draft.score,
        draft.status,
        draft.features,
        draft.signs,
    )


def swapped(roles: dict[str, list[Mention]], a: str, b: str) -> dict[str, list[Mention]]:
    """Return the roles with two of them exchanged."""
    names = {a: b, b: a}
    return {names.get(role, role): mentions for role, mentions in roles.items()}
