"""What a person decides: one dated list of decisions on claims, names and deals, each shown before it is kept.

In: a study, a `Proposal`. Out: `Decision`s; an `Effect`: everything that the study says without and with one. Promise:
a preview keeps nothing and shows exactly what keeping then gives; taking a decision back gives exactly what there was
without it; of two decisions on one subject the later holds. See docs/review.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from anello.errors import NotFound, SettingsError
from anello.lang.directory import load_directory
from anello.model import CLAIM_VERDICTS, DECISION_KINDS, Claim, Deal, Decision, Judgement, Link, Verdict
from anello.pipeline.opening import open_ledger, split_rejected
from anello.resolve.context import tell_apart
from anello.resolve.judging import WORDS, judge
from anello.show import View
from anello.store import Standing, Study, open_study, standing_of
from anello.store.standing import UNDO

RELATIONS = ("part-of", "supersedes", "overlaps", "apart", UNDO)
"""What may be said of two deals."""

LONGEST_REASON = 2000
"""Characters of a reason, at most."""

SHORTEST = 4
"""Characters of the id of a decision, at least, by which it is taken back."""


Opener = Callable[[date | None, str | None], View]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to decide; `left` and `right` are ids, the beginning of ids, or names of parties."""

    kind: str
    word: str
    left: str
    right: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the study says before and after a decision is kept, or taken back where `undone` is set."""

    decision: Decision
    before: View
    after: View
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The decisions in the order in which they were made, those of which something holds, and what the study says."""

    decisions: tuple[Decision, ...]
    holding: frozenset[str]
    view: View


def open_review(study: Study) -> Reviewed:
    """Return all decisions with what they come to.

    Raises:
        StoreError: the study could not be read.
    """
    decisions = tuple(study.decisions())
    standing = standing_of(decisions)
    return Reviewed(decisions, standing.holding, open_ledger(study, standing=standing))


def propose(study: Study, proposal: Proposal, made: datetime | None = None, opener: Opener | None = None) -> Decision:
    """Return the decision that a proposal comes to, not kept yet.

    Args:
        made: when it was made; kept to the second, in UTC.
        opener: gives what the study says as of a day at a floor, where somebody keeps that already.

    Raises:
        NotFound: there is no such claim, deal or name.
        SettingsError: the word is none for this kind, something is ambiguous, or the two cannot be what is said.
        StoreError: the study could not be read.
    """
    if proposal.kind not in DECISION_KINDS:
        raise SettingsError(f"no decisions on {proposal.kind!r}; there are {', '.join(DECISION_KINDS)}")
    if len(proposal.because) > LONGEST_REASON:
        raise SettingsError(f"a reason of {len(proposal.because)} characters is too long; {LONGEST_REASON} are kept")
    if proposal.kind == "parties":
        return _on_parties(study, proposal, made)
    view = opener(None, None) if opener else open_ledger(study)
    return _on_claim(view, proposal, made) if proposal.kind == "claim" else _on_deals(view, proposal, made)


def preview(
    study: Study,
    proposal: Proposal,
    *,
    as_of: date | None = None,
    floor: str | None = None,
    opener: Opener | None = None,
) -> Effect:
    """Return what a decision would change, and keep nothing; arguments as of `propose`.

    Raises:
        NotFound: there is no such claim, deal or name.
        SettingsError: the proposal cannot be, or the floor is no status.
        StoreError: the study could not be read.
    """
    decision = propose(study, proposal, opener=opener)
    before = opener(as_of, floor) if opener else open_ledger(study, as_of=as_of, floor=floor)
    return Effect(decision, before, _after(study, before, (*study.decisions(), _last(decision))))


def preview_undo(study: Study, key: str, *, as_of: date | None = None, floor: str | None = None) -> Effect:
    """Return what taking a decision back would change, and take nothing back.

    Raises:
        NotFound: there is no such decision.
        SettingsError: more than one decision fits, or the floor is no status.
        StoreError: the study could not be read.
    """
    decision = find_decision(study, key)
    left = tuple(kept for kept in study.decisions() if kept.id != decision.id)
    before = open_ledger(study, as_of=as_of, floor=floor)
    return Effect(decision, before, _after(study, before, left), undone=True)


def save(study: Study, proposal: Proposal, made: datetime) -> Decision:
    """Keep a decision and return it; one that says what holds already, for the same reason, is not kept twice.

    Raises:
        NotFound: there is no such claim, deal or name.
        SettingsError: the proposal cannot be.
        StoreError: the study could not be read or written.
    """
    return keep(study, propose(study, proposal, made))


def keep(study: Study, decision: Decision) -> Decision:
    """Keep a decision that was proposed; see `save`.

    Raises:
        StoreError: the study could not be read or written.
    """
    said = tuple(study.decisions())
    holding = standing_of(said).holding
    decision = replace(decision, made=_in_utc(decision.made))
    same = (kept for kept in reversed(said) if kept.id in holding and _says_the_same(kept, decision))
    return next(same, None) or study.add_decision(decision)


def undo(study: Study, key: str) -> Decision:
    """Take a decision back and return it; whatever held before it holds again.

    Raises:
        NotFound: there is no such decision.
        SettingsError: more than one decision fits.
        StoreError: the study could not be read or written.
    """
    decision = find_decision(study, key)
    study.drop_decision(decision.id)
    return decision


def find_decision(study: Study, key: str) -> Decision:
    """Return the decision with this id or beginning of an id.

    Raises:
        NotFound: no decision fits.
        SettingsError: more than one fits.
    """
    wanted = key.strip()
    fits = [d for d in study.decisions() if d.id == wanted or (len(wanted) >= SHORTEST and d.id.startswith(wanted))]
    if not fits:
        raise NotFound(f"no decision {key!r}; `anello review` lists their ids")
    if len(fits) > 1:
        raise SettingsError(f"{key!r} fits {len(fits)} decisions; give more of the id")
    return fits[0]


def judge_names(
    study: Study, word: str, names: tuple[str, str], because: str = "", made: datetime | None = None
) -> Judgement:
    """Keep what a user says of two names (same, different, unsure), and return what it changed.

    Raises:
        SettingsError: the word is none of the three, a name is ambiguous, or the two cannot be the same.
        NotFound: a name is not in this study.
        StoreError: the study could not be read or written; then nothing of it was kept.
    """
    judgement = _judged(study, word, names, because, study.standing())
    if judgement.stored:
        keep(study, _of_judgement(word, judgement, because, made))
    return judgement


def link_deals(study_path: str | Path, word: str, one: str, other: str, made: datetime | None = None) -> str:
    """Keep in the study how one deal stands to another, or take that back ("undo"); return what was done, for people.

    Raises:
        NotFound: there is no such deal, or nothing to take back.
        SettingsError: more than one deal fits, or both are the same.
        StoreError: the study could not be read or written.
    """
    with open_study(study_path) as study:
        kept = keep(study, propose(study, Proposal("deals", word, one, other), made))
    if word == UNDO:
        return f"taken back: what was said of {kept.left} and {kept.right}"
    return f"kept: {kept.left} {word} {kept.right}"


# --- one kind each ----------------------------------------------------------------------------------------------------


def _on_claim(view: View, proposal: Proposal, made: datetime | None) -> Decision:
    if proposal.word not in CLAIM_VERDICTS:
        raise SettingsError(f"a claim is {' or '.join(CLAIM_VERDICTS)}, not {proposal.word!r}")
    claim: Claim = view.find_claim(proposal.left)
    return _decision(proposal, claim.id, None, made)


def _on_deals(view: View, proposal: Proposal, made: datetime | None) -> Decision:
    if proposal.word not in RELATIONS:
        raise SettingsError(f"no relation {proposal.word!r} of deals; there are {', '.join(RELATIONS)}")
    one, other = view.find_deal(proposal.left), view.find_deal(_right(proposal))
    if one.id == other.id:
        raise SettingsError(f"{proposal.left!r} and {proposal.right!r} are one deal; name two")
    if proposal.word == UNDO and not any(
        k.by == "user" and {k.deal, k.other} == {one.id, other.id} for k in view.links
    ):
        raise NotFound(f"nothing was said of {one.id} and {other.id}; `anello links` lists what is")
    link = Link(one.id, proposal.word.replace("-", "_"), other.id, "user", _anchor(one), "", _anchor(other))
    return replace(_decision(proposal, one.id, other.id, made), link=link)


def _anchor(deal: Deal) -> str:
    """Return the claim by which a deal is found again: the first of its history."""
    return deal.history[0].claim


def _on_parties(study: Study, proposal: Proposal, made: datetime | None) -> Decision:
    """Return a decision on names; unlike `anello judge`, a "same" takes back a "different" on the same two."""
    names, standing = (proposal.left, _right(proposal)), study.standing()
    if proposal.word not in WORDS:
        raise SettingsError(f"no verdict {proposal.word!r}; say {', '.join(WORDS)}")
    cleared: tuple[Verdict, ...] = ()
    if proposal.word == "same":
        taken = _judged(study, "unsure", names, "", standing)
        cleared = taken.stored if any(v.verdict == "different" for v in taken.taken_back) else ()
        standing = replace(standing, verdicts=_over(standing.verdicts, cleared))
    judgement = _judged(study, proposal.word, names, proposal.because, standing)
    if not judgement.stored:
        raise NotFound(f"nothing was said of {names[0]!r} and {names[1]!r}; `anello parties --judged` lists what is")
    stored = _over(cleared, judgement.stored)
    return replace(_of_judgement(proposal.word, judgement, proposal.because, made), verdicts=stored)


def _over(verdicts: Sequence[Verdict], later: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Return verdicts with later ones in the place of those on the same pair."""
    replaced = {(frozenset((v.left, v.right)), v.author) for v in later}
    return (*(v for v in verdicts if (frozenset((v.left, v.right)), v.author) not in replaced), *later)


def _judged(study: Study, word: str, names: tuple[str, str], because: str, standing: Standing) -> Judgement:
    claims, _ = split_rejected(tell_apart(study.claims(), load_directory()), standing)
    return judge(word, names, claims, load_directory(), standing.verdicts, because)


def _of_judgement(word: str, judgement: Judgement, because: str, made: datetime | None) -> Decision:
    proposal = Proposal("parties", word, judgement.left, judgement.right, because)
    return replace(_decision(proposal, judgement.left, judgement.right, made), verdicts=judgement.stored)


def _right(proposal: Proposal) -> str:
    if proposal.right is None:
        raise SettingsError(f"a decision on {proposal.kind} needs two sides; give the other one")
    return proposal.right


def _decision(proposal: Proposal, left: str, right: str | None, made: datetime | None) -> Decision:
    return Decision("", 0, made, proposal.kind, proposal.word, left, right, proposal.because)


# --- keeping and comparing --------------------------------------------------------------------------------------------


def _says_the_same(one: Decision, other: Decision) -> bool:
    return replace(one, id="", number=0, made=None) == replace(other, id="", number=0, made=None)


def _in_utc(made: datetime | None) -> datetime | None:
    """Return a time in UTC without a zone, to the second; one without a zone is taken to be in UTC."""
    if made is None:
        return None
    plain = made.astimezone(UTC).replace(tzinfo=None) if made.tzinfo is not None else made
    return plain.replace(microsecond=0)


def _last(decision: Decision) -> Decision:
    """Return a decision as it will stand once it is kept: after all others."""
    return replace(decision, id="proposed", number=2**62)


def _after(study: Study, before: View, decisions: Sequence[Decision]) -> View:
    return open_ledger(study, as_of=before.as_of, floor=before.floor, standing=standing_of(decisions))
