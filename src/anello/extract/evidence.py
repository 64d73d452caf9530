"""What the words beside a name and inside it say about its kind.

In: tokens, the place of a name, the name words. Out: votes. Promise: weights are set here in one table; no vote means
no evidence, not a decision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from anello.extract.morphology import base_form, is_cyrillic, name_class, nominative
from anello.extract.nametokens import DOMAIN, Token
from anello.extract.namewords import NameWords, holds

STRONG, CLEAR, FAIR, WEAK = 3.0, 2.0, 1.0, 0.4
APPOSITION = 6
"""Words after a comma among which the noun that explains a name is looked for."""
SLUG_WITHIN = 40
MODEL = re.compile(r"[A-Z]{1,4}-?\d")
DASHES = ("-", "–", "—")
AGE = re.compile(r",\s\d{2},")
PERSON_LENGTH = (2, 3, 4)


class Votes(dict[str, float]):
    """How much speaks for each kind of name."""

    def __missing__(self, kind: str) -> float:
        return 0.0

    def join(self, others: Votes, share: float = 1.0) -> None:
        """Add the votes of another place of the same name."""
        for kind, weight in others.items():
            self[kind] += weight * share


def add_votes(votes: Votes, text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords) -> None:
    """Add what speaks for each kind at this place."""
    if _is_slug(text, tokens[first].start, tokens[last - 1].end):
        votes["outlet"] += STRONG
    _before(votes, text, tokens, first, words)
    _after(votes, text, tokens, last, words)
    if last - first == 1 and _places_a_firm(text, tokens, first, words):
        votes["place"] += FAIR


def _places_a_firm(text: str, tokens: Sequence[Token], first: int, words: NameWords) -> bool:
    """Tell whether a name stands between an article and the noun of a firm: "the Somerset chilled-meals maker"."""
    if first == 0 or tokens[first - 1].low not in words.definite or tokens[first].possessive:
        return False
    for i in range(first + 1, min(first + PLACED + 1, len(tokens))):
        if (
            text[tokens[i - 1].end : tokens[i].start] != " "
            or not tokens[i].text.islower()
            or tokens[i].low in words.stop
        ):
            return False
        if holds(words.roles, tokens[i].text):
            return True
    return False


PLACED = 3
"""Words behind a place among which the noun of the firm stands."""


def _is_slug(text: str, start: int, end: int) -> bool:
    """Tell whether a name in brackets opens a paragraph and a dash follows: the slug of a wire."""
    near = max(start - SLUG_WITHIN, 0)
    if text[start - 1 : start] != "(" or text[end : end + 1] != ")" or not (near == 0 or "\n" in text[near:start]):
        return False
    return text[end + 1 : end + 4].strip()[:1] in DASHES


def inside_votes(group: Sequence[str], words: NameWords) -> Votes:
    """Return what the words of a name say of its kind; they count once, however often the name stands in the text."""
    votes = Votes()
    _inside(votes, group, words)
    return votes


def _inside(votes: Votes, group: Sequence[str], words: NameWords) -> None:
    tail, folded = group[-1], [_fold(w) for w in group]
    if words.is_legal(tail) or words.is_legal(group[0]) or (len(group) > 1 and words.ends_firm(tail)):
        votes["organisation"] += STRONG
    elif len(group) > 1 and (folded[-1] in words.place_words or folded[0] in words.place_words):
        votes["place"] += STRONG
    elif len(group) > 1 and words.sounds_corporate(group):
        votes["organisation"] += CLEAR
    elif any(DOMAIN.search(w) for w in group) or (len(group) == 1 and tail.isupper()):
        votes["organisation"] += FAIR
    elif any(c.isdigit() for c in tail):
        votes["product"] += CLEAR if len(group) > 1 or MODEL.match(tail) else WEAK
    else:
        _inside_person(votes, group, folded, words)


def _inside_person(votes: Votes, group: Sequence[str], folded: Sequence[str], words: NameWords) -> None:
    if len(group) in PERSON_LENGTH and folded[0] in words.first_names:
        votes["person"] += STRONG
    elif len(group) in PERSON_LENGTH and any(len(w.rstrip(".")) == 1 for w in group[:-1]) and group[0] != "&":
        votes["person"] += CLEAR
    elif len(group) == 1 and folded[0] in words.first_names:
        votes["person"] += FAIR
    if not is_cyrillic(group[0]):
        return
    classes = [name_class(w) for w in group]
    if "given" in classes or (len(group) > 1 and "surname" in classes):
        votes["person"] += CLEAR
    elif classes[0] == "place":
        votes["place"] += CLEAR
    elif classes[0] == "surname":
        votes["person"] += FAIR


def _fold(word: str) -> str:
    return nominative(word).casefold() if is_cyrillic(word) else word.casefold()


def _before(votes: Votes, text: str, tokens: Sequence[Token], first: int, words: NameWords) -> None:
    if first == 0 or text[tokens[first - 1].end : tokens[first].start].strip(" \u00a0.«\"“„'’"):
        return
    at = first - 1
    while at > 0 and tokens[at].low in words.articles:
        at -= 1
    near = base_form(tokens[at].low)
    two = f"{base_form(tokens[at - 1].low)} {tokens[at].low}" if at > 0 else near
    if holds(words.outlet_roles, near):
        votes["outlet"] += CLEAR
    if near in words.product_before or two in words.product_before:
        votes["product"] += STRONG
    elif holds(words.roles, near):
        votes["organisation"] += CLEAR
    elif holds(words.titles, near):
        person = not is_cyrillic(near) or _may_be_person(tokens, first, votes)
        votes["person" if person else "organisation"] += CLEAR
    elif near in words.organisation_before or two in words.organisation_before:
        votes["organisation"] += FAIR
    elif tokens[first - 1].low in words.place_before:
        stake = any(holds(words.stake_words, t.text) for t in tokens[max(first - 5, 0) : first - 1])
        votes["place"] += 0.0 if stake else FAIR + WEAK / 2


def _may_be_person(tokens: Sequence[Token], first: int, votes: Votes) -> bool:
    """Tell whether a name after a title can be its bearer, where the genitive of a firm can stand there as well."""
    word = tokens[first].text
    if word.isupper() and len(word) > 1:
        return False
    more = first + 1 < len(tokens) and tokens[first + 1].text[0].isupper() and is_cyrillic(word)
    return more or name_class(word) in ("given", "surname")


def _after(votes: Votes, text: str, tokens: Sequence[Token], last: int, words: NameWords) -> None:
    if last >= len(tokens):
        return
    gap = text[tokens[last - 1].end : tokens[last].start]
    near = tokens[last]
    if tokens[last - 1].possessive or gap.strip(' \u00a0»”"') == "":
        if holds(words.product_words, near.text):
            votes["product"] += CLEAR
        elif holds(words.organisation_after, near.text):
            votes["organisation"] += FAIR
        elif holds(words.speech, near.text):
            votes["person"] += WEAK
    elif "," in gap:
        _apposition(votes, text, tokens, last, words)
    elif gap.strip() == "(" and holds(words.roles, near.text):
        votes["organisation"] += FAIR


def _apposition(votes: Votes, text: str, tokens: Sequence[Token], last: int, words: NameWords) -> None:
    """Read what explains a name after a comma: "X, a maker of ...", "X, chief executive of ...", "X, 45, ..."."""
    if AGE.match(text, tokens[last - 1].end):
        votes["person"] += CLEAR
        return
    near = tokens[last]
    if near.known is not None:
        if near.known.kind in ("state", "place"):
            votes["place"] += FAIR
        return
    if holds(words.person_after, near.text):
        votes["person"] += FAIR + WEAK
    for i in range(last, min(last + APPOSITION, len(tokens))):
        if i > last and text[tokens[i - 1].end : tokens[i].start].strip(" \u00a0-'’"):
            return
        if holds(words.titles, tokens[i].text):
            votes["person"] += CLEAR
            return
        if holds(words.roles, tokens[i].text):
            explained = i == last or tokens[last].low in words.articles or is_cyrillic(near.text)
            votes["organisation"] += CLEAR if explained else 0.0
            return


def kind_of(name: str, votes: Votes, words: NameWords) -> str:
    """Return the kind that the votes give; a name without any vote is taken for a firm."""
    best = max(votes.items(), key=lambda v: (v[1], v[0]), default=("organisation", 0.0))
    return best[0] if best[1] > 0 else "organisation"
