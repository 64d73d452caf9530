"""Mention ids that are one party: what users said, what the directory lists, what is spelt the same.

In: gathered mentions, the users' verdicts by pair of mention ids. Out: a `Forest` of groups. Promise: the order of
input does not matter; nothing joins across a pair declared different, nor a person with something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anello.lang.directory import Entry
from anello.lang.likeness import LegalForm, load_likeness
from anello.lang.transliteration import slug
from anello.model import Verdict
from anello.resolve.comparing import AUTHOR
from anello.resolve.wording import wording_of

CONTRADICTED = "a 'same' here contradicts a 'different'"
"""The reason of a user's verdict that is not honoured."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All mentions that share one id and nature, gathered; `key` is the plain form of the name."""

    key: str
    entry: Entry | None
    names: frozenset[str]
    kinds: frozenset[str]

    @property
    def person(self) -> bool:
        """Whether this is somebody and not something."""
        return "person" in self.kinds


class Forest:
    """Groups of mention ids that grow by joining, except across a pair declared different."""

    def __init__(self, seen: Mapping[str, Seen], apart: Iterable[tuple[str, str]]) -> None:
        self.seen = seen
        self._head = {mention_id: mention_id for mention_id in seen}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def find(self, mention_id: str) -> str:
        """Return the mention id that stands for the group of this one."""
        while self._head[mention_id] != mention_id:
            self._head[mention_id] = self._head[self._head[mention_id]]
            mention_id = self._head[mention_id]
        return mention_id

    def join(self, left: str, right: str) -> bool:
        """Join two groups; False where one of their members was declared different from one of the other."""
        a, b = sorted((self.find(left), self.find(right)))
        if a == b:
            return True
        if any(other in self._head and self.find(other) == b for other in self._apart.get(a, ())):
            return False
        if self.seen[a].person != self.seen[b].person:
            return False
        self._head[b] = a
        for other in self._apart.pop(b, set()):
            self._apart[a].add(other)
            self._apart[other].add(a)
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


def group_mentions(seen: Mapping[str, Seen], said: Mapping[tuple[str, str], str]) -> tuple[Forest, list[Verdict]]:
    """Return the groups that users and equal names make, and the users' verdicts that contradict one another."""
    forest = Forest(seen, [pair for pair, verdict in said.items() if verdict == "different"])
    refused = [
        Verdict(left, right, "unsure", 0.5, (CONTRADICTED,), AUTHOR)
        for (left, right), verdict in sorted(said.items())
        if verdict == "same" and left in seen and right in seen and not forest.join(left, right)
    ]
    alike: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for mention_id, found in seen.items():
        label = f"\x1f{found.entry.id}" if found.entry else found.key
        alike[(found.person, label)].append(mention_id)
    for (person, label), ids in alike.items():
        one_firm = person or label.startswith("\x1f")
        for part in [sorted(ids)] if one_firm else _of_one_form(sorted(ids), seen):
            _join_all(part, forest)
    return forest, refused


def _join_all(ids: Sequence[str], forest: Forest) -> None:
    """Join each id to the first group of its name that no verdict forbids."""
    heads: list[str] = []
    for mention_id in ids:
        if not any(forest.join(head, mention_id) for head in heads):
            heads.append(mention_id)


def _of_one_form(ids: Sequence[str], seen: Mapping[str, Seen]) -> list[list[str]]:
    """Divide mentions of one plain name by legal form: "X GmbH" and "X S.p.A." are two firms until somebody says no.

    A name without legal form goes with the only one there is, and with none of several.
    """
    forms = {i: _forms_of(seen[i]) for i in ids}
    bare = [i for i in ids if not forms[i]]
    parts: list[list[str]] = []
    for mention_id in ids:
        if forms[mention_id]:
            fits = [part for part in parts if all(_agree(forms[mention_id], forms[other]) for other in part)]
            if fits:
                fits[0].append(mention_id)
            else:
                parts.append([mention_id])
    return [sorted([*bare, *(parts[0] if parts else [])])] if len(parts) < 2 else [*parts, bare]


def _forms_of(found: Seen) -> tuple[LegalForm, ...]:
    known = load_likeness().legal_forms
    forms = {form for name in found.names for form in wording_of(name).forms}
    return tuple(known[form] for form in sorted(forms) if form in known)


def _agree(one: Sequence[LegalForm], other: Sequence[LegalForm]) -> bool:
    """Tell whether two sets of legal forms may be of one firm."""
    return any(
        a.group == b.group and (not a.countries or not b.countries or a.countries & b.countries)
        for a in one
        for b in other
    )
