"""Labels: where the gold of an article stands in its text, and whether a name found in it is one that the gold gives.

In: an article with its gold. Out: for each claim where it is told and who has which role. Promise: spellings of one
name may differ more here than in a score, since labels are wanted and no marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from anello.extract.document import Sentence
from anello.extract.evaluation import Pairing, full, role_of
from anello.lang.directory import Directory
from anello.model import CLAIM_ROLES, Article

ALIKE = 80
SENTENCES = re.compile(r"[.!?»”\"]\s+[«“\"]?[^\W\d_a-zа-яё]|\n")
"""What stands between two sentences of a passage."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A claim of the gold: who has each of its roles, in the order of the type's, and where it is told."""

    gold: dict
    roles: list[list[str]]
    span: tuple[int, int] | None

    def told_in(self, sentence: Sentence) -> bool:
        """Tell whether the claim counts and is told, at least in part, in a sentence."""
        here = self.span is not None and sentence.start < self.span[1] and self.span[0] < sentence.end
        return here and not self.gold.get("optional")


class Labels:
    """The gold of one article, asked by name and place."""

    def __init__(self, article: Article, gold: list[dict], directory: Directory) -> None:
        self.pairing = Pairing(gold, [], article.text)
        self.directory = directory
        self.claims = [
            Labelled(g, [role_of(g, r) for r in CLAIM_ROLES[g["type"]]], place_of(g, article.text)) for g in gold
        ]

    def same(self, gold: str, found: str) -> bool:
        """Tell whether two spellings mean one party."""
        if self.pairing.same_name(gold, found):
            return True
        if full(found) in self.pairing.used:
            return False
        entry, other = self.directory.find_entry(gold), self.directory.find_entry(found)
        known = entry is not None and other is not None and (entry.id == other.id or other.parent == entry.id)
        return (
            (known and entry is not None and entry.kind == "state")
            or entry is other is not None
            or fuzz.ratio(full(gold), full(found)) >= ALIKE
        )

    def among(self, names: list[str], found: str) -> bool:
        """Tell whether a name found is one of those that the gold gives."""
        return any(self.same(name, found) for name in names)


def place_of(claim: dict, text: str) -> tuple[int, int] | None:
    """Return where a claim is told: in its evidence, of several sentences where the words stand that carry it."""
    evidence = claim.get("evidence")
    at = text.find(evidence) if isinstance(evidence, str) else -1
    if at < 0:
        return None
    carrier = (claim.get("trigger") or "") if SENTENCES.search(evidence.strip()) else ""
    inside = text.find(carrier, at, at + len(evidence)) if carrier else -1
    return (inside, inside + len(carrier)) if inside >= 0 else (at, at + len(evidence))
