"""Speech: chains of who says so, nearest first, and what an article rests on."""

import pytest

from anello.extract import load_extractor
from anello.extract.framewise import read_sentences
from anello.extract.speech import ANONYMOUS, Said, carry_voices, find_voices, neighbour_voices, voices_for
from anello.lang import load
from anello.lang.directory import load_directory
from anello.model import Article, Citation, Voice


def voices(code: str, text: str, outlet: str | None = None) -> list[list[tuple[str, str]]]:
    """Return the voices of each sentence of a text as (name, kind)."""
    language = load(code)
    sentences = read_sentences(Article("a", "a", "\n" + text, language=code), language, load_directory())
    said = carry_voices(sentences, [find_voices(s, language, outlet) for s in sentences], language)
    return [[(v.voice.name, v.voice.kind) for v in found] for found in said]


def citations(code: str, text: str, outlet: str | None = None) -> list[Citation]:
    article = Article("a", "a", text, language=code, outlet=outlet)
    return list(load_extractor().extract(article).citations)


def open_(*values: object, reason: str) -> object:
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))


REUTERS, UNNAMED = ("Reuters", "outlet"), ("unnamed sources", "anonymous")


class TestChains:
    @pytest.mark.parametrize(
        ("code", "text", "chain"),
        [
            (
                "en",
                "Amazon may invest in OpenAI, Bloomberg reported, citing Reuters, citing two people familiar.",
                [("Bloomberg", "outlet"), REUTERS, UNNAMED],
            ),
            ("en", "According to Reuters, Amazon will invest in OpenAI.", [REUTERS]),
            ("en", "Amazon will invest in OpenAI, people familiar with the matter said.", [UNNAMED]),
            (
                "en",
                "Amazon will invest in OpenAI, according to a regulatory filing.",
                [("filing", "filing")],
            ),
            (
                "en",
                "According to analysts, Amazon will invest in OpenAI.",
                [("analysts", "analyst")],
            ),
            (
                "en",
                "Amazon will invest in OpenAI, the Financial Times and Reuters reported.",
                [("Financial Times", "outlet"), REUTERS],
            ),
            (
                "it",
                "Amazon investirà in OpenAI, scrive Reuters citando fonti vicine al dossier.",
                [REUTERS, UNNAMED],
            ),
            (
                "it",
                "Secondo Il Sole 24 Ore, Enel comprerà Endesa.",
                [("Il Sole 24 Ore", "outlet")],
            ),
            (
                "ru",
                "Amazon вложит деньги в OpenAI, сообщает Reuters со ссылкой на источники.",
                [REUTERS, UNNAMED],
            ),
            ("ru", "По данным «Коммерсанта», «Роснефть» купит «Башнефть».", [("Kommersant", "outlet")]),
        ],
    )
    def test_run_from_the_nearest_voice_to_the_farthest(
        self, code: str, text: str, chain: list[tuple[str, str]]
    ) -> None:
        assert voices(code, text) == [chain]

    def test_anonymous_voices_come_last(self) -> None:
        (found,) = voices("en", "People familiar with the matter said, according to Reuters, that Amazon would invest.")
        assert found[-1] == UNNAMED

    def test_the_articles_own_outlet_is_left_out(self) -> None:
        assert voices("en", "According to Reuters, Amazon will invest in OpenAI.", "Reuters") == [[]]
        assert voices("en", "According to Reuters, Amazon will invest in OpenAI.", "reuters") == [[]]

    def test_no_word_of_saying_gives_no_voice(self) -> None:
        assert voices("en", "Reuters moved its newsroom and Amazon invested in OpenAI.") == [[]]

    def test_a_repeated_voice_counts_once(self) -> None:
        (found,) = voices("en", "Reuters said Amazon had talks, and Reuters added that OpenAI agreed.")
        assert found.count(REUTERS) == 1


class TestCarrying:
    def test_a_report_that_goes_on_keeps_its_voices(self) -> None:
        text = "Reuters reported that Amazon would invest in OpenAI. The report added that AMD would join."
        assert voices("en", text) == [[REUTERS], [REUTERS]]

    def test_a_plain_sentence_keeps_nothing(self) -> None:
        text = "Reuters reported that Amazon would invest in OpenAI. Its shares rose."
        assert voices("en", text) == [[REUTERS], []]

    def test_a_hedged_sentence_may_look_at_its_neighbour(self) -> None:
        said = [[Said(ANONYMOUS, 0)], [], []]
        assert neighbour_voices(said, 1) == said[0]
        assert neighbour_voices(said, 2) == []
        assert neighbour_voices([[], [Said(ANONYMOUS, 0)]], 0) == [Said(ANONYMOUS, 0)]


class TestOwnVoice:
    def test_a_party_that_speaks_of_its_own_deal_is_no_attribution(self) -> None:
        own = Said(Voice("Amazon", "company"), 0, "amazon")
        other = Said(Voice("Reuters", "outlet"), 3, "reuters")
        assert voices_for([own, other], ["amazon", "openai"]) == (other.voice,)

    def test_a_person_is_kept(self) -> None:
        person = Said(Voice("Sam Altman", "person"), 0, "sam-altman")
        assert voices_for([person], ["sam-altman"]) == (person.voice,)


class TestCitations:
    def test_hold_the_passage_that_says_so(self) -> None:
        (found,) = citations("en", "Talks\nAccording to Reuters, Amazon will invest in OpenAI.")
        assert (found.name, found.kind, found.via) == ("Reuters", "outlet", "attribution")
        assert found.evidence is not None
        assert found.evidence.text == "According to Reuters, Amazon will invest in OpenAI."

    def test_name_the_agency_of_the_dateline(self) -> None:
        found = citations("en", "Talks\nLONDON (Reuters) - Amazon will invest in OpenAI.")
        assert ("Reuters", "byline") in {(c.name, c.via) for c in found}

    def test_name_each_voice_once(self) -> None:
        text = "Talks\nReuters said Amazon would invest. Reuters added that OpenAI agreed."
        assert [c.name for c in citations("en", text)] == ["Reuters"]

    def test_stand_in_the_text(self) -> None:
        text = "Talks\nReuters said so. According to the Financial Times, Amazon will invest in OpenAI."
        for found in citations("en", text):
            assert found.evidence is not None
            assert text[found.evidence.start : found.evidence.end] == found.evidence.text
