"""Scoring claims against gold: who is right on type and main roles, and how often the other fields are.

In: gold claims and predicted claims of articles, both as plain dicts (the short form of the gold or the claim
format). Out: a `Score`. Promise: the rules of the project's gold guide. *Strict*: the type and every main role agree;
a role that the gold leaves null is open; a claim with all roles open also needs the same amount or percentage, or
touching evidence. An optional gold claim counts neither for nor against. Pairing is a maximum matching that prefers
the best agreement.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anello.model import CLAIM_ROLES

JsonClaim = Mapping[str, Any]

MAIN: Mapping[str, tuple[str, ...]] = {
    **CLAIM_ROLES,
    "right": ("holder",),
    "financial": ("subject", "metric"),
    "maker": ("maker", "product"),
}
"""The roles (and fields) that must agree, by claim type."""

LISTED = ("party", "participant")
SUFFIX = re.compile(
    r"\b(inc|incorporated|corp|corporation|co|company|ltd|limited|llc|plc|ag|se|sa|s a|spa|s p a|gmbh|nv|n v|bv"
    r"|oyj|ab|asa|group|holding|holdings|platforms|technologies|пао|оао|ооо|ао|the)\b"
)
ANONYMOUS = re.compile(
    r"\b(unnamed|anonym\w*|sources?|familiar with|insiders?|fonti|fuentes|quellen|источник\w*)\b", re.I
)
UNNAMED = "unnamed sources"
TOLERANCE = 0.011


def full(name: object) -> str:
    """Return a name without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", str(name)).casefold()
    return re.sub(r"[^\w]+", " ", "".join(c for c in text if not unicodedata.combining(c))).strip()


def bare(name: object) -> str:
    """Return a name without legal forms as well; never empty where the name is not."""
    return re.sub(r"\s+", " ", SUFFIX.sub(" ", full(name))).strip() or full(name)


def names_in(value: object) -> list[str]:
    """Return the names in a role: a name, a party object, a list of either, or nothing."""
    out: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = UNNAMED if item.get("kind") == "anonymous" else item.get("name") or item.get("id")
        if item is not None and item not in out:
            out.append(str(item))
    return out


def role_of(claim: JsonClaim, key: str) -> list[str]:
    """Return the names in one role of a claim (product and metric stand beside the roles)."""
    roles = claim.get("roles") or {}
    return names_in(roles[key] if key in roles else claim.get(key))


def sources_of(claim: JsonClaim) -> list[str]:
    """Return who the text credits, with all anonymous voices under one name."""
    return [UNNAMED if ANONYMOUS.search(name) else name for name in names_in(list(claim.get("attribution") or []))]


def same_interval(a: JsonClaim | None, b: JsonClaim | None) -> bool:
    """Tell whether two intervals agree on both bounds within about one percent."""
    if not a or not b:
        return not a and not b
    for bound in ("low", "high"):
        u, v = a.get(bound), b.get(bound)
        if (u is None) != (v is None):
            return False
        if (
            u is not None
            and v is not None
            and abs(float(u) - float(v)) > TOLERANCE * max(abs(float(u)), abs(float(v)), 1e-9)
        ):
            return False
    return True


def _same_amount(a: JsonClaim, b: JsonClaim | None) -> bool:
    return bool(b) and same_interval(a, b) and a.get("currency") == (b or {}).get("currency")


def _same_time(a: JsonClaim, b: JsonClaim | None) -> bool:
    return bool(b) and (a.get("start"), a.get("end")) == ((b or {}).get("start"), (b or {}).get("end"))


FIELDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "amount": _same_amount,
    "percent": same_interval,
    "quantity": same_interval,
    "time": _same_time,
}


def touches(gold: JsonClaim, found: JsonClaim, text: str) -> bool:
    """Tell whether the evidence passages of two claims overlap in the article."""
    longest = text or max((t for t, _ in _passages(gold) + _passages(found)), key=len, default="")
    a, b = _placed(gold, longest), _placed(found, longest)
    return any(s < v and u < t for s, t in a for u, v in b)


def _passages(claim: JsonClaim) -> list[tuple[str, int | None]]:
    parts = claim.get("evidence") or []
    parts = parts if isinstance(parts, list) else [parts]
    return [(p.get("text") or "", p.get("start")) if isinstance(p, dict) else (str(p), None) for p in parts]


def _placed(claim: JsonClaim, text: str) -> list[tuple[int, int]]:
    out = []
    for passage, at in _passages(claim):
        start = at if at is not None and text.startswith(passage, at) else text.find(passage)
        if passage and start >= 0:
            out.append((start, start + len(passage)))
    return out


@dataclass(slots=True)
class Score:
    """Counts over articles; the ratios are properties. All are shares in [0, 1]."""

    counts: Counter[str] = field(default_factory=Counter)

    def ratio(self, part: str, whole: str) -> float:
        """Return a ratio of two counts, zero where the whole is zero."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 0.0

    @property
    def precision(self) -> float:
        """Share of predicted claims that are right."""
        return self.ratio("right", "found")

    @property
    def recall(self) -> float:
        """Share of gold claims that were found."""
        return self.ratio("right", "gold")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall on type and main roles."""
        return _harmonic(self.precision, self.recall)

    def as_dict(self) -> dict[str, float | int]:
        """Return all figures; field accuracies are over the strictly matched claims whose gold has the field."""
        said = _harmonic(self.ratio("said", "said_found"), self.ratio("said", "said_gold"))
        out: dict[str, float | int] = {"f1": self.f1, "precision": self.precision, "recall": self.recall}
        out |= {name: self.ratio(name, f"{name}_n") for name in FIELDS}
        out |= {
            "status": self.ratio("status", "right"),
            "attribution_f1": said,
            "evidence": self.ratio("evidence", "right"),
        }
        rounded: dict[str, float | int] = {key: round(value, 4) for key, value in out.items()}
        return rounded | {
            key: self.counts[key] for key in ("gold", "found", "articles", "empty", "false_alarms_in_empty")
        }


def _harmonic(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


class Pairing:
    """The gold and predicted claims of one article, paired one to one."""

    def __init__(self, gold: Sequence[JsonClaim], found: Sequence[JsonClaim], text: str = "") -> None:
        self.gold, self.found, self.text = gold, found, text
        self.used = {full(n) for g in gold for r in g["roles"] for n in role_of(g, r)}
        required = [i for i, g in enumerate(gold) if not g.get("optional")]
        optional = [i for i, g in enumerate(gold) if g.get("optional")]
        self.right = self._pair(required, list(range(len(found))))
        self.extra = self._pair(optional, [j for j in range(len(found)) if j not in self.right.values()])

    def same_name(self, gold: str, found: str) -> bool:
        """Tell whether two spellings mean one party; two that the gold keeps apart never do."""
        if full(gold) == full(found):
            return True
        return bare(gold) == bare(found) and not (full(gold) in self.used and full(found) in self.used)

    def agrees(self, gold: JsonClaim, found: JsonClaim) -> bool:
        """Tell whether type and main roles agree (strict)."""
        keys = MAIN[gold["type"]]
        if gold["type"] != found.get("type") or not all(self._role_agrees(gold, found, key) for key in keys):
            return False
        if any(role_of(gold, key) for key in keys):
            return True
        valued = any(gold.get(k) and same_interval(gold[k], found.get(k)) for k in ("amount", "percent"))
        return valued or touches(gold, found, self.text)

    def _role_agrees(self, gold: JsonClaim, found: JsonClaim, key: str) -> bool:
        a, b = role_of(gold, key), role_of(found, key)
        if not a:
            return True
        if key == "product":
            words = [(set(bare(x).split()), set(bare(y).split())) for x in a for y in b]
            return any(x <= y or y <= x for x, y in words)
        need = (len(a) + 1) // 2 if key in LISTED else 1
        hits = sum(any(self.same_name(x, y) for y in b) for x in a)
        return hits >= need and 2 * sum(any(self.same_name(x, y) for x in a) for y in b) >= len(b)

    def _weight(self, i: int, j: int) -> float:
        g, p = self.gold[i], self.found[j]
        agreed = 2 * same_interval(g.get("amount"), p.get("amount")) + same_interval(g.get("percent"), p.get("percent"))
        return (
            agreed
            + (g.get("status") == p.get("status"))
            + touches(g, p, self.text)
            + 0.5 * (g.get("basis") == p.get("basis"))
        )

    def _pair(self, rows: Sequence[int], columns: Sequence[int]) -> dict[int, int]:
        """Match greedily by weight, then extend along augmenting paths (Kuhn) until nothing more fits."""
        edges = {i: [j for j in columns if self.agrees(self.gold[i], self.found[j])] for i in rows}
        weight = {(i, j): self._weight(i, j) for i in edges for j in edges[i]}
        for i in edges:
            edges[i].sort(key=lambda j: (-weight[i, j], j))
        owner: dict[int, int] = {}
        for i, j in sorted(weight, key=lambda pair: (-weight[pair], pair)):
            if j not in owner and i not in owner.values():
                owner[j] = i
        for i in rows:
            if i not in owner.values():
                _augment(i, edges, owner, set())
        return {i: j for j, i in owner.items()}


def _augment(i: int, edges: Mapping[int, Sequence[int]], owner: dict[int, int], seen: set[int]) -> bool:
    for j in edges[i]:
        if j not in seen:
            seen.add(j)
            if j not in owner or _augment(owner[j], edges, owner, seen):
                owner[j] = i
                return True
    return False


def add_article(score: Score, gold: Sequence[JsonClaim], found: Sequence[JsonClaim], text: str = "") -> Pairing:
    """Add one article to a score and return its pairing."""
    pairing, n = Pairing(gold, found, text), score.counts
    required = [g for g in gold if not g.get("optional")]
    counted = len(found) - len(pairing.extra)
    n.update(
        articles=1,
        gold=len(required),
        found=counted,
        empty=not required,
        false_alarms_in_empty=0 if required else counted,
    )
    for i, j in pairing.right.items():
        g, p = gold[i], found[j]
        n.update(right=1, status=g.get("status") == p.get("status"), evidence=touches(g, p, text))
        for name, same in FIELDS.items():
            if g.get(name):
                n.update({f"{name}_n": 1, name: same(g[name], p.get(name))})
        a, b = sources_of(g), sources_of(p)
        n.update(said_gold=len(a), said_found=len(b), said=sum(any(pairing.same_name(x, y) for y in b) for x in a))
    return pairing


def score_articles(articles: Iterable[tuple[Sequence[JsonClaim], Sequence[JsonClaim], str]]) -> Score:
    """Return the score over (gold claims, predicted claims, text) of many articles.

    >>> claim = {"type": "ipo", "roles": {"company": "X"}, "status": "planned"}
    >>> score_articles([([claim], [claim], "")]).f1
    1.0
    """
    score = Score()
    for gold, found, text in articles:
        add_article(score, gold, found, text)
    return score
