"""Spokesmen: whether a person speaks for a party, by what the text says beside the name.

In: a passage, a name, the spellings of parties. Out: the spelling beside the name, or None. Promise: a title must stand
between or beside the two ("Acme chief executive Ann Lee", "Ann Lee, head of Acme", "the head of Acme, Ann Lee"); a
comma parts them otherwise, and an analyst speaks for nobody. The titles are those of the language packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from anello.lang import load, pack_codes

WORDS_BETWEEN = 5


def find_employer(passage: str, person: str, firms: Iterable[str], language: str) -> str | None:
    """Return which of the firms a person speaks for according to the passage.

    >>> find_employer("Acme pays more, Acme chief executive Ann Lee said.", "Ann Lee", ["Acme"], "en")
    'Acme'
    >>> find_employer("Acme pays more, Senator Ann Lee said.", "Ann Lee", ["Acme"], "en") is None
    True
    """
    titles = _titles(language)
    at = passage.find(person)
    if at < 0 or titles is None:
        return None
    before, after = passage[:at], passage[at + len(person) :]
    for firm in sorted(set(firms), key=lambda name: (-len(name), name)):
        if any(titles.search(found) for found in _between(before, after, firm)):
            return firm
    return None


def _between(before: str, after: str, firm: str) -> Iterable[str]:
    """Yield the words that tie a firm to a name, where a title may stand among them."""
    few = rf"(?:\w[\w'’.-]*\s+){{1,{WORDS_BETWEEN}}}"
    name = re.escape(firm)
    for pattern, side in (
        (rf"(?<!\w){name}(?:['’]s)?[\s-]+({few})$", before),
        (rf"({few}){name}[»”\"]?,?\s+$", before),
        (rf"^,\s+((?:\w[\w'’.-]*\s+){{1,{WORDS_BETWEEN}}}[«“\"]?){name}(?!\w)", after),
    ):
        found = re.search(pattern, side)
        if found is not None:
            yield found.group(1)


@cache
def _titles(language: str) -> re.Pattern[str] | None:
    if language not in pack_codes():
        return None
    pack = load(language)
    neutral = {word.rstrip("*") for word in pack.sources.get("analyst", ())}
    words = sorted({t for t in pack.names.get("titles", ()) if t not in neutral}, key=lambda t: (-len(t), t))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE) if words else None
