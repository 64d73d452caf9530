"""Tags, bylines, credits, releases, filings and spokesmen, in the forms of the trade."""

from __future__ import annotations

import pytest

from anello.lang import load, pack_codes
from anello.model import Article
from anello.reconcile.spokesmen import find_employer
from anello.reconcile.tags import find_tags, speaks_of_filing, speaks_of_release

TITLE = "A title"
HEADS = [
    ("en", "NEW YORK (Reuters) - Acme grows.", "Reuters"),
    ("en", "(Reuters) - Acme grows.", "Reuters"),
    ("en", "NEW YORK, Nov 3 (AP) — Acme grows.", "Associated Press"),
    ("it", "(ANSA) - ROMA, 03 NOV - La Acme cresce.", "ANSA"),
    ("it", "ROMA, 3 NOV (Adnkronos) - La Acme cresce.", "Adnkronos"),
    ("ru", "МОСКВА, 3 ноября. /ТАСС/. Компания растёт.", "TASS"),
    ("ru", "3 ноября. ИНТЕРФАКС - Компания растёт.", "Interfax"),
    ("de", "Berlin (dpa) - Die Firma wächst.", "dpa"),
    ("fr", "Paris (AFP) – La société grandit.", "Agence France-Presse"),
    ("es", "Madrid, 3 nov (EFE).- La empresa crece.", "EFE"),
]
TAILS = [
    ("it", "La Acme cresce. (ANSA)", "ANSA"),
    ("it", "La Acme cresce.\n\nFonte: Adnkronos", "Adnkronos"),
    ("de", "Die Firma wächst.\n\nQuelle: dpa", "dpa"),
    ("fr", "La société grandit.\n\n© AFP", "Agence France-Presse"),
    ("en", "Acme grows.\n\nWith reporting by Reuters", "Reuters"),
    ("ru", "Компания растёт.\n\nПо материалам РИА Новости", "RIA Novosti"),
    ("es", "La empresa crece.\n\nCon información de Reuters", "Reuters"),
]


def article(text: str, language: str, **more: object) -> Article:
    return Article("a", "a.txt", f"{TITLE}\n\n{text}", TITLE, language, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "text", "agency"), [*HEADS, *TAILS])
def test_the_agency_is_found_where_it_stands(language: str, text: str, agency: str) -> None:
    found = article(text, language)
    (tag,) = find_tags(found)
    assert (tag.name, tag.kind, tag.via) == (agency, "outlet", "byline")
    assert tag.evidence is not None
    assert found.text[tag.evidence.start : tag.evidence.end] == tag.evidence.text


@pytest.mark.parametrize(
    ("byline", "agencies"),
    [
        ("Jane Doe, Reuters", ["Reuters"]),
        ("Reuters Staff", ["Reuters"]),
        ("dpa/AFP", ["Agence France-Presse", "dpa"]),
        ("By Jane Doe and John Roe", []),
        ("", []),
    ],
)
def test_the_byline_names_agencies(byline: str, agencies: list[str]) -> None:
    assert [tag.name for tag in find_tags(article("Acme grows.", "en", byline=byline))] == agencies


@pytest.mark.parametrize(
    "text",
    [
        "Acme grows, and Reuters reported it first.",
        "Acme - the firm - grows.",
        "Acme (ACM) grows.",
        "Acme grows. Its rival (once of the Reuters Building) does not. And more than that nobody says here or there.",
    ],
)
def test_an_outlet_in_the_body_is_no_tag(text: str) -> None:
    assert find_tags(article(text, "en")) == ()


def test_an_agency_does_not_rest_on_itself() -> None:
    assert find_tags(article("LONDON (Reuters) - Acme grows.", "en", outlet="Reuters")) == ()


@pytest.mark.parametrize("code", pack_codes())
def test_every_phrase_of_a_release_and_a_filing_is_met(code: str) -> None:
    sources = load(code).sources
    for phrase in sources["release"]:
        assert speaks_of_release(f"x {phrase} y", code), phrase
    for phrase in sources["filed"]:
        assert speaks_of_filing(f"x {phrase} y", code), phrase
    assert not speaks_of_release("x y", code)


@pytest.mark.parametrize(
    ("language", "passage", "firm"),
    [
        ("en", "Acme chief executive Ann Lee said so.", "Acme"),
        ("en", "Acme's president Ann Lee said so.", "Acme"),
        ("en", "Ann Lee, head of Acme, said so.", "Acme"),
        ("en", "The chairman of Acme, Ann Lee, said so.", "Acme"),
        ("en", "Bolt is bought by Acme, analyst Ann Lee said.", None),
        ("en", "Acme buys Bolt, Ann Lee said.", None),
        ("it", "L'amministratore delegato di Acme, Ann Lee, lo ha detto.", "Acme"),
        ("de", "Acme-Chef Ann Lee sagte das.", "Acme"),
        ("ru", "Это сказал президент Acme Ann Lee.", "Acme"),
    ],
)
def test_who_speaks_for_a_firm(language: str, passage: str, firm: str | None) -> None:
    assert find_employer(passage, "Ann Lee", ["Acme", "Bolt"], language) == firm
