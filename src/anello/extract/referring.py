"""The learned reader of references: which party "the company", "its" or "die Düsseldorfer" means, if any.

In: placed sentences, an expression at its place. Out: the party that it means, or None. Promise: a log-linear choice
between "nobody" and the parties named before (Denis and Baldridge 2008), over named features, whose weights are a table
(`references.tsv`, made by `train/train_references.py`); never points forward; deterministic; the work for an expression
is bounded by the sentences looked back over.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from anello.extract.descriptors import Profiles, fit
from anello.extract.document import Entity, Sentence
from anello.extract.frames import DealWords, deal_words
from anello.extract.morphology import base_form, is_cyrillic
from anello.extract.namewords import NameWords, holds, name_words
from anello.extract.weighttables import read_table
from anello.model import Mention

LOOK_BACK = 6
"""Sentences before an expression in which a party is looked for; the title and the main parties come to them."""
MODIFIERS = 5
"""Words of a definite description behind its article."""
LONGEST = 10
LENIENCE = 0.7
"""What is taken off the score of nobody."""
KINDS = frozenset(("organisation", "fund", "project", "state", "regulator", "outlet", "person"))


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceModel:
    """Weights by feature; an expression means the party that scores higher than all others and than nobody."""

    weights: Mapping[str, float]

    def choose(self, nobody: Sequence[str], options: Sequence[Sequence[str]]) -> tuple[int, float] | None:
        """Return which option is likeliest and its probability, None where nobody is likelier."""
        scores = [sum(self.weights.get(name, 0.0) for name in row) for row in (nobody, *options)]
        scores[0] -= LENIENCE
        best = max(range(len(scores)), key=scores.__getitem__)
        if best == 0:
            return None
        top = scores[best]
        return best - 1, 1 / sum(math.exp(max(s - top, -30.0)) for s in scores)


@cache
def load_reference_model() -> ReferenceModel:
    """Return the model that is shipped with the package."""
    return ReferenceModel({name: int(weight) / 100 for name, weight in read_table("references.tsv")})


@dataclass(frozen=True, slots=True)
class Expression:
    """A stretch of words [first, last) that may mean a party; `how` says what brought it up."""

    first: int
    last: int
    how: str


@dataclass(frozen=True, slots=True)
class Option:
    """A party named before, at its nearest place: so many sentences back, the nth from here, its entity."""

    mention: Mention
    entity: Entity
    sentence: Sentence
    back: int
    rank: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article tells before its references are read: how often parties are named, and beside which words."""

    sentences: Sequence[Sentence]
    code: str
    counts: Mapping[str, int]
    profiles: Profiles
    mains: tuple[str, ...]


def expressions(sentence: Sentence, at: int, code: str, definite: frozenset[str]) -> Iterator[Expression]:
    """Yield the expressions that begin at a word: definite descriptions, and nouns where a language has no article."""
    names, words, lows = name_words(code), deal_words(code), sentence.lows()
    if not definite:
        if _is_noun_of_firm(lows[at], names):
            yield Expression(at, at + 1, "noun")
        return
    if lows[at] not in definite:
        return
    found = 0
    for i in range(at + 1, min(at + LONGEST, len(lows))):
        if lows[i] in ("'", "-"):
            continue
        owner = sentence.owner[i]
        named = sentence.entities[owner].mention if owner >= 0 else None
        if owner >= 0 and (named is None or named.kind not in ("place", "product", "state")):
            return
        if not lows[i][0].isalnum() or _is_small(lows[i], words) or found == MODIFIERS:
            return
        found += 1
        if owner < 0:
            yield Expression(at, i + 1, "definite")


def _is_small(low: str, words: DealWords) -> bool:
    return low in words.marks or low in words.relative or low in words.conjunctions or low in words.auxiliaries


@lru_cache(maxsize=20_000)
def _is_noun_of_firm(low: str, names: NameWords) -> bool:
    return holds(names.roles, low) or holds(names.titles, low) or base_form(low) in names.roles


def options_for(scene: Scene, number: int, at: int) -> list[Option]:
    """Return the parties named before a word, the nearest first."""
    found: dict[str, Option] = {}
    sentences = scene.sentences
    earlier = range(number, max(number - LOOK_BACK, 0) - 1, -1)
    for n in (*earlier, *((0,) if number > LOOK_BACK else ())):
        sentence = sentences[n]
        for entity in reversed(sentence.entities):
            mention = entity.mention
            if mention is None or mention.kind not in KINDS or mention.id in found:
                continue
            if n == number and entity.last > at:
                continue
            found[mention.id] = Option(mention, entity, sentence, number - n, len(found))
    return list(found.values())


def signs_of_nobody(scene: Scene, number: int, one: Expression) -> list[str]:
    """Return the features that speak for or against an expression that means no party."""
    sentence, code = scene.sentences[number], scene.code
    lows, tokens = sentence.lows(), sentence.tokens
    head = _stem(lows[one.last - 1])
    names = name_words(code)
    size = min(one.last - one.first, 5)
    after = lows[one.last] if one.last < len(lows) else "end"
    before = lows[one.first - 1] if one.first else "start"
    role = holds(names.roles, lows[one.last - 1])
    out = ["bias", f"how:{one.how}", f"size:{one.how}{size}", f"head:{head}", f"first:{code}{lows[one.first]}"]
    out += [f"tail:{code}{lows[one.last - 1][-3:]}", f"role:{int(role)}", f"role:{one.how}{int(role)}{size}"]
    out += [f"after:{code}{after}", f"after:{_class_of(sentence, one.last, code)}", f"before:{code}{before}"]
    out += [f"capital:{code}{int(tokens[one.last - 1].text[0].isupper())}{size}", f"title:{int(sentence.title)}"]
    out += [f"mid:{m}" for m in lows[one.first + 1 : one.last - 1]]
    fits = any(head in stems for stems in scene.profiles.values()) and one.how != "pronoun"
    out.append(f"fits:{int(fits)}{int(role)}")
    return [f"0{name}" for name in out]


def signs_of(scene: Scene, number: int, one: Expression, option: Option) -> list[str]:
    """Return the features that speak for or against a party as what an expression means."""
    sentence, mention = scene.sentences[number], option.mention
    lows = sentence.lows()
    head, kind, how = _stem(lows[one.last - 1]), mention.kind, one.how
    place = option.sentence.entities.index(option.entity)
    subject = "S" if place == 0 and not option.entity.marks and not option.entity.possessive else "o"
    back, rank = min(option.back, 4), min(option.rank, 5)
    count = min(scene.counts.get(mention.id, 0), 6)
    main = scene.mains.index(mention.id) if mention.id in scene.mains else "-"
    gap = one.first - option.entity.last if option.back == 0 else 99
    described = fit(lows[one.first + 1 : one.last], scene.profiles.get(mention.id, frozenset()))
    stems = scene.profiles.get(mention.id, frozenset())
    out = [
        f"back:{back}",
        f"back:{how}{back}{subject}",
        f"rank:{how}{rank}",
        f"rank:{rank}{subject}",
        f"main:{how}{main}",
    ]
    out += [f"count:{count}", f"main:{main}{back}", f"kind:{kind}", f"kind:{how}{kind}", f"kind:{kind}{head}"]
    out += [f"fit:{described:.0f}", f"fit:{how}{described:.0f}{rank}", f"head:{int(head in stems)}{how}"]
    out += [f"near:{how}{min(gap, 3)}{subject}" if gap < 99 else f"far:{how}"]
    out += [f"again:{how}{int(option.entity.anaphor)}{back}", f"titled:{int(option.sentence.title)}{how}"]
    out += [f"known:{int(mention.known)}", f"marks:{how}{''.join(sorted(option.entity.marks))[:12]}{min(back, 1)}"]
    out += [f"first:{scene.code}{lows[one.first]}{kind}", f"possessive:{int(option.entity.possessive)}{back}"]
    if one.first and option.entity.first:
        same = lows[one.first - 1] == option.sentence.tokens[option.entity.first - 1].low
        out.append(f"parallel:{int(same)}{int(bool(option.entity.marks))}")
    return out


def _class_of(sentence: Sentence, at: int, code: str) -> str:
    words, lows = deal_words(code), sentence.lows()
    if at >= len(lows):
        return "end"
    if sentence.owner[at] >= 0:
        entity = sentence.entities[sentence.owner[at]]
        return f"entity{entity.mention.kind if entity.mention else ''}"
    if words.opens_clause(lows, at) or lows[at] in words.auxiliaries:
        return "verb"
    if lows[at] in words.marks:
        return "mark" + "".join(sorted(words.marks[lows[at]]))[:8]
    return "word" if lows[at][0].isalpha() else lows[at]


@lru_cache(maxsize=20_000)
def _stem(low: str) -> str:
    """Return the form under which a noun is compared: its dictionary form, or its first letters."""
    return base_form(low) if is_cyrillic(low) else low[:8]
