"""Disposing: the model proposes, the text disposes.

In: a proposal, the ground, the passage that was sent. Out: a `Claim`, or a `Reject` that says what the text does not
bear out. Promise: the evidence stands in the passage at the offsets given; each sum, percentage and quantity is one
that our own grammars read in the evidence, and theirs is kept, bounds and all; each party and voice stands in the
article. A time or product that the text does not bear out is left open: the claim says less and stays true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from anello.extract.frames import find_triggers
from anello.extract.llm.ground import Ground, Range, touches
from anello.extract.llm.parties import find_party, find_voice
from anello.extract.llm.reading import Figure, Proposal, shown
from anello.extract.stance import read_stance
from anello.model import Claim, Mention, Money, Percent, Period, Quantity, Reject, Span, Voice, claim_id

MAX_EVIDENCE = 800
"""Characters of one piece of evidence; a longer one proves nothing in particular."""
MIN_WORDS = 2
F = TypeVar("F", Money, Percent, Quantity)


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a claim as our own grammars read them."""

    amount: Money | None
    percent: Percent | None
    quantity: Quantity | None


def dispose(proposal: Proposal, ground: Ground, parts: Sequence[Range], author: str) -> Claim | Reject:
    """Return the claim that the text bears out, or a Reject.

    Args:
        parts: what of the article was sent; evidence stands there or nowhere.
        author: the name that the claim bears as its extractor's.
    """
    try:
        return _claim(proposal, ground, parts, author)
    except ValueError as error:
        reason = f"a claim of the model dropped: {error}"
        detail = {"type": proposal.type, "roles": dict(proposal.roles), "evidence": proposal.evidence[0]}
        return Reject("extract", ground.article.document, reason, shown(detail))


def _claim(proposal: Proposal, ground: Ground, parts: Sequence[Range], author: str) -> Claim:
    article = ground.article
    quotes = [_evidence(text, ground, parts) for text in proposal.evidence]
    roles = _roles(proposal, ground, quotes)
    figures = _figures(proposal, ground, quotes)
    _check_subject(roles, figures, ground, quotes)
    voices = [found for name in proposal.attribution if (found := _voice(name, ground, quotes)) is not None]
    attribution = tuple(dict.fromkeys(voice for voice, _ in voices))
    time = _time(proposal.time, ground, quotes)
    spans = [_span(ground, quote, "claim") for quote in quotes]
    spans += [_span(ground, (v.start, v.end), "amount") for v in (figures.amount,) if v is not None]
    spans += _stage(proposal.status, ground, quotes)
    spans += [_span(ground, (t.start, t.end), "time") for t in (time,) if t is not None]
    spans += [span for _, span in voices if span is not None]
    evidence = tuple(dict.fromkeys(spans))
    return Claim(
        id=claim_id(article.id, proposal.type, roles, evidence),
        article=article.id,
        document=article.document,
        type=proposal.type,
        roles=roles,
        status=proposal.status,
        mode=_mode(proposal, attribution),
        evidence=evidence,
        extractor=author,
        attribution=attribution,
        amount=figures.amount,
        percent=figures.percent,
        quantity=figures.quantity,
        product=_product(proposal, ground, parts),
        metric=proposal.metric,
        basis=proposal.basis,
        right=proposal.right,
        time=time,
        conditional=proposal.conditional,
        published=article.published,
        why=((f"proposed:{author}", 1.0), *((f"in the text:{part}", 1.0) for part in sorted({s.part for s in spans}))),
    )


def _evidence(text: str, ground: Ground, parts: Sequence[Range]) -> Range:
    if len(text) > MAX_EVIDENCE:
        raise ValueError("its evidence is far too long to prove anything")
    if len(text.split()) < MIN_WORDS:
        raise ValueError("its evidence is too short to prove anything")
    span = ground.find_quote(text, parts)
    if span is None:
        raise ValueError("its evidence does not stand in the passage")
    return span


def _roles(proposal: Proposal, ground: Ground, quotes: Sequence[Range]) -> dict[str, tuple[Mention, ...]]:
    roles: dict[str, tuple[Mention, ...]] = {}
    for role, names in sorted(proposal.roles.items()):
        found = [find_party(name, ground, quotes) for name in names]
        named = {m.id: m for m in found if m is not None}
        if None in found:
            raise ValueError("it names a party that the article does not name")
        roles[role] = tuple(named.values())
    ids = [m.id for mentions in roles.values() for m in mentions]
    if len(set(ids)) < len(ids):
        raise ValueError("it has one party on two sides")
    return roles


def _check_subject(
    roles: dict[str, tuple[Mention, ...]], figures: Figures, ground: Ground, quotes: Sequence[Range]
) -> None:
    """Refuse evidence that has neither a party nor a figure nor a word for a deal: it could stand behind anything."""
    near = any(touches((m.start, m.end), quotes) for mentions in roles.values() for m in mentions)
    if near or figures.amount or figures.percent or figures.quantity:
        return
    if not any(find_triggers(s, ground.language) for _, s in ground.sentences_in(quotes)):
        raise ValueError("its evidence has neither a party nor a figure nor a word for a deal")


def _figures(proposal: Proposal, ground: Ground, quotes: Sequence[Range]) -> Figures:
    money = _value(proposal.amount, ground.values_in(quotes, Money), "amount")
    percent = _value(proposal.percent, ground.values_in(quotes, Percent), "percentage")
    counted = [q for q in ground.values_in(quotes, Quantity) if proposal.quantity and _bears_out(q, proposal.quantity)]
    counted = counted or list(_counts(proposal.quantity, ground, quotes))
    return Figures(money, percent, _value(proposal.quantity, counted, "quantity"))


def _counts(said: Figure | None, ground: Ground, quotes: Sequence[Range]) -> Iterator[Quantity]:
    """Yield the number said where the evidence has it, spelled or in digits, beside a noun that no pack lists."""
    if said is None or len(said.bounds()) != 1:
        return
    (wanted,) = said.bounds()
    for start, end in (span for quote in quotes for span in ground.numbers_in(quote, wanted)):
        yield Quantity(said.low, said.high, said.unit or "unit", False, ground.article.text[start:end], start, end)


def _value(said: Figure | None, read: Sequence[F], what: str) -> F | None:
    """Return the value of the text that bears out a figure: it has every number that the model gives, or more."""
    if said is None:
        return None
    fitting = [value for value in read if _bears_out(value, said)]
    if not fitting:
        raise ValueError(f"its {what} cannot be read in its evidence")
    return min(fitting, key=lambda value: (value.low, value.high) != (said.low, said.high))


def _bears_out(value: Money | Percent | Quantity, said: Figure) -> bool:
    if not said.bounds() <= {value.low, value.high}:
        return False
    return not isinstance(value, Money) or said.unit is None or value.currency == said.unit.upper()


def _voice(name: str, ground: Ground, quotes: Sequence[Range]) -> tuple[Voice, Span | None] | None:
    """Return a voice; None for the article's own outlet, which is in no chain."""
    if name.casefold() == (ground.article.outlet or "").casefold():
        return None
    found = find_voice(name, ground, quotes)
    if found is None:
        raise ValueError("it names a voice that the article does not name")
    return found


def _mode(proposal: Proposal, attribution: Sequence[Voice]) -> str:
    if proposal.mode == "attributed" or proposal.mode is None or (proposal.mode == "asserted" and attribution):
        return "attributed" if attribution else "asserted"
    return proposal.mode


def _time(said: tuple[date, date] | None, ground: Ground, quotes: Sequence[Range]) -> Period | None:
    """Return the period beside the evidence that shares a day with what the model says, best one of the same days."""
    if said is None:
        return None
    whole = [(s.start, s.end) for _, s in ground.sentences_in(quotes)]
    fitting = [p for p in ground.values_in(whole, Period) if _meets(p, said)]
    return min(fitting, key=lambda p: (p.first, p.last) != said, default=None)


def _meets(period: Period, said: tuple[date, date]) -> bool:
    return (period.first or date.min) <= said[1] and said[0] <= (period.last or date.max)


def _product(proposal: Proposal, ground: Ground, parts: Sequence[Range]) -> str | None:
    """Return the product where its words stand in the passage.

    Raises:
        ValueError: they do not, and the claim is of nothing else.
    """
    found = ground.find_quote(proposal.product, parts) if proposal.product else None
    if found is None and proposal.type == "maker":
        raise ValueError("it names a product that the passage does not name")
    return proposal.product if found else None


def _stage(status: str, ground: Ground, quotes: Sequence[Range]) -> list[Span]:
    """Return the words that tell the stage, where our own rules read the same stage in the evidence."""
    for _, sentence in ground.sentences_in(quotes):
        for trigger in find_triggers(sentence, ground.language):
            stance = read_stance(trigger, ground.language)
            if stance.span is not None and stance.status == status and touches(stance.span, quotes):
                return [_span(ground, stance.span, "status")]
    return []


def _span(ground: Ground, span: Range, part: str) -> Span:
    return Span(*span, ground.article.text[slice(*span)], part)
