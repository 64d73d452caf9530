"""One walk over all language packs: their tables are sound, and each example shows what its trigger says.

The examples are read by the frames alone: a pack answers for its words, the scorer for what it makes of them.

An example that is right by the spec but not found yet says so in `open`; it is expected to fail, strictly. Once
examples are found again, `python tests/extract/rewrite_goldens.py` takes their marks away.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from anello.extract import Extractor
from anello.extract.document import TOKEN
from anello.extract.frames import all_frames
from anello.extract.framewise import FrameExtractor
from anello.extract.lexicon import compile_phrases
from anello.lang import TABLES, Language, load, pack_codes
from anello.lang.directory import load_directory
from anello.model import CLAIM_ROLES, METRICS, RIGHTS, STATUSES, Article, Claim

CODES = pack_codes()
OPTIONAL = {"bare_is_of", "cases", "opens_noun", "verb_final"}
"""Keys of grammar that not every language needs."""
BY_MEANING = {"deals.marks", "deals.cases"}
"""Tables whose keys are data: the meanings of prepositions and of cases."""
UNREAD: set[tuple[str, str]] = set()
"""Keys that stand in packs and that no code reads yet; this set may only shrink."""
EXAMPLE_KEYS = {"frame", "kind", "text", "type", "roles", "status", "amount", "claims", "open"} | {
    *("percent", "product", "metric", "right")
}


@cache
def keys_read() -> frozenset[str]:
    """Return every string literal of the rooms that read packs: a key that stands nowhere in them is read by nobody."""
    literals = set()
    for path in (*Path(str(files("anello.extract"))).glob("*.py"), *Path(str(files("anello.reconcile"))).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        literals |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return frozenset(literals)


def tables(language: Language) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each table of the deal, stance and source files with its dotted name; entries of a list one by one."""
    for top in ("deals", "stance", "sources"):
        table = getattr(language, top)
        yield top, table
        for key, value in table.items():
            if isinstance(value, dict):
                yield f"{top}.{key}", value
            for row in value if isinstance(value, list) else ():
                if isinstance(row, dict):
                    yield f"{top}.{key}", row


def word_lists(language: Language) -> Iterator[tuple[str, list[str]]]:
    for name, table in tables(language):
        label = table.get("frame") or table.get("status") or ""
        for key, value in table.items():
            if isinstance(value, list) and value and isinstance(value[0], str):
                yield f"{name}:{label}:{key}", value


def entry_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what an example and the trigger entry that it shows have in common."""
    return tuple(row.get(key) for key in ("frame", "kind", "metric", "right"))


def lows_of(text: str) -> list[str]:
    return [m.group().casefold().replace("’", "'") for m in TOKEN.finditer(text)]


def is_shown(entry: Mapping[str, Any], examples: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether an example names the entry and has one of its words."""
    words = compile_phrases(entry["words"])
    texts = (lows_of(e["text"]) for e in examples if "frame" in e and entry_of(e) == entry_of(entry))
    return any(words.has(lows, 0, len(lows)) for lows in texts)


def packs(**opened: str) -> Any:
    """Parametrise by pack; a pack that does not keep the rule yet is named with the reason, and expected to fail."""
    marks = {code: [pytest.mark.xfail(strict=True, reason=reason)] for code, reason in opened.items()}
    return pytest.mark.parametrize("code", [pytest.param(code, marks=marks.get(code, [])) for code in CODES])


@pytest.mark.parametrize("code", CODES)
class TestTables:
    def test_every_key_is_read_by_the_code(self, code: str) -> None:
        keyed = [(name, key) for name, table in tables(load(code)) for key in table if name not in BY_MEANING]
        assert {(name, key) for name, key in keyed if key not in keys_read()} <= UNREAD

    def test_prepositions_have_meanings_that_a_frame_asks_for(self, code: str) -> None:
        meanings = {mark for frame in all_frames().values() for mark in frame.marks}
        assert set(load(code).deals["marks"]) <= meanings

    def test_has_the_keys_of_the_other_packs(self, code: str) -> None:
        for name in TABLES:
            everywhere = {key for other in CODES for key in getattr(load(other), name)} - OPTIONAL
            assert everywhere - set(getattr(load(code), name)) == set(), name

    def test_names_its_own_code(self, code: str) -> None:
        assert load(code).language["code"] == code

    def test_triggers_name_frames_and_fixed_words(self, code: str) -> None:
        for row in load(code).deals["trigger"]:
            assert row["frame"] in all_frames()
            assert row["kind"] in ("verb", "noun", "passive")
            assert row.get("requires") in (None, "shares", "contract", "goods")
            assert row.get("metric") in (None, *METRICS)
            assert row.get("right") in (None, *RIGHTS)
            assert row["words"]

    def test_cues_name_statuses_and_scopes(self, code: str) -> None:
        for row in load(code).stance["cue"]:
            assert row["status"] in STATUSES
            assert row["scope"] in ("left", "right", "both")
        assert {row["status"] for row in load(code).stance["cue"]} == set(STATUSES)

    def test_each_entry_has_an_example(self, code: str) -> None:
        examples = load(code).examples
        assert [e for e in load(code).deals["trigger"] if not is_shown(e, examples)] == []

    def test_each_example_shows_an_entry(self, code: str) -> None:
        entries = {entry_of(entry) for entry in load(code).deals["trigger"]}
        assert {entry_of(e) for e in load(code).examples if "frame" in e} - entries == set()

    def test_each_status_has_two_examples(self, code: str) -> None:
        counts = Counter(example["status"] for example in load(code).examples if "status" in example)
        assert {status: counts[status] for status in STATUSES if counts[status] < 2} == {}

    def test_some_examples_say_nothing(self, code: str) -> None:
        assert sum(example.get("claims") == 0 for example in load(code).examples) >= 5


@packs()
def test_no_word_stands_twice_in_one_entry(code: str) -> None:
    twice = {
        label: [word for word, n in Counter(w.casefold() for w in words).items() if n > 1]
        for label, words in word_lists(load(code))
    }
    assert {label: words for label, words in twice.items() if words} == {}


@packs()
def test_phrases_are_well_formed(code: str) -> None:
    for label, words in word_lists(load(code)):
        for phrase in words:
            parts = phrase.split()
            assert phrase == " ".join(parts), (label, phrase)
            assert parts, label
            assert parts[0] != "_", (label, phrase)
            assert parts[-1] != "_", (label, phrase)
            assert all("*" not in part[:-1] and part != "*" for part in parts), (label, phrase)


@packs()
def test_phrases_can_be_met(code: str) -> None:
    """A phrase is matched token by token, so each of its parts must be one token: "10 - q", not "10-q"."""
    unmet = {
        (label, phrase)
        for label, words in word_lists(load(code))
        for phrase in words
        for part in phrase.split()
        if part != "_" and TOKEN.fullmatch(part.removesuffix("*")) is None
    }
    assert unmet == set()


@packs()
def test_single_words_where_single_words_are_asked_for(code: str) -> None:
    deals = load(code).deals
    lists = {name: deals[name] for name in ("possessive", "determiners", "conjunctions")}
    lists |= {name: deals["barriers"][name] for name in ("relative", "clause")}
    lists |= {"auxiliaries": deals["passive"]["auxiliaries"], "anaphora": deals["anaphora"]["possessive"]}
    assert {name: [w for w in words if " " in w] for name, words in lists.items() if " " in "".join(words)} == {}


@pytest.mark.parametrize("code", CODES)
class TestExampleRows:
    def test_rows_are_well_formed(self, code: str) -> None:
        for example in load(code).examples:
            assert set(example) <= EXAMPLE_KEYS
            if example.get("claims") == 0:
                continue
            assert example["type"] in CLAIM_ROLES
            assert example["roles"].keys() <= set(CLAIM_ROLES[example["type"]]) | {"grantor"}
            assert example["status"] in STATUSES
            assert example.get("metric") in (None, *METRICS)
            assert example.get("right") in (None, *RIGHTS)

    def test_no_text_stands_twice(self, code: str) -> None:
        counts = Counter(example["text"] for example in load(code).examples)
        assert max(counts.values()) == 1

    def test_names_are_those_of_the_directory(self, code: str) -> None:
        directory = load_directory()
        names = {n for example in load(code).examples for found in example.get("roles", {}).values() for n in found}
        known = {n: directory.find_entry(n) for n in names}
        assert sorted(n for n, entry in known.items() if entry is None or entry.name != n) == []


def test_frames_fill_roles_of_their_type() -> None:
    for frame in all_frames().values():
        roles = {*CLAIM_ROLES[frame.type], "seller", "grantor", "product", "party"}
        given = [frame.subject, frame.object, frame.before, frame.joint, *frame.marks.values()]
        used = {role for either in given if either for role in either.split("|")}
        assert used <= roles, frame.name
        assert frame.status in STATUSES
        assert set(frame.takes) <= {"money", "percent", "quantity", "product"}
        assert frame.needs in (None, "money", "quantity", "product")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return FrameExtractor(learned=False)


def claims_of(extractor: Extractor, code: str, text: str) -> tuple[Claim, ...]:
    """Return the claims of a sentence that stands in the body of an article."""
    return extractor.extract(Article("example", "example", "\n" + text, language=code)).claims


def bounds(pair: Any) -> tuple[Decimal | None, Decimal | None]:
    low, high = pair
    return (None if low is None else Decimal(str(low)), None if high is None else Decimal(str(high)))


def says(claim: Claim, example: Mapping[str, Any]) -> bool:
    """Tell whether a claim is the one that an example expects, in type, roles, stage and values."""
    roles = {role: sorted(m.name for m in mentions) for role, mentions in claim.roles.items()}
    same = (
        claim.type == example["type"]
        and claim.status == example["status"]
        and all(roles.get(role) == sorted(names) for role, names in example["roles"].items())
        and all(getattr(claim, key) == example[key] for key in ("product", "metric", "right") if key in example)
    )
    if same and "percent" in example:
        same = claim.percent is not None and (claim.percent.low, claim.percent.high) == bounds(example["percent"])
    if not same or example["amount"] is None:
        return same and claim.amount is None
    *interval, currency = example["amount"]
    amount = claim.amount
    return amount is not None and (amount.low, amount.high) == bounds(interval) and amount.currency == currency


def shown(extractor: Extractor, code: str, example: Mapping[str, Any]) -> bool:
    claims = claims_of(extractor, code, example["text"])
    return not claims if example.get("claims") == 0 else any(says(claim, example) for claim in claims)


def cases() -> Iterator[Any]:
    for code in CODES:
        for number, example in enumerate(load(code).examples, 1):
            name = f"{code}-{number}-{example.get('frame', 'nothing')}"
            marks = [pytest.mark.xfail(strict=True, reason=example["open"])] if "open" in example else []
            yield pytest.param(code, example, id=name, marks=marks)


@pytest.mark.parametrize(("code", "example"), list(cases()))
def test_example_is_found(extractor: Extractor, code: str, example: Mapping[str, Any]) -> None:
    claims = claims_of(extractor, code, example["text"])
    told = [
        (c.type, {r: [m.name for m in ms] for r, ms in c.roles.items()}, c.status, c.amount and c.amount.text)
        for c in claims
    ]
    assert shown(extractor, code, example), f"{example['text']!r} gave {told}"
