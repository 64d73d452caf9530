"""Phrases over tokens: stems, gaps, order, and agreement with a matcher that tries everything."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from anello.extract.lexicon import MAX_GAP_WORDS, Lexicon, compile_phrases


def ends(phrases: list[str], text: str, at: int = 0) -> list[tuple[int, str]]:
    return compile_phrases(phrases).find(text.split(), at)


class TestPlainPhrases:
    def test_finds_a_word_where_it_stands(self) -> None:
        assert ends(["buy"], "they buy it", 1) == [(2, "buy")]
        assert ends(["buy"], "they buy it", 0) == []

    def test_puts_the_longest_phrase_first(self) -> None:
        assert ends(["buy", "buy out", "buy out of"], "buy out of love") == [
            (3, "buy out of"),
            (2, "buy out"),
            (1, "buy"),
        ]

    def test_does_not_run_past_the_end(self) -> None:
        assert ends(["buy out of"], "buy out") == []

    def test_ignores_the_case_of_the_phrase(self) -> None:
        assert ends(["Series A"], "series a") == [(2, "Series A")]

    def test_keeps_the_payloads_of_equal_phrases(self) -> None:
        lexicon: Lexicon[int] = Lexicon()
        lexicon.add("deal", 1)
        lexicon.add("deal", 2)
        assert sorted(payload for _, payload in lexicon.find(["deal"], 0)) == [1, 2]


class TestStems:
    def test_stands_for_every_word_that_begins_so(self) -> None:
        for word in ("negotiate", "negotiations", "negotiat"):
            assert ends(["negotiat*"], word) == [(1, "negotiat*")]
        assert ends(["negotiat*"], "negotia") == []

    def test_works_inside_a_phrase(self) -> None:
        assert ends(["issue* bonds", "sell bond*"], "issued bonds") == [(2, "issue* bonds")]
        assert ends(["issue* bonds", "sell bond*"], "sell bonds") == [(2, "sell bond*")]

    def test_finds_stems_of_different_lengths(self) -> None:
        assert {p for _, p in ends(["ac*", "acqui*", "b*"], "acquire")} == {"ac*", "acqui*"}


class TestGaps:
    def test_stands_for_up_to_three_words(self) -> None:
        for filler in ("", "it", "the large", "the large firm"):
            assert [p for _, p in ends(["take _ private"], f"take {filler} private")] == ["take _ private"]
        assert ends(["take _ private"], "take the large old firm private") == []

    def test_takes_the_nearest_end(self) -> None:
        assert ends(["a _ b"], "a b b") == [(2, "a _ b")]

    def test_allows_two_gaps(self) -> None:
        assert ends(["a _ b _ c"], "a x b y z c") == [(6, "a _ b _ c")]


class TestHas:
    def test_looks_only_at_starts_inside_the_window(self) -> None:
        lexicon = compile_phrases(["shares of"])
        lows = ["he", "bought", "shares", "of", "it"]
        assert lexicon.has(lows, 0, 3)
        assert not lexicon.has(lows, 3, 5)
        assert lexicon.has(lows, -10, 100)

    def test_an_empty_lexicon_has_nothing(self) -> None:
        assert not compile_phrases([]).has(["a"], 0, 1)


WORDS = st.sampled_from(["a", "ab", "abc", "b", "ba", "c"])
PARTS = st.sampled_from(["a", "ab", "abc", "b", "a*", "ab*", "b*", "_"])
PHRASES = st.lists(PARTS, min_size=1, max_size=4).filter(lambda p: p[0] != "_" and p[-1] != "_").map(" ".join)


def naive_end(phrase: str, lows: list[str], at: int) -> int | None:
    """Return where the phrase ends, trying all gap lengths from the shortest first gap on."""
    parts = phrase.split()
    gaps = [i for i, part in enumerate(parts) if part == "_"]
    for lengths in product(range(MAX_GAP_WORDS + 1), repeat=len(gaps)):
        position, fits = at, True
        for i, part in enumerate(parts):
            if part == "_":
                position += lengths[gaps.index(i)]
                continue
            low = lows[position] if position < len(lows) else None
            fits = fits and low is not None and (low.startswith(part[:-1]) if part.endswith("*") else low == part)
            position += 1
        if fits:
            return position
    return None


@given(st.lists(PHRASES, max_size=6, unique=True), st.lists(WORDS, min_size=1, max_size=12))
def test_agrees_with_a_naive_matcher(phrases: list[str], lows: list[str]) -> None:
    lexicon = compile_phrases(phrases)
    for at in range(len(lows)):
        found = lexicon.find(lows, at)
        expected = {(end, p) for p in phrases if (end := naive_end(p, lows, at)) is not None}
        assert set(found) == expected
        assert [end for end, _ in found] == sorted((end for end, _ in found), reverse=True)
