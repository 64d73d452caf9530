"""Two firms of one name, told apart by what stands beside the name.

In: claims, the directory. Out: the same claims, in which a mention that cannot be the listed party has its own id.
Promise: only for names that others bear too (`Entry.ambiguous`), and only where an article gives the name a legal form
that is foreign to the listed party; then every mention of it in that article is the other one. Claims keep their ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from anello.lang.directory import Directory, Entry
from anello.lang.likeness import load_likeness
from anello.lang.transliteration import slug
from anello.model import Claim, Mention
from anello.resolve.wording import wording_of


def tell_apart(claims: Iterable[Claim], directory: Directory) -> tuple[Claim, ...]:
    """Return the claims with mentions of namesakes of listed parties under ids of their own.

    A user's `anello judge same` brings together what is told apart here wrongly.
    """
    found = tuple(claims)
    others: dict[tuple[str, str], Mention] = {}
    for claim in found:
        for mention in _mentions(claim):
            if _is_namesake(mention, directory):
                kept = others.setdefault((claim.article, mention.id), mention)
                others[claim.article, mention.id] = min(kept, mention, key=lambda m: (m.text, m.start))
    return tuple(_renamed(claim, others) for claim in found) if others else found


def foreign_forms(name: str, entry: Entry) -> tuple[str, ...]:
    """Return the legal forms in a name that no firm of the entry's country bears.

    >>> from anello.lang.directory import load_directory
    >>> foreign_forms("Delta Oyj", load_directory().entries["delta-air-lines"])
    ('oyj',)
    """
    known = load_likeness().legal_forms
    forms = sorted(form for form in wording_of(name).forms if form in known)
    return tuple(f for f in forms if entry.country and known[f].countries and entry.country not in known[f].countries)


def _is_namesake(mention: Mention, directory: Directory) -> bool:
    entry = directory.entries.get(mention.id) if mention.known else None
    return entry is not None and entry.ambiguous and bool(foreign_forms(mention.text, entry))


def _mentions(claim: Claim) -> Iterable[Mention]:
    return (mention for named in claim.roles.values() for mention in named)


def _renamed(claim: Claim, others: dict[tuple[str, str], Mention]) -> Claim:
    if not any((claim.article, mention.id) in others for mention in _mentions(claim)):
        return claim
    roles = {
        role: tuple(_as_other(mention, others.get((claim.article, mention.id))) for mention in named)
        for role, named in claim.roles.items()
    }
    return replace(claim, roles=roles)


def _as_other(mention: Mention, other: Mention | None) -> Mention:
    if other is None:
        return mention
    return replace(mention, name=other.text, id=slug(other.text), known=False)
