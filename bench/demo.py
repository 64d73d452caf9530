"""Print the demo corpus finding by finding: what is expected, met or not, and what was found instead.

usage: python bench/demo.py [--unmet] [--kind KIND] [--others] [--update]

`--unmet` leaves out what is met, `--kind` keeps one kind (deal, told, ring ...), `--others` adds the deals that nobody
expects, to be judged by eye. `--update` rewrites the list of open
findings that the test holds against the program: met findings leave it, reasons already written stay.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from demo_findings import OPEN, all_findings, load_open
from demo_study import Demo, claims_of, deals_like, load_expected, short, told_in

from anello.show import View

HEAD = """# Findings of the demo that the program does not make yet: id = reason. tests/test_demo.py expects
# just these to fail, so that progress shows. `python bench/demo.py --update` rewrites the list;
# what begins with "found:" was written by it. expected.toml never follows the program.
"""
WRITTEN = "found: "


def main() -> int:
    """Print one row for each finding and one for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unmet", action="store_true")
    parser.add_argument("--kind")
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(Path(folder))
        found = {finding.id: finding.check(demo) for finding in all_findings()}
        others = list(unexpected(demo.view())) if options.others else []
    print_findings(found, options.unmet, options.kind)
    print("\n".join(others))
    print_counts(found)
    if options.update:
        write_open(found)
    return 0


def print_findings(found: dict[str, str], unmet: bool, kind: str | None) -> None:
    """Print a row for each finding."""
    print("| finding | met | found instead |")
    print("| --- | --- | --- |")
    for name, instead in found.items():
        if (instead or not unmet) and kind in (None, name.split(":")[0]):
            print(f"| {name} | {'no' if instead else 'yes'} | {instead.replace('|', '/')} |")


def unexpected(view: View) -> Iterator[str]:
    """Yield a row for each deal that stands and that no expectation speaks of."""
    wanted = {deal.id for one in load_expected()["deal"] for deal in deals_like(view, one)}
    for deal in view.deals:
        if deal.id not in wanted:
            passages = " / ".join(span.text for claim in claims_of(view, deal) for span in claim.evidence)
            files = ", ".join(sorted(map(short, told_in(view, deal))))
            yield f"| {deal.type} {' and '.join(deal.parties)} {deal.status} | other | {files}: {passages} |"


def print_counts(found: dict[str, str]) -> None:
    """Print a row for each kind."""
    asked = Counter(name.split(":")[0] for name in found)
    met = Counter(name.split(":")[0] for name, instead in found.items() if not instead)
    print("\n| kind | met | expected |\n| --- | --- | --- |")
    for kind in asked:
        print(f"| {kind} | {met[kind]} | {asked[kind]} |")
    print(f"| all | {met.total()} | {asked.total()} |")


def write_open(found: dict[str, str]) -> None:
    """Rewrite the list of open findings; reasons that somebody wrote stay."""
    known = {name: reason for name, reason in load_open().items() if not reason.startswith(WRITTEN)}
    reasons = {name: known.get(name, WRITTEN + instead) for name, instead in found.items() if instead}
    lines = [f"{_quoted(name)} = {_quoted(reason)}" for name, reason in reasons.items()]
    OPEN.write_text(HEAD + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.exit(main())
