"""The directory of names: its promises as data, and how a name finds its entry."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.errors import PackError
from anello.lang import directory as module
from anello.lang.directory import Entry, case_matters, key_of, load_directory
from anello.model import MENTION_KINDS

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
DIRECTORY = load_directory()
ENTRIES = list(DIRECTORY.entries.values())


def found(name: str) -> str | None:
    entry = DIRECTORY.find_entry(name)
    return entry.id if entry else None


def spellings(entry: Entry) -> tuple[str, ...]:
    return (entry.name, *entry.aliases)


def test_holds_at_least_what_it_promises() -> None:
    kinds = Counter(entry.kind for entry in ENTRIES)
    assert kinds["organisation"] + kinds["fund"] >= 1500
    assert kinds["person"] >= 300
    assert kinds["outlet"] >= 300
    assert kinds["regulator"] >= 80
    assert kinds["place"] >= 400
    assert kinds["product"] >= 200
    assert kinds["state"] >= 400


def test_kinds_are_those_of_mentions() -> None:
    assert {entry.kind for entry in ENTRIES} <= set(MENTION_KINDS)


def test_ids_are_plain_slugs() -> None:
    assert [e.id for e in ENTRIES if not e.id.isascii() or e.id != e.id.lower() or " " in e.id or not e.id] == []


def test_every_reference_leads_to_an_entry_of_the_right_kind() -> None:
    kinds = {entry.id: entry.kind for entry in ENTRIES}
    parties = {"organisation", "fund", "regulator", "state", "project"}
    for entry in ENTRIES:
        for name in ("parent", "maker", "owner", "employer"):
            there = getattr(entry, name)
            assert there is None or kinds.get(there) in parties, (entry.id, name, there)
            assert there != entry.id
    assert all(entry.maker for entry in ENTRIES if entry.kind == "product")


def test_parents_make_no_circle() -> None:
    for entry in ENTRIES:
        seen, there = {entry.id}, entry.parent
        while there:
            assert there not in seen
            seen.add(there)
            there = DIRECTORY.entries[there].parent


def test_no_spelling_is_claimed_twice_unless_both_entries_say_so() -> None:
    claims: dict[str, set[str]] = defaultdict(set)
    for surface, entry_id in DIRECTORY.surfaces():
        claims[key_of(surface)].add(entry_id)
    for key, ids in claims.items():
        if len(ids) > 1:
            assert all(DIRECTORY.entries[i].ambiguous and DIRECTORY.entries[i].note for i in ids), (key, ids)


def test_ambiguous_entries_say_why() -> None:
    assert [e.id for e in ENTRIES if e.ambiguous and not e.note] == []


def test_no_outlet_bears_the_name_of_an_organisation() -> None:
    names = {key_of(s): e.id for e in ENTRIES if e.kind in ("organisation", "fund") for s in spellings(e)}
    assert [(e.id, s) for e in ENTRIES if e.kind == "outlet" for s in spellings(e) if key_of(s) in names] == []


def test_every_spelling_finds_its_entry() -> None:
    for surface, entry_id in DIRECTORY.surfaces():
        entry = DIRECTORY.find_entry(surface)
        assert entry is not None, surface
        assert entry.id == entry_id or (entry.ambiguous and DIRECTORY.entries[entry_id].ambiguous), (surface, entry.id)


@pytest.mark.parametrize(
    ("name", "entry_id"),
    [
        ("openai", "openai"),
        ("Amazon.com, Inc.", "amazon"),
        ("Amazon Web Services", "aws"),
        ("Apple Inc.", "apple"),
        ("APPLE", "apple"),
        ("Facebook", "meta"),
        ("GM", "general-motors"),
        ("Société Générale S.A.", "societe-generale"),
        ("SOCIETE GENERALE", "societe-generale"),
        ("Eni S.p.A.", "eni"),
        ("Taiwan Semiconductor Manufacturing Co., Ltd.", "tsmc"),
        ("ООО «Яндекс»", "yandex"),
        ("ПАО «Газпром»", "gazprom"),
        ("Сбербанком", "sberbank"),
        ("Базовому элементу", "basic-element"),
        ("Илона Маска", "elon-musk"),
        ("правительством РФ", "russian-government"),
        ("Банка России", "bank-of-russia"),
        ("governo italiano", "italian-government"),
        ("the White House", "us-government"),
        ("BCE", "european-central-bank"),
        ("Forsvarsministeriet", None),
        ("", None),
        ("Inc.", None),
    ],
)
def test_finds_a_name_in_many_dresses(name: str, entry_id: str | None) -> None:
    assert found(name) == entry_id


@pytest.mark.parametrize("word", ["apple", "orange", "gap", "total", "target", "next", "eni", "tim", "Tim", "visa"])
def test_a_common_word_is_no_party(word: str) -> None:
    assert found(word) is None


def test_names_that_resemble_each_other_stay_apart() -> None:
    pairs = [
        ("Apple", "Apple Corps"),
        ("Alphabet", "Google"),
        ("Airbus", "EADS"),
        ("Gazprom", "Gazprombank"),
        ("Gazprom", "Gazprom Neft"),
        ("TNK-BP", "BP"),
        ("Tele2", "Tele2 Russia"),
        ("Siemens", "Siemens Energy"),
        ("Samsung", "Renault Samsung Motors"),
        ("Rolls-Royce", "Rolls-Royce Motor Cars"),
        ("Germany", "German government"),
        ("Volvo", "Volvo Cars"),
        ("New York", "New York state"),
        ("Intel", "Intesa Sanpaolo"),
    ]
    for left, right in pairs:
        assert found(left) != found(right)
        assert found(left) is not None
        assert found(right) is not None


def test_case_matters_for_short_and_ambiguous_surfaces() -> None:
    entries = DIRECTORY.entries
    assert case_matters("GM", entries["general-motors"])
    assert not case_matters("General Motors", entries["general-motors"])
    assert case_matters("Apple", entries["apple"])
    assert not case_matters("Apple Computer", entries["apple"])


def test_products_hang_on_their_maker() -> None:
    assert "Trainium" in DIRECTORY.entries["amazon"].products
    assert "ChatGPT" in DIRECTORY.entries["openai"].products
    assert DIRECTORY.entries["chatgpt"].maker == "openai"


def test_descriptors_and_adjectives_lead_to_entries() -> None:
    assert ("the ChatGPT maker", "openai") in set(DIRECTORY.descriptors("en"))
    for code in ("en", "it", "ru"):
        said = [phrase for phrase, _ in DIRECTORY.descriptors(code)]
        assert len(said) >= 30
        assert len(set(said)) == len(said)
    assert ("italiano", "italy") in set(DIRECTORY.adjectives())
    assert list(DIRECTORY.descriptors("xx")) == []


@given(st.text(max_size=40))
def test_any_text_has_a_stable_key_and_no_crash(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)
    DIRECTORY.find_entry(text)


@given(st.sampled_from(ENTRIES), st.sampled_from(["Inc.", "S.p.A.", "AG", "plc", "Ltd"]))
def test_a_legal_form_changes_nothing(entry: Entry, form: str) -> None:
    plain, dressed = DIRECTORY.find_entry(entry.name), DIRECTORY.find_entry(f"{entry.name} {form}")
    assert dressed == plain


def test_a_malformed_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "organisations.jsonl").write_text('{"id": "x"\n', encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    load_directory.cache_clear()
    with pytest.raises(PackError, match=r"organisations\.jsonl"):
        load_directory()


def test_committed_forms_are_current_for_a_sample() -> None:
    import build_forms

    sample = [entry for entry in ENTRIES if entry.cyrillic][::15]
    ids = {entry.id for entry in sample}
    lines = (Path(module.__file__).parent / "forms.tsv").read_text(encoding="utf-8").splitlines()
    committed = {tuple(line.split("\t")) for line in lines}
    made = set(build_forms.build(sample))
    assert {pair for pair in committed if pair[1] in ids} <= made
    missing = made - committed
    assert all(len({i for s, i in DIRECTORY.surfaces() if key_of(s) == key_of(form)} | {e}) > 1 for form, e in missing)


@pytest.mark.parametrize(
    ("name", "person", "forms"),
    [
        ("Роснефть", False, {"Роснефти", "Роснефтью"}),
        ("Банк России", False, {"Банка России", "Банку России", "Банком России", "Банке России"}),
        ("ФАС", False, set()),
        ("Сони", False, set()),
        ("Российские железные дороги", False, {"Российских железных дорог", "Российскими железными дорогами"}),
        ("Эльвира Набиуллина", True, {"Эльвиры Набиуллиной", "Эльвиру Набиуллину"}),
        ("Мэри Барра", True, {"Мэри Барры", "Мэри Баррой"}),
        ("Илон Маск", True, {"Илона Маска", "Илоном Маском"}),
        ("Игорь Сечин", True, {"Игоря Сечина", "Игорем Сечиным"}),
    ],
)
def test_names_decline_as_russian_does(name: str, person: bool, forms: set[str]) -> None:
    import build_forms

    made = build_forms.decline(name, person=person)
    assert forms <= made
    assert made or not forms
    if not forms:
        assert made == set()
