"""Again: whether a statement about the parties of an earlier one says the same thing or is another claim.

In: two claims of one article with the same type and parties, the earlier first. Out: named signs for the learned model
of repeats (`repeats.tsv`, made by `train/scorer.py`). Promise: the signs name no language and no party.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anello.extract.learned import ClaimModel
from anello.model import Claim

VALUES = ("amount", "percent", "quantity", "time", "product")
DISTANCES = ((1, "0"), (2, "1"), (4, "3"), (9, "8"))


@dataclass(frozen=True, slots=True)
class Told:
    """How a claim was told: in which sentence, whether in the title, how likely, by what signs."""

    sentence: int
    title: bool
    score: float
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Repeats:
    """Decides whether a claim repeats an earlier one; `told` holds how each was told, by claim id."""

    model: ClaimModel
    told: Mapping[str, Told]

    def __call__(self, kept: Claim, new: Claim) -> bool:
        """Tell whether the later claim adds no assertion of its own."""
        return self.model.chance(signs_between(kept, new, self.told)) < self.model.threshold


def signs_between(kept: Claim, new: Claim, told: Mapping[str, Told]) -> list[str]:
    """Return what two claims about the same parties have in common and what not."""
    return list(dict.fromkeys(_signs(kept, new, told[kept.id], told[new.id])))


def _signs(kept: Claim, new: Claim, before: Told, here: Told) -> Iterator[str]:
    yield from ("bias", f"type={new.type}", f"titles={before.title:d}{here.title:d}")
    gap = abs(here.sentence - before.sentence)
    yield f"gap={next((name for limit, name in DISTANCES if gap < limit), 'far')}"
    relations = [(name, _relation(getattr(kept, name), getattr(new, name))) for name in VALUES]
    for name, relation in relations:
        yield from (f"{name}={relation}", f"{new.type}:{name}={relation}")
    differs = any(r == "differ" for _, r in relations)
    yield f"differs={differs:d}:{any(r == 'same' for _, r in relations):d}:{any(r == 'new' for _, r in relations):d}"
    moved = kept.status != new.status
    yield from (f"moved={moved:d}", f"stages={kept.status}>{new.status}", f"moved={moved:d}:{differs:d}")
    for side, way in (("a", before), ("b", here)):
        yield f"{side}:p={min(int(way.score * 5), 4)}"
        yield from (f"{side}:{s}" for s in way.signs if s in TELLING)


TELLING = frozenset(("absent=0", "absent=1", "absent=2", "framed", "unframed", "more"))


def _relation(a: object, b: object) -> str:
    if a is None or b is None:
        return "none" if a is b else "new" if a is None else "gone"
    bounds = ("low", "high") if hasattr(a, "low") else ("start", "end") if hasattr(a, "start") else ()
    same = all(getattr(a, x) == getattr(b, x) for x in bounds) if bounds else a == b
    return "same" if same else "differ"
