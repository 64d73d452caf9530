"""Web pages, mail and feeds: text and what the document says about itself."""

from __future__ import annotations

from datetime import date

import pytest
from reading_room import read

from anello.read.metadata import find_metadata

PARAGRAPH = "Alpha Corp said on Monday that it had agreed to buy Beta Ltd for $2 billion, subject to approval. " * 3
PAGE = """<!doctype html><html lang="en"><head><title>Alpha buys Beta | The Daily</title>{head}</head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Alpha buys Beta</h1><p>{text}</p>
<p>Second&nbsp;paragraph costs &euro;5.</p></article><footer>Imprint</footer>
<script>var hidden=1</script></body></html>"""


def page(head: str = "", text: str = PARAGRAPH) -> str:
    return PAGE.format(head=head, text=text)


def test_main_text_without_navigation_and_scripts(one):
    article = one("a.html", page())
    assert article.title == "Alpha buys Beta"
    assert article.text.startswith("Alpha buys Beta\n")
    assert article.text.count("Alpha buys Beta") == 1
    assert PARAGRAPH.strip() in article.text
    assert "€5" in article.text
    assert not any(word in article.text for word in ("Home", "hidden", "Imprint"))


LD = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle",
"headline": "Alpha buys Beta", "datePublished": "2025-12-13T08:00:00+01:00", "dateModified": "2025-12-14",
"author": [{"name": "Jo Doe"}, {"name": "Al Roe"}], "publisher": {"name": "The Daily"}}]}</script>"""
META = """<meta property="og:title" content="Alpha buys Beta"><meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2025-12-13T08:00:00Z"><meta name="author" content="Jo Doe, Al Roe">
<meta property="article:modified_time" content="2025-12-14T08:00:00Z">"""


@pytest.mark.parametrize("head", [LD, META])
def test_json_ld_and_meta_give_the_same(one, head):
    article = one("a.html", page(head))
    assert (article.published, article.modified) == (date(2025, 12, 13), date(2025, 12, 14))
    assert (article.outlet, article.byline) == ("The Daily", "Jo Doe, Al Roe")


def test_json_ld_is_believed_before_meta():
    head = '<meta property="article:published_time" content="2020-01-01">' + LD
    assert find_metadata(page(head)).published == date(2025, 12, 13)


def test_broken_json_ld_is_passed_over():
    head = '<script type="application/ld+json">{"@type": </script>' + META
    assert find_metadata(page(head)).published == date(2025, 12, 13)


@pytest.mark.parametrize(
    ("head", "address", "day"),
    [
        ('<meta itemprop="datePublished" content="2025-12-13">', None, date(2025, 12, 13)),
        ('<link rel="canonical" href="https://x.org/2025/12/13/alpha">', None, date(2025, 12, 13)),
        ("", "https://x.org/2025/12/13/alpha", date(2025, 12, 13)),
        ("", "https://x.org/alpha", None),
    ],
)
def test_other_places_of_the_date(head, address, day):
    assert find_metadata(page(head), address).published == day


def test_time_element_is_the_last_resort():
    html = page(text=f'<time datetime="2025-12-13T10:00">Saturday</time> {PARAGRAPH}')
    assert find_metadata(html).published == date(2025, 12, 13)


def test_declared_charset_is_used(one):
    text = "Компания Альфа объявила о покупке компании Бета за два миллиарда долларов. " * 4
    article = one(
        "a.html", page('<meta charset="windows-1251">', text).replace("€", "").encode("cp1251", "xmlcharrefreplace")
    )
    assert text.strip() in article.text


@pytest.mark.parametrize(
    "html", ["<html><body><script>var a = 1</script></body></html>", "<html><head></head><body> </body></html>"]
)
def test_page_without_text(refusal, html):
    assert "no text in the HTML" in refusal("a.html", html)


def test_deep_nesting_is_refused_before_parsing(refusal):
    assert "inside each other" in refusal("a.html", "<div>" * 200_000 + "text")


def test_many_shallow_elements_are_read(one):
    assert one("a.html", page(text="<p>word</p><br>" * 20_000 + PARAGRAPH)).title == "Alpha buys Beta"


MAIL = (
    "From: The Daily <news@daily.example>\r\nSubject: =?utf-8?q?Alpha_buys_B=C3=A9ta?=\r\n"
    "Date: Sat, 13 Dec 2025 08:00:00 +0100\r\nMIME-Version: 1.0\r\n"
)


def test_mail_prefers_plain_text(one):
    parts = (
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html\r\n\r\n<p>HTML part</p>\r\n"
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{PARAGRAPH}\r\n--b--\r\n"
    )
    article = one("a.eml", MAIL + parts)
    assert article.title == "Alpha buys Béta"
    assert article.published == date(2025, 12, 13)
    assert article.outlet == "The Daily"
    assert PARAGRAPH.strip() in article.text
    assert "HTML part" not in article.text


def test_mail_of_html_in_another_charset(one):
    body = "<p>Компания Альфа купит компанию Бета.</p>".encode("koi8-r")
    article = one("a.eml", MAIL.encode() + b"Content-Type: text/html; charset=koi8-r\r\n\r\n" + body)
    assert "Компания Альфа купит компанию Бета." in article.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f"From: a\nSubject: {'=?utf-8?q?a?= ' * 100_000}\n\n", "no text in the mail"),
        (f"From: a\nContent-Type: text/plain; {';a=b' * 100_000}\n\nx", "Content header"),
        ("From: a\nContent-Type: multipart/mixed; boundary=x\n\n" + "--x\n\n" * 100_000, "parts"),
    ],
)
def test_mail_made_to_be_slow(refusal, data, words):
    assert words in refusal("a.eml", data)


@pytest.mark.parametrize("data", ["just some words", MAIL + "Content-Type: image/png\r\n\r\nxx"])
def test_what_is_no_mail(refusal, data):
    assert "mail" in refusal("a.eml", data)


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Daily</title><image><title>logo</title></image>
<item><title>Alpha buys Beta</title><link>https://x.org/1</link><pubDate>Sat, 13 Dec 2025 08:00:00 GMT</pubDate>
<description>short</description><content:encoded><![CDATA[<p>{PARAGRAPH}</p><p>Second.</p>]]></content:encoded></item>
<item><title>Gamma &amp; Delta part</title><source url="x">The Wire</source>
<description>{PARAGRAPH}</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title>
<entry><title>Alpha buys Beta</title><link rel="edit" href="https://x.org/e"/><link href="https://x.org/1"/>
<author><name>Jo Doe</name></author><published>2025-12-13T08:00:00Z</published><updated>2025-12-14T08:00:00Z</updated>
<content type="xhtml"><div><p>{PARAGRAPH}</p><p>Second.</p></div></content></entry></feed>"""


def test_rss(put):
    (first, second), rejects = read(put("f.xml", RSS))
    assert not rejects
    assert first.document.endswith("f.xml#item=1")
    assert (first.outlet, first.url, first.published) == ("The Daily", "https://x.org/1", date(2025, 12, 13))
    assert first.text.startswith("Alpha buys Beta\n")
    assert "short" not in first.text
    assert (second.title, second.outlet, second.published) == ("Gamma & Delta part", "The Wire", None)


def test_atom(put):
    (entry,), rejects = read(put("f.atom", ATOM))
    assert not rejects
    assert (entry.outlet, entry.url, entry.byline) == ("The Daily", "https://x.org/1", "Jo Doe")
    assert (entry.published, entry.modified) == (date(2025, 12, 13), date(2025, 12, 14))
    assert "Second." in entry.text.split("\n")


def test_items_before_an_error_stay(put):
    articles, (reject,) = read(put("f.xml", RSS.replace("</channel>", "<oops")))
    assert [a.title for a in articles] == ["Alpha buys Beta", "Gamma & Delta part"]
    assert "malformed XML at line" in reject.reason


def test_links_of_the_main_text_keep_their_places(one):
    text = (
        PARAGRAPH
        + 'As <a href="/world/a">the Wire</a> wrote, and <a href="https://x.org/b?c=1#d">others</a> (sic) too.'
    )
    article = one("a.html", page('<link rel="canonical" href="https://daily.org/z/y">', text))
    assert [(article.text[: link.at].rsplit(" ", 2)[1:], link.url) for link in article.links] == [
        (["the", "Wire"], "https://daily.org/world/a"),
        (["and", "others"], "https://x.org/b?c=1#d"),
    ]
    assert "https://" not in article.text
    assert "others (sic) too" in article.text


def test_markdown_links_keep_their_places(one):
    line = "- **As** [the Wire](https://x.org/a) wrote, ![chart](c.png) and [others](https://x.org/b) too.\n"
    article = one("a.md", "# Alpha buys Beta\n\n" + line * 2)
    assert [article.text[: link.at].rsplit(" ", 1)[-1] for link in article.links] == ["Wire", "others"] * 2
    assert [link.at for link in article.links] == sorted({link.at for link in article.links})


def test_many_links_that_stand_nowhere_take_no_time(one):
    text = PARAGRAPH + "".join(f'<a href="mailto:{n}">x</a>' for n in range(20_000))
    assert one("a.html", page(text=text)).links == ()
