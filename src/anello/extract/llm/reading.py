"""Reading: what a model wrote -> the claims it proposes.

In: the text of an answer. Out: `Proposal`s, and why the rest of the answer was left. Promise: JSON is parsed and never
run; chatter, fences and a draft before the answer are passed over; of an answer that was cut off the whole claims are
kept; a claim of the wrong shape is refused by itself; time is bounded whatever the model wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from anello.extract.llm.prompting import BASES
from anello.model import CLAIM_ROLES, METRICS, MODES, RIGHTS, STATUSES

MAX_TEXT = 200_000
"""Characters of an answer that are looked at."""
MAX_FALSE_STARTS = 200
"""Braces that begin no JSON; so many and the answer is no list of claims."""
MAX_CLAIMS, MAX_NAMES, MAX_QUOTES, MAX_STRING = 100, 20, 8, 2_000
MAX_DIGITS = 24
MORE_ROLES = ("seller",)
MONEYLESS = ("null", "none", "unknown", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the model gives it; None is an open or unsaid bound. `unit` is a currency or what is counted."""

    low: Decimal | None
    high: Decimal | None
    unit: str | None = None

    def bounds(self) -> frozenset[Decimal]:
        """Return the numbers that are said."""
        return frozenset(b for b in (self.low, self.high) if b is not None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim as the model gives it: the right shape, closed words from the closed lists, nothing else is certain."""

    type: str
    roles: Mapping[str, tuple[str, ...]]
    status: str
    evidence: tuple[str, ...]
    mode: str | None = None
    amount: Figure | None = None
    percent: Figure | None = None
    quantity: Figure | None = None
    product: str | None = None
    metric: str | None = None
    basis: str | None = None
    right: str | None = None
    time: tuple[date, date] | None = None
    attribution: tuple[str, ...] = ()
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an answer holds: proposals, and what was left of it: (reason, the beginning of it)."""

    proposals: tuple[Proposal, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def read_answer(text: str, cut: bool = False) -> Proposed:
    """Return the claims that an answer proposes.

    Args:
        cut: the endpoint says that the answer stopped at the limit of tokens.

    >>> read_answer('Sure! {"claims": []}').left
    ()
    """
    claims, whole = _find_claims(text[:MAX_TEXT])
    proposals: list[Proposal] = []
    left: list[tuple[str, str]] = []
    for claim in claims[:MAX_CLAIMS]:
        try:
            proposals.append(as_proposal(claim))
        except ValueError as error:
            left.append((f"a claim of the model dropped: {error}", shown(claim)))
    if not whole or cut:
        reason = "the answer of the model was cut off; what was whole was looked at" if claims or cut else NO_JSON
        left.append((reason, text[-80:]))
    if len(claims) > MAX_CLAIMS:
        left.append(
            (f"the model proposed {len(claims)} claims for one passage; the first {MAX_CLAIMS} were looked at", "")
        )
    return Proposed(tuple(proposals), tuple(left))


NO_JSON = "the answer of the model holds no JSON claims"


def shown(claim: object) -> str:
    """Return the beginning of a claim as the model gave it, for people."""
    return json.dumps(claim, ensure_ascii=False, default=str)[:200]


def _find_claims(text: str) -> tuple[list[Any], bool]:
    """Return the claims in a text and whether they come from a whole answer, of which the last one counts."""
    loose: list[Any] = []
    answered: list[Any] | None = None
    objects, missed = _objects(text)
    for found in objects:
        if isinstance(found.get("claims"), list):
            answered = found["claims"]
        elif "type" in found and "roles" in found:
            loose.append(found)
    return (answered, True) if answered is not None else (loose, bool(loose) and not missed)


def _objects(text: str) -> tuple[list[dict[str, Any]], int]:
    """Return the outermost JSON objects of a text, of one that never ends those inside it, and how many never end."""
    decoder = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=lambda word: None)
    objects: list[dict[str, Any]] = []
    at, missed = text.find("{"), 0
    while at >= 0 and missed < MAX_FALSE_STARTS:
        try:
            found, end = decoder.raw_decode(text, at)
            objects.append(found)
        except (ValueError, RecursionError):
            end, missed = at + 1, missed + 1
        at = text.find("{", end)
    return objects, missed


def _number(digits: str) -> Decimal:
    """Return a number as an exact decimal; one of absurd length or size is not a number."""
    value = Decimal(digits) if len(digits) <= 2 * MAX_DIGITS else Decimal("NaN")
    return value if value.is_finite() and abs(value.adjusted()) <= MAX_DIGITS else Decimal("NaN")


def as_proposal(claim: object) -> Proposal:
    """Return a claim of the model in its proper shape.

    Raises:
        ValueError: it has another shape, or a word that is not on its closed list.
    """
    if not isinstance(claim, dict):
        raise ValueError("it is no object")
    type_ = _word(claim, "type", CLAIM_ROLES)
    status = _word(claim, "status", STATUSES)
    if type_ is None or status is None:
        raise ValueError("it has no type or no status")
    proposal = Proposal(
        type=type_,
        roles=_roles(claim.get("roles"), type_),
        status=status,
        evidence=_strings(claim.get("evidence"), "evidence", MAX_QUOTES, "text"),
        mode=_word(claim, "mode", MODES),
        amount=_figure(claim, "amount", "currency"),
        percent=_figure(claim, "percent", "unit"),
        quantity=_figure(claim, "quantity", "unit"),
        product=_string(claim.get("product"), "product"),
        metric=_word(claim, "metric", METRICS),
        basis=_word(claim, "basis", BASES) if type_ == "valuation" else None,
        right=_word(claim, "right", RIGHTS) if type_ == "right" else None,
        time=_time(claim.get("time")),
        attribution=_strings(claim.get("attribution"), "attribution", MAX_NAMES, "name"),
        conditional=claim.get("conditional") is True,
    )
    _complete(proposal)
    return proposal


def _complete(proposal: Proposal) -> None:
    if not proposal.evidence:
        raise ValueError("it has no evidence")
    if not any(proposal.roles.values()):
        raise ValueError("it names no party")
    if proposal.type == "financial" and (proposal.metric is None or proposal.amount is None):
        raise ValueError("a financial figure needs its metric and its amount")
    if proposal.type == "maker" and proposal.product is None:
        raise ValueError("a maker needs what it makes")


def _word(claim: Mapping[str, Any], key: str, words: Iterable[str]) -> str | None:
    """Return a word of a closed list, None where nothing is said."""
    value = claim.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in words:
        raise ValueError(f"its {key} is on no list")
    return value


def _roles(value: object, type_: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError("its roles are no object")
    roles = {role: _strings(names, "party", MAX_NAMES, "name") for role, names in value.items()}
    if any(names for role, names in roles.items() if role not in (*CLAIM_ROLES[type_], *MORE_ROLES)):
        raise ValueError("it has a role that its type does not know")
    return {role: tuple(dict.fromkeys(names)) for role, names in roles.items() if names}


def _strings(value: object, what: str, most: int, inside: str) -> tuple[str, ...]:
    """Return one or more strings; each may also stand in an object, as the claim format has it."""
    items = value if isinstance(value, list) else [value]
    if len(items) > most:
        raise ValueError(f"it has more than {most} of {what}")
    plain = (item.get(inside) if isinstance(item, dict) else item for item in items)
    return tuple(text for text in (_string(item, what) for item in plain) if text)


def _string(value: object, what: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MAX_STRING:
        raise ValueError(f"its {what} is no short text")
    return value.strip() or None


def _figure(claim: Mapping[str, Any], key: str, unit: str) -> Figure | None:
    value = claim.get(key)
    if isinstance(value, Decimal):
        value = {"low": value, "high": value}
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ValueError(f"its {key} is no object")
    low, high = value.get("low"), value.get("high")
    sound = all(b is None or (isinstance(b, Decimal) and b.is_finite() and b >= 0) for b in (low, high))
    if not sound:
        raise ValueError(f"its {key} has a bound that is no number")
    name = _string(value.get(unit), unit)
    said = None if name is None or name.casefold() in MONEYLESS else name
    return Figure(low, high, said) if low is not None or high is not None else None


def _time(value: object) -> tuple[date, date] | None:
    """Return two days; a time of another shape is left open, since no claim stands or falls with it."""
    try:
        days = [date.fromisoformat(value[k]) for k in ("start", "end") if value[k]]  # type: ignore[index]
    except (TypeError, KeyError, ValueError):
        return None
    return (min(days), max(days)) if days else None
