"""Whether two names mean one party: findings for and against, each with the score that it leaves possible.

In: two names, or `Named` with what else is known of them, and the directory where it should be asked. Out: a `Verdict`
with a score in [0, 1] and reasons. Promise: pure and symmetric; `same` from 0.92, `different` below 0.5, in between
`unsure`; the least score of all findings counts, so that one good reason against is enough. A person is no company.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from anello.lang.directory import Directory, Entry, case_matters
from anello.lang.likeness import load_likeness
from anello.model import Verdict
from anello.resolve.aligning import CASE, EQUAL, NEAR, SKELETON, SOUND, Alignment, align, initials_of, nearness
from anello.resolve.context import foreign_forms
from anello.resolve.people import compare_people
from anello.resolve.relations import former_name, relation_of
from anello.resolve.wording import EMPTY, PLACE, PROPER, TRADE, Word, Wording, wording_of

AUTHOR = "resolve/1"
SAME, ASK = 0.92, 0.5
"""Scores from which two names are the same, and from which they are worth a question."""

SAME_WORDS = "the same words"
"""The reason that goes without saying where there is another."""

Finding = tuple[float, str]
"""The score that a finding leaves possible, and the reason in words."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name with what is known of its bearer: `kind` as in `MENTION_KINDS`, `country` an ISO code, `trade` a word."""

    name: str
    kind: str = "organisation"
    country: str | None = None
    trade: str | None = None


def compare_names(left: str | Named, right: str | Named, directory: Directory | None = None) -> Verdict:
    """Return whether two names mean one party, how likely, and why.

    The score is an order and no probability. Where the directory lists both names it decides, unless country or trade
    speak against it; where it lists one, all spellings of that one are compared.

    >>> compare_names("Zephyr Robotics, Inc.", "ZEPHYR ROBOTICS").verdict
    'same'
    >>> compare_names("Zephyr Fund II", "Zephyr Fund III").reasons
    ('the numbers differ: 2 and 3',)
    """
    a, b = (side if isinstance(side, Named) else Named(side) for side in (left, right))
    if b.name < a.name:
        verdict = compare_names(b, a, directory)
        return replace(verdict, left=a.name, right=b.name)
    findings = _kinds(a, b) or [*_judged(a, b, directory), *_context(a, b)]
    score = min(score for score, _ in findings)
    reasons = tuple(dict.fromkeys(reason for _, reason in sorted(findings)))
    reasons = tuple(reason for reason in reasons if reason != SAME_WORDS) or reasons
    word = "same" if score >= SAME else "unsure" if score >= ASK else "different"
    return Verdict(a.name, b.name, word, round(score, 4), reasons, AUTHOR)


def _kinds(a: Named, b: Named) -> list[Finding]:
    """Return why two kinds of thing cannot be one, nothing where they can."""
    kinds = {a.kind, b.kind}
    if len(kinds) == 2:
        for kind, words in (("person", "a person"), ("state", "a state"), ("product", "a product")):
            if kind in kinds:
                other = min(kinds - {kind})
                return [(0.01 if kind != "product" else 0.1, f"{words} is never {_with_article(other)}")]
    return []


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _judged(a: Named, b: Named, directory: Directory | None) -> list[Finding]:
    """Return what the directory says, and where it does not know both names, what their spelling says."""
    if directory is None:
        return [*_spelt(a.name, b.name, a.kind), *_characters(a.name, b.name)]
    listed = [_entry_of(side, directory) for side in (a, b)]
    if listed[0] and listed[1]:
        relation = relation_of(listed[0], listed[1], directory)
        findings = [(relation.score, relation.reason)]
        if relation.score >= SAME:
            for side, entry in zip((a, b), listed, strict=True):
                findings += _about(side, entry, a.name == b.name) if entry else ()
        return findings
    for entry, other in ((listed[0], b), (listed[1], a)):
        if entry:
            spelt = [_spelt(surface, other.name, a.kind) for surface in (entry.name, *entry.aliases)]
            best = max(spelt, key=lambda found: min(score for score, _ in found))
            score = min(score for score, _ in best)
            alone = [(0.9, f"only {entry.name} is listed in the directory")] if score >= SAME else []
            return [*best, *alone] if wording_of(other.name).words else best
    return [*_spelt(a.name, b.name, a.kind), *_characters(a.name, b.name)]


def _characters(left: str, right: str) -> Iterator[Finding]:
    """Two characters that sound alike are two words in a script that writes words and not sounds."""
    if left.isascii() or right.isascii():
        return
    one, other = ({c for c in name if unicodedata.name(c, "").startswith("CJK")} for name in (left, right))
    if one and other and one != other:
        yield 0.45, "written with other characters"


def _entry_of(side: Named, directory: Directory) -> Entry | None:
    entry = directory.find_entry(side.name)
    return entry if entry and (entry.kind == "person") == (side.kind == "person") else None


def _about(side: Named, entry: Entry, equal: bool) -> Iterator[Finding]:
    """Yield what a listed name adds: a former name, a name that others bear too, another country or trade."""
    if former_name(side.name, entry):
        yield 0.95, f"{side.name} is a former name of {entry.name}"
    if entry.ambiguous and not equal and case_matters(side.name, entry):
        yield 0.93, f"others may be called {side.name} too"
    for form in foreign_forms(side.name, entry):
        yield 0.6, f"{entry.name} is of {entry.country}, where no firm is called {form}"
    if side.country and entry.country and side.country != entry.country:
        yield 0.6, f"{entry.name} of {entry.country}, but this one of {side.country}"
    if side.trade and entry.sector and side.trade != entry.sector:
        yield 0.6, f"{entry.name} is in {entry.sector}, but this one in {side.trade}"


def _context(a: Named, b: Named) -> Iterator[Finding]:
    """Yield what speaks against two bearers of names that look the same."""
    if a.country and b.country and a.country != b.country:
        yield 0.6, f"one is of {a.country}, the other of {b.country}"
    if a.trade and b.trade and a.trade != b.trade:
        yield 0.6, f"one is in {a.trade}, the other in {b.trade}"


# --- spelling ---------------------------------------------------------------------------------------------------------


def _spelt(left: str, right: str, kind: str) -> list[Finding]:
    """Return what the spelling of two names says."""
    if left == right:
        return [(0.98, "the same name")]
    if kind == "person":
        score, reasons = compare_people(left, right)
        return [(score, reason) for reason in reasons]
    a, b = wording_of(left), wording_of(right)
    against = [found for rule in RULES for found in rule(a, b)]
    if a.joined and a.joined == b.joined:
        words = "the same name" if a.plain == b.plain else "the same letters, divided otherwise"
        return [(0.98 if a.plain == b.plain else 0.94, words), *against]
    if short := _initials(a, b):
        return [(0.75, short), *against]
    alignment = align(a, b)
    if not alignment.pairs:
        return [_nothing_shared(a, b), *against]
    return [
        *_grades(alignment, a.cyrillic != b.cyrillic),
        *_left_over(alignment),
        *_order(alignment, a),
        *against,
    ]


def _numbers(a: Wording, b: Wording) -> Iterator[Finding]:
    """Numbers must agree: two funds of one house differ in nothing else."""
    if a.numbers and b.numbers and a.numbers != b.numbers:
        yield 0.1, f"the numbers differ: {' '.join(a.numbers)} and {' '.join(b.numbers)}"
    elif a.numbers != b.numbers:
        yield 0.6, f"only one has the number {' '.join(a.numbers or b.numbers)}"


def _forms(a: Wording, b: Wording) -> Iterator[Finding]:
    """Legal forms of two kinds or two countries are often two firms of one group."""
    known = load_likeness().legal_forms
    one, other = ([known[form] for form in sorted(side.forms) if form in known] for side in (a, b))
    if not one or not other:
        return
    if all(x.countries and y.countries and not x.countries & y.countries for x in one for y in other):
        yield 0.65, f"legal forms of two countries: {' '.join(sorted(a.forms))} and {' '.join(sorted(b.forms))}"
    elif not {form.group for form in one} & {form.group for form in other}:
        yield 0.75, f"legal forms of two kinds: {' '.join(sorted(a.forms))} and {' '.join(sorted(b.forms))}"


RULES: Sequence[Callable[[Wording, Wording], Iterator[Finding]]] = (_numbers, _forms)


def _initials(a: Wording, b: Wording) -> str:
    """Return in words that one name is the initials of the other, "" where it is not."""
    for short, long in ((a, b), (b, a)):
        if len(short.plain) == 1 and 2 <= len(short.joined) <= 6 and len(long.plain) > 2 - (len(short.joined) == 2):
            full = initials_of(long.plain)
            without = initials_of([word for word in long.plain if word not in load_likeness().small])
            if short.joined in (full, without):
                return f"{short.joined.upper()} are the initials of {' '.join(long.plain)}"
    return ""


def _grades(alignment: Alignment, cross: bool) -> Iterator[Finding]:
    """Yield how well the words that answer each other agree."""
    pairs = alignment.pairs
    if all(pair.grade == EQUAL for pair in pairs):
        yield 0.97, SAME_WORDS
    for pair in pairs:
        said = f"{pair.left.text} and {pair.right.text}"
        if pair.grade == CASE:
            yield 0.94, f"{said} differ in the ending of a case"
        elif pair.grade == SOUND:
            yield (0.93, f"{said} sound alike") if cross else (0.88, f"{said} sound alike")
        elif pair.grade == SKELETON:
            yield 0.86, f"{said} have the same consonants"
        elif pair.grade == NEAR:
            yield (0.72, f"{said} sound nearly alike") if cross else (0.84, f"{said} differ by a slip")
    if sum(pair.grade == NEAR for pair in pairs) > 1:
        yield 0.6, "more than one word is spelt otherwise"


def _left_over(alignment: Alignment) -> Iterator[Finding]:
    """Yield what the words say that only one of the names has."""
    left, right = alignment.left_over, alignment.right_over
    if left and right:
        yield _both_over(alignment, left, right)
    elif extra := left or right:
        kinds = {word.kind for word in extra}
        words = " ".join(word.text for word in extra)
        shared = any(pair.left.kind == PROPER for pair in alignment.pairs) or (
            len(alignment.pairs) > 1 and any(pair.left.kind == PLACE for pair in alignment.pairs)
        )
        if not shared and kinds - {EMPTY}:
            yield 0.3, f"one has {words} besides, and what they share is no name"
        elif PROPER in kinds:
            yield (
                0.7 - 0.06 * min(sum(word.kind == PROPER for word in extra), 4),
                f"one name holds the other; {words} is besides",
            )
        elif PLACE in kinds:
            yield 0.62, f"one name holds the other; {words} may be a unit"
        elif TRADE in kinds:
            yield 0.78, f"one name holds the other; {words} is besides"
        else:
            yield 0.88, f"one name holds the other; {words} says little"


def _both_over(alignment: Alignment, left: Sequence[Word], right: Sequence[Word]) -> Finding:
    """Return what it says that each name has words that the other lacks."""
    said = f"{' '.join(word.text for word in left)} against {' '.join(word.text for word in right)}"
    one, other = ({word.kind for word in side} for side in (left, right))
    shared = any(pair.left.kind == PROPER and len(pair.left.text) > 2 for pair in alignment.pairs)
    if one == other == {EMPTY}:
        return 0.8, said
    if not shared:
        return 0.1, said
    if {EMPTY} in (one, other):
        return (0.62 if PROPER not in one | other else 0.55), said
    if PLACE in one and PLACE in other:
        return 0.2, f"two places: {said}"
    if PROPER in one and PROPER in other:
        heavy = sum(pair.left.weight for pair in alignment.pairs)
        return (0.4 if heavy >= 2 * max(sum(w.weight for w in side) for side in (left, right)) else 0.25), said
    return 0.4, said


def _order(alignment: Alignment, a: Wording) -> Iterator[Finding]:
    """Yield what another order of the words says: little, unless all of them are words of places and trades."""
    if len(alignment.pairs) < 2:
        return
    if not alignment.in_order:
        yield (0.93, "another order of words") if a.proper else (0.6, "another order of words, and no name among them")


def _nothing_shared(a: Wording, b: Wording) -> Finding:
    """Return what is left to say where no word answers another: how alike the letters are as a whole."""
    alike = nearness(a.joined, b.joined)
    if alike >= 0.85 and min(len(a.joined), len(b.joined)) >= 6:
        return 0.7, f"the letters are alike ({alike:.2f})"
    return round(0.3 * alike, 2), "no word in common"
