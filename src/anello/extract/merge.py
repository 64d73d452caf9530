"""Merging: one claim for each assertion of an article.

In: the claims of one article in text order. Out: the same without repeats. Promise: a repeat adds nothing unless it
changes amount, percentage, quantity or stage; the fuller of two statements stays, and the first evidence comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from anello.model import CLAIM_ROLES, Claim, Mention, Money, Percent, Quantity, Span

MAX_ALIKE = 100
"""Claims of one type about one party that a new one is compared with, the latest first: endless tables stay linear."""


def merge_claims(
    claims: Iterable[Claim],
    titles: frozenset[str] = frozenset(),
    repeats: Callable[[Claim, Claim], bool] | None = None,
) -> list[Claim]:
    """Return the distinct claims of an article; `titles` holds the ids of claims that stand in its title.

    `repeats` tells of two claims with the same parties whether the second adds nothing; without it a claim is new that
    has another amount, percentage, quantity or stage.
    """
    out: list[Claim] = []
    evidence: list[dict[Span, None]] = []
    alike: dict[tuple[str, str, str], dict[int, None]] = {}
    for claim in claims:
        near = {at for key in _keys(claim) for at in islice(reversed(alike.get(key, {})), MAX_ALIKE)}
        found = (i for i in sorted(near) if _is_copy(out[i], claim) or _repeats(out[i], claim, titles, repeats))
        at = next(found, len(out))
        if at == len(out):
            out.append(claim)
            evidence.append({})
        else:
            out[at] = _join(out[at], claim, out[at].id in titles)
        evidence[at].update(dict.fromkeys(claim.evidence))
        for key in _keys(out[at]):
            alike.setdefault(key, {})[at] = None
    return [replace(c, evidence=tuple(spans)) for c, spans in zip(out, evidence, strict=True)]


def _keys(claim: Claim) -> list[tuple[str, str, str]]:
    """Return under what a repeat of a claim is found: its type and each party in a main role."""
    return [(claim.type, role, m.id) for role in CLAIM_ROLES[claim.type] for m in claim.roles.get(role, ())]


def _is_copy(kept: Claim, new: Claim) -> bool:
    """Tell whether two claims have one id and say one thing: two words of a passage told it."""
    return kept.id == new.id and (kept.metric, kept.right, kept.product) == (new.metric, new.right, new.product)


def _repeats(kept: Claim, new: Claim, titles: frozenset[str], repeats: Callable[[Claim, Claim], bool] | None) -> bool:
    if kept.type != new.type or kept.metric != new.metric or kept.right != new.right or not _same_parties(kept, new):
        return False
    if kept.product and new.product and kept.product != new.product and kept.type in ("maker", "supply", "holding"):
        return False
    agree = _near if kept.id in titles else _agree
    values = all(
        agree(a, b) for a, b in ((kept.amount, new.amount), (kept.percent, new.percent), (kept.quantity, new.quantity))
    )
    if _is_tranche(kept) != _is_tranche(new) and kept.amount and new.amount and not values:
        return False
    vague = kept.id in titles or _valueless(new) or _valueless(kept)
    if repeats is not None and kept.type not in UNARY and parties_of(kept) == parties_of(new):
        return (values and (kept.id in titles or (vague and kept.status != new.status))) or repeats(kept, new)
    return values and (vague or kept.status == new.status)


UNARY = frozenset(("financial", "maker", "holding", "valuation"))
"""Types whose repeats are told by their values alone."""


def _is_tranche(claim: Claim) -> bool:
    return claim.amount is not None and claim.amount.basis == "tranche"


def parties_of(claim: Claim) -> list[set[str]]:
    """Return the ids of the parties in each main role."""
    return [{m.id for m in claim.roles.get(role, ())} for role in CLAIM_ROLES[claim.type]]


def _valueless(claim: Claim) -> bool:
    return claim.amount is None and claim.percent is None and claim.quantity is None


def _same_parties(a: Claim, b: Claim) -> bool:
    """Tell whether the main roles agree; a role that one side leaves open agrees with anybody."""
    shared = 0
    for role in CLAIM_ROLES[a.type]:
        x, y = {m.id for m in a.roles.get(role, ())}, {m.id for m in b.roles.get(role, ())}
        if x and y:
            if not (x <= y or y <= x):
                return False
            shared += 1
    return shared > 0


def _agree(a: Money | Percent | Quantity | None, b: Money | Percent | Quantity | None) -> bool:
    return a is None or b is None or (a.low, a.high) == (b.low, b.high)


def valued_targets(claims: Sequence[Claim]) -> list[Claim]:
    """Let "the company" that is valued or listed be the one that others buy into, not its buyer.

    Only an anaphoric subject is moved, and only where the article names exactly one target for that buyer.
    """
    targets: dict[str, dict[str, Mention]] = {}
    for claim in claims:
        for role in ("investor", "buyer"):
            for payer in claim.roles.get(role, ()):
                targets.setdefault(payer.id, {}).update({m.id: m for m in claim.roles.get("target", ())})
    return [_moved(c, targets) for c in claims]


def _moved(claim: Claim, targets: Mapping[str, Mapping[str, Mention]]) -> Claim:
    role = {"valuation": "subject", "ipo": "company"}.get(claim.type)
    subject = claim.roles.get(role or "", ())
    if (
        role is None
        or len(subject) != 1
        or len(targets.get(subject[0].id, {})) != 1
        or (_is_named(subject[0]) and not _tells_both(claim, targets[subject[0].id]))
    ):
        return claim
    target = next(iter(targets[subject[0].id].values()))
    moved = replace(target, text=subject[0].text, start=subject[0].start, end=subject[0].end)
    return replace(claim, roles={**claim.roles, role: (moved,)})


def _tells_both(claim: Claim, targets: Mapping[str, Mention]) -> bool:
    """Tell whether a valuation stands in the passage that tells the investment: then the target is valued."""
    span = claim.evidence[0]
    return claim.basis == "round" and any(span.start <= m.start < span.end for m in targets.values())


def _is_named(mention: Mention) -> bool:
    """Tell whether a mention is a name itself: an anaphor is written in small letters."""
    return any(word[:1].isupper() for word in mention.text.split())


def _near(a: Money | Percent | Quantity | None, b: Money | Percent | Quantity | None) -> bool:
    """Tell whether two values may mean the same: a title rounds and hedges what the text says exactly."""
    if a is None or b is None or (a.low, a.high) == (b.low, b.high):
        return True
    x, y = a.low or a.high, b.low or b.high
    return x is not None and y is not None and abs(x - y) <= max(abs(x), abs(y)) / 10


def _join(kept: Claim, new: Claim, from_title: bool) -> Claim:
    """Return the fuller claim of two repeats, without the new evidence; the body corrects the title's stage."""
    roles = {**new.roles, **kept.roles}
    for role, mentions in new.roles.items():
        if len(mentions) > len(roles[role]):
            roles[role] = mentions
    status = new.status if from_title or (not _valueless(new) and _valueless(kept)) else kept.status
    return replace(
        kept,
        roles=roles,
        amount=(new.amount or kept.amount) if from_title else (kept.amount or new.amount),
        percent=kept.percent or new.percent,
        quantity=kept.quantity or new.quantity,
        product=kept.product or new.product,
        time=kept.time or new.time,
        attribution=kept.attribution or new.attribution,
        status=status,
        conditional=kept.conditional or new.conditional,
    )
