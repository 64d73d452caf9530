"""The built-in extractor: frames over names and values, bound by a linear score.

In: an article. Out: its claims and citations. Promise: deterministic; time linear in the length of the article; a
language without a pack gives a Reject that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise

from anello.extract import Extraction, keep_evident
from anello.extract.again import Repeats, Told
from anello.extract.attach import bind_time, bind_values
from anello.extract.binding import Binding, bind, fill_topic
from anello.extract.choosing import choose_drafts, judge, telling, without_open
from anello.extract.context import Context, carried
from anello.extract.coreference import likeliest, main_parties, main_party, ranks_of, resolve_anaphors, topic_before
from anello.extract.dates import find_periods
from anello.extract.document import Sentence, Value, place, split_sentences
from anello.extract.drafts import Draft
from anello.extract.frames import deal_words, find_triggers
from anello.extract.instalments import REACH_ROUND, add_instalments, since
from anello.extract.learned import ClaimModel, load_claim_model, load_pair_model
from anello.extract.merge import merge_claims, valued_targets
from anello.extract.modifiers import mark_modifiers
from anello.extract.money import find_values, without_backlogs
from anello.extract.morphology import cases_of
from anello.extract.names import find_mentions
from anello.extract.namewords import name_words
from anello.extract.passages import collect_evidence
from anello.extract.referring import ReferenceModel, load_reference_model
from anello.extract.refine import (
    PLAYED,
    fill_from_article,
    is_of_players,
    is_price,
    lends_a_person,
    refine,
    values_stake,
    viable,
)
from anello.extract.rows import claim_of_row
from anello.extract.rulings import basis_of
from anello.extract.speech import (
    Said,
    carry_voices,
    find_citations,
    find_voices,
    neighbour_voices,
    voices_for,
)
from anello.extract.stance import Stance, has_condition, read_stance
from anello.extract.tagger import NameModels, load_name_models
from anello.lang import Language, load, pack_codes
from anello.lang.directory import Directory, load_directory
from anello.model import CLAIM_ROLES, Article, Claim, Mention, Money, Reject, Span, claim_id

VERSION = "frames/2"
LEAST = 0.15
"""Readings less likely than this are not looked at again."""


class FrameExtractor:
    """Extracts by the frames of the language packs."""

    name = "frames"

    def __init__(self, directory: Directory | None = None, *, learned: bool = True) -> None:
        self.directory = directory or load_directory()
        self.model = load_pair_model() if learned else None
        self.claim_model = load_claim_model() if learned else ClaimModel({}, 0.0)
        self.repeat_model = load_claim_model("repeats.tsv") if learned else None
        self.readers = load_readers()

    def extract(self, article: Article) -> Extraction:
        """Return the claims and citations of an article, or a Reject where its language has no pack."""
        if article.row:
            return keep_evident(claim_of_row(article, self.directory), article)
        if article.language not in pack_codes():
            reason = f"no pack for {article.language}" if article.language else "language not recognised"
            return Extraction(rejects=(Reject("extract", article.document, reason),))
        language = load(article.language)
        sentences = read_sentences(article, language, self.directory, self.readers)
        said = [find_voices(s, language, article.outlet) for s in sentences]
        claims, told = self.claims(article, sentences, said, language)
        titles = frozenset(id_ for id_, how in told.items() if how.title)
        repeats = Repeats(self.repeat_model, told) if self.repeat_model is not None else None
        merged = merge_claims(claims, titles, repeats)
        return keep_evident(Extraction(tuple(merged), find_citations(article, sentences, said)), article)

    def claims(
        self, article: Article, sentences: Sequence[Sentence], said: Sequence[list[Said]], language: Language
    ) -> tuple[list[Claim], dict[str, Told]]:
        """Return the claims of an article in text order, repeats and all, and by id how each is told."""
        carried_on = carry_voices(sentences, said, language)
        out, told = list[Claim](), dict[str, Told]()
        for draft in fill_from_article(list(self._drafts(sentences, language))):
            stance = read_stance(draft.binding.trigger, language, draft.status)
            number = draft.binding.trigger.sentence.index
            if draft.type == "right" and any(has_condition(s, language) for s in sentences[number : number + 2]):
                stance = replace(stance, conditional=True)
            voices = neighbour_voices(carried_on, number) if stance.mode == "hedged" else carried_on[number]
            out.append(_as_claim(article, draft, stance, voices))
            told[out[-1].id] = Told(number, number == 0, draft.score, draft.signs)
        for sentence in sentences:
            makers = list(_described_makers(article, sentence, self.directory))
            out += makers
            told |= {c.id: Told(sentence.index, sentence.index == 0, 1.0, ()) for c in makers}
        return valued_targets(sorted(out, key=lambda c: (c.evidence[0].start, c.id))), told

    def _drafts(self, sentences: Sequence[Sentence], language: Language) -> Iterable[Draft]:
        if self.model is None:
            for context in self.contexts(sentences, language):
                yield from (*context.drafts, *context.more)
            return
        barred = PLAYED if is_of_players(sentences, deal_words(language.code)) else frozenset()
        yield from without_open(
            [
                draft
                for group, features in self.judged(sentences, language)
                if self.claim_model.chance(features) >= self.claim_model.threshold
                for draft in telling(group)
                if not (lends_a_person(draft) or draft.type in barred)
            ]
        )

    def judged(self, sentences: Sequence[Sentence], language: Language) -> list[tuple[list[Draft], list[str]]]:
        """Return what the article may claim, drafts that say the same thing together, with the signs for each."""
        assert self.model is not None
        drafts = [d for c in self.contexts(sentences, language) for d in choose_drafts(c, self.model, LEAST)]
        return judge(drafts, ranks_of(sentences), language.code)

    def contexts(self, sentences: Sequence[Sentence], language: Language) -> Iterable[Context]:
        """Yield what each sentence brings: triggers, and the drafts that the frames make of it."""
        words = deal_words(language.code)
        main, before = main_party(sentences), list[Draft]()
        ranks = ranks_of(sentences)
        mains = main_parties(sentences, ranks)
        titled = frozenset(e.mention.id for s in sentences[:1] for e in s.entities if e.mention is not None)
        for number, sentence in enumerate(sentences):
            if not is_prose(sentence):
                continue
            topic, objects = topic_before(sentences, number, language), set[int]()
            triggers = find_triggers(sentence, language, unmet=self.model is not None)
            bindings = [bind(t, words, topic, objects) for t in triggers if not t.unmet]
            for binding in bindings:
                if binding.trigger.frame.topic:
                    fill_topic(binding, main)
            bindings = [b for b in bindings if viable(b, words, self.directory) and not values_stake(b, words)]
            bind_values(bindings, words)
            drafts = _best(_gapped([d for b in bindings for d in refine(b, words, self.directory) if not is_price(d)]))
            more = add_instalments(sentence, drafts, before, language)
            before = [*since(before, number - REACH_ROUND), *drafts, *more]
            absent = carried(sentences, number, mains)
            found = (drafts, words, language.code, self.directory, ranks, titled, absent, more)
            yield Context(sentence, triggers, *found)


@dataclass(frozen=True, slots=True, eq=False)
class Readers:
    """What reads names and references before any deal is looked for."""

    names: NameModels
    references: ReferenceModel


@cache
def load_readers() -> Readers:
    """Return the readers that are shipped with the package."""
    return Readers(load_name_models(), load_reference_model())


def read_sentences(
    article: Article, language: Language, directory: Directory, readers: Readers | None = None
) -> list[Sentence]:
    """Return the sentences of an article with all that stands in them, references resolved."""
    readers = readers or load_readers()
    sentences = read_placed(article, language, directory, readers.names)
    resolve_anaphors(sentences, language, partial(likeliest, readers.references))
    return sentences


def read_placed(article: Article, language: Language, directory: Directory, names: NameModels) -> list[Sentence]:
    """Return the sentences of an article with the names and values that stand in them."""
    values = find_values(article.text, language)
    sums = tuple(without_backlogs(values.money, article.text, language))
    mentions = find_mentions(article.text, language, directory, names)
    everything: list[Value] = [_own_outlet(_as_written(m, directory), article) for m in mentions]
    everything += [
        *_with_currency(sums, language, article.published.year if article.published else EURO_YEAR),
        *values.percents,
        *values.quantities,
    ]
    everything += find_periods(article.text, language, article.published)
    cuts = frozenset(at for v in everything if isinstance(v, Mention) for at in (v.start, v.end))
    sentences = split_sentences(article.text, language, cuts)
    words = deal_words(language.code)
    place(sentences, everything, words.marks, words.conjunctions, language, words.opens_clause, words.is_verb)
    mark_by_case(sentences, language)
    mark_modifiers(sentences, words, name_words(language.code))
    return sentences


def is_prose(sentence: Sentence) -> bool:
    """Tell a sentence from a table pasted as text: a long run without punctuation tells nobody who did what."""
    stops = sum(t.text in ",.;:!?…—–-()" for t in sentence.tokens)
    return len(sentence.tokens) < LONG_RUN or stops * 40 >= len(sentence.tokens)


LONG_RUN = 60


def mark_by_case(sentences: Sequence[Sentence], language: Language) -> None:
    """Let the case of a name do what a preposition does elsewhere, where the form leaves no doubt."""
    meanings = language.deals.get("cases", {})
    for entity in (e for s in sentences for e in s.entities if meanings and e.mention is not None and not e.marks):
        cases = cases_of(entity.mention.text.split()[0].strip('«»"')) if entity.mention else frozenset()
        found = [meanings[c] for c in sorted(cases) if c in meanings]
        if len(found) == 1 and not cases & DIRECT:
            entity.marks = frozenset(found)


DIRECT = frozenset({"nomn", "accs", "gent"})


def _own_outlet(mention: Mention, article: Article) -> Mention:
    """Take the name of the article's own outlet for an outlet, whatever it looks like."""
    own = article.outlet and mention.name.casefold() == article.outlet.casefold()
    return replace(mention, kind="outlet") if own else mention


def _with_currency(money: Sequence[Money], language: Language, year: int) -> list[Money]:
    """Give a sum without a currency that of the sum named last, else of the article's other sums, else of its press."""
    used = Counter(m.currency for m in money if m.currency)
    home = language.money.get("home") if year >= EURO_YEAR else None
    last = used.most_common(1)[0][0] if used else home
    out = []
    for m in sorted(money, key=lambda m: m.start):
        last = m.currency or last
        if last:
            out.append(m if m.currency else replace(m, currency=last))
    return out


EURO_YEAR = 2002
"""Before it a bare sum may be in a currency that is gone."""


def _as_written(mention: Mention, directory: Directory) -> Mention:
    """Keep a former name that the text uses ("Facebook" in 2010) as the name; the id stays the party's."""
    entry = directory.entries.get(mention.id)
    if entry is None or not entry.former:
        return mention
    former = next((f for f in entry.former if f.isascii() and f.casefold() == mention.text.casefold()), None)
    return replace(mention, name=former) if former else mention


def _gapped(drafts: list[Draft]) -> list[Draft]:
    """Let a second conjunct share what it leaves out: "Nvidia invests $10bn in Anthropic, and Microsoft up to $5bn"."""
    for before, draft in pairwise(sorted(drafts, key=lambda d: d.binding.trigger.first)):
        if before.type != draft.type or draft.money is None or draft.money is before.money:
            continue
        first, second = CLAIM_ROLES[draft.type][:2] if len(CLAIM_ROLES[draft.type]) > 1 else ("", "")
        if draft.roles.get(first) and not draft.roles.get(second) and before.roles.get(second):
            draft.roles[second] = before.roles[second]
    return drafts


def _best(drafts: Sequence[Draft]) -> list[Draft]:
    """Keep, of the drafts of one sentence that say the same thing, the one that says most."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-_fullness(d), -d.score, d.binding.trigger.first)):
        if not any(_covers(k, draft) for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.binding.trigger.first)


def _fullness(draft: Draft) -> int:
    return (
        2 * len(draft.roles)
        - draft.binding.trigger.frame.weak
        + sum(v is not None for v in (draft.money, draft.percent, draft.quantity))
    )


def _covers(kept: Draft, draft: Draft) -> bool:
    """Tell whether a kept draft already says what this one says: same type, or same pair in a weaker family."""
    a = {m.id for ms in kept.roles.values() for m in ms}
    b = {m.id for ms in draft.roles.values() for m in ms}
    if kept.type == draft.type and b <= a:
        return _same_values(kept, draft)
    return b <= a and draft.type in WEAKER.get(kept.type, ()) and _same_values(kept, draft)


WEAKER = {
    "supply": ("partnership", "licence", "acquisition"),
    "acquisition": ("partnership", "investment", "control"),
    "investment": ("partnership", "stake"),
    "licence": ("partnership",),
    "loan": ("partnership", "guarantee"),
    "stake": ("control",),
}
"""A draft of the key's type makes one of these about the same parties in the same sentence redundant."""


def _same_values(kept: Draft, draft: Draft) -> bool:
    pairs = ((kept.money, draft.money), (kept.percent, draft.percent), (kept.quantity, draft.quantity))
    return all(new is None or old == new for old, new in pairs)


def _as_in_text(article: Article, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return mentions whose text is what stands at their offsets; an anaphor is found word by word."""
    return tuple(replace(m, text=article.text[m.start : m.end]) for m in mentions)


def _as_claim(article: Article, draft: Draft, stance: Stance, said: Sequence[Said]) -> Claim:
    trigger = draft.binding.trigger
    roles = {role: _as_in_text(article, found) for role, found in sorted(draft.roles.items()) if found}
    period = bind_time(draft.binding, deal_words(article.language))
    evidence = collect_evidence(article, draft, stance, said, period)
    parties = [m.id for mentions in roles.values() for m in mentions]
    voices = voices_for(said, parties)
    mode = "attributed" if voices and stance.mode == "asserted" else stance.mode
    return Claim(
        id=claim_id(article.id, draft.type, roles, evidence),
        article=article.id,
        document=article.document,
        type=draft.type,
        roles=roles,
        status=stance.status,
        mode=mode,
        evidence=evidence,
        extractor=VERSION,
        attribution=voices,
        amount=draft.money,
        percent=draft.percent,
        quantity=draft.quantity,
        product=draft.product,
        metric=trigger.word.metric,
        basis=basis_of(draft, deal_words(article.language)),
        right=trigger.word.right if draft.type == "right" else None,
        time=period,
        conditional=stance.conditional,
        published=article.published,
        why=_why(draft, stance),
    )


def _described_makers(article: Article, sentence: Sentence, directory: Directory) -> Iterable[Claim]:
    """Read "the ChatGPT maker" as what it says besides naming the party: who makes what."""
    for mention in (e.mention for e in sentence.entities if e.mention is not None and not e.anaphor):
        entry = directory.entries.get(mention.id)
        if entry is None or mention.kind != "organisation" or not mention.text[:1].islower():
            continue
        product = next((p for p in entry.products if p in mention.text), None)
        if product is not None:
            roles, evidence = {"maker": (mention,)}, (Span(mention.start, mention.end, mention.text),)
            id_ = claim_id(article.id, "maker", roles, evidence)
            base = (id_, article.id, article.document, "maker", roles, "completed", "asserted", evidence, VERSION)
            yield Claim(*base, product=product, published=article.published, why=(("descriptor", 1.0),))


def _why(draft: Draft, stance: Stance) -> tuple[tuple[str, float], ...]:
    trigger = draft.binding.trigger
    word = " ".join(t.text for t in trigger.sentence.tokens[trigger.first : trigger.last])
    named = (
        [(f"trigger:{trigger.frame.name}:{word}", 1.0), (f"cue:{stance.cue}", 1.0)]
        if stance.cue
        else [(f"trigger:{trigger.frame.name}:{word}", 1.0)]
    )
    return (*named, *sorted(draft.features.items()))


def explain(binding: Binding) -> str:
    """Return one line that tells how a binding came about, for people who tune packs."""
    trigger = binding.trigger
    fillers = "; ".join(
        f"{r}={[e.mention.name for e in binding.parties(r) if e.mention]}" for r in sorted(binding.fillers)
    )
    return f"{trigger.frame.name} {'passive ' if trigger.passive else ''}{fillers} {sorted(binding.values)}"
