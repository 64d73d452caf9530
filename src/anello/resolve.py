"""Names to parties: which mentions are one party, and which only look alike.

In: claims with mentions, the directory of names, stored verdicts of users. Out: a `Resolution`: parties, the party of
each mention id, and verdicts. Promise: the order of claims does not matter; directory ids stand as given; unknown
names meet only where their plain form (case, accents, script, legal form) is the same; a resemblance gives an "unsure"
verdict with score and reasons and never merges; a user's "same" or "different" is honoured, and a later verdict on the
same pair takes it back. A person is never merged with a company, a unit keeps its own party and names its parent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from types import MappingProxyType

from anello.lang.directory import Directory, Entry
from anello.lang.transliteration import fold, slug
from anello.model import Claim, Mention, Party, Verdict

AUTHOR = "resolve/1"
ALIKE = 0.86
"""Resemblance from which two names are worth a question; below it pairs are chance (seen on directory names)."""

BLOCK = 50
"""A word shared by more names than this ("bank") says nothing, and comparing all of them would be quadratic."""

KIND_ORDER = ("organisation", "fund", "regulator", "state", "outlet", "project", "product", "place", "person")
PERSON = "person:"
"""Prefix in `party_of` for a person whose mention id is also the id of something that is no person."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Parties sorted by id; the party id of each mention id; stored and proposed verdicts.

    Where a person and a company share a mention id, the person stands in `party_of` under `person:<id>`.
    """

    parties: tuple[Party, ...]
    party_of: Mapping[str, str]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """All mentions that share one id and nature, gathered."""

    key: str
    entry: Entry | None
    names: frozenset[str]
    kinds: frozenset[str]


def resolve(claims: Iterable[Claim], directory: Directory, verdicts: Iterable[Verdict] = ()) -> Resolution:
    """Return the parties that the claims name.

    Users' verdicts name mention ids, party ids or names, two at a time; the last one on a pair counts, and "unsure" by
    a user cancels what was said before. A "same" that contradicts a "different" is not applied and comes back unsure.
    """
    stored = tuple(verdicts)
    seen = _gather(claims, directory)
    said = _latest(stored, seen)
    groups, refused = _group(seen, said)
    members = _members(groups)
    parties = {party: _party(party, [seen[m] for m in ids], directory) for party, ids in members.items()}
    _add_parents(parties, directory)
    asked = tuple(_alike(parties, {frozenset(groups.get(side, side) for side in pair) for pair in said}))
    party_of = MappingProxyType({mention: groups[mention] for mention in sorted(groups)})
    return Resolution(tuple(parties[i] for i in sorted(parties)), party_of, (*stored, *refused, *asked))


def plain_name(name: str) -> str:
    """Return the key under which unknown names meet: folded, without legal forms at either end.

    >>> plain_name("ООО «Ромашка»") == plain_name("Romashka")
    True
    """
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _legal_forms():
        words.pop()
    while len(words) > 1 and words[0] in _legal_forms():
        words.pop(0)
    return " ".join(words)


@cache
def _legal_forms() -> frozenset[str]:
    text = (files("anello.lang.directory") / "legal_forms.txt").read_text(encoding="utf-8")
    return frozenset(fold(line).replace(" ", "") for line in text.splitlines() if line)


def _gather(claims: Iterable[Claim], directory: Directory) -> dict[str, _Seen]:
    """Collect mentions by id, persons apart; only what a mention is matters, not how often it comes."""
    mentions: dict[str, set[Mention]] = defaultdict(set)
    for claim in claims:
        for named in claim.roles.values():
            for mention in named:
                mentions[mention.id].add(mention)
    out: dict[str, _Seen] = {}
    for mention_id in sorted(mentions):
        people = {m for m in mentions[mention_id] if m.kind == "person"}
        others = mentions[mention_id] - people
        if others:
            out[mention_id] = _seen(mention_id, others, directory)
        if people:
            out[PERSON + mention_id if others else mention_id] = _seen(mention_id, people, directory)
    return out


def _seen(mention_id: str, mentions: set[Mention], directory: Directory) -> _Seen:
    kinds = frozenset(m.kind for m in mentions)
    names = frozenset(m.name for m in mentions)
    key = plain_name(min(names, key=_plainness)) or mention_id
    entry = directory.entries.get(mention_id) if any(m.known for m in mentions) else None
    if entry is None:
        entry = _listed(sorted(names), "person" in kinds, directory)
    spelt = names | {m.text for m in mentions if _spells(m, entry, key, directory)}
    return _Seen(key, entry, spelt, kinds)


def _listed(names: Sequence[str], person: bool, directory: Directory) -> Entry | None:
    """Return the unambiguous entry of the same nature that bears one of the names."""
    for name in names:
        entry = directory.find_entry(name)
        if entry is not None and not entry.ambiguous and (entry.kind == "person") == person:
            return entry
    return None


def _spells(mention: Mention, entry: Entry | None, key: str, directory: Directory) -> bool:
    """Tell whether the text of a mention is a spelling of the name and not a description or a pronoun."""
    if entry is None:
        return plain_name(mention.text) == key
    found = directory.find_entry(mention.text)
    return found is not None and found.id == entry.id


def _plainness(name: str) -> tuple[bool, bool, int, str]:
    return (name.isupper() and len(name) > 4, name.islower(), len(name), name)


def _latest(verdicts: Sequence[Verdict], seen: Mapping[str, _Seen]) -> dict[tuple[str, str], str]:
    """Return what users said last of each pair of mention ids."""
    by_name: dict[str, str] = {}
    for mention_id in sorted(seen, reverse=True):
        for name in (*sorted(seen[mention_id].names), seen[mention_id].key):
            by_name[fold(name)] = mention_id
        entry = seen[mention_id].entry
        if entry is not None and entry.id not in seen:
            by_name[fold(entry.id)] = mention_id
    said: dict[tuple[str, str], str] = {}
    for verdict in verdicts:
        if verdict.author == AUTHOR:
            continue
        sides = (verdict.left, verdict.right)
        left, right = sorted(side if side in seen else by_name.get(fold(side), side) for side in sides)
        if left != right:
            said[left, right] = verdict.verdict
    return said


def _group(seen: Mapping[str, _Seen], said: Mapping[tuple[str, str], str]) -> tuple[dict[str, str], list[Verdict]]:
    """Return the party id of each mention id, and the users' verdicts that contradict one another."""
    forest = _Forest(seen, [pair for pair, verdict in said.items() if verdict == "different"])
    refused = [
        Verdict(left, right, "unsure", 0.5, ("a 'same' here contradicts a 'different'",), AUTHOR)
        for (left, right), verdict in sorted(said.items())
        if verdict == "same" and left in seen and right in seen and not forest.join(left, right)
    ]
    alike: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for mention_id, found in seen.items():
        label = f"\x1f{found.entry.id}" if found.entry else found.key
        alike[("person" in found.kinds, label)].append(mention_id)
    for ids in alike.values():
        _join_all(sorted(ids), forest)
    return forest.names(), refused


def _join_all(ids: Sequence[str], forest: _Forest) -> None:
    """Join each id to the first group of its name that no verdict forbids."""
    heads: list[str] = []
    for mention_id in ids:
        if not any(forest.join(head, mention_id) for head in heads):
            heads.append(mention_id)


class _Forest:
    """Groups of mention ids that grow by joining, except across a pair declared different."""

    def __init__(self, seen: Mapping[str, _Seen], apart: Iterable[tuple[str, str]]) -> None:
        self.seen = seen
        self.head = {mention_id: mention_id for mention_id in seen}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            self.apart[left].add(right)
            self.apart[right].add(left)

    def find(self, mention_id: str) -> str:
        while self.head[mention_id] != mention_id:
            self.head[mention_id] = self.head[self.head[mention_id]]
            mention_id = self.head[mention_id]
        return mention_id

    def join(self, left: str, right: str) -> bool:
        """Join two groups; False where one of their members was declared different from one of the other."""
        a, b = sorted((self.find(left), self.find(right)))
        if a == b:
            return True
        if any(other in self.head and self.find(other) == b for other in self.apart.get(a, ())):
            return False
        if ("person" in self.seen[a].kinds) != ("person" in self.seen[b].kinds):
            return False
        self.head[b] = a
        for other in self.apart.pop(b, set()):
            self.apart[a].add(other)
            self.apart[other].add(a)
        return True

    def names(self) -> dict[str, str]:
        """Return the party id of each mention id: a directory id where the group has one, else a slug of the name."""
        groups: dict[str, list[str]] = defaultdict(list)
        for mention_id in sorted(self.seen):
            groups[self.find(mention_id)].append(mention_id)
        out: dict[str, str] = {}
        taken: set[str] = set()
        for ids in sorted(groups.values(), key=lambda ids: (not any(self.seen[i].entry for i in ids), ids)):
            party = self._name(ids, taken)
            taken.add(party)
            out.update(dict.fromkeys(ids, party))
        return out

    def _name(self, ids: Sequence[str], taken: set[str]) -> str:
        """Choose a free id: the listed one, else the shortest slug, else (declared different) a mention id."""
        listed = sorted({e.id for i in ids if (e := self.seen[i].entry)})
        slugs = sorted({slug(self.seen[i].key) for i in ids}, key=lambda s: (len(s), s))
        wishes = (*listed, *slugs, *(i.replace(":", "-") for i in ids))
        free = [wish for wish in wishes if wish not in taken]
        return free[0] if free else f"{wishes[0]}-{len(taken)}"


def _members(groups: Mapping[str, str]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for mention_id in sorted(groups):
        members[groups[mention_id]].append(mention_id)
    return members


def _party(party: str, seen: Sequence[_Seen], directory: Directory) -> Party:
    names = tuple(sorted({name for found in seen for name in found.names}))
    entry = directory.entries.get(party) if any(found.entry and found.entry.id == party for found in seen) else None
    if entry is not None:
        return Party(party, entry.name, entry.kind, names, entry.parent, True)
    kinds = {kind for found in seen for kind in found.kinds}
    kind = min(kinds, key=lambda k: (KIND_ORDER.index(k) if k in KIND_ORDER else len(KIND_ORDER), k))
    return Party(party, min(names, key=_plainness, default=party), kind, names)


def _add_parents(parties: dict[str, Party], directory: Directory) -> None:
    """Add the groups above the units, so that a parent always has a name."""
    waiting = [party.parent for party in parties.values() if party.parent]
    while waiting:
        parent = waiting.pop()
        entry = directory.entries.get(parent)
        if parent in parties or entry is None:
            continue
        parties[parent] = Party(parent, entry.name, entry.kind, (), entry.parent, True)
        if entry.parent:
            waiting.append(entry.parent)


def _alike(parties: Mapping[str, Party], said: set[frozenset[str]]) -> Iterator[Verdict]:
    """Yield an unsure verdict for each pair of names that look alike, unless a user has spoken."""
    pairs: set[tuple[str, str]] = set()
    for block in _blocks(parties).values():
        if len(block) <= BLOCK:
            pairs.update(combinations(sorted(block), 2))
    for left, right in sorted(pairs):
        a, b = parties[left], parties[right]
        if (a.known and b.known) or (a.kind == "person") != (b.kind == "person") or frozenset((left, right)) in said:
            continue
        score, reasons = _compare(plain_name(a.name), plain_name(b.name))
        if score >= ALIKE:
            yield Verdict(left, right, "unsure", round(score, 4), reasons, AUTHOR)


def _blocks(parties: Mapping[str, Party]) -> dict[str, set[str]]:
    blocks: dict[str, set[str]] = defaultdict(set)
    for party in parties.values():
        words = plain_name(party.name).split()
        for word in words:
            if len(word) > 2:
                blocks[word].add(party.id)
        joined = "".join(words)
        blocks[f"{joined[:4]}*"].add(party.id)
        blocks[f"*{joined[-4:]}"].add(party.id)
        blocks[f"={''.join(w[0] for w in words) if len(words) > 2 else joined}"].add(party.id)
    return blocks


def _compare(left: str, right: str) -> tuple[float, tuple[str, ...]]:
    """Return how much two plain names resemble each other, and in what."""
    from rapidfuzz import fuzz

    spelling = fuzz.token_sort_ratio(left, right) / 100
    a, b = set(left.split()), set(right.split())
    found = [(spelling, f"spelling {spelling:.2f}")]
    if a and b and (a < b or b < a):
        found.append((0.88, "one name holds the other"))
    if _initials(left) == right or _initials(right) == left:
        found.append((0.87, "initials of the other"))
    return max(score for score, _ in found), tuple(reason for score, reason in found if score >= ALIKE)


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""
