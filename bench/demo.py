"""Print the demo corpus finding by finding: what is expected, met or not, and what was found instead.

usage: python bench/demo.py [--unmet] [--kind KIND] [--update]

`--unmet` leaves out what is met, `--kind` keeps one kind (deal, told, ring ...). `--update` rewrites the list of open
findings that the test holds against the program: met findings leave it, reasons already written stay.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from demo_findings import OPEN, all_findings, load_open
from demo_study import Demo

HEAD = """# Findings of the demo that the program does not make yet: id = reason. tests/test_demo.py expects exactly these to
# fail, so that progress shows. Rewrite it with `python bench/demo.py --update`; expected.toml never follows the program.
"""


def main() -> int:
    """Print one row for each finding and one for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unmet", action="store_true")
    parser.add_argument("--kind")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(Path(folder))
        found = {finding.id: finding.check(demo) for finding in all_findings()}
    print_findings(found, options.unmet, options.kind)
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


def print_counts(found: dict[str, str]) -> None:
    """Print a row for each kind."""
    asked = Counter(name.split(":")[0] for name in found)
    met = Counter(name.split(":")[0] for name, instead in found.items() if not instead)
    print("\n| kind | met | expected |\n| --- | --- | --- |")
    for kind in asked:
        print(f"| {kind} | {met[kind]} | {asked[kind]} |")
    print(f"| all | {met.total()} | {asked.total()} |")


def write_open(found: dict[str, str]) -> None:
    """Rewrite the list of open findings."""
    known = load_open()
    lines = [f"{_quoted(name)} = {_quoted(known.get(name, instead))}" for name, instead in found.items() if instead]
    OPEN.write_text(HEAD + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.exit(main())
