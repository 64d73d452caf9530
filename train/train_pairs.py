"""Train the scorer: gold of the seen half and the self-written articles in, the tables of `extract/` out.

usage: python train/train_pairs.py SHARED [--out FILE]     needs scikit-learn; SHARED holds gold/ and news/
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "bench"), str(HERE)]

import numpy as np
from encyclopaedia import read_relations
from material import FOLDS, articles, fold_of
from rapidfuzz import fuzz
from readers import fold_readers
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from anello.extract.again import signs_between
from anello.extract.context import Pair
from anello.extract.evaluation import Pairing, full, role_of
from anello.extract.framewise import FrameExtractor, Readers, read_sentences
from anello.extract.learned import ClaimModel, PairModel, load_claim_model
from anello.extract.merge import parties_of
from anello.extract.pairs import find_pairs
from anello.extract.rolefit import ROLES
from anello.lang import load, pack_codes
from anello.model import CLAIM_ROLES, Article, digest_of
from anello.show import claim_view

Row = tuple[list[str], bool, str, str, str]
"""Features, whether the reading holds, its class, the group of its article, the article."""
ALIKE = 80
UNTOLD = frozenset(("control", "partnership", "project", "valuation", "ipo", "financial", "holding", "maker", "merger"))
"""Types that the demo does not list, so that their absence says nothing."""
WEIGHT_OF = {"core": 0.4, "examples": 0.7, "demo": 0.7}
"""How much an example of a set counts: encyclopaedic sentences are not news."""
TANGLED = 0.5
"""How much the self-written articles count that are tangled on purpose (their ids hold "-w"): out of fold the pairs of
real news reach .50 with them at full weight and .51 at half, average precision."""
BETA = 0.9
"""Recall counts this much beside precision: a wrong claim costs more than a missed one."""
MIN_ARTICLES, SMALLEST = 3, 0.015


def examples() -> Iterator[tuple[Article, list[dict], str]]:
    """Yield the examples of the packs: one sentence and one claim, or none, each."""
    for code in pack_codes():
        for number, example in enumerate(load(code).examples):
            text = example["text"] + "\n"
            article = Article(digest_of(text), f"example-{code}-{number}", text, "", code)
            gold = [] if "type" not in example else [{**example, "evidence": example["text"]}]
            yield article, gold, "examples"


DEMO_ROLES = {
    "supply": ("customer", "supplier"),
    "investment": ("investor", "target"),
    "loan": ("lender", "borrower"),
    "guarantee": ("guarantor", "beneficiary"),
    "licence": ("licensee", "licensor"),
    "acquisition": ("buyer", "target"),
    "stake": ("holder", "target"),
    "right": ("grantor", "holder"),
}
"""Which roles the payer and the payee of a deal of the demo have."""


def demo() -> Iterator[tuple[Article, list[dict], str]]:
    """Yield the self-written articles of the demo with the deals that each is said to tell."""
    from anello.read import read_paths

    home = HERE.parent / "src/anello/demo"
    expected = tomllib.loads((home / "expected.toml").read_text(encoding="utf-8"))
    for path in sorted((home / "articles").glob("*.txt")):
        for article in read_paths([str(path)], today=expected["today"]):
            if not isinstance(article, Article):
                continue
            gold = []
            for deal in expected["deal"]:
                roles = DEMO_ROLES.get(deal["type"])
                if roles and path.name in deal["articles"]:
                    named = {role: deal.get(side) for role, side in zip(roles, ("payer", "payee"), strict=True)}
                    gold.append({"type": deal["type"], "roles": named, "status": "agreed", "evidence": article.text})
            yield replace(article, document=path.stem), gold, "demo"


def labelled(article: Article, gold: list[dict], extractor: FrameExtractor):
    """Yield features, the classes that hold, the classes that may not be learned from, for each pair of an article."""
    language = load(article.language)
    sentences = read_sentences(article, language, extractor.directory, extractor.readers)
    pairing = Pairing(gold, [])

    def same(gold_name: str, found: str) -> bool:
        """Spellings of one name may differ more here than in a score: labels are wanted, not marks."""
        if pairing.same_name(gold_name, found):
            return True
        if full(found) in pairing.used:
            return False
        entry = extractor.directory.find_entry(gold_name)
        other = extractor.directory.find_entry(found)
        known = entry is not None and other is not None and (entry.id == other.id or other.parent == entry.id)
        return (
            (known and entry is not None and entry.kind == "state")
            or entry is other is not None
            or fuzz.ratio(full(gold_name), full(found)) >= ALIKE
        )

    claims = []
    for g in gold:
        roles = CLAIM_ROLES[g["type"]]
        at = article.text.find(g["evidence"]) if isinstance(g.get("evidence"), str) else -1
        span = (at, at + len(g["evidence"])) if at >= 0 else None
        claims.append((g, [role_of(g, r) for r in roles], span))
    for context in extractor.contexts(sentences, language):
        s = context.sentence
        for pair in find_pairs(context):
            yes, unsure = set(), set()
            a, b = pair.left.mention.name, pair.right.mention.name
            for g, roles, span in claims:
                here = span is not None and s.start < span[1] and span[0] < s.end
                if g["type"] == "partnership" or (g["type"] == "acquisition" and len(roles[0]) > 1 and not roles[1]):
                    kind = "partnership" if g["type"] == "partnership" else "merger"
                    hit = any(same(x, a) for x in roles[0]) and any(same(x, b) for x in roles[0])
                    found = [f"{kind}:0"] if hit else []
                elif len(roles) == 2:
                    found = []
                    for way, (x, y) in enumerate(((a, b), (b, a))):
                        if any(same(n, x) for n in roles[0]) and any(same(n, y) for n in roles[1]):
                            found.append(f"{g['type']}:{way}")
                else:
                    continue
                (yes if here and not g.get("optional") else unsure).update(found)
            yield pair, yes, unsure - yes


def gather(shared: Path, readers: Sequence[Readers], unseen: bool = False) -> list[Row]:
    """Return one row for each class that may hold of each pair of each article."""
    extractor = FrameExtractor()
    out: list[Row] = []
    more = () if unseen else chain(examples(), demo())
    for article, gold, group in chain(articles(shared, unseen), more):
        if article.language not in pack_codes():
            continue
        told = {n for g in gold for r in g["roles"] for n in role_of(g, r)}
        extractor.readers = readers[fold_of(article.document)]
        for pair, yes, unsure in labelled(article, gold, extractor):
            if group == "examples" and told and not {pair.left.mention.name, pair.right.mention.name} <= told:
                continue  # an example shows one claim and may make others
            counts["positives"] += len(yes)
            counts["positives not allowed"] += len(yes - pair.readings.keys())
            for class_ in pair.readings:
                if class_ not in unsure and not (group == "demo" and class_.partition(":")[0] in UNTOLD):
                    features = columns_of(pair, class_)
                    out.append((features, class_ in yes, class_, group, article.document))
    core = shared / "cases/relations/core_train.json"
    if core.is_file() and not unseen:
        for pair, yes, unsure, name in read_relations(core, extractor):
            for class_ in pair.readings:
                if class_ not in unsure:
                    features = columns_of(pair, class_)
                    out.append((features, class_ in yes, class_, "core", name))
    return out


counts: Counter[str] = Counter()


def columns_of(pair: Pair, class_: str) -> list[str]:
    """Return the columns of one reading of a pair: features for its type, and what counts for any type."""
    type_, _, way = class_.partition(":")
    readings = pair.readings[class_]
    return [f"{type_}|{f}" for f in pair.features[int(way)]] + readings + [f"{type_}|{f}" for f in readings]


def matrix(rows: Sequence[Row], index: dict[str, int]) -> sparse.csr_matrix:
    """Return the rows as a sparse matrix over the features of an index."""
    columns, starts = [], [0]
    for features, *_ in rows:
        columns += [index[f] for f in features if f in index]
        starts.append(len(columns))
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, starts), (len(rows), len(index)))


def fit(x: sparse.csr_matrix, rows: Sequence[Row], c: float) -> np.ndarray:
    """Return the weights; what speaks for a class in particular is trusted less than what speaks for any."""
    y = np.array([r[1] for r in rows])
    weight = np.array([TANGLED if "-w" in r[4] else WEIGHT_OF.get(r[3], 1.0) for r in rows])
    model = LogisticRegression(C=c, solver="liblinear", fit_intercept=False)
    return model.fit(x, y, sample_weight=weight).coef_.ravel()


def features_of(rows: Sequence[Row]) -> dict[str, int]:
    """Return a number for each feature that occurs in enough articles."""
    where: dict[str, set[str]] = {}
    for features, _, _, _, document in rows:
        for f in features:
            where.setdefault(f, set()).add(document)
    return {f: i for i, f in enumerate(sorted(f for f, docs in where.items() if len(docs) >= MIN_ARTICLES))}


def as_model(w: np.ndarray, index: dict[str, int], threshold: float = 0.5) -> PairModel:
    """Return fitted weights as the package uses them."""
    table: dict[str, dict[str, float]] = {}
    for name, at in index.items():
        class_, feature = split_name(name)
        if abs(w[at]) >= SMALLEST:
            table.setdefault(feature, {})[class_] = round(float(w[at]), 2)
    return PairModel(table, threshold)


def split_name(name: str) -> tuple[str, str]:
    """Return (class or "", feature) of a column."""
    class_, bar, feature = name.partition("|")
    return (class_, feature) if bar and class_ in ROLES else ("", name)


def gather_claims(shared: Path, readers: Sequence[Readers], models: Sequence[PairModel]) -> list[Row]:
    """Return one row for each claim that an article may make, judged by the model that did not see it."""
    extractor, out = FrameExtractor(), []
    for article, gold, group in chain(articles(shared), demo()):
        if article.language not in pack_codes():
            continue
        fold = fold_of(article.document)
        extractor.model, extractor.readers = models[fold], readers[fold]
        language = load(article.language)
        pairing = Pairing(gold, [], article.text)
        for drafts, features in extractor.judged(
            read_sentences(article, language, extractor.directory, extractor.readers), language
        ):
            best = max(drafts, key=lambda d: d.score)
            found = {
                "type": best.type,
                "roles": {r: [m.name for m in ms] for r, ms in best.roles.items()},
                "metric": best.binding.trigger.word.metric,
                "product": best.product,
                "amount": best.money
                and {"low": best.money.low, "high": best.money.high, "currency": best.money.currency},
                "evidence": article.text[best.binding.trigger.sentence.start : best.binding.trigger.sentence.end],
            }
            hits = [g for g in gold if pairing.agrees(g, found)]
            if (hits and all(g.get("optional") for g in hits)) or (group == "demo" and best.type in UNTOLD):
                continue
            out.append((features, bool(hits), best.type, group, article.document))
    return out


def gather_repeats(
    shared: Path, readers: Sequence[Readers], models: Sequence[PairModel], claim_model: ClaimModel
) -> list[Row]:
    """Return one row for each later statement about parties that an earlier one names: is it a claim of its own?"""
    extractor, out = FrameExtractor(), []
    extractor.claim_model = ClaimModel(claim_model.weights, claim_model.threshold * 2 / 3)
    for article, gold, group in articles(shared):
        if article.language not in pack_codes():
            continue
        fold = fold_of(article.document)
        extractor.model, extractor.readers = models[fold], readers[fold]
        language = load(article.language)
        sentences = read_sentences(article, language, extractor.directory, extractor.readers)
        claims, told = extractor.claims(article, sentences, [[] for _ in sentences], language)
        pairing = Pairing(gold, [claim_view(c) for c in claims], article.text)
        right = {*pairing.right.values(), *pairing.extra.values()}
        for later, claim in enumerate(claims):
            for earlier, kept in enumerate(claims[:later]):
                alike = claim.type == kept.type and parties_of(claim) == parties_of(kept)
                if alike and (earlier in right or later in right):
                    signs = signs_between(kept, claim, told)
                    out.append((signs, {earlier, later} <= right, claim.type, group, article.document))
    return out


def out_of_fold(rows: Sequence[Row], c: float, models: list[PairModel] | None = None) -> np.ndarray:
    """Return probabilities for each row from models that did not see its article; `models` collects the models."""
    fold = np.array([fold_of(r[4]) for r in rows])
    out = np.zeros(len(rows))
    for number in range(FOLDS):
        train = [r for r, f in zip(rows, fold, strict=True) if f != number]
        index = features_of(train)
        w = fit(matrix(train, index), train, c)
        if models is not None:
            models.append(as_model(w, index))
        out[fold == number] = 1 / (
            1 + np.exp(-(matrix([r for r, f in zip(rows, fold, strict=True) if f == number], index) @ w))
        )
    return out


def best_threshold(rows: Sequence[Row], p: np.ndarray) -> tuple[float, str]:
    """Return the threshold with the best F-score, precision first, and what it reaches out of fold."""
    y = np.array([r[1] for r in rows])
    real = np.array([r[3] not in ("core", "examples", "demo") for r in rows])
    y, p = (y[real], p[real]) if real.any() else (y, p)
    best = (0.0, 0.5, "")
    for t in np.arange(0.1, 0.9, 0.05):
        hit = p >= t
        tp, found, gold = (hit & y).sum(), hit.sum(), y.sum()
        f = 2 * tp / max(found + gold, 1)
        weighed = (1 + BETA**2) * tp / max(found + BETA**2 * gold, 1)
        best = max(
            best,
            (
                weighed,
                float(t),
                f"F1 {f:.3f} P {tp / max(found, 1):.3f} R {tp / max(gold, 1):.3f} at {t:.2f}, {gold} hold",
            ),
        )
    return best[1], best[2]


def head_of(rows: Sequence[Row]) -> str:
    """Return the first line of a table: on what it was trained."""
    documents, written = {r[4] for r in rows}, {r[4] for r in rows if r[3].startswith("written")}
    digest = digest_of(*(f"{r[4]}{r[1]}{r[2]}{len(r[0])}" for r in rows))
    return (
        f"# Made by train/train_pairs.py from {len(rows)} readings in {len(documents)} texts, "
        f"{len(written)} of them self-written articles; digest {digest}"
    )


def write_pairs(path: Path, rows: Sequence[Row], model: PairModel) -> None:
    """Write the table of pairs: a line of classes, one of the threshold, one a feature, weights in hundredths."""
    classes = sorted({c for row in model.weights.values() for c in row})
    number = {name: i for i, name in enumerate(classes)}
    lines = [head_of(rows), "\t".join(["classes", *classes]), f"threshold\t{model.threshold:.2f}"]
    for name, row in sorted(model.weights.items()):
        lines.append(f"{name}\t" + " ".join(f"{number[c]}={round(w * 100)}" for c, w in sorted(row.items())))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def weights_of(w: np.ndarray, index: dict[str, int]) -> dict[str, float]:
    """Return fitted weights by feature, those that count for next to nothing left out."""
    return {name: round(float(w[at]), 2) for name, at in index.items() if abs(w[at]) >= SMALLEST}


def write_claims(path: Path, rows: Sequence[Row], threshold: float, c: float) -> None:
    """Write the table of claims: a line of the threshold, one for each feature, weights in hundredths."""
    index = features_of(rows)
    weights = weights_of(fit(matrix(rows, index), rows, c), index)
    lines = [head_of(rows), f"threshold\t{threshold:.2f}"]
    lines += [f"{name}\t{round(weight * 100)}" for name, weight in weights.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def tell(what: str, rows: Sequence[Row], p: np.ndarray) -> float:
    """Print what is reached out of fold, over all and by group; return the best threshold over all."""
    threshold, reached = best_threshold(rows, p)
    print(f"{what}, out of fold: {reached}")
    for group in sorted({r[3] for r in rows}):
        of = [i for i, r in enumerate(rows) if r[3] == group]
        print(f"  {group}:", best_threshold([rows[i] for i in of], p[of])[1])
    return threshold


def main() -> int:
    """Gather, fit, say what is reached out of fold, and write the three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/anello/extract")
    parser.add_argument("--c", type=float, default=0.1)
    parser.add_argument("--c2", type=float, default=0.1)
    parser.add_argument("--threshold", type=float, default=0.27, help="from which probability on a claim is kept")
    parser.add_argument("--again", type=float, default=0.35, help="from which probability on a repeat is a claim")
    o = parser.parse_args()
    readers = fold_readers(o.shared)
    rows = gather(o.shared, readers)
    print(len(rows), "readings", dict(counts), dict(Counter(r[3] for r in rows)))
    print(dict(Counter(r[2] for r in rows if r[1]).most_common()))
    models: list[PairModel] = []
    threshold = tell("pairs", rows, out_of_fold(rows, o.c, models))
    index = features_of(rows)
    write_pairs(o.out / "weights.tsv", rows, as_model(fit(matrix(rows, index), rows, o.c), index, threshold))
    claims = gather_claims(o.shared, readers, models)
    tell("claims", claims, out_of_fold(claims, o.c2))
    write_claims(o.out / "claims.tsv", claims, o.threshold, o.c2)
    load_claim_model.cache_clear()
    repeats = gather_repeats(o.shared, readers, models, load_claim_model())
    tell("repeats", repeats, out_of_fold(repeats, o.c2))
    write_claims(o.out / "repeats.tsv", repeats, o.again, o.c2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
