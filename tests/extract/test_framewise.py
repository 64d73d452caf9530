"""The frame extractor as a whole: its promises on any text, and golden articles written for this project.

Each golden article has two files beside it. `<stem>.jsonl` holds the claims as the extractor gives them now; it is
written anew by `rewrite_goldens.py`, so that every change of behaviour shows in a diff. `<stem>.reader.jsonl` holds
the claims that a careful reader expects; a row that is not found yet says why in `open` and is expected to fail,
strictly (the same script takes the mark away once it is found).
"""

import json
import random
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.errors import SettingsError
from anello.extract import Extraction, Extractor, extractor_names, keep_evident, load_extractor
from anello.extract.framewise import FrameExtractor
from anello.lang import load, pack_codes
from anello.model import CLAIM_ROLES, MODES, STATUSES, VOICE_KINDS, Article, Claim, Money, Percent, Span

GOLDEN = Path(__file__).parent / "golden"
STEMS = sorted(path.stem for path in GOLDEN.glob("*.txt"))
EXTRACTOR = FrameExtractor()


def article(text: str, code: str = "en", **fields: Any) -> Article:
    return Article("id", "doc", text, language=code, published=date(2026, 2, 27), **fields)


def golden(stem: str) -> Article:
    return article((GOLDEN / f"{stem}.txt").read_text(encoding="utf-8"), stem[:2])


def interval(value: Money | Percent | None) -> list[Any] | None:
    if value is None:
        return None
    bounds = [None if v is None else int(v) if v == v.to_integral() else float(v) for v in (value.low, value.high)]
    return [*bounds, value.currency] if isinstance(value, Money) else bounds


def row_of(claim: Claim) -> dict[str, Any]:
    """Return what a reader of a diff wants to see of a claim: what it says, of whom, and where."""
    row = {
        "type": claim.type,
        "roles": {role: [m.name for m in mentions] for role, mentions in claim.roles.items()},
        "status": claim.status,
        "mode": claim.mode,
        "amount": interval(claim.amount),
        "percent": interval(claim.percent),
        "product": claim.product,
        "metric": claim.metric,
        "right": claim.right,
        "conditional": claim.conditional,
        "attribution": [v.name for v in claim.attribution],
        "evidence": claim.evidence[0].text,
    }
    return {key: value for key, value in row.items() if value not in (None, [], False)}


def read_rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize("stem", STEMS)
def test_golden_article_gives_the_same_claims(stem: str) -> None:
    rows = [row_of(claim) for claim in EXTRACTOR.extract(golden(stem)).claims]
    expected = read_rows(GOLDEN / f"{stem}.jsonl")
    assert rows == expected, "if the change is meant: python tests/extract/rewrite_goldens.py"


def is_read(claim: Claim, expected: Mapping[str, Any], text: str) -> bool:
    """Tell whether a claim says what the careful reader expects, at a place that touches the reader's passage."""
    start = text.index(expected["evidence"])
    stop = start + len(expected["evidence"])
    return (
        claim.type == expected["type"]
        and claim.status == expected["status"]
        and all(
            sorted(m.name for m in claim.roles.get(role, ())) == sorted(names)
            for role, names in expected["roles"].items()
        )
        and interval(claim.amount) == expected["amount"]
        and all(getattr(claim, key) == expected[key] for key in ("product", "metric", "right") if key in expected)
        and ("percent" not in expected or interval(claim.percent) == expected["percent"])
        and any(s.start < stop and start < s.end for s in claim.evidence)
    )


def readings() -> Iterator[Any]:
    for stem in STEMS:
        for number, row in enumerate(read_rows(GOLDEN / f"{stem}.reader.jsonl"), 1):
            marks = [pytest.mark.xfail(strict=True, reason=row["open"])] if "open" in row else []
            yield pytest.param(stem, row, id=f"{stem}-{number}-{row['type']}", marks=marks)


@pytest.mark.parametrize(("stem", "expected"), list(readings()))
def test_careful_reader_is_served(stem: str, expected: dict[str, Any]) -> None:
    found = golden(stem)
    claims = EXTRACTOR.extract(found).claims
    assert any(is_read(claim, expected, found.text) for claim in claims), [row_of(c) for c in claims]


def assert_promises(found: Article) -> Extraction:
    """Assert what every extraction promises, whatever the text."""
    extraction = EXTRACTOR.extract(found)
    assert EXTRACTOR.extract(found) == extraction
    for claim in extraction.claims:
        assert claim.evidence
        assert all(found.text[s.start : s.end] == s.text for s in claim.evidence)
        assert claim.roles.keys() <= {*CLAIM_ROLES[claim.type], "seller", "grantor"}
        assert all(claim.roles.values())
        assert (claim.status in STATUSES, claim.mode in MODES) == (True, True)
        assert {v.kind for v in claim.attribution} <= set(VOICE_KINDS)
        assert (claim.article, claim.document, claim.published) == (found.id, found.document, found.published)
        for mention in (m for mentions in claim.roles.values() for m in mentions):
            assert 0 <= mention.start < mention.end <= len(found.text)
    for citation in extraction.citations:
        assert citation.evidence is None or citation.evidence.text in found.text
    assert len({c.id for c in extraction.claims}) == len(extraction.claims)
    return extraction


@pytest.mark.parametrize("stem", STEMS)
def test_golden_articles_keep_the_promises(stem: str) -> None:
    assert assert_promises(golden(stem)).claims


@pytest.mark.parametrize("code", pack_codes())
def test_all_examples_in_one_article_keep_the_promises(code: str) -> None:
    text = "\n".join(example["text"] for example in load(code).examples)
    assert assert_promises(article("\n" + text, code)).claims


WORDS = [
    *("Nvidia", "OpenAI", "Enel", "Роснефть", "Boeing", "Reuters", "acquired", "investirà", "купил", "stake", "in"),
    *("$10", "billion", "27%", "not", "only", "talks", "with", ",", ".", ";", "«", "»", '"', "\n", "’s", "и", "e"),
    *("of", "10-Q", "up", "to", "said", "because", "the", "company", "its", "…", "\u00a0", "\u200b", "É", "１０", "🙂"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.sampled_from(pack_codes()))
def test_any_string_of_words_keeps_the_promises(text: str, code: str) -> None:
    assert_promises(article(text, code))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(pack_codes()))
def test_any_text_keeps_the_promises(text: str, code: str) -> None:
    assert_promises(article(text, code))


class TestRefusals:
    def test_a_language_without_a_pack_is_refused(self) -> None:
        extraction = EXTRACTOR.extract(article("A Nvidia comprou a Arm por 40 mil milhões de dólares.", "pt"))
        assert extraction.claims == ()
        assert [(r.stage, r.document, r.reason) for r in extraction.rejects] == [("extract", "doc", "no pack for pt")]

    def test_an_unknown_language_is_refused(self) -> None:
        (reject,) = EXTRACTOR.extract(article("Nvidia bought Arm.", "")).rejects
        assert reject.reason == "language not recognised"

    @pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "?!", "1"])
    def test_an_empty_text_gives_nothing(self, text: str) -> None:
        assert EXTRACTOR.extract(article(text)) == Extraction()

    def test_evidence_that_is_not_in_the_text_is_dropped(self) -> None:
        found = golden(STEMS[0])
        claims = EXTRACTOR.extract(found).claims
        assert keep_evident(Extraction(claims), article(found.text[1:])).claims == ()

    def test_evidence_is_checked_where_it_says_it_stands(self) -> None:
        found = article("Nvidia bought Arm.")
        (claim,) = EXTRACTOR.extract(found).claims
        moved = Span(claim.evidence[0].start + 1, claim.evidence[0].end + 1, claim.evidence[0].text)
        shifted = Claim(**{name: getattr(claim, name) for name in Claim.__slots__} | {"evidence": (moved,)})
        assert keep_evident(Extraction((shifted,)), found).claims == ()


class TestSize:
    def test_a_long_article_is_read_to_its_end(self) -> None:
        paragraph = " ".join(golden("en-skies").text.split("\n"))
        text = "\n".join([paragraph] * (200_000 // len(paragraph) + 1))
        assert len(EXTRACTOR.extract(article(text)).claims) >= len(EXTRACTOR.extract(article("\n" + paragraph)).claims)

    @pytest.mark.parametrize("piece", ["Nvidia and ", "Nvidia bought ", "$10 billion, ", "of ", "(", "not only "])
    def test_a_long_run_without_a_sentence_end_is_read_too(self, piece: str) -> None:
        assert EXTRACTOR.extract(article(piece * (20_000 // len(piece)))).rejects == ()


class TestOrder:
    def test_paragraph_order_does_not_change_who_is_named(self) -> None:
        lines = ["Nvidia bought Arm for $40 billion.", "Ford sold Jaguar to Tata Motors.", "Enel owns 70% of Endesa."]
        seen = []
        for seed in range(4):
            random.Random(seed).shuffle(lines)
            claims = EXTRACTOR.extract(article("\n" + "\n".join(lines))).claims
            seen.append(sorted((c.type, sorted(m.name for ms in c.roles.values() for m in ms)) for c in claims))
        assert all(one == seen[0] for one in seen)
        assert len(seen[0]) == 3


class TestIdentity:
    def test_ids_tell_articles_apart(self) -> None:
        text = "Nvidia bought Arm."
        one, two = (EXTRACTOR.extract(Article(i, "doc", text, language="en")).claims[0].id for i in ("a", "b"))
        assert one != two

    def test_a_fresh_extractor_gives_the_same(self) -> None:
        assert FrameExtractor().extract(golden(STEMS[0])) == EXTRACTOR.extract(golden(STEMS[0]))

    def test_each_claim_names_its_author(self) -> None:
        assert {c.extractor for c in EXTRACTOR.extract(golden(STEMS[0])).claims} == {"frames/2"}

    def test_why_names_the_trigger(self) -> None:
        (claim,) = EXTRACTOR.extract(article("\nNvidia bought Arm for $40 billion.")).claims
        assert ("trigger:acquire:bought", 1.0) in claim.why


class TestLoading:
    def test_the_built_in_extractor_has_a_name(self) -> None:
        extractor: Extractor = load_extractor()
        assert extractor.name == "frames"
        assert "frames" in extractor_names()

    def test_an_unknown_name_is_refused(self) -> None:
        with pytest.raises(SettingsError, match="frames"):
            load_extractor("oracle")


def test_amounts_are_exact() -> None:
    (claim,) = EXTRACTOR.extract(article("\nNvidia bought Arm for $40.1 billion.")).claims
    assert claim.amount is not None
    assert claim.amount.low == Decimal("40100000000")
