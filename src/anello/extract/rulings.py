"""Rulings: what each frame really says, given what stands beside its trigger.

In: a draft, the deal words of the language, the directory. Out: the drafts it becomes. Promise: the rulings of the
annotation guide, one function each: below half of the shares is an investment, goods bought are supply, a percentage
owned is a stake and the rest is control.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from anello.extract.document import Sentence
from anello.extract.drafts import Draft, swapped, with_roles
from anello.extract.frames import DealWords
from anello.extract.goods import goods_after, goods_behind, is_product, makers_of, makers_of_product, upstream_rank
from anello.lang.directory import Directory
from anello.model import Mention, Percent

HALF = Decimal(50)


def _context(draft: Draft) -> tuple[Sentence, list[str]]:
    sentence = draft.binding.trigger.sentence
    return sentence, sentence.lows()


def _speaks_of(lexicon: object, draft: Draft, left: int, right: int) -> bool:
    trigger = draft.binding.trigger
    return lexicon.has(trigger.sentence.lows(), trigger.first - left, trigger.last + right)  # type: ignore[attr-defined, no-any-return]


def _bought(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Tell a company bought from shares bought from goods bought."""
    goods = goods_after(draft, words, directory)
    if goods is not None:
        return goods
    if "target" not in draft.roles:
        return []
    if draft.binding.trigger.frame.name in ("sell", "sale") and "buyer" not in draft.roles:
        return _given_up(draft, words)
    share = _names_shares(draft, words)
    whole = _speaks_of(words.majority, draft, 4, 8)
    percent = draft.percent.low if draft.percent else None
    if (percent is not None and percent < HALF) or (percent is None and share and not whole):
        draft.type = "investment"
        draft.roles = {("investor" if role == "buyer" else role): m for role, m in draft.roles.items()}
    return [draft]


def _names_shares(draft: Draft, words: DealWords) -> bool:
    """Tell whether shares of the target are bought, and not the target for shares: the word stands before the name."""
    trigger = draft.binding.trigger
    targets = [e for e in draft.binding.parties("target") if e.first >= trigger.last]
    stop = min((e.last + 3 if e.possessive and e.anaphor else e.first for e in targets), default=trigger.last + 4)
    return words.shares.has(trigger.sentence.lows(), trigger.first - 3, stop)


def _given_up(draft: Draft, words: DealWords) -> list[Draft]:
    """Read shares sold to nobody named as a stake that ended."""
    if "seller" in draft.roles and (draft.percent is not None or _speaks_of(words.shares, draft, 2, 8)):
        draft.type, draft.status = "stake", "ended"
        draft.roles = {"holder": draft.roles["seller"], "target": draft.roles["target"]}
    return [draft]


def _used(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let a product used or wanted come from its maker."""
    product = next((e for e in draft.binding.trigger.sentence.entities if is_product(e)), None)
    if product is None:
        return []
    makers = makers_of_product(product, directory)
    if makers:
        named = draft.roles.get("supplier", [])
        if words.bare_is_of and "customer" not in draft.roles and named and named[0].id != makers[0].id:
            draft.roles["customer"] = named
        draft.roles["supplier"] = makers
    return [draft] if "supplier" in draft.roles and "customer" in draft.roles else []


def _contracted(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let the supply chain, or the verb beside the contract, tell who supplies whom."""
    oriented = _by_supply_chain(draft, directory)
    if oriented is not None:
        draft.roles = oriented
        return [draft]
    sentence, lows = _context(draft)
    trigger = draft.binding.trigger
    around = range(max(trigger.first - 8, 0), min(trigger.last + 14, len(lows)))
    frames = {w.frame for i in around if sentence.owner[i] < 0 for _, w in words.triggers.find(lows, i)}
    rivals = {"order", "acquire"} - {trigger.frame.name}
    if (frames & {"win", "supply", "delivery"} and not frames & rivals) or (
        any(m.kind in PUBLIC for m in draft.roles.get("supplier", ()))
        and not any(m.kind in PUBLIC for m in draft.roles.get("customer", ()))
    ):
        draft.roles = swapped(draft.roles, "supplier", "customer")
    return [draft]


def _by_supply_chain(draft: Draft, directory: Directory) -> dict[str, list[Mention]] | None:
    """Return the roles in the order of the supply chain where a signature alone joins the two firms."""
    signed = any(name.endswith((".mark_with", ".left_with", ".mark_between")) for name in draft.features)
    sides = draft.roles.get("supplier", []), draft.roles.get("customer", [])
    if not signed or not draft.binding.trigger.frame.symmetric or not all(sides):
        return None
    ranks = [upstream_rank(directory, side[0].id) for side in sides]
    if None in ranks or ranks[0] == ranks[1]:
        return None
    first, second = sides if (ranks[0] or 0) < (ranks[1] or 0) else (sides[1], sides[0])
    return {**draft.roles, "supplier": first, "customer": second}


PUBLIC = frozenset({"state", "regulator"})
"""Kinds of party that sign contracts as customers."""


def _shipped(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let the supply chain tell who delivers under a contract that two firms signed."""
    drafts = _delivered(draft, words, directory)
    drafts[0].roles = _by_supply_chain(drafts[0], directory) or drafts[0].roles
    return drafts


def _ordered(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Tell an order given from an order won."""
    drafts = _delivered(draft, words, directory)
    return _contracted(drafts[0], words, directory) if draft.binding.trigger.word.kind == "noun" else drafts


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
    if draft.money is not None and _deliver_by_rank(draft, groups, words, directory):
        return [draft]
    said = {k.split(".")[-1] for k in draft.features}
    together = len(groups) == 1 and len(groups[0]) > 1
    if trigger.frame.name == "agreement" and not (
        together or said & {"mark_with", "mark_between", "modifier", "left_with"}
    ):
        return []
    if len(groups) == 2:
        pairs = [[a, b] for a in groups[0] for b in groups[1] if a.id != b.id]
        return [with_roles(draft, {"party": pair}) for pair in pairs]
    return [draft] if len(draft.roles.get("party", ())) > 1 else []


def _deliver_by_rank(draft: Draft, groups: Sequence[list[Mention]], words: DealWords, directory: Directory) -> bool:
    """Read a priced agreement of two firms as supply, where the supply chain tells who delivers."""
    sentence, lows = _context(draft)
    pair = [m for group in groups for m in group]
    ranks = [upstream_rank(directory, m.id) for m in pair]
    free = (i for i in range(len(lows)) if sentence.owner[i] < 0)
    frames = {w.frame for i in free for _, w in words.triggers.find(lows, i)}
    if len(pair) != 2 or None in ranks or ranks[0] == ranks[1] or frames & STAKING:
        return False
    supplier, customer = sorted(pair, key=lambda m: upstream_rank(directory, m.id) or 0)
    draft.type, draft.roles = "supply", {"customer": [customer], "supplier": [supplier]}
    return True


STAKING = frozenset(
    {
        "invest",
        "investment",
        "back",
        "raise",
        "round",
        "stake",
        "acquire",
        "acquisition",
        "bid",
        "merge",
        "lend",
        "loan",
        "licence",
        "license",
        "venture",
        "guarantee",
    }
)
"""Frames whose words beside an agreement say that its money buys no goods."""


def _staked(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Keep a holding of shares only where a share is named."""
    trigger = draft.binding.trigger
    if trigger.word.kind == "verb" and draft.percent is None and not _speaks_of(words.shares, draft, 0, 8):
        return []
    if trigger.word.kind == "noun" and _frames_before(draft, words, 10) & BUYING:
        names = {"holder": "buyer"}
        draft.type, draft.roles = "acquisition", {names.get(role, role): found for role, found in draft.roles.items()}
        return _bought(draft, words, directory)
    if trigger.word.kind == "noun" and _frames_before(draft, words, 10) & SELLING:
        draft.status = "ended" if _speaks_of(words.majority, draft, 4, 2) else draft.status
    if draft.percent is not None and "target" not in draft.roles and draft.roles.get("holder"):
        _own_only_other(draft)
    return [draft]


def _own_only_other(draft: Draft) -> None:
    """Let a share without a named firm be one of the only other party, where the sentence goes on speaking of it."""
    own = {m.id for m in draft.roles["holder"]}
    others = [e for e in draft.binding.trigger.sentence.entities if e.mention is not None and e.is_party()]
    others = [e for e in others if e.mention is not None and e.mention.id not in own]
    marked = [e for e in others if e.anaphor and e.marks & {"from", "in", "of", "at"}]
    if marked and len({e.mention.id for e in others if e.mention is not None}) == 1:
        draft.roles["target"] = [e.mention for e in marked[:1] if e.mention is not None]


SELLING = frozenset({"sell", "sale"})
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


def _planned(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let a project be the one that its word explains: "Stargate, a project that"."""
    trigger = draft.binding.trigger
    named = [e.mention for e in trigger.sentence.entities if 0 <= trigger.first - e.last <= REACH_APPOSITION]
    named = [m for m in named if m is not None and m.kind == "project"]
    if named and "project" not in draft.roles:
        draft.roles["project"] = [m for m in named[-1:] if m is not None]
    return [draft]


REACH_APPOSITION = 3


def _invested(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Drop an investment that names neither a target nor an amount; what a central bank injects is lent."""
    if any(m.kind == "regulator" for m in draft.roles.get("investor", ())):
        draft.type, draft.roles = (
            "loan",
            {{"target": "borrower", "investor": "lender"}[r]: m for r, m in draft.roles.items()},
        )
        return [draft]
    if any(m.kind == "project" for m in draft.roles.get("investor", ())):
        return []
    targets = draft.binding.parties("target")
    if targets and targets[0].possessive and goods_behind(draft, targets[0], words):
        draft.type, draft.status = "supply", "agreed"
        draft.roles = {{"target": "supplier", "investor": "customer"}[r]: m for r, m in draft.roles.items()}
        return [draft]
    return [draft] if "target" in draft.roles or draft.money is not None else []


def _merged(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    return [draft] if len(draft.roles.get("buyer", ())) > 1 else []


def _made(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Keep a maker only with a product that the sentence names."""
    makers = [m for m in draft.roles.get("maker", []) if m.kind != "product"]
    named = draft.roles.pop("product", [])
    product = [m for m in named if m.kind == "product" or (makers and makers[0].kind == "person")]
    if product and not makers and draft.binding.trigger.frame.name == "maker":
        makers = makers_of(product[0], directory)
    known = makers_of(product[0], directory) if product else []
    if makers and known and known[0].id != makers[0].id and makers[0].text[:1].islower():
        makers = known
    if not product or not makers:
        return []
    draft.roles, draft.product = {"maker": makers}, product[0].name
    return [draft]


def _delivered(draft: Draft, words: DealWords, directory: Directory) -> list[Draft]:
    """Let the maker of a named product stand in for a supplier that the sentence leaves out."""
    product = next((e for e in draft.binding.trigger.sentence.entities if is_product(e)), None)
    if product is not None and "supplier" not in draft.roles:
        makers = makers_of_product(product, directory)
        if makers:
            draft.roles["supplier"] = makers
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
    "board": _seated,
    "supply": _delivered,
    "delivery": _shipped,
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
    "project": _planned,
    "make": _made,
    "maker": _made,
}


def basis_of(draft: Draft, words: DealWords) -> str | None:
    """Return what a valuation rests on: a listing, a bid, a round of money, or the market now."""
    if draft.type != "valuation":
        return None
    sentence = draft.binding.trigger.sentence
    lows = sentence.lows()
    free = (i for i in range(len(lows)) if sentence.owner[i] < 0)
    frames = {w.frame for i in free for _, w in words.triggers.find(lows, i)}
    for basis, names in BASES.items():
        if frames & names:
            return basis
    return "current"


BASES = {
    "ipo": {"float"},
    "bid": {"bid"},
    "round": {"round", "raise", "invest", "investment", "acquire", "acquisition"},
}
