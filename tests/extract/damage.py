"""Ways in which a text comes to us damaged, each a function from a clean text to what a bad reader would hand over."""

import random
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import anello
from anello.lang import load

ARTICLES = Path(anello.__file__).parent / "demo" / "articles"
LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
BACK = str.maketrans("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX")
MISREAD = (("rn", "m"), ("l", "1"), ("O", "0"), ("S", "5"), ("в", "8"), ("б", "6"), ("fi", "\ufb01"), ("e", "c"))
MARKUP = (
    "<p>",
    "</div>",
    '<a href="/x?y=1&z">',
    "&nbsp;",
    "&amp;",
    "<br/>",
    "[1]",
    "{{cite",
    "**",
    "![](",
    "<!--",
    "]]>",
)
WIDE = "\u00a0\u2009\u202f\u3000\x85\u2028"
OPENING = '«“„"‘([{'


@cache
def clean_text(code: str, sentences: int = 4) -> str:
    """Return a title and some paragraphs in a language: examples of its pack and lines of the bundled articles."""
    chosen = random.Random(code)
    lines = [str(example["text"]) for example in load(code).examples]
    for path in sorted(ARTICLES.glob(f"{code}-*.txt")):
        lines += [line for line in path.read_text(encoding="utf-8").split("\n") if len(line) > 40]
    return "\n".join(chosen.sample(lines, sentences))


def each_word(text: str, change: Callable[[str, int], str], every: int = 1) -> str:
    """Return the text with every so-many-th word changed; line ends stay."""
    lines = [line.split(" ") for line in text.split("\n")]
    return "\n".join(" ".join(change(w, i) if i % every == 0 else w for i, w in enumerate(line)) for line in lines)


def misread(text: str) -> str:
    """Return what character recognition makes of it: letters taken for others, words split, hyphens at line ends."""
    for right, wrong in MISREAD:
        text = text.replace(right, wrong, text.count(right) // 3)
    return each_word(text, lambda w, i: w[: len(w) // 2] + ("-\n" if i % 2 else " ") + w[len(w) // 2 :], 7)


def strewn(text: str, signs: str, every: int = 3) -> str:
    """Return the text with a sign after every so many letters, the signs in turn."""
    pieces = [text[i : i + every] for i in range(0, len(text), every)]
    return "".join(piece + signs[i % len(signs)] for i, piece in enumerate(pieces))


def as_cells(text: str, mark: str) -> str:
    """Return the text as a pasted table: four words a row, a mark between the cells."""
    words = text.split()
    return "\n".join(mark.join(words[i : i + 4]) for i in range(0, len(words), 4))


def one_sentence(text: str) -> str:
    """Return the text as one sentence without an end."""
    return " ".join(text.replace(".", ",").replace("!", ",").replace("?", ",").split())


def reversed_marks(text: str) -> str:
    """Return the text with marks for right-to-left script around its words."""
    return each_word(text, lambda w, i: "\u202e\u2067" + w + "\u200f\u2069\u202c", 2)


DAMAGE: dict[str, Callable[[str], str]] = {
    "misread": misread,
    "cyrillic in latin": lambda t: each_word(t, lambda w, i: w.translate(LOOKALIKES), 2),
    "latin in cyrillic": lambda t: each_word(t, lambda w, i: w[:2].translate(BACK) + w[2:], 2),
    "zero width": lambda t: strewn(t, "\u200b\u200c\u200d\u2060\ufeff"),
    "soft hyphens": lambda t: strewn(t, "\u00ad", 4),
    "right to left": reversed_marks,
    "one sentence": one_sentence,
    "tabs": lambda t: as_cells(t, "\t"),
    "pipes": lambda t: as_cells(t, " | "),
    "markup": lambda t: each_word(t, lambda w, i: MARKUP[i % len(MARKUP)] + w, 2),
    "open quotes": lambda t: each_word(t, lambda w, i: OPENING[i % len(OPENING)] + w, 2),
    "closing quotes": lambda t: t.translate(str.maketrans("«“„([", '»”")]')),
    "halves of characters": lambda t: strewn(t, "\ud83d\udfff", 5),
    "nothing characters": lambda t: strewn(t, "\0\x01\x7f", 4),
    "emoji": lambda t: strewn(t, "\U0001f600\u2764\ufe0f\U0001f1ee", 6),
    "combining marks": lambda t: unicodedata.normalize("NFD", strewn(t, "\u0301\u0338", 4)),
    "wide spaces": lambda t: each_word(t, lambda w, i: w + WIDE[i % len(WIDE)] + "A" + WIDE[i % len(WIDE)] + ".", 3),
    "no spaces": lambda t: t.replace(" ", ""),
    "capitals": str.upper,
    "small letters": str.lower,
    "backwards": lambda t: t[::-1],
    "lost line ends": lambda t: t.replace("\n", ""),
    "carriage returns": lambda t: t.replace("\n", "\r\n").replace(", ", ",\x0b"),
    "odd digits": lambda t: t.translate(str.maketrans("0123456789", "٠١٢٣٤５６７８９")).replace("1", "½"),
    "odd capitals": lambda t: t.replace("i", "\u0130").replace("s", "\u1e9e").replace("d", "\u01c5"),
}
