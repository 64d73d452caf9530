"""Refining: what a bound trigger really says, given what stands beside it.

In: a binding. Out: zero or more drafts (type, roles, values). Promise: the rulings of the annotation guide in one
place: below half of the shares is an investment, goods bought are supply, a deal about goods is supply, a percentage
owned is a stake and the rest is control; a list with one amount stays a list, otherwise each member gets a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from anello.extract.binding import Binding, bind_product, speaks_of_goods
from anello.extract.document import Entity, Sentence
from anello.extract.frames import DealWords
from anello.lang.directory import Directory
from anello.model import CLAIM_ROLES, Mention, Money, Percent, Quantity

HALF = Decimal(50)
REACH_GOODS = 10


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

    def key(self) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return type and main roles: what makes two drafts speak of the same thing."""
        main = CLAIM_ROLES[self.type]
        return self.type, tuple((r, tuple(sorted(m.id for m in self.roles.get(r, ())))) for r in main)


def refine(binding: Binding, words: DealWords, directory: Directory) -> list[Draft]:
    """Return the drafts of a binding; none where what the frame needs is missing."""
    frame = binding.trigger.frame
    if frame.needs in binding_needs() and not binding_needs()[frame.needs](binding):
        return []
    draft = _draft(binding)
    rule = RULES.get(frame.name)
    drafts = rule(draft, words, directory) if rule else [draft]
    return [single for d in drafts for single in _split(d) if _complete(single)]


def viable(binding: Binding, words: DealWords, directory: Directory) -> bool:
    """Tell whether a trigger names enough to be worth a value; what is dropped here leaves its values to others."""
    frame = binding.trigger.frame
    if frame.name in ("acquire", "acquisition", "bid") and "target" not in binding.fillers:
        return _goods_after(_draft(binding), words, directory) is not None
    return bool(binding.fillers)


def binding_needs() -> dict[str | None, Callable[[Binding], bool]]:
    """Return the checks for what a frame may need."""
    return {
        "money": lambda b: "money" in b.values,
        "quantity": lambda b: "quantity" in b.values,
        "product": lambda b: bind_product(b) is not None,
    }


def _draft(binding: Binding) -> Draft:
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


def _context(draft: Draft) -> tuple[Sentence, list[str]]:
    sentence = draft.binding.trigger.sentence
    return sentence, sentence.lows()


def _speaks_of(lexicon: object, draft: Draft, left: int, right: int) -> bool:
    trigger = draft.binding.trigger
    return lexicon.has(trigger.sentence.lows(), trigger.first - left, trigger.last + right)  # type: ignore[attr-defined, no-any-return]


def _bought(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Tell a company bought from shares bought from goods bought."""
    goods = _goods_after(draft, words, directory)
    if goods is not None:
        return goods
    if "target" not in draft.roles:
        return []
    if draft.binding.trigger.frame.name in ("sell", "sale") and "buyer" not in draft.roles:
        return _given_up(draft, words)
    share = _speaks_of(words.shares, draft, 4, 8)
    whole = _speaks_of(words.majority, draft, 4, 8)
    percent = draft.percent.low if draft.percent else None
    if (percent is not None and percent < HALF) or (percent is None and share and not whole):
        draft.type = "investment"
        draft.roles = {("investor" if role == "buyer" else role): m for role, m in draft.roles.items()}
    return [draft]


def _given_up(draft: Draft, words: DealWords) -> list[Draft]:
    """Read shares sold to nobody named as a stake that ended."""
    if "seller" in draft.roles and (draft.percent is not None or _speaks_of(words.shares, draft, 2, 8)):
        draft.type, draft.status = "stake", "ended"
        draft.roles = {"holder": draft.roles["seller"], "target": draft.roles["target"]}
    return [draft]


def _goods_after(draft: Draft, words: DealWords, directory: Directory) -> list[Draft] | None:
    """Return a supply draft if what is bought or sold is goods: a product, a count of goods, or "Airbus jets"."""
    trigger = draft.binding.trigger
    sentence, lows = _context(draft)
    stop = min(trigger.last + REACH_GOODS, len(lows))
    product = next((e for e in sentence.entities if trigger.last <= e.first < stop and _is_product(e)), None)
    quantity = next(
        (e for e in sentence.entities if trigger.last <= e.first < stop and isinstance(e.value, Quantity)), None
    )
    targets = [e for e in draft.binding.parties("target") if e.first >= trigger.last]
    behind = targets and speaks_of_goods(sentence, words, targets[0].last, targets[0].last + 3)
    plain = not targets and speaks_of_goods(sentence, words, trigger.last, trigger.last + 3)
    counted = quantity is not None and quantity.value.unit not in ("share", "seat", "employee")  # type: ignore[union-attr]
    if targets and quantity is not None and quantity.first > targets[0].first:
        counted = False
    if not (product or counted or behind or plain):
        return None
    if targets and not behind and not counted and product is not None and product.first > targets[0].first:
        return None
    makers = _makers(product, directory) if product is not None else []
    suppliers = [e.mention for e in targets if e.mention is not None] or makers
    return [_as_supply(draft, suppliers, product, quantity)]


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


def _is_product(entity: Entity) -> bool:
    return entity.mention is not None and entity.mention.kind == "product"


def _makers(product: Entity, directory: Directory) -> list[Mention]:
    """Return the maker of a known product as a mention that stands where the product stands."""
    return _makers_of(product.mention, directory) if product.mention is not None else []


def _makers_of(m: Mention, directory: Directory) -> list[Mention]:
    entry = directory.entries.get(m.id)
    maker = directory.entries.get(getattr(entry, "maker", None) or getattr(entry, "parent", None) or "")
    if maker is None:
        return []
    return [Mention(maker.name, maker.id, m.text, m.start, m.end, maker.kind, True)]


def _used(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let a product used or wanted come from its maker."""
    product = next((e for e in draft.binding.trigger.sentence.entities if _is_product(e)), None)
    if product is None:
        return []
    makers = _makers(product, directory)
    if makers:
        named = draft.roles.get("supplier", [])
        if "customer" not in draft.roles and named and named[0].id != makers[0].id:
            draft.roles["customer"] = named
        draft.roles["supplier"] = makers
    return [draft] if "supplier" in draft.roles and "customer" in draft.roles else []


def _contracted(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let the known supplier of the goods, or the verb beside the contract, tell who supplies whom."""
    sentence, lows = _context(draft)
    trigger = draft.binding.trigger
    around = range(max(trigger.first - 8, 0), min(trigger.last + 14, len(lows)))
    frames = {w.frame for i in around if sentence.owner[i] < 0 for _, w in words.triggers.find(lows, i)}
    rivals = {"order", "acquire"} - {trigger.frame.name}
    if frames & {"win", "supply", "delivery"} and not frames & rivals:
        draft.roles = _swapped(draft.roles, "supplier", "customer")
    elif any(m.kind in PUBLIC for m in draft.roles.get("supplier", ())) and not any(
        m.kind in PUBLIC for m in draft.roles.get("customer", ())
    ):
        draft.roles = _swapped(draft.roles, "supplier", "customer")
    return [draft]


PUBLIC = frozenset({"state", "regulator"})
"""Kinds of party that sign contracts as customers."""


def _ordered(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Tell an order given from an order won."""
    drafts = _delivered(draft, words, directory)
    return _contracted(drafts[0], words, directory) if draft.binding.trigger.word.kind == "noun" else drafts


def _swapped(roles: dict[str, list[Mention]], a: str, b: str) -> dict[str, list[Mention]]:
    names = {a: b, b: a}
    return {names.get(role, role): mentions for role, mentions in roles.items()}


def _agreed(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Turn an agreement about goods or services into supply; keep the rest as partnership of pairs."""
    parties = draft.binding.fillers.get("party", [])
    groups = [
        [e.mention for e in f.entities if e.mention is not None]
        for f in sorted(parties, key=lambda f: f.entities[0].first)
    ]
    trigger = draft.binding.trigger
    if (
        trigger.frame.name == "agreement"
        and len(groups) == 2
        and _speaks_of(words.goods, draft, 3, 9)
        and draft.money is not None
    ):
        draft.type = "supply"
        draft.roles = {"customer": groups[0], "supplier": groups[1]}
        return [draft]
    said = {k.split(".")[-1] for k in draft.features}
    together = len(groups) == 1 and len(groups[0]) > 1
    if trigger.frame.name == "agreement" and not (
        together or said & {"mark_with", "mark_between", "modifier", "left_with"}
    ):
        return []
    if len(groups) == 2:
        pairs = [[a, b] for a in groups[0] for b in groups[1] if a.id != b.id]
        return [_with_roles(draft, {"party": pair}) for pair in pairs]
    return [draft] if len(draft.roles.get("party", ())) > 1 else []


def _with_roles(draft: Draft, roles: dict[str, list[Mention]]) -> Draft:
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
    )


def _staked(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Keep a holding of shares only where a share is named."""
    trigger = draft.binding.trigger
    if trigger.word.kind == "verb" and draft.percent is None and not _speaks_of(words.shares, draft, 0, 8):
        return []
    if trigger.word.kind == "noun" and _frames_before(draft, words, 10) & BUYING:
        names = {"holder": "buyer"}
        draft.type, draft.roles = "acquisition", {names.get(role, role): found for role, found in draft.roles.items()}
        return _bought(draft, words, directory)
    return [draft]


BUYING = frozenset({"acquire", "acquisition", "bid", "order", "invest"})


def _frames_before(draft: Draft, words: DealWords, reach: int) -> set[str]:
    """Return the frames whose words stand within reach before the trigger."""
    sentence, lows = _context(draft)
    first = draft.binding.trigger.first
    return {
        w.frame
        for i in range(max(first - reach, 0), first)
        if sentence.owner[i] < 0
        for _, w in words.triggers.find(lows, i)
    }


def _controlled(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Leave "owns 27 %" to the stake frames."""
    near = [e for e in draft.binding.trigger.sentence.entities if isinstance(e.value, Percent)]
    close = any(abs(e.first - draft.binding.trigger.first) <= 8 for e in near)
    return [] if close or _speaks_of(words.shares, draft, 0, 6) else [draft]


def _belonging(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Tell a stake with a percentage from control without one."""
    if draft.percent is None:
        draft.type = "control"
        names = {"holder": "controller", "target": "controlled"}
        draft.roles = {names[role]: mentions for role, mentions in draft.roles.items() if role in names}
    return [draft]


def _raised(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Tell money borrowed from money invested."""
    trigger = draft.binding.trigger
    lows = trigger.sentence.lows()
    after = {
        w.frame for i in range(trigger.last, min(trigger.last + 5, len(lows))) for _, w in words.triggers.find(lows, i)
    }
    before = {w.frame for i in range(trigger.first) for _, w in words.triggers.find(lows, i)}
    if "float" in before and "investor" not in draft.roles:
        draft.type, draft.roles = "ipo", {"company": draft.roles["target"]}
    elif "loan" in after:
        draft.type, draft.roles = (
            "loan",
            {{"target": "borrower", "investor": "lender"}[r]: m for r, m in draft.roles.items()},
        )
    return [draft]


def _rounded(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let the subject of a round be who raises it, unless somebody else is named as that."""
    if "target" not in draft.roles and "investor.subject" in draft.features:
        draft.roles["target"] = draft.roles.pop("investor")
    return [draft]


def _invested(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Drop an investment that names neither a target nor an amount; what a central bank injects is lent."""
    if any(m.kind == "regulator" for m in draft.roles.get("investor", ())):
        draft.type, draft.roles = (
            "loan",
            {{"target": "borrower", "investor": "lender"}[r]: m for r, m in draft.roles.items()},
        )
        return [draft]
    targets = draft.binding.parties("target")
    if targets and targets[0].possessive and _goods_behind(draft, targets[0], words):
        draft.type, draft.status = "supply", "agreed"
        draft.roles = {{"target": "supplier", "investor": "customer"}[r]: m for r, m in draft.roles.items()}
        return [draft]
    return [draft] if "target" in draft.roles or draft.money is not None else []


def _goods_behind(draft: Draft, entity: Entity, words: DealWords) -> bool:
    """Tell whether money goes into somebody's goods, not into their shares: "$100bn on Amazon's cloud"."""
    return speaks_of_goods(draft.binding.trigger.sentence, words, entity.last, entity.last + 4)


def _merged(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    return [draft] if len(draft.roles.get("buyer", ())) > 1 else []


def _made(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Keep a maker only with a product that the sentence names."""
    makers = [m for m in draft.roles.get("maker", []) if m.kind != "product"]
    named = draft.roles.pop("product", [])
    product = [m for m in named if m.kind == "product" or (makers and makers[0].kind == "person")]
    if product and not makers and draft.binding.trigger.frame.name == "maker":
        makers = _makers_of(product[0], directory)
    if not product or not makers:
        return []
    draft.roles, draft.product = {"maker": makers}, product[0].name
    return [draft]


def _delivered(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let the maker of a named product stand in for a supplier that the sentence leaves out."""
    product = next((e for e in draft.binding.trigger.sentence.entities if _is_product(e)), None)
    if product is not None and "supplier" not in draft.roles:
        makers = _makers(product, directory)
        if makers:
            draft.roles["supplier"] = makers
    return [draft]


def _granted(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let who issues a warrant or grants a right be its grantor."""
    trigger = draft.binding.trigger
    lows = trigger.sentence.lows()
    issued = words.granting.has(lows, trigger.first - 8, trigger.first)
    if issued and "grantor" not in draft.roles and "holder.subject" in draft.features:
        draft.roles["grantor"] = draft.roles.pop("holder")
    return [draft]


def _seated(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Give a board seat to the firm that its known holder works for."""
    for holder in draft.roles.get("holder", ())[:1]:
        entry = directory.entries.get(holder.id)
        employer = directory.entries.get(entry.employer or "") if entry is not None else None
        grantors = {m.id for m in draft.roles.get("grantor", ())}
        if employer is not None and employer.id not in grantors:
            named = Mention(employer.name, employer.id, holder.text, holder.start, holder.end, employer.kind, True)
            draft.roles["holder"] = [named]
    return [draft]


RULES: dict[str, Callable[[Draft, DealWords, Directory], list[Draft]]] = {
    "acquire": _bought,
    "acquisition": _bought,
    "bid": _bought,
    "sell": _bought,
    "sale": _bought,
    "use": _used,
    "right": _granted,
    "board": _seated,
    "supply": _delivered,
    "delivery": _delivered,
    "order": _ordered,
    "contract": _contracted,
    "agreement": _agreed,
    "partner": _agreed,
    "stake": _staked,
    "control": _controlled,
    "belong": _belonging,
    "raise": _raised,
    "round": _rounded,
    "invest": _invested,
    "investment": _invested,
    "merge": _merged,
    "make": _made,
    "maker": _made,
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
    return [_with_roles(draft, {**draft.roles, role: [mention]}) for mention in draft.roles[role]]


def _complete(draft: Draft) -> bool:
    """Tell whether a draft names enough: all main roles, or one and a value, and nobody on both sides."""
    main = CLAIM_ROLES[draft.type]
    filled = [role for role in main if draft.roles.get(role)]
    sides = [{m.id for m in draft.roles[role]} for role in filled]
    if len(sides) == 2 and sides[0] & sides[1]:
        return False
    if draft.type == "right" or (draft.type == "acquisition" and len(draft.roles.get("buyer", ())) > 1):
        return bool(filled)
    if draft.type == "project":
        builders = draft.roles.get("participant", ())
        built = bool(builders) and draft.binding.trigger.word.kind == "verb"
        named = _names_project(draft) or built
        return len(filled) == 2 or len(builders) > 1 or (draft.money is not None and named)
    if draft.type == "supply" and len(filled) == 1 and not _is_marked(draft):
        return False
    if draft.type == "loan" and len(filled) == 1 and not any(m.kind in PUBLIC for m in draft.roles.get("lender", ())):
        return False
    return len(filled) == len(main) or (bool(filled) and draft.money is not None and draft.type in OPEN_TYPES)


def _is_marked(draft: Draft) -> bool:
    """Tell whether a noun's preposition or the verb of winning, not mere position, gave the one role."""
    if draft.binding.trigger.frame.name in ("win", "award"):
        return True
    noun = draft.binding.trigger.word.kind == "noun"
    return noun and any(".mark_" in name or name.endswith(".possessive") for name in draft.features)


def _names_project(draft: Draft) -> bool:
    """Tell whether a project has a name of its own: of that kind, or right behind the word."""
    near = [e for e in draft.binding.parties("project") if 0 <= e.first - draft.binding.trigger.last <= 1]
    return bool(near) or any(m.kind == "project" for m in draft.roles.get("project", ()))


OPEN_TYPES = frozenset({"investment", "acquisition", "loan", "guarantee", "supply"})
