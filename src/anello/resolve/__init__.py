"""Names to parties: which mentions are one party, and which only look alike.

In: claims with mentions, the directory of names, stored verdicts of users. Out: a `Resolution`: parties, the party of
each mention id, and verdicts. Promise: the order of claims does not matter; directory ids stand as given; unknown
names meet where they are spelt the same but for case, accents, script, legal form or the order of words, and never
across two legal forms; a resemblance gives an "unsure" verdict with score and reasons and never merges; a user's
"same" or "different" is honoured, and a later verdict on the same pair takes it back. A person is never merged with a
company, a unit keeps its own party and names its parent. See docs/parties.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from anello.lang.directory import Directory, Entry
from anello.lang.transliteration import fold
from anello.model import Claim, Mention, Party, Verdict
from anello.resolve.asking import compare_parties, joins_of
from anello.resolve.comparing import AUTHOR, Named, compare_names
from anello.resolve.grouping import Forest, Seen, group_mentions
from anello.resolve.wording import plain_name

__all__ = ["AUTHOR", "Named", "Resolution", "compare_names", "plain_name", "resolve"]

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


def resolve(claims: Iterable[Claim], directory: Directory, verdicts: Iterable[Verdict] = ()) -> Resolution:
    """Return the parties that the claims name.

    Users' verdicts name mention ids, party ids or names, two at a time; the last one on a pair counts, and "unsure" by
    a user cancels what was said before. A "same" that contradicts a "different" is not applied and comes back unsure.
    """
    stored = tuple(verdicts)
    seen = gather_mentions(claims, directory)
    said = latest_verdicts(stored, seen)
    forest, refused = group_mentions(seen, said)
    found = _compared(forest, directory)
    groups = forest.names()
    parties = _parties(groups, seen, directory)
    firm = [pair for pair, verdict in said.items() if verdict != "unsure"]
    spoken = {frozenset(groups.get(side, side) for side in pair) for pair in firm}
    _add_parents(parties, directory)
    asked = tuple(_questions(found, groups, spoken))
    party_of = MappingProxyType({mention: groups[mention] for mention in sorted(groups)})
    return Resolution(tuple(parties[i] for i in sorted(parties)), party_of, (*stored, *refused, *asked))


def _compared(forest: Forest, directory: Directory) -> list[Verdict]:
    """Join the groups whose names are surely one, and return all verdicts, with a mention id on either side."""
    groups = forest.names()
    head = {party: forest.find(mention) for mention, party in groups.items()}
    found = compare_parties(_parties(groups, forest.seen, directory), directory)
    for left, right in joins_of(found):
        forest.join(head[left], head[right])
    return [Verdict(head[v.left], head[v.right], v.verdict, v.score, v.reasons, v.author) for v in found]


def _questions(found: Iterable[Verdict], groups: Mapping[str, str], spoken: set[frozenset[str]]) -> Iterator[Verdict]:
    """Yield the open pairs of parties by id, each once with its best score, unless a user has spoken of it."""
    best: dict[tuple[str, str], Verdict] = {}
    for verdict in found:
        left, right = sorted((groups[verdict.left], groups[verdict.right]))
        if verdict.verdict != "different" and left != right and frozenset((left, right)) not in spoken:
            best.setdefault((left, right), verdict)
    for (left, right), verdict in sorted(best.items()):
        yield Verdict(left, right, "unsure", verdict.score, verdict.reasons, AUTHOR)


def gather_mentions(claims: Iterable[Claim], directory: Directory) -> dict[str, Seen]:
    """Collect mentions by id, persons apart; only what a mention is matters, not how often it comes."""
    mentions: dict[str, set[Mention]] = defaultdict(set)
    for claim in claims:
        for named in claim.roles.values():
            for mention in named:
                mentions[mention.id].add(mention)
    out: dict[str, Seen] = {}
    for mention_id in sorted(mentions):
        people = {m for m in mentions[mention_id] if m.kind == "person"}
        others = mentions[mention_id] - people
        if others:
            out[mention_id] = _seen(mention_id, others, directory)
        if people:
            out[PERSON + mention_id if others else mention_id] = _seen(mention_id, people, directory)
    return out


def _seen(mention_id: str, mentions: set[Mention], directory: Directory) -> Seen:
    kinds = frozenset(m.kind for m in mentions)
    names = frozenset(m.name for m in mentions)
    key = plain_name(min(names, key=_plainness)) or mention_id
    entry = directory.entries.get(mention_id) if any(m.known for m in mentions) else None
    if entry is None:
        entry = _listed(sorted(names), "person" in kinds, directory)
    spelt = names | {m.text for m in mentions if _spells(m, entry, key, directory)}
    return Seen(key, entry, spelt, kinds)


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


def latest_verdicts(verdicts: Sequence[Verdict], seen: Mapping[str, Seen]) -> dict[tuple[str, str], str]:
    """Return what users said last of each pair of mention ids."""
    by_name = _by_name(seen)
    said: dict[tuple[str, str], str] = {}
    for verdict in verdicts:
        if verdict.author == AUTHOR:
            continue
        sides = (verdict.left, verdict.right)
        left, right = sorted(side if side in seen else by_name.get(fold(side), side) for side in sides)
        if left != right:
            said[left, right] = verdict.verdict
    return said


def mention_of(side: str, seen: Mapping[str, Seen]) -> str:
    """Return the mention id that a side of a verdict means, itself where nothing bears that name."""
    return side if side in seen else _by_name(seen).get(fold(side), side)


def _by_name(seen: Mapping[str, Seen]) -> dict[str, str]:
    """Return the mention id of each folded name; of two that share a name the first by id."""
    by_name: dict[str, str] = {}
    for mention_id in sorted(seen, reverse=True):
        for name in (*sorted(seen[mention_id].names), seen[mention_id].key):
            by_name[fold(name)] = mention_id
        entry = seen[mention_id].entry
        if entry is not None and entry.id not in seen:
            by_name[fold(entry.id)] = mention_id
    return by_name


def _parties(groups: Mapping[str, str], seen: Mapping[str, Seen], directory: Directory) -> dict[str, Party]:
    members: dict[str, list[Seen]] = defaultdict(list)
    for mention_id in sorted(groups):
        members[groups[mention_id]].append(seen[mention_id])
    return {party: _party(party, found, directory) for party, found in members.items()}


def _party(party: str, seen: Sequence[Seen], directory: Directory) -> Party:
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
