"""Coreference: descriptions, pronouns and possessives stand for a party named before.

In: placed sentences, a language pack, who chooses. Out: the same sentences with anaphoric entities added, each a
mention whose name and id are the antecedent's and whose span is its own. What "the company" means is chosen
(`referring`); "he", "the two firms" and "the same sum" go by rules. Promise: nothing points forward; linear in the
number of sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TypeAlias

from anello.extract.descriptors import profiles_of
from anello.extract.document import Entity, Sentence, mark_entity
from anello.extract.frames import deal_words
from anello.extract.governments import state_of_adjective
from anello.extract.lexicon import Lexicon, compile_phrases
from anello.extract.lists import coordinated
from anello.extract.referring import (
    Expression,
    ReferenceModel,
    Scene,
    expressions,
    options_for,
    signs_of,
    signs_of_nobody,
)
from anello.lang import Language, load
from anello.lang.directory import load_directory
from anello.model import Mention, Money

REACH = 3
SUBJECT_WEIGHT, RECENCY_WEIGHT, COUNT_WEIGHT, TITLE_WEIGHT = 1.5, 1.2, 0.25, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Anaphora:
    """The compiled anaphors of one language."""

    organisation: Lexicon[str]
    pronouns: Lexicon[str]
    person: Lexicon[str]
    plural: Lexicon[str]
    latter: Lexicon[str]
    former: Lexicon[str]
    sums: Lexicon[str]
    possessive: frozenset[str]
    definite: frozenset[str]
    elided: bool


@cache
def anaphora(code: str) -> Anaphora:
    """Return the compiled anaphors of a language."""
    table = load(code).deals.get("anaphora", {})
    return Anaphora(
        compile_phrases(table.get("organisation", ())),
        compile_phrases(table.get("pronouns", ())),
        compile_phrases(table.get("person", ())),
        compile_phrases(table.get("plural", ())),
        compile_phrases(table.get("latter", ())),
        compile_phrases(table.get("former", ())),
        compile_phrases(table.get("sums", ())),
        frozenset(table.get("possessive", ())),
        frozenset(table.get("definite", ())),
        bool(table.get("elided_subject", False)),
    )


Chooser: TypeAlias = Callable[[Scene, int, Sequence[Expression]], tuple[Expression, Mention] | None]
"""Says which of the expressions that begin at a word means a party, and which."""


def resolve_anaphors(sentences: Sequence[Sentence], language: Language, choose: Chooser) -> None:
    """Add anaphoric entities to the sentences, in order, so that a later one can rest on an earlier one."""
    counts = Counter(e.mention.id for s in sentences for e in s.entities if e.mention is not None and e.is_party())
    mains = tuple(party for party, _ in counts.most_common(MAINS))
    scene = Scene(sentences, language.code, counts, profiles_of(sentences), mains)
    for number, sentence in enumerate(sentences):
        at = 0
        while at < len(sentence.tokens):
            at = _add_at(scene, number, at, language, choose)


def likeliest(
    model: ReferenceModel, scene: Scene, number: int, found: Sequence[Expression]
) -> tuple[Expression, Mention] | None:
    """Return the expression that most surely means a party, with that party."""
    options = options_for(scene, number, found[0].first)
    best: tuple[float, Expression, Mention] | None = None
    for one in found if options else ():
        chosen = model.choose(
            signs_of_nobody(scene, number, one), [signs_of(scene, number, one, option) for option in options]
        )
        if chosen is not None and (best is None or chosen[1] > best[0]):
            best = (chosen[1], one, options[chosen[0]].mention)
    return None if best is None else (best[1], best[2])


def _add_at(scene: Scene, number: int, at: int, language: Language, choose: Chooser) -> int:
    sentences, sentence, found = scene.sentences, scene.sentences[number], anaphora(language.code)
    lows = sentence.lows()
    if sentence.owner[at] >= 0:
        return at + 1
    for end, _ in found.sums.find(lows, at):
        last_sum = _sum_before(sentences, number, at)
        if last_sum is not None:
            _put(sentence, at, end, last_sum)
            return end
    for end, _ in found.plural.find(lows, at):
        group = [] if _names_itself(sentence, end, language) else _group_before(sentences, number, at, language)
        for member in reversed(group):
            _insert(sentence, at, end, member, language)
        if group:
            return end
    for end, _ in found.person.find(lows, at):
        antecedent = None if _names_itself(sentence, end, language) else _person_before(sentences, number, at, scene)
        if antecedent is not None:
            _insert(sentence, at, end, antecedent, language)
            return end
    meant = _expressions_at(sentence, at, language)
    told = choose(scene, number, meant) if meant else None
    if told is None:
        return at + 1
    _insert(sentence, at, told[0].last, told[1], language)
    return told[0].last


def _expressions_at(sentence: Sentence, at: int, language: Language) -> list[Expression]:
    """Return what may mean a party and begins at a word: listed anaphors first, then descriptions by their form."""
    found, lows = anaphora(language.code), sentence.lows()
    listed = [Expression(at, end, "listed") for end, _ in found.organisation.find(lows, at)]
    for lexicon, how in ((found.latter, "latter"), (found.former, "former")):
        listed += [Expression(at, end, how) for end, _ in lexicon.find(lows, at)]
    listed += [Expression(at, end, "pronoun") for end, _ in found.pronouns.find(lows, at)]
    if lows[at] in found.possessive:
        listed.append(Expression(at, at + 1, "pronoun"))
    by_end = {one.last: one for one in (*expressions(sentence, at, language.code, found.definite), *listed)}
    return [
        one
        for end, one in sorted(by_end.items())
        if not (_names_itself(sentence, end, language) or (end - at > 1 and _is_apposed(sentence, at)))
    ]


def _is_apposed(sentence: Sentence, at: int) -> bool:
    """Tell whether a descriptor stands behind the comma of the party that it describes: "Repsol, the oil company"."""
    owner = sentence.owner[at - 2] if at > 1 and sentence.tokens[at - 1].text == "," else -1
    return owner >= 0 and sentence.entities[owner].is_party() and not sentence.entities[owner].anaphor


def _sum_before(sentences: Sequence[Sentence], number: int, at: int) -> Money | None:
    """Return the last sum before "the same amount", in its sentence or the one before."""
    for sentence in (sentences[number], *sentences[max(number - 1, 0) : number]):
        here = sentence is sentences[number]
        sums = [e.value for e in sentence.entities if isinstance(e.value, Money) and (not here or e.last <= at)]
        if sums:
            return sums[-1]
    return None


def _put(sentence: Sentence, at: int, end: int, value: Mention | Money) -> Entity:
    """Put an entity that means a value named before on the tokens of its anaphor."""
    start, stop = sentence.tokens[at].start, sentence.tokens[end - 1].end
    _clear(sentence, at, end)
    text = " ".join(t.text for t in sentence.tokens[at:end])
    place = sum(1 for e in sentence.entities if e.first < at)
    entity = Entity(replace(value, text=text, start=start, end=stop), at, end, anaphor=True)
    sentence.entities.insert(place, entity)
    sentence.owner = [o + 1 if o >= place else o for o in sentence.owner]
    sentence.owner[at:end] = [place] * (end - at)
    return entity


def _clear(sentence: Sentence, first: int, last: int) -> None:
    """Take out what stands inside a descriptor: the town of "the Milan-based group"."""
    inside = {i for i in sentence.owner[first:last] if i >= 0 and not sentence.entities[i].anaphor}
    if inside:
        left = [i for i in range(len(sentence.entities)) if i not in inside]
        number = {old: new for new, old in enumerate(left)}
        sentence.entities[:] = [sentence.entities[i] for i in left]
        sentence.owner = [number.get(o, -1) for o in sentence.owner]


ORGANISATION = frozenset({"organisation", "fund", "project"})
PERSON = frozenset({"person"})


def _names_itself(sentence: Sentence, end: int, language: Language) -> bool:
    """Tell whether a descriptor only introduces the name beside it ("the company Fiat", "компания «Роснефть»").

    Between the two may stand what qualifies the descriptor: "la marca sueca Volvo", "la firma de ciberseguridad Wiz".
    """
    words, lows = deal_words(language.code), sentence.lows()
    qualified = False
    for at in range(end, min(end + REACH_NAME + 1, len(lows))):
        if sentence.owner[at] >= 0:
            beside = sentence.entities[sentence.owner[at]]
            named = beside.is_party() and not beside.anaphor
            return named and (at == end or (qualified and lows[at - 1] not in words.marks))
        if not (lows[at].isalpha() and sentence.tokens[at].text.islower()) or words.opens_clause(lows, at):
            return False
        if at == end:
            qualified = "of" in words.marks.get(lows[at], ()) or _of_state(lows[at])
    return False


REACH_NAME = 3


@lru_cache(maxsize=10_000)
def _of_state(word: str) -> bool:
    return state_of_adjective(word, load_directory()) is not None


def _person_before(sentences: Sequence[Sentence], number: int, at: int, scene: Scene) -> Mention | None:
    """Return the person that "he" means: the most salient one of the last sentences."""
    best: tuple[float, Mention] | None = None
    for back in range(min(REACH, number) + 1):
        sentence = sentences[number - back]
        for place, entity in enumerate(sentence.entities):
            mention = entity.mention
            if mention is None or mention.kind not in PERSON or (back == 0 and entity.last + 2 > at):
                continue
            score = _salience(sentence, entity, place, back) + COUNT_WEIGHT * min(scene.counts.get(mention.id, 0), 6)
            if best is None or score > best[0]:
                best = (score, mention)
    return best[1] if best else None


def _group_before(sentences: Sequence[Sentence], number: int, at: int, language: Language) -> list[Mention]:
    """Return the members of the last list of organisations before a plural anaphor."""
    words = deal_words(language.code)
    for sentence in reversed(sentences[max(number - 2, 0) : number + 1]):
        for entity in reversed(sentence.entities):
            if sentence is sentences[number] and entity.last > at:
                continue
            group = coordinated(sentence, entity, words) if entity.is_party() else []
            members = [e.mention for e in group if e.mention is not None and e.mention.kind in ORGANISATION]
            if len(members) > 1:
                return members
    return []


def main_party(sentences: Sequence[Sentence]) -> Entity | None:
    """Return the organisation that an article names most often (the first of equals)."""
    named = [e for s in sentences for e in s.entities if e.mention is not None and e.mention.kind in ORGANISATION]
    counts = Counter(e.mention.id for e in named if e.mention is not None)
    return max(named, key=lambda e: counts[e.mention.id] if e.mention else 0, default=None)


def ranks_of(sentences: Sequence[Sentence]) -> dict[str, int]:
    """Return for each party how many others the article names more often: 0 for the most, the same for equals."""
    counts = Counter(e.mention.id for s in sentences for e in s.entities if e.mention is not None and e.is_party())
    ordered = sorted(counts.values(), reverse=True)
    return {party: ordered.index(count) for party, count in counts.items()}


def main_parties(sentences: Sequence[Sentence], ranks: Mapping[str, int]) -> list[Entity]:
    """Return the first mention of each of the two parties that an article names most."""
    out: dict[str, Entity] = {}
    for entity in (e for s in sentences for e in s.entities):
        if entity.mention is not None and entity.is_party() and ranks[entity.mention.id] < MAINS:
            out.setdefault(entity.mention.id, entity)
    return sorted(out.values(), key=lambda e: ranks[e.mention.id] if e.mention else MAINS)[:MAINS]


MAINS = 2


def _salience(sentence: Sentence, entity: Entity, place: int, back: int) -> float:
    subject = place == 0 and not entity.marks and not entity.possessive
    return SUBJECT_WEIGHT * subject - RECENCY_WEIGHT * back + TITLE_WEIGHT * sentence.title


def _insert(sentence: Sentence, at: int, end: int, antecedent: Mention, language: Language) -> None:
    entity = _put(sentence, at, end, antecedent)
    words = deal_words(language.code)
    marks = words.marks
    mark_entity(sentence, entity, marks, language.deals, words.is_verb)
    first = sentence.tokens[at].low
    entity.possessive = entity.possessive or first in anaphora(language.code).possessive
    if end - at > 1 and first in marks:
        entity.marks, entity.gap = marks[first], 0


def topic_before(sentences: Sequence[Sentence], number: int, language: Language) -> Entity | None:
    """Return the party that the sentence before speaks of, for languages that leave a subject out."""
    if not anaphora(language.code).elided or number == 0:
        return None
    for entity in sentences[number - 1].entities:
        if (
            entity.is_party()
            and entity.mention is not None
            and entity.mention.kind in ORGANISATION | PERSON
            and not entity.marks
        ):
            return entity
    return None
