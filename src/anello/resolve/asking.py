"""Pairs of parties whose names are alike: which join by themselves, and which are worth a question.

In: the groups made so far, with their names. Out: verdicts of `compare_names`, one a pair. Promise: near-linear: only
names that share a word, a sound, a beginning, an end or initials are compared, and nothing that too many share; the
order of input does not matter; a join never brings together two groups that were found different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations

from anello.lang.directory import Directory
from anello.model import Party, Verdict
from anello.resolve.aligning import initials_of, nearness
from anello.resolve.comparing import Named, compare_names
from anello.resolve.people import parts_of
from anello.resolve.wording import consonants_of, plain_name, sound_of, wording_of

BLOCK = 50
"""A word shared by more names than this ("bank") says nothing, and comparing all of them would be quadratic."""

NEARLY = 0.8
"""How alike two names must be that share no more than their beginning or their end."""

COMMON = 0.9
"""The score left to a name that is not listed and looks like a listed one that others share."""

BEGIN = 4
"""Letters at the beginning and at the end of a name that bring it into one block."""


def compare_parties(parties: Mapping[str, Party], directory: Directory) -> list[Verdict]:
    """Return the verdicts on all pairs that are alike at all, by score, the best first; `left` and `right` are ids.

    Two parties that the directory lists are not compared: it has decided.
    """
    pairs = _pairs(parties, _keys)
    joined = {party.id: plain_name(party.name).replace(" ", "") for party in parties.values()}
    edges = _pairs(parties, _edges) - pairs
    pairs |= {(a, b) for a, b in edges if nearness(joined[a], joined[b]) >= NEARLY}
    found = [verdict for pair in sorted(pairs) if (verdict := _compare(pair, parties, directory))]
    return sorted(found, key=lambda verdict: (-verdict.score, verdict.left, verdict.right))


def _compare(pair: tuple[str, str], parties: Mapping[str, Party], directory: Directory) -> Verdict | None:
    a, b = (parties[party] for party in pair)
    if (a.known and b.known) or (a.kind == "person") != (b.kind == "person"):
        return None
    listed = directory if a.known or b.known else None
    verdict = compare_names(Named(a.name, a.kind), Named(b.name, b.kind), listed)
    word, score, reasons = verdict.verdict, verdict.score, verdict.reasons
    if word == "same" and any(_is_common(party, directory) for party in (a, b)):
        word, score, reasons = "unsure", COMMON, (*reasons, "the listed one bears a name that others bear too")
    return Verdict(*pair, word, score, reasons, verdict.author)


def _is_common(party: Party, directory: Directory) -> bool:
    """Tell whether a listed party bears a name that others bear too."""
    return party.known and party.id in directory.entries and directory.entries[party.id].ambiguous


def joins_of(verdicts: Collection[Verdict]) -> Iterator[tuple[str, str]]:
    """Yield the pairs to join, the surest first.

    A name that is the same as two others which are not the same as each other joins neither: nobody knows which it is.
    """
    doubtful = {frozenset((v.left, v.right)) for v in verdicts if v.verdict != "same"}
    torn = _torn(verdicts, doubtful)
    group: dict[str, frozenset[str]] = {}
    for verdict in verdicts:
        if verdict.verdict != "same" or verdict.left in torn or verdict.right in torn:
            continue
        one, other = (group.get(side, frozenset((side,))) for side in (verdict.left, verdict.right))
        if one == other or any(frozenset((a, b)) in doubtful for a in one for b in other):
            continue
        group.update(dict.fromkeys(one | other, one | other))
        yield verdict.left, verdict.right


def _torn(verdicts: Iterable[Verdict], doubtful: Collection[frozenset[str]]) -> set[str]:
    near: dict[str, set[str]] = defaultdict(set)
    for verdict in verdicts:
        if verdict.verdict == "same":
            near[verdict.left].add(verdict.right)
            near[verdict.right].add(verdict.left)
    return {name for name, others in near.items() if any(frozenset(p) in doubtful for p in combinations(others, 2))}


def _pairs(parties: Mapping[str, Party], keys_of: Callable[[str, bool], set[str]]) -> set[tuple[str, str]]:
    """Return the pairs of parties that share a key, and none for a key that too many share."""
    blocks: dict[str, set[str]] = defaultdict(set)
    for party in parties.values():
        for key in keys_of(party.name, party.kind == "person"):
            blocks[key].add(party.id)
    pairs: set[tuple[str, str]] = set()
    for block in blocks.values():
        if len(block) <= BLOCK:
            pairs.update(combinations(sorted(block), 2))
    return pairs


def _keys(name: str, person: bool) -> set[str]:
    """Return what a name shares with names that are like it."""
    if person:
        parts = parts_of(name)
        return {f"p{sound_of(part)}" for part in parts if len(part) > 2} | {f"p={''.join(sorted(''.join(parts)))}"}
    wording = wording_of(name)
    keys = {word.text for word in wording.words if len(word.text) > 2}
    keys |= {f"~{word.sound}" for word in wording.words if len(word.sound) > 2}
    keys |= {f"^{skeleton}" for word in wording.words if len(skeleton := consonants_of(word.sound)) > 3}
    keys |= {f"|{word.stem}" for word in wording.words if word.stem}
    keys.add(f"={plain_name(name).replace(' ', '')}")
    return keys | ({f"={initials_of(wording.plain)}"} if len(wording.plain) > 1 else set())


def _edges(name: str, person: bool) -> set[str]:
    """Return the beginning and the end of a name, which a slip within it leaves as they are."""
    joined = plain_name(name).replace(" ", "")
    return set() if person else {f"{joined[:BEGIN]}*", f"*{joined[-BEGIN:]}"}
