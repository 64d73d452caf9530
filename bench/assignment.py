"""Whether claims land in the right deal: B3 of claim-to-deal assignment against a key made by hand.

In: the gold claims of the sixty articles that `bench/deal_key.tsv` names, in one study, with names resolved and claims
reconciled as in any study; the key, which says for each claim which deal it is about, made by reading and blind to the
program. Out: B3 (Bagga and Baldwin 1998): for each claim, the share of its deal's claims that the key puts into the
same deal (precision), and the share of the key's that the program puts there (recall), averaged over claims. What is
measured is the grouping, not the extraction. A claim that makes no deal counts as a deal of its own.

usage: python bench/assignment.py SHARED [--differences]
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from grouping import TODAY, as_claim, deals_of

from anello.model import Article, Claim
from anello.read import read_paths

KEY = Path(__file__).with_name("deal_key.tsv")
NEWS = {
    "seeds": "seeds",
    "wikinews-en": "news/wikinews/en",
    "wikinews-it": "news/wikinews/it",
    "wikinews-es": "news/wikinews/es",
    "factrueval-ru": "news/factrueval/ru",
}
"""Where the articles of each set of gold stand."""

GROUPS = (tuple(NEWS), *((name,) for name in NEWS))
"""The sets that are put into one study: all of them, and each by itself, so that translations are no easy matches."""


def read_key() -> dict[tuple[str, str], dict[int, str]]:
    """Return for each article (set, name) the deal of each of its claims, by line."""
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    lines = [line for line in KEY.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t"):
        found[row["set"], row["article"]][int(row["line"])] = row["deal"]
    return found


def load(shared: Path, sets: Iterable[str]) -> tuple[list[Claim], dict[str, Article], dict[str, str]]:
    """Return the claims and articles of some sets, and the key's deal of each claim."""
    claims: list[Claim] = []
    articles: dict[str, Article] = {}
    deal_of: dict[str, str] = {}
    for (of, name), deals in read_key().items():
        if of not in sets:
            continue
        path = shared / NEWS[of] / f"{name}.txt"
        article = next(a for a in read_paths([str(path)], today=TODAY) if isinstance(a, Article))
        articles[article.id] = article
        for number, line in enumerate((shared / "gold" / of / f"{name}.jsonl").read_text("utf-8").splitlines(), 1):
            if number in deals:
                claim = as_claim(json.loads(line), article)
                claims.append(replace(claim, id=f"{claim.id}-{number}"))
                deal_of[claims[-1].id] = deals[number]
    return claims, articles, deal_of


def b3(found: Mapping[str, str], key: Mapping[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a grouping of claims against a key: claim -> group on either side.

    >>> b3({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})
    (1.0, 0.5555555555555556, 0.7142857142857143)
    """
    ours, theirs = groups(found), groups(key)
    precision = recall = 0.0
    for claim in key:
        mine, right = ours[found[claim]], theirs[key[claim]]
        precision += len(mine & right) / len(mine) / len(key)
        recall += len(mine & right) / len(right) / len(key)
    precision, recall = round(precision, 12), round(recall, 12)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def groups(of: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the claims of each group."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim, group in of.items():
        found[group].add(claim)
    return found


def assigned(claims: list[Claim], articles: dict[str, Article]) -> dict[str, str]:
    """Return the deal that the program puts each claim into; a claim without one is alone."""
    found = {claim.id: claim.id for claim in claims}
    for deal in deals_of(claims, articles):
        found |= {claim: deal.id for claim in deal.claims if claim in found}
    return found


def differences(claims: Iterable[Claim], found: Mapping[str, str], key: Mapping[str, str]) -> Iterator[str]:
    """Yield the deals of the key that fall apart, and those of the program that mix several."""
    by_id = {claim.id: claim for claim in claims}
    for mark, one, other in (("split", key, found), ("mixed", found, key)):
        for name, members in sorted(groups(one).items()):
            parts = groups({claim: other[claim] for claim in members})
            if len(parts) > 1:
                yield f"{mark} {name if mark == 'split' else ' + '.join(sorted(parts))}"
                for part in sorted(parts.values(), key=lambda p: (-len(p), min(p))):
                    yield "   " + " | ".join(brief(by_id[claim]) for claim in sorted(part))


def brief(claim: Claim) -> str:
    """Return a claim in a few words."""
    named = " > ".join(",".join(m.name for m in ms) for _, ms in sorted(claim.roles.items()) if ms)
    value = claim.amount or claim.percent
    bounds = f" {value.low}-{value.high}" if value else ""
    return f"{Path(claim.document).stem} {claim.type} {named}{bounds} {claim.status}"


def main() -> None:
    """Print the table, and what differs where asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument(
        "--differences", action="store_true", help="list what the program and the key group differently"
    )
    options = parser.parse_args()
    print("| in one study | articles | claims | deals of the key | deals found | precision | recall | B3 F1 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for number, sets in enumerate(GROUPS):
        claims, articles, key = load(options.shared, sets)
        found = assigned(claims, articles)
        precision, recall, f1 = b3(found, key)
        name = "all" if number == 0 else sets[0]
        counts = f"{len(articles)} | {len(claims)} | {len(groups(key))} | {len(groups(found))}"
        print(f"| {name} | {counts} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
        if options.differences and number == 0:
            print("\n".join(differences(claims, found, key)))


if __name__ == "__main__":
    main()
