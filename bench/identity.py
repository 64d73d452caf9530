"""Measure who is who: how often two names are rightly called the same, on three sets of pairs.

usage: python bench/identity.py SHARED [--write FILE] [--errors]

SHARED is the folder that holds `cases/names/cases.csv`. The sets: those cases, in a tuning half and an unseen half by
the CRC-32 of the pair; pairs of a Cyrillic and a Latin name out of the directory, which is hidden while they are
compared; the hard pairs of `tests/identity_pairs.csv`. `--errors` lists what is wrong, of the tuning half only.
Progress goes to standard error.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from anello.lang.directory import Directory, Entry, load_directory
from anello.model import Verdict
from anello.resolve import Named, compare_names
from anello.resolve.aligning import nearness
from anello.resolve.comparing import ASK, SAME
from anello.resolve.wording import wording_of

PAIRS = Path(__file__).parents[1] / "tests" / "identity_pairs.csv"
REFERENCE = {"all": 0.790, "companies": 0.856, "persons": 0.742}
"""F1 of nomenklatura's LogicV2 on all cases, both halves together; from the README of the cases."""

COLUMNS = "same: precision | recall | F1 | same or unsure: precision | recall | F1"
PERSON = "Person"
GROUPS = {"all": ("companies", "persons", "others"), "companies": ("companies",), "persons": ("persons",)}
SCHEMAS = {PERSON: "persons", "Company": "companies"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what is true of it and what was found."""

    group: str
    unseen: bool
    same: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and F1 of calling pairs the same from a score on."""

    pairs: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both, 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def measure(rows: Sequence[Judged], threshold: float) -> Measure:
    """Return the measure of the rows at a threshold."""
    found = [row for row in rows if row.verdict.score >= threshold]
    right = sum(row.same for row in found)
    return Measure(len(rows), right / max(len(found), 1), right / max(sum(row.same for row in rows), 1))


def is_unseen(left: str, right: str) -> bool:
    """Tell whether a pair belongs to the half that nothing was tuned on (it hashes odd, whatever its order)."""
    return bool(zlib.crc32("\x1f".join(sorted((left, right))).encode("utf-8")) & 1)


def judge_cases(path: Path) -> Iterator[Judged]:
    """Yield the published cases, compared without the directory."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            kind = "person" if row["schema"] == PERSON else "organisation"
            verdict = compare_names(Named(row["name1"], kind), Named(row["name2"], kind))
            group = SCHEMAS.get(row["schema"], "others")
            yield Judged(group, is_unseen(row["name1"], row["name2"]), row["is_match"] == "true", verdict)


def judge_scripts(directory: Directory) -> Iterator[Judged]:
    """Yield each Cyrillic name with the Latin name of its entry, and with that of the other entry it resembles most."""
    entries = [e for e in directory.entries.values() if e.kind in ("organisation", "fund", "regulator", "person")]
    sounds = {e.id: " ".join(word.sound for word in wording_of(e.name).words) for e in entries}
    for entry in (e for e in entries if e.cyrillic):
        for name in entry.cyrillic:
            other = _nearest(name, entry, entries, sounds)
            for latin, same in ((entry, True), (other, False)):
                kind = "person" if entry.kind == "person" else "organisation"
                verdict = compare_names(Named(latin.name, kind), Named(name, kind))
                yield Judged("persons" if kind == "person" else "firms", is_unseen(latin.name, name), same, verdict)


def _nearest(name: str, entry: Entry, entries: Iterable[Entry], sounds: dict[str, str]) -> Entry:
    sound = " ".join(word.sound for word in wording_of(name).words)
    same_kind = [e for e in entries if e.id != entry.id and (e.kind == "person") == (entry.kind == "person")]
    return max(same_kind, key=lambda e: (nearness(sound, sounds[e.id]), e.id))


def case_lines(rows: Sequence[Judged]) -> Iterator[str]:
    """Yield the table of the published cases."""
    yield f"| half | group | pairs | {COLUMNS} | LogicV2 F1 |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for half, wanted in (("tuning", (False,)), ("unseen", (True,)), ("both", (False, True))):
        for group, parts in GROUPS.items():
            here = [row for row in rows if row.unseen in wanted and row.group in parts]
            reference = f"{REFERENCE[group]:.3f}" if half == "both" else ""
            yield f"| {half} | {group} | {len(here)} | {_cells(here)} | {reference} |"


def script_lines(rows: Sequence[Judged]) -> Iterator[str]:
    """Yield the table of the pairs in two scripts."""
    yield f"| group | pairs | {COLUMNS} |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for group in ("firms", "persons"):
        here = [row for row in rows if row.group == group]
        yield f"| {group} | {len(here)} | {_cells(here)} |"


def _cells(rows: Sequence[Judged]) -> str:
    found = [measure(rows, threshold) for threshold in (SAME, ASK)]
    return " | ".join(f"{m.precision:.3f} | {m.recall:.3f} | {m.f1:.3f}" for m in found)


def hard_lines(directory: Directory) -> Iterator[str]:
    """Yield what is found of the hard pairs, by what is true, and those that are wrong."""
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    words = ("same", "different", "unsure")
    counts = {(true, found): 0 for true in words for found in words}
    wrong = []
    for row in rows:
        sides = (Named(row[side], row[f"{side}_kind"]) for side in ("left", "right"))
        verdict = compare_names(*sides, directory)
        counts[row["verdict"], verdict.verdict] += 1
        if row["verdict"] != verdict.verdict:
            wrong.append(f"- {row['left']} / {row['right']}: {row['verdict']}, found {verdict.verdict}; {row['why']}")
    yield "| true | found same | found different | found unsure |"
    yield "| --- | --- | --- | --- |"
    for true in words:
        yield f"| {true} | {' | '.join(str(counts[true, found]) for found in words)} |"
    yield from ("", "Wrong, and marked as open in the table:", "", *wrong)
    held = sum(counts[word, word] for word in words)
    yield from ("", f"{held} of {len(rows)} as they should be.")


HEAD = f"""# Who is who

Written by `python bench/identity.py SHARED --write bench/identity.md`; nothing here is edited by hand. *Same* counts
the pairs that would be merged (score {SAME} and more); *same or unsure* those that would be merged or asked about
(score {ASK} and more). See docs/parties.md for what the scores mean.
"""
CASES = """The 826 published pairs of nomenklatura's name bench, without our directory. The half of a pair is the parity
of the CRC-32 of its two names. Weights and words were set on the tuning half; of the unseen half only scores are
printed. The pairs of companies of both halves had been read before the halves were drawn, so that their unseen half
is less unseen than that of the persons.

The cases are made for screening, where a lookalike must be raised: "Macrosoft" counts there as a match of Microsoft,
and fund VII as one of fund VIII. We merge neither, and ask about the first. So *same or unsure* is what compares with
LogicV2, and *same* shows what a merge costs: its precision is the figure that must not fall.
"""
SCRIPTS = """Each Cyrillic name in the directory with the Latin name of its entry, and with that of the other entry
whose sound is nearest. The directory is hidden while they are compared. Nothing was tuned on these pairs. Many have no
common sound at all (an acronym, a translation), which is what the directory is for.
"""
HARD = """Pairs written for this bench, with the directory: scripts and cases, former names, units, products, people,
funds, states, banks, in six languages. Each is a test (`tests/test_identity.py`).
"""


def report(shared: Path) -> Iterator[str]:
    """Yield the lines of the page."""
    directory = load_directory()
    yield from (HEAD, "## Published cases", "", CASES)
    yield from case_lines(list(judge_cases(shared / "cases" / "names" / "cases.csv")))
    _tell("cases done")
    yield from ("", "## Two scripts", "", SCRIPTS)
    yield from script_lines(list(judge_scripts(directory)))
    _tell("scripts done")
    yield from ("", "## Hard pairs", "", HARD)
    yield from hard_lines(directory)


def _tell(words: str) -> None:
    print(f"{time.process_time():6.1f} s  {words}", file=sys.stderr)


def main() -> int:
    """Print the page, write it, or list errors of the tuning half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    if options.errors:
        for row in judge_cases(options.shared / "cases" / "names" / "cases.csv"):
            v, true = row.verdict, "same" if row.same else "different"
            if not row.unseen and row.same != (v.score >= ASK):
                print(f"{true}  {v.score:.2f}  {v.left} | {v.right}  {'; '.join(v.reasons)}")
        return 0
    text = "\n".join(report(options.shared)) + "\n"
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
