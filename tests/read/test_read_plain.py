"""Plain text and Markdown: title, header, dates, verbatim lines, boilerplate."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anello.errors import SourceError
from anello.read.cleaning import clean, is_boilerplate, normalise
from anello.read.plain import parse_plain

BODY = "Alpha Corp said on Monday that it will buy Beta Ltd for $2 billion.\nThe deal needs approval."


def test_first_line_is_title_and_header_lines_become_fields(one):
    article = one(
        "a.txt", f"Alpha buys Beta\ndate: 2025-12-13\noutlet: The Daily\nurl: https://x.org/1\nbyline: Jo Doe\n\n{BODY}"
    )
    assert article.title == "Alpha buys Beta"
    assert article.text == f"Alpha buys Beta\n\n{BODY}"
    assert (article.published, article.outlet, article.url, article.byline) == (
        date(2025, 12, 13),
        "The Daily",
        "https://x.org/1",
        "Jo Doe",
    )
    assert article.language == "en"
    assert article.original is not None
    assert "date: 2025-12-13" in article.original


def test_file_without_header_is_kept_as_it_is(one):
    article = one("a.txt", f"Alpha buys Beta\n\n{BODY}")
    assert article.text == f"Alpha buys Beta\n\n{BODY}"
    assert article.published is None
    assert article.original is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("13 giugno 2005", date(2005, 6, 13)),
        ("May 01, 2009", date(2009, 5, 1)),
        ("13 de junio de 2005", date(2005, 6, 13)),
        ("4 июля 2006 г.", date(2006, 7, 4)),
        ("Freitag, den 3. März 2020", date(2020, 3, 3)),
        ("1er août 2014", date(2014, 8, 1)),
        ("1º maggio 2010", date(2010, 5, 1)),
        ("2025-12-13", date(2025, 12, 13)),
        ("13.12.2025", date(2025, 12, 13)),
    ],
)
def test_second_line_may_be_a_date(one, line, day):
    article = one("a.txt", f"Alpha buys Beta\n{line}\n{BODY}")
    assert article.published == day
    assert article.text == f"Alpha buys Beta\n{BODY}"


@pytest.mark.parametrize(
    "prefix", [" date 2025-10-03 ", "date 2025-10-03 ", "date: 2025-10-03\n", "\ufeffdate 2025-10-03\n"]
)
def test_leading_date_leaves_the_title(one, prefix):
    article = one("a.txt", f"{prefix}Alpha buys Beta\n\n{BODY}")
    assert article.published == date(2025, 10, 3)
    assert article.text.startswith("Alpha buys Beta\n")


def test_a_sentence_that_begins_with_a_date_stays(one):
    first = "On May 1, 2009 Alpha bought Beta for 3 billion dollars."
    article = one("a.txt", f"Title\n{first}\n{BODY}")
    assert first in article.text
    assert article.published is None


def test_a_later_date_line_does_not_change_the_date(one):
    article = one("a.txt", f"Title\n2025-01-01\n{BODY}\n2025-02-02\nmore")
    assert article.published == date(2025, 1, 1)
    assert "2025-02-02" in article.text


def test_modified_is_kept_apart(one):
    article = one("a.txt", f"Title\ndate: 2025-01-01\nmodified: 2025-02-02\n{BODY}")
    assert (article.published, article.modified) == (date(2025, 1, 1), date(2025, 2, 2))


def test_unreadable_header_date_is_refused_with_advice(refusal):
    reason = refusal("a.txt", f"Title\ndate: yesterday\n{BODY}")
    assert "'date: yesterday'" in reason
    assert "write it as date: 2025-12-13" in reason


def test_channel_frame_is_dropped_and_kept_as_fields(one):
    foot = "BY Jane Channel\n![](https://x.org/a.jpg)\nShare with your friend now:\nt.example/chan/80"
    article = one("a.txt", f"t.example/chan/80\nLast Update:\n{BODY}\n{foot}")
    assert article.text == BODY
    assert article.byline == "Jane Channel"
    assert article.url == "t.example/chan/80"


def test_windows_line_ends_and_control_characters(one):
    article = one("a.txt", "\ufeffTitle\r\n\r\nOne\x07 line\r\nTwo\x00 lines of text\rThree".encode())
    assert article.text == "Title\n\nOne line\nTwo lines of text\nThree"


def test_markdown_front_matter_and_marks(one):
    front = "---\ntitle: Alpha buys Beta\ndate: 2025-12-13\n---\n"
    article = one("a.md", f"{front}# Alpha buys Beta\n\nThe **firm** [Alpha](https://a.org) said.\n\n{BODY}")
    assert article.title == "Alpha buys Beta"
    assert article.published == date(2025, 12, 13)
    assert article.text.startswith("Alpha buys Beta\n\nThe firm Alpha said.\n")


@pytest.mark.parametrize(
    "line",
    [
        "© RIPRODUZIONE RISERVATA",
        "Riproduzione riservata ©",
        "© 2025 The Daily. All rights reserved.",
        "![](https://x.org/a.jpg)",
        "https://x.org/some/page?x=1",
        "Share with your friend now:",
        "🟣 To not miss any news, follow us on Google and on our WhatsApp channel.",
        "Subscribe to our newsletter",
        "We use cookies to improve your experience.",
        "Leggi anche: un altro articolo",
        "Читайте также: другая новость",
        "Подписывайтесь на наш канал в Telegram",
        "Lee también: otra noticia",
        "* * *",
    ],
)
def test_boilerplate(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices of Alpha fell by 3%.",
        "The bank reserved all rights to the loan.",
        "Subscribe and pay: the firm's new model brings in $3 billion a year.",
        "Реклама принесла компании 5 млрд рублей.",
        "Alpha (c) and Beta (d) signed.",
        "Copyright fees of 2025 were paid.",
        "Photo-sharing company Gamma raised $50m.",
        "",
    ],
)
def test_not_boilerplate(line):
    assert not is_boilerplate(line)


LINES = st.lists(st.text(st.characters(blacklist_categories=("Cs",)), max_size=40), min_size=1, max_size=12)


@given(LINES)
def test_every_kept_line_is_verbatim(lines):
    text = "\n".join(lines)
    source = set(normalise(text).split("\n"))
    kept = clean(normalise(text)).split("\n")
    assert all(line in source or line == "" for line in kept)


@given(LINES)
def test_cleaning_twice_changes_nothing(lines):
    once = clean(normalise("\n".join(lines)))
    assert clean(normalise(once)) == once


@given(st.text(max_size=300))
def test_any_text_gives_a_draft_unless_it_is_blank_or_misdated(text):
    try:
        draft = parse_plain("x", text)
    except SourceError:
        assert not text.strip("\ufeff \r\n\t\0") or ":" in text
    else:
        assert draft.original == text
