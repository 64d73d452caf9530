"""The name finder: directory names, names by shape, public bodies, short forms, and what is no name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello.extract.names import find_mentions
from anello.extract.phrases import PhraseMatcher, is_boundary
from anello.lang import load, pack_codes
from anello.lang.directory import load_directory
from anello.lang.transliteration import slug
from anello.model import MENTION_KINDS, Mention

FRAGMENTS = (
    "Amazon", "OpenAI", "Orbexa", "Vantoro S.p.A.", "the US government", "il governo tedesco", "Минфин Германии",
    "«Ромашка»", "ООО «Вектор»", "Wieland Strasser", "(UWW)", "ВР", "L'", "'s", "’", "\n", ". ", ", ", " ", "-", "&",
    "said", "купила", "ha comprato", "İstanbul", "ß", "\u00a0", "A", "1", "$10", "fb.com", "«", "»", "“", "xAI",
)  # fmt: skip


def mentions(code: str, text: str) -> tuple[Mention, ...]:
    return find_mentions(text, load(code), load_directory())


def found(code: str, text: str) -> set[tuple[str, str]]:
    return {(m.text, m.name) for m in mentions(code, text)}


def kinds(code: str, text: str) -> dict[str, str]:
    return {m.text: m.kind for m in mentions(code, text)}


class TestPhrases:
    def test_stand_between_word_boundaries(self) -> None:
        spans = [(s, e) for s, e, _ in PhraseMatcher(["Arm", "Meta"]).find("Army, Arm and Meta-owned")]
        assert spans == [(6, 9), (14, 18)]

    def test_are_exact_unless_folded(self) -> None:
        assert not list(PhraseMatcher(["Fed"]).find("fed"))
        assert list(PhraseMatcher(["Fed"], folded=True).find("the FED")) == [(4, 7, 0)]

    def test_overlap_is_reported(self) -> None:
        matcher = PhraseMatcher(["Bank", "Bank of England"])
        assert {matcher.phrases[n] for _, _, n in matcher.find("Bank of England")} == {"Bank", "Bank of England"}

    def test_folding_keeps_offsets(self) -> None:
        assert [(s, e) for s, e, _ in PhraseMatcher(["fed"], folded=True).find("İİ Fed")] == [(3, 6)]

    def test_boundary_is_any_edge_of_a_word(self) -> None:
        assert [is_boundary("ab c", i) for i in range(5)] == [True, False, True, True, True]


@given(st.sampled_from(pack_codes()), st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=25))
@settings(max_examples=150, deadline=None)
def test_mentions_are_sorted_apart_and_where_they_say(code: str, parts: list[str]) -> None:
    text = "".join(parts)
    last = 0
    for m in mentions(code, text):
        assert m.start >= last
        assert m.text == text[m.start : m.end] != ""
        assert m.name
        assert m.kind in MENTION_KINDS
        assert m.id == (load_directory().entries[m.id].id if m.known else slug(m.name))
        last = m.end


class TestDirectoryNames:
    @pytest.mark.parametrize(
        ("code", "text", "expected"),
        [
            ("en", "Amazon's chips and a Google-backed firm.", {("Amazon", "Amazon"), ("Google", "Google")}),
            ("it", "L'accordo dell'Eni con la Commissione europea.", {("Eni", "Eni")}),
            ("ru", "Доля «Газпрома» и акции Сбербанка выросли.", {("Газпрома", "Gazprom"), ("Сбербанка", "Sberbank")}),
            ("en", "As The InformationOpenAI would say.", {("OpenAI", "OpenAI")}),
            ("en", "Engines of Rolls- Royce and Rolls-Royce.", {("Rolls- Royce", "Rolls-Royce")}),
        ],
    )
    def test_are_found_in_any_form(self, code: str, text: str, expected: set[tuple[str, str]]) -> None:
        assert expected <= found(code, text)

    def test_a_common_word_is_no_name(self) -> None:
        assert "Target" not in kinds("en", "It is a target. Target of the plan is growth, and the target is far.")

    def test_a_first_name_makes_a_person_of_a_firm(self) -> None:
        assert kinds("en", "He met Martha Stewart and Michael Dell.")["Michael Dell"] == "person"

    def test_cyrillic_letters_that_look_latin_are_read(self) -> None:
        assert ("ВР", "BP") in found("ru", "Компания BP и «Роснефть» спорят. Позже ВР уступила.")

    def test_a_longer_firm_holds_a_known_name(self) -> None:
        assert ("Ford Zeta Motors", "Ford Zeta Motors") in found("en", "A stake in Ford Zeta Motors was sold.")

    def test_a_legal_form_leaves_the_firm_the_same(self) -> None:
        assert {m.id for m in mentions("en", "Boeing Holdings Inc won an order.")} == {"boeing"}


class TestShapes:
    @pytest.mark.parametrize(
        ("code", "text", "name", "kind"),
        [
            ("en", "The chipmaker Orbexa will expand.", "Orbexa", "organisation"),
            ("en", "He bought shares of Orbexa, a maker of chips.", "Orbexa", "organisation"),
            ("en", "A loan came from Zembla Savings Bank.", "Zembla Savings Bank", "organisation"),
            ("en", "It was built in Wimbleford, Michigan.", "Wimbleford", "place"),
            ("en", "The deal pleased analyst Wieland Strasser.", "Wieland Strasser", "person"),
            ("it", "La società Carmentis ha venduto tutto.", "Carmentis", "organisation"),
            ("it", "Lo ha detto il presidente Dario Bellandi.", "Dario Bellandi", "person"),
            ("it", "Una quota in Carmentis S.p.A. è stata ceduta.", "Carmentis", "organisation"),
            ("ru", "Об этом сообщила компания «Ромашка-Инвест».", "Romashka-Invest", "organisation"),
            ("ru", "Долю купило ООО «Вектор».", "Vektor", "organisation"),
            ("ru", "Договор подписал гендиректор Пётр Лопухин.", "Petr Lopukhin", "person"),
        ],
    )
    def test_unlisted_names_are_found_with_their_kind(self, code: str, text: str, name: str, kind: str) -> None:
        assert [(m.name, m.kind) for m in mentions(code, text) if m.name == name] == [(name, kind)]

    def test_base_form_is_the_nominative(self) -> None:
        names = {m.name for m in mentions("ru", "Сделку с Игнатием Лопухиным обсудил и завод «Импульс».")}
        assert {"Ignaty Lopukhin", "Impuls"} <= names

    def test_a_person_and_a_firm_side_by_side_are_two(self) -> None:
        assert {"Zembla Capital Group", "Charlie Okonkwo"} <= kinds(
            "en", "So said Zembla Capital Group Charlie Okonkwo."
        ).keys()

    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("en", "Workers Say Prices Rose Again On Monday\nNobody bought anything, and workers say nothing again."),
            ("en", "German and French shares rose. The Dow Jones Industrial Average fell."),
            ("it", "Lunedì i mercati europei sono saliti. Secondo gli analisti, la Borsa scende."),
            ("ru", "В понедельник акции выросли. Однако эксперты ждут падения ВВП."),
        ],
    )
    def test_common_words_are_no_names(self, code: str, text: str) -> None:
        assert not [m for m in mentions(code, text) if not m.known]

    def test_a_headline_in_title_case_is_no_name(self) -> None:
        text = "Orbexa Agrees Record Chip Supply Pact With Vantoro\nThe chipmaker Orbexa signed with Vantoro Inc."
        assert {m.text for m in mentions("en", text)} == {"Orbexa", "Vantoro", "Vantoro Inc"}


class TestShortForms:
    def test_a_surname_means_the_person_named_before(self) -> None:
        text = "Chief executive Wieland Strasser spoke. Later Strasser resigned, Strasser said."
        assert {m.name for m in mentions("en", text)} == {"Wieland Strasser"}

    def test_an_acronym_means_the_name_before_its_bracket(self) -> None:
        text = "The United Widget Workers (UWW) struck. A deal with the UWW failed."
        assert {m.id for m in mentions("en", text)} == {"united-widget-workers"}

    def test_a_first_word_means_the_firm(self) -> None:
        text = "The board of Zembla Data Systems met. Shares of Zembla rose."
        assert {m.id for m in mentions("en", text)} == {"zembla-data-systems"}

    def test_two_persons_of_one_surname_stay_apart(self) -> None:
        text = "Anna Okonkwo and Peter Okonkwo left. Then Okonkwo returned."
        assert [m.name for m in mentions("en", text)] == ["Anna Okonkwo", "Peter Okonkwo", "Okonkwo"]


class TestPublicBodies:
    @pytest.mark.parametrize(
        ("code", "text", "expected"),
        [
            ("it", "Il governo tedesco pagherà.", ("governo tedesco", "German government")),
            ("ru", "Деньги даст правительство Германии.", ("правительство Германии", "German government")),
            ("en", "Germany waits. The government will pay.", ("government", "German government")),
            ("ru", "Деньги даст Минфин Германии.", ("Минфин Германии", "German finance ministry")),
            ("en", "Its customer is the Italian Air Force.", ("Italian Air Force", "Italian Air Force")),
        ],
    )
    def test_are_named_by_function_and_state(self, code: str, text: str, expected: tuple[str, str]) -> None:
        assert expected in found(code, text)

    def test_a_government_of_nobody_is_no_party(self) -> None:
        assert not mentions("en", "A government plan was drafted, and the government agreed.")

    def test_an_adjective_alone_is_no_mention(self) -> None:
        assert not mentions("en", "Two German and three French firms agreed.")
