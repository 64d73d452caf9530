"""Stance: the stage, the manner and the condition of a statement, by the cue that has its trigger in scope."""

import pytest

from anello.extract.frames import all_frames, find_triggers
from anello.extract.framewise import read_sentences
from anello.extract.stance import PRECEDENCE, Stance, read_stance
from anello.lang import load
from anello.lang.directory import load_directory
from anello.model import STATUSES, Article


def stance(code: str, text: str, frame: str, usual: str | None = None) -> Stance:
    """Return the stance of the first trigger of a frame in a sentence of the body."""
    language = load(code)
    article = Article("a", "a", "\n" + text, language=code)
    for sentence in read_sentences(article, language, load_directory()):
        for trigger in find_triggers(sentence, language):
            if trigger.frame.name == frame:
                return read_stance(trigger, language, usual)
    raise AssertionError(f"no {frame} in {text!r}")


def test_every_status_has_its_place_in_the_order() -> None:
    assert sorted(PRECEDENCE) == sorted(STATUSES)


class TestStage:
    @pytest.mark.parametrize(
        ("code", "text", "status"),
        [
            ("en", "Shell bought BG Group.", "completed"),
            ("en", "Shell is weighing whether to buy BG Group.", "considered"),
            ("en", "Shell is in talks to buy BG Group.", "talks"),
            ("en", "Shell will buy BG Group.", "planned"),
            ("en", "Shell has agreed to buy BG Group.", "agreed"),
            ("en", "Shell could buy BG Group.", "hypothetical"),
            ("en", "Shell abandoned its attempt to buy BG Group.", "ended"),
            ("en", "Shell denied it wanted to buy BG Group.", "denied"),
            ("it", "Enel ha comprato Endesa.", "completed"),
            ("it", "Enel vorrebbe comprare Endesa.", "considered"),
            ("it", "Enel è in trattativa per comprare Endesa.", "talks"),
            ("it", "Enel intende comprare Endesa.", "planned"),
            ("it", "Enel ha firmato un contratto per comprare Endesa.", "agreed"),
            ("it", "Enel potrebbe comprare Endesa.", "hypothetical"),
            ("it", "Enel ha rinunciato a comprare Endesa.", "ended"),
            ("it", "Enel ha smentito di voler comprare Endesa.", "denied"),
            ("ru", "«Роснефть» купила «Башнефть».", "completed"),
            ("ru", "«Роснефть» хочет купить «Башнефть».", "considered"),
            ("ru", "«Роснефть» ведёт переговоры о том, чтобы купить «Башнефть».", "talks"),
            ("ru", "«Роснефть» планирует купить «Башнефть».", "planned"),
            ("ru", "«Роснефть» согласилась купить «Башнефть».", "agreed"),
            ("ru", "«Роснефть» может купить «Башнефть».", "hypothetical"),
            ("ru", "«Роснефть» отказалась покупать «Башнефть».", "ended"),
            ("ru", "«Роснефть» опровергла намерение купить «Башнефть».", "denied"),
        ],
    )
    def test_of_a_purchase(self, code: str, text: str, status: str) -> None:
        assert stance(code, text, "acquire").status == status

    def test_is_the_frames_own_without_a_cue(self) -> None:
        assert stance("en", "Shell bought BG Group.", "acquire").status == all_frames()["acquire"].status

    def test_is_the_usual_one_where_a_caller_knows_better(self) -> None:
        assert stance("en", "Shell bought BG Group.", "acquire", "agreed").status == "agreed"

    def test_talks_over_a_possible_deal_are_talks(self) -> None:
        assert stance("en", "Shell is in talks with BP on a possible merger.", "merge").status == "talks"

    def test_a_standing_fact_is_not_moved_by_a_distant_cue(self) -> None:
        text = "Shell, which signed a gas contract with Eni in May, owns 27% of Woodside."
        assert stance("en", text, "stake").status == "completed"

    def test_a_former_holding_has_ended(self) -> None:
        assert stance("en", "Shell no longer owns 27% of Woodside.", "stake").status == "ended"


class TestNegation:
    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("en", "Shell did not buy BG Group."),
            ("it", "Enel non ha comprato Endesa."),
            ("ru", "«Роснефть» не купила «Башнефть»."),
        ],
    )
    def test_denies(self, code: str, text: str) -> None:
        found = stance(code, text, "acquire")
        assert (found.status, found.mode) == ("denied", "negated")

    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("en", "Shell not only bought BG Group but moved its staff."),
            ("it", "Enel non solo ha comprato Endesa ma ne ha cambiato i vertici."),
            ("ru", "«Роснефть» не только купила «Башнефть», но и сменила её руководство."),
        ],
    )
    def test_not_only_is_no_negation(self, code: str, text: str) -> None:
        found = stance(code, text, "acquire")
        assert (found.status, found.mode) == ("completed", "asserted")

    @pytest.mark.parametrize(
        "text",
        [
            "Не исключено: «Роснефть» может купить «Башнефть».",
            "Не исключено, что «Роснефть» купит «Башнефть».",
        ],
    )
    def test_not_excluded_is_a_possibility(self, text: str) -> None:
        found = stance("ru", text, "acquire")
        assert (found.status, found.mode) == ("hypothetical", "hedged")

    def test_an_abandoned_deal_stays_ended(self) -> None:
        assert stance("en", "Shell did not abandon its plan to buy BG Group.", "acquire").status != "completed"


class TestScope:
    def test_a_cue_beyond_a_semicolon_says_nothing(self) -> None:
        assert stance("en", "BP may sell its pumps; Shell bought BG Group.", "acquire").status == "completed"

    def test_a_cue_in_a_relative_clause_says_nothing_outside(self) -> None:
        text = "Shell bought BG Group, which could sell its Brazilian fields."
        assert stance("en", text, "acquire").status == "completed"

    def test_a_left_cue_does_not_reach_back(self) -> None:
        text = "Shell bought BG Group and will move its staff to London."
        assert stance("en", text, "acquire").status == "completed"

    def test_the_nearest_cue_decides(self) -> None:
        text = "Shell, which had been considering many targets for years, has agreed to buy BG Group."
        assert stance("en", text, "acquire").status == "agreed"

    def test_a_cue_inside_a_name_says_nothing(self) -> None:
        assert stance("en", "Future plc bought Dennis Publishing.", "acquire").status == "completed"


class TestManner:
    @pytest.mark.parametrize(
        ("code", "text", "mode"),
        [
            ("en", "Shell bought BG Group.", "asserted"),
            ("en", "Shell reportedly bought BG Group.", "hedged"),
            ("it", "Enel avrebbe comprato Endesa.", "hedged"),
            ("ru", "«Роснефть» якобы купила «Башнефть».", "hedged"),
        ],
    )
    def test_is_read_from_the_words_around(self, code: str, text: str, mode: str) -> None:
        assert stance(code, text, "acquire").mode == mode

    @pytest.mark.parametrize(
        ("code", "text", "conditional"),
        [
            ("en", "Shell will buy BG Group if regulators agree.", True),
            ("en", "Shell will buy BG Group in May.", False),
            ("it", "Enel comprerà Endesa a condizione che Madrid approvi.", True),
            ("ru", "«Роснефть» купит «Башнефть» при условии согласия властей.", True),
        ],
    )
    def test_conditions_are_seen(self, code: str, text: str, conditional: bool) -> None:
        assert stance(code, text, "acquire").conditional is conditional

    def test_names_the_cue_that_decided(self) -> None:
        assert stance("en", "Shell has agreed to buy BG Group.", "acquire").cue == "agreed"
