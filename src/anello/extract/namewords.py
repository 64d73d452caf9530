"""What the language packs know about names, compiled for look-up.

In: a language code. Out: `NameWords`. Promise: compiled once a process. What tells a person from a firm is shared by
all packs (a first name, a legal form or "bank" in a name mean the same in any article); a common word is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from anello.extract.morphology import base_form, is_cyrillic
from anello.extract.wordlists import is_listed_word, is_noun_word
from anello.lang import load, pack_codes


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """The name words of one language, folded to lower case but for `legal`.

    `organisation_words` end the name of a firm, `organisation_parts` occur in one; `heads` are organisation nouns that
    take `joiners` ("Bank of ..."), `firm_heads` are nouns that firms are called by ("Болховский завод",
    "Metallwerk"), `particles` stand
    inside any name. `roles` and `titles` stand beside a name. `dictionary` and `capital_nouns` name the languages whose
    dictionaries tell common words, the latter where all nouns have a capital; `measures` begin no name there,
    and `bare_before` are the words after which two nouns in a row are a name. `definite` are the articles of a
    certain one; `unit_words` are nouns of a part of a firm; `before_both` are
    verbs behind which two parties follow side by side; `family_before` and `family_after` make a family of a
    surname.
    """

    code: str
    first_names: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    outlet_roles: frozenset[str]
    organisation_words: frozenset[str]
    organisation_parts: frozenset[str]
    place_words: frozenset[str]
    product_words: frozenset[str]
    heads: frozenset[str]
    firm_heads: frozenset[str]
    legal: frozenset[str]
    particles: frozenset[str]
    joiners: frozenset[str]
    stop: frozenset[str]
    common: frozenset[str]
    speech: frozenset[str]
    elisions: frozenset[str]
    articles: frozenset[str]
    organisation_before: frozenset[str]
    organisation_after: frozenset[str]
    person_after: frozenset[str]
    place_before: frozenset[str]
    product_before: frozenset[str]
    stake_words: frozenset[str]
    generic_tails: frozenset[str]
    not_names: frozenset[str]
    dictionary: frozenset[str]
    capital_nouns: frozenset[str]
    measures: frozenset[str]
    bare_before: frozenset[str]
    definite: frozenset[str]
    unit_words: frozenset[str]
    before_both: frozenset[str]
    family_before: frozenset[str]
    family_after: frozenset[str]

    def is_strange(self, word: str) -> bool:
        """Tell whether the language's dictionary, where the pack names one, does not list a word."""
        return bool(self.dictionary) and not is_listed_word(word, self.dictionary)

    def is_noun(self, word: str) -> bool:
        """Tell whether a word is a common noun where the language writes all nouns with a capital."""
        return (
            bool(self.capital_nouns)
            and word[1:].islower()
            and word.casefold() not in self.first_names
            and not self.ends_firm(word)
            and (word.casefold().endswith(self.role_endings) or is_noun_word(word, self.capital_nouns))
        )

    def is_role(self, word: str) -> bool:
        """Tell whether a word is a role noun or ends in one: "Chipentwickler"."""
        return holds(self.roles, word) or word.casefold().endswith(self.role_endings)

    def heads_firm(self, word: str) -> bool:
        """Tell whether a noun is what firms are called by: "Metallwerk", "Kantonalbank"; not "Großbank"."""
        return word.casefold().endswith(tuple(self.firm_heads)) and not holds(self.roles, word)

    @property
    def role_endings(self) -> tuple[str, ...]:
        """The role nouns that end a compound: "Chipentwickler", "Windparkfirma"."""
        return role_endings(self.roles)

    def is_foreign(self, word: str) -> bool:
        """Tell whether a word in Latin letters stands in a text of another alphabet, where only names do."""
        return writes_cyrillic(self.stop) and word.isascii() and word.isalpha()

    def is_legal(self, word: str) -> bool:
        """Tell whether a word is a legal form, with or without its last dot."""
        return word in self.legal or word + "." in self.legal

    def ends_firm(self, word: str) -> bool:
        """Tell whether a word ends the name of an organisation and of nothing else."""
        return holds(self.organisation_words, word) or self.is_legal(word)

    def sounds_corporate(self, names: Iterable[str]) -> bool:
        """Tell whether any word of a name belongs to an organisation."""
        return any(self.ends_firm(w) or holds(self.organisation_parts, w) for w in names)


def holds(lexicon: frozenset[str], word: str) -> bool:
    """Tell whether a lexicon has a word, in any of its forms where the language inflects."""
    low = word.casefold()
    return low in lexicon or (is_cyrillic(low) and base_form(low) in lexicon)


@cache
def role_endings(roles: frozenset[str]) -> tuple[str, ...]:
    """Return the role nouns long enough to be told at the end of a longer word."""
    return tuple(sorted(r for r in roles if len(r) > SHORT_ROLE))


SHORT_ROLE = 4


@cache
def writes_cyrillic(stop: frozenset[str]) -> bool:
    """Tell from its small words whether a language is written in Cyrillic letters."""
    return any(is_cyrillic(word) for word in stop)


SHARED = frozenset(("first_names", "organisation_words", "organisation_parts", "place_words", "legal", "generic_tails"))
"""The lists that all packs share: they are read inside the name itself, and names cross languages."""

EXACT = frozenset({"legal"})


@cache
def name_words(code: str) -> NameWords:
    """Return the compiled name words of a language."""
    return NameWords(code, **{key: _words(code, key) for key in NameWords.__dataclass_fields__ if key != "code"})


def _words(code: str, key: str) -> frozenset[str]:
    codes = pack_codes() if key in SHARED else (code,)
    found = (str(word) for c in codes for word in load(c).names.get(key, ()))
    return frozenset(found) if key in EXACT else frozenset(w.casefold() for w in found)
