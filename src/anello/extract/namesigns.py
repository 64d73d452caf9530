"""What a name is read from: where one may stand, and named features of its words and of what is beside them.

In: the words of a text with the known mentions noted, what the rules take for names. Out: stretches, features. Promise:
features are plain strings, so that a weight can be shown beside its reason; only words near a capital or in quotation
marks are looked at; no word of a language stands here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from anello.extract.longnames import opens_sentence
from anello.extract.morphology import base_form, is_common, is_cyrillic, name_class
from anello.extract.nametokens import Token
from anello.extract.namewords import NameWords, holds
from anello.extract.runs import CONJUNCTIONS
from anello.extract.wordlists import is_noun_word

OUT = "O"
LETTERS: Mapping[str, str] = {
    "organisation": "o",
    "fund": "o",
    "regulator": "o",
    "outlet": "m",
    "person": "p",
    "state": "l",
    "place": "l",
    "product": "g",
    "project": "g",
}
"""The letter of each kind of mention in a label."""
MOST_SMALL = 2
"""Words in small letters that may stand inside a name: "Bank of the West"."""
SPACES = frozenset((" ", "\u00a0", "-", "'", "’", " & ", "&", "/", " + "))
LEXICONS = (
    "stop", "common", "titles", "roles", "outlet_roles", "organisation_words", "organisation_parts", "place_words",
    "product_words", "heads", "firm_heads", "first_names", "speech", "articles", "organisation_before",
    "organisation_after", "person_after", "place_before", "product_before", "generic_tails", "particles", "joiners",
)  # fmt: skip
LONGEST_WORD = 24

Span = tuple[int, int, str]
"""First word, the word after the last one, letter of the kind."""
Extent = tuple[int, int]
"""First word and the word after the last one."""


def zones(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words in which a name may stand: capitals, small words between them, what is quoted."""
    text, tokens, words, quoted = reading.text, reading.tokens, reading.words, reading.quoted
    first: int | None = None
    last = 0
    for i, token in enumerate(tokens):
        if not (is_capital(token) or i in quoted):
            continue
        together = quoted.get(i) is not None and quoted.get(i) == quoted.get(last)
        if first is not None and not together and not _joined(text, tokens, last, i, words):
            yield first, last + 1
            first = None
        first = i if first is None else first
        last = i
    if first is not None:
        yield first, last + 1


def is_capital(token: Token) -> bool:
    """Tell whether a word may be in a name for its letters or because it is known."""
    return token.text[0].isupper() or token.known is not None or token.is_name_like()


QUOTED = re.compile(r"«([^«»\n]{2,60})»|(?<!\w)\"([^\"\n]{2,50})\"(?!\w)|“([^“”\n]{2,50})”|„([^„“”\n]{2,50})[“”]")
MOST_QUOTED = 6


def quoted_words(text: str, tokens: Sequence[Token]) -> dict[int, int]:
    """Return the words of short quoted phrases that begin with a capital, each with where its phrase starts."""
    out: dict[int, int] = {}
    at = 0
    for m in QUOTED.finditer(text):
        while at < len(tokens) and tokens[at].start < m.start():
            at += 1
        end = at
        while end < len(tokens) and tokens[end].end <= m.end():
            end += 1
        if at < end <= at + MOST_QUOTED and tokens[at].text[0].isupper():
            out |= dict.fromkeys(range(at, end), m.start())
        at = end
    return out


def _joined(text: str, tokens: Sequence[Token], left: int, right: int, words: NameWords) -> bool:
    """Tell whether nothing but spaces and small words of names stands between two capitals."""
    if right - left > MOST_SMALL + 1:
        return False
    small = words.particles | words.joiners | words.articles | CONJUNCTIONS
    for i in range(left, right):
        gap = text[tokens[i].end : tokens[i + 1].start]
        initial = gap == ". " and len(tokens[i].text) <= 2
        legal = gap in (", ", ". ") and words.is_legal(tokens[i + 1].text)
        if gap not in SPACES and not initial and not legal and not tokens[i].possessive:
            return False
    return all(t.low in small for t in tokens[left + 1 : right])


class Reading:
    """What the features of one text are taken from."""

    def __init__(self, text: str, tokens: Sequence[Token], words: NameWords, marks: Sequence[Span]) -> None:
        self.text, self.tokens, self.words = text, tokens, words
        self.small = Counter(t.low for t in tokens if not t.text[0].isupper())
        self.mid = Counter(
            t.text for i, t in enumerate(tokens) if t.text[0].isupper() and not opens_sentence(text, tokens, i)
        )
        self.quoted = quoted_words(text, tokens)
        self.rule = dict[int, str]()
        for first, last, letter in marks:
            self.rule |= {i: ("B" if i == first else "I") + letter for i in range(first, last)}

    def rows(self, first: int, last: int) -> list[list[str]]:
        """Return the features of each word of a stretch."""
        return [self._row(i, i == first, i == last - 1) for i in range(first, last)]

    def _row(self, i: int, begins: bool, ends: bool) -> list[str]:
        token, out = self.tokens[i], ["bias"]
        out += [f"w:{n}" for n in self._word(i)]
        out += [f"k:{self._known(i)}", f"r:{self.rule.get(i, OUT)}", f"kr:{self._known(i)}{self.rule.get(i, OUT)}"]
        out += [
            f"r-:{self.rule.get(i - 1, OUT)}",
            f"r+:{self.rule.get(i + 1, OUT)}",
            f"r2:{self.rule.get(i, OUT)}{self.rule.get(i + 1, OUT)}",
        ]
        out += [f"zone:{int(begins)}{int(ends)}", f"<:{self._gap(i - 1, i)}", f">:{self._gap(i, i + 1)}"]
        opens = opens_sentence(self.text, self.tokens, i)
        out += [
            f"opens:{int(opens)}",
            f"opens:{int(opens)}{_shape(token.text)}",
            f"mid:{min(self.mid[token.text] - (not opens), 2)}",
        ]
        out += [f"small:{int(bool(self.small[token.low]))}{int(opens)}"]
        if self.words.capital_nouns:
            listed = "".join(self._listed(n) for n in (i - 1, i, i + 1))
            out += [f"nouns:{listed}", f"nouns:{listed[:2]}-", f"nouns:-{listed[1:]}"]
        if token.possessive:
            out.append("possessive")
        if i in self.quoted:
            edges = (self.quoted.get(n) == self.quoted[i] for n in (i - 1, i + 1))
            out.append("quoted" + "".join(str(int(e)) for e in edges))
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < len(self.tokens):
                out += [f"{step}:{n}" for n in self._beside(i + step)]
                out.append(f"{step}k:{self._known(i + step)}")
            else:
                out.append(f"{step}:none")
        return out

    def signs(self, extents: Sequence[Extent]) -> dict[str, float]:
        """Return the features of a name that stands at these places: its words, and what is beside it, averaged."""
        first, last = extents[0]
        out: defaultdict[str, float] = defaultdict(
            float, {"bias": 1.0, f"words{min(last - first, 4)}": 1.0, f"places{min(len(extents), 4)}": 1.0}
        )
        for i in range(first, last):
            at = "".join(("F" * (i == first), "L" * (i == last - 1))) or "M"
            for name in self._word(i):
                out[f"{at}:{name}"] = out[f"A:{name}"] = 1.0
            out[f"{at}k:{self._known(i)}"] = 1.0
        share = len(extents) ** -0.5
        for first, last in extents:
            out[f"r:{self.rule.get(first, OUT)}{self.rule.get(last - 1, OUT)}"] += share
            out[f"<:{self._gap(first - 1, first)}"] += share
            out[f">:{self._gap(last - 1, last)}"] += share
            out["quoted"] += share * (first in self.quoted)
            out["possessive"] += share * self.tokens[last - 1].possessive
            for step, i in ((-3, first - 3), (-2, first - 2), (-1, first - 1), (1, last), (2, last + 1), (3, last + 2)):
                if 0 <= i < len(self.tokens):
                    for name in self._beside(i):
                        out[f"{step}:{name}"] += share
                        if abs(step) == 1:
                            gap = self._gap(i, i + 1) if step < 0 else self._gap(i - 1, i)
                            out[f"{step}{gap}:{name}"] += share
                    out[f"{step}k:{self._known(i)}"] += share
        return out

    def _word(self, i: int) -> tuple[str, ...]:
        token = self.tokens[i]
        extra = (f"noun{int(token.noun)}", f"state{int(token.of_state)}")
        return (*_word_signs(token.text, self.words), *extra)

    def _listed(self, i: int) -> str:
        """Return what a word is where all nouns have a capital: small, a noun of the dictionary, a role, strange."""
        if not 0 <= i < len(self.tokens):
            return "-"
        text = self.tokens[i].text
        if not text[0].isupper():
            return "s"
        role = self.words.is_role(text) or holds(self.words.titles, text)
        return "r" if role else "n" if is_noun_word(text, self.words.capital_nouns) else "x"

    def _beside(self, i: int) -> tuple[str, ...]:
        return _beside_signs(self.tokens[i].text, self.words)

    def _known(self, i: int) -> str:
        if not 0 <= i < len(self.tokens):
            return "-"
        known = self.tokens[i].known
        if known is None:
            return OUT
        place = "B" if i == 0 or self.tokens[i - 1].known is not known else "I"
        return place + LETTERS.get(known.kind, "?") + ("" if known.kind else "!")

    def _gap(self, left: int, right: int) -> str:
        if left < 0 or right >= len(self.tokens):
            return "edge"
        gap = self.text[self.tokens[left].end : self.tokens[right].start]
        if "\n" in gap:
            return "line"
        return gap.replace("\u00a0", " ") if len(gap) <= 3 and gap.replace("\u00a0", " ").isprintable() else "long"


@lru_cache(maxsize=50_000)
def _word_signs(text: str, words: NameWords) -> tuple[str, ...]:
    low = text.casefold()
    out = [low[:LONGEST_WORD], _shape(text), f"len{min(len(text), 6)}"]
    out += [f"^{low[:3]}", *(f"{low[-n:]}$" for n in (2, 3, 4) if len(low) > n)]
    out += [f"{words.code}{low[-3:]}$"]
    out += [f"@{name}" for name in _lexicons(text, words)]
    if is_cyrillic(text):
        out += [f"={base_form(text)}", f"class{name_class(text)}", f"common{int(is_common(text))}"]
    elif words.dictionary:
        out.append(f"strange{int(words.is_strange(text))}")
        if words.capital_nouns:
            out += [f"listed{int(is_noun_word(text, words.capital_nouns))}", f"{low[-5:]}$", f"{low[-6:]}$"]
    if "-" in text:
        out.append(f"tail-{low.rpartition('-')[2]}")
    return tuple(out)


@lru_cache(maxsize=50_000)
def _beside_signs(text: str, words: NameWords) -> tuple[str, ...]:
    low = text.casefold()
    return (base_form(low) if is_cyrillic(low) else low, _shape(text), *(f"@{name}" for name in _lexicons(text, words)))


@lru_cache(maxsize=50_000)
def _lexicons(text: str, words: NameWords) -> tuple[str, ...]:
    found = [name for name in LEXICONS if holds(getattr(words, name), text)]
    if words.is_legal(text):
        found.append("legal")
    if words.is_role(text):
        found.append("role")
    return tuple(found)


def _shape(text: str) -> str:
    """Return the pattern of capitals, small letters and digits of a word, repeats cut: "Xx", "XX", "xX", "X9"."""
    out = ""
    for c in text[:12]:
        sign = "X" if c.isupper() else "9" if c.isdigit() else "x" if c.isalpha() else c
        if len(out) < 2 or out[-1] != sign or (sign == "X" and len(out) < 2):
            out += sign
    return out[:6]
