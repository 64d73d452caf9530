"""A user says whether two names are one party: what that means, what it takes back, and why it may not hold.

In: the word, two names or ids, claims, the directory, stored verdicts. Out: a `Judgement`: the verdicts to store, and
the parties before and after. Promise: pure; "unsure" takes back whatever was said of the two, after which the parties
are what they were before; a "same" that cannot hold is refused with the reason and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from anello.errors import NotFound, SettingsError
from anello.lang.directory import Directory
from anello.lang.transliteration import fold
from anello.model import Claim, Judgement, Party, Verdict
from anello.resolve import Resolution, gather_mentions, mention_of, resolve
from anello.resolve.aligning import nearness
from anello.resolve.comparing import AUTHOR, Named, compare_names
from anello.resolve.grouping import CONTRADICTED, Seen

USER = "user"
WORDS: Mapping[str, float] = {"same": 1.0, "different": 0.0, "unsure": 0.5}
"""What a user may say, with the score that it is stored with."""

SUGGESTED = 3
"""Names to offer where a name is not known."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that judging looks at: mentions, the parties as they stand, the parties without any verdict."""

    seen: Mapping[str, Seen]
    stored: tuple[Verdict, ...]
    now: Resolution
    alone: Resolution

    def link(self, verdict: Verdict) -> tuple[str, str]:
        """Return the sides of a stored verdict as mention ids, in order."""
        left, right = sorted(mention_of(side, self.seen) for side in (verdict.left, verdict.right))
        return left, right


def judge(
    word: str,
    names: tuple[str, str],
    claims: Sequence[Claim],
    directory: Directory,
    verdicts: Iterable[Verdict] = (),
    because: str = "",
) -> Judgement:
    """Return what it means that a user calls two names same, different or unsure.

    Raises:
        SettingsError: the word is none of the three, a name is ambiguous, both names are one mention, or the two cannot
            be the same.
        NotFound: a name is not in these claims.
    """
    if word not in WORDS:
        raise SettingsError(f"no verdict {word!r}; say {', '.join(WORDS)}")
    stored = tuple(verdict for verdict in verdicts if verdict.author != AUTHOR)
    now, alone = (resolve(claims, directory, said) for said in (stored, ()))
    known = _Known(gather_mentions(claims, directory), stored, now, alone)
    sides = [_find(name, known, directory) for name in names]
    if sides[0] == sides[1]:
        raise SettingsError(
            f"{names[0]!r} and {names[1]!r} are one mention ({sides[0]}): the articles give them one id"
        )
    left, right = sorted(sides)
    before = [verdict for verdict in stored if _speaks_of(verdict, (left, right), known)]
    if word == "same":
        _check_same((left, right), before, known)
    fresh = [replace(v, verdict="unsure", score=0.5, reasons=()) for v in before if v.verdict not in (word, "unsure")]
    if word != "unsure":
        fresh = [v for v in fresh if {v.left, v.right} != {left, right}]
        fresh.append(Verdict(left, right, word, WORDS[word], (because,) if because else (), USER))
    after = resolve(claims, directory, (*_without(stored, fresh), *fresh))
    if word == "same" and _refused(after) - _refused(now):
        raise SettingsError(_why_not((left, right), known))
    return _judgement(word, (left, right), before, fresh, known, after)


def _judgement(
    word: str,
    pair: tuple[str, str],
    before: Sequence[Verdict],
    fresh: Sequence[Verdict],
    known: _Known,
    after: Resolution,
) -> Judgement:
    left, right = pair
    was, now = (found.party_of[left] == found.party_of[right] for found in (known.now, after))
    name_of = {p.id: p.name for found in (known.now, after) for p in found.parties}
    joined = tuple(name_of[known.now.party_of[side]] for side in pair) if now and not was else ()
    parted = tuple(name_of[after.party_of[side]] for side in pair) if was and not now else ()
    taken = tuple(v for v in before if v.verdict not in (word, "unsure"))
    lost = [
        f"{v.left} = {v.right}" for v in sorted(_refused(after) - _refused(known.now), key=lambda v: (v.left, v.right))
    ]
    note = f"no longer honoured beside it: {', '.join(lost)}" if lost else _note(word, pair, was, now, known)
    return Judgement(left, right, tuple(fresh), taken, joined, parted, note)


def _refused(found: Resolution) -> set[Verdict]:
    """Return the verdicts of users that are not honoured, since others contradict them."""
    return {verdict for verdict in found.verdicts if verdict.reasons == (CONTRADICTED,)}


def _note(word: str, pair: tuple[str, str], was: bool, now: bool, known: _Known) -> str:
    """Return why nothing moved, "" where something did."""
    if was != now:
        return ""
    if word == "different":
        return "they were two parties already, and stay apart whatever comes"
    if word == "same":
        return "they were one party already, and stay one"
    if not was:
        return "they are two parties; what was said of them no longer counts"
    if known.alone.party_of[pair[0]] == known.alone.party_of[pair[1]]:
        return "they stay one party, because their names are the same; call them different to part them"
    chain = "; ".join(f"{v.left} = {v.right}" for v in known.stored if v.verdict == "same")
    return f"they stay one party because of other verdicts ({chain}); take back one of those"


def _without(stored: Sequence[Verdict], fresh: Sequence[Verdict]) -> list[Verdict]:
    """Leave out the stored verdicts that fresh ones replace: same pair, same author."""
    replaced = {(frozenset((v.left, v.right)), v.author) for v in fresh}
    return [v for v in stored if (frozenset((v.left, v.right)), v.author) not in replaced]


def _speaks_of(verdict: Verdict, pair: tuple[str, str], known: _Known) -> bool:
    """Tell whether a stored verdict is about the two: about these mentions, or others of the same two parties."""
    link = known.link(verdict)
    if link == pair:
        return True
    groups, asked = ([known.alone.party_of.get(side, side) for side in sides] for sides in (link, pair))
    return len(set(asked)) == 2 and set(groups) == set(asked)


def _check_same(pair: tuple[str, str], before: Sequence[Verdict], known: _Known) -> None:
    """Refuse a "same" that a person and a firm, or a "different" on record, forbid."""
    if known.seen[pair[0]].person != known.seen[pair[1]].person:
        raise SettingsError(f"{pair[0]!r} and {pair[1]!r} cannot be the same: one is a person, the other is not")
    for verdict in before:
        if verdict.verdict == "different":
            raise SettingsError(_contradiction(verdict))


def _contradiction(verdict: Verdict) -> str:
    because = f" ({'; '.join(verdict.reasons)})" if verdict.reasons else ""
    return (
        f"{verdict.left!r} and {verdict.right!r} were judged different{because}; take that back first with"
        f" `anello judge unsure {verdict.left} {verdict.right} STUDY`"
    )


def _why_not(pair: tuple[str, str], known: _Known) -> str:
    """Return which "different" keeps two parties apart that a user calls the same."""
    parties = {known.now.party_of[side] for side in pair}
    for verdict in known.stored:
        sides = {known.now.party_of.get(side, side) for side in known.link(verdict)}
        if verdict.verdict == "different" and sides == parties:
            return _contradiction(verdict)
    return (
        f"{pair[0]!r} and {pair[1]!r} cannot be the same: other verdicts keep them apart; see `anello parties --judged`"
    )


def _find(name: str, known: _Known, directory: Directory) -> str:
    """Return the mention id that a name or an id means; of the mentions of one party the first."""
    wanted = name.strip()
    if wanted in known.seen:
        return wanted
    folded, entry = fold(wanted), directory.find_entry(wanted)
    ids = [i for i, found in known.seen.items() if folded in {fold(n) for n in (*found.names, found.key)} and folded]
    ids = ids or [i for i, party in known.alone.party_of.items() if party == wanted]
    ids = ids or [i for i, party in known.now.party_of.items() if party == wanted]
    if not ids and entry:
        ids = [i for i, found in known.seen.items() if found.entry and found.entry.id == entry.id]
    if not ids:
        raise NotFound(_unknown(name, known.now.parties))
    groups = {known.alone.party_of[i] for i in ids}
    if len(groups) > 1:
        some = ", ".join(sorted(ids)[:5])
        raise SettingsError(f"{name!r} may be {len(groups)} parties ({some}); give one of these ids")
    return min(ids)


def _unknown(name: str, parties: Sequence[Party]) -> str:
    folded = fold(name)

    def likeness(party: Party) -> tuple[float, float, str]:
        verdict = compare_names(Named(name, party.kind), Named(party.name, party.kind))
        return verdict.score, nearness(folded, fold(party.name)), party.name

    near = [party for party in nlargest(SUGGESTED, parties, key=likeness) if max(likeness(party)[:2]) >= 0.4]
    hint = f"did you mean {', '.join(f'{party.name} ({party.id})' for party in near)}? " if near else ""
    return f"no party of this study is called {name!r}; {hint}`anello parties` lists them"
